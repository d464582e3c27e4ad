//! Editions of a classification: industries of one period must be of one.

use std::collections::BTreeMap;

use crate::fault::Fault;
use crate::source::codes::Industries;

/// What each period has shown of its edition.
#[derive(Default)]
pub(super) struct Editions {
    /// Editions that the file itself names, with the first row of each.
    named: BTreeMap<(u32, String), u64>,
    /// First row of each industry.
    seen: BTreeMap<(u32, u32), u64>,
    /// The period in which each industry was seen last.
    last: Vec<Option<u32>>,
}

impl Editions {
    /// A row whose file names its edition.
    pub(super) fn named(&mut self, period: u32, edition: &str, at: u64) {
        self.named.entry((period, edition.trim().to_owned())).or_insert(at);
    }

    /// An industry in a period.
    pub(super) fn seen(&mut self, period: u32, industry: u32, at: u64) {
        let place = industry as usize;
        if self.last.len() <= place {
            self.last.resize(place + 1, None);
        }
        if self.last[place].replace(period) != Some(period) {
            self.seen.entry((period, industry)).or_insert(at);
        }
    }

    /// Periods of several editions.
    pub(super) fn faults(
        &self,
        names: &[String],
        naics: &Industries,
        place: &dyn Fn(u64) -> String,
    ) -> Vec<Fault> {
        let cure = "give each edition its own file, or carry one over by a concordance";
        let mut by_period: BTreeMap<u32, Vec<(&str, u64)>> = BTreeMap::new();
        for ((period, edition), at) in &self.named {
            by_period.entry(*period).or_default().push((edition, *at));
        }
        let mut faults = Vec::new();
        for editions in by_period.values().filter(|editions| editions.len() > 1) {
            let list: Vec<&str> = editions.iter().map(|(edition, _)| *edition).collect();
            let what =
                format!("one period in editions {} of the classification", list.join(" and "));
            faults.extend(
                editions.iter().map(|(_, at)| Fault::new(what.clone()).at(place(*at)).cure(cure)),
            );
        }
        faults.extend(self.without_common(names, naics, place, cure));
        faults
    }

    /// Periods whose industries no single edition holds.
    fn without_common(
        &self,
        names: &[String],
        naics: &Industries,
        place: &dyn Fn(u64) -> String,
        cure: &str,
    ) -> Vec<Fault> {
        let mut common: BTreeMap<u32, (Vec<u16>, u32, u64)> = BTreeMap::new();
        let mut faults = Vec::new();
        for ((period, industry), at) in &self.seen {
            let editions = naics.editions(&names[*industry as usize]);
            if editions.is_empty() {
                continue;
            }
            let entry = common.entry(*period).or_insert_with(|| (editions.clone(), *industry, *at));
            let left: Vec<u16> =
                entry.0.iter().copied().filter(|edition| editions.contains(edition)).collect();
            if left.is_empty() {
                let (new, old) = (&names[*industry as usize], &names[entry.1 as usize]);
                let what =
                    format!("{new} and {old} stand in no edition of the classification together");
                for at in [entry.2, *at] {
                    faults.push(Fault::new(what.clone()).at(place(at)).cure(cure));
                }
            } else {
                if left.len() < entry.0.len() {
                    (entry.1, entry.2) = (*industry, *at);
                }
                entry.0 = left;
            }
        }
        faults
    }
}
