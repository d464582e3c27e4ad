//! The end of a reading: rows as blocks, and what only all rows together can say.

use std::collections::BTreeMap;

use crate::fault::{Fault, Faults};
use crate::lake::{Block, Values};
use crate::sheet::Sheet;
use crate::source::cells::Status;
use crate::source::description::{IndustryCodes, RegionCodes};
use crate::source::doubts::Repeated;
use crate::source::load::key::Role;
use crate::source::load::{HIGH, INDUSTRY, LINE, LOW, Loaded, PERIOD, REGION, Reading, STATUS};

/// Repeated rows that a note names.
const NAMED: usize = 5;

/// Where a row or a field of it stands.
type Place<'a> = &'a dyn Fn(u64, Option<usize>) -> String;

impl Reading<'_> {
    /// The rows that wait, as a block.
    pub(super) fn block(&mut self) -> Result<Block, Faults> {
        let rows = self.lines.len();
        let mut columns: Vec<(String, Values)> = Vec::new();
        for column in &mut self.keys {
            let (names, at) = (column.keys.names.clone(), std::mem::take(&mut column.rows));
            columns.push((column.name.clone(), Values::Codes { names, at }));
        }
        if let Some(period) = self.description.period.as_ref().and_then(|period| period.is.as_ref())
        {
            let (names, at) = (vec![period.clone()], vec![Some(0); rows]);
            columns.push((PERIOD.to_owned(), Values::Codes { names, at }));
        }
        let statuses: Vec<String> =
            Status::ALL.iter().map(|status| status.name().to_owned()).collect();
        for column in &mut self.columns {
            let name = &column.measure.name;
            columns.push((name.clone(), Values::Numbers(std::mem::take(&mut column.values))));
            let (names, at) = (statuses.clone(), std::mem::take(&mut column.statuses));
            columns.push((format!("{name}{STATUS}"), Values::Codes { names, at }));
            if let Some(bounds) = &mut column.bounds {
                for (ends, end) in bounds.iter_mut().zip([LOW, HIGH]) {
                    let values = Values::Numbers(std::mem::take(ends));
                    columns.push((format!("{name}{end}"), values));
                }
            }
        }
        for kept in &mut self.kept {
            let (names, at) = (kept.keys.names.clone(), std::mem::take(&mut kept.rows));
            columns.push((kept.name.clone(), Values::Codes { names, at }));
        }
        columns.push((LINE.to_owned(), Values::Whole(std::mem::take(&mut self.lines))));
        Block::new(columns).map_err(|error| Fault::new(error.what().to_owned()).into())
    }

    /// The last block, unless the file as a whole has faults.
    pub(super) fn finish(
        mut self,
        sheet: &dyn Sheet,
        keep: &mut dyn FnMut(Block) -> Result<(), Fault>,
    ) -> Result<Loaded, Faults> {
        let place = |at: u64, column: Option<usize>| sheet.place(at, column);
        let Repeated { same, other } = self.doubts.repeated(!self.keys.is_empty());
        for pair in other {
            self.contradicted(pair, &place);
        }
        let positions: Vec<usize> = self.columns.iter().map(|column| column.at).collect();
        let (faults, mut notes) = self.doubts.finish(&positions, sheet.columns(), &place);
        self.faults.extend(faults);
        let industry = self.keys.iter().find(|column| column.role == Role::Industry);
        let industries = industry.map_or(&[][..], |column| column.keys.names.as_slice());
        let naics = &self.codes.industries;
        self.faults.extend(self.editions.faults(industries, naics, &|at| sheet.place(at, None)));
        if !self.faults.is_empty() {
            return Err(self.faults);
        }
        keep(self.block()?)?;
        notes.extend(sheet.notes());
        notes.extend(self.notes());
        notes.extend(repetition(&same, &place));
        if self.loaded.rows == 0 {
            notes.push("0 rows".to_owned());
        }
        self.loaded.periods = self.periods();
        self.loaded.codes = self.codes();
        self.loaded.repeated = same.into_iter().map(|(at, _)| at).collect();
        self.loaded.notes = notes;
        self.loaded.summaries = self.summaries.finish();
        Ok(self.loaded)
    }

    /// Two rows of one key that say different things: a fault, unless one of them has an old code.
    fn contradicted(&mut self, (at, first): (u64, u64), place: Place<'_>) {
        let old: Vec<String> =
            [at, first].iter().filter_map(|at| self.bridged.get(at)).cloned().collect();
        if old.is_empty() {
            let what = format!("the same key stands at {} with other figures", place(first, None));
            let cure = "keep one; rows are neither added nor replaced";
            self.faults.push(Fault::new(what).at(place(at, None)).cure(cure));
        }
        self.loaded.apart.extend(old);
    }

    /// What keys and flags leave to be said.
    fn notes(&self) -> Vec<String> {
        let keys = self.keys.iter().flat_map(|column| column.keys.notes.iter().cloned());
        let flags = self.unknown_flags.iter().map(|((column, flag), (count, first))| {
            format!(
                "flag `{flag}` in column {column} is not known, first at {first}: {count} rows are kept without figures"
            )
        });
        keys.chain(flags).collect()
    }

    /// Of which vintage the codes of regions and industries are.
    fn codes(&self) -> BTreeMap<String, String> {
        let mut codes = BTreeMap::new();
        let names = |role: Role| {
            let column = self.keys.iter().find(|column| column.role == role);
            column.map_or(&[][..], |column| column.keys.names.as_slice())
        };
        let of_counties = [RegionCodes::UsCounty, RegionCodes::UsCountyInTwo];
        if self.description.region.as_ref().is_some_and(|own| of_counties.contains(&own.codes)) {
            let vintage = self.codes.counties.vintage();
            codes.insert(REGION.to_owned(), format!("us-county {vintage}"));
        }
        let industry = self.description.industry.as_ref().map(|own| own.codes);
        if industry == Some(IndustryCodes::Naics) {
            let editions = self.codes.industries.common(names(Role::Industry));
            let of: Vec<String> = editions.iter().map(|year| format!("naics-{year}")).collect();
            codes.insert(INDUSTRY.to_owned(), of.join(" or "));
        }
        codes.retain(|_, of| !of.is_empty());
        codes
    }

    fn periods(&self) -> Vec<String> {
        let column = self.keys.iter().find(|column| column.role == Role::Period);
        let mut periods: Vec<String> = match (&self.description.period, column) {
            (_, Some(column)) => column.keys.names.clone(),
            (Some(period), None) => period.is.clone().into_iter().collect(),
            (None, None) => Vec::new(),
        };
        periods.sort();
        periods
    }
}

/// Rows that say the same as another one.
fn repetition(same: &[(u64, u64)], place: Place<'_>) -> Option<String> {
    let places: Vec<String> = same
        .iter()
        .map(|(at, first)| format!("{} repeats {}", place(*at, None), place(*first, None)))
        .take(NAMED)
        .collect();
    (!same.is_empty()).then(|| {
        format!(
            "{} rows repeat others word for word and are left out: {}",
            same.len(),
            places.join(", ")
        )
    })
}
