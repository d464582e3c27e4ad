//! Excess employment: jobs above those that the nation's share of an industry would give the region.
//!
//! `x - region * industry / reference`, in jobs; negative where the region has less than its share.

use crate::base::estimate::{Answer, Estimate, Interval, Provenance, Withheld};
use crate::map::specialization::Counts;

/// Excess employment of one industry in one region.
///
/// # Returns
///
/// Jobs. Exact where all four counts are published, else with the bounds that they leave.
///
/// # Withheld when
///
/// A count is withheld or missing, or the reference area holds nothing.
///
/// # How to read it
///
/// It pairs the quotient with size: `(1 - 1 / LQ) * x`. Read as jobs that serve customers outside, it
/// assumes that productivity and tastes are the nation's and that a region does not buy and sell the same
/// thing at once.
///
/// # Source
///
/// Mattila and Thompson 1955, Land Economics 31(3): the index of surplus workers.
pub fn excess_employment(counts: &Counts) -> Answer {
    let bounds = bounds(counts);
    let point = |cell: crate::panel::Cell| cell.point().map_err(|why| Withheld { bounds, ..why });
    let (x, region) = (point(counts.x)?, point(counts.region)?);
    let (industry, reference) = (point(counts.industry)?, point(counts.reference)?);
    let value = excess(x, region, industry, reference)
        .ok_or_else(|| Withheld::undefined("a share of nothing"))?;
    let interval = bounds.filter(|interval| interval.width() > 0.0);
    let interval = interval
        .or_else(|| Interval::exact(value))
        .ok_or_else(|| Withheld::undefined("not a finite number"))?;
    Estimate::new(value, interval, Provenance::new("excess_employment/1", []))
}

/// Economic base multiplier: all jobs over basic ones, the positive excesses of all industries together;
/// `None` where there are none.
///
/// # Source
///
/// Mattila and Thompson 1955; Isard 1960, Methods of Regional Analysis.
pub fn base_multiplier(jobs: f64, excesses: &[f64]) -> Option<f64> {
    let basic = agglo_stats::float::sum(excesses.iter().map(|jobs| jobs.max(0.0)));
    (basic > 0.0).then(|| jobs / basic)
}

fn excess(x: f64, region: f64, industry: f64, reference: f64) -> Option<f64> {
    (reference > 0.0).then(|| x - region * industry / reference)
}

/// Rises with `x` and `reference`, falls with `region` and `industry`.
fn bounds(counts: &Counts) -> Option<Interval> {
    let (x_low, x_high) = counts.x.range()?;
    let (region_low, region_high) = counts.region.range()?;
    let (industry_low, industry_high) = counts.industry.range()?;
    let (reference_low, reference_high) = counts.reference.range()?;
    let low = excess(x_low, region_high, industry_high, reference_low)?;
    let high = excess(x_high, region_low, industry_low, reference_high)?;
    Interval::bounds(low, high)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::map::specialization::location_quotient;
    use crate::panel::Cell;

    fn counts(x: f64) -> Counts {
        let jobs = |count| Cell::disclosed(count).unwrap();
        Counts { x: jobs(x), region: jobs(1e3), industry: jobs(500.0), reference: jobs(1e4) }
    }

    #[test]
    fn law_it_is_the_count_times_one_less_the_inverse_quotient() {
        for x in [1.0, 30.0, 50.0, 700.0] {
            let quotient = location_quotient(&counts(x)).unwrap().value();
            let excess = excess_employment(&counts(x)).unwrap().value();
            assert!((excess - (1.0 - 1.0 / quotient) * x).abs() < 1e-9);
        }
    }

    #[test]
    fn edge_a_withheld_count_gives_bounds_and_none_the_whole_share_as_a_lack() {
        let x = Cell::withheld(40.0, 60.0).unwrap();
        let why = excess_employment(&Counts { x, ..counts(0.0) }).unwrap_err();
        let bounds = why.bounds.unwrap();
        assert_eq!((bounds.lower(), bounds.upper()), (-10.0, 10.0));
        assert!((excess_employment(&counts(0.0)).unwrap().value() + 50.0).abs() < 1e-12);
    }
}
