//! Establishments and jobs of six-digit industries by labour market and by state.

use std::collections::BTreeMap;

use agglo::Error;
use agglo::base::classification::Classification;
use agglo::base::id::IndustryId;
use agglo_stats::matrix::Matrix;

use super::super::cells::{Cells, Figure, Owners, Place};
use super::super::runs;

/// Jobs and establishments of areas (rows) by industries (columns), as far as they are known.
pub(super) struct Counts {
    /// Mean establishments of the year.
    pub(super) establishments: Matrix,
    /// Mean jobs of the year; a hidden cell has as many to an establishment as the published cells of its
    /// industry, within the bounds that published totals leave.
    pub(super) jobs: Matrix,
}

/// Industries of six digits that a table prints, sorted; unclassified work is none.
pub(super) fn industries(cells: &Cells<'_>) -> Vec<IndustryId> {
    let finest = cells.codes.iter().zip(&cells.levels).filter(|(_, level)| **level == 6);
    let mut codes: Vec<String> = finest.map(|(code, _)| industry(code)).collect();
    codes.sort_unstable();
    codes.dedup();
    codes.into_iter().filter(|code| !code.starts_with("99")).map(IndustryId::from).collect()
}

/// The industry of a printed code: special trades are printed as residential (1) and other (2) work.
fn industry(code: &str) -> String {
    match code.strip_suffix(['1', '2']) {
        Some(trade) if trade.len() == 5 && trade.starts_with("238") => format!("{trade}0"),
        _ => code.to_owned(),
    }
}

/// Counts by area: `area` says where a place of the table lies, `None` leaves it out.
pub(super) fn counts(
    cells: &Cells<'_>,
    owners: Option<&Owners>,
    tree: &Classification,
    industries: &[IndustryId],
    area: impl Fn(&str) -> Option<String>,
) -> Result<Counts, Error> {
    let columns: BTreeMap<&str, usize> =
        industries.iter().map(IndustryId::as_str).zip(0..).collect();
    let column = |code: &str| columns.get(industry(code).as_str()).copied();
    let sizes = mean_sizes(cells, industries.len(), column);
    let mut areas: BTreeMap<String, [Vec<f64>; 2]> = BTreeMap::new();
    for (name, range) in runs(&cells.regions) {
        let Some(area) = area(name) else { continue };
        let place = Place::new(name, range.clone(), &cells.codes[range.clone()], tree);
        let owners = owners.map(|owners| owners.bounds(name, Figure::Months)).unwrap_or_default();
        let (bounds, _) = place.tighten(cells, Figure::Months, &owners);
        let zero = || [vec![0.0; industries.len()], vec![0.0; industries.len()]];
        let [establishments, jobs] = areas.entry(area).or_insert_with(zero);
        for (row, [low, high]) in range.zip(bounds) {
            let Some(column) = column(cells.codes[row]) else { continue };
            let units = cells.quarters[row] as f64 / 4.0;
            establishments[column] += units;
            jobs[column] += (12.0 * units * sizes[column]).min(high).max(low) / 12.0;
        }
    }
    let (establishments, jobs): (Vec<_>, Vec<_>) =
        areas.into_values().map(|[establishments, jobs]| (establishments, jobs)).unzip();
    Ok(Counts { establishments: matrix(&establishments)?, jobs: matrix(&jobs)? })
}

/// Jobs an establishment of each industry, over the cells that are published; 0 where none is.
fn mean_sizes(
    cells: &Cells<'_>,
    industries: usize,
    column: impl Fn(&str) -> Option<usize>,
) -> Vec<f64> {
    let (mut jobs, mut establishments) = (vec![0.0; industries], vec![0.0; industries]);
    for (row, code) in cells.codes.iter().enumerate() {
        if let (Some(column), Some(months)) = (column(code), cells.months[row]) {
            jobs[column] += months as f64 / 12.0;
            establishments[column] += cells.quarters[row] as f64 / 4.0;
        }
    }
    let sizes = jobs.iter().zip(establishments);
    sizes.map(|(jobs, units)| if units > 0.0 { jobs / units } else { 0.0 }).collect()
}

pub(super) fn matrix(rows: &[Vec<f64>]) -> Result<Matrix, Error> {
    Matrix::from_rows(rows).map_err(|cause| Error::new("E0204", cause.to_string()))
}
