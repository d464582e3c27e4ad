//! Difference quotient: a region's share of an industry less its share of everything.
//!
//! `x / industry - region / reference`, in shares; over regions it sums to 0.

use crate::base::estimate::{Answer, Estimate, Interval, Provenance, Withheld};
use crate::map::specialization::Counts;
use crate::map::table::Table;
use crate::panel::Cell;

/// Difference quotient of one industry in one region from its four counts.
///
/// # Returns
///
/// A share from -1 to 1, exact where all four counts are published, else with the bounds that they leave.
///
/// # Withheld when
///
/// A count is withheld or missing, or the industry or the reference area holds nothing.
///
/// # How to read it
///
/// 0.1 means a tenth of the reference's industry beyond what the region's size would hold.
///
/// # Source
///
/// Hoen and Oosterhaven 2006, The Annals of Regional Science 40(3).
pub fn difference_quotient(counts: &Counts) -> Answer {
    let bounds = bounds(counts);
    let point = |cell: Cell| cell.point().map_err(|why| Withheld { bounds, ..why });
    let (x, region) = (point(counts.x)?, point(counts.region)?);
    let (industry, reference) = (point(counts.industry)?, point(counts.reference)?);
    let value = difference(x, region, industry, reference)
        .ok_or_else(|| Withheld::undefined("a share of nothing"))?;
    let provenance = Provenance::new("difference_quotient/1", []);
    match bounds.filter(|interval| interval.width() > 0.0) {
        Some(interval) => Estimate::new(value, interval, provenance),
        None => Estimate::exact(value, provenance),
    }
}

/// `None` where a share would be one of nothing.
fn difference(x: f64, region: f64, industry: f64, reference: f64) -> Option<f64> {
    (industry > 0.0 && reference > 0.0).then(|| x / industry - region / reference)
}

/// Rises with `x` and `reference`, falls with `region` and `industry`: the ends come from the ends.
fn bounds(counts: &Counts) -> Option<Interval> {
    let (x_low, x_high) = counts.x.range()?;
    let (region_low, region_high) = counts.region.range()?;
    let (industry_low, industry_high) = counts.industry.range()?;
    let (reference_low, reference_high) = counts.reference.range()?;
    let low = difference(x_low, region_high, industry_high, reference_low)?;
    let high = difference(x_high, region_low, industry_low, reference_high)?;
    Interval::bounds(low, high)
}

/// Difference quotient of every industry in every region; rows are regions.
///
/// # Returns
///
/// Shares from -1 to 1; `None` for an industry of nothing. A region of nothing has 0 everywhere: none of
/// the industry and none of all.
///
/// # How to read it
///
/// 0.1 means a tenth of the industry beyond what the region's size would hold. Unlike the location quotient
/// it is large only where much stands, so small places do not lead its ranking.
///
/// # Source
///
/// Hoen and Oosterhaven 2006, The Annals of Regional Science 40(3).
pub fn difference_quotients(table: &Table) -> Vec<Vec<Option<f64>>> {
    table.each(|region, industry| {
        let all = table.industry_totals()[industry];
        let here = table.counts().at(region, industry);
        (all > 0.0).then(|| here / all - table.region_totals()[region] / table.total())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reference_two_regions_by_hand() {
        let found = difference_quotients(&Table::of(&[&[200.0, 800.0], &[300.0, 8700.0]]));
        assert!((found[0][0].unwrap() - (0.4 - 0.1)).abs() < 1e-15);
    }

    #[test]
    fn law_four_counts_give_what_the_table_gives_and_a_hidden_one_its_bounds() {
        let jobs = |count| Cell::disclosed(count).unwrap();
        let counts = Counts {
            x: jobs(200.0),
            region: jobs(1e3),
            industry: jobs(500.0),
            reference: jobs(1e4),
        };
        assert!((difference_quotient(&counts).unwrap().value() - 0.3).abs() < 1e-15);
        let hidden = Counts { x: Cell::withheld(50.0, 250.0).unwrap(), ..counts };
        let bounds = difference_quotient(&hidden).unwrap_err().bounds.unwrap();
        assert!(bounds.contains(0.3) && bounds.contains(0.0) && !bounds.contains(0.5));
        let nothing = Counts { industry: Cell::ZERO, ..counts };
        assert!(difference_quotient(&nothing).is_err());
    }

    #[test]
    fn law_regions_sum_to_nothing() {
        let found = difference_quotients(&Table::of(&[&[3.0, 5.0], &[0.0, 9.0], &[4.0, 1.0]]));
        for industry in 0..2 {
            let sum: f64 = found.iter().filter_map(|row| row[industry]).sum();
            assert!(sum.abs() < 1e-15);
        }
    }

    #[test]
    fn edge_an_industry_of_nothing_has_none_and_one_region_holds_its_share() {
        let found = difference_quotients(&Table::of(&[&[3.0, 0.0]]));
        assert_eq!(found, [[Some(0.0), None]]);
    }
}
