//! Linear programmes some of whose variables are zero or one, by branch and bound.
//!
//! The search stops at a number of nodes, never at a time: the same programme gives the same answer on
//! every machine. [`enumerate`] proves small programmes by looking at every point.

use microlp::{
    ComparisonOp, OptimizationDirection, Problem, SolutionStatus, SolveOptions, SolveOutcome,
};

use crate::error::Error;
use crate::float::sum;

/// Slack within which a constraint counts as met, relative to its size.
const SLACK: f64 = 1e-7;

/// What a variable may be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Variable {
    /// Zero or one.
    Binary,
    /// Any number between two ends.
    Real {
        /// Least value.
        low: f64,
        /// Greatest value.
        high: f64,
    },
}

/// How a row compares with its bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sense {
    /// At most.
    AtMost,
    /// At least.
    AtLeast,
    /// Exactly.
    Equal,
}

/// One linear constraint.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Variables by position, each at most once, with their factors.
    pub terms: Vec<(usize, f64)>,
    /// How it compares.
    pub sense: Sense,
    /// With what.
    pub bound: f64,
}

/// Maximise a linear function of variables under linear constraints.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Programme {
    /// Variables.
    pub variables: Vec<Variable>,
    /// What one unit of each is worth.
    pub worth: Vec<f64>,
    /// Constraints.
    pub rows: Vec<Row>,
}

/// A point and how far from the best it can be.
#[derive(Clone, Debug, PartialEq)]
pub struct Point {
    /// Values of the variables; binaries are exactly 0 or 1.
    pub values: Vec<f64>,
    /// What it is worth.
    pub worth: f64,
    /// No point is worth more than this.
    pub bound: f64,
    /// Proven to be best.
    pub optimal: bool,
    /// Nodes, or points, that were looked at.
    pub looked_at: u64,
}

/// How a search ended.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// With a point.
    Found(Point),
    /// The limit came before any point.
    Interrupted {
        /// Nodes that were looked at.
        looked_at: u64,
    },
}

/// Searches for the best point, looking at no more than `nodes` nodes.
///
/// # Errors
///
/// Mismatched lengths, a number that is not finite, no point that meets the rows, a worth without
/// limit, or a numerical failure of the solver.
pub fn solve(programme: &Programme, nodes: u64) -> Result<Outcome, Error> {
    check(programme)?;
    let mut problem = Problem::new(OptimizationDirection::Maximize);
    let handles: Vec<_> = programme
        .variables
        .iter()
        .zip(&programme.worth)
        .map(|(variable, &worth)| match *variable {
            Variable::Binary => problem.add_binary_var(worth),
            Variable::Real { low, high } => problem.add_var(worth, (low, high)),
        })
        .collect();
    for row in &programme.rows {
        let terms: Vec<_> = row.terms.iter().map(|&(at, factor)| (handles[at], factor)).collect();
        problem.add_constraint(terms, comparison(row.sense), row.bound);
    }
    let mut options = SolveOptions::default();
    options.node_limit = Some(nodes);
    match problem.solve_with(options).map_err(|error| refused(&error))? {
        SolveOutcome::Interrupted(stopped) => {
            Ok(Outcome::Interrupted { looked_at: stopped.stats().nodes_solved })
        }
        SolveOutcome::Solution(solution) => {
            let values: Vec<f64> = handles
                .iter()
                .zip(&programme.variables)
                .map(|(&handle, variable)| match variable {
                    Variable::Binary => solution.var_value(handle).round(),
                    Variable::Real { low, high } => solution.var_value(handle).clamp(*low, *high),
                })
                .collect();
            let worth = worth(programme, &values);
            // The solver's own gap has been seen to say 0 without a proof: only its status is trusted.
            let optimal = solution.status() == SolutionStatus::Optimal;
            let stats = solution.stats();
            let bound = match stats.best_bound {
                Some(bound) if !optimal => bound.max(worth),
                None if !optimal => f64::MAX,
                _ => worth,
            };
            Ok(Outcome::Found(Point {
                values,
                worth,
                bound,
                optimal,
                looked_at: stats.nodes_solved,
            }))
        }
    }
}

