//! One question of an input-output table, with its numbers by sector and what they do not mean.

use agglo_stats::matrix::Matrix;
use schemars::JsonSchema;
use serde::Serialize;

use crate::base::error::Error;
use crate::base::estimate::Caveat;
use crate::map::input_output::{
    Account, Extraction, Ghosh, Households, Leontief, Region, hypothetical_extraction, key_sectors,
    multipliers,
};

/// What is asked of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// What must be made anywhere for a unit of final demand.
    Leontief,
    /// How far a unit of primary inputs reaches forward.
    Ghosh,
    /// Output, income and jobs for a unit of final demand.
    Multipliers,
    /// What a region's sectors buy at home.
    Regionalise,
    /// Output lost when a sector goes.
    Extract,
    /// Who pulls and who is pulled more than the mean.
    KeySectors,
}

/// The answer of one question.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct InputOutput {
    /// What was asked.
    pub what: What,
    /// The dataset that the table is from; none for a table of the user's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub table: Option<String>,
    /// Sectors, in the table's order.
    pub sectors: Vec<String>,
    /// What the sectors are called, where that is known, in the same order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub titles: Vec<String>,
    /// The region whose coefficients these are; none for the table's own.
    pub region: Option<Region>,
    /// Numbers by sector.
    pub columns: Vec<ByName>,
    /// Rows sell to columns, in the order of the sectors: the inverse, or the regional coefficients.
    pub matrix: Option<Vec<Vec<f64>>>,
    /// Sectors without output: they buy nothing.
    pub inactive: Vec<String>,
    /// What a reader must know before using it.
    pub caveats: Vec<Caveat>,
}

/// One number a sector.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct ByName {
    /// Name of the number.
    pub name: String,
    /// Its unit.
    pub unit: String,
    /// In the order of the sectors; none where it has no meaning.
    pub values: Vec<Option<f64>>,
    /// The least that each can be, where hidden jobs leave it open.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub low: Option<Vec<Option<f64>>>,
    /// The most that each can be.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub high: Option<Vec<Option<f64>>>,
}

impl InputOutput {
    /// Puts each number between those of two other answers to the same question.
    pub(super) fn between(&mut self, low: &Self, high: &Self) {
        for column in &mut self.columns {
            let of = |end: &Self| {
                let same = end.columns.iter().find(|other| other.name == column.name)?;
                Some(same.values.clone())
            };
            if let (Some(low), Some(high)) = (of(low), of(high)) {
                (column.low, column.high) = (Some(low), Some(high));
            }
        }
    }
}

impl ByName {
    pub(super) fn of(name: &str, unit: &str, values: &[f64]) -> Self {
        Self::some(name, unit, values.iter().copied().map(Some).collect())
    }

    pub(super) fn some(name: &str, unit: &str, values: Vec<Option<f64>>) -> Self {
        let (name, unit) = (name.to_owned(), unit.to_owned());
        Self { name, unit, values, low: None, high: None }
    }
}

const OUTPUT: &str = "output a unit of final demand";
const INCOME: &str = "household income a unit of final demand";
const JOBS: &str = "jobs a unit of final demand";

/// Asks a question of the table's own coefficients.
///
/// # Errors
///
/// `E0302` where the economy is not productive; `E0103` of [`What::Regionalise`], which needs a region.
///
/// # How to read it
///
/// Fixed recipes, fixed prices, spare capacity everywhere: what demand can set in motion at most, no forecast.
pub fn ask(account: &Account, what: What) -> Result<InputOutput, Error> {
    let a = &account.coefficients.a;
    let output = &account.coefficients.output;
    let mut found = empty(account, what);
    match what {
        What::Leontief => leontief(&mut found, a)?,
        What::Ghosh => {
            let ghosh = Ghosh::of(&account.flows, output)?;
            found.columns = vec![ByName::of("forward_linkage", "sum of the row", &ghosh.forward())];
            found.matrix = Some(rows(&ghosh.inverse));
            found.caveats.push(Caveat::new(
                "forward-linkage-only",
                "A measure of links forward; that more supply makes buyers take more of it is contested.",
            ));
        }
        What::Multipliers => by_demand(&mut found, a, account, account.consumption.as_deref())?,
        What::Regionalise => {
            return Err(Error::new("E0103", "`regionalise` needs a region").hint("add --region R"));
        }
        What::Extract => {
            let forms = [
                ("lost_in_all", Extraction::Total),
                ("lost_backward", Extraction::Purchases),
                ("lost_forward", Extraction::Sales),
            ];
            for (name, form) in forms {
                let lost = hypothetical_extraction(a, &account.final_demand, form)?;
                found.columns.push(ByName::of(name, "the table's unit of output", &lost));
            }
            found.caveats.push(Caveat::new(
                "nobody-finds-another",
                "An accounting of size and links: nobody finds another supplier or buyer.",
            ));
        }
        What::KeySectors => {
            let key = key_sectors(a, output)?;
            let flags: Vec<f64> = key.is_key.iter().map(|&key| f64::from(u8::from(key))).collect();
            found.columns = vec![
                ByName::of("backward", "ratio to the mean", &key.backward),
                ByName::of("forward", "ratio to the mean", &key.forward),
                ByName::of("forward_ghosh", "ratio to the mean", &key.forward_ghosh),
                ByName::some("variation", "coefficient of variation", key.variation),
                ByName::of("is_key", "flag", &flags),
            ];
            found.caveats.push(Caveat::new(
                "links-not-worth",
                "A ranking of links, not of worth: many purchases are no reason to favour a sector.",
            ));
        }
    }
    found.caveats.sort();
    Ok(found)
}

