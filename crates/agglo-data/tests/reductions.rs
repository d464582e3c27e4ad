//! What datasets of the lake come to: figures by hand, and what is refused.
#![cfg(feature = "lake")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test's own helpers may fail loudly")]

use agglo_data::engine::Engine;
use agglo_data::lake::{AsOf, Block, Card, ColumnCard, Lake, Role, Scope, Values};
use agglo_data::table::{Column, Table};
use agglo_data::warehouse::{Axis, Cut, Reduction, reduce};
use tempfile::TempDir;

/// Region, industry, period, owner, figure and what is known of it.
type Row = (&'static str, &'static str, &'static str, &'static str, Option<f64>, &'static str);

const ALL_KEYS: [Axis; 3] = Axis::ALL;

/// Two counties, two industries and their total, two years; one owner's total beside its parts.
const ROWS: &[Row] = &[
    ("12045", "10", "2018", "5", Some(100.0), "disclosed"),
    ("12045", "721", "2018", "5", Some(60.0), "disclosed"),
    ("12045", "722", "2018", "5", None, "withheld"),
    ("34009", "10", "2018", "5", Some(900.0), "disclosed"),
    ("34009", "721", "2018", "5", Some(300.5), "estimated"),
    ("34009", "722", "2018", "5", Some(599.5), "disclosed"),
    ("12045", "10", "2019", "5", Some(110.0), "disclosed"),
    ("12045", "721", "2019", "5", Some(66.0), "disclosed"),
    ("12045", "722", "2019", "5", None, "missing"),
    ("34009", "721", "2019", "5", Some(0.0), "disclosed"),
    ("12045", "721", "2018", "0", Some(64.0), "disclosed"),
];

const MAPPING: &str = "dataset = \"jobs\"\n[region]\ncolumn = \"r\"\ncodes = \"us-county\"\n\
                       [industry]\ncolumn = \"i\"\ncodes = \"naics\"\ntotals = \"keep\"\n[period]\ncolumn = \"p\"\n\
                       [[dimensions]]\nname = \"owner\"\ncolumn = \"o\"\ntotal = \"0\"\n\
                       [[measures]]\nname = \"employment\"\ncolumn = \"e\"\nkind = \"count\"\n";

fn codes<'a>(values: impl Iterator<Item = &'a str>) -> Values {
    let (mut names, mut at) = (Vec::<String>::new(), Vec::new());
    for value in values {
        let known = names.iter().position(|name| name == value).unwrap_or_else(|| {
            names.push(value.to_owned());
            names.len() - 1
        });
        at.push(u32::try_from(known).ok());
    }
    Values::Codes { names, at }
}

fn lake(rows: &[Row]) -> (TempDir, Lake) {
    // Brackets in a path stand for nothing else.
    let folder = tempfile::Builder::new().prefix("lake [a]*").tempdir().unwrap();
    let lake = Lake::at(folder.path());
    let columns = vec![
        ColumnCard::new("region", Role::Key),
        ColumnCard::new("industry", Role::Key),
        ColumnCard::new("period", Role::Key),
        ColumnCard::new("owner", Role::Key),
        ColumnCard::new("employment", Role::Measure),
        ColumnCard::of("employment_status", Role::Status, "employment"),
    ];
    let card =
        Card { mapping: MAPPING.to_owned(), ..Card::new("jobs", columns, Scope::WholeDataset) };
    let mut load = lake.load(card).unwrap();
    let block = Block::new(vec![
        ("region".to_owned(), codes(rows.iter().map(|row| row.0))),
        ("industry".to_owned(), codes(rows.iter().map(|row| row.1))),
        ("period".to_owned(), codes(rows.iter().map(|row| row.2))),
        ("owner".to_owned(), codes(rows.iter().map(|row| row.3))),
        ("employment".to_owned(), Values::Numbers(rows.iter().map(|row| row.4).collect())),
        ("employment_status".to_owned(), codes(rows.iter().map(|row| row.5))),
    ]);
    load.block(&block.unwrap()).unwrap();
    load.publish("2026-11-23").unwrap();
    (folder, lake)
}

fn private() -> Cut {
    let only = vec![("owner".to_owned(), vec!["5".to_owned()])];
    Cut { by: Some(ALL_KEYS.to_vec()), only, ..Cut::default() }
}

fn asked(lake: &Lake, reduction: Reduction, cut: &Cut) -> Result<Table, agglo::Error> {
    let of = ("jobs", &AsOf::Latest);
    let one = reduce(lake, of, (reduction, cut), (&Engine::Embedded, 1))?.table;
    let four = reduce(lake, of, (reduction, cut), (&Engine::Embedded, 4))?.table;
    assert_eq!(one, four, "the same for any number of threads");
    Ok(one)
}

/// One line for each row.
fn lines(table: &Table, columns: &[&str]) -> Vec<String> {
    let cell = |name: &str, row: usize| {
        let found = table.columns().iter().find(|(own, _)| own == name);
        let cell = match &found.unwrap_or_else(|| panic!("no column {name}")).1 {
            Column::Integers(values) => values[row].map(|value| value.to_string()),
            Column::Numbers(values) => values[row].map(|value| value.to_string()),
            Column::Texts(values) => values[row].clone(),
        };
        cell.unwrap_or_else(|| "?".to_owned())
    };
    (0..table.rows())
        .map(|row| columns.iter().map(|name| cell(name, row)).collect::<Vec<_>>().join(" "))
        .collect()
}

