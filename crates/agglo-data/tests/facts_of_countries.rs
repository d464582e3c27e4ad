//! Published figures of other countries, read from the starter pack, and from the files beside it where they lie.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test's own helpers may fail loudly"
)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use agglo::base::year::Year;
use agglo::panel::Panel;
use agglo_data::country::{built_in, built_ins};
use agglo_data::table::PackFile;
use agglo_data::{Country, Starter};

fn country(id: &str) -> Country {
    Country::built_in(&built_in(id).unwrap(), &Starter::embedded().unwrap()).unwrap()
}

static EUROPE: LazyLock<Country> = LazyLock::new(|| country("eu-nuts2"));
static KINGDOM: LazyLock<Country> = LazyLock::new(|| country("uk-itl3"));

fn at(panel: &Panel, year: u16, region: &str, industry: &str) -> f64 {
    let place = [
        panel.year(Year(year)).unwrap(),
        panel.region(region).unwrap(),
        panel.industry(industry).unwrap(),
    ];
    panel.cell(place).point().unwrap()
}

fn close(a: f64, b: f64) {
    assert!((a - b).abs() <= 1e-9 * b.abs().max(1.0), "{a} {b}");
}

#[test]
fn people_at_work_in_europe_are_those_published() {
    let panel = &EUROPE.jobs.panel;
    for (region, industry, year, thousands) in [
        ("DE21", "10", 2008, 2_146.3),
        ("DE21", "10", 2015, 2_358.7),
        ("ES61", "10", 2008, 3_142.0),
        ("ES61", "10", 2015, 2_746.5),
        ("EL30", "10", 2008, 1_760.8),
        ("EL30", "10", 2015, 1_320.4),
        ("ES61", "F", 2008, 418.1),
        ("ES61", "F", 2015, 150.0),
        ("EL30", "F", 2008, 137.5),
        ("EL30", "F", 2015, 47.6),
        ("DE21", "F", 2008, 118.3),
        ("DE21", "F", 2015, 133.7),
        ("US", "10", 2008, 219_472.9),
        ("US", "10", 2013, 211_337.8),
        ("US", "10", 2015, 215_770.4),
    ] {
        close(at(panel, year, region, industry), 1000.0 * thousands);
    }
}

#[test]
fn totals_of_four_signs_are_no_regions_and_hidden_groups_are_counted() {
    let europe = &*EUROPE;
    assert_eq!(europe.regions.len(), 335);
    assert!(europe.regions.iter().all(|region| !region.id.as_str().starts_with("EU")));
    assert!(
        europe
            .regions
            .iter()
            .all(|region| !region.name.is_empty() && region.name != region.id.as_str())
    );
    let panel = &europe.jobs.panel;
    let whole = |groups: &[&str]| {
        let known = |region: usize| {
            (0..panel.axes().years.len()).all(|year| {
                groups.iter().all(|group| {
                    let group = panel.industry(group).unwrap();
                    panel.cell([year, region, group]).point().is_ok()
                })
            })
        };
        let rows = europe.regions.iter().map(|own| panel.region(own.id.as_str()).unwrap());
        rows.filter(|&row| known(row)).count()
    };
    assert_eq!(whole(&["A", "B-E", "F", "G-I", "J", "K", "L", "M_N", "O-Q", "R-U"]), 123);
    assert_eq!(whole(&["A", "B-E", "F", "G-I", "M_N", "O-Q", "R-U"]), 238);
    // A hidden group is bounded and never a zero.
    let (row, homes) = (panel.region("PT16").unwrap(), panel.industry("L").unwrap());
    let cell = panel.cell([panel.axes().years.len() - 1, row, homes]);
    assert!(cell.is_withheld() && cell.range().unwrap().1 > 0.0);
}

#[test]
fn people_of_europe_are_described_by_the_years_at_hand() {
    let facts = &EUROPE.facts;
    let of = |name: &str, region: &str| facts.cell(name, region).point().unwrap();
    close(of("gdp_per_head_eur", "DE21"), 51_200.0);
    close(of("gdp_per_head_eur", "ES21"), 29_300.0);
    close(of("gdp_per_head_eur", "PL12"), 17_100.0);
    close(of("gdp_per_head_pps_three_years", "PT16"), 18_000.0);
    close(of("gdp_per_head_pps_three_years", "US"), 80_700.0 / 3.0);
    // 107.0 thousand unemployed of 15 and more beside 1,054.3 at work.
    close(of("unemployment_percent", "PT16"), 100.0 * 107.0 / (107.0 + 1_054.3));
    // 1,275.0 thousand unemployed in Andalusia.
    let andalusia = of("unemployment_percent", "ES61");
    assert!((30.0..33.0).contains(&andalusia), "{andalusia}");
    assert!(
        facts.cell("at_risk_of_poverty_percent", "PT16").point().is_err(),
        "published for Portugal alone"
    );
}

