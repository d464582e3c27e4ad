//! Gates, partners, listening and promises of the coast.
#![allow(clippy::unwrap_used, reason = "a test's own helpers may fail loudly")]

use std::fs;

use serde_json::{Value, json};

use crate::{Coast, complete, gate, leg, ruling, subject};

#[test]
fn as_shipped_the_coast_fails_for_a_baseline_and_for_what_comes_after() {
    let (code, report) = Coast::shipped().check(&[]);
    assert_eq!(code, 1);
    let all: Vec<&str> =
        ["E1", "P1", "F1", "A1", "L1", "S1", "X1"].map(|word| ruling(&report, word)).to_vec();
    assert_eq!(all, ["pass", "pass", "pass", "pass", "pass", "fail", "fail"], "{report:#}");
    assert!(gate(&report, "S1")["next"].as_str().unwrap().contains("renter_cost_burden"));
    let harbour = subject(&report, "A1", "harbor");
    assert_eq!(harbour["ruling"], "fail");
    assert!(leg(harbour, "answered").1.contains("wait for more than 90 days"));
    assert_eq!(subject(&report, "F1", "pc-coop")["ruling"], "pass");
    assert!(leg(subject(&report, "F1", "pc-hub"), "time-tested").0 == "fail");
    let warnings = report["regions"][0]["warnings"].to_string();
    assert!(warnings.contains("one partner carries everything: pt-college"), "{warnings}");
    assert!(warnings.contains("pt-church is too small"), "{warnings}");
    assert_eq!(report["regions"][0]["ours_not_theirs"], json!(["it-shuttle"]));
    assert_eq!(report["illustrative"], true);
}

#[test]
fn the_five_partners_fare_as_the_page_says() {
    let (_, report) = Coast::shipped().check(&["--only", "partners"]);
    let fares = |id: &str| {
        let own = subject(&report, "P1", id);
        ["scale", "trust", "alignment", "focus"].map(|name| leg(own, name).0.to_owned())
    };
    assert_eq!(fares("pt-bigtour"), ["pass", "fail", "pass", "pass"]);
    assert_eq!(fares("pt-church"), ["fail", "pass", "pass", "pass"]);
    assert_eq!(fares("pt-college"), ["pass", "pass", "pass", "pass"]);
    assert_eq!(fares("pt-county"), ["pass", "unknown", "unknown", "pass"]);
    assert_eq!(fares("pt-harbor"), ["pass", "fail", "pass", "fail"]);
    let trust = |id: &str| leg(subject(&report, "P1", id), "trust").1.to_owned();
    assert!(trust("pt-bigtour").contains("P 0.002"), "{}", trust("pt-bigtour"));
    assert!(trust("pt-college").contains("P 0.990") && trust("pt-college").contains("P 0.929"));
    // Of two raters and of three the verdict alone is shown.
    let few = trust("pt-county");
    assert!(
        few.contains("1 more rater in favour")
            && few.contains("3 more raters")
            && !few.contains("P 0."),
        "{few}"
    );
    let harbour = trust("pt-harbor");
    assert!(
        harbour.contains("partner: fail")
            && harbour.contains("one-sided")
            && !harbour.contains("0.179"),
        "{harbour}"
    );
    // A rater who works for A spoke well of it, and does not count for the community.
    assert!(trust("pt-bigtour").contains("6 raters"));
}

