//! Asks agencies' own tables by SQL, where they are at hand.

use std::path::PathBuf;

use agglo_data::table::{Column, Table};
use agglo_data::warehouse::{Query, Warehouse};

/// The answer to a query over files, or nothing where the agencies' files are not at hand. A table is
/// called like its file.
fn ask(files: &[&str], text: &'static str) -> Option<Vec<Vec<Option<f64>>>> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/us");
    if !folder.is_dir() {
        println!("skipped: no ../shared");
        return None;
    }
    let warehouse = Warehouse::new().unwrap();
    for file in files {
        let path = folder.join(file);
        let table = path.file_stem().unwrap().to_str().unwrap().to_owned();
        warehouse.register(&table, &path).unwrap();
    }
    Some(rows(&warehouse.ask(&Query { file: "a test", text }).unwrap()))
}

fn rows(table: &Table) -> Vec<Vec<Option<f64>>> {
    let cell = |column: &Column, row: usize| match column {
        Column::Integers(values) => values[row].map(|value| value as f64),
        Column::Numbers(values) => values[row],
        Column::Texts(values) => values[row].as_ref().and_then(|text| text.parse().ok()),
    };
    let row = |at| table.columns().iter().map(|(_, column)| cell(column, at)).collect();
    (0..table.rows()).map(row).collect()
}

/// All numbers of an answer, row by row, are the expected ones; an expected `NAN` is a gap.
pub(crate) fn gives(files: &[&str], text: &'static str, tolerance: f64, expected: &[f64]) {
    let Some(rows) = ask(files, text) else { return };
    let found: Vec<f64> = rows.into_iter().flatten().map(|cell| cell.unwrap_or(f64::NAN)).collect();
    let same = |(got, wanted): (&f64, &f64)| {
        got.is_nan() && wanted.is_nan() || (got - wanted).abs() <= tolerance
    };
    let all = found.len() == expected.len() && found.iter().zip(expected).all(same);
    assert!(all, "{text}\nfound    {found:?}\nexpected {expected:?}");
}
