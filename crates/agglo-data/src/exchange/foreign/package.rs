//! The tabular package of HSDS 3.0 on its way in: a folder of tables that name each other.

use std::path::Path;

use crate::exchange::foreign::Found;
use crate::exchange::foreign::services::tabular;
use crate::fault::{Fault, Faults};
use crate::intake::{self, Limits, Opened, Wishes};
use crate::sheet::Record;
use crate::sheet::json::Value;

/// The tables of the package that say something of partners; the first one must be there.
const TABLES: [&str; 3] = ["organizations.csv", "services.csv", "organization_identifiers.csv"];

/// Whether a folder is a package of the standard, rather than tables of ours.
pub(in crate::exchange) fn is(folder: &Path) -> bool {
    let has = |name: &str| folder.join(name).is_file();
    has(TABLES[0]) && (has(TABLES[1]) || has("datapackage.json"))
}

/// The organizations of a package as partners, with what they offer.
///
/// # Errors
///
/// What is wrong with one of its tables, with the table's name.
pub(in crate::exchange) fn partners(folder: &Path) -> Result<Found, Faults> {
    let mut tables = Vec::new();
    let mut places = Vec::new();
    for name in TABLES.into_iter().filter(|name| folder.join(name).is_file()) {
        let (rows, at) = table(folder, name)?;
        if name == TABLES[0] {
            places = at;
        }
        tables.push((name.into(), Value::List(rows)));
    }
    Ok(tabular(&Value::Object(tables), |at| places.get(at).cloned().unwrap_or_default()))
}

/// The rows of a table as objects, and where each stands.
fn table(folder: &Path, name: &str) -> Result<(Vec<Value>, Vec<String>), Faults> {
    let named = |faults: Faults| -> Faults {
        let place = |fault: &Fault| fault.place.clone().unwrap_or_default();
        let mut all = Faults::default();
        all.extend(faults.iter().map(|own| own.clone().at(format!("{name}: {}", place(own)))));
        all
    };
    let opened = intake::open(&folder.join(name), &Wishes::default(), &Limits::default());
    let Opened::Tables(all) = opened.map_err(named)? else {
        return Err(Fault::new("the file holds no table").at(name).into());
    };
    let (mut rows, mut places, mut faults) = (Vec::new(), Vec::new(), Faults::default());
    for mut found in all {
        let mut record = Record::default();
        loop {
            match found.sheet.read(&mut record) {
                Ok(false) => break,
                Ok(true) => {
                    let cells = found.sheet.columns().iter().zip(record.iter());
                    let members =
                        cells.map(|(key, text)| (key.as_str().into(), Value::Text(text.into())));
                    rows.push(Value::Object(members.collect()));
                    places.push(format!("{name}: {}", found.sheet.place(record.at(), None)));
                }
                Err(own) => faults.extend(own.iter().cloned()),
            }
        }
    }
    if faults.is_empty() { Ok((rows, places)) } else { Err(named(faults)) }
}
