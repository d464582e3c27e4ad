//! The gates read from the record: each with what was found, the events that show it, and the cheapest next
//! step.

mod age;
mod areas;
mod coordination;
mod entrepreneurship;
mod initiatives;
mod listening;
mod partners;
mod pieces;
mod promises;
mod remove;
mod shelves;
mod stands;
mod targets;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use crate::base::error::Error;
use crate::engage::record::{Late, Record};
use crate::engage::{
    FeedbackRule, Gate, GateRuling, ListeningRule, PartnerRule, PieceRule, Programme,
    RepresentationRule, Ruling, programme,
};

pub use coordination::{Coordination, Mark, coordination};
pub(crate) use partners::{Ratings, SHOWN};
pub(crate) use pieces::{is_live, links};
pub use promises::{Owed, promises};
pub use remove::{elements, without};
pub use shelves::Shelves;
pub use stands::{Stands, stands};

/// What is known of a region beside its record, and what its record is held against.
#[derive(Clone, Debug, Default)]
pub struct Region<'a> {
    /// Its id inside the programme.
    pub id: &'a str,
    /// Residents.
    pub residents: Option<f64>,
    /// Firms.
    pub firms: Option<f64>,
    /// Share of the residents who live in underserved places.
    pub underserved_share: Option<f64>,
}

/// What records are held against.
#[derive(Clone, Copy, Debug, Default)]
pub struct Rules {
    /// Partners and trust.
    pub partner: PartnerRule,
    /// Pieces.
    pub piece: PieceRule,
    /// Listening before a plan.
    pub listening: ListeningRule,
    /// Answers.
    pub feedback: FeedbackRule,
    /// Participants against residents.
    pub representation: RepresentationRule,
}

/// One threshold or test of a subject.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Leg {
    /// Its name: `trust`.
    pub name: &'static str,
    /// Its outcome.
    pub ruling: Ruling,
    /// What was found, in words.
    pub found: String,
}

/// A partner, a piece, an area: whatever a gate looks at one by one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Subject {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its outcome.
    pub ruling: Ruling,
    /// Its legs, in their order.
    pub legs: Vec<Leg>,
    /// Events that show it.
    pub evidence: Vec<u64>,
}

/// A gate, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Finding {
    /// The gate.
    pub gate: Gate,
    /// Its outcome.
    pub ruling: Ruling,
    /// What it asks, in words.
    pub rule: String,
    /// What was found, in words.
    pub found: String,
    /// What it looked at one by one.
    pub subjects: Vec<Subject>,
    /// Events that show it.
    pub evidence: Vec<u64>,
    /// The cheapest step towards a pass; none where it passes.
    pub next: Option<String>,
}

/// All gates of a region.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Checked {
    /// The region.
    pub region: String,
    /// Each gate, in its order.
    pub findings: Vec<Finding>,
    /// Their outcome together.
    pub programme: Programme,
    /// Initiatives that rest on nothing that anybody said: listed, no fault.
    pub ours_not_theirs: Vec<String>,
    /// Entries that came late.
    pub late: Vec<Late>,
    /// What to know beside the outcome.
    pub warnings: Vec<String>,
}

/// Where gates look.
pub(crate) struct View<'a> {
    pub(crate) record: &'a Record,
    pub(crate) region: &'a Region<'a>,
    pub(crate) rules: &'a Rules,
    pub(crate) as_of: Date,
}

/// Holds the record of a region against every gate as of a day; the record must have been folded to that day.
///
/// # Errors
///
/// Those of rules that contradict themselves.
pub fn check(
    record: &Record,
    region: &Region<'_>,
    rules: &Rules,
    as_of: Date,
) -> Result<Checked, Error> {
    check_among(record, &Shelves::of(record), region, rules, as_of)
}

/// The same of one region of many, whose record was laid apart once for all of them.
///
/// # Errors
///
/// As [`check`].
pub fn check_among(
    record: &Record,
    shelves: &Shelves<'_>,
    region: &Region<'_>,
    rules: &Rules,
    as_of: Date,
) -> Result<Checked, Error> {
    let view = View { record, region, rules, as_of };
    let partners = partners::partners(&view)?;
    let findings = vec![
        entrepreneurship::finding(&view),
        partners::finding(&partners),
        pieces::finding(&view),
        areas::finding(&view, &partners, shelves.engagements(region.id))?,
        listening::finding(&view),
        targets::finding(&view),
        initiatives::finding(&view),
    ];
    let rulings =
        findings.iter().map(|own| GateRuling { gate: own.gate, ruling: own.ruling }).collect();
    let mut warnings = partners::warnings(&partners);
    warnings.extend(pieces::warnings(&view));
    Ok(Checked {
        region: region.id.to_owned(),
        programme: programme(rulings),
        findings,
        ours_not_theirs: initiatives::ours(&view),
        late: shelves.late(region.id),
        warnings,
    })
}

impl Finding {
    pub(crate) fn new(gate: Gate, ruling: Ruling, found: String) -> Self {
        Self {
            gate,
            ruling,
            rule: gate.title().to_owned(),
            found,
            subjects: Vec::new(),
            evidence: Vec::new(),
            next: None,
        }
    }

    /// Adds the next step, unless the gate passes.
    pub(crate) fn next(mut self, step: impl Into<String>) -> Self {
        if self.ruling != Ruling::Pass {
            self.next = Some(step.into());
        }
        self
    }
}

impl Leg {
    pub(crate) fn new(name: &'static str, ruling: Ruling, found: impl Into<String>) -> Self {
        Self { name, ruling, found: found.into() }
    }
}

impl Gate {
    /// The word by which people ask for it: `partners`.
    pub fn name(self) -> &'static str {
        match self {
            Self::E1 => "entrepreneurship",
            Self::P1 => "partners",
            Self::F1 => "pieces",
            Self::A1 => "areas",
            Self::L1 => "listening",
            Self::S1 => "targets",
            Self::X1 => "initiatives",
        }
    }
}

/// `1 event`, `3 events`.
pub(crate) fn many(count: usize, one: &str, more: &str) -> String {
    if count == 1 { format!("1 {one}") } else { format!("{count} {more}") }
}
