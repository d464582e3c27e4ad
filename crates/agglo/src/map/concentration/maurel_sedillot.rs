//! Maurel-Sedillot index: the chance that two plants' jobs share a region, beyond that of all jobs.
//!
//! `gamma = ((sum s^2 - sum x^2) / (1 - sum x^2) - H) / (1 - H)`, `s` the regions' shares of the industry, `x`
//! of all jobs, `H` the plants' Herfindahl index.

use crate::map::concentration::plants::{Plants, squares};

/// Maurel-Sedillot index of an industry.
///
/// # Returns
///
/// A number of the same mean under chance as [`super::ellison_glaeser`], from which it differs by
/// `2 sum x (s - x) / ((1 - sum x^2)(1 - H))`: it rewards standing where all jobs stand. `None` with one
/// plant, or with all jobs in one region.
///
/// # Source
///
/// Maurel and Sédillot 1999, Regional Science and Urban Economics 29(5).
pub fn maurel_sedillot(plants: &Plants) -> Option<f64> {
    let (room, lumps) = (plants.room()?, plants.lumps()?);
    let raw = (squares(&plants.s) - squares(&plants.x)) / room;
    Some((raw - plants.herfindahl()) / lumps)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::map::concentration::ellison_glaeser;

    fn plants(region: &[usize], jobs: &[f64]) -> Plants {
        Plants::new(region, jobs, &[50.0, 30.0, 20.0]).unwrap().unwrap()
    }

    #[test]
    fn law_it_differs_from_ellison_and_glaeser_as_stated() {
        let plants = plants(&[0, 1, 1, 2, 0], &[10.0, 4.0, 9.0, 30.0, 2.0]);
        let cross: f64 = plants.x.iter().zip(&plants.s).map(|(x, s)| 2.0 * x * (s - x)).sum();
        let gap = cross / (plants.room().unwrap() * plants.lumps().unwrap());
        let found = maurel_sedillot(&plants).unwrap();
        assert!((found - ellison_glaeser(&plants).gamma.unwrap() - gap).abs() < 1e-12);
    }

    #[test]
    fn reference_two_plants_by_hand() {
        // s = (1/2, 1/2, 0), sum x^2 = 0.38, H = 1/2.
        let found = maurel_sedillot(&plants(&[0, 1], &[7.0, 7.0])).unwrap();
        assert!((found - (0.12 / 0.62 - 0.5) / 0.5).abs() < 1e-12);
    }

    #[test]
    fn edge_one_plant_has_none() {
        assert_eq!(maurel_sedillot(&plants(&[0], &[7.0])), None);
    }
}
