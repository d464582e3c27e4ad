//! The catalogue of initiatives: kinds, findings, pools, sizes, and the printed rules of the priors.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::base::archetype::{Archetype, OutcomeClass, PriorRule, Study};
use crate::base::error::Error;
use crate::base::id::ArchetypeId;

/// All that is known of initiatives, checked to belong together.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Catalogue {
    archetypes: Vec<Archetype>,
    general: Vec<Study>,
    pools: Vec<PoolRule>,
    rules: PriorRules,
    costs_per_job: Vec<CostPerJob>,
    multiplier: Option<MultiplierRule>,
    sizes: Vec<Size>,
}

/// Which findings are pooled.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PoolRule {
    /// Its name: `P1`.
    pub id: String,
    /// What it pools, in words.
    pub outcome: String,
    /// The class of outcome: classes are never mixed.
    pub class: OutcomeClass,
    /// What travels to the caveats of every prior from it, as codes.
    pub flags: Vec<String>,
    /// The findings.
    pub members: Vec<Member>,
}

/// One finding of a pool.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Member {
    /// The study, by its id.
    pub study: String,
    /// Which part of it, where it prints several.
    pub part: Option<String>,
    /// That part's effect, where it is not the study's own.
    pub effect: Option<f64>,
}

/// The printed rules by which findings become priors; effects in percent.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PriorRules {
    /// Findings that make a pool.
    pub least: usize,
    /// Half-normal prior of the spread between places.
    pub tau_scale: f64,
    /// Normal prior of the mean, around 0.
    pub mean_sd: f64,
    /// Factor on the standard error for grades 2 to 5.
    pub widening: [f64; 4],
    /// Share of the mean that carries over to a new place, for grades 2 to 5.
    pub shrink: [f64; 4],
    /// Standard deviation of the default of mean zero.
    pub wide_sd: f64,
    /// Power of an average evaluation.
    pub power: f64,
    /// Share of evaluations of something that does nothing which find an effect.
    pub false_positives: f64,
    /// Evaluations that the average over all policies is worth.
    pub vote_weight: f64,
    /// Jobs claimed are capped at the cost over this, US dollars.
    pub least_usd_per_job: f64,
    /// Rise of a level that a larger size must add to be worth its money.
    pub least_rise: f64,
}

/// A published public cost for each job.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct CostPerJob {
    /// The study that prints it.
    pub study: String,
    /// US dollars.
    pub usd: f64,
}

/// Which estimates of one data set say how many local jobs follow a traded one, and which of them stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct MultiplierRule {
    /// The estimate whose sample includes small places.
    pub centre: String,
    /// All of them: they share their data, so they are set side by side and not pooled.
    pub members: Vec<String>,
}

/// How large an initiative is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Size {
    /// `small`, `medium`, `large`.
    pub name: String,
    /// Cost of a year, US cents: assumed, replace by a quote.
    pub cents_a_year: u64,
}

/// The parts of a catalogue, as they are read.
#[derive(Clone, Debug)]
pub struct Parts {
    /// Kinds of initiative.
    pub archetypes: Vec<Archetype>,
    /// Findings that belong to no kind.
    pub general: Vec<Study>,
    /// Pools.
    pub pools: Vec<PoolRule>,
    /// Rules.
    pub rules: PriorRules,
    /// Published costs per job.
    pub costs_per_job: Vec<CostPerJob>,
    /// Estimates of local jobs for each traded one.
    pub multiplier: Option<MultiplierRule>,
    /// Sizes.
    pub sizes: Vec<Size>,
}

impl PriorRules {
    /// Factor on the standard error of a design of that grade; grade 1 is never pooled.
    pub fn widening(&self, grade: u8) -> f64 {
        by_grade(&self.widening, grade)
    }

    /// Share of the mean that carries over to a new place.
    pub fn shrink(&self, grade: u8) -> f64 {
        by_grade(&self.shrink, grade)
    }
}

