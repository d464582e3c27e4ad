//! Jobs by sector over 22 years, with bounds of what is hidden.

use std::collections::BTreeMap;

use agglo::Error;
use agglo::base::id::RegionId;
use agglo::panel::tighten::{Sum, tighten};
use agglo_data::starter::{DISCLOSED, MISSING, WITHHELD};
use agglo_data::table::{Column, Table};
use agglo_data::warehouse::{Query, Warehouse};

use super::files::Pack;
use super::{Axis, groups};

/// The nation in the agency's codes.
const NATION: &str = "00000";
/// Lines that are no part of the total: the total itself, and wage and salary jobs.
const TOTAL: i64 = 10;
const WAGE_AND_SALARY: i64 = 20;

/// Which area each county lies in, and the areas' axis.
pub(super) struct Areas {
    pub(super) of: BTreeMap<String, String>,
    pub(super) axis: Axis,
}

/// The pack's code of an area.
pub(super) fn area_code(code: &str) -> &str {
    if code == NATION { RegionId::NATION } else { code }
}

/// Writes areas, members, lines and jobs.
pub(super) fn write(warehouse: &Warehouse, axis: &Axis, pack: &mut Pack) -> Result<Areas, Error> {
    let areas = areas(warehouse, axis, pack)?;
    let answer = warehouse.ask(&Query::JOBS)?;
    let lines = lines(warehouse, &answer.whole("line")?, pack)?;
    let codes: Vec<&str> = answer.texts("area")?.into_iter().map(area_code).collect();
    let (line, year) = (answer.whole("line")?, answer.whole("year")?);
    let (jobs, status) = (answer.integers("jobs")?, answer.texts("status")?);
    let mut rows: Vec<Row> = (0..answer.rows())
        .map(|row| {
            Ok(Row {
                area: areas.axis.position(codes[row])?,
                line: line[row],
                year: year[row],
                jobs: jobs[row],
                missing: status[row] == "not_available",
                low: None,
                high: None,
            })
        })
        .collect::<Result<_, Error>>()?;
    rows.sort_by_key(|row| (row.area, row.year, row.line));
    let contradictions = bound(&mut rows);
    for contradiction in &contradictions {
        super::super::say(&format!("jobs: {contradiction}"));
    }
    let position = |row: &Row| lines.position(&row.line.to_string());
    rows.sort_by_key(|row| (row.area, position(row).unwrap_or(0), row.year));
    store(&rows, &lines, pack)?;
    Ok(areas)
}

struct Row {
    area: i64,
    line: i64,
    year: i64,
    jobs: Option<i64>,
    missing: bool,
    low: Option<i64>,
    high: Option<i64>,
}

/// Bounds of hidden sectors from the total of their area and year; rows are sorted by area and year.
fn bound(rows: &mut [Row]) -> Vec<String> {
    let mut found = Vec::new();
    let same = |a: &Row, b: &Row| (a.area, a.year) == (b.area, b.year);
    for group in rows.chunk_by_mut(same) {
        let mut bounds: Vec<[f64; 2]> = group
            .iter()
            .map(|row| row.jobs.map_or([0.0, f64::INFINITY], |jobs| [jobs as f64, jobs as f64]))
            .collect();
        let Some(whole) = group.iter().position(|row| row.line == TOTAL) else { continue };
        let is_part = |row: &Row| row.line != TOTAL && row.line != WAGE_AND_SALARY;
        let parts = (0..group.len()).filter(|&at| is_part(&group[at])).collect();
        let name = format!("area {}, {}: total = sectors", group[whole].area, group[whole].year);
        let contradictions = tighten(&mut bounds, &[Sum { name, whole, parts }]);
        found.extend(contradictions.iter().map(ToString::to_string));
        for (row, [low, high]) in group.iter_mut().zip(bounds) {
            if row.jobs.is_none() && !row.missing && high.is_finite() {
                #[expect(clippy::cast_possible_truncation, reason = "whole numbers of jobs")]
                let (low, high) = (low.ceil() as i64, high.floor() as i64);
                (row.low, row.high) = (Some(low), Some(high));
            }
        }
    }
    found
}

