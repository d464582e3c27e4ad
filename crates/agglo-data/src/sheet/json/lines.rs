//! JSON lines: one flat object a line.

use crate::fault::{Fault, Faults};
use crate::intake::{Brought, Format, Opened};
use crate::sheet::json::objects::Objects;
use crate::sheet::json::{few, table, tree};

/// Opens a text each of whose lines is an object.
pub(crate) fn open(brought: Brought) -> Result<Opened, Faults> {
    let text = brought.text()?;
    let mut notes = brought.notes;
    notes.extend(text.note);
    let bytes = tree::whole(text.reader, &brought.limits)?;
    let (mut rows, mut faults) = (Vec::new(), Faults::default());
    for (at, line) in bytes.split(|&byte| byte == b'\n').enumerate() {
        let line = line.trim_ascii();
        if line.is_empty() {
            continue;
        }
        match tree::parse(line, &brought.limits) {
            Ok(value) => rows.push(value),
            Err(fault) => faults.push(fault.at(format!("line {}", at + 1))),
        }
    }
    if rows.is_empty() && faults.is_empty() {
        faults.push(Fault::new("the file holds no line of text"));
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    let objects = Objects::new(rows, String::new(), notes)?;
    few(crate::sheet::Sheet::columns(&objects), brought.limits.columns)?;
    Ok(Opened::Tables(vec![table(brought.name, Format::JsonLines, objects)]))
}
