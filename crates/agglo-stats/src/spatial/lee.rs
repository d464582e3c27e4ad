//! Lee's L: whether two variables go together once each is smoothed over neighbours.
//!
//! `L = (n / sum_i (sum_j w_ij)^2) sum_i (sum_j w_ij x_j)(sum_j w_ij y_j) / sqrt(sum x^2 sum y^2)`, both less their
//! means.

use crate::error::Error;
use crate::float;
use crate::spatial::{Linked, Weights};

/// Lee's L of two variables at units.
///
/// # Returns
///
/// Of a variable with itself, the share of its variance that smoothing leaves, times `n` over the squared row
/// sums. `None` where one does not vary or fewer than three units are linked.
///
/// # Errors
///
/// As [`Linked::of`].
///
/// # How to read it
///
/// Unlike bivariate Moran it compares both variables around the same unit: near Pearson's correlation where both
/// are smooth over the map, near 0 where either changes from unit to unit.
///
/// # Source
///
/// Lee 2001, Journal of Geographical Systems 3(4).
pub fn lee(x: &[f64], y: &[f64], weights: &Weights) -> Result<Option<f64>, Error> {
    let (x, y) = (Linked::of(x, weights)?, Linked::of(y, weights)?);
    if !(x.is_defined() && y.is_defined()) {
        return Ok(None);
    }
    let rows = (0..x.count()).map(|unit| x.weights.of(unit).iter().sum::<f64>());
    let squares = float::sum(rows.map(|sum| sum * sum));
    let (smooth_x, smooth_y) = (x.weights.lag(&x.centred), y.weights.lag(&y.centred));
    let together = float::sum(smooth_x.iter().zip(&smooth_y).map(|(x, y)| x * y));
    let scale = x.squares.sqrt() * y.squares.sqrt();
    Ok(Some(x.count() as f64 / squares * together / scale).filter(|value| value.is_finite()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::spatial::Transform;

    fn ring(n: usize) -> Weights {
        let lists: Vec<Vec<usize>> =
            (0..n).map(|at| vec![(at + 1) % n, (at + n - 1) % n]).collect();
        Weights::from_neighbours(&lists).unwrap()
    }

    #[test]
    fn reference_a_chain_of_three_by_hand() {
        let weights = Weights::from_neighbours(&[vec![1], vec![0, 2], vec![1]])
            .unwrap()
            .transformed(Transform::RowStandardised);
        // x: -1, 0, 1 with lags 0, 0, 0. y: -4/3, -1/3, 5/3 with lags -1/3, 1/6, -1/3, squares 42/9.
        let found = lee(&[1.0, 2.0, 3.0], &[1.0, 2.0, 4.0], &weights).unwrap().unwrap();
        assert!(found.abs() < 1e-15);
        let own = lee(&[1.0, 2.0, 4.0], &[1.0, 2.0, 4.0], &weights).unwrap().unwrap();
        assert!((own - (2.0 / 9.0 + 1.0 / 36.0) / (42.0 / 9.0)).abs() < 1e-15);
    }

    proptest! {
        #[test]
        fn law_it_is_symmetric_and_sees_no_unit(
            x in prop::collection::vec(-9.0_f64..9.0, 9), y in prop::collection::vec(-9.0_f64..9.0, 9)
        ) {
            let moved: Vec<f64> = x.iter().map(|x| 3.0 * x - 7.0).collect();
            let (a, b, c) = (lee(&x, &y, &ring(9)), lee(&y, &x, &ring(9)), lee(&moved, &y, &ring(9)));
            let (a, b, c) = (a.unwrap().unwrap(), b.unwrap().unwrap(), c.unwrap().unwrap());
            prop_assert!((a - b).abs() < 1e-12 && (a - c).abs() < 1e-9);
            let own = lee(&x, &x, &ring(9)).unwrap().unwrap();
            prop_assert!((0.0..=1.0 + 1e-12).contains(&own), "a mean of two varies no more than one");
        }
    }

    #[test]
    fn edge_equal_values_and_few_units_have_none() {
        assert_eq!(lee(&[1.0; 5], &[1.0, 2.0, 3.0, 4.0, 5.0], &ring(5)).unwrap(), None);
        let two = Weights::from_neighbours(&[vec![1], vec![0]]).unwrap();
        assert_eq!(lee(&[1.0, 2.0], &[2.0, 1.0], &two).unwrap(), None);
        assert!(lee(&[1.0], &[1.0, 2.0], &two).is_err());
    }
}
