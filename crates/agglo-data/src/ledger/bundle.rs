//! Reading many events at once: the store joins their texts, and threads take them apart.
//!
//! A row by row reading costs more for each value than it takes to understand it.

use std::collections::BTreeMap;
use std::num::NonZero;
use std::panic::resume_unwind;
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::sync::{Mutex, PoisonError};
use std::thread;

use agglo::Error;
use agglo::engage::event::Event;
use sqlx::{AnyConnection, AssertSqlSafe, Row};

use crate::ledger::read::head;
use crate::ledger::seal::{Texts, Times};
use crate::ledger::{Engine, Ledger, failed};

/// Events of one bundle.
const EVENTS: u64 = 1_024;

/// Most threads that take bundles apart.
const THREADS: usize = 4;

/// Bundles that wait to be taken apart, for each thread: more would only fill memory.
const WAITING: usize = 4;

/// Marks between events and between texts of one: no text that was admitted holds them.
const BETWEEN: [char; 2] = ['\u{1e}', '\u{1f}'];

/// Columns of an event that are joined, in their order.
const JOINED: &str =
    "sequence, entered, happened, region, said_by, source, note, id, public, kind, body";

/// A bundle: its place, how many events it has, their texts.
type Bundle = (usize, i64, String);

/// The events of a bundle; nothing where its marks are not where they should be.
type Apart = (usize, Option<Result<Vec<Event>, Error>>);

impl Ledger {
    /// All events in the order of the chain; nothing where a text holds a mark of ours.
    pub(super) fn bundled(&mut self) -> Result<Option<Vec<Event>>, Error> {
        let threads = thread::available_parallelism().map_or(1, NonZero::get).min(THREADS);
        let (give, take) = sync_channel::<Bundle>(threads * WAITING);
        let take = Mutex::new(take);
        let (found, gathered) = channel::<Apart>();
        thread::scope(|scope| {
            for _ in 0..threads {
                let (take, found) = (&take, found.clone());
                scope.spawn(move || work(take, &found));
            }
            drop(found);
            let gathering = scope.spawn(move || in_order(gathered));
            let reading = joined(&mut self.connection, self.engine, &self.programme, &give);
            let read = self.runtime.block_on(reading).map_err(|error| failed(&error));
            // Who waits for more learns that there is none.
            drop(give);
            let events = gathering.join().unwrap_or_else(|panic| resume_unwind(panic));
            read.and(events)
        })
    }
}

/// Events of bundles that come in any order, in theirs; of faults the first. All are taken, for who gives them waits.
fn in_order(gathered: Receiver<Apart>) -> Result<Option<Vec<Event>>, Error> {
    let mut early: BTreeMap<usize, Vec<Event>> = BTreeMap::new();
    let mut faults: BTreeMap<usize, Option<Error>> = BTreeMap::new();
    let mut events = Vec::new();
    let mut next = 0;
    for (at, part) in gathered {
        match part {
            Some(Ok(part)) => drop(early.insert(at, part)),
            Some(Err(fault)) => drop(faults.insert(at, Some(fault))),
            None => drop(faults.insert(at, None)),
        }
        while let Some(part) = early.remove(&next) {
            events.extend(part);
            next += 1;
        }
    }
    match faults.pop_first() {
        None => Ok(Some(events)),
        Some((_, None)) => Ok(None),
        Some((_, Some(fault))) => Err(fault),
    }
}

/// Takes bundles apart until there are no more.
fn work(take: &Mutex<Receiver<Bundle>>, found: &Sender<Apart>) {
    loop {
        let next = take.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok((at, count, text)) = next else { return };
        if found.send((at, apart(count, &text))).is_err() {
            return;
        }
    }
}

