//! The page of a strategy: whole, self-contained, and saying the same as its JSON.
#![allow(clippy::unwrap_used, reason = "a test that cannot read its own output has failed")]

mod fixture;

use std::collections::BTreeSet;

use agglo_report::{html, wire};
use fixture::World;

fn page() -> String {
    let world = World::new();
    html::render(&agglo_report::strategy(&world.strategy()))
}

/// The text after each occurrence of `start`, up to `end`.
fn between<'a>(text: &'a str, start: &str, end: &str) -> Vec<&'a str> {
    text.split(start).skip(1).filter_map(|rest| rest.split(end).next()).collect()
}

#[test]
fn the_page_is_one_file_without_script_or_request() {
    let page = page();
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR"));
    std::fs::write(folder.join("strategy.html"), &page).unwrap();
    assert!(page.len() < 500_000, "{} bytes", page.len());
    assert!(!page.contains("<script"));
    for attribute in [" src=\"", "url(", "@import"] {
        assert!(!page.contains(attribute), "{attribute}");
    }
    for link in between(&page, " href=\"", "\"") {
        assert!(link.starts_with('#') || link == "data:,", "{link}");
    }
}

#[test]
fn the_page_has_language_one_main_heading_landmarks_and_a_skip_link() {
    let page = page();
    assert!(page.contains("<html lang=\"en\">"));
    assert_eq!(page.matches("<h1").count(), 1);
    for landmark in ["<header", "<nav aria-label", "<main id=\"main\"", "<footer"] {
        assert_eq!(page.matches(landmark).count(), 1, "{landmark}");
    }
    assert!(page.contains("<a class=\"skip\" href=\"#main\">"));
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
    for labels in between(&page, "aria-labelledby=\"", "\"") {
        assert!(labels.split(' ').all(|label| ids.contains(label)), "{labels}");
    }
}

#[test]
fn every_drawing_has_title_and_description_and_every_table_caption_and_scopes() {
    let page = page();
    for svg in between(&page, "role=\"img\"", "</svg>") {
        assert!(svg.contains("<title id=") && svg.contains("<desc id="));
    }
    for table in between(&page, "<table", "</table>") {
        assert!(table.contains("<caption>"));
        assert!(table.contains("scope=\"col\""));
        let rows = table.matches("<tr").count() - 1;
        assert_eq!(table.matches("scope=\"row\"").count(), rows);
    }
}

#[test]
fn headings_go_down_one_step_at_a_time() {
    let page = page();
    let levels: Vec<u32> = page
        .match_indices("<h")
        .filter_map(|(at, _)| page[at + 2..].chars().next()?.to_digit(10))
        .collect();
    assert_eq!(levels.first(), Some(&1));
    assert!(levels.windows(2).all(|pair| pair[1] <= pair[0] + 1), "{levels:?}");
}

#[test]
fn no_section_is_empty_without_saying_why() {
    let world = World::new();
    let mut bare = world.strategy();
    (bare.map, bare.plan, bare.forecast) = (None, None, None);
    let document = agglo_report::strategy(&bare);
    assert!(document.sections.iter().all(|section| !section.blocks.is_empty()));
    let page = html::render(&document);
    assert!(page.contains("Not yet known"));
}

#[test]
fn a_hidden_number_is_shown_with_word_sign_and_bounds() {
    let page = page();
    let row = between(&page, "Ship and boat building", "</tr>").concat();
    assert!(row.contains("▒") && row.contains("withheld"), "{row}");
    assert!(row.contains("<data value=\"3\">3</data> and <data value=\"520\">520</data>"));
}

#[test]
fn every_number_on_the_page_stands_in_the_json() {
    let world = World::new();
    let json: serde_json::Value =
        serde_json::from_str(&wire::strategy(&world.strategy(), None).unwrap()).unwrap();
    let mut known = Vec::new();
    numbers(&json, &mut known);
    let page = page();
    let printed = between(&page, "<data value=\"", "\"");
    assert!(printed.len() > 50);
    for number in printed {
        let value: f64 = number.parse().unwrap();
        assert!(known.iter().any(|known| (known - value).abs() <= 1e-12 * value.abs()), "{number}");
    }
}

fn numbers(json: &serde_json::Value, found: &mut Vec<f64>) {
    match json {
        serde_json::Value::Number(number) => found.extend(number.as_f64()),
        serde_json::Value::Array(items) => items.iter().for_each(|item| numbers(item, found)),
        serde_json::Value::Object(map) => map.values().for_each(|item| numbers(item, found)),
        _ => {}
    }
}

#[test]
fn the_same_values_give_the_same_bytes() {
    assert_eq!(page(), page());
}
