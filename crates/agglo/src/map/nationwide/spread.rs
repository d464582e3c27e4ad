//! Concentration of industries over all regions.

use crate::base::error::Error;
use crate::base::estimate::{Caveat, Figure};
use crate::map::concentration::{
    hoover_localization, localization_curve, locational_gini, theil_concentration,
};
use crate::map::nationwide::cells::exact;
use crate::map::nationwide::{Beside, Grid, Measured, Row};
use crate::map::variable::Variable;

/// Rows of the industry asked for, or of all, each with how many regions have it and its count there.
///
/// # Errors
///
/// `E0301` where a count is negative.
pub(super) fn rows(
    grid: &Grid<'_>,
    measure: Measured,
    industry: Option<usize>,
) -> Result<Vec<Row>, Error> {
    let (table, known) = grid.table()?;
    let method = format!("{}/1", measure.name());
    let figure = |value: Option<f64>| exact(value, &method, grid);
    let values: Vec<(Figure, Vec<Beside>)> = match measure {
        Measured::TheilConcentration => {
            let parts = theil_concentration(&table, &groups(grid, &known)).into_iter();
            let part = |name: &str, value: Option<f64>| Beside::new(name, "nats", figure(value));
            let [between, within] = if grid.terms.counted.has_establishments {
                ["between_states", "within_states"]
            } else {
                ["between_groups", "within_groups"]
            };
            let read = parts.map(|found| {
                let between = part(between, found.map(|found| found.between));
                let within = part(within, found.map(|found| found.within));
                (figure(found.map(|found| found.total)), vec![between, within])
            });
            read.collect()
        }
        Measured::HooverLocalization => {
            hoover_localization(&table).into_iter().map(|at| (figure(at), Vec::new())).collect()
        }
        _ => locational_gini(&table).into_iter().map(|at| (figure(at), Vec::new())).collect(),
    };
    let wanted = |at: &usize| industry.is_none_or(|industry| industry == *at);
    let rows = values.into_iter().enumerate().filter(|(at, _)| wanted(at));
    Ok(rows
        .map(|(at, (value, mut beside))| {
            let hosts = table.industry(at).iter().filter(|count| **count > 0.0).count();
            let count = |value: f64| exact(Some(value), "count/1", grid);
            beside.push(Beside::new("regions", "regions", count(hosts as f64)));
            let total = table.industry_totals()[at];
            beside.push(Beside::new(grid.counted(), grid.unit(), count(total)));
            // A count of establishments alone tells how many draws of chance it rests on.
            let is_few = grid.variable == Variable::Establishments && total < known.len() as f64;
            Row::everywhere(grid.industries[at], if is_few { few(value) } else { value }, beside)
        })
        .collect())
}

/// Corners of the curve that the locational Gini of an industry is read from; `None` where nothing is counted.
///
/// # Errors
///
/// As [`rows`].
pub(super) fn curve(grid: &Grid<'_>, industry: usize) -> Result<Option<Vec<[f64; 2]>>, Error> {
    let (table, _) = grid.table()?;
    Ok(localization_curve(&table, industry).map(|curve| curve.points().to_vec()))
}

/// An industry of few establishments is concentrated by counting alone.
fn few(value: Figure) -> Figure {
    let text = "Fewer establishments than regions: chance alone makes it look concentrated.";
    match value {
        Figure::Known(estimate) => {
            Figure::Known(estimate.caveat(Caveat::new("few-establishments", text)))
        }
        Figure::Withheld(why) => Figure::Withheld(why),
    }
}

/// The state of each region of a table, as a number.
fn groups(grid: &Grid<'_>, known: &[usize]) -> Vec<usize> {
    let mut states: Vec<&str> =
        known.iter().map(|&region| grid.regions[region].within_code.as_str()).collect();
    let of_region = states.clone();
    states.sort_unstable();
    states.dedup();
    of_region.iter().map(|state| states.partition_point(|other| other < state)).collect()
}
