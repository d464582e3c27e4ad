//! Maps of a country of four counties: sums, bounds, rows that are not there.

use super::*;
use crate::base::classification::Industry;
use crate::base::id::IndustryId;
use crate::map::compare::compare;
use crate::map::people::derive::with_yearly;
use crate::map::people::underserved::{Against, Leg, Outcome, Several, Side, Test};
use crate::map::specialization::Specialised;
use crate::panel::{Axes, Base, Cell, Panel};

/// What the withheld jobs of `721` in county `a` are in truth.
const TRUTH: f64 = 30.0;

struct Country {
    structure: Structure,
    classification: Classification,
    facts: Facts,
    jobs: Jobs,
    regions: Vec<Region>,
    neighbours: Vec<(RegionId, RegionId)>,
    rule: Rule,
}

impl Country {
    /// County `d` has people and no row in the table of industries.
    fn new(withheld: Cell) -> Self {
        let establishments = panel(&[
            ("a", [20.0, 8.0, 3.0, 5.0]),
            ("b", [40.0, 10.0, 2.0, 8.0]),
            ("c", [60.0, 6.0, 3.0, 3.0]),
            ("US", [120.0, 24.0, 8.0, 16.0]),
        ]);
        let mut rows = vec![
            ("b", cells([400.0, 100.0, 20.0, 80.0])),
            ("c", cells([600.0, 40.0, 10.0, 30.0])),
            ("US", cells([1200.0, 240.0, 60.0, 180.0])),
        ];
        let [all, sector, _, food] = cells([200.0, 100.0, TRUTH, 70.0]);
        rows.push(("a", [all, sector, withheld, food]));
        let employment = of_cells(&rows);
        let base = |values: [f64; 4]| {
            let cells = values.into_iter().zip(["a", "b", "c", "US"]);
            total(&cells.map(|(value, id)| (id, value)).collect::<Vec<_>>())
        };
        Self {
            structure: Structure {
                pay: employment.clone(),
                lowest_month: employment.clone(),
                highest_month: employment.clone(),
                employment,
                establishments,
                base: Base {
                    employment: base([250.0, 450.0, 700.0, 1400.0]),
                    establishments: base([22.0, 44.0, 64.0, 130.0]),
                    pay: base([250.0, 450.0, 700.0, 1400.0]),
                },
            },
            classification: classification(),
            facts: with_yearly(Facts::default(), &people()).unwrap(),
            jobs: jobs(),
            regions: ["a", "b", "c", "d"].map(|id| region(id, &[id])).to_vec(),
            neighbours: vec![("a".into(), "b".into()), ("b".into(), "c".into())],
            rule: rule(),
        }
    }

    fn map(&self, region: &Region) -> Map {
        Atlas::new(Inputs {
            structure: &self.structure,
            classification: &self.classification,
            facts: &self.facts,
            jobs: &self.jobs,
            regions: &self.regions,
            neighbours: &self.neighbours,
            underserved: &self.rule,
            terms: &Terms::default(),
        })
        .map(region, None)
    }
}

fn hidden() -> Country {
    Country::new(Cell::withheld(3.0, 45.0).unwrap())
}

fn region(id: &str, members: &[&str]) -> Region {
    Region {
        id: id.into(),
        name: format!("County {id}"),
        within: "State".into(),
        within_code: "ST".into(),
        members: members.iter().map(|id| RegionId::from(*id)).collect(),
    }
}

fn cells(values: [f64; 4]) -> [Cell; 4] {
    values.map(|value| Cell::disclosed(value).unwrap())
}

fn panel(rows: &[(&str, [f64; 4])]) -> Panel {
    of_cells(&rows.iter().map(|(id, values)| (*id, cells(*values))).collect::<Vec<_>>())
}

/// Industries `10`, `72`, `721`, `722` of regions `US`, `a`, `b`, `c`.
fn of_cells(rows: &[(&str, [Cell; 4])]) -> Panel {
    let axes = axes(&["US", "a", "b", "c"], &["10", "72", "721", "722"], &[2016]);
    let at = |id: &str| axes.regions.iter().position(|other| other.as_str() == id).unwrap();
    let cells: Vec<_> = rows
        .iter()
        .flat_map(|(id, cells)| {
            cells.iter().enumerate().map(|(industry, &cell)| ([0, at(id), industry], cell))
        })
        .collect();
    Panel::new(axes.clone(), Cell::ZERO, cells).unwrap()
}

