//! Where the table of a sheet stands: titles above it, a header of one or more rows, notes below it.

use std::collections::{BTreeMap, BTreeSet};

use crate::fault::{Fault, Faults};
use crate::intake::{Limits, Wishes};
use crate::sheet::delimited::{named, twice};
use crate::sheet::workbook::grid::{Grid, Kind, Merge, letters, quoted};
use crate::sheet::{Record, Sheet};

/// Of the columns of a table, so many in ten are named in its header.
const NAMED_IN_TEN: usize = 7;

/// Rows among which a header is looked for.
const ABOVE: usize = 1_000;

/// Where a table stands on its sheet.
pub(super) struct Layout {
    pub(super) columns: Vec<String>,
    /// Columns of the sheet, from 0, in the order of `columns`.
    at: Vec<u32>,
    /// Rows of the sheet, from 0, that are data.
    rows: Vec<u32>,
    pub(super) has_numbers: bool,
    notes: Vec<String>,
}

/// The table of a sheet, if it holds one.
pub(super) fn find(
    grid: &Grid,
    wishes: &Wishes,
    limits: &Limits,
) -> Result<Option<Layout>, Faults> {
    let Some(first) = header(grid, wishes)? else { return Ok(None) };
    let last = header_end(grid, first);
    let mut notes = Vec::new();
    let rows = body(grid, last, &mut notes);
    let used: BTreeSet<u32> = rows
        .iter()
        .chain(&(first..=last).collect::<Vec<_>>())
        .filter_map(|row| grid.rows.get(row))
        .flat_map(|cells| cells.keys().copied())
        .collect();
    let at: Vec<u32> = used.into_iter().collect();
    let place = format!("{}!{}", quoted(&grid.name), first + 1);
    if at.len() > limits.columns {
        let what = format!("{} columns; the limit is {}", at.len(), limits.columns);
        return Err(Fault::new(what).at(place).into());
    }
    let names = at.iter().map(|&column| name(grid, first, last, column));
    let columns: Vec<String> =
        names.enumerate().map(|(at, name)| named(&name, at, &mut notes)).collect();
    let mut faults = Faults::default();
    faults.extend(twice(&columns).into_iter().map(|fault| fault.at(place.clone())));
    if !faults.is_empty() {
        return Err(faults);
    }
    let is_number = |row: &u32| grid.rows[row].values().any(|cell| cell.kind == Kind::Number);
    let has_numbers = rows.iter().any(is_number);
    Ok(Some(Layout { columns, at, rows, has_numbers, notes }))
}

/// The first row of the header: the first that names most columns.
fn header(grid: &Grid, wishes: &Wishes) -> Result<Option<u32>, Fault> {
    if let Some(row) = wishes.header_row {
        let row = row.saturating_sub(1);
        if grid.rows.contains_key(&row) {
            return Ok(Some(row));
        }
        let what = format!("row {} of sheet `{}` is empty", row + 1, grid.name);
        return Err(Fault::new(what).cure("--header-row names the row with the columns' names"));
    }
    let width = grid.rows.values().map(BTreeMap::len).max().unwrap_or(0);
    let names = |row: u32, cells: usize| {
        let wide = |merge: &&Merge| merge.top == row;
        let more: usize = grid
            .merges
            .iter()
            .filter(wide)
            .map(|merge| (merge.right.saturating_sub(merge.left)) as usize)
            .sum();
        let above = grid.merges.iter().filter(|merge| merge.top < row && merge.bottom >= row);
        cells + more + above.count()
    };
    let found = grid.rows.iter().take(ABOVE).find(|(row, cells)| {
        cells.len() >= 2 && names(**row, cells.len()) * 10 >= width * NAMED_IN_TEN
    });
    let Some((&row, cells)) = found else { return Ok(None) };
    if cells.values().all(|cell| cell.kind == Kind::Number) {
        let place = format!("{}!{}", quoted(&grid.name), row + 1);
        return Err(Fault::new("the first row is data, not names of columns")
            .at(place)
            .cure("write the names of the columns above it"));
    }
    Ok(Some(row))
}

