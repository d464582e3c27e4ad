//! Private industries of 2016: what is published, and what published totals say about the rest.

use std::collections::BTreeMap;

use agglo::Error;
use agglo::base::classification::Classification;
use agglo::base::id::RegionId;
use agglo::panel::tighten::Contradiction;
use agglo_data::starter::{DISCLOSED, ESTIMATED, WITHHELD, naics_2012};
use agglo_data::table::{Column, Table};
use agglo_data::warehouse::{Query, Warehouse};

use super::cells::{Cells, Figure, Owners, Place, Value};
use super::clusters::Clusters;
use super::files::Pack;
use super::{Axis, groups, nation, runs};

/// The finest level that the pack holds; finer rows serve to bound it and to make up clusters.
pub(super) const FINEST: i64 = 4;
/// The finest level whose months are published.
const MONTHLY: i64 = 3;

/// Writes the axis of industries, the base of all owners, the private cells and those of clusters.
pub(super) fn write(warehouse: &Warehouse, axis: &Axis, pack: &mut Pack) -> Result<(), Error> {
    let tree = naics_2012()?;
    let answer = warehouse.ask(&Query::STRUCTURE)?;
    let owners = Owners::read(&warehouse.ask(&Query::OWNERS)?)?;
    let levels = levels(&answer)?;
    let industries = Axis::of(levels.keys().copied());
    let cells = Cells::read(&answer)?;
    let mut clusters = Clusters::new(&tree)?;
    let mut rows = Vec::new();
    let mut contradictions = Vec::new();
    for (county, range) in runs(&cells.regions) {
        let place = Place::new(county, range.clone(), &cells.codes[range.clone()], &tree);
        let [months, wages] = [Figure::Months, Figure::Wages].map(|figure| {
            let owners = owners.bounds(county, figure);
            let (bounds, found) = place.tighten(&cells, figure, &owners);
            contradictions.extend(found);
            bounds
        });
        let region = axis.position(county)?;
        clusters.add(region, &place, &cells.quarters[range.clone()], &months, &wages);
        for (at, row) in range.enumerate().filter(|(_, row)| cells.levels[*row] <= FINEST) {
            let position = [region, industries.position(cells.codes[row])?];
            rows.push(Row::county(&cells, row, position, months[at], wages[at]));
        }
    }
    report("counties", &contradictions);
    let printed = nation::Printed::read(&warehouse.ask(&Query::NATION)?)?;
    rows.extend(national(&printed, axis, &industries)?);
    rows.sort_by_key(|row| row.position);
    axis_of_industries(&industries, &levels, pack)?;
    base(warehouse, axis, &owners, pack)?;
    store(&rows, pack)?;
    nation(warehouse, &tree, &printed, axis.position(RegionId::NATION)?, &mut clusters)?;
    clusters.store(pack)
}

/// Adds the nation's clusters.
fn nation(
    warehouse: &Warehouse,
    tree: &Classification,
    printed: &nation::Printed,
    position: i64,
    clusters: &mut Clusters,
) -> Result<(), Error> {
    let answer = warehouse.ask(&Query::STATE_STRUCTURE)?;
    let cells = Cells::read(&answer)?;
    let nation = nation::Nation::of(&cells, printed, tree);
    report("nation", &nation.contradictions);
    let codes: Vec<&str> = nation.codes.iter().map(String::as_str).collect();
    let place = Place::new(RegionId::NATION, 0..codes.len(), &codes, tree);
    clusters.add_estimated(position, &place, &nation.quarters, &nation.months, &nation.wages);
    Ok(())
}

/// Levels of the industries that the pack holds.
fn levels(answer: &Table) -> Result<BTreeMap<&str, i64>, Error> {
    let rows = answer.texts("industry")?.into_iter().zip(answer.whole("level")?);
    Ok(rows.filter(|(_, level)| *level <= FINEST).collect())
}

/// One row of the file.
struct Row {
    position: [i64; 2],
    status: i64,
    quarters: i64,
    months: Value,
    wages: Value,
    lowest: Option<i64>,
    highest: Option<i64>,
}

impl Row {
    fn county(
        cells: &Cells<'_>,
        row: usize,
        position: [i64; 2],
        months: [f64; 2],
        wages: [f64; 2],
    ) -> Self {
        let has_months = cells.levels[row] <= MONTHLY;
        Self {
            position,
            status: if cells.months[row].is_some() { DISCLOSED } else { WITHHELD },
            quarters: cells.quarters[row],
            months: Value::of(cells.months[row], months),
            wages: Value::of(cells.wages[row], wages),
            lowest: cells.lowest[row].filter(|_| has_months),
            highest: cells.highest[row].filter(|_| has_months),
        }
    }
}

