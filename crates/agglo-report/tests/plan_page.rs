//! The page of a full plan: whole, plain, and drawn inside its frames.
#![allow(clippy::unwrap_used, reason = "a test that cannot read its own output has failed")]

mod full_plan;

use std::collections::BTreeSet;

use agglo::plan::Standing;
use agglo::plan::full::Registered;
use agglo_report::html;
use full_plan::{blueprint, plan};

fn between<'a>(text: &'a str, start: &str, end: &str) -> Vec<&'a str> {
    text.split(start).skip(1).filter_map(|rest| rest.split(end).next()).collect()
}

fn page() -> String {
    html::render(&agglo_report::full_plan(&plan(), Some(&blueprint()), &[]))
}

#[test]
fn the_page_is_one_file_with_every_part_that_a_board_asks_for() {
    let page = page();
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR"));
    std::fs::write(folder.join("plan.html"), &page).unwrap();
    for id in [
        "goal",
        "what",
        "chosen",
        "money",
        "elements",
        "not-chosen",
        "prices",
        "frontier",
        "robustness",
        "find-out",
        "comparators",
        "days",
        "caveats",
    ] {
        assert!(page.contains(&format!("<section id=\"{id}\"")), "{id}");
    }
    for id in [
        "chosen-years",
        "money-years",
        "money-elements",
        "elements-graph",
        "frontier-lines",
        "robustness-bars",
    ] {
        assert!(page.contains(&format!("<figure id=\"{id}\"")), "{id}");
        assert!(page.contains(&format!("id=\"{id}-data\"")), "{id} has its table");
    }
    assert!(!page.contains("<script") && !page.contains("NaN"));
}

#[test]
fn what_it_rests_on_stands_before_what_is_chosen() {
    let page = page();
    let at = |words: &str| page.find(words).unwrap_or_else(|| panic!("{words}"));
    assert!(at("<section id=\"goal\"") < at("<section id=\"what\""));
    assert!(at("<section id=\"what\"") < at("<section id=\"chosen\""));
    assert!(at("<section id=\"chosen\"") < at("<section id=\"not-chosen\""));
    assert!(page.contains("0.31 → 0.48"), "before and after stand in the graph");
    assert!(page.contains("it is ours, not theirs"), "a choice that cites nothing says so");
    assert!(page.contains("not proved"), "an open proof is said");
}

#[test]
fn ids_are_unique_and_every_link_has_its_target() {
    let page = page();
    let mut ids = BTreeSet::new();
    for id in between(&page, " id=\"", "\"") {
        assert!(ids.insert(id), "{id} stands twice");
    }
    for link in between(&page, " href=\"#", "\"") {
        assert!(ids.contains(link), "#{link} leads nowhere");
    }
}

#[test]
fn nothing_that_fits_is_said_with_what_stands_in_the_way() {
    let mut own = plan();
    own.standing = Standing::Refused;
    own.chosen.clear();
    own.frontier.clear();
    own.conflict = Some(full_plan::conflict());
    let page = html::render(&agglo_report::full_plan(&own, None, &[]));
    for words in ["Nothing is proposed", "cannot hold together", "Enough: ", "Not asked for"] {
        assert!(page.contains(words), "{words}");
    }
    assert!(!page.contains("elements-graph"), "without a blueprint there is no graph");
}

#[test]
fn the_same_plan_gives_the_same_bytes() {
    assert_eq!(page(), page());
}

#[test]
fn the_goal_stands_first_with_both_columns_and_a_lock_with_its_amendments() {
    let page = page();
    for words in
        ["Work all year on the coast.", "wage_jobs +120 jobs until 2030, from 5200 in 2024"]
    {
        assert!(page.contains(words), "{words}");
    }
    assert!(page.contains("poverty_rate -2 pt until 2030; no baseline is recorded"));
    assert!(!page.contains("Registered"));
    let mut locked = plan();
    locked.registered = Some(Registered {
        lock: "9b01ab23".repeat(8),
        plan: "3fa9c1d2".repeat(8),
        design: None,
        first: "2026-06-05".to_owned(),
        amendments: 2,
        last: None,
        is_this_plan: None,
        text: "First locked on 2026-06-05.".to_owned(),
    });
    let page = html::render(&agglo_report::full_plan(&locked, Some(&blueprint()), &[]));
    assert!(
        page.contains("9b01ab23, 2 amendments") && page.contains("First locked on 2026-06-05.")
    );
}
