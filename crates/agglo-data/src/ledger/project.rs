//! Ordinary tables made from the events, one a kind, for any tool that opens a database.
//!
//! They follow the events in the same transaction and can be thrown away: whenever their form changes they
//! are made again. Nothing of ours reads them.

use std::collections::BTreeMap;

use agglo::Error;
use agglo::engage::event::{Body, Kind};
use serde_json::Value;
use sha2::{Digest, Sha256};
use sqlx::any::{Any, AnyArguments};
use sqlx::query::Query;
use sqlx::{AnyConnection, AssertSqlSafe, Connection, Row};

use crate::ledger::Engine;
use crate::ledger::marks::{ROWS, marks};
use crate::ledger::read::rows as all_rows;
use crate::ledger::seal::{Stored, hex};

/// A column of a table that is made from events.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its name, as the event's field is called.
    pub name: String,
    /// `TEXT`, `BIGINT` or `DOUBLE PRECISION`; lists stand as JSON text.
    pub kind: &'static str,
}

/// Columns that every table begins with.
const HEAD: [(&str, &str); 11] = [
    ("programme", "TEXT"),
    ("sequence", "BIGINT"),
    ("region", "TEXT"),
    ("happened", "TEXT"),
    ("entered", "TEXT"),
    ("said_by", "TEXT"),
    ("source", "TEXT"),
    ("note", "TEXT"),
    ("id", "TEXT"),
    ("public", "BIGINT"),
    ("corrected", "BIGINT"),
];

/// The table of a kind: `record_partner`.
pub fn table_name(kind: Kind) -> String {
    format!("record_{}", kind.word())
}

/// The columns that a kind's own fields give, after those that all tables begin with.
pub fn columns(kind: Kind) -> Vec<Column> {
    let schema = kind.schema();
    let mut columns = Vec::new();
    gather(schema.as_value(), &mut columns);
    columns.sort_by(|a, b| a.name.cmp(&b.name));
    columns.dedup_by(|a, b| a.name == b.name);
    // What is sealed stays where it is.
    columns.retain(|column| column.name != "sealed");
    columns
}

/// Fields of a schema, and of the alternatives of which one is meant.
fn gather(schema: &Value, columns: &mut Vec<Column>) {
    let fields = schema.get("properties").and_then(Value::as_object);
    for (name, field) in fields.into_iter().flatten() {
        columns.push(Column { name: name.clone(), kind: sql_type(field) });
    }
    for key in ["oneOf", "anyOf", "allOf"] {
        let all = schema.get(key).and_then(Value::as_array);
        all.into_iter().flatten().for_each(|one| gather(one, columns));
    }
}

fn sql_type(field: &Value) -> &'static str {
    let is = |name: &str| match field.get("type") {
        Some(Value::String(own)) => own == name,
        Some(Value::Array(all)) => all.iter().any(|own| own == name),
        _ => false,
    };
    let is_cents = field.to_string().contains("Cents");
    if is("integer") || is("boolean") || is_cents {
        "BIGINT"
    } else if is("number") {
        "DOUBLE PRECISION"
    } else {
        "TEXT"
    }
}

fn create(kind: Kind) -> String {
    let head = HEAD.iter().map(|(name, kind)| format!("\"{name}\" {kind} NOT NULL"));
    let own = columns(kind).into_iter().map(|own| format!("\"{}\" {}", own.name, own.kind));
    let all: Vec<String> =
        head.chain(own).chain(["PRIMARY KEY (programme, sequence)".to_owned()]).collect();
    format!("CREATE TABLE {} ({})", table_name(kind), all.join(", "))
}

/// A digest of the form of all tables.
fn version() -> String {
    let all: Vec<String> = Kind::ALL.iter().map(|kind| create(*kind)).collect();
    hex(&Sha256::digest(all.join("\n")))
}

