//! Elements, rings and blueprints of the coast.
#![allow(clippy::unwrap_used, reason = "a test's own helpers may fail loudly")]

use std::fs;

use serde_json::Value;

use crate::Coast;

const BEACH: &str = include_str!("../../../../definitions/blueprints/beach-destination.toml");

/// A coast whose blueprint is a file of its own.
fn own(change: impl Fn(String) -> String) -> Coast {
    let coast = Coast::complete();
    fs::write(coast.folder.path().join("beach.toml"), change(BEACH.to_owned())).unwrap();
    coast.edit("agglo.toml", |text| text.replace("\"beach-destination\"", "\"beach.toml\""));
    coast
}

/// The blueprint with another grade of one edge, which then rests on what it states.
fn regraded(text: &str, from: &str, to: &str, grade: &str) -> String {
    let mut parts: Vec<String> = text.split("[[edge]]").map(str::to_owned).collect();
    let ends = [format!("from = \"{from}\""), format!("to = \"{to}\"")];
    let is = |part: &&mut String| ends.iter().all(|end| part.contains(end.as_str()));
    let part = parts.iter_mut().find(is).unwrap();
    let lines = part.lines().filter(|line| !line.starts_with("statistic"));
    let lines = lines.map(|line| {
        if line.starts_with("grade") { format!("grade = \"{grade}\"") } else { line.to_owned() }
    });
    *part = lines.collect::<Vec<_>>().join("\n") + "\n";
    parts.join("[[edge]]")
}

fn reading(coast: &Coast, more: &[&str]) -> Value {
    coast.json(&[&["gaps", "--as-of", "2026-09-30"], more].concat())["readings"][0].clone()
}

fn core(reading: &Value) -> f64 {
    reading["core"]["share"]["value"].as_f64().unwrap()
}

fn near(found: f64, expected: f64) {
    assert!((found - expected).abs() < 5e-4, "{found}, expected {expected}");
}

#[test]
fn the_ring_that_residents_close_holds_where_an_edge_loses_its_grade() {
    let weaker = own(|text| regraded(&text, "evening", "activities", "E"));
    let whole = reading(&Coast::complete(), &[]);
    let held = reading(&weaker, &[]);
    near(core(&whole), 0.788);
    near(core(&held), 0.788);
    assert_eq!(held["scores"], whole["scores"]);
    weaker.edit("agglo.toml", |text| text.replace("overlay = \"overlay.toml\"\n", ""));
    let bare = reading(&weaker, &[]);
    near(core(&bare), 0.376);
    assert_eq!(bare["scores"][0]["class_low"], "collection");
    let level = |own: &Value| {
        own["elements"].as_array().unwrap().iter().map(|e| e["level"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(level(&bare), level(&whole), "levels stay");
    assert_eq!(bare["scores"][0]["aggregate"], whole["scores"][0]["aggregate"]);
    assert_eq!(bare["scores"][0]["binding"], whole["scores"][0]["binding"]);
    let flown = own(|text| {
        let text = regraded(&text, "lodging", "access", "C");
        regraded(&text, "access", "lodging", "C")
    });
    let flown = reading(&flown, &[]);
    near(core(&flown), 0.859);
    assert_eq!(flown["scores"][0]["class_low"], whole["scores"][0]["class_low"]);
}

#[test]
fn without_places_to_stay_it_misses_lodging_and_without_hotels_homes_hold_the_nest() {
    let coast = Coast::complete();
    let without = reading(&coast, &["--remove", "hotels", "--remove", "homes"]);
    let scores = without["scores"].as_array().unwrap();
    assert_eq!(scores[0]["class_low"], "missing");
    assert_eq!(scores[0]["aggregate"]["value"], 0.0);
    assert!(scores[1]["aggregate"]["value"].as_f64().unwrap() > 0.1, "positive at rho 1");
    let (_, text, _) = coast.run(&["gaps", "--remove", "hotels"]);
    assert!(text.contains("`homes` holds `lodging`") && text.contains("cluster"), "{text}");
    let (_, text, _) = coast.run(&["gaps", "--remove", "gifts"]);
    assert!(text.contains("`gifts` is shown, not scored"), "{text}");
}

#[test]
fn cape_may_with_the_bare_blueprint_lacks_a_season() {
    let coast = Coast::complete();
    let bare = reading(&coast, &["34009", "--blueprint", "beach-destination"]);
    assert!(core(&bare) >= 0.60);
    assert_eq!(bare["scores"][0]["binding"]["element"], "season", "{:#}", bare["scores"][0]);
}

#[test]
fn a_code_of_another_vintage_names_the_vintage() {
    let coast = own(|text| text.replace("\"487\"", "\"532284\""));
    let (code, _, error) = coast.run(&["gaps"]);
    assert!(code == 2 && error.contains("532284") && error.contains("2012"), "{code} {error}");
}

#[test]
fn grade_d_in_a_shared_file_is_refused_with_the_hint_of_an_overlay() {
    let coast = own(|text| regraded(&text, "evening", "activities", "D"));
    for verb in [&["gaps"][..], &["plan"], &["blueprint", "validate", "beach.toml"]] {
        let (code, _, error) = coast.run(verb);
        assert_eq!(code, 2, "{error}");
        assert!(error.contains("E0227") && error.contains("overlay"), "{error}");
    }
}

#[test]
fn every_traded_cluster_runs_in_its_place_with_pieces_unknown() {
    let coast = Coast::complete();
    coast.edit("agglo.toml", |text| text.replace("overlay = \"overlay.toml\"\n", ""));
    let all = coast.json(&["clusters", "12045"]);
    let clusters = all["lines"].as_array().unwrap();
    assert!(clusters.len() > 20);
    // Each one would be slow for what it adds: every sixth, the first and the last among them.
    let some = clusters.iter().step_by(6).chain(clusters.last());
    for id in some.map(|own| own["cluster"].as_str().unwrap().to_owned()) {
        coast.edit("agglo.toml", |text| {
            let lines = text.lines().map(|line| {
                if line.starts_with("blueprint") {
                    format!("blueprint = \"{id}\"")
                } else {
                    line.to_owned()
                }
            });
            lines.collect::<Vec<_>>().join("\n")
        });
        let reading = reading(&coast, &[]);
        assert_eq!(reading["status"], "derived", "{id}");
        let elements = reading["elements"].as_array().unwrap();
        let pieces = elements.iter().filter(|own| own["form"] == "piece");
        let unknown = pieces.filter(|own| own["measure"] == "nobody has recorded it yet").count();
        assert!(unknown >= 1, "{id}: {elements:#?}");
        let (code, _) = coast.check(&[]);
        assert_eq!(code, 0, "gates do not depend on the blueprint");
    }
}
