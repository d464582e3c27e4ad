//! From published findings to what a new place may expect of an initiative.
//!
//! Findings of one family are pooled by Bayesian random effects; the mean shrinks towards zero on its way
//! to a new place and the spread does not; a probability that nothing happens at all stands beside. Every
//! number is computed from the findings each time: none is stored.

use agglo_stats::distribution::normal::{self, Z90};
use agglo_stats::float::{self, sum};
use agglo_stats::meta::quadrature::{self, MeanPrior};
use agglo_stats::meta::random_effects::{Pooled, dersimonian_laird};

use crate::base::archetype::{Archetype, Direction, PriorRule, Study};
use crate::base::catalogue::{Catalogue, Member, PoolRule, PriorRules};
use crate::base::error::Error;

/// The quantile by which a significant effect bounds its standard error, as printed in the rules.
const SIGNIFICANT: f64 = 1.96;
/// Width of a 95 % interval in standard errors, as printed in the rules.
const WIDTH95: f64 = 3.92;

/// Findings pooled, and what they say of a new place; effects in percent.
#[derive(Clone, Debug, PartialEq)]
pub struct Pool {
    /// Its name.
    pub id: String,
    /// Effects of the members.
    pub effects: Vec<f64>,
    /// Their standard errors, widened for the design.
    pub errors: Vec<f64>,
    /// The closed-form estimate, for comparison.
    pub closed: Pooled,
    /// Mean effect.
    pub mean: f64,
    /// 90 % interval of the mean effect.
    pub mean90: (f64, f64),
    /// Mean of the spread between places.
    pub tau_mean: f64,
    /// Standard deviation of the effect in a new place like those studied.
    pub new_sd: f64,
    /// 90 % interval of it.
    pub new90: (f64, f64),
    /// Share of the mean that carries over.
    pub shrink: f64,
    /// Share of the members that are null.
    pub null_share: f64,
    /// What a new place may expect if it works at all.
    pub place: Normal,
    /// What travels to the caveats, as codes, sorted.
    pub flags: Vec<String>,
}

/// A normal belief.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Normal {
    /// Mean.
    pub mean: f64,
    /// Standard deviation.
    pub sd: f64,
}

/// A belief about an effect in percent: nothing with some probability, otherwise normal.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Belief {
    /// Probability that it does nothing.
    pub nothing: f64,
    /// Otherwise.
    pub otherwise: Normal,
}

impl Belief {
    /// Expected effect, percent.
    pub fn expected(&self) -> f64 {
        (1.0 - self.nothing) * self.otherwise.mean
    }

    /// Standard deviation of the whole belief, percent: the mass at zero counted.
    pub fn sd(&self) -> f64 {
        let Normal { mean, sd } = self.otherwise;
        let works = 1.0 - self.nothing;
        (works * (sd * sd + self.nothing * mean * mean)).sqrt()
    }

    /// Probability of an effect above zero.
    pub fn above_zero(&self) -> f64 {
        (1.0 - self.nothing) * normal::above(-self.otherwise.mean / self.otherwise.sd)
    }

    /// Probability of an effect below zero.
    pub fn below_zero(&self) -> f64 {
        (1.0 - self.nothing) * normal::below(-self.otherwise.mean / self.otherwise.sd)
    }

    /// Quantile of the whole belief, the mass at zero counted.
    pub fn quantile(&self, p: f64) -> f64 {
        let Normal { mean, sd } = self.otherwise;
        let works = 1.0 - self.nothing;
        let below = works * normal::below(-mean / sd);
        if below < p && p <= below + self.nothing {
            return 0.0;
        }
        let wanted = if p <= below { p / works } else { (p - self.nothing) / works };
        let (mut low, mut high) = (mean - 40.0 * sd, mean + 40.0 * sd);
        for _ in 0..200 {
            let middle = 0.5 * (low + high);
            if normal::below((middle - mean) / sd) < wanted { low = middle } else { high = middle }
        }
        0.5 * (low + high)
    }
}