/// The nation's rows: establishments are counted, the rest lies in an interval whose middle is the point.
fn national(printed: &nation::Printed, axis: &Axis, industries: &Axis) -> Result<Vec<Row>, Error> {
    let nation = axis.position(RegionId::NATION)?;
    let rows = printed.rows.iter();
    rows.map(|(code, row)| {
        Ok(Row {
            position: [nation, industries.position(code)?],
            status: ESTIMATED,
            quarters: row.quarters,
            months: Value::estimated(row.months),
            wages: Value::estimated(row.wages),
            lowest: None,
            highest: None,
        })
    })
    .collect()
}

fn axis_of_industries(
    industries: &Axis,
    levels: &BTreeMap<&str, i64>,
    pack: &mut Pack,
) -> Result<(), Error> {
    let level = |code: &String| levels.get(code.as_str()).copied().unwrap_or_default();
    let codes = &industries.ids;
    let has_months = codes.iter().map(|code| i64::from(level(code) <= MONTHLY));
    let table = Table::new(
        "industries.parquet",
        vec![
            ("industry".into(), Column::texts(codes.clone())),
            ("level".into(), Column::whole(codes.iter().map(level))),
            ("has_months".into(), Column::whole(has_months)),
        ],
    )?;
    pack.add(&table, &[0], "an industry; its row is its position in structure.parquet", None)
}

fn base(warehouse: &Warehouse, axis: &Axis, owners: &Owners, pack: &mut Pack) -> Result<(), Error> {
    let nation = warehouse.ask(&Query::NATION_OWNERS)?;
    let mut rows: Vec<[i64; 4]> = Vec::new();
    for (county, owner) in owners.all() {
        let (Some(months), Some(wages)) = (owner.months, owner.wages) else {
            return Err(Error::new("E0204", format!("the base of county `{county}` is hidden")));
        };
        rows.push([axis.position(county)?, owner.quarters, months, wages]);
    }
    let first = |name: &str| Ok::<_, Error>(nation.whole(name)?.first().copied().unwrap_or(0));
    rows.push([
        axis.position(RegionId::NATION)?,
        first("establishments_quarters")?,
        first("employment_months")?,
        first("wages_usd")?,
    ]);
    let column = |at: usize| Column::whole(rows.iter().map(|row| row[at]));
    let table = Table::new(
        "base.parquet",
        vec![
            ("region".into(), column(0)),
            ("establishments_quarters".into(), column(1)),
            ("employment_months".into(), column(2)),
            ("wages_usd".into(), column(3)),
        ],
    )?;
    let holds =
        "all owners and industries of a county or the nation: sums over 4 quarters and 12 months";
    pack.add(&table, &[0], holds, Some(&Query::OWNERS))
}

fn store(rows: &[Row], pack: &mut Pack) -> Result<(), Error> {
    let whole = |value: fn(&Row) -> i64| Column::whole(rows.iter().map(value));
    let some = |value: fn(&Row) -> Option<i64>| Column::Integers(rows.iter().map(value).collect());
    let table = Table::new(
        "structure.parquet",
        vec![
            ("region".into(), whole(|row| row.position[0])),
            ("industry".into(), whole(|row| row.position[1])),
            ("status".into(), whole(|row| row.status)),
            ("establishments_quarters".into(), whole(|row| row.quarters)),
            ("employment_months".into(), some(|row| row.months.point)),
            ("employment_months_low".into(), some(|row| row.months.low)),
            ("employment_months_high".into(), some(|row| row.months.high)),
            ("wages_usd".into(), some(|row| row.wages.point)),
            ("wages_usd_low".into(), some(|row| row.wages.low)),
            ("wages_usd_high".into(), some(|row| row.wages.high)),
            ("lowest_month".into(), some(|row| row.lowest)),
            ("highest_month".into(), some(|row| row.highest)),
        ],
    )?;
    let regions: Vec<i64> = rows.iter().map(|row| row.position[0]).collect();
    let holds = "a private industry of a county or the nation: sums over 4 quarters and 12 months, \
                 dollars; hidden ones between the bounds that published totals leave; status 1 \
                 disclosed, 2 withheld, 3 estimated";
    pack.add(&table, &groups(&regions), holds, Some(&Query::STRUCTURE))
}

fn report(what: &str, contradictions: &[Contradiction]) {
    for contradiction in contradictions.iter().take(20) {
        super::super::say(&format!("{what}: {contradiction}"));
    }
    super::super::say(&format!("{what}: {} identities do not hold", contradictions.len()));
}
