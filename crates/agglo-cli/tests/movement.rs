//! Saved answers of an invented country, and what moves them: a revision, a new year, a new boundary.
#![cfg(feature = "close")]
#![allow(clippy::unwrap_used, reason = "a test's own helpers may fail loudly")]

use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use serde_json::Value;
use tempfile::TempDir;

const COUNTRY: &str = r#"
id = "atlantis"
name = "Atlantis"

[words]
region = "district"
regions = "districts"
whole = "Atlantis"
the_whole = "Atlantis"

[currency]
code = "ATL"
symbol = "A"
one = "real"

[counted]
size = "jobs"
title = "Jobs"
noun = "jobs"
unit = "jobs"
has_establishments = false
base = ""

[detail]
first = 2
group = 2
finest = 2
finest_words = "branches"
group_words = "branches"
one_group = "a branch"

[tables.regions]
pattern = "A*"

[tables.classification]
name = "Branches"
file = "branches.csv"
total = "T"

[tables.industries]
table = { dataset = "jobs", value = "jobs" }
"#;

const MAP: &str = "dataset = \"jobs\"\ntitle = \"Jobs by branch\"\nagency = \"Office of Atlantis\"\n\
    [region]\ncolumn = \"region\"\n[industry]\ncolumn = \"branch\"\n[period]\ncolumn = \"year\"\n\
    [[measures]]\nname = \"jobs\"\ncolumn = \"jobs\"\nunit = \"jobs\"\nkind = \"amount\"\n";

/// Jobs of a region in a year: hotels, fishing, industry.
type Line = (&'static str, u16, [u32; 3]);

const BEFORE: [Line; 6] = [
    ("A1", 2024, [90, 30, 40]),
    ("A2", 2024, [20, 100, 80]),
    ("A3", 2024, [10, 100, 300]),
    ("A1", 2025, [120, 35, 45]),
    ("A2", 2025, [25, 110, 65]),
    ("A3", 2025, [10, 100, 310]),
];

/// An invented country with a lake of its own.
struct Atlantis {
    folder: TempDir,
}

impl Atlantis {
    fn new() -> Self {
        let own = Self { folder: TempDir::new().unwrap() };
        fs::write(own.path("atlantis.toml"), COUNTRY).unwrap();
        fs::write(own.path("jobs.toml"), MAP).unwrap();
        let tree =
            "code,level,parent,title\nT,0,,All\nH,2,T,Hotels\nP,2,T,Fishing\nI,2,T,Industry\n";
        fs::write(own.path("branches.csv"), tree).unwrap();
        own.add(&BEFORE);
        own
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Exit code, standard output, standard error.
    fn run(&self, arguments: &[&str]) -> (i32, String, String) {
        let mut command = Command::cargo_bin("agglo").unwrap();
        let command = command.args(arguments).arg("--lake").arg(self.path("lake"));
        let output = command.output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
    }

    fn well(&self, arguments: &[&str]) -> String {
        let (code, out, error) = self.run(arguments);
        assert_eq!(code, 0, "{arguments:?}: {error}");
        out
    }

    fn add(&self, lines: &[Line]) {
        let mut text = "region,branch,year,jobs\n".to_owned();
        for (region, year, jobs) in lines {
            let all = jobs.iter().sum();
            for (branch, jobs) in ["H", "P", "I", "T"].iter().zip(jobs.iter().chain([&all])) {
                text.extend([
                    *region,
                    ",",
                    branch,
                    ",",
                    &year.to_string(),
                    ",",
                    &jobs.to_string(),
                    "\n",
                ]);
            }
        }
        fs::write(self.path("jobs.csv"), text).unwrap();
        let (file, map) = (self.path("jobs.csv"), self.path("jobs.toml"));
        self.well(&["data", "add", file.to_str().unwrap(), "--map", map.to_str().unwrap()]);
    }

    /// Asks a verb about the first district and keeps the files in a folder.
    fn ask(&self, verb: &str, folder: &str, more: &[&str]) {
        let (country, out) = (self.path("atlantis.toml"), self.path(folder));
        let asked =
            [verb, "A1", "--country", country.to_str().unwrap(), "-o", out.to_str().unwrap()];
        self.well(&[&asked, more].concat());
    }

    /// Puts another answer in the place of the only one that is saved.
    fn saved_instead(&self, answer: &str) {
        let answers = self.path("lake/answers");
        let sha256 = agglo_data::starter::digest(answer.as_bytes());
        fs::write(answers.join(format!("{sha256}.json")), answer).unwrap();
        let question = fs::read_dir(answers.join("questions")).unwrap().next().unwrap();
        let question = question.unwrap().path();
        let mut text: Value = serde_json::from_slice(&read(&question)).unwrap();
        text["answers"] = serde_json::json!([{"sha256": sha256}]);
        fs::write(question, serde_json::to_string(&text).unwrap()).unwrap();
    }

    fn close(&self, more: &[&str]) -> Value {
        let asked = [&["data", "close"], more, &["--json", "--as-of", "2099-01-01"]].concat();
        serde_json::from_str(&self.well(&asked)).unwrap()
    }
}

/// The figure of an answer that moved, by the end of its path.
fn figure<'a>(answer: &'a Value, path: &str) -> &'a Value {
    let figures = answer["figures"].as_array().unwrap();
    let found = figures.iter().find(|own| own["path"].as_str().unwrap().ends_with(path));
    assert!(found.is_some(), "no {path} in {answer}");
    found.unwrap()
}

