//! Private industries of 2016: what is published, and what published totals say about the rest.

use std::collections::BTreeMap;
use std::ops::Range;

use agglo::Error;
use agglo::base::classification::Classification;
use agglo::base::id::RegionId;
use agglo::panel::tighten::{Contradiction, Sum, tighten};
use agglo_data::starter::{DISCLOSED, ESTIMATED, WITHHELD, naics_2012};
use agglo_data::table::{Column, Table};
use agglo_data::warehouse::{Query, Warehouse};

use super::files::Pack;
use super::{Axis, groups, runs};

/// The finest level that the pack holds; finer rows serve to bound it.
const FINEST: i64 = 4;
/// The finest level whose months are published.
const MONTHLY: i64 = 3;
/// All industries.
const TOTAL: &str = "10";
/// Nothing is known.
const HIDDEN: [f64; 2] = [0.0, f64::INFINITY];

/// Writes the axis of industries, the base of all owners and the private cells with their bounds.
pub(super) fn write(warehouse: &Warehouse, axis: &Axis, pack: &mut Pack) -> Result<(), Error> {
    let tree = naics_2012()?;
    let answer = warehouse.ask(&Query::STRUCTURE)?;
    let nation = warehouse.ask(&Query::NATION)?;
    let owners = Owners::read(&warehouse.ask(&Query::OWNERS)?)?;
    let levels = levels(&answer)?;
    let industries = Axis::of(levels.keys().copied());
    let mut rows = Vec::new();
    let mut contradictions = Vec::new();
    let cells = Cells::read(&answer)?;
    for (county, range) in runs(&cells.regions) {
        let place = Place { county, tree: &tree, owners: &owners };
        let (months, found) = place.tighten(&cells, range.clone(), Figure::Months);
        contradictions.extend(found);
        let (wages, found) = place.tighten(&cells, range.clone(), Figure::Wages);
        contradictions.extend(found);
        for (at, row) in range.enumerate().filter(|(_, row)| cells.levels[*row] <= FINEST) {
            let position = [axis.position(county)?, industries.position(cells.codes[row])?];
            rows.push(cells.row(row, position, months[at], wages[at]));
        }
    }
    report(&contradictions);
    rows.extend(national(&nation, axis, &industries)?);
    rows.sort_by_key(|row| row.position);
    axis_of_industries(&industries, &levels, pack)?;
    base(warehouse, axis, &owners, pack)?;
    store(&rows, pack)
}

/// Levels of the industries that the pack holds.
fn levels(answer: &Table) -> Result<BTreeMap<&str, i64>, Error> {
    let rows = answer.texts("industry")?.into_iter().zip(answer.whole("level")?);
    Ok(rows.filter(|(_, level)| *level <= FINEST).collect())
}

/// Which of the two hidden figures.
#[derive(Clone, Copy)]
enum Figure {
    Months,
    Wages,
}

/// The columns of the query's answer.
struct Cells<'a> {
    regions: Vec<&'a str>,
    codes: Vec<&'a str>,
    levels: Vec<i64>,
    quarters: Vec<i64>,
    months: &'a [Option<i64>],
    known_months: &'a [Option<i64>],
    wages: &'a [Option<i64>],
    lowest: &'a [Option<i64>],
    highest: &'a [Option<i64>],
}

impl<'a> Cells<'a> {
    fn read(table: &'a Table) -> Result<Self, Error> {
        Ok(Self {
            regions: table.texts("region")?,
            codes: table.texts("industry")?,
            levels: table.whole("level")?,
            quarters: table.whole("establishments_quarters")?,
            months: table.integers("employment_months")?,
            known_months: table.integers("known_months")?,
            wages: table.integers("wages_usd")?,
            lowest: table.integers("lowest_month")?,
            highest: table.integers("highest_month")?,
        })
    }

    /// What is known of a figure before any total is looked at.
    fn bounds(&self, row: usize, figure: Figure) -> [f64; 2] {
        let (published, known) = match figure {
            Figure::Months => (self.months[row], self.known_months[row]),
            Figure::Wages => (self.wages[row], None),
        };
        match (published, known) {
            (Some(value), _) => [value as f64, value as f64],
            (None, Some(part)) => [part as f64, f64::INFINITY],
            (None, None) => HIDDEN,
        }
    }

    fn row(&self, row: usize, position: [i64; 2], months: [f64; 2], wages: [f64; 2]) -> Row {
        let status = if self.months[row].is_some() { DISCLOSED } else { WITHHELD };
        Row {
            position,
            status,
            quarters: self.quarters[row],
            months: Value::of(self.months[row], months),
            wages: Value::of(self.wages[row], wages),
            lowest: self.lowest[row].filter(|_| self.levels[row] <= MONTHLY),
            highest: self.highest[row].filter(|_| self.levels[row] <= MONTHLY),
        }
    }
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

/// A published figure, or the bounds of a hidden one.
struct Value {
    point: Option<i64>,
    low: Option<i64>,
    high: Option<i64>,
}

impl Value {
    #[expect(clippy::cast_possible_truncation, reason = "months and dollars of one county")]
    fn of(point: Option<i64>, [low, high]: [f64; 2]) -> Self {
        match point {
            Some(_) => Self { point, low: None, high: None },
            None => Self { point, low: Some(low.ceil() as i64), high: Some(high.floor() as i64) },
        }
    }
}

/// One county while its hidden cells are bounded.
struct Place<'a> {
    county: &'a str,
    tree: &'a Classification,
    owners: &'a Owners,
}

