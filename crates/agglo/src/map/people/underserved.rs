//! Underserved by a printed rule: legs of tests, each three-valued, so many of them needed.
//!
//! A test whose input is withheld or missing is `unknown`, never `no`, unless its bounds lie on one side of
//! the threshold. An input that its publisher gives for a wider area counts as the region's, and the test
//! says whether the bounds could turn it. A leg joins its tests by *any*; the verdict is `yes` once enough
//! legs pass, `no` once the unknown ones could not make up the number.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::base::error::Error;
use crate::base::estimate::{Answer, Estimate, Figure, Interval, Provenance, Withheld};
use crate::base::id::{RegionId, SourceId};
use crate::base::year::Year;
use crate::map::place::{answer, ratio};
use crate::panel::{Cell, Facts};

/// A rule as it is written in a definition file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Slug: `default`.
    pub id: String,
    /// Version of the text and the thresholds.
    pub version: u32,
    /// The rule in one plain sentence.
    pub text: String,
    /// Legs that must pass.
    pub needed: usize,
    /// What the rule rests on in law or in the literature, for people.
    pub basis: Vec<String>,
    /// Its legs.
    #[serde(rename = "leg")]
    pub legs: Vec<Leg>,
}

/// One leg: it passes when any of its tests passes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Leg {
    /// Slug: `federal`.
    pub id: String,
    /// What it is about, as a person says it.
    pub title: String,
    /// What it means when this leg alone passes, where that means something by itself.
    pub when_passed: Option<String>,
    /// Its tests.
    #[serde(rename = "test")]
    pub tests: Vec<Test>,
}

/// One test of a fact against a threshold.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Test {
    /// Name of the fact.
    pub fact: String,
    /// What it measures, as a person says it.
    pub title: String,
    /// What is compared with the threshold.
    pub against: Against,
    /// Which side passes; the threshold itself passes.
    pub passes: Side,
    /// The threshold, in the unit of what is compared.
    pub threshold: f64,
    /// How a region of several members is read.
    pub several: Several,
}

/// What is compared with the threshold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Against {
    /// The fact itself.
    Value,
    /// The fact less the nation's.
    LessNation,
    /// The fact over the nation's.
    OverNation,
}

/// Which side of a threshold passes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// The threshold or more.
    AtLeast,
    /// The threshold or less.
    AtMost,
    /// Less than the threshold.
    Below,
}

/// How a region of several members is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Several {
    /// The fact is recomputed for the whole region.
    Recomputed,
    /// The fact cannot be recomputed: the members must agree, else the test is unknown.
    MembersAgree,
}

/// Pass, fail, or unknown; unknown is neither.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It holds.
    Yes,
    /// It does not.
    No,
    /// The data do not say.
    Unknown,
}

/// The verdict of a rule on a region, with everything that it rests on.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Underserved {
    /// Whether the rule calls the region underserved.
    pub verdict: Outcome,
    /// Legs that pass.
    pub passed: usize,
    /// Legs that are unknown.
    pub unknown: usize,
    /// Each leg.
    pub legs: Vec<LegRead>,
    /// The verdict in one sentence.
    pub sentence: String,
    /// What single legs mean by themselves, where they pass and that means something.
    pub beside: Vec<String>,
    /// The rule.
    pub rule: Rule,
}

/// One leg as read.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct LegRead {
    /// Slug of the leg.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Whether it passes.
    pub outcome: Outcome,
    /// Each test.
    pub tests: Vec<TestRead>,
}

/// One test as read.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct TestRead {
    /// Name of the fact.
    pub fact: String,
    /// What it measures.
    pub title: String,
    /// Unit of the fact.
    pub unit: String,
    /// Year that the fact describes.
    pub year: Option<Year>,
    /// Dataset.
    pub source: Option<SourceId>,
    /// The region's fact.
    pub value: Figure,
    /// The nation's, where the test needs it.
    pub nation: Option<Figure>,
    /// What is compared with the threshold.
    pub compared: Figure,
    /// Which side passes.
    pub passes: Side,
    /// The threshold of the rule.
    pub threshold: f64,
    /// Whether it passes.
    pub outcome: Outcome,
    /// The interval of what is compared holds values on the other side of the threshold: the outcome is
    /// read off the point.
    pub can_turn: bool,
    /// Each member's own reading, where the region has several.
    pub members: Vec<MemberRead>,
}

/// One member's own reading of a test.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct MemberRead {
    /// The member.
    pub region: RegionId,
    /// Its fact.
    pub value: Figure,
    /// Whether it would pass by itself.
    pub outcome: Outcome,
}

