//! Complexity of regions by industries' scores from elsewhere: the mean over the industries present.

use agglo_stats::float;

use crate::base::error::Error;
use crate::map::presence::Presence;

/// Complexity of each region with industries' scores that come from another, larger table.
///
/// # Inputs
///
/// `industries`: one score an industry; `None` where the other table has none.
///
/// # Returns
///
/// The mean score, in the scores' scale; `None` of a region without an industry that has one.
///
/// # Errors
///
/// `E0301` where there is not one score an industry.
///
/// # How to read it
///
/// Regions of one country are compared by what the world's regions say of industries. A table of few regions
/// cannot say it by itself.
///
/// # Source
///
/// Hausmann et al. 2014, The Atlas of Economic Complexity.
pub fn subnational_complexity(
    presence: &Presence,
    industries: &[Option<f64>],
) -> Result<Vec<Option<f64>>, Error> {
    if industries.len() != presence.industries() {
        let (expected, got) = (presence.industries(), industries.len());
        return Err(Error::new(
            "E0301",
            format!("{expected} industries need a score each, got {got}"),
        ));
    }
    let mean = |region: usize| {
        let scores: Vec<f64> =
            presence.of_region(region).filter_map(|industry| industries[industry]).collect();
        float::mean(&scores)
    };
    Ok((0..presence.regions()).map(mean).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::map::complexity::economic_complexity;

    fn table() -> Presence {
        let rows = [[1, 1, 1, 1, 0], [1, 1, 1, 0, 0], [1, 1, 0, 1, 0], [0, 1, 0, 0, 1]];
        Presence::from_fn(4, 5, |r, i| rows[r][i] == 1)
    }

    #[test]
    fn reference_means_by_hand() {
        let scores = [1.0, -2.0, 3.0, 0.5, 8.0].map(Some);
        let found = subnational_complexity(&table(), &scores).unwrap();
        assert_eq!(found[1], Some(2.0 / 3.0));
        assert_eq!(found[3], Some(3.0));
    }

    #[test]
    fn law_a_table_s_own_scores_give_its_own_complexity_back() {
        let scores = economic_complexity(&table()).unwrap().scores.unwrap();
        let found = subnational_complexity(&table(), &scores.industries).unwrap();
        for (got, want) in found.iter().zip(&scores.regions) {
            assert!((got.unwrap() - want.unwrap()).abs() < 1e-12);
        }
    }

    #[test]
    fn edge_a_region_without_a_scored_industry_has_none() {
        let found = subnational_complexity(&table(), &[Some(1.0), None, None, None, None]).unwrap();
        assert_eq!(found[3], None);
        assert!(subnational_complexity(&table(), &[]).is_err());
    }
}