fn store(rows: &[Row], lines: &Axis, pack: &mut Pack) -> Result<(), Error> {
    let status = |row: &Row| match (row.jobs, row.high) {
        (Some(_), _) => DISCLOSED,
        (None, Some(_)) => WITHHELD,
        (None, None) => MISSING,
    };
    let areas: Vec<i64> = rows.iter().map(|row| row.area).collect();
    let line: Vec<i64> =
        rows.iter().map(|row| lines.position(&row.line.to_string())).collect::<Result<_, _>>()?;
    let table = Table::new(
        "jobs.parquet",
        vec![
            ("area".into(), Column::whole(areas.iter().copied())),
            ("line".into(), Column::whole(line)),
            ("year".into(), Column::whole(rows.iter().map(|row| row.year))),
            ("status".into(), Column::whole(rows.iter().map(status))),
            ("jobs".into(), Column::Integers(rows.iter().map(|row| row.jobs).collect())),
            ("jobs_low".into(), Column::Integers(rows.iter().map(|row| row.low).collect())),
            ("jobs_high".into(), Column::Integers(rows.iter().map(|row| row.high).collect())),
        ],
    )?;
    let holds =
        "jobs of an area in a line and year; hidden ones between the bounds that the total leaves";
    pack.add(&table, &groups(&areas), holds, Some(&Query::JOBS))
}

fn areas(warehouse: &Warehouse, axis: &Axis, pack: &mut Pack) -> Result<Areas, Error> {
    let answer = warehouse.ask(&Query::AREAS)?;
    let (members, codes) = (answer.texts("region")?, answer.texts("area")?);
    let areas = Axis::of(codes.iter().copied().chain([RegionId::NATION]));
    let mut names: BTreeMap<&str, &str> =
        codes.iter().copied().zip(answer.texts("name")?).collect();
    names.insert(RegionId::NATION, "United States");
    let table = Table::new(
        "areas.parquet",
        vec![
            ("area".into(), Column::texts(areas.ids.clone())),
            (
                "name".into(),
                Column::texts(
                    areas.ids.iter().map(|id| names.get(id.as_str()).copied().unwrap_or("")),
                ),
            ),
        ],
    )?;
    let holds = "an area of the jobs table: a county, a combination of counties, the nation";
    pack.add(&table, &[0], holds, Some(&Query::AREAS))?;
    let table = Table::new(
        "members.parquet",
        vec![
            ("region".into(), Column::whole(axis.positions(&members)?)),
            ("area".into(), Column::whole(areas.positions(&codes)?)),
        ],
    )?;
    pack.add(&table, &[0], "which area of the jobs table a county lies in", Some(&Query::AREAS))?;
    let of =
        members.iter().zip(codes).map(|(member, area)| ((*member).to_owned(), area.to_owned()));
    Ok(Areas { of: of.collect(), axis: areas })
}

fn lines(warehouse: &Warehouse, used: &[i64], pack: &mut Pack) -> Result<Axis, Error> {
    let answer = warehouse.ask(&Query::LINES)?;
    let titles: BTreeMap<String, &str> = answer
        .whole("line")?
        .into_iter()
        .map(|line| line.to_string())
        .zip(answer.texts("title")?)
        .collect();
    let axis = Axis::of(used.iter().map(ToString::to_string));
    let role = |line: &String| match line.parse() {
        Ok(TOTAL) => "total",
        Ok(WAGE_AND_SALARY) => "wage_and_salary",
        _ => "sector",
    };
    let table = Table::new(
        "lines.parquet",
        vec![
            ("line".into(), Column::texts(axis.ids.clone())),
            (
                "title".into(),
                Column::texts(axis.ids.iter().map(|line| titles.get(line).copied().unwrap_or(""))),
            ),
            ("role".into(), Column::texts(axis.ids.iter().map(role))),
        ],
    )?;
    pack.add(
        &table,
        &[0],
        "a line of the jobs table and its part in the total",
        Some(&Query::LINES),
    )?;
    Ok(axis)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(line: i64, jobs: Option<i64>) -> Row {
        Row { area: 0, line, year: 2016, jobs, missing: false, low: None, high: None }
    }

    #[test]
    fn a_hidden_sector_lies_between_nothing_and_what_the_rest_leaves() {
        let mut rows = vec![
            row(TOTAL, Some(100)),
            row(WAGE_AND_SALARY, Some(80)),
            row(70, Some(60)),
            row(100, None),
            row(200, None),
        ];
        assert_eq!(bound(&mut rows), Vec::<String>::new());
        assert_eq!((rows[3].low, rows[3].high), (Some(0), Some(40)));
        assert_eq!((rows[2].low, rows[2].high), (None, None), "a published cell needs no bounds");
    }

    #[test]
    fn a_single_hidden_sector_is_what_the_rest_leaves() {
        let mut rows = vec![row(TOTAL, Some(100)), row(70, Some(60)), row(100, None)];
        bound(&mut rows);
        assert_eq!((rows[2].low, rows[2].high), (Some(40), Some(40)));
    }
}
