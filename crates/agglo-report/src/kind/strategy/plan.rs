//! What to do first: what is bought and why, what is not, the money without a use, and the gates.

use agglo::base::terms::Part;
use agglo::plan::{Chosen, Findings, Gate, NotChosen, Plan, PriorBasis, Purpose, Why};

use crate::document::{
    Block, Callout, Column, Entry, Mark, Number, Row, Section, Span, Table, Text, Tone, words,
};
use crate::strategy::Strategy;
use crate::text;
use crate::words::{Unit, and, capital, counted, lower, sentence};

/// The section.
pub(super) fn section(strategy: &Strategy<'_>) -> Section {
    let Some(plan) = strategy.plan else {
        return Section::new("plan", "What to do first", Vec::new()).with(Block::Empty(words(
            strategy.without(Part::Plan, "Not yet known: no plan was asked for."),
        )));
    };
    let mut section = Section::new("plan", "What to do first", words(sentence(&plan.headline)));
    section.blocks.push(Block::Callout(money(plan)));
    section.blocks.push(Block::Heading("What is bought".to_owned()));
    section.blocks.extend(chosen(plan));
    section.blocks.push(Block::Heading("What the money has to beat".to_owned()));
    section.blocks.push(comparators(plan));
    section.blocks.push(Block::Heading("What is not bought, and why".to_owned()));
    section.blocks.extend(not_chosen(&plan.not_chosen));
    section.blocks.push(Block::Heading("The gates".to_owned()));
    section.blocks.push(gates(plan));
    section.blocks.push(assumption(plan));
    section.blocks.extend(known(plan));
    section
}

fn money(plan: &Plan) -> Callout {
    let money = &plan.money;
    let bare = |figure| Number::new(figure, Unit::Dollars);
    let first = text![
        "Of ",
        bare(&money.budget),
        ", ",
        bare(&money.placed),
        " is placed and ",
        bare(&money.not_placed),
        " is not. ",
        sentence(&capital(&money.because)),
    ];
    let second = text![
        Number::new(&plan.money_on_assumptions, Unit::Share),
        " of the placed money rests on assumed amounts, to be replaced by quotes.",
    ];
    let years = money.by_year.iter().map(|year| {
        Row::new(
            year.year.to_string(),
            vec![
                Entry::number(&year.budget, Unit::Dollars),
                Entry::number(&year.placed, Unit::Dollars),
            ],
        )
    });
    let table = Table {
        id: "plan-years".to_owned(),
        caption: words("Budget by year"),
        columns: vec![Column::words("Year"), Column::number("Budget"), Column::number("Placed")],
        rows: years.collect(),
    };
    let mut blocks = vec![Block::Paragraph(first), Block::Paragraph(second)];
    if !table.rows.is_empty() {
        blocks.push(Block::Table(table));
    }
    Callout { tone: Tone::Finding, title: "An empty rest is a correct plan".to_owned(), blocks }
}

fn chosen(plan: &Plan) -> Vec<Block> {
    if plan.chosen.is_empty() {
        return vec![Block::Empty(words(
            "Nothing is bought: no initiative closes a gate or has evidence for a gain here.",
        ))];
    }
    let rows = plan.chosen.iter().map(chosen_row).collect();
    let table = Table {
        id: "plan-chosen".to_owned(),
        caption: words(
            "Bought, in the order of the rules: gates first, then expected gain, then one pilot to learn",
        ),
        columns: vec![
            Column::words("What"),
            Column::words("Why it is in"),
            Column::number("Cost, all years"),
            Column::words("What is known of its effect"),
            Column::words("Who carries it, and who gains"),
        ],
        rows,
    };
    let show = plan.chosen.iter().map(|chosen| {
        text![
            Span::Strong(format!("{}: ", chosen.title)),
            sentence(&capital(&chosen.would_have_to_show)),
            format!(" After the money: {}", sentence(&lower(&chosen.after_the_money))),
        ]
    });
    vec![
        Block::Table(table),
        Block::Heading("What each would have to show, and what is left after the money".to_owned()),
        Block::List(show.collect()),
    ]
}

fn chosen_row(chosen: &Chosen) -> Row {
    let purpose = match chosen.purpose {
        Purpose::Gate => Mark::Yes("opens a gate".to_owned()),
        Purpose::Gain => Mark::Yes("expected gain".to_owned()),
        Purpose::Pilot => Mark::Unknown("pilot: no usable evidence, bought to learn".to_owned()),
    };
    let mut why: Text = text![purpose, ". ", sentence(&capital(&chosen.reason))];
    if !chosen.also_when_additive {
        why.push(" Not chosen where elements simply add up.".into());
    }
    let mut cost: Text = text![Number::new(&chosen.cost, Unit::Dollars), " assumed"];
    if let Some(published) = &chosen.published_cost {
        cost.push(format!("; published: {}", published.text).into());
    }
    let mut effect = effect(chosen);
    effect.push(" At most ".into());
    effect.push(Number::new(&chosen.jobs_at_most, Unit::Count).into());
    effect.push(" jobs may be claimed.".into());
    let carries = format!(
        "{} Gains: {}",
        sentence(&capital(&chosen.partner)),
        sentence(&lower(&chosen.who_gains))
    );
    let head =
        text![chosen.title.clone(), format!(" ({}, for {})", chosen.size, chosen.element_title),];
    Row {
        head,
        entries: vec![
            Entry::Words(why),
            Entry::Words(cost),
            Entry::Words(effect),
            Entry::words(carries),
        ],
        is_part: false,
    }
}