/// Parts by cause, having checked that they sum to the whole.
fn parts(figure: &Value) -> Vec<(String, f64)> {
    let parts = figure["parts"].as_array().unwrap().iter();
    let parts: Vec<(String, f64)> = parts
        .map(|part| {
            (part["cause"].as_str().unwrap().to_owned(), part["change"]["value"].as_f64().unwrap())
        })
        .collect();
    let (total, sum) = (
        figure["total"]["value"].as_f64().unwrap(),
        parts.iter().map(|(_, part)| part).sum::<f64>(),
    );
    assert_eq!(total.to_bits(), (sum + 0.0).to_bits(), "the parts sum to the last bit: {figure}");
    parts
}

fn read(path: &Path) -> Vec<u8> {
    fs::read(path).unwrap()
}

#[test]
fn a_pure_revision_is_revision_alone_and_the_past_can_be_made_again() {
    let country = Atlantis::new();
    for verb in ["map", "strategy"] {
        country.ask(verb, "then", &["--seed", "7"]);
    }
    country.close(&["2025Q4"]);
    let mut lines = BEFORE;
    lines[3].2[0] = 60;
    country.add(&lines);
    let close = country.close(&["2026Q1"]);
    let answers = &close["answers"];
    assert_eq!((answers["saved"].as_u64(), answers["untouched"].as_u64()), (Some(2), Some(0)));
    // The old data with this version, and the new data: no more.
    assert_eq!(answers["runs"], 4);
    assert_eq!(answers["moved"].as_array().unwrap().len(), 2, "{answers}");
    for answer in answers["moved"].as_array().unwrap() {
        assert_eq!(answer["touched_by"], serde_json::json!(["jobs"]));
        for figure in answer["figures"].as_array().unwrap() {
            if figure["total"]["status"] == "known" {
                assert!(parts(figure).iter().all(|(cause, _)| cause == "revision"), "{figure}");
            }
            assert!(figure["depends_on_order"].is_null());
        }
    }
    let map = answers["moved"].as_array().unwrap().iter();
    let map = map.clone().find(|own| own["command"][0] == "map").unwrap();
    let hotels = figure(map, "lines/H/employment");
    assert_eq!(parts(hotels), [("revision".to_owned(), -60.0)]);

    for verb in ["map", "strategy"] {
        country.ask(verb, "now", &["--seed", "7"]);
        country.ask(verb, "again", &["--seed", "7", "--vintage", "2025Q4"]);
        for ending in ["html", "json"] {
            let name = format!("A1-{verb}.{ending}");
            let of = |folder: &str| read(&country.path(folder).join(&name));
            assert!(of("then") == of("again"), "{name} as it stood");
            assert!(of("then") != of("now"), "{name} moved");
        }
    }
    let then: Value = serde_json::from_slice(&read(&country.path("then/A1-map.json"))).unwrap();
    let vintage = then["made_from"]["data"][0]["vintage"].as_str().unwrap();
    for named in [vintage.to_owned(), format!("jobs={vintage}")] {
        country.ask("map", "named", &["--seed", "7", "--vintage", &named]);
        let of = |folder: &str| read(&country.path(folder).join("A1-map.json"));
        assert!(of("then") == of("named"), "{named}");
    }
}

