//! A region as the sum of its members, cell by cell: no panel is rebuilt to look at one place.

use crate::base::estimate::{Answer, Estimate, Interval, Provenance, Withheld};
use crate::base::id::RegionId;
use crate::base::region::Region;
use crate::panel::{Cell, Panel};

/// A region and the base units whose cells make it up.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    members: &'a [RegionId],
}

impl<'a> Place<'a> {
    /// The place that a region is.
    pub fn new(region: &'a Region) -> Self {
        Self { members: &region.members }
    }

    /// The place that a list of base units is.
    pub fn of(members: &'a [RegionId]) -> Self {
        Self { members }
    }

    /// The place that one base unit, or the nation, is.
    pub fn unit(id: &'a RegionId) -> Self {
        Self { members: std::slice::from_ref(id) }
    }

    /// Its base units.
    pub fn members(&self) -> &'a [RegionId] {
        self.members
    }

    /// Sum of the members' cells, bounds included; missing where a member or the industry is not in the
    /// table. `year` is a position on the axis.
    pub fn cell(&self, panel: &Panel, year: usize, industry: &str) -> Cell {
        let Some(industry) = panel.industry(industry) else { return Cell::MISSING };
        Cell::sum(self.members.iter().map(|member| {
            panel
                .region(member.as_str())
                .map_or(Cell::MISSING, |region| panel.cell([year, region, industry]))
        }))
    }
}

/// A cell as an answer: exact where it is published, with bounds where it is estimated between them.
pub fn answer(cell: Cell, provenance: Provenance) -> Answer {
    let value = cell.point()?;
    let bounds = cell.range().filter(|(low, high)| low < high);
    match bounds.and_then(|(low, high)| Interval::bounds(low, high)) {
        Some(interval) => Estimate::new(value, interval, provenance),
        None => Estimate::exact(value, provenance),
    }
}

/// Ratio of two positive cells, with the bounds that they leave.
///
/// Withheld where either is, and undefined where the lower one can be nothing.
pub fn ratio(top: Cell, bottom: Cell, provenance: Provenance) -> Answer {
    let bounds = ratio_bounds(top, bottom);
    let point = |cell: Cell| cell.point().map_err(|why| Withheld { bounds, ..why });
    let (above, below) = (point(top)?, point(bottom)?);
    if below <= 0.0 {
        return Err(Withheld::undefined("a share of nothing"));
    }
    let value = above / below;
    match bounds.filter(|interval| interval.width() > 0.0) {
        Some(interval) => Estimate::new(value, interval, provenance),
        None => Estimate::exact(value, provenance),
    }
}

fn ratio_bounds(top: Cell, bottom: Cell) -> Option<Interval> {
    let ((least, most), (low, high)) = (top.range()?, bottom.range()?);
    (low > 0.0).then(|| Interval::bounds(least / high, most / low))?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ratio_over_a_withheld_cell_is_bounded_by_its_ends() {
        let provenance = || Provenance::new("test", []);
        let (top, bottom) = (Cell::disclosed(10.0).unwrap(), Cell::withheld(2.0, 5.0).unwrap());
        let bounds = ratio(top, bottom, provenance()).unwrap_err().bounds.unwrap();
        assert_eq!((bounds.lower(), bounds.upper()), (2.0, 5.0));
        let nothing = Cell::withheld(0.0, 5.0).unwrap();
        assert_eq!(ratio(top, nothing, provenance()).unwrap_err().bounds, None);
        assert!(ratio(top, Cell::ZERO, provenance()).is_err());
    }
}
