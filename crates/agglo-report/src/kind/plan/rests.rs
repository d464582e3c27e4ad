//! What a plan is, how much of it rests on what, and what a reader must know.

use agglo::plan::Gate;
use agglo::plan::full::{Contradiction, FullPlan};

use crate::document::{
    Block, Callout, Column, Entry, Mark, Number, Row, Section, Span, Table, Text, Tone, words,
};
use crate::text;
use crate::words::{Unit, capital, sentence};

/// What the plan is, and what it rests on.
pub(super) fn section(plan: &FullPlan) -> Section {
    let lead = "What the plan is expected to change, and how much of that is known from studies, stated by the \
                programme, or assumed.";
    let mut section = Section::new("what", "What this plan is, and what it rests on", words(lead));
    section.blocks.extend(plan.conflict.as_ref().map(conflict));
    section.blocks.push(whole(plan));
    section.blocks.push(shares(plan));
    section.blocks.push(Block::Paragraph(claim(plan)));
    section
}

fn conflict(conflict: &Contradiction) -> Block {
    let items = conflict.constraints.iter().map(|own| {
        let way = own.relaxation.as_ref().map_or_else(
            || " No change of it alone is enough.".to_owned(),
            |way| format!(" Enough: {}", sentence(way)),
        );
        text![Span::Strong(sentence(&capital(&own.words))), way]
    });
    Block::Callout(Callout {
        tone: Tone::Caution,
        title: "Nothing fits: these cannot hold together".to_owned(),
        blocks: vec![
            Block::Paragraph(words(sentence(&conflict.text))),
            Block::List(items.collect()),
        ],
    })
}

fn whole(plan: &FullPlan) -> Block {
    let whole = &plan.whole;
    let row = |head: &str, before, after| {
        Row::new(head, vec![Entry::number(before, Unit::Level), Entry::number(after, Unit::Level)])
    };
    let mut rows = vec![
        row("All elements together", &whole.before, &whole.after),
        row("The same where elements add up", &whole.additive_before, &whole.additive_after),
    ];
    if let Some(bad) = &whole.bad_case {
        let entries = vec![Entry::Blank, Entry::number(bad, Unit::Level)];
        rows.push(Row::new("In the worst scenarios", entries));
    }
    Block::Table(Table {
        id: "what-whole".to_owned(),
        caption: words("The whole before and after the plan, 0 nothing, 1 as in exemplary places"),
        columns: vec![
            Column::words("Read as"),
            Column::number("Before"),
            Column::number("In the last year of the plan"),
        ],
        rows,
    })
}

fn shares(plan: &FullPlan) -> Block {
    let rests = &plan.rests_on;
    let share = |figure| Entry::number(figure, Unit::Share);
    let row = |head: &str, figure| Row::new(head, vec![share(figure)]);
    Block::Table(Table {
        id: "what-rests".to_owned(),
        caption: words("What it rests on"),
        columns: vec![Column::words("Part"), Column::number("Share")],
        rows: vec![
            row("Expected gain, on pooled studies", &rests.gain_on_studies),
            row(
                "Expected gain, on firms that the money opens, counted by assumed shares",
                &rests.gain_on_counts,
            ),
            row(
                "Expected gain, on what the programme states with a source",
                &rests.gain_on_statements,
            ),
            row(
                "Expected gain, on defaults and statements without a source",
                &rests.gain_on_defaults,
            ),
            row(
                "Placed money, on assumed sizes and amounts without a source",
                &rests.money_on_assumptions,
            ),
            row("Benefit that reaches underserved places", &plan.equity.share),
        ],
    })
}

fn claim(plan: &FullPlan) -> Text {
    let mark = if plan.blueprint.is_supported {
        Mark::Yes("the claim stood its test".to_owned())
    } else {
        Mark::Contested("the claim did not stand its test".to_owned())
    };
    text![
        "That elements need each other: ",
        mark,
        ". ",
        sentence(&capital(&plan.blueprint.claim)),
        " ",
        sentence(&capital(&plan.equity.text)),
    ]
}

/// Tests, rules that stand in for knowledge, proof and caveats.
pub(super) fn caveats(plan: &FullPlan) -> Section {
    let lead = "The tests that no score makes up for, the rules that stand in for knowledge, and how the choice was \
                proved.";
    let mut section = Section::new("caveats", "What to beware of", words(lead));
    let gates = plan.gates.iter().map(|check| {
        let says = match check.gate {
            Gate::Pass => Mark::Yes("pass".to_owned()),
            Gate::Unknown => Mark::Unknown("unknown: does not pass".to_owned()),
            Gate::Fail => Mark::No("fail".to_owned()),
        };
        Row {
            head: words(format!("{} ({})", capital(&check.text), check.rule)),
            entries: vec![
                Entry::Words(vec![says.into()]),
                Entry::words(sentence(&capital(&check.found))),
                Entry::words(sentence(&capital(&check.to_pass))),
            ],
            is_part: false,
        }
    });
    let gates: Vec<Row> = gates.collect();
    if !gates.is_empty() {
        section.blocks.push(Block::Table(Table {
            id: "caveats-gates".to_owned(),
            caption: words("Tests that no score can make up for"),
            columns: ["Test", "Says", "What it read", "What would change it"]
                .map(Column::words)
                .into(),
            rows: gates,
        }));
    }
    let proof = &plan.proof;
    section.blocks.push(Block::Paragraph(text![
        sentence(&capital(&proof.text)),
        " No plan is worth more than ",
        Number::new(&proof.bound, Unit::Precise).bare(),
        ".",
    ]));
    let all = plan.assumptions.iter().chain(&plan.caveats);
    let items: Vec<Text> = all.map(|caveat| words(sentence(&caveat.text))).collect();
    if !items.is_empty() {
        section.blocks.push(Block::List(items));
    }
    section
}
