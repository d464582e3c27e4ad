//! The ledger as text, one event a line: to read, to keep, to carry to another store, and back.

use std::collections::BTreeSet;

use agglo::Error;
use agglo::engage::event::{Body, Event, START};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sqlx::{Connection, Row};

use crate::ledger::append::insert;
use crate::ledger::project::follow;
use crate::ledger::read::head;
use crate::ledger::seal::{Stored, hex};
use crate::ledger::verify::verify;
use crate::ledger::{Ledger, failed};

/// The word that a text of a ledger begins with.
const SCHEMA: &str = "agglo/ledger/1";

/// The first line.
#[derive(Debug, Serialize, Deserialize)]
struct Heading {
    schema: String,
    programme: String,
    events: u64,
    /// The digest of the last event: a text that was cut short does not pass for whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    head: Option<String>,
}

/// A line of a person's key: only in a backup.
#[derive(Debug, Serialize, Deserialize)]
struct KeyLine {
    person_key: String,
    secret: String,
}

/// A line of an event.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    sequence: Option<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    entered: Option<String>,
    happened: String,
    region: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    said_by: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    source: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    note: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    id: String,
    #[serde(default)]
    public: bool,
    kind: String,
    body: Value,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    previous: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    hash: Option<String>,
}

/// What a text of a ledger holds.
#[derive(Debug)]
pub struct Archive {
    rows: Vec<Stored>,
    keys: Vec<KeyLine>,
    /// Events that came without a seal and were sealed when they were read.
    pub sealed_now: u64,
}

/// What was restored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Restored {
    /// Events.
    pub events: u64,
    /// Of them, those that came without a seal.
    pub sealed_now: u64,
    /// Persons' keys.
    pub keys: u64,
}

impl Ledger {
    /// All events as text; with persons' keys where it is a backup, which must be kept like them.
    ///
    /// # Errors
    ///
    /// `E0521` where the store fails, `E0523` where the chain is broken: what is broken is not copied.
    pub fn text(&mut self, is_backup: bool) -> Result<String, Error> {
        let rows = self.stored()?;
        let verified = verify(&self.programme, &rows);
        if let Some(broken) = verified.broken {
            let what = format!("the chain is broken at event {}: {}", broken.event, broken.why);
            return Err(Error::new("E0523", what).hint("restore the last backup that verifies"));
        }
        let ours = |error: serde_json::Error| Error::new("E0902", error.to_string());
        let (programme, events) = (self.programme.clone(), verified.events);
        let heading = Heading { schema: SCHEMA.to_owned(), programme, events, head: verified.head };
        let mut text = serde_json::to_string(&heading).map_err(ours)? + "\n";
        for row in rows {
            text += &serde_json::to_string(&Line::of(row)?).map_err(ours)?;
            text.push('\n');
        }
        if is_backup {
            for key in self.keys()? {
                text += &serde_json::to_string(&key).map_err(ours)?;
                text.push('\n');
            }
        }
        Ok(text)
    }

    fn keys(&mut self) -> Result<Vec<KeyLine>, Error> {
        let sql = "SELECT person, secret FROM person_keys WHERE programme = $1 ORDER BY person";
        let query = sqlx::query(sql).bind(&self.programme);
        let rows = self.runtime.block_on(query.fetch_all(&mut self.connection));
        let key = |row: &sqlx::any::AnyRow| -> Result<KeyLine, sqlx::Error> {
            Ok(KeyLine { person_key: row.try_get(0)?, secret: row.try_get(1)? })
        };
        let rows = rows.map_err(|error| failed(&error))?;
        rows.iter().map(key).collect::<Result<_, _>>().map_err(|error| failed(&error))
    }

    /// Puts the events of a text into this ledger, which must have none. Keys of persons whom the text says
    /// to be erased are left out.
    ///
    /// # Errors
    ///
    /// `E0525` where the ledger has events, `E0521` where the store fails; nothing is restored then.
    pub fn restore(&mut self, archive: &Archive) -> Result<Restored, Error> {
        let erased = archive.erased()?;
        let keys: Vec<&KeyLine> =
            archive.keys.iter().filter(|key| !erased.contains(&key.person_key)).collect();
        let Self { runtime, connection, programme, .. } = self;
        let restored = runtime.block_on(async {
            let mut transaction = connection.begin().await?;
            if head(&mut transaction, programme).await?.is_some() {
                return Ok(false);
            }
            insert(&mut transaction, programme, &archive.rows).await?;
            for key in &keys {
                sqlx::query(
                    "INSERT INTO person_keys (programme, person, secret) VALUES ($1, $2, $3)",
                )
                .bind(programme.as_str())
                .bind(&key.person_key)
                .bind(&key.secret)
                .execute(&mut *transaction)
                .await?;
            }
            follow(&mut transaction, programme, &archive.rows).await?;
            transaction.commit().await?;
            Ok::<bool, sqlx::Error>(true)
        });
        if !restored.map_err(|error| failed(&error))? {
            return Err(Error::new("E0525", "this ledger has events already")
                .hint("restore into a new programme folder: a chain is never joined to another"));
        }
        let count = |n: usize| u64::try_from(n).unwrap_or(u64::MAX);
        Ok(Restored {
            events: count(archive.rows.len()),
            sealed_now: archive.sealed_now,
            keys: count(keys.len()),
        })
    }
}

