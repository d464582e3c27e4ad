//! What the plan of the coast says of partners that do not pass.
#![allow(clippy::unwrap_used, reason = "a test's own helpers may fail loudly")]

use serde_json::{Value, json};

use crate::{Coast, complete};

const PLAN: [&str; 3] = ["plan", "--as-of", "2026-09-30"];

#[test]
fn without_a_passing_partner_an_initiative_that_is_forced_in_is_infeasible() {
    let mut all = complete();
    let rates = |event: &Value, partner: &str| {
        event["kind"] == "rating" && event["body"]["partner"] == partner
    };
    for event in all.iter_mut().filter(|own| rates(own, "pt-college")) {
        event["body"]["score"] = json!(1);
    }
    let coast = Coast::of(&all);
    let (code, _, error) = coast.run(&[&PLAN[..], &["--in", "it-kitchen"]].concat());
    assert_eq!(code, 2, "{error}");
    assert!(error.contains("it-kitchen") && error.contains("pt-college"), "{error}");
    let (_, out, _) = coast.run(&[&PLAN[..], &["--in", "it-kitchen", "--json"]].concat());
    let plan: Value = serde_json::from_str(&out).unwrap();
    let constraints = plan["conflict"]["constraints"].as_array().unwrap();
    assert!(constraints.iter().any(|own| own["name"] == "partner:pt-college"), "{constraints:#?}");
    // Nothing is forced: nothing that needs a carrier is started, and that is no fault.
    let (code, _, error) = coast.run(&PLAN);
    assert_eq!(code, 0, "{error}");
}

#[test]
fn the_shuttle_is_out_and_says_what_would_bring_it_in() {
    let (code, text, error) = Coast::complete().run(&PLAN);
    assert_eq!(code, 0, "{error}");
    assert!(text.contains("it-shuttle") || text.contains("Airport shuttle"), "{text}");
    assert!(text.contains("pt-harbor") || text.contains("Partner E"), "{text}");
    assert!(!error.contains("is not read"), "{error}");
}

#[test]
fn the_seed_that_is_said_beats_that_of_the_file() {
    let coast = Coast::complete();
    let seed = |more: &[&str]| {
        coast.json(&[&["gaps", "--as-of", "2026-09-30"], more].concat())["readings"][0]["stability"]
            .clone()
    };
    let same = seed(&["--seed", "7"]);
    assert_eq!(seed(&[]), same, "agglo.toml says 7");
    assert_ne!(seed(&["--seed", "1"]), same, "even the usual seed, where it is said");
}
