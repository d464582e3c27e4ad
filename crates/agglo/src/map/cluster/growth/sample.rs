//! Which cells of a table enter the regression of growth, and what stands beside each.

use agglo_stats::float;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::base::error::Error;
use crate::base::year::Year;
use crate::map::cluster::growth::pools::Pools;
use crate::panel::{Changes, Panel};

/// When own size is read, and between which years growth is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Timing {
    /// Year of the quotients. Noise of a base that is also the start pushes `d` down and `b` up.
    pub base: Year,
    /// First year of growth.
    pub start: Year,
    /// Last year of growth.
    pub end: Year,
}

/// Which cells may enter.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Rule {
    /// Jobs at the start of growth that a cell needs at least.
    pub least_jobs: f64,
    /// What becomes of cells without published jobs around them, or with no own job in the base year.
    pub absent: Absent,
}

/// What becomes of a quotient that has no logarithm.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Absent {
    /// Its cell is left out.
    LeftOut,
    /// Its logarithm is 0 and a column of its own marks it.
    Marked,
}

/// Which cluster each industry of a table belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grouping {
    /// By industry of the table; `None` leaves the industry out of everything, totals included.
    pub group: Vec<Option<usize>>,
    /// Other groups that are close to each group; empty unless the quotient of related groups is wanted.
    pub related: Vec<Vec<usize>>,
}

/// What may stand beside own size and the cluster's strength.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Around {
    /// Neighbours of each region; empty unless the cluster's strength there is wanted.
    pub neighbours: Vec<Vec<usize>>,
    /// Also the log of the cell's establishments in the base year: own size, measured a second time.
    pub establishments: bool,
    /// Whether a region takes part; empty for all. Regions outside still are neighbours.
    pub inside: Vec<bool>,
}

/// A column of the regression.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Column {
    /// Log of the cell's own quotient: `d`.
    Own,
    /// Log of the quotient of the rest of its cluster: `b`.
    Cluster,
    /// Log of the quotient of the related clusters.
    Related,
    /// Log of the quotient of the rest of its cluster in neighbouring regions.
    Neighbours,
    /// Log of the cell's own establishments.
    Establishments,
    /// One where the cell had no job in the base year.
    NoOwn,
    /// One where no job is published in the rest of the cluster.
    NoCluster,
}

/// What became of the cells whose jobs are published at the start of growth.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Counts {
    /// Cells of industries in groups whose jobs are published at the start.
    pub at_start: usize,
    /// Of these, fewer jobs than the rule asks for; those with none are among them.
    pub too_small: usize,
    /// Of the rest, nothing published at the end: fewer than three establishments, or hidden.
    pub no_end: usize,
    /// Of the rest, published with no job in the week of the count: growth has no logarithm.
    pub zero_end: usize,
    /// Of the rest, nothing published in the base year.
    pub no_base: usize,
    /// Of the rest, left out for no own job in the base year.
    pub zero_base: usize,
    /// Of the rest, left out because nothing is published around them, or they are alone in their group.
    pub no_cluster: usize,
    /// What remains: the rows of the regression.
    pub rows: usize,
}

/// A cell that has all that does not depend on clusters.
#[derive(Clone, Copy)]
pub(super) struct Cell {
    pub(super) region: usize,
    pub(super) industry: usize,
    pub(super) growth: f64,
    establishments: f64,
}

/// Cells that may enter, and the jobs of the base year around them.
#[derive(Clone)]
pub struct Frame {
    /// When.
    pub timing: Timing,
    pub(super) cells: Vec<Cell>,
    counts: Counts,
    rule: Rule,
    /// Jobs of the base year by region and industry; what is not published counts as none.
    base: Vec<Vec<f64>>,
}

/// Rows of the regression: outcomes, columns, and the two sets of effects.
pub(super) struct Sample {
    pub(super) names: Vec<Column>,
    pub(super) columns: Vec<Vec<f64>>,
    pub(super) growth: Vec<f64>,
    pub(super) regions: Vec<usize>,
    pub(super) industries: Vec<usize>,
    pub(super) counts: Counts,
}

impl Frame {
    /// Reads the cells of the industries that have a group.
    ///
    /// # Errors
    ///
    /// `E0301` where a year is not in the table or there is not one group an industry.
    pub fn read(
        changes: &Changes,
        timing: Timing,
        grouping: &Grouping,
        rule: Rule,
    ) -> Result<Self, Error> {
        let panel = &changes.employment;
        let axes = panel.axes();
        if grouping.group.len() != axes.industries.len() {
            return Err(Error::new("E0301", "a grouping needs one entry an industry"));
        }
        let [base, start, end] = years(panel, timing)?;
        let mut frame = Self {
            timing,
            cells: Vec::new(),
            counts: Counts::default(),
            rule,
            base: vec![vec![0.0; axes.industries.len()]; axes.regions.len()],
        };
        let grouped: Vec<usize> =
            (0..axes.industries.len()).filter(|&at| grouping.group[at].is_some()).collect();
        for region in 0..axes.regions.len() {
            for &industry in &grouped {
                let jobs = |year: usize| panel.cell([year, region, industry]).point().ok();
                let now = jobs(base);
                frame.base[region][industry] = now.unwrap_or(0.0);
                if let Some(growth) = frame.admit(now, jobs(start), jobs(end)) {
                    let count = changes.establishments.cell([base, region, industry]).point();
                    let establishments = count.unwrap_or(0.0);
                    frame.cells.push(Cell { region, industry, growth, establishments });
                }
            }
        }
        Ok(frame)
    }

