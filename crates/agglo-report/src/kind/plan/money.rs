//! Where the money goes, by year and by element, and what is left without a use.

use agglo::Figure;
use agglo::base::estimate::{Estimate, Provenance, Withheld};
use agglo::plan::full::{ElementMoney, FullPlan};

use crate::chart::{Drawing, Stack, Stacks};
use crate::document::{Block, Chart, Number, Section, words};
use crate::kind::plan::money_unit;
use crate::text;
use crate::words::{capital, sentence};

/// The section.
pub(super) fn section(plan: &FullPlan) -> Section {
    let money = &plan.money;
    let unit = money_unit(plan);
    let bare = |figure| Number::new(figure, unit);
    let first = text![
        "Of ",
        bare(&money.budget),
        ", ",
        bare(&money.placed),
        " is placed and ",
        bare(&money.not_placed),
        " is not. ",
        sentence(&capital(&money.because)),
        if money.carry_over {
            " What is not spent in a year may be spent later."
        } else {
            " What is not spent in a year is lost."
        },
    ];
    let mut blocks = vec![Block::Paragraph(first)];
    if !money.by_year.is_empty() {
        blocks.push(Block::Chart(by_year(plan)));
    }
    if !money.by_element.is_empty() {
        blocks.push(Block::Chart(by_element(plan)));
    }
    super::section("money", "The money", "An empty rest is a correct plan.", blocks, "")
}

fn amount(value: f64) -> Figure {
    Estimate::exact(value, Provenance::new("plan_money/1", [])).into()
}

/// A year's budget less what is placed in it: negative where money was carried over, then nothing is left.
fn rest(budget: &Figure, placed: &Figure) -> Figure {
    match (budget.value(), placed.value()) {
        (Some(budget), Some(placed)) => amount((budget - placed).max(0.0)),
        _ => Figure::Withheld(Withheld::missing("the budget of the year is not known")),
    }
}

fn by_year(plan: &FullPlan) -> Chart {
    let money = &plan.money;
    let row = |(at, year): (usize, &agglo::plan::YearMoney)| Stack {
        title: year.year.to_string(),
        parts: money.by_element.iter().map(|own| of_year(own, at)).collect(),
        rest: rest(&year.budget, &year.placed),
    };
    Chart {
        id: "money-years".to_owned(),
        title: "Money by year".to_owned(),
        summary: "A bar for each year: what is meant for each element, and what is not placed."
            .to_owned(),
        drawing: Drawing::Stacks(Stacks {
            of: "Year".to_owned(),
            parts: money.by_element.iter().map(|own| own.title.clone()).collect(),
            rest: "not placed".to_owned(),
            unit: money_unit(plan),
            rows: money.by_year.iter().enumerate().map(row).collect(),
        }),
        note: words("Hatched: money of the year without a use in it. Letters name the parts."),
    }
}

fn of_year(own: &ElementMoney, at: usize) -> Figure {
    own.by_year.get(at).map_or_else(
        || Figure::Withheld(Withheld::missing("no amount of that year")),
        |value| amount(*value),
    )
}

fn by_element(plan: &FullPlan) -> Chart {
    let money = &plan.money;
    let years: Vec<String> = money.by_year.iter().map(|own| own.year.to_string()).collect();
    let mut rows: Vec<Stack> = money
        .by_element
        .iter()
        .map(|own| Stack {
            title: own.title.clone(),
            parts: (0..years.len()).map(|at| of_year(own, at)).collect(),
            rest: amount(0.0),
        })
        .collect();
    rows.push(Stack {
        title: "Not placed".to_owned(),
        parts: years.iter().map(|_| amount(0.0)).collect(),
        rest: money.not_placed.clone(),
    });
    Chart {
        id: "money-elements".to_owned(),
        title: "Money by what it is meant for".to_owned(),
        summary:
            "A bar for each element: the money of each year; below it the money without a use."
                .to_owned(),
        drawing: Drawing::Stacks(Stacks {
            of: "Meant for".to_owned(),
            parts: years,
            rest: "not placed".to_owned(),
            unit: money_unit(plan),
            rows,
        }),
        note: words("What is bought for a gate counts there, and not for an element."),
    }
}