impl Line {
    fn of(row: Stored) -> Result<Self, Error> {
        let body = serde_json::from_str(&row.body);
        let body =
            body.map_err(|error| Error::new("E0523", format!("event {}: {error}", row.sequence)))?;
        Ok(Self {
            sequence: Some(row.sequence),
            entered: Some(row.entered),
            happened: row.happened,
            region: row.region,
            said_by: row.said_by,
            source: row.source,
            note: row.note,
            id: row.id,
            public: row.is_public,
            kind: row.kind,
            body,
            previous: Some(row.previous),
            hash: Some(row.hash),
        })
    }
}

impl Archive {
    /// Reads a text of a ledger for a programme; all faults at once, by line.
    ///
    /// # Errors
    ///
    /// `E0523` a line is no event, the chain is broken, or the text is that of another programme or cut short.
    pub fn read(text: &str, programme: &str) -> Result<Self, Vec<Error>> {
        let mut archive = Self { rows: Vec::new(), keys: Vec::new(), sealed_now: 0 };
        let mut faults = Vec::new();
        let mut heading: Option<Heading> = None;
        for (line, number) in text.lines().zip(1_usize..) {
            if line.trim().is_empty() || line.starts_with("//") {
                continue;
            }
            if let Err(what) = archive.line(line, programme, &mut heading) {
                faults.push(Error::new("E0523", what).at(format!("line {number}")));
            }
        }
        if faults.is_empty() {
            faults.extend(archive.whole(heading.as_ref(), programme));
        }
        if faults.is_empty() { Ok(archive) } else { Err(faults) }
    }

    fn line(
        &mut self,
        line: &str,
        programme: &str,
        heading: &mut Option<Heading>,
    ) -> Result<(), String> {
        let value: Value = serde_json::from_str(line).map_err(|error| error.to_string())?;
        if value.get("schema").is_some() {
            let own: Heading = serde_json::from_value(value).map_err(|error| error.to_string())?;
            if own.schema != SCHEMA {
                return Err(format!("`{}` is not `{SCHEMA}`", own.schema));
            }
            *heading = Some(own);
            return Ok(());
        }
        if value.get("person_key").is_some() {
            let key = serde_json::from_value(value).map_err(|error| error.to_string())?;
            self.keys.push(key);
            return Ok(());
        }
        let line: Line = serde_json::from_value(value).map_err(|error| error.to_string())?;
        self.event(line, programme)
    }

    fn event(&mut self, line: Line, programme: &str) -> Result<(), String> {
        let last = self.rows.last();
        let place = last.map_or(1, |row| row.sequence + 1);
        let previous = last.map_or_else(|| hex(&START), |row| row.hash.clone());
        let is_sealed = line.hash.is_some();
        let mut row = Stored {
            sequence: line.sequence.unwrap_or(place),
            // Noon of its day, where nobody wrote down when it was entered.
            entered: line.entered.unwrap_or_else(|| format!("{}T12:00:00Z", line.happened)),
            happened: line.happened,
            region: line.region,
            said_by: line.said_by,
            source: line.source,
            note: line.note,
            id: line.id,
            is_public: line.public,
            kind: line.kind,
            body: serde_json::to_string(&line.body).map_err(|error| error.to_string())?,
            previous: line.previous.unwrap_or(previous),
            hash: String::new(),
        };
        row.hash = line.hash.unwrap_or_else(|| row.seal(programme));
        row.event().map_err(|error| error.what().to_owned())?;
        self.sealed_now += u64::from(!is_sealed);
        self.rows.push(row);
        Ok(())
    }

    /// What is wrong with the whole.
    fn whole(&self, heading: Option<&Heading>, programme: &str) -> Option<Error> {
        let verified = verify(programme, &self.rows);
        if let Some(heading) = heading {
            if heading.programme != programme {
                let what =
                    format!("it is the ledger of `{}`, not of `{programme}`", heading.programme);
                return Some(
                    Error::new("E0523", what).hint("set `id` in agglo.toml to restore it here"),
                );
            }
            if heading.events != verified.events {
                let what = format!("{} of {} events are there", verified.events, heading.events);
                return Some(Error::new("E0523", what).hint("the text was cut short"));
            }
        }
        if let Some(broken) = verified.broken {
            let what = format!("the chain is broken at event {}: {}", broken.event, broken.why);
            return Some(Error::new("E0523", what));
        }
        let head = heading.and_then(|heading| heading.head.as_ref());
        (head.is_some() && head != verified.head.as_ref())
            .then(|| Error::new("E0523", "the last event is not the one that the first line names"))
    }

    /// The events that it holds.
    ///
    /// # Errors
    ///
    /// `E0523` where one cannot be read.
    pub fn events(&self) -> Result<Vec<Event>, Error> {
        self.rows.iter().map(Stored::event).collect()
    }

    fn erased(&self) -> Result<BTreeSet<String>, Error> {
        let events = self.events()?;
        let erased = events.into_iter().filter_map(|event| match event.entry.body {
            Body::Erase(erase) => Some(erase.person.to_string()),
            _ => None,
        });
        Ok(erased.collect())
    }
}
