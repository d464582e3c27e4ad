//! Income that goes with an industry, and with a region's mix of industries.
//!
//! `PRODY_i = sum_r (s_ri / sum_q s_qi) Y_r`, `EXPY_r = sum_i s_ri PRODY_i`, with `s_ri` the share of the
//! industry in the region and `Y` its income per head; in the unit of `Y`.

use agglo_stats::float;

use crate::base::error::Error;
use crate::map::table::Table;

/// Income of industries and of mixes.
#[derive(Clone, Debug, PartialEq)]
pub struct Sophistication {
    /// `PRODY` of each industry; `None` of one that stands nowhere.
    pub industries: Vec<Option<f64>>,
    /// `EXPY` of each region; `None` of one that has nothing.
    pub regions: Vec<Option<f64>>,
}

/// Income that goes with each industry, and with each region's mix.
///
/// # Inputs
///
/// `counts`: regions in rows; `income`: one value a region.
///
/// # Errors
///
/// `E0301` where there is not one income a region.
///
/// # How to read it
///
/// The mean income of the regions that an industry matters to, whatever their size; nothing says that the
/// industry makes it.
///
/// # Source
///
/// Hausmann, Hwang and Rodrik 2007, Journal of Economic Growth 12(1).
pub fn prody_expy(counts: &Table, income: &[f64]) -> Result<Sophistication, Error> {
    let totals = counts.region_totals();
    if income.len() != totals.len() {
        let (expected, got) = (totals.len(), income.len());
        return Err(Error::new(
            "E0301",
            format!("{expected} regions need an income each, got {got}"),
        ));
    }
    let share = |row: usize, column: usize| {
        if totals[row] > 0.0 { counts.region(row)[column] / totals[row] } else { 0.0 }
    };
    let prody = |industry: usize| {
        let shares = || (0..totals.len()).map(|row| share(row, industry));
        let whole = float::sum(shares());
        let weighted = float::sum(shares().zip(income).map(|(share, income)| share * income));
        (whole > 0.0).then(|| weighted / whole)
    };
    let industries: Vec<Option<f64>> = (0..counts.industry_totals().len()).map(prody).collect();
    let expy = |row: usize| {
        let terms = industries.iter().enumerate();
        let sum = float::sum(terms.filter_map(|(at, prody)| Some(share(row, at) * (*prody)?)));
        (totals[row] > 0.0).then_some(sum)
    };
    let regions = (0..totals.len()).map(expy).collect();
    Ok(Sophistication { industries, regions })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reference_two_regions_by_hand() {
        let counts = Table::of(&[&[3.0, 1.0], &[2.0, 2.0]]);
        let found = prody_expy(&counts, &[100.0, 50.0]).unwrap();
        // Shares 0.75 and 0.5 of the first industry: (75 + 25) / 1.25.
        assert!((found.industries[0].unwrap() - 80.0).abs() < 1e-12);
        let second = (25.0 + 25.0) / 0.75;
        assert!((found.regions[0].unwrap() - (0.75 * 80.0 + 0.25 * second)).abs() < 1e-12);
    }

    #[test]
    fn law_one_income_everywhere_is_every_industry_s_and_every_mix_s() {
        let counts = Table::of(&[&[3.0, 1.0, 9.0], &[2.0, 2.0, 0.0]]);
        let found = prody_expy(&counts, &[7.0, 7.0]).unwrap();
        let all = found.industries.iter().chain(&found.regions);
        assert!(all.flatten().all(|value| (value - 7.0).abs() < 1e-12));
    }

    #[test]
    fn edge_empty_lines_have_none() {
        let counts = Table::of(&[&[3.0, 0.0], &[0.0, 0.0]]);
        let found = prody_expy(&counts, &[5.0, 9.0]).unwrap();
        assert_eq!(found.industries, [Some(5.0), None]);
        assert_eq!(found.regions, [Some(5.0), None]);
        assert!(prody_expy(&counts, &[5.0]).is_err());
    }
}
