//! Plans for a region and for a programme: choices, reasons, and what is refused.
#![cfg(feature = "ledger")]
#![allow(clippy::unwrap_used, reason = "a test's own helpers may fail loudly")]

use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use serde_json::{Value, json};
use tempfile::TempDir;

fn agglo(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    let output = Command::cargo_bin("agglo")
        .unwrap()
        .current_dir(folder)
        .env_remove("AGGLO_LEDGER")
        .args(arguments)
        .output()
        .unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

fn example() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/coast")
}

/// The complete coast with more events after it.
fn coast(more: &[Value]) -> TempDir {
    let folder = TempDir::new().unwrap();
    for file in ["agglo.toml", "overlay.toml"] {
        fs::copy(example().join(file), folder.path().join(file)).unwrap();
    }
    let files = ["ledger.jsonl", "complete.jsonl"];
    let text: String =
        files.iter().map(|file| fs::read_to_string(example().join(file)).unwrap()).collect();
    let lines = text.lines().filter(|line| !line.starts_with("//")).map(str::to_owned);
    let lines: Vec<String> = lines.chain(more.iter().map(Value::to_string)).collect();
    fs::write(folder.path().join("all.jsonl"), lines.join("\n")).unwrap();
    let (code, _, error) = agglo(folder.path(), &["ledger", "restore", "all.jsonl"]);
    assert_eq!(code, 0, "{error}");
    folder
}

fn initiative(id: &str, body: &Value) -> Value {
    json!({"happened": "2026-09-30", "region": "gulf", "kind": "initiative", "id": id,
           "source": "quote", "body": body})
}

fn planned(folder: &Path, more: &[&str]) -> Value {
    let all = [&["plan", "--as-of", "2026-09-30", "--json"], more].concat();
    let (code, out, error) = agglo(folder, &all);
    assert_eq!(code, 0, "{error}");
    serde_json::from_str(&out).unwrap()
}

fn ids(rows: &Value) -> Vec<&str> {
    rows.as_array().unwrap().iter().map(|row| row["id"].as_str().unwrap()).collect()
}

fn omitted<'a>(plan: &'a Value, id: &str) -> &'a Value {
    plan["not_chosen"].as_array().unwrap().iter().find(|row| row["id"] == id).unwrap()
}

#[test]
fn a_larger_budget_is_worth_no_less_and_says_what_became_of_each_choice() {
    let folder = TempDir::new().unwrap();
    let (code, out, error) = agglo(
        folder.path(),
        &[
            "plan",
            "--region",
            "12045",
            "--budget",
            "10M",
            "--budget",
            "500k",
            "--budget",
            "2M",
            "--as-of",
            "2026-09-30",
            "--json",
        ],
    );
    assert_eq!(code, 0, "{error}");
    let all: Value = serde_json::from_str(&out).unwrap();
    let plans = all["plans"].as_array().unwrap();
    let budgets: Vec<f64> =
        plans.iter().map(|own| own["money"]["budget"]["value"].as_f64().unwrap()).collect();
    assert_eq!(budgets, [500_000.0, 2_000_000.0, 10_000_000.0]);
    for (step, pair) in all["steps"].as_array().unwrap().iter().zip(plans.windows(2)) {
        assert!(step["gain"]["value"].as_f64().unwrap() >= 0.0);
        assert!(step["regret_of_smaller"]["value"].as_f64().unwrap() >= 0.0, "{step:#}");
        let kept = step["kept"].as_array().unwrap();
        assert_eq!(kept.len(), pair[0]["chosen"].as_array().unwrap().len());
        assert!(kept.iter().all(|row| !row["because"].as_str().unwrap().is_empty()));
    }
    let gains: Vec<f64> =
        plans.iter().map(|own| own["whole"]["gain"]["value"].as_f64().unwrap()).collect();
    assert!(gains[0] > 0.0 && gains[1] > gains[0] && gains[2] > gains[1], "{gains:?}");
    let replaced: Vec<&Value> = all["steps"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|step| step["kept"].as_array().unwrap())
        .filter(|row| row["replaced_by"].as_array().is_some_and(|by| !by.is_empty()))
        .collect();
    assert!(!replaced.is_empty(), "a larger size takes the place of a smaller one");
    for plan in plans {
        assert!(plan["rests_on"]["gain_on_counts"]["value"].as_f64().unwrap() > 0.9);
        assert!(plan["rests_on"]["money_on_assumptions"]["value"].as_f64().unwrap() > 0.99);
        assert_eq!(plan["comparators"].as_array().unwrap().len(), 2);
        assert_eq!(plan["equity"]["share"]["status"], "withheld", "nobody recorded who gains");
    }
}

