//! Jobs and establishments of single cells over five years, for the regions asked for only.

use agglo::Error;
use agglo::base::id::{IndustryId, RegionId};
use agglo::base::year::Year;
use agglo::panel::{Axes, Cell, Changes, Panel, PanelBuilder};

use crate::starter::Starter;
use crate::starter::places::{self, beyond};
use crate::table::Table;

/// The dataset as it stands in the provenance of numbers.
const SOURCE: &str = "cbp-2017-2021";
const YEARS: [u16; 5] = [2017, 2018, 2019, 2020, 2021];

pub(super) fn changes(starter: &Starter, regions: &[RegionId]) -> Result<Changes, Error> {
    let mut regions = regions.to_vec();
    regions.sort();
    regions.dedup();
    let asked = positions(starter, &regions)?;
    let codes = starter.open("cbp_industries.parquet")?.all(&["industry"])?;
    let industries: Vec<IndustryId> =
        codes.texts("industry")?.into_iter().map(IndustryId::from).collect();
    let axes = Axes { years: YEARS.map(Year).to_vec(), regions, industries, source: SOURCE.into() };
    let size = axes.industries.len();
    let mut employment = Panel::filled(axes.clone(), Cell::MISSING)?;
    let mut establishments = Panel::filled(axes, Cell::MISSING)?;
    let file = starter.open("changes.parquet")?;
    for group in 0..file.groups() {
        // Groups hold consecutive regions: those without a region asked for stay unread.
        let held = file.span(group, "region").unwrap_or((0, i64::MAX));
        let inside = |&at: &usize| i64::try_from(at).is_ok_and(|at| held.0 <= at && at <= held.1);
        if !asked.iter().any(inside) {
            continue;
        }
        let table = file.group(group, &columns().iter().map(String::as_str).collect::<Vec<_>>())?;
        fill(&table, &asked, size, &mut employment, &mut establishments)?;
    }
    Ok(Changes { employment: employment.finish(), establishments: establishments.finish() })
}

fn positions(starter: &Starter, regions: &[RegionId]) -> Result<Vec<usize>, Error> {
    let axis = places::axis(starter)?;
    regions
        .iter()
        .map(|id| {
            axis.iter().position(|other| other == id).ok_or_else(|| {
                Error::new("E0101", format!("region `{id}` is not in the starter pack"))
            })
        })
        .collect()
}

fn columns() -> Vec<String> {
    let by_year = |name: &'static str| YEARS.map(|year| format!("{name}_{year}"));
    let mut columns = vec!["region".to_owned(), "industry".to_owned()];
    columns.extend(by_year("establishments"));
    columns.extend(by_year("employment"));
    columns
}

fn fill(
    table: &Table,
    asked: &[usize],
    size: usize,
    employment: &mut PanelBuilder,
    establishments: &mut PanelBuilder,
) -> Result<(), Error> {
    let (regions, industries) = (table.positions("region")?, table.positions("industry")?);
    for (index, year) in YEARS.iter().enumerate() {
        let counts = table.integers(&format!("establishments_{year}"))?;
        let jobs = table.integers(&format!("employment_{year}"))?;
        for row in 0..table.rows() {
            // `asked` is sorted like the axis: its order is the order of codes.
            let Ok(region) = asked.binary_search(&regions[row]) else { continue };
            let Some(count) = counts[row] else { continue };
            if industries[row] >= size {
                return Err(beyond("industries", industries[row]));
            }
            let at = [index, region, industries[row]];
            let whole = |value: i64| Cell::disclosed(value as f64).unwrap_or(Cell::MISSING);
            establishments.set(at, whole(count))?;
            employment.set(at, jobs[row].map_or_else(hidden, whole))?;
        }
    }
    Ok(())
}

/// Jobs that the publisher hides in a table whose totals are not published: no upper end is known, and
/// a cell without an upper end is missing here.
fn hidden() -> Cell {
    Cell::MISSING
}