/// Proves a programme of at most 20 variables, all of them binary, by looking at every point.
///
/// Ties go to fewer ones, then to the point whose first difference has its one earlier.
///
/// # Errors
///
/// As [`solve`]; also a variable that is not binary, or more than 20 of them.
pub fn enumerate(programme: &Programme) -> Result<Point, Error> {
    check(programme)?;
    let n = programme.variables.len();
    if n > 20 {
        return Err(Error::Range {
            what: "variables to enumerate",
            value: n as f64,
            range: "[0, 20]",
        });
    }
    if programme.variables.iter().any(|variable| *variable != Variable::Binary) {
        return Err(Error::Singular { what: "a real variable cannot be enumerated" });
    }
    let mut best: Option<(f64, Vec<f64>)> = None;
    for subset in 0_u32..1 << n {
        let values: Vec<f64> = (0..n).map(|at| f64::from(subset >> at & 1)).collect();
        if !programme.rows.iter().all(|row| meets(row, &values)) {
            continue;
        }
        let worth = worth(programme, &values);
        let better = best.as_ref().is_none_or(|(most, point)| {
            worth > most + 1e-12 * most.abs().max(1.0)
                || (worth >= most - 1e-12 * most.abs().max(1.0) && first_ones(&values, point))
        });
        if better {
            best = Some((worth, values));
        }
    }
    let (worth, values) = best.ok_or(Error::Infeasible { what: "the rows of the programme" })?;
    Ok(Point { values, worth, bound: worth, optimal: true, looked_at: 1 << n })
}

/// Fewer ones, then the one that comes earlier.
fn first_ones(a: &[f64], b: &[f64]) -> bool {
    let ones = |point: &[f64]| point.iter().filter(|&&value| value > 0.5).count();
    let later = |point: &[f64]| point.iter().map(|&value| value < 0.5).collect::<Vec<_>>();
    (ones(a), later(a)) < (ones(b), later(b))
}

/// What a point is worth, summed in order.
pub fn worth(programme: &Programme, values: &[f64]) -> f64 {
    sum(programme.worth.iter().zip(values).map(|(worth, value)| worth * value))
}

/// Whether a point meets a row, within a slack relative to the row's size.
pub fn meets(row: &Row, values: &[f64]) -> bool {
    let total = sum(row.terms.iter().map(|&(at, factor)| factor * values[at]));
    let slack = SLACK * row.bound.abs().max(1.0);
    match row.sense {
        Sense::AtMost => total <= row.bound + slack,
        Sense::AtLeast => total >= row.bound - slack,
        Sense::Equal => (total - row.bound).abs() <= slack,
    }
}

fn comparison(sense: Sense) -> ComparisonOp {
    match sense {
        Sense::AtMost => ComparisonOp::Le,
        Sense::AtLeast => ComparisonOp::Ge,
        Sense::Equal => ComparisonOp::Eq,
    }
}

fn check(programme: &Programme) -> Result<(), Error> {
    let n = programme.variables.len();
    if programme.worth.len() != n {
        return Err(Error::Shape { what: "worths", expected: n, got: programme.worth.len() });
    }
    let numbers = programme.rows.iter().flat_map(|row| {
        row.terms.iter().map(|&(_, factor)| factor).chain(std::iter::once(row.bound))
    });
    let ends = programme.variables.iter().flat_map(|variable| match *variable {
        Variable::Binary => [0.0, 1.0],
        Variable::Real { low, high } => [low, high],
    });
    if let Some(value) =
        numbers.chain(ends).chain(programme.worth.iter().copied()).find(|value| !value.is_finite())
    {
        return Err(Error::Range { what: "a number of the programme", value, range: "finite" });
    }
    let positions = programme.rows.iter().flat_map(|row| row.terms.iter().map(|&(at, _)| at));
    match positions.max() {
        Some(most) if most >= n => {
            Err(Error::Shape { what: "variables of a row", expected: n, got: most + 1 })
        }
        _ => Ok(()),
    }
}

