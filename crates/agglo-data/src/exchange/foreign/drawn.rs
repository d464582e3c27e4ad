//! A map of Kumu, whatever file it came in: its elements are partners, its connections agreements.
//!
//! A map that we drew also shows areas and pieces. It says too little of them to record them again: they are
//! passed over, with what ties them.

use std::collections::{BTreeMap, BTreeSet};

use crate::exchange::foreign::Found;
use crate::exchange::foreign::listed::Listed;
use crate::exchange::known::plain;
use crate::fault::Faults;
use crate::sheet::{Record, Sheet};

/// Types of our own maps whose elements are no partners.
const OTHERS: [&str; 2] = ["area", "piece"];
/// The type of our own connections that are agreements: their label says of which kind.
const AGREEMENT: &str = "agreement";
/// Types of our own connections that are no agreements.
const SHOWN: [&str; 2] = ["lead", "focus"];

/// A row as it was read, or why it was not.
type Row = Result<(u64, Vec<String>), Faults>;

/// A table of which the rows are known before they are handed over.
struct Drawn {
    inner: Box<dyn Sheet>,
    columns: Vec<String>,
    rows: std::vec::IntoIter<Row>,
    note: Option<String>,
}

/// The tables with those of a map as partners and agreements; all others as they are.
pub(super) fn map(mut found: Vec<Found>) -> Vec<Found> {
    let at = |name: &str, columns: [&str; 2]| {
        let has = |own: &Found, name: &str| column(&*own.sheet, name).is_some();
        let fits = |own: &Found| plain(&own.name) == name && columns.iter().all(|c| has(own, c));
        found.iter().position(fits)
    };
    let places = (at("elements", ["label", "type"]), at("connections", ["from", "to"]));
    let (Some(elements), Some(connections)) = places else { return found };
    let known = Elements::of(&mut found[elements]);
    known.connect(&mut found[connections]);
    found
}

fn column(sheet: &dyn Sheet, name: &str) -> Option<usize> {
    sheet.columns().iter().position(|own| plain(own) == name)
}

fn rows(sheet: &mut dyn Sheet) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut record = Record::default();
    loop {
        match sheet.read(&mut record) {
            Ok(false) => return rows,
            Ok(true) => rows.push(Ok((record.at(), record.iter().map(str::to_owned).collect()))),
            Err(faults) => rows.push(Err(faults)),
        }
    }
}

/// What is known of the elements of a map.
struct Elements {
    /// Labels of elements that are no partners.
    others: BTreeSet<String>,
    /// Ids by label.
    ids: BTreeMap<String, String>,
}

impl Elements {
    /// Reads the elements and leaves the partners among them.
    fn of(found: &mut Found) -> Self {
        let all = rows(&mut *found.sheet);
        let at = |name: &str| column(&*found.sheet, name);
        let (label, kind, tags, id) = (at("label"), at("type"), at("tags"), at("id"));
        let mut known = Self { others: BTreeSet::new(), ids: BTreeMap::new() };
        let mut kept = Vec::new();
        for row in all {
            let Ok((place, mut texts)) = row else {
                kept.push(row);
                continue;
            };
            let text = |at: Option<usize>| {
                at.and_then(|at| texts.get(at)).map_or(String::new(), |own| own.trim().to_owned())
            };
            let (name, what, tag) = (text(label), plain(&text(kind)), text(tags));
            if OTHERS.contains(&what.as_str()) {
                known.others.insert(name);
                continue;
            }
            if !text(id).is_empty() {
                known.ids.insert(name, text(id));
            }
            // Our own maps say under tags what a partner is.
            if let (Some(kind), Some(tags), "partner", false) =
                (kind, tags, what.as_str(), tag.contains('|'))
            {
                texts[kind] = tag;
                texts[tags].clear();
            }
            kept.push(Ok((place, texts)));
        }
        let note = (!known.others.is_empty()).then(|| {
            let names: Vec<&str> = known.others.iter().map(String::as_str).collect();
            format!(
                "areas and pieces passed over, a map says too little of them: {}",
                names.join(", ")
            )
        });
        let columns = found.sheet.columns().to_vec();
        replace(found, columns, kept, note);
        known
    }

    /// Leaves the connections between partners, each by their ids.
    fn connect(&self, found: &mut Found) {
        let all = rows(&mut *found.sheet);
        let at = |name: &str| column(&*found.sheet, name);
        let (ends, kind, label) = ([at("from"), at("to")], at("type"), at("label"));
        let (mut passed, mut are_ours) = (0, true);
        let mut kept = Vec::new();
        for row in all {
            let Ok((place, mut texts)) = row else {
                kept.push(row);
                continue;
            };
            let text = |at: Option<usize>| at.and_then(|at| texts.get(at)).map(|own| own.trim());
            let is_shown = text(kind).is_some_and(|own| SHOWN.contains(&plain(own).as_str()));
            let leads_out =
                ends.iter().any(|at| text(*at).is_some_and(|own| self.others.contains(own)));
            if is_shown || leads_out {
                passed += 1;
                continue;
            }
            are_ours &= text(kind).is_some_and(|own| plain(own) == AGREEMENT);
            for end in ends.into_iter().flatten() {
                if let Some(id) = texts.get(end).and_then(|own| self.ids.get(own.trim())) {
                    texts[end].clone_from(id);
                }
            }
            kept.push(Ok((place, texts)));
        }
        let note =
            (passed > 0).then(|| format!("{passed} connections of areas and pieces passed over"));
        let mut columns = found.sheet.columns().to_vec();
        if let (true, Some(kind), Some(label)) = (are_ours, kind, label) {
            "kind".clone_into(&mut columns[label]);
            let rows = kept.iter_mut().flatten();
            rows.for_each(|(_, texts)| texts.get_mut(kind).into_iter().for_each(String::clear));
        }
        replace(found, columns, kept, note);
    }
}

fn replace(found: &mut Found, columns: Vec<String>, rows: Vec<Row>, note: Option<String>) {
    let inner = std::mem::replace(&mut found.sheet, Box::new(Listed::new(&[])));
    found.sheet = Box::new(Drawn { inner, columns, rows: rows.into_iter(), note });
}

impl Sheet for Drawn {
    fn columns(&self) -> &[String] {
        &self.columns
    }

    fn read(&mut self, record: &mut Record) -> Result<bool, Faults> {
        let Some(row) = self.rows.next() else { return Ok(false) };
        let (at, texts) = row?;
        record.start(at);
        for text in &texts {
            record.push(text);
        }
        Ok(true)
    }

    fn place(&self, at: u64, column: Option<usize>) -> String {
        self.inner.place(at, column)
    }

    fn notes(&self) -> Vec<String> {
        self.inner.notes().into_iter().chain(self.note.clone()).collect()
    }
}
