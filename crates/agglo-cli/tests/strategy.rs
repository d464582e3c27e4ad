//! The main job as a user runs it: the page, its data, and the summary of a real county.
#![allow(clippy::unwrap_used, reason = "a test's own helpers may fail loudly")]

use std::fs;
use std::path::Path;

use assert_cmd::Command;
use serde_json::Value;

fn agglo(arguments: &[&str]) -> Command {
    let mut command = Command::cargo_bin("agglo").unwrap();
    command.args(arguments).args(["--as-of", "2026-11-01"]);
    command
}

fn strategy(folder: &Path, region: &str, more: &[&str]) -> String {
    let out = folder.to_str().unwrap();
    let run = agglo(&["strategy", region, "-o", out]).args(more).assert().success();
    String::from_utf8(run.get_output().stdout.clone()).unwrap()
}

fn json(folder: &Path, region: &str) -> Value {
    let text = fs::read_to_string(folder.join(format!("{region}-strategy.json"))).unwrap();
    serde_json::from_str(&text).unwrap()
}

#[test]
fn the_same_question_gives_the_same_bytes_whatever_the_threads() {
    let folders = [(); 3].map(|()| tempfile::tempdir().unwrap());
    let summaries = [
        strategy(folders[0].path(), "12045", &[]),
        strategy(folders[1].path(), "12045", &["--threads", "1"]),
        strategy(folders[2].path(), "12045", &["--threads", "8"]),
    ];
    assert!(summaries.iter().all(|summary| *summary == summaries[0]));
    for name in ["12045-strategy.html", "12045-strategy.json"] {
        let bytes = |at: usize| fs::read(folders[at].path().join(name)).unwrap();
        assert!(bytes(0) == bytes(1) && bytes(0) == bytes(2), "{name}");
    }
    assert!(summaries[0].lines().count() <= 20, "{}", summaries[0]);
    assert!(summaries[0].lines().all(|line| line.chars().count() <= 100), "{}", summaries[0]);
}

/// The summary of one county is kept in the open: a change of any figure in it is seen in review.
///
/// `agglo strategy 12045 --as-of 2026-11-01 > demo/golden/12045/strategy.txt` writes it anew.
#[test]
fn the_summary_of_gulf_is_the_one_that_is_kept() {
    let kept = concat!(env!("CARGO_MANIFEST_DIR"), "/../../demo/golden/12045/strategy.txt");
    let run = agglo(&["strategy", "12045", "--quiet"]).assert().success();
    let summary = String::from_utf8(run.get_output().stdout.clone()).unwrap();
    assert_eq!(summary, fs::read_to_string(kept).unwrap());
}

#[test]
fn a_beach_county_is_read_as_one_and_gets_a_draft_with_a_forecast() {
    let folder = tempfile::tempdir().unwrap();
    let summary = strategy(folder.path(), "12045", &["--budget", "2M"]);
    assert!(summary.contains("draft: keystones not yet evidenced"), "{summary}");
    let found = json(folder.path(), "12045");
    assert_eq!(found["schema"], "agglo/strategy/1");
    let reading = &found["readings"][0];
    assert_eq!(reading["blueprint"], "beach-destination");
    assert!(reading["stability"]["share"]["value"].is_number());
    assert!(reading["scores"].as_array().unwrap().len() >= 2, "with and without complementarity");
    assert_eq!(found["plan"]["standing"], "draft");
    assert_eq!(found["plan"]["find_out"].as_array().unwrap().len(), 3);
    assert!(!found["forecast"]["years"].as_array().unwrap().is_empty());
    assert!(!found["unknown"].as_array().unwrap().is_empty());
    let page = fs::read_to_string(folder.path().join("12045-strategy.html")).unwrap();
    assert!(!page.contains("<script src") && !page.contains("<link rel=\"stylesheet\""));
    assert!(!page.contains("NaN"));
}

#[test]
fn a_county_that_the_agency_hides_is_answered_with_what_is_unknown() {
    let folder = tempfile::tempdir().unwrap();
    for region in ["48301", "15005"] {
        strategy(folder.path(), region, &[]);
        let found = json(folder.path(), region);
        assert!(!found["unknown"].as_array().unwrap().is_empty(), "{region}");
        assert!(!found["readings"].as_array().unwrap().is_empty(), "{region}");
    }
}

#[test]
fn several_counties_are_one_region() {
    let folder = tempfile::tempdir().unwrap();
    strategy(folder.path(), "39155,39099", &[]);
    let found = json(folder.path(), "39099-39155");
    assert_eq!(found["region"]["members"].as_array().unwrap().len(), 2);
}

#[test]
fn removing_lodging_leaves_nothing_and_removing_hotels_does_not() {
    let read = |element: &str| -> Value {
        let asked = ["gaps", "12045", "--blueprint", "beach-destination", "--remove", element];
        let run = agglo(&asked).arg("--json").assert().success();
        let found: Value = serde_json::from_slice(&run.get_output().stdout).unwrap();
        found["readings"][0]["scores"][0].clone()
    };
    let lodging = read("lodging");
    assert_eq!(lodging["missing"], serde_json::json!(["lodging"]));
    assert_eq!(lodging["aggregate"]["value"], 0.0);
    let hotels = read("hotels");
    assert_eq!(hotels["missing"], serde_json::json!([]));
    assert!(hotels["class_low"] != "missing", "{hotels}");
}
