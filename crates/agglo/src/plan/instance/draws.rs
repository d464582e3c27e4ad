//! Scenarios: how much of each stated rise comes about, drawn in strata from a generator that counts.
//!
//! Each doubt is drawn once in each of as many equally likely strata as there are scenarios, in an order of
//! its own (`McKay`, Beckman and Conover 1979). A doubt's numbers depend on the seed and on its name, never on
//! who else is a candidate, so that all plans are compared in the same scenarios.

use std::collections::BTreeMap;

use agglo_stats::distribution::beta;
use agglo_stats::float;
use agglo_stats::random::Words;

use crate::plan::instance::candidate::{Candidate, Doubt};
use crate::plan::output::Losses;

/// Keeps these numbers apart from other uses of a seed.
const PURPOSE: u32 = 0x706c_616e;
/// Least take-up of something that works: an assumption.
pub(crate) const TAKE_UP: f64 = 0.5;
/// Observations that what is believed of displacement is worth: an assumption.
const DISPLACEMENTS: f64 = 4.0;

/// Take-ups of all candidates in some scenarios; who is surely as stated is left out.
pub(crate) fn scenarios(
    candidates: &[Candidate],
    seed: u64,
    count: usize,
) -> Vec<BTreeMap<String, f64>> {
    let mut all = vec![BTreeMap::new(); count];
    for candidate in candidates {
        for (scenario, up) in all.iter_mut().zip(take_up(candidate, seed, count)) {
            scenario.insert(candidate.id.clone(), up);
        }
    }
    all
}

/// Take-up of one candidate in each scenario.
pub(crate) fn take_up(candidate: &Candidate, seed: u64, count: usize) -> Vec<f64> {
    let kind = candidate.archetype.as_ref().map_or(candidate.id.as_str(), |kind| kind.as_str());
    match &candidate.doubt {
        Doubt::Stated { nothing, trust } => {
            let works = strata(seed, "works", &candidate.id, count);
            let taken = strata(seed, "taken", &candidate.id, count);
            let trusted = trust.as_ref().map(|(id, belief)| {
                let draws = strata(seed, "trust", id, count);
                draws.into_iter().map(|u| beta::quantile(u, belief.0, belief.1).unwrap_or(0.5))
            });
            let trusted: Vec<f64> = trusted.map_or_else(|| vec![1.0; count], Iterator::collect);
            let draws = works.into_iter().zip(taken).zip(trusted);
            draws
                .map(|((works, taken), trusted)| {
                    let up = TAKE_UP + (1.0 - TAKE_UP) * taken;
                    if works < *nothing { 0.0 } else { up * trusted }
                })
                .collect()
        }
        Doubt::Nothing => vec![1.0; count],
        Doubt::Opened(losses) => kept(losses, seed, kind, count),
        Doubt::Believed(belief) => {
            // All sizes of one kind work, or none does.
            let draws = strata(seed, "effect", kind, count);
            let ups: Vec<f64> = draws.into_iter().map(|u| belief.quantile(u).max(0.0)).collect();
            let mean = float::sum(ups.iter().copied()) / count as f64;
            ups.into_iter().map(|up| if mean > 0.0 { up / mean } else { 1.0 }).collect()
        }
    }
}

/// Share of a count that is additional, takes nobody's trade and lasts; all sizes of one kind alike.
fn kept(losses: &Losses, seed: u64, kind: &str, count: usize) -> Vec<f64> {
    let between = |low: f64, high: f64, u: f64| low + (high - low) * u;
    let additional = strata(seed, "additional", kind, count);
    let displaced = strata(seed, "displaced", kind, count);
    let lasting = strata(seed, "lasting", kind, count);
    let (low, middle, high) = losses.lasting;
    let draws = additional.into_iter().zip(displaced).zip(lasting);
    draws
        .map(|((additional, displaced), lasting)| {
            let own = between(losses.additional.0, losses.additional.1, additional);
            let stays = if lasting < 0.5 {
                between(low, middle, 2.0 * lasting)
            } else {
                between(middle, high, 2.0 * lasting - 1.0)
            };
            own * (1.0 - taken(losses.displaced, displaced)) * stays
        })
        .collect()
}

/// Share of a gain that neighbours lose, at a quantile of what is believed of it.
fn taken(mean: f64, u: f64) -> f64 {
    if mean <= 0.0 || mean >= 1.0 {
        return mean.clamp(0.0, 1.0);
    }
    beta::quantile(u, mean * DISPLACEMENTS, (1.0 - mean) * DISPLACEMENTS).unwrap_or(mean)
}

/// One number in each of `count` equally likely strata of `(0, 1)`, in an order of its own.
pub(crate) fn strata(seed: u64, of: &str, name: &str, count: usize) -> Vec<f64> {
    let mut words = Words::new(seed, PURPOSE, address(of, name));
    let mut order: Vec<usize> = (0..count).collect();
    words.draw(&mut order, count);
    let inside = |word: u32| (f64::from(word) + 0.5) / 4_294_967_296.0;
    order.into_iter().map(|at| (at as f64 + inside(words.word())) / count as f64).collect()
}

/// A number for a name (FNV-1a, 64 bits).
fn address(of: &str, name: &str) -> u64 {
    let bytes = of.bytes().chain([0]).chain(name.bytes());
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn law_what_is_kept_of_a_count_is_a_share_around_the_product_of_the_means() {
        let losses = Losses { additional: (0.1, 0.6), displaced: 0.6, lasting: (0.66, 0.73, 0.78) };
        let kept = kept(&losses, 3, "grants", 4_096);
        assert!(kept.iter().all(|share| (0.0..=1.0).contains(share)));
        let mean = float::mean(&kept).unwrap();
        assert!((mean - 0.35 * 0.4 * 0.725).abs() < 0.002, "{mean}");
        let all = Losses { additional: (1.0, 1.0), displaced: 0.0, lasting: (1.0, 1.0, 1.0) };
        assert!(super::kept(&all, 3, "grants", 8).iter().all(|share| (share - 1.0).abs() < 1e-12));
    }

    #[test]
    fn law_every_stratum_is_drawn_once_and_depends_on_nothing_else() {
        let mut drawn = strata(7, "works", "kitchen", 16);
        assert_eq!(drawn, strata(7, "works", "kitchen", 16));
        assert_ne!(drawn, strata(7, "works", "shuttle", 16));
        assert_ne!(drawn, strata(8, "works", "kitchen", 16));
        drawn.sort_by(f64::total_cmp);
        for (at, u) in drawn.iter().enumerate() {
            assert!(*u > at as f64 / 16.0 && *u < (at + 1) as f64 / 16.0, "{at} {u}");
        }
    }
}
