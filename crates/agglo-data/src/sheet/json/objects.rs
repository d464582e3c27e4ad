//! Lists of flat JSON objects, and lists of lists under a first list of names, as tables.

use std::collections::BTreeMap;

use crate::fault::{Fault, Faults};
use crate::intake::{Format, Opened};
use crate::sheet::delimited::{named, unique};
use crate::sheet::json::{File, Value, escaped, few, table};
use crate::sheet::{Record, Sheet};

/// A list of objects, one row each; their keys are the columns, in the order of first appearance.
pub(crate) struct Objects {
    pub(crate) columns: Vec<String>,
    rows: Vec<Value>,
    next: usize,
    /// Pointer to the list.
    base: String,
    notes: Vec<String>,
}

/// Opens a document that is no cube and no drawing.
pub(crate) fn open(file: &File, value: Value) -> Result<Opened, Faults> {
    let lists: Vec<(String, Value)> = match value {
        Value::List(_) => vec![(String::new(), value)],
        Value::Object(members) => members
            .into_iter()
            .filter(|(_, value)| is_table(value))
            .map(|(key, value)| (key.into(), value))
            .collect(),
        _ => Vec::new(),
    };
    if lists.is_empty() {
        let what = "the document is not a list of objects";
        let advice = "a table is a list of flat objects: [{\"region\": …, \"jobs\": …}, …]";
        return Err(Fault::new(what).cure(advice).into());
    }
    let mut tables = Vec::new();
    for (key, value) in lists {
        let Value::List(rows) = value else { continue };
        let name = if key.is_empty() { file.name.clone() } else { key.clone() };
        let base = if key.is_empty() { key } else { format!("/{}", escaped(&key)) };
        let objects = if rows.iter().all(|row| matches!(row, Value::List(_))) {
            Objects::of_lists(rows, base, file.notes.clone())?
        } else {
            Objects::new(rows, base, file.notes.clone())?
        };
        few(&objects.columns, file.columns)?;
        tables.push(table(name, Format::Json, objects));
    }
    Ok(Opened::Tables(tables))
}

fn is_table(value: &Value) -> bool {
    let is_row = |row: &Value| matches!(row, Value::Object(_));
    !value.items().is_empty() && value.items().iter().all(is_row)
}

impl Objects {
    /// Rows of objects.
    pub(crate) fn new(rows: Vec<Value>, base: String, notes: Vec<String>) -> Result<Self, Faults> {
        let mut faults = Faults::default();
        let mut order = BTreeMap::new();
        for (at, row) in rows.iter().enumerate() {
            if !matches!(row, Value::Object(_)) {
                faults.push(Fault::new("a row that is no object").at(format!("{base}/{at}")));
            }
            for (key, _) in row.members() {
                let next = order.len();
                order.entry(&**key).or_insert(next);
            }
        }
        if rows.is_empty() {
            faults.push(Fault::new("an empty list: no row and no name of a column"));
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        let mut columns = vec![String::new(); order.len()];
        for (key, at) in order {
            key.clone_into(&mut columns[at]);
        }
        Ok(Self { columns, rows, next: 0, base, notes })
    }

    /// Rows of lists; the first holds the names.
    fn of_lists(rows: Vec<Value>, base: String, mut notes: Vec<String>) -> Result<Self, Faults> {
        let Some(first) = rows.first() else { return Self::new(rows, base, notes) };
        let names = first.items().iter().enumerate();
        let names: Option<Vec<String>> =
            names.map(|(at, name)| Some(named(name.text()?, at, &mut notes))).collect();
        let Some(columns) = names else {
            let fault = Fault::new("the first list is data, not names of columns");
            return Err(fault.at(format!("{base}/0")).into());
        };
        let columns = unique(columns, 1)?;
        Ok(Self { columns, rows, next: 1, base, notes })
    }
}

impl Sheet for Objects {
    fn columns(&self) -> &[String] {
        &self.columns
    }

    fn read(&mut self, record: &mut Record) -> Result<bool, Faults> {
        let Some(row) = self.rows.get(self.next) else { return Ok(false) };
        let at = self.next;
        self.next += 1;
        let place = format!("{}/{at}", self.base);
        record.start(at as u64);
        if let Value::List(cells) = row {
            if cells.len() != self.columns.len() {
                let what = format!("the row has {} of {} fields", cells.len(), self.columns.len());
                return Err(Fault::new(what).at(place).into());
            }
            for (cell, column) in cells.iter().zip(&self.columns) {
                push(record, Some(cell), &place, column)?;
            }
            return Ok(true);
        }
        for (hint, column) in self.columns.iter().enumerate() {
            push(record, member(row, column, hint), &place, column)?;
        }
        Ok(true)
    }

    fn place(&self, at: u64, column: Option<usize>) -> String {
        let name = column.and_then(|column| self.columns.get(column));
        match (name, self.rows.first()) {
            (Some(_), Some(Value::List(_))) => {
                format!("{}/{at}/{}", self.base, column.unwrap_or_default())
            }
            (Some(name), _) => format!("{}/{at}/{}", self.base, escaped(name)),
            (None, _) => format!("{}/{at}", self.base),
        }
    }

    fn notes(&self) -> Vec<String> {
        self.notes.clone()
    }
}

/// The member of a key, which probably stands at `hint`.
pub(crate) fn member<'a>(row: &'a Value, key: &str, hint: usize) -> Option<&'a Value> {
    match row.members().get(hint) {
        Some((own, value)) if **own == *key => Some(value),
        _ => row.get(key),
    }
}

/// Adds a value to a row: none and null are empty, a list of plain values is joined with bars.
pub(crate) fn push(
    record: &mut Record,
    value: Option<&Value>,
    place: &str,
    column: &str,
) -> Result<(), Fault> {
    let nested = |what: &str| Fault::new(what).at(place).column(column);
    match value {
        None | Some(Value::Null) => record.push(""),
        Some(Value::Text(text)) => record.push(text),
        Some(Value::List(items)) => {
            let texts: Option<Vec<String>> = items.iter().map(Value::plain).collect();
            let texts = texts.filter(|texts| texts.iter().all(|text| !text.contains('|')));
            let joined = texts.ok_or_else(|| {
                nested("a list of more than plain values").cure("a row is flat: take it apart")
            })?;
            record.push(&joined.join("|"));
        }
        Some(Value::Object(_)) => {
            return Err(nested("an object inside a row").cure("a row is flat: take it apart"));
        }
        Some(plain) => record.push(&plain.plain().unwrap_or_default()),
    }
    Ok(())
}
