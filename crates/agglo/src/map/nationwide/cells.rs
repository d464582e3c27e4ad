//! Measures of one industry in one region from its four counts, each with the bounds that hidden ones leave.

use crate::base::estimate::{Answer, Caveat, Estimate, Figure, Provenance, Withheld};
use crate::base::terms::Terms;
use crate::map::nationwide::{Beside, Grid, Measured, Row};
use crate::map::place::answer;
use crate::map::specialization::lines::FEW_JOBS;
use crate::map::specialization::{
    Counts, Prior, difference_quotient, excess_employment, location_quotient, shrunken_quotient,
    symmetric_quotient_of,
};
use crate::map::variable::Variable;
use crate::panel::Cell;

/// Rows of the regions and industries asked for, each with the count that it must be read beside.
///
/// Where no industry is named, those that the complete table says are not there are left out. Quotients of
/// establishments of one region or of one industry also stand drawn towards the mean, with an interval.
pub(super) fn rows(
    grid: &Grid<'_>,
    measure: Measured,
    regions: &[usize],
    industry: Option<usize>,
) -> Vec<Row> {
    let all: Vec<usize> = (0..grid.industries.len()).collect();
    let columns = industry.as_ref().map_or(all.as_slice(), std::slice::from_ref);
    let pairs = regions.iter().flat_map(|&region| columns.iter().map(move |&at| (region, at)));
    let is_there = |cell: Cell| cell.range().is_none_or(|(_, high)| high > 0.0);
    let is_small = industry.is_some() || regions.len() == 1;
    let is_shrunk = is_small
        && measure == Measured::LocationQuotient
        && grid.variable == Variable::Establishments;
    let priors: Vec<Option<Prior>> =
        columns.iter().map(|&at| is_shrunk.then(|| prior(grid, at)).flatten()).collect();
    let prior = |at: usize| columns.iter().position(|&own| own == at).and_then(|own| priors[own]);
    pairs
        .map(|(region, at)| (region, at, grid.counts(region, at)))
        .filter(|(_, _, counts)| industry.is_some() || is_there(counts.x))
        .map(|(region, at, counts)| {
            let value = finished(value(measure, &counts), grid, counts.x).into();
            let count = answer(counts.x, Provenance::new("count/1", [grid.source.clone()]));
            let (name, unit) = (grid.counted(), grid.unit());
            let mut beside = vec![Beside::new(name, unit, count)];
            if is_shrunk {
                let figure = shrunken(&counts, prior(at).as_ref(), grid);
                beside.push(Beside::new("shrunken", "ratio", figure));
            }
            Row::of_region(grid.regions[region], value, beside).of_industry(grid.industries[at])
        })
        .collect()
}

/// How an industry's quotients of establishments spread over all regions, chance taken out.
fn prior(grid: &Grid<'_>, industry: usize) -> Option<Prior> {
    let pairs: Vec<(f64, f64)> = (0..grid.regions.len())
        .filter_map(|region| expected(&grid.counts(region, industry)))
        .collect();
    Prior::fit_with_likelihood(&pairs)
}

/// Establishments counted, and as many as the nation's share would give.
fn expected(counts: &Counts) -> Option<(f64, f64)> {
    let (x, region) = (counts.x.point().ok()?, counts.region.point().ok()?);
    let (industry, reference) = (counts.industry.point().ok()?, counts.reference.point().ok()?);
    (reference > 0.0).then(|| (x, region * industry / reference))
}

/// The quotient drawn towards that of all regions, with what so few establishments leave open.
fn shrunken(counts: &Counts, prior: Option<&Prior>, grid: &Grid<'_>) -> Answer {
    let (x, expected) = expected(counts)
        .ok_or_else(|| Withheld::missing("a count that it rests on is not published"))?;
    let prior = prior.ok_or_else(|| Withheld::missing("no spread over regions"))?;
    Ok(shrunken_quotient(x, expected, prior)?.from_sources([grid.source.clone()]))
}

fn value(measure: Measured, counts: &Counts) -> Answer {
    match measure {
        Measured::DifferenceQuotient => difference_quotient(counts),
        Measured::ExcessEmployment => excess_employment(counts),
        Measured::SymmetricQuotient => symmetric_quotient_of(&location_quotient(counts).into()),
        _ => location_quotient(counts),
    }
}

fn finished(answer: Answer, grid: &Grid<'_>, x: Cell) -> Answer {
    let estimate = answer?.from_sources([grid.source.clone()]);
    let estimate = match base_of_shares(grid.terms) {
        Some(caveat) => estimate.caveat(caveat),
        None => estimate,
    };
    let few = |most: f64| x.point().is_ok_and(|count| count > 0.0 && count < most);
    Ok(match grid.variable {
        Variable::Employment if grid.terms.counts_jobs() && few(FEW_JOBS) => {
            estimate.caveat(Caveat::new(
                "few-jobs",
                "It rests on fewer than 30 jobs: one employer more or less would change it.",
            ))
        }
        Variable::Establishments if few(FEW_ESTABLISHMENTS) => estimate.caveat(Caveat::new(
            "few-establishments",
            "It rests on fewer than five establishments: one more or less would change it.",
        )),
        _ => estimate,
    })
}

/// Below this many establishments one opening moves a quotient by a fifth or more.
const FEW_ESTABLISHMENTS: f64 = 5.0;

/// What the shares are of, where that is not plain.
fn base_of_shares(terms: &Terms) -> Option<Caveat> {
    if terms.counted.has_establishments {
        let text = "Shares are of all owners, government included.";
        return Some(Caveat::new("base-all-owners", text));
    }
    let base = &terms.counted.base;
    (!base.is_empty()).then(|| Caveat::new("base", base))
}

/// A figure of an estimate made elsewhere, with the dataset that it was read from.
pub(super) fn exact(value: Option<f64>, method: &str, grid: &Grid<'_>) -> Figure {
    let nothing = || Withheld::undefined("a share of nothing");
    let provenance = || Provenance::new(method, [grid.source.clone()]);
    value.ok_or_else(nothing).and_then(|value| Estimate::exact(value, provenance())).into()
}
