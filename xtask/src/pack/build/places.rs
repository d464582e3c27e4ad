//! Regions, neighbours, outlines and labour markets.

use std::collections::BTreeMap;
use std::path::Path;

use agglo::Error;
use agglo::base::id::RegionId;
use agglo_data::table::{Column, Table};
use agglo_data::warehouse::{Query, Warehouse};
use serde::Deserialize;

use super::files::Pack;
use super::shapes::Topology;
use super::{Axis, commuting, globe};

/// What counties are called, and which codes became which.
const SYSTEM: &str = include_str!("../../../../definitions/regions/us-county.toml");

/// Outlines on the globe: names and neighbours.
const GLOBE: &str = "geo/us-counties-10m.topo.json";
/// The same outlines as a drawing of 975 by 610 units.
const DRAWING: &str = "geo/us-counties-albers-10m.topo.json";
const STATES: &str = "geo/states.csv";
/// The files that are read here, beside those that queries name.
pub(super) const FILES: [&str; 3] = [GLOBE, DRAWING, STATES];

#[derive(Deserialize)]
pub(super) struct System {
    suffix: String,
    suffix_by_state: BTreeMap<String, String>,
    suffix_by_code: BTreeMap<String, String>,
    cities: BTreeMap<String, u32>,
    became: Vec<Became>,
}

#[derive(Deserialize)]
struct Became {
    old: String,
    new: Vec<String>,
}

impl System {
    /// Position of a county by a code of today or an older one that became exactly one of today.
    pub(super) fn today(&self, axis: &Axis, code: &str) -> Option<i64> {
        let became = || {
            let change = self.became.iter().find(|change| change.old == code)?;
            match change.new.as_slice() {
                [only] => axis.position(only).ok(),
                _ => None,
            }
        };
        axis.position(code).ok().or_else(became)
    }

    /// `Gulf County`, `Orleans Parish`, `Fairfax city`.
    fn full_name(&self, code: &str, name: &str) -> String {
        let (state, number) = code.split_at(code.len().min(2));
        let is_city = |first: &u32| number.parse::<u32>().is_ok_and(|number| number >= *first);
        let suffix = match self.suffix_by_code.get(code) {
            Some(suffix) => suffix,
            None if self.cities.get(state).is_some_and(is_city) => "city",
            None => self.suffix_by_state.get(state).unwrap_or(&self.suffix),
        };
        format!("{name} {suffix}").trim().to_owned()
    }
}

/// Writes the files of places; the region axis holds every county and the nation.
pub(super) fn write(warehouse: &Warehouse, from: &Path, pack: &mut Pack) -> Result<Axis, Error> {
    let system = system()?;
    let counties = warehouse.ask(&Query::PLACES)?;
    let mut ids = counties.texts("region")?;
    ids.push(RegionId::NATION);
    let axis = Axis::of(ids);
    let shapes = Topology::read(&from.join(GLOBE))?;
    let drawing = Topology::read(&from.join(DRAWING))?;
    regions(warehouse, from, &system, &shapes, &axis, pack)?;
    neighbours(&shapes, &axis, pack)?;
    globe::write(&shapes, &axis, pack)?;
    commuting::write(warehouse, &system, &axis, pack)?;
    outlines(&drawing, "counties", "outlines.parquet", pack)?;
    outlines(&drawing, "states", "borders.parquet", pack)?;
    Ok(axis)
}

fn regions(
    warehouse: &Warehouse,
    from: &Path,
    system: &System,
    shapes: &Topology,
    axis: &Axis,
    pack: &mut Pack,
) -> Result<(), Error> {
    let names = shapes.names("counties");
    let states = states(&from.join(STATES), warehouse)?;
    let markets = labour_markets(warehouse, system)?;
    let (longitudes, latitudes) = globe::middles(shapes, axis);
    let (mut full, mut state, mut state_code, mut market) = (vec![], vec![], vec![], vec![]);
    for id in &axis.ids {
        if id == RegionId::NATION {
            full.push("United States".to_owned());
            state.push(String::new());
            state_code.push(String::new());
            market.push(None);
            continue;
        }
        let name = names
            .get(id.as_str())
            .copied()
            .ok_or_else(|| Error::new("E0204", format!("county `{id}` has no name")).at(GLOBE))?;
        let around = states.get(&id[..2]).cloned().unwrap_or_default();
        full.push(system.full_name(id, name));
        state.push(around.0);
        state_code.push(around.1);
        market.push(markets.get(id).cloned());
    }
    let table = Table::new(
        "regions.parquet",
        vec![
            ("region".into(), Column::texts(axis.ids.clone())),
            ("name".into(), Column::texts(full)),
            ("state".into(), Column::texts(state)),
            ("state_code".into(), Column::texts(state_code)),
            ("labour_market".into(), Column::Texts(market)),
            ("longitude".into(), Column::Numbers(longitudes)),
            ("latitude".into(), Column::Numbers(latitudes)),
        ],
    )?;
    let holds = "a county or the nation, the middle of its area in degrees; its row is its position in all other files";
    pack.add(&table, &[0], holds, Some(&Query::LABOUR_MARKETS))
}

