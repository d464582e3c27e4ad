//! What a new vintage may change of a dataset's columns, and what it may not.

use agglo::Error;

use crate::lake::block::Kind;
use crate::lake::card::{Card, ColumnCard, Role, Scope};
use crate::lake::encode::Field;
use crate::lake::manifest::{Manifest, Stored};

/// The columns of a load, as they are written.
pub(super) fn fields(card: &Card, kinds: &[Kind]) -> Vec<Field> {
    let columns = card.columns.iter().zip(kinds);
    columns
        .map(|(column, &kind)| Field { name: column.name.clone(), kind, role: column.role })
        .collect()
}

/// Refuses a card that gives another meaning to what the dataset has.
///
/// # Errors
///
/// `E0422` where a key is gone, keys come in another order, or a column has another role or unit.
pub(super) fn check(card: &Card, before: &Manifest) -> Result<(), Error> {
    let mut keys = card.keys();
    for key in before.card.keys() {
        if card.column(key).is_none() {
            return Err(refused(
                card,
                format!("key `{key}` is gone: rows could not be told apart"),
            ));
        }
        if !keys.any(|own| own == key) {
            let role = card.column(key).map_or("", |column| column.role.word());
            let what = if role == Role::Key.word() {
                format!("key `{key}` comes in another place than before")
            } else {
                format!("column `{key}` was a key, now its role is {role}")
            };
            return Err(refused(card, what));
        }
    }
    for column in &card.columns {
        let Some(old) = before.card.column(&column.name) else { continue };
        if let Some(what) = change(old, column) {
            return Err(refused(card, what));
        }
    }
    Ok(())
}

fn change(old: &ColumnCard, new: &ColumnCard) -> Option<String> {
    let name = &new.name;
    if old.role != new.role {
        let (old, new) = (old.role.word(), new.role.word());
        return Some(format!("column `{name}` had the role {old}, now {new}"));
    }
    if old.unit != new.unit {
        let say = |unit: &Option<String>| unit.clone().unwrap_or_else(|| "no unit".to_owned());
        return Some(format!(
            "column `{name}` was in {}, now in {}",
            say(&old.unit),
            say(&new.unit)
        ));
    }
    (old.of != new.of).then(|| format!("column `{name}` speaks of another measure than before"))
}

fn refused(card: &Card, what: String) -> Error {
    Error::new("E0422", what).at(&card.dataset).hint(
        "load it under another name, or mend the mapping: what was read before keeps its meaning",
    )
}

/// The columns of the vintage: those of the load, then those that only files of earlier loads have.
///
/// # Errors
///
/// `E0422` where a column had values of another type.
pub(super) fn stored(
    card: &mut Card,
    kinds: &[Kind],
    before: Option<&Manifest>,
) -> Result<Vec<Stored>, Error> {
    let columns = card.columns.iter().zip(kinds);
    let mut stored: Vec<Stored> =
        columns.map(|(column, &kind)| Stored { name: column.name.clone(), kind }).collect();
    let Some(before) = before else { return Ok(stored) };
    for old in &before.columns {
        match stored.iter().find(|new| new.name == old.name) {
            Some(new) if new.kind != old.kind => {
                let (old_kind, new_kind) = (old.kind.words(), new.kind.words());
                let what = format!("column `{}` held {old_kind}, now {new_kind}", old.name);
                return Err(refused(card, what));
            }
            Some(_) => {}
            None if card.replaces == Scope::WholeDataset => {}
            None => {
                card.columns.extend(before.card.column(&old.name).cloned());
                stored.push(old.clone());
            }
        }
    }
    Ok(stored)
}
