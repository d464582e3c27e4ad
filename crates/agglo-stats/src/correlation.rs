//! Pearson correlations between the columns of a matrix, with weights on its rows.

use crate::error::Error;
use crate::float;
use crate::matrix::Matrix;

/// Pearson correlation of every pair of columns; rows are the observations.
///
/// # Inputs
///
/// `weights`: one positive number a row, or none for equal weights. Only their proportions matter.
///
/// # Returns
///
/// A symmetric table; `None` where a column is constant, its own diagonal included.
///
/// # Errors
///
/// [`Error::Shape`] for another number of weights, [`Error::Range`] for one that is not positive and finite.
pub fn correlations(x: &Matrix, weights: Option<&[f64]>) -> Result<Vec<Vec<Option<f64>>>, Error> {
    let weights = shares(x.rows(), weights)?;
    let columns: Vec<Vec<f64>> =
        (0..x.columns()).map(|column| standardised(x, column, &weights)).collect();
    let mut table = vec![vec![None; columns.len()]; columns.len()];
    for a in 0..columns.len() {
        for b in a..columns.len() {
            let known = !columns[a].is_empty() && !columns[b].is_empty();
            let value = known.then(|| {
                let products = columns[a].iter().zip(&columns[b]).map(|(a, b)| a * b);
                products.sum::<f64>().clamp(-1.0, 1.0)
            });
            table[a][b] = value;
            table[b][a] = value;
        }
    }
    Ok(table)
}

fn shares(rows: usize, weights: Option<&[f64]>) -> Result<Vec<f64>, Error> {
    let Some(weights) = weights else { return Ok(vec![1.0 / rows.max(1) as f64; rows]) };
    if weights.len() != rows {
        let got = weights.len();
        return Err(Error::Shape { what: "the weights of the rows", expected: rows, got });
    }
    if let Some(&value) = weights.iter().find(|weight| !weight.is_finite() || **weight <= 0.0) {
        return Err(Error::Range { what: "a weight", value, range: "above 0" });
    }
    let total = float::sum(weights.iter().copied());
    Ok(weights.iter().map(|weight| weight / total).collect())
}

/// A column less its mean, over its spread, times the root of the weights; empty where it is constant.
fn standardised(x: &Matrix, column: usize, weights: &[f64]) -> Vec<f64> {
    let values = || (0..x.rows()).map(|row| x.at(row, column));
    let mean = float::sum(values().zip(weights).map(|(value, weight)| value * weight));
    let centred: Vec<f64> =
        values().zip(weights).map(|(value, weight)| (value - mean) * weight.sqrt()).collect();
    let spread = float::sum(centred.iter().map(|value| value * value)).sqrt();
    let largest = values().fold(0.0_f64, |most, value| most.max(value.abs()));
    if spread <= 1e-14 * largest || spread <= 0.0 {
        return Vec::new();
    }
    centred.iter().map(|value| value / spread).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matrix() -> Matrix {
        Matrix::from_rows(&[
            vec![1.0, 2.0, 7.0],
            vec![2.0, 4.0, 7.0],
            vec![3.0, 5.0, 7.0],
            vec![9.0, 1.0, 7.0],
        ])
        .unwrap()
    }

    #[test]
    fn reference_of_a_peer_and_a_constant_column_has_none() {
        let found = correlations(&matrix(), None).unwrap();
        // numpy 2.4 `corrcoef`.
        assert!((found[0][1].unwrap() + 0.558_800_558_800_838_2).abs() < 1e-12);
        assert!((found[0][0].unwrap() - 1.0).abs() < 1e-12);
        assert_eq!((found[0][2], found[2][2]), (None, None));
    }

    #[test]
    fn law_a_row_of_weight_two_counts_as_two_rows() {
        let mut rows: Vec<Vec<f64>> = (0..4).map(|row| matrix().row(row).to_vec()).collect();
        let weighted = correlations(&matrix(), Some(&[1.0, 1.0, 2.0, 1.0])).unwrap();
        rows.push(rows[2].clone());
        let twice = correlations(&Matrix::from_rows(&rows).unwrap(), None).unwrap();
        assert!((weighted[0][1].unwrap() - twice[0][1].unwrap()).abs() < 1e-12);
    }

    #[test]
    fn edge_wrong_weights_are_refused() {
        assert!(correlations(&matrix(), Some(&[1.0])).is_err());
        assert!(correlations(&matrix(), Some(&[1.0, 0.0, 1.0, 1.0])).is_err());
    }
}
