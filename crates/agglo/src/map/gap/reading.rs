//! The reading of one region against one blueprint: every number with its bounds and its source.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::base::blueprint::{BlueprintStatus, CoreBase, EdgeKind, Form, Grade, Join, Sign};
use crate::base::estimate::{Caveat, Figure, Reason};
use crate::base::id::{BlueprintId, ElementId, IndustryId, RegionId, SourceId};
use crate::map::gap::claim::Claim;
use crate::map::gap::verdict::Class;

/// One region read against one blueprint.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Reading {
    /// The region.
    pub region: RegionId,
    /// Its name.
    pub region_name: String,
    /// The blueprint.
    pub blueprint: BlueprintId,
    /// Its name.
    pub title: String,
    /// What the cluster is for.
    pub goal: String,
    /// Derived by rule, or reviewed by people.
    pub status: BlueprintStatus,
    /// Whether the region is one for this blueprint at all, with the rule.
    pub applies: Applies,
    /// Elements that were set to 0 by request, or of which a member was.
    pub removed: Vec<ElementId>,
    /// Every element in the order of the blueprint; none where the blueprint does not apply.
    pub elements: Vec<ElementReading>,
    /// The exemplars and the rule that named them.
    pub exemplars: Exemplars,
    /// The verdict under the blueprint's own `rho`, then under each one beside it.
    pub scores: Vec<Score>,
    /// Whether complementarity stood its test, and what of the verdict rests on it.
    pub claim: Claim,
    /// The same levels with the upper quartile of the exemplars as level 1.
    pub twin: Option<Twin>,
    /// How far the binding gap depends on choices; none where it was not asked for.
    pub stability: Option<Stability>,
    /// The reinforcing core in this region.
    pub core: CoreReading,
    /// Every edge with its evidence as recomputed.
    pub edges: Vec<EdgeReading>,
    /// Withheld or missing cells that were used.
    pub unknown: Vec<UnknownCell>,
    /// What a reader must know.
    pub caveats: Vec<Caveat>,
    /// Datasets that were read.
    pub sources: Vec<SourceId>,
}

/// Whether a region is one for a blueprint.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Applies {
    /// Yes, no, or unknown.
    pub answer: Applicable,
    /// The rule in words: `shore_open_km >= 5`; `every region` where there is none.
    pub rule: String,
    /// What the region has; none where there is no rule.
    pub value: Option<Figure>,
}

/// The three answers of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Applicable {
    /// The region is one for this blueprint.
    Yes,
    /// It is not.
    No,
    /// The fact is unknown, and so is the class.
    Unknown,
}

/// One element in the region.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct ElementReading {
    /// Slug.
    pub id: ElementId,
    /// Name in plain words.
    pub title: String,
    /// What kind of thing it is.
    pub form: Form,
    /// Share in the aggregate.
    pub weight: f64,
    /// Whether it enters the aggregate.
    pub scored: bool,
    /// Scored, but never the gap.
    pub immutable: bool,
    /// By what it is measured, in words.
    pub measure: String,
    /// Unit of value and benchmark; `level` for a nest.
    pub unit: String,
    /// What the region has; undefined for a nest, whose members have it.
    pub value: Figure,
    /// What level 1 is: the quantile of the exemplars.
    pub benchmark: Figure,
    /// Level in `[0, 1]`; bounds where cells are withheld.
    pub level: Figure,
    /// Mid-rank quantile of the value among all comparable regions.
    pub quantile: Figure,
    /// How the members join, for a nest.
    pub join: Option<Join>,
    /// The members of a nest.
    pub members: Vec<MemberReading>,
    /// The weighted mean of the members, a sensitivity that is never the level.
    pub mean_of_members: Option<Figure>,
    /// The level without each member in turn.
    pub without_member: Vec<WithoutMember>,
    /// What one step of the level, and the whole way to 1, would take.
    pub closes: Option<Closes>,
}

/// One member of a nest in the region.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct MemberReading {
    /// Slug.
    pub id: ElementId,
    /// Name in plain words.
    pub title: String,
    /// Rate of substitution.
    pub rate: f64,
    /// By what it is measured, in words.
    pub measure: String,
    /// Unit of value and benchmark.
    pub unit: String,
    /// What the region has.
    pub value: Figure,
    /// What level 1 is.
    pub benchmark: Figure,
    /// Level in `[0, 1]`.
    pub level: Figure,
    /// Whether it enters the nest: an optional member does once it is recorded.
    pub counted: bool,
}

