//! How each partner stands: its tests together, what it lacks, what both sides believe, what it offers.

use jiff::civil::Date;

use crate::base::error::Error;
use crate::engage::Ruling;
use crate::engage::event::Cents;
use crate::engage::gates::{Region, Rules, View, partners};
use crate::engage::record::{Record, latest};

/// A partner as a plan needs to know it.
#[derive(Clone, Debug, PartialEq)]
pub struct Stands {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its four tests together.
    pub ruling: Ruling,
    /// What keeps it from passing, in words; empty where it passes.
    pub lacks: String,
    /// Parameters of the Beta belief about the community's trust in it.
    pub trusted: (f64, f64),
    /// The same of its own trust in the programme.
    pub returned: (f64, f64),
    /// Areas in which it works.
    pub areas: Vec<String>,
    /// Days of its staff a year.
    pub staff_days: Option<f64>,
    /// What working with it costs a year.
    pub cost: Option<Cents>,
}

/// How the partners of a region stand as of a day, by id; the record must have been folded to that day.
///
/// # Errors
///
/// Those of rules that contradict themselves.
pub fn stands(
    record: &Record,
    region: &Region<'_>,
    rules: &Rules,
    as_of: Date,
) -> Result<Vec<Stands>, Error> {
    let view = View { record, region, rules, as_of };
    let told = latest(&record.partners, region.id);
    let held = partners::partners(&view)?;
    let rows = held.into_iter().zip(told).map(|(held, (_, told))| {
        let open = held.subject.legs.iter().filter(|leg| leg.ruling != Ruling::Pass);
        let lacks: Vec<String> =
            open.map(|leg| format!("{} {} ({})", leg.name, verb(leg.ruling), leg.found)).collect();
        let (trusted, returned) = held.beliefs();
        Stands {
            id: held.subject.id.clone(),
            name: held.subject.name.clone(),
            ruling: held.subject.ruling,
            lacks: lacks.join("; "),
            trusted,
            returned,
            areas: told.what.areas.clone(),
            staff_days: told.what.staff_days,
            cost: told.what.cost,
        }
    });
    Ok(rows.collect())
}

fn verb(ruling: Ruling) -> &'static str {
    match ruling {
        Ruling::Pass => "passes",
        Ruling::Fail => "fails",
        Ruling::Unknown => "is unknown",
    }
}
