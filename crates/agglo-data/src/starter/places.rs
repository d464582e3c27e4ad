//! Regions, who borders whom, how they are drawn, and which labour market they lie in.

use agglo::Error;
use agglo::base::id::RegionId;
use agglo::base::region::{Outline, Polygons, Position, Region};
use agglo::map::association::Flow;

use crate::starter::Starter;

/// Units of the drawing per stored whole number.
const UNIT: f32 = 0.01;
/// Stored whole numbers per degree.
const PER_DEGREE: f64 = 10_000.0;

/// All codes of the region axis, the nation included, in the order of positions.
pub(super) fn axis(starter: &Starter) -> Result<Vec<RegionId>, Error> {
    let table = starter.open("regions.parquet")?.all(&["region"])?;
    Ok(table.texts("region")?.into_iter().map(RegionId::from).collect())
}

pub(super) fn regions(starter: &Starter) -> Result<Vec<Region>, Error> {
    let table = starter.open("regions.parquet")?.all(&["region", "name", "state", "state_code"])?;
    let (ids, names) = (table.texts("region")?, table.texts("name")?);
    let (states, codes) = (table.texts("state")?, table.texts("state_code")?);
    Ok((0..table.rows())
        .filter(|&row| ids[row] != RegionId::NATION)
        .map(|row| Region {
            id: ids[row].into(),
            name: names[row].to_owned(),
            within: states[row].to_owned(),
            within_code: codes[row].to_owned(),
            members: vec![ids[row].into()],
        })
        .collect())
}

pub(super) fn neighbours(starter: &Starter) -> Result<Vec<(RegionId, RegionId)>, Error> {
    let axis = axis(starter)?;
    let table = starter.open("neighbours.parquet")?.all(&["region", "neighbour"])?;
    let pairs = table.positions("region")?.into_iter().zip(table.positions("neighbour")?);
    pairs.map(|(one, other)| Ok((at(&axis, one)?, at(&axis, other)?))).collect()
}

pub(super) fn outlines(starter: &Starter, file: &str) -> Result<Vec<Outline>, Error> {
    let table = starter.open(file)?.all(&["region", "ring", "x", "y"])?;
    let (regions, rings) = (table.texts("region")?, table.positions("ring")?);
    let (xs, ys) = (table.whole("x")?, table.whole("y")?);
    let mut outlines: Vec<Outline> = Vec::new();
    for row in 0..table.rows() {
        if outlines.last().is_none_or(|outline| outline.id.as_str() != regions[row]) {
            outlines.push(Outline { id: regions[row].into(), rings: Vec::new() });
        }
        let Some(outline) = outlines.last_mut() else { continue };
        if outline.rings.len() <= rings[row] {
            outline.rings.resize(rings[row] + 1, Vec::new());
        }
        outline.rings[rings[row]].push([xs[row] as f32 * UNIT, ys[row] as f32 * UNIT]);
    }
    Ok(outlines)
}

/// The middle of each county's area.
pub(super) fn positions(starter: &Starter) -> Result<Vec<Position>, Error> {
    let table = starter.open("regions.parquet")?.all(&["region", "longitude", "latitude"])?;
    let (longitudes, latitudes) = (table.numbers("longitude")?, table.numbers("latitude")?);
    let rows = table.texts("region")?.into_iter().zip(longitudes.iter().zip(latitudes));
    let place = |(id, (longitude, latitude)): (&str, (&Option<f64>, &Option<f64>))| {
        Some(Position { id: id.into(), degrees: [(*longitude)?, (*latitude)?] })
    };
    Ok(rows.filter_map(place).collect())
}

/// Polygons of each county in degrees.
pub(super) fn shapes(starter: &Starter) -> Result<Vec<Polygons>, Error> {
    let axis = axis(starter)?;
    let names = ["region", "polygon", "ring", "longitude", "latitude"];
    let table = starter.open("shapes.parquet")?.all(&names)?;
    let (regions, numbers) = (table.positions("region")?, table.positions("polygon")?);
    let rings = table.positions("ring")?;
    let (longitudes, latitudes) = (table.whole("longitude")?, table.whole("latitude")?);
    let mut shapes: Vec<Polygons> = Vec::new();
    for row in 0..table.rows() {
        let id = at(&axis, regions[row])?;
        if shapes.last().is_none_or(|shape| shape.id != id) {
            shapes.push(Polygons { id, polygons: Vec::new() });
        }
        let Some(shape) = shapes.last_mut() else { continue };
        let polygon = nth(&mut shape.polygons, numbers[row]);
        let degrees = [longitudes[row] as f64 / PER_DEGREE, latitudes[row] as f64 / PER_DEGREE];
        nth(polygon, rings[row]).push(degrees);
    }
    Ok(shapes)
}

/// The list at a place of a list of lists, which grows to hold it.
fn nth<T>(lists: &mut Vec<Vec<T>>, at: usize) -> &mut Vec<T> {
    if lists.len() <= at {
        lists.resize_with(at + 1, Vec::new);
    }
    &mut lists[at]
}

/// Workers who live in one county and work in another, or in the same.
pub(super) fn commuting(starter: &Starter) -> Result<Vec<Flow>, Error> {
    let axis = axis(starter)?;
    let table =
        starter.open("commuting.parquet")?.all(&["residence", "workplace", "workers", "margin"])?;
    let (from, to) = (table.positions("residence")?, table.integers("workplace")?);
    let (workers, margins) = (table.whole("workers")?, table.whole("margin")?);
    let flow = |row: usize| -> Result<Flow, Error> {
        let place = to[row].map(|to| usize::try_from(to).unwrap_or(usize::MAX));
        Ok(Flow {
            from: at(&axis, from[row])?,
            to: place.map(|place| at(&axis, place)).transpose()?,
            people: workers[row] as f64,
            margin: margins[row] as f64,
        })
    };
    (0..table.rows()).map(flow).collect()
}

pub(super) fn labour_markets(starter: &Starter) -> Result<Vec<(RegionId, String)>, Error> {
    let table = starter.open("regions.parquet")?.all(&["region", "labour_market"])?;
    let ids = table.texts("region")?;
    let areas = table.optional_texts("labour_market")?;
    let pairs = ids.into_iter().zip(areas);
    Ok(pairs.filter_map(|(id, area)| Some((id.into(), area.clone()?))).collect())
}

pub(super) fn labour_market(starter: &Starter, county: &RegionId) -> Result<Vec<RegionId>, Error> {
    let areas = labour_markets(starter)?;
    let Some((_, own)) = areas.iter().find(|(id, _)| id == county) else { return Ok(Vec::new()) };
    Ok(areas.iter().filter(|(_, area)| area == own).map(|(id, _)| id.clone()).collect())
}

/// The region at a position of the axis.
pub(super) fn at(axis: &[RegionId], position: usize) -> Result<RegionId, Error> {
    axis.get(position).cloned().ok_or_else(|| beyond("regions", position))
}

/// A position that the axis does not have.
pub(super) fn beyond(axis: &str, position: usize) -> Error {
    Error::new("E0404", format!("position {position} is not on the axis of {axis}"))
        .hint("the pack was made by another version of agglo: take the one that came with it")
}
