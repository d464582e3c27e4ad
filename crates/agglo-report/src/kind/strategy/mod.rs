//! The strategy of a region as a document: where it stands, what binds it, what to do, what follows.

mod blueprint;
pub(super) mod clusters;
mod evaluate;
mod forward;
mod lanes;
mod plan;
pub(super) mod situation;
mod unknown;

use agglo::map::gap::reading::BindingGap;

pub(crate) use blueprint::levels;
pub(crate) use lanes::{grade as edge_grade, kind as edge_kind};

use crate::document::{Block, Callout, Document, Number, Span, Text, Tone, words};
use crate::strategy::Strategy;
use crate::text;
use crate::words::{Unit, capital, sentence};

/// The strategy as a document.
pub fn document(strategy: &Strategy<'_>) -> Document {
    Document {
        title: strategy.region.title(),
        language: "en",
        kicker: "Regional strategy".to_owned(),
        headline: headline(strategy),
        facts: facts(strategy),
        banner: banner(strategy),
        sections: vec![
            situation::section(strategy),
            clusters::section(strategy),
            blueprint::section(strategy),
            plan::section(strategy),
            forward::section(strategy),
            evaluate::section(strategy),
            unknown::section(strategy),
        ],
        sources: strategy.sources.to_vec(),
    }
}

/// As many elements as one sentence can name.
const NAMED: usize = 3;

/// One sentence that a planner can say aloud.
fn headline(strategy: &Strategy<'_>) -> Text {
    let place = &strategy.region.name;
    let main = strategy.readings.iter().find_map(|reading| Some((reading, reading.score()?)));
    let Some((reading, score)) = main else {
        return words(format!("What public figures say of {place}, and what they cannot say."));
    };
    let kind = &reading.title;
    if score.binding == BindingGap::None {
        return words(format!(
            "Read against “{kind}”, {place} has all that its exemplars have; nothing that people can \
             change holds it back."
        ));
    }
    let gap = match score.binding.elements().len() {
        many if many > NAMED => format!("{many} elements that are all absent"),
        _ => blueprint::gap(reading, &score.binding),
    };
    let mut text: Text =
        text![format!("Read against “{kind}”, {place} is held back most by "), Span::Strong(gap)];
    if let Some(stability) = &reading.stability {
        text.push(if stability.contested {
            ", but that is contested: ".into()
        } else {
            ": ".into()
        });
        text.push(Number::new(&stability.share, Unit::Share).bare().into());
        text.push(" of the ways to measure it say so".into());
    }
    text.push(".".into());
    text
}

fn facts(strategy: &Strategy<'_>) -> Vec<(String, Text)> {
    let code = strategy.region.id.as_str().to_owned();
    let mut facts = vec![
        ("Code".to_owned(), words(code)),
        ("Seed".to_owned(), words(strategy.seed.to_string())),
    ];
    if let Some(forecast) = strategy.forecast {
        facts.push(("Counted until".to_owned(), words(forecast.from.to_string())));
    }
    facts
}

/// A draft says so first, with the next three things to find out.
fn banner(strategy: &Strategy<'_>) -> Option<Callout> {
    let questions = strategy.plan.map_or(&[][..], |plan| &plan.find_out[..]);
    let steps: Vec<Text> = questions
        .iter()
        .take(3)
        .map(|question| {
            text![
                Span::Strong(capital(&question.ask)),
                format!(" Ask {}. {}", question.of, sentence(&capital(&question.because))),
            ]
        })
        .collect();
    let is_ready = strategy.plan.is_some_and(|plan| plan.standing == agglo::plan::Standing::Ready);
    if is_ready {
        return None;
    }
    let mut blocks = vec![Block::Paragraph(words(
        "This page is made from public figures. They cannot say who starts firms here, or which partner \
         people trust. Until both are recorded, nothing below is a plan.",
    ))];
    if !steps.is_empty() {
        blocks.push(Block::Paragraph(words("The next three things to find out:")));
        blocks.push(Block::Steps(steps));
    }
    Some(Callout {
        tone: Tone::Caution,
        title: "Draft: keystones not yet evidenced".to_owned(),
        blocks,
    })
}
