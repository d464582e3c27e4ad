//! Views of a programme's record: who works with whom, what became of ideas, what became of what was said, and where a
//! layer is empty.
//!
//! Each is read from the record as of a day, for the programme itself or for everybody. What everybody may see names
//! nobody who did not agree to it, gives no verdict on a partner, and tells nothing of fewer than five people: it is made
//! of what may leave, and of nothing else.

mod areas;
mod graph;
mod leaving;
mod network;
mod pipeline;
mod said;
mod survival;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use crate::base::error::Error;
use crate::base::estimate::{
    Answer, Estimate, Figure, Interval, IntervalKind, Provenance, Withheld,
};
use crate::base::survival::Benchmark;
use crate::engage::gates::{Checked, Region, Rules};
use crate::engage::record::Record;

pub use areas::{Areas, Layer, PartnerColumn, People, PeopleRow};
pub use graph::Graph;
pub use network::{Knot, KnotKind, Network, Tie, Toward};
pub use pipeline::{Pipeline, Stage};
pub use said::{AreaSaid, Said, SaidRow};
pub use survival::{Alive, Compared, SurvivalStep, VentureSurvival};

/// For whom a view is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// Those who work in the programme.
    Programme,
    /// Everybody.
    Public,
}

/// What views are read from.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// The record, folded to the day.
    pub record: &'a Record,
    /// The region.
    pub region: &'a Region<'a>,
    /// What records are held against.
    pub rules: &'a Rules,
    /// The gates of the region on that day.
    pub checked: &'a Checked,
    /// Published survival of establishments, by sector.
    pub benchmarks: &'a [Benchmark],
    /// The day.
    pub as_of: Date,
    /// For whom.
    pub audience: Audience,
}

/// The four views of a region.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Views {
    /// The region.
    pub region: String,
    /// The day.
    #[schemars(with = "String")]
    pub as_of: Date,
    /// For whom.
    pub audience: Audience,
    /// Who works with whom.
    pub network: Network,
    /// From ideas to businesses.
    pub pipeline: Pipeline,
    /// What was said and what was done.
    pub said: Said,
    /// Areas of engagement and their layers.
    pub areas: Areas,
}

/// The four views of a region.
///
/// # Errors
///
/// Those of trust where a rule contradicts itself, and of survival where a benchmark is none.
pub fn views(asked: &Asked<'_>) -> Result<Views, Error> {
    if asked.is_public() {
        let record = leaving::leaving(asked.record);
        return of(&Asked { record: &record, ..*asked });
    }
    of(asked)
}

fn of(asked: &Asked<'_>) -> Result<Views, Error> {
    Ok(Views {
        region: asked.region.id.to_owned(),
        as_of: asked.as_of,
        audience: asked.audience,
        network: network::network(asked)?,
        pipeline: pipeline::pipeline(asked)?,
        said: said::said(asked),
        areas: areas::areas(asked),
    })
}

impl<'a> Asked<'a> {
    pub(crate) fn is_public(&self) -> bool {
        self.audience == Audience::Public
    }

    /// The same as gates look at it.
    pub(crate) fn as_gates(&self) -> crate::engage::gates::View<'a> {
        crate::engage::gates::View {
            record: self.record,
            region: self.region,
            rules: self.rules,
            as_of: self.as_of,
        }
    }
}

/// What figures read from the ledger say of their origin.
fn from_ledger(method: &str) -> Provenance {
    Provenance::new(method, ["ledger".into()])
}

/// A count or a ratio of things that are listed.
fn exact(value: f64, method: &str) -> Figure {
    Estimate::exact(value, from_ledger(method)).into()
}

/// An estimate with the ends of its interval of 90 %.
fn within(value: f64, (low, high): (f64, f64), kind: IntervalKind, method: &str) -> Figure {
    let interval = Interval::new(low, high, 0.9, kind);
    let answer: Answer = interval
        .ok_or_else(|| Withheld::undefined("its interval has no ends"))
        .and_then(|interval| Estimate::new(value, interval, from_ledger(method)));
    answer.into()
}

/// What everybody is not told.
fn untold(why: &str) -> Figure {
    Figure::Withheld(Withheld::suppressed(why, None))
}

fn count(of: usize) -> u32 {
    u32::try_from(of).unwrap_or(u32::MAX)
}

/// Days from one day to a later one; 0 where it is not later.
fn days(from: Date, to: Date) -> i32 {
    from.until((jiff::Unit::Day, to)).map_or(0, |span| span.get_days()).max(0)
}
