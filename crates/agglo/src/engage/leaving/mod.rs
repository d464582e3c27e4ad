//! What may leave a programme of what is about people: one law, for views, exports and whatever comes next.
//!
//! Nothing is told of fewer than five people, neither in one output nor by subtracting one from another. So a count is
//! untold where it is of one to four, where it would give such a count back, and where it moved by one to four since
//! the same thing was told before: the earlier output is out already. What one person rated, owns or thought of leaves
//! only if it was entered as public; ratings never do.

mod past;
mod people;

use std::collections::BTreeSet;

use crate::engage::event::{Body, Counted, Entry, Event, Reference};
use crate::engage::record::{Cut, Record, fold};

pub use past::Past;

/// The fewest people of whom something is told outside.
pub const FEWEST: u32 = 5;

/// Whether a count is of one to four people.
pub fn is_few(count: u32) -> bool {
    (1..FEWEST).contains(&count)
}

/// The same of what may have parts: a part of a person is a person.
fn is_few_measured(value: f64) -> bool {
    value != 0.0 && value.abs() < f64::from(FEWEST)
}

/// Whether a gathering may be told of at all: five came, or more. Of how many nobody knows may be few.
pub fn is_of_many(count: Option<u32>) -> bool {
    count.is_some_and(|count| count >= FEWEST)
}

/// Counts of a body that must not be told, by field, given what was told of the same thing before.
///
/// # How to read it
///
/// Within a gathering all groups go together where one of them, or the rest, is of few: any that is told helps to find
/// one that is not (complementary suppression; Cox 1980, Journal of the American Statistical Association 75). Who
/// endorsed in a session, and who rejected, are a part of it: its size is told elsewhere.
///
/// # Source
///
/// What two outputs tell together: Dinur and Nissim 2003, ACM Symposium on Principles of Database Systems.
pub fn untold(body: &Body, before: &[Body]) -> BTreeSet<&'static str> {
    let own = people::People::of(body);
    let before: Vec<people::People> = before.iter().map(people::People::of).collect();
    own.untold(&before)
}

/// The law, for the events of one programme.
#[derive(Debug)]
pub struct Law {
    past: Past,
    record: Record,
    /// Ids of ideas and ventures of which something was not entered as public.
    own: BTreeSet<String>,
}

impl Law {
    /// The law of all events. Which of them go out is asked later: it does not matter to what may be told.
    pub fn of(events: &[Event]) -> Self {
        let is_own = |entry: &&Entry| {
            !entry.is_public && matches!(entry.body, Body::Idea(_) | Body::Venture(_))
        };
        let entries = events.iter().map(|event| &event.entry);
        let own = entries.filter(is_own).filter_map(|entry| entry.id.clone()).collect();
        Self { past: Past::of(events.iter()), record: fold(events.to_vec(), &Cut::ALL), own }
    }

    /// Whether an entry stays inside as a whole: it is about one person, or few.
    pub fn stays(&self, entry: &Entry) -> bool {
        match &entry.body {
            Body::Rating(_) => true,
            Body::Idea(_) | Body::Venture(_) => !entry.is_public,
            Body::Stage(own) => !entry.is_public || self.is_own(&own.of),
            Body::Money(own) => self.own.contains(&own.subject),
            Body::Outcome(own) => !own.consent || self.own.contains(&own.subject),
            Body::Innovation(own) => own.venture.as_ref().is_some_and(|id| self.own.contains(id)),
            _ => false,
        }
    }

    /// Whether a reference is to an idea or a venture that stays inside.
    pub fn is_own(&self, of: &Reference) -> bool {
        match of {
            Reference::Named(id) => self.own.contains(id),
            Reference::Number(Counted::Idea, _) => {
                self.record.idea(of).is_none_or(|idea| !idea.is_public)
            }
            Reference::Number(..) => true,
        }
    }

    /// Counts that must not be told of an event, as it stands.
    pub fn untold(&self, event: u64, body: &Body) -> BTreeSet<&'static str> {
        untold(body, self.past.before(event))
    }

    /// Whether what people wrote or said may be told: it was entered as public, and it is not of few.
    pub fn tells_words(&self, event: u64, entry: &Entry) -> bool {
        let of_many = |of: &Reference| self.is_gathering(of);
        entry.is_public
            && match &entry.body {
                Body::Listening(own) => is_of_many(own.n) && !self.is_moved(event, &entry.body),
                Body::Engagement(own) => is_of_many(own.n) && !self.is_moved(event, &entry.body),
                Body::Said(own) => {
                    own.listening.as_ref().is_none_or(of_many)
                        && own.input.as_ref().is_none_or(of_many)
                }
                Body::Vouch(own) => own.n >= FEWEST && own.listening.as_ref().is_none_or(of_many),
                _ => true,
            }
    }

    fn is_moved(&self, event: u64, body: &Body) -> bool {
        self.untold(event, body).contains("n")
    }

    /// Whether the session of a reference, or of an input, may be told of; one that is not known holds nobody back.
    fn is_gathering(&self, of: &Reference) -> bool {
        let session = match of {
            Reference::Number(Counted::Input, _) => {
                let input = self.record.input(of);
                input.and_then(|input| {
                    self.record.listenings.iter().find(|own| own.event == input.event)
                })
            }
            _ => self.record.listening(of),
        };
        session
            .is_none_or(|own| is_of_many(own.what.n) && !self.record.recounted.contains(&own.event))
    }
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
