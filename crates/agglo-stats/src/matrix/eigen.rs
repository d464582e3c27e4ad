//! Eigenvalues of general square matrices, eigenvalues and eigenvectors of symmetric ones.

use crate::error::Error;
use crate::float;
use crate::matrix::Matrix;

/// Largest modulus of an eigenvalue of a square matrix; 0 of an empty one.
///
/// # Errors
///
/// [`Error::Shape`] when the matrix is not square, [`Error::NotConverged`] when the decomposition ends
/// without an answer.
pub fn spectral_radius(matrix: &Matrix) -> Result<f64, Error> {
    let size = matrix.square("the columns of a square matrix")?;
    if size == 0 {
        return Ok(0.0);
    }
    let values = matrix
        .to_faer()
        .eigenvalues()
        .map_err(|_| Error::NotConverged { what: "the eigenvalue decomposition", steps: size })?;
    let radius = values.iter().map(|value| float::hypot(value.re, value.im)).fold(0.0, f64::max);
    if radius.is_finite() {
        Ok(radius)
    } else {
        Err(Error::NotConverged { what: "the eigenvalue decomposition", steps: size })
    }
}

/// Eigenvalues and eigenvectors of a symmetric matrix.
#[derive(Clone, Debug, PartialEq)]
pub struct Spectrum {
    /// Eigenvalues, the largest first.
    pub values: Vec<f64>,
    /// The eigenvectors in rows, of length 1, in the order of their values; each up to its sign.
    pub vectors: Matrix,
}

/// All eigenvalues and eigenvectors of a symmetric matrix; its lower half is read.
///
/// # Errors
///
/// [`Error::Shape`] when the matrix is not square, [`Error::NotConverged`] when the decomposition ends
/// without an answer.
pub fn symmetric_eigen(matrix: &Matrix) -> Result<Spectrum, Error> {
    let size = matrix.square("the columns of a square matrix")?;
    if size == 0 {
        return Ok(Spectrum { values: Vec::new(), vectors: matrix.clone() });
    }
    let failed = || Error::NotConverged { what: "the eigenvalue decomposition", steps: size };
    let found = matrix.to_faer().self_adjoint_eigen(faer::Side::Lower).map_err(|_| failed())?;
    let (values, vectors) = (found.S(), found.U());
    let last = size - 1;
    let values: Vec<f64> = (0..size).map(|at| values[last - at]).collect();
    let vectors = Matrix::from_fn(size, size, |row, column| vectors[(column, last - row)])
        .map_err(|_| failed())?;
    if values.iter().all(|value| value.is_finite()) {
        Ok(Spectrum { values, vectors })
    } else {
        Err(failed())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_symmetric_matrix_gives_its_vectors_back_largest_first() {
        let rows = [vec![2.0, 1.0, 0.0], vec![1.0, 2.0, 1.0], vec![0.0, 1.0, 2.0]];
        let matrix = Matrix::from_rows(&rows).unwrap();
        let found = symmetric_eigen(&matrix).unwrap();
        let root = 2.0_f64.sqrt();
        for (got, want) in found.values.iter().zip([2.0 + root, 2.0, 2.0 - root]) {
            assert!((got - want).abs() < 1e-12);
        }
        for (at, value) in found.values.iter().enumerate() {
            let vector = found.vectors.row(at);
            let image = matrix.apply(vector);
            assert!(image.iter().zip(vector).all(|(a, b)| (a - value * b).abs() < 1e-12));
        }
        let none = symmetric_eigen(&Matrix::new(0, 0, vec![]).unwrap()).unwrap();
        assert!(none.values.is_empty());
    }

    #[test]
    fn a_ring_of_three_has_the_cubic_root_of_its_product() {
        let ring =
            Matrix::from_rows(&[vec![0.0, 0.6, 0.0], vec![0.0, 0.0, 0.5], vec![0.4, 0.0, 0.0]]);
        let radius = spectral_radius(&ring.unwrap()).unwrap();
        assert!((radius - libm::cbrt(0.12)).abs() < 1e-12);
    }

    #[test]
    fn only_square_matrices_have_one_and_the_empty_one_has_zero() {
        assert!(spectral_radius(&Matrix::new(1, 2, vec![1.0, 2.0]).unwrap()).is_err());
        assert_eq!(spectral_radius(&Matrix::new(0, 0, vec![]).unwrap()), Ok(0.0));
    }
}
