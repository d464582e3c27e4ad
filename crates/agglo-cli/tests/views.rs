//! Views of the coast: the same numbers on a terminal, as data and on a page, and nothing of few people for everybody.
#![cfg(feature = "ledger")]
#![allow(clippy::unwrap_used, reason = "a test's own helpers may fail loudly")]

use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use serde_json::{Value, json};
use tempfile::TempDir;

fn example() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/coast")
}

/// A programme's folder with the coast's settings and these events, one a line.
fn programme(events: &str) -> TempDir {
    let folder = TempDir::new().unwrap();
    fs::copy(example().join("agglo.toml"), folder.path().join("agglo.toml")).unwrap();
    if !events.is_empty() {
        fs::write(folder.path().join("all.jsonl"), events).unwrap();
        run(&folder, &["ledger", "restore", "all.jsonl"]);
    }
    folder
}

fn coast() -> TempDir {
    let text = fs::read_to_string(example().join("ledger.jsonl")).unwrap();
    programme(&text.lines().filter(|line| !line.starts_with("//")).collect::<Vec<_>>().join("\n"))
}

fn run(folder: &TempDir, arguments: &[&str]) -> String {
    let mut command = Command::cargo_bin("agglo").unwrap();
    let command = command.current_dir(folder.path()).env_remove("AGGLO_LEDGER").args(arguments);
    let output = command.output().unwrap();
    let error = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(0), "{arguments:?}: {error}");
    String::from_utf8(output.stdout).unwrap()
}

/// The region's views on the day of the example.
fn views(folder: &TempDir, more: &[&str]) -> Value {
    let text = run(folder, &[&["view", "--as-of", "2026-09-30", "--json"], more].concat());
    let report: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(report["schema"], "agglo/view/1");
    report["regions"][0].clone()
}

fn near(found: &Value, hand: f64) -> bool {
    found["value"].as_f64().is_some_and(|own| (own - hand).abs() < 1e-9)
}

#[test]
fn the_network_of_the_coast_is_as_counted_by_hand() {
    let network = views(&coast(), &["network"])["network"].clone();
    // Five partners and three pieces: 28 pairs. Three live agreements; one is said by one side alone.
    assert!(near(&network["density"], 3.0 / 28.0), "{}", network["density"]);
    assert!(near(&network["reciprocity"], 6.0 / 7.0), "{}", network["reciprocity"]);
    assert_eq!((&network["parts"], &network["alone"]), (&json!(5), &json!(4)));
    let knot = |id: &str| {
        network["knots"].as_array().unwrap().iter().find(|own| own["id"] == id).unwrap().clone()
    };
    // beach – coop – college – county: networkx 3.6.1 has 0.0952381 and 0.5 for the two in the middle.
    for id in ["pc-coop", "pt-college"] {
        let own = knot(id);
        assert!(near(&own["betweenness"], 2.0 / 21.0) && near(&own["constraint"], 0.5), "{own}");
        assert_eq!(own["holds_together"], true);
    }
    assert!(near(&knot("pt-county")["constraint"], 1.0));
    assert_eq!(knot("pt-bigtour")["constraint"]["status"], "withheld", "it has no live agreement");
    // Eight in favour, fresh: Beta(9, 1). Its own side has eight raters too.
    let trust = knot("pt-college")["trust"].clone();
    assert!(trust[0]["mean"]["value"].as_f64().unwrap() > 0.85, "{trust}");
    // Two raters: the verdict alone.
    let of_county = knot("pt-county")["trust"][0].clone();
    assert_eq!(of_county["mean"]["reason"], "suppressed", "{of_county}");
}

#[test]
fn what_waits_for_an_answer_stands_first_with_its_days() {
    let said = views(&coast(), &["said"])["said"].clone();
    let rows = said["rows"].as_array().unwrap();
    assert_eq!(rows.len(), 23);
    let waiting = rows.iter().filter(|row| row["waits"].is_i64()).count();
    assert_eq!(waiting, 6);
    assert!(rows[..6].iter().all(|row| row["waits"].is_i64() && row["answered"].is_null()));
    assert!(
        rows[..6].windows(2).all(|pair| pair[0]["waits"].as_i64() >= pair[1]["waits"].as_i64())
    );
    let first = rows.iter().find(|row| row["of"] == "input:1").unwrap();
    // Heard on 2025-11-12, answered on 2026-06-01.
    assert_eq!(first["answered"], json!(["2026-06-01", 201]));
    assert!(first["answer"].as_str().unwrap().contains("2026-12-31"));
}