/// Makes the tables again where their form is not this version's.
pub(super) async fn check(
    connection: &mut AnyConnection,
) -> Result<Result<(), Error>, sqlx::Error> {
    let version = version();
    let held =
        sqlx::query("SELECT version FROM projections").fetch_optional(&mut *connection).await?;
    let held = held.map(|row| row.try_get::<String, _>(0)).transpose()?;
    if held.as_ref() == Some(&version) {
        return Ok(Ok(()));
    }
    let mut transaction = connection.begin().await?;
    for kind in Kind::ALL {
        let drop = format!("DROP TABLE IF EXISTS {}", table_name(*kind));
        sqlx::raw_sql(AssertSqlSafe(drop)).execute(&mut *transaction).await?;
        sqlx::raw_sql(AssertSqlSafe(create(*kind))).execute(&mut *transaction).await?;
    }
    let found = sqlx::query("SELECT DISTINCT programme FROM events ORDER BY programme")
        .fetch_all(&mut *transaction)
        .await?;
    for row in found {
        let programme: String = row.try_get(0)?;
        let rows = match all_rows(&mut transaction, &programme).await {
            Ok(rows) => rows,
            Err(error) => return Ok(Err(error)),
        };
        follow(&mut transaction, &programme, &rows).await?;
    }
    sqlx::query("DELETE FROM projections").execute(&mut *transaction).await?;
    sqlx::query("INSERT INTO projections (version) VALUES ($1)")
        .bind(version)
        .execute(&mut *transaction)
        .await?;
    transaction.commit().await?;
    Ok(Ok(()))
}

/// Lets the tables follow events that were just added.
pub(super) async fn follow(
    connection: &mut AnyConnection,
    programme: &str,
    rows: &[Stored],
) -> Result<(), sqlx::Error> {
    let mut waiting = Waiting::default();
    for row in rows {
        let Some(kind) = Kind::named(&row.kind) else { continue };
        let Ok(body) = serde_json::from_str::<Value>(&row.body) else { continue };
        let of = body.get("event").and_then(Value::as_i64);
        waiting.entry(kind).or_default().push((row, body));
        let Some(of) = of.filter(|_| matches!(kind, Kind::Correct | Kind::Retract)) else {
            continue;
        };
        // What is told anew must be there.
        put_all(connection, programme, std::mem::take(&mut waiting)).await?;
        again(connection, programme, of).await?;
        // A correction that was retracted leaves what it corrected as it was before.
        if kind == Kind::Retract
            && let Some(corrected) = corrected_by(connection, programme, of).await?
        {
            again(connection, programme, corrected).await?;
        }
    }
    put_all(connection, programme, waiting).await
}

/// Rows on their way into the table of their kind.
type Waiting<'a> = BTreeMap<Kind, Vec<(&'a Stored, Value)>>;

async fn put_all(
    connection: &mut AnyConnection,
    programme: &str,
    waiting: Waiting<'_>,
) -> Result<(), sqlx::Error> {
    for (kind, rows) in waiting {
        for some in rows.chunks(ROWS) {
            put(connection, programme, kind, some, false).await?;
        }
    }
    Ok(())
}

async fn one(
    connection: &mut AnyConnection,
    sql: &'static str,
    programme: &str,
    of: i64,
) -> Result<Vec<(i64, String)>, sqlx::Error> {
    let rows = sqlx::query(sql).bind(programme).bind(of).fetch_all(connection).await?;
    rows.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?))).collect()
}

/// The event that a correction corrected.
async fn corrected_by(
    connection: &mut AnyConnection,
    programme: &str,
    correction: i64,
) -> Result<Option<i64>, sqlx::Error> {
    let sql = "SELECT sequence, body FROM events WHERE programme = $1 AND sequence = $2 AND kind = 'correct'";
    let found = one(connection, sql, programme, correction).await?;
    let body = found.first().and_then(|(_, body)| serde_json::from_str::<Value>(body).ok());
    Ok(body.and_then(|body| body.get("event").and_then(Value::as_i64)))
}

/// Writes the row of an event anew, from all that later events say of it.
async fn again(
    connection: &mut AnyConnection,
    programme: &str,
    of: i64,
) -> Result<(), sqlx::Error> {
    let all = all_rows(connection, programme)
        .await
        .map_err(|error| sqlx::Error::Protocol(error.to_string()))?;
    let at = |row: &&Stored| i64::try_from(row.sequence).is_ok_and(|own| own == of);
    let Some(row) = all.iter().find(at) else { return Ok(()) };
    let Some(kind) = Kind::named(&row.kind) else { return Ok(()) };
    let sql = format!("DELETE FROM {} WHERE programme = $1 AND sequence = $2", table_name(kind));
    sqlx::query(AssertSqlSafe(sql)).bind(programme).bind(of).execute(&mut *connection).await?;
    let says = |row: &Stored, word: &str| {
        (row.kind == word).then(|| serde_json::from_str::<Value>(&row.body).ok()).flatten()
    };
    let about = |body: &Value, of: i64| body.get("event").and_then(Value::as_i64) == Some(of);
    let retracted =
        |of: i64| all.iter().any(|row| says(row, "retract").is_some_and(|own| about(&own, of)));
    if retracted(of) {
        return Ok(());
    }
    let own = |row: &Stored| {
        let standing = !retracted(i64::try_from(row.sequence).unwrap_or(0));
        says(row, "correct").filter(|body| about(body, of) && standing)
    };
    let correction = all.iter().rev().find_map(own);
    let Some(correction) = correction else {
        let body: Value = serde_json::from_str(&row.body).unwrap_or_default();
        return put(connection, programme, kind, &[(row, body)], false).await;
    };
    let body = correction.pointer("/instead/body").cloned().unwrap_or_default();
    let mut row = row.clone();
    if let Some(happened) = correction.get("happened_on").and_then(Value::as_str) {
        happened.clone_into(&mut row.happened);
    }
    put(connection, programme, kind, &[(&row, body)], true).await
}

