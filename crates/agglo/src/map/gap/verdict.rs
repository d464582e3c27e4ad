//! Verdict of a region against a blueprint: a class, and whether withheld cells can overturn it.

use std::fmt;

use schemars::JsonSchema;
use serde::Serialize;

use crate::base::blueprint::Cuts;
use crate::base::error::Error;
use crate::map::gap::Span;
use crate::map::gap::aggregate::{aggregate, check_weights};
use crate::map::gap::core::reaches;

/// What a region is to a blueprint, from the least to the most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Class {
    /// A required element is absent.
    Missing,
    /// The pieces are here; nothing shows that they reinforce each other.
    Collection,
    /// The pieces reinforce each other, and are weak.
    Latent,
    /// On the way.
    Emerging,
    /// Strong in all that counts, and every gate passes.
    Cluster,
}

impl Class {
    /// As printed: `missing`, `cluster`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Collection => "collection",
            Self::Latent => "latent",
            Self::Emerging => "emerging",
            Self::Cluster => "cluster",
        }
    }
}

impl fmt::Display for Class {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.word())
    }
}

/// What beside levels decides the class.
#[derive(Clone, Copy)]
pub struct Ground<'a> {
    /// Share of weight in the reinforcing core.
    pub core: CoreShare<'a>,
    /// Whether all hard gates pass; unknown does not pass.
    pub gates_pass: bool,
    /// Where classes begin.
    pub cuts: Cuts,
}

/// Share of weight in the reinforcing core.
#[derive(Clone, Copy)]
pub enum CoreShare<'a> {
    /// The same at any levels.
    Given(f64),
    /// What it is at given levels: an element that is absent opens a ring.
    At(&'a dyn Fn(&[f64]) -> f64),
}

impl CoreShare<'_> {
    fn at(self, levels: &[f64]) -> f64 {
        match self {
            Self::Given(share) => share,
            Self::At(share) => share(levels),
        }
    }
}

/// Class at given levels of required elements with their aggregate.
pub fn class(levels: &[f64], aggregate: f64, ground: &Ground<'_>) -> Class {
    let Ground { core, gates_pass, cuts } = ground;
    if levels.iter().any(|&level| level < cuts.missing) {
        Class::Missing
    } else if !reaches(core.at(levels), cuts.core) {
        Class::Collection
    } else if aggregate < cuts.latent {
        Class::Latent
    } else if aggregate >= cuts.cluster && *gates_pass {
        Class::Cluster
    } else {
        Class::Emerging
    }
}

/// The verdict over a box of levels.
#[derive(Clone, Debug, PartialEq)]
pub struct BoxVerdict {
    /// Aggregate with every level at its low, and at its high end: the exact range.
    pub aggregate: Span,
    /// Class with every level at its low end.
    pub low: Class,
    /// Class with every level at its high end.
    pub high: Class,
    /// By position: rise of the aggregate when that level alone goes to its high end; none for points.
    pub width_if_only: Vec<Option<f64>>,
    /// Positions whose resolution can settle the class, the smallest such set; none when settled.
    pub deciding: Vec<usize>,
}

impl BoxVerdict {
    /// Whether withheld cells cannot change the class.
    pub fn is_robust(&self) -> bool {
        self.low == self.high
    }
}

/// Up to here the smallest deciding set is found by trying every set.
const EXHAUSTIVE: usize = 12;

/// Class and aggregate over a box of levels, and which unknowns decide.
///
/// The aggregate never falls with a level, so its range is that of the corners. The deciding set is the
/// first smallest in the order given such that some resolution of it, at an end of each, puts both corners
/// of the rest into one class; with more than twelve unknowns it is greedy by width.
///
/// # Errors
///
/// `E0302` and `E0303` for weights, `E0304` for levels outside `[0, 1]`.
pub fn verdict(
    weights: &[f64],
    levels: &[Span],
    rho: f64,
    ground: &Ground<'_>,
) -> Result<BoxVerdict, Error> {
    if weights.is_empty() || weights.len() != levels.len() {
        let (w, l) = (weights.len(), levels.len());
        return Err(Error::new("E0302", format!("{w} weights for {l} levels")));
    }
    check_weights(weights)?;
    if let Some(level) = levels.iter().find(|level| level.low() < 0.0 || level.high() > 1.0) {
        let (low, high) = (level.low(), level.high());
        return Err(Error::new("E0304", format!("a level is {low} to {high}, outside 0 to 1")));
    }
    let scene = Scene { weights, levels, rho, ground };
    let (low, high) = scene.corners(&[], 0);
    let (a_low, a_high) = (scene.aggregate(&low), scene.aggregate(&high));
    let width_if_only = (0..levels.len())
        .map(|at| {
            let mut raised = low.clone();
            raised[at] = levels[at].high();
            (!levels[at].is_point()).then(|| (scene.aggregate(&raised) - a_low).max(0.0))
        })
        .collect();
    let mut verdict = BoxVerdict {
        aggregate: Span::checked(a_low.min(a_high), a_high)?,
        low: scene.class(&low),
        high: scene.class(&high),
        width_if_only,
        deciding: Vec::new(),
    };
    if !verdict.is_robust() {
        verdict.deciding = scene.deciding(&verdict.width_if_only);
    }
    Ok(verdict)
}

