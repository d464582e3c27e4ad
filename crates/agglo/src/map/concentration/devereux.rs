//! Devereux-Griffith-Simpson index: how agglomerated an industry is beyond the size of its plants.
//!
//! `alpha = F - M` with raw concentration `F = sum_r s_r^2 - 1 / min(N, R)` and the plants' own
//! `M = H - 1 / N`, `N` plants over `R` regions.

use crate::map::concentration::plants::{Plants, squares};

/// The index and its two parts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Devereux {
    /// Concentration over regions, 0 where as even as so many plants can be.
    pub f: f64,
    /// Concentration over plants, 0 where they are of one size.
    pub m: f64,
    /// What plant size does not explain.
    pub alpha: f64,
}

/// Devereux-Griffith-Simpson index of an industry.
///
/// # How to read it
///
/// It knows nothing of where all jobs stand: an industry in the large regions is agglomerated here, and may
/// not be by [`super::ellison_glaeser`].
///
/// # Source
///
/// Devereux, Griffith and Simpson 2004, Regional Science and Urban Economics 34(5).
pub fn devereux_griffith_simpson(plants: &Plants) -> Devereux {
    let n = plants.count();
    let f = squares(&plants.s) - 1.0 / n.min(plants.x.len()) as f64;
    let m = plants.herfindahl() - 1.0 / n as f64;
    Devereux { f, m, alpha: f - m }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plants(region: &[usize], jobs: &[f64]) -> Plants {
        Plants::new(region, jobs, &[50.0, 30.0, 20.0]).unwrap().unwrap()
    }

    #[test]
    fn reference_three_plants_by_hand() {
        let found = devereux_griffith_simpson(&plants(&[0, 0, 1], &[1.0, 1.0, 2.0]));
        assert!((found.f - (0.5 - 1.0 / 3.0)).abs() < 1e-15);
        assert!((found.m - (0.375 - 1.0 / 3.0)).abs() < 1e-15);
        assert!((found.alpha - 0.125).abs() < 1e-15);
    }

    #[test]
    fn law_one_plant_a_region_leaves_nothing_beyond_plant_size() {
        let found = devereux_griffith_simpson(&plants(&[2, 0, 1], &[1.0, 9.0, 2.0]));
        assert!(found.alpha.abs() < 1e-15);
    }

    #[test]
    fn edge_one_plant_is_no_agglomeration() {
        let found = devereux_griffith_simpson(&plants(&[1], &[7.0]));
        assert_eq!(found, Devereux { f: 0.0, m: 0.0, alpha: 0.0 });
    }
}
