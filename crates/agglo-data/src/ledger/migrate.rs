//! Opening a store: its tables by migrations, and proof that it keeps what it acknowledges.

use agglo::Error;
use sqlx::AnyConnection;
use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::{Connection, Row, SqlSafeStr};

use crate::ledger::{Address, Engine, failed};

const EVENTS: &str = include_str!("migrations/0001_events.sql");
const PERSON_KEYS: &str = include_str!("migrations/0002_person_keys.sql");
const GUARD_SQLITE: &str = include_str!("migrations/0003_guard.sqlite.sql");
const GUARD_POSTGRES: &str = include_str!("migrations/0003_guard.postgres.sql");

/// The migrations of both engines; only triggers are worded by each.
fn migrator(engine: Engine) -> Migrator {
    let guard = match engine {
        Engine::Sqlite => GUARD_SQLITE,
        Engine::Postgres => GUARD_POSTGRES,
    };
    let texts = [(1, "events", EVENTS), (2, "person keys", PERSON_KEYS), (3, "guard", guard)];
    let migrations = texts.map(|(version, name, sql)| {
        Migration::new(version, name.into(), MigrationType::Simple, sql.into_sql_str(), false)
    });
    Migrator::with_migrations(migrations.to_vec())
}

/// A connection to a store whose tables are there and whose commits last.
pub(super) async fn open(address: &Address) -> Result<AnyConnection, Error> {
    sqlx::any::install_default_drivers();
    let closed = |error: &dyn std::fmt::Display| {
        Error::new("E0520", format!("the ledger `{}` cannot be opened: {error}", address.shown()))
            .hint("check the path, or that the server runs and lets you in")
    };
    if let Address::File(path) = address {
        private(path).map_err(|error| closed(&error))?;
    }
    let mut connection =
        AnyConnection::connect(&address.url()).await.map_err(|error| closed(&error))?;
    let engine = address.engine();
    lasting(&mut connection, engine).await?;
    migrator(engine).run(&mut connection).await.map_err(|error| closed(&error))?;
    Ok(connection)
}

/// Makes the file of a new ledger so that its owner alone can read it: persons' keys lie in it.
fn private(path: &std::path::Path) -> std::io::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => Err(error),
        _ => Ok(()),
    }
}

/// Sets what makes a commit last through a loss of power, and reads it back.
async fn lasting(connection: &mut AnyConnection, engine: Engine) -> Result<(), Error> {
    match engine {
        Engine::Sqlite => {
            for pragma in [
                "PRAGMA busy_timeout = 30000",
                "PRAGMA journal_mode = WAL",
                "PRAGMA synchronous = FULL",
                "PRAGMA fullfsync = ON",
                "PRAGMA secure_delete = ON",
                "PRAGMA recursive_triggers = ON",
                // What a statement keeps to undo itself stays in memory: what makes a commit last is the log alone.
                "PRAGMA temp_store = MEMORY",
            ] {
                sqlx::raw_sql(pragma).execute(&mut *connection).await.map_err(|e| failed(&e))?;
            }
            let row = sqlx::query("PRAGMA synchronous").fetch_one(&mut *connection).await;
            let level: i64 = row.and_then(|row| row.try_get(0)).map_err(|e| failed(&e))?;
            // 2 is FULL, 3 is EXTRA.
            if level < 2 { Err(not_lasting("synchronous", &level.to_string())) } else { Ok(()) }
        }
        Engine::Postgres => {
            sqlx::raw_sql("SET synchronous_commit = on")
                .execute(&mut *connection)
                .await
                .map_err(|error| failed(&error))?;
            let row = sqlx::query("SHOW fsync").fetch_one(&mut *connection).await;
            let state: String = row.and_then(|row| row.try_get(0)).map_err(|e| failed(&e))?;
            if state == "on" { Ok(()) } else { Err(not_lasting("fsync", &state)) }
        }
    }
}

fn not_lasting(setting: &str, value: &str) -> Error {
    let what = format!("the store does not flush what it acknowledges: {setting} is {value}");
    Error::new("E0522", what).hint("a ledger is only kept where commits last")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_flushed_at_every_commit_and_a_writer_waits_for_its_turn() {
        let folder = tempfile::TempDir::new().unwrap();
        let address = Address::File(folder.path().join("ledger.db"));
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let mut connection = open(&address).await.unwrap();
            // 2 is FULL: the log is flushed before a commit is acknowledged.
            for (pragma, expected) in
                [("synchronous", 2), ("fullfsync", 1), ("busy_timeout", 30_000)]
            {
                let sql = sqlx::AssertSqlSafe(format!("PRAGMA {pragma}"));
                let row = sqlx::query(sql).fetch_one(&mut connection).await.unwrap();
                assert_eq!(row.try_get::<i64, _>(0).unwrap(), expected, "{pragma}");
            }
            let row = sqlx::query("PRAGMA journal_mode").fetch_one(&mut connection).await.unwrap();
            assert_eq!(row.try_get::<String, _>(0).unwrap(), "wal");
        });
    }

    #[test]
    fn no_migration_changes_or_removes_events() {
        for text in [EVENTS, PERSON_KEYS, GUARD_SQLITE, GUARD_POSTGRES] {
            for line in text.lines().map(str::trim_start) {
                let word = line.split_whitespace().next().unwrap_or_default().to_uppercase();
                let changes = ["UPDATE", "DELETE", "TRUNCATE", "DROP", "ALTER"];
                assert!(!changes.contains(&word.as_str()), "{line}");
            }
        }
    }
}
