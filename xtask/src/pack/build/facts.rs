//! Facts about places and people, one column each.

use std::collections::BTreeMap;

use agglo::Error;
use agglo_data::starter::fact_definitions;
use agglo_data::table::{Column, Table};
use agglo_data::warehouse::{Query, Warehouse};

use super::Axis;
use super::files::Pack;

/// Writes one row per county; the columns are the facts that are defined, in their order.
pub(super) fn write(warehouse: &Warehouse, axis: &Axis, pack: &mut Pack) -> Result<(), Error> {
    let counties = axis.ids.len() - 1;
    let mut columns: BTreeMap<String, Vec<Option<f64>>> = BTreeMap::new();
    places(warehouse, axis, counties, &mut columns)?;
    people(warehouse, axis, counties, &mut columns)?;
    let mut stored = vec![("region".to_owned(), Column::whole((0..).take(counties)))];
    for fact in fact_definitions()? {
        let column = columns.remove(&fact.name).ok_or_else(|| {
            Error::new("E0204", format!("fact `{}` is defined and has no column", fact.name))
                .at("definitions/facts.toml")
        })?;
        stored.push((fact.name, Column::Numbers(column)));
    }
    if let Some(name) = columns.keys().next() {
        return Err(Error::new("E0204", format!("fact `{name}` has a column and no definition"))
            .at("definitions/facts.toml"));
    }
    let holds = "a county's facts; an empty cell is missing. What each column measures: definitions/facts.toml";
    pack.add(&Table::new("facts.parquet", stored)?, &[0], holds, Some(&Query::FACTS))
}

fn places(
    warehouse: &Warehouse,
    axis: &Axis,
    counties: usize,
    columns: &mut BTreeMap<String, Vec<Option<f64>>>,
) -> Result<(), Error> {
    let answer = warehouse.ask(&Query::FACTS)?;
    let regions = axis.positions(&answer.texts("region")?)?;
    let (names, values) = (answer.texts("fact")?, answer.numbers("value")?);
    for ((name, region), value) in names.into_iter().zip(regions).zip(values) {
        let column = columns.entry(name.to_owned()).or_insert_with(|| vec![None; counties]);
        if let Some(cell) = usize::try_from(region).ok().and_then(|at| column.get_mut(at)) {
            *cell = *value;
        }
    }
    Ok(())
}

fn people(
    warehouse: &Warehouse,
    axis: &Axis,
    counties: usize,
    columns: &mut BTreeMap<String, Vec<Option<f64>>>,
) -> Result<(), Error> {
    let answer = warehouse.ask(&Query::VULNERABILITY)?;
    let regions = axis.positions(&answer.texts("region")?)?;
    for (name, column) in answer.columns() {
        let Column::Numbers(values) = column else { continue };
        let mut cells = vec![None; counties];
        for (&region, value) in regions.iter().zip(values) {
            if let Some(cell) = usize::try_from(region).ok().and_then(|at| cells.get_mut(at)) {
                *cell = *value;
            }
        }
        columns.insert(name.clone(), cells);
    }
    Ok(())
}