/// An answer that holds nothing but its sectors and the caveats of all.
pub(super) fn empty(account: &Account, what: What) -> InputOutput {
    InputOutput {
        what,
        table: None,
        sectors: account.sectors.clone(),
        titles: Vec::new(),
        region: None,
        columns: Vec::new(),
        matrix: None,
        inactive: account.inactive(),
        caveats: vec![Caveat::new(
            "fixed-recipes-and-prices",
            "Upper bounds: recipes and prices are fixed, capacity is spare and nobody is crowded out.",
        )],
    }
}

fn leontief(found: &mut InputOutput, a: &Matrix) -> Result<(), Error> {
    let leontief = Leontief::of(a)?;
    found.columns = vec![ByName::of("output_multiplier", OUTPUT, &leontief.output_multipliers())];
    found.matrix = Some(rows(&leontief.inverse));
    Ok(())
}

/// Multipliers of what is known: income where households' income is, jobs where jobs are, type 2 where
/// households' spending is.
fn by_demand(
    found: &mut InputOutput,
    a: &Matrix,
    account: &Account,
    consumption: Option<&[f64]>,
) -> Result<(), Error> {
    let none = || vec![0.0; a.rows()];
    let (income, jobs) = (account.income.as_ref(), account.jobs.as_ref());
    let spent = consumption.filter(|_| income.is_some());
    let households = Households {
        income: income.cloned().unwrap_or_else(none),
        consumption: spent.map_or_else(none, <[f64]>::to_vec),
    };
    let all = multipliers(a, &households, &jobs.cloned().unwrap_or_else(none))?;
    let closed = all.with_households.filter(|_| spent.is_some());
    let columns = &mut found.columns;
    columns.push(ByName::of("output_1", OUTPUT, &all.output_1));
    if let Some(closed) = &closed {
        columns.push(ByName::of("output_2", OUTPUT, &closed.output_truncated));
    }
    if let Some(income) = income {
        let over = all.income_1.iter().zip(income);
        let ratio = over.map(|(all, own)| (*own > 0.0).then(|| all / own)).collect();
        columns.push(ByName::of("income_1", INCOME, &all.income_1));
        columns.push(ByName::some(
            "income_1_ratio",
            "income anywhere for one in the sector",
            ratio,
        ));
    }
    if let Some(closed) = &closed {
        columns.push(ByName::of("income_2", INCOME, &closed.income));
    }
    if jobs.is_some() {
        columns.push(ByName::of("jobs_1", JOBS, &all.jobs_1));
        columns.push(ByName::some(
            "jobs_1_ratio",
            "jobs anywhere for one in the sector",
            all.jobs_1_ratio,
        ));
        if let Some(closed) = closed {
            columns.push(ByName::of("jobs_2", JOBS, &closed.jobs));
            columns.push(ByName::some(
                "jobs_2_ratio",
                "jobs anywhere for one in the sector",
                closed.jobs_ratio,
            ));
        }
    }
    let text = if found.columns.iter().any(|column| column.name == "output_2") {
        "Type 2 adds that every new wage is spent as the mean one is; it sums industries without households."
    } else if spent.is_some() {
        "No type 2: households and industries together use up more than they make."
    } else {
        "No type 2: it needs what households earn from each sector and spend on it."
    };
    found.caveats.push(Caveat::new("type-2", text));
    Ok(())
}

pub(super) fn rows(matrix: &Matrix) -> Vec<Vec<f64>> {
    (0..matrix.rows()).map(|row| matrix.row(row).to_vec()).collect()
}
