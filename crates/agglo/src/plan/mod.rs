//! What to do first under a budget, why, and what to find out before more is spent.
//!
//! The order is fixed: what closes a hard gate; then what has a positive prior on an element that may
//! bind; then at most one small pilot for the binding gap itself, bought to learn. Money without a use
//! that evidence supports is printed as not placed.

pub mod branch;
pub mod choose;
mod chosen;
pub mod cover;
pub mod evidence;
pub mod explain;
mod figures;
pub mod full;
pub mod instance;
mod keystone;
pub mod need;
mod offer;
mod output;
mod pilot;
pub mod portfolio;
pub mod prior;
pub mod programme;
mod reasons;
#[cfg(feature = "ledger")]
pub mod register;
pub mod request;
pub mod setting;
mod words;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::base::archetype::{Keystone, OutcomeClass, Published};
use crate::base::estimate::{Caveat, Figure};
use crate::base::id::{ArchetypeId, ElementId, RegionId};
use crate::base::year::Year;

pub use choose::plan;
pub use need::{Binds, Need, needs};
pub use request::{Budget, Quantity, Records, Request};
pub use setting::Setting;
pub use words::prior as prior_of;

/// What was chosen, what was not, and why.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Plan {
    /// The region that it is for.
    pub region: RegionId,
    /// Whether it may be called a plan.
    pub standing: Standing,
    /// Why it is refused or a draft, one sentence each; empty when it stands.
    pub standing_because: Vec<String>,
    /// The first line: what the plan is and how much of it rests on assumptions.
    pub headline: String,
    /// The money.
    pub money: Money,
    /// What is bought, in the order of the rules.
    pub chosen: Vec<Chosen>,
    /// What is not, and what forcing it in would cost.
    pub not_chosen: Vec<NotChosen>,
    /// The hard gates.
    pub checks: Vec<Check>,
    /// What the plan has to beat.
    pub comparators: Vec<Comparator>,
    /// Share of the expected gain that rests on default priors.
    pub gain_on_defaults: Figure,
    /// Share of the placed money that rests on assumed amounts.
    pub money_on_assumptions: Figure,
    /// That complementarity is an assumption, and what changes without it.
    pub complementarity: Twin,
    /// How the choice was proved.
    pub proof: Proof,
    /// The next things to find out, and from whom; most useful first.
    pub find_out: Vec<Question>,
    /// What a reader must know.
    pub caveats: Vec<Caveat>,
}

/// Whether a plan may be called one.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// A keystone cannot be provided for: nothing is proposed.
    Refused,
    /// A hard gate is not passed yet.
    Draft,
    /// All hard gates pass.
    Ready,
}

/// The budget and what became of it, US dollars.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Money {
    /// All of it.
    pub budget: Figure,
    /// Put to a use.
    pub placed: Figure,
    /// Without a use that evidence supports.
    pub not_placed: Figure,
    /// Why nothing more is placed.
    pub because: String,
    /// The same by year.
    pub by_year: Vec<YearMoney>,
}

/// One year of the budget, US dollars.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct YearMoney {
    /// The year.
    pub year: Year,
    /// Budget of the year.
    pub budget: Figure,
    /// Put to a use.
    pub placed: Figure,
}

/// Why something is bought.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// It closes a hard gate.
    Gate,
    /// It is expected to lift an element that may bind.
    Gain,
    /// It is bought to learn.
    Pilot,
}

/// One thing that the plan buys.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Chosen {
    /// The kind of initiative.
    pub initiative: ArchetypeId,
    /// What people call it.
    pub title: String,
    /// Why it is bought.
    pub purpose: Purpose,
    /// The element that it is aimed at.
    pub element: Option<ElementId>,
    /// That element's title; of a gate, what the gate asks for.
    pub element_title: String,
    /// Keystones that it provides for.
    pub keystones: Vec<Keystone>,
    /// Size by name: `small`, `medium`, `large`.
    pub size: String,
    /// Cost of each year, US dollars: assumed, replace by a quote.
    pub cost_by_year: Vec<YearCost>,
    /// Cost of all years, US dollars.
    pub cost: Figure,
    /// Published cost, to hold beside the assumed one.
    pub published_cost: Option<Published>,
    /// Published cost per job, to hold beside it.
    pub published_cost_per_job: Option<Published>,
    /// Years until anything can be seen.
    pub lead_years: Figure,
    /// The partner that is needed, as a role.
    pub partner: String,
    /// Why it is in, in words.
    pub reason: String,
    /// What is known about its effect.
    pub prior: Prior,
    /// Firms, people or rooms that the money reaches.
    pub reaches: Option<Reach>,
    /// Expected rise of the element's level, 0 to 1.
    pub level_rise: Figure,
    /// Expected rise of the whole, 0 to 1.
    pub gain: Figure,
    /// Most jobs that it may claim: its cost over the lowest credible cost per job.
    pub jobs_at_most: Figure,
    /// What it would have to show to be bought again.
    pub would_have_to_show: String,
    /// Share of the gain that is assumed to be taken from others nearby.
    pub displacement: Figure,
    /// What is left when the money stops.
    pub after_the_money: String,
    /// Who gains, as far as anybody looked.
    pub who_gains: String,
    /// Whether it is chosen under the additive reading too.
    pub also_when_additive: bool,
    /// What a reader must know.
    pub caveats: Vec<String>,
}

