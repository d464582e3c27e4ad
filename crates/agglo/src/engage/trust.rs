//! Trust: what is believed of the share of ratings in favour, from few raters and old ones.
//!
//! One rater is one vote. A vote halves in weight with each half-life and lapses at the end.

use std::collections::BTreeMap;

use agglo_stats::distribution::beta;
use agglo_stats::float;
use schemars::JsonSchema;
use serde::Serialize;

use crate::base::error::Error;
use crate::engage::ruling::Ruling;

/// What one rater said of one relation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Voice {
    /// Items rated in favour.
    pub favourable: f64,
    /// Items answered.
    pub items: f64,
    /// Months since.
    pub age_months: f64,
}

/// When trust passes and how votes age.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TrustRule {
    /// Parameters of the Beta belief before anybody was asked.
    pub prior: (f64, f64),
    /// The share of ratings in favour that counts as trust.
    pub share: f64,
    /// Probability of that share or more at which the test passes.
    pub pass_at: f64,
    /// Probability at which it fails.
    pub fail_at: f64,
    /// Months after which a vote counts half.
    pub half_life: f64,
    /// Months after which it no longer counts; at exactly so many it does.
    pub expiry: f64,
}

impl Default for TrustRule {
    /// Assumed, not measured: three fifths in favour, eight chances in ten, a year and two years.
    fn default() -> Self {
        Self {
            prior: (1.0, 1.0),
            share: 0.6,
            pass_at: 0.8,
            fail_at: 0.2,
            half_life: 12.0,
            expiry: 24.0,
        }
    }
}

/// What is believed of the share of ratings in favour.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Trust {
    /// First parameter of the Beta belief: votes in favour and the prior.
    pub a: f64,
    /// Second parameter: votes against and the prior.
    pub b: f64,
    /// Mean of the belief.
    pub mean: f64,
    /// Lower end of the central 90 % of the belief.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// Probability that the share reaches the rule's.
    pub probability: f64,
    /// The outcome.
    pub ruling: Ruling,
    /// Fewest further raters, wholly in favour and asked today, with whom it would pass; 0 unless unknown.
    pub more_raters: u32,
    /// Votes that count.
    pub counted: u32,
    /// Votes that have lapsed.
    pub lapsed: u32,
}

/// More raters than any programme asks: where the search for how many are needed ends.
const MOST_RATERS: u32 = 10_000;

/// The belief about trust that ratings leave.
///
/// # Errors
///
/// `E0501` where a rater answered nothing, favoured more than was answered or rated in the future;
/// `E0502` where the rule is none.
///
/// # How to read it
///
/// Two enthusiasts are not enough: from an even belief the test passes only from three raters wholly in
/// favour on.
pub fn trust(voices: &[Voice], rule: &TrustRule) -> Result<Trust, Error> {
    Beliefs::under(*rule)?.trust(voices)
}

/// Beliefs under one rule. Votes that come to the same leave the same belief, which is worked out once: of many
/// partners few were rated, and all others are believed the same of.
#[derive(Clone, Debug)]
pub(crate) struct Beliefs {
    rule: TrustRule,
    /// By the bits of both parameters.
    known: BTreeMap<(u64, u64), Trust>,
}

impl Beliefs {
    /// None yet.
    ///
    /// # Errors
    ///
    /// `E0502` where the rule is none.
    pub(crate) fn under(rule: TrustRule) -> Result<Self, Error> {
        check(&rule)?;
        Ok(Self { rule, known: BTreeMap::new() })
    }

    /// As [`trust`].
    pub(crate) fn trust(&mut self, voices: &[Voice]) -> Result<Trust, Error> {
        voices.iter().try_for_each(possible)?;
        let rule = &self.rule;
        let counts = |voice: &&Voice| voice.age_months <= rule.expiry;
        let weighted = |voice: &Voice, share: f64| weight(voice, rule) * share;
        let share = |voice: &Voice| voice.favourable / voice.items;
        let live = || voices.iter().filter(counts);
        let a = rule.prior.0 + float::sum(live().map(|voice| weighted(voice, share(voice))));
        let b = rule.prior.1 + float::sum(live().map(|voice| weighted(voice, 1.0 - share(voice))));
        let counted = u32::try_from(live().count()).unwrap_or(u32::MAX);
        let all = u32::try_from(voices.len()).unwrap_or(u32::MAX);
        let key = (a.to_bits(), b.to_bits());
        let belief = match self.known.get(&key) {
            Some(known) => *known,
            None => believed(a, b, rule)?,
        };
        self.known.insert(key, belief);
        Ok(Trust { counted, lapsed: all - counted, ..belief })
    }
}

/// What a Beta belief says; of no votes.
fn believed(a: f64, b: f64, rule: &TrustRule) -> Result<Trust, Error> {
    let probability = above(rule.share, a, b)?;
    let ruling = ruling(probability, rule);
    let more_raters = if ruling == Ruling::Unknown { needed(a, b, rule)? } else { 0 };
    let end = |p: f64| beta::quantile(p, a, b).ok_or_else(|| no_belief(a, b));
    Ok(Trust {
        a,
        b,
        mean: a / (a + b),
        low: end(0.05)?,
        high: end(0.95)?,
        probability,
        ruling,
        more_raters,
        counted: 0,
        lapsed: 0,
    })
}