impl Rule {
    /// The rule, if its parts fit together.
    ///
    /// # Errors
    ///
    /// `E0105`: no legs, a leg without tests, a number of needed legs that no region can reach, a threshold
    /// that is not a finite number, or a leg that stands twice.
    pub fn checked(self) -> Result<Self, Error> {
        let fault = |what: String| Error::new("E0105", what).at(format!("rule `{}`", self.id));
        if self.needed == 0 || self.needed > self.legs.len() {
            let legs = self.legs.len();
            return Err(fault(format!("{} of {legs} legs cannot be needed", self.needed)));
        }
        for (at, leg) in self.legs.iter().enumerate() {
            if leg.tests.is_empty() {
                return Err(fault(format!("leg `{}` has no test", leg.id)));
            }
            if self.legs[..at].iter().any(|other| other.id == leg.id) {
                return Err(fault(format!("leg `{}` stands twice", leg.id)));
            }
            if let Some(test) = leg.tests.iter().find(|test| !test.threshold.is_finite()) {
                return Err(fault(format!("the threshold of `{}` is not a number", test.fact)));
            }
        }
        Ok(self)
    }

    /// No rule: the verdict is unknown, and `text` says why.
    pub fn none(text: impl Into<String>) -> Self {
        let (id, text) = ("none".to_owned(), text.into());
        Self { id, version: 1, text, needed: 0, basis: Vec::new(), legs: Vec::new() }
    }

