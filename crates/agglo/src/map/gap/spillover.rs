//! Spill-over: what a rise of one element does to the others along the edges.
//!
//! `total = (I - lambda B^T)^-1 direct`, `B[i][j]` the signed strength of the edge from `i` to `j`.

use agglo_stats::matrix::{Matrix, solve, spectral_radius};

use crate::base::error::Error;

/// Share of an effect that travels along an edge of strength 1: an assumption.
pub const LAMBDA: f64 = 0.3;

/// Eigenvalues carry rounding; a radius this close to 1 is not below it.
const SLACK: f64 = 1e-12;

/// Direct effects with all that follows from them, before levels are cut to `[0, 1]`.
#[derive(Clone, Debug, PartialEq)]
pub struct Spillover {
    /// Rise of each level, direct and along all paths.
    pub total: Vec<f64>,
    /// Spectral radius of `lambda B`, below 1.
    pub spectral_radius: f64,
}

/// The total effect of direct rises along edges.
///
/// # Errors
///
/// `E0302` when the matrix is not square or the direct effects are not as many, `E0301` when a number is
/// not finite, `E0308` when the spectral radius of `lambda B` is not below 1: effects would grow for ever.
pub fn edge_spillover(edges: &[Vec<f64>], lambda: f64, direct: &[f64]) -> Result<Spillover, Error> {
    let size = direct.len();
    if edges.len() != size || edges.iter().any(|row| row.len() != size) {
        let what = format!("edges among {size} elements need {size} rows of {size}");
        return Err(Error::new("E0302", what));
    }
    let numbers = |error: agglo_stats::Error| Error::new("E0301", error.to_string());
    if let Some(value) = direct.iter().chain([&lambda]).find(|value| !value.is_finite()) {
        return Err(Error::new("E0301", format!("{value} is not a finite number")));
    }
    let scaled = edges.iter().flatten().map(|b| lambda * b).collect();
    let scaled = Matrix::new(size, size, scaled).map_err(numbers)?;
    let radius = spectral_radius(&scaled).map_err(numbers)?;
    if radius >= 1.0 - SLACK {
        let what = format!("the spectral radius of lambda B is {radius:.3}, not below 1");
        return Err(Error::new("E0308", what).hint("weaken the edges or take a smaller lambda"));
    }
    let system = Matrix::identity(size).plus(-1.0, &scaled.transposed()).map_err(numbers)?;
    Ok(Spillover { total: solve(&system, direct).map_err(numbers)?, spectral_radius: radius })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn law_without_edges_nothing_spills_over() {
        let still = edge_spillover(&[vec![0.0; 2], vec![0.0; 2]], LAMBDA, &[0.1, 0.2]).unwrap();
        assert_eq!(still.total, [0.1, 0.2]);
        assert!(still.spectral_radius.abs() < f64::MIN_POSITIVE);
    }

    #[test]
    fn law_a_chain_passes_on_a_product_of_its_edges() {
        let chain = [vec![0.0, 0.5, 0.0], vec![0.0, 0.0, -0.4], vec![0.0; 3]];
        let total = edge_spillover(&chain, 0.3, &[1.0, 0.0, 0.0]).unwrap().total;
        for (got, want) in total.iter().zip([1.0, 0.15, -0.018]) {
            assert!((got - want).abs() < 1e-14);
        }
    }

    #[test]
    fn edge_a_ring_that_feeds_itself_is_refused() {
        let ring = [vec![0.0, 1.0], vec![1.0, 0.0]];
        assert_eq!(edge_spillover(&ring, 1.0, &[0.1, 0.0]).unwrap_err().code(), "E0308");
        assert!(edge_spillover(&ring, 0.3, &[0.1, 0.0]).is_ok());
        assert_eq!(edge_spillover(&ring, 0.3, &[0.1]).unwrap_err().code(), "E0302");
    }
}
