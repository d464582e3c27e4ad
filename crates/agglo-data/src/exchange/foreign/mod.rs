//! Documents in other people's formats, as tables: maps, grants, services, calendars, activities.

#[cfg(feature = "ingest")]
mod activities;
mod calendar;
mod drawn;
#[cfg(feature = "ingest")]
mod element;
mod grants;
mod listed;
mod map;
pub(super) mod package;
mod recurrence;
mod services;

use std::fs::File;
use std::io::Read;
use std::path::Path;

use crate::fault::{Fault, Faults};
use crate::intake::{self, Content, Limits, Opened, Wishes};
use crate::sheet::Sheet;
use crate::sheet::json::{Value, document};

/// A table that was found, with its name.
pub(super) struct Found {
    pub(super) name: String,
    pub(super) sheet: Box<dyn Sheet>,
}

/// Bytes of a calendar, which is read whole.
const CALENDAR: u64 = 64 << 20;

/// What begins a calendar.
const BEGINS: &str = "BEGIN:VCALENDAR";

/// The tables of a file, whatever its format.
///
/// # Errors
///
/// What is wrong with the file as a whole.
pub(super) fn open(path: &Path, wishes: &Wishes, programme: &str) -> Result<Vec<Found>, Faults> {
    let limits = Limits::default();
    if is_calendar(path)? {
        return Ok(vec![calendar::meetings(&text(path)?, programme)?]);
    }
    let (brought, content) = intake::bring(path, wishes, &limits)?;
    if content == Content::Json
        && let Some(found) = of_json(&document(&brought)?, programme)
    {
        return found;
    }
    #[cfg(feature = "ingest")]
    if content == Content::Xml {
        let root = element::read(brought.text()?.reader, &limits)?;
        return Ok(vec![activities::initiatives(&root, programme)?]);
    }
    match intake::open(path, wishes, &limits)? {
        Opened::Tables(all) => {
            let found = |own: intake::Named| Found { name: own.name, sheet: own.sheet };
            Ok(drawn::map(all.into_iter().map(found).collect()))
        }
        Opened::Message(text) | Opened::Structure(text) => {
            Err(Fault::new(format!("the file holds no table: {text}")).into())
        }
    }
}

/// The tables of a document of a kind that is known; nothing of another.
fn of_json(value: &Value, programme: &str) -> Option<Result<Vec<Found>, Faults>> {
    if value.get("elements").is_some() && value.get("connections").is_some() {
        return Some(Ok(drawn::map(map::tables(value))));
    }
    if value.get("grants").is_some() {
        return Some(Ok(vec![grants::awards(value, programme)]));
    }
    services::partners(value).map(|found| Ok(vec![found?]))
}

fn is_calendar(path: &Path) -> Result<bool, Fault> {
    if path.extension().is_some_and(|own| own.eq_ignore_ascii_case("ics")) {
        return Ok(true);
    }
    let mut head = Vec::new();
    let opened = File::open(path).map_err(intake::fault_of)?;
    opened.take(64).read_to_end(&mut head).map_err(intake::fault_of)?;
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&head).trim_ascii_start();
    Ok(head.get(..BEGINS.len()).is_some_and(|own| own.eq_ignore_ascii_case(BEGINS.as_bytes())))
}

fn text(path: &Path) -> Result<String, Fault> {
    let mut bytes = Vec::new();
    let opened = File::open(path).map_err(intake::fault_of)?;
    opened.take(CALENDAR + 1).read_to_end(&mut bytes).map_err(intake::fault_of)?;
    if bytes.len() as u64 > CALENDAR {
        return Err(Fault::new(format!("more than {CALENDAR} bytes, which is the limit")));
    }
    // The standard knows no other encoding.
    String::from_utf8(bytes).map_err(|error| {
        Fault::new("the calendar is not UTF-8")
            .at(format!("byte {}", error.utf8_error().valid_up_to()))
    })
}

/// A text of a member; empty where there is none.
fn told(value: &Value, key: &str) -> String {
    value.get(key).and_then(Value::plain).unwrap_or_default()
}

/// Parts of a note that say something, one after the other.
fn joined(parts: &[(&str, String)]) -> String {
    let parts = parts.iter().filter(|(_, text)| !text.trim().is_empty());
    let all = parts.map(|(name, text)| match *name {
        "" => text.trim().to_owned(),
        name => format!("{name}: {}", text.trim()),
    });
    all.collect::<Vec<_>>().join("; ")
}
