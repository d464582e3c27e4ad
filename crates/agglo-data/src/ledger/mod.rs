//! The ledger on disk: events that are only added, one chain a programme, in `SQLite` or on a Postgres server.
//!
//! The store is asynchronous inside and blocking outside: whoever calls it needs no runtime.

mod address;
mod append;
mod bundle;
mod erase;
mod marks;
mod migrate;
mod project;
mod read;
mod seal;
mod text;
mod vault;
mod verify;

use agglo::Error;
use sqlx::AnyConnection;
use tokio::runtime::Runtime;

pub use address::Address;
pub use append::Appended;
pub use project::{Column, columns, has_field, table_name};
pub use text::{Archive, Restored};
pub use vault::Personal;
pub use verify::{Broken, Verified};

/// Attempts to open a store that another process makes at the same time, and the time between them.
const ATTEMPTS: u32 = 5;
const PAUSE: std::time::Duration = std::time::Duration::from_millis(40);

/// The ledger of one programme.
pub struct Ledger {
    runtime: Runtime,
    connection: AnyConnection,
    programme: String,
    engine: Engine,
}

/// Who keeps the events.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// A file.
    Sqlite,
    /// A server.
    Postgres,
}

impl Engine {
    /// Who is at the other end of a connection.
    fn of(connection: &AnyConnection) -> Self {
        // The driver's own name of itself.
        if connection.backend_name() == "PostgreSQL" { Self::Postgres } else { Self::Sqlite }
    }
}

impl Ledger {
    /// Opens the ledger of a programme, and makes it if it is not there.
    ///
    /// # Errors
    ///
    /// `E0520` where the store cannot be opened, `E0522` where it does not keep what it acknowledges.
    pub fn open(address: &Address, programme: &str) -> Result<Self, Error> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|error| Error::new("E0901", format!("no runtime: {error}")))?;
        let engine = address.engine();
        let mut attempt = 1;
        let mut tried = None;
        loop {
            let opened: Result<AnyConnection, Error> = runtime.block_on(async {
                let mut connection = migrate::open(address).await?;
                project::check(&mut connection).await.map_err(|error| failed(&error))??;
                Ok(connection)
            });
            match opened {
                Ok(connection) => {
                    return Ok(Self {
                        runtime,
                        connection,
                        programme: programme.to_owned(),
                        engine,
                    });
                }
                // Two that open a new store at once make its tables at once: one of them comes second.
                Err(error) if attempt < ATTEMPTS && error.code() != "E0522" => {
                    attempt += 1;
                    std::thread::sleep(PAUSE);
                    tried = Some(error);
                }
                Err(error) => return Err(tried.unwrap_or(error)),
            }
        }
    }

    /// The programme's id.
    pub fn programme(&self) -> &str {
        &self.programme
    }

    /// Who keeps the events.
    pub fn engine(&self) -> Engine {
        self.engine
    }
}

/// An error of the store in our words: `E0521`.
pub(crate) fn failed(error: &sqlx::Error) -> Error {
    let code = error.as_database_error().and_then(|own| own.code()?.parse().ok());
    Error::new("E0521", format!("the ledger's store failed: {error}")).hint(remedy(code))
}

/// What helps, by the code that the engine gives: `SQLite`'s results, a Postgres server's states.
fn remedy(code: Option<u32>) -> &'static str {
    // SQLite keeps the kind in the lowest byte and details above it; its codes stay below those of a server.
    let is_file = code.is_some_and(|code| code < 10_000);
    match code.map(|code| if is_file { code & 0xff } else { code }) {
        Some(8 | 25_006 | 42_501) => {
            "nothing was changed: it may only be read here. Ask for the permission to write to its file and folder, or \
             work in a copy of the folder"
        }
        Some(13 | 53_100) => "nothing was changed: the disk is full. Free some space and try again",
        _ => "nothing was changed; try again, and check the disk or the server",
    }
}

#[cfg(test)]
mod tests {
    use super::remedy;

    #[test]
    fn a_ledger_that_may_not_be_written_and_a_full_disk_are_told_apart() {
        // Read-only, and read-only because of its folder; refused by a server.
        for code in [8, 8 + 256 * 6, 42_501] {
            assert!(remedy(Some(code)).contains("permission to write"), "{code}");
        }
        for code in [13, 53_100] {
            assert!(remedy(Some(code)).contains("disk is full"), "{code}");
        }
        assert_eq!(remedy(None), remedy(Some(1)));
    }
}
