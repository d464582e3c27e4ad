//! A blueprint derived from a traded cluster: elements from its industries, weights from its exemplars,
//! edges from what is found together.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::base::blueprint::{
    Aggregator, Benchmark, Better, Blueprint, BlueprintStatus, Body, Cuts, Element, EvidenceRule,
    ExemplarAlternative, ExemplarRule, Field, Form, Industries, Measure, Per, Ranking,
};
use crate::base::cluster_definition::{Cluster, ClusterDefinition};
use crate::base::error::Error;
use crate::base::id::{ElementId, IndustryId};
use crate::base::year::Year;
use crate::map::gap::Span;
use crate::map::gap::derived_edges::{beside, edges};
use crate::map::gap::evidence::Evidence;
use crate::map::gap::prepared::{class_of, ranked};
use crate::map::place::Place;

/// What every derived blueprint shares.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DerivedRule {
    /// Industry elements that are scored.
    pub most_elements: usize,
    /// Least weight of a scored element before weights are brought to sum 1.
    pub least_weight: f64,
    /// Weight of entrepreneurship.
    pub keystone_weight: f64,
    /// The fact that measures it.
    pub keystone_fact: String,
    /// The fact that rates are taken of and classes are made by.
    pub residents_fact: String,
    /// Where one class of residents ends and the next begins.
    pub classes: Vec<f64>,
    /// Exemplars per region.
    pub take: usize,
    /// Quantile of the exemplars that is level 1.
    pub tau: f64,
    /// Least share of an industry's finer industries that belong to the cluster.
    pub least_share: f64,
    /// Least share of a cluster's industries that must stand for it where another is nearly as strong.
    pub least_coverage: f64,
    /// How strong that other must be, as a share.
    pub nearly: f64,
    /// Industries beside the cluster that are shown.
    pub beside: usize,
    /// Codes that hold what nobody classified: never shown beside a cluster.
    pub unclassified: Vec<String>,
    /// Least statistic of an edge that counts.
    pub cut: f64,
    /// Strength of every edge, in `[0, 1]`.
    pub strength: f64,
    /// Pieces that nobody has recorded yet.
    pub slots: Vec<Slot>,
}

/// A piece that nobody has recorded yet.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Slot {
    /// Slug.
    pub id: String,
    /// Name in plain words.
    pub title: String,
}

/// Industries of one group of three digits that stand for the cluster.
struct Group {
    id: ElementId,
    title: String,
    codes: Vec<IndustryId>,
    /// Mean share of the cluster's establishments over the exemplars.
    share: f64,
    /// Share of the exemplars that have it.
    present: f64,
}

/// Derives a blueprint from one cluster of a definition.
///
/// Elements are the cluster's industries at the finest level that the table holds, gathered by their first
/// three digits; an industry stands for the cluster where at least `least_share` of its finer industries
/// belong to it. Weights are mean shares of establishments over the exemplars of all classes (jobs are
/// withheld too often), with a floor. An element that half of the exemplars or fewer have is shown and not
/// scored. Edges are pairs whose establishments per resident are found together beyond what the number of
/// residents explains.
///
/// # Errors
///
/// `E0232` when the table holds none of the cluster's industries, or the definition's vintage has no year.
///
/// # Source
///
/// Groups of industries after Delgado, Porter and Stern 2016, Journal of Economic Geography 16(1).
pub fn derive(
    cluster: &Cluster,
    definition: &ClusterDefinition,
    evidence: &Evidence<'_>,
    rule: &DerivedRule,
) -> Result<Blueprint, Error> {
    let vintage = year(definition.vintage())?;
    let mut groups = groups(cluster, evidence, rule);
    if groups.is_empty() {
        let what = format!("the table holds no industry of cluster `{}`", cluster.id);
        return Err(Error::new("E0232", what));
    }
    let exemplars = exemplar_rule(cluster, &groups, evidence, rule);
    measure_groups(&mut groups, &exemplars, evidence);
    groups.sort_by(|a, b| b.share.total_cmp(&a.share).then_with(|| a.id.cmp(&b.id)));
    // At least one is scored: the largest, were all of them rare.
    let common = |group: &Group| group.present > 0.5;
    let (mut scored, mut shown): (Vec<Group>, Vec<Group>) = groups.into_iter().partition(common);
    if scored.is_empty() {
        scored.push(shown.remove(0));
    }
    shown.splice(0..0, scored.split_off(rule.most_elements.min(scored.len())));
    let weights = weights(&scored, rule);
    let mut elements: Vec<Element> =
        scored.iter().zip(&weights).map(|(group, weight)| element(group, *weight)).collect();
    elements.push(keystone(rule));
    let edges = edges(&elements, evidence, rule);
    let title = &cluster.title;
    elements.extend(shown.iter().map(|group| Element { required: false, ..element(group, 0.0) }));
    elements.extend(beside(cluster, &elements, evidence, rule));
    elements.extend(rule.slots.iter().map(slot));
    elements.push(partnership());
    Ok(Blueprint {
        id: format!("derived-{}", cluster.id).into(),
        title: title.clone(),
        goal: format!("More and better work around: {title}"),
        status: BlueprintStatus::Derived,
        naics_vintage: vintage,
        derived_from: Some(format!("cluster `{}` of `{}`", cluster.id, definition.name())),
        sources: Vec::new(),
        cluster: Some(cluster.id.clone()),
        chosen_if: Vec::new(),
        applies_if: None,
        aggregator: Aggregator::default(),
        cuts: Cuts::default(),
        exemplars,
        evidence: Some(EvidenceRule {
            sample: Vec::new(),
            held_fixed: rule.residents_fact.clone(),
            cut: rule.cut,
        }),
        elements,
        outcomes: Vec::new(),
        edges,
    })
}

