//! What else could be done: what is not started, what each rule costs, other plans, other uses of the money.

use agglo::plan::full::{FullPlan, Omitted, Regret};

use crate::document::{Block, Column, Entry, Mark, Number, Row, Section, Span, Table, Text, words};
use crate::kind::plan::money_unit;
use crate::text;
use crate::words::{Unit, and, capital, counted, sentence};

/// Rows that the page shows of a list that may be long; the JSON has all.
const SHOWN: usize = 25;

/// What is not started.
pub(super) fn not_chosen(plan: &FullPlan) -> Section {
    let money = money_unit(plan);
    let row = |own: &Omitted| {
        let enters = own.enters_at.as_ref().map_or(Entry::Blank, |at| Entry::number(at, money));
        let lost =
            own.regret.as_ref().map_or(Entry::Blank, |own| Entry::number(&own.lost, Unit::Precise));
        let mut head: Text = words(own.title.as_str());
        if own.is_marked {
            head.push(" ".into());
            head.push(Mark::Contested("one reading alone leaves it out".to_owned()).into());
        }
        let entries = vec![Entry::words(reason(own)), lost, enters];
        Row { head, entries, is_part: false }
    };
    // What was a candidate comes first.
    let (tried, rest): (Vec<&Omitted>, Vec<&Omitted>) =
        plan.not_chosen.iter().partition(|own| own.regret.is_some());
    let shown: Vec<&Omitted> = tried.into_iter().chain(rest).collect();
    let more = shown.len().saturating_sub(SHOWN);
    let rows: Vec<Row> = shown.into_iter().take(SHOWN).map(row).collect();
    let mut blocks = Vec::new();
    if !rows.is_empty() {
        let caption = if more > 0 {
            format!("Not started; {} in the JSON file", counted(more, "more stands", "more stand"))
        } else {
            "Not started".to_owned()
        };
        blocks.push(Block::Table(Table {
            id: "not-chosen-table".to_owned(),
            caption: words(caption),
            columns: vec![
                Column::words("What"),
                Column::words("Why not"),
                Column::number("Rise of the whole lost if it is forced in"),
                Column::number("Enters from this budget on"),
            ],
            rows,
        }));
    }
    super::section(
        "not-chosen",
        "What is not started, and why",
        "Each with its reason; where it was a candidate, with what forcing it in would cost.",
        blocks,
        "Nothing was left out.",
    )
}

fn reason(own: &Omitted) -> String {
    let falls = own.regret.as_ref().map(falls_out).unwrap_or_default();
    format!("{}{falls}", sentence(&capital(&own.reason)))
}

fn falls_out(regret: &Regret) -> String {
    if regret.falls_out.is_empty() {
        return String::new();
    }
    format!(" Forced in, {} would fall out.", and(&regret.falls_out))
}

/// What one more of each costs or brings.
pub(super) fn prices(plan: &FullPlan) -> Section {
    let rows: Vec<Row> = plan
        .prices
        .iter()
        .map(|own| {
            let changes = [("in: ", &own.enters), ("out: ", &own.leaves)]
                .into_iter()
                .filter(|(_, names)| !names.is_empty())
                .map(|(what, names)| format!("{what}{}", and(names)))
                .collect::<Vec<_>>()
                .join("; ");
            let changes = if changes.is_empty() { "nothing".to_owned() } else { changes };
            let proved = if own.is_proved { "proved" } else { "not proved" };
            let entries = vec![
                Entry::number(&own.gain, Unit::Precise),
                Entry::words(changes),
                Entry::words(proved),
            ];
            Row::new(capital(&own.change), entries)
        })
        .collect();
    let mut blocks = Vec::new();
    if !rows.is_empty() {
        blocks.push(Block::Table(Table {
            id: "prices-table".to_owned(),
            caption: words("What each change would bring"),
            columns: vec![
                Column::words("If"),
                Column::number("Rise of the whole"),
                Column::words("What changes"),
                Column::words("Proof"),
            ],
            rows,
        }));
    }
    super::section(
        "prices",
        "What each limit costs",
        "One step more money, one more partner, one point less for underserved places, one rule given up.",
        blocks,
        "No limit was tried.",
    )
}

/// Other uses of the money, and other plans.
pub(super) fn comparators(plan: &FullPlan) -> Section {
    let money = money_unit(plan);
    let rows = plan.comparators.iter().map(|other| {
        let each =
            other.usd_per_household.as_ref().map_or(Entry::Blank, |own| Entry::number(own, money));
        let entries = vec![
            Entry::words(sentence(&capital(&other.text))),
            each,
            Entry::number(&other.gain, Unit::Level),
        ];
        Row::new(capital(&other.title), entries)
    });
    let rows: Vec<Row> = rows.collect();
    let mut blocks = Vec::new();
    if !rows.is_empty() {
        blocks.push(Block::Table(Table {
            id: "comparators-table".to_owned(),
            caption: words("The same money, used otherwise"),
            columns: vec![
                Column::words("Instead"),
                Column::words("What it means here"),
                Column::number("To each household and year"),
                Column::number("Rise of the whole"),
            ],
            rows,
        }));
    }
    let other = plan.alternatives.iter().map(|own| {
        text![
            Span::Strong(format!("{}: ", capital(&own.title))),
            if own.titles.is_empty() { "nothing is started".to_owned() } else { and(&own.titles) },
            "; worth ",
            Number::new(&own.lost, Unit::Precise).bare(),
            " less, at ",
            Number::new(&own.cost, money).bare(),
            ". ",
            sentence(&capital(&own.because)),
        ]
    });
    let other: Vec<Text> = other.collect();
    if !other.is_empty() {
        blocks.push(Block::Heading("Other plans".to_owned()));
        blocks.push(Block::List(other));
    }
    super::section(
        "comparators",
        "What the plan has to beat",
        "Doing nothing, giving the money to households, and plans that differ in substance.",
        blocks,
        "Nothing was set beside it.",
    )
}