fn axes(regions: &[&str], industries: &[&str], years: &[u16]) -> Axes {
    Axes {
        years: years.iter().copied().map(Year).collect(),
        regions: regions.iter().map(|id| RegionId::from(*id)).collect(),
        industries: industries.iter().map(|id| IndustryId::from(*id)).collect(),
        source: "test".into(),
    }
}

fn total(rows: &[(&str, f64)]) -> Panel {
    let axes = axes(&["US", "a", "b", "c"], &["10"], &[2016]);
    let cells = rows.iter().map(|(id, value)| {
        let at = axes.regions.iter().position(|other| other.as_str() == *id).unwrap();
        ([0, at, 0], Cell::disclosed(*value).unwrap())
    });
    Panel::new(axes.clone(), Cell::MISSING, cells.collect::<Vec<_>>()).unwrap()
}

fn classification() -> Classification {
    let node = |id: &str, level: u8, parent: Option<&str>| Industry {
        id: id.into(),
        title: format!("Industry {id}"),
        level,
        parent: parent.map(Into::into),
    };
    let nodes = [
        node("10", 0, None),
        node("72", 2, Some("10")),
        node("721", 3, Some("72")),
        node("722", 3, Some("72")),
    ];
    Classification::new("test", nodes.to_vec()).unwrap()
}

fn people() -> Panel {
    let measures = ["income_per_head_usd", "labour_force", "population", "unemployed"];
    let axes = axes(&["US", "a", "b", "c", "d"], &measures, &[2017, 2018]);
    let of = [
        [50.0, 1000.0, 2000.0, 50.0],
        [40.0, 200.0, 300.0, 20.0],
        [30.0, 300.0, 700.0, 15.0],
        [70.0, 400.0, 900.0, 10.0],
        [60.0, 100.0, 100.0, 5.0],
    ];
    let cells = (0..2).flat_map(|year| {
        let rows = of.iter().enumerate();
        rows.flat_map(move |(region, row)| {
            row.iter().enumerate().map(move |(measure, value)| {
                ([year, region, measure], Cell::disclosed(*value).unwrap())
            })
        })
    });
    Panel::new(axes, Cell::MISSING, cells).unwrap()
}

/// `b` and `c` form one area of the publisher; 2001 is withheld for `a`.
fn jobs() -> Jobs {
    let axes = axes(&["US", "a", "bc"], &["10"], &[2001, 2002, 2022]);
    let values = [[None, Some(100.0)], [Some(80.0), Some(110.0)], [Some(90.0), Some(150.0)]];
    let mut cells = Vec::new();
    for (year, row) in values.iter().enumerate() {
        cells.push(([year, 0, 0], Cell::disclosed(1000.0 + year as f64).unwrap()));
        for (at, value) in row.iter().enumerate() {
            let hidden = Cell::withheld(0.0, 500.0).unwrap();
            let cell = value.map_or(hidden, |value| Cell::disclosed(value).unwrap());
            cells.push(([year, at + 1, 0], cell));
        }
    }
    let area = |unit: &str, area: &str| (RegionId::from(unit), RegionId::from(area));
    Jobs {
        panel: Panel::new(axes, Cell::MISSING, cells).unwrap(),
        titles: [("10".into(), "All jobs".into())].into(),
        total: "10".into(),
        wage_and_salary: "10".into(),
        sectors: Vec::new(),
        area_of: [area("a", "a"), area("b", "bc"), area("c", "bc")].into(),
        combinations: [("bc".into(), "B and C".into())].into(),
    }
}

fn rule() -> Rule {
    let test = Test {
        fact: "income_per_head_usd".into(),
        title: "Income".into(),
        against: Against::OverNation,
        passes: Side::AtMost,
        threshold: 0.8,
        several: Several::Recomputed,
    };
    let leg =
        Leg { id: "income".into(), title: "Income".into(), when_passed: None, tests: vec![test] };
    Rule {
        id: "test".into(),
        version: 1,
        text: "Income.".into(),
        needed: 1,
        basis: Vec::new(),
        legs: vec![leg],
    }
}

fn indicator<'a>(map: &'a Map, name: &str) -> &'a Indicator {
    let all = map.economy.iter().chain(&map.people.indicators);
    all.into_iter().find(|indicator| indicator.name == name).unwrap()
}

