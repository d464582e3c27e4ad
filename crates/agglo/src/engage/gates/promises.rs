//! What is owed: asks without an answer, and promises whose day has come.

use jiff::Unit;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use crate::engage::event::{Counted, Outcome, Reference};
use crate::engage::record::{Record, of_region};

/// Something owed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Owed {
    /// As it is answered: `input:12`, `said:3`, `promise:1`.
    #[schemars(with = "String")]
    pub of: Reference,
    /// The area of engagement or whom it was promised to.
    pub to: Option<String>,
    /// The words.
    pub text: String,
    /// When it was heard or promised.
    #[schemars(with = "String")]
    pub since: Date,
    /// When it is due.
    #[schemars(with = "Option<String>")]
    pub due: Option<Date>,
    /// Days for which it has waited.
    pub days: i32,
    /// Whether it has waited for too long.
    pub is_overdue: bool,
    /// The event in which it was told.
    pub event: u64,
}

/// What a region is owed as of a day, the longest first; asks are overdue after `days`.
pub fn promises(record: &Record, region: &str, as_of: Date, days: f64) -> Vec<Owed> {
    let waited = |since: Date| since.until((Unit::Day, as_of)).map_or(0, |span| span.get_days());
    let mut owed: Vec<Owed> = record
        .asks()
        .into_iter()
        .filter(|ask| ask.region == region && ask.answered.is_none())
        .map(|ask| Owed {
            of: ask.of.reference(),
            to: ask.area,
            text: ask.text,
            since: ask.heard,
            due: None,
            days: waited(ask.heard),
            is_overdue: f64::from(waited(ask.heard)) > days,
            event: ask.event,
        })
        .collect();
    for promise in of_region(&record.promises, region) {
        let of = Reference::Number(Counted::Promise, promise.number);
        let answers = record.answers.iter().filter(|answer| answer.what.to == of);
        let last = answers.max_by_key(|answer| (answer.happened, answer.event));
        let due = match last.map(|answer| &answer.what.outcome) {
            Some(Outcome::Done { .. } | Outcome::Wont { .. }) => continue,
            Some(Outcome::DoingBy { by }) => *by,
            None => promise.what.due,
        };
        owed.push(Owed {
            of,
            to: Some(promise.what.to.clone()),
            text: promise.what.text.clone(),
            since: promise.happened,
            due: Some(due),
            days: waited(promise.happened),
            is_overdue: due < as_of,
            event: promise.event,
        });
    }
    owed.sort_by(|a, b| {
        b.is_overdue.cmp(&a.is_overdue).then(b.days.cmp(&a.days)).then(a.of.cmp(&b.of))
    });
    owed
}
