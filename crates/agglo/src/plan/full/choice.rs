//! What a plan starts and what it leaves out, each with its reasons.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::base::estimate::Figure;
use crate::base::id::{ArchetypeId, ElementId};
use crate::base::year::Year;
use crate::plan::{Prior, YearCost};

/// Something that the plan starts.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Choice {
    /// Its id in the record; outside one, kind and size: `incubator/small`.
    pub id: String,
    /// What people call it.
    pub title: String,
    /// Its kind in the catalogue.
    pub archetype: Option<ArchetypeId>,
    /// Size by name, where it comes in sizes.
    pub size: Option<String>,
    /// Year of its start.
    pub start: Year,
    /// First year in which levels rise; none where nothing of it is expected to rise.
    pub first_effect: Option<Year>,
    /// Cost of each year in which there is one.
    pub cost_by_year: Vec<YearCost>,
    /// Cost of all years.
    pub cost: Figure,
    /// What its amounts rest on.
    pub cost_from: Basis,
    /// Who carries it.
    pub carriers: Vec<Carrier>,
    /// The partner that is needed as a role, where none is named.
    pub role: Option<String>,
    /// The element that it lifts most, or is meant for.
    pub element: Option<ElementId>,
    /// That element's name; of a gate, what the gate asks for.
    pub element_title: String,
    /// What it is meant to lift, direct and by what follows along the edges.
    pub aims: Vec<Aim>,
    /// What its effects rest on.
    pub effect_from: Basis,
    /// What is known of such initiatives elsewhere.
    pub prior: Option<Prior>,
    /// Duties that nothing else in the plan fulfils: `E1`.
    pub closes: Vec<String>,
    /// Rise of the whole that falls away without it, everything else as planned.
    pub gain: Figure,
    /// What leaving it out costs the best plan.
    pub regret: Regret,
    /// Why it is in, in sentences.
    pub reasons: Vec<String>,
    /// Share of scenarios in which it would be chosen by those who knew the scenario.
    pub stays: Figure,
    /// Under which readings of the aggregate it is chosen.
    pub reading: Reading,
    /// Whether that has to be marked: one reading alone makes it, and the claim did not stand its test.
    pub is_marked: bool,
    /// What in the record it rests on; empty means ours, not theirs.
    pub cites: Vec<String>,
    /// Who owns it when the money stops.
    pub owner_after: Option<String>,
    /// What it lives on then.
    pub revenue_after: Option<String>,
    /// What a reader must know.
    pub caveats: Vec<String>,
}

/// What an amount or an effect rests on.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// Studies of its own family, pooled.
    Studies,
    /// The programme's record, which names a source.
    Stated,
    /// The programme's record without a source.
    StatedUnsourced,
    /// Firms that the money itself opens, counted; what share of them is additional is assumed.
    Counted,
    /// A wide default for what nobody measured.
    WideDefault,
    /// A size of the catalogue that stands in for a quote.
    AssumedSize,
    /// Nothing: it is not counted.
    Nothing,
}

/// Under which readings of the aggregate something is chosen.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Reading {
    /// Where elements need each other and where they add up.
    Both,
    /// Only where elements need each other.
    OnlyOwn,
    /// Only where elements add up.
    OnlyAdditive,
    /// Under neither.
    Neither,
}

/// A rise of one level.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Aim {
    /// The element.
    pub element: ElementId,
    /// Its name.
    pub title: String,
    /// Rise at full take-up, before it is cut at 1.
    pub at_most: f64,
    /// Mean rise over the scenarios, with where nine in ten of them lie.
    pub expected: Figure,
    /// Whether it is only what follows along edges.
    pub is_spill_over: bool,
}

/// A partner that carries an initiative.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
pub struct Carrier {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
}

/// What it costs to decide otherwise.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Regret {
    /// Aggregate lost; withheld where no plan fits then, or nobody looked.
    pub lost: Figure,
    /// What would be started instead.
    pub instead: Vec<String>,
    /// What would fall out.
    pub falls_out: Vec<String>,
    /// The same in words.
    pub text: String,
    /// Whether both plans are proved.
    pub is_proved: bool,
}

/// Something that the plan does not start.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Omitted {
    /// Its id in the record; outside one, its kind.
    pub id: String,
    /// What people call it.
    pub title: String,
    /// Its kind in the catalogue.
    pub archetype: Option<ArchetypeId>,
    /// The kind of reason.
    pub why: OmittedBecause,
    /// The reason in words.
    pub reason: String,
    /// What forcing it in costs; none where it is no candidate at all.
    pub regret: Option<Regret>,
    /// The least of the budgets tried at which it enters; none where it enters at none of them.
    pub enters_at: Option<Figure>,
    /// Share of scenarios in which it would be chosen by those who knew the scenario.
    pub would_be_chosen: Option<Figure>,
    /// Under which readings of the aggregate it is chosen.
    pub reading: Reading,
    /// Whether that has to be marked.
    pub is_marked: bool,
}

/// Kinds of reason for leaving something out.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum OmittedBecause {
    /// The money does not reach for it.
    Money,
    /// Something else does more for the same money.
    Outdone,
    /// None that may carry it passes the four tests, or none has room.
    NoCarrier,
    /// What must come before it is not in, or comes too late.
    Prerequisite,
    /// It excludes, or is excluded by, something that is in.
    Excluded,
    /// It does not end within the plan.
    PastTheEnd,
    /// The least share for underserved places, or the floor under bad scenarios, keeps it out.
    Rule,
    /// Nobody said what it costs.
    NoCostStated,
    /// Nobody said by how much it lifts what.
    NoEffectStated,
    /// What it lifts is complete, or it lifts nothing that is scored.
    LiftsNothing,
    /// The expected effect is nil, or nobody measured one.
    NoExpectedGain,
    /// Somebody else decides it.
    DecidedElsewhere,
    /// It is no initiative.
    NotAnInitiative,
    /// The user left it out.
    LeftOut,
}
