//! What can be counted over all kinds: evaluations that found more jobs, public cost per job, local multipliers.

use agglo_stats::distribution::{beta, student};
use agglo_stats::float::{self, sum};
use schemars::JsonSchema;
use serde::Serialize;

use crate::base::archetype::Archetype;
use crate::base::catalogue::Catalogue;
use crate::base::estimate::{
    Answer, Estimate, Figure, Interval, IntervalKind, Provenance, Withheld,
};
use crate::base::id::{ArchetypeId, SourceId};
use crate::plan::figures::{LEVEL, believed, exact};
use crate::plan::prior::{Priors, nothing};

const METHOD: &str = "evidence_counts/1";
/// Powers of an average evaluation that stand beside the assumed one.
const OTHER_POWERS: [f64; 2] = [0.6, 0.8];
/// Largest concentration that is looked for: beyond, policy areas differ by less than can be told.
const MOST: u32 = 400;
/// Standard deviations in the range of estimates from one data set: twice the 0.95 quantile.
const RANGE: f64 = 3.29;

/// How many evaluations of jobs found more of them.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Votes {
    /// Evaluations that found more jobs.
    pub positive: u32,
    /// Evaluations that looked.
    pub all: u32,
    /// Their share.
    pub share: Figure,
    /// What that leaves for programmes that do nothing, under the assumed power and two others.
    pub nothing: Vec<Nothing>,
    /// Concentration of the shares over policy areas at which the counts are likeliest; withheld where they cannot tell
    /// the areas apart.
    pub concentration: Figure,
    /// Each kind whose evaluations somebody counted.
    pub kinds: Vec<KindVotes>,
}

/// Probability that an average programme does nothing, at an assumed power of its evaluation.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Nothing {
    /// Power: probability that an evaluation finds an effect that is there.
    pub power: f64,
    /// Whether this power is the one in use.
    pub in_use: bool,
    /// The probability.
    pub probability: Figure,
}

/// The count of one kind, drawn towards the average of all.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct KindVotes {
    /// The kind of initiative.
    pub initiative: ArchetypeId,
    /// Evaluations that found more jobs.
    pub positive: u32,
    /// Evaluations that looked.
    pub all: u32,
    /// Their share, drawn towards that of all, with its 90 % interval.
    pub share: Figure,
    /// Probability that it does nothing, before the nulls of its pool are taken off.
    pub nothing: Figure,
}

/// What is published on the public cost of a job: a check, never a prior.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct CostPerJobs {
    /// Published costs.
    pub k: usize,
    /// Median, US dollars, with the 90 % interval for one more published cost.
    pub usd: Figure,
    /// Mean of the logarithms.
    pub log_mean: f64,
    /// Standard deviation of the logarithms.
    pub log_sd: f64,
    /// Jobs claimed are capped at the cost over this, US dollars.
    pub least_usd: f64,
    /// The studies that print them.
    pub studies: Vec<String>,
}

/// Local jobs that follow one traded job.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Multiplier {
    /// The estimate whose sample includes small places, with 90 % of a normal belief cut at 0.
    pub jobs: Figure,
    /// Standard deviation of that belief: the range of the estimates over 3.29.
    pub sd: f64,
    /// The estimates, which share their data.
    pub studies: Vec<String>,
}

/// The votes of all kinds; withheld shares where nobody counted.
pub fn votes(catalogue: &Catalogue, priors: &Priors<'_>) -> Votes {
    let counted: Vec<(u32, u32)> = catalogue.studies().filter_map(|study| study.votes).collect();
    let (positive, all) = counted.iter().fold((0, 0), |(p, n), (own, of)| (p + own, n + of));
    let rules = catalogue.rules();
    let share = priors.share_positive();
    let mut powers = vec![rules.power];
    powers.extend(OTHER_POWERS);
    powers.sort_by(f64::total_cmp);
    powers.dedup();
    let nothing = powers.into_iter().map(|power| Nothing {
        power,
        in_use: (power - rules.power).abs() < f64::EPSILON,
        probability: exact(nothing(power, rules.false_positives, share), METHOD),
    });
    let kinds = catalogue.archetypes().iter();
    Votes {
        positive,
        all,
        share: if all == 0 { nobody_counted() } else { exact(share, METHOD) },
        nothing: nothing.collect(),
        concentration: concentration(&counted, share),
        kinds: kinds.filter_map(|kind| kind_votes(catalogue, priors, kind)).collect(),
    }
}

fn nobody_counted() -> Figure {
    Figure::Withheld(Withheld::missing("nobody counted evaluations"))
}

/// The votes on one kind; none where nobody counted them.
pub fn kind_votes(
    catalogue: &Catalogue,
    priors: &Priors<'_>,
    archetype: &Archetype,
) -> Option<KindVotes> {
    let (positive, all) = archetype.studies.iter().find_map(|study| study.votes)?;
    let (weight, share) = (catalogue.rules().vote_weight, priors.share_positive());
    let a = f64::from(positive) + weight * share;
    let b = f64::from(all.saturating_sub(positive)) + weight * (1.0 - share);
    let of = archetype.studies.iter().filter(|study| study.votes.is_some());
    let provenance = Provenance::new(METHOD, of.map(|study| SourceId::from(study.id.as_str())));
    let ends = beta::quantile(0.05, a, b).zip(beta::quantile(0.95, a, b));
    let shrunk = match ends {
        Some(ends) => believed(a / (a + b), ends, provenance).into(),
        None => nobody_counted(),
    };
    Some(KindVotes {
        initiative: archetype.id.clone(),
        positive,
        all,
        share: shrunk,
        nothing: exact(priors.nothing(archetype), METHOD),
    })
}

