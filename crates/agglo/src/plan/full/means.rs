//! Money, partners, and where the candidates come from.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::base::estimate::Figure;
use crate::base::id::ElementId;
use crate::plan::{Gate, YearMoney};

/// Where the candidates come from.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Ground {
    /// The programme recorded them.
    Record,
    /// The catalogue of initiatives, in its sizes.
    Catalogue,
}

/// The budget and what becomes of it.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct FullMoney {
    /// The currency: `USD`.
    pub currency: String,
    /// All of it.
    pub budget: Figure,
    /// Put to a use.
    pub placed: Figure,
    /// Not put to one.
    pub not_placed: Figure,
    /// Why not more.
    pub because: String,
    /// Whether what is not spent may be spent later.
    pub carry_over: bool,
    /// By year.
    pub by_year: Vec<YearMoney>,
    /// By the element that each choice is meant for.
    pub by_element: Vec<ElementMoney>,
}

/// Money that is meant for one element.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct ElementMoney {
    /// The element; none for the gates.
    pub element: Option<ElementId>,
    /// Its name.
    pub title: String,
    /// Money of all years.
    pub placed: Figure,
    /// Money by year of the plan.
    pub by_year: Vec<f64>,
}

/// What reaches underserved places.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Equity {
    /// Least share that was asked for.
    pub phi: Option<f64>,
    /// Share of the benefit that reaches underserved places; bounds where a share is not recorded, never 0.
    pub share: Figure,
    /// Whether the least share is met: unknown where the bounds hold it.
    pub gate: Gate,
    /// The rule in words, and what is not recorded.
    pub text: String,
}

/// The partners of a plan.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct PartnerSet {
    /// Who carries something, or is worth working with for what it covers.
    pub used: Vec<PartnerUsed>,
    /// Who is not, and why.
    pub left_out: Vec<PartnerLeftOut>,
    /// Areas and places that nobody in the set covers.
    pub uncovered: Vec<String>,
    /// Share of draws of trust in which everybody in the set still passes.
    pub stays: Figure,
    /// What the set costs a year.
    pub cost_a_year: Figure,
}

/// A partner of the plan.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct PartnerUsed {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What it carries.
    pub carries: Vec<String>,
    /// What of its capacity that takes.
    pub load: f64,
    /// What it can carry in all years of the plan; none where nobody recorded it.
    pub capacity: Option<f64>,
    /// Areas and places that fall without it.
    pub only_covers: Vec<String>,
}

/// A partner that is not in the plan.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct PartnerLeftOut {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What its four tests say.
    pub gate: Gate,
    /// Why it is out, in words.
    pub reason: String,
    /// Rise of the aggregate if it passed; withheld where it passes already or nothing changes.
    pub worth: Figure,
}
