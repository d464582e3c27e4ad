//! How small and how large each variable can be under linear equations: two linear programmes a variable.

use microlp::{ComparisonOp, OptimizationDirection, Problem, SolveOutcome};

use crate::error::Error;
use crate::float;

/// What an equation between fixed variables may miss by, relative to its largest term.
const ROUNDING: f64 = 1e-9;

/// `sum of factor * variable = right`.
#[derive(Clone, Debug, PartialEq)]
pub struct Equation {
    /// Variables by position, each at most once, with their factors.
    pub terms: Vec<(usize, f64)>,
    /// Right side.
    pub right: f64,
}

/// Least and greatest value of each variable between its own ends and under all equations.
///
/// Variables that no equation joins are solved apart, so that the work grows with the largest group of
/// unknowns that hang together and not with the table.
///
/// # Inputs
///
/// `bounds`: least and most of each variable; an end may be infinite, equal ends fix it.
///
/// # Returns
///
/// The tightest bounds; an infinite end where nothing holds the variable.
///
/// # Errors
///
/// [`Error::Infeasible`] where no values meet all equations, [`Error::Shape`] for an equation about a
/// variable that is not there, [`Error::Range`] for a number that is no number.
pub fn extremes(bounds: &[[f64; 2]], equations: &[Equation]) -> Result<Vec<[f64; 2]>, Error> {
    check(bounds, equations)?;
    let reduced = reduced(bounds, equations)?;
    let mut found = bounds.to_vec();
    for block in blocks(&reduced, bounds.len()) {
        for &target in &block.variables {
            let low = block.end(bounds, target, OptimizationDirection::Minimize)?;
            let high = block.end(bounds, target, OptimizationDirection::Maximize)?;
            found[target] = [low.min(high), high.max(low)];
        }
    }
    Ok(found)
}

/// Whether any values between their ends meet all equations.
pub fn is_feasible(bounds: &[[f64; 2]], equations: &[Equation]) -> Result<bool, Error> {
    check(bounds, equations)?;
    let outcome = reduced(bounds, equations).and_then(|reduced| {
        blocks(&reduced, bounds.len()).iter().try_for_each(|block| {
            let first = block.variables.first().copied().unwrap_or(0);
            block.end(bounds, first, OptimizationDirection::Minimize).map(|_| ())
        })
    });
    match outcome {
        Ok(()) => Ok(true),
        Err(Error::Infeasible { .. }) => Ok(false),
        Err(other) => Err(other),
    }
}

fn check(bounds: &[[f64; 2]], equations: &[Equation]) -> Result<(), Error> {
    if bounds.iter().any(|[low, high]| low > high) {
        return Err(Error::Infeasible { what: "ends that cross" });
    }
    let terms = || equations.iter().flat_map(|equation| &equation.terms);
    if let Some((at, _)) = terms().find(|(at, _)| *at >= bounds.len()) {
        let (expected, got) = (bounds.len(), at + 1);
        return Err(Error::Shape { what: "the variables of an equation", expected, got });
    }
    let numbers = terms().map(|(_, factor)| *factor).chain(equations.iter().map(|e| e.right));
    let ends = bounds.iter().flatten().copied().filter(|end| end.is_nan());
    match numbers.filter(|number| !number.is_finite()).chain(ends).next() {
        Some(value) => {
            Err(Error::Range { what: "a number of an equation", value, range: "finite" })
        }
        None => Ok(()),
    }
}

/// The equations between free variables alone.
fn reduced(bounds: &[[f64; 2]], equations: &[Equation]) -> Result<Vec<Equation>, Error> {
    let free = |at: usize| bounds[at][0] < bounds[at][1];
    let mut reduced = Vec::new();
    for equation in equations {
        let (open, fixed): (Vec<_>, Vec<_>) =
            equation.terms.iter().copied().partition(|(at, _)| free(*at));
        let known = fixed.iter().map(|(at, factor)| factor * bounds[*at][0]);
        let right = equation.right - float::sum(known.clone());
        let largest = known.fold(equation.right.abs(), |most, term| most.max(term.abs()));
        if !open.is_empty() {
            reduced.push(Equation { terms: open, right });
        } else if right.abs() > ROUNDING * largest {
            return Err(Error::Infeasible { what: "an equation between known numbers" });
        }
    }
    Ok(reduced)
}

/// Variables that equations join, ascending, and these equations.
struct Block<'a> {
    variables: Vec<usize>,
    equations: Vec<&'a Equation>,
}

/// The groups of variables that hang together; a variable in no equation is in none.
fn blocks(equations: &[Equation], variables: usize) -> Vec<Block<'_>> {
    let mut root: Vec<usize> = (0..variables).collect();
    let find = |root: &mut Vec<usize>, mut at: usize| {
        while root[at] != at {
            root[at] = root[root[at]];
            at = root[at];
        }
        at
    };
    let mut joined = vec![false; variables];
    for equation in equations {
        for pair in equation.terms.windows(2) {
            let (a, b) = (find(&mut root, pair[0].0), find(&mut root, pair[1].0));
            root[a.max(b)] = a.min(b);
        }
        for (at, _) in &equation.terms {
            joined[*at] = true;
        }
    }
    let mut groups: Vec<Block<'_>> =
        (0..variables).map(|_| Block { variables: Vec::new(), equations: Vec::new() }).collect();
    for at in (0..variables).filter(|at| joined[*at]) {
        groups[find(&mut root, at)].variables.push(at);
    }
    for equation in equations {
        if let Some((at, _)) = equation.terms.first() {
            groups[find(&mut root, *at)].equations.push(equation);
        }
    }
    groups.into_iter().filter(|block| !block.variables.is_empty()).collect()
}

