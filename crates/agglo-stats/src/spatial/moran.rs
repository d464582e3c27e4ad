//! Moran's I: whether neighbours are alike; and of one variable with the neighbours' other.
//!
//! `I = (n / S0) sum_ij w_ij z_i z_j / sum_i z_i^2`, with `z` the values less their mean; about `-1 / (n - 1)`
//! where place does not matter, above where neighbours are alike.

use crate::error::Error;
use crate::spatial::permutation::Draws;
use crate::spatial::{Linked, Permuted, Sums, Weights};

/// Keeps the draws of this statistic apart from others of one seed.
const PURPOSE: u32 = 1_101;

/// Moran's I with its moments; islands are left out.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Moran {
    /// The statistic; `None` where values do not vary or fewer than three units are linked.
    pub value: Option<f64>,
    /// Its mean without association, `-1 / (n - 1)`; `None` of fewer than two linked units.
    pub expected: Option<f64>,
    /// Its variance if values are normal.
    pub variance_normal: Option<f64>,
    /// Its variance over orders of the same values; `None` also of three units.
    pub variance_randomised: Option<f64>,
    /// Linked units.
    pub units: usize,
}

impl Moran {
    /// The statistic of values at units.
    ///
    /// # Errors
    ///
    /// As [`Linked::of`].
    ///
    /// # How to read it
    ///
    /// Likeness of neighbours has many causes: a shared coast, a boundary drawn through a town. It is no
    /// evidence that one unit acts on another.
    ///
    /// # Source
    ///
    /// Moran 1950, Biometrika 37(1/2); Cliff and Ord 1981, Spatial Processes, for the moments.
    pub fn of(values: &[f64], weights: &Weights) -> Result<Self, Error> {
        let linked = Linked::of(values, weights)?;
        let units = linked.count();
        let n = units as f64;
        let expected = (units > 1).then(|| -1.0 / (n - 1.0));
        let mut found =
            Self { value: None, expected, variance_normal: None, variance_randomised: None, units };
        let Some(mean) = expected.filter(|_| linked.is_defined()) else { return Ok(found) };
        let sums = linked.weights.sums();
        found.value = Some(n / sums.s0 * cross(&linked, &linked.centred) / linked.squares);
        found.variance_normal = Some(normal(n, sums) - mean * mean);
        found.variance_randomised =
            (units > 3).then(|| randomised(n, sums, linked.kurtosis()) - mean * mean);
        Ok(found)
    }

    /// Distance from the mean in standard deviations over orders of the same values.
    pub fn z_randomised(&self) -> Option<f64> {
        let variance = self.variance_randomised.filter(|variance| *variance > 0.0)?;
        Some((self.value? - self.expected?) / variance.sqrt())
    }
}

/// Probability of Moran's I by orders of the same values: all of them for up to eight linked units, draws for
/// more; `None` where the statistic is undefined or nothing is drawn. The answer is the same for any number of
/// threads.
///
/// # Errors
///
/// As [`Linked::of`].
pub fn permuted(
    values: &[f64],
    weights: &Weights,
    draws: u32,
    seed: u64,
    threads: u16,
) -> Result<Option<Permuted>, Error> {
    let linked = Linked::of(values, weights)?;
    if !linked.is_defined() {
        return Ok(None);
    }
    let by = Draws { count: draws, seed, purpose: PURPOSE, threads };
    Ok(by.of_all(&linked, 1e-12 * linked.squares, |order| {
        let mut sum = 0.0;
        for (unit, z) in order.iter().enumerate() {
            sum += z * linked.weights.row(unit).map(|(other, w)| w * order[other]).sum::<f64>();
        }
        sum
    }))
}

/// Moran's I of one variable with the neighbours' values of another:
/// `(n / S0) sum_ij w_ij x_i y_j / sqrt(sum x^2 sum y^2)`, both less their means.
///
/// # Returns
///
/// `None` where one does not vary or fewer than three units are linked.
///
/// # Errors
///
/// As [`Linked::of`].
///
/// # How to read it
///
/// It mixes likeness in place with likeness at the place: two variables that go together anywhere show it as
/// soon as one of them clusters.
///
/// # Source
///
/// Wartenberg 1985, Geographical Analysis 17(4).
pub fn bivariate(x: &[f64], y: &[f64], weights: &Weights) -> Result<Option<f64>, Error> {
    let (x, y) = (Linked::of(x, weights)?, Linked::of(y, weights)?);
    if !(x.is_defined() && y.is_defined()) {
        return Ok(None);
    }
    let s0 = x.weights.sums().s0;
    let scale = x.squares.sqrt() * y.squares.sqrt();
    Ok(Some(x.count() as f64 / s0 * cross(&x, &y.centred) / scale))
}

/// `sum_ij w_ij x_i y_j`.
fn cross(x: &Linked, y: &[f64]) -> f64 {
    x.weights.lag(y).iter().zip(&x.centred).map(|(lag, x)| lag * x).sum()
}