#[test]
fn what_only_a_failing_partner_can_carry_stays_out_and_is_kept_under_its_digest() {
    let folder = coast(&[]);
    let plan = planned(folder.path(), &[]);
    assert_eq!(plan["ground"], "record");
    let shuttle = omitted(&plan, "it-shuttle");
    assert_eq!(shuttle["why"], "no_carrier");
    assert!(shuttle["reason"].as_str().unwrap().contains("Partner E"), "{shuttle:#}");
    let years: Vec<u64> = plan["money"]["by_year"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["year"].as_u64().unwrap())
        .collect();
    assert_eq!(years, [2026, 2027, 2028], "until the fund ends");
    let kept: Vec<_> = fs::read_dir(folder.path().join("plans")).unwrap().collect();
    assert_eq!(kept.len(), 1);
    planned(folder.path(), &[]);
    assert_eq!(fs::read_dir(folder.path().join("plans")).unwrap().count(), 1, "same bytes");
}

#[test]
fn forcing_in_what_nobody_can_carry_is_a_contradiction_in_words() {
    let folder = coast(&[]);
    let (code, _, error) =
        agglo(folder.path(), &["plan", "--as-of", "2026-09-30", "--in", "it-shuttle"]);
    assert_eq!(code, 2);
    assert!(error.contains("E0324") && error.contains("pt-harbor"), "{error}");
}

#[test]
fn a_share_that_nobody_recorded_is_unknown_and_never_nothing() {
    let folder = coast(&[initiative(
        "it-day",
        &json!({"name": "Things to do by day", "element": "activities",
                "costs": [{"year": 0, "amount": 10_000_000}],
                "effects": [{"element": "activities", "level": 0.3}],
                "benefit": 10.0, "ends": "2028-12-31", "owner_after": "the co-op"}),
    )]);
    let plan = planned(folder.path(), &["--in", "it-day"]);
    assert!(ids(&plan["chosen"]).contains(&"it-day"));
    assert_eq!(plan["equity"]["share"]["status"], "withheld");
    assert_eq!(plan["equity"]["gate"], "unknown");
    let gain = plan["whole"]["gain"]["value"].as_f64().unwrap();
    assert!(gain > 0.0, "it lifts what may bind");
    let own = plan["chosen"].as_array().unwrap();
    let own = own.iter().find(|row| row["id"] == "it-day").unwrap();
    assert!(own["regret"]["lost"]["value"].as_f64().unwrap() > 0.0, "{own:#}");
}

#[test]
fn bad_input_is_explained() {
    let waits = |name: &str, after: &[&str]| {
        json!({"name": name, "costs": [{"year": 0, "amount": 100}],
               "effects": [{"element": "food", "level": 0.1}], "after": after})
    };
    let folder = coast(&[
        initiative("it-b", &waits("B", &[])),
        initiative("it-a", &waits("A", &["it-b"])),
        initiative("it-b", &waits("B", &["it-a"])),
    ]);
    let at =
        |more: &[&str]| agglo(folder.path(), &[&["plan", "--as-of", "2026-09-30"], more].concat());
    let (code, _, error) = at(&[]);
    assert_eq!(code, 2);
    assert!(error.contains("E0327") && error.contains("it-a"), "{error}");
    for (more, said) in [
        (vec!["--budget", "0"], "above zero"),
        (vec!["--budget", "9999999M"], "thousand billion"),
        (vec!["--in", "it-kitchen", "--out", "it-kitchen"], "both in and out"),
        (vec!["--in", "it-nothing"], "E0104"),
        (vec!["--phi", "1.5"], "from 0 to 1"),
        (vec!["--rho", "3"], "at most 1"),
    ] {
        let (code, _, error) = at(&more);
        // The circle is found last: what is wrong with the question comes first.
        assert_eq!(code, 2, "{more:?}");
        assert!(error.contains(said), "{more:?}: {error}");
    }
    let alone = TempDir::new().unwrap();
    let (code, _, error) = agglo(alone.path(), &["plan"]);
    assert_eq!(code, 2);
    assert!(error.contains("E0530"), "{error}");
}

#[test]
fn an_element_that_is_none_and_one_that_nobody_can_change_are_refused() {
    for (element, code_of) in [("harbour-lights", "E0104"), ("natural_draw", "E0323")] {
        let folder = coast(&[initiative(
            "it-x",
            &json!({"name": "X", "costs": [{"year": 0, "amount": 100}],
                    "effects": [{"element": element, "level": 0.1}]}),
        )]);
        let (code, _, error) = agglo(folder.path(), &["plan", "--as-of", "2026-09-30"]);
        assert_eq!(code, 2);
        assert!(error.contains(code_of) && error.contains("it-x"), "{error}");
    }
}

