//! Counts of regions by industries down to one level, cell by cell with what is known of each.

use agglo_stats::matrix::Matrix;

use crate::base::classification::{Classification, Industry};
use crate::base::error::Error;
use crate::base::estimate::{Answer, Withheld};
use crate::base::id::{IndustryId, RegionId, SourceId};
use crate::base::region::Region;
use crate::base::terms::{Size, Terms};
use crate::map::place::Place;
use crate::map::specialization::Counts;
use crate::map::table::Table;
use crate::map::variable::Variable;
use crate::panel::{Cell, Structure};

/// Counts of one variable and one year, down to one level: rows are regions, columns industries.
#[derive(Clone, Debug)]
pub struct Grid<'a> {
    /// The regions, by id; a region of several members stands in its members' place.
    pub regions: Vec<&'a Region>,
    /// The industries, by id.
    pub industries: Vec<&'a Industry>,
    /// What is counted; where the country counts one thing alone, jobs stand for that.
    pub variable: Variable,
    /// The country's words for it.
    pub terms: &'a Terms,
    /// The dataset.
    pub source: SourceId,
    cells: Vec<Cell>,
    nation: Vec<Cell>,
    totals: Vec<Cell>,
    base: Vec<Cell>,
    reference: Cell,
}

impl<'a> Grid<'a> {
    /// Lays out the counts of one level; `region` is put in the place of its members where it has several.
    ///
    /// An industry that is not divided down to that level stands for itself, so that the columns hold all that
    /// is counted, each part once.
    ///
    /// # Errors
    ///
    /// `E0101` where a region is not in the table.
    pub fn new(
        (structure, classification, terms): (&Structure, &'a Classification, &'a Terms),
        units: &'a [Region],
        region: Option<&'a Region>,
        (level, variable): (u8, Variable),
    ) -> Result<Self, Error> {
        let (panel, base) = (variable.panel(structure), variable.base(structure));
        let columns: Vec<(usize, &Industry)> = (panel.axes().industries.iter().enumerate())
            .filter_map(|(at, id)| Some((at, classification.get(id.as_str())?)))
            .filter(|(_, industry)| {
                industry.level >= terms.detail.first && ends_at(classification, industry, level)
            })
            .collect();
        let regions = laid_out(units, region);
        let mut cells = Vec::with_capacity(regions.len() * columns.len());
        for region in &regions {
            let rows = rows(panel.axes().source.as_str(), region, |id| panel.region(id))?;
            let sum = |at: usize| Cell::sum(rows.iter().map(|&row| panel.cell([0, row, at])));
            cells.extend(columns.iter().map(|&(at, _)| match rows[..] {
                [row] => panel.cell([0, row, at]),
                _ => sum(at),
            }));
        }
        let nation = RegionId::from(RegionId::NATION);
        let nation = Place::unit(&nation);
        let all = |place: Place<'_>| place.cell(base, 0, IndustryId::TOTAL);
        Ok(Self {
            nation: (columns.iter())
                .map(|(_, industry)| nation.cell(panel, 0, industry.id.as_str()))
                .collect(),
            totals: (regions.iter())
                .map(|region| Place::new(region).cell(panel, 0, IndustryId::TOTAL))
                .collect(),
            base: regions.iter().map(|region| all(Place::new(region))).collect(),
            reference: all(nation),
            industries: columns.into_iter().map(|(_, industry)| industry).collect(),
            source: panel.axes().source.clone(),
            regions,
            variable,
            terms,
            cells,
        })
    }

    /// Name of what is counted, in JSON and as a column.
    pub fn counted(&self) -> &'static str {
        match self.terms.counted.size {
            _ if self.terms.counted.has_establishments => self.variable.name(),
            Size::Jobs => self.variable.name(),
            Size::ValueAdded => "value_added",
        }
    }

    /// Unit of a count.
    pub fn unit(&self) -> &'a str {
        if self.terms.counted.has_establishments {
            self.variable.unit()
        } else {
            &self.terms.counted.unit
        }
    }

    /// How many of the regions hide a count of an industry.
    pub fn hiding(&self) -> usize {
        let hides = |region: &usize| self.row(*region).iter().any(|cell| cell.point().is_err());
        (0..self.regions.len()).filter(hides).count()
    }

    /// Cells of one region by industry.
    pub fn row(&self, region: usize) -> &[Cell] {
        let size = self.industries.len();
        &self.cells[region * size..][..size]
    }

    /// The nation's published cell of each industry.
    pub fn nation(&self) -> &[Cell] {
        &self.nation
    }

    /// All owners, all industries in a region.
    pub fn base(&self, region: usize) -> Cell {
        self.base[region]
    }

    /// All private industries of a region together.
    pub fn total(&self, region: usize) -> Cell {
        self.totals[region]
    }

    /// The four counts of a location quotient: shares are of all owners, region and nation.
    pub fn counts(&self, region: usize, industry: usize) -> Counts {
        Counts {
            x: self.row(region)[industry],
            region: self.base[region],
            industry: self.nation[industry],
            reference: self.reference,
        }
    }

    /// Counts of one region by industry, or why they are not all known.
    pub fn points(&self, region: usize) -> Answer<Vec<f64>> {
        let row = self.row(region);
        let hidden = row.iter().filter(|cell| cell.is_withheld()).count();
        if hidden > 0 {
            let text =
                format!("{hidden} of its {} industries are hidden by their publisher", row.len());
            return Err(Withheld::suppressed(text, None));
        }
        row.iter().map(Cell::point).collect()
    }

    /// Position of an industry.
    pub fn industry(&self, code: &str) -> Option<usize> {
        self.industries.binary_search_by(|industry| industry.id.as_str().cmp(code)).ok()
    }

    /// The regions whose counts are all known, as a table, and their positions.
    ///
    /// # Errors
    ///
    /// `E0301` where a count is negative.
    pub fn table(&self) -> Result<(Table, Vec<usize>), Error> {
        let mut known = Vec::new();
        let mut values = Vec::with_capacity(self.cells.len());
        for region in 0..self.regions.len() {
            if let Ok(points) = self.points(region) {
                known.push(region);
                values.extend(points);
            }
        }
        let counts = Matrix::new(known.len(), self.industries.len(), values)
            .map_err(|error| Error::new("E0301", error.to_string()))?;
        Ok((Table::new(counts)?, known))
    }
}

/// Whether an industry is of a level, or is above it and not divided down to it.
fn ends_at(tree: &Classification, industry: &Industry, level: u8) -> bool {
    let is_divided = || tree.children(industry.id.as_str()).any(|child| child.level <= level);
    industry.level == level || (industry.level < level && !is_divided())
}

/// Every unit, and a region of several in the place of those that it is made of.
fn laid_out<'a>(units: &'a [Region], region: Option<&'a Region>) -> Vec<&'a Region> {
    let several = region.filter(|region| region.members.len() > 1);
    let inside = |unit: &Region| several.is_some_and(|region| region.members.contains(&unit.id));
    let mut regions: Vec<&Region> = units.iter().filter(|unit| !inside(unit)).collect();
    if let Some(region) = several {
        let at = regions.partition_point(|unit| unit.id < region.id);
        regions.insert(at, region);
    }
    regions
}

fn rows(
    source: &str,
    region: &Region,
    row: impl Fn(&str) -> Option<usize>,
) -> Result<Vec<usize>, Error> {
    let absent = |member: &RegionId| {
        Error::new("E0101", format!("region `{member}` is not in the table")).at(source)
    };
    region.members.iter().map(|id| row(id.as_str()).ok_or_else(|| absent(id))).collect()
}