#[test]
fn a_quarter_touches_those_answers_alone_that_read_what_changed() {
    let country = Atlantis::new();
    let other = COUNTRY.replace("\"atlantis\"", "\"borduria\"").replace("\"A*\"", "\"AA*\"");
    fs::write(country.path("borduria.toml"), other).unwrap();
    let theirs = |year, hotels| -> Vec<Line> {
        vec![("BB1", year, [hotels, 50, 60]), ("BB2", year, [10, 20, 70])]
    };
    let both = |theirs: Vec<Line>| [BEFORE.to_vec(), theirs].concat();
    country.add(&both(theirs(2025, 40)));
    country.ask("map", "then", &[]);
    country.ask("strategy", "then", &[]);
    let (borduria, out) = (country.path("borduria.toml"), country.path("then"));
    let (borduria, out) = (borduria.to_str().unwrap(), out.to_str().unwrap());
    country.well(&["map", "BB1", "--country", borduria, "-o", out]);
    country.close(&["2025Q4"]);

    // A figure of theirs revised, and a year that only they have.
    country.add(&[both(theirs(2025, 44)), theirs(2026, 48)].concat());
    let answers = country.close(&["2026Q4"])["answers"].clone();
    let count = |name: &str| answers[name].as_u64().unwrap();
    assert_eq!((count("saved"), count("untouched"), count("recomputed")), (3, 2, 1), "{answers}");
    assert_eq!(count("runs"), 4, "method, revision, new data, and new data without the revision");
    let moved = answers["moved"].as_array().unwrap();
    let touched: Vec<&str> = moved.iter().map(|own| own["command"][1].as_str().unwrap()).collect();
    assert_eq!(touched, ["BB1"]);
    assert_eq!(answers["same"], serde_json::json!([]), "none is listed that reads none of it");
}

#[test]
fn against_a_vintage_answers_are_held_to_what_they_would_have_said_then() {
    let country = Atlantis::new();
    let mut lines = BEFORE;
    lines[3].2[0] = 60;
    country.add(&lines);
    // It was first asked when the revision was there already.
    country.ask("map", "then", &[]);
    let answer: Value = serde_json::from_slice(&read(&country.path("then/A1-map.json"))).unwrap();
    let newest = answer["made_from"]["data"][0]["vintage"].as_str().unwrap();
    assert!(newest.starts_with("2-"), "{newest}");
    let vintages = country.well(&["data", "list", "--vintages"]);
    let first = vintages.split_whitespace().find(|word| word.starts_with("1-")).unwrap();
    let close = country.close(&["2025Q4", "--against", first]);
    let hotels = figure(&close["answers"]["moved"][0], "lines/H/employment");
    assert_eq!(parts(hotels), [("revision".to_owned(), -60.0)]);
    let none = country.close(&["2026Q1", "--against", newest]);
    assert_eq!(
        (none["answers"]["untouched"].as_u64(), none["answers"]["runs"].as_u64()),
        (Some(1), Some(0))
    );
}

#[test]
fn all_four_causes_at_once_sum_to_the_movement() {
    let country = Atlantis::new();
    country.ask("map", "then", &[]);
    // An earlier version, by whose method the quotient was 2.
    let mut old: Value = serde_json::from_slice(&read(&country.path("then/A1-map.json"))).unwrap();
    old["made_by"] = "agglo 0.0.9".into();
    let lines = old["specialization"]["lines"].as_array_mut().unwrap();
    let line = lines.iter_mut().find(|line| line["industry"] == "H").unwrap();
    let quotient = &mut line["quotients"]["employment"];
    quotient["value"] = 2.0.into();
    for end in ["lower", "upper"] {
        quotient["interval"][end] = 2.0.into();
    }
    country.saved_instead(&serde_json::to_string(&old).unwrap());
    let whole = |year: u16, hotels: u32| ("A1", year, [hotels, 35, 45]);
    country.add(&[
        ("A1", 2024, [90, 30, 40]),
        ("A2", 2024, [20, 100, 80]),
        ("A4", 2024, [10, 100, 300]),
        whole(2025, 110),
        ("A2", 2025, [25, 110, 65]),
        ("A4", 2025, [10, 90, 310]),
        whole(2026, 130),
        ("A2", 2026, [25, 110, 65]),
        ("A4", 2026, [10, 100, 310]),
    ]);
    let close = country.close(&["2026Q4"]);
    let moved = &close["answers"]["moved"][0];
    let quotient = figure(moved, "lines/H/quotients/employment");
    let parts = parts(quotient);
    let causes: Vec<&str> = parts.iter().map(|(cause, _)| cause.as_str()).collect();
    assert_eq!(causes, ["method", "boundary", "revision", "new_data"]);
    let side = |name: &str| quotient[name]["value"].as_f64().unwrap();
    let sum: f64 = parts.iter().map(|(_, part)| part).sum();
    assert!((side("is") - side("was") - sum).abs() < 1e-12, "{quotient}");
    assert_eq!(side("was").to_bits(), 2.0_f64.to_bits());
}

