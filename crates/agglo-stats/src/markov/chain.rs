//! A Markov chain of few states: transitions counted, where they lead, and how long that takes.

use crate::error::Error;
use crate::float;
use crate::matrix::{Matrix, solve};

/// Transitions between numbered states.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chain {
    counts: Vec<Vec<u64>>,
}

impl Chain {
    /// A chain of so many states without a transition.
    pub fn new(states: usize) -> Self {
        Self { counts: vec![vec![0; states]; states] }
    }

    /// Counts the steps of paths through the states; a step from or to an unknown state is none.
    ///
    /// # Errors
    ///
    /// [`Error::Range`] where a path visits a state that the chain does not have.
    pub fn of_paths(paths: &[Vec<Option<usize>>], states: usize) -> Result<Self, Error> {
        let mut chain = Self::new(states);
        for path in paths {
            for step in path.windows(2) {
                if let (Some(from), Some(to)) = (step[0], step[1]) {
                    chain.add(from, to)?;
                }
            }
        }
        // A path of one state makes no step, and yet must be of this chain.
        for state in paths.iter().flatten().flatten() {
            chain.check(*state)?;
        }
        Ok(chain)
    }

    /// Counts one transition.
    ///
    /// # Errors
    ///
    /// [`Error::Range`] where the chain does not have a state.
    pub fn add(&mut self, from: usize, to: usize) -> Result<(), Error> {
        self.check(from)?;
        self.check(to)?;
        self.counts[from][to] += 1;
        Ok(())
    }

    fn check(&self, state: usize) -> Result<(), Error> {
        if state < self.states() {
            return Ok(());
        }
        Err(Error::Range { what: "a state", value: state as f64, range: "[0, states)" })
    }

    /// Number of states.
    pub fn states(&self) -> usize {
        self.counts.len()
    }

    /// Transitions, from each row to each column.
    pub fn counts(&self) -> &[Vec<u64>] {
        &self.counts
    }

    /// Shares of the transitions from each state; `None` of a state that was never left.
    pub fn probabilities(&self) -> Vec<Option<Vec<f64>>> {
        let row = |row: &Vec<u64>| {
            let all: u64 = row.iter().sum();
            (all > 0).then(|| row.iter().map(|count| *count as f64 / all as f64).collect())
        };
        self.counts.iter().map(row).collect()
    }

    /// Standard errors of [`Chain::probabilities`]: `sqrt(p (1 - p) / n)`.
    pub fn standard_errors(&self) -> Vec<Option<Vec<f64>>> {
        let row = |(shares, counts): (Option<Vec<f64>>, &Vec<u64>)| {
            let all = counts.iter().sum::<u64>() as f64;
            Some(shares?.iter().map(|p| (p * (1.0 - p) / all).sqrt()).collect())
        };
        self.probabilities().into_iter().zip(&self.counts).map(row).collect()
    }

    /// Expected steps in each state before it is left, `1 / (1 - p)`; `None` of a state that is never left,
    /// or never seen.
    pub fn sojourn(&self) -> Vec<Option<f64>> {
        let stays = self.probabilities().into_iter().enumerate();
        stays.map(|(at, row)| Some(1.0 - row?[at]).filter(|p| *p > 0.0).map(|p| 1.0 / p)).collect()
    }

    /// Shorrocks' mobility `(k - trace P) / (k - 1)`: 0 where everyone stays, 1 where the next state does
    /// not depend on the last. `None` of fewer than two states and where one was never left.
    ///
    /// # Source
    ///
    /// Shorrocks 1978, Econometrica 46(5).
    pub fn shorrocks(&self) -> Option<f64> {
        let rows: Vec<Vec<f64>> = self.probabilities().into_iter().collect::<Option<_>>()?;
        let k = rows.len() as f64;
        let trace = float::sum(rows.iter().enumerate().map(|(at, row)| row[at]));
        (rows.len() > 1).then(|| (k - trace) / (k - 1.0))
    }

    /// Shares of time spent in each state in the long run.
    ///
    /// # Returns
    ///
    /// `None` where a state was never left, or where the long run depends on the start: more than one set of
    /// states that is not left again.
    pub fn ergodic(&self) -> Option<Vec<f64>> {
        let rows: Vec<Vec<f64>> = self.probabilities().into_iter().collect::<Option<_>>()?;
        let k = rows.len();
        let reach = self.reach();
        // One set is closed, and all lead to it, where some state is reached from everywhere.
        if k == 0 || !(0..k).any(|to| (0..k).all(|from| reach[from][to])) {
            return None;
        }
        // `(P' - I) pi = 0` has one equation too many; the shares sum to one in its place.
        let equation = |row: usize| -> Vec<f64> {
            if row + 1 == k {
                return vec![1.0; k];
            }
            (0..k).map(|at| rows[at][row] - f64::from(u8::from(at == row))).collect()
        };
        let matrix = Matrix::from_rows(&(0..k).map(equation).collect::<Vec<_>>()).ok()?;
        let mut right = vec![0.0; k];
        right[k - 1] = 1.0;
        let shares = solve(&matrix, &right).ok()?;
        Some(shares.into_iter().map(|share| share.max(0.0)).collect())
    }