fn by_grade(table: &[f64; 4], grade: u8) -> f64 {
    table[usize::from(grade.clamp(2, 5)) - 2]
}

impl Catalogue {
    /// A catalogue, sorted by id, whose parts refer to each other correctly.
    ///
    /// # Errors
    ///
    /// Every fault: an id that stands twice (`E0206`), a study or pool that is not there (`E0207`), a
    /// prior without the finding that it needs, a rule out of its range, sizes not in order (`E0208`).
    pub fn new(parts: Parts) -> Result<Self, Vec<Error>> {
        let Parts { mut archetypes, general, pools, rules, costs_per_job, multiplier, mut sizes } =
            parts;
        archetypes.sort_by(|a, b| a.id.cmp(&b.id));
        sizes.sort_by(|a, b| (a.cents_a_year, &a.name).cmp(&(b.cents_a_year, &b.name)));
        let catalogue =
            Self { archetypes, general, pools, rules, costs_per_job, multiplier, sizes };
        let mut faults = catalogue.twice();
        faults.extend(catalogue.dangling());
        faults.extend(catalogue.unsupported());
        faults.extend(catalogue.out_of_range());
        if faults.is_empty() { Ok(catalogue) } else { Err(faults) }
    }

    /// All kinds of initiative by id.
    pub fn archetypes(&self) -> &[Archetype] {
        &self.archetypes
    }

    /// One kind of initiative.
    pub fn archetype(&self, id: &str) -> Option<&Archetype> {
        let at = self.archetypes.binary_search_by(|archetype| archetype.id.as_str().cmp(id));
        at.ok().map(|at| &self.archetypes[at])
    }

    /// The three kinds of initiative whose ids are nearest to a name that is not there.
    pub fn nearest(&self, name: &str) -> Vec<&ArchetypeId> {
        let mut near: Vec<_> = self
            .archetypes
            .iter()
            .map(|archetype| (distance(name, archetype.id.as_str()), &archetype.id))
            .collect();
        near.sort();
        near.into_iter().take(3).map(|(_, id)| id).collect()
    }

    /// Findings that belong to no kind of initiative.
    pub fn general(&self) -> &[Study] {
        &self.general
    }

    /// One finding, by its id.
    pub fn study(&self, id: &str) -> Option<&Study> {
        self.studies().find(|study| study.id == id)
    }

    /// Every finding.
    pub fn studies(&self) -> impl Iterator<Item = &Study> {
        self.archetypes.iter().flat_map(|archetype| &archetype.studies).chain(&self.general)
    }

    /// The pools.
    pub fn pools(&self) -> &[PoolRule] {
        &self.pools
    }

    /// One pool.
    pub fn pool(&self, id: &str) -> Option<&PoolRule> {
        self.pools.iter().find(|pool| pool.id == id)
    }

    /// The rules.
    pub fn rules(&self) -> &PriorRules {
        &self.rules
    }

    /// Published costs for each job.
    pub fn costs_per_job(&self) -> &[CostPerJob] {
        &self.costs_per_job
    }

    /// Estimates of local jobs for each traded one.
    pub fn multiplier(&self) -> Option<&MultiplierRule> {
        self.multiplier.as_ref()
    }

    /// Sizes, smallest first.
    pub fn sizes(&self) -> &[Size] {
        &self.sizes
    }

    fn twice(&self) -> Vec<Error> {
        let mut seen = BTreeSet::new();
        let ids = self.archetypes.iter().map(|archetype| archetype.id.as_str());
        let studies = self.studies().map(|study| study.id.as_str());
        let pools = self.pools.iter().map(|pool| pool.id.as_str());
        let sizes = self.sizes.iter().map(|size| size.name.as_str());
        ids.chain(studies)
            .chain(pools)
            .chain(sizes)
            .filter(|id| !seen.insert(*id))
            .map(|id| Error::new("E0206", format!("`{id}` stands twice in the catalogue")))
            .collect()
    }