impl Place<'_> {
    /// Bounds of the county's cells, in the order of its rows.
    ///
    /// All owners = federal + state + local + private; the private total = its sectors; and each industry
    /// is the sum of the published level below it.
    fn tighten(
        &self,
        cells: &Cells<'_>,
        range: Range<usize>,
        figure: Figure,
    ) -> (Vec<[f64; 2]>, Vec<Contradiction>) {
        let count = range.len();
        let codes = &cells.codes[range.clone()];
        let at: BTreeMap<&str, usize> = codes.iter().copied().zip(0..).collect();
        let mut bounds: Vec<[f64; 2]> = range.map(|row| cells.bounds(row, figure)).collect();
        let mut parts: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (code, &child) in &at {
            if let Some(&parent) = self.above(code).and_then(|parent| at.get(parent)) {
                parts.entry(parent).or_default().push(child);
            }
        }
        let mut sums: Vec<Sum> = parts
            .into_iter()
            .map(|(whole, parts)| Sum {
                name: format!("county {}, industry {} = its parts", self.county, codes[whole]),
                whole,
                parts,
            })
            .collect();
        if let Some(&private) = at.get(TOTAL) {
            let owners = self.owners.bounds(self.county, figure);
            bounds.extend(owners);
            let parts = (count + 1..bounds.len()).chain([private]).collect();
            let name = format!("county {}, all owners = each owner", self.county);
            sums.push(Sum { name, whole: count, parts });
        }
        let contradictions = tighten(&mut bounds, &sums);
        bounds.truncate(count);
        (bounds, contradictions)
    }

    /// The nearest node above an industry that tables print: five digits are not among them.
    fn above(&self, code: &str) -> Option<&str> {
        let parent = self.tree.get(code)?.parent.as_ref()?;
        let node = self.tree.get(parent.as_str())?;
        if node.level == 5 { node.parent.as_ref() } else { Some(parent) }.map(|id| id.as_str())
    }
}

/// All industries of each county by owner: first all owners, then the governments.
struct Owners {
    rows: BTreeMap<String, Vec<Owner>>,
}

struct Owner {
    code: String,
    quarters: i64,
    months: Option<i64>,
    wages: Option<i64>,
}

impl Owners {
    fn read(table: &Table) -> Result<Self, Error> {
        let (regions, codes) = (table.texts("region")?, table.texts("own")?);
        let quarters = table.whole("establishments_quarters")?;
        let (months, wages) = (table.integers("employment_months")?, table.integers("wages_usd")?);
        let mut rows: BTreeMap<String, Vec<Owner>> = BTreeMap::new();
        for row in 0..table.rows() {
            rows.entry(regions[row].to_owned()).or_default().push(Owner {
                code: codes[row].to_owned(),
                quarters: quarters[row],
                months: months[row],
                wages: wages[row],
            });
        }
        Ok(Self { rows })
    }

    /// Bounds of the county's owners, all of them first.
    fn bounds(&self, county: &str, figure: Figure) -> Vec<[f64; 2]> {
        let known = |owner: &Owner| {
            let value = match figure {
                Figure::Months => owner.months,
                Figure::Wages => owner.wages,
            };
            value.map_or(HIDDEN, |value| [value as f64, value as f64])
        };
        self.rows.get(county).into_iter().flatten().map(known).collect()
    }

    /// All owners of each county.
    fn all(&self) -> impl Iterator<Item = (&str, &Owner)> {
        self.rows.iter().filter_map(|(county, owners)| {
            Some((county.as_str(), owners.first().filter(|owner| owner.code == "0")?))
        })
    }
}

/// The nation's rows: establishments are counted, the rest lies in an interval whose middle is the point.
fn national(table: &Table, axis: &Axis, industries: &Axis) -> Result<Vec<Row>, Error> {
    let nation = axis.position(RegionId::NATION)?;
    let quarters = table.whole("establishments_quarters")?;
    let column = |name: &str| table.whole(name);
    let (low, high) = (column("employment_months_low")?, column("employment_months_high")?);
    let (wages_low, wages_high) = (column("wages_usd_low")?, column("wages_usd_high")?);
    let value = |low: i64, high: i64| Value {
        point: Some(low.midpoint(high)),
        low: Some(low),
        high: Some(high),
    };
    let codes = table.texts("industry")?.into_iter().enumerate();
    codes
        .map(|(row, code)| {
            Ok(Row {
                position: [nation, industries.position(code)?],
                status: ESTIMATED,
                quarters: quarters[row],
                months: value(low[row], high[row]),
                wages: value(wages_low[row], wages_high[row]),
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
    let table = Table::new(
        "industries.parquet",
        vec![
            ("industry".into(), Column::texts(codes.clone())),
            ("level".into(), Column::whole(codes.iter().map(level))),
            (
                "has_months".into(),
                Column::whole(codes.iter().map(|code| i64::from(level(code) <= MONTHLY))),
            ),
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
    let holds = "a private industry of a county or the nation: sums over 4 quarters and 12 months, dollars; \
                 hidden ones between the bounds that published totals leave; status 1 disclosed, 2 withheld, \
                 3 estimated";
    pack.add(&table, &groups(&regions), holds, Some(&Query::STRUCTURE))
}

fn report(contradictions: &[Contradiction]) {
    for contradiction in contradictions.iter().take(20) {
        super::super::say(&format!("structure: {contradiction}"));
    }
    super::super::say(&format!("structure: {} identities do not hold", contradictions.len()));
}
