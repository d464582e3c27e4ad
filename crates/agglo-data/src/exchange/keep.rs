//! Tables that were exported for outsiders and come back: what they withhold is kept as it stands.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use agglo::engage::event::slug;
use serde_json::Value;

use crate::exchange::cell::{normal, write};
use crate::exchange::field::{Field, fields};
use crate::exchange::outgoing::{Outgoing, flat};
use crate::exchange::read::Row;
use crate::exchange::row::Defaults;
use crate::exchange::standing::Standing;

/// What stands, as rows that withhold something look for it.
pub(super) struct Keeping {
    stands: Vec<Outgoing>,
    /// Where what stands of a kind is.
    by_kind: BTreeMap<&'static str, Vec<usize>>,
    /// What a row was found to tell of already.
    used: BTreeSet<usize>,
}

impl Keeping {
    /// Of what stands; of nothing where no row withholds anything.
    pub(super) fn of(stands: &[Standing], rows: &[Row]) -> Self {
        let kinds: BTreeSet<&str> =
            rows.iter().filter(|own| !own.withheld.is_empty()).map(|own| own.kind.word()).collect();
        let asked = stands.iter().filter(|own| kinds.contains(own.entry.body.kind().word()));
        let stands: Vec<Outgoing> = asked.map(flat).collect();
        let mut by_kind: BTreeMap<&'static str, Vec<usize>> = BTreeMap::new();
        for (at, own) in stands.iter().enumerate() {
            by_kind.entry(own.kind.word()).or_default().push(at);
        }
        Self { stands, by_kind, used: BTreeSet::new() }
    }

    /// Rows with what they withhold as it stands; the addresses of the cells go to `kept`.
    pub(super) fn all<'a>(
        mut self,
        rows: &'a [Row],
        defaults: &Defaults<'_>,
        kept: &mut BTreeSet<String>,
    ) -> Cow<'a, [Row]> {
        if self.stands.is_empty() {
            return Cow::Borrowed(rows);
        }
        rows.iter().map(|row| self.one(row.clone(), defaults, kept)).collect()
    }

    fn one(&mut self, mut row: Row, defaults: &Defaults<'_>, kept: &mut BTreeSet<String>) -> Row {
        if row.withheld.is_empty() {
            return row;
        }
        let Some(at) = self.alike(&row, defaults).or_else(|| self.named(&row, defaults)) else {
            return row;
        };
        self.used.insert(at);
        let stands = &self.stands[at].values;
        row.withheld.retain(|(field, _)| {
            // Of what is not known here either, the note says that it is withheld.
            let Some(value) = stands.get(*field).filter(|own| !own.is_null()) else { return true };
            row.values.insert(field, value.clone());
            kept.extend(row.places.get(field).cloned());
            false
        });
        row
    }

    /// What says all that the row says, beside what that withholds.
    fn alike(&self, row: &Row, defaults: &Defaults<'_>) -> Option<usize> {
        let asked: Vec<&Field> = fields(row.kind)
            .iter()
            .filter(|field| row.places.contains_key(field.name.as_str()))
            .filter(|field| row.withheld.iter().all(|(own, _)| *own != field.name))
            .collect();
        let text = |field: &Field, value: Option<&Value>| {
            value.map_or(String::new(), |value| normal(&write(field, value)))
        };
        let is_alike = |own: &Outgoing| {
            is_here(own, row, defaults)
                && asked.iter().filter(|field| field.name != "region").all(|field| {
                    let name = &field.name;
                    text(field, row.values.get(name.as_str())) == text(field, own.values.get(name))
                })
        };
        let mut all = self.by_kind.get(row.kind.word())?.iter().copied();
        all.find(|at| !self.used.contains(at) && is_alike(&self.stands[*at]))
    }

    /// The last word on what has the row's id.
    fn named(&self, row: &Row, defaults: &Defaults<'_>) -> Option<usize> {
        let text = |field: &str| row.values.get(field).and_then(Value::as_str).map(slug);
        let id = text("id").or_else(|| text("name").filter(|_| row.kind.is_named()))?;
        let all = self.by_kind.get(row.kind.word())?.iter().copied();
        let own = all.filter(|at| {
            let own = &self.stands[*at];
            own.text("id") == Some(&id) && is_here(own, row, defaults)
        });
        own.max_by_key(|at| (self.stands[*at].text("date"), self.stands[*at].sequence))
    }
}

fn is_here(own: &Outgoing, row: &Row, defaults: &Defaults<'_>) -> bool {
    let region = row.values.get("region").and_then(Value::as_str).or(defaults.region);
    region.is_none_or(|region| own.text("region") == Some(region))
}
