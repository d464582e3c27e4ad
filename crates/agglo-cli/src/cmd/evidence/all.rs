//! All kinds of initiative, a line each, and what is counted over all of them.

use agglo::plan::evidence::{Kind, Library};
use agglo_report::words::{Unit, line, short};

use crate::args::Global;
use crate::cmd::evidence::basis;
use crate::failure::Failure;
use crate::printer::Printer;
use crate::table::Table;

pub(super) fn print(library: &Library, global: &Global, printer: &Printer) -> Result<(), Failure> {
    let mut table = Table::new([
        "initiative",
        "prior",
        "expected",
        "all",
        "helps",
        "none",
        "harms",
        "mixed",
        "grade",
        "rural",
    ]);
    for kind in &library.kinds {
        table.row(row(kind));
    }
    printer.table(&table, global)?;
    if !global.csv {
        printer.data(&foot(library))?;
    }
    Ok(())
}

fn row(kind: &Kind) -> Vec<String> {
    let found = &kind.findings;
    let mut cells = vec![
        kind.initiative.to_string(),
        basis(&kind.basis),
        kind.expected.value().map_or_else(String::new, |value| Unit::Percent.print(value)),
        kind.all.to_string(),
    ];
    cells.extend([found.positive, found.null, found.negative, found.mixed].map(|n| n.to_string()));
    cells.push(kind.best_grade.map_or_else(String::new, |grade| grade.to_string()));
    cells.push(if kind.rural { "yes" } else { "" }.to_owned());
    cells
}

fn foot(library: &Library) -> String {
    let votes = &library.votes;
    let powers: Vec<String> = votes
        .nothing
        .iter()
        .map(|own| {
            let used = if own.in_use { ", in use" } else { "" };
            format!("{} at power {}{used}", short(&own.probability, Unit::Level), own.power)
        })
        .collect();
    let mut text = format!(
        "\nExpected: percent of what its studies measured, in a place where nobody tried it, that it may do nothing \
         counted.\nEvaluations of jobs: {} of {} found more. An average programme does nothing with probability {}.\n",
        votes.positive,
        votes.all,
        powers.join("; ")
    );
    if votes.concentration.value().is_none() {
        text.push_str("Between kinds: the counts cannot tell them apart.\n");
    }
    if let Some(costs) = &library.cost_check {
        let own = format!(
            "Public cost of a job, {} published: {}. A check, never a prior.\n",
            costs.k,
            line(&costs.usd, Unit::Dollars)
        );
        text.push_str(&own);
    }
    if let Some(multiplier) = &library.multiplier {
        let own = format!(
            "Local jobs that follow one traded job where small places count: {}.\n",
            line(&multiplier.jobs, Unit::Plain)
        );
        text.push_str(&own);
    }
    for caveat in &library.caveats {
        let own = format!("{}\n", caveat.text);
        text.push_str(&own);
    }
    text
}
