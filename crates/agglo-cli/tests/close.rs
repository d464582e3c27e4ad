//! A quarter as it is closed: what is new, what was revised, which answers move and why; and what may not be
//! altered afterwards.
#![cfg(feature = "close")]
#![allow(clippy::unwrap_used, reason = "a test's own helpers may fail loudly")]

use std::fs;
use std::path::PathBuf;

use assert_cmd::Command;
use serde_json::Value;
use tempfile::TempDir;

/// A lake of its own, and a folder for answers.
struct Desk {
    folder: TempDir,
}

/// Rows of jobs by region and quarter.
type Rows<'a> = &'a [(&'a str, &'a str, u32)];

impl Desk {
    fn new() -> Self {
        Self { folder: TempDir::new().unwrap() }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Exit code, standard output, standard error.
    fn run(&self, arguments: &[&str]) -> (i32, String, String) {
        let mut command = Command::cargo_bin("agglo").unwrap();
        let lake = self.path("lake");
        let output = command.args(arguments).arg("--lake").arg(lake).output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
    }

    fn add(&self, rows: Rows<'_>) {
        let lines =
            rows.iter().map(|(region, quarter, jobs)| format!("{region},{quarter},{jobs}\n"));
        let text = "region,period,jobs\n".to_owned() + &lines.collect::<String>();
        let (file, map) = (self.path("jobs.csv"), self.path("map.toml"));
        fs::write(&file, text).unwrap();
        fs::write(&map, MAP).unwrap();
        let (file, map) = (file.to_str().unwrap(), map.to_str().unwrap());
        let (code, out, error) = self.run(&["data", "add", file, "--map", map]);
        assert_eq!(code, 0, "{out}{error}");
    }

    fn close(&self, more: &[&str]) -> (i32, Value, String) {
        let (code, out, error) = self.run(&[&["data", "close"], more, &["--json"]].concat());
        (code, serde_json::from_str(&out).unwrap_or(Value::Null), error)
    }

    fn closed(&self, more: &[&str]) -> Value {
        let (code, value, error) = self.close(more);
        assert_eq!(code, 0, "{error}");
        value
    }

    /// Every file of the closes with its bytes.
    fn closes(&self) -> Vec<(PathBuf, Vec<u8>)> {
        let Ok(entries) = fs::read_dir(self.path("lake/closes")) else { return Vec::new() };
        let paths = entries.map(|entry| entry.unwrap().path());
        let paths = paths.filter(|path| path.file_name().unwrap() != "lock");
        let mut files: Vec<_> = paths.map(|path| (path.clone(), fs::read(path).unwrap())).collect();
        files.sort();
        files
    }
}

/// What the columns of the tests' own tables mean.
const MAP: &str = r#"
dataset = "jobs"
title = "Jobs by region"
agency = "Office of an invented country"

[region]
column = "region"

[period]
column = "period"

[[measures]]
name = "jobs"
column = "jobs"
unit = "jobs"
kind = "amount"
"#;

const SPRING: Rows<'_> =
    &[("A", "2026Q1", 100), ("B", "2026Q1", 50), ("A", "2026Q2", 110), ("B", "2026Q2", 55)];

#[test]
fn a_close_says_what_is_new_and_what_was_revised() {
    let desk = Desk::new();
    desk.add(SPRING);
    let first = desk.closed(&["2026Q2"]);
    assert_eq!(first["against"]["kind"], "nothing");
    let jobs = &first["datasets"][0];
    assert_eq!((jobs["state"].as_str(), jobs["new_rows"].as_u64()), (Some("new"), Some(4)));

    desk.add(&[
        ("A", "2026Q2", 113),
        ("B", "2026Q2", 54),
        ("A", "2026Q3", 120),
        ("B", "2026Q3", 60),
    ]);
    let second = desk.closed(&["2026Q3"]);
    assert_eq!(second["against"]["record"]["period"], "2026Q2");
    let jobs = &second["datasets"][0];
    assert_eq!(jobs["new_periods"], serde_json::json!([{"name": "2026Q3", "rows": 2}]));
    let revised = &jobs["revised"][0];
    assert_eq!(revised["cells"], 2);
    assert_eq!(revised["largest"]["value"], 3.0);
    assert!(revised["largest_at"].as_str().unwrap().contains("region A"), "{revised}");
    assert_eq!(revised["net"]["value"], 2.0);
    assert_eq!(jobs["rows_touched"], 4, "the first quarter is not looked at again");
    assert_eq!(jobs["regions_came"], serde_json::json!([]));
}

#[test]
fn a_region_that_is_made_in_known_quarters_is_a_boundary_and_no_revision() {
    let desk = Desk::new();
    desk.add(SPRING);
    desk.closed(&["2026Q2"]);
    // B is parted into B1 and B2, in all quarters.
    desk.add(&[
        ("A", "2026Q1", 100),
        ("B1", "2026Q1", 30),
        ("B2", "2026Q1", 20),
        ("A", "2026Q2", 110),
        ("B1", "2026Q2", 30),
        ("B2", "2026Q2", 25),
    ]);
    let jobs = desk.closed(&["2026Q3"])["datasets"][0].clone();
    let names = |side: &str| -> Vec<String> {
        let list = jobs[side].as_array().unwrap().iter();
        list.map(|own| own["name"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(
        (names("regions_came"), names("regions_went")),
        (vec!["B1".into(), "B2".into()], vec!["B".to_owned()])
    );
    assert_eq!(
        (jobs["revised"].as_array().unwrap().len(), jobs["new_rows"].as_u64()),
        (0, Some(0))
    );
}

#[test]
fn a_closed_quarter_is_closed_again_only_with_a_reason_and_stays_readable() {
    let desk = Desk::new();
    desk.add(SPRING);
    let (_, text, _) = desk.run(&["data", "close", "2026Q2"]);
    assert!(text.starts_with("2026Q2 is closed: record 1-"), "{text}");
    let before = desk.closes();
    for more in [&["2026Q2"][..], &["2026Q2", "--supersede", "--because", " "]] {
        let (code, _, error) = desk.close(more);
        assert_eq!(code, 2);
        assert!(error.contains("E0432") && error.contains("closed already"), "{error}");
    }
    assert_eq!(desk.closes(), before, "a refusal leaves the closes as they were");
    let again = desk.closed(&["2026Q2", "--supersede", "--because", "a file was missing"]);
    assert!(again["supersedes"]["id"].as_str().unwrap().starts_with("1-"));
    let after = desk.closes();
    assert!(
        before.iter().all(|(path, bytes)| path.ends_with("last")
            || after.contains(&(path.clone(), bytes.clone())))
    );
    let (code, _, error) = desk.close(&["2026Q1", "--supersede", "--because", "x"]);
    assert!(code == 2 && error.contains("nothing to supersede"), "{error}");
}

#[test]
fn a_quarter_is_closed_once_it_has_ended_and_not_before() {
    let desk = Desk::new();
    desk.add(SPRING);
    let (code, _, error) = desk.close(&["2026Q3", "--as-of", "2026-09-29"]);
    assert!(code == 2 && error.contains("E0433"), "{error}");
    for wrong in ["2026", "2026Q7", "soon"] {
        assert_eq!(desk.close(&[wrong]).0, 2, "{wrong}");
    }
    assert_eq!(desk.closes(), vec![]);
    let empty = Desk::new();
    let (code, _, error) = empty.close(&["2026Q2"]);
    assert!(code == 2 && error.contains("no dataset"), "{error}");
}

#[test]
fn a_record_that_was_altered_is_found_out() {
    let desk = Desk::new();
    desk.add(SPRING);
    desk.closed(&["2026Q1"]);
    desk.closed(&["2026Q2"]);
    let (code, text, _) = desk.run(&["data", "verify"]);
    assert!(code == 0 && text.contains("2 closes"), "{text}");
    let (path, bytes) = desk.closes().remove(0);
    let altered = String::from_utf8(bytes).unwrap().replace("2026Q1", "2025Q1");
    fs::write(path, altered).unwrap();
    let (code, text, _) = desk.run(&["data", "verify"]);
    assert!(code == 1 && text.contains("altered"), "{text}");
    let (code, _, error) = desk.close(&["2026Q3"]);
    assert!(code == 2 && error.contains("E0402"), "{error}");
    fs::remove_file(desk.path("lake/closes/last")).unwrap();
    let (code, text, _) = desk.run(&["data", "verify"]);
    assert!(code == 1 && text.contains("which is the last is not said"), "{text}");
}

#[test]
fn an_answer_that_rests_on_nothing_that_changed_is_not_made_again() {
    let desk = Desk::new();
    desk.add(SPRING);
    let out = desk.path("out");
    let ask = ["map", "12045", "-o", out.to_str().unwrap()];
    assert_eq!(desk.run(&ask).0, 0);
    // The same question, called otherwise, is the same question.
    assert_eq!(desk.run(&["map", "gulf fl", "-o", out.to_str().unwrap()]).0, 0);
    desk.closed(&["2026Q2"]);
    desk.add(&[("A", "2026Q3", 120), ("B", "2026Q3", 60)]);
    let answers = desk.closed(&["2026Q3"])["answers"].clone();
    let count = |name: &str| answers[name].as_u64().unwrap();
    assert_eq!(
        (count("saved"), count("untouched"), count("recomputed"), count("runs")),
        (1, 1, 0, 0)
    );
}

#[test]
fn an_answer_states_the_command_and_the_data_that_make_it_again() {
    let desk = Desk::new();
    let out = desk.path("out");
    let asked = ["strategy", "gulf fl", "--as-of", "2026-09-30", "-o", out.to_str().unwrap()];
    let (code, _, error) = desk.run(&asked);
    assert_eq!(code, 0, "{error}");
    let text = fs::read_to_string(out.join("12045-strategy.json")).unwrap();
    let answer: Value = serde_json::from_str(&text).unwrap();
    let command: Vec<&str> = answer["made_from"]["command"]
        .as_array()
        .unwrap()
        .iter()
        .map(|part| part.as_str().unwrap())
        .collect();
    assert_eq!(command[..2], ["strategy", "12045"]);
    for part in ["--budget=2M", "--years=10", "--seed=1", "--as-of=2026-01-01"] {
        assert!(command.contains(&part), "{part} in {command:?}");
    }
    assert!(!text.contains(out.to_str().unwrap()), "no folder of anybody's");
    assert_eq!(answer["made_from"]["data"][0]["dataset"], "starter-pack");
    let again: Vec<&str> = command.iter().copied().chain(["--json"]).collect();
    assert_eq!(desk.run(&again).1, text, "the command makes the same bytes");
}

#[test]
fn a_figure_of_an_answer_is_traced_to_its_agency_and_method() {
    let desk = Desk::new();
    let out = desk.path("out");
    assert_eq!(desk.run(&["strategy", "12045", "-o", out.to_str().unwrap()]).0, 0);
    let file = out.join("12045-strategy.json").display().to_string();
    let trace = |place: &str, more: &[&str]| {
        let place = format!("{file}#{place}");
        desk.run(&[&["data", "lineage", place.as_str()], more].concat())
    };
    let (code, text, _) = trace("/map/economy/jobs_private/value", &[]);
    assert_eq!(code, 0);
    for part in
        ["Private jobs: 2,624", "count/1", "qcew-2016", "US Bureau of Labor Statistics", "sha256"]
    {
        assert!(text.contains(part), "{part} in {text}");
    }
    let (code, json, _) = trace("/clusters/0", &["--json"]);
    let found: Value = serde_json::from_str(&json).unwrap();
    assert_eq!((code, found["pointer"].as_str()), (0, Some("/clusters/lines/0")));
    assert!(found["figures"].as_array().unwrap().len() > 3);
    let quotient = trace("/map/specialization/722/quotients/employment", &[]).1;
    assert!(
        quotient.contains("location_quotient/1") && quotient.contains("Florence"),
        "{quotient}"
    );
    let (code, _, error) = trace("/cluster/0", &[]);
    assert!(code == 2 && error.contains("E0431") && error.contains("clusters"), "{error}");
    assert_eq!(trace("/region/name", &[]).0, 3, "a name is no figure");
    let (code, text, _) = desk.run(&["data", "lineage", "12045/map/economy/jobs_private/value"]);
    assert!(code == 0 && text.contains("Private jobs: 2,624"), "{text}");
    let other = desk.path("map.toml");
    fs::write(&other, MAP).unwrap();
    let (code, _, error) = desk.run(&["data", "lineage", &format!("{}#/x", other.display())]);
    assert!(code == 2 && error.contains("E0430"), "{error}");
}

#[test]
fn what_is_named_as_a_vintage_must_be_one() {
    let desk = Desk::new();
    desk.add(SPRING);
    for name in ["2026Q2", "9-0123456789ab", "yesterday"] {
        let (code, _, error) = desk.run(&["map", "12045", "--vintage", name]);
        assert!(code == 2 && error.contains("E0421"), "{name}: {error}");
    }
    desk.closed(&["2026Q2"]);
    assert_eq!(desk.run(&["map", "12045", "--vintage", "2026Q2", "--quiet"]).0, 0);
}

#[test]
fn the_summary_is_a_page_without_script_and_its_data_have_a_schema() {
    let desk = Desk::new();
    desk.add(SPRING);
    let out = desk.path("out");
    desk.closed(&["2026Q2", "-o", out.to_str().unwrap()]);
    let page = fs::read_to_string(out.join("2026Q2-close.html")).unwrap();
    assert!(page.contains("Close of 2026Q2") && !page.contains("<script") && page.len() < 100_000);
    let (code, schema, _) = desk.run(&["schema", "close"]);
    assert!(code == 0 && schema.contains("agglo/close/1"));
}

/// The example programme around a desk of figures.
#[cfg(feature = "ledger")]
fn in_programme(desk: &Desk, arguments: &[&str]) -> (i32, String, String) {
    let mut command = Command::cargo_bin("agglo").unwrap();
    let output = command
        .current_dir(desk.folder.path())
        .env_remove("AGGLO_LEDGER")
        .args(arguments)
        .output()
        .unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

#[cfg(feature = "ledger")]
#[test]
fn in_a_programme_a_close_tells_promises_ratings_and_gates_and_says_the_same_again() {
    let desk = Desk::new();
    desk.add(SPRING);
    let example = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../examples/coast");
    fs::copy(example.join("agglo.toml"), desk.path("agglo.toml")).unwrap();
    let text = fs::read_to_string(example.join("ledger.jsonl")).unwrap();
    let lines: Vec<&str> = text.lines().filter(|line| !line.starts_with("//")).collect();
    fs::write(desk.path("all.jsonl"), lines.join("\n")).unwrap();
    // Promises are numbered in the order of the chain, and the example has some.
    let first = format!("promise:{}", 1 + text.matches("\"kind\":\"promise\"").count());
    for arguments in [
        &["ledger", "restore", "all.jsonl"][..],
        &[
            "record",
            "promise",
            "A pilot",
            "--to",
            "north",
            "--due",
            "2026-08-20",
            "--date",
            "2026-07-02",
        ],
        &[
            "record",
            "promise",
            "A light",
            "--to",
            "north",
            "--due",
            "2026-09-10",
            "--date",
            "2026-07-02",
        ],
        &["record", "answer", &first, "--done", "2026-08-19", "--date", "2026-08-19"],
    ] {
        let (code, out, error) = in_programme(&desk, arguments);
        assert_eq!(code, 0, "{arguments:?}: {out}{error}");
    }
    let close = |more: &[&str]| {
        let all = [&["data", "close", "2026Q3", "--lake", "lake", "--json"], more].concat();
        let (code, out, error) = in_programme(&desk, &all);
        assert_eq!(code, 0, "{error}");
        serde_json::from_str::<Value>(&out).unwrap()
    };
    let first = close(&["-o", "out"]);
    let own = &first["programme"]["regions"][0];
    assert_eq!(first["programme"]["from"], "2026-06-30");
    assert_eq!(first["programme"]["illustrative"], true);
    let states: Vec<&str> = own["promises"]
        .as_array()
        .unwrap()
        .iter()
        .map(|own| own["state"].as_str().unwrap())
        .collect();
    assert!(states.contains(&"kept") && states.contains(&"overdue"), "{own:#}");
    assert_eq!(own["gates"].as_array().unwrap().len(), 7);
    for gate in own["gates"].as_array().unwrap() {
        let has_turned = gate["was"] != gate["is"];
        assert!(!has_turned || !gate["moved_by"].as_array().unwrap().is_empty(), "{gate:#}");
    }
    let page = fs::read_to_string(desk.path("out/2026Q3-close.html")).unwrap();
    assert!(page.contains("What moved in the programme") && page.contains("A light"), "{page}");
    let again = close(&["--supersede", "--because", "once more"]);
    assert_eq!(again["programme"], first["programme"]);
}
