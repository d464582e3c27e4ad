//! What the coast adds to its blueprint: edges its own residents stated, a member that nobody has recorded.
#![allow(clippy::unwrap_used, reason = "a test's own helpers may fail loudly")]

use serde_json::{Value, json};

use crate::Coast;

fn reading(coast: &Coast, more: &[&str]) -> Value {
    let day = ["gaps", "--as-of", "2026-09-30"];
    coast.json(&[&day, more].concat())["readings"][0].clone()
}

fn edge<'a>(reading: &'a Value, from: &str, to: &str) -> &'a Value {
    let edges = reading["edges"].as_array().unwrap();
    edges.iter().find(|own| own["from"] == from && own["to"] == to).unwrap()
}

fn road(reading: &Value) -> &Value {
    let elements = reading["elements"].as_array().unwrap();
    let access = elements.iter().find(|own| own["id"] == "access").unwrap();
    let members = access["members"].as_array().unwrap();
    members.iter().find(|own| own["id"] == "road").unwrap()
}

fn access(reading: &Value) -> &Value {
    let elements = reading["elements"].as_array().unwrap();
    &elements.iter().find(|own| own["id"] == "access").unwrap()["level"]
}

#[test]
fn what_residents_stated_counts_and_is_shown_as_the_programmes_own() {
    let reading = reading(&Coast::complete(), &[]);
    let own = edge(&reading, "evening", "lodging");
    assert_eq!((&own["grade"], &own["activity"]), (&json!("D"), &json!("active")));
    assert_eq!(own["source"], "said in this programme: input:1");
    let homes = edge(&reading, "homes", "housing");
    assert_eq!((&homes["grade"], &homes["sign"]), (&json!("D"), &json!("-")));
    // The same edge once: regraded, not doubled.
    let edges = reading["edges"].as_array().unwrap();
    let count = edges.iter().filter(|own| own["from"] == "homes").count();
    assert_eq!((count, edges.len()), (1, 14), "twelve of the blueprint, two more");
    let (_, text, _) = Coast::complete().run(&["gaps", "--explain"]);
    assert!(text.contains("3 of its edges are this programme's own (grade D)"), "{text}");
    assert!(text.contains("evening -> lodging (+, grade D, counts)"), "{text}");
}

#[test]
fn the_class_is_that_of_the_programmes_gates() {
    let words = |coast: &Coast| reading(coast, &[])["scores"][0]["class_low"].clone();
    assert_eq!(words(&Coast::shipped()), "emerging", "S1 fails");
    assert_eq!(words(&Coast::complete()), "cluster");
}

#[test]
fn before_it_was_heard_an_edge_counts_for_nothing_and_that_is_said() {
    let coast = Coast::complete();
    let (_, out, error) = coast.run(&["gaps", "--as-of", "2025-11-30", "--json"]);
    let all: Value = serde_json::from_str(&out).unwrap();
    let reading = &all["readings"][0];
    assert_eq!(edge(reading, "evening", "lodging")["grade"], "D", "heard on the twelfth");
    assert_eq!(edge(reading, "homes", "housing")["grade"], "E", "heard in January");
    assert!(error.contains("`homes` to `housing` counts for nothing"), "{error}");
}

#[test]
fn a_member_is_unknown_until_it_is_recorded_and_then_enters() {
    let coast = Coast::complete();
    let before = reading(&coast, &[]);
    assert_eq!(road(&before)["counted"], false);
    let level = access(&before).clone();
    let (_, _, said) = coast.run(&["gaps", "--as-of", "2026-09-30"]);
    assert!(said.contains("`road` is unknown"), "{said}");
    let record = ["record", "piece", "Coast road", "--kind", "organisation", "--element", "access"];
    let fact = ["--fact", "minutes_to_interstate=15", "--date", "2026-09-30"];
    let (code, _, error) = coast.run(&[&record[..], &fact].concat());
    assert_eq!(code, 0, "{error}");
    let (_, _, said) = coast.run(&["gaps", "--as-of", "2026-09-30"]);
    assert!(said.contains("`road` is 15") && said.contains("full_at"), "{said}");
    assert_eq!(*access(&reading(&coast, &[])), level, "nothing to hold it against");
    coast.edit("overlay.toml", |text| text.replace("# full_at", "full_at"));
    let after = reading(&coast, &[]);
    assert_eq!(road(&after)["counted"], true);
    assert_eq!(road(&after)["level"]["value"], 1.0, "{after:#}");
    assert_ne!(*access(&after), level);
}

#[test]
fn every_fault_of_an_overlay_is_said_with_its_line() {
    let coast = Coast::complete();
    let fails = |change: &dyn Fn(String) -> String, parts: &[&str]| {
        coast.edit("overlay.toml", change);
        for verb in [&["check"][..], &["gaps"], &["plan"]] {
            let (code, _, error) = coast.run(&[verb, &["--as-of", "2026-09-30"]].concat());
            assert_eq!(code, 2, "{verb:?} {error}");
            for part in parts {
                assert!(error.contains(part), "{verb:?}: {part} in {error}");
            }
        }
        let whole = std::fs::read_to_string(crate::example().join("overlay.toml")).unwrap();
        coast.edit("overlay.toml", |_| whole.clone());
    };
    fails(&|text| text.replace("input:12", "input:99"), &["input:99", "overlay.toml, line 22"]);
    fails(&|text| text.replace("\"input:1\"", ""), &["names no input", "overlay.toml, line 4"]);
    fails(&|text| text.replacen("grade = \"D\"", "grade = \"C\"", 1), &["holds for all regions"]);
    fails(&|text| text.replace("evening", "casino"), &["`casino` is no element"]);
    fails(&|text| text.replace("b = 0.5", "b = 0.1"), &["never weakens"]);
    fails(&|text| text.replace("optional = true", ""), &["not optional"]);
    fails(&|text| text.replace("[[member]]", "[[membr]]"), &["membr"]);
    fails(&|_| "[[edge]\n".to_owned(), &["overlay.toml, line 1"]);
    coast.edit("agglo.toml", |text| text.replace("overlay.toml", "own.toml"));
    let (code, _, error) = coast.run(&["check"]);
    assert!(code == 2 && error.contains("own.toml") && error.contains("take the line"), "{error}");
}

#[test]
fn the_overlay_stands_beside_the_programmes_blueprint_alone() {
    let coast = Coast::complete();
    let (code, _, error) = coast.run(&["gaps", "--blueprint", "food-processing"]);
    assert!(code == 0 && error.contains("left aside"), "{code} {error}");
    let (_, text, error) = coast.run(&["gaps", "34009", "--blueprint", "beach-destination"]);
    assert!(!text.contains("programme's own") && error.is_empty(), "{text}{error}");
}
