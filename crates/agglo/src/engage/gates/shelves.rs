//! What there is most of in a record, laid apart by region once: no region goes through what others did.

use std::collections::BTreeMap;

use crate::engage::event;
use crate::engage::record::{Late, Record, Told};

/// Engagements and late entries of each region, in the order in which they were entered.
#[derive(Clone, Debug, Default)]
pub struct Shelves<'a> {
    engagements: BTreeMap<&'a str, Vec<&'a Told<event::Engagement>>>,
    late: BTreeMap<&'a str, Vec<&'a Late>>,
}

impl<'a> Shelves<'a> {
    /// Lays a record apart.
    pub fn of(record: &'a Record) -> Self {
        Self {
            engagements: apart(&record.engagements, |own| &own.region),
            late: apart(&record.late, |own| &own.region),
        }
    }

    /// What was done together in a region.
    pub(super) fn engagements(&self, region: &str) -> &[&'a Told<event::Engagement>] {
        self.engagements.get(region).map_or(&[], Vec::as_slice)
    }

    /// What came late there.
    pub(super) fn late(&self, region: &str) -> Vec<Late> {
        self.late.get(region).into_iter().flatten().map(|own| (*own).clone()).collect()
    }
}

fn apart<T>(all: &[T], region: impl Fn(&T) -> &str) -> BTreeMap<&str, Vec<&T>> {
    let mut by: BTreeMap<&str, Vec<&T>> = BTreeMap::new();
    for own in all {
        by.entry(region(own)).or_default().push(own);
    }
    by
}
