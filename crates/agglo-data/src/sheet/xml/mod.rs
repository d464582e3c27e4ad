//! SDMX-ML 2.1, generic and structure-specific: one row an observation, with what its series says.
//!
//! A message is read twice: once for the names that occur, once for the rows. `value` is the observation's value,
//! `flags` its attribute `OBS_STATUS` (or `OBS_FLAG`), `action` what a dataset asks to be done with its rows.

mod message;

use crate::fault::{Fault, Faults};
use crate::intake::{Brought, Format, Named, Opened};
use crate::sheet::{Record, Sheet};
use message::{Message, Step};

const VALUE: &str = "value";
const FLAGS: &str = "flags";
const ACTION: &str = "action";

/// What a component of an observation is called here.
fn column(id: &str) -> &str {
    match id {
        "OBS_VALUE" => VALUE,
        "OBS_STATUS" | "OBS_FLAG" => FLAGS,
        other => other,
    }
}

/// Opens a text that is XML.
pub(crate) fn open(mut brought: Brought) -> Result<Opened, Faults> {
    let mut text = brought.text()?;
    let mut notes = brought.notes.clone();
    notes.extend(text.note.take());
    if let Some(label) = declared(&text.head).filter(|_| brought.wishes.encoding.is_none()) {
        notes.push(format!("read as {label}, as it declares"));
        brought.wishes.encoding = Some(label);
        text = brought.text()?;
    }
    let mut first = Message::open(text.reader, &brought.limits)?;
    let mut names: Vec<String> = Vec::new();
    let (mut count, mut has_action) = (0_u64, false);
    loop {
        match first.step()? {
            Step::Structure(what) => return Ok(Opened::Structure(what)),
            Step::Observation => {
                count += 1;
                has_action |= !first.action.is_empty();
                for (id, _) in first.parts() {
                    let name = column(id);
                    if ![VALUE, FLAGS].contains(&name) && !names.iter().any(|own| own == name) {
                        names.push(name.to_owned());
                        if names.len() > brought.limits.columns {
                            let limit = brought.limits.columns;
                            return Err(Fault::new(format!("more than {limit} columns")).into());
                        }
                    }
                }
            }
            Step::End => break,
        }
    }
    if count == 0 && !first.footer.is_empty() {
        return Ok(Opened::Message(first.footer));
    }
    if count == 0 {
        notes.push("0 rows: the message holds no observation".to_owned());
    }
    if !first.footer.is_empty() {
        notes.push(format!("the sender says: {}", first.footer));
    }
    if first.groups > 0 {
        notes.push(format!("attributes of {} groups passed over", first.groups));
    }
    let action = has_action.then_some(ACTION);
    names.extend([VALUE, FLAGS].into_iter().chain(action).map(str::to_owned));
    let message = Message::open(brought.text()?.reader, &brought.limits)?;
    let sheet = Observations { columns: names, message, read: 0, notes };
    let named =
        Named { name: brought.name, format: Format::SdmxMl, extent: None, sheet: Box::new(sheet) };
    Ok(Opened::Tables(vec![named]))
}

/// The encoding that a text in single bytes declares, where it is not UTF-8.
fn declared(head: &[u8]) -> Option<String> {
    let end = head.windows(2).position(|pair| pair == b"?>")?;
    let declaration = std::str::from_utf8(&head[..end]).ok()?.strip_prefix("<?xml")?;
    let (_, rest) = declaration.split_once("encoding")?;
    let label = rest.split(['"', '\'']).nth(1)?.to_lowercase();
    (!label.starts_with("utf-")).then_some(label)
}

/// The observations of a message, one by one.
struct Observations {
    columns: Vec<String>,
    message: Message,
    read: u64,
    notes: Vec<String>,
}

impl Sheet for Observations {
    fn columns(&self) -> &[String] {
        &self.columns
    }

    fn read(&mut self, record: &mut Record) -> Result<bool, Faults> {
        if !matches!(self.message.step()?, Step::Observation) {
            return Ok(false);
        }
        self.read += 1;
        record.start(self.read);
        for name in &self.columns {
            if name == ACTION {
                record.push(&self.message.action);
                continue;
            }
            // The last one that says it is the closest to the observation.
            let found = self.message.parts().filter(|(id, _)| column(id) == name).last();
            let text = found.map_or("", |(_, text)| text);
            // The standard writes NaN where there is no value.
            record.push(if name == VALUE && text == "NaN" { "" } else { text });
        }
        Ok(true)
    }

    fn place(&self, at: u64, _column: Option<usize>) -> String {
        format!("observation {at}")
    }

    fn notes(&self) -> Vec<String> {
        self.notes.clone()
    }
}