fn weight(voice: &Voice, rule: &TrustRule) -> f64 {
    float::powf(0.5, voice.age_months / rule.half_life)
}

fn ruling(probability: f64, rule: &TrustRule) -> Ruling {
    if probability >= rule.pass_at {
        Ruling::Pass
    } else if probability <= rule.fail_at {
        Ruling::Fail
    } else {
        Ruling::Unknown
    }
}

/// Each such rater adds 1 to `a`, and the probability rises with it.
fn needed(a: f64, b: f64, rule: &TrustRule) -> Result<u32, Error> {
    let (mut low, mut high) = (0, MOST_RATERS);
    while low + 1 < high {
        let middle = u32::midpoint(low, high);
        if above(rule.share, a + f64::from(middle), b)? >= rule.pass_at {
            high = middle;
        } else {
            low = middle;
        }
    }
    Ok(high)
}

fn above(share: f64, a: f64, b: f64) -> Result<f64, Error> {
    // The mirror image, which keeps the digits of a small tail.
    beta::below(1.0 - share, b, a).ok_or_else(|| no_belief(a, b))
}

fn no_belief(a: f64, b: f64) -> Error {
    Error::new("E0502", format!("Beta({a}, {b}) is no belief"))
}

fn possible(voice: &Voice) -> Result<(), Error> {
    let Voice { favourable, items, age_months } = *voice;
    let fault = if !(items > 0.0 && items.is_finite()) {
        format!("a rater answered {items} items")
    } else if !(0.0..=items).contains(&favourable) {
        format!("a rater favoured {favourable} of {items} items")
    } else if !(age_months >= 0.0 && age_months.is_finite()) {
        format!("a rating is {age_months} months old")
    } else {
        return Ok(());
    };
    Err(Error::new("E0501", fault).hint("correct the rating, or leave the rater out"))
}

fn check(rule: &TrustRule) -> Result<(), Error> {
    let share = |value: f64| value > 0.0 && value < 1.0;
    let positive = |value: f64| value > 0.0 && value.is_finite();
    let sound = share(rule.share)
        && share(rule.pass_at)
        && share(rule.fail_at)
        && rule.fail_at < rule.pass_at
        && positive(rule.prior.0)
        && positive(rule.prior.1)
        && positive(rule.half_life)
        && rule.expiry >= 0.0;
    if sound { Ok(()) } else { Err(Error::new("E0502", "the rule of trust contradicts itself")) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn raters(count: usize, favourable: f64, age_months: f64) -> Vec<Voice> {
        vec![Voice { favourable, items: 3.0, age_months }; count]
    }

    #[test]
    fn reference_two_enthusiasts_are_one_too_few() {
        // Beta(3, 1): one less the cube of 0.6.
        let two = trust(&raters(2, 3.0, 0.0), &TrustRule::default()).unwrap();
        assert!((two.probability - 0.784).abs() < 1e-12);
        assert_eq!((two.ruling, two.more_raters), (Ruling::Unknown, 1));
        let three = trust(&raters(3, 3.0, 0.0), &TrustRule::default()).unwrap();
        assert_eq!((three.ruling, three.more_raters), (Ruling::Pass, 0));
    }

    #[test]
    fn edge_at_two_years_a_vote_counts_a_quarter_and_then_no_more() {
        let at = |age| trust(&raters(1, 3.0, age), &TrustRule::default()).unwrap();
        assert!((at(24.0).a - 1.25).abs() < 1e-12);
        assert_eq!((at(24.0).counted, at(24.5).counted, at(24.5).lapsed), (1, 0, 1));
        assert!((at(24.5).a - 1.0).abs() < 1e-12);
    }

    proptest! {
        #[test]
        fn law_the_raters_said_to_be_needed_are_needed_and_enough(
            favourable in 0_u8..4, count in 0_usize..9, age in 0_u8..30
        ) {
            let rule = TrustRule::default();
            let mut voices = raters(count, f64::from(favourable), f64::from(age));
            let found = trust(&voices, &rule).unwrap();
            if found.ruling == Ruling::Unknown {
                let more = usize::try_from(found.more_raters).unwrap();
                voices.extend(raters(more - 1, 3.0, 0.0));
                prop_assert!(trust(&voices, &rule).unwrap().ruling != Ruling::Pass);
                voices.extend(raters(1, 3.0, 0.0));
                prop_assert_eq!(trust(&voices, &rule).unwrap().ruling, Ruling::Pass);
            }
            prop_assert!(found.low <= found.mean && found.mean <= found.high);
        }
    }

    #[test]
    fn edge_impossible_ratings_and_rules_are_refused() {
        let rule = TrustRule::default();
        for voice in [
            Voice { favourable: 0.0, items: 0.0, age_months: 1.0 },
            Voice { favourable: 4.0, items: 3.0, age_months: 1.0 },
            Voice { favourable: 1.0, items: 3.0, age_months: -1.0 },
        ] {
            assert_eq!(trust(&[voice], &rule).unwrap_err().code(), "E0501");
        }
        let backwards = TrustRule { pass_at: 0.1, ..rule };
        assert_eq!(trust(&[], &backwards).unwrap_err().code(), "E0502");
    }
}
