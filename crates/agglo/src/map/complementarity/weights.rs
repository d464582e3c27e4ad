//! Weights of elements from the outcome of regions, held near those that the blueprint states.
//!
//! `w = softmax(theta)`; `theta` has a normal prior around the logarithms of the stated weights, so that
//! what the data do not tell stays as it was stated. Gauss-Newton on `theta` together with the coefficients
//! of the index and of what is held fixed.

use agglo_stats::float;
use agglo_stats::matrix::{Matrix, solve};

use crate::base::error::Error;
use crate::map::complementarity::held_out::{Effects, HeldOut, Table, deviations, stated};
use crate::map::complementarity::sample::Sample;

/// Standard deviation of the prior on the logarithm of a weight: two weights in three within a factor 1.65.
pub const PRIOR_SD: f64 = 0.5;
const ROUNDS: usize = 50;
const TOLERANCE: f64 = 1e-9;
/// Below this distance from 0, `rho` is the geometric limit.
const GEOMETRIC: f64 = 1e-9;

/// Weights of all regions together.
///
/// # Inputs
///
/// `floor`: levels are lifted to it.
///
/// # Errors
///
/// `E0307` for a floor of 0 under levels of 0, `E0313` where the regression has no answer.
///
/// # Source
///
/// Gauss-Newton with a normal prior; that such fits are flat is the reason for the prior (the manual of the R
/// package micEconCES says as much of its own).
pub fn fit(sample: &Sample, rho: f64, floor: f64) -> Result<Vec<f64>, Error> {
    let all: Vec<usize> = (0..sample.regions()).collect();
    Ok(Problem::of(sample, rho, floor)?.fit(&all)?.weights())
}

/// Errors in groups that the weights were not fitted to either.
///
/// # Errors
///
/// As [`fit`].
pub fn held_out(sample: &Sample, rho: f64, floor: f64) -> Result<HeldOut, Error> {
    let problem = Problem::of(sample, rho, floor)?;
    let mut found = HeldOut { squared: Vec::new(), trained: Vec::new(), regions: sample.regions() };
    for (group, rows) in sample.groups().iter().enumerate() {
        let all = sample.groups().iter().enumerate().filter(|(other, _)| *other != group);
        let others: Vec<usize> = all.flat_map(|(_, rows)| rows.iter().copied()).collect();
        let fitted = problem.fit(&others)?;
        let index = problem.index(&fitted);
        let squares = |rows: &[usize]| -> f64 {
            rows.iter().map(|&row| problem.residual(&fitted, &index, row)).map(|r| r * r).sum()
        };
        found.squared.push(squares(rows));
        found.trained.push(squares(&others));
    }
    Ok(found)
}

/// What does not change from step to step.
struct Problem<'a> {
    sample: &'a Sample,
    rho: f64,
    /// `l^rho` of each region and element; `ln l` in the geometric limit.
    powers: Vec<Vec<f64>>,
    /// Controls as deviations from the means of groups, then the outcome.
    table: Table,
    prior: Vec<f64>,
}

/// Where a search stands.
#[derive(Clone)]
struct State {
    theta: Vec<f64>,
    /// Of the index, then of the controls.
    slopes: Vec<f64>,
}

impl State {
    fn weights(&self) -> Vec<f64> {
        let most = self.theta.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let parts: Vec<f64> = self.theta.iter().map(|theta| float::exp(theta - most)).collect();
        let total: f64 = parts.iter().sum();
        parts.into_iter().map(|part| part / total).collect()
    }
}

impl<'a> Problem<'a> {
    fn of(sample: &'a Sample, rho: f64, floor: f64) -> Result<Self, Error> {
        // Refuses zeros under a floor of 0.
        sample.log_index(rho, floor)?;
        let power = |level: f64| {
            let ln = float::ln(level.max(f64::MIN_POSITIVE));
            if rho.abs() < GEOMETRIC { ln } else { float::exp(rho * ln) }
        };
        let rows = sample.lifted(floor);
        Ok(Self {
            sample,
            rho,
            powers: rows
                .iter()
                .map(|row| row.iter().map(|&level| power(level)).collect())
                .collect(),
            table: Table::of(sample, Effects::Within, None),
            prior: sample.weights().iter().map(|&weight| float::ln(weight)).collect(),
        })
    }

