//! Rows of a measure as named columns, for spreadsheets and for other programs.

use std::collections::BTreeSet;

use agglo::Error;
use agglo::base::estimate::{Caveat, Figure, Reason};
use agglo::base::id::{RegionId, SourceId};
use agglo::base::region::{Polygons, Region};
use agglo::map::nationwide::{Reading, Row};
use agglo_data::geography::collection;
use agglo_data::table::{Column, Table, quick};

/// The bytes of a Parquet file.
pub(super) fn parquet(reading: &Reading) -> Result<Vec<u8>, Error> {
    quick(&Table::new(&reading.measure, columns(reading))?)
}

/// The rows as features with the shapes of their regions; `asked` is the region of the question, if it was of
/// one, which may be made of several.
pub(super) fn geojson(
    reading: &Reading,
    asked: Option<&Region>,
    shapes: &[Polygons],
) -> Result<String, Error> {
    let place = |row: &Row| -> Result<(RegionId, Vec<RegionId>), Error> {
        let region = row.region.clone().ok_or_else(|| no_place(&reading.measure))?;
        let of = asked.filter(|asked| asked.id == region);
        let members = of.map_or_else(|| vec![region.clone()], |asked| asked.members.clone());
        Ok((region, members))
    };
    let places = reading.rows.iter().map(place).collect::<Result<Vec<_>, _>>()?;
    collection(&Table::new(&reading.measure, columns(reading))?, &places, shapes)
}

fn no_place(measure: &str) -> Error {
    Error::new("E0103", format!("`{measure}` is of industries, which have no shape"))
        .hint("take --csv or --parquet FILE")
}

/// Comma separated text with all digits; an empty cell is no number.
pub(super) fn csv(reading: &Reading) -> Result<String, Error> {
    let columns = columns(reading);
    let header: Vec<String> = columns.iter().map(|(name, _)| name.clone()).collect();
    let cell = |column: &Column, row: usize| match column {
        Column::Integers(values) => values[row].map(|value| value.to_string()),
        Column::Numbers(values) => values[row].map(|value| value.to_string()),
        Column::Texts(values) => values[row].clone(),
    };
    let row = |row: usize| -> Vec<String> {
        columns.iter().map(|(_, column)| cell(column, row).unwrap_or_default()).collect()
    };
    let rows: Vec<Vec<String>> = (0..reading.rows.len()).map(row).collect();
    agglo_data::delimited::csv(&header, &rows)
}

/// Text of a row that names it.
type Who = fn(&Row) -> Option<String>;

/// Who, the value with its ends and status, what stands beside it, and where it is from.
fn columns(reading: &Reading) -> Vec<(String, Column)> {
    let rows = &reading.rows;
    let mut columns = Vec::new();
    let who: [(&str, Who); 4] = [
        ("region", |row| row.region.as_ref().map(ToString::to_string)),
        ("place", |row| row.place.clone()),
        ("industry", |row| row.industry.as_ref().map(ToString::to_string)),
        ("title", |row| row.title.clone()),
    ];
    for (name, read) in who {
        let values: Vec<Option<String>> = rows.iter().map(read).collect();
        if values.iter().any(Option::is_some) {
            columns.push((name.to_owned(), Column::Texts(values)));
        }
    }
    let value = |read: fn(&Figure) -> Option<f64>| {
        Column::Numbers(rows.iter().map(|row| read(&row.value)).collect())
    };
    columns.push(("value".to_owned(), value(Figure::value)));
    columns.push(("low".to_owned(), value(low)));
    columns.push(("high".to_owned(), value(high)));
    columns.push(("status".to_owned(), Column::texts(rows.iter().map(|row| status(&row.value)))));
    columns.extend(beside(rows));
    let caveats = rows.iter().map(|row| caveats(&row.value));
    columns.push(("caveats".to_owned(), Column::texts(caveats)));
    let known = rows.iter().find_map(|row| row.value.answer().ok());
    let method = known.map_or("", |estimate| estimate.provenance().method.as_str());
    let source = known.map_or(&reading.data, |estimate| source(estimate, &reading.data));
    columns.push(("unit".to_owned(), Column::texts(rows.iter().map(|_| reading.unit.as_str()))));
    columns.push(("method".to_owned(), Column::texts(rows.iter().map(|_| method))));
    columns.push(("source".to_owned(), Column::texts(rows.iter().map(|_| source.as_str()))));
    columns
}

fn source<'a>(estimate: &'a agglo::base::estimate::Estimate, data: &'a SourceId) -> &'a SourceId {
    estimate.provenance().sources.first().unwrap_or(data)
}

/// A column for each figure beside the values, with its ends where one of them is not a point.
fn beside(rows: &[Row]) -> Vec<(String, Column)> {
    let Some(model) = rows.iter().find(|row| !row.beside.is_empty()) else { return Vec::new() };
    let mut columns = Vec::new();
    for (at, beside) in model.beside.iter().enumerate() {
        let figures: Vec<Option<&Figure>> =
            rows.iter().map(|row| row.beside.get(at).map(|beside| &beside.figure)).collect();
        let read = |read: fn(&Figure) -> Option<f64>| {
            Column::Numbers(figures.iter().map(|figure| figure.and_then(read)).collect())
        };
        columns.push((beside.name.clone(), read(Figure::value)));
        let is_open = |figure: &&Figure| figure.range().is_some_and(|(low, high)| low < high);
        if figures.iter().flatten().any(is_open) {
            columns.push((format!("{}_low", beside.name), read(low)));
            columns.push((format!("{}_high", beside.name), read(high)));
        }
    }
    columns
}

fn low(figure: &Figure) -> Option<f64> {
    figure.range().map(|(low, _)| low)
}

fn high(figure: &Figure) -> Option<f64> {
    figure.range().map(|(_, high)| high)
}

/// `known`, or why there is no number.
fn status(figure: &Figure) -> &'static str {
    match figure {
        Figure::Known(_) => "known",
        Figure::Withheld(why) => match why.reason {
            Reason::Suppressed => "withheld",
            Reason::Missing => "missing",
            Reason::Undefined => "undefined",
            Reason::TooThin => "too_thin",
        },
    }
}

fn caveats(figure: &Figure) -> String {
    let list = figure.answer().map(agglo::base::estimate::Estimate::caveats).unwrap_or_default();
    let codes: BTreeSet<&str> = list.iter().map(|caveat: &Caveat| caveat.code.as_str()).collect();
    codes.into_iter().collect::<Vec<_>>().join(" ")
}
