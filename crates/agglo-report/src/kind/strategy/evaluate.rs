//! How the plan would be judged later: what one region can tell, and what it cannot.

use agglo::simulate::{Forecast, Gain};

use crate::document::{Block, Callout, Number, Section, Text, Tone, words};
use crate::strategy::Strategy;
use crate::text;
use crate::words::Unit;

/// The section.
pub(super) fn section(strategy: &Strategy<'_>) -> Section {
    let lead = "Fix now what would count as success, before anyone has seen a result.";
    let mut section = Section::new("evaluate", "How it would be judged", words(lead));
    if let Some((forecast, gain)) = strategy.forecast.and_then(|f| Some((f, f.gain.as_ref()?))) {
        section.blocks.push(Block::Callout(noise(forecast, gain)));
    }
    section.blocks.push(Block::Heading("What one region can tell".to_owned()));
    section.blocks.push(Block::List(can(&strategy.terms().words.regions)));
    section.blocks.push(Block::Heading("What it cannot tell".to_owned()));
    section.blocks.push(Block::List(cannot()));
    let terms = strategy.terms();
    section.blocks.push(Block::Paragraph(words(format!(
        "So write down, before the first {}: one measure of the economy and one of people, both with \
         today's figure; the comparison {}; the year of the verdict; and the smallest gain that \
         would be worth the money. A result that the data cannot tell from luck will be called “cannot tell”.",
        terms.currency.one, terms.words.regions
    ))));
    section
}

/// Whether the expected gain could be seen at all against the spread of the years to come.
fn noise(forecast: &Forecast, gain: &Gain) -> Callout {
    let year = forecast.years.iter().position(|year| *year == gain.year);
    let spread =
        year.and_then(|year| forecast.total.baseline.quantiles.get(year)).and_then(|last| {
            let at = |p: f64| {
                let place = forecast.probabilities.iter().position(|own| (own - p).abs() < 1e-9)?;
                last.get(place).copied()
            };
            Some(at(0.95)? - at(0.05)?)
        });
    let expected = gain.net.value().unwrap_or(0.0);
    let is_visible = spread.is_some_and(|spread| expected.abs() > spread / 2.0);
    let (title, rest) = if is_visible {
        (
            "Large enough to be seen in the count of jobs",
            ". That is more than half the spread of the runs without a plan, so a count of all jobs could show it.",
        )
    } else {
        (
            "Too small to be seen in the count of jobs",
            ". The runs without a plan differ by far more, so a count of all jobs cannot show whether the plan \
          worked. Measure closer: the firms and people it reached, against those it did not.",
        )
    };
    let text: Text = text![
        "The plan is expected to add ",
        Number::new(&gain.net, Unit::Count),
        format!(" jobs by {}", gain.year),
        rest
    ];
    Callout { tone: Tone::Finding, title: title.to_owned(), blocks: vec![Block::Paragraph(text)] }
}

fn can(regions: &str) -> Vec<Text> {
    vec![
        words(format!(
            "Whether the region did better or worse than {regions} that looked like it before, and how rare \
               such a difference is among {regions} that did nothing.",
        )),
        words("Whether each initiative reached whom it meant to reach, and what it cost."),
        words("Whether a pilot showed what it had to show."),
    ]
}

fn cannot() -> Vec<Text> {
    vec![
        words(
            "Whether the plan caused a small difference: one region is one draw, and other things happen to it.",
        ),
        words(
            "Which of several initiatives did it, when all start at once. Start them in turn, or in different places.",
        ),
        words(
            "Whether two initiatives together do more than each alone. No study found has tested that; the \
               blueprint assumes it.",
        ),
    ]
}
