//! Private jobs, establishments and pay by traded cluster.

use agglo::Error;
use agglo::base::id::{IndustryId, RegionId};
use agglo::panel::{Axes, Cell, ClusterStructure, Panel};

use crate::starter::Starter;
use crate::starter::places::{self, beyond};
use crate::starter::status::Figures;
use crate::starter::structure::{SOURCE, YEAR};

const EMPLOYMENT: [&str; 3] =
    ["employment_months", "employment_months_low", "employment_months_high"];
const PAY: [&str; 3] = ["wages_usd", "wages_usd_low", "wages_usd_high"];

/// An absent row is a true zero: the table that the sums were made from lists every industry in which a
/// county has an establishment. A county that the table lacks altogether is missing.
pub(super) fn clusters(starter: &Starter) -> Result<ClusterStructure, Error> {
    let regions = places::axis(starter)?;
    let axis = starter.open("cluster_axis.parquet")?.all(&["cluster"])?;
    let industries: Vec<IndustryId> =
        axis.texts("cluster")?.into_iter().map(IndustryId::from).collect();
    let size = [regions.len(), industries.len()];
    let axes = Axes { years: vec![YEAR], regions, industries, source: SOURCE.into() };
    let mut employment = Panel::filled(axes.clone(), Cell::ZERO)?;
    let mut establishments = Panel::filled(axes.clone(), Cell::ZERO)?;
    let mut pay = Panel::filled(axes.clone(), Cell::ZERO)?;
    let keys = ["region", "cluster", "status", "establishments_quarters"];
    let columns = [&keys[..], &EMPLOYMENT[..], &PAY[..]].concat();
    let table = starter.open("clusters.parquet")?.all(&columns)?;
    let (rows, clusters) = (table.positions("region")?, table.positions("cluster")?);
    let (statuses, quarters) = (table.whole("status")?, table.whole("establishments_quarters")?);
    let jobs = Figures::of(&table, EMPLOYMENT, 12.0)?;
    let wages = Figures::of(&table, PAY, 1.0)?;
    let mut listed = vec![false; size[0]];
    for row in 0..table.rows() {
        if rows[row] >= size[0] || clusters[row] >= size[1] {
            return Err(beyond("regions or clusters", rows[row].max(clusters[row])));
        }
        let at = [0, rows[row], clusters[row]];
        listed[rows[row]] = true;
        let count = Cell::disclosed(quarters[row] as f64 / 4.0).unwrap_or(Cell::MISSING);
        establishments.set(at, count)?;
        employment.set(at, jobs.cell(row, statuses[row])?)?;
        pay.set(at, wages.cell(row, statuses[row])?)?;
    }
    for region in (0..size[0]).filter(|&region| !listed[region]) {
        if axes.regions[region].as_str() == RegionId::NATION {
            continue;
        }
        for cluster in 0..size[1] {
            for panel in [&mut employment, &mut establishments, &mut pay] {
                panel.set([0, region, cluster], Cell::MISSING)?;
            }
        }
    }
    Ok(ClusterStructure {
        employment: employment.finish(),
        establishments: establishments.finish(),
        pay: pay.finish(),
    })
}