/// All pools of a catalogue, and the probability that a programme does nothing.
#[derive(Clone, Debug)]
pub struct Priors<'a> {
    catalogue: &'a Catalogue,
    pools: Vec<Pool>,
    share: f64,
}

impl<'a> Priors<'a> {
    /// Pools the findings of a catalogue.
    ///
    /// # Errors
    ///
    /// `E0208` where a pool holds too few findings, or one without a figure that is not null.
    pub fn new(catalogue: &'a Catalogue) -> Result<Self, Error> {
        let pools = catalogue.pools().iter().map(|rule| pool(catalogue, rule));
        let pools = pools.collect::<Result<Vec<_>, _>>()?;
        let (positive, all) = catalogue
            .studies()
            .filter_map(|study| study.votes)
            .fold((0, 0), |(p, n), (positive, all)| (p + positive, n + all));
        let share = if all == 0 { 0.0 } else { f64::from(positive) / f64::from(all) };
        Ok(Self { catalogue, pools, share })
    }

    /// The pools in the order of the catalogue.
    pub fn pools(&self) -> &[Pool] {
        &self.pools
    }

    /// One pool.
    pub fn pool(&self, id: &str) -> Option<&Pool> {
        self.pools.iter().find(|pool| pool.id == id)
    }

    /// Share of all evaluations counted that found more jobs.
    pub fn share_positive(&self) -> f64 {
        self.share
    }

    /// Belief about an initiative in a place where nobody tried it; `None` without usable evidence.
    pub fn belief(&self, archetype: &Archetype) -> Option<Belief> {
        let rules = self.catalogue.rules();
        let (otherwise, null_share) = match &archetype.prior {
            PriorRule::None => return None,
            PriorRule::Wide => (Normal { mean: 0.0, sd: rules.wide_sd }, 0.0),
            PriorRule::Family(id) => {
                let pool = self.pool(id)?;
                (pool.place, pool.null_share)
            }
            PriorRule::WideArea(id) => {
                let pool = self.pool(id)?;
                // Where no rural place gained, a small place is promised nothing.
                let mean = if gained_in_the_country(archetype) { pool.place.mean } else { 0.0 };
                (Normal { mean, ..pool.place }, pool.null_share)
            }
        };
        let nothing = (self.nothing(archetype) - null_share).max(0.0);
        Some(Belief { nothing, otherwise })
    }

    /// Probability that an initiative does nothing, before the nulls of its pool are taken off: from
    /// the votes on its own kind, drawn towards the share of all.
    pub fn nothing(&self, archetype: &Archetype) -> f64 {
        let votes = archetype.studies.iter().find_map(|study| study.votes);
        let rules = self.catalogue.rules();
        let share = votes.map_or(self.share, |(positive, all)| {
            (f64::from(positive) + rules.vote_weight * self.share)
                / (f64::from(all) + rules.vote_weight)
        });
        nothing(rules.power, rules.false_positives, share)
    }

    /// The same for an initiative of no kind that was studied.
    pub fn nothing_of_any(&self) -> f64 {
        let rules = self.catalogue.rules();
        nothing(rules.power, rules.false_positives, self.share)
    }
}

/// With power `w` and false positives `a`, a share `s` of positive findings leaves `(w - s) / (w - a)`
/// that do nothing.
pub(crate) fn nothing(power: f64, false_positives: f64, share: f64) -> f64 {
    ((power - share) / (power - false_positives)).clamp(0.0, 1.0)
}

fn gained_in_the_country(archetype: &Archetype) -> bool {
    archetype
        .studies
        .iter()
        .any(|study| study.usable() && study.rural && study.direction == Some(Direction::Positive))
}

