//! Economic base multiplier of regions: everything over what lies beyond the nation's shares.

use crate::base::estimate::{Answer, Estimate, Interval, Provenance, Withheld};
use crate::map::nationwide::{Beside, Grid, Row};
use crate::map::place::answer;
use crate::map::specialization::{base_multiplier, excess_employment};
use crate::panel::Cell;

/// Rows of the regions asked for, each with what is counted as basic beside it.
pub(super) fn rows(grid: &Grid<'_>, regions: &[usize]) -> Vec<Row> {
    let row = |&region: &usize| {
        let basic = basic(grid, region);
        let provenance = || Provenance::new("base_multiplier/1", [grid.source.clone()]);
        let value = multiplier(grid.base(region), basic, provenance());
        let beside = vec![Beside::new("basic", grid.unit(), answer(basic, provenance()))];
        Row::of_region(grid.regions[region], value.into(), beside)
    };
    regions.iter().map(row).collect()
}

/// Positive excesses of all industries together, between the sums of their ends where cells are hidden.
/// Industries that are not published for the nation add nothing.
fn basic(grid: &Grid<'_>, region: usize) -> Cell {
    let at_least_0 = |excess: Answer| match excess {
        Ok(estimate) => {
            let interval = estimate.interval();
            let (low, high) = (interval.lower().max(0.0), interval.upper().max(0.0));
            let value = estimate.value().max(0.0);
            if low < high {
                let status = crate::panel::Status::Estimated { low, high };
                Cell::new(value, status).unwrap_or(Cell::MISSING)
            } else {
                Cell::disclosed(value).unwrap_or(Cell::MISSING)
            }
        }
        Err(why) => why.bounds.map_or(Cell::MISSING, |bounds| {
            Cell::withheld(bounds.lower().max(0.0), bounds.upper().max(0.0))
                .unwrap_or(Cell::MISSING)
        }),
    };
    let published = |at: &usize| grid.nation()[*at].range().is_some();
    let industries = (0..grid.industries.len()).filter(published);
    Cell::sum(industries.map(|at| at_least_0(excess_employment(&grid.counts(region, at)))))
}

/// Falls as the basic part rises: the ends change places.
fn multiplier(all: Cell, basic: Cell, provenance: Provenance) -> Answer {
    let jobs = all.point()?;
    let (low, high) = basic.range().ok_or_else(|| Withheld::missing("not in the table"))?;
    let ends = base_multiplier(jobs, &[high]).zip(base_multiplier(jobs, &[low]));
    let bounds = ends.and_then(|(low, high)| Interval::bounds(low, high));
    let point = basic.point().map_err(|why| Withheld { bounds, ..why })?;
    let value = base_multiplier(jobs, &[point])
        .ok_or_else(|| Withheld::undefined("nothing lies beyond the nation's shares"))?;
    match bounds.filter(|interval| interval.width() > 0.0) {
        Some(interval) => Estimate::new(value, interval, provenance),
        None => Estimate::exact(value, provenance),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_cells_leave_bounds_and_nothing_basic_no_multiplier() {
        let all = Cell::disclosed(1000.0).unwrap();
        let made = || Provenance::new("base_multiplier/1", []);
        let known = multiplier(all, Cell::disclosed(250.0).unwrap(), made()).unwrap();
        assert!((known.value() - 4.0).abs() < 1e-12);
        let bounds = multiplier(all, Cell::withheld(200.0, 500.0).unwrap(), made()).unwrap_err();
        let bounds = bounds.bounds.unwrap();
        assert_eq!((bounds.lower(), bounds.upper()), (2.0, 5.0));
        let open = multiplier(all, Cell::withheld(0.0, 500.0).unwrap(), made()).unwrap_err();
        assert_eq!(open.bounds, None);
        assert!(multiplier(all, Cell::ZERO, made()).is_err());
    }
}
