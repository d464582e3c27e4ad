//! The cells of a workbook's sheets, as its library gives them.

use std::fmt::Display;
use std::fs::File;
use std::io::{BufReader, Cursor, Read, Seek};
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{
    Data, Dimensions, ExcelDateTime, Ods, Reader, Sheet, SheetType, SheetVisible, Xls, Xlsx,
};

use crate::fault::Fault;
use crate::intake::{Book, Brought, fault_of};
use crate::sheet::workbook::extent;
use crate::sheet::workbook::grid::{Cell, Grid, Kind, Merge};

/// Most cells of a sheet.
const CELLS: usize = 20_000_000;

/// A sheet; its cells where it is wanted.
pub(super) struct Found {
    pub(super) name: String,
    pub(super) is_hidden: bool,
    pub(super) grid: Option<Grid>,
}

/// Bytes in which the library may look around.
trait Bytes: Read + Seek {}
impl<T: Read + Seek> Bytes for T {}

/// All sheets of a workbook.
pub(super) fn sheets(brought: &Brought, book: Book) -> Result<Vec<Found>, Fault> {
    let bytes: Box<dyn Bytes> = match brought.plain().filter(|_| book != Book::Xls) {
        Some(path) => Box::new(BufReader::new(File::open(path).map_err(fault_of)?)),
        None => Box::new(Cursor::new({
            let bytes = brought.bytes(brought.limits.unpacked_bytes)?;
            if book == Book::Xls {
                extent::check(&bytes)?;
            }
            bytes
        })),
    };
    let wish = brought.wishes.sheet.as_deref();
    guarded(|| match book {
        Book::Xlsx => {
            let mut book = Xlsx::new(bytes).map_err(damaged)?;
            let sheets = book.sheets_metadata().to_vec();
            sheets.iter().map(|sheet| found(sheet, wish, |name| xlsx(&mut book, name))).collect()
        }
        Book::Xls => {
            let mut book = Xls::new(bytes).map_err(damaged)?;
            let sheets = book.sheets_metadata().to_vec();
            let mut load = |name: &str| {
                let merges = book.merge_cells_by_sheet_name(name).map_err(damaged)?;
                ranged(name, &book.worksheet_range(name).map_err(damaged)?, &merges)
            };
            sheets.iter().map(|sheet| found(sheet, wish, &mut load)).collect()
        }
        Book::Ods => {
            let mut book = Ods::new(bytes).map_err(damaged)?;
            let sheets = book.sheets_metadata().to_vec();
            let mut load =
                |name: &str| ranged(name, &book.worksheet_range(name).map_err(damaged)?, &[]);
            sheets.iter().map(|sheet| found(sheet, wish, &mut load)).collect()
        }
    })
}

/// What the library gives; where it gives up on damaged bytes in a panic, that is a damaged file too.
fn guarded<T>(work: impl FnOnce() -> Result<T, Fault>) -> Result<T, Fault> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| Err(damaged("its parts do not fit")))
}

fn damaged(error: impl Display) -> Fault {
    Fault::new(format!("the workbook cannot be read: {error}"))
        .cure("open it in a spreadsheet program and save it as xlsx, without a password")
}

/// A sheet with its cells, if it is the one that is wished for, or visible where none is.
fn found(
    sheet: &Sheet,
    wish: Option<&str>,
    load: impl FnOnce(&str) -> Result<Grid, Fault>,
) -> Result<Found, Fault> {
    let is_hidden = sheet.visible != SheetVisible::Visible;
    let is_wanted = wish.map_or(!is_hidden, |wish| wish == sheet.name);
    let is_wanted = is_wanted && sheet.typ == SheetType::WorkSheet;
    let grid = if is_wanted { Some(load(&sheet.name)?) } else { None };
    Ok(Found { name: sheet.name.clone(), is_hidden, grid })
}

fn merges(dimensions: &[Dimensions]) -> Vec<Merge> {
    let merge = |own: &Dimensions| {
        let ((top, left), (bottom, right)) = (own.start, own.end);
        Merge { top, left, bottom, right }
    };
    dimensions.iter().map(merge).collect()
}

fn add(
    grid: &mut Grid,
    count: &mut usize,
    (row, column): (u32, u32),
    cell: Option<Cell>,
) -> Result<(), Fault> {
    let Some(cell) = cell else { return Ok(()) };
    *count += 1;
    if *count > CELLS {
        let what = format!("sheet `{}` has more than {CELLS} cells", grid.name);
        return Err(Fault::new(what).cure("save it as delimited text, which has no such limit"));
    }
    grid.rows.entry(row).or_default().insert(column, cell);
    Ok(())
}

fn xlsx(book: &mut Xlsx<Box<dyn Bytes>>, name: &str) -> Result<Grid, Fault> {
    let merged = book.merge_cells_by_sheet_name(name).map_err(damaged)?;
    let mut grid = Grid::new(name, merges(&merged));
    let mut cells = book.worksheet_cells_reader(name).map_err(damaged)?;
    let mut count = 0;
    while let Some(one) = cells.next_cell_with_formula_metadata().map_err(damaged)? {
        let cell = match (cell(&Data::from(one.value)), one.formula) {
            (None, Some(_)) => Some(Cell { text: String::new(), kind: Kind::Unknown }),
            (cell, _) => cell,
        };
        add(&mut grid, &mut count, one.pos, cell)?;
    }
    Ok(grid)
}

fn ranged(name: &str, range: &calamine::Range<Data>, merged: &[Dimensions]) -> Result<Grid, Fault> {
    let mut grid = Grid::new(name, merges(merged));
    let (top, left) = range.start().unwrap_or_default();
    let mut count = 0;
    for (row, column, value) in range.used_cells() {
        let place =
            |from: u32, at: usize| from.saturating_add(u32::try_from(at).unwrap_or(u32::MAX));
        add(&mut grid, &mut count, (place(top, row), place(left, column)), cell(value))?;
    }
    Ok(grid)
}

/// A value as text: a number as short as it can be, a date by its year, month and day.
fn cell(value: &Data) -> Option<Cell> {
    let (text, kind) = match value {
        Data::Empty => return None,
        Data::Int(number) => (number.to_string(), Kind::Number),
        Data::Float(number) => (number.to_string(), Kind::Number),
        Data::Bool(is) => (is.to_string(), Kind::Text),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => {
            (text.clone(), Kind::Text)
        }
        Data::DateTime(time) => (date(time), Kind::Text),
        Data::Error(error) => (error.to_string(), Kind::Text),
    };
    (!text.trim().is_empty()).then_some(Cell { text, kind })
}

fn date(time: &ExcelDateTime) -> String {
    if time.is_duration() {
        return time.as_f64().to_string();
    }
    let (year, month, day, hour, minute, second, _) = time.to_ymd_hms_milli();
    let date = format!("{year:04}-{month:02}-{day:02}");
    match (hour, minute, second) {
        (0, 0, 0) => date,
        _ => format!("{date}T{hour:02}:{minute:02}:{second:02}"),
    }
}
