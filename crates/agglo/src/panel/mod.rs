//! Cells on three axes: year, region, industry. Sorted, unique, without string keys inside.
//!
//! A panel holds one variable of one table. Reading a cell gives a [`Cell`], which carries its status;
//! a code that is not on an axis is an error of the caller, never a zero.

pub mod carry;
pub mod cell;
pub mod changes;
pub mod fact;
pub mod impute;
pub mod jobs;
pub mod share_out;
pub mod structure;
pub mod subset;
pub mod tighten;
pub mod tightest;

use crate::base::error::Error;
use crate::base::id::{IndustryId, RegionId, SourceId};
use crate::base::year::Year;

pub use cell::{Cell, Status};
pub use changes::Changes;
pub use fact::{Fact, Facts, Pooling};
pub use jobs::Jobs;
pub use structure::{Base, ClusterStructure, Structure};

/// The axes and the source of a panel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Axes {
    /// Years, ascending and unique.
    pub years: Vec<Year>,
    /// Regions, sorted and unique.
    pub regions: Vec<RegionId>,
    /// Industries, sorted and unique.
    pub industries: Vec<IndustryId>,
    /// The dataset that the cells come from.
    pub source: SourceId,
}

/// One variable over years, regions and industries: `cells[year][region][industry]`.
#[derive(Clone, Debug)]
pub struct Panel {
    axes: Axes,
    values: Vec<f64>,
    marks: Vec<Mark>,
    /// Bounds of withheld and estimated cells, by position.
    bounds: Vec<(usize, f64, f64)>,
}

/// A panel that is being filled.
pub struct PanelBuilder {
    panel: Panel,
    seen: Vec<bool>,
}

impl PanelBuilder {
    /// Sets the cell at `[year, region, industry]` positions on the axes.
    ///
    /// # Errors
    ///
    /// `E0202` when the cell was set before.
    pub fn set(&mut self, at: [usize; 3], cell: Cell) -> Result<(), Error> {
        let position = self.panel.position(at);
        if std::mem::replace(&mut self.seen[position], true) {
            let what = "a cell stands twice in the table";
            return Err(Error::new("E0202", what).at(self.panel.place(at)));
        }
        self.panel.put(position, cell);
        Ok(())
    }

    /// The panel.
    pub fn finish(mut self) -> Panel {
        self.panel.bounds.sort_by_key(|&(position, ..)| position);
        self.panel
    }
}

/// Status without its bounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark {
    Disclosed,
    Zero,
    Estimated,
    Withheld,
    Missing,
}

impl Panel {
    /// A panel of `fill` everywhere, into which the listed cells are set.
    ///
    /// `fill` is what an absent row of the table means: [`Cell::ZERO`] where the table is complete,
    /// [`Cell::MISSING`] where it is not. Cells are `(year, region, industry)` positions on the axes.
    pub fn new(
        axes: Axes,
        fill: Cell,
        cells: impl IntoIterator<Item = ([usize; 3], Cell)>,
    ) -> Result<Self, Error> {
        let mut builder = Self::filled(axes, fill)?;
        for (at, cell) in cells {
            builder.set(at, cell)?;
        }
        Ok(builder.finish())
    }

    /// A panel of `fill` everywhere, to be filled cell by cell: what a reader of a large table needs.
    ///
    /// # Errors
    ///
    /// `E0203` when an axis is not sorted and unique.
    pub fn filled(axes: Axes, fill: Cell) -> Result<PanelBuilder, Error> {
        check_axis(&axes.years, "years", &axes.source)?;
        check_axis(&axes.regions, "regions", &axes.source)?;
        check_axis(&axes.industries, "industries", &axes.source)?;
        let size = axes.years.len() * axes.regions.len() * axes.industries.len();
        let (mark, _) = split(fill);
        let panel = Self {
            axes,
            values: vec![fill.point().unwrap_or(0.0); size],
            marks: vec![mark; size],
            bounds: Vec::new(),
        };
        Ok(PanelBuilder { panel, seen: vec![false; size] })
    }

    fn put(&mut self, position: usize, cell: Cell) {
        let (mark, bounds) = split(cell);
        self.marks[position] = mark;
        self.values[position] = cell.point().unwrap_or(0.0);
        if let Some((low, high)) = bounds {
            self.bounds.push((position, low, high));
        }
    }

    fn position(&self, [year, region, industry]: [usize; 3]) -> usize {
        (year * self.axes.regions.len() + region) * self.axes.industries.len() + industry
    }

    fn place(&self, [year, region, industry]: [usize; 3]) -> String {
        format!(
            "{}, {}, region {}, industry {}",
            self.axes.source,
            self.axes.years[year],
            self.axes.regions[region],
            self.axes.industries[industry]
        )
    }

    /// Years, regions, industries and source.
    pub fn axes(&self) -> &Axes {
        &self.axes
    }

    /// Position of a region on its axis.
    pub fn region(&self, id: &str) -> Option<usize> {
        self.axes.regions.binary_search_by(|region| region.as_str().cmp(id)).ok()
    }

    /// Position of an industry on its axis.
    pub fn industry(&self, id: &str) -> Option<usize> {
        self.axes.industries.binary_search_by(|industry| industry.as_str().cmp(id)).ok()
    }

