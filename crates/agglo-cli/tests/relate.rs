//! Related industries as a user asks for them.
//!
//! Expected numbers were computed with numpy from the files of the pack: quotients of establishments, presence
//! at 1, proximity by the larger count.
#![allow(clippy::unwrap_used, reason = "a test's own helpers may fail loudly")]

use assert_cmd::Command;
use serde_json::Value;

/// Exit code, standard output and standard error.
fn run(arguments: &[&str]) -> (i32, String, String) {
    let output =
        Command::cargo_bin("agglo").unwrap().arg("relate").args(arguments).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

fn json(arguments: &[&str]) -> Value {
    let (code, out, error) = run(&[arguments, &["--json"]].concat());
    assert_eq!(code, 0, "{error}");
    serde_json::from_str(&out).unwrap()
}

fn close(found: &Value, expected: f64) {
    let found = found.as_f64().unwrap();
    assert!((found - expected).abs() < 1e-9, "{found} is not {expected}");
}

#[test]
fn the_most_related_industries_are_those_computed_elsewhere() {
    let found = json(&["7211", "--top", "3"]);
    assert_eq!(found["schema"], "agglo/relate/1");
    assert_eq!((&found["present_in"], &found["base_units"]), (&1965.into(), &3142.into()));
    assert_eq!((&found["industries"], &found["level"]), (&305.into(), &4.into()));
    let related = found["related"].as_array().unwrap();
    let codes: Vec<&str> = related.iter().map(|line| line["industry"].as_str().unwrap()).collect();
    assert_eq!(codes, ["2211", "4441", "2371"]);
    close(&related[0]["proximity"], 1408.0 / 2072.0);
    assert_eq!((&related[0]["together"], &related[0]["present_in"]), (&1408.into(), &2072.into()));
    close(&related[0]["together_by_chance"], 1965.0 * 2072.0 / 3142.0);
    assert!(related[0]["region"].is_null());
    assert_eq!(found["caveats"][0]["code"], "co-location-only");
}

#[test]
fn a_region_adds_presence_quotient_and_density() {
    let found = json(&["7211", "--region", "gulf fl", "--top", "3"]);
    let here = &found["region"];
    assert_eq!((&here["region"], &here["is_present"]), (&"12045".into(), &true.into()));
    close(&here["location_quotient"]["value"], 1.374_903_729_498_833_8);
    close(&here["density"]["value"], 0.352_562_403_927_307_5);
    let absent = &found["related"][2]["region"];
    assert_eq!(absent["is_present"], false);
    close(&absent["density"]["value"], 0.357_903_028_045_459_4);
    let (code, text, _) = run(&["7211", "--region", "12045"]);
    assert_eq!(code, 0);
    assert!(text.contains("Gulf County, Florida: present, LQ 1.37"), "{text}");
    let both = json(&["721", "--region", "12045,12037", "--top", "5"]);
    assert_eq!((&both["level"], &both["region"]["region"]), (&3.into(), &"12037,12045".into()));
}

#[test]
fn every_industry_of_the_level_but_itself_can_be_listed() {
    let (code, text, _) = run(&["7211", "--top", "2000", "--csv"]);
    assert_eq!(code, 0);
    assert_eq!(text.lines().count(), 305, "a header and the others");
    assert!(text.lines().skip(1).all(|line| !line.starts_with("7211,")), "not itself");
}

#[test]
fn bad_input_offers_candidates() {
    let rows: [(&[&str], &[&str]); 5] = [
        (&["721110"], &["E0104", "7211"]),
        (&["hotels"], &["E0104"]),
        (&["10"], &["E0104"]),
        (&["7211", "--region", "atlantis"], &["E0101"]),
        (&["7211", "--top", "0"], &["--top"]),
    ];
    for (arguments, says) in rows {
        let (code, out, error) = run(arguments);
        assert_eq!((code, out.as_str()), (2, ""), "{arguments:?}: {error}");
        for words in says {
            assert!(error.contains(words), "{arguments:?} must say `{words}`: {error}");
        }
    }
}