    /// Growth of a cell that may enter; counts why one may not.
    fn admit(&mut self, base: Option<f64>, start: Option<f64>, end: Option<f64>) -> Option<f64> {
        let start = start?;
        let counts = &mut self.counts;
        counts.at_start += 1;
        let left_out = if start < self.rule.least_jobs || start <= 0.0 {
            &mut counts.too_small
        } else if end.is_none() {
            &mut counts.no_end
        } else if end.is_some_and(|end| end <= 0.0) {
            &mut counts.zero_end
        } else if base.is_none() {
            &mut counts.no_base
        } else if self.rule.absent == Absent::LeftOut && base.is_some_and(|base| base <= 0.0) {
            &mut counts.zero_base
        } else {
            return end.map(|end| float::ln(end / start));
        };
        *left_out += 1;
        None
    }

    /// The rows under a grouping, which may be another one than the frame was read with as long as it
    /// groups the same industries.
    pub(super) fn sample(&self, grouping: &Grouping, around: &Around) -> Sample {
        let pools = Pools::new(&self.base, grouping, &around.neighbours);
        let mut sample = self.empty(grouping, around);
        for cell in &self.cells {
            if !around.inside.is_empty() && !around.inside[cell.region] {
                continue;
            }
            let Some(row) = self.row(cell, &pools, &sample.names) else {
                sample.counts.no_cluster += 1;
                continue;
            };
            for (column, value) in sample.columns.iter_mut().zip(row) {
                column.push(value);
            }
            sample.growth.push(cell.growth);
            sample.regions.push(cell.region);
            sample.industries.push(cell.industry);
        }
        sample.counts.rows = sample.growth.len();
        sample.keep_marks_that_vary();
        sample
    }

    fn empty(&self, grouping: &Grouping, around: &Around) -> Sample {
        let mut names = vec![Column::Own, Column::Cluster];
        let wanted = [
            (Column::Related, !grouping.related.is_empty()),
            (Column::Neighbours, !around.neighbours.is_empty()),
            (Column::Establishments, around.establishments),
            (Column::NoOwn, self.rule.absent == Absent::Marked),
            (Column::NoCluster, self.rule.absent == Absent::Marked),
        ];
        names.extend(wanted.into_iter().filter(|(_, wanted)| *wanted).map(|(name, _)| name));
        let columns = vec![Vec::with_capacity(self.cells.len()); names.len()];
        // What happens to cells of some regions only is not told apart: the counts are of all regions.
        Sample {
            names,
            columns,
            growth: Vec::new(),
            regions: Vec::new(),
            industries: Vec::new(),
            counts: self.counts,
        }
    }

    /// The columns of a cell; `None` where one has no logarithm and cells without are left out.
    fn row(&self, cell: &Cell, pools: &Pools<'_>, names: &[Column]) -> Option<Vec<f64>> {
        if !pools.has_others(cell.industry) {
            return None;
        }
        let own = pools.own(cell.region, cell.industry);
        let cluster = pools.cluster(cell.region, cell.industry);
        let marked = self.rule.absent == Absent::Marked;
        let log = |quotient: Option<f64>| match quotient.filter(|quotient| *quotient > 0.0) {
            Some(quotient) => Some(float::ln(quotient)),
            None => marked.then_some(0.0),
        };
        let mark = |quotient: Option<f64>| f64::from(u8::from(quotient.is_none_or(|q| q <= 0.0)));
        let value = |name: &Column| match name {
            Column::Own => log(own),
            Column::Cluster => log(cluster),
            Column::Related => log(pools.related(cell.region, cell.industry)),
            Column::Neighbours => log(pools.near(cell.region, cell.industry)),
            Column::Establishments => log(Some(cell.establishments)),
            Column::NoOwn => Some(mark(own)),
            Column::NoCluster => Some(mark(cluster)),
        };
        names.iter().map(value).collect()
    }
}

impl Sample {
    /// A mark that no row or every row carries says nothing.
    fn keep_marks_that_vary(&mut self) {
        let says_nothing = |name: Column, column: &[f64]| {
            matches!(name, Column::NoOwn | Column::NoCluster)
                && column.windows(2).all(|pair| pair[0].total_cmp(&pair[1]).is_eq())
        };
        let kept: Vec<usize> = (0..self.names.len())
            .filter(|&at| !says_nothing(self.names[at], &self.columns[at]))
            .collect();
        self.names = kept.iter().map(|&at| self.names[at]).collect();
        self.columns = kept.iter().map(|&at| std::mem::take(&mut self.columns[at])).collect();
    }
}

fn years(panel: &Panel, timing: Timing) -> Result<[usize; 3], Error> {
    let at = |year: Year| {
        panel.year(year).ok_or_else(|| {
            Error::new("E0301", format!("the table of changes has no year {year}"))
                .at(panel.axes().source.as_str())
        })
    };
    Ok([at(timing.base)?, at(timing.start)?, at(timing.end)?])
}
