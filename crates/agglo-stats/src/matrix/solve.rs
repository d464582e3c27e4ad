//! Systems of linear equations.

use faer::linalg::solvers::{DenseSolveCore, Solve};

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

/// Largest `|matrix * inverse - 1|` entry with which an inverse is still one.
const RESIDUAL: f64 = 1e-6;

/// Inverse of a square matrix, by LU decomposition with partial pivoting.
///
/// # Errors
///
/// [`Error::Shape`] when the matrix is not square, [`Error::Singular`] when it has no inverse or one that
/// numbers of this precision cannot hold.
pub fn inverse(matrix: &Matrix) -> Result<Matrix, Error> {
    let size = matrix.square("the columns of a square matrix")?;
    let given = matrix.to_faer();
    let found = given.partial_piv_lu().inverse();
    let singular = Error::Singular { what: "the matrix has no inverse" };
    let inverse = Matrix::from_fn(size, size, |row, column| found[(row, column)])
        .map_err(|_| singular.clone())?;
    let product = given * found;
    let unit = |row: usize, column: usize| f64::from(u8::from(row == column));
    let worst = (0..size)
        .flat_map(|column| (0..size).map(move |row| (row, column)))
        .map(|(row, column)| (product[(row, column)] - unit(row, column)).abs())
        // A number that is none is the worst of all.
        .fold(0.0, |worst: f64, apart| if apart > worst || apart.is_nan() { apart } else { worst });
    if worst <= RESIDUAL { Ok(inverse) } else { Err(singular) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_inverse_by_hand_and_none_of_a_singular_matrix() {
        let matrix = Matrix::from_rows(&[vec![2.0, 1.0], vec![1.0, 3.0]]).unwrap();
        let found = inverse(&matrix).unwrap();
        for (got, want) in found.row(0).iter().chain(found.row(1)).zip([0.6, -0.2, -0.2, 0.4]) {
            assert!((got - want).abs() < 1e-15);
        }
        let flat = Matrix::from_rows(&[vec![1.0, 2.0], vec![2.0, 4.0]]).unwrap();
        assert!(matches!(inverse(&flat), Err(Error::Singular { .. })));
        assert!(inverse(&Matrix::new(1, 2, vec![1.0, 1.0]).unwrap()).is_err());
        let none = Matrix::new(0, 0, vec![]).unwrap();
        assert_eq!(inverse(&none), Ok(none));
    }

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
