//! Counts by cluster from counts by industry, for any definition whose industries the table holds.

use crate::base::cluster_definition::ClusterDefinition;
use crate::base::error::Error;
use crate::base::id::IndustryId;
use crate::panel::{Axes, Cell, ClusterStructure, Panel, Structure};

/// The table of a definition: sums of members in every region, and of all members under `10`.
///
/// Hidden members leave bounds: the sums of theirs, which may be wider than all published totals allow.
///
/// # Errors
///
/// `E0209` where a member is not in the table: it would count as nothing.
pub fn gathered(
    definition: &ClusterDefinition,
    structure: &Structure,
) -> Result<ClusterStructure, Error> {
    let absent: Vec<&str> = definition
        .clusters()
        .iter()
        .flat_map(|cluster| &cluster.industries)
        .map(IndustryId::as_str)
        .filter(|code| structure.establishments.industry(code).is_none())
        .collect();
    if let Some(first) = absent.first() {
        let what = format!("{} of its industries are not in the table, as `{first}`", absent.len());
        return Err(Error::new("E0209", what)
            .at(definition.name())
            .hint("the table holds sectors, and industries of 3 and 4 digits (7211)"));
    }
    Ok(ClusterStructure {
        employment: sums(definition, &structure.employment)?,
        establishments: sums(definition, &structure.establishments)?,
        pay: sums(definition, &structure.pay)?,
    })
}

fn sums(definition: &ClusterDefinition, panel: &Panel) -> Result<Panel, Error> {
    let clusters = definition.clusters().iter();
    let mut columns: Vec<(IndustryId, Vec<usize>)> = clusters
        .map(|cluster| {
            let members =
                cluster.industries.iter().filter_map(|code| panel.industry(code.as_str()));
            (cluster.id.as_str().into(), members.collect())
        })
        .collect();
    let all = columns.iter().flat_map(|(_, members)| members).copied().collect();
    columns.push((IndustryId::TOTAL.into(), all));
    columns.sort();
    let axes = panel.axes();
    let new =
        Axes { industries: columns.iter().map(|(id, _)| id.clone()).collect(), ..axes.clone() };
    let mut cells = Vec::new();
    for year in 0..axes.years.len() {
        for region in 0..axes.regions.len() {
            for (column, (_, members)) in columns.iter().enumerate() {
                let sum = Cell::sum(members.iter().map(|&at| panel.cell([year, region, at])));
                cells.push(([year, region, column], sum));
            }
        }
    }
    Panel::new(new, Cell::MISSING, cells)
}
