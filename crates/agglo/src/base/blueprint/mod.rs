//! Blueprints: what a cluster is made of, free of any region.
//!
//! Elements with weights, edges with evidence, the rule that names exemplar regions, the aggregator and
//! its cuts. A blueprint is data (a file under `definitions/blueprints`, or derived from a cluster); here
//! are its types and what must hold of them ([`check`]).

pub mod check;
pub mod difference;
pub mod edge;
pub mod element;
pub mod exemplar;
pub mod measure;
pub mod overlay;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::base::id::{BlueprintId, ClusterId, ElementId};
use crate::base::year::Year;

pub use edge::{Edge, EdgeKind, Grade, Sign, Statistic};
pub use element::{Body, Element, Form, Join, Member, Nest};
pub use exemplar::{Comparison, ExemplarAlternative, ExemplarRule, Ranking, Test};
pub use measure::{Benchmark, Better, Field, Industries, Measure, Per, Recorded};
pub use overlay::{Overlay, OwnEdge, OwnMember};

/// How far a blueprint has been looked at by people.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum BlueprintStatus {
    /// Made from data by a printed rule; nobody has looked at it.
    Derived,
    /// Read and amended by a person.
    Reviewed,
}

/// What a cluster is made of, free of any region.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Blueprint {
    /// Slug: `beach-destination`.
    pub id: BlueprintId,
    /// Name in plain words: `Beach destination`.
    pub title: String,
    /// What the cluster is for, one sentence.
    pub goal: String,
    /// Derived by rule, or reviewed by people.
    pub status: BlueprintStatus,
    /// Vintage of the industry codes: that of the table read.
    pub naics_vintage: Year,
    /// What it was made from, in plain words.
    pub derived_from: Option<String>,
    /// Tables and works that it rests on, in words.
    pub sources: Vec<String>,
    /// The cluster that it was derived from, or whose goal it shares.
    pub cluster: Option<ClusterId>,
    /// Where all of these hold it is read without being asked for; never by itself where there are none.
    pub chosen_if: Vec<Test>,
    /// Where it fails the region is not one for this blueprint.
    pub applies_if: Option<Test>,
    /// How levels become one number.
    pub aggregator: Aggregator,
    /// Where classes begin and end.
    pub cuts: Cuts,
    /// Which regions serve as exemplars.
    pub exemplars: ExemplarRule,
    /// Over which regions the statistics of grade C edges are computed.
    pub evidence: Option<EvidenceRule>,
    /// Elements in the order of the file.
    pub elements: Vec<Element>,
    /// Ends of edges that are targets, not elements.
    pub outcomes: Vec<Outcome>,
    /// Edges in the order of the file.
    pub edges: Vec<Edge>,
}

/// The CES aggregate of the blueprint.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Aggregator {
    /// Exponent: -1 is harmonic, complementarity assumed; 1 is the weighted mean.
    pub rho: f64,
    /// The step `D` of a level by which gains are measured, in `(0, 1]`.
    pub step: f64,
    /// Exponents under which everything is shown as well.
    pub beside: Vec<f64>,
}

impl Default for Aggregator {
    fn default() -> Self {
        Self { rho: -1.0, step: 0.10, beside: vec![1.0] }
    }
}

/// Where the classes of a verdict begin.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Cuts {
    /// A required element below this level is missing.
    pub missing: f64,
    /// Below this aggregate a cluster is latent.
    pub latent: f64,
    /// From this aggregate on it is a cluster, if all gates pass.
    pub cluster: f64,
    /// Least share of weight in the reinforcing core.
    pub core: f64,
    /// Which weights that share is of.
    pub core_base: CoreBase,
}

impl Default for Cuts {
    fn default() -> Self {
        Self {
            missing: 0.10,
            latent: 0.25,
            cluster: 0.60,
            core: 0.60,
            core_base: CoreBase::Mutable,
        }
    }
}

/// The weights that a core's share is of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CoreBase {
    /// Every required element.
    All,
    /// Required elements that people can change.
    #[default]
    Mutable,
}

/// Over which regions, and beside what, the statistics of grade C edges are computed.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct EvidenceRule {
    /// Conditions that a region of the sample meets.
    pub sample: Vec<Test>,
    /// The fact that is held fixed.
    pub held_fixed: String,
    /// Least size of a statistic that counts.
    pub cut: f64,
}

/// An end of edges that is a target, not an element.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Outcome {
    /// Slug: `housing`.
    pub id: ElementId,
    /// Name in plain words.
    pub title: String,
    /// The programme's target that it stands for, if any.
    #[serde(default)]
    pub target: Option<String>,
}

impl Blueprint {
    /// One element.
    pub fn element(&self, id: &str) -> Option<&Element> {
        self.elements.iter().find(|element| element.id.as_str() == id)
    }

    /// The element that an id names: itself, or the nest that it is a member of.
    pub fn holder(&self, id: &str) -> Option<&Element> {
        self.element(id).or_else(|| {
            self.elements
                .iter()
                .find(|element| element.members().iter().any(|m| m.id.as_str() == id))
        })
    }

    /// Elements that enter the aggregate: required, with a weight above 0.
    pub fn scored(&self) -> impl Iterator<Item = &Element> {
        self.elements.iter().filter(|element| element.is_scored())
    }
}