/// Reads all events as bundles.
async fn joined(
    connection: &mut AnyConnection,
    engine: Engine,
    programme: &str,
    give: &SyncSender<Bundle>,
) -> Result<(), sqlx::Error> {
    let Some((last, ..)) = head(connection, programme).await? else { return Ok(()) };
    let last = i64::try_from(last).unwrap_or(i64::MAX);
    let those = "FROM events WHERE programme = $1 AND sequence > $2 AND sequence <= $3";
    let sql = match engine {
        Engine::Sqlite => format!(
            "SELECT count(*), coalesce(group_concat(own, char(30)), '') \
             FROM (SELECT concat_ws(char(31), {JOINED}) AS own {those} ORDER BY sequence)"
        ),
        Engine::Postgres => format!(
            "SELECT count(*), coalesce(string_agg(concat_ws(chr(31), {JOINED}), chr(30) ORDER BY sequence), '') {those}"
        ),
    };
    let size = i64::try_from(EVENTS).unwrap_or(i64::MAX);
    let mut from = 0_i64;
    for at in 0.. {
        if from >= last {
            break;
        }
        let query = sqlx::query(AssertSqlSafe(sql.clone()));
        let query = query.bind(programme.to_owned()).bind(from).bind(from.saturating_add(size));
        let row = query.fetch_one(&mut *connection).await?;
        // Who takes them apart may have gone: then nobody asks for more.
        if give.send((at, row.try_get(0)?, row.try_get(1)?)).is_err() {
            break;
        }
        from = from.saturating_add(size);
    }
    Ok(())
}

/// The events of joined texts; nothing where there are other marks than ours.
fn apart(count: i64, text: &str) -> Option<Result<Vec<Event>, Error>> {
    let [events, texts] = BETWEEN;
    let mut all = Vec::with_capacity(usize::try_from(count).unwrap_or(0));
    let mut times = Times::default();
    for own in text.split(events).filter(|_| count > 0) {
        let mut parts = own.split(texts);
        let mut next = || parts.next();
        let sequence = next()?.parse().ok()?;
        let told = Texts {
            entered: next()?,
            happened: next()?,
            region: next()?,
            said_by: next()?,
            source: next()?,
            note: next()?,
            id: next()?,
            is_public: next()? != "0",
            kind: next()?,
            body: next()?,
        };
        if next().is_some() {
            return None;
        }
        match told.event(sequence, &mut times) {
            Ok(event) => all.push(event),
            Err(error) => return Some(Err(error)),
        }
    }
    (i64::try_from(all.len()) == Ok(count)).then_some(Ok(all))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: &str = "7\u{1f}2026-01-02T00:00:00Z\u{1f}2026-01-01\u{1f}gulf\u{1f}\u{1f}\u{1f}a note\u{1f}\u{1f}0\u{1f}meeting\u{1f}{\"text\":\"Talk\",\"on\":\"2026-01-01\"}";

    #[test]
    fn joined_events_are_taken_apart() {
        let two = format!("{ONE}\u{1e}{}", ONE.replacen('7', "8", 1));
        let events = apart(2, &two).unwrap().unwrap();
        assert_eq!(events.iter().map(|event| event.sequence).collect::<Vec<_>>(), [7, 8]);
        assert_eq!(events[0].entry.note.as_deref(), Some("a note"));
        assert!(apart(0, "").unwrap().unwrap().is_empty());
    }

    #[test]
    fn bundles_stand_in_their_order_and_the_first_fault_counts() {
        let bundle = |at: usize, sequence: &str| (at, apart(1, &ONE.replacen('7', sequence, 1)));
        let gathered = |parts: Vec<Apart>| {
            let (give, take) = channel();
            parts.into_iter().for_each(|part| give.send(part).unwrap());
            drop(give);
            in_order(take)
        };
        let events = gathered(vec![bundle(2, "3"), bundle(0, "1"), bundle(1, "2")]).unwrap();
        let places = |events: Vec<Event>| events.iter().map(|own| own.sequence).collect::<Vec<_>>();
        assert_eq!(places(events.unwrap()), [1, 2, 3]);
        let fault = |at, code| (at, Some(Err(Error::new(code, "a fault"))));
        let found = gathered(vec![fault(2, "E0523"), fault(1, "E0521"), bundle(0, "1")]);
        assert_eq!(found.unwrap_err().code(), "E0521");
        assert!(gathered(vec![fault(2, "E0523"), (1, None), bundle(0, "1")]).unwrap().is_none());
    }

    #[test]
    fn a_text_that_holds_a_mark_is_left_to_the_slower_reading() {
        for text in [ONE.replace("a note", "a\u{1f}note"), ONE.replace("a note", "a\u{1e}note")] {
            assert!(apart(1, &text).is_none(), "{text:?}");
        }
        assert!(apart(2, ONE).is_none());
    }
}