/// One finding as a pool reads it; effects in percent.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Finding {
    /// The effect; none for a null without a figure.
    pub effect: Option<f64>,
    /// A printed 95 % interval.
    pub interval95: Option<(f64, f64)>,
    /// A range that is no interval.
    pub range: Option<(f64, f64)>,
    /// Grade of the design, 1 to 5.
    pub grade: u8,
}

/// Pools the findings of one rule.
///
/// # Errors
///
/// As [`Priors::new`].
pub fn pool(catalogue: &Catalogue, rule: &PoolRule) -> Result<Pool, Error> {
    let bad = |what: String| Error::new("E0208", what).at(format!("pool {}", rule.id));
    let findings = rule
        .members
        .iter()
        .map(|member| {
            let study = catalogue
                .study(&member.study)
                .ok_or_else(|| bad(format!("no study `{}`", member.study)))?;
            finding(study, member)
                .ok_or_else(|| bad(format!("`{}` has no figure and is not null", member.study)))
        })
        .collect::<Result<Vec<_>, Error>>()?;
    let pool = combine(&findings, catalogue.rules())
        .map_err(|error| error.at(format!("pool {}", rule.id)))?;
    let mut flags = pool.flags;
    flags.extend(rule.flags.iter().cloned());
    flags.sort();
    flags.dedup();
    Ok(Pool { id: rule.id.clone(), flags, ..pool })
}

/// What a pool reads of a study: the study's own figure with its interval, or that of one part.
pub(crate) fn finding(study: &Study, member: &Member) -> Option<Finding> {
    let grade = study.grade.unwrap_or(1);
    let bare = |effect| Finding { effect, interval95: None, range: None, grade };
    match (member.effect, study.effect) {
        (Some(part), _) => Some(bare(Some(part))),
        (None, Some(effect)) => {
            Some(Finding { interval95: study.interval95, range: study.range, ..bare(Some(effect)) })
        }
        (None, None) => (study.direction == Some(Direction::Null)).then(|| bare(None)),
    }
}

/// Pools findings: standard errors from what is printed, widened for the design; random effects; the
/// mean drawn towards zero for a new place, its spread kept.
///
/// The standard error is read by the first rule that applies: a printed interval; a range or a bare
/// significant figure, the largest error that agrees with the print; a null without a figure counts as 0
/// with the median error of the others, since leaving it out would select on the result.
///
/// # Errors
///
/// `E0208` for fewer findings than make a pool, none but nulls, or a figure of 0 without an interval.
pub fn combine(findings: &[Finding], rules: &PriorRules) -> Result<Pool, Error> {
    let bad = |what: String| Error::new("E0208", what);
    let (k, least) = (findings.len(), rules.least);
    if k < least {
        return Err(bad(format!("{k} findings make no pool; {least} are needed")));
    }
    let printed = findings.iter().map(error_of).collect::<Result<Vec<_>, Error>>()?;
    let known: Vec<f64> = printed.iter().copied().flatten().collect();
    let median = float::median(&known).ok_or_else(|| bad("every finding is null".to_owned()))?;
    let effects: Vec<f64> = findings.iter().map(|f| f.effect.unwrap_or(0.0)).collect();
    let errors: Vec<f64> = findings
        .iter()
        .zip(&printed)
        .map(|(finding, error)| error.unwrap_or(median) * rules.widening(finding.grade))
        .collect();
    let stated = |error: agglo_stats::Error| bad(error.to_string());
    let closed = dersimonian_laird(&effects, &errors).map_err(stated)?;
    let prior = MeanPrior::Normal { mean: 0.0, sd: rules.mean_sd };
    let post =
        quadrature::half_normal(&effects, &errors, prior, rules.tau_scale).map_err(stated)?;
    let (mean, new_sd, tau_mean) = (post.mean(), post.new_sd(), post.tau_mean());
    let weight = |error: f64| 1.0 / (error * error + tau_mean * tau_mean);
    let carried = findings.iter().zip(&errors);
    let shrink = sum(carried.map(|(f, &error)| weight(error) * rules.shrink(f.grade)))
        / sum(errors.iter().map(|&error| weight(error)));
    let lost = 0.5 * (1.0 - shrink) * mean;
    let nulls = printed.iter().filter(|error| error.is_none()).count();
    Ok(Pool {
        id: String::new(),
        mean,
        mean90: (post.quantile(0.05), post.quantile(0.95)),
        tau_mean,
        new_sd,
        new90: (post.new_quantile(0.05), post.new_quantile(0.95)),
        shrink,
        null_share: nulls as f64 / k as f64,
        place: Normal { mean: shrink * mean, sd: float::hypot(new_sd, lost) },
        flags: flags(findings, &closed),
        closed,
        effects,
        errors,
    })
}

