//! Least squares with two sets of effects that are taken out, not estimated: places and things.
//!
//! `y = a_first + b_second + x' beta`. The effects leave by alternating projections: the mean of each level
//! of the first set is taken from every column, then that of the second, until nothing moves.

use crate::error::Error;
use crate::matrix::{Matrix, inverse};
use crate::regression::design::Design;
use crate::regression::sandwich::Sandwich;

/// Rounds after which columns that still move have no end in sight.
const ROUNDS: usize = 10_000;
/// Largest move of a value, over the largest value of its column, at which rounds end.
const TOLERANCE: f64 = 1e-13;
/// Length of a column after the effects left, over its length before, at which nothing of it is left.
const NOTHING: f64 = 1e-9;

/// A regression with two sets of effects.
#[derive(Clone, Debug, PartialEq)]
pub struct TwoWay {
    /// One coefficient a column.
    pub coefficients: Vec<f64>,
    /// What their standard errors are made from.
    pub errors: Sandwich,
    /// Levels of the first and of the second set.
    pub levels: [usize; 2],
    /// Rounds of projection done.
    pub rounds: usize,
}

impl TwoWay {
    /// Fits a regression.
    ///
    /// # Inputs
    ///
    /// `x`: one row an observation, without a constant; `y`: its outcomes; `effects`: the level of each row
    /// in both sets, any numbers. Levels of one row stay: they add nothing but the row.
    ///
    /// # Errors
    ///
    /// [`Error::Shape`] where lengths differ or rows are fewer than columns, [`Error::Singular`] where a
    /// column is made of effects and other columns, [`Error::NotConverged`] after 10,000 rounds.
    ///
    /// # Source
    ///
    /// Frisch and Waugh 1933, Econometrica 1(4), and Lovell 1963, JASA 58(304), for taking effects out;
    /// Gaure 2013, Computational Statistics and Data Analysis 66, for doing so by alternating projections.
    pub fn fit(y: &[f64], x: &Matrix, effects: [&[usize]; 2]) -> Result<Self, Error> {
        let rows = x.rows();
        for (what, got) in [
            ("the outcomes", y.len()),
            ("the first effects", effects[0].len()),
            ("the second effects", effects[1].len()),
        ] {
            if got != rows {
                return Err(Error::Shape { what, expected: rows, got });
            }
        }
        let sets = effects.map(Set::new);
        let (y, mut rounds) = swept(y, &sets)?;
        let mut columns = Vec::with_capacity(x.columns());
        for at in 0..x.columns() {
            let column: Vec<f64> = x.column(at).collect();
            let (left, taken) = swept(&column, &sets)?;
            if length(&left) <= NOTHING * length(&column) {
                return Err(Error::Singular { what: "a column of the regression is an effect" });
            }
            rounds = rounds.max(taken);
            columns.push(left);
        }
        let design =
            Design::new(&Matrix::from_fn(rows, columns.len(), |row, at| columns[at][row])?)?;
        let bread = inverse(&design.gram(&vec![1.0; rows])?)?;
        let scaled = bread.apply(&design.against(&y));
        let fitted = design.predict(&scaled);
        let residuals: Vec<f64> = y.iter().zip(&fitted).map(|(y, fit)| y - fit).collect();
        let errors = Sandwich {
            bread: design.inverse_in_units(&bread)?,
            scores: design.scores(&residuals)?,
        };
        let levels = [sets[0].sizes.len(), sets[1].sizes.len()];
        Ok(Self { coefficients: design.in_units(&scaled), errors, levels, rounds })
    }

    /// Standard errors with the levels of the first set as groups.
    ///
    /// The factor is `G / (G - 1) (n - 1) / (n - k)`: `k` counts the columns and the levels of the second
    /// set, but not those of the first, which lie inside the groups. `None` of fewer than two groups or
    /// where `n <= k`.
    ///
    /// # Inputs
    ///
    /// `first`: the levels that [`TwoWay::fit`] was given first.
    ///
    /// # Errors
    ///
    /// [`Error::Shape`] where there is not one level a row, [`Error::Range`] on overflow.
    ///
    /// # Source
    ///
    /// Cameron and Miller 2015, Journal of Human Resources 50(2), for effects inside groups.
    pub fn clustered(&self, first: &[usize]) -> Result<Option<Vec<f64>>, Error> {
        self.errors.clustered_beside(first, self.levels[1])
    }
}

/// Rows by the level that they lie in, levels numbered from 0 without gaps.
struct Set {
    level: Vec<usize>,
    sizes: Vec<f64>,
}

impl Set {
    fn new(names: &[usize]) -> Self {
        let mut levels = names.to_vec();
        levels.sort_unstable();
        levels.dedup();
        let level: Vec<usize> =
            names.iter().map(|name| levels.binary_search(name).unwrap_or(0)).collect();
        let mut sizes = vec![0.0; levels.len()];
        for &at in &level {
            sizes[at] += 1.0;
        }
        Self { level, sizes }
    }

    /// Takes the mean of each level from a column.
    fn sweep(&self, column: &mut [f64], means: &mut Vec<f64>) {
        means.clear();
        means.resize(self.sizes.len(), 0.0);
        for (&at, value) in self.level.iter().zip(column.iter()) {
            means[at] += value;
        }
        for (mean, size) in means.iter_mut().zip(&self.sizes) {
            *mean /= size;
        }
        for (&at, value) in self.level.iter().zip(column.iter_mut()) {
            *value -= means[at];
        }
    }
}

