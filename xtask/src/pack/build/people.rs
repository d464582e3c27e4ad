//! Population, income and unemployment by county and year.

use std::collections::BTreeMap;

use agglo::Error;
use agglo::base::id::RegionId;
use agglo_data::table::{Column, Table};
use agglo_data::warehouse::{Query, Warehouse};

use super::files::Pack;
use super::jobs::{Areas, area_code};
use super::{Axis, groups};

/// Figures of one county and year.
#[derive(Clone, Copy, Default)]
struct Figures {
    population: Option<i64>,
    income: Option<i64>,
    per_head: Option<i64>,
    combination: Option<[i64; 2]>,
    labour_force: Option<i64>,
    unemployed: Option<i64>,
}

type Rows = BTreeMap<(i64, i64), Figures>;

/// Writes one row per county and year, and for the nation.
pub(super) fn write(
    warehouse: &Warehouse,
    axis: &Axis,
    areas: &Areas,
    pack: &mut Pack,
) -> Result<(), Error> {
    let mut rows = Rows::new();
    income(warehouse, axis, areas, &mut rows)?;
    labour(warehouse, axis, &mut rows)?;
    let regions: Vec<i64> = rows.keys().map(|key| key.0).collect();
    let column =
        |figure: fn(&Figures) -> Option<i64>| Column::Integers(rows.values().map(figure).collect());
    let table = Table::new(
        "people.parquet",
        vec![
            ("region".into(), Column::whole(regions.iter().copied())),
            ("year".into(), Column::whole(rows.keys().map(|key| key.1))),
            ("population".into(), column(|row| row.population)),
            ("personal_income_kusd".into(), column(|row| row.income)),
            ("income_per_head_usd".into(), column(|row| row.per_head)),
            ("combination_population".into(), column(|row| row.combination.map(|all| all[0]))),
            ("combination_income_kusd".into(), column(|row| row.combination.map(|all| all[1]))),
            ("labour_force".into(), column(|row| row.labour_force)),
            ("unemployed".into(), column(|row| row.unemployed)),
        ],
    )?;
    let holds = "people of a county in a year; where the agency combines counties, the combination's \
                 amounts apportioned by residents of 2020, beside the whole";
    pack.add(&table, &groups(&regions), holds, Some(&Query::INCOME))
}

/// Population and income: of the county, or its share of a combination by residents of 2020.
fn income(warehouse: &Warehouse, axis: &Axis, areas: &Areas, rows: &mut Rows) -> Result<(), Error> {
    let residents = residents(warehouse)?;
    let mut members: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (county, area) in &areas.of {
        members.entry(area).or_default().push(county);
    }
    members.insert(RegionId::NATION, vec![RegionId::NATION]);
    let answer = warehouse.ask(&Query::INCOME)?;
    let (codes, years) = (answer.texts("area")?, answer.whole("year")?);
    let population = answer.whole("population")?;
    let income = answer.whole("personal_income_kusd")?;
    let per_head = answer.whole("income_per_head_usd")?;
    for row in 0..answer.rows() {
        let counties = members.get(area_code(codes[row])).map(Vec::as_slice).unwrap_or_default();
        let all: f64 = counties.iter().filter_map(|county| residents.get(*county)).sum();
        for county in counties {
            let figures = rows.entry((axis.position(county)?, years[row])).or_default();
            figures.per_head = Some(per_head[row]);
            if let [_] = counties {
                (figures.population, figures.income) = (Some(population[row]), Some(income[row]));
                continue;
            }
            let share = residents.get(*county).copied().unwrap_or(0.0) / all.max(1.0);
            #[expect(clippy::cast_possible_truncation, reason = "counts of people and dollars")]
            let part = |whole: i64| (whole as f64 * share).round() as i64;
            figures.population = Some(part(population[row]));
            figures.income = Some(part(income[row]));
            figures.combination = Some([population[row], income[row]]);
        }
    }
    Ok(())
}

fn residents(warehouse: &Warehouse) -> Result<BTreeMap<String, f64>, Error> {
    let table = warehouse.ask(&Query::PLACES)?;
    let (ids, values) = (table.texts("region")?, table.numbers("population_2020")?);
    let rows = ids.into_iter().zip(values);
    Ok(rows.filter_map(|(id, value)| Some((id.to_owned(), (*value)?))).collect())
}

/// Labour force and unemployed; the nation in the years in which no county lacks a figure.
fn labour(warehouse: &Warehouse, axis: &Axis, rows: &mut Rows) -> Result<(), Error> {
    let answer = warehouse.ask(&Query::LABOUR)?;
    let (codes, years) = (answer.texts("region")?, answer.whole("year")?);
    let (force, out) = (answer.whole("labour_force")?, answer.whole("unemployed")?);
    for row in 0..answer.rows() {
        let figures = rows.entry((axis.position(codes[row])?, years[row])).or_default();
        (figures.labour_force, figures.unemployed) = (Some(force[row]), Some(out[row]));
    }
    let answer = warehouse.ask(&Query::NATION_LABOUR)?;
    let (years, lacking) = (answer.whole("year")?, answer.whole("lacking")?);
    let (force, out) = (answer.whole("labour_force")?, answer.whole("unemployed")?);
    let nation = axis.position(RegionId::NATION)?;
    for row in (0..answer.rows()).filter(|&row| lacking[row] == 0) {
        let figures = rows.entry((nation, years[row])).or_default();
        (figures.labour_force, figures.unemployed) = (Some(force[row]), Some(out[row]));
    }
    Ok(())
}