/// The standard error that the print allows; none for a null without a figure.
pub(crate) fn error_of(finding: &Finding) -> Result<Option<f64>, Error> {
    let Some(effect) = finding.effect else { return Ok(None) };
    let significant = effect.abs() / SIGNIFICANT;
    let error = match (finding.interval95, finding.range) {
        (Some((low, high)), _) => (high - low) / WIDTH95,
        (None, Some((low, high))) => significant.max(0.5 * (high - low)),
        (None, None) => significant,
    };
    if error > 0.0 {
        Ok(Some(error))
    } else {
        let what = "an effect of 0 without an interval has no standard error";
        Err(Error::new("E0208", what).hint("leave the figure out: it is a null"))
    }
}

fn flags(findings: &[Finding], closed: &Pooled) -> Vec<String> {
    let imputed = |f: &Finding| f.interval95.is_none();
    let seen = [
        ("few-regions", findings.len() < 5),
        ("null-imputed", findings.iter().any(|finding| finding.effect.is_none())),
        ("se-imputed", findings.iter().any(imputed)),
        ("tau-at-zero", closed.tau2 <= 0.0),
    ];
    seen.iter().filter(|(_, holds)| *holds).map(|(code, _)| (*code).to_owned()).collect()
}

/// Median of the published public costs of a job, US dollars; `None` where none is published.
///
/// A check, never a prior: gross and net, and price years, are mixed.
pub fn median_cost_per_job(catalogue: &Catalogue) -> Option<f64> {
    let logs: Vec<f64> = catalogue.costs_per_job().iter().map(|cost| float::ln(cost.usd)).collect();
    float::mean(&logs).map(float::exp)
}

/// The 90 % interval of a normal belief.
pub fn interval90(belief: Normal) -> (f64, f64) {
    (belief.mean - Z90 * belief.sd, belief.mean + Z90 * belief.sd)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_belief_of_a_voucher_by_hand() {
        let belief = Belief { nothing: 0.123, otherwise: Normal { mean: 4.13, sd: 6.18 } };
        assert!((belief.expected() - 3.622).abs() < 1e-3);
        assert!((belief.above_zero() - 0.656).abs() < 1e-3);
    }

    #[test]
    fn law_quantiles_of_a_belief_rise_and_sit_on_the_spike() {
        let belief = Belief { nothing: 0.4, otherwise: Normal { mean: 1.0, sd: 2.0 } };
        let quantiles: Vec<f64> = (1..100).map(|p| belief.quantile(f64::from(p) / 100.0)).collect();
        assert!(quantiles.windows(2).all(|pair| pair[0] <= pair[1] + 1e-12));
        let at_zero = quantiles.iter().filter(|quantile| quantile.abs() < 1e-12).count();
        assert!((39..=41).contains(&at_zero), "{at_zero}");
    }

    #[test]
    fn law_both_sides_and_nothing_make_one() {
        let belief = Belief { nothing: 0.2, otherwise: Normal { mean: -3.0, sd: 5.0 } };
        let whole = belief.above_zero() + belief.below_zero() + belief.nothing;
        assert!((whole - 1.0).abs() < 1e-12);
    }
}