/// The year in `NAICS 2012`.
fn year(vintage: &str) -> Result<Year, Error> {
    let last = vintage.split_whitespace().last().and_then(|year| year.parse().ok());
    last.map(Year).ok_or_else(|| Error::new("E0232", format!("`{vintage}` names no year")))
}

/// The cluster's industries at the finest level of the table, each with how many of its finer ones belong to
/// the cluster.
fn held<'c>(cluster: &'c Cluster, evidence: &Evidence<'_>) -> BTreeMap<&'c str, usize> {
    let axis = &evidence.structure.establishments;
    let mut members: BTreeMap<&str, usize> = BTreeMap::new();
    for code in &cluster.industries {
        let code = code.as_str();
        let held = (2..=code.len()).rev().filter_map(|n| code.get(..n));
        if let Some(held) = held.into_iter().find(|code| axis.industry(code).is_some()) {
            *members.entry(held).or_default() += 1;
        }
    }
    members
}

/// Whether so many of an industry's finer ones belong to a cluster that it stands for it.
fn stands(code: &str, count: usize, evidence: &Evidence<'_>, rule: &DerivedRule) -> bool {
    let inside = evidence.classification.industries().iter();
    let finer = inside.filter(|industry| industry.id.as_str().starts_with(code));
    let longest = finer.clone().map(|industry| industry.level).max();
    let finest = finer.filter(|industry| Some(industry.level) == longest).count().max(1);
    count as f64 >= rule.least_share * finest as f64
}

/// Share of a cluster's industries that the table's own industries stand for, in `[0, 1]`.
pub fn coverage(cluster: &Cluster, evidence: &Evidence<'_>, rule: &DerivedRule) -> f64 {
    let held = held(cluster, evidence);
    let standing = held.iter().filter(|(code, count)| stands(code, **count, evidence, rule));
    let covered: usize = standing.map(|(_, count)| count).sum();
    covered as f64 / cluster.industries.len().max(1) as f64
}

/// The industries that stand for the cluster, by their first three digits; all, where none does.
fn groups(cluster: &Cluster, evidence: &Evidence<'_>, rule: &DerivedRule) -> Vec<Group> {
    let held = held(cluster, evidence);
    let mut standing: Vec<&str> = held
        .iter()
        .filter(|(code, count)| stands(code, **count, evidence, rule))
        .map(|(code, _)| *code)
        .collect();
    if standing.is_empty() {
        standing = held.keys().copied().collect();
    }
    let mut groups: BTreeMap<&str, Vec<IndustryId>> = BTreeMap::new();
    for code in standing {
        groups.entry(code.get(..3).unwrap_or(code)).or_default().push(code.into());
    }
    groups.into_iter().map(|(prefix, codes)| group(prefix, codes, evidence)).collect()
}

fn group(prefix: &str, codes: Vec<IndustryId>, evidence: &Evidence<'_>) -> Group {
    let title = match codes.as_slice() {
        [only] => evidence.classification.title(only.as_str()),
        _ => evidence.classification.title(prefix),
    };
    let slug: String = title
        .to_lowercase()
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| word.len() > 3 && *word != "other")
        .take(2)
        .collect::<Vec<_>>()
        .join("_");
    let id = format!("{slug}_{prefix}").into();
    Group { id, title: sentence_case(title), codes, share: 0.0, present: 0.0 }
}

/// `Oil and gas extraction` of `Oil and Gas Extraction`; words of capitals alone stay.
pub(crate) fn sentence_case(title: &str) -> String {
    let word = |(at, word): (usize, &str)| {
        let is_short = word.chars().skip(1).any(char::is_uppercase);
        if at == 0 || is_short { word.to_owned() } else { word.to_lowercase() }
    };
    title.split(' ').enumerate().map(word).collect::<Vec<_>>().join(" ")
}

