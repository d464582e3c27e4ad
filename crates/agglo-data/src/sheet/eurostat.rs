//! Eurostat's table of tabs: dimensions in the first column, a column a period, a row here an observation.
//!
//! The header's first cell is `freq,unit,geo\TIME_PERIOD` (formerly `unit,geo\time`). A cell is a number or `:`
//! (no value), then flags, with or without a blank before them: `12.5 e`, `10b`, `: c`, `12.5ep`.

use crate::fault::{Fault, Faults};
use crate::sheet::ahead::Rows;
use crate::sheet::delimited::{open_end, skipped, twice, uneven};
use crate::sheet::{Record, Sheet};

/// Columns that follow the dimensions.
const FIGURES: [&str; 3] = ["time", "value", "flags"];

/// Observations of a table, one by one.
pub(crate) struct Observations {
    rows: Rows,
    columns: Vec<String>,
    periods: Vec<String>,
    row: Record,
    /// The next cell of `row`; past its end where a new row is wanted.
    next: usize,
    notes: Vec<String>,
    read: u64,
}

/// Whether a row is the header of such a table.
pub(crate) fn is_header(header: &Record) -> bool {
    let is_key = |key: &str| {
        key.rsplit_once('\\').is_some_and(|(_, time)| {
            matches!(time.trim().to_lowercase().as_str(), "time" | "time_period")
        })
    };
    header.get(0).is_some_and(is_key)
}

impl Observations {
    /// The observations below a header.
    pub(crate) fn new(rows: Rows, header: &Record, notes: Vec<String>) -> Result<Self, Faults> {
        let key = header.get(0).unwrap_or_default();
        let dimensions = key.rsplit_once('\\').map_or(key, |(dimensions, _)| dimensions);
        let columns: Vec<String> =
            dimensions.split(',').chain(FIGURES).map(|name| name.trim().to_owned()).collect();
        let periods: Vec<String> =
            header.iter().skip(1).map(|period| period.trim().to_owned()).collect();
        let mut faults = Faults::default();
        for names in [&columns, &periods] {
            faults.extend(twice(names).into_iter().map(|fault| fault.at("line 1")));
        }
        if periods.is_empty() {
            faults.push(Fault::new("the header names no period").at("line 1"));
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        let row = Record::default();
        Ok(Self { rows, columns, periods, row, next: usize::MAX, notes, read: 0 })
    }

    /// Reads the next row of cells; `false` at the end.
    fn advance(&mut self) -> Result<bool, Faults> {
        self.next = usize::MAX;
        if !self.rows.read(&mut self.row)? {
            return Ok(false);
        }
        let columns = self.periods.len() + 1;
        if self.row.len() != columns {
            return Err(uneven(&self.row, columns).into());
        }
        let dimensions = self.columns.len() - FIGURES.len();
        let keys = self.row.get(0).map_or(0, |key| key.split(',').count());
        if keys != dimensions {
            return Err(Fault::new(format!("the key has {keys} of {dimensions} parts"))
                .at(format!("line {}", self.row.at()))
                .value(self.row.get(0).unwrap_or_default())
                .into());
        }
        self.next = 1;
        Ok(true)
    }
}

/// Columns of a table are fewer than this.
const WIDTH: u64 = 1 << 20;

impl Sheet for Observations {
    fn columns(&self) -> &[String] {
        &self.columns
    }

    fn read(&mut self, record: &mut Record) -> Result<bool, Faults> {
        if self.next >= self.row.len() && !self.advance()? {
            return Ok(false);
        }
        let at = self.next;
        self.next += 1;
        let place = self.row.at() * WIDTH + at as u64;
        let (key, text) =
            (self.row.get(0).unwrap_or_default(), self.row.get(at).unwrap_or_default());
        let Some((value, flags)) = cell(text) else {
            let fault = Fault::new("neither a number with flags nor `:`").value(text);
            let column = self.periods[at - 1].clone();
            return Err(fault.at(format!("line {}", self.row.at())).column(column).into());
        };
        record.start(place);
        key.split(',').for_each(|part| record.push(part.trim()));
        record.push(&self.periods[at - 1]);
        record.push(value);
        push_flags(record, flags);
        self.read += 1;
        Ok(true)
    }

    fn place(&self, at: u64, _column: Option<usize>) -> String {
        let line = at / WIDTH;
        let cell = usize::try_from(at % WIDTH).unwrap_or_default();
        let period = cell.checked_sub(1).and_then(|period| self.periods.get(period));
        period.map_or(format!("line {line}"), |period| format!("line {line}, {period}"))
    }

    fn notes(&self) -> Vec<String> {
        let mut notes = self.notes.clone();
        notes.extend(skipped(self.rows.comments(), "comments"));
        notes.extend(open_end(&self.rows));
        if self.read == 0 {
            notes.push("0 rows: the file holds a header and no more".to_owned());
        }
        notes
    }
}

/// The number and the flags of a cell; the number of `:` is empty.
fn cell(text: &str) -> Option<(&str, &str)> {
    let text = text.trim();
    if let Some(flags) = text.strip_prefix(':') {
        let flags = flags.trim_start();
        return are_flags(flags).then_some(("", flags));
    }
    let (number, flags) = text.split_at(number(text.as_bytes()));
    let flags = flags.trim_start();
    (number.bytes().any(|byte| byte.is_ascii_digit()) && are_flags(flags))
        .then_some((number, flags))
}

fn are_flags(flags: &str) -> bool {
    flags.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b' ')
}

/// Length of the number with which a text begins. An `e` without a digit after it is a flag.
fn number(text: &[u8]) -> usize {
    let digits =
        |from: usize| from + text[from..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let sign = |at: usize| usize::from(matches!(text.get(at), Some(b'-' | b'+')));
    let mut end = digits(sign(0));
    if text.get(end) == Some(&b'.') {
        end = digits(end + 1);
    }
    if matches!(text.get(end), Some(b'e' | b'E')) {
        let power = end + 1 + sign(end + 1);
        let after = digits(power.min(text.len()));
        if after > power {
            end = after;
        }
    }
    end
}

/// Adds flags, each a letter, with a blank between two.
fn push_flags(record: &mut Record, flags: &str) {
    if flags.len() < 2 {
        return record.push(flags);
    }
    let mut spread = String::with_capacity(flags.len() * 2);
    for flag in flags.chars().filter(|flag| *flag != ' ') {
        if !spread.is_empty() {
            spread.push(' ');
        }
        spread.push(flag);
    }
    record.push(&spread);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_a_number_or_none_and_its_flags() {
        let cases = [
            ("-15027", Some(("-15027", ""))),
            ("12.5ep", Some(("12.5", "ep"))),
            ("10b", Some(("10", "b"))),
            ("3.16 p", Some(("3.16", "p"))),
            ("1.2e3 e", Some(("1.2e3", "e"))),
            ("1.2e-3", Some(("1.2e-3", ""))),
            (": c", Some(("", "c"))),
            (":", Some(("", ""))),
            (":u ", Some(("", "u"))),
            ("x", None),
            ("", None),
            ("e", None),
            ("1,5", None),
            ("1.5 (b)", None),
        ];
        for (text, expected) in cases {
            assert_eq!(cell(text), expected, "{text}");
        }
    }
}
