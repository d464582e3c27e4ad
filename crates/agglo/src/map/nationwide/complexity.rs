//! Measures of regions from a whole table of presence: complexity, fitness, and the inequality of quotients.

use crate::base::error::Error;
use crate::base::estimate::{Figure, Withheld};
use crate::map::complexity::{FitnessOptions, Undefined, economic_complexity, fitness, ranks};
use crate::map::nationwide::cells::exact;
use crate::map::nationwide::{Beside, Grid, Row};
use crate::map::presence::Presence;
use crate::map::specialization::gini_specialization;
use crate::map::table::Table;

/// Quotient from which an industry counts as present.
pub(super) const PRESENT: f64 = 1.0;

/// Economic complexity of the regions asked for, with the number of industries that each is strong in.
///
/// # Errors
///
/// `E0301` where the decomposition ends without an answer.
pub(super) fn complexity_rows(grid: &Grid<'_>, regions: &[usize]) -> Result<Vec<Row>, Error> {
    let (table, known) = grid.table()?;
    let presence = Presence::of_counts(&table, PRESENT);
    let numbers = |error: agglo_stats::Error| Error::new("E0301", error.to_string());
    let found = economic_complexity(&presence).map_err(numbers)?;
    let scores = found.scores.map(|scores| scores.regions);
    let diversity = presence.diversity();
    let value = |at: usize| -> Figure {
        match &scores {
            Ok(scores) => exact(scores[at], "economic_complexity/1", grid),
            Err(why) => Figure::Withheld(Withheld::undefined(words(*why))),
        }
    };
    Ok(by_region(grid, regions, &known, |at| (value(at), vec![strong(grid, diversity[at])])))
}

fn words(why: Undefined) -> &'static str {
    match why {
        Undefined::TooSmall => "fewer than three regions or industries have anything",
        Undefined::Disconnected => "the table falls into parts that share no industry",
        Undefined::NoGap => "another reading fits the table as well",
    }
}

/// Fitness of the regions asked for, with its rank among all and the number of industries.
///
/// # Errors
///
/// `E0301` where a count is negative.
pub(super) fn fitness_rows(grid: &Grid<'_>, regions: &[usize]) -> Result<Vec<Row>, Error> {
    let (table, known) = grid.table()?;
    let presence = Presence::of_counts(&table, PRESENT);
    let found = fitness(&presence, FitnessOptions::default());
    let ranks = ranks(&found.regions);
    let diversity = presence.diversity();
    Ok(by_region(grid, regions, &known, |at| {
        let has_fallen = found.regions_at_zero.binary_search(&at).is_ok();
        let value = if has_fallen {
            Figure::Withheld(Withheld::undefined("it falls to zero: only its rank is known"))
        } else {
            exact(found.regions[at], "fitness/1", grid)
        };
        let rank = ranks[at].map(|rank| rank as f64);
        let rank = Beside::new("rank", "rank", exact(rank, "fitness/1", grid));
        (value, vec![rank, strong(grid, diversity[at])])
    }))
}

/// Gini index of the quotients of the regions asked for.
///
/// # Errors
///
/// `E0301` where a count is negative.
pub(super) fn gini_rows(grid: &Grid<'_>, regions: &[usize]) -> Result<Vec<Row>, Error> {
    let (table, known): (Table, Vec<usize>) = grid.table()?;
    let found = gini_specialization(&table);
    Ok(by_region(grid, regions, &known, |at| {
        (exact(found[at], "gini_specialization/1", grid), Vec::new())
    }))
}

/// The number of industries that a region is strong in.
pub(super) fn strong(grid: &Grid<'_>, count: u32) -> Beside {
    let figure = exact(Some(f64::from(count)), "diversity/1", grid);
    Beside::new("strong_industries", "industries", figure)
}

/// Rows by region from values by position in the table; those that are not in it are missing.
pub(super) fn by_region(
    grid: &Grid<'_>,
    regions: &[usize],
    known: &[usize],
    read: impl Fn(usize) -> (Figure, Vec<Beside>),
) -> Vec<Row> {
    let row = |&region: &usize| {
        let (value, beside) = if let Ok(at) = known.binary_search(&region) {
            read(at)
        } else {
            let why = grid.points(region).err();
            let why = why.unwrap_or_else(|| Withheld::missing("not in the table"));
            (Figure::Withheld(why), Vec::new())
        };
        Row::of_region(grid.regions[region], value, beside)
    };
    regions.iter().map(row).collect()
}
