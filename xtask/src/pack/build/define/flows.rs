//! What industries buy from and sell to each other: a make and a use table, and which industry is which.

use std::collections::{BTreeMap, BTreeSet};

use agglo::Error;
use agglo::base::id::IndustryId;
use agglo::map::relatedness::input_output::Shares;
use agglo_data::table::Table;
use agglo_data::warehouse::{Query, Warehouse};
use agglo_stats::matrix::Matrix;

use super::counts::matrix;

/// The links between industries, and the industries of the table behind each code.
pub(super) struct Flows {
    shares: Shares,
    /// Positions in the table by the industry's own code or one above it.
    behind: BTreeMap<String, Vec<usize>>,
}

impl Flows {
    /// Reads both tables and who is who.
    pub(super) fn read(warehouse: &Warehouse) -> Result<Self, Error> {
        let (make, uses) = (warehouse.ask(&Query::MAKE)?, warehouse.ask(&Query::USE)?);
        let members = warehouse.ask(&Query::IO_MEMBERS)?;
        let industries = both(&make.texts("code")?, &names(&uses));
        let commodities = both(&uses.texts("code")?, &names(&make));
        let make_table = values(&make, &industries, &commodities)?;
        let use_table = values(&uses, &commodities, &industries)?;
        let shares = Shares::of(&make_table, &use_table)?;
        let at: BTreeMap<&str, usize> = industries.iter().map(String::as_str).zip(0..).collect();
        let mut behind: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
        for (code, own) in members.texts("industry")?.into_iter().zip(members.texts("code")?) {
            if let Some(&at) = at.get(own) {
                behind.entry(code.to_owned()).or_default().insert(at);
            }
        }
        let behind = behind.into_iter().map(|(code, at)| (code, at.into_iter().collect()));
        Ok(Self { shares, behind: behind.collect() })
    }

    /// The industries of the table behind a code, or behind the nearest code above it.
    pub(super) fn behind(&self, industry: &IndustryId) -> Option<&Vec<usize>> {
        let code = industry.as_str();
        (3..=code.len()).rev().find_map(|digits| self.behind.get(code.get(..digits)?))
    }

    /// Shares between these industries, each of which stands in the table.
    pub(super) fn between(&self, industries: &[IndustryId]) -> Result<Shares, Error> {
        let units: Vec<Vec<usize>> = industries
            .iter()
            .map(|industry| self.behind(industry).cloned().unwrap_or_default())
            .collect();
        self.shares.between(&units)
    }
}

fn names(table: &Table) -> BTreeSet<String> {
    table.columns().iter().map(|(name, _)| name.clone()).collect()
}

/// Codes of the rows that are columns of the other table too: sums and final uses are not.
fn both(rows: &[&str], columns: &BTreeSet<String>) -> Vec<String> {
    rows.iter().filter(|code| columns.contains(**code)).map(|code| (*code).to_owned()).collect()
}

fn values(table: &Table, rows: &[String], columns: &[String]) -> Result<Matrix, Error> {
    let at: BTreeMap<&str, usize> = table.texts("code")?.into_iter().zip(0..).collect();
    let mut lines = vec![Vec::with_capacity(columns.len()); rows.len()];
    for column in columns {
        let values = table.integers(column)?;
        for (line, row) in lines.iter_mut().zip(rows) {
            let value = at.get(row.as_str()).and_then(|&row| values[row]);
            line.push(value.unwrap_or(0) as f64);
        }
    }
    matrix(&lines)
}
