//! Workbooks (xlsx, xls, ods): each visible sheet with a table is a table.
//!
//! Hidden sheets and sheets of notes are passed over and said so; a person may name any sheet.

mod extent;
mod grid;
mod load;
mod table;

use crate::fault::{Fault, Faults};
use crate::intake::{Book, Brought, Format, Named, Opened};
use grid::Grid;
use load::Found;

/// Names of sheets that explain tables.
const NOTES: [&str; 12] = [
    "about",
    "contents",
    "cover",
    "index",
    "info",
    "information",
    "legend",
    "meta",
    "metadata",
    "notes",
    "read me",
    "readme",
];

/// Opens a workbook.
pub(crate) fn open(brought: &Brought, book: Book) -> Result<Opened, Faults> {
    let found = load::sheets(brought, book)?;
    let wish = brought.wishes.sheet.as_deref();
    if let Some(wish) = wish.filter(|wish| !found.iter().any(|sheet| sheet.name == *wish)) {
        let names: Vec<&str> = found.iter().map(|sheet| sheet.name.as_str()).collect();
        let what = format!("the workbook has no sheet of this name; it has {}", names.join(", "));
        return Err(Fault::new(what).value(wish).into());
    }
    let mut notes = brought.notes.clone();
    let (mut tables, mut faults) = (Vec::new(), Faults::default());
    for Found { name, is_hidden, grid } in found {
        let Some(grid) = grid else {
            if wish.is_none() {
                let kind = if is_hidden { "hidden sheet" } else { "sheet" };
                notes.push(format!("{kind} `{name}` passed over"));
            }
            continue;
        };
        let read = table::find(&grid, &brought.wishes, &brought.limits);
        match read {
            Ok(Some(layout)) if wish.is_some() || !explains(&grid, &layout) => {
                tables.push((name, grid, layout));
            }
            Ok(_) => notes.push(format!("sheet `{name}` passed over: it holds no table")),
            Err(found) => faults.extend(found.iter().cloned()),
        }
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    if tables.is_empty() {
        return Err(Fault::new("no sheet of the workbook holds a table")
            .cure("--sheet NAME and --header-row N say where it stands")
            .into());
    }
    let named = |(name, grid, layout): (String, Grid, table::Layout)| {
        let sheet = Box::new(table::Rows::new(grid, layout, notes.clone()));
        Named { name, format: Format::Workbook, extent: None, sheet }
    };
    Ok(Opened::Tables(tables.into_iter().map(named).collect()))
}

/// Whether a sheet only explains others: it is called so, or it has text alone under one name.
fn explains(grid: &Grid, layout: &table::Layout) -> bool {
    let name = grid.name.trim().to_lowercase();
    layout.columns.len() < 2 || NOTES.contains(&name.as_str()) && !layout.has_numbers
}