/// A column without both sets' effects, and the rounds it took.
///
/// What the second sweep of a round takes is what the first left undone: once its means are nothing, both
/// sets' means are.
fn swept(column: &[f64], sets: &[Set; 2]) -> Result<(Vec<f64>, usize), Error> {
    let largest = column.iter().fold(0.0_f64, |most, value| most.max(value.abs()));
    let (mut left, mut means) = (column.to_vec(), Vec::new());
    for round in 1..=ROUNDS {
        sets[0].sweep(&mut left, &mut means);
        sets[1].sweep(&mut left, &mut means);
        let moved = means.iter().fold(0.0_f64, |most, mean| most.max(mean.abs()));
        if moved <= TOLERANCE * largest {
            return Ok((left, round));
        }
    }
    Err(Error::NotConverged { what: "taking two sets of effects out", steps: ROUNDS })
}

fn length(column: &[f64]) -> f64 {
    column.iter().map(|value| value * value).sum::<f64>().sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Sixty rows by plain arithmetic: outcomes, two columns, seven places, four things.
    fn rows() -> (Vec<f64>, Matrix, Vec<usize>, Vec<usize>) {
        let column = |of: &dyn Fn(usize) -> f64| (0..60).map(of).collect::<Vec<f64>>();
        let first: Vec<usize> = (0..60).map(|row| (row * 3 + row / 5) % 7).collect();
        let second: Vec<usize> = (0..60).map(|row| (row + row / 11) % 4).collect();
        let a = column(&|row| ((row * 37) % 23) as f64 / 10.0);
        let b = column(&|row| ((row * row * 11) % 31) as f64 / 7.0);
        let y = column(&|row| {
            0.5 * a[row] - 0.25 * b[row] + 0.3 * first[row] as f64 - 0.2 * second[row] as f64
                + ((row * 53) % 17) as f64 / 8.0
        });
        let x = Matrix::from_fn(60, 2, |row, at| if at == 0 { a[row] } else { b[row] }).unwrap();
        (y, x, first, second)
    }

    fn close(found: &[f64], wanted: [f64; 2], tolerance: f64) {
        for (found, wanted) in found.iter().zip(wanted) {
            assert!((found - wanted).abs() <= tolerance, "{found} against {wanted}");
        }
    }

    #[test]
    fn reference_sixty_rows_as_pyfixest_and_linearmodels_fit_them() {
        // pyfixest 0.60.0 feols(k_fixef = "nonnested", fixef_rm = "none"); the coefficients also
        // linearmodels 7.1 AbsorbingLS.
        let (y, x, first, second) = rows();
        let fit = TwoWay::fit(&y, &x, [&first, &second]).unwrap();
        close(&fit.coefficients, [0.533_766_531_552_117_7, -0.206_646_529_508_923_82], 1e-12);
        let errors = fit.clustered(&first).unwrap().unwrap();
        close(&errors, [0.177_476_723_428_195_68, 0.098_574_337_891_451_67], 1e-12);
        assert_eq!(fit.levels, [7, 4]);
    }

    #[test]
    fn law_it_is_the_regression_on_columns_of_ones_and_zeros() {
        let (y, x, first, second) = rows();
        let fit = TwoWay::fit(&y, &x, [&first, &second]).unwrap();
        let wide = Matrix::from_fn(60, 12, |row, at| match at {
            0 | 1 => x.at(row, at),
            2..=8 => f64::from(u8::from(first[row] == at - 2)),
            _ => f64::from(u8::from(second[row] == at - 8)),
        });
        let design = Design::new(&wide.unwrap()).unwrap();
        let gram = design.gram(&[1.0; 60]).unwrap();
        let scaled = inverse(&gram).unwrap().apply(&design.against(&y));
        let all = design.in_units(&scaled);
        close(&fit.coefficients, [all[0], all[1]], 1e-11);
    }

    #[test]
    fn law_whatever_is_added_to_a_level_leaves_and_order_does_not_matter() {
        let (y, x, first, second) = rows();
        let fit = TwoWay::fit(&y, &x, [&first, &second]).unwrap();
        let moved: Vec<f64> = (0..60)
            .map(|row| y[row] + 7.0 * (first[row] * first[row]) as f64 - 3.0 * second[row] as f64)
            .collect();
        let again = TwoWay::fit(&moved, &x, [&first, &second]).unwrap();
        close(&again.coefficients, [fit.coefficients[0], fit.coefficients[1]], 1e-10);
        let turned = TwoWay::fit(&y, &x, [&second, &first]).unwrap();
        close(&turned.coefficients, [fit.coefficients[0], fit.coefficients[1]], 1e-11);
    }

    #[test]
    fn edge_a_column_of_effects_other_lengths_and_no_rows_are_refused() {
        let (y, _, first, second) = rows();
        let effect = Matrix::from_fn(60, 1, |row, _| 2.0 * first[row] as f64 + 1.0).unwrap();
        let fit = TwoWay::fit(&y, &effect, [&first, &second]);
        assert!(matches!(fit, Err(Error::Singular { .. })), "{fit:?}");
        let fit = TwoWay::fit(&y[1..], &effect, [&first, &second]);
        assert!(matches!(fit, Err(Error::Shape { .. })));
    }

    #[test]
    fn edge_one_group_has_no_clustered_errors_and_a_lone_level_adds_nothing() {
        let (y, x, first, second) = rows();
        let one = TwoWay::fit(&y, &x, [&[3; 60], &second]).unwrap();
        assert_eq!(one.clustered(&[3; 60]).unwrap(), None);
        let (mut longer, mut places, mut things) = (y.clone(), first.clone(), second.clone());
        longer.push(1e6);
        places.push(99);
        things.push(0);
        let x = Matrix::from_fn(61, 2, |row, at| if row < 60 { x.at(row, at) } else { 5.0 });
        let fit = TwoWay::fit(&longer, &x.unwrap(), [&places, &things]).unwrap();
        close(&fit.coefficients, [0.533_766_531_552_117_7, -0.206_646_529_508_923_82], 1e-9);
    }
}
