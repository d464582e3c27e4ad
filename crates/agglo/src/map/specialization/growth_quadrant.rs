//! Growth quadrant: whether a specialisation is there, and whether it grows.

use schemars::JsonSchema;
use serde::Serialize;

/// Where an industry stands by its share and its growth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Quadrant {
    /// More than the reference's share, and growing.
    Star,
    /// More than the reference's share, not growing.
    Mature,
    /// Less than the reference's share, and growing.
    Emerging,
    /// Less than the reference's share, not growing.
    Transforming,
}

/// How an industry's quotient and count moved between two dates.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Trend {
    /// The later quotient less the earlier.
    pub quotient_change: f64,
    /// The industry's growth here over its growth in the reference area; `None` where it stood still there
    /// or began from nothing.
    pub relative_growth: Option<f64>,
    /// Where it stands at the later date.
    pub quadrant: Quadrant,
}

/// Counts of an industry and of everything, at the earlier and the later date.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Dates {
    /// The industry in the region.
    pub x: [f64; 2],
    /// Everything in the region.
    pub region: [f64; 2],
    /// The industry in the reference area.
    pub industry: [f64; 2],
    /// Everything in the reference area.
    pub reference: [f64; 2],
}

/// Trend of an industry in a region; the quadrant is taken by the later quotient and the change of the count.
///
/// # Returns
///
/// `None` where a quotient at either date would be a share of nothing. A quotient of exactly 1 counts as a
/// specialisation, a count that stays as not growing.
///
/// # How to read it
///
/// It sorts a list for talk, no more: the edges are sharp and the counts are not.
pub fn trend(dates: &Dates) -> Option<Trend> {
    let (before, after) = (quotient(dates, 0)?, quotient(dates, 1)?);
    let growth = |[start, end]: [f64; 2]| (start > 0.0).then(|| end / start - 1.0);
    let there = growth(dates.industry).filter(|growth| growth.abs() > 0.0);
    let relative_growth = growth(dates.x).zip(there).map(|(here, there)| here / there);
    let grows = dates.x[1] > dates.x[0];
    let quadrant = match (after >= 1.0, grows) {
        (true, true) => Quadrant::Star,
        (true, false) => Quadrant::Mature,
        (false, true) => Quadrant::Emerging,
        (false, false) => Quadrant::Transforming,
    };
    Some(Trend { quotient_change: after - before, relative_growth, quadrant })
}

fn quotient(dates: &Dates, at: usize) -> Option<f64> {
    let (x, region) = (dates.x[at], dates.region[at]);
    let (industry, reference) = (dates.industry[at], dates.reference[at]);
    let whole = x >= 0.0 && region > 0.0 && industry > 0.0 && reference > 0.0;
    whole.then(|| (x / region) / (industry / reference))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dates(x: [f64; 2]) -> Dates {
        Dates { x, region: [100.0; 2], industry: [1000.0, 1100.0], reference: [1e4; 2] }
    }

    #[test]
    fn reference_the_four_quadrants_by_hand() {
        let of = |x| trend(&dates(x)).unwrap();
        assert_eq!(of([20.0, 30.0]).quadrant, Quadrant::Star);
        assert_eq!(of([40.0, 30.0]).quadrant, Quadrant::Mature);
        assert_eq!(of([2.0, 3.0]).quadrant, Quadrant::Emerging);
        assert_eq!(of([3.0, 3.0]).quadrant, Quadrant::Transforming);
        assert!((of([20.0, 30.0]).relative_growth.unwrap() - 5.0).abs() < 1e-12);
        assert!((of([20.0, 33.0]).quotient_change - 1.0).abs() < 1e-12);
    }

    #[test]
    fn law_growth_as_elsewhere_is_one_in_a_region_that_keeps_its_size() {
        assert!(
            (trend(&dates([50.0, 55.0])).unwrap().relative_growth.unwrap() - 1.0).abs() < 1e-12
        );
    }

    #[test]
    fn edge_an_arrival_has_no_growth_rate_and_nothing_no_trend() {
        assert_eq!(trend(&dates([0.0, 5.0])).unwrap().relative_growth, None);
        assert_eq!(trend(&Dates { industry: [0.0, 5.0], ..dates([0.0, 5.0]) }), None);
        assert_eq!(
            trend(&Dates { industry: [7.0, 7.0], ..dates([1.0, 5.0]) }).unwrap().relative_growth,
            None
        );
    }
}
