//! The plants of one industry over regions: what indices that know of lumpiness read.

use agglo_stats::float;
use agglo_stats::inequality::shares;

use crate::base::error::Error;

/// Plants of one industry and the jobs of every region, all industries.
#[derive(Clone, Debug, PartialEq)]
pub struct Plants {
    /// Region of each plant that has jobs.
    pub(super) region: Vec<usize>,
    /// Each plant's share of the industry's jobs.
    pub(super) z: Vec<f64>,
    /// Regions' shares of the industry.
    pub(super) s: Vec<f64>,
    /// Regions' shares of all jobs.
    pub(super) x: Vec<f64>,
}

impl Plants {
    /// From the region and the jobs of each plant, and the jobs of each region with the industry in them.
    /// Plants without a job are left out.
    ///
    /// # Returns
    ///
    /// `None` where the industry or the regions hold nothing.
    ///
    /// # Errors
    ///
    /// `E0301` where a plant lacks its jobs, stands in no region, or a count is negative.
    pub fn new(region: &[usize], jobs: &[f64], region_jobs: &[f64]) -> Result<Option<Self>, Error> {
        let fault = |what: String| Err(Error::new("E0301", what));
        if region.len() != jobs.len() {
            return fault(format!("{} plants, {} of them with jobs", region.len(), jobs.len()));
        }
        if let Some(at) = region.iter().find(|at| **at >= region_jobs.len()) {
            return fault(format!("a plant stands in region {at} of {}", region_jobs.len()));
        }
        let counts = || jobs.iter().chain(region_jobs);
        if let Some(count) = counts().find(|count| !(count.is_finite() && **count >= 0.0)) {
            return fault(format!("a count is {count}: counts are not negative"));
        }
        let (Some(z), Some(x)) = (shares(jobs), shares(region_jobs)) else { return Ok(None) };
        let kept = || region.iter().zip(&z).filter(|(_, z)| **z > 0.0);
        let here =
            |region: usize| float::sum(kept().filter(|(at, _)| **at == region).map(|(_, z)| *z));
        let s = (0..x.len()).map(here).collect();
        let (region, z) = kept().map(|(at, z)| (*at, *z)).unzip();
        Ok(Some(Self { region, z, s, x }))
    }

    /// Number of plants with jobs.
    pub fn count(&self) -> usize {
        self.z.len()
    }

    /// Plants' Herfindahl index `H = sum z^2`.
    pub fn herfindahl(&self) -> f64 {
        squares(&self.z)
    }

    /// `1 - sum x^2`: 0 where all jobs stand in one region.
    pub(super) fn room(&self) -> Option<f64> {
        Some(1.0 - squares(&self.x)).filter(|room| *room > ROOM)
    }

    /// `1 - H`: 0 where the industry is one plant.
    pub(super) fn lumps(&self) -> Option<f64> {
        Some(1.0 - self.herfindahl()).filter(|rest| *rest > ROOM)
    }
}

/// Less than this is rounding of shares that sum to one.
const ROOM: f64 = 1e-12;

pub(super) fn squares(shares: &[f64]) -> f64 {
    float::sum(shares.iter().map(|share| share * share))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_of_three_plants_by_hand() {
        let plants =
            Plants::new(&[1, 0, 1], &[10.0, 20.0, 10.0], &[100.0, 300.0]).unwrap().unwrap();
        assert_eq!(
            (plants.s.as_slice(), plants.x.as_slice()),
            (&[0.5, 0.5][..], &[0.25, 0.75][..])
        );
        assert!((plants.herfindahl() - 0.375).abs() < 1e-15);
    }

    #[test]
    fn edge_nothing_has_no_shares_and_faults_are_named() {
        assert_eq!(Plants::new(&[], &[], &[1.0]), Ok(None));
        assert_eq!(Plants::new(&[0], &[0.0], &[1.0]), Ok(None));
        assert_eq!(Plants::new(&[0, 0], &[0.0, 5.0], &[9.0]).unwrap().unwrap().count(), 1);
        assert!(Plants::new(&[2], &[1.0], &[1.0, 1.0]).is_err());
        assert!(Plants::new(&[0], &[], &[1.0]).is_err());
        assert!(Plants::new(&[0], &[-1.0], &[1.0]).is_err());
    }
}