    /// Logarithm of the aggregate and its derivative by each `theta`, as deviations from the means of groups.
    fn index(&self, state: &State) -> Index {
        let weights = state.weights();
        let mut log = Vec::with_capacity(self.powers.len());
        let mut by: Vec<Vec<f64>> = vec![Vec::with_capacity(self.powers.len()); weights.len()];
        for row in &self.powers {
            let sum: f64 = weights.iter().zip(row).map(|(w, p)| w * p).sum();
            if self.rho.abs() < GEOMETRIC {
                log.push(sum);
                for ((by, w), p) in by.iter_mut().zip(&weights).zip(row) {
                    by.push(w * (p - sum));
                }
            } else {
                log.push(float::ln(sum) / self.rho);
                for ((by, w), p) in by.iter_mut().zip(&weights).zip(row) {
                    by.push(w * (p / sum - 1.0) / self.rho);
                }
            }
        }
        let groups = self.sample.groups();
        Index {
            log: deviations(&log, groups),
            by: by.iter().map(|column| deviations(column, groups)).collect(),
        }
    }

    fn residual(&self, state: &State, index: &Index, row: usize) -> f64 {
        let controls = self.table.columns.iter().zip(&state.slopes[1..]);
        let beside: f64 = controls.map(|(column, slope)| slope * column[row]).sum();
        self.table.outcome[row] - state.slopes[0] * index.log[row] - beside
    }

    /// Least squares on `rows` with the prior, from the stated weights on.
    fn fit(&self, rows: &[usize]) -> Result<State, Error> {
        let mut state =
            State { theta: self.prior.clone(), slopes: vec![0.0; 1 + self.table.columns.len()] };
        // The slopes at the stated weights, and the noise that the prior is weighed against.
        let step = self.step(&state, rows, None)?;
        state.slopes.iter_mut().zip(&step).for_each(|(slope, by)| *slope += by);
        let noise = self.loss(&state, rows, None) / rows.len().max(1) as f64;
        if noise <= 0.0 {
            return Ok(state);
        }
        let mut reached = self.loss(&state, rows, Some(noise));
        for _ in 0..ROUNDS {
            let step = self.step(&state, rows, Some(noise))?;
            let mut by = 1.0;
            let next = loop {
                let next = moved(&state, &step, by);
                let found = self.loss(&next, rows, Some(noise));
                if found <= reached {
                    break Some((next, found));
                }
                by /= 2.0;
                if by < 1e-6 {
                    break None;
                }
            };
            let Some((next, found)) = next else { return Ok(state) };
            let gained = reached - found;
            (state, reached) = (next, found);
            if gained <= TOLERANCE * reached {
                break;
            }
        }
        Ok(state)
    }

    /// Squared residuals; with the noise known, plus what the prior asks.
    fn loss(&self, state: &State, rows: &[usize], noise: Option<f64>) -> f64 {
        let index = self.index(state);
        let squares: f64 =
            rows.iter().map(|&row| self.residual(state, &index, row)).map(|r| r * r).sum();
        let Some(noise) = noise else { return squares };
        let away = state.theta.iter().zip(&self.prior).map(|(theta, prior)| theta - prior);
        squares / noise + away.map(|away| away * away).sum::<f64>() / (PRIOR_SD * PRIOR_SD)
    }

