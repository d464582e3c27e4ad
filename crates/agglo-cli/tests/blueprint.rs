//! `agglo blueprint …` as a user asks for it.
#![allow(clippy::unwrap_used, reason = "a test's own helpers may fail loudly")]

use std::fs;

use assert_cmd::Command;
use serde_json::Value;

/// Exit code, standard output and standard error.
fn run(arguments: &[&str]) -> (i32, String, String) {
    let output = Command::cargo_bin("agglo").unwrap().args(arguments).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

fn blueprint(arguments: &[&str]) -> (i32, String, String) {
    run(&[&["blueprint"], arguments].concat())
}

fn json(arguments: &[&str]) -> Value {
    let (code, out, error) = blueprint(&[arguments, &["--json"]].concat());
    assert_eq!(code, 0, "{error}");
    serde_json::from_str(&out).unwrap()
}

#[test]
fn the_list_names_eight_with_what_the_counties_say() {
    let (code, out, _) = blueprint(&["list"]);
    assert_eq!(code, 0);
    let names = ["beach-destination", "food-processing", "advanced-manufacturing", "logistics"];
    let more =
        ["health-and-care", "creative-digital", "clean-energy", "heritage-outdoor-destination"];
    for name in names.iter().chain(&more) {
        assert!(out.contains(name), "{out}");
    }
    assert!(!out.contains("no card"), "{out}");
}

#[test]
fn what_is_shown_of_a_card_is_what_fitting_again_prints() {
    let (code, shown, _) = blueprint(&["show", "beach-destination"]);
    assert_eq!(code, 0);
    let (code, fitted, error) = blueprint(&["fit", "beach-destination"]);
    assert_eq!(code, 0, "{error}");
    let (card, end) = fitted.split_once("\nThe same as the card that is stored.").unwrap();
    assert!(shown.ends_with(card), "{shown}\n{card}");
    // What follows is not kept in cards.
    assert!(end.trim_start().starts_with("Necessity for income of 2018"), "{end}");
    let shown = json(&["show", "beach-destination"]);
    assert_eq!(shown["schema"], "agglo/blueprint/1");
    assert_eq!(shown["card"]["outcomes"][0]["id"], "income_per_head");
}

#[test]
fn the_card_of_a_derived_blueprint_is_what_fitting_it_again_prints_with_necessity_beside() {
    let shown = json(&["show", "aircraft"]);
    let mut fitted = json(&["fit", "aircraft"]);
    let fitted = fitted.as_object_mut().unwrap();
    assert_eq!(fitted["schema"], "agglo/blueprint-card/1");
    let necessity = fitted.remove("necessity").unwrap();
    let card = shown["card"].as_object().unwrap();
    for (key, value) in card {
        assert_eq!(fitted.get(key), Some(value), "{key}");
    }
    let elements = necessity["elements"].as_array().unwrap();
    assert_eq!(elements.len(), card["weights"].as_array().unwrap().len());
    for element in elements {
        let effect = |end: &str| element[end].as_f64().unwrap();
        let ends = ["effect", "effect_at_low_ends", "effect_at_high_ends"].map(effect);
        assert!(ends.iter().all(|effect| (0.0..1.0).contains(effect)), "{element}");
        let is_small = ends.iter().all(|effect| *effect < 0.1);
        assert_eq!(element["answer"] == "not_necessary", is_small, "{element}");
    }
}

#[test]
fn an_outcome_that_does_not_exist_is_refused_with_those_that_do() {
    let (code, _, error) = blueprint(&["fit", "logistics", "--outcome", "happiness"]);
    assert_eq!(code, 2);
    assert!(error.contains("income_per_head, pay_per_resident, jobs_growth"), "{error}");
}

#[test]
fn a_draft_is_read_validated_compared_and_drawn() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("gulf.toml");
    let path = file.to_str().unwrap();
    let (code, _, error) =
        blueprint(&["draft", "12045", "--from", "beach-destination", "-o", path]);
    assert_eq!(code, 0, "{error}");
    let text = fs::read_to_string(&file).unwrap();
    assert!(text.contains("#   lodging: substituted by homes"), "{text}");
    let (code, out, error) = blueprint(&["validate", path]);
    assert_eq!(code, 0, "{error}");
    assert!(out.contains("sound"), "{out}");
    fs::write(
        &file,
        text.replace("weight = 0.06", "weight = 0.03").replace("weight = 0.14", "weight = 0.17"),
    )
    .unwrap();
    let (_, out, _) = blueprint(&["diff", "beach-destination", path]);
    assert!(out.contains("weight 0.06 to 0.03") && out.contains("chosen_if"), "{out}");
    let (_, same, _) = blueprint(&["diff", "logistics", "logistics"]);
    assert_eq!(same, "Both say the same.\n");
    let drawing = folder.path().join("gulf.svg");
    let (code, _, _) = blueprint(&["draw", path, "-o", drawing.to_str().unwrap()]);
    assert_eq!(code, 0);
    assert!(fs::read_to_string(drawing).unwrap().contains("<svg"));
}