impl Block<'_> {
    /// The least or greatest value of one of the variables.
    fn end(
        &self,
        bounds: &[[f64; 2]],
        target: usize,
        direction: OptimizationDirection,
    ) -> Result<f64, Error> {
        let mut problem = Problem::new(direction);
        let worth = |at: usize| f64::from(u8::from(at == target));
        let handles: Vec<_> = self
            .variables
            .iter()
            .map(|&at| problem.add_var(worth(at), (bounds[at][0], bounds[at][1])))
            .collect();
        let handle = |at: &usize| Some(handles[self.variables.binary_search(at).ok()?]);
        for equation in &self.equations {
            let terms: Vec<_> = equation
                .terms
                .iter()
                .filter_map(|(at, factor)| Some((handle(at)?, *factor)))
                .collect();
            problem.add_constraint(terms, ComparisonOp::Eq, equation.right);
        }
        let stopped = Error::NotConverged { what: "the linear programme", steps: 0 };
        match problem.solve() {
            Ok(SolveOutcome::Solution(solution)) => {
                let [low, high] = bounds[target];
                let value = solution.var_value(handle(&target).ok_or(stopped)?);
                Ok(value.clamp(low, high))
            }
            Err(microlp::Error::Infeasible) => Err(Error::Infeasible { what: "the equations" }),
            Err(microlp::Error::Unbounded) => Ok(match direction {
                OptimizationDirection::Minimize => f64::NEG_INFINITY,
                OptimizationDirection::Maximize => f64::INFINITY,
            }),
            Ok(SolveOutcome::Interrupted(_)) | Err(_) => Err(stopped),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn sum(terms: &[usize], right: f64) -> Equation {
        Equation { terms: terms.iter().map(|at| (*at, 1.0)).collect(), right }
    }

    fn same(found: &[[f64; 2]], expected: &[[f64; 2]]) -> bool {
        found.iter().flatten().zip(expected.iter().flatten()).all(|(a, b)| (a - b).abs() < 1e-7)
    }

    #[test]
    fn reference_crossing_sums_by_hand() {
        // Two by two with rows 5 and 5, columns 4 and 6: one number is free.
        let bounds = [[0.0, 9.0], [0.0, 9.0], [0.0, 9.0], [3.0, 9.0]];
        let equations =
            [sum(&[0, 1], 5.0), sum(&[2, 3], 5.0), sum(&[0, 2], 4.0), sum(&[1, 3], 6.0)];
        let found = extremes(&bounds, &equations).unwrap();
        assert!(same(&found, &[[2.0, 4.0], [1.0, 3.0], [0.0, 2.0], [3.0, 5.0]]), "{found:?}");
    }

    #[test]
    fn edge_known_alone_open_and_impossible() {
        let open = [[0.0, f64::INFINITY], [0.0, f64::INFINITY], [2.0, 2.0]];
        assert!(extremes(&open, &[]).unwrap()[0][1].is_infinite());
        let gap = Equation { terms: vec![(0, 1.0), (1, -1.0)], right: 3.0 };
        let found = extremes(&open, &[gap]).unwrap();
        assert!((found[0][0] - 3.0).abs() < 1e-9 && found[0][1].is_infinite());
        let missed = extremes(&open, &[sum(&[2], 3.0)]);
        assert!(matches!(missed, Err(Error::Infeasible { .. })));
        assert_eq!(is_feasible(&[[0.0, 1.0]; 2], &[sum(&[0, 1], 3.0)]), Ok(false));
        assert_eq!(is_feasible(&[[0.0, 1.0]; 2], &[sum(&[0, 1], 2.0)]), Ok(true));
        assert!(extremes(&[[1.0, 0.0]], &[]).is_err());
        assert!(extremes(&open, &[sum(&[7], 1.0)]).is_err());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(40))]
        #[test]
        fn law_the_truth_stays_inside_and_ends_are_reached(
            cells in prop::collection::vec((0_u32..90, any::<bool>()), 12),
        ) {
            // Three rows of four; hidden cells lie in [0, 100].
            let truth: Vec<f64> = cells.iter().map(|cell| f64::from(cell.0)).collect();
            let bounds: Vec<[f64; 2]> = cells
                .iter()
                .map(|(value, hidden)| if *hidden { [0.0, 100.0] } else { [f64::from(*value); 2] })
                .collect();
            let lines = (0..3)
                .map(|row| (0..4).map(|column| row * 4 + column).collect::<Vec<_>>())
                .chain((0..4).map(|column| (0..3).map(|row| row * 4 + column).collect()));
            let equations: Vec<Equation> =
                lines.map(|line| sum(&line, line.iter().map(|at| truth[*at]).sum())).collect();
            let found = extremes(&bounds, &equations).unwrap();
            for (at, [low, high]) in found.iter().enumerate() {
                prop_assert!(low - 1e-7 <= truth[at] && truth[at] <= high + 1e-7);
                for end in [low, high] {
                    let mut fixed = bounds.clone();
                    fixed[at] = [*end; 2];
                    prop_assert!(is_feasible(&fixed, &equations).unwrap());
                }
            }
        }
    }
}
