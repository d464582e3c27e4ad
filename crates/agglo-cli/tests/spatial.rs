//! Spatial statistics of the starter pack as a user asks for them.
//!
//! Expected numbers were computed with a few lines of numpy from the agencies' own tables (people in poverty
//! 2014-18 by county; pairs of counties with a line in common), not from the pack.
#![allow(clippy::unwrap_used, reason = "a test's own helpers may fail loudly")]

use assert_cmd::Command;
use serde_json::Value;

/// Exit code, standard output and standard error.
fn run(arguments: &[&str]) -> (i32, String, String) {
    let output =
        Command::cargo_bin("agglo").unwrap().arg("spatial").args(arguments).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

fn json(arguments: &[&str]) -> Value {
    let (code, out, error) = run(&[arguments, &["--json"]].concat());
    assert_eq!(code, 0, "{error}");
    serde_json::from_str(&out).unwrap()
}

fn close(found: &Value, expected: f64, within: f64) {
    let found = found.as_f64().unwrap();
    assert!((found - expected).abs() <= within, "{found} is not {expected}");
}

const POVERTY: [&str; 2] = ["--of", "poverty_percent"];

#[test]
fn poverty_of_neighbours_is_alike_as_computed_elsewhere() {
    let found = json(&[&["moran", "--permutations", "99"], &POVERTY[..]].concat());
    assert_eq!(found["schema"], "agglo/spatial/1");
    let whole = &found["global"];
    close(&whole["value"]["value"], 0.520_969_894_741, 1e-9);
    close(&whole["expected"], -0.000_319_081_046_586, 1e-12);
    close(&whole["variance_randomised"], 0.000_120_568_462_3, 1e-12);
    close(&whole["z"], 47.474_639_93, 1e-5);
    close(&whole["p_one_sided"], 0.01, 1e-12);
    assert_eq!((&found["units"], &found["links"]), (&3135.into(), &(2 * 8751).into()));
    let islands: Vec<&str> = found["islands"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["region"].as_str().unwrap())
        .collect();
    assert_eq!(islands, ["02016", "15001", "15003", "15007", "25019", "53055"]);
    assert_eq!(found["left_out"].as_array().unwrap().len(), 1, "one county has no rate");
    assert_eq!(whole["value"]["provenance"]["seed"], 1);
    assert_eq!(found["caveats"][0]["code"], "no-spillover");
}

#[test]
fn geary_and_join_counts_are_those_computed_elsewhere() {
    let found = json(&[&["geary", "--permutations", "19"], &POVERTY[..]].concat());
    close(&found["global"]["value"]["value"], 0.466_803_997_222, 1e-9);
    close(&found["global"]["p_two_sided"], 0.1, 1e-12);
    let asked = ["join_counts", "--permutations", "19", "--at-least", "20"];
    let found = json(&[&asked[..], &POVERTY[..]].concat());
    let joins = &found["joins"];
    close(&joins["both"], 1006.0, 0.0);
    close(&joins["mixed"], 1737.0, 0.0);
    close(&joins["neither"], 8751.0 - 1006.0 - 1737.0, 0.0);
    close(&joins["yes"], 664.0, 0.0);
    close(&joins["both_p"], 0.05, 1e-12);
}

#[test]
fn local_statistics_have_a_verdict_a_county_and_islands_have_none() {
    for statistic in ["local_moran", "getis_ord"] {
        let found = json(&[&[statistic], &POVERTY[..]].concat());
        let lines = found["local"].as_array().unwrap();
        assert_eq!(lines.len(), 3141);
        let islands: Vec<&Value> =
            lines.iter().filter(|line| line["verdict"] == "island").collect();
        assert_eq!(islands.len(), 6);
        assert!(islands.iter().all(|line| line["statistic"].is_null() && line["p"].is_null()));
        let least = |basis: &str| {
            let of = lines.iter().filter(|line| line["p_basis"] == basis);
            of.filter_map(|line| line["p"].as_f64()).fold(1.0, f64::min)
        };
        assert!((least("simulated") - 1.0 / 1000.0).abs() < 1e-12, "{}", least("simulated"));
        // Of 3,134 other counties one may stand beside a county with one neighbour.
        assert!(least("exact") >= 1.0 / (3_134.0 * 3_133.0 / 2.0), "{}", least("exact"));
        let named = |verdict: &str| lines.iter().filter(|line| line["verdict"] == verdict).count();
        let high = if statistic == "getis_ord" { "hot" } else { "high_high" };
        assert!(named(high) > 100 && named("not_significant") > 1000, "{statistic}");
        if statistic == "local_moran" {
            // Rows are standardised: the local ones add up to the global one.
            let sum: f64 = lines.iter().filter_map(|line| line["statistic"].as_f64()).sum();
            assert!((sum / 3134.0 - 0.520_969_894_741).abs() < 1e-9);
        }
    }
}

/// Computed from the pack's coordinates and flows with scipy's tree of points and plain sums.
#[test]
fn neighbours_by_distance_and_by_commuting_are_those_computed_elsewhere() {
    let rows = [
        ("knn:5", 0.522_973_467_413, 0),
        ("band:80", 0.511_277_155_374, 120),
        ("commuting", 0.441_271_525_264, 0),
    ];
    for (weights, expected, islands) in rows {
        let asked = ["moran", "--permutations", "9", "--weights", weights];
        let found = json(&[&asked[..], &POVERTY[..2]].concat());
        close(&found["global"]["value"]["value"], expected, 1e-9);
        assert_eq!(found["islands"].as_array().unwrap().len(), islands, "{weights}");
    }
}

#[test]
fn the_same_seed_gives_the_same_bytes_whatever_the_threads() {
    let asked = ["getis_ord", "--of", "poverty", "--permutations", "49", "--csv"];
    let one = run(&[&asked[..], &["--threads", "1"]].concat());
    let four = run(&[&asked[..], &["--threads", "4"]].concat());
    assert_eq!(one.1, four.1);
    assert_eq!(one.1.lines().count(), 3142, "a header and a line a county");
    assert!(one.2.contains("read as `poverty_percent`"), "{}", one.2);
}

#[test]
fn a_quotient_is_asked_for_by_industry_and_says_what_it_does_not_mean() {
    let asked =
        ["moran", "--of", "location_quotient", "--industry", "7211", "--permutations", "99"];
    let (code, text, _) = run(&asked);
    assert_eq!(code, 0);
    for words in ["Traveler Accommodation", "99 permutations, seed 1", "0.0100", "no evidence"] {
        assert!(text.contains(words), "{words}: {text}");
    }
    let joins = json(&[
        "join_counts",
        "--of",
        "location_quotient",
        "--industry",
        "7211",
        "--permutations",
        "9",
    ]);
    close(&joins["joins"]["at_least"], 1.0, 0.0);
}

#[test]
fn any_measure_of_regions_can_be_asked_about() {
    let found = json(&["moran", "--of", "economic_complexity", "--permutations", "19"]);
    let moran = found["global"]["value"]["value"].as_f64().unwrap();
    assert!(moran > 0.2, "complex counties lie beside complex counties: {moran}");
    assert_eq!(found["measure"]["name"], "economic_complexity");
}

#[test]
fn bad_input_says_what_to_do() {
    let rows: [(&[&str], &[&str]); 8] = [
        (&["moran", "--of", "unemployment"], &["E0107", "unemployment_24_months_percent"]),
        (&["moran", "--of", "location_quotient"], &["E0103", "--industry"]),
        (&["moran", "--of", "location_quotient", "--industry", "72111"], &["E0104", "7211"]),
        (&["moran", "--of", "poverty_percent", "--industry", "7211"], &["E0103"]),
        (&["moran", "--of", "poverty_percent", "--weights", "queen"], &["contiguity", "knn:K"]),
        (&["moran", "--of", "poverty_percent", "--weights", "knn:4000"], &["E0108", "1 to 3140"]),
        (
            &[
                "join_counts",
                "--of",
                "poverty_percent",
                "--at-least",
                "20",
                "--weights",
                "commuting",
            ],
            &["E0108", "one each"],
        ),
        (&["join_counts", "--of", "poverty_percent"], &["E0103", "--at-least"]),
    ];
    for (arguments, says) in rows {
        let (code, out, error) = run(arguments);
        assert_eq!((code, out.as_str()), (2, ""), "{arguments:?}: {error}");
        for words in says {
            assert!(error.contains(words), "{arguments:?} must say `{words}`: {error}");
        }
    }
}

#[test]
fn answers_that_are_all_alike_cannot_be_told_apart() {
    let (code, _, error) = run(&["join_counts", "--of", "poverty_percent", "--at-least", "0"]);
    assert_eq!(code, 3, "{error}");
    assert!(error.contains("all yes or all no"), "{error}");
}
