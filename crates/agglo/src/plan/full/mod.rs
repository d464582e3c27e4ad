//! The plan of a programme, or of any region, as a board reads it: what, who, when, why, and how sure.
//!
//! Beside [`crate::plan::Plan`], which the one-page strategy prints, this one is made of a whole programme in
//! initiatives, partners and years ([`crate::plan::programme`]), and explains itself.

mod choice;
mod course;
mod doubt;
mod goal;
mod means;
mod registered;

use schemars::JsonSchema;
use serde::Serialize;

use crate::base::estimate::{Caveat, Figure};
use crate::base::id::{BlueprintId, ElementId, RegionId, SourceId};
use crate::plan::{Check, Comparator, Standing};

pub use choice::{Aim, Basis, Carrier, Choice, Omitted, OmittedBecause, Reading, Regret};
pub use course::{Entry, EntryKind, LearnFirst, Pilot, Step};
pub use doubt::{
    Alternative, Contradiction, FullProof, Information, PointOfFrontier, PriceOf, PriceTag,
    Relaxed, RestsOn, Robustness, TwinPlan,
};
pub use goal::{GoalAim, GoalOfPlan, SideOfGoal};
pub use means::{ElementMoney, Equity, FullMoney, Ground, PartnerLeftOut, PartnerSet, PartnerUsed};
pub use registered::{Amended, Registered};

/// What is chosen under a budget, with everything that a board may ask about it.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct FullPlan {
    /// Where it is for.
    pub place: Locus,
    /// The day from which it counts, ISO.
    pub as_of: String,
    /// What the programme is for; none outside one, or where it recorded none.
    pub goal: Option<GoalOfPlan>,
    /// Under which lock the region's plan and its evaluation stand. Only where a plan is shown: what is kept under
    /// its digest does not say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub registered: Option<Registered>,
    /// What it is held against.
    pub blueprint: Frame,
    /// Where the candidates come from.
    pub ground: Ground,
    /// Whether it may be called a plan.
    pub standing: Standing,
    /// Why it is a draft or refused, one sentence each; empty when it stands.
    pub standing_because: Vec<String>,
    /// One sentence that says what it is and what it rests on.
    pub headline: String,
    /// The whole before and after.
    pub whole: Whole,
    /// Every element that is scored, before and after.
    pub elements: Vec<ElementBeforeAfter>,
    /// What is started, first start first.
    pub chosen: Vec<Choice>,
    /// What is not, and what starting it would cost.
    pub not_chosen: Vec<Omitted>,
    /// The money.
    pub money: FullMoney,
    /// What reaches underserved places.
    pub equity: Equity,
    /// Who carries it; none outside a programme.
    pub partners: Option<PartnerSet>,
    /// Steps of the first ninety days, in order.
    pub first_90_days: Vec<Step>,
    /// Everything with a date, in order.
    pub calendar: Vec<Entry>,
    /// What the plan has to beat.
    pub comparators: Vec<Comparator>,
    /// Other plans that differ in substance; two where there are two.
    pub alternatives: Vec<Alternative>,
    /// What each constraint costs.
    pub prices: Vec<PriceTag>,
    /// Outcome against money under each least share; empty unless it was asked for.
    pub frontier: Vec<PointOfFrontier>,
    /// How often the choices stay.
    pub robustness: Robustness,
    /// What to find out next, the largest expected value first.
    pub find_out: Vec<Information>,
    /// Small pilots first, then scale or stop; none where nothing rests on default priors.
    pub learn_first: Option<LearnFirst>,
    /// The same choice where elements add up.
    pub twin: TwinPlan,
    /// What part of it rests on what.
    pub rests_on: RestsOn,
    /// Why nothing fits; none where a plan was found.
    pub conflict: Option<Contradiction>,
    /// How the choice was proved.
    pub proof: FullProof,
    /// The hard gates.
    pub gates: Vec<Check>,
    /// Rules that stand in for knowledge, each in one sentence.
    pub assumptions: Vec<Caveat>,
    /// What a reader must know.
    pub caveats: Vec<Caveat>,
    /// Datasets, studies and records that were read, sorted.
    pub sources: Vec<SourceId>,
    /// Seed of the scenarios.
    pub seed: u64,
}

/// Where a plan is for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Locus {
    /// The region's code, or the codes of its members with commas between.
    pub region: RegionId,
    /// Its name.
    pub name: String,
    /// Its id inside the programme; none outside one.
    pub id: Option<String>,
    /// The programme's id and title; none outside one.
    pub programme: Option<(String, String)>,
    /// Whether everything recorded is made up.
    pub is_illustrative: bool,
}

/// What a plan is held against.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Frame {
    /// The blueprint.
    pub id: BlueprintId,
    /// Its name.
    pub title: String,
    /// Exponent of the aggregate that the choice was made under.
    pub rho: f64,
    /// What the blueprint's card says of the claim that elements need each other, in words.
    pub claim: String,
    /// Whether that claim stood its test: then nothing needs a mark.
    pub is_supported: bool,
}

/// The aggregate of all elements, 0 to 1.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Whole {
    /// As it is.
    pub before: Figure,
    /// In the last year of the plan: mean over scenarios, and where nine in ten of them lie.
    pub after: Figure,
    /// Rise of the level that, in every year and scenario, would be worth as much as the plan.
    pub gain: Figure,
    /// As it is where elements add up.
    pub additive_before: Figure,
    /// With the same choice where elements add up.
    pub additive_after: Figure,
    /// Mean over the worst scenarios in the last year, where a floor under them is asked for.
    pub bad_case: Option<Figure>,
}

/// One element before and after.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct ElementBeforeAfter {
    /// The element.
    pub id: ElementId,
    /// Its name.
    pub title: String,
    /// Share in the aggregate.
    pub weight: f64,
    /// Whether people can change it.
    pub is_mutable: bool,
    /// Whether it may bind as things are.
    pub may_bind: bool,
    /// Level as it is, 0 to 1; bounds where cells are withheld.
    pub before: Figure,
    /// Level in the last year of the plan; its interval joins the bounds and the scenarios.
    pub after: Figure,
    /// Mean level by year of the plan.
    pub by_year: Vec<f64>,
    /// What lifts it: the ids of choices.
    pub lifted_by: Vec<String>,
}

/// Plans of several budgets beside each other.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Budgets {
    /// One for each budget, ascending.
    pub plans: Vec<FullPlan>,
    /// What happens between neighbours.
    pub steps: Vec<Between>,
}

/// From a smaller budget to the next larger one.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Between {
    /// US dollars, or the programme's currency.
    pub smaller: Figure,
    /// The same of the larger.
    pub larger: Figure,
    /// Value of the larger plan less that of the smaller one, as an aggregate; never below 0.
    pub gain: Figure,
    /// What the larger budget loses where it has to start just what the smaller one does.
    pub regret_of_smaller: Figure,
    /// Each choice of the smaller, and what became of it.
    pub kept: Vec<Kept>,
    /// What the larger one adds.
    pub adds: Vec<String>,
}

/// What became of a choice of the smaller budget.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Kept {
    /// Its id.
    pub id: String,
    /// What people call it.
    pub title: String,
    /// Whether the larger plan has it.
    pub is_kept: bool,
    /// What stands in its place; empty where it is kept or falls away.
    pub replaced_by: Vec<String>,
    /// Why.
    pub because: String,
}
