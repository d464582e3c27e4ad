//! What the columns of a table mean: as a person says, as a known source says, or by a guess that leaves no doubt.

use agglo::Error;

use crate::add::How;
use crate::fault::{Fault, Faults};
use crate::intake::Named;
use crate::sheet::Record;
use crate::source::description::{Mark, PeriodColumn};
use crate::source::legend::explained;
use crate::source::period::{NO_PERIOD, period};
use crate::source::{Codes, Description, Guess, guess, recognised};

/// Rows that a guess looks at.
const SAMPLE: usize = 1000;

/// What the columns of a table mean: by the file of a source that is known, else by a guess; with what should be
/// said of it.
///
/// # Errors
///
/// Where a definition is damaged.
pub fn described(
    table: &mut Named,
    decimal: Option<Mark>,
    codes: &Codes,
) -> Result<(Guess, Vec<String>), Faults> {
    let columns = table.sheet.columns().to_vec();
    let damaged = |error: Error| Faults::from(Fault::new(error.what().to_owned()));
    let known = recognised(&columns).map_err(damaged)?;
    let (mut found, mut notes) = match known {
        Some((description, notes)) => (Guess { description, doubts: Vec::new() }, notes),
        None => (guess(&columns, &sample(table), (&table.name, table.format), codes), Vec::new()),
    };
    found.description.file.decimal = decimal.or(found.description.file.decimal);
    notes.extend(explained(&table.sheet.notes(), &mut found.description.marks));
    Ok((found, notes))
}

/// What the columns of a table mean; a guess that leaves doubts is refused.
pub(super) fn of(
    table: &mut Named,
    how: &How,
    codes: &Codes,
) -> Result<(Description, Vec<String>), Faults> {
    let (mut description, mut notes) = if let Some(map) = &how.map {
        (map.clone(), Vec::new())
    } else {
        let (found, notes) = described(table, how.decimal, codes)?;
        if !found.doubts.is_empty() {
            let mut faults = Faults::default();
            let cure = "agglo data guess FILE -o MAP.toml; then --map MAP.toml";
            faults.extend(found.doubts.into_iter().map(|doubt| Fault::new(doubt).cure(cure)));
            return Err(faults);
        }
        (found.description, notes)
    };
    if let Some(name) = &how.name {
        description.dataset.clone_from(name);
    }
    description.file.decimal = how.decimal.or(description.file.decimal);
    if let Some(said) = &how.period {
        dated(&mut description, said)?;
        notes.retain(|note| !note.ends_with(NO_PERIOD));
    }
    Ok((description, notes))
}

/// How a file is written, where its source says it and no person.
pub(super) fn written(how: &How, description: &Description) -> How {
    let mut how = how.clone();
    let own = &description.file.encoding;
    how.wishes.encoding = how.wishes.encoding.take().or_else(|| own.clone());
    how
}

/// Gives all rows a period that the file does not say.
fn dated(description: &mut Description, said: &str) -> Result<(), Faults> {
    if let Some(column) = description.period.as_ref().and_then(|own| own.column.as_ref()) {
        let what = format!("column {column} says of when each row is");
        return Err(Fault::new(what).value(said).cure("leave the period out").into());
    }
    let found = period(said).map_err(|fault| fault.value(said))?;
    description.period = Some(PeriodColumn { column: None, quarter: None, is: Some(found.text) });
    Ok(())
}

/// The first rows of a table. Rows that cannot be read are left for the reading itself to complain of.
fn sample(table: &mut Named) -> Vec<Vec<String>> {
    let (mut rows, mut record) = (Vec::new(), Record::default());
    for _ in 0..SAMPLE {
        match table.sheet.read(&mut record) {
            Ok(true) => rows.push(record.iter().map(str::to_owned).collect()),
            Ok(false) => break,
            Err(_) => {}
        }
    }
    rows
}
