//! The findings behind a prior: what each one weighs, and where its standard error comes from.

use agglo_stats::float::sum;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::base::archetype::{Archetype, OutcomeClass, PriorRule};
use crate::base::catalogue::{Catalogue, Member};
use crate::base::estimate::{Caveat, Estimate, Figure, Interval, IntervalKind, Provenance};
use crate::base::id::{ArchetypeId, SourceId};
use crate::plan::figures::{believed, exact, nobody_measured};
use crate::plan::prior::{Pool, Priors, error_of, finding, interval90};
use crate::plan::words::sentence;

const METHOD: &str = "evidence_pool/1";
/// The 0.975 quantile by which the rules turn intervals into standard errors.
const Z95: f64 = 1.96;

/// Findings pooled, and what they say; effects in percent.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Pooled {
    /// Its name.
    pub id: String,
    /// What it pools, in words.
    pub outcome: String,
    /// The class of outcome: classes are never mixed.
    pub class: OutcomeClass,
    /// Whether it pools this initiative's own family; otherwise it stands in as a wide default.
    pub own_family: bool,
    /// Its members.
    pub members: Vec<PoolMember>,
    /// Mean effect over places, with its 90 % interval.
    pub mean: Figure,
    /// The effect in a new place like those studied, with its 90 % interval.
    pub new_place: Figure,
    /// The same carried to a place unlike them: the mean shrunk, the spread kept.
    pub carried: Figure,
    /// Mean of the spread between places.
    pub spread: Figure,
    /// Share of the mean that carries over.
    pub shrink: Figure,
    /// Share of the members that are null.
    pub null_share: Figure,
    /// The closed form of DerSimonian and Laird beside it, with its 95 % interval.
    pub closed: Figure,
    /// What travels to the caveats.
    pub flags: Vec<Caveat>,
}

/// One member of a pool.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct PoolMember {
    /// The finding.
    pub study: String,
    /// Which part of it, where it prints several.
    pub part: Option<String>,
    /// The kind of initiative that it is about; none for research that belongs to no kind.
    pub initiative: Option<ArchetypeId>,
    /// Its effect as the pool reads it, with 1.96 standard errors to either side.
    pub effect: Figure,
    /// Its standard error, widened for the design.
    pub error: Figure,
    /// Where that standard error comes from.
    pub error_from: ErrorFrom,
    /// The text says that there is no effect and prints no figure: counted as 0 by the rule.
    pub imputed: bool,
    /// Its share of the weight, 0 to 1.
    pub weight: Figure,
}

/// Where a standard error comes from; the first that applies.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum ErrorFrom {
    /// A printed interval.
    Interval,
    /// A printed range: at least half of it.
    Range,
    /// Only that it is significant: the largest error that agrees with that.
    Significance,
    /// The median of the other members: a null without a figure.
    OtherMembers,
}

/// The pool behind an archetype's prior; none where none is used.
pub(super) fn of(
    catalogue: &Catalogue,
    priors: &Priors<'_>,
    archetype: &Archetype,
) -> Option<Pooled> {
    let (id, own_family) = match &archetype.prior {
        PriorRule::Family(id) => (id, true),
        PriorRule::WideArea(id) => (id, false),
        PriorRule::Wide | PriorRule::None => return None,
    };
    let (rule, pool) = (catalogue.pool(id)?, priors.pool(id)?);
    let weights: Vec<f64> = pool
        .errors
        .iter()
        .map(|error| 1.0 / (error * error + pool.tau_mean * pool.tau_mean))
        .collect();
    let total = sum(weights.iter().copied());
    let members = rule.members.iter().enumerate().filter_map(|(at, member)| {
        self::member(catalogue, member, pool, at, weights.get(at)? / total)
    });
    let sources: Vec<SourceId> =
        rule.members.iter().map(|member| SourceId::from(member.study.as_str())).collect();
    let of = || Provenance::new(METHOD, sources.iter().cloned());
    let known = |value: f64, ends: (f64, f64)| believed(value, ends, of()).into();
    Some(Pooled {
        id: id.clone(),
        outcome: rule.outcome.clone(),
        class: rule.class,
        own_family,
        members: members.collect(),
        mean: known(pool.mean, pool.mean90),
        new_place: known(pool.mean, pool.new90),
        carried: known(pool.place.mean, interval90(pool.place)),
        spread: exact(pool.tau_mean, METHOD),
        shrink: exact(pool.shrink, METHOD),
        null_share: exact(pool.null_share, METHOD),
        closed: around(pool.closed.mu, pool.closed.se, of()),
        flags: pool.flags.iter().map(|code| Caveat::new(code, sentence(code))).collect(),
    })
}

fn member(
    catalogue: &Catalogue,
    member: &Member,
    pool: &Pool,
    at: usize,
    weight: f64,
) -> Option<PoolMember> {
    let study = catalogue.study(&member.study)?;
    let read = finding(study, member)?;
    let (effect, error) = (*pool.effects.get(at)?, *pool.errors.get(at)?);
    let error_from = match error_of(&read).ok()? {
        None => ErrorFrom::OtherMembers,
        Some(_) if read.interval95.is_some() => ErrorFrom::Interval,
        Some(_) if read.range.is_some() => ErrorFrom::Range,
        Some(_) => ErrorFrom::Significance,
    };
    let own = |archetype: &&Archetype| archetype.studies.iter().any(|own| own.id == study.id);
    let sources = [SourceId::from(study.id.as_str())];
    Some(PoolMember {
        study: study.id.clone(),
        part: member.part.clone(),
        initiative: catalogue.archetypes().iter().find(own).map(|archetype| archetype.id.clone()),
        effect: with_origin(around(effect, error, Provenance::new(METHOD, sources)), error_from),
        error: exact(error, METHOD),
        error_from,
        imputed: read.effect.is_none(),
        weight: exact(weight, METHOD),
    })
}

/// A value with 1.96 standard errors to either side.
fn around(value: f64, error: f64, provenance: Provenance) -> Figure {
    let ends = (value - Z95 * error, value + Z95 * error);
    let interval = Interval::new(ends.0, ends.1, 0.95, IntervalKind::Confidence);
    match interval {
        Some(interval) => Estimate::new(value, interval, provenance).into(),
        None => nobody_measured("the interval is not finite"),
    }
}

fn with_origin(figure: Figure, from: ErrorFrom) -> Figure {
    let caveat = match from {
        ErrorFrom::Interval => return figure,
        ErrorFrom::OtherMembers => Caveat::new(
            "null-imputed",
            "No figure is printed; the text says no effect, and the rule counts that as 0.",
        ),
        ErrorFrom::Range | ErrorFrom::Significance => Caveat::new(
            "se-imputed",
            "No standard error is printed; the largest that agrees with the print is used.",
        ),
    };
    match figure {
        Figure::Known(estimate) => Figure::Known(estimate.caveat(caveat)),
        withheld @ Figure::Withheld(_) => withheld,
    }
}
