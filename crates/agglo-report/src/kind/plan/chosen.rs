//! What is started, by whom, when, and why.

use agglo::plan::full::{Basis, Choice, FullPlan, PartnerSet, Reading};

use crate::chart::{Drawing, Gantt, Task};
use crate::document::{
    Block, Chart, Column, Entry, Mark, Number, Row, Section, Span, Table, Text, words,
};
use crate::kind::plan::money_unit;
use crate::text;
use crate::words::{Unit, and, capital, lower, sentence};

/// The section.
pub(super) fn section(plan: &FullPlan) -> Section {
    let mut blocks = Vec::new();
    if !plan.chosen.is_empty() {
        blocks.push(table(plan));
        blocks.push(Block::Chart(gantt(plan)));
        blocks.push(Block::Heading("Why each is in".to_owned()));
        blocks.push(Block::List(plan.chosen.iter().map(reasons).collect()));
    }
    blocks.extend(plan.partners.iter().flat_map(partners));
    super::section(
        "chosen",
        "What to start",
        "Each with its year, its money, who carries it and what it is meant to lift.",
        blocks,
        "Nothing is started: see above for what stands in the way.",
    )
}

fn table(plan: &FullPlan) -> Block {
    let money = money_unit(plan);
    let row = |choice: &Choice| {
        let from = match choice.cost_from {
            Basis::AssumedSize | Basis::StatedUnsourced | Basis::WideDefault => " assumed",
            _ => "",
        };
        let mut head: Text = text![choice.title.clone()];
        if choice.is_marked {
            head.push(" ".into());
            head.push(Mark::Contested(one_reading(choice.reading).to_owned()).into());
        }
        Row {
            head,
            entries: vec![
                Entry::words(choice.start.to_string()),
                Entry::Words(text![Number::new(&choice.cost, money), from]),
                Entry::words(carriers(choice)),
                Entry::words(choice.element_title.as_str()),
                Entry::number(&choice.gain, Unit::Precise),
                Entry::words(basis(choice.effect_from)),
            ],
            is_part: false,
        }
    };
    Block::Table(Table {
        id: "chosen-table".to_owned(),
        caption: words("What is started, first start first"),
        columns: vec![
            Column::words("What"),
            Column::words("Start"),
            Column::number("Cost, all years"),
            Column::words("Who carries it"),
            Column::words("Meant for"),
            Column::number("Rise of the whole that falls away without it"),
            Column::words("Its effect rests on"),
        ],
        rows: plan.chosen.iter().map(row).collect(),
    })
}

fn one_reading(reading: Reading) -> &'static str {
    match reading {
        Reading::Both => "chosen under both readings",
        Reading::OnlyOwn => "only where elements need each other",
        Reading::OnlyAdditive => "only where elements add up",
        Reading::Neither => "under neither reading",
    }
}

/// What an amount or an effect rests on, in words.
pub(super) fn basis(basis: Basis) -> &'static str {
    match basis {
        Basis::Studies => "pooled studies",
        Basis::Stated => "the record, with a source",
        Basis::StatedUnsourced => "the record, without a source",
        Basis::Counted => "what the money opens, counted by assumed shares",
        Basis::WideDefault => "a wide default: nobody measured it",
        Basis::AssumedSize => "an assumed size",
        Basis::Nothing => "nothing: no effect is counted",
    }
}

fn carriers(choice: &Choice) -> String {
    let names: Vec<String> = choice.carriers.iter().map(|own| own.name.clone()).collect();
    match (&choice.role, names.is_empty()) {
        (_, false) => and(&names),
        (Some(role), true) => format!("nobody yet; needed: {role}"),
        (None, true) => "nobody yet".to_owned(),
    }
}