    /// Names of the facts that the rule reads, sorted.
    pub fn facts(&self) -> Vec<&str> {
        let tests = self.legs.iter().flat_map(|leg| &leg.tests);
        let mut names: Vec<&str> = tests.map(|test| test.fact.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        names
    }
}

/// Reads a rule on a region made of members.
pub fn underserved(rule: &Rule, facts: &Facts, members: &[RegionId]) -> Underserved {
    let legs: Vec<LegRead> = rule.legs.iter().map(|leg| read_leg(leg, facts, members)).collect();
    let count = |outcome: Outcome| legs.iter().filter(|leg| leg.outcome == outcome).count();
    let (passed, unknown) = (count(Outcome::Yes), count(Outcome::Unknown));
    let verdict = if rule.legs.is_empty() {
        Outcome::Unknown
    } else if passed >= rule.needed {
        Outcome::Yes
    } else if passed + unknown < rule.needed {
        Outcome::No
    } else {
        Outcome::Unknown
    };
    let beside = rule.legs.iter().zip(&legs).filter(|(_, read)| read.outcome == Outcome::Yes);
    Underserved {
        verdict,
        passed,
        unknown,
        sentence: sentence(rule, &legs, verdict),
        beside: beside.filter_map(|(leg, _)| leg.when_passed.clone()).collect(),
        legs,
        rule: rule.clone(),
    }
}

fn sentence(rule: &Rule, legs: &[LegRead], verdict: Outcome) -> String {
    let titles = |outcome: Outcome| {
        let chosen = legs.iter().filter(|leg| leg.outcome == outcome);
        chosen.map(|leg| leg.title.as_str()).collect::<Vec<_>>().join("; ")
    };
    let named = |outcome: Outcome| {
        let titles = titles(outcome);
        if titles.is_empty() { "none".to_owned() } else { titles }
    };
    if legs.is_empty() {
        return format!("It cannot be told whether it is underserved: {}", rule.text);
    }
    let call = match verdict {
        Outcome::Yes => "Underserved",
        Outcome::No => "Not underserved",
        Outcome::Unknown => "It cannot be told whether it is underserved",
    };
    let unknown = match titles(Outcome::Unknown) {
        titles if titles.is_empty() => String::new(),
        titles => format!("; unknown: {titles}"),
    };
    let (needed, all) = (rule.needed, legs.len());
    format!(
        "{call} by the rule `{}`, which needs {needed} of {all} legs; passed: {}{unknown}.",
        rule.id,
        named(Outcome::Yes)
    )
}

fn read_leg(leg: &Leg, facts: &Facts, members: &[RegionId]) -> LegRead {
    let tests: Vec<TestRead> =
        leg.tests.iter().map(|test| read_test(test, facts, members)).collect();
    LegRead {
        id: leg.id.clone(),
        title: leg.title.clone(),
        outcome: any(tests.iter().map(|test| test.outcome)),
        tests,
    }
}

/// Yes once one is, no when all are, else unknown.
fn any(outcomes: impl Iterator<Item = Outcome>) -> Outcome {
    let mut joined = Outcome::No;
    for outcome in outcomes {
        match outcome {
            Outcome::Yes => return Outcome::Yes,
            Outcome::Unknown => joined = Outcome::Unknown,
            Outcome::No => {}
        }
    }
    joined
}

/// What all say; unknown where they differ.
fn agreed(mut outcomes: impl Iterator<Item = Outcome>) -> Outcome {
    let first = outcomes.next().unwrap_or(Outcome::Unknown);
    if outcomes.all(|outcome| outcome == first) { first } else { Outcome::Unknown }
}

fn read_test(test: &Test, facts: &Facts, members: &[RegionId]) -> TestRead {
    let fact = facts.fact(&test.fact);
    let provenance = || Provenance::new("underserved/1", fact.map(|fact| fact.source.clone()));
    let nation = facts.cell(&test.fact, RegionId::NATION);
    let here = match (members, test.several) {
        ([_], _) | (_, Several::Recomputed) => facts.pooled(&test.fact, members),
        (_, Several::MembersAgree) => Cell::MISSING,
    };
    let member = |id: &RegionId| {
        let cell = facts.cell(&test.fact, id.as_str());
        let compared = compared(test, cell, nation, provenance());
        MemberRead {
            region: id.clone(),
            value: answer(cell, provenance()).into(),
            outcome: outcome(test, &compared.into()),
        }
    };
    let members: Vec<MemberRead> =
        if members.len() > 1 { members.iter().map(member).collect() } else { Vec::new() };
    let compared: Figure = compared(test, here, nation, provenance()).into();
    let outcome = if test.several == Several::MembersAgree && !members.is_empty() {
        agreed(members.iter().map(|member| member.outcome))
    } else {
        outcome(test, &compared)
    };
    TestRead {
        fact: test.fact.clone(),
        title: test.title.clone(),
        unit: fact.map(|fact| fact.unit.clone()).unwrap_or_default(),
        year: fact.and_then(|fact| fact.year),
        source: fact.map(|fact| fact.source.clone()),
        value: answer(here, provenance()).into(),
        nation: (test.against != Against::Value).then(|| answer(nation, provenance()).into()),
        passes: test.passes,
        threshold: test.threshold,
        outcome,
        can_turn: can_turn(test, &compared),
        compared,
        members,
    }
}

fn compared(test: &Test, here: Cell, nation: Cell, provenance: Provenance) -> Answer {
    match test.against {
        Against::Value => answer(here, provenance),
        Against::OverNation => ratio(here, nation, provenance),
        Against::LessNation => difference(here, nation, provenance),
    }
}

fn difference(here: Cell, nation: Cell, provenance: Provenance) -> Answer {
    let bounds = here
        .range()
        .zip(nation.range())
        .and_then(|((low, high), (least, most))| Interval::bounds(low - most, high - least));
    let point = |cell: Cell| cell.point().map_err(|why| Withheld { bounds, ..why });
    let value = point(here)? - point(nation)?;
    match bounds.filter(|interval| interval.width() > 0.0) {
        Some(interval) => Estimate::new(value, interval, provenance),
        None => Estimate::exact(value, provenance),
    }
}

/// Reads a test off what is compared: off the point where there is one, else off the bounds; a threshold
/// inside the bounds is unknown.
fn outcome(test: &Test, compared: &Figure) -> Outcome {
    let ends = compared.value().map(|value| (value, value)).or_else(|| compared.range());
    let Some((low, high)) = ends else { return Outcome::Unknown };
    match (passes(test, low), passes(test, high)) {
        (true, true) => Outcome::Yes,
        (false, false) => Outcome::No,
        _ => Outcome::Unknown,
    }
}

/// Whether a value passes; sums of decimal fractions miss a threshold by their last digits, and a county
/// exactly on it passes.
fn passes(test: &Test, value: f64) -> bool {
    let slack = 1e-9 * test.threshold.abs().max(1.0);
    match test.passes {
        Side::AtLeast => value >= test.threshold - slack,
        Side::AtMost => value <= test.threshold + slack,
        Side::Below => value < test.threshold - slack,
    }
}

/// Whether the interval of what is compared holds values on the other side of the threshold.
fn can_turn(test: &Test, compared: &Figure) -> bool {
    compared.range().is_some_and(|(low, high)| passes(test, low) != passes(test, high))
}

#[cfg(test)]
#[path = "underserved_tests.rs"]
mod tests;
