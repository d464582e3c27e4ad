//! The strategy in twenty lines for a terminal: plain words, no colour, 100 letters wide.

use agglo::base::terms::{Part, Terms};
use agglo::map::Map;
use agglo::map::cluster::{ClusterLine, Portfolio, Strong};
use agglo::map::gap::reading::Reading;
use agglo::plan::Plan;
use agglo::simulate::Forecast;

use crate::strategy::Strategy;
use crate::words::{Unit, and, line, lower};

const LABEL: usize = 13;
const WIDTH: usize = 100;
/// As many purchases as are named.
const BOUGHT: usize = 3;

/// The summary; every line ends in a line break.
pub fn summary(strategy: &Strategy<'_>) -> String {
    let mut out = Lines::default();
    out.title(&format!("{} ({})", strategy.region.title(), strategy.region.id), standing(strategy));
    if let Some(map) = strategy.map {
        out.say("People", &first(&map.underserved.sentence), 2);
    }
    match (strategy.clusters, strategy.map, strategy.country) {
        (Some(clusters), ..) => out.say("Clusters", &strongest(clusters), 2),
        (None, Some(map), Some(terms)) => {
            out.say("Stands out", &standing_out(map, terms), 2);
            lacking(terms, &mut out);
        }
        _ => {}
    }
    for (at, reading) in strategy.readings.iter().enumerate() {
        out.say(if at == 0 { "Gap" } else { "" }, &missing(reading), 2);
    }
    if let Some(plan) = strategy.plan {
        bought(plan, &mut out);
    }
    if let Some(forecast) = strategy.forecast {
        out.say("Forward", &forward(forecast), 1);
    }
    let questions = strategy.plan.map_or(&[][..], |plan| &plan.find_out);
    for (at, question) in questions.iter().take(3).enumerate() {
        out.say(if at == 0 { "Find out" } else { "" }, &first(&question.ask), 1);
    }
    if !strategy.left_out.is_empty() {
        out.say("Left out", &strategy.left_out.join("; "), 1);
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

/// The first three industries in which the region surely has more than its share.
fn standing_out(map: &Map, terms: &Terms) -> String {
    let found = &map.specialization;
    let named = found.strongest.industries.iter().take(3).filter_map(|id| {
        let own = found.line(id.as_str())?;
        let quotient = line(own.quotients.by_size(), Unit::Ratio);
        Some(format!("{} ({quotient} times {}'s share)", own.title, terms.words.the_whole))
    });
    let named: Vec<String> = named.collect();
    if named.is_empty() { "no industry for certain".to_owned() } else { named.join("; ") }
}

/// Each part that the country's tables do not give, with its reason.
fn lacking(terms: &Terms, out: &mut Lines) {
    let parts = [
        (Part::Clusters, "Clusters"),
        (Part::Blueprint, "Gap"),
        (Part::Plan, "Plan"),
        (Part::Forecast, "Forward"),
    ];
    for (part, label) in parts {
        let because = terms.lack(part).map_or("not read for this country", |lack| &lack.because);
        out.say(label, because, 2);
    }
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
    out.say("Plan", &plan.headline, 2);
    for chosen in plan.chosen.iter().take(BOUGHT) {
        let cost = line(&chosen.cost, Unit::Dollars);
        let what = format!("{} ({}, {cost}): {}", chosen.title, chosen.size, chosen.partner);
        out.say("", &what, 1);
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
        1,
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

    /// A label and its text on at most `most` lines; what does not fit ends in an ellipsis.
    fn say(&mut self, label: &str, words: &str, most: usize) {
        let mut lines: Vec<String> = vec![String::new()];
        for word in words.split_whitespace() {
            let line = lines.last_mut().map_or(0, |line| line.chars().count());
            if line > 0 && LABEL + line + 1 + word.chars().count() > WIDTH {
                lines.push(String::new());
            }
            if let Some(line) = lines.last_mut() {
                line.push_str(if line.is_empty() { "" } else { " " });
                line.push_str(word);
            }
        }
        if lines.len() > most {
            lines.truncate(most);
            if let Some(line) = lines.last_mut() {
                shorten(line);
            }
        }
        for (at, line) in lines.iter().enumerate() {
            let own = if at == 0 { label } else { "" };
            self.text.push_str(format!("{own:<LABEL$}{line}").trim_end());
            self.text.push('\n');
        }
    }
}

/// The line with an ellipsis at its end, in place of the words that it needs.
fn shorten(line: &mut String) {
    while LABEL + line.chars().count() + 2 > WIDTH {
        match line.rfind(' ') {
            Some(at) => line.truncate(at),
            None => break,
        }
    }
    line.push_str(" …");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_are_cut_at_a_word_and_stay_inside_the_width() {
        let mut out = Lines::default();
        out.say("Label", &"twelve letter ".repeat(30), 2);
        let lines: Vec<&str> = out.text.lines().collect();
        assert_eq!(lines.len(), 2);
        assert!(lines.iter().all(|line| line.chars().count() <= WIDTH));
        assert!(lines[1].ends_with(" …"));
        let mut out = Lines::default();
        out.say("Label", "short", 1);
        assert_eq!(out.text, "Label        short\n");
    }

    #[test]
    fn the_first_sentence_ends_at_its_sign() {
        assert_eq!(first("Who? Ask them. Now."), "Who?");
        assert_eq!(first("It is 0.5 of it. Yes."), "It is 0.5 of it.");
        assert_eq!(first("no end"), "no end");
    }
}