#[test]
fn the_complete_coast_passes_and_without_the_college_it_is_unknown_or_fails() {
    let all = complete();
    let (code, report) = Coast::of(&all).check(&[]);
    assert_eq!(code, 0, "{report:#}");
    assert_eq!(subject(&report, "P1", "pt-county")["ruling"], "unknown");

    let rates = |event: &Value, partner: &str| {
        event["kind"] == "rating" && event["body"]["partner"] == partner
    };
    let silent: Vec<Value> = all.iter().filter(|own| !rates(own, "pt-college")).cloned().collect();
    let coast = Coast::of(&silent);
    let (code, report) = coast.check(&[]);
    assert_eq!((code, ruling(&report, "P1")), (3, "unknown"));
    assert_eq!(coast.check(&["--strict"]).0, 1);

    let mut distrusted = all.clone();
    for event in distrusted.iter_mut().filter(|own| rates(own, "pt-college")) {
        event["body"]["score"] = json!(1);
    }
    let (code, report) = Coast::of(&distrusted).check(&[]);
    assert_eq!((code, ruling(&report, "P1")), (3, "unknown"));
    assert_eq!(subject(&report, "P1", "pt-college")["ruling"], "fail");

    let alone: Vec<Value> = distrusted.into_iter().filter(|own| !rates(own, "pt-county")).collect();
    let coast = Coast::of(&alone);
    let county = alone.iter().position(|own| own["id"] == "pt-county").unwrap() + 1;
    let (code, _, error) =
        coast.run(&["record", "retract", &county.to_string(), "--because", "left"]);
    assert_eq!(code, 0, "{error}");
    let (code, report) = coast.check(&[]);
    assert_eq!((code, ruling(&report, "P1")), (1, "fail"));
}

#[test]
fn ratings_expire_to_the_day() {
    let coast = Coast::complete();
    let at = |day: &str| {
        let (_, out, _) = coast.run(&["check", "--only", "P1", "--as-of", day, "--json"]);
        let report: Value = serde_json::from_str(&out).unwrap();
        leg(subject(&report, "P1", "pt-college"), "trust").0.to_owned()
    };
    assert_eq!(at("2026-09-30"), "pass");
    // After two years each of eight votes still counts a quarter; a day later none does.
    assert_eq!(at("2028-10-01"), "unknown");
    let (_, out, _) = coast.run(&["check", "--only", "P1", "--as-of", "2028-10-01", "--json"]);
    let report: Value = serde_json::from_str(&out).unwrap();
    assert!(leg(subject(&report, "P1", "pt-college"), "trust").1.contains("3 more raters"));
}

#[test]
fn listening_that_was_entered_after_the_lock_does_not_count() {
    let mut all = complete();
    let lock = all.iter().position(|own| own["kind"] == "lock").unwrap();
    assert_eq!(ruling(&Coast::of(&all).check(&[]).1, "L1"), "pass");
    // The lock comes first, on the day of the first session but one.
    let mut early = all.remove(lock);
    early["happened"] = json!("2025-10-15");
    let first = all.iter().position(|own| own["kind"] == "listening").unwrap();
    all.insert(first, early);
    // References to events by number stay right: only later ones move up.
    let shipped: Vec<Value> = all.into_iter().filter(|own| own["kind"] != "correct").collect();
    let coast = Coast::of(&shipped);
    let (_, report) = coast.check(&["--only", "L1"]);
    assert_eq!(ruling(&report, "L1"), "fail");
    assert!(gate(&report, "L1")["found"].as_str().unwrap().starts_with("0 inputs from 0 areas"));

    // Sessions of days before the lock that were entered after it are counted apart.
    let mut late = complete();
    for event in &mut late {
        event["entered"] = json!(if event["happened"].as_str() < Some("2026-06-05") {
            "2026-06-05T12:00:00Z".to_owned()
        } else {
            format!("{}T12:00:00Z", event["happened"].as_str().unwrap())
        });
    }
    let (_, report) = Coast::of(&late).check(&[]);
    assert_eq!(ruling(&report, "L1"), "fail");
    assert!(
        gate(&report, "L1")["found"]
            .as_str()
            .unwrap()
            .contains("23 more were entered after the lock")
    );
    assert!(report["regions"][0]["late"].as_array().unwrap().len() > 20);
}

#[test]
fn what_was_known_on_a_day_can_be_asked_again() {
    let coast = Coast::complete();
    let (code, report) = coast.check(&["--entered-by", "2026-09-29"]);
    assert_eq!(code, 1, "ratings and completions came a day later");
    assert_eq!(ruling(&report, "P1"), "unknown");
    assert!(report["not_yet_known"].as_u64().unwrap() > 90);
    let (code, out, _) = coast.run(&["check", "--only", "S1", "--as-of", "2025-08-31", "--json"]);
    let report: Value = serde_json::from_str(&out).unwrap();
    assert_eq!((code, ruling(&report, "S1")), (1, "fail"), "no goal yet");
    assert!(report["later"].as_u64().unwrap() > 100);
}

