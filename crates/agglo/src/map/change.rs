//! Change of one industry's published cells over the years of one table.
//!
//! Never a quotient, because the table publishes no complete totals, and never chained with another table.

use schemars::JsonSchema;
use serde::Serialize;

use crate::base::estimate::{Answer, Caveat, Estimate, Figure, Provenance, Withheld};
use crate::base::id::IndustryId;
use crate::base::year::Year;
use crate::map::place::{Place, answer};
use crate::panel::{Cell, Panel};

/// Published cells of the same industries over several years.
#[derive(Clone, Copy, Debug)]
pub struct Yearly<'a> {
    /// Jobs in the week of 12 March. An absent row is missing: fewer than three establishments.
    pub employment: &'a Panel,
    /// Establishments. An absent row is missing: fewer than three.
    pub establishments: &'a Panel,
    /// The last year before its publisher changed how it protects employers: cells up to it can be
    /// suppressed, later ones carry noise.
    pub method_changed_after: Year,
}

/// How one industry moved.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Change {
    /// Code.
    pub industry: IndustryId,
    /// Official title.
    pub title: String,
    /// Each year.
    pub years: Vec<YearCells>,
    /// Last year less first year of jobs.
    pub employment: Figure,
    /// Last year less first year of establishments.
    pub establishments: Figure,
}

/// The cells of one year.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct YearCells {
    /// The year.
    pub year: Year,
    /// Jobs in the week of 12 March.
    pub employment: Figure,
    /// Establishments.
    pub establishments: Figure,
}

/// Change of one industry in one place; `None` where the table does not carry the industry or no year of
/// it is published here.
///
/// # Returns
///
/// Differences in jobs and establishments from the first to the last year, with the caveats
/// `method-break` and `noise`.
///
/// # Withheld when
///
/// A year is suppressed, or absent: then fewer than three establishments stood there, and how many jobs
/// they held is unknown.
pub fn change(
    yearly: &Yearly<'_>,
    industry: &IndustryId,
    title: &str,
    place: Place<'_>,
) -> Option<Change> {
    let axes = yearly.establishments.axes();
    yearly.establishments.industry(industry.as_str())?;
    let cell = |panel: &Panel, year: usize| place.cell(panel, year, industry.as_str());
    let years: Vec<YearCells> = axes
        .years
        .iter()
        .enumerate()
        .map(|(at, &year)| YearCells {
            year,
            employment: level(yearly.employment, cell(yearly.employment, at)).into(),
            establishments: level(yearly.establishments, cell(yearly.establishments, at)).into(),
        })
        .collect();
    years.iter().find(|year| year.establishments.value().is_some())?;
    let last = axes.years.len() - 1;
    let moved = |panel: &Panel| difference(yearly, panel, cell(panel, 0), cell(panel, last));
    Some(Change {
        industry: industry.clone(),
        title: title.to_owned(),
        employment: moved(yearly.employment).into(),
        establishments: moved(yearly.establishments).into(),
        years,
    })
}

fn level(panel: &Panel, cell: Cell) -> Answer {
    answer(cell, Provenance::new("count/1", [panel.axes().source.clone()])).map_err(absent)
}

/// Says of a missing cell what its absence means in this table.
fn absent(why: Withheld) -> Withheld {
    match why.reason {
        crate::base::estimate::Reason::Missing => {
            Withheld::missing("not published: fewer than three establishments")
        }
        _ => why,
    }
}

fn difference(yearly: &Yearly<'_>, panel: &Panel, first: Cell, last: Cell) -> Answer {
    let axes = panel.axes();
    let before = first.point().map_err(absent)?;
    let after = last.point().map_err(absent)?;
    let provenance = Provenance::new("change/1", [axes.source.clone()]);
    let estimate = Estimate::exact(after - before, provenance)?;
    let crosses = axes.years.first().is_some_and(|year| *year <= yearly.method_changed_after);
    let changed = yearly.method_changed_after;
    let breaks = Caveat::new(
        "method-break",
        format!("Its publisher changed how it protects employers after {changed}."),
    );
    let noise =
        Caveat::new("noise", "Each published cell carries deliberate noise of some percent.");
    let estimate = if crosses { estimate.caveat(breaks) } else { estimate };
    Ok(estimate.caveat(noise))
}
