//! Jobs by sector over many years, for counties and for the areas that their publisher combines.

use std::collections::BTreeMap;

use agglo::Error;
use agglo::base::id::{IndustryId, RegionId};
use agglo::panel::{Axes, Cell, Jobs, Panel};

use crate::starter::Starter;
use crate::starter::places::{self, beyond};
use crate::starter::status::Figures;

/// The dataset as it stands in the provenance of numbers.
const SOURCE: &str = "bea-jobs-2001-2022";
const FIGURES: [&str; 3] = ["jobs", "jobs_low", "jobs_high"];

pub(super) fn jobs(starter: &Starter) -> Result<Jobs, Error> {
    let areas = starter.open("areas.parquet")?.all(&["area", "name"])?;
    let regions: Vec<RegionId> = areas.texts("area")?.into_iter().map(RegionId::from).collect();
    let lines = starter.open("lines.parquet")?.all(&["line", "title", "role"])?;
    let industries: Vec<IndustryId> =
        lines.texts("line")?.into_iter().map(IndustryId::from).collect();
    let area_of = area_of(starter, &regions)?;
    let names = regions.iter().cloned().zip(areas.texts("name")?);
    let combinations = names
        .filter(|(area, _)| area.as_str() != RegionId::NATION && !area_of.contains_key(area))
        .map(|(area, name)| (area, name.to_owned()))
        .collect();
    let roles = lines.texts("role")?;
    let by_role = |role: &str| -> Vec<IndustryId> {
        let pairs = industries.iter().zip(&roles);
        pairs.filter(|(_, other)| **other == role).map(|(line, _)| line.clone()).collect()
    };
    let titles = industries.iter().cloned().zip(lines.texts("title")?);
    Ok(Jobs {
        titles: titles.map(|(line, title)| (line, title.to_owned())).collect(),
        total: one(by_role("total"))?,
        wage_and_salary: one(by_role("wage_and_salary"))?,
        sectors: by_role("sector"),
        area_of,
        combinations,
        panel: panel(starter, regions, industries)?,
    })
}

fn one(lines: Vec<IndustryId>) -> Result<IndustryId, Error> {
    lines
        .into_iter()
        .next()
        .ok_or_else(|| Error::new("E0404", "a line of totals is missing").at("lines.parquet"))
}

fn area_of(starter: &Starter, areas: &[RegionId]) -> Result<BTreeMap<RegionId, RegionId>, Error> {
    let axis = places::axis(starter)?;
    let table = starter.open("members.parquet")?.all(&["region", "area"])?;
    let pairs = table.positions("region")?.into_iter().zip(table.positions("area")?);
    pairs.map(|(region, area)| Ok((places::at(&axis, region)?, places::at(areas, area)?))).collect()
}

fn panel(
    starter: &Starter,
    regions: Vec<RegionId>,
    industries: Vec<IndustryId>,
) -> Result<Panel, Error> {
    let file = starter.open("jobs.parquet")?;
    let years = Starter::years(&file.all(&["year"])?.whole("year")?);
    let axes = Axes { years, regions, industries, source: SOURCE.into() };
    let size = [axes.regions.len(), axes.industries.len()];
    let first = axes.years.first().map_or(0, |year| i64::from(year.0));
    let mut panel = Panel::filled(axes, Cell::MISSING)?;
    for group in 0..file.groups() {
        let keys = ["area", "line", "year", "status"];
        let table = file.group(group, &[&keys[..], &FIGURES[..]].concat())?;
        let (areas, lines) = (table.positions("area")?, table.positions("line")?);
        let (years, statuses) = (table.whole("year")?, table.whole("status")?);
        let figures = Figures::of(&table, FIGURES, 1.0)?;
        for row in 0..table.rows() {
            if areas[row] >= size[0] || lines[row] >= size[1] {
                return Err(beyond("areas or lines", areas[row].max(lines[row])));
            }
            let year = usize::try_from(years[row] - first).unwrap_or(0);
            panel.set([year, areas[row], lines[row]], figures.cell(row, statuses[row])?)?;
        }
    }
    Ok(panel.finish())
}
