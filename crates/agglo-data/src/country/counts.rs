//! What a country counts by industry, as panels: hidden figures bounded by the totals around them.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use agglo::Error;
use agglo::base::id::{IndustryId, RegionId, SourceId};
use agglo::base::year::Year;
use agglo::panel::{Axes, Base, Cell, Jobs, Panel, Structure};

use crate::country::column::{Figure, Known};
use crate::country::description::{Absent, Counts, Regions};
use crate::country::tree::Tree;
use crate::starter::digest;

/// Faults of a table that are told.
const TOLD: usize = 20;

/// Figures of all years by year, region and industry; the last region is the whole.
pub(super) struct Counted<'a> {
    tree: &'a Tree,
    regions: Vec<RegionId>,
    source: SourceId,
    years: Vec<Year>,
    cells: Vec<Option<Known>>,
    rounded_to: f64,
    /// Hidden figures that no total bounds: they are read as not measured.
    pub(super) unbounded: usize,
}

impl<'a> Counted<'a> {
    /// The figures of regions and of the whole.
    ///
    /// # Errors
    ///
    /// `E0104` of codes that the tree does not hold, `E0202` of figures that stand twice, `E0205` where no row is a
    /// figure of a region.
    pub(super) fn of(
        figures: Vec<Figure>,
        (counts, places): (&Counts, &Regions),
        tree: &'a Tree,
        regions: &[RegionId],
        source: SourceId,
    ) -> Result<Self, Vec<Error>> {
        let mut regions = regions.to_vec();
        regions.sort();
        // A table may hold other countries too: years that only they have are not this one's.
        let is_ours = |code: &str| {
            places.whole.as_deref() == Some(code)
                || regions.binary_search_by(|id| id.as_str().cmp(code)).is_ok()
        };
        let ours = figures.iter().filter(|figure| is_ours(&figure.region));
        let years: BTreeSet<Year> = ours.map(|figure| Year(figure.year)).collect();
        regions.push(RegionId::NATION.into());
        let years: Vec<Year> = years.into_iter().collect();
        let size = years.len() * regions.len() * tree.ids.len();
        let rounded_to = counts.rounded_to * counts.table.times.unwrap_or(1.0);
        let cells = vec![None; size];
        let mut counted = Self { tree, regions, source, years, cells, rounded_to, unbounded: 0 };
        counted.take(figures, counts, places)?;
        if counts.absent == Absent::Zero {
            for cell in counted.cells.iter_mut().filter(|cell| cell.is_none()) {
                *cell = Some(Known::Cell(Cell::ZERO));
            }
        }
        counted.complete(places.whole.is_some());
        Ok(counted)
    }

    fn take(
        &mut self,
        figures: Vec<Figure>,
        counts: &Counts,
        places: &Regions,
    ) -> Result<(), Vec<Error>> {
        let dataset = counts.table.dataset.as_str();
        let last = self.regions.len() - 1;
        let (mut strange, mut faults, mut taken) = (BTreeSet::new(), Vec::new(), 0);
        for figure in figures {
            let region = if places.whole.as_deref() == Some(figure.region.as_str()) {
                Some(last)
            } else {
                let known = &self.regions[..last];
                known.binary_search_by(|id| id.as_str().cmp(&figure.region)).ok()
            };
            let Some(region) = region else { continue };
            let Some(industry) = self.tree.position(&figure.industry) else {
                strange.insert(figure.industry);
                continue;
            };
            let year = self.years.partition_point(|year| year.0 < figure.year);
            let at = self.at(year, region, industry);
            taken += 1;
            if self.cells[at].is_some() {
                let Figure { region, industry, year, .. } = figure;
                let what = format!("two figures stand for {region}, {industry}, {year}");
                faults.push(
                    Error::new("E0202", what).at(dataset).hint("tell rows apart with `only`"),
                );
            }
            self.cells[at] = Some(figure.known);
        }
        if !strange.is_empty() {
            let codes: Vec<String> = strange.into_iter().take(TOLD).collect();
            let what = format!("the classification does not hold {}", codes.join(", "));
            let cure = format!(
                "add them to {}, with level 9 where they are not to be listed",
                self.tree.file
            );
            faults.push(Error::new("E0104", what).at(dataset).hint(cure));
        }
        if taken == 0 && faults.is_empty() {
            let what = "no row of the table is a figure of a region of this country";
            let cure = "see `pattern`, `whole` and `only` of the description";
            faults.push(Error::new("E0205", what).at(dataset).hint(cure));
        }
        faults.truncate(TOLD);
        if faults.is_empty() { Ok(()) } else { Err(faults) }
    }

