//! The regression of growth, with standard errors that let a region's industries hang together.

use agglo_stats::matrix::Matrix;
use agglo_stats::regression::two_way::TwoWay;

use crate::base::error::Error;
use crate::map::cluster::growth::sample::{Around, Column, Counts, Frame, Grouping, Sample};

/// A coefficient with its standard error.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Term {
    /// What it belongs to.
    pub column: Column,
    /// Change of the log of jobs with one unit of the column.
    pub value: f64,
    /// Standard error with regions as groups; `None` of fewer than two regions.
    pub error: Option<f64>,
}

/// The regression, fitted.
#[derive(Clone, Debug, PartialEq)]
pub struct Growth {
    /// Coefficients in the order of the columns.
    pub terms: Vec<Term>,
    /// What became of the cells. The reasons are counted over all regions, rows over those inside.
    pub counts: Counts,
    /// Regions with a row.
    pub regions: usize,
    /// Industries with a row.
    pub industries: usize,
}

impl Growth {
    /// The coefficient of a column.
    pub fn term(&self, column: Column) -> Option<&Term> {
        self.terms.iter().find(|term| term.column == column)
    }
}

/// Fits the regression of growth with effects of regions and industries.
///
/// # Errors
///
/// `E0301` where fewer rows than columns remain or a column depends on others.
///
/// # How to read it
///
/// An association inside one period: it says where industries grew, not what a new neighbour would do. Own
/// size of the base year is own size with noise; what the noise hides of it is taken up by whatever goes with
/// it, the cluster's strength included. An earlier base, or own size measured twice, shows how much.
pub fn fit(frame: &Frame, grouping: &Grouping, around: &Around) -> Result<Growth, Error> {
    regress(&frame.sample(grouping, around))
}

pub(super) fn regress(sample: &Sample) -> Result<Growth, Error> {
    let numbers = |error: agglo_stats::Error| Error::new("E0301", error.to_string());
    let (rows, width) = (sample.growth.len(), sample.names.len());
    if rows <= width {
        return Err(Error::new("E0301", format!("{rows} cells cannot carry {width} columns")));
    }
    let x = Matrix::from_fn(rows, width, |row, at| sample.columns[at][row]).map_err(numbers)?;
    let effects = [sample.regions.as_slice(), sample.industries.as_slice()];
    let fit = TwoWay::fit(&sample.growth, &x, effects).map_err(numbers)?;
    let errors = fit.clustered(&sample.regions).map_err(numbers)?;
    let error = |at: usize| errors.as_ref().map(|errors| errors[at]);
    let named = sample.names.iter().zip(&fit.coefficients).enumerate();
    let terms =
        named.map(|(at, (&column, &value))| Term { column, value, error: error(at) }).collect();
    let [regions, industries] = fit.levels;
    Ok(Growth { terms, counts: sample.counts, regions, industries })
}