/// A coast with an initiative whose effect nobody sourced, beside one that it excludes where there is one.
fn doubtful(dollars: u32, rival: bool) -> TempDir {
    let body = |name: &str, excludes: &[&str]| {
        json!({"name": name, "element": "activities", "excludes": excludes,
               "costs": [{"year": 0, "amount": dollars * 100}],
               "effects": [{"element": "activities", "level": 0.3}],
               "ends": "2031-12-31", "owner_after": "the co-op"})
    };
    let excludes: &[&str] = if rival { &["it-trail"] } else { &[] };
    let mut own = initiative("it-day", &body("Things to do by day", excludes));
    own.as_object_mut().unwrap().remove("source");
    let other = initiative("it-trail", &body("A trail", &[]));
    if rival { coast(&[other, own]) } else { coast(&[own]) }
}

#[test]
fn what_rests_on_a_default_is_tried_as_a_pilot_with_a_rule_written_beforehand() {
    let folder = doubtful(250_000, true);
    let more = ["--budget", "6M", "--years", "15", "--out", "it-evening", "--out", "it-kitchen"];
    let plan = planned(folder.path(), &more);
    let learn = &plan["learn_first"];
    let pilots = learn["pilots"].as_array().unwrap();
    assert!(pilots.iter().any(|own| own["id"] == "it-day"), "{learn:#}");
    let number = |of: &Value| of["value"].as_f64().unwrap();
    // The difference is that of the two, and never more than what the sample tells.
    let gain = number(&learn["gain"]);
    let two_less_one = number(&learn["two_stage"]) - number(&learn["one_stage"]);
    assert!((gain - two_less_one).abs() < 1e-9, "{learn:#}");
    assert!(number(&learn["standard_error"]) > 0.0);
    for own in pilots {
        assert!(number(&own["cost"]) > 0.0 && own["standard_error"].as_f64().unwrap() > 0.0);
        assert!(own["rule"].as_str().unwrap().ends_with('.'), "{own:#}");
        // Nothing of the initiative starts before its pilot is read.
        let id = own["id"].as_str().unwrap();
        let read: u64 = own["read_on"].as_str().unwrap()[..4].parse().unwrap();
        let scaled = own["scaled"].as_array().unwrap();
        let start = scaled.iter().find(|row| row[0] == id).unwrap();
        assert!(start[1].as_u64().unwrap() > read, "{own:#}");
        assert!(own["stopped"].as_array().unwrap().iter().all(|row| row[0] != id));
        // What begins before the answer is known is the same in both plans.
        let begun = |of: &Value| -> Vec<Value> {
            let rows = of.as_array().unwrap().iter();
            rows.filter(|row| row[1].as_u64().unwrap() <= read).cloned().collect()
        };
        assert_eq!(begun(&own["scaled"]), begun(&own["stopped"]), "{own:#}");
    }
    assert_eq!(learn["is_advised"], true, "{learn:#}");
    assert!(gain > 1.645 * number(&learn["standard_error"]));
    // A quarter tells more than a tenth.
    let of = |share: f64| {
        let same = pilots.iter().filter(|own| own["id"] == "it-day");
        same.filter(|own| own["share"] == share).map(|own| number(&own["worth"])).next().unwrap()
    };
    assert!(of(0.25) >= of(0.1) - 1e-6, "{learn:#}");
    // Decisions stand in the calendar only where the two stages are advised.
    let decisions = plan["calendar"].as_array().unwrap().iter();
    let decisions = decisions.filter(|own| own["kind"] == "decision").count();
    assert_eq!(decisions > 0, learn["is_advised"].as_bool().unwrap());
    assert_eq!(plan, planned(folder.path(), &[&more[..], &["--threads", "1"]].concat()));
}

#[test]
fn where_waiting_costs_more_than_it_tells_the_answer_says_so() {
    // So cheap that the money buys everything: whatever a pilot prints, it would be scaled.
    let folder = doubtful(1_000, false);
    let plan = planned(folder.path(), &["--budget", "3M", "--years", "6"]);
    let learn = &plan["learn_first"];
    assert_eq!(learn["is_advised"], false, "{learn:#}");
    let text = learn["text"].as_str().unwrap();
    assert!(text.contains("worth nothing here"), "{text}");
    assert!(learn["gain"]["value"].as_f64().unwrap() < 0.0, "{learn:#}");
}
