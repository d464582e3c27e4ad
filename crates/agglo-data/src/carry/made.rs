//! Rows of the dataset that is made.

use agglo::Error;
use agglo::base::id::IndustryId;

use crate::carry::columns::{Measure, bound};
use crate::carry::figures::Figure;
use crate::lake::{Block, Values};
use crate::source::{INDUSTRY, LINE, STATUS, Status};

/// Rows that were made.
pub(super) struct Made {
    keys: Vec<Vec<Option<u32>>>,
    industries: Vec<Option<u32>>,
    pub(super) lines: Vec<Option<i64>>,
    values: Vec<[Vec<Option<f64>>; 3]>,
    statuses: Vec<Vec<Option<u32>>>,
}

impl Made {
    pub(super) fn new(keys: usize, measures: usize) -> Self {
        Self {
            keys: vec![Vec::new(); keys],
            industries: Vec::new(),
            lines: Vec::new(),
            values: vec![[Vec::new(), Vec::new(), Vec::new()]; measures],
            statuses: vec![Vec::new(); measures],
        }
    }

    /// Adds a row.
    pub(super) fn push(
        &mut self,
        keys: &[u32],
        industry: usize,
        line: Option<i64>,
        figures: &[Figure],
    ) {
        for (column, key) in self.keys.iter_mut().zip(keys) {
            column.push(Some(*key));
        }
        self.industries.push(u32::try_from(industry).ok());
        self.lines.push(line);
        for (measure, figure) in figures.iter().enumerate() {
            let [value, low, high] = &mut self.values[measure];
            value.push(figure.value);
            low.push(figure.low);
            high.push(figure.high);
            let status = Status::ALL.iter().position(|status| *status == figure.status);
            self.statuses[measure].push(status.and_then(|at| u32::try_from(at).ok()));
        }
    }

    /// The rows as a block of the lake.
    pub(super) fn block(
        self,
        keys: &[String],
        names: Vec<Vec<String>>,
        reached: &[IndustryId],
        measures: &[Measure],
    ) -> Result<Block, Error> {
        let mut columns: Vec<(String, Values)> = Vec::new();
        for ((name, names), at) in keys.iter().zip(names).zip(self.keys) {
            columns.push((name.clone(), Values::Codes { names, at }));
        }
        let names = reached.iter().map(ToString::to_string).collect();
        columns.push((INDUSTRY.to_owned(), Values::Codes { names, at: self.industries }));
        let statuses: Vec<String> = Status::ALL.iter().map(|own| own.name().to_owned()).collect();
        for ((measure, [value, low, high]), at) in
            measures.iter().zip(self.values).zip(self.statuses)
        {
            let name = &measure.name;
            columns.push((name.clone(), Values::Numbers(value)));
            let names = statuses.clone();
            columns.push((format!("{name}{STATUS}"), Values::Codes { names, at }));
            columns.push((bound(name, "low"), Values::Numbers(low)));
            columns.push((bound(name, "high"), Values::Numbers(high)));
        }
        columns.push((LINE.to_owned(), Values::Whole(self.lines)));
        Block::new(columns)
    }
}