/// A nest's level with one member at 0.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct WithoutMember {
    /// The member.
    pub member: ElementId,
    /// The level that is left.
    pub level: Figure,
}

/// What it would take to close a gap.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Closes {
    /// Unit: `jobs`, `establishments`, `km`.
    pub unit: String,
    /// For one step of the level, in the whole region.
    pub step: Figure,
    /// For level 1, in the whole region.
    pub whole: Figure,
}

/// The exemplars of a region.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Exemplars {
    /// The rule in words.
    pub rule: String,
    /// The class of the region in words: `fewer than 25,000 residents`.
    pub class: String,
    /// Quantile of the exemplars that is level 1.
    pub tau: f64,
    /// The exemplars, best first.
    pub regions: Vec<Exemplar>,
    /// How many regions the pool holds.
    pub pool: usize,
}

/// One exemplar.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Exemplar {
    /// The region.
    pub id: RegionId,
    /// Its name.
    pub name: String,
}

/// The verdict under one `rho`.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Score {
    /// Exponent of the aggregate.
    pub rho: f64,
    /// The aggregate; bounds where cells are withheld.
    pub aggregate: Figure,
    /// Class with every level at its low end; gates counted.
    pub class_low: Class,
    /// Class with every level at its high end; gates counted.
    pub class_high: Class,
    /// Class at the low ends if every hard gate passed.
    pub class_if_gates_pass: Class,
    /// Whether withheld cells cannot change the class.
    pub robust: bool,
    /// Required elements that are surely below the cut.
    pub missing: Vec<ElementId>,
    /// Elements whose resolution would settle the class.
    pub deciding: Vec<ElementId>,
    /// The binding gap at the middle of each level's bounds.
    pub binding: BindingGap,
    /// Elements that bind whatever the withheld cells hold.
    pub necessary: Vec<ElementId>,
    /// Elements that bind for some content of the withheld cells.
    pub possible: Vec<ElementId>,
    /// Whether nothing may bind: all levels that can be changed may be 1.
    pub none_possible: bool,
    /// The cell whose disclosure would shrink the possible set most.
    pub would_shrink: Option<UnknownCell>,
    /// What a step of each element is worth, highest first.
    pub gains: Vec<Gain>,
    /// From which aggregate on it is a cluster.
    pub cluster_cut: Figure,
}

/// What binds.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum BindingGap {
    /// Every level that can be changed is 1.
    None,
    /// One element.
    One {
        /// The element.
        element: ElementId,
    },
    /// Several elements at 0, none of which helps alone.
    Together {
        /// The elements.
        elements: Vec<ElementId>,
    },
}

/// What a step of one element is worth.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Gain {
    /// The element.
    pub element: ElementId,
    /// Rise of the aggregate by one step of this level alone.
    pub gain: Figure,
    /// Derivative of the aggregate by this level; undefined where it has no bound.
    pub marginal: Figure,
}

/// The reading with another quantile of the exemplars as level 1.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Twin {
    /// The quantile.
    pub tau: f64,
    /// Level of each scored element.
    pub levels: Vec<TwinLevel>,
    /// The aggregate under the blueprint's own `rho`.
    pub aggregate: Figure,
    /// The binding gap.
    pub binding: BindingGap,
    /// Elements that may bind.
    pub possible: Vec<ElementId>,
}

/// One level of the twin.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct TwinLevel {
    /// The element.
    pub element: ElementId,
    /// Its level.
    pub level: Figure,
}

/// How far the binding gap depends on choices that could have been made otherwise.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Stability {
    /// The gap that most settings name.
    pub modal: BindingGap,
    /// Share of settings that name it, in `[0, 1]`.
    pub share: Figure,
    /// The next one.
    pub second: Option<BindingGap>,
    /// Its share.
    pub second_share: Option<Figure>,
    /// Every answer with its share, most frequent first.
    pub shares: Vec<SettingShare>,
    /// Whether the modal share is below 0.8.
    pub contested: bool,
    /// Measures, exemplar rules, exponents and draws of weights that were tried, in words.
    pub settings: String,
    /// Number of settings, weights averaged.
    pub cells: usize,
    /// Draws of weights per setting.
    pub draws: usize,
}