struct Scene<'a> {
    weights: &'a [f64],
    levels: &'a [Span],
    rho: f64,
    ground: &'a Ground<'a>,
}

impl Scene<'_> {
    fn aggregate(&self, levels: &[f64]) -> f64 {
        aggregate(self.weights, levels, self.rho)
    }

    fn class(&self, levels: &[f64]) -> Class {
        class(levels, self.aggregate(levels), self.ground)
    }

    /// Both corners of the box when the elements of `set` are resolved: bit `i` of `ends` puts the `i`th
    /// to its high end.
    fn corners(&self, set: &[usize], ends: u32) -> (Vec<f64>, Vec<f64>) {
        let mut low: Vec<f64> = self.levels.iter().map(|level| level.low()).collect();
        let mut high: Vec<f64> = self.levels.iter().map(|level| level.high()).collect();
        for (bit, &at) in set.iter().enumerate() {
            let end = if ends >> bit & 1 == 1 { high[at] } else { low[at] };
            (low[at], high[at]) = (end, end);
        }
        (low, high)
    }

    fn settles(&self, set: &[usize]) -> bool {
        (0..1_u32 << set.len()).any(|ends| {
            let (low, high) = self.corners(set, ends);
            self.class(&low) == self.class(&high)
        })
    }

    fn deciding(&self, width: &[Option<f64>]) -> Vec<usize> {
        let mut unknown: Vec<usize> = (0..width.len()).filter(|&at| width[at].is_some()).collect();
        if unknown.len() <= EXHAUSTIVE {
            return (1..=unknown.len())
                .find_map(|size| {
                    combinations(&unknown, size).into_iter().find(|set| self.settles(set))
                })
                .unwrap_or(unknown);
        }
        unknown.sort_by(|&a, &b| {
            let (a_width, b_width) = (width[a].unwrap_or(0.0), width[b].unwrap_or(0.0));
            b_width.total_cmp(&a_width).then(a.cmp(&b))
        });
        let enough = (1..=EXHAUSTIVE).find(|&size| self.settles(&unknown[..size]));
        unknown.truncate(enough.unwrap_or(unknown.len()));
        unknown.sort_unstable();
        unknown
    }
}

/// All subsets of a size, in lexicographic order of position.
fn combinations(items: &[usize], size: usize) -> Vec<Vec<usize>> {
    if size == 0 {
        return vec![Vec::new()];
    }
    let mut sets = Vec::new();
    for (at, &first) in items.iter().enumerate() {
        for mut rest in combinations(&items[at + 1..], size - 1) {
            rest.insert(0, first);
            sets.push(rest);
        }
    }
    sets
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ground() -> Ground<'static> {
        Ground { core: CoreShare::Given(0.8), gates_pass: true, cuts: Cuts::default() }
    }

    fn span(low: f64, high: f64) -> Span {
        Span::new(low, high).unwrap()
    }

    #[test]
    fn classes_are_decided_in_order() {
        let at = |levels: &[f64], a, ground: Ground<'_>| class(levels, a, &ground);
        assert_eq!(at(&[0.09, 1.0], 0.9, ground()), Class::Missing);
        assert_eq!(
            at(&[0.5], 0.9, Ground { core: CoreShare::Given(0.59), ..ground() }),
            Class::Collection
        );
        assert_eq!(at(&[0.5], 0.24, ground()), Class::Latent);
        assert_eq!(at(&[0.5], 0.59, ground()), Class::Emerging);
        assert_eq!(at(&[0.5], 0.6, ground()), Class::Cluster);
        assert_eq!(at(&[0.5], 0.6, Ground { gates_pass: false, ..ground() }), Class::Emerging);
    }

    #[test]
    fn law_resolving_the_deciding_set_can_settle_and_nothing_smaller_can() {
        let weights = [0.25; 4];
        let levels = [span(0.3, 0.9), span(0.4, 0.8), span(0.5, 0.95), span(0.7, 0.7)];
        let verdict = verdict(&weights, &levels, -1.0, &ground()).unwrap();
        assert!(!verdict.is_robust());
        let scene = Scene { weights: &weights, levels: &levels, rho: -1.0, ground: &ground() };
        assert!(scene.settles(&verdict.deciding));
        for smaller in combinations(&[0, 1, 2], verdict.deciding.len() - 1) {
            assert!(!scene.settles(&smaller));
        }
    }

    #[test]
    fn edge_many_unknowns_still_end_in_a_set_that_settles() {
        let (weights, levels) = (vec![1.0 / 16.0; 16], vec![span(0.15, 1.0); 16]);
        let verdict = verdict(&weights, &levels, -1.0, &ground()).unwrap();
        assert!(!verdict.is_robust() && !verdict.deciding.is_empty());
    }

    #[test]
    fn edge_points_are_robust_and_nothing_decides() {
        let verdict = verdict(&[0.5, 0.5], &[Span::ONE, span(0.7, 0.7)], -1.0, &ground()).unwrap();
        assert!(verdict.is_robust() && verdict.deciding.is_empty());
        assert_eq!(verdict.width_if_only, [None, None]);
    }
}