fn exemplar_rule(
    cluster: &Cluster,
    groups: &[Group],
    evidence: &Evidence<'_>,
    rule: &DerivedRule,
) -> ExemplarRule {
    let id = cluster.id.as_str();
    let held = evidence.clusters.is_some_and(|table| table.employment.industry(id).is_some());
    let codes = || groups.iter().flat_map(|group| group.codes.iter().cloned()).collect();
    ExemplarRule {
        pool: Vec::new(),
        class_fact: rule.residents_fact.clone(),
        classes: rule.classes.clone(),
        take: rule.take,
        rank: if held {
            Ranking::ClusterQuotient(cluster.id.clone())
        } else {
            Ranking::EmploymentQuotient(codes())
        },
        tau: rule.tau,
        alternatives: vec![
            ExemplarAlternative { take: Some(2 * rule.take), tau: None },
            ExemplarAlternative { take: None, tau: Some(0.75) },
        ],
    }
}

/// A count of what stands under some codes, per thousand residents.
pub(crate) fn count(codes: &[IndustryId], field: Field) -> Measure {
    let (codes, per) = (codes.to_vec(), Per::ThousandResidents);
    Measure::Industries(Industries { codes, without: Vec::new(), field, per })
}

/// Share and presence of each group over the exemplars of all classes.
fn measure_groups(groups: &mut [Group], rule: &ExemplarRule, evidence: &Evidence<'_>) {
    let units: Vec<Place<'_>> =
        evidence.regions.iter().map(|region| Place::unit(&region.id)).collect();
    let all: Vec<usize> = (0..units.len()).collect();
    let mut taken: BTreeMap<usize, usize> = BTreeMap::new();
    let mut exemplars = Vec::new();
    for unit in ranked(rule, evidence, &units, &all) {
        let Some(class) = class_of(rule, evidence, units[unit]) else { continue };
        let so_far = taken.entry(class).or_default();
        if *so_far < rule.take {
            *so_far += 1;
            exemplars.push(unit);
        }
    }
    let doors = |group: &Group, unit: usize| {
        let measure = count(&group.codes, Field::Establishments);
        let value = evidence.value(&measure, &rule.class_fact, units[unit]);
        value.span.map_or(0.0, Span::middle)
    };
    let n = exemplars.len().max(1) as f64;
    for unit in exemplars {
        let counts: Vec<f64> = groups.iter().map(|group| doors(group, unit)).collect();
        let total: f64 = counts.iter().sum();
        for (group, count) in groups.iter_mut().zip(counts) {
            group.share += if total > 0.0 { count / total / n } else { 0.0 };
            group.present += if count > 0.0 { 1.0 / n } else { 0.0 };
        }
    }
}

/// Shares with a floor, brought to what entrepreneurship leaves.
fn weights(scored: &[Group], rule: &DerivedRule) -> Vec<f64> {
    let lifted: Vec<f64> = scored.iter().map(|group| group.share.max(rule.least_weight)).collect();
    let total: f64 = lifted.iter().sum();
    lifted.into_iter().map(|share| share / total * (1.0 - rule.keystone_weight)).collect()
}

fn element(group: &Group, weight: f64) -> Element {
    Element {
        id: group.id.clone(),
        title: group.title.clone(),
        form: Form::Industry,
        weight,
        required: true,
        immutable: false,
        body: Body::Single(count(&group.codes, Field::Establishments)),
        alternatives: vec![Body::Single(count(&group.codes, Field::Employment))],
        overlap_with: None,
    }
}

/// An element that is shown and not scored.
pub(crate) fn bare(id: &str, title: &str, form: Form, measure: Measure) -> Element {
    Element {
        id: id.into(),
        title: title.to_owned(),
        form,
        weight: 0.0,
        required: false,
        immutable: false,
        body: Body::Single(measure),
        alternatives: Vec::new(),
        overlap_with: None,
    }
}

fn keystone(rule: &DerivedRule) -> Element {
    let measure = Measure::Fact {
        fact: rule.keystone_fact.clone(),
        year: None,
        better: Better::More,
        benchmark: Benchmark::Exemplars,
    };
    let element = bare("entrepreneurship", "People who start something", Form::Keystone, measure);
    Element { weight: rule.keystone_weight, required: true, ..element }
}

fn partnership() -> Element {
    let measure = Measure::PassingPartners;
    Element { required: true, ..bare("partnership", "Strategic partners", Form::Keystone, measure) }
}

fn slot(slot: &Slot) -> Element {
    bare(&slot.id, &slot.title, Form::Piece, Measure::Unrecorded)
}