#[test]
fn the_pipeline_of_two_ideas_and_one_young_venture_cannot_tell() {
    let pipeline = views(&coast(), &["pipeline"])["pipeline"].clone();
    let reached: Vec<f64> = pipeline["stages"]
        .as_array()
        .unwrap()
        .iter()
        .map(|stage| stage["reached"]["value"].as_f64().unwrap())
        .collect();
    assert_eq!(reached, [2.0, 1.0, 1.0, 1.0, 0.0, 0.0, 0.0]);
    assert!(near(&pipeline["from_community"], 0.5));
    let survival = &pipeline["survival"];
    assert_eq!(survival["compared"]["verdict"], "cannot tell");
    assert_eq!(survival["sectors"], json!([["Accommodation and Food Services", 1]]));
    assert_eq!(
        survival["alive"][0]["ventures"]["status"], "withheld",
        "nobody was watched for a year"
    );
    assert!(near(&survival["alive"][0]["benchmark"], 0.8269));
}

#[test]
fn areas_show_their_partners_and_their_holes() {
    let areas = views(&coast(), &["areas"])["areas"].clone();
    let harbor =
        areas["areas"].as_array().unwrap().iter().find(|own| own["id"] == "harbor").unwrap();
    let works: Vec<&str> = areas["partners"]
        .as_array()
        .unwrap()
        .iter()
        .zip(harbor["partners"].as_array().unwrap())
        .filter(|(_, works)| works.as_bool().unwrap())
        .map(|(partner, _)| partner["id"].as_str().unwrap())
        .collect();
    assert_eq!(works, ["pt-bigtour", "pt-college", "pt-harbor"]);
    let people = areas["people"]["rows"].as_array().unwrap();
    let all = people.last().unwrap()["people"].as_array().unwrap();
    // 26 + 31 + 24 took part beside those who were heard.
    let column = |at: usize| all[at]["value"].as_f64().unwrap();
    assert!((column(3) + column(4) - 81.0).abs() < 1e-9);
}

#[test]
fn the_page_has_four_sections_with_titles_and_the_same_bytes_twice() {
    let folder = coast();
    let page = |to: &str| {
        run(&folder, &["view", "--as-of", "2026-09-30", "-o", to]);
        fs::read_to_string(folder.path().join(to).join("gulf-views.html")).unwrap()
    };
    let first = page("one");
    assert_eq!(first, page("two"));
    for part in [
        "id=\"said\"",
        "id=\"areas\"",
        "id=\"network\"",
        "id=\"pipeline\"",
        "An invented programme",
    ] {
        assert!(first.contains(part), "{part}");
    }
    let drawings = first.matches("<svg").count();
    assert_eq!(drawings, 8, "four drawings for two widths each");
    assert_eq!(first.matches("<desc").count(), drawings);
    assert!(!first.contains("NaN") && !first.contains("inf,"));
}

#[test]
fn everybody_sees_no_name_no_verdict_and_no_words_that_were_not_marked() {
    let folder = coast();
    let text = run(&folder, &["view", "--public", "--as-of", "2026-09-30", "--json"]);
    for kept in [
        "Partner A",
        "pt-college",
        "Oyster co-op",
        "ruling",
        "\"r-",
        "contributor",
        "Training is an hour",
    ] {
        assert!(!text.contains(kept), "{kept}");
    }
    let region = serde_json::from_str::<Value>(&text).unwrap()["regions"][0].clone();
    // Two ideas, one venture: neither is a number for everybody.
    for stage in &region["pipeline"]["stages"].as_array().unwrap()[..4] {
        assert_eq!(stage["reached"]["reason"], "suppressed", "{stage}");
    }
    assert_eq!(region["network"]["knots"][0]["name"], "company");
}