#[test]
fn coordination_and_promises_are_looked_at_alone() {
    let coast = Coast::shipped();
    let (code, report) = coast.check(&["--only", "coordination"]);
    let own = &report["regions"][0]["coordination"];
    assert_eq!((code, own["ruling"].as_str().unwrap()), (0, "pass"));
    // Three live pairs among eight pieces and partners; the hub's referral is claimed by one side.
    assert_eq!(own["live"].as_array().unwrap().len(), 3);
    assert_eq!(own["one_sided"], json!([["pc-hub", "pt-bigtour", "referral"]]));
    assert!((own["density"].as_f64().unwrap() - 3.0 / 28.0).abs() < 1e-12);
    let marks: Vec<&str> = own["marks"]
        .as_array()
        .unwrap()
        .iter()
        .map(|mark| mark["ruling"].as_str().unwrap())
        .collect();
    assert_eq!(marks, ["pass", "fail", "pass", "pass", "pass"]);
    let (code, report) = coast.check(&["--only", "promises"]);
    let owed = report["regions"][0]["promises"].as_array().unwrap();
    assert_eq!((code, owed.len()), (1, 7), "six asks of the harbour, one promise");
    assert_eq!(owed.iter().filter(|own| own["is_overdue"] == true).count(), 6);
    let (code, text, _) =
        Coast::complete().run(&["check", "--only", "promises", "--as-of", "2026-09-30"]);
    assert!(code == 0 && text.contains("open     promise:1 (north)"), "{text}");
    assert!(text.contains("made up"), "{text}");
}

#[test]
fn without_an_element_the_gates_and_the_class_say_what_changes() {
    let coast = Coast::complete();
    let said = |element: &str| {
        let (code, report) = coast.check(&["--remove", element]);
        (code, report["regions"][0]["removed"][0]["said"].as_str().unwrap().to_owned())
    };
    let (code, text) = said("entrepreneurship");
    assert!(code == 1 && text.contains("E1 pass -> fail"), "{text}");
    let (code, text) = said("partnership");
    assert!(
        code == 1 && text.contains("P1 pass -> fail") && text.contains("A1 pass -> fail"),
        "{text}"
    );
    let (_, text) = said("lodging");
    assert!(text.contains("missing: lodging"), "{text}");
    let (code, text) = said("gifts");
    assert!(code == 0 && text == "nothing changes: `gifts` is shown, not scored", "{text}");
    let (_, text) = said("hotels");
    assert!(
        text.starts_with("nothing changes") && text.contains("`homes` holds `lodging`"),
        "{text}"
    );
    let (code, _, error) = coast.run(&["check", "--remove", "casino"]);
    assert!(code == 2 && error.contains("casino"), "{error}");
}

#[test]
fn the_same_folder_says_the_same_twice_and_in_any_order_of_its_rows() {
    let coast = Coast::complete();
    let text = |coast: &Coast| coast.run(&["check", "--as-of", "2026-09-30"]).1;
    assert_eq!(text(&coast), text(&coast));
    // Ratings of one day in the opposite order: numbers of events move, the outcome does not.
    let mut all = complete();
    let ratings: Vec<usize> = (0..all.len()).filter(|at| all[*at]["kind"] == "rating").collect();
    let reversed: Vec<Value> = ratings.iter().rev().map(|at| all[*at].clone()).collect();
    for (at, event) in ratings.into_iter().zip(reversed) {
        all[at] = event;
    }
    let without_numbers = |text: String| {
        text.lines()
            .filter(|line| !line.trim_start().starts_with("events "))
            .collect::<Vec<_>>()
            .join("\n")
    };
    assert_eq!(without_numbers(text(&Coast::of(&all))), without_numbers(text(&coast)));
}

#[test]
fn another_county_runs_without_touching_the_rest() {
    let coast = Coast::complete();
    let path = coast.folder.path().join("agglo.toml");
    let text = fs::read_to_string(&path).unwrap().replace("12045", "12037");
    fs::write(&path, text).unwrap();
    let (code, report) = coast.check(&[]);
    assert!(code == 0 || code == 1, "{report}");
    assert_eq!(report["regions"][0]["region"], "gulf");
}