#[test]
fn counts_of_two_members_add_up_and_rates_are_recomputed() {
    let map = hidden().map(&region("b,c", &["b", "c"]));
    assert_eq!(indicator(&map, "jobs_private").value.value(), Some(1000.0));
    assert_eq!(indicator(&map, "population").value.value(), Some(1600.0));
    let income = indicator(&map, "income_per_head_usd").value.value().unwrap();
    assert!((income - (30.0 * 700.0 + 70.0 * 900.0) / 1600.0).abs() < 1e-12);
    let rate = indicator(&map, "unemployment_24_months_percent").value.value().unwrap();
    assert!((rate - 100.0 * 25.0 / 700.0).abs() < 1e-12);
    let food = map.specialization.line("722").unwrap();
    let by_hand = (110.0 / 1150.0) / (180.0 / 1400.0);
    assert!((food.quotients.employment.value().unwrap() - by_hand).abs() < 1e-12);
    assert!(map.seasons.iter().all(|season| season.swing.value().is_none()), "no month of a sum");
}

#[test]
fn a_withheld_cell_gives_bounds_that_hold_the_truth_and_is_never_zero() {
    let truth = Country::new(Cell::disclosed(TRUTH).unwrap()).map(&region("a", &["a"]));
    let known = truth.specialization.line("721").unwrap().quotients.employment.value().unwrap();
    let map = hidden().map(&region("a", &["a"]));
    let line = map.specialization.line("721").unwrap();
    let (low, high) = line.quotients.employment.range().unwrap();
    assert_eq!(line.quotients.employment.value(), None);
    assert!(low <= known && known <= high && low > 0.0);
    assert_eq!(line.specialised, Specialised::Possibly);
    let zero = Country::new(Cell::ZERO).map(&region("a", &["a"]));
    let naive = &zero.specialization.line("721").unwrap().quotients.employment;
    assert_ne!(naive.range(), line.quotients.employment.range(), "withheld is not zero");
}

#[test]
fn every_withheld_cell_that_was_read_is_listed_as_unknown() {
    let map = hidden().map(&region("a", &["a"]));
    let listed = |variable: &str, industry: &str| {
        map.unknown.iter().any(|unknown| {
            unknown.variable == variable && unknown.industry.as_deref() == Some(industry)
        })
    };
    assert!(listed("employment", "721") && listed("pay", "721"));
    assert!(!listed("employment", "722") && !listed("establishments", "721"));
    assert!(listed("jobs", "10"), "2001 of the long panel is withheld");
}

#[test]
fn a_region_without_a_row_has_a_missing_economy_and_people() {
    let map = hidden().map(&region("d", &["d"]));
    assert_eq!(indicator(&map, "jobs_private").value.range(), None);
    assert_eq!(indicator(&map, "population").value.value(), Some(100.0));
    assert!(map.specialization.lines.is_empty());
    assert!(map.unknown.iter().any(|unknown| unknown.variable == "employment"));
    assert_eq!(map.history.unwrap().years[0].jobs.range(), None);
    assert_eq!(map.underserved.verdict, Outcome::No);
}

#[test]
fn a_combination_brings_its_whole_area_and_names_who_is_in_it() {
    let map = hidden().map(&region("b", &["b"]));
    let history = map.history.unwrap();
    assert_eq!(history.areas[0].also, ["c".into()]);
    assert_eq!(history.years[2].jobs.value(), Some(150.0));
    let alone = hidden().map(&region("a", &["a"])).history.unwrap();
    assert_eq!(alone.years[0].jobs.range(), Some((0.0, 500.0)));
    assert_eq!(alone.growth[0].region.value(), None, "a withheld start is no growth");
}

#[test]
fn neighbours_and_peers_leave_the_region_out() {
    let map = hidden().map(&region("b", &["b"]));
    let ids: Vec<&str> = map.neighbours.iter().map(|near| near.region.as_str()).collect();
    assert_eq!(ids, ["a", "c"]);
    let peers: Vec<&str> = map.peers.by_industry.iter().map(|peer| peer.region.as_str()).collect();
    assert_eq!(peers.len(), 2, "d has no establishments to compare");
    assert!(!peers.contains(&"b"));
}

#[test]
fn a_comparison_has_one_figure_for_each_region_in_the_order_asked_for() {
    let country = hidden();
    let maps = [country.map(&region("c", &["c"])), country.map(&region("a", &["a"]))];
    let table = compare(&maps);
    assert_eq!(table.regions[0].region, "c".into());
    assert!(table.rows.iter().all(|row| row.values.len() == 2));
    let jobs = table.rows.iter().find(|row| row.name == "jobs_private").unwrap();
    assert_eq!(jobs.values[0].value(), Some(600.0));
    assert!(table.rows.iter().any(|row| row.card == "industry" && row.name == "722"));
}
