//! A source as a whole: what is newer comes into the lake, what is not is not asked twice, and a failure changes
//! nothing.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex};

use agglo_data::Starter;
use agglo_data::add::How;
use agglo_data::fetch::{Asked, Base, Client, Day, Outcome, Update};
use agglo_data::lake::{AsOf, Lake};
use agglo_data::source::codes::{Counties, Industries};
use agglo_data::source::{Codes, Description};

use crate::server::{Server, file, reply};
use crate::{Desk, files};

const SOURCE: &str = r#"
dataset = "jobs"
[region]
column = "region"
[period]
column = "quarter"
[[measures]]
name = "jobs"
column = "jobs"
kind = "count"
[fetch]
cadence = "quarter"
delay = 3
[[fetch.files]]
url = "https://agency.example/data/{year}/{quarter}/area/{area}.csv"
[[fetch.files]]
url = "https://agency.example/data/{year}q{quarter}.csv"
"#;

fn codes() -> Codes {
    let starter = Starter::embedded().unwrap();
    Codes {
        counties: Counties::of(&starter.regions().unwrap()).unwrap(),
        industries: Industries::naics().unwrap(),
    }
}

/// What an agency has, by path: the version and the text.
type Agency = Arc<Mutex<BTreeMap<String, (String, String)>>>;

fn agency(server_files: &Agency) -> Server {
    let there = Arc::clone(server_files);
    Server::start(move |asked, _| match there.lock().unwrap().get(&asked.path) {
        Some((etag, text)) => file(asked, etag, text.as_bytes()),
        None => reply(404, &[], b"none"),
    })
}

fn put(agency: &Agency, path: &str, etag: &str, text: &str) {
    agency.lock().unwrap().insert(path.to_owned(), (etag.to_owned(), text.to_owned()));
}

fn asked(values: &[(&str, &str)], periods: &[&str]) -> Asked {
    Asked {
        values: values.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect(),
        periods: periods.iter().map(|&period| period.to_owned()).collect(),
        today: Day { year: 2026, month: 11 },
    }
}

struct Bench<'a> {
    lake: Lake,
    client: Option<Client>,
    codes: Codes,
    base: Base,
    desk: &'a Desk,
    source: Description,
}

impl<'a> Bench<'a> {
    fn new(desk: &'a Desk, server: &Server) -> Self {
        Self {
            lake: Lake::at(desk.lake()),
            client: Some(desk.client(Desk::manners())),
            codes: codes(),
            base: Base::read(&server.url("")).unwrap(),
            desk,
            source: Description::read(SOURCE, "jobs.toml").unwrap(),
        }
    }

    fn run(&self, asked: &Asked) -> Result<Outcome, agglo::Error> {
        let shelf = self.desk.shelf();
        let update = Update {
            lake: &self.lake,
            shelf: &shelf,
            client: self.client.as_ref(),
            codes: &self.codes,
            base: Some(&self.base),
            now: "2026-11-23",
        };
        let how = How { map: Some(self.source.clone()), ..How::default() };
        update.run(&self.source, asked, &how)
    }

    fn rows(&self) -> u64 {
        self.lake.vintage("jobs", &AsOf::Latest).map_or(0, |vintage| vintage.rows())
    }
}

fn bytes(folder: &Path) -> BTreeMap<std::path::PathBuf, Vec<u8>> {
    files(folder).into_iter().map(|path| (path.clone(), std::fs::read(path).unwrap())).collect()
}

#[test]
fn the_newest_quarter_is_found_then_only_what_changed_or_is_new_comes() {
    let there = Agency::default();
    put(&there, "/data/2026q1.csv", "\"a\"", "region,quarter,jobs\nA,2026Q1,10\nB,2026Q1,20\n");
    let server = agency(&there);
    let desk = Desk::new();
    let bench = Bench::new(&desk, &server);
    let first = bench.run(&asked(&[], &[])).unwrap();
    // August is three months back: the second quarter may be out, and is not.
    let what: Vec<&str> = first.asked.iter().map(|line| line.what).collect();
    assert_eq!((what, bench.rows()), (vec!["absent", "new"], 2));
    assert!(first.vintages[0].is_new);
    let again = bench.run(&asked(&[], &[])).unwrap();
    let what: Vec<&str> = again.asked.iter().map(|line| line.what).collect();
    assert_eq!((what, again.vintages.len()), (vec!["same", "absent"], 0));
    put(&there, "/data/2026q1.csv", "\"b\"", "region,quarter,jobs\nA,2026Q1,11\nB,2026Q1,20\n");
    put(&there, "/data/2026q2.csv", "\"c\"", "region,quarter,jobs\nA,2026Q2,12\nB,2026Q2,21\n");
    let third = bench.run(&asked(&[], &[])).unwrap();
    let what: Vec<&str> = third.asked.iter().map(|line| line.what).collect();
    assert_eq!((what, bench.rows()), (vec!["new", "new"], 4));
    assert_eq!(bench.lake.vintages("jobs").unwrap().len(), 2);
    // Files of whole periods are not kept twice; the lake says where they came from.
    assert_eq!(desk.kept(), 0);
    let card = bench.lake.vintage("jobs", &AsOf::Latest).unwrap().manifest.card;
    assert!(
        card.caveats
            .iter()
            .any(|note| note == "fetched from https://agency.example/data/2026q2.csv"),
        "{card:?}"
    );
}

