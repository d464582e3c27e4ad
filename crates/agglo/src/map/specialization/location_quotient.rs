//! Location quotient: a region's share of an industry over the nation's share of it.
//!
//! `LQ = (x / region) / (industry / nation)`, a ratio. With exports in place of jobs the same formula is
//! the revealed comparative advantage of Balassa (1965, The Manchester School 33).

use crate::base::estimate::{Answer, Estimate, Interval, Provenance, Withheld};
use crate::panel::Cell;

/// The four counts of one location quotient: the same variable, year and source in each.
#[derive(Clone, Copy, Debug)]
pub struct Counts {
    /// The industry in the region.
    pub x: Cell,
    /// Everything in the region: the base.
    pub region: Cell,
    /// The industry in the reference area, the region included.
    pub industry: Cell,
    /// Everything in the reference area, the region included.
    pub reference: Cell,
}

/// Location quotient of one industry in one region.
///
/// # Returns
///
/// A ratio from 0 to `reference / region`; 1 means the same share as in the reference area. The interval
/// is exact where all four counts are published, else the bounds that the unpublished ones leave open.
/// Nothing is sampled here: for what a small number of establishments can tell, see
/// [`super::location_quotient_interval`].
///
/// # Withheld when
///
/// A count is withheld or missing (with bounds where each count has them), or a share would be one of
/// nothing.
///
/// # How to read it
///
/// 2 means twice the nation's share. It says nothing about size: where an industry holds 1 % of all jobs,
/// a place of 40 jobs reaches 7.5 with three of them. Read it beside the count, never rank by it alone.
///
/// # Example
///
/// ```
/// use agglo::map::specialization::{Counts, location_quotient};
/// use agglo::panel::Cell;
///
/// let jobs = |count| Cell::disclosed(count).unwrap();
/// let (x, region, industry, reference) = (jobs(200.0), jobs(1e3), jobs(500.0), jobs(1e4));
/// let quotient = location_quotient(&Counts { x, region, industry, reference }).unwrap();
/// assert_eq!(quotient.value(), 4.0);
/// ```
pub fn location_quotient(counts: &Counts) -> Answer {
    let bounds = bounds(counts);
    let point = |cell: Cell| cell.point().map_err(|why| Withheld { bounds, ..why });
    let (x, region) = (point(counts.x)?, point(counts.region)?);
    let (industry, reference) = (point(counts.industry)?, point(counts.reference)?);
    let value = ratio(x, region, industry, reference).ok_or_else(nothing)?;
    let interval = bounds.filter(|interval| interval.width() > 0.0);
    let interval = interval.or_else(|| Interval::exact(value)).ok_or_else(nothing)?;
    Estimate::new(value, interval, Provenance::new("location_quotient/1", []))
}

fn nothing() -> Withheld {
    Withheld::undefined("a share of nothing")
}

/// `None` where a share would be one of nothing.
fn ratio(x: f64, region: f64, industry: f64, reference: f64) -> Option<f64> {
    let whole = region > 0.0 && industry > 0.0 && reference > 0.0;
    whole.then(|| (x / region) / (industry / reference))
}

