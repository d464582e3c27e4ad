//! Tables with a column a period: each becomes a row of its own, and closing lines below the table are no rows.

use crate::fault::Faults;
use crate::sheet::{Record, Sheet};
use crate::source::period::period;

/// What the columns are called that take the place of the periods' own.
pub const PERIOD: &str = "period";
/// The column of the figures.
pub const VALUE: &str = "value";
/// Columns of a table are fewer than this.
const WIDTH: u64 = 1 << 20;
/// Closing lines that a note shows.
const SHOWN: usize = 60;

/// Rows of a table whose periods are columns.
pub struct Wide {
    inner: Box<dyn Sheet>,
    columns: Vec<String>,
    /// Columns that say what a row is of, by their place.
    keys: Vec<usize>,
    /// Columns of figures, by their place.
    periods: Vec<(usize, String)>,
    row: Record,
    /// The next period of `row`.
    next: usize,
    /// Faults of rows that may have been closing lines, had no row followed.
    closing: Vec<String>,
    closed: u64,
}

/// Names of columns that are periods.
pub fn periods(columns: &[String]) -> Vec<&String> {
    columns.iter().filter(|name| period(name).is_ok_and(|period| !period.is_odd)).collect()
}

impl Wide {
    /// The same table with a row a period.
    pub fn new(inner: Box<dyn Sheet>) -> Self {
        let is_period = |name: &String| periods(std::slice::from_ref(name)).len() == 1;
        let names = inner.columns();
        let keys: Vec<usize> = (0..names.len()).filter(|&at| !is_period(&names[at])).collect();
        let periods: Vec<(usize, String)> = (0..names.len())
            .filter(|&at| is_period(&names[at]))
            .map(|at| (at, names[at].clone()))
            .collect();
        let own = keys.iter().map(|&at| names[at].clone());
        let columns = own.chain([PERIOD, VALUE].map(str::to_owned)).collect();
        let next = periods.len();
        let (row, closing) = (Record::default(), Vec::new());
        Self { inner, columns, keys, periods, row, next, closing, closed: 0 }
    }

    /// Reads the next row of the table; `false` at its end.
    fn advance(&mut self) -> Result<bool, Faults> {
        loop {
            match self.inner.read(&mut self.row) {
                Ok(false) => return Ok(false),
                Ok(true) if !is_closing(&self.row) => break,
                Err(faults) if !is_closing(&self.row) => return Err(faults),
                Ok(true) | Err(_) => {
                    self.closed += 1;
                    if self.closing.is_empty() {
                        let text = self.row.get(0).unwrap_or_default();
                        self.closing.push(text.chars().take(SHOWN).collect());
                    }
                }
            }
        }
        self.next = 0;
        Ok(true)
    }
}

/// Whether a row is a line of text: one field, which begins with a letter.
fn is_closing(row: &Record) -> bool {
    let mut fields = row.iter();
    let is_text = fields.next().is_some_and(|first| first.starts_with(char::is_alphabetic));
    is_text && fields.all(|field| field.trim().is_empty())
}

/// A field without the quotes that stand behind a blank.
fn bare(field: &str) -> &str {
    let field = field.trim();
    let inside = field.strip_prefix('"').and_then(|field| field.strip_suffix('"'));
    inside.unwrap_or(field)
}

impl Sheet for Wide {
    fn columns(&self) -> &[String] {
        &self.columns
    }

    fn read(&mut self, record: &mut Record) -> Result<bool, Faults> {
        if self.next >= self.periods.len() && !self.advance()? {
            return Ok(false);
        }
        let (column, name) = &self.periods[self.next];
        record.start(self.row.at() * WIDTH + self.next as u64);
        self.next += 1;
        for &at in &self.keys {
            record.push(bare(self.row.get(at).unwrap_or_default()));
        }
        record.push(name);
        record.push(bare(self.row.get(*column).unwrap_or_default()));
        Ok(true)
    }

    fn place(&self, at: u64, _: Option<usize>) -> String {
        let place = self.inner.place(at / WIDTH, None);
        let name = usize::try_from(at % WIDTH).ok().and_then(|at| self.periods.get(at));
        name.map_or(place.clone(), |(_, name)| format!("{place}, {name}"))
    }

    fn notes(&self) -> Vec<String> {
        let mut notes = self.inner.notes();
        notes.extend(self.closing.first().map(|text| {
            format!("{} lines of text below the table passed over, from `{text}`", self.closed)
        }));
        notes
    }
}
