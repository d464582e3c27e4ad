//! Verifying: every event against its seal and against the one before it; the first that broke is named.

use agglo::Error;
use agglo::engage::event::START;
use serde::Serialize;

use crate::ledger::Ledger;
use crate::ledger::seal::{Stored, hex};

/// How a chain was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Verified {
    /// Events that were read.
    pub events: u64,
    /// The digest of the last event; nothing where there is none.
    pub head: Option<String>,
    /// The first event that does not hold, and why.
    pub broken: Option<Broken>,
}

/// An event that does not hold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Broken {
    /// Its place in the chain.
    pub event: u64,
    /// What is wrong with it.
    pub why: String,
}

impl Ledger {
    /// Reads every event and holds it against its seal.
    ///
    /// # Errors
    ///
    /// `E0521` where the store fails.
    pub fn verify(&mut self) -> Result<Verified, Error> {
        let rows = self.stored()?;
        Ok(verify(&self.programme, &rows))
    }

    /// Whether an event has this digest, or one that begins with it: an end that was known before is still
    /// there, so that nothing was cut off.
    ///
    /// # Errors
    ///
    /// `E0521` where the store fails.
    pub fn holds(&mut self, digest: &str) -> Result<bool, Error> {
        let digest = digest.to_ascii_lowercase();
        Ok(self.stored()?.iter().any(|row| row.hash.starts_with(&digest)))
    }
}

/// Holds rows against their seals.
pub(super) fn verify(programme: &str, rows: &[Stored]) -> Verified {
    let mut previous = hex(&START);
    let mut entered = "";
    let mut broken = None;
    for (row, place) in rows.iter().zip(1_u64..) {
        if let Some(why) = fault(programme, row, place, &previous, entered) {
            broken = Some(Broken { event: place.min(row.sequence), why });
            break;
        }
        previous.clone_from(&row.hash);
        entered = &row.entered;
    }
    Verified {
        events: u64::try_from(rows.len()).unwrap_or(u64::MAX),
        head: rows.last().map(|row| row.hash.clone()),
        broken,
    }
}

fn fault(
    programme: &str,
    row: &Stored,
    place: u64,
    previous: &str,
    entered: &str,
) -> Option<String> {
    if row.sequence != place {
        return Some(format!("it is missing: the next one is event {}", row.sequence));
    }
    if row.previous != previous {
        return Some("it does not follow the event before it".to_owned());
    }
    if row.seal(programme) != row.hash {
        return Some("it is not what was sealed: a text of it was changed".to_owned());
    }
    let time = |text: &str| text.parse::<jiff::Timestamp>().ok();
    if time(&row.entered) < time(entered) {
        return Some("it was entered before the event before it".to_owned());
    }
    row.event().err().map(|error| error.what().to_owned())
}
