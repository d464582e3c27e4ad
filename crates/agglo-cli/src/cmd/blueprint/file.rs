//! A blueprint's file: TOML, or a workbook by the file's ending.

use std::path::Path;

use agglo::Error;
use agglo::base::blueprint::Blueprint;
use agglo_data::definitions::blueprint;

use crate::printer::Printer;

/// Writes a blueprint and says so; what is said at the head of a TOML file has no place in a workbook.
pub(super) fn write(
    path: &Path,
    blueprint: &Blueprint,
    head: &str,
    printer: &Printer,
) -> Result<(), Error> {
    let bytes = if blueprint::is_workbook(path) {
        workbook(path, blueprint)?
    } else {
        format!("{head}{}", blueprint::text(blueprint)).into_bytes()
    };
    agglo_data::atomic::write(path, bytes)?;
    printer.message(&format!("Wrote {}", path.display()));
    Ok(())
}

#[cfg(feature = "xlsx")]
fn workbook(path: &Path, blueprint: &Blueprint) -> Result<Vec<u8>, Error> {
    use agglo_data::definitions::blueprint::Takes;
    use agglo_report::workbook::{self, Column, Sheet};

    if path.extension().is_some_and(|ending| !ending.eq_ignore_ascii_case("xlsx")) {
        let what = format!("`{}`: workbooks are written as xlsx", path.display());
        return Err(Error::new("E0103", what).hint("take a file that ends in .xlsx or .toml"));
    }
    let column = |(name, takes): &(String, Takes)| {
        let (takes, about) = match takes {
            Takes::Text if name == "of" => {
                (workbook::Takes::Text, "to which row of the page above")
            }
            Takes::Text => (workbook::Takes::Text, ""),
            Takes::Number => (workbook::Takes::Number { is_whole: false }, "a number"),
            Takes::Truth => {
                (workbook::Takes::Words(vec!["yes".to_owned(), "no".to_owned()]), "yes or no")
            }
            Takes::Texts => (workbook::Takes::Text, "texts, parted by semicolons"),
            Takes::Numbers => (workbook::Takes::Text, "numbers, parted by semicolons"),
        };
        Column { name: name.clone(), about: about.to_owned(), takes, is_required: name == "id" }
    };
    let sheets = blueprint::pages(blueprint)?.into_iter().map(|page| Sheet {
        name: page.name.to_owned(),
        columns: page.columns.iter().map(column).collect(),
        rows: page.rows,
    });
    let sheets: Vec<Sheet> = sheets.collect();
    workbook::render(&sheets).map_err(|what| Error::new("E0902", what))
}

#[cfg(not(feature = "xlsx"))]
fn workbook(_: &Path, _: &Blueprint) -> Result<Vec<u8>, Error> {
    Err(Error::new("E0103", "this build writes no workbooks")
        .hint("take a file that ends in .toml, or build with --features xlsx"))
}