/// Two areas; gatherings of 20, 40 and 60 people; what stays inside, if it is asked for, strewn between.
fn gatherings(with_inside: bool) -> TempDir {
    let event = |kind: &str, id: &str, body: Value| {
        json!({"happened": "2026-08-01", "region": "gulf", "kind": kind, "id": id, "source": "sheet", "body": body})
            .to_string()
    };
    let together = |area: &str, depth: &str, n: u32| {
        event("engagement", "", json!({"area": area, "depth": depth, "n": n}))
    };
    let area = |id: &str| event("area", id, json!({"holder": "somebody", "since": "2026-01-01"}));
    let heard = |id: &str, n: u32, text: &str| {
        event("listening", id, json!({"area": "north", "n": n, "heard": [text]}))
    };
    let inside = [
        together("north", "inform", 3),
        heard("kitchen", 4, "A still"),
        event("idea", "still", json!({"text": "A still", "origin": "community"})),
        event("venture", "stall", json!({"name": "A stall", "founded": "2026-02-01"})),
        together("south", "empower", 2),
        event("stage", "", json!({"of": "stall", "state": "closed"})),
    ];
    let open = [
        area("north"),
        area("south"),
        together("north", "consult", 20),
        heard("hall", 40, "A late bus"),
        together("south", "inform", 40),
        together("south", "consult", 60),
    ];
    let mut events = open.to_vec();
    if with_inside {
        for (turn, own) in inside.into_iter().enumerate() {
            events.insert(2 + (2 * turn).min(events.len() - 2), own);
        }
    }
    programme(&events.join("\n"))
}

#[test]
fn of_few_people_nothing_is_told_and_gatherings_of_many_are_told_in_full() {
    let table = |more: &[&str]| {
        let people =
            views(&gatherings(true), &[&["areas"], more].concat())["areas"]["people"].clone();
        let row = |row: &Value| {
            let cells = row["people"].as_array().unwrap().iter();
            cells.map(|own| own["value"].as_f64().unwrap()).collect::<Vec<_>>()
        };
        people["rows"].as_array().unwrap().iter().map(row).collect::<Vec<_>>()
    };
    // Heard, told, asked, involved, collaborating, deciding, all.
    assert_eq!(
        table(&["--public"]),
        [
            [40.0, 0.0, 20.0, 0.0, 0.0, 0.0, 60.0],
            [0.0, 40.0, 60.0, 0.0, 0.0, 0.0, 100.0],
            [40.0, 40.0, 80.0, 0.0, 0.0, 0.0, 160.0],
        ]
    );
    let inside = table(&[]);
    assert_eq!((inside[0][1], inside[1][3], inside[2][6]), (3.0, 2.0, 169.0));
}

#[test]
fn what_stays_inside_changes_no_byte_of_anything_that_leaves() {
    let (with, without) = (gatherings(true), gatherings(false));
    let same = |arguments: &[&str]| {
        let of = |folder| run(folder, &[&["view", "--public"], arguments].concat());
        assert_eq!(of(&with), of(&without), "{arguments:?}");
    };
    for day in ["2026-08-01", "2027-12-31"] {
        same(&["--as-of", day]);
        same(&["--as-of", day, "--json"]);
    }
    for view in ["network", "pipeline", "said", "areas"] {
        same(&[view, "--as-of", "2026-08-01", "--csv", "--region", "gulf"]);
    }
    let pages = [&with, &without].map(|folder| {
        run(folder, &["view", "--public", "--as-of", "2026-09-30", "-o", "wall"]);
        let read = |kind| {
            fs::read_to_string(folder.path().join(format!("wall/gulf-public-views.{kind}")))
                .unwrap()
        };
        [read("html"), read("json")]
    });
    assert_eq!(pages[0], pages[1]);
    assert!(pages[0].iter().all(|page| page.contains("north") && !page.contains("A still")));
    let inside = |folder| run(folder, &["view", "--as-of", "2026-09-30"]);
    assert_ne!(inside(&with), inside(&without));
}

#[test]
fn edge_a_programme_without_a_record_says_so_and_draws_nothing_wrong() {
    let folder = programme("");
    for more in [&[] as &[&str], &["--public"]] {
        let region = views(&folder, more);
        assert_eq!(region["network"]["density"]["status"], "withheld");
        assert_eq!(region["said"]["rows"], json!([]));
        run(&folder, &[&["view", "-o", "page", "--as-of", "2026-09-30"], more].concat());
    }
    let page = fs::read_to_string(folder.path().join("page/gulf-views.html")).unwrap();
    assert!(page.contains("No partner and no piece is recorded yet."));
}
