//! What of each dataset came into the tables of a country: rows that it does not ask for leave the digest as it is.

use std::collections::BTreeMap;
use std::fmt::Write;

use agglo::base::id::RegionId;
use agglo::panel::{Cell, Fact};

use crate::country::description::{FactTable, Tables};
use crate::starter::digest;

/// Figures that were read, by dataset, as text.
#[derive(Default)]
pub(super) struct Reading(BTreeMap<String, String>);

impl Reading {
    /// Notes the table of industries: a digest of what it gives.
    pub(super) fn industries(&mut self, tables: &Tables, digest: &str) {
        self.note(&tables.industries.table.dataset, digest);
    }

    /// Notes a fact: what it is of each region. Where a figure is the share of a part, it rests on both tables.
    pub(super) fn fact(&mut self, table: &FactTable, fact: &Fact, cells: &[(RegionId, Cell)]) {
        let mut text = format!("{} {:?}\n", fact.name, fact.year);
        for (region, cell) in cells {
            // Writing to a text cannot fail.
            let _ = writeln!(text, "{region} {cell:?}");
        }
        for column in std::iter::once(&table.table).chain(&table.rest) {
            self.note(&column.dataset, &text);
        }
    }

    fn note(&mut self, dataset: &str, text: &str) {
        let noted = self.0.entry(dataset.to_owned()).or_default();
        noted.push_str(text);
        noted.push('\n');
    }

    /// A digest for each dataset.
    pub(super) fn digests(self) -> BTreeMap<String, String> {
        self.0.into_iter().map(|(dataset, text)| (dataset, digest(text.as_bytes()))).collect()
    }
}
