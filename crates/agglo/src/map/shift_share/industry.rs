//! One industry at two dates, in a region and in its reference area.

use agglo_stats::float;

use crate::panel::Cell;

/// Jobs of one industry at the start and at the end.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Industry {
    /// In the region.
    pub region: [Cell; 2],
    /// In the reference area, the region included.
    pub reference: [Cell; 2],
}

/// Jobs of all industries at the start and at the end.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Totals {
    /// In the region.
    pub region: [f64; 2],
    /// In the reference area, the region included.
    pub reference: [f64; 2],
}

impl Totals {
    /// Sums over industries; `None` as soon as one count is withheld or missing: published totals are needed
    /// then.
    pub fn of(industries: &[Industry]) -> Option<Self> {
        let sum = |of: &dyn Fn(&Industry) -> Cell| -> Option<f64> {
            let points = industries.iter().map(|industry| of(industry).point().ok());
            Some(float::sum(points.collect::<Option<Vec<f64>>>()?))
        };
        let region = [sum(&|at| at.region[0])?, sum(&|at| at.region[1])?];
        let reference = [sum(&|at| at.reference[0])?, sum(&|at| at.reference[1])?];
        Some(Self { region, reference })
    }
}

/// The four counts of an industry when all of them are known: `e` of the region, `n` of the reference area.
#[derive(Clone, Copy, Debug)]
pub(super) struct Known {
    pub(super) e: [f64; 2],
    pub(super) n: [f64; 2],
}

impl Known {
    /// `None` where a count is withheld, missing or negative.
    pub(super) fn of(industry: &Industry) -> Option<Self> {
        let point = |cell: Cell| cell.point().ok().filter(|count| *count >= 0.0);
        let pair = |cells: [Cell; 2]| Some([point(cells[0])?, point(cells[1])?]);
        Some(Self { e: pair(industry.region)?, n: pair(industry.reference)? })
    }

    /// Growth of the industry in the reference area; `None` where it is new there.
    pub(super) fn reference_growth(&self) -> Option<f64> {
        growth(self.n)
    }

    /// Growth of the industry in the region; `None` where it arrived.
    pub(super) fn own_growth(&self) -> Option<f64> {
        growth(self.e)
    }
}

/// `end / start - 1`; `None` from nothing.
pub(super) fn growth([start, end]: [f64; 2]) -> Option<f64> {
    (start > 0.0).then(|| end / start - 1.0)
}

#[cfg(test)]
impl Industry {
    /// The industry of a test: published counts.
    pub(super) fn published(region: [f64; 2], reference: [f64; 2]) -> Self {
        let cells = |counts: [f64; 2]| counts.map(|count| Cell::disclosed(count).unwrap());
        Self { region: cells(region), reference: cells(reference) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn totals_are_sums_and_unknown_as_soon_as_a_part_is() {
        let two = [
            Industry::published([1.0, 2.0], [10.0, 20.0]),
            Industry::published([3.0, 3.0], [30.0, 40.0]),
        ];
        let totals = Totals::of(&two).unwrap();
        assert_eq!((totals.region, totals.reference), ([4.0, 5.0], [40.0, 60.0]));
        let hidden = Industry { region: [Cell::withheld(1.0, 9.0).unwrap(); 2], ..two[0] };
        assert_eq!(Totals::of(&[hidden, two[1]]), None);
        assert!(Known::of(&hidden).is_none());
    }
}
