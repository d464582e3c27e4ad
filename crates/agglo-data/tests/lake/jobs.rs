//! A small dataset of jobs, to load and to read back.

use std::path::Path;

use agglo_data::lake::{
    AsOf, Block, Card, ColumnCard, FileCard, Lake, Published, Role, Scope, Values,
};

pub(crate) const REGIONS: [&str; 4] = ["01001", "12045", "34009", "72153"];
pub(crate) const INDUSTRIES: [&str; 3] = ["721", "722", "531"];

pub(crate) fn column(name: &str, role: Role, of: Option<&str>) -> ColumnCard {
    of.map_or_else(|| ColumnCard::new(name, role), |of| ColumnCard::of(name, role, of))
}

pub(crate) fn card(replaces: Scope) -> Card {
    Card {
        dataset: "jobs".to_owned(),
        title: "Jobs by industry".to_owned(),
        agency: "An office".to_owned(),
        licence: "public domain".to_owned(),
        source: "jobs".to_owned(),
        periods: Vec::new(),
        columns: vec![
            column("period", Role::Key, None),
            column("region", Role::Key, None),
            column("industry", Role::Key, None),
            column("jobs", Role::Measure, None),
            column("jobs_status", Role::Status, Some("jobs")),
            column("pay", Role::Measure, None),
            column("line", Role::Line, None),
        ],
        files: vec![FileCard {
            name: "jobs.csv".to_owned(),
            sha256: "0".repeat(64),
            bytes: 1,
            rows: 12,
            left_out: Vec::new(),
        }],
        caveats: Vec::new(),
        mapping: "region = area".to_owned(),
        replaces,
    }
}

/// One row: period, region, industry, jobs, status, pay, line.
pub(crate) type Row = (String, String, String, Option<i64>, String, Option<f64>, i64);

/// A row of each region and industry of some periods, in the order of a file.
pub(crate) fn rows(periods: &[&str]) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    for (p, period) in periods.iter().enumerate() {
        for (r, region) in REGIONS.iter().enumerate() {
            for (i, industry) in INDUSTRIES.iter().enumerate() {
                let count = i64::try_from(100 * p + 10 * r + i).unwrap();
                let is_hidden = (r + i) % 4 == 3;
                let jobs = (!is_hidden).then_some(count);
                let status = if is_hidden { "withheld" } else { "disclosed" };
                let pay = (i != 2).then_some(1000.5 + f64::from(u8::try_from(r).unwrap()));
                let line = i64::try_from(rows.len() + 2).unwrap();
                let (region, industry) = ((*region).to_owned(), (*industry).to_owned());
                rows.push((
                    (*period).to_owned(),
                    region,
                    industry,
                    jobs,
                    status.to_owned(),
                    pay,
                    line,
                ));
            }
        }
    }
    rows
}

pub(crate) fn codes<'a>(values: impl Iterator<Item = &'a str>) -> Values {
    let (mut names, mut at): (Vec<String>, _) = (Vec::new(), Vec::new());
    for value in values {
        let known = names.iter().position(|name| name == value);
        let code = known.unwrap_or_else(|| {
            names.push(value.to_owned());
            names.len() - 1
        });
        at.push(Some(u32::try_from(code).unwrap()));
    }
    Values::Codes { names, at }
}

pub(crate) fn block(rows: &[Row]) -> Block {
    Block::new(vec![
        ("period".to_owned(), codes(rows.iter().map(|row| row.0.as_str()))),
        ("region".to_owned(), codes(rows.iter().map(|row| row.1.as_str()))),
        ("industry".to_owned(), codes(rows.iter().map(|row| row.2.as_str()))),
        ("jobs".to_owned(), Values::Whole(rows.iter().map(|row| row.3).collect())),
        ("jobs_status".to_owned(), codes(rows.iter().map(|row| row.4.as_str()))),
        ("pay".to_owned(), Values::Numbers(rows.iter().map(|row| row.5).collect())),
        ("line".to_owned(), Values::Whole(rows.iter().map(|row| Some(row.6)).collect())),
    ])
    .unwrap()
}

pub(crate) fn load(lake: &Lake, card: Card, rows: &[Row], published: &str) -> Published {
    let mut load = lake.load(card).unwrap();
    rows.chunks(5).for_each(|rows| load.block(&block(rows)).unwrap());
    load.publish(published).unwrap()
}

pub(crate) fn sorted(mut rows: Vec<Row>) -> Vec<Row> {
    rows.sort_by(|a, b| (&a.0, &a.1, &a.2).cmp(&(&b.0, &b.1, &b.2)));
    rows
}

pub(crate) fn text(values: &Values, row: usize) -> Option<String> {
    match values {
        Values::Codes { names, at } => at[row].map(|at| names[at as usize].clone()),
        Values::Whole(values) => values[row].map(|value| value.to_string()),
        Values::Numbers(values) => values[row].map(|value| value.to_string()),
    }
}

pub(crate) fn rows_of(blocks: impl Iterator<Item = Result<Block, agglo::Error>>) -> Vec<Row> {
    let mut rows = Vec::new();
    for block in blocks {
        let block = block.unwrap();
        let at = |name: &str, row| text(block.column(name).unwrap(), row);
        rows.extend((0..block.rows()).map(|row| {
            let key = |name| at(name, row).unwrap();
            let jobs = at("jobs", row).map(|jobs| jobs.parse().unwrap());
            let pay = at("pay", row).map(|pay| pay.parse().unwrap());
            let (status, line) = (key("jobs_status"), key("line").parse().unwrap());
            (key("period"), key("region"), key("industry"), jobs, status, pay, line)
        }));
    }
    rows
}

pub(crate) fn read(lake: &Lake, as_of: &AsOf) -> Vec<Row> {
    rows_of(lake.read("jobs", as_of).unwrap())
}

/// Every file of a folder with its bytes.
pub(crate) fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                files.push((path.display().to_string(), std::fs::read(&path).unwrap()));
            }
        }
    }
    files.sort();
    files
}

pub(crate) fn lake() -> (tempfile::TempDir, Lake) {
    let folder = tempfile::tempdir().unwrap();
    let lake = Lake::at(folder.path().join("data/lake"));
    (folder, lake)
}
