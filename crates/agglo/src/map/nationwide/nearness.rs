//! What regions are close to: relatedness density, the complexity near them, and what each new industry
//! would bring near.

use crate::base::error::Error;
use crate::base::estimate::{Figure, Withheld};
use crate::map::nationwide::cells::exact;
use crate::map::nationwide::complexity::{PRESENT, by_region, strong};
use crate::map::nationwide::{Beside, Grid, Measured, Row};
use crate::map::presence::Presence;
use crate::map::relatedness::{Diagonal, Form, density, opportunities, proximity};

/// Outlook of the regions asked for, with the number of industries that each is strong in.
///
/// # Errors
///
/// `E0301` where the decomposition ends without an answer.
pub(super) fn outlook_rows(grid: &Grid<'_>, regions: &[usize]) -> Result<Vec<Row>, Error> {
    let (table, known) = grid.table()?;
    let presence = Presence::of_counts(&table, PRESENT);
    let found = opportunities(&presence)?;
    let diversity = presence.diversity();
    Ok(by_region(grid, regions, &known, |at| {
        (exact(found.outlook[at], "opportunity/1", grid), vec![strong(grid, diversity[at])])
    }))
}

/// Density around, or gain of, each industry that a region is not strong in; of the one asked for in any case.
///
/// # Errors
///
/// `E0301` where the decomposition ends without an answer.
pub(super) fn pair_rows(
    grid: &Grid<'_>,
    measure: Measured,
    regions: &[usize],
    industry: Option<usize>,
) -> Result<Vec<Row>, Error> {
    let (table, known) = grid.table()?;
    let presence = Presence::of_counts(&table, PRESENT);
    let values = if measure == Measured::OpportunityGain {
        opportunities(&presence)?.gain
    } else {
        let numbers = |error: agglo_stats::Error| Error::new("E0301", error.to_string());
        let near = proximity(&presence, Form::Larger, Diagonal::Zero).map_err(numbers)?;
        density(&presence, &near)?.table()
    };
    let method = format!("{}/1", measure.name());
    let all: Vec<usize> = (0..grid.industries.len()).collect();
    let columns = industry.as_ref().map_or(all.as_slice(), std::slice::from_ref);
    let mut rows = Vec::new();
    for &region in regions {
        let place = known.binary_search(&region);
        for &at in columns {
            let (value, is_strong) = match place {
                Ok(row) => {
                    let value = exact(values[row][at], &method, grid);
                    (value, Some(presence.holds(row, at)))
                }
                Err(_) => (Figure::Withheld(Withheld::missing("not in the table")), None),
            };
            if industry.is_none() && is_strong == Some(true) {
                continue;
            }
            let flag = is_strong.map(|is| if is { 1.0 } else { 0.0 });
            let beside = vec![Beside::new("strong", "flag", exact(flag, "presence/1", grid))];
            let row = Row::of_region(grid.regions[region], value, beside);
            rows.push(row.of_industry(grid.industries[at]));
        }
    }
    Ok(rows)
}