/// Mean square under normal values.
fn normal(n: f64, sums: Sums) -> f64 {
    let Sums { s0, s1, s2 } = sums;
    (n * n * s1 - n * s2 + 3.0 * s0 * s0) / (s0 * s0 * (n * n - 1.0))
}

/// Mean square over orders of values of kurtosis `b2`.
fn randomised(n: f64, sums: Sums, b2: f64) -> f64 {
    let Sums { s0, s1, s2 } = sums;
    let first = n * ((n * n - 3.0 * n + 3.0) * s1 - n * s2 + 3.0 * s0 * s0);
    let second = b2 * ((n * n - n) * s1 - 2.0 * n * s2 + 6.0 * s0 * s0);
    (first - second) / ((n - 1.0) * (n - 2.0) * (n - 3.0) * s0 * s0)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::float;
    use crate::spatial::Transform;

    fn ring(n: usize) -> Weights {
        let lists: Vec<Vec<usize>> =
            (0..n).map(|at| vec![(at + 1) % n, (at + n - 1) % n]).collect();
        Weights::from_neighbours(&lists).unwrap()
    }

    #[test]
    fn reference_a_chain_of_three_beside_an_island_by_hand() {
        let weights = Weights::from_neighbours(&[vec![1], vec![0, 2], vec![1], vec![]]).unwrap();
        let standard = weights.transformed(Transform::RowStandardised);
        let found = Moran::of(&[1.0, 2.0, 4.0, 8.0], &standard).unwrap();
        // z = -4/3, -1/3, 5/3 of squares 42/9; the lags are -1/3, 1/6, -1/3.
        assert!((found.value.unwrap() + 1.0 / 28.0).abs() < 1e-12);
        assert_eq!((found.units, found.expected), (3, Some(-0.5)));
    }

    /// All orders of five values: their mean and variance are the moments.
    #[test]
    fn law_moments_over_all_orders_of_the_values_are_the_stated_ones() {
        let values = [1.0, 2.0, 4.0, 8.0, 3.0];
        let weights =
            Weights::from_neighbours(&[vec![1, 2], vec![0], vec![1, 4], vec![2], vec![0, 3]])
                .unwrap()
                .transformed(Transform::RowStandardised);
        let mut found = Vec::new();
        let mut order = values;
        all_orders(&mut order, 0, &mut |order| {
            found.push(Moran::of(order, &weights).unwrap().value.unwrap());
        });
        let mean = float::mean(&found).unwrap();
        let square = float::mean(&found.iter().map(|v| v * v).collect::<Vec<_>>()).unwrap();
        let stated = Moran::of(&values, &weights).unwrap();
        assert!((mean - stated.expected.unwrap()).abs() < 1e-12);
        let variance = square - mean * mean;
        assert!((variance - stated.variance_randomised.unwrap()).abs() < 1e-12);
    }

    fn all_orders(values: &mut [f64; 5], at: usize, visit: &mut dyn FnMut(&[f64])) {
        if at == values.len() {
            visit(values);
        }
        for other in at..values.len() {
            values.swap(at, other);
            all_orders(values, at + 1, visit);
            values.swap(at, other);
        }
    }

    proptest! {
        #[test]
        fn law_unit_and_zero_of_the_values_do_not_matter(
            values in prop::collection::vec(-9.0_f64..9.0, 12), by in 0.1_f64..50.0
        ) {
            let moved: Vec<f64> = values.iter().map(|value| by * value + 7.0).collect();
            let (a, b) = (Moran::of(&values, &ring(12)), Moran::of(&moved, &ring(12)));
            let (a, b) = (a.unwrap().value.unwrap(), b.unwrap().value.unwrap());
            prop_assert!((a - b).abs() < 1e-8);
            let own = bivariate(&values, &moved, &ring(12)).unwrap().unwrap();
            prop_assert!((own - a).abs() < 1e-8, "a variable with its own scaled self");
        }
    }

    #[test]
    fn a_planted_gradient_is_rare_and_threads_do_not_matter() {
        let values: Vec<f64> = (0..30).map(f64::from).collect();
        let found = permuted(&values, &ring(30), 999, 5, 1).unwrap().unwrap();
        assert!((found.p - 0.001).abs() < 1e-12);
        assert_eq!(permuted(&values, &ring(30), 999, 5, 3).unwrap(), Some(found));
    }

    #[test]
    fn edge_equal_values_and_two_units_have_no_statistic() {
        let found = Moran::of(&[2.0; 4], &ring(4)).unwrap();
        assert_eq!((found.value, found.z_randomised()), (None, None));
        assert!((found.expected.unwrap() + 1.0 / 3.0).abs() < 1e-15);
        assert_eq!(permuted(&[2.0; 4], &ring(4), 9, 1, 1).unwrap(), None);
        let two = Weights::from_neighbours(&[vec![1], vec![0]]).unwrap();
        assert_eq!(Moran::of(&[1.0, 2.0], &two).unwrap().value, None);
        assert_eq!(bivariate(&[1.0; 4], &[1.0, 2.0, 3.0, 4.0], &ring(4)).unwrap(), None);
    }
}
