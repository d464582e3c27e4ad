//! How far an index errs in groups of regions that its coefficients were not fitted to.

use agglo_stats::matrix::Matrix;
use agglo_stats::regression::ordinary::Ordinary;

use crate::base::error::Error;
use crate::map::complementarity::sample::Sample;

/// How groups differ from one another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effects {
    /// Not at all: one constant for all.
    None,
    /// Each has a level of its own, which nothing fitted elsewhere can know: outcome, index and controls
    /// are taken as deviations from the means of their group.
    Within,
}

/// Errors in held-out groups.
#[derive(Clone, Debug, PartialEq)]
pub struct HeldOut {
    /// Sum of squared errors in each group, coefficients fitted to all others.
    pub squared: Vec<f64>,
    /// Sum of squared residuals of all others, for each group held out.
    pub trained: Vec<f64>,
    /// Regions.
    pub regions: usize,
}

impl HeldOut {
    /// Mean squared error over all regions.
    pub fn mean_squared(&self) -> f64 {
        self.squared.iter().sum::<f64>() / self.regions as f64
    }

    /// The sums of each group with the candidate that fits the others best, ties to the first; which
    /// candidate that is in each group.
    ///
    /// # Errors
    ///
    /// `E0312` where there is no candidate.
    pub fn chosen(candidates: &[Self]) -> Result<(Self, Vec<usize>), Error> {
        let Some(first) = candidates.first() else {
            return Err(Error::new("E0312", "no exponent to choose from"));
        };
        let mut found = first.clone();
        let mut which = vec![0; first.squared.len()];
        for (at, other) in candidates.iter().enumerate().skip(1) {
            for (group, chosen) in which.iter_mut().enumerate() {
                if other.trained[group] < found.trained[group] {
                    (found.trained[group], found.squared[group]) =
                        (other.trained[group], other.squared[group]);
                    *chosen = at;
                }
            }
        }
        Ok((found, which))
    }
}

/// Leaves out one group after another.
///
/// # Inputs
///
/// `index`: the logarithm of each region's aggregate; none for the controls alone.
///
/// # Errors
///
/// `E0313` where the others are too few or their columns depend on each other.
pub fn held_out(
    sample: &Sample,
    effects: Effects,
    index: Option<&[f64]>,
) -> Result<HeldOut, Error> {
    let table = Table::of(sample, effects, index);
    let mut found = HeldOut { squared: Vec::new(), trained: Vec::new(), regions: sample.regions() };
    for (group, rows) in sample.groups().iter().enumerate() {
        let others: Vec<usize> = sample
            .groups()
            .iter()
            .enumerate()
            .filter(|(other, _)| *other != group)
            .flat_map(|(_, rows)| rows.iter().copied())
            .collect();
        let (squared, trained) = table.forecast(&others, rows)?;
        found.squared.push(squared);
        found.trained.push(trained);
    }
    Ok(found)
}

/// Columns and outcome, as deviations where groups have levels of their own.
pub(super) struct Table {
    pub(super) columns: Vec<Vec<f64>>,
    pub(super) outcome: Vec<f64>,
}

impl Table {
    pub(super) fn of(sample: &Sample, effects: Effects, index: Option<&[f64]>) -> Self {
        let wide = sample.controls().first().map_or(0, Vec::len);
        let controls =
            (0..wide).map(|at| sample.controls().iter().map(|row| row[at]).collect::<Vec<f64>>());
        let index = index.map(<[f64]>::to_vec);
        let columns = index.into_iter().chain(controls);
        match effects {
            Effects::None => Self {
                columns: std::iter::once(vec![1.0; sample.regions()]).chain(columns).collect(),
                outcome: sample.outcome().to_vec(),
            },
            Effects::Within => Self {
                columns: columns.map(|column| deviations(&column, sample.groups())).collect(),
                outcome: deviations(sample.outcome(), sample.groups()),
            },
        }
    }

    pub(super) fn matrix(&self, rows: &[usize]) -> Result<Matrix, Error> {
        let at = |row: usize, column: usize| self.columns[column][rows[row]];
        Matrix::from_fn(rows.len(), self.columns.len(), at).map_err(|error| stated(&error))
    }

    /// Squared error in `rows` and in `others`, coefficients fitted to the others.
    fn forecast(&self, others: &[usize], rows: &[usize]) -> Result<(f64, f64), Error> {
        let y =
            |rows: &[usize]| -> Vec<f64> { rows.iter().map(|&row| self.outcome[row]).collect() };
        if self.columns.is_empty() {
            let squares = |rows| y(rows).iter().map(|value| value * value).sum::<f64>();
            return Ok((squares(rows), squares(others)));
        }
        let fit =
            Ordinary::fit(&self.matrix(others)?, &y(others)).map_err(|error| stated(&error))?;
        let error = |&row: &usize| {
            let values: Vec<f64> = self.columns.iter().map(|column| column[row]).collect();
            let error = self.outcome[row] - fit.predict(&values);
            error * error
        };
        Ok((rows.iter().map(error).sum(), fit.squared_error))
    }
}

/// Values less the mean of their group.
pub(super) fn deviations(values: &[f64], groups: &[Vec<usize>]) -> Vec<f64> {
    let mut found = values.to_vec();
    for rows in groups {
        let mean = rows.iter().map(|&row| values[row]).sum::<f64>() / rows.len() as f64;
        for &row in rows {
            found[row] = values[row] - mean;
        }
    }
    found
}

pub(super) fn stated(error: &agglo_stats::Error) -> Error {
    Error::new("E0313", error.to_string())
        .hint("more regions or groups are needed, or a control that says something of its own")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two groups on one line, shifted against each other.
    fn shifted() -> Sample {
        let levels: Vec<Vec<f64>> = [0.2, 0.5, 0.9, 0.3, 0.6, 0.8].map(|l| vec![l]).to_vec();
        let y: Vec<f64> = levels
            .iter()
            .enumerate()
            .map(|(at, l)| 2.0 * agglo_stats::float::ln(l[0]) + f64::from(at > 2))
            .collect();
        Sample::new(&[1.0], &levels, &y, &[], &[1, 1, 1, 2, 2, 2]).unwrap()
    }

    #[test]
    fn law_levels_of_groups_do_not_count_as_errors_within() {
        let sample = shifted();
        let index = sample.log_index(1.0, 0.0).unwrap();
        let within = held_out(&sample, Effects::Within, Some(&index)).unwrap();
        assert!(within.mean_squared() < 1e-20);
        let plain = held_out(&sample, Effects::None, Some(&index)).unwrap();
        assert!((plain.mean_squared() - 1.0).abs() < 1e-9, "off by the whole shift");
    }

    #[test]
    fn edge_without_index_and_controls_the_forecast_is_the_mean() {
        let sample = shifted();
        let none = held_out(&sample, Effects::Within, None).unwrap();
        let spread: f64 = deviations(sample.outcome(), sample.groups()).iter().map(|v| v * v).sum();
        assert!((none.mean_squared() * 6.0 - spread).abs() < 1e-12);
    }

    #[test]
    fn edge_of_equals_the_first_is_chosen() {
        let one = HeldOut { squared: vec![1.0, 2.0], trained: vec![3.0, 3.0], regions: 4 };
        let two = HeldOut { squared: vec![5.0, 6.0], trained: vec![3.0, 2.0], regions: 4 };
        let (found, which) = HeldOut::chosen(&[one, two]).unwrap();
        assert_eq!((found.squared, which), (vec![1.0, 6.0], vec![0, 1]));
        assert_eq!(HeldOut::chosen(&[]).unwrap_err().code(), "E0312");
    }
}
