//! Reads one region against one blueprint.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::base::blueprint::{Element, Join, Test};
use crate::base::error::Error;
use crate::base::estimate::{Caveat, Estimate, Figure, Interval, Provenance, Reason, Withheld};
use crate::base::id::{ElementId, SourceId};
use crate::base::region::Region;
use crate::map::gap::Span;
use crate::map::gap::claim::Claim;
use crate::map::gap::core::Link;
use crate::map::gap::elements;
use crate::map::gap::evidence::measures;
use crate::map::gap::prepared::{Prepared, Standard};
use crate::map::gap::reading::{
    Applicable, Applies, CoreReading, ElementReading, Exemplar, Exemplars, Reading, Twin,
    TwinLevel, UnknownCell,
};
use crate::map::gap::reinforcement;
use crate::map::gap::scores::{Scene, score};
use crate::map::gap::stability::{Trial, stability};
use crate::map::gap::words;
use crate::map::place::Place;

/// Quantile of the exemplars that stands beside the blueprint's own.
const TWIN: f64 = 0.75;

/// What is known of the hard gates.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Gates {
    /// All of them pass.
    Pass,
    /// One fails.
    Fail,
    /// Nothing is recorded, or not enough: never counted as passed.
    #[default]
    Unknown,
}

/// Where the class `cluster` begins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CutsChoice {
    /// At the blueprint's constant.
    #[default]
    Default,
    /// At the lower quartile of the pool's own aggregates.
    Exemplar,
}

/// How a region is read.
#[derive(Clone, Debug, PartialEq)]
pub struct Options {
    /// Quantile of the exemplars that is level 1; the blueprint's own where none is given.
    pub tau: Option<f64>,
    /// Where the class `cluster` begins.
    pub cuts: CutsChoice,
    /// What is known of the hard gates.
    pub gates: Gates,
    /// Elements or members whose level is set to 0.
    pub without: Vec<ElementId>,
    /// Whether the gap is tried over defensible settings.
    pub stability: bool,
    /// Draws of weights per setting.
    pub draws: usize,
    /// Seed of the draws.
    pub seed: u64,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            tau: None,
            cuts: CutsChoice::Default,
            gates: Gates::Unknown,
            without: Vec::new(),
            stability: true,
            draws: 100,
            seed: 1,
        }
    }
}

/// Reads a region against a prepared blueprint.
///
/// # Returns
///
/// Levels in `[0, 1]` against the exemplars that the blueprint's rule names, the aggregate and class under
/// its exponent and beside it, the binding gap with the set that withheld cells leave possible and its
/// stability, the reinforcing core, and every cell without a point that was used.
///
/// # Withheld when
///
/// A level is withheld where the region's or an exemplar's cell is, with bounds; missing where nothing is
/// known. Where the blueprint's condition fails or is unknown there is no class at all.
///
/// # Errors
///
/// `E0106` for a name in `without` that is no element and no member, `E0309` for a `tau` outside `(0, 1)`.
pub fn read(prepared: &Prepared<'_>, region: &Region, options: &Options) -> Result<Reading, Error> {
    let blueprint = &prepared.blueprint;
    check(prepared, options)?;
    let place = Place::new(region);
    let rule = &blueprint.exemplars;
    let standard = prepared.standard(place, rule.take, options.tau.unwrap_or(rule.tau));
    let applies = applies(prepared, place);
    let mut reading = Reading {
        region: region.id.clone(),
        region_name: region.title(),
        blueprint: blueprint.id.clone(),
        title: blueprint.title.clone(),
        goal: blueprint.goal.clone(),
        status: blueprint.status,
        removed: options.without.clone(),
        elements: Vec::new(),
        exemplars: exemplars(prepared, place, &standard),
        scores: Vec::new(),
        claim: Claim::untested(),
        twin: None,
        stability: None,
        core: CoreReading::none(blueprint.cuts.core, blueprint.cuts.core_base),
        edges: Vec::new(),
        unknown: Vec::new(),
        caveats: Vec::new(),
        sources: sources(prepared),
        applies,
    };
    if reading.applies.answer != Applicable::Yes {
        return Ok(reading);
    }
    let scene = Scene::new(prepared, place, &standard, &options.without);
    reading.elements = elements::read(prepared, place, &standard, &scene);
    reading.unknown = unknown(prepared, place, &standard);
    (reading.edges, reading.core) = reinforcement::read(prepared, &reading.elements);
    let links: Vec<Link<'_>> = reading.edges.iter().map(reinforcement::link).collect();
    for (at, rho) in prepared.exponents().into_iter().enumerate() {
        let cut = match options.cuts {
            CutsChoice::Default => None,
            CutsChoice::Exemplar => prepared.quartiles.get(at).copied().flatten(),
        };
        reading.scores.push(score(&scene, rho, &links, options.gates, cut, &reading.unknown)?);
    }
    reading.claim = Claim::of(prepared.claim, &reading.scores);
    reading.twin = twin(prepared, place, &standard, options)?;
    if options.stability {
        let (removed, seed, draws) = (&options.without[..], options.seed, options.draws);
        reading.stability = Some(stability(prepared, &Trial { place, removed, seed, draws })?);
    }
    reading.caveats = caveats(&reading, &scene);
    Ok(reading)
}

