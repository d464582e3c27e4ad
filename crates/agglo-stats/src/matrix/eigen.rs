//! Eigenvalues of general square matrices.

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

#[cfg(test)]
mod tests {
    use super::*;

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