/// The cost of one year, US dollars.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct YearCost {
    /// The year.
    pub year: Year,
    /// US dollars.
    pub usd: Figure,
}

/// Units that an amount of money reaches.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Reach {
    /// How many.
    pub units: Figure,
    /// Of what: `firms`.
    pub of: String,
    /// Where the cost of one comes from.
    pub from: String,
}

/// What is known about the effect of an initiative in a place where it was not tried.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Prior {
    /// Where it comes from.
    pub basis: PriorBasis,
    /// What it is an effect on.
    pub outcome: String,
    /// The class of that outcome; only area jobs move the level of an industry element.
    pub class: OutcomeClass,
    /// Effect if it works at all, percent, with the 90 % interval for a new place.
    pub if_it_works: Figure,
    /// Probability that it does nothing.
    pub does_nothing: Figure,
    /// Expected effect, percent: the first times one less the second.
    pub expected: Figure,
    /// Probability of an effect in the direction of the aim.
    pub helps: Figure,
    /// Findings behind it.
    pub findings: Findings,
    /// The same in one or two sentences.
    pub text: String,
}

/// Where a prior comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum PriorBasis {
    /// Studies of its own family, pooled.
    Studies {
        /// The pool.
        pool: String,
        /// Findings in it.
        k: usize,
    },
    /// A wide default; mean zero unless a rural place gained.
    WideDefault {
        /// The pool, where it comes from one.
        pool: Option<String>,
    },
    /// No usable evidence.
    NoUsableEvidence,
}

/// Findings about an initiative, by direction and by how they were checked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Findings {
    /// It helps.
    pub positive: usize,
    /// No effect, or none that is significant.
    pub null: usize,
    /// It harms.
    pub negative: usize,
    /// It depends.
    pub mixed: usize,
    /// Read in a text that was opened.
    pub read: usize,
    /// From somebody's summary.
    pub secondary: usize,
    /// Pointers that nobody opened.
    pub memory: usize,
}

/// Something that the plan does not buy.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct NotChosen {
    /// The kind of initiative.
    pub initiative: ArchetypeId,
    /// What people call it.
    pub title: String,
    /// The kind of reason.
    pub why: Why,
    /// The reason in words.
    pub reason: String,
    /// What forcing in its smallest size would cost the plan, rise of the whole lost; none where it
    /// cannot be forced in.
    pub forced_gain: Option<Figure>,
    /// The same in money: US dollars of the whole plan.
    pub forced_cost: Option<Figure>,
    /// What it would push out.
    pub pushes_out: Vec<ArchetypeId>,
}

/// Kinds of reason for leaving something out.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// It lifts nothing that may bind here.
    LiftsNothingThatBinds,
    /// The expected effect is nil or nobody measured one.
    NoExpectedGain,
    /// Something else does the same for less, or better.
    Dominated,
    /// The budget does not reach.
    Budget,
    /// Somebody else decides it.
    DecidedElsewhere,
    /// It would have to open a missing element and states no quantity.
    NoQuantity,
    /// It is no initiative.
    NotAnInitiative,
    /// The user left it out.
    LeftOut,
}

/// One hard gate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Check {
    /// Its code: `E1`.
    pub rule: String,
    /// The rule in words.
    pub text: String,
    /// What it says.
    pub gate: Gate,
    /// What it read.
    pub found: String,
    /// What would change it.
    pub to_pass: String,
}

/// What a gate says; unknown never passes.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Gate {
    /// The rule holds.
    Pass,
    /// Nothing recorded can tell.
    Unknown,
    /// The rule does not hold.
    Fail,
}

/// Something else that could be done with the same money.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Comparator {
    /// `do nothing`, `give the money to households`.
    pub title: String,
    /// What it means here.
    pub text: String,
    /// US dollars for each household and year, where that is what it means.
    pub usd_per_household: Option<Figure>,
    /// Rise of the whole that it is expected to bring.
    pub gain: Figure,
}

/// The same choice where elements add up instead of needing each other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Twin {
    /// That complementarity is an assumption, in one sentence.
    pub text: String,
    /// Whether both readings choose the same.
    pub same: bool,
    /// Chosen only where elements need each other.
    pub only_complementary: Vec<String>,
    /// Chosen only where elements add up.
    pub only_additive: Vec<String>,
}

/// How the choice was proved.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Proof {
    /// In words: by enumeration, or by branch and bound.
    pub text: String,
    /// Whether no better choice exists.
    pub optimal: bool,
    /// Subsets or nodes looked at.
    pub looked_at: u64,
    /// How much better another choice could still be, rise of the whole.
    pub gap: Figure,
}

/// Something to find out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Question {
    /// The question.
    pub ask: String,
    /// Who can answer it, as a role.
    pub of: String,
    /// What hangs on the answer.
    pub because: String,
}
