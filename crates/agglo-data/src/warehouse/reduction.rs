//! What a dataset of the lake comes to: sums, the parts of location quotients, changes over a year.

use agglo::Error;
use agglo::base::estimate::Figure;
use agglo::map::specialization::{Counts, location_quotient};
use agglo::panel::Cell;

use crate::engine::Engine;
use crate::lake::{AsOf, Kind, Lake, Vintage};
use crate::table::{Column, Table};
use crate::warehouse::{Axis, Cut, Query, Warehouse};

/// What is asked of a dataset.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reduction {
    /// Sums with the least and the most that they can be, and how many cells of which status are in them.
    Sums,
    /// The four counts of every location quotient, each with the least and the most that it can be.
    Quotients,
    /// Sums beside those of a year before.
    Changes,
}

impl Reduction {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Sums, Self::Quotients, Self::Changes];

    /// The question.
    pub fn query(self) -> Query {
        match self {
            Self::Sums => Query::LAKE_SUMS,
            Self::Quotients => Query::LAKE_QUOTIENTS,
            Self::Changes => Query::LAKE_CHANGES,
        }
    }

    /// The keys without which it says nothing.
    fn needs(self) -> &'static [Axis] {
        match self {
            Self::Sums => &[],
            Self::Quotients => &[Axis::Region, Axis::Industry],
            Self::Changes => &[Axis::Period],
        }
    }

    /// The keys that it adds figures over although they stand in its answer.
    fn adds_over(self) -> &'static [Axis] {
        match self {
            Self::Quotients => &[Axis::Region, Axis::Industry],
            Self::Sums | Self::Changes => &[],
        }
    }
}

/// What a dataset came to.
#[derive(Clone, Debug)]
pub struct Reduced {
    /// The vintage that was read.
    pub vintage: Vintage,
    /// The measure.
    pub measure: String,
    /// What it is counted in.
    pub unit: Option<String>,
    /// The rows, sorted by region, industry and period. A bound that nothing is known of is a gap.
    pub table: Table,
}

/// Reduces a dataset of the lake on an engine. The same rows whichever engine works them out, on however many threads.
///
/// # Errors
///
/// `E0421` where there is no such dataset or vintage; `E0103` where the cut names what is not there, or figures would
/// be added of which one may hold another; `E0402` where a file is damaged; `E0411` and `E0511` of the engine.
pub fn reduce(
    lake: &Lake,
    (dataset, as_of): (&str, &AsOf),
    (reduction, cut): (Reduction, &Cut),
    (engine, threads): (&Engine, u16),
) -> Result<Reduced, Error> {
    let mut rows = lake.read(dataset, as_of)?;
    let card = &rows.vintage().manifest.card;
    let has = |axis: Axis| cut.has(axis) && card.keys().any(|key| key == axis.name());
    if let Some(axis) = reduction.needs().iter().find(|axis| !has(**axis)) {
        let what = format!("without `{}` there is nothing to compare", axis.name());
        return Err(Error::new("E0103", what).hint("--by region,industry,period"));
    }
    let kind = |key: &str| {
        let columns = &rows.vintage().manifest.columns;
        columns.iter().find(|column| column.name == key).map(|column| column.kind)
    };
    // Files without any row that is meant are not looked at. Industries stay: their total is read beside them.
    let narrow: Vec<&(String, Vec<String>)> = cut
        .only
        .iter()
        .filter(|(key, _)| key != Axis::Industry.name())
        .filter(|(key, _)| kind(key).is_some_and(|kind| kind != Kind::Numbers))
        .collect();
    for (key, values) in narrow {
        let values: Vec<&str> = values.iter().map(String::as_str).collect();
        rows = rows.only(key, &values)?;
    }
    let warehouse = Warehouse::on(engine, threads)?;
    let columns = warehouse.cells(&rows, cut, reduction.adds_over())?;
    let vintage = rows.vintage().clone();
    let unit =
        vintage.manifest.card.column(&columns.measure).and_then(|column| column.unit.clone());
    let mut table = warehouse.ask(&reduction.query())?;
    if reduction == Reduction::Quotients {
        table = quotients(&table)?;
    }
    Ok(Reduced { vintage, measure: columns.measure, unit, table })
}

/// The counts with the quotient that they leave, or its bounds.
fn quotients(counts: &Table) -> Result<Table, Error> {
    let cell = |what: &str, row: usize| -> Result<Cell, Error> {
        let end = |end: &str| {
            let column = if what.is_empty() { end.to_owned() } else { format!("{what}_{end}") };
            Ok(bounds(counts, &column)?.get(row).copied().flatten())
        };
        let cell = end("low")?.zip(end("high")?).and_then(|(low, high)| {
            if low < high { Cell::withheld(low, high) } else { Cell::disclosed(low) }
        });
        Ok(cell.unwrap_or(Cell::MISSING))
    };
    let mut found: [Vec<Option<f64>>; 3] = Default::default();
    for row in 0..counts.rows() {
        let figure = Figure::from(location_quotient(&Counts {
            x: cell("", row)?,
            region: cell("region", row)?,
            industry: cell("industry", row)?,
            reference: cell("reference", row)?,
        }));
        let range = figure.range();
        let ends = [figure.value(), range.map(|range| range.0), range.map(|range| range.1)];
        found.iter_mut().zip(ends).for_each(|(column, end)| column.push(end));
    }
    let names = ["location_quotient", "location_quotient_low", "location_quotient_high"];
    let mut columns = counts.columns().to_vec();
    columns
        .extend(names.into_iter().map(str::to_owned).zip(found.into_iter().map(Column::Numbers)));
    Table::new(counts.name(), columns)
}

/// A column of bounds; an answer without rows has no type.
fn bounds<'a>(counts: &'a Table, column: &str) -> Result<&'a [Option<f64>], Error> {
    if counts.rows() == 0 { Ok(&[]) } else { counts.numbers(column) }
}
