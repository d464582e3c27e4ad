//! Likely jobs of a cluster whose count is hidden: its establishments at the nation's mean size, kept inside
//! what is published.
//!
//! Establishments are published where jobs are not. A mean size says little of one employer (disclosed
//! hotels range from half to more than twice theirs), so the number orders clusters and enters no verdict.

use agglo_stats::float;

use crate::base::estimate::{Answer, Caveat, Estimate, Interval, Provenance, Withheld};
use crate::map::specialization::Counts;

/// Likely jobs of a cluster in a region.
///
/// # Returns
///
/// Jobs; exact where they are published, else an estimate whose interval is the bounds of the hidden cell.
///
/// # Withheld when
///
/// Nothing bounds the count, or the nation's mean size is unknown.
pub(crate) fn jobs(jobs: &Counts, establishments: &Counts, provenance: Provenance) -> Answer {
    if let Ok(value) = jobs.x.point() {
        return Estimate::exact(value, provenance);
    }
    let bounds = jobs.x.range().and_then(|(low, high)| Interval::bounds(low, high));
    let middle = |range: Option<(f64, f64)>| range.map(|(low, high)| low.midpoint(high));
    let size = middle(jobs.industry.range())
        .zip(middle(establishments.industry.range()))
        .and_then(|(jobs, doors)| (doors > 0.0).then(|| jobs / doors));
    let likely = size.zip(middle(establishments.x.range())).map(|(size, doors)| size * doors);
    let (Some(bounds), Some(likely)) = (bounds, likely) else {
        return Err(Withheld::suppressed("hidden by its publisher", bounds));
    };
    let value = likely.clamp(bounds.lower(), bounds.upper());
    Ok(Estimate::new(value, bounds, provenance)?.caveat(Caveat::new(
        "mean-size",
        "Hidden: its establishments at the nation's mean size, kept inside what is published.",
    )))
}

/// Jobs above those that the nation's share would give, from likely jobs; `None` where a base is unknown.
pub(super) fn excess(likely: f64, jobs: &Counts) -> Option<f64> {
    let middle = |range: Option<(f64, f64)>| range.map(|(low, high)| low.midpoint(high));
    let (region, industry) = (middle(jobs.region.range())?, middle(jobs.industry.range())?);
    let reference = middle(jobs.reference.range()).filter(|reference| *reference > 0.0)?;
    Some(likely - region * industry / reference)
}

/// How far a cluster stands out: jobs times the logarithm of what they are of the nation's share.
///
/// It weighs both how many and how much more; below zero where the region has less than its share.
///
/// # Source
///
/// The region's term of the likelihood ratio of shares, after Dunning 1993, Computational Linguistics 19(1).
pub(super) fn prominence(likely: f64, excess: f64) -> f64 {
    let share = likely - excess;
    if likely <= 0.0 {
        return if share > 0.0 { -share } else { 0.0 };
    }
    if share > 0.0 { likely * float::ln(likely / share) } else { likely }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::panel::Cell;

    fn counts(x: Cell, industry: f64) -> Counts {
        let known = |value| Cell::disclosed(value).unwrap();
        Counts { x, region: known(1_000.0), industry: known(industry), reference: known(100_000.0) }
    }

    fn hidden(low: f64, high: f64) -> Cell {
        Cell::withheld(low, high).unwrap()
    }

    fn likely(cell: Cell, doors: f64) -> Answer {
        let doors = counts(Cell::disclosed(doors).unwrap(), 50.0);
        jobs(&counts(cell, 1_000.0), &doors, Provenance::new("likely_jobs/1", []))
    }

    #[test]
    fn hidden_jobs_are_the_mean_size_times_establishments_inside_the_bounds() {
        // The nation has 20 jobs in each of 50 establishments.
        assert_eq!(likely(hidden(0.0, 500.0), 4.0).unwrap().value().to_bits(), 80.0_f64.to_bits());
        assert_eq!(
            likely(hidden(100.0, 500.0), 4.0).unwrap().value().to_bits(),
            100.0_f64.to_bits()
        );
        assert_eq!(likely(hidden(0.0, 22.0), 4.0).unwrap().value().to_bits(), 22.0_f64.to_bits());
        assert_eq!(
            likely(Cell::disclosed(7.0).unwrap(), 4.0).unwrap().value().to_bits(),
            7.0_f64.to_bits()
        );
        assert!(likely(Cell::MISSING, 4.0).is_err());
    }

    #[test]
    fn prominence_rises_with_size_and_with_the_quotient() {
        assert!(prominence(200.0, 100.0) > prominence(100.0, 50.0), "twice the size");
        assert!(prominence(100.0, 75.0) > prominence(100.0, 50.0), "twice the quotient");
        assert!(prominence(50.0, -50.0) < 0.0 && prominence(0.0, -10.0) < 0.0);
        assert_eq!(prominence(100.0, 0.0).to_bits(), 0.0_f64.to_bits(), "as the nation");
    }

    #[test]
    fn the_excess_is_what_stands_above_the_nations_share() {
        assert_eq!(excess(80.0, &counts(hidden(0.0, 500.0), 1_000.0)), Some(70.0));
    }
}
