//! Clusters by a definition of one's own, and definitions found from figures, as a user asks for them.
#![allow(clippy::unwrap_used, reason = "a test's own helpers may fail loudly")]

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use assert_cmd::Command;
use serde_json::Value;

/// Exit code, standard output, standard error of `clusters` in a folder.
fn run(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    let mut command = Command::cargo_bin("agglo").unwrap();
    let output = command.current_dir(folder).arg("clusters").args(arguments).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

/// Two planted clusters of four industries each over 24 regions, and two industries found everywhere.
fn planted() -> String {
    let mut table = "region,industry,establishments,employment\n".to_owned();
    for region in 0..24 {
        for industry in 0..10 {
            let wobble = (region * 31 + industry * 17) % 5;
            let count = match industry {
                8.. => 100 + wobble,
                _ if region % 2 == industry / 4 => 30 + 10 * (region * 7 % 11) + wobble,
                _ => wobble / 4,
            };
            writeln!(table, "r{region:02},i{industry},{count},{}", 9 * count).unwrap();
        }
    }
    table
}

#[test]
fn planted_clusters_are_found_in_counts_of_ones_own_and_the_file_can_be_read_again() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("counts.csv"), planted()).unwrap();
    let asked = ["--define", "--from", "counts.csv", "-o", "mine.csv", "--json"];
    let (code, out, error) = run(folder.path(), &asked);
    assert_eq!(code, 0, "{error}");
    let found: Value = serde_json::from_str(&out).unwrap();
    assert_eq!((&found["industries"], &found["traded"]), (&10.into(), &8.into()));
    let members = found["clusters"].as_array().unwrap();
    let codes: Vec<Vec<&str>> = members
        .iter()
        .map(|cluster| {
            let codes = cluster["industries"].as_array().unwrap().iter();
            codes.map(|code| code.as_str().unwrap()).collect()
        })
        .collect();
    for group in [["i0", "i1", "i2", "i3"], ["i4", "i5", "i6", "i7"]] {
        assert!(codes.iter().any(|codes| codes == &group), "{codes:?}");
    }
    assert!(found["agreement"].is_null(), "these codes are in no shipped cluster");
    let written = fs::read_to_string(folder.path().join("mine.csv")).unwrap();
    assert!(written.starts_with("cluster,title,naics,industry,within"));
    assert_eq!(written.lines().count(), 9);
    let ways = found["ways"].as_array().unwrap();
    assert!(ways.len() > 1 && found["stability"].is_null());
    let score = |way: &Value| way["score"].as_f64().unwrap();
    assert!(ways.windows(2).all(|pair| score(&pair[0]) >= score(&pair[1])));
    let again = run(folder.path(), &asked).1;
    assert_eq!(out, again, "the same figures and seed, the same bytes");
}

#[test]
fn the_built_in_table_makes_a_definition_that_a_region_is_read_by() {
    let folder = tempfile::tempdir().unwrap();
    let (code, out, error) = run(folder.path(), &["--define", "-o", "mine.csv"]);
    assert_eq!(code, 0, "{error}");
    for words in ["shuffled labels", "adjusted Rand index 0.", "pairwise co-agglomeration"] {
        assert!(out.contains(words), "{words}: {out}");
    }
    let (code, out, error) = run(folder.path(), &["39099", "--definition", "mine.csv", "--json"]);
    assert_eq!(code, 0, "{error}");
    let found: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(found["definition"], "mine.csv");
    let lines = found["lines"].as_array().unwrap();
    assert!(lines.len() > 10);
    // Hidden jobs leave bounds here: a cluster may be strong, and the figures do not say that it is.
    let verdict = |word: &str| lines.iter().filter(|line| line["strong"] == word).count();
    assert!(verdict("possibly") > 0 && verdict("no") > 0, "{out}");
}

#[test]
fn bad_definitions_and_bad_counts_say_where_and_write_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    write("six.csv", "cluster,title,naics\nhotels,Hotels,721110\n");
    write("twice.csv", "cluster,title,naics\na,A,7211\nb,B,7211\n");
    write("negative.csv", "region,industry,establishments\nr,a,-1\n");
    write("columns.csv", "region,establishments\nr,1\n");
    let rows: [(&[&str], &[&str]); 7] = [
        (&["39099", "--definition", "six.csv"], &["E0209", "721110", "3 and 4 digits"]),
        (&["39099", "--definition", "twice.csv"], &["E0209", "7211", "twice"]),
        (&["39099", "--definition", "none.csv"], &["E0401", "none.csv"]),
        (&["--define", "--from", "negative.csv", "-o", "x.csv"], &["E0202", "line 2", "no count"]),
        (&["--define", "--from", "columns.csv", "-o", "x.csv"], &["E0202", "industry"]),
        (&["39099", "--define"], &["cannot be used with"]),
        (&[], &["REGION"]),
    ];
    for (arguments, says) in rows {
        let (code, _, error) = run(folder.path(), arguments);
        assert_eq!(code, 2, "{arguments:?}: {error}");
        for words in says {
            assert!(error.contains(words), "{arguments:?} must say `{words}`: {error}");
        }
    }
    assert!(!folder.path().join("x.csv").exists());
}

#[test]
fn draws_of_other_markets_say_which_clusters_come_back_and_every_way_is_told_on_request() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("counts.csv"), planted()).unwrap();
    let asked = ["--define", "--from", "counts.csv", "--resample", "20"];
    let (code, out, error) = run(folder.path(), &[&asked[..], &["--json"]].concat());
    assert_eq!(code, 0, "{error}");
    let found: Value = serde_json::from_str(&out).unwrap();
    let stability = &found["stability"];
    assert_eq!(stability["draws"].as_u64().unwrap() + stability["failed"].as_u64().unwrap(), 20);
    assert!(stability["adjusted_rand"].as_f64().unwrap() > 0.9, "{stability}");
    let count = |list: &Value| list.as_array().unwrap().len();
    assert_eq!(count(&stability["clusters"]), count(&found["clusters"]));
    let (code, out, _) = run(folder.path(), &[&asked[..], &["--explain"]].concat());
    assert_eq!(code, 0);
    for part in ["comes back", "In 20 draws of other labour markets", "medians", "coagglomeration"]
    {
        assert!(out.contains(part), "{part}: {out}");
    }
    let only_found =
        [("--resample", "3"), ("--places", "shares"), ("--from", "a.csv"), ("-o", "b.csv")];
    for (option, value) in only_found {
        let (code, _, error) = run(folder.path(), &["39099", option, value]);
        assert!(code == 2 && error.contains("REGION"), "{option}: {error}");
    }
}