fn gantt(plan: &FullPlan) -> Chart {
    let starts = plan.chosen.iter().map(|choice| choice.start.0);
    let spent =
        plan.chosen.iter().flat_map(|choice| choice.cost_by_year.iter().map(|own| own.year.0));
    let effects = plan.chosen.iter().filter_map(|choice| choice.first_effect).map(|year| year.0);
    let budgets = plan.money.by_year.iter().map(|own| own.year.0);
    let years: Vec<u16> = starts.chain(spent).chain(effects).chain(budgets).collect();
    let first = years.iter().copied().min().unwrap_or_default();
    let last = years.iter().copied().max().unwrap_or(first);
    let task = |choice: &Choice| Task {
        title: choice.title.clone(),
        carriers: carriers(choice),
        start: choice.start.0,
        spend: choice.cost_by_year.iter().map(|own| (own.year.0, own.usd.clone())).collect(),
        effect: choice.first_effect.map(|year| year.0),
    };
    Chart {
        id: "chosen-years".to_owned(),
        title: "Who does what in which year".to_owned(),
        summary: "A row for each initiative: the years in which money is spent, then the wait until something \
                  should be seen."
            .to_owned(),
        drawing: Drawing::Gantt(Gantt {
            years: [first, last],
            money: money_unit(plan),
            rows: plan.chosen.iter().map(task).collect(),
        }),
        note: words("Nothing is counted before the first effect; a row without a diamond is expected to lift nothing."),
    }
}

fn reasons(choice: &Choice) -> Text {
    let mut text: Text = text![Span::Strong(format!("{}: ", choice.title))];
    for reason in &choice.reasons {
        text.push(format!("{} ", sentence(&capital(reason))).into());
    }
    // What leaving it out costs is as a rule the last of its reasons.
    if !choice.regret.text.is_empty() && !choice.reasons.contains(&choice.regret.text) {
        text.push(format!("Left out: {} ", sentence(&lower(&choice.regret.text))).into());
    }
    let after = match (&choice.owner_after, &choice.revenue_after) {
        (Some(owner), Some(revenue)) => {
            format!("After the money: {owner} owns it and lives on {revenue}. ")
        }
        (Some(owner), None) => {
            format!("After the money: {owner} owns it; on what it lives is not recorded. ")
        }
        (None, _) => "Who owns it after the money is not recorded. ".to_owned(),
    };
    text.push(after.into());
    if choice.cites.is_empty() {
        text.push("It cites nothing that people here said: it is ours, not theirs.".into());
    } else {
        text.push(format!("It rests on {}.", and(&choice.cites)).into());
    }
    text
}

fn partners(set: &PartnerSet) -> Vec<Block> {
    let used = set.used.iter().map(|own| {
        let load = own.capacity.map_or_else(
            || format!("{}; what it can carry is not recorded", own.load),
            |capacity| format!("{} of {capacity}", own.load),
        );
        let covers =
            if own.only_covers.is_empty() { "–".to_owned() } else { and(&own.only_covers) };
        let carries = if own.carries.is_empty() { "–".to_owned() } else { and(&own.carries) };
        Row::new(
            own.name.as_str(),
            vec![Entry::words(carries), Entry::words(load), Entry::words(covers)],
        )
    });
    let rows: Vec<Row> = used.collect();
    let mut blocks = vec![Block::Heading("With whom".to_owned())];
    if rows.is_empty() {
        blocks.push(Block::Empty(words("No partner that passes its tests carries anything.")));
    } else {
        blocks.push(Block::Table(Table {
            id: "chosen-partners".to_owned(),
            caption: words("Partners of the plan"),
            columns: ["Partner", "Carries", "Load of its capacity", "Falls away without it"]
                .map(Column::words)
                .into(),
            rows,
        }));
    }
    let out = set
        .left_out
        .iter()
        .map(|own| text![Span::Strong(format!("{} is out: ", own.name)), sentence(&own.reason)]);
    let out: Vec<Text> = out.collect();
    if !out.is_empty() {
        blocks.push(Block::List(out));
    }
    if !set.uncovered.is_empty() {
        let text = format!("Nobody in the set covers {}.", and(&set.uncovered));
        blocks.push(Block::Paragraph(words(text)));
    }
    blocks
}
