//! Keys of rows: the text of a column, read once for each text that occurs.

use std::collections::{BTreeSet, HashMap};

use foldhash::fast::FixedState;

use crate::fault::Fault;
use crate::source::codes::{Code, Counties, Industries};
use crate::source::description::Totals;
use crate::source::period;

/// What a text means as a key.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Key {
    /// A value of the key, by its place in the list of names.
    Is(u32),
    /// The value that took the place of what the text says.
    Bridged(u32),
    /// A row without such a key is no figure of its own: why.
    LeaveOut(String),
    /// What is wrong.
    Wrong(Fault),
}

/// The values of one key, in the order in which they came.
#[derive(Default)]
pub(super) struct Keys {
    /// The values as they are kept.
    pub(super) names: Vec<String>,
    at: HashMap<String, u32, FixedState>,
    /// What each text means that occurred, and where that stands.
    read: HashMap<String, usize, FixedState>,
    meant: Vec<Key>,
    last: Option<(String, usize)>,
    /// What a person should know about some of them.
    pub(super) notes: BTreeSet<String>,
}

impl Keys {
    /// The key of a text; `of` is asked once for each text.
    pub(super) fn key(&mut self, text: &str, of: impl FnOnce(&str) -> Read) -> &Key {
        let at = match &self.last {
            Some((last, at)) if last == text => *at,
            _ => self.meaning(text, of),
        };
        &self.meant[at]
    }

    /// Where the meaning of a text stands that is not the last one's.
    fn meaning(&mut self, text: &str, of: impl FnOnce(&str) -> Read) -> usize {
        let at = if let Some(at) = self.read.get(text) {
            *at
        } else {
            let key = match of(text) {
                Read::Is(name, note) => {
                    self.notes.extend(note);
                    Key::Is(self.place(name))
                }
                Read::Bridged(name, note) => {
                    self.notes.insert(note);
                    Key::Bridged(self.place(name))
                }
                Read::LeaveOut(why) => Key::LeaveOut(why),
                Read::Wrong(fault) => Key::Wrong(fault),
            };
            self.meant.push(key);
            self.read.insert(text.to_owned(), self.meant.len() - 1);
            self.meant.len() - 1
        };
        let (last, of_last) = self.last.get_or_insert_default();
        last.clear();
        last.push_str(text);
        *of_last = at;
        at
    }

    fn place(&mut self, name: String) -> u32 {
        if let Some(at) = self.at.get(&name) {
            return *at;
        }
        let at = u32::try_from(self.names.len()).unwrap_or(u32::MAX);
        self.names.push(name.clone());
        self.at.insert(name, at);
        at
    }
}

/// What a text means, before it has a place.
pub(super) enum Read {
    /// The value as it is kept, and what a person should know about it.
    Is(String, Option<String>),
    /// The value that took its place, and a note that says so.
    Bridged(String, String),
    /// Why the row is left out.
    LeaveOut(String),
    /// What is wrong.
    Wrong(Fault),
}

/// A region by the codes of counties.
pub(super) fn county(text: &str, counties: &Counties, totals: Totals, fix: bool) -> Read {
    match counties.read(text) {
        Code::Known(code) => Read::Is(code, None),
        Code::Bridged(code, why) => {
            let note = format!("region {text} is read as {code}: {why}");
            Read::Bridged(code, note)
        }
        Code::Later(code, why) => {
            let note = format!("region {code}: {why}; its figures are no series with those before");
            Read::Is(code, Some(note))
        }
        Code::Outside(code, why) => Read::Is(code, Some(why)),
        code => other(text, code, totals, fix, "region"),
    }
}

/// An old code that stands beside the one that took its place.
pub(super) fn apart(text: &str, counties: &Counties) -> Read {
    let text = text.trim();
    let note = match counties.read(text) {
        Code::Bridged(code, why) => Some(format!(
            "region {text} stands beside {code} in one period and is kept under its own code: {why}"
        )),
        _ => None,
    };
    Read::Is(text.to_owned(), note)
}

/// An industry by the codes of the North American classification, and those of the source's own.
pub(super) fn industry(
    text: &str,
    naics: &Industries,
    also: &[String],
    totals: Totals,
    fix: bool,
) -> Read {
    if also.iter().any(|code| code == text) {
        return Read::Is(text.to_owned(), None);
    }
    match naics.read(text) {
        Code::Known(code) => Read::Is(code, None),
        code => other(text, code, totals, fix, "industry"),
    }
}

fn other(text: &str, code: Code, totals: Totals, fix: bool, what: &str) -> Read {
    match code {
        Code::Damaged(code) if fix => {
            let note = format!("{what} {text} is read as {code}, as asked");
            Read::Is(code, Some(note))
        }
        Code::Damaged(code) => Read::Wrong(
            Fault::new(format!("another program made a number of the {what} {code}"))
                .cure("--fix codes reads it so"),
        ),
        Code::Lost => Read::Wrong(
            Fault::new(format!("a spreadsheet made a number of the {what}, past repair"))
                .cure("export the column as text"),
        ),
        Code::Total(why) => match totals {
            Totals::Keep => Read::Is(text.to_owned(), None),
            Totals::LeaveOut => Read::LeaveOut(why),
            Totals::Refuse => {
                let cure = format!("a mapping may leave it out: [{what}] totals = \"leave_out\"");
                Read::Wrong(Fault::new(format!("{why}, no {what}")).cure(cure))
            }
        },
        Code::Unknown(near) => {
            let fault = Fault::new(format!("no {what} has this code"));
            Read::Wrong(match near {
                Some(near) => fault.cure(format!("{near} is near")),
                None => fault,
            })
        }
        Code::Known(code)
        | Code::Bridged(code, _)
        | Code::Later(code, _)
        | Code::Outside(code, _) => Read::Is(code, None),
    }
}

/// A period, of one column or two.
pub(super) fn time(year: &str, quarter: Option<&str>) -> Read {
    let found = period::period(year).and_then(|year| match quarter {
        Some(quarter) => period::with_quarter(&year, quarter),
        None => Ok(year),
    });
    match found {
        Ok(period) => {
            let note = period.is_odd.then(|| format!("period {}: is that so?", period.text));
            Read::Is(period.text, note)
        }
        Err(fault) => Read::Wrong(fault),
    }
}

/// Any text, also none.
pub(super) fn any(text: &str) -> Read {
    Read::Is(text.trim().to_owned(), None)
}

/// Any text that is not empty.
pub(super) fn own(text: &str, what: &str) -> Read {
    let text = text.trim();
    if text.is_empty() {
        return Read::Wrong(Fault::new(format!("the {what} is empty")));
    }
    Read::Is(text.to_owned(), None)
}