fn check(prepared: &Prepared<'_>, options: &Options) -> Result<(), Error> {
    for id in &options.without {
        if prepared.blueprint.holder(id.as_str()).is_none() {
            let names: Vec<&str> =
                prepared.blueprint.elements.iter().map(|element| element.id.as_str()).collect();
            let what = format!("blueprint `{}` has no element `{id}`", prepared.blueprint.id);
            return Err(Error::new("E0106", what).hint(format!("it has: {}", names.join(", "))));
        }
    }
    match options.tau {
        Some(tau) if !(tau > 0.0 && tau < 1.0) => {
            Err(Error::new("E0309", format!("tau is {tau}, not between 0 and 1")))
        }
        _ => Ok(()),
    }
}

fn applies(prepared: &Prepared<'_>, place: Place<'_>) -> Applies {
    let Some(rule) = &prepared.blueprint.applies_if else {
        let rule = "every region".to_owned();
        return Applies { answer: Applicable::Yes, rule, value: None };
    };
    let answer = match prepared.evidence.passes(rule, place) {
        Some(true) => Applicable::Yes,
        Some(false) => Applicable::No,
        None => Applicable::Unknown,
    };
    let value = match rule {
        Test::Fact { fact, .. } => {
            let cell = prepared.evidence.facts.pooled(fact, place.members());
            let sources = prepared.evidence.facts.fact(fact).map(|fact| fact.source.clone());
            let exact = |value| Estimate::exact(value, Provenance::new("fact/1", sources));
            Some(cell.point().and_then(exact).into())
        }
        Test::NotWithin(_) => None,
    };
    Applies { answer, rule: rule.to_string(), value }
}

fn exemplars(prepared: &Prepared<'_>, place: Place<'_>, standard: &Standard) -> Exemplars {
    let rule = &prepared.blueprint.exemplars;
    let regions = prepared.evidence.regions;
    let exemplar = |&unit: &usize| Exemplar {
        id: regions[unit].id.clone(),
        name: prepared.evidence.name(&regions[unit].id),
    };
    Exemplars {
        rule: words::rule(rule),
        class: words::class(rule, prepared.class(place)),
        tau: standard.tau,
        regions: standard.units.iter().map(exemplar).collect(),
        pool: prepared.pool.len(),
    }
}

fn sources(prepared: &Prepared<'_>) -> Vec<SourceId> {
    let of = |measure| prepared.evidence.sources(measure, prepared.residents());
    let mut sources: Vec<SourceId> =
        measures(&prepared.blueprint).into_iter().flat_map(of).collect();
    sources.sort();
    sources.dedup();
    sources
}

/// Every cell without a point behind a level: the region's own first, then its exemplars'.
fn unknown(prepared: &Prepared<'_>, place: Place<'_>, standard: &Standard) -> Vec<UnknownCell> {
    let mut found = Vec::new();
    for element in &prepared.blueprint.elements {
        let single = [(&element.id, element.body.measures().first().copied())];
        let members: Vec<_> =
            element.members().iter().map(|member| (&member.id, Some(&member.measure))).collect();
        let pairs = if members.is_empty() { single.to_vec() } else { members };
        for (id, measure) in pairs {
            let Some(measure) = measure else { continue };
            for member in place.members() {
                found.extend(elements::hidden(prepared, measure, member, id));
            }
            for (unit, _) in prepared.hidden(measure, standard) {
                let region = &prepared.evidence.regions[unit].id;
                found.extend(elements::hidden(prepared, measure, region, id));
            }
        }
    }
    found.dedup();
    found
}

