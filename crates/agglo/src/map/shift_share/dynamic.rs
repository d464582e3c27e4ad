//! Dynamic shift-share: the classic one year by year, summed, so that the mix may change on the way.
//!
//! Source: Barff and Knight 1988, Growth and Change 19(2).

use crate::base::error::Error;
use crate::map::shift_share::classic::{components, sum};
use crate::map::shift_share::industry::{Known, growth};
use crate::map::shift_share::{Components, Industry};
use crate::panel::Cell;

/// Years of an industry, by position.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// The industry.
    pub industry: usize,
    /// First year.
    pub from: usize,
    /// Last year.
    pub to: usize,
}

/// Shift-share over years.
#[derive(Clone, Debug, PartialEq)]
pub struct Dynamic {
    /// Sums over the years.
    pub total: Components,
    /// By step, the first from year 0 to year 1; a bridge counts in the year where it ends.
    pub by_year: Vec<Components>,
    /// Years that were withheld or missing and are crossed in one step.
    pub bridges: Vec<Span>,
    /// Years at either end whose changes are not assigned, because the first or last count is not known.
    pub gaps: Vec<Span>,
}

/// Dynamic shift-share; rows are industries, columns years; `reference` are all jobs of the reference area
/// in each year, `None` where not published.
///
/// # Returns
///
/// Parts in jobs. Over one step it is the classic shift-share; over more it is not, which is its purpose.
///
/// # Errors
///
/// `E0301` where rows differ in length or number, or there are fewer than two years.
pub fn dynamic(
    region: &[Vec<Cell>],
    nation: &[Vec<Cell>],
    reference: &[Option<f64>],
) -> Result<Dynamic, Error> {
    let years = reference.len();
    let even = region.iter().chain(nation).all(|row| row.len() == years);
    if !even || region.len() != nation.len() || years < 2 {
        let what = "each industry needs a count for each of two years or more, here and there";
        return Err(Error::new("E0301", what));
    }
    let mut steps: Vec<Vec<Components>> = vec![Vec::new(); years - 1];
    let (mut bridges, mut gaps) = (Vec::new(), Vec::new());
    for (industry, (here, there)) in region.iter().zip(nation).enumerate() {
        let usable = |year: &usize| {
            let known = here[*year].point().is_ok() && there[*year].point().is_ok();
            known && reference[*year].is_some_and(|total| total > 0.0)
        };
        let known: Vec<usize> = (0..years).filter(usable).collect();
        for pair in known.windows(2) {
            let (from, to) = (pair[0], pair[1]);
            let span = [from, to];
            let step =
                Industry { region: span.map(|at| here[at]), reference: span.map(|at| there[at]) };
            let all = growth(span.map(|at| reference[at].unwrap_or(0.0)));
            if let Some((known, all)) = Known::of(&step).zip(all) {
                steps[to - 1].push(components(&known, all));
            }
            if to > from + 1 {
                bridges.push(Span { industry, from, to });
            }
        }
        gaps.extend(ends(industry, known.first().copied(), known.last().copied(), years - 1));
    }
    let by_year: Vec<Components> = steps.iter().map(|parts| sum(parts)).collect();
    Ok(Dynamic { total: sum(&by_year), by_year, bridges, gaps })
}

/// What is not assigned before the first known year and after the last.
fn ends(industry: usize, first: Option<usize>, last: Option<usize>, end: usize) -> Vec<Span> {
    let (Some(first), Some(last)) = (first, last) else {
        return vec![Span { industry, from: 0, to: end }];
    };
    let before = (first > 0).then_some(Span { industry, from: 0, to: first });
    let after = (last < end).then_some(Span { industry, from: last, to: end });
    before.into_iter().chain(after).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::map::shift_share::classic;

    fn totals(rows: &[Vec<Cell>]) -> Vec<Option<f64>> {
        let sum = |year| Cell::sum(rows.iter().map(|row: &Vec<Cell>| row[year])).point().ok();
        (0..rows[0].len()).map(sum).collect()
    }

    fn cells(rows: &[&[f64]]) -> Vec<Vec<Cell>> {
        let row = |row: &&[f64]| row.iter().map(|count| Cell::disclosed(*count).unwrap()).collect();
        rows.iter().map(row).collect()
    }

    #[test]
    fn law_one_step_is_the_classic_shift_share() {
        let (here, there) =
            (cells(&[&[10.0, 14.0], &[8.0, 6.0]]), cells(&[&[90.0, 99.0], &[50.0, 40.0]]));
        let found = dynamic(&here, &there, &[Some(140.0), Some(139.0)]).unwrap();
        let industries: Vec<Industry> = (0..2)
            .map(|at| Industry {
                region: [here[at][0], here[at][1]],
                reference: [there[at][0], there[at][1]],
            })
            .collect();
        assert_eq!(found.total, classic(&industries, [140.0, 139.0]).unwrap().total);
    }

    #[test]
    fn law_the_parts_sum_to_the_change_over_all_years() {
        let here = cells(&[&[10.0, 14.0, 0.0, 7.0], &[8.0, 6.0, 9.0, 9.0]]);
        let there = cells(&[&[90.0, 99.0, 95.0, 97.0], &[50.0, 40.0, 44.0, 52.0]]);
        let found = dynamic(&here, &there, &totals(&there)).unwrap().total;
        let sum = found.national + found.mix + found.regional + found.new;
        assert!((found.change + 2.0).abs() < 1e-12 && (sum - found.change).abs() < 1e-12);
    }

    #[test]
    fn edge_a_withheld_year_is_bridged_and_an_open_end_is_said() {
        let mut here = cells(&[&[10.0, 14.0, 12.0], &[8.0, 6.0, 9.0]]);
        let there = cells(&[&[90.0, 99.0, 95.0], &[50.0, 40.0, 44.0]]);
        here[0][1] = Cell::withheld(1.0, 19.0).unwrap();
        here[1][2] = Cell::MISSING;
        let found = dynamic(&here, &there, &totals(&there)).unwrap();
        assert_eq!(found.bridges, [Span { industry: 0, from: 0, to: 2 }]);
        assert_eq!(found.gaps, [Span { industry: 1, from: 1, to: 2 }]);
        assert!((found.by_year[1].change - 2.0).abs() < 1e-12);
        assert!((found.total.change - (2.0 - 2.0)).abs() < 1e-12);
    }

    #[test]
    fn edge_one_year_and_uneven_rows_are_refused() {
        assert!(dynamic(&[], &[], &[Some(1.0)]).is_err());
        let rows = cells(&[&[1.0, 2.0]]);
        assert!(dynamic(&rows, &rows, &[Some(1.0); 3]).is_err());
    }
}
