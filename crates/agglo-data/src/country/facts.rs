//! Facts about the regions of a country: one year or the mean of some, a figure or the share of a part.

use std::collections::BTreeMap;

use agglo::Error;
use agglo::base::id::RegionId;
use agglo::base::year::Year;
use agglo::panel::{Cell, Fact, Facts, Pooling, Status};

use crate::country::column::{Figures, Known, Shelf};
use crate::country::description::{Column, FactTable, Regions};
use crate::country::reading::Reading;
use crate::starter::SourceCard;

/// Cells of one column by region and year.
type Cells = BTreeMap<(String, u16), Known>;

/// The facts of a country, the sources of their figures and what was read; every fault of every table.
pub(super) fn facts(
    shelf: Shelf<'_>,
    tables: &[FactTable],
    places: &Regions,
    regions: &[RegionId],
) -> Result<(Facts, Vec<SourceCard>, Reading), Vec<Error>> {
    let (mut definitions, mut cells) = (Vec::new(), Vec::new());
    let (mut sources, mut faults) = (Vec::new(), Vec::new());
    let mut reading = Reading::default();
    for table in tables {
        match fact(shelf, table, places, regions) {
            Ok((fact, own, read)) => {
                reading.fact(table, &fact, &own);
                cells.extend(
                    own.into_iter().map(|(region, cell)| (fact.name.clone(), region, cell)),
                );
                definitions.push(fact);
                sources.extend(read);
            }
            Err(found) => faults.extend(found),
        }
    }
    for table in tables.iter().filter(|table| is_weight(&table.pooled_by)) {
        if tables.iter().all(|other| other.name != table.pooled_by) {
            let what =
                format!("there is no fact `{}` to weight `{}` by", table.pooled_by, table.name);
            faults.push(Error::new("E0204", what).at("pooled_by"));
        }
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    let facts = Facts::new(definitions, cells).map_err(|error| vec![error])?;
    Ok((facts, sources, reading))
}

fn is_weight(pooled_by: &str) -> bool {
    !matches!(pooled_by, "" | "sum")
}

type Read = (Fact, Vec<(RegionId, Cell)>, Vec<SourceCard>);

fn fact(
    shelf: Shelf<'_>,
    table: &FactTable,
    places: &Regions,
    regions: &[RegionId],
) -> Result<Read, Vec<Error>> {
    let mut faults = Vec::new();
    let mut take = |column: &Column| match shelf.figures(column, None) {
        Ok(Figures { source, rows }) => {
            let cells = rows.into_iter().map(|row| ((row.region, row.year), row.known));
            Some((source, cells.collect::<Cells>()))
        }
        Err(error) => {
            faults.push(at(error, table));
            None
        }
    };
    let part = take(&table.table);
    let rest = table.rest.as_ref().map(&mut take);
    let (Some((source, part)), true) = (part, faults.is_empty()) else { return Err(faults) };
    let mut sources = vec![source];
    let rest = rest.flatten().map(|(source, cells)| {
        sources.push(source);
        cells
    });
    let held = |region: &str| regions.binary_search_by(|id| id.as_str().cmp(region)).is_ok();
    let has_point = |known: &Known| matches!(known, Known::Cell(cell) if cell.point().is_ok());
    let dated = part.iter().filter(|((region, _), known)| held(region) && has_point(known));
    let last = table.year.or_else(|| dated.map(|((_, year), _)| *year).max());
    let Some(last) = last else {
        let what = format!("fact `{}` has no figure of a region of this country", table.name);
        return Err(vec![at(Error::new("E0205", what), table)]);
    };
    let mean = |region: &str| {
        let years = last + 1 - table.mean_of.unwrap_or(1).max(1)..=last;
        let cells: Vec<Cell> =
            years.map(|year| value(&part, rest.as_ref(), region, year)).collect();
        Cell::sum(cells.iter().copied()).scaled(1.0 / cells.len() as f64)
    };
    let mut cells: Vec<(RegionId, Cell)> =
        regions.iter().map(|id| (id.clone(), mean(id.as_str()))).collect();
    if let Some(whole) = &places.whole {
        cells.push((RegionId::NATION.into(), mean(whole)));
    }
    let fact = Fact {
        name: table.name.clone(),
        definition: table.title.clone(),
        unit: table.unit.clone(),
        role: table.role.clone(),
        year: Some(Year(last)),
        better: table.better.clone(),
        pooling: match table.pooled_by.as_str() {
            "" => Pooling::None,
            "sum" => Pooling::Sum,
            weight => Pooling::Weighted(weight.to_owned()),
        },
        source: sources[0].id.clone(),
    };
    Ok((fact, cells, sources))
}

/// The same error with the fact that met it.
fn at(error: Error, table: &FactTable) -> Error {
    let place = match error.place() {
        Some(place) => format!("fact `{}`, {place}", table.name),
        None => format!("fact `{}`", table.name),
    };
    error.at(place)
}

/// The figure of a year, or the share of the part in percent.
fn value(part: &Cells, rest: Option<&Cells>, region: &str, year: u16) -> Cell {
    let of = |cells: &Cells| match cells.get(&(region.to_owned(), year)) {
        Some(Known::Cell(cell)) => *cell,
        Some(Known::Hidden) | None => Cell::MISSING,
    };
    let part = of(part);
    let Some(rest) = rest.map(of) else { return part };
    share(part, rest).unwrap_or(Cell::MISSING)
}

/// `100 part / (part + rest)`: it rises with the part and falls with the rest.
fn share(part: Cell, rest: Cell) -> Option<Cell> {
    let percent = |part: f64, rest: f64| (part + rest > 0.0).then(|| 100.0 * part / (part + rest));
    let ((least, most), (low, high)) = (part.range()?, rest.range()?);
    let bounds = (percent(least, high)?, percent(most, low)?);
    let estimated = |cell: Cell| matches!(cell.status(), Status::Estimated { .. });
    match (part.point(), rest.point()) {
        (Ok(a), Ok(b)) => {
            let status = if estimated(part) || estimated(rest) {
                Status::Estimated { low: bounds.0, high: bounds.1 }
            } else {
                Status::Disclosed
            };
            Cell::new(percent(a, b)?, status)
        }
        _ => Cell::withheld(bounds.0, bounds.1),
    }
}
