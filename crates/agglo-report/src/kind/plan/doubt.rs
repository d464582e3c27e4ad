//! How sure the choice is: other budgets, other scenarios, the other reading.

use agglo::plan::full::{FullPlan, PointOfFrontier};

use crate::chart::{Bend, Drawing, Frontier, Rim, Share, Shares};
use crate::document::{Block, Chart, Number, Section, Text, words};
use crate::kind::plan::money_unit;
use crate::text;
use crate::words::{Unit, and, sentence};

/// Two least shares that are alike.
const ALIKE: f64 = 1e-9;

/// What more money and other least shares would bring.
pub(super) fn frontier(plan: &FullPlan) -> Section {
    let mut blocks = Vec::new();
    if !plan.frontier.is_empty() {
        blocks.push(Block::Chart(Chart {
            id: "frontier-lines".to_owned(),
            title: "What more money brings".to_owned(),
            summary: "A line for each least share that has to reach underserved places; each point is the best plan \
                      of a budget. Numbers mark where something enters or leaves."
                .to_owned(),
            drawing: Drawing::Frontier(drawn(plan)),
            note: words(
                "Between points nothing is known. An open point is not proved: a better plan may exist.",
            ),
        }));
    }
    super::section(
        "frontier",
        "Other budgets",
        "The best plan of each budget, and what it takes in or gives up beside the one before.",
        blocks,
        "Not asked for: `--frontier` draws it.",
    )
}

fn drawn(plan: &FullPlan) -> Frontier {
    let mut shares: Vec<f64> = plan.frontier.iter().map(|point| point.phi).collect();
    shares.sort_by(f64::total_cmp);
    shares.dedup_by(|a, b| (*a - *b).abs() < ALIKE);
    let title = |id: &String| {
        let chosen = plan.chosen.iter().map(|own| (&own.id, &own.title));
        let omitted = plan.not_chosen.iter().map(|own| (&own.id, &own.title));
        let found = chosen.chain(omitted).find(|(own, _)| *own == id);
        found.map_or_else(|| id.clone(), |(_, title)| title.clone())
    };
    let bend = |point: &PointOfFrontier| Bend {
        budget: point.budget,
        value: point.value,
        enters: point.enters.iter().map(title).collect(),
        leaves: point.leaves.iter().map(title).collect(),
        is_proved: point.is_proved,
    };
    let rim = |phi: f64| {
        let own = plan.frontier.iter().filter(|point| (point.phi - phi).abs() < ALIKE);
        let mut points: Vec<Bend> = own.map(bend).collect();
        points.sort_by(|a, b| a.budget.total_cmp(&b.budget));
        let title = if phi > 0.0 {
            format!("at least {} for underserved places", Unit::Share.print(phi))
        } else {
            "no least share for underserved places".to_owned()
        };
        Rim { title, points }
    };
    Frontier {
        quantity: "the whole, 0 to 1".to_owned(),
        money: money_unit(plan),
        lines: shares.into_iter().map(rim).collect(),
    }
}

/// In how many scenarios each stays chosen, and what the other reading would choose.
pub(super) fn robustness(plan: &FullPlan) -> Section {
    let chosen = plan.chosen.iter().map(|own| Share {
        title: own.title.clone(),
        share: own.stays.clone(),
        is_filled: true,
    });
    let others = plan.not_chosen.iter().filter_map(|own| {
        let share = own.would_be_chosen.clone()?;
        Some(Share { title: own.title.clone(), share, is_filled: false })
    });
    let mut others: Vec<Share> = others.collect();
    others.sort_by(|a, b| {
        let value = |own: &Share| own.share.value().unwrap_or(-1.0);
        value(b).total_cmp(&value(a)).then_with(|| a.title.cmp(&b.title))
    });
    others.truncate(10);
    let rows: Vec<Share> = chosen.chain(others).collect();
    let own = &plan.robustness;
    let mut blocks = vec![Block::Paragraph(text![
        sentence(&own.text),
        format!(" Of {} scenarios, the whole set stays the same in ", own.scenarios),
        Number::new(&own.same_set, Unit::Share),
        ".",
    ])];
    if !rows.is_empty() {
        blocks.push(Block::Chart(Chart {
            id: "robustness-bars".to_owned(),
            title: "How often each would be chosen by those who knew the scenario".to_owned(),
            summary: "A bar for each initiative, filled where the plan starts it, open where it does not.".to_owned(),
            drawing: Drawing::Shares(Shares {
                of: "share of scenarios".to_owned(),
                filled: "in the plan".to_owned(),
                open: "not in it".to_owned(),
                rows,
            }),
            note: words("Scenarios vary trust, take-up and costs; they say nothing of what nobody thought of."),
        }));
    }
    blocks.push(Block::Heading("Where elements simply add up".to_owned()));
    blocks.push(Block::Paragraph(twin(plan)));
    super::section("robustness", "How sure the choice is", "", blocks, "")
}

fn twin(plan: &FullPlan) -> Text {
    let twin = &plan.twin;
    let mut text: Text = text![sentence(&twin.text), " "];
    if twin.is_same {
        text.push("Both readings start the same.".into());
        return text;
    }
    for (names, when) in [
        (&twin.only_own, "Started only where elements need each other"),
        (&twin.only_additive, "Started only where they add up"),
    ] {
        if !names.is_empty() {
            text.push(format!("{when}: {}. ", and(names)).into());
        }
    }
    text.push("If they in truth add up, the plan loses ".into());
    text.push(Number::new(&twin.lost_if_additive, Unit::Precise).into());
    text.push(" of the whole.".into());
    text
}
