//! What comes next: what to find out, what to learn from small pilots, the first ninety days, the calendar.

use agglo::plan::full::{EntryKind, FullPlan, LearnFirst};

use crate::document::{
    Block, Callout, Column, Entry, Number, Row, Section, Span, Table, Text, Tone, words,
};
use crate::kind::plan::money_unit;
use crate::text;
use crate::words::{Unit, capital, sentence};

/// What to find out next, and whether to learn first.
pub(super) fn find_out(plan: &FullPlan) -> Section {
    let steps = plan.find_out.iter().map(|own| {
        text![
            Span::Strong(sentence(&capital(&own.ask))),
            format!(" Ask {}. {} ", own.of, sentence(&capital(&own.would_change))),
            if own.is_decisive {
                "The answer would change the plan; choosing after it is worth "
            } else {
                "The answer would not change the plan by itself; it is worth "
            },
            Number::new(&own.worth, Unit::Precise),
            ".",
        ]
    });
    let steps: Vec<Text> = steps.collect();
    let mut blocks = Vec::new();
    if !steps.is_empty() {
        blocks.push(Block::Steps(steps));
    }
    blocks.extend(plan.learn_first.as_ref().map(|own| learn(own, plan)));
    super::section(
        "find-out",
        "What to find out next",
        "The question whose answer is worth most stands first.",
        blocks,
        "No question was found whose answer would change the plan.",
    )
}

fn learn(own: &LearnFirst, plan: &FullPlan) -> Block {
    let money = money_unit(plan);
    let pilots = own.pilots.iter().map(|pilot| {
        Row::new(
            pilot.title.as_str(),
            vec![
                Entry::number(&pilot.cost, money),
                Entry::words(pilot.read_on.as_str()),
                Entry::words(sentence(&pilot.rule)),
                Entry::number(&pilot.probability_scaled, Unit::Share),
                Entry::number(&pilot.worth, Unit::Precise),
                Entry::number(&pilot.net, Unit::Precise),
            ],
        )
    });
    let mut blocks = vec![
        Block::Paragraph(words(sentence(&own.text))),
        Block::Paragraph(text![
            "In two stages the plan is worth ",
            Number::new(&own.two_stage, Unit::Precise),
            ", in one ",
            Number::new(&own.one_stage, Unit::Precise),
            "; the difference is ",
            Number::new(&own.gain, Unit::Precise),
            ", with a Monte Carlo standard error of ",
            Number::new(&own.standard_error, Unit::Precise),
            ".",
        ]),
    ];
    let rows: Vec<Row> = pilots.collect();
    if !rows.is_empty() {
        blocks.push(Block::Table(Table {
            id: "find-out-pilots".to_owned(),
            caption: words("Small pilots, each with its rule written down beforehand"),
            columns: vec![
                Column::words("Pilot"),
                Column::number("Cost"),
                Column::words("Read on"),
                Column::words("Rule"),
                Column::number("Chance that it is scaled"),
                Column::number("Worth of what it tells"),
                Column::number("Less its money and the wait"),
            ],
            rows,
        }));
    }
    let notes = own.without_pilot.iter().map(|text| format!("No pilot: {text}"));
    let notes = notes.chain(own.assumptions.iter().map(|own| own.text.clone()));
    blocks.push(Block::List(notes.map(|text| words(sentence(&text))).collect()));
    let title = if own.is_advised {
        "Learn first, then scale or stop"
    } else {
        "Learning first is not worth its price here"
    };
    Block::Callout(Callout { tone: Tone::Finding, title: title.to_owned(), blocks })
}

/// The first ninety days and everything with a date.
pub(super) fn first_days(plan: &FullPlan) -> Section {
    let steps = plan.first_90_days.iter().map(|step| {
        text![
            Span::Strong(format!("By {}: ", step.by)),
            sentence(&capital(&step.what)),
            format!(" {}. {}", capital(&step.who), sentence(&capital(&step.because))),
        ]
    });
    let steps: Vec<Text> = steps.collect();
    let mut blocks = Vec::new();
    if !steps.is_empty() {
        blocks.push(Block::Steps(steps));
    }
    let rows = plan.calendar.iter().map(|own| {
        let until = own.until.as_ref().map_or_else(|| "–".to_owned(), Clone::clone);
        Row::new(
            own.date.as_str(),
            vec![
                Entry::words(until),
                Entry::words(kind(own.kind)),
                Entry::words(sentence(&own.what)),
            ],
        )
    });
    let rows: Vec<Row> = rows.collect();
    if !rows.is_empty() {
        blocks.push(Block::Table(Table {
            id: "days-calendar".to_owned(),
            caption: words("Everything with a date"),
            columns: ["Day", "Until", "Kind", "What"].map(Column::words).into(),
            rows,
        }));
    }
    super::section(
        "days",
        "The first ninety days, and the calendar",
        "What to do, by when, and who.",
        blocks,
        "Nothing has a date yet.",
    )
}

fn kind(kind: EntryKind) -> &'static str {
    match kind {
        EntryKind::Step => "first step",
        EntryKind::Start => "start",
        EntryKind::FirstEffect => "first effect",
        EntryKind::Decision => "decision: scale or stop",
        EntryKind::LastPayment => "last payment",
        EntryKind::FundEnds => "a fund ends",
        EntryKind::Review => "review",
    }
}
