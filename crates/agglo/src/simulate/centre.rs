//! Where the middle of a forecast lies: national growth of the sector, and the region's own residual.
//!
//! `x(t + h) = x(t) + h (a n + b · (f - m))`: `n` is the line's national growth over the past eight
//! years, `a` the share of such growth that came back in the median area in past windows, all sectors
//! together (about a half: growth turns, and the nation grows in its metropolitan areas), `f` what is
//! known of the region, `m` the median of `f` over all areas, `b` coefficients learned from past windows.

use crate::simulate::Baseline;
use crate::simulate::track::{TOTAL, Track};

/// Things known of a region and a line at an origin.
pub(crate) const FEATURES: usize = 4;
/// Years that a mean growth looks back.
pub(crate) const LOOK_BACK: usize = 8;
/// Years that a trend looks back.
const TREND: usize = 5;
/// Largest yearly residual that enters a mean, log points: one lost plant is not a trend.
const CLIP: f64 = 0.3;
/// Years of evidence that the mean residual 0 is worth.
const PRIOR_YEARS: f64 = 4.0;

/// Features of one area and line, `None` where they are not published.
///
/// In order: mean yearly growth of the line over the nation's, shrunk; the same of all jobs; log
/// location quotient; log of all jobs. Of the total, only the first says something.
pub(crate) fn features(
    track: &Track,
    nation: &Track,
    line: usize,
    year: usize,
) -> [Option<f64>; FEATURES] {
    let own = residual(track, nation, line, year);
    if line == TOTAL {
        return [own, None, None, None];
    }
    let size = track.log(TOTAL, year);
    let quotient = || {
        let national = nation.log(line, year)? - nation.log(TOTAL, year)?;
        Some(track.log(line, year)? - size? - national)
    };
    [own, residual(track, nation, TOTAL, year), quotient(), size]
}

/// Mean of the yearly growth over the nation's, from pairs of consecutive published years.
fn residual(track: &Track, nation: &Track, line: usize, year: usize) -> Option<f64> {
    let first = year.saturating_sub(LOOK_BACK) + 1;
    let (mut sum, mut n) = (0.0, 0.0);
    for y in first..=year {
        if let (Some(own), Some(national)) = (track.change(line, y), nation.change(line, y)) {
            sum += (own - national).clamp(-CLIP, CLIP);
            n += 1.0;
        }
    }
    (n > 0.0).then(|| sum / (n + PRIOR_YEARS))
}

/// Mean yearly growth of the nation in a line over the past eight years, or as many as there are.
pub(crate) fn national_growth(nation: &Track, line: usize, year: usize) -> f64 {
    let span = LOOK_BACK.min(year);
    let growth = || Some(nation.log(line, year)? - nation.log(line, year - span)?);
    if span == 0 { 0.0 } else { growth().unwrap_or(0.0) / span as f64 }
}

/// Mean yearly growth of the line itself over five years where both ends are published.
fn trend(track: &Track, line: usize, year: usize) -> Option<f64> {
    let span = TREND.min(year);
    let change = track.log(line, year)? - track.log(line, year - span)?;
    (span > 0).then(|| change / span as f64)
}

/// What was learned about one line and horizon.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Learned<'a> {
    /// Median of each feature over all areas.
    pub(crate) medians: &'a [f64; FEATURES],
    /// Coefficients of the features, per year.
    pub(crate) slopes: &'a [f64; FEATURES],
    /// Share of past national growth that comes back.
    pub(crate) returns: f64,
}

/// Expected growth of a line per year, from `year` on.
pub(crate) fn growth(
    by: Baseline,
    (track, nation): (&Track, &Track),
    (line, year): (usize, usize),
    learned: Learned<'_>,
) -> f64 {
    let features = || centred(&features(track, nation, line, year), learned.medians);
    let explained = || explained(&features(), learned.slopes);
    growth_with(by, (track, nation), (line, year), learned.returns, explained)
}

/// As [`growth`], where `explained` gives what the features add, `returns` the share of national
/// growth that comes back.
pub(crate) fn growth_with(
    by: Baseline,
    (track, nation): (&Track, &Track),
    (line, year): (usize, usize),
    returns: f64,
    explained: impl Fn() -> f64,
) -> f64 {
    let national = || national_growth(nation, line, year);
    match by {
        Baseline::Persistence => 0.0,
        Baseline::NationalGrowth => national(),
        Baseline::Trend => trend(track, line, year).unwrap_or_else(national),
        Baseline::HalfNationalQuarterTrend => {
            0.5 * national() + 0.25 * trend(track, line, year).unwrap_or(0.0)
        }
        Baseline::NationPlusRegion => returns * national() + explained(),
    }
}

/// What features less their medians add to the growth per year.
pub(crate) fn explained(features: &[f64; FEATURES], slopes: &[f64; FEATURES]) -> f64 {
    features.iter().zip(slopes).map(|(f, b)| f * b).sum()
}

/// Features less their medians; one that is not published counts as the median.
pub(crate) fn centred(
    known: &[Option<f64>; FEATURES],
    medians: &[f64; FEATURES],
) -> [f64; FEATURES] {
    std::array::from_fn(|j| known[j].map_or(0.0, |value| value - medians[j]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::panel::Cell;

    /// Two lines over ten years: the total grows by 10 % a year, the sector is hidden in year 4.
    fn track(hidden: bool) -> Track {
        Track::new(2, 10, |line, year| {
            let jobs = 1000.0 * agglo_stats::float::powf(1.1, year as f64);
            match line {
                1 if hidden && year == 4 => Cell::withheld(0.0, jobs).unwrap(),
                1 => Cell::disclosed(0.2 * jobs).unwrap(),
                _ => Cell::disclosed(jobs).unwrap(),
            }
        })
    }

    #[test]
    fn law_a_region_that_grows_like_the_nation_has_no_residual() {
        let nation = track(false);
        let features = features(&nation, &nation, 1, 9);
        for value in &features[..3] {
            assert!(value.unwrap().abs() < 1e-12);
        }
    }

    #[test]
    fn law_a_hidden_year_is_not_a_collapse_and_a_recovery() {
        let (region, nation) = (track(true), track(false));
        assert!(features(&region, &nation, 1, 9)[0].unwrap().abs() < 1e-12);
        assert_eq!(features(&region, &nation, 1, 4)[2], None);
    }

    #[test]
    fn reference_growth_of_each_baseline_by_hand() {
        let (track, zero) = (track(false), [0.0; FEATURES]);
        let learned = Learned { medians: &zero, slopes: &[0.0, 0.0, 0.5, 0.0], returns: 0.4 };
        let rate = agglo_stats::float::ln(1.1);
        let rows = [
            (Baseline::Persistence, 0.0),
            (Baseline::NationalGrowth, rate),
            (Baseline::Trend, rate),
            (Baseline::HalfNationalQuarterTrend, 0.75 * rate),
            (Baseline::NationPlusRegion, 0.4 * rate),
        ];
        for (by, expected) in rows {
            let got = growth(by, (&track, &track), (1, 9), learned);
            assert!((got - expected).abs() < 1e-12, "{by:?}");
        }
    }
}