    fn at(&self, year: usize, region: usize, industry: usize) -> usize {
        (year * self.regions.len() + region) * self.tree.ids.len() + industry
    }

    /// The last year, or the one that is asked for.
    pub(super) fn year(&self, asked: Option<u16>) -> Result<Year, Error> {
        let last = self.years.last().copied().unwrap_or(Year(0));
        let year = asked.map_or(last, Year);
        if self.years.contains(&year) {
            return Ok(year);
        }
        let first = self.years.first().copied().unwrap_or(last);
        Err(Error::new("E0103", format!("the table has no figures of {year}"))
            .at(self.source.as_str())
            .hint(format!("it has those of {first} to {last}")))
    }

    /// Bounds hidden figures, sums totals that are not published, and the whole where no row gives it.
    fn complete(&mut self, has_whole: bool) {
        let (last, industries) = (self.regions.len() - 1, self.tree.ids.len());
        for year in 0..self.years.len() {
            for region in 0..self.regions.len() {
                self.bound(year, region);
            }
            if self.tree.total.is_none() {
                for region in 0..self.regions.len() {
                    let groups = self.tree.groups.iter();
                    let sum = Cell::sum(groups.map(|&group| self.cell(year, region, group)));
                    let at = self.at(year, region, self.tree.top);
                    self.cells[at] = Some(Known::Cell(sum));
                }
            }
            for industry in (0..industries).filter(|_| !has_whole) {
                let sum = Cell::sum((0..last).map(|region| self.cell(year, region, industry)));
                let at = self.at(year, last, industry);
                self.cells[at] = Some(Known::Cell(sum));
            }
        }
    }

    /// Hidden figures lie between nothing and what the published total above them leaves.
    fn bound(&mut self, year: usize, region: usize) {
        let hidden: Vec<usize> = (0..self.tree.ids.len())
            .filter(|&id| matches!(self.cells[self.at(year, region, id)], Some(Known::Hidden)))
            .collect();
        let bounded: Vec<Cell> = hidden
            .iter()
            .map(|&id| {
                let most = self.left(year, region, id);
                most.and_then(|most| Cell::withheld(0.0, most)).unwrap_or(Cell::MISSING)
            })
            .collect();
        for (id, cell) in hidden.into_iter().zip(bounded) {
            self.unbounded += usize::from(cell == Cell::MISSING);
            let at = self.at(year, region, id);
            self.cells[at] = Some(Known::Cell(cell));
        }
    }

    /// What the nearest published total above an industry leaves beside what else is published under it.
    fn left(&self, year: usize, region: usize, id: usize) -> Option<f64> {
        let mut at = id;
        loop {
            let parent = self.tree.parent(at)?;
            if let Some((_, most)) = self.published(year, region, parent) {
                let siblings = self.tree.children(parent).filter(|&other| other != at);
                let known: Vec<f64> = siblings
                    .filter_map(|other| Some(self.published(year, region, other)?.0.max(0.0)))
                    .collect();
                let slack = self.rounded_to / 2.0 * (known.len() + 1) as f64;
                let rest = most - known.iter().sum::<f64>() + slack;
                return Some(rest.max(0.0));
            }
            at = parent;
        }
    }

