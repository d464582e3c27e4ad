//! The ledger on both of its stores: one list of cases, run on a file and on a server.
#![cfg(feature = "ledger")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test's own helpers may fail loudly"
)]

mod cases;
mod lasting;
mod server;

use std::sync::atomic::{AtomicU32, Ordering};

use agglo_data::ledger::{Address, Ledger};
use sqlx::{AnyConnection, AssertSqlSafe, Connection, Row};
use tempfile::TempDir;

use crate::server::Server;

/// Where a case makes its stores.
pub(crate) struct Place<'a> {
    folder: TempDir,
    server: Option<&'a Server>,
    made: AtomicU32,
}

/// One store.
pub(crate) struct Store {
    pub(crate) address: Address,
    url: String,
    pub(crate) is_file: bool,
}

impl Place<'_> {
    pub(crate) fn store(&self) -> Store {
        let number = self.made.fetch_add(1, Ordering::Relaxed);
        let Some(server) = self.server else {
            let path = self.folder.path().join(format!("a ledger {number}.db"));
            let url = format!("sqlite://{}", path.display().to_string().replace(' ', "%20"));
            return Store { address: Address::File(path), url, is_file: true };
        };
        let url = server.database();
        Store { address: Address::Server(url.clone()), url, is_file: false }
    }
}

impl Store {
    pub(crate) fn open(&self) -> Ledger {
        Ledger::open(&self.address, "coast").unwrap()
    }

    /// Runs statements beside the ledger, as any tool could; the first column of the last one's rows.
    pub(crate) fn sql(&self, text: &str) -> Result<Vec<String>, String> {
        sqlx::any::install_default_drivers();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let mut connection =
                AnyConnection::connect(&self.url).await.map_err(|e| e.to_string())?;
            let rows = sqlx::raw_sql(AssertSqlSafe(text.to_owned()))
                .fetch_all(&mut connection)
                .await
                .map_err(|error| error.to_string())?;
            let text = |row: &sqlx::any::AnyRow| {
                row.try_get::<String, _>(0)
                    .or_else(|_| row.try_get::<i64, _>(0).map(|number| number.to_string()))
                    .or_else(|_| row.try_get::<i32, _>(0).map(|number| number.to_string()))
                    .unwrap_or_default()
            };
            let rows = rows.iter().map(text).collect();
            connection.close().await.map_err(|e| e.to_string())?;
            Ok(rows)
        })
    }

    /// Lets a tamperer past the triggers.
    pub(crate) fn unguard(&self) {
        let text = if self.is_file {
            "DROP TRIGGER events_are_not_changed; DROP TRIGGER events_are_not_removed;"
        } else {
            "ALTER TABLE events DISABLE TRIGGER ALL;"
        };
        self.sql(text).unwrap();
    }
}

fn run(server: Option<&Server>) {
    for (name, case) in cases::CASES {
        println!("{name}");
        let place = Place { folder: TempDir::new().unwrap(), server, made: AtomicU32::new(0) };
        case(&place);
    }
}

#[test]
fn every_case_holds_on_a_file() {
    run(None);
}

#[test]
fn every_case_holds_on_a_server() {
    match Server::start() {
        Ok(server) => run(Some(&server)),
        Err(reason) => println!("skipped: no Postgres server can be started: {reason}"),
    }
}