/// Rises with `x` and `reference`, falls with `region` and `industry`: the ends come from the ends.
fn bounds(counts: &Counts) -> Option<Interval> {
    let (x_low, x_high) = counts.x.range()?;
    let (region_low, region_high) = counts.region.range()?;
    let (industry_low, industry_high) = counts.industry.range()?;
    let (reference_low, reference_high) = counts.reference.range()?;
    let low = ratio(x_low, region_high, industry_high, reference_low)?;
    let high = ratio(x_high, region_low, industry_low, reference_high)?;
    Interval::bounds(low, high)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::estimate::{IntervalKind, Reason};
    use crate::panel::Status;

    fn jobs(count: f64) -> Cell {
        Cell::disclosed(count).unwrap()
    }

    fn quotient(x: f64, region: f64, industry: f64, reference: f64) -> Answer {
        let [x, region, industry, reference] = [x, region, industry, reference].map(jobs);
        location_quotient(&Counts { x, region, industry, reference })
    }

    fn close(a: f64, b: f64) -> bool {
        (a - b).abs() <= 1e-12 * b.abs()
    }

    #[test]
    fn reference_food_services_of_gulf_county_2016() {
        // QCEW 2016: 425.58 of 3,801.0 jobs of all owners; nation 11,375,184 to 11,375,265 of 141.87 m.
        let industry = Status::Estimated { low: 11_375_184.0, high: 11_375_265.0 };
        let counts = Counts {
            x: jobs(425.583_333),
            region: jobs(3801.0),
            industry: Cell::new(11_375_224.5, industry).unwrap(),
            reference: jobs(141_870_000.0),
        };
        let answer = location_quotient(&counts).unwrap();
        assert!((answer.value() - 1.396).abs() < 0.001);
        assert_eq!(answer.interval().kind(), IntervalKind::Bounds);
        assert!(answer.interval().contains(answer.value()));
    }

    #[test]
    fn law_the_scale_of_both_areas_does_not_matter() {
        for by in [1e-3, 1.0, 7.0, 1e6] {
            let scaled = quotient(37.0 * by, 910.0 * by, 480.0 * by, 61_000.0 * by).unwrap();
            assert!(close(scaled.value(), quotient(37.0, 910.0, 480.0, 61_000.0).unwrap().value()));
        }
    }

    #[test]
    fn law_the_mean_weighted_by_reference_shares_is_one() {
        let (region, nation) = ([12.0, 0.0, 88.0], [300.0, 500.0, 1200.0]);
        let (all, everywhere) = (region.iter().sum::<f64>(), nation.iter().sum::<f64>());
        let mean: f64 = (0..3)
            .map(|i| {
                let quotient = quotient(region[i], all, nation[i], everywhere).unwrap();
                quotient.value() * nation[i] / everywhere
            })
            .sum();
        assert!(close(mean, 1.0));
    }

    #[test]
    fn edge_withheld_counts_give_tight_bounds_that_hold_the_truth() {
        let ranges = [(10.0, 19.0), (900.0, 1e3), (450.0, 5e2), (9e3, 1e4)];
        let [x, region, industry, reference] =
            ranges.map(|(low, high)| Cell::withheld(low, high).unwrap());
        let withheld = location_quotient(&Counts { x, region, industry, reference }).unwrap_err();
        assert_eq!(withheld.reason, Reason::Suppressed);
        let corners: Vec<f64> = (0..16)
            .map(|corner| {
                let at = |i: usize| if corner >> i & 1 == 0 { ranges[i].0 } else { ranges[i].1 };
                quotient(at(0), at(1), at(2), at(3)).unwrap().value()
            })
            .collect();
        let bounds = withheld.bounds.unwrap();
        assert!(corners.iter().all(|&truth| bounds.contains(truth)));
        assert!(corners.iter().any(|&truth| close(truth, bounds.lower())), "wider than needed");
        assert!(corners.iter().any(|&truth| close(truth, bounds.upper())), "wider than needed");
        assert!(!bounds.contains(0.0), "withheld is not zero");
    }

    #[test]
    fn edge_zero_is_zero_nothing_is_undefined_and_missing_is_missing() {
        assert!(quotient(0.0, 1e3, 5e2, 1e4).unwrap().value().abs() < f64::MIN_POSITIVE);
        assert_eq!(quotient(0.0, 0.0, 5e2, 1e4).unwrap_err().reason, Reason::Undefined);
        let (x, region) = (Cell::MISSING, jobs(1e3));
        let counts = Counts { x, region, industry: jobs(5e2), reference: jobs(1e4) };
        let why = location_quotient(&counts).unwrap_err();
        assert_eq!((why.reason, why.bounds), (Reason::Missing, None));
    }
}