/// The last row of a header that begins at `first`: names that are merged over several columns have names below
/// them, and names that are merged over several rows reach down to the last one.
fn header_end(grid: &Grid, first: u32) -> u32 {
    let mut last = first;
    loop {
        let own = || grid.merges.iter().filter(|merge| (first..=last).contains(&merge.top));
        if let Some(bottom) = own().map(|merge| merge.bottom).max().filter(|&bottom| bottom > last)
        {
            // A merge may claim any number of rows; a header is near its first one.
            last = bottom.min(first + 16);
            if last < bottom {
                return last;
            }
            continue;
        }
        let wide = own().filter(|merge| merge.top == last && merge.right > merge.left);
        let are_named = wide.clone().count() > 0
            && wide.clone().all(|merge| {
                (merge.left..=merge.right).all(|column| {
                    grid.cell(last + 1, column).is_some_and(|cell| is_name(cell.kind, &cell.text))
                })
            });
        if !are_named || last >= first + 16 {
            return last;
        }
        last += 1;
    }
}

/// Whether a cell may be a name: a text, or a year.
fn is_name(kind: Kind, text: &str) -> bool {
    kind == Kind::Text || text.parse::<u32>().is_ok_and(|year| (1800..=2200).contains(&year))
}

/// What the header says above a column, from above, each thing once.
fn name(grid: &Grid, first: u32, last: u32, column: u32) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for row in first..=last {
        let text = grid.shown(row, column).map_or("", |cell| cell.text.trim());
        if !text.is_empty() && parts.last() != Some(&text) {
            parts.push(text);
        }
    }
    parts.join(" ")
}

/// The rows of data: all below the header, but not the notes that follow an empty row at the end.
fn body(grid: &Grid, last: u32, notes: &mut Vec<String>) -> Vec<u32> {
    let below: Vec<u32> = grid.rows.range(last + 1..).map(|(row, _)| *row).collect();
    let is_note = |row: &u32| grid.rows[row].len() == 1;
    let from = below.iter().rposition(|row| !is_note(row)).map_or(0, |at| at + 1);
    let before = |at: usize| at.checked_sub(1).map_or(last, |at| below[at]);
    let Some(cut) = (from..below.len()).find(|&at| below[at] > before(at) + 1) else {
        return below;
    };
    let first = below[cut];
    if let Some((column, cell)) = grid.rows[&first].first_key_value() {
        let shown: String = cell.text.chars().take(200).collect();
        let place = format!("{}{}", letters(*column), first + 1);
        let count = below.len() - cut;
        notes.push(format!("{count} rows below the table passed over, from {place}: `{shown}`"));
    }
    below[..cut].to_vec()
}

/// The rows of a table of a sheet.
pub(super) struct Rows {
    grid: Grid,
    layout: Layout,
    next: usize,
    notes: Vec<String>,
}

impl Rows {
    pub(super) fn new(grid: Grid, layout: Layout, notes: Vec<String>) -> Self {
        Self { grid, layout, next: 0, notes }
    }
}

impl Sheet for Rows {
    fn columns(&self) -> &[String] {
        &self.layout.columns
    }

    fn read(&mut self, record: &mut Record) -> Result<bool, Faults> {
        let Some(&row) = self.layout.rows.get(self.next) else { return Ok(false) };
        self.next += 1;
        let at = u64::from(row) + 1;
        record.start(at);
        let mut faults = Faults::default();
        for (index, &column) in self.layout.at.iter().enumerate() {
            let cell = self.grid.label(row, column);
            if cell.is_some_and(|cell| cell.kind == Kind::Unknown) {
                let fault = Fault::new("a formula whose result is not stored");
                let advice = "open the workbook in a spreadsheet program and save it";
                faults.push(fault.at(self.place(at, Some(index))).cure(advice));
            }
            record.push(cell.map_or("", |cell| cell.text.as_str()));
        }
        if faults.is_empty() { Ok(true) } else { Err(faults) }
    }

    fn place(&self, at: u64, column: Option<usize>) -> String {
        let name = quoted(&self.grid.name);
        match column.and_then(|column| self.layout.at.get(column)) {
            Some(&column) => format!("{name}!{}{at}", letters(column)),
            None => format!("{name}, row {at}"),
        }
    }

    fn notes(&self) -> Vec<String> {
        let mut notes = self.notes.clone();
        notes.extend(self.layout.notes.iter().cloned());
        if self.layout.rows.is_empty() {
            notes.push(format!("0 rows: sheet `{}` holds a header and no more", self.grid.name));
        }
        notes
    }
}
