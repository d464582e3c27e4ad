//! Systems of linear equations.

use faer::linalg::solvers::Solve;

use crate::error::Error;
use crate::matrix::Matrix;

/// The `x` of `matrix * x = right`, by LU decomposition with partial pivoting.
///
/// # Errors
///
/// [`Error::Shape`] when the matrix is not square or `right` has another length, [`Error::Singular`]
/// when no single `x` solves it.
pub fn solve(matrix: &Matrix, right: &[f64]) -> Result<Vec<f64>, Error> {
    let size = matrix.square("the columns of a square matrix")?;
    if right.len() != size {
        return Err(Error::Shape { what: "the right side", expected: size, got: right.len() });
    }
    let column = faer::Mat::from_fn(size, 1, |row, _| right[row]);
    let x = matrix.to_faer().partial_piv_lu().solve(&column);
    let x: Vec<f64> = (0..size).map(|row| x[(row, 0)]).collect();
    if x.iter().all(|value| value.is_finite()) {
        Ok(x)
    } else {
        Err(Error::Singular { what: "the system of equations has no single solution" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_system_by_hand() {
        let matrix = Matrix::from_rows(&[vec![2.0, 1.0], vec![1.0, 3.0]]).unwrap();
        let x = solve(&matrix, &[3.0, 5.0]).unwrap();
        assert!((x[0] - 0.8).abs() < 1e-14 && (x[1] - 1.4).abs() < 1e-14);
    }

    #[test]
    fn a_singular_system_is_refused() {
        let matrix = Matrix::from_rows(&[vec![1.0, 1.0], vec![1.0, 1.0]]).unwrap();
        assert!(matches!(solve(&matrix, &[1.0, 2.0]), Err(Error::Singular { .. })));
    }
}