    fn published(&self, year: usize, region: usize, id: usize) -> Option<(f64, f64)> {
        match self.cells[self.at(year, region, id)]? {
            Known::Cell(cell) => cell.range(),
            Known::Hidden => None,
        }
    }

    fn cell(&self, year: usize, region: usize, id: usize) -> Cell {
        match self.cells[self.at(year, region, id)] {
            Some(Known::Cell(cell)) => cell,
            Some(Known::Hidden) | None => Cell::MISSING,
        }
    }

    /// A panel of some years and some industries, by their positions.
    fn panel(&self, years: &[usize], industries: &[usize]) -> Result<Panel, Error> {
        let mut rows: Vec<usize> = (0..self.regions.len()).collect();
        rows.sort_by(|a, b| self.regions[*a].cmp(&self.regions[*b]));
        let axes = Axes {
            years: years.iter().map(|&year| self.years[year]).collect(),
            regions: rows.iter().map(|&row| self.regions[row].clone()).collect(),
            industries: industries.iter().map(|&id| self.tree.ids[id].clone()).collect(),
            source: self.source.clone(),
        };
        let mut panel = Panel::filled(axes, Cell::MISSING)?;
        for (y, &year) in years.iter().enumerate() {
            for (r, &row) in rows.iter().enumerate() {
                for (i, &id) in industries.iter().enumerate() {
                    panel.set([y, r, i], self.cell(year, row, id))?;
                }
            }
        }
        Ok(panel.finish())
    }

    /// A digest of what the country takes: the mix of one year, and groups of industries in all years.
    pub(super) fn digest(&self, year: Year) -> String {
        let chosen = self.years.partition_point(|own| *own < year);
        let is_line = |id: usize| id == self.tree.top || self.tree.groups.contains(&id);
        let mut text = format!("{} unbounded\n", self.unbounded);
        for (at, year) in self.years.iter().enumerate() {
            for (row, region) in self.regions.iter().enumerate() {
                for (id, industry) in self.tree.ids.iter().enumerate() {
                    if at == chosen || is_line(id) {
                        let cell = self.cell(at, row, id);
                        // Writing to a text cannot fail.
                        let _ = writeln!(text, "{year} {region} {industry} {cell:?}");
                    }
                }
            }
        }
        digest(text.as_bytes())
    }

    /// The mix of one year. What the country does not count is a panel without industries.
    pub(super) fn structure(&self, year: Year) -> Result<Structure, Error> {
        let year = [self.years.partition_point(|own| *own < year)];
        let all: Vec<usize> = (0..self.tree.ids.len()).collect();
        let nothing = || self.panel(&year, &[]);
        Ok(Structure {
            employment: self.panel(&year, &all)?,
            establishments: nothing()?,
            pay: nothing()?,
            base: Base {
                employment: self.panel(&year, &[self.tree.top])?,
                establishments: nothing()?,
                pay: nothing()?,
            },
            lowest_month: nothing()?,
            highest_month: nothing()?,
        })
    }

    /// All years by the industries of the group level.
    pub(super) fn history(&self) -> Result<Jobs, Error> {
        let mut lines = self.tree.groups.clone();
        lines.push(self.tree.top);
        lines.sort_unstable();
        let years: Vec<usize> = (0..self.years.len()).collect();
        let id = |at: &usize| self.tree.ids[*at].clone();
        let titled = lines.iter().map(|at| {
            let title = self.tree.classification.title(self.tree.ids[*at].as_str()).to_owned();
            (id(at), title)
        });
        let units = &self.regions[..self.regions.len() - 1];
        Ok(Jobs {
            titles: titled.collect(),
            panel: self.panel(&years, &lines)?,
            total: IndustryId::TOTAL.into(),
            wage_and_salary: IndustryId::TOTAL.into(),
            sectors: self.tree.groups.iter().map(id).collect(),
            area_of: units.iter().map(|unit| (unit.clone(), unit.clone())).collect(),
            combinations: BTreeMap::new(),
        })
    }
}