fn effect(chosen: &Chosen) -> Text {
    let prior = &chosen.prior;
    match &prior.basis {
        PriorBasis::NoUsableEvidence => {
            text![Mark::Unknown("no usable evidence".to_owned()), ". ", sentence(&prior.text)]
        }
        PriorBasis::Studies { .. } | PriorBasis::WideDefault { .. } => text![
            format!("{}: expected ", capital(&prior.outcome)),
            Number::new(&prior.expected, Unit::Percent),
            ", chance of no effect ",
            Number::new(&prior.does_nothing, Unit::Share),
            format!(". {} {}", sentence(&prior.text), findings(&prior.findings)),
        ],
    }
}

fn findings(findings: &Findings) -> String {
    let all = findings.positive + findings.null + findings.negative + findings.mixed;
    format!(
        "{}: {} help, {} no effect, {} harm, {} mixed.",
        counted(all, "finding", "findings"),
        findings.positive,
        findings.null,
        findings.negative,
        findings.mixed
    )
}

fn comparators(plan: &Plan) -> Block {
    let rows = plan.comparators.iter().map(|other| {
        let each = match &other.usd_per_household {
            Some(figure) => Entry::number(figure, Unit::Dollars),
            None => Entry::Blank,
        };
        Row::new(
            capital(&other.title),
            vec![
                Entry::words(sentence(&capital(&other.text))),
                each,
                Entry::number(&other.gain, Unit::Level),
            ],
        )
    });
    Block::Table(Table {
        id: "plan-comparators".to_owned(),
        caption: words("The same money, used otherwise"),
        columns: vec![
            Column::words("Instead"),
            Column::words("What it means here"),
            Column::number("To each household and year"),
            Column::number("Rise of the whole"),
        ],
        rows: rows.collect(),
    })
}

const REASONS: [(Why, &str); 8] = [
    (Why::Budget, "The budget does not reach"),
    (Why::Dominated, "Something else does the same for less, or better"),
    (Why::NoExpectedGain, "The expected effect is nil, or nobody measured one"),
    (Why::LiftsNothingThatBinds, "It lifts nothing that may bind here"),
    (Why::NoQuantity, "It would have to open something missing and states no quantity"),
    (Why::DecidedElsewhere, "Somebody else decides it"),
    (Why::NotAnInitiative, "It is no initiative"),
    (Why::LeftOut, "Left out by you"),
];

/// How many prices the page shows; the JSON shows all.
const PRICED: usize = 8;

/// Grouped by reason; where forcing one in has a price, the price stands beside it.
fn not_chosen(all: &[NotChosen]) -> Vec<Block> {
    if all.is_empty() {
        return vec![Block::Empty(words("Nothing was left out."))];
    }
    let groups = REASONS.iter().filter_map(|(why, title)| {
        let own: Vec<String> =
            all.iter().filter(|other| other.why == *why).map(|other| other.title.clone()).collect();
        (!own.is_empty()).then(|| {
            text![Span::Strong(format!("{title} ({}): ", own.len())), sentence(&and(&own)),]
        })
    });
    let mut blocks = vec![Block::List(groups.collect())];
    let priced: Vec<Row> = all.iter().filter_map(forced).collect();
    let rest = priced.len().saturating_sub(PRICED);
    let priced: Vec<Row> = priced.into_iter().take(PRICED).collect();
    let more = if rest > 0 {
        format!("; {} in the JSON file", counted(rest, "more stands", "more stand"))
    } else {
        String::new()
    };
    if !priced.is_empty() {
        blocks.push(Block::Table(Table {
            id: "plan-forced".to_owned(),
            caption: words(format!("What forcing one in would cost the plan{more}")),
            columns: vec![
                Column::words("If forced in"),
                Column::words("Why it is out"),
                Column::number("Rise of the whole lost"),
                Column::number("Money"),
            ],
            rows: priced,
        }));
    }
    blocks
}

fn forced(other: &NotChosen) -> Option<Row> {
    let gain = other.forced_gain.as_ref()?;
    let money =
        other.forced_cost.as_ref().map_or(Entry::Blank, |f| Entry::number(f, Unit::Dollars));
    let entries = vec![
        Entry::words(sentence(&capital(&other.reason))),
        Entry::number(gain, Unit::Precise),
        money,
    ];
    Some(Row::new(other.title.as_str(), entries))
}

fn gates(plan: &Plan) -> Block {
    let rows = plan.checks.iter().map(|check| {
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
    Block::Table(Table {
        id: "plan-gates".to_owned(),
        caption: words("Tests that no score can make up for"),
        columns: vec![
            Column::words("Test"),
            Column::words("Says"),
            Column::words("What it read"),
            Column::words("What would change it"),
        ],
        rows: rows.collect(),
    })
}

fn assumption(plan: &Plan) -> Block {
    let twin = &plan.complementarity;
    let mut blocks = vec![Block::Paragraph(words(sentence(&twin.text)))];
    let differ = |titles: &[String], when: &str| {
        (!titles.is_empty()).then(|| words(format!("Chosen only {when}: {}.", and(titles))))
    };
    let items: Vec<Text> = [
        differ(&twin.only_complementary, "where elements need each other"),
        differ(&twin.only_additive, "where elements add up"),
    ]
    .into_iter()
    .flatten()
    .collect();
    if twin.same {
        blocks.push(Block::Paragraph(words("Both readings choose the same.")));
    } else if !items.is_empty() {
        blocks.push(Block::List(items));
    }
    blocks.push(Block::Paragraph(words(sentence(&capital(&plan.proof.text)))));
    Block::Callout(Callout {
        tone: Tone::Plain,
        title: "An assumption, and how the choice was proved".to_owned(),
        blocks,
    })
}

fn known(plan: &Plan) -> Option<Block> {
    let items: Vec<Text> =
        plan.caveats.iter().map(|caveat| words(sentence(&caveat.text))).collect();
    (!items.is_empty()).then_some(Block::List(items))
}