    /// One step of Gauss-Newton: slopes first, then `theta` where the noise is known.
    fn step(&self, state: &State, rows: &[usize], noise: Option<f64>) -> Result<Vec<f64>, Error> {
        let index = self.index(state);
        let (slopes, all) = (state.slopes.len(), state.slopes.len() + state.theta.len());
        let size = if noise.is_some() { all } else { slopes };
        let (mut gram, mut right) = (vec![0.0; size * size], vec![0.0; size]);
        let mut line = vec![0.0; size];
        for &row in rows {
            line[0] = index.log[row];
            for (value, column) in line[1..slopes].iter_mut().zip(&self.table.columns) {
                *value = column[row];
            }
            for (value, by) in line[slopes..].iter_mut().zip(&index.by) {
                *value = state.slopes[0] * by[row];
            }
            let residual = self.residual(state, &index, row);
            for (a, left) in line.iter().enumerate() {
                right[a] += left * residual;
                for (b, other) in line.iter().enumerate() {
                    gram[a * size + b] += left * other;
                }
            }
        }
        if let Some(noise) = noise {
            gram.iter_mut().chain(right.iter_mut()).for_each(|value| *value /= noise);
            let pull = 1.0 / (PRIOR_SD * PRIOR_SD);
            for (at, (theta, prior)) in state.theta.iter().zip(&self.prior).enumerate() {
                gram[(slopes + at) * size + slopes + at] += pull;
                right[slopes + at] -= pull * (theta - prior);
            }
        }
        let gram = Matrix::new(size, size, gram).map_err(|error| stated(&error))?;
        solve(&gram, &right).map_err(|error| stated(&error))
    }
}

/// The index at one state.
struct Index {
    log: Vec<f64>,
    by: Vec<Vec<f64>>,
}

fn moved(state: &State, step: &[f64], by: f64) -> State {
    let mut next = state.clone();
    let parts = next.slopes.iter_mut().chain(next.theta.iter_mut());
    parts.zip(step).for_each(|(value, step)| *value += by * step);
    next
}

#[cfg(test)]
mod tests {
    use agglo_stats::distribution::normal;
    use agglo_stats::random::uniform;

    use super::*;
    use crate::map::gap::aggregate::aggregate;

    const TRUE: [f64; 4] = [0.5, 0.1, 0.3, 0.1];
    const STATED: [f64; 4] = [0.25; 4];

    /// A world of the true weights, read by someone who states equal ones.
    fn world(noise: f64, regions: u32) -> Sample {
        let draw = |region: u32, what: u32| uniform(5, [region, what, 3, 0])[0];
        let rows: Vec<Vec<f64>> = (0..regions)
            .map(|region| (0..4).map(|at| 0.05 + 0.95 * draw(region, at)).collect())
            .collect();
        let y: Vec<f64> = rows
            .iter()
            .zip(0..regions)
            .map(|(row, region)| {
                let shock = normal::quantile(draw(region, 9)).unwrap();
                float::ln(aggregate(&TRUE, row, -1.0)) + noise * shock + f64::from(region % 7)
            })
            .collect();
        let states: Vec<u32> = (0..regions).map(|region| region % 7).collect();
        Sample::new(&STATED, &rows, &y, &[], &states).unwrap()
    }

    #[test]
    fn law_the_weights_that_made_a_world_are_found_in_it() {
        let found = fit(&world(0.05, 400), -1.0, 0.0).unwrap();
        for (found, want) in found.iter().zip(TRUE) {
            assert!((found - want).abs() < 0.03, "{found} for {want}");
        }
        assert!((found.iter().sum::<f64>() - 1.0).abs() < 1e-12);
        let sample = world(0.05, 400);
        let index = sample.log_index(-1.0, 0.0).unwrap();
        let stated = crate::map::complementarity::held_out(&sample, Effects::Within, Some(&index));
        let refitted = held_out(&sample, -1.0, 0.0).unwrap();
        assert!(refitted.mean_squared() < 0.5 * stated.unwrap().mean_squared());
    }

    #[test]
    fn law_what_the_data_do_not_tell_stays_as_it_was_stated() {
        let found = fit(&world(50.0, 100), -1.0, 0.0).unwrap();
        for found in found {
            assert!((found - 0.25).abs() < 0.05, "{found}");
        }
    }

    #[test]
    fn law_the_derivative_of_the_index_is_its_difference() {
        let sample = world(0.1, 50);
        for rho in [-2.0, 0.0, 1.0] {
            let problem = Problem::of(&sample, rho, 0.05).unwrap();
            let state = State { theta: vec![-1.0, -2.0, -1.5, -0.5], slopes: vec![1.0] };
            let mut near = state.clone();
            near.theta[1] += 1e-6;
            let (at, next) = (problem.index(&state), problem.index(&near));
            for row in 0..50 {
                let slope = (next.log[row] - at.log[row]) / 1e-6;
                assert!((slope - at.by[1][row]).abs() < 1e-5, "{rho}");
            }
        }
    }
}
