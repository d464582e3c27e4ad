//! The strategy in twenty lines for a terminal: plain words, no colour, 100 letters wide.

use agglo::simulate::Forecast;

use crate::strategy::Strategy;
use crate::words::{Unit, line};

const LABEL: usize = 13;
const WIDTH: usize = 100;

/// The summary; every line ends in a line break.
pub fn summary(strategy: &Strategy<'_>) -> String {
    let mut out = Lines::default();
    out.title(&format!("{} ({})", strategy.region.title(), strategy.region.id), standing(strategy));
    if let Some(plan) = strategy.plan {
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
    if let Some(forecast) = strategy.forecast {
        out.say("Forward", &forward(forecast));
    }
    if let Some(plan) = strategy.plan {
        for (at, question) in plan.find_out.iter().take(3).enumerate() {
            let label = if at == 0 { "Find out" } else { "" };
            out.say(label, &format!("{} Ask {}.", question.ask, question.of));
        }
    }
    for sentence in &strategy.left_out {
        out.say("Left out", sentence);
    }
    out.text
}

fn standing(strategy: &Strategy<'_>) -> &'static str {
    match strategy.plan.map(|plan| plan.standing) {
        Some(agglo::plan::Standing::Ready) => "",
        Some(agglo::plan::Standing::Refused) => "REFUSED: a keystone cannot be provided for",
        Some(agglo::plan::Standing::Draft) | None => "DRAFT: keystones not yet evidenced",
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
    format!("jobs {year} {} to {} in 9 runs of 10 without a plan", at(0.05), at(0.95))
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
