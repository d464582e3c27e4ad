//! Herfindahl index of a region's industries: how few of them hold the jobs.
//!
//! `sum_i s_i^2`, from `1 / I` (all equal) to 1 (one industry); normalised `(H - 1/I) / (1 - 1/I)`; its inverse
//! is the number of equal industries that would give the same index.

use agglo_stats::inequality;

/// The index in its three forms.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Herfindahl {
    /// Sum of squared shares.
    pub index: f64,
    /// From 0 to 1 whatever the number of industries; `None` with one industry alone.
    pub normalised: Option<f64>,
    /// How many equal industries would be as concentrated.
    pub effective: f64,
}

/// Herfindahl index of a region's counts by industry; industries without a job count in `I`.
///
/// `None` where the region holds nothing or a count is negative.
///
/// # Source
///
/// Hirschman 1945, National Power and the Structure of Foreign Trade; Herfindahl 1950.
pub fn herfindahl(counts: &[f64]) -> Option<Herfindahl> {
    let index = inequality::herfindahl(counts)?;
    let least = 1.0 / counts.len() as f64;
    let normalised = (counts.len() > 1).then(|| (index - least) / (1.0 - least));
    Some(Herfindahl { index, normalised, effective: 1.0 / index })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reference_two_industries_by_hand() {
        let found = herfindahl(&[1.0, 3.0]).unwrap();
        assert!((found.index - 0.625).abs() < 1e-15);
        assert!((found.normalised.unwrap() - 0.25).abs() < 1e-15);
        assert!((found.effective - 1.6).abs() < 1e-15);
    }

    #[test]
    fn law_an_industry_without_jobs_changes_only_the_normalised_form() {
        let (bare, padded) =
            (herfindahl(&[1.0, 3.0]).unwrap(), herfindahl(&[1.0, 0.0, 3.0]).unwrap());
        assert!((bare.index - padded.index).abs() < 1e-15);
        assert!(padded.normalised.unwrap() > bare.normalised.unwrap());
    }

    #[test]
    fn edge_one_industry_has_no_normalised_form_and_nothing_no_index() {
        assert_eq!(
            herfindahl(&[12.0]),
            Some(Herfindahl { index: 1.0, normalised: None, effective: 1.0 })
        );
        assert_eq!(herfindahl(&[0.0, 0.0]), None);
    }
}
