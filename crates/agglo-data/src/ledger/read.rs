//! Reading events back, in the order of the chain.

use agglo::Error;
use agglo::engage::event::Event;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, AssertSqlSafe, Row};

use crate::ledger::seal::Stored;
use crate::ledger::{Ledger, failed};

/// Columns of the table of events, in their order.
pub(super) const COLUMNS: &str = "sequence, entered, happened, region, said_by, source, note, id, public, kind, body, previous, hash";

fn stored(row: &AnyRow) -> Result<Stored, sqlx::Error> {
    let text = |at: usize| row.try_get::<String, _>(at);
    let number = |at: usize| row.try_get::<i64, _>(at);
    Ok(Stored {
        sequence: u64::try_from(number(0)?).unwrap_or(0),
        entered: text(1)?,
        happened: text(2)?,
        region: text(3)?,
        said_by: text(4)?,
        source: text(5)?,
        note: text(6)?,
        id: text(7)?,
        is_public: number(8)? != 0,
        kind: text(9)?,
        body: text(10)?,
        previous: text(11)?,
        hash: text(12)?,
    })
}

/// All rows of a programme.
pub(super) async fn rows(
    connection: &mut AnyConnection,
    programme: &str,
) -> Result<Vec<Stored>, Error> {
    let sql = format!("SELECT {COLUMNS} FROM events WHERE programme = $1 ORDER BY sequence");
    let rows = sqlx::query(AssertSqlSafe(sql)).bind(programme).fetch_all(connection).await;
    let rows = rows.map_err(|error| failed(&error))?;
    rows.iter().map(stored).collect::<Result<_, _>>().map_err(|error| failed(&error))
}

/// The last event: its place, its digest and when it was entered.
pub(super) async fn head(
    connection: &mut AnyConnection,
    programme: &str,
) -> Result<Option<(u64, String, String)>, sqlx::Error> {
    let sql = "SELECT sequence, hash, entered FROM events WHERE programme = $1 ORDER BY sequence DESC LIMIT 1";
    let row = sqlx::query(sql).bind(programme).fetch_optional(connection).await?;
    row.map(|row| {
        let sequence = u64::try_from(row.try_get::<i64, _>(0)?).unwrap_or(0);
        Ok((sequence, row.try_get(1)?, row.try_get(2)?))
    })
    .transpose()
}

impl Ledger {
    /// All events, in the order of the chain.
    ///
    /// # Errors
    ///
    /// `E0521` where the store fails, `E0523` where an event cannot be read.
    pub fn events(&mut self) -> Result<Vec<Event>, Error> {
        match self.bundled()? {
            Some(events) => Ok(events),
            None => self.stored()?.iter().map(Stored::event).collect(),
        }
    }

    pub(super) fn stored(&mut self) -> Result<Vec<Stored>, Error> {
        self.runtime.block_on(rows(&mut self.connection, &self.programme))
    }

    /// The place and the digest of the last event; nothing where there is none.
    ///
    /// # Errors
    ///
    /// `E0521` where the store fails.
    pub fn head(&mut self) -> Result<Option<(u64, String)>, Error> {
        let head = self.runtime.block_on(head(&mut self.connection, &self.programme));
        Ok(head.map_err(|error| failed(&error))?.map(|(sequence, hash, _)| (sequence, hash)))
    }
}