fn refused(error: &microlp::Error) -> Error {
    match error {
        microlp::Error::Infeasible => Error::Infeasible { what: "the rows of the programme" },
        microlp::Error::Unbounded => Error::Singular { what: "the worth has no limit" },
        _ => Error::NotConverged { what: "branch and bound", steps: 0 },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::uniform;

    fn knapsack(worth: &[f64], cost: &[f64], budget: f64) -> Programme {
        Programme {
            variables: vec![Variable::Binary; worth.len()],
            worth: worth.to_vec(),
            rows: vec![Row {
                terms: cost.iter().copied().enumerate().collect(),
                sense: Sense::AtMost,
                bound: budget,
            }],
        }
    }

    fn found(programme: &Programme) -> Point {
        match solve(programme, 10_000).unwrap() {
            Outcome::Found(point) => point,
            Outcome::Interrupted { .. } => panic!("interrupted"),
        }
    }

    /// By hand: 60 + 100 fit into 30, 60 + 120 do not, 100 + 120 do in 50.
    #[test]
    fn reference_knapsack_by_hand() {
        let programme = knapsack(&[60.0, 100.0, 120.0], &[10.0, 20.0, 30.0], 50.0);
        let point = found(&programme);
        assert_eq!(point.values, [0.0, 1.0, 1.0]);
        assert!(point.optimal && (point.bound - 220.0).abs() < 1e-9);
    }

    #[test]
    fn law_branch_and_bound_agrees_with_looking_at_every_point() {
        for seed in 0..40 {
            let draw = |at: u32, purpose: u32| uniform(seed, [at, purpose, 0, 0])[0];
            let n = 4 + u32::try_from(seed % 9).unwrap();
            let worth: Vec<f64> = (0..n).map(|at| draw(at, 1) * 10.0 - 2.0).collect();
            let cost: Vec<f64> = (0..n).map(|at| 1.0 + draw(at, 2) * 9.0).collect();
            let mut programme = knapsack(&worth, &cost, sum(cost.iter().copied()) * 0.4);
            programme.rows.push(Row {
                terms: vec![(0, 1.0), (1, 1.0), (2, 1.0)],
                sense: Sense::AtMost,
                bound: 1.0,
            });
            programme.rows.push(Row {
                terms: vec![(1, 1.0), (3, 1.0)],
                sense: Sense::AtLeast,
                bound: 1.0,
            });
            let every = enumerate(&programme);
            match every {
                Ok(every) => {
                    let point = found(&programme);
                    assert!((point.worth - every.worth).abs() < 1e-6, "seed {seed}");
                    assert!(programme.rows.iter().all(|row| meets(row, &point.values)));
                }
                Err(_) => assert!(solve(&programme, 10_000).is_err(), "seed {seed}"),
            }
        }
    }

    #[test]
    fn edge_a_node_limit_gives_a_bound_that_holds_or_no_point() {
        let worth: Vec<f64> = (0..18).map(|at| 10.0 + f64::from(at * at % 7)).collect();
        let cost: Vec<f64> = (0..18).map(|at| 10.0 + f64::from(at * 5 % 11) * 0.37).collect();
        let programme = knapsack(&worth, &cost, 60.0);
        let best = enumerate(&programme).unwrap();
        match solve(&programme, 1).unwrap() {
            Outcome::Found(point) => assert!(point.bound >= best.worth - 1e-6),
            Outcome::Interrupted { looked_at } => assert!(looked_at <= 1),
        }
    }

    #[test]
    fn edge_contradictions_and_infinities_are_refused() {
        let mut programme = knapsack(&[1.0], &[1.0], 1.0);
        programme.rows.push(Row { terms: vec![(0, 1.0)], sense: Sense::AtLeast, bound: 2.0 });
        assert!(matches!(solve(&programme, 10), Err(Error::Infeasible { .. })));
        assert!(solve(&knapsack(&[f64::NAN], &[1.0], 1.0), 10).is_err());
        assert!(enumerate(&knapsack(&[1.0; 21], &[1.0; 21], 1.0)).is_err());
    }
}