#[test]
fn faults_are_said_all_at_once_and_with_lines() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("own.toml");
    let (_, text, _) = blueprint(&["template", "food-processing"]);
    let wrong = text.replace("weight = 0.24", "weight = \"much\"").replace("take = 10", "tke = 10");
    fs::write(&file, wrong).unwrap();
    let (code, _, error) = blueprint(&["validate", file.to_str().unwrap()]);
    assert_eq!(code, 2);
    assert!(error.contains("line ") && error.contains("not a number"), "{error}");
    assert!(error.contains("tke"), "{error}");
    let (code, _, error) = blueprint(&["show", "beach"]);
    assert_eq!(code, 2);
    assert!(error.contains("E0105"), "{error}");
}

#[test]
fn a_template_says_what_another_region_would_keep() {
    let roles = json(&["template", "beach-destination", "--region", "34009"]);
    let role = |name: &str| {
        let rows = roles["items"].as_array().unwrap();
        rows.iter().find(|row| row["element"] == name).unwrap()["role"].clone()
    };
    assert_eq!(role("food"), "kept");
    let (code, out, _) = blueprint(&["template", "beach-destination", "--region", "39099"]);
    assert_eq!(code, 3, "{out}");
    assert!(out.contains("Not a region for this blueprint"), "{out}");
}

#[test]
fn a_blueprint_in_a_workbook_and_back_loses_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let own = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let list = json(&["list"]);
    for row in list["items"].as_array().unwrap() {
        let id = row["id"].as_str().unwrap();
        let (book, file) = (own("own.xlsx"), own("own.toml"));
        let (code, text, _) = blueprint(&["template", id]);
        assert_eq!(code, 0);
        let (code, _, error) = blueprint(&["template", id, "-o", &book]);
        assert_eq!(code, 0, "{error}");
        let (code, _, error) = blueprint(&["template", &book, "-o", &file]);
        assert_eq!(code, 0, "{id}: {error}");
        assert_eq!(fs::read_to_string(&file).unwrap(), text, "{id}");
    }
    fs::write(own("broken.xlsx"), "no workbook").unwrap();
    let (code, _, error) = blueprint(&["validate", &own("broken.xlsx")]);
    assert_eq!(code, 2, "{error}");
    assert!(error.contains("broken.xlsx"), "{error}");
}

#[test]
fn a_drawing_carries_the_levels_of_a_region() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("gulf.svg");
    let path = file.to_str().unwrap();
    let (code, _, error) =
        blueprint(&["draw", "beach-destination", "--region", "12045", "-o", path]);
    assert_eq!(code, 0, "{error}");
    let drawn = fs::read_to_string(&file).unwrap();
    assert!(drawn.contains("what Gulf County, Florida has"), "{drawn}");
    for word in [">present<", ">weak<"] {
        assert!(drawn.contains(word), "{word} in {drawn}");
    }
    let page = folder.path().join("gulf.html");
    let page_path = page.to_str().unwrap();
    let (code, _, error) =
        blueprint(&["draw", "beach-destination", "--region", "12045", "-o", page_path]);
    assert_eq!(code, 0, "{error}");
    let told = fs::read_to_string(&page).unwrap();
    assert!(told.contains("<svg") && told.contains("<table"), "{told}");
    fs::remove_file(&file).unwrap();
    let (code, _, error) =
        blueprint(&["draw", "beach-destination", "--region", "39099", "-o", path]);
    assert_eq!((code, file.exists()), (3, false), "{error}");
}