#[test]
fn parts_of_a_period_come_together_and_do_not_push_each_other_out() {
    let there = Agency::default();
    put(&there, "/data/2026/1/area/A.csv", "\"a\"", "region,quarter,jobs\nA,2026Q1,10\n");
    put(&there, "/data/2026/1/area/B.csv", "\"b\"", "region,quarter,jobs\nB,2026Q1,20\n");
    let server = agency(&there);
    let desk = Desk::new();
    let bench = Bench::new(&desk, &server);
    bench.run(&asked(&[("area", "A")], &["2026Q1"])).unwrap();
    assert_eq!(bench.rows(), 1);
    bench.run(&asked(&[("area", "B")], &["2026Q1"])).unwrap();
    assert_eq!(bench.rows(), 2);
    put(&there, "/data/2026/1/area/A.csv", "\"a2\"", "region,quarter,jobs\nA,2026Q1,11\n");
    // Without a word all that was fetched before is asked for again.
    let again = bench.run(&asked(&[], &["2026Q1"])).unwrap();
    let what: Vec<&str> = again.asked.iter().map(|line| line.what).collect();
    assert_eq!((what, bench.rows()), (vec!["new", "same"], 2));
    put(
        &there,
        "/data/2026q1.csv",
        "\"w\"",
        "region,quarter,jobs\nA,2026Q1,1\nB,2026Q1,2\nC,2026Q1,3\n",
    );
    let whole = Bench::new(&desk, &server);
    let both = [("area", "A"), ("area", "C")];
    assert_eq!(whole.run(&asked(&both, &["2026Q1"])).unwrap().asked[1].what, "absent");
}

#[test]
fn a_part_does_not_take_the_place_of_rows_that_a_person_brought() {
    let there = Agency::default();
    put(&there, "/data/2026q1.csv", "\"w\"", "region,quarter,jobs\nA,2026Q1,1\nB,2026Q1,2\n");
    put(&there, "/data/2026/1/area/A.csv", "\"a\"", "region,quarter,jobs\nA,2026Q1,10\n");
    let server = agency(&there);
    let desk = Desk::new();
    let bench = Bench::new(&desk, &server);
    bench.run(&asked(&[], &["2026Q1"])).unwrap();
    let before = bytes(&desk.lake());
    let error = bench.run(&asked(&[("area", "A")], &["2026Q1"])).unwrap_err();
    assert!(error.code() == "E0423" && error.what().contains("2026q1.csv"), "{error}");
    assert_eq!(bytes(&desk.lake()), before);
}

#[test]
fn a_broken_file_or_a_server_that_fails_leaves_the_lake_byte_for_byte() {
    let there = Agency::default();
    put(&there, "/data/2026q1.csv", "\"a\"", "region,quarter,jobs\nA,2026Q1,10\n");
    let server = agency(&there);
    let desk = Desk::new();
    let bench = Bench::new(&desk, &server);
    bench.run(&asked(&[], &["2026Q1"])).unwrap();
    let before = bytes(&desk.lake());
    for (etag, text) in [
        ("\"b\"", "region,quarter,jobs\nA,2026Q1,-10\n"),
        ("\"c\"", "<!doctype html><html>too many requests</html>"),
        ("\"d\"", "region,quarter\nA,2026Q1\n"),
    ] {
        put(&there, "/data/2026q1.csv", etag, text);
        assert!(bench.run(&asked(&[], &["2026Q1"])).is_err(), "{text}");
        assert_eq!(bytes(&desk.lake()), before);
    }
    put(&there, "/data/2026q1.csv", "\"e\"", "region,quarter,jobs\nA,2026Q1,11\n");
    assert!(bench.run(&asked(&[], &["2026Q1"])).unwrap().vintages[0].is_new);
}

#[test]
fn offline_nothing_is_asked_and_what_would_be_is_said() {
    let there = Agency::default();
    let server = agency(&there);
    let desk = Desk::new();
    let bench = Bench { client: None, ..Bench::new(&desk, &server) };
    let error = bench.run(&asked(&[("area", "A")], &["2026Q1"])).unwrap_err();
    assert_eq!(error.code(), "E0432");
    assert!(error.what().contains("/data/2026/1/area/A.csv"), "{error}");
    assert!(server.asked().is_empty() && bytes(desk.folder.path()).is_empty());
}

#[test]
fn what_the_address_has_no_place_for_or_lacks_is_named() {
    let there = Agency::default();
    let server = agency(&there);
    let desk = Desk::new();
    let bench = Bench::new(&desk, &server);
    let code = |asked: &Asked| bench.run(asked).unwrap_err().code();
    assert_eq!(code(&asked(&[("county", "A")], &[])), "E0103");
    assert_eq!(code(&asked(&[], &["2026"])), "E0103");
    assert!(server.asked().is_empty());
}
