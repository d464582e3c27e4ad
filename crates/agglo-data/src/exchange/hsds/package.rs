//! The tabular package of HSDS 3.0: a table a file, and a description that a validator of data packages reads.

use agglo::Error;
use serde_json::{Value, json};

use crate::exchange::cell::escaped;

/// A table of the standard, as far as we fill it.
struct Table {
    /// Its name; the file ends in `.csv`.
    name: &'static str,
    /// Its columns, in the standard's order. The first is the key; all are required in a package.
    columns: &'static [&'static str],
}

/// The three tables that partners and what they carry go into.
const TABLES: [Table; 3] = [
    Table { name: "organizations", columns: &["id", "name", "description"] },
    Table { name: "services", columns: &["id", "organization_id", "name", "status"] },
    Table {
        name: "organization_identifiers",
        columns: &["id", "organization_id", "identifier_type", "identifier"],
    },
];

/// The words that the standard has for the status of a service.
const STATUS: [&str; 4] = ["active", "inactive", "defunct", "temporarily closed"];

/// The files of the package of a programme, made of its organizations with all that hangs on them.
///
/// # Errors
///
/// `E0902` where a table cannot be written, which is our fault.
///
/// # Source
///
/// Open Referral, Human Services Data Specification 3.0, tables `organization`, `service` and
/// `organization_identifier`; Frictionless Data, Tabular Data Package 1.
pub fn package(
    organizations: &Value,
    programme: (&str, &str),
) -> Result<Vec<(String, Vec<u8>)>, Error> {
    let failed = |what: String| Error::new("E0902", what);
    let all = organizations.as_array().map_or(&[] as &[Value], Vec::as_slice);
    let mut files = Vec::new();
    for own in &TABLES {
        let rows = all.iter().flat_map(|organization| match organization.get(own.name) {
            Some(hanging) => hanging.as_array().map_or(&[] as &[Value], Vec::as_slice),
            None => std::slice::from_ref(organization),
        });
        files.push((format!("{}.csv", own.name), table(own, rows).map_err(failed)?));
    }
    let (id, title) = programme;
    let description = json!({
        "profile": "tabular-data-package",
        "name": id.to_lowercase(),
        "title": title,
        "resources": TABLES.iter().map(resource).collect::<Vec<_>>(),
    });
    let text = serde_json::to_string_pretty(&description);
    let text = text.map_err(|error| failed(error.to_string()))?;
    files.push(("datapackage.json".to_owned(), format!("{text}\n").into_bytes()));
    Ok(files)
}

fn table<'a>(of: &Table, rows: impl Iterator<Item = &'a Value>) -> Result<Vec<u8>, String> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(of.columns).map_err(|error| error.to_string())?;
    for row in rows {
        let cell = |column: &&str| {
            let text = row.get(column).and_then(Value::as_str).unwrap_or_default();
            escaped(text)
        };
        writer.write_record(of.columns.iter().map(cell)).map_err(|error| error.to_string())?;
    }
    writer.into_inner().map_err(|error| error.to_string())
}

fn resource(of: &Table) -> Value {
    let mut schema = json!({
        "fields": of.columns.iter().map(|column| field(column)).collect::<Vec<_>>(),
        "primaryKey": "id",
    });
    if of.columns.contains(&"organization_id") {
        schema["foreignKeys"] = json!([{
            "fields": "organization_id",
            "reference": { "resource": "organizations", "fields": "id" },
        }]);
    }
    json!({
        "name": of.name,
        "path": format!("{}.csv", of.name),
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": schema,
    })
}

fn field(column: &str) -> Value {
    match column {
        "id" => json!({
            "name": column,
            "type": "string",
            "format": "uuid",
            "constraints": { "required": true, "unique": true },
        }),
        "status" => json!({
            "name": column,
            "type": "string",
            "constraints": { "required": true, "enum": STATUS },
        }),
        _ => json!({ "name": column, "type": "string", "constraints": { "required": true } }),
    }
}