    fn dangling(&self) -> Vec<Error> {
        let known: BTreeSet<_> = self.studies().map(|study| study.id.as_str()).collect();
        let members = self.pools.iter().flat_map(|pool| {
            pool.members.iter().map(|member| (format!("pool {}", pool.id), &member.study))
        });
        let costs = self.costs_per_job.iter().map(|cost| ("cost check".to_owned(), &cost.study));
        let printed = self.archetypes.iter().flat_map(|archetype| {
            let prints = [&archetype.cost, &archetype.cost_per_job].into_iter().flatten();
            prints.map(|print| (format!("initiative {}", archetype.id), &print.study))
        });
        let multiplied = self.multiplier.iter().flat_map(|rule| {
            let all = rule.members.iter().chain([&rule.centre]);
            all.map(|study| ("multiplier".to_owned(), study))
        });
        let mut faults: Vec<_> = members
            .chain(costs)
            .chain(printed)
            .chain(multiplied)
            .filter(|(_, study)| !known.contains(study.as_str()))
            .map(|(place, study)| Error::new("E0207", format!("no study `{study}`")).at(place))
            .collect();
        for archetype in &self.archetypes {
            if let PriorRule::Family(pool) | PriorRule::WideArea(pool) = &archetype.prior
                && self.pool(pool).is_none()
            {
                faults.push(
                    Error::new("E0207", format!("no pool `{pool}`"))
                        .at(format!("initiative {}", archetype.id)),
                );
            }
        }
        faults
    }

    /// Priors that the findings do not carry.
    fn unsupported(&self) -> Vec<Error> {
        let bare = self.archetypes.iter().filter(|archetype| {
            archetype.prior != PriorRule::None
                && !archetype
                    .studies
                    .iter()
                    .any(|study| study.usable() && study.direction.is_some())
        });
        let mut faults: Vec<_> = bare
            .map(|archetype| {
                Error::new("E0208", "a prior needs a finding of grade 3 or better that was read")
                    .at(format!("initiative {}", archetype.id))
                    .hint("write `prior = \"none\"`")
            })
            .collect();
        for pool in &self.pools {
            for member in &pool.members {
                if self.study(&member.study).is_some_and(|study| !study.usable()) {
                    faults.push(
                        Error::new("E0208", format!("`{}` may not be pooled", member.study))
                            .at(format!("pool {}", pool.id)),
                    );
                }
            }
        }
        faults
    }

    fn out_of_range(&self) -> Vec<Error> {
        let rules = &self.rules;
        let positive = [
            ("tau_scale", rules.tau_scale),
            ("mean_sd", rules.mean_sd),
            ("wide_sd", rules.wide_sd),
            ("vote_weight", rules.vote_weight),
            ("least_usd_per_job", rules.least_usd_per_job),
            ("least_rise", rules.least_rise),
            ("power less false_positives", rules.power - rules.false_positives),
        ];
        let mut faults: Vec<_> = positive
            .into_iter()
            .chain(rules.widening.map(|factor| ("widening", factor)))
            .chain(rules.shrink.map(|factor| ("shrink", factor)))
            .chain(self.costs_per_job.iter().map(|cost| ("a cost per job", cost.usd)))
            .filter(|(_, value)| !(value.is_finite() && *value > 0.0))
            .map(|(name, value)| {
                Error::new("E0208", format!("{name} is {value}, not above 0")).at("rules of priors")
            })
            .collect();
        if self.sizes.is_empty() || self.sizes.iter().any(|size| size.cents_a_year == 0) {
            faults.push(Error::new("E0208", "sizes need names and yearly amounts above 0"));
        }
        faults
    }
}

/// Levenshtein distance of two short names, in bytes.
fn distance(a: &str, b: &str) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.bytes().enumerate() {
        let mut corner = row[0];
        row[0] = i + 1;
        for (j, y) in b.bytes().enumerate() {
            let swap = corner + usize::from(x != y);
            corner = row[j + 1];
            row[j + 1] = swap.min(row[j] + 1).min(row[j + 1] + 1);
        }
    }
    row[b.len()]
}
