//! Erasing a person: an event that says so, and the end of the person's key.

use agglo::Error;
use agglo::engage::event::{Body, Entry, PersonKey};
use jiff::Timestamp;

use crate::ledger::{Engine, Ledger, failed};

impl Ledger {
    /// Destroys a person's key and enters that it was; whether there was a key.
    ///
    /// The key goes first: should the power fail between, nothing readable is left and the entry can be made
    /// again.
    ///
    /// # Errors
    ///
    /// `E0521` where the store fails.
    pub fn erase(
        &mut self,
        person: &PersonKey,
        entry: &Entry,
        now: Timestamp,
    ) -> Result<(u64, bool), Error> {
        if !matches!(&entry.body, Body::Erase(own) if own.person == *person) {
            return Err(Error::new("E0901", "an erasure of another person"));
        }
        let had_key = self.destroy(person)?;
        let places = self.append(std::slice::from_ref(entry), now)?;
        Ok((places.first().copied().unwrap_or(0), had_key))
    }

    /// Destroys a person's key, on the disk too.
    pub(super) fn destroy(&mut self, person: &PersonKey) -> Result<bool, Error> {
        let sql = "DELETE FROM person_keys WHERE programme = $1 AND person = $2";
        let query = sqlx::query(sql).bind(&self.programme).bind(person.as_str());
        let done = self.runtime.block_on(query.execute(&mut self.connection));
        let done = done.map_err(|error| failed(&error))?;
        // What was removed must not be read from the file: SQLite overwrites it (`secure_delete`) and its log is
        // emptied; Postgres writes the table anew.
        let sweep = match self.engine {
            Engine::Sqlite => "PRAGMA wal_checkpoint(TRUNCATE)",
            Engine::Postgres => "VACUUM FULL person_keys",
        };
        let swept = sqlx::raw_sql(sweep).execute(&mut self.connection);
        self.runtime.block_on(swept).map_err(|error| failed(&error))?;
        Ok(done.rows_affected() > 0)
    }
}
