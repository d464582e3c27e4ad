//! Adding events: all of them or none, each after the last, whoever else writes at the same time.

use agglo::Error;
use agglo::engage::event::{Entry, START};
use jiff::Timestamp;
use sqlx::{AnyConnection, AssertSqlSafe, Connection};

use crate::ledger::marks::{ROWS, marks};
use crate::ledger::project;
use crate::ledger::read::head;
use crate::ledger::seal::{Stored, hex};
use crate::ledger::{Engine, Ledger, failed};

/// Attempts at a place in the chain that another writer may take first.
const ATTEMPTS: u32 = 100;

/// Room for what one large import touches, in KiB, so that no page is written twice. Who only reads wants none.
const ROOM: &str = "PRAGMA cache_size = -65536";

/// What became of entries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Appended {
    /// They are on disk, with these places in the chain.
    Done(Vec<u64>),
    /// Another writer was faster: what they were checked against is no longer all that is known.
    Moved,
}

impl Ledger {
    /// Adds entries after whatever is last. When this returns, they are on disk.
    ///
    /// # Errors
    ///
    /// `E0521` where the store fails; nothing is added then.
    pub fn append(&mut self, entries: &[Entry], now: Timestamp) -> Result<Vec<u64>, Error> {
        match self.add(entries, now, None)? {
            Appended::Done(places) => Ok(places),
            Appended::Moved => Err(Error::new("E0901", "an append without a condition had one")),
        }
    }

    /// Adds entries if the last event is still the one with this place; 0 for an empty chain.
    ///
    /// # Errors
    ///
    /// As [`Ledger::append`].
    pub fn append_after(
        &mut self,
        last: u64,
        entries: &[Entry],
        now: Timestamp,
    ) -> Result<Appended, Error> {
        self.add(entries, now, Some(last))
    }

    fn add(
        &mut self,
        entries: &[Entry],
        now: Timestamp,
        last: Option<u64>,
    ) -> Result<Appended, Error> {
        let Self { runtime, connection, programme, engine } = self;
        if *engine == Engine::Sqlite {
            let room = runtime.block_on(sqlx::raw_sql(ROOM).execute(&mut *connection));
            room.map_err(|error| failed(&error))?;
        }
        let mut attempt = 1;
        loop {
            let adding = Adding { programme, engine: *engine, entries, now, last };
            match runtime.block_on(adding.attempt(connection)) {
                Ok(appended) => return appended,
                Err(error) if attempt < ATTEMPTS && is_conflict(&error) => attempt += 1,
                Err(error) => return Err(failed(&error)),
            }
        }
    }
}

/// Whether another writer was in the way.
fn is_conflict(error: &sqlx::Error) -> bool {
    let Some(error) = error.as_database_error() else { return false };
    let code = error.code().unwrap_or_default();
    // Postgres: serialisation failure, deadlock. SQLite: busy, locked, and their kinds.
    let is_busy = match code.parse::<u32>() {
        Ok(40_001) => true,
        Ok(number) => matches!(number & 0xff, 5 | 6),
        Err(_) => code == "40P01",
    };
    is_busy || error.is_unique_violation()
}

struct Adding<'a> {
    programme: &'a str,
    engine: Engine,
    entries: &'a [Entry],
    now: Timestamp,
    last: Option<u64>,
}

impl Adding<'_> {
    /// One attempt in one transaction.
    async fn attempt(
        &self,
        connection: &mut AnyConnection,
    ) -> Result<Result<Appended, Error>, sqlx::Error> {
        let mut transaction = match self.engine {
            // A writer takes its turn at the beginning, so that it never finds at the end that it lost it.
            Engine::Sqlite => connection.begin_with("BEGIN IMMEDIATE").await?,
            Engine::Postgres => connection.begin().await?,
        };
        if self.engine == Engine::Postgres {
            sqlx::query("SELECT pg_advisory_xact_lock(hashtext($1))")
                .bind(self.programme)
                .execute(&mut *transaction)
                .await?;
        }
        let (last, mut previous, entered) = match head(&mut transaction, self.programme).await? {
            Some((sequence, hash, entered)) => (sequence, hash, entered.parse().ok()),
            None => (0, hex(&START), None),
        };
        if self.last.is_some_and(|expected| expected != last) {
            transaction.rollback().await?;
            return Ok(Ok(Appended::Moved));
        }
        // A clock that was set back does not turn the order of the chain round.
        let now = entered.map_or(self.now, |entered: Timestamp| entered.max(self.now));
        let mut rows = Vec::with_capacity(self.entries.len());
        for (entry, sequence) in self.entries.iter().zip(last + 1..) {
            match Stored::of(self.programme, sequence, now, entry, &previous) {
                Ok(row) => {
                    previous.clone_from(&row.hash);
                    rows.push(row);
                }
                Err(error) => return Ok(Err(error)),
            }
        }
        insert(&mut transaction, self.programme, &rows).await?;
        project::follow(&mut transaction, self.programme, &rows).await?;
        transaction.commit().await?;
        Ok(Ok(Appended::Done(rows.iter().map(|row| row.sequence).collect())))
    }
}

/// Adds rows, many with one statement: each statement costs a trip to the store.
pub(super) async fn insert(
    connection: &mut AnyConnection,
    programme: &str,
    rows: &[Stored],
) -> Result<(), sqlx::Error> {
    const INTO: &str = "INSERT INTO events (programme, sequence, entered, happened, region, said_by, source, note, id, public, kind, body, previous, hash)";
    for some in rows.chunks(ROWS) {
        let sql = format!("{INTO} VALUES {}", marks(Engine::of(connection), some.len(), 14));
        let mut query = sqlx::query(AssertSqlSafe(sql));
        for row in some {
            query = query
                .bind(programme.to_owned())
                .bind(i64::try_from(row.sequence).unwrap_or(i64::MAX))
                .bind(row.entered.clone())
                .bind(row.happened.clone())
                .bind(row.region.clone())
                .bind(row.said_by.clone())
                .bind(row.source.clone())
                .bind(row.note.clone())
                .bind(row.id.clone())
                .bind(i64::from(row.is_public))
                .bind(row.kind.clone())
                .bind(row.body.clone())
                .bind(row.previous.clone())
                .bind(row.hash.clone());
        }
        query.execute(&mut *connection).await?;
    }
    Ok(())
}