#[test]
fn value_added_in_the_united_kingdom_is_that_published() {
    let panel = &KINGDOM.jobs.panel;
    for (region, industry, year, millions) in [
        ("US", "10", 1998, 887_890.0),
        ("US", "10", 2010, 1_424_979.0),
        ("US", "10", 2022, 2_230_424.0),
        ("TLK30", "I", 1998, 252.0),
        ("TLK30", "I", 2010, 477.0),
        ("TLK30", "I", 2019, 868.0),
        ("TLK30", "I", 2020, 573.0),
        ("TLK30", "I", 2022, 1_148.0),
        ("TLK30", "10", 1998, 4_927.0),
        ("TLK30", "10", 2010, 8_088.0),
        ("TLK30", "10", 2019, 11_485.0),
        ("TLK30", "10", 2020, 10_950.0),
        ("TLK30", "10", 2022, 13_852.0),
    ] {
        close(at(panel, year, region, industry), millions);
    }
    assert_eq!(KINGDOM.regions.len(), 179);
}

#[test]
fn the_terms_of_the_counties_are_those_that_are_assumed_without_a_file() {
    assert_eq!(built_in("us").unwrap().terms(), agglo::base::terms::Terms::default());
    for id in built_ins() {
        let description = built_in(id).unwrap();
        assert_eq!(description.id, id);
        if description.tables.is_some() {
            let read = country(id);
            let named = description.places().unwrap();
            assert_eq!(
                named.len(),
                read.regions.len(),
                "{id}: a name for each region and no other"
            );
        }
    }
}

fn world(file: &str) -> Option<PathBuf> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut all = here.ancestors().map(|folder| folder.join("shared/data/world").join(file));
    let found = all.find(|path| path.is_file());
    if found.is_none() {
        println!("skipped: no ../shared");
    }
    found
}

fn file(path: &Path) -> PackFile {
    PackFile::open("shared", std::fs::read(path).unwrap().into()).unwrap()
}

/// Published values of countries and of regions by code and year.
fn rows(path: &Path, only: &[(&str, &str)]) -> BTreeMap<(String, i64), Option<f64>> {
    let mut columns = vec!["region", "year", "value"];
    columns.extend(only.iter().map(|(name, _)| *name));
    let table = file(path).all(&columns).unwrap();
    let (regions, years) = (table.texts("region").unwrap(), table.whole("year").unwrap());
    let values = table.numbers("value").unwrap();
    let is_meant =
        |row: usize| only.iter().all(|(name, value)| table.texts(name).unwrap()[row] == *value);
    let meant: Vec<usize> = if only.is_empty() {
        (0..table.rows()).collect()
    } else {
        let texts: Vec<_> = only.iter().map(|(name, _)| table.texts(name).unwrap()).collect();
        (0..table.rows())
            .filter(|&row| only.iter().zip(&texts).all(|((_, value), texts)| texts[row] == *value))
            .collect()
    };
    debug_assert!(meant.iter().take(3).all(|&row| is_meant(row)));
    meant.into_iter().map(|row| ((regions[row].to_owned(), years[row]), values[row])).collect()
}

#[test]
fn regions_add_up_to_their_countries() {
    let Some(path) = world("eu_panel/employment_nace_2008_2015.parquet") else { return };
    let rows = rows(&path, &[("age", "Y15-64"), ("nace", "TOTAL")]);
    let mut sums: BTreeMap<(&str, i64), Option<f64>> = BTreeMap::new();
    for ((region, year), value) in rows.iter().filter(|((region, _), _)| region.len() == 4) {
        let sum = sums.entry((&region[..2], *year)).or_insert(Some(0.0));
        *sum = sum.zip(*value).map(|(sum, value)| sum + value);
    }
    let published = |country: &str, year| rows.get(&(country.to_owned(), year)).copied().flatten();
    let ratios: Vec<f64> = sums
        .iter()
        .filter_map(|((country, year), sum)| Some((*sum)? / published(country, *year)?))
        .collect();
    assert_eq!(ratios.len(), 232);
    assert!(ratios.iter().all(|ratio| (ratio - 1.0).abs() < 1e-4));
}

#[test]
fn two_vintages_of_one_table_are_two_tables() {
    let Some(older) = world("eu_panel/household_income_2000_2014.parquet") else { return };
    let newer = older.with_file_name("../eu/nuts2_disposable_income.csv");
    let older = rows(&older, &[("unit", "PPCS_HAB"), ("na_item", "B6N")]);
    let mut reader = csv::Reader::from_path(newer).unwrap();
    let header = reader.headers().unwrap().clone();
    let place = |name: &str| header.iter().position(|own| own == name).unwrap();
    let places = [place("geo"), place("time"), place("value")];
    let mut ratios: Vec<f64> = reader
        .records()
        .filter_map(|row| {
            let row = row.unwrap();
            let [region, year, value] = places.map(|at| row.get(at).unwrap_or_default().to_owned());
            let year = year.get(..4)?.parse().ok()?;
            let older = older.get(&(region, year)).copied().flatten()?;
            Some(older / value.parse::<f64>().ok()?)
        })
        .collect();
    ratios.sort_by(f64::total_cmp);
    let (first, last) = (ratios[0], ratios[ratios.len() - 1]);
    let median = ratios[ratios.len() / 2];
    let ends = (first - 0.85).abs() < 0.005 && (last - 1.21).abs() < 0.005;
    assert!((median - 1.015).abs() < 0.001 && ends, "{first} {median} {last}");
    // Of 1,194 cells that both list, those with a figure in both.
    assert_eq!(ratios.len(), 967);
}
