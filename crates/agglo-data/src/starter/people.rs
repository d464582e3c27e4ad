//! Population, income and unemployment by year.

use agglo::Error;
use agglo::base::id::IndustryId;
use agglo::panel::{Axes, Cell, Panel, Status};

use crate::starter::Starter;
use crate::starter::places::{self, beyond};
use crate::table::Table;

/// The datasets as they stand in the provenance of numbers.
const SOURCE: &str = "people-2000-2018";
/// The measures, sorted: the industry axis of the panel.
const MEASURES: [&str; 5] =
    ["income_per_head_usd", "labour_force", "personal_income_kusd", "population", "unemployed"];
/// Amounts of the combination that a county's figures are a part of.
const COMBINATION: [&str; 2] = ["combination_population", "combination_income_kusd"];

pub(super) fn people(starter: &Starter) -> Result<Panel, Error> {
    let regions = places::axis(starter)?;
    let file = starter.open("people.parquet")?;
    let table = file.all(&[&["region", "year"][..], &MEASURES, &COMBINATION].concat())?;
    let (rows, years) = (table.positions("region")?, table.whole("year")?);
    let axes = Axes {
        years: Starter::years(&years),
        regions,
        industries: MEASURES.map(IndustryId::from).to_vec(),
        source: SOURCE.into(),
    };
    let (count, first) = (axes.regions.len(), axes.years.first().map_or(0, |year| year.0));
    let mut panel = Panel::filled(axes, Cell::MISSING)?;
    for row in 0..table.rows() {
        if rows[row] >= count {
            return Err(beyond("regions", rows[row]));
        }
        let year = usize::try_from(years[row] - i64::from(first)).unwrap_or(0);
        for (measure, name) in MEASURES.iter().enumerate() {
            panel.set([year, rows[row], measure], cell(&table, row, name)?)?;
        }
    }
    Ok(panel.finish())
}

/// A published figure, or a county's share of its combination between nothing and the whole.
fn cell(table: &Table, row: usize, measure: &str) -> Result<Cell, Error> {
    let figure = |name: &str| -> Result<Option<f64>, Error> {
        Ok(table.integers(name)?[row].map(|value| value as f64))
    };
    let Some(value) = figure(measure)? else { return Ok(Cell::MISSING) };
    let whole = match measure {
        "population" => figure(COMBINATION[0])?,
        "personal_income_kusd" => figure(COMBINATION[1])?,
        // All income of the combination in the hands of this county's residents.
        "income_per_head_usd" => {
            let (all, own) = (figure(COMBINATION[1])?, figure("population")?);
            all.zip(own).map(|(all, own)| 1000.0 * all / own.max(1.0))
        }
        _ => None,
    };
    let cell = match whole {
        Some(high) => Cell::new(value, Status::Estimated { low: 0.0, high: high.max(value) }),
        None => Cell::disclosed(value),
    };
    Ok(cell.unwrap_or(Cell::MISSING))
}
