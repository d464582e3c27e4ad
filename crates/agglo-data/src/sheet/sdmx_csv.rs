//! SDMX-CSV 1 and 2: the columns that say which structure and what to do with a row, apart from the data.
//!
//! `OBS_VALUE` is `value`, `OBS_STATUS` or `OBS_FLAG` is `flags`, `ACTION` is `action` in words; the kind of
//! structure (`STRUCTURE`) and its name go to the notes, its identifier stays a column. Where names carry labels
//! (`FREQ: Frequency`), cells do too: the code stands in the column, the label in one of its own at the end.

use std::collections::BTreeSet;

use crate::fault::Faults;
use crate::sheet::delimited::{Delimited, unique};
use crate::sheet::{Record, Sheet};

/// Structures that are told.
const TOLD: usize = 20;

/// Rows of SDMX-CSV.
pub(crate) struct Observations {
    inner: Delimited,
    columns: Vec<String>,
    /// What becomes of each column of the file.
    parts: Vec<Part>,
    row: Record,
    structures: BTreeSet<String>,
    notes: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    /// Goes to the notes.
    Told,
    Action,
    Plain,
    /// A code and its label: `A: Annual`.
    Labelled,
}

/// Whether columns are those of SDMX-CSV.
pub(crate) fn is_header(names: &[String]) -> bool {
    let mut ids = names.iter().map(|name| column(name));
    match (ids.next().as_deref(), ids.next().as_deref()) {
        (Some("DATAFLOW"), Some(_)) => true,
        (Some("STRUCTURE"), second) => second == Some("STRUCTURE_ID"),
        _ => false,
    }
}

/// A name without its label and its marks of lists and languages: `A[].B[en;fr]: Title` is `A.B`.
fn column(name: &str) -> String {
    let mut depth = 0_usize;
    let mut id = String::new();
    for letter in name.split_once(": ").map_or(name, |(id, _)| id).chars() {
        match letter {
            '[' => depth += 1,
            ']' => depth = depth.saturating_sub(1),
            _ if depth == 0 => id.push(letter),
            _ => {}
        }
    }
    id.trim().to_owned()
}

impl Observations {
    /// The data in a file whose header was found to be SDMX-CSV's.
    pub(crate) fn new(inner: Delimited) -> Result<Self, Faults> {
        let ids: Vec<String> = inner.columns().iter().map(|name| column(name)).collect();
        let part = |(at, id): (usize, &String)| match id.as_str() {
            "STRUCTURE" | "STRUCTURE_NAME" => Part::Told,
            "ACTION" => Part::Action,
            _ if inner.columns()[at].contains(": ") => Part::Labelled,
            _ => Part::Plain,
        };
        let parts: Vec<Part> = ids.iter().enumerate().map(part).collect();
        let measures: Vec<&String> = ids.iter().filter(|id| id.starts_with("OBS_VALUE")).collect();
        let mut notes = Vec::new();
        match measures.as_slice() {
            [] => notes.push("it holds attributes only: no OBS_VALUE".to_owned()),
            [_] => {}
            [first, ..] => notes.push(format!("several measures: value is {first}")),
        }
        let renamed = |id: &String| match id.as_str() {
            "OBS_STATUS" | "OBS_FLAG" => "flags".to_owned(),
            "ACTION" => "action".to_owned(),
            _ if measures.first() == Some(&id) => "value".to_owned(),
            _ => id.clone(),
        };
        let kept = ids.iter().zip(&parts).filter(|(_, part)| **part != Part::Told);
        let labels = ids.iter().zip(&parts).filter(|(_, part)| **part == Part::Labelled);
        let columns = kept
            .map(|(id, _)| renamed(id))
            .chain(labels.map(|(id, _)| format!("{id}_label")))
            .collect();
        let columns = unique(columns, 1)?;
        let (row, structures) = (Record::default(), BTreeSet::new());
        Ok(Self { inner, columns, parts, row, structures, notes })
    }

    /// Remembers of which structure a row is.
    fn remember(&mut self) {
        let told = self.row.iter().zip(&self.parts).filter(|(_, part)| **part == Part::Told);
        let id = self.row.get(self.parts.iter().take_while(|part| **part == Part::Told).count());
        let text: Vec<&str> = told.map(|(text, _)| text).chain(id).collect();
        if text.len() > 1 && self.structures.len() < TOLD {
            let text = text.join(" ");
            if !self.structures.contains(&text) {
                self.structures.insert(text);
            }
        }
    }
}

/// What a letter or word in the column of actions means.
fn action(text: &str) -> &str {
    match text.trim() {
        "A" => "Append",
        "D" => "Delete",
        "I" => "Information",
        "M" => "Merge",
        "R" => "Replace",
        other => other,
    }
}

/// The code and the label of a cell; what is no code with a label stays whole.
fn split(cell: &str) -> (&str, &str) {
    match cell.split_once(": ") {
        Some((code, label)) if !code.contains(char::is_whitespace) => (code, label),
        _ => (cell, ""),
    }
}

impl Sheet for Observations {
    fn columns(&self) -> &[String] {
        &self.columns
    }

    fn read(&mut self, record: &mut Record) -> Result<bool, Faults> {
        if !self.inner.read(&mut self.row)? {
            return Ok(false);
        }
        self.remember();
        record.start(self.row.at());
        for (cell, part) in self.row.iter().zip(&self.parts) {
            match part {
                Part::Told => {}
                Part::Action => record.push(action(cell)),
                Part::Plain => record.push(cell),
                Part::Labelled => record.push(split(cell).0),
            }
        }
        for (cell, part) in self.row.iter().zip(&self.parts) {
            if *part == Part::Labelled {
                record.push(split(cell).1);
            }
        }
        Ok(true)
    }

    fn place(&self, at: u64, column: Option<usize>) -> String {
        self.inner.place(at, column)
    }

    fn notes(&self) -> Vec<String> {
        let structures = self.structures.iter().map(|text| format!("of the {text}"));
        self.inner.notes().into_iter().chain(self.notes.clone()).chain(structures).collect()
    }
}