/// Name and postal code of each state.
fn states(file: &Path, warehouse: &Warehouse) -> Result<BTreeMap<String, (String, String)>, Error> {
    warehouse.register("states", file)?;
    let table = warehouse.ask(&Query::STATES)?;
    let (ids, names) = (table.texts("region")?, table.texts("name")?);
    let codes = table.texts("abbr")?;
    let rows = ids.iter().zip(names.iter().zip(codes));
    Ok(rows
        .map(|(id, (name, code))| ((*id).to_owned(), ((*name).to_owned(), code.to_owned())))
        .collect())
}

/// What counties are called, and which codes became which.
pub(super) fn system() -> Result<System, Error> {
    toml::from_str(SYSTEM).map_err(|cause| {
        Error::new("E0403", cause.to_string()).at("definitions/regions/us-county.toml")
    })
}

/// The labour market of each county of today, from the codes of 1990.
pub(super) fn labour_markets(
    warehouse: &Warehouse,
    system: &System,
) -> Result<BTreeMap<String, String>, Error> {
    let table = warehouse.ask(&Query::LABOUR_MARKETS)?;
    let rows = table.texts("region")?.into_iter().zip(table.texts("labour_market")?);
    let mut markets = BTreeMap::new();
    for (old, market) in rows {
        let became = system.became.iter().find(|change| change.old == old);
        let new = became.map_or_else(|| vec![old.to_owned()], |change| change.new.clone());
        markets.extend(new.into_iter().map(|id| (id, market.to_owned())));
    }
    Ok(markets)
}

fn neighbours(globe: &Topology, axis: &Axis, pack: &mut Pack) -> Result<(), Error> {
    // Island areas have shapes and are not counties of the pack.
    let known = |id: &str| axis.position(id).ok();
    let pairs: Vec<(i64, i64)> = globe
        .neighbours("counties")
        .into_iter()
        .filter_map(|(one, other)| Some((known(one)?, known(other)?)))
        .collect();
    let table = Table::new(
        "neighbours.parquet",
        vec![
            ("region".into(), Column::whole(pairs.iter().map(|pair| pair.0))),
            ("neighbour".into(), Column::whole(pairs.iter().map(|pair| pair.1))),
        ],
    )?;
    pack.add(&table, &[0], "two counties with a common border, each pair once", None)
}

fn outlines(drawing: &Topology, object: &str, file: &str, pack: &mut Pack) -> Result<(), Error> {
    let (mut ids, mut numbers, mut xs, mut ys) = (vec![], vec![], vec![], vec![]);
    for (id, rings) in drawing.outlines(object) {
        for (number, ring) in (0..).zip(&rings) {
            for point in ring {
                ids.push(id);
                numbers.push(number);
                xs.push(point[0]);
                ys.push(point[1]);
            }
        }
    }
    let table = Table::new(
        file,
        vec![
            ("region".into(), Column::texts(ids)),
            ("ring".into(), Column::whole(numbers)),
            ("x".into(), Column::whole(xs)),
            ("y".into(), Column::whole(ys)),
        ],
    )?;
    let holds = "a point of a drawn outline in hundredths of a unit, on a map of 975 by 610 units";
    pack.add(&table, &[0], holds, None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counties_are_called_what_they_are() {
        let system: System = toml::from_str(SYSTEM).unwrap();
        let rows = [
            ("12045", "Gulf", "Gulf County"),
            ("22071", "Orleans", "Orleans Parish"),
            ("51600", "Fairfax", "Fairfax city"),
            ("51059", "Fairfax", "Fairfax County"),
            ("11001", "District of Columbia", "District of Columbia"),
            ("02261", "Valdez-Cordova", "Valdez-Cordova Census Area"),
        ];
        for (code, name, full) in rows {
            assert_eq!(system.full_name(code, name), full);
        }
    }
}
