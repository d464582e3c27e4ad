//! What following a rule is worth: plans in many draws of all that is doubted, the same draws for each.

use std::collections::{BTreeMap, BTreeSet};

use agglo_stats::float;
use agglo_stats::value_of_information::{Cut, cut, under};

use crate::base::error::Error;
use crate::plan::explain::learn::Small;
use crate::plan::explain::learn::stages::{Plan, Stages};
use crate::plan::explain::solved::{Solved, Starts};
use crate::plan::instance::take_up;
use crate::plan::programme::{Model, Programme};

/// Draws on which rules are found, and those on which they are tried.
const FINDING: usize = 1_024;
const TRYING: usize = 3_072;
/// Keeps these draws apart from those of the choice.
const APART: u64 = 0x9e37_79b9_7f4a_7c15;

/// Draws with the plan in one stage in each.
pub(crate) struct Draws {
    finding: Half,
    trying: Half,
    /// Take-ups by id, all draws.
    ups: BTreeMap<String, Vec<f64>>,
    ids: Vec<String>,
}

/// Draws of one use.
struct Half {
    model: Model,
    one_stage: Vec<f64>,
}

/// A difference with its Monte Carlo standard error.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Measured {
    pub(crate) value: f64,
    pub(crate) error: f64,
}

/// What following a rule is worth.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Worth {
    pub(crate) rule: Cut,
    /// Aggregate that the two stages are worth.
    pub(crate) two_stage: f64,
    /// Two stages less one.
    pub(crate) net: Measured,
    /// The rule less the better of always and never scaling.
    pub(crate) sample: Measured,
    /// Probability that it is scaled.
    pub(crate) scaled: f64,
    /// Two stages less one on the draws that the rule was found on: by this pilots are chosen.
    pub(crate) chosen_by: f64,
}

impl Draws {
    /// Draws of everything that the plan in one stage or any of the others starts.
    pub(crate) fn of<'s>(
        solved: &Solved<'_>,
        stages: impl Iterator<Item = &'s Stages>,
    ) -> Result<Self, Error> {
        let mut ids: BTreeSet<String> = solved.ids();
        for own in stages {
            ids.extend(own.scaled.keys().chain(own.stopped.keys()).cloned());
        }
        let seed = solved.asked.rules.seed.wrapping_add(APART);
        let all = solved.instance.candidates.iter().filter(|own| ids.contains(&own.id));
        let ups: BTreeMap<String, Vec<f64>> =
            all.map(|own| (own.id.clone(), take_up(own, seed, FINDING + TRYING))).collect();
        let half = |from: usize, count: usize| -> Result<Half, Error> {
            let scenario = |draw: usize| {
                ups.iter().map(|(id, ups)| (id.clone(), ups[draw])).collect::<BTreeMap<_, _>>()
            };
            let scenarios = (from..from + count).map(scenario).collect();
            let model = Model::new(&Programme { scenarios, ..solved.instance.programme.clone() })?;
            let one_stage = model.scenario_values(solved.starts());
            Ok(Half { model, one_stage })
        };
        Ok(Self {
            finding: half(0, FINDING)?,
            trying: half(FINDING, TRYING)?,
            ids: solved.instance.candidates.iter().map(|own| own.id.clone()).collect(),
            ups,
        })
    }

    /// Aggregate that the plan in one stage is worth.
    pub(crate) fn one_stage(&self) -> f64 {
        let mean = float::mean(&self.trying.one_stage).unwrap_or_default();
        self.trying.model.equivalent(mean)
    }

    /// Shares of the stated effect that are believed of an initiative, in draws.
    pub(crate) fn believed(&self, id: &str) -> &[f64] {
        self.ups.get(id).map_or(&[], |ups| &ups[FINDING..])
    }

    /// The rule of a pilot, found on some draws, and what it is worth on the others.
    pub(crate) fn worth(&self, small: &Small, stages: &Stages) -> Result<Worth, Error> {
        let id = &self.ids[small.at];
        let Some(ups) = self.ups.get(id) else {
            return Err(Error::new("E0904", format!("`{id}` was not drawn")));
        };
        let (finding, trying) = ups.split_at(FINDING);
        let wrong = |error: agglo_stats::Error| Error::new("E0904", error.to_string());
        let (stopped, gains) = self.pair(&self.finding, stages);
        let rule = cut(finding, &gains, small.error).map_err(wrong)?;
        let chances = under(rule, finding, small.error).map_err(wrong)?;
        let chosen_by = self.finding.beside(&followed(&stopped, &gains, &chances)).value;
        let (stopped, gains) = self.pair(&self.trying, stages);
        let chances = under(rule, trying, small.error).map_err(wrong)?;
        let two = followed(&stopped, &gains, &chances);
        let mean = |values: &[f64]| float::mean(values).unwrap_or_default();
        let always = mean(&gains) > 0.0;
        let told: Vec<f64> = chances
            .iter()
            .zip(&gains)
            .map(|(chance, gain)| (chance - f64::from(u8::from(always))) * gain)
            .collect();
        Ok(Worth {
            rule,
            two_stage: self.trying.model.equivalent(mean(&two)),
            net: self.trying.beside(&two),
            sample: measured(&self.trying.model, mean(&two) - mean(&told), &told),
            scaled: mean(&chances),
            chosen_by,
        })
    }

    /// Values where it is stopped, and what scaling gains in each draw.
    fn pair(&self, half: &Half, stages: &Stages) -> (Vec<f64>, Vec<f64>) {
        let values = |plan: &Plan| half.model.scenario_values(&self.starts(plan));
        let stopped = values(&stages.stopped);
        let gains = values(&stages.scaled).iter().zip(&stopped).map(|(a, b)| a - b).collect();
        (stopped, gains)
    }

    fn starts(&self, plan: &Plan) -> Starts {
        self.ids.iter().map(|id| plan.get(id).copied()).collect()
    }
}

impl Half {
    /// What a policy gains over the plan in one stage, as an aggregate.
    fn beside(&self, policy: &[f64]) -> Measured {
        let one = float::mean(&self.one_stage).unwrap_or_default();
        let more: Vec<f64> = policy.iter().zip(&self.one_stage).map(|(a, b)| a - b).collect();
        measured(&self.model, one, &more)
    }
}

fn followed(stopped: &[f64], gains: &[f64], chances: &[f64]) -> Vec<f64> {
    let all = stopped.iter().zip(gains).zip(chances);
    all.map(|((stopped, gain), chance)| stopped + chance * gain).collect()
}

/// A mean difference of values from a value on, as a difference of aggregates; its error by the slope between.
fn measured(model: &Model, from: f64, more: &[f64]) -> Measured {
    let mean = float::mean(more).unwrap_or_default();
    let squares = more.iter().map(|value| (value - mean) * (value - mean));
    let count = more.len() as f64;
    let error = (float::sum(squares) / (count - 1.0).max(1.0) / count).sqrt();
    let at = |value: f64| model.equivalent(value);
    let width = error.max(from.abs() * 1e-9).max(1e-12);
    let slope = (at(from + mean + width) - at(from + mean - width)) / (2.0 * width);
    Measured { value: at(from + mean) - at(from), error: (slope * error).abs() }
}