/// Writes rows into the table of their kind with one statement.
async fn put(
    connection: &mut AnyConnection,
    programme: &str,
    kind: Kind,
    rows: &[(&Stored, Value)],
    is_corrected: bool,
) -> Result<(), sqlx::Error> {
    let own = columns_of(kind);
    let names: Vec<String> = HEAD
        .iter()
        .map(|(name, _)| *name)
        .chain(own.iter().map(|own| own.name.as_str()))
        .map(|name| format!("\"{name}\""))
        .collect();
    let sql = format!(
        "INSERT INTO {} ({}) VALUES {}",
        table_name(kind),
        names.join(", "),
        marks(Engine::of(connection), rows.len(), names.len())
    );
    let mut query = sqlx::query(AssertSqlSafe(sql));
    for (row, body) in rows {
        query = query
            .bind(programme.to_owned())
            .bind(i64::try_from(row.sequence).unwrap_or(i64::MAX))
            .bind(row.region.clone())
            .bind(row.happened.clone())
            .bind(row.entered.clone())
            .bind(row.said_by.clone())
            .bind(row.source.clone())
            .bind(row.note.clone())
            .bind(row.id.clone())
            .bind(i64::from(row.is_public))
            .bind(i64::from(is_corrected));
        for column in own {
            query = bound(query, column, body.get(&column.name));
        }
    }
    query.execute(connection).await.map(drop)
}

fn bound<'q>(
    query: Query<'q, Any, AnyArguments>,
    column: &Column,
    value: Option<&Value>,
) -> Query<'q, Any, AnyArguments> {
    match column.kind {
        "BIGINT" => query.bind(value.and_then(|value| match value {
            Value::Bool(is) => Some(i64::from(*is)),
            other => other.as_i64(),
        })),
        "DOUBLE PRECISION" => query.bind(value.and_then(Value::as_f64)),
        _ => query.bind(value.filter(|value| !value.is_null()).map(|value| match value {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        })),
    }
}

/// Columns by kind, made once: a schema is not cheap.
fn columns_of(kind: Kind) -> &'static [Column] {
    static ALL: std::sync::OnceLock<Vec<(Kind, Vec<Column>)>> = std::sync::OnceLock::new();
    let all = ALL.get_or_init(|| Kind::ALL.iter().map(|kind| (*kind, columns(*kind))).collect());
    all.iter().find(|(own, _)| *own == kind).map_or(&[], |(_, columns)| columns)
}

/// Whether a body of this kind has a field.
pub fn has_field(body: &Body, field: &str) -> bool {
    columns_of(body.kind()).iter().any(|column| column.name == field)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_a_table_and_no_column_twice() {
        for kind in Kind::ALL {
            let mut names: Vec<String> = columns(*kind).into_iter().map(|own| own.name).collect();
            names.extend(HEAD.iter().map(|(name, _)| (*name).to_owned()));
            let all = names.len();
            names.sort();
            names.dedup();
            assert_eq!(names.len(), all, "{}", kind.word());
        }
        let own = columns(Kind::Rating);
        let kind = |name: &str| own.iter().find(|own| own.name == name).map(|own| own.kind);
        assert_eq!(
            (kind("score"), kind("consent"), kind("rater")),
            (Some("BIGINT"), Some("BIGINT"), Some("TEXT"))
        );
        let own = columns(Kind::Answer);
        assert!(
            ["to", "outcome", "on", "by", "because"]
                .iter()
                .all(|name| own.iter().any(|own| own.name == *name)),
            "{own:?}"
        );
        assert!(
            columns(Kind::Budget).iter().any(|own| own.name == "amount" && own.kind == "BIGINT")
        );
    }
}
