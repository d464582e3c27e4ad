//! Measures of one region and of all, as a user asks for them: checked numbers, identities, hidden cells,
//! files, and what is refused.
#![allow(clippy::unwrap_used, reason = "a test's own helpers may fail loudly")]

use std::collections::BTreeMap;
use std::fs;

use assert_cmd::Command;
use serde_json::Value;

/// Exit code, standard output, standard error.
fn run(arguments: &[&str]) -> (i32, String, String) {
    let output = Command::cargo_bin("agglo").unwrap().arg("map").args(arguments).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

fn json(arguments: &[&str]) -> Value {
    let mut all = arguments.to_vec();
    all.push("--json");
    let (code, out, error) = run(&all);
    assert_eq!(code, 0, "{arguments:?}: {error}");
    serde_json::from_str(&out).unwrap()
}

/// The first row's value and the figures beside it, by name.
fn first(reading: &Value) -> (f64, BTreeMap<String, f64>) {
    let row = &reading["rows"][0];
    let beside = row["beside"].as_array().unwrap().iter();
    let pairs = beside.map(|beside| {
        let value = beside["figure"]["value"].as_f64().unwrap();
        (beside["name"].as_str().unwrap().to_owned(), value)
    });
    (row["value"]["value"].as_f64().unwrap(), pairs.collect())
}

/// Rows of a CSV as maps from column to cell; titles are the only cells with commas.
fn csv(arguments: &[&str]) -> Vec<BTreeMap<String, String>> {
    let mut all = arguments.to_vec();
    all.push("--csv");
    let (code, out, error) = run(&all);
    assert_eq!(code, 0, "{arguments:?}: {error}");
    let mut lines = out.lines();
    let header = cells(lines.next().unwrap());
    lines.map(|line| header.iter().cloned().zip(cells(line)).collect()).collect()
}

fn cells(line: &str) -> Vec<String> {
    let (mut found, mut is_quoted) = (vec![String::new()], false);
    for letter in line.chars() {
        match letter {
            '"' => is_quoted = !is_quoted,
            ',' if !is_quoted => found.push(String::new()),
            other => found.last_mut().unwrap().push(other),
        }
    }
    found
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * b.abs().max(1.0)
}

#[test]
fn quotients_of_gulf_by_jobs_and_by_establishments() {
    for (industry, by, want) in [
        ("722", "employment", 1.396),
        ("722", "establishments", 1.280),
        ("721", "employment", 0.131),
        ("721", "establishments", 1.192),
    ] {
        let all = ["12045", "--measure", "location_quotient", "--industry", industry, "--by", by];
        let reading = json(&all);
        assert_eq!(reading["schema"], "agglo/measure/1");
        let (value, beside) = first(&reading);
        assert!((value - want).abs() < 0.001, "{industry} by {by}: {value}");
        assert!(beside.contains_key(by));
        let figure = &reading["rows"][0]["value"];
        assert_eq!(figure["provenance"]["method"], "location_quotient/1");
        assert_eq!(figure["provenance"]["sources"][0], "qcew-2016");
    }
    let ask =
        |measure| json(&["12045", "--measure", measure, "--industry", "722", "--by", "employment"]);
    let (quotient, _) = first(&ask("location_quotient"));
    let (symmetric, _) = first(&ask("symmetric_quotient"));
    assert!(close(symmetric, (quotient - 1.0) / (quotient + 1.0)));
    let (excess, beside) = first(&ask("excess_employment"));
    assert!((excess - (1.0 - 1.0 / quotient) * beside["employment"]).abs() < 1e-6);
}

#[test]
fn a_quotient_of_few_establishments_stands_beside_what_so_few_can_tell() {
    let asked =
        ["12045", "--measure", "location_quotient", "--industry", "7211", "--by", "establishments"];
    let reading = json(&asked);
    let row = &reading["rows"][0];
    let shrunken =
        row["beside"].as_array().unwrap().iter().find(|b| b["name"] == "shrunken").unwrap();
    let value = |figure: &Value| figure["value"].as_f64().unwrap();
    let (raw, drawn) = (value(&row["value"]), value(&shrunken["figure"]));
    let interval = &shrunken["figure"]["interval"];
    let (low, high) = (interval["lower"].as_f64().unwrap(), interval["upper"].as_f64().unwrap());
    assert!(low < drawn && drawn < high && low < 1.0 && high > 1.0, "three hotels tell little");
    // The mean over counties lies near 1: three hotels are drawn far towards it.
    assert!((1.0 - drawn).abs() < (1.0 - raw).abs(), "{raw} {drawn}");
    let row = &csv(&asked)[0];
    assert!(row["shrunken_low"].parse::<f64>().unwrap() < row["shrunken"].parse().unwrap());
}

#[test]
fn parts_add_up_to_their_wholes() {
    let (related, beside) = first(&json(&["12045", "--measure", "related_variety"]));
    assert!(close(related + beside["unrelated"], beside["entropy"]));
    let (entropy, _) = first(&json(&["12045", "--measure", "entropy"]));
    assert!(close(entropy, beside["entropy"]));
    let (herfindahl, beside) = first(&json(&["12045", "--measure", "herfindahl"]));
    assert!(close(beside["effective"] * herfindahl, 1.0));
    let theil = json(&["--all-regions", "--measure", "theil_concentration", "--industry", "7211"]);
    let (total, beside) = first(&theil);
    assert!(close(total, beside["between_states"] + beside["within_states"]));
    let growth = json(&["06037", "--measure", "shift_share", "--year", "2010,2019"]);
    let (regional, beside) = first(&growth);
    let sum = beside["national"] + beside["mix"] + regional;
    assert!((sum - beside["change"]).abs() < 1e-6, "{growth}");
}

#[test]
fn a_region_of_several_is_summed_before_it_is_measured() {
    let count = |region: &str| {
        let reading = json(&[
            region,
            "--measure",
            "location_quotient",
            "--industry",
            "7211",
            "--by",
            "establishments",
        ]);
        first(&reading).1["establishments"]
    };
    assert!(close(count("12045,12037"), count("12045") + count("12037")));
    let both = json(&["12045,12037", "--measure", "economic_complexity"]);
    assert_eq!(both["rows"].as_array().unwrap().len(), 1);
    assert_eq!(both["rows"][0]["region"], "12037,12045");
}

#[test]
fn every_county_has_a_row_and_the_one_without_figures_says_so() {
    for measure in ["krugman_specialization", "economic_complexity", "shift_share"] {
        let rows = csv(&["--all-regions", "--measure", measure]);
        assert_eq!(rows.len(), 3142, "{measure}");
        assert!(rows.windows(2).all(|pair| pair[0]["region"] < pair[1]["region"]));
        let without = rows.iter().filter(|row| row["value"].is_empty());
        assert!(without.clone().all(|row| row["status"] != "known"), "{measure}");
        if measure != "shift_share" {
            let missing: Vec<&str> = without.map(|row| row["region"].as_str()).collect();
            assert_eq!(missing, ["15005"], "{measure}");
        }
    }
    let rows = csv(&["--all-regions", "--measure", "economic_complexity"]);
    let values: Vec<f64> = rows.iter().filter_map(|row| row["value"].parse().ok()).collect();
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    assert!(mean.abs() < 1e-9, "scores have mean 0: {mean}");
}

#[test]
fn what_is_withheld_is_shown_as_withheld_with_bounds_and_never_as_zero() {
    let rows = csv(&[
        "--all-regions",
        "--measure",
        "location_quotient",
        "--industry",
        "7211",
        "--by",
        "employment",
    ]);
    assert_eq!(rows.len(), 3142);
    let of = |status: &str| rows.iter().filter(|row| row["status"] == status).collect::<Vec<_>>();
    let (known, withheld) = (of("known"), of("withheld"));
    assert!(known.len() > 500 && withheld.len() > 500, "{} {}", known.len(), withheld.len());
    for row in withheld {
        assert!(row["value"].is_empty());
        let end = |name: &str| row[name].parse::<f64>().unwrap();
        assert!(end("low") <= end("high") && end("high") > 0.0, "{row:?}");
    }
    let mix = json(&["12045", "--measure", "herfindahl", "--by", "employment"]);
    assert_eq!(mix["rows"][0]["value"]["status"], "withheld");
    assert_eq!(mix["rows"][0]["value"]["reason"], "suppressed");
    let end = |name: &str| mix["rows"][0]["value"]["bounds"][name].as_f64().unwrap();
    assert!(0.0 < end("lower") && end("lower") < end("upper") && end("upper") < 1.0, "{mix}");
}

#[test]
fn industries_are_measured_over_all_regions() {
    let ginis = csv(&["--all-regions", "--measure", "locational_gini"]);
    let hoovers = csv(&["--all-regions", "--measure", "hoover_localization"]);
    assert_eq!(ginis.len(), 305);
    for (gini, hoover) in ginis.iter().zip(&hoovers) {
        assert_eq!(gini["industry"], hoover["industry"]);
        let value = |row: &BTreeMap<String, String>| row["value"].parse::<f64>().unwrap();
        assert!(value(hoover) <= value(gini) + 1e-12, "{}", gini["industry"]);
    }
    let one = csv(&["--all-regions", "--measure", "locational_gini", "--industry", "7211"]);
    let same = ginis.iter().find(|row| row["industry"] == "7211").unwrap();
    assert_eq!(one, std::slice::from_ref(same));
}

#[test]
fn a_page_shows_the_top_and_a_file_holds_all() {
    let (code, page, _) = run(&["--all-regions", "--measure", "hachman"]);
    assert_eq!(code, 0);
    assert!(page.contains("20 of 3142") && page.lines().count() < 40, "{page}");
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("density.parquet");
    let file = path.to_str().unwrap();
    let arguments = ["--all-regions", "--measure", "relatedness_density", "--industry", "7211"];
    let mut all = arguments.to_vec();
    all.extend(["--parquet", file]);
    let (code, out, error) = run(&all);
    assert_eq!((code, out.as_str()), (0, ""), "{error}");
    let bytes = fs::read(&path).unwrap();
    let written = agglo_data::table::PackFile::open("density", bytes.into()).unwrap();
    assert_eq!(written.rows(), 3142);
    let table = written.all(&["region", "value", "status"]).unwrap();
    let rows = csv(&arguments);
    let values: Vec<Option<f64>> = rows.iter().map(|row| row["value"].parse().ok()).collect();
    assert_eq!(table.numbers("value").unwrap(), values);
}

#[test]
fn what_does_not_go_together_is_refused_and_nothing_is_written() {
    let refused = |arguments: &[&str], says: &[&str]| {
        let (code, out, error) = run(arguments);
        assert_eq!((code, out.as_str()), (2, ""), "{arguments:?}: {error}");
        for words in says {
            assert!(error.contains(words), "{arguments:?} must say `{words}`: {error}");
        }
    };
    refused(&[], &["E0103", "--all-regions"]);
    refused(&["12045", "--all-regions", "--measure", "hachman"], &["E0103", "exclude"]);
    refused(&["--all-regions"], &["E0103", "measure"]);
    refused(&["--all-regions", "--measure", "people"], &["E0103"]);
    refused(&["12045", "--measure", "entropi"], &["E0107", "entropy"]);
    refused(&["12045", "--measure", "proximity"], &["E0107", "library"]);
    refused(&["--all-regions", "--measure", "location_quotient"], &["E0103", "--industry"]);
    refused(&["12045", "--measure", "hachman", "--industry", "7211"], &["E0103"]);
    refused(&["12045", "--measure", "locational_gini"], &["E0103", "--all-regions"]);
    refused(&["12045", "--measure", "symmetric_quotient", "--industry", "7299"], &["E0104", "72"]);
    refused(&["12045", "--measure", "fitness", "--by", "employment"], &["E0103", "establishments"]);
    refused(&["12045", "--measure", "entropy", "--level", "6"], &["E0103", "levels"]);
    refused(&["12045", "--measure", "entropy", "--year", "2010,2019"], &["E0103"]);
    refused(&["12045", "--measure", "shift_share", "--year", "2019,2010"], &["E0103", "before"]);
    refused(&["12045", "--measure", "shift_share", "--year", "soon"], &["2010,2019"]);
    refused(&["12045", "--measure", "people", "--by", "employment"], &["E0103", "--by"]);
    refused(&["atlantis", "--measure", "entropy"], &["E0101"]);
    let folder = tempfile::tempdir().unwrap();
    let taken = folder.path().join("taken");
    fs::write(&taken, "mine").unwrap();
    let inside = taken.join("x.parquet");
    let file = inside.to_str().unwrap();
    refused(&["12045", "--measure", "entropy", "--parquet", file], &["E0401", "taken"]);
    let folder = folder.path().to_str().unwrap();
    refused(&["12045", "--measure", "entropy", "--parquet", folder], &["E0401"]);
    assert_eq!(fs::read_to_string(&taken).unwrap(), "mine");
}

#[test]
fn the_catalogue_can_be_listed() {
    let output =
        Command::cargo_bin("agglo").unwrap().args(["schema", "measures", "--csv"]).output();
    let text = String::from_utf8(output.unwrap().stdout).unwrap();
    for name in ["location_quotient", "economic_complexity", "theil_concentration", "proximity"] {
        assert!(text.contains(&format!("\n{name},")), "{name}");
    }
    let output = Command::cargo_bin("agglo").unwrap().args(["schema", "measure"]).output();
    assert!(String::from_utf8(output.unwrap().stdout).unwrap().contains("agglo/measure/1"));
}