#[test]
fn sums_say_what_is_published_and_what_hidden_cells_leave_open() {
    let (_folder, lake) = lake(ROWS);
    let cut = Cut { by: Some(vec![Axis::Region, Axis::Period]), level: Some(3), ..private() };
    let table = asked(&lake, Reduction::Sums, &cut).unwrap();
    let columns = [
        "region",
        "period",
        "cells",
        "disclosed",
        "estimated",
        "withheld",
        "missing",
        "known",
        "low",
        "high",
    ];
    assert_eq!(
        lines(&table, &columns),
        [
            "12045 2018 2 1 0 1 0 60 60 ?",
            "12045 2019 2 1 0 0 1 66 66 ?",
            "34009 2018 2 1 1 0 0 900 900 900",
            "34009 2019 1 1 0 0 0 0 0 0",
        ]
    );
    let total = Cut { level: Some(0), by: Some(vec![Axis::Period]), ..private() };
    let table = asked(&lake, Reduction::Sums, &total).unwrap();
    assert_eq!(lines(&table, &["period", "known"]), ["2018 1000", "2019 110"]);
}

#[test]
fn a_quotient_of_a_hidden_cell_has_the_bounds_that_its_regions_total_leaves() {
    let (_folder, lake) = lake(ROWS);
    let only = vec![
        ("owner".to_owned(), vec!["5".to_owned()]),
        ("period".to_owned(), vec!["2018".to_owned()]),
    ];
    let cut = Cut { level: Some(3), only, ..private() };
    let table = asked(&lake, Reduction::Quotients, &cut).unwrap();
    let columns = [
        "region",
        "industry",
        "low",
        "high",
        "region_low",
        "region_high",
        "industry_low",
        "industry_high",
        "reference_low",
        "reference_high",
    ];
    assert_eq!(
        lines(&table, &columns),
        [
            "12045 721 60 60 100 100 360.5 360.5 1000 1000",
            "12045 722 0 40 100 100 599.5 639.5 1000 1000",
            "34009 721 300.5 300.5 900 900 360.5 360.5 1000 1000",
            "34009 722 599.5 599.5 900 900 599.5 639.5 1000 1000",
        ]
    );
    let quotients = table.numbers("location_quotient").unwrap();
    assert!((quotients[0].unwrap() - 0.6 / 0.3605).abs() < 1e-12);
    assert_eq!(quotients[1], None, "hidden");
    let high = table.numbers("location_quotient_high").unwrap()[1].unwrap();
    assert!((high - 0.4 / 0.5995).abs() < 1e-12);
}

#[test]
fn a_change_is_of_a_year_and_unknown_where_either_end_is() {
    let (_folder, lake) = lake(ROWS);
    let cut = Cut { level: Some(3), ..private() };
    let table = asked(&lake, Reduction::Changes, &cut).unwrap();
    let columns = ["region", "industry", "period", "before_low", "change_low", "change_high"];
    assert_eq!(
        lines(&table, &columns),
        [
            "12045 721 2018 ? ? ?",
            "12045 721 2019 60 6 6",
            "12045 722 2018 ? ? ?",
            "12045 722 2019 0 ? ?",
            "34009 721 2018 ? ? ?",
            "34009 721 2019 300.5 -300.5 -300.5",
            "34009 722 2018 ? ? ?",
        ]
    );
}

#[test]
fn figures_are_not_added_where_one_may_hold_another() {
    let (_folder, lake) = lake(ROWS);
    let all = Cut::default();
    let error = asked(&lake, Reduction::Sums, &all).unwrap_err();
    assert!(error.what().contains("owner"), "{error}");
    let error = asked(&lake, Reduction::Sums, &Cut { by: Some(vec![Axis::Region]), ..private() })
        .unwrap_err();
    assert!(error.what().contains("industry and period"), "{error}");
    assert!(error.advice().unwrap().contains("--level"), "{error}");
    let error = asked(&lake, Reduction::Quotients, &private()).unwrap_err();
    assert!(error.what().contains("industry"), "{error}");
    let parts =
        Cut { by: Some(ALL_KEYS.to_vec()), parts: vec!["owner".to_owned()], ..Cut::default() };
    assert!(
        asked(&lake, Reduction::Sums, &parts).is_ok(),
        "where somebody says that none holds another"
    );
}

#[test]
fn what_is_not_there_is_named() {
    let (_folder, lake) = lake(ROWS);
    let wrong = [
        Cut { measure: Some("wages".to_owned()), ..private() },
        Cut { parts: vec!["size".to_owned()], ..private() },
        Cut { only: vec![("size".to_owned(), vec!["0".to_owned()])], ..private() },
    ];
    for cut in wrong {
        assert_eq!(asked(&lake, Reduction::Sums, &cut).unwrap_err().code(), "E0103", "{cut:?}");
    }
    let cut = Cut { by: Some(vec![Axis::Region]), ..private() };
    assert_eq!(asked(&lake, Reduction::Changes, &cut).unwrap_err().code(), "E0103");
    let none = vec![("owner".to_owned(), vec!["9".to_owned()])];
    let cut = Cut { only: none, ..private() };
    assert_eq!(asked(&lake, Reduction::Sums, &cut).unwrap().rows(), 0);
}

#[test]
fn a_file_that_is_not_what_its_vintage_states_is_not_read() {
    let (_folder, lake) = lake(ROWS);
    let file = lake.read("jobs", &AsOf::Latest).unwrap().files().remove(0);
    let bytes = std::fs::read(&file).unwrap();
    std::fs::write(&file, &bytes[..bytes.len() - 1]).unwrap();
    assert_eq!(asked(&lake, Reduction::Sums, &private()).unwrap_err().code(), "E0402");
}
