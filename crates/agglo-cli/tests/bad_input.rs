//! Bad input: what happened, what to do, exit 2, and nothing written.
#![allow(clippy::unwrap_used, reason = "a test's own helpers may fail loudly")]

use std::fs;

use assert_cmd::Command;

/// Exit code and standard error.
fn run(arguments: &[&str]) -> (i32, String) {
    let output = Command::cargo_bin("agglo").unwrap().args(arguments).output().unwrap();
    (output.status.code().unwrap(), String::from_utf8(output.stderr).unwrap())
}

/// Runs a strategy into a fresh folder and checks that it stays empty.
fn refused(arguments: &[&str], says: &[&str]) {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let mut all = vec!["strategy"];
    all.extend(arguments);
    all.extend(["-o", out.to_str().unwrap()]);
    let (code, error) = run(&all);
    assert_eq!(code, 2, "{arguments:?}: {error}");
    for words in says {
        assert!(error.contains(words), "{arguments:?} must say `{words}`: {error}");
    }
    let written = fs::read_dir(&out).map_or(0, Iterator::count);
    assert_eq!(written, 0, "{arguments:?} wrote something");
}

#[test]
fn a_region_that_is_not_there_or_not_one_offers_candidates() {
    refused(&["atlantis"], &["E0101", "Atlantic County"]);
    refused(&["99999"], &["E0101"]);
    refused(&["bay"], &["E0101", "12005", "26017"]);
    refused(&["12045,99999"], &["E0101", "99999"]);
    refused(&[""], &["E0101"]);
}

#[test]
fn money_and_years_that_make_no_sense_are_refused() {
    for budget in ["-5", "0", "lots", "NaN"] {
        refused(&["12045", "--budget", budget], &["--budget"]);
    }
    for years in ["0", "-1", "400", "ten"] {
        refused(&["12045", &format!("--years={years}")], &["--years"]);
    }
}

#[test]
fn a_blueprint_that_cannot_be_read_says_where() {
    refused(&["12045", "--blueprint", "no-such"], &["E0105", "beach-destination"]);
    refused(&["12045", "--blueprint", "no-such.toml"], &["E0401", "no-such.toml"]);
    let folder = tempfile::tempdir().unwrap();
    let shipped =
        concat!(env!("CARGO_MANIFEST_DIR"), "/../../definitions/blueprints/beach-destination.toml");
    let text = fs::read_to_string(shipped).unwrap();
    let faulty = |name: &str, from: &str, to: &str, says: &[&str]| {
        assert!(text.contains(from), "the shipped file holds `{from}`");
        let path = folder.path().join(name);
        fs::write(&path, text.replace(from, to)).unwrap();
        refused(&["12045", "--blueprint", path.to_str().unwrap()], says);
    };
    faulty("codes.toml", "\"722\"", "\"7229\"", &["7229"]);
    faulty("torn.toml", "[exemplars]", "[exemplars", &["torn.toml, line"]);
    faulty("keystone.toml", "kind = \"keystone\"", "kind = \"piece\"", &["keystone"]);
    faulty("nest.toml", "{ id = \"hotels\"", "{ id = \"lodging\"", &["E0224", "lodging"]);
}

/// Elements may reinforce each other in rings; they may not each need the other first.
#[test]
fn a_blueprint_whose_elements_require_each_other_in_a_ring_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let shipped =
        concat!(env!("CARGO_MANIFEST_DIR"), "/../../definitions/blueprints/beach-destination.toml");
    let text = fs::read_to_string(shipped).unwrap();
    let ring = text
        .replace("kind = \"enables\"\nb = 0.5", "kind = \"requires\"\nb = 0.5")
        .replace("kind = \"enables\"\nb = 0.2", "kind = \"requires\"\nb = 0.2");
    assert_ne!(text, ring);
    let path = folder.path().join("ring.toml");
    fs::write(&path, ring).unwrap();
    let says = ["E0224", "access -> lodging -> access"];
    refused(&["12045", "--blueprint", path.to_str().unwrap()], &says);
}

#[test]
fn a_folder_that_cannot_be_written_is_named_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("taken");
    fs::write(&file, "mine").unwrap();
    let (code, error) = run(&["strategy", "12045", "-o", file.to_str().unwrap()]);
    assert_eq!(code, 2, "{error}");
    assert!(error.contains("taken"), "{error}");
    assert_eq!(fs::read_to_string(&file).unwrap(), "mine");
}

#[test]
fn what_gaps_cannot_do_it_refuses() {
    let gaps = |more: &[&str]| {
        let mut all = vec!["gaps", "12045", "--blueprint", "beach-destination"];
        all.extend(more);
        run(&all)
    };
    let (code, error) = gaps(&["--remove", "casino"]);
    assert_eq!(code, 2);
    assert!(error.contains("E0106") && error.contains("lodging"), "{error}");
    for tau in ["0", "1", "2", "-1", "x"] {
        assert_eq!(gaps(&[&format!("--tau={tau}")]).0, 2, "{tau}");
    }
}
