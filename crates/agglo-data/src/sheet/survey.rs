//! Tables of a survey with up to four columns an item: estimate, margin of error, and a note on each.
//!
//! `B19013_001E`, `…M`, `…EA`, `…MA` as the American Community Survey names them, in the tables that its site gives and
//! in the answers of its interface; `DP05_0001PE` is the percentage of an item and an item of its own.

use crate::fault::Faults;
use crate::sheet::{Record, Sheet};

/// The column of the items.
pub const ITEM: &str = "item";
/// The column of the estimates.
pub const ESTIMATE: &str = "estimate";
/// The column of the margins of error.
pub const MARGIN: &str = "margin";
/// The column of what the publisher says of an estimate.
pub const NOTE: &str = "note";
/// Columns that stand for those of the items.
pub const MADE: [&str; 4] = [ITEM, ESTIMATE, MARGIN, NOTE];

/// Items of a table are fewer than this.
const WIDTH: u64 = 1 << 20;
/// Digits of an item within its table.
const DIGITS: std::ops::RangeInclusive<usize> = 3..=4;

/// What a column of an item holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Estimate,
    Margin,
    Note,
    /// A note on the margin: its text stands in the margin's own place too.
    NoteOnMargin,
}

/// The item and the part that a column's name says; `None` where it is no such column.
fn part(name: &str) -> Option<(&str, Part)> {
    let parts = [
        ("EA", Part::Note),
        ("MA", Part::NoteOnMargin),
        ("E", Part::Estimate),
        ("M", Part::Margin),
    ];
    let (item, part) =
        parts.iter().find_map(|(end, part)| Some((name.strip_suffix(end)?, *part)))?;
    let (table, number) = item.rsplit_once('_')?;
    let number = number.strip_suffix('P').unwrap_or(number);
    let is_number = DIGITS.contains(&number.len()) && number.bytes().all(|at| at.is_ascii_digit());
    let is_table = table.starts_with(|first: char| first.is_ascii_uppercase())
        && table.contains(|letter: char| letter.is_ascii_digit());
    (is_number && is_table).then_some((item, part))
}

/// Whether a table has columns of items.
pub fn is_survey(columns: &[String]) -> bool {
    columns.iter().any(|name| part(name).is_some())
}

/// Places of the columns of one item.
#[derive(Default)]
struct Item {
    name: String,
    estimate: Option<usize>,
    margin: Option<usize>,
    note: Option<usize>,
}

/// Rows of such a table, one an item.
pub struct Survey {
    inner: Box<dyn Sheet>,
    columns: Vec<String>,
    /// Columns that say what a row is of, by their place.
    keys: Vec<usize>,
    items: Vec<Item>,
    row: Record,
    /// The next item of `row`.
    next: usize,
}

impl Survey {
    /// The same table with a row an item.
    pub fn new(inner: Box<dyn Sheet>) -> Self {
        let (mut keys, mut items) = (Vec::new(), Vec::<Item>::new());
        for (at, name) in inner.columns().iter().enumerate() {
            let Some((name, part)) = part(name) else {
                keys.push(at);
                continue;
            };
            let own = items.iter().position(|item| item.name == name).unwrap_or_else(|| {
                items.push(Item { name: name.to_owned(), ..Item::default() });
                items.len() - 1
            });
            match part {
                Part::Estimate => items[own].estimate = Some(at),
                Part::Margin => items[own].margin = Some(at),
                Part::Note => items[own].note = Some(at),
                Part::NoteOnMargin => {}
            }
        }
        let own = keys.iter().map(|&at| inner.columns()[at].clone());
        let columns = own.chain(MADE.map(str::to_owned)).collect();
        let next = items.len();
        Self { inner, columns, keys, items, row: Record::default(), next }
    }
}

impl Sheet for Survey {
    fn columns(&self) -> &[String] {
        &self.columns
    }

    fn read(&mut self, record: &mut Record) -> Result<bool, Faults> {
        if self.next >= self.items.len() {
            if !self.inner.read(&mut self.row)? {
                return Ok(false);
            }
            self.next = 0;
        }
        let item = &self.items[self.next];
        record.start(self.row.at() * WIDTH + self.next as u64);
        self.next += 1;
        for &at in &self.keys {
            record.push(self.row.get(at).unwrap_or_default());
        }
        record.push(&item.name);
        for place in [item.estimate, item.margin, item.note] {
            record.push(place.and_then(|at| self.row.get(at)).unwrap_or_default());
        }
        Ok(true)
    }

    fn place(&self, at: u64, _: Option<usize>) -> String {
        let place = self.inner.place(at / WIDTH, None);
        let item = usize::try_from(at % WIDTH).ok().and_then(|at| self.items.get(at));
        item.map_or(place.clone(), |item| format!("{place}, {}", item.name))
    }

    fn notes(&self) -> Vec<String> {
        self.inner.notes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_of_items_are_told_from_others() {
        let of = |name| part(name).map(|(item, part)| (item.to_owned(), part));
        assert_eq!(of("B19013_001E"), Some(("B19013_001".to_owned(), Part::Estimate)));
        assert_eq!(of("S1701_C03_001MA"), Some(("S1701_C03_001".to_owned(), Part::NoteOnMargin)));
        assert_eq!(of("DP05_0001PE"), Some(("DP05_0001P".to_owned(), Part::Estimate)));
        for other in ["NAME", "GEO_ID", "state", "EMP_NF_E", "A_12E", "_001E", "EMPE"] {
            assert_eq!(of(other), None, "{other}");
        }
    }
}