#[test]
fn a_new_year_and_a_revision_are_told_apart_and_what_hangs_on_their_order_is_said() {
    let country = Atlantis::new();
    country.ask("map", "then", &[]);
    country.close(&["2025Q4"]);
    let mut lines = BEFORE.to_vec();
    lines[3].2[0] = 110;
    lines.extend([
        ("A1", 2026, [130, 35, 45]),
        ("A2", 2026, [25, 110, 65]),
        ("A3", 2026, [10, 100, 310]),
    ]);
    country.add(&lines);
    let close = country.close(&["2026Q4"]);
    let jobs = &close["datasets"][0];
    assert_eq!(jobs["new_periods"], serde_json::json!([{"name": "2026", "rows": 12}]));
    assert_eq!(jobs["revised"][0]["cells"], 2, "hotels, and all");
    assert_eq!(jobs["rows_touched"], 14, "of 36");
    let moved = &close["answers"]["moved"][0];
    let hotels = figure(moved, "lines/H/employment");
    assert_eq!(parts(hotels), [("revision".to_owned(), -10.0), ("new_data".to_owned(), 20.0)]);
    // With the new year there, the revision of the year before says nothing of the newest jobs.
    assert_eq!(hotels["depends_on_order"]["value"], 10.0);
    assert_eq!(
        (hotels["was"]["value"].as_f64(), hotels["is"]["value"].as_f64()),
        (Some(120.0), Some(130.0))
    );
}

#[test]
fn a_new_year_alone_is_new_data() {
    let country = Atlantis::new();
    country.ask("map", "then", &[]);
    country.close(&["2025Q4"]);
    country.add(&[
        ("A1", 2026, [130, 35, 45]),
        ("A2", 2026, [25, 110, 65]),
        ("A3", 2026, [10, 100, 310]),
    ]);
    let close = country.close(&["2026Q4"]);
    assert_eq!(close["answers"]["runs"], 2);
    let moved = &close["answers"]["moved"][0];
    assert_eq!(parts(figure(moved, "lines/H/employment")), [("new_data".to_owned(), 10.0)]);
    // Closed again with the same data, nothing is made again.
    let next = country.close(&["2027Q1"]);
    assert_eq!(
        (next["answers"]["untouched"].as_u64(), next["answers"]["runs"].as_u64()),
        (Some(1), Some(0))
    );
}

#[test]
fn a_district_that_is_parted_is_a_boundary_and_a_revision_beside_it_is_not() {
    let country = Atlantis::new();
    country.ask("map", "then", &[]);
    country.close(&["2025Q4"]);
    let parted: [Line; 8] = [
        ("A1", 2024, [90, 30, 40]),
        ("A2", 2024, [20, 100, 80]),
        ("A4", 2024, [5, 50, 150]),
        ("A5", 2024, [5, 50, 150]),
        ("A1", 2025, [125, 35, 45]),
        ("A2", 2025, [25, 110, 65]),
        ("A4", 2025, [5, 50, 155]),
        ("A5", 2025, [5, 50, 165]),
    ];
    country.add(&parted);
    let close = country.close(&["2026Q1"]);
    let names = |side: &str| -> Vec<&str> {
        let list = close["datasets"][0][side].as_array().unwrap().iter();
        list.map(|own| own["name"].as_str().unwrap()).collect()
    };
    assert_eq!((names("regions_came"), names("regions_went")), (vec!["A4", "A5"], vec!["A3"]));
    let moved = &close["answers"]["moved"][0];
    // Ten more jobs came with the new districts: the country's share moves by them, the region's jobs do not.
    assert_eq!(parts(figure(moved, "lines/H/employment")), [("revision".to_owned(), 5.0)]);
    let quotient = parts(figure(moved, "lines/H/quotients/employment"));
    let causes: Vec<&str> = quotient.iter().map(|(cause, _)| cause.as_str()).collect();
    assert_eq!(causes, ["boundary", "revision"]);
}

#[test]
fn an_answer_that_is_damaged_is_told_and_the_others_are_closed() {
    let country = Atlantis::new();
    country.ask("map", "then", &[]);
    country.ask("strategy", "then", &[]);
    let answers = fs::read_dir(country.path("lake/answers")).unwrap();
    let mut answers: Vec<PathBuf> = answers.map(|entry| entry.unwrap().path()).collect();
    answers.retain(|path| path.extension().is_some_and(|ending| ending == "json"));
    fs::write(&answers[0], "{}").unwrap();
    let close = country.close(&["2025Q4"]);
    assert_eq!(close["answers"]["saved"], 2);
    assert!(close["answers"]["failed"][0]["why"].as_str().unwrap().contains("damaged"));
    let (code, text, _) = country.run(&["data", "verify"]);
    assert!(code == 1 && text.contains("saved answer"), "{text}");
}

#[test]
fn a_figure_on_own_data_is_traced_to_file_and_line() {
    let country = Atlantis::new();
    country.ask("map", "out", &[]);
    let place =
        format!("{}#/specialization/H/employment", country.path("out/A1-map.json").display());
    let text = country.well(&["data", "lineage", &place]);
    for part in ["Hotels: employment: 120", "Office of Atlantis", "jobs.csv", "sha256", "line 1"] {
        assert!(text.contains(part), "{part} in {text}");
    }
}