/// One answer over the settings.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct SettingShare {
    /// The gap.
    pub binding: BindingGap,
    /// Share of settings that name it.
    pub share: Figure,
}

/// The reinforcing core in a region.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct CoreReading {
    /// Its elements.
    pub elements: Vec<ElementId>,
    /// Share of weight.
    pub share: Figure,
    /// Least share that counts as a core.
    pub cut: f64,
    /// Which weights the share is of.
    pub base: CoreBase,
    /// Whether the share reaches the cut.
    pub reinforcing: bool,
    /// Edges that do not count here and would widen the core, with the share they would give.
    pub would_widen: Vec<WouldWiden>,
}

/// An edge that would widen the core if it counted.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct WouldWiden {
    /// Edges, one or two together.
    pub edges: Vec<(ElementId, ElementId)>,
    /// The share of the core with them.
    pub share: Figure,
    /// Why they do not count: assumed, below the cut of evidence, an end absent here.
    pub because: String,
}

/// One edge with its evidence as recomputed.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct EdgeReading {
    /// Where it starts.
    pub from: ElementId,
    /// Where it ends.
    pub to: ElementId,
    /// Reinforces or crowds out.
    pub sign: Sign,
    /// Mechanism.
    pub kind: EdgeKind,
    /// Strength in `[0, 1]`.
    pub strength: f64,
    /// Grade in the file.
    pub stated: Grade,
    /// Grade after its statistic was recomputed.
    pub grade: Grade,
    /// The statistic; none where the edge rests on none.
    pub statistic: Option<Figure>,
    /// Regions that it was computed over.
    pub sample: Option<usize>,
    /// What it is, over what, from whom.
    pub source: String,
    /// Whether it is active in this region.
    pub activity: Activity,
}

/// Whether an edge is active in a region.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Activity {
    /// Both ends are surely there and its evidence counts.
    Active,
    /// An end is surely absent, or the evidence does not count.
    Inactive,
    /// Withheld cells decide.
    Unknown,
}

/// A withheld or missing cell that was used.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
pub struct UnknownCell {
    /// The region that it belongs to: this one or an exemplar.
    pub region: RegionId,
    /// The element or member that reads it.
    pub element: ElementId,
    /// The industry; none for a fact.
    pub industry: Option<IndustryId>,
    /// The fact; none for an industry.
    pub fact: Option<String>,
    /// What it counts, in words.
    pub what: String,
    /// Hidden by its publisher, or in no table.
    pub reason: Reason,
}

impl Reading {
    /// The verdict under the blueprint's own `rho`; none where the blueprint does not apply.
    pub fn score(&self) -> Option<&Score> {
        self.scores.first()
    }

    /// One element.
    pub fn element(&self, id: &str) -> Option<&ElementReading> {
        self.elements.iter().find(|element| element.id.as_str() == id)
    }
}

impl Score {
    /// The class in words: `emerging`, `missing: lodging`, `emerging to cluster` where withheld cells
    /// decide.
    pub fn words(&self) -> String {
        match (self.class_low, self.class_high) {
            (Class::Missing, Class::Missing) if !self.missing.is_empty() => {
                let names: Vec<&str> = self.missing.iter().map(ElementId::as_str).collect();
                format!("missing: {}", names.join(", "))
            }
            (low, high) if low == high => low.word().to_owned(),
            (low, high) => format!("{low} to {high}"),
        }
    }
}

impl BindingGap {
    /// In words: `lodging`, `food and lodging together`, `none`.
    pub fn words(&self) -> String {
        match self {
            Self::None => "none".to_owned(),
            Self::One { element } => element.to_string(),
            Self::Together { elements } => {
                let names: Vec<&str> = elements.iter().map(ElementId::as_str).collect();
                format!("{} together", names.join(" and "))
            }
        }
    }

    /// The elements that it names.
    pub fn elements(&self) -> &[ElementId] {
        match self {
            Self::None => &[],
            Self::One { element } => std::slice::from_ref(element),
            Self::Together { elements } => elements,
        }
    }
}