fn twin(
    prepared: &Prepared<'_>,
    place: Place<'_>,
    standard: &Standard,
    options: &Options,
) -> Result<Option<Twin>, Error> {
    if (standard.tau - TWIN).abs() < 1e-9 {
        return Ok(None);
    }
    let other = Standard { tau: TWIN, units: standard.units.clone() };
    let scene = Scene::new(prepared, place, &other, &options.without);
    let rho = prepared.blueprint.aggregator.rho;
    // The class is not read here: only levels, aggregate and gap.
    let score = score(&scene, rho, &[], options.gates, None, &[])?;
    let levels = scene.elements.iter().zip(&scene.levels).map(|(element, level)| TwinLevel {
        element: element.id.clone(),
        level: figure(*level, "level/1", &[]),
    });
    Ok(Some(Twin {
        tau: TWIN,
        levels: levels.collect(),
        aggregate: score.aggregate,
        binding: score.binding,
        possible: score.possible,
    }))
}

/// A span as a figure: a point, withheld bounds, or missing where nothing is known.
pub(crate) fn figure(span: Option<Span>, method: &str, sources: &[SourceId]) -> Figure {
    let Some(span) = span else {
        let mut missing = Withheld::missing("nothing is published or recorded");
        if method == "level/1" {
            missing.bounds = Interval::bounds(0.0, 1.0);
        }
        return Err(missing).into();
    };
    if span.is_point() {
        return Estimate::exact(span.low(), Provenance::new(method, sources.iter().cloned()))
            .into();
    }
    let bounds = Interval::bounds(span.low(), span.high());
    Figure::Withheld(Withheld {
        reason: Reason::Suppressed,
        text: "rests on cells that their publisher hides".to_owned(),
        bounds,
    })
}

fn caveats(reading: &Reading, scene: &Scene<'_, '_>) -> Vec<Caveat> {
    let mut found = Vec::new();
    let mut add = |code: &str, text: String| found.push(Caveat::new(code, text));
    let names =
        |ids: &[ElementId]| ids.iter().map(|id| format!("`{id}`")).collect::<Vec<_>>().join(", ");
    if let [own, beside @ ..] = reading.scores.as_slice() {
        let differ: Vec<String> = beside
            .iter()
            .filter(|other| other.binding != own.binding || other.words() != own.words())
            .map(|other| {
                let (class, gap) = (other.words(), other.binding.words());
                format!("under rho = {} the class is {class}, the gap {gap}", other.rho)
            })
            .collect();
        let mut text = reading.claim.words().to_owned();
        for difference in differ {
            text.push_str("; ");
            text.push_str(&difference);
        }
        add("complementarity-assumed", text);
    }
    let unknown = scene.unknown();
    if !unknown.is_empty() {
        let text = format!(
            "nothing is known of {}: it may be anything from 0 to 1 and is not named as the gap",
            names(&unknown)
        );
        add("level-unknown", text);
    }
    for element in &reading.elements {
        holders(element, &mut add);
    }
    add(
        "counted-where-it-is-run",
        "an activity inside another establishment, such as the bar of a hotel, is counted there"
            .into(),
    );
    add(
        "weights-judged",
        "weights are a judgement; the stability of the gap is tried with others around them".into(),
    );
    found
}

/// Says which member alone holds a nest up.
fn holders(element: &ElementReading, add: &mut impl FnMut(&str, String)) {
    // The best of several is held by one by its nature; a sum is not.
    let best_of = element.join == Some(Join::BestOf);
    let Some((level, _)) = element.level.range().filter(|_| !best_of) else { return };
    for without in &element.without_member {
        let left = without.level.range().map_or(0.0, |ends| ends.1);
        if element.scored && level >= 0.1 && left < 0.5 * level {
            let text = format!(
                "`{}` holds `{}`: without it the level would be at most {left:.2} and not {level:.2}; \
                 how far it stands in is a stated rate, not a measurement",
                without.member, element.id
            );
            add("one-member-holds", text);
        }
    }
}

/// Whether an element or all of it is set to 0.
pub(crate) fn is_removed(element: &Element, removed: &[ElementId]) -> bool {
    removed.contains(&element.id)
}

#[cfg(test)]
#[path = "read_tests.rs"]
mod tests;
