//! What published evaluations say, as a user asks for it.
#![allow(clippy::unwrap_used, reason = "a test's own helpers may fail loudly")]

use std::fs;

use assert_cmd::Command;
use serde_json::Value;

/// Exit code, standard output and standard error, in a folder that holds no programme.
fn run(arguments: &[&str]) -> (i32, String, String) {
    let output =
        Command::cargo_bin("agglo").unwrap().arg("evidence").args(arguments).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

fn json(arguments: &[&str]) -> Value {
    let (code, out, error) = run(&[arguments, &["--json"]].concat());
    assert_eq!(code, 0, "{error}");
    serde_json::from_str(&out).unwrap()
}

#[test]
fn all_kinds_are_listed_with_the_kind_of_their_prior_and_their_counts() {
    let (code, text, error) = run(&[]);
    assert_eq!(code, 0, "{error}");
    for words in ["business-advice", "no usable evidence", "92 of 187"] {
        assert!(text.contains(words), "{words}: {text}");
    }
    let found = json(&[]);
    assert_eq!(found["schema"], "agglo/evidence-list/1");
    assert!(found["kinds"].as_array().unwrap().len() >= 88);
    let (_, csv, _) = run(&["--csv"]);
    assert_eq!(csv.lines().count(), found["kinds"].as_array().unwrap().len() + 1);
    // On a page the words of a cell may be broken between lines; in a table they are whole.
    assert!(csv.contains("5 studies pooled (P1)"), "{csv}");
}

#[test]
fn one_kind_shows_its_findings_its_forest_and_what_is_not_known() {
    let (code, text, error) = run(&["business-advice"]);
    assert_eq!(code, 0, "{error}");
    for words in [
        "business-advice-04",
        "no effect; no figure",
        "not printed",
        "Here, if it works",
        "counted as 0 by the rule",
        "Who gains",
        "Displaces",
        "fade within about a year",
        "no jobs are claimed",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
    let found = json(&["business-advice"]);
    assert_eq!(found["schema"], "agglo/evidence/1");
    assert_eq!(found["pool"]["id"], "P1");
    let carried = found["pool"]["carried"]["value"].as_f64().unwrap();
    assert!((carried - 4.129).abs() < 1e-3, "{carried}");
    let null = &found["findings"][3];
    assert_eq!(null["study"]["direction"], "null");
    assert_eq!(null["effect"]["status"], "withheld");
}

#[test]
fn harms_and_nulls_stand_beside_the_gains() {
    let (_, text, _) = run(&["business-improvement-district"]);
    assert!(text.contains("it harms"), "{text}");
    let (_, text, _) = run(&["main-street", "--studies"]);
    for words in ["no effect", "the best of four states, picked after the fact", "refused"] {
        assert!(text.contains(words), "{words}: {text}");
    }
}

#[test]
fn a_drawing_has_a_title_a_description_and_open_circles_for_counted_nulls() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("one.svg");
    let (code, _, error) = run(&["business-mentoring", "--plot", path.to_str().unwrap()]);
    assert_eq!(code, 0, "{error}");
    let drawn = fs::read_to_string(&path).unwrap();
    for words in ["<title", "<desc", "zero people", "what evaluations found", "weight 2"] {
        assert!(drawn.contains(words), "{words}");
    }
    assert!(!drawn.contains("NaN") && !drawn.contains("var(--"));
}

#[test]
fn every_kind_can_be_shown_and_agrees_with_its_schema() {
    let output =
        Command::cargo_bin("agglo").unwrap().args(["schema", "evidence"]).output().unwrap();
    let schema: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(schema["title"], "agglo/evidence/1");
    let required: Vec<&str> =
        schema["required"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
    for kind in json(&[])["kinds"].as_array().unwrap() {
        let id = kind["initiative"].as_str().unwrap();
        let found = json(&[id]);
        for field in &required {
            assert!(!found[field].is_null() || found.get(field).is_some(), "{id} has no {field}");
        }
    }
}

#[test]
fn what_is_not_there_is_refused_with_the_nearest_names() {
    let rows: [(&[&str], &[&str]); 4] = [
        (&["busines-advise"], &["E0104", "business-advice"]),
        (&["festival"], &["E0104", "cultural-event"]),
        (&["main-street", "--plot", "one.jpg"], &["E0103", ".svg or .png"]),
        (&["--studies"], &["<ARCHETYPE>"]),
    ];
    for (arguments, says) in rows {
        let (code, out, error) = run(arguments);
        assert_eq!((code, out.as_str()), (2, ""), "{arguments:?}: {error}");
        for words in says {
            assert!(error.contains(words), "{arguments:?} must say `{words}`: {error}");
        }
    }
}