    /// Expected steps from each state until each other is first reached; on the diagonal, until it is
    /// reached again.
    ///
    /// # Returns
    ///
    /// `None` where a state was never left, or one cannot be reached from another.
    ///
    /// # Source
    ///
    /// Kemeny and Snell 1976, Finite Markov Chains, chapter 4.
    pub fn first_passage(&self) -> Option<Vec<Vec<f64>>> {
        let rows: Vec<Vec<f64>> = self.probabilities().into_iter().collect::<Option<_>>()?;
        let reach = self.reach();
        let k = rows.len();
        if k == 0 || !reach.iter().flatten().all(|reached| *reached) {
            return None;
        }
        // `m_ij = 1 + sum over l other than j of p_il m_lj`: one system for each state to reach.
        let columns: Vec<Vec<f64>> = (0..k)
            .map(|to| {
                let equation = |from: usize| -> Vec<f64> {
                    let left = |at: usize| if at == to { 0.0 } else { rows[from][at] };
                    (0..k).map(|at| f64::from(u8::from(at == from)) - left(at)).collect()
                };
                let matrix = Matrix::from_rows(&(0..k).map(equation).collect::<Vec<_>>()).ok()?;
                solve(&matrix, &vec![1.0; k]).ok()
            })
            .collect::<Option<_>>()?;
        Some((0..k).map(|from| columns.iter().map(|column| column[from]).collect()).collect())
    }

    /// Whether each state can be reached from each, in any number of steps.
    fn reach(&self) -> Vec<Vec<bool>> {
        let k = self.states();
        let mut reach: Vec<Vec<bool>> =
            self.counts.iter().map(|row| row.iter().map(|count| *count > 0).collect()).collect();
        for (at, row) in reach.iter_mut().enumerate() {
            row[at] = true;
        }
        for by in 0..k {
            let through = reach[by].clone();
            for row in reach.iter_mut().filter(|row| row[by]) {
                for (reached, through) in row.iter_mut().zip(&through) {
                    *reached |= through;
                }
            }
        }
        reach
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Counts of the given matrix.
    fn chain(counts: &[&[u64]]) -> Chain {
        Chain { counts: counts.iter().map(|row| row.to_vec()).collect() }
    }

    #[test]
    fn reference_land_of_oz_of_kemeny_and_snell() {
        // Rain, nice, snow: fixed vector (2/5, 1/5, 2/5) and the book's table of first passages.
        let oz = chain(&[&[2, 1, 1], &[1, 0, 1], &[1, 1, 2]]);
        let close = |got: &[f64], want: [f64; 3]| {
            got.iter().zip(want).all(|(got, want)| (got - want).abs() < 1e-12)
        };
        assert!(close(&oz.ergodic().unwrap(), [0.4, 0.2, 0.4]));
        let passage = oz.first_passage().unwrap();
        assert!(close(&passage[0], [2.5, 4.0, 10.0 / 3.0]));
        assert!(close(&passage[1], [8.0 / 3.0, 5.0, 8.0 / 3.0]));
        assert!((oz.shorrocks().unwrap() - 1.0).abs() < 1e-12);
    }

    #[test]
    fn law_the_long_run_does_not_move_and_returns_take_its_inverse() {
        let chain = chain(&[&[7, 2, 1, 0], &[3, 3, 3, 1], &[0, 1, 8, 4], &[1, 0, 0, 9]]);
        let (pi, rows) = (chain.ergodic().unwrap(), chain.probabilities());
        let passage = chain.first_passage().unwrap();
        for at in 0..4 {
            let next: f64 = (0..4).map(|from| pi[from] * rows[from].as_ref().unwrap()[at]).sum();
            assert!((next - pi[at]).abs() < 1e-14);
            assert!((passage[at][at] * pi[at] - 1.0).abs() < 1e-12);
        }
        assert!((chain.sojourn()[3].unwrap() - 10.0).abs() < 1e-12);
    }

    #[test]
    fn edge_states_that_are_never_seen_absorb_or_fall_apart() {
        let unseen =
            Chain::of_paths(&[vec![Some(0), Some(0), Some(1)], vec![Some(1), Some(0)]], 3).unwrap();
        assert_eq!(unseen.probabilities()[2], None);
        assert_eq!(
            (unseen.ergodic(), unseen.shorrocks(), unseen.first_passage()),
            (None, None, None)
        );
        let absorbs = chain(&[&[1, 1], &[0, 5]]);
        assert_eq!((absorbs.ergodic(), absorbs.first_passage()), (Some(vec![0.0, 1.0]), None));
        assert_eq!(absorbs.sojourn()[1], None);
        let apart = chain(&[&[1, 0], &[0, 1]]);
        assert_eq!(apart.ergodic(), None);
        assert_eq!(Chain::new(0).ergodic(), None);
    }

    #[test]
    fn edge_unknown_states_make_no_step_and_foreign_ones_are_refused() {
        let chain = Chain::of_paths(&[vec![Some(0), None, Some(1), Some(1)]], 2).unwrap();
        assert_eq!(chain.counts(), [[0, 0], [0, 1]]);
        assert!(Chain::of_paths(&[vec![Some(2)]], 2).is_err());
    }
}
