//! Standardised location quotient: how far a region's quotient stands from those of all regions.
//!
//! `z = (LQ - mean) / sd` over the regions of one industry; the second form takes `ln LQ`.

use agglo_stats::float;

use crate::map::table::Table;

/// What the standard deviation divides by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Deviation {
    /// One less than the regions: a sample of what could have been.
    #[default]
    Sample,
    /// The regions: they are all there is.
    Population,
}

/// Standardised quotients; rows are regions, columns industries.
#[derive(Clone, Debug, PartialEq)]
pub struct Standardized {
    /// From the quotients, in standard deviations.
    pub z: Vec<Vec<Option<f64>>>,
    /// From their logarithms, over the regions that have the industry.
    pub z_log: Vec<Vec<Option<f64>>>,
    /// Regions left out of the logarithms, by industry: they have none of it.
    pub zeros: Vec<usize>,
}

/// Standardised quotients of every industry over the regions that hold anything at all.
///
/// # Returns
///
/// `None` for an industry whose quotients do not vary, an industry of nothing, and a region of nothing; in
/// the logarithms also for a region without the industry. Check `zeros` before reading them: with zeros left
/// out, the others are compared with fewer.
///
/// # How to read it
///
/// Above 1.96 (1.65 on one side) a region is said to stand out, which holds only where the values look
/// normal; quotients seldom do, their logarithms sometimes.
///
/// # Source
///
/// O'Donoghue and Gleave 2004, Regional Studies 38(4).
pub fn standardized_quotients(table: &Table, deviation: Deviation) -> Standardized {
    let quotients = table.each(|region, industry| table.quotient(region, industry));
    let industries = table.counts().columns();
    let column = |industry: usize| quotients.iter().map(move |row| row[industry]);
    let mut zeros = vec![0; industries];
    let (mut plain, mut logs) = (Vec::new(), Vec::new());
    for (industry, zeros) in zeros.iter_mut().enumerate() {
        let positive = |lq: Option<f64>| lq.filter(|lq| *lq > 0.0);
        *zeros = column(industry).flatten().filter(|lq| *lq <= 0.0).count();
        plain.push(standardized(&column(industry).collect::<Vec<_>>(), deviation));
        let logs_here = column(industry).map(|lq| positive(lq).map(float::ln));
        logs.push(standardized(&logs_here.collect::<Vec<_>>(), deviation));
    }
    let rows = |columns: Vec<Vec<Option<f64>>>| table.each(|r, i| columns[i][r]);
    Standardized { z: rows(plain), z_log: rows(logs), zeros }
}

/// Distances from the mean of the values that are there, in their standard deviations.
fn standardized(values: &[Option<f64>], deviation: Deviation) -> Vec<Option<f64>> {
    let known: Vec<f64> = values.iter().flatten().copied().collect();
    let spread = float::mean(&known).and_then(|mean| {
        let squares = float::sum(known.iter().map(|value| (value - mean) * (value - mean)));
        let divisor = match deviation {
            Deviation::Sample => known.len() as f64 - 1.0,
            Deviation::Population => known.len() as f64,
        };
        let sd = (squares / divisor).sqrt();
        let largest = known.iter().fold(0.0_f64, |most, value| most.max(value.abs()));
        // Equal quotients come out of the division a few last digits apart.
        (divisor > 0.0 && sd > 1e-12 * largest.max(1.0)).then_some((mean, sd))
    });
    let z = |value: &Option<f64>| Some(((*value)? - spread?.0) / spread?.1);
    values.iter().map(z).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reference_three_values_by_hand() {
        let values = [Some(1.0), Some(2.0), None, Some(3.0)];
        let found = standardized(&values, Deviation::Sample);
        assert_eq!(found, [Some(-1.0), Some(0.0), None, Some(1.0)]);
        let whole = standardized(&values, Deviation::Population);
        assert!((whole[3].unwrap() - 1.5_f64.sqrt()).abs() < 1e-15);
    }

    #[test]
    fn law_each_industry_has_mean_zero_and_spread_one() {
        let table =
            Table::of(&[&[3.0, 50.0, 4.0], &[9.0, 20.0, 0.0], &[1.0, 1.0, 8.0], &[2.0, 7.0, 7.0]]);
        let found = standardized_quotients(&table, Deviation::Sample);
        assert_eq!(found.zeros, [0, 0, 1]);
        for (form, left) in [(&found.z, 4.0), (&found.z_log, 3.0)] {
            let column: Vec<f64> = form.iter().filter_map(|row| row[2]).collect();
            assert!(column.iter().sum::<f64>().abs() < 1e-12);
            let squares: f64 = column.iter().map(|z| z * z).sum();
            assert!((squares - (left - 1.0)).abs() < 1e-12);
        }
    }

    #[test]
    fn edge_equal_quotients_empty_regions_and_one_region_have_none() {
        let even =
            standardized_quotients(&Table::of(&[&[1.0, 3.0], &[2.0, 6.0]]), Deviation::Sample);
        assert!(even.z.iter().flatten().all(Option::is_none));
        let empty = Table::of(&[&[1.0, 3.0], &[0.0, 0.0], &[5.0, 6.0]]);
        let empty = standardized_quotients(&empty, Deviation::Sample);
        assert!(empty.z[0][0].is_some() && empty.z[1][0].is_none());
        let one = standardized_quotients(&Table::of(&[&[1.0, 3.0]]), Deviation::Sample);
        assert_eq!(one.z, [[None, None]]);
    }
}