/// The concentration `m` of Beta(`m s`, `m (1 - s)`) shares at which the counts are likeliest, in whole numbers.
fn concentration(counted: &[(u32, u32)], share: f64) -> Figure {
    if counted.len() < 2 || !(share > 0.0 && share < 1.0) {
        return nobody_counted();
    }
    let likelihood = |m: u32| {
        let m = f64::from(m);
        sum(counted.iter().map(|&(positive, all)| log_beta_binomial(positive, all, m, share)))
    };
    let best = (1..=MOST)
        .map(|m| (m, likelihood(m)))
        .fold((0, f64::NEG_INFINITY), |best, own| if own.1 > best.1 { own } else { best });
    if best.0 == MOST {
        Figure::Withheld(Withheld::too_thin("the counts cannot tell the policy areas apart"))
    } else {
        exact(f64::from(best.0), METHOD)
    }
}

/// Log probability of a count, up to what does not depend on `m`: rising factorials of the two sides over the whole.
fn log_beta_binomial(positive: u32, all: u32, m: f64, share: f64) -> f64 {
    let rising = |start: f64, n: u32| sum((0..n).map(|i| float::ln(start + f64::from(i))));
    rising(m * share, positive) + rising(m * (1.0 - share), all - positive.min(all))
        - rising(m, all)
}

/// What is published on the public cost of a job; none of fewer than two.
///
/// Student's t on the logarithms, with one degree of freedom less than there are costs.
pub fn cost_per_jobs(catalogue: &Catalogue) -> Option<CostPerJobs> {
    let costs = catalogue.costs_per_job();
    let logs: Vec<f64> = costs.iter().map(|cost| float::ln(cost.usd)).collect();
    let log_mean = float::mean(&logs)?;
    let k = logs.len() as f64;
    let squares = sum(logs.iter().map(|log| (log - log_mean) * (log - log_mean)));
    let log_sd = (squares / (k - 1.0)).sqrt();
    let reach = student::quantile(0.95, k - 1.0)? * log_sd * (1.0 + 1.0 / k).sqrt();
    let ends = (float::exp(log_mean - reach), float::exp(log_mean + reach));
    let sources = costs.iter().map(|cost| SourceId::from(cost.study.as_str()));
    let usd = believed(float::exp(log_mean), ends, Provenance::new(METHOD, sources));
    Some(CostPerJobs {
        k: logs.len(),
        usd: usd.into(),
        log_mean,
        log_sd,
        least_usd: catalogue.rules().least_usd_per_job,
        studies: costs.iter().map(|cost| cost.study.clone()).collect(),
    })
}

/// Local jobs that follow one traded job; none where the catalogue names no estimates.
pub fn multiplier(catalogue: &Catalogue) -> Option<Multiplier> {
    let rule = catalogue.multiplier()?;
    let effect = |id: &String| catalogue.study(id)?.effect;
    let centre = effect(&rule.centre)?;
    let all: Vec<f64> = rule.members.iter().filter_map(effect).collect();
    let least = all.iter().copied().fold(f64::INFINITY, f64::min);
    let most = all.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let sd = (most - least) / RANGE;
    let reach = agglo_stats::distribution::normal::Z90 * sd;
    let sources = rule.members.iter().map(|id| SourceId::from(id.as_str()));
    let provenance = Provenance::new(METHOD, sources);
    let jobs: Answer =
        Interval::new((centre - reach).max(0.0), centre + reach, LEVEL, IntervalKind::Credible)
            .ok_or_else(|| Withheld::undefined("the estimates have no range"))
            .and_then(|interval| Estimate::new(centre, interval, provenance));
    Some(Multiplier { jobs: jobs.into(), sd, studies: rule.members.clone() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn areas_that_differ_much_are_told_apart_and_alike_ones_are_not() {
        let alike = [(5, 10), (10, 20), (15, 30), (20, 40)];
        assert_eq!(concentration(&alike, 0.5).value(), None);
        let apart = [(0, 20), (20, 20), (1, 20), (19, 20)];
        let found = concentration(&apart, 0.5).value().unwrap();
        assert!(found < 3.0, "{found}");
    }

    #[test]
    fn law_a_count_s_probabilities_add_up_to_one() {
        let choose = |n: u32, k: u32| {
            (0..k).fold(1.0, |product, i| product * f64::from(n - i) / f64::from(i + 1))
        };
        let total: f64 =
            (0..=6).map(|k| choose(6, k) * float::exp(log_beta_binomial(k, 6, 3.5, 0.3))).sum();
        assert!((total - 1.0).abs() < 1e-12, "{total}");
    }
}
