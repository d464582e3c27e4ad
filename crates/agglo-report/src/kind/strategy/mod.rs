//! The strategy of a region as a document: where it stands, what binds it, what to do, what follows.

mod clusters;
mod evaluate;
mod forward;
mod plan;
mod situation;
mod unknown;

use crate::document::{Block, Callout, Document, Section, Span, Text, Tone, words};
use crate::strategy::Strategy;
use crate::text;

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
            not_yet("blueprint", "What is missing"),
            plan::section(strategy),
            forward::section(strategy),
            evaluate::section(strategy),
            unknown::section(strategy),
        ],
        sources: strategy.sources.to_vec(),
    }
}

fn not_yet(id: &str, title: &str) -> Section {
    Section::new(id, title, Vec::new())
        .with(Block::Empty(words("Not yet known: this part was not computed.")))
}

/// One sentence that a planner can say aloud.
fn headline(strategy: &Strategy<'_>) -> Text {
    match strategy.plan {
        Some(plan) => words(plan.headline.clone()),
        None => words("What is known of this region so far, from public figures."),
    }
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
                Span::Strong(crate::words::capital(&question.ask)),
                format!(" Ask {}. {}", question.of, crate::words::sentence(&question.because)),
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
