//! The strategy in twenty lines for a terminal: plain words, no colour, 100 letters wide.

use agglo::map::cluster::{ClusterLine, Portfolio, Strong};
use agglo::map::gap::reading::Reading;
use agglo::plan::Plan;
use agglo::simulate::Forecast;

use crate::strategy::Strategy;
use crate::words::{Unit, and, line, lower};

const LABEL: usize = 13;
const WIDTH: usize = 100;

/// The summary; every line ends in a line break.
pub fn summary(strategy: &Strategy<'_>) -> String {
    let mut out = Lines::default();
    out.title(&format!("{} ({})", strategy.region.title(), strategy.region.id), standing(strategy));
    if let Some(map) = strategy.map {
        out.say("People", &first(&map.underserved.sentence));
    }
    if let Some(clusters) = strategy.clusters {
        out.say("Clusters", &strongest(clusters));
    }
    for (at, reading) in strategy.readings.iter().enumerate() {
        out.say(if at == 0 { "Gap" } else { "" }, &missing(reading));
    }
    if let Some(plan) = strategy.plan {
        bought(plan, &mut out);
    }
    if let Some(forecast) = strategy.forecast {
        out.say("Forward", &forward(forecast));
    }
    let questions = strategy.plan.map_or(&[][..], |plan| &plan.find_out);
    for (at, question) in questions.iter().take(3).enumerate() {
        out.say(if at == 0 { "Find out" } else { "" }, &first(&question.ask));
    }
    if !strategy.left_out.is_empty() {
        out.say("Left out", &strategy.left_out.join("; "));
    }
    out.text
}

/// The first sentence of a text.
fn first(text: &str) -> String {
    let ends = text.char_indices().zip(text.chars().skip(1));
    let mut ends = ends.filter(|((_, sign), next)| ".?!".contains(*sign) && *next == ' ');
    ends.next().map_or(text, |((at, _), _)| text.get(..=at).unwrap_or(text)).to_owned()
}

/// The first three clusters that are or may be strong.
fn strongest(portfolio: &Portfolio) -> String {
    let strong = |line: &&ClusterLine| matches!(line.strong, Strong::Surely | Strong::Possibly);
    let named = portfolio.lines.iter().filter(strong).take(3).map(|line| {
        let jobs = line.likely_employment.value().map_or_else(String::new, |jobs| {
            let about = if line.employment.value().is_some() { "" } else { "likely " };
            format!(" ({about}{} jobs)", Unit::Count.print(jobs))
        });
        let perhaps = if line.strong == Strong::Surely { "" } else { "perhaps " };
        format!("{perhaps}{}{jobs}", line.title)
    });
    let named: Vec<String> = named.collect();
    if named.is_empty() { "none is known to be strong".to_owned() } else { named.join("; ") }
}

/// What holds the region back under one blueprint, and how surely.
fn missing(reading: &Reading) -> String {
    let Some(score) = reading.score() else {
        return format!("{}: not a region for this blueprint", reading.title);
    };
    let names: Vec<String> = score
        .binding
        .elements()
        .iter()
        .map(|id| {
            reading.element(id.as_str()).map_or_else(|| id.to_string(), |own| lower(&own.title))
        })
        .collect();
    let gap =
        if names.is_empty() { "nothing that people can change".to_owned() } else { and(&names) };
    let sure = reading.stability.as_ref().map_or_else(String::new, |own| {
        let contested = if own.contested { ", contested" } else { "" };
        format!(" ({} of settings agree{contested})", line(&own.share, Unit::Share))
    });
    format!("{}: {gap}{sure}", reading.title)
}

/// What the plan buys and what becomes of the money.
fn bought(plan: &Plan, out: &mut Lines) {
    out.say("Plan", &plan.headline);
    for chosen in &plan.chosen {
        let cost = line(&chosen.cost, Unit::Dollars);
        out.say("", &format!("{} ({}, {cost}): {}", chosen.title, chosen.size, chosen.partner));
    }
    let money = &plan.money;
    out.say(
        "Money",
        &format!(
            "{} of {} placed, {} not placed",
            line(&money.placed, Unit::Dollars),
            line(&money.budget, Unit::Dollars),
            line(&money.not_placed, Unit::Dollars)
        ),
    );
}

fn standing(strategy: &Strategy<'_>) -> &'static str {
    match strategy.plan.map(|plan| plan.standing) {
        Some(agglo::plan::Standing::Ready) => "",
        Some(agglo::plan::Standing::Refused) => "refused: a keystone cannot be provided for",
        Some(agglo::plan::Standing::Draft) | None => "draft: keystones not yet evidenced",
    }
}

fn forward(forecast: &Forecast) -> String {
    let (Some(year), Some(last)) =
        (forecast.years.last(), forecast.total.baseline.quantiles.last())
    else {
        return "no forecast".to_owned();
    };
    let at = |p: f64| {
        let place = forecast.probabilities.iter().position(|own| (own - p).abs() < 1e-9);
        place.and_then(|place| last.get(place)).map_or("?".to_owned(), |&v| Unit::Count.print(v))
    };
    let of = match forecast.area.combinations.as_slice() {
        [] => String::new(),
        names => format!(" of {}", and(names)),
    };
    format!("jobs{of} in {year}: {} to {} in 9 runs of 10 without a plan", at(0.05), at(0.95))
}

/// Lines of a label and its text, wrapped under the text.
#[derive(Default)]
struct Lines {
    text: String,
}

impl Lines {
    fn title(&mut self, left: &str, right: &str) {
        let gap = WIDTH.saturating_sub(left.chars().count() + right.chars().count()).max(2);
        let line = format!("{left}{}{right}", " ".repeat(gap));
        self.text.push_str(line.trim_end());
        self.text.push('\n');
    }

    fn say(&mut self, label: &str, words: &str) {
        let mut line = format!("{label:<LABEL$}");
        let mut length = LABEL;
        let mut is_first = true;
        for word in words.split_whitespace() {
            let own = word.chars().count();
            if !is_first && length + 1 + own > WIDTH {
                self.text.push_str(line.trim_end());
                self.text.push('\n');
                line = " ".repeat(LABEL);
                length = LABEL;
                is_first = true;
            }
            if !is_first {
                line.push(' ');
                length += 1;
            }
            line.push_str(word);
            length += own;
            is_first = false;
        }
        self.text.push_str(line.trim_end());
        self.text.push('\n');
    }
}
