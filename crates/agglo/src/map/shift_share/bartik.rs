//! Bartik's predictor of a region's growth: what its industries did everywhere else.
//!
//! `B_r = sum_i s_ir g_i,-r`, with `s` the region's shares at the start and
//! `g_i,-r = (E_i1 - e_ir1) / (E_i0 - e_ir0) - 1` the growth of the industry without the region.

use agglo_stats::float;

use crate::base::error::Error;
use crate::map::table::Table;

/// Industries whose rest is less than this share of them stand in one region alone.
const ALONE: f64 = 1e-12;

/// The predictor for every region, and how much it rests on.
#[derive(Clone, Debug, PartialEq)]
pub struct Bartik {
    /// Predicted growth of each region, as a share; `None` for a region of nothing.
    pub predicted: Vec<Option<f64>>,
    /// Share of each region in industries that stand nowhere else: they have no growth elsewhere and are
    /// left out of the sum.
    pub dropped: Vec<Option<f64>>,
    /// `1 / sum_i s_i^2` of the mean shares: of how many equal industries the design consists. `None`
    /// without regions.
    pub effective_shocks: Option<f64>,
}

/// Bartik's predictor from counts at two dates, regions by industries; the regions together are the
/// reference area.
///
/// # How to read it
///
/// As an instrument it needs either shares or shocks that are as good as random. Below some 20 effective
/// shocks the second is out of reach: say so. Where shares were dropped, the dropped share belongs among the
/// controls.
///
/// # Errors
///
/// `E0301` where the two tables have other shapes.
///
/// # Source
///
/// Bartik 1991, Who Benefits from State and Local Economic Development Policies?; Borusyak, Hull and Jaravel
/// 2022, Review of Economic Studies 89(1).
pub fn bartik(start: &Table, end: &Table) -> Result<Bartik, Error> {
    let shape = |table: &Table| (table.counts().rows(), table.counts().columns());
    if shape(start) != shape(end) {
        return Err(Error::new("E0301", "the tables of the two dates have other shapes"));
    }
    let (regions, industries) = shape(start);
    let elsewhere = |region: usize, industry: usize| {
        let rest =
            |table: &Table| table.industry_totals()[industry] - table.counts().at(region, industry);
        let before = rest(start);
        (before > ALONE * start.industry_totals()[industry]).then(|| rest(end) / before - 1.0)
    };
    let share = |region: usize, industry: usize| {
        start.counts().at(region, industry) / start.region_totals()[region]
    };
    let sum = |region: usize, of: &dyn Fn(f64, Option<f64>) -> f64| {
        let held = start.region_totals()[region] > 0.0;
        let terms = (0..industries).map(|at| of(share(region, at), elsewhere(region, at)));
        held.then(|| float::sum(terms))
    };
    let predicted = |share: f64, growth: Option<f64>| share * growth.unwrap_or(0.0);
    let dropped = |share: f64, growth: Option<f64>| if growth.is_none() { share } else { 0.0 };
    let held: Vec<usize> =
        (0..regions).filter(|region| start.region_totals()[*region] > 0.0).collect();
    let mean = |at: usize| float::sum(held.iter().map(|&r| share(r, at))) / held.len() as f64;
    let squares = float::sum((0..industries).map(|at| mean(at) * mean(at)));
    Ok(Bartik {
        predicted: (0..regions).map(|region| sum(region, &predicted)).collect(),
        dropped: (0..regions).map(|region| sum(region, &dropped)).collect(),
        effective_shocks: (squares > 0.0).then(|| 1.0 / squares),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reference_two_regions_by_hand() {
        // Elsewhere the first industry grows by a fifth, the second halves.
        let start = Table::of(&[&[30.0, 10.0], &[50.0, 20.0]]);
        let end = Table::of(&[&[31.0, 12.0], &[60.0, 10.0]]);
        let found = bartik(&start, &end).unwrap();
        assert!((found.predicted[0].unwrap() - (0.75 * 0.2 - 0.25 * 0.5)).abs() < 1e-12);
    }

    #[test]
    fn law_what_happens_in_the_region_does_not_move_its_prediction() {
        let start = Table::of(&[&[30.0, 10.0], &[50.0, 20.0], &[9.0, 9.0]]);
        let end = |own: f64| Table::of(&[&[own, 12.0], &[60.0, 10.0], &[8.0, 11.0]]);
        let (one, other) =
            (bartik(&start, &end(0.0)).unwrap(), bartik(&start, &end(900.0)).unwrap());
        assert!((one.predicted[0].unwrap() - other.predicted[0].unwrap()).abs() < 1e-9);
    }

    #[test]
    fn edge_an_industry_of_one_region_is_dropped_and_an_empty_region_has_none() {
        let start = Table::of(&[&[5.0, 15.0], &[20.0, 0.0], &[0.0, 0.0]]);
        let found = bartik(&start, &start).unwrap();
        assert_eq!(found.dropped, [Some(0.75), Some(0.0), None]);
        assert_eq!(found.predicted, [Some(0.0), Some(0.0), None]);
        assert!(bartik(&start, &Table::of(&[&[1.0]])).is_err());
        let nothing = Table::of(&[&[0.0]]);
        assert_eq!(bartik(&nothing, &nothing).unwrap().effective_shocks, None);
    }
}