    /// Position of a year on its axis.
    pub fn year(&self, year: Year) -> Option<usize> {
        self.axes.years.binary_search(&year).ok()
    }

    /// The cell at `[year, region, industry]` positions.
    pub fn cell(&self, at: [usize; 3]) -> Cell {
        let position = self.position(at);
        let bounds = || {
            let found = self.bounds.binary_search_by_key(&position, |&(at, ..)| at);
            found.map_or((0.0, 0.0), |index| (self.bounds[index].1, self.bounds[index].2))
        };
        let status = match self.marks[position] {
            Mark::Disclosed => Status::Disclosed,
            Mark::Zero => Status::Zero,
            Mark::Missing => Status::Missing,
            Mark::Estimated => {
                let (low, high) = bounds();
                Status::Estimated { low, high }
            }
            Mark::Withheld => {
                let (low, high) = bounds();
                Status::Withheld { low, high }
            }
        };
        Cell::new(self.values[position], status).unwrap_or(Cell::MISSING)
    }

    /// The same panel with one more region, whose cells are the sums of its members' cells.
    ///
    /// # Errors
    ///
    /// `E0101` when a member is not on the axis or `id` is there already.
    pub fn with_sum(&self, id: &RegionId, members: &[RegionId]) -> Result<Self, Error> {
        let rows: Vec<usize> = members
            .iter()
            .map(|member| {
                self.region(member.as_str()).ok_or_else(|| {
                    Error::new("E0101", format!("region `{member}` is not in the table"))
                        .at(self.axes.source.as_str())
                })
            })
            .collect::<Result<_, _>>()?;
        let Err(insert) = self.axes.regions.binary_search(id) else {
            return Err(Error::new("E0101", format!("region `{id}` is in the table already")));
        };
        let mut axes = self.axes.clone();
        axes.regions.insert(insert, id.clone());
        let old = |region: usize| if region > insert { region - 1 } else { region };
        let (years, regions, industries) =
            (axes.years.len(), axes.regions.len(), axes.industries.len());
        let cells = (0..years).flat_map(|year| {
            let rows = &rows;
            (0..regions).flat_map(move |region| {
                (0..industries).map(move |industry| {
                    let cell = if region == insert {
                        Cell::sum(rows.iter().map(|&row| self.cell([year, row, industry])))
                    } else {
                        self.cell([year, old(region), industry])
                    };
                    ([year, region, industry], cell)
                })
            })
        });
        Self::new(axes, Cell::MISSING, cells)
    }
}

fn split(cell: Cell) -> (Mark, Option<(f64, f64)>) {
    match cell.status() {
        Status::Disclosed => (Mark::Disclosed, None),
        Status::Zero => (Mark::Zero, None),
        Status::Missing => (Mark::Missing, None),
        Status::Estimated { low, high } => (Mark::Estimated, Some((low, high))),
        Status::Withheld { low, high } => (Mark::Withheld, Some((low, high))),
    }
}

fn check_axis<T: Ord + std::fmt::Debug>(
    axis: &[T],
    name: &str,
    source: &SourceId,
) -> Result<(), Error> {
    match axis.windows(2).find(|pair| pair[0] >= pair[1]) {
        None => Ok(()),
        Some(pair) => Err(Error::new(
            "E0203",
            format!("the {name} of a table must be sorted and unique, found {pair:?}"),
        )
        .at(source.as_str())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn axes() -> Axes {
        Axes {
            years: vec![Year(2016)],
            regions: vec!["a".into(), "c".into()],
            industries: vec!["10".into(), "72".into()],
            source: "test".into(),
        }
    }

    #[test]
    fn an_absent_row_is_what_the_table_says_it_is() {
        let panel = Panel::new(axes(), Cell::ZERO, []).unwrap();
        assert_eq!(panel.cell([0, 1, 1]).status(), Status::Zero);
        let panel = Panel::new(axes(), Cell::MISSING, []).unwrap();
        assert_eq!(panel.cell([0, 1, 1]).status(), Status::Missing);
    }

    #[test]
    fn a_sum_of_regions_keeps_bounds() {
        let cells = [
            ([0, 0, 1], Cell::withheld(3.0, 22.0).unwrap()),
            ([0, 1, 1], Cell::disclosed(5.0).unwrap()),
        ];
        let panel = Panel::new(axes(), Cell::ZERO, cells).unwrap();
        let wider = panel.with_sum(&"b".into(), &["a".into(), "c".into()]).unwrap();
        let at = wider.region("b").unwrap();
        assert_eq!(wider.cell([0, at, 1]).range(), Some((8.0, 27.0)));
        assert_eq!(wider.cell([0, wider.region("c").unwrap(), 1]), Cell::disclosed(5.0).unwrap());
    }

    #[test]
    fn a_cell_that_stands_twice_is_refused_with_its_place() {
        let cell = Cell::disclosed(1.0).unwrap();
        let error = Panel::new(axes(), Cell::ZERO, [([0, 0, 0], cell), ([0, 0, 0], cell)]);
        assert_eq!(error.unwrap_err().place(), Some("test, 2016, region a, industry 10"));
    }
}
