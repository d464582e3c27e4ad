//! What a dataset of the lake comes to, by the command line; and engines that are not there.
#![allow(clippy::unwrap_used, reason = "a test's own helpers may fail loudly")]

use std::fs;
use std::path::PathBuf;

use assert_cmd::Command;
use tempfile::TempDir;

const JOBS: &str =
    "region,industry,year,jobs\n12045,721,2018,100\n12045,722,2018,\n34009,721,2018,300\n";

struct Desk {
    folder: TempDir,
}

impl Desk {
    fn new() -> Self {
        let desk = Self { folder: TempDir::new().unwrap() };
        let jobs = desk.folder.path().join("jobs.csv");
        fs::write(&jobs, JOBS).unwrap();
        let (code, _, error) = desk.run(&["data", "add", jobs.to_str().unwrap()]);
        assert_eq!(code, 0, "{error}");
        desk
    }

    fn lake(&self) -> PathBuf {
        self.folder.path().join("lake")
    }

    /// Exit code, standard output, standard error.
    fn run(&self, arguments: &[&str]) -> (i32, String, String) {
        let mut command = Command::cargo_bin("agglo").unwrap();
        let output = command.env("AGGLO_LAKE", self.lake()).args(arguments).output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
    }
}

#[cfg(feature = "lake")]
#[test]
fn a_dataset_comes_to_sums_with_what_is_not_known() {
    let desk = Desk::new();
    let ask = ["data", "summary", "jobs", "--by", "region,period", "--parts", "industry"];
    let (code, out, error) = desk.run(&[&ask[..], &["--csv"]].concat());
    assert_eq!(code, 0, "{error}");
    let expected = "region,industry,period,cells,disclosed,provisional,estimated,withheld,missing,known,low,high\n\
                    12045,,2018,2,1,0,0,0,1,100,100,\n34009,,2018,1,1,0,0,0,0,300,300,300\n";
    assert_eq!(out, expected);
    let (_, json, _) = desk.run(&[&ask[..], &["--json"]].concat());
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["rows"][0]["known"], 100.0, "{json}");
    assert!(json["rows"][0]["high"].is_null(), "{json}");
    let (code, out, _) = desk.run(&ask);
    assert!(code == 0 && out.contains('?') && out.contains("2 of 2 rows"), "{out}");
}

#[cfg(feature = "lake")]
#[test]
fn figures_of_which_one_may_hold_another_are_not_added() {
    let (code, out, error) = Desk::new().run(&["data", "summary", "jobs", "--by", "region,period"]);
    assert_eq!((code, out.as_str()), (2, ""));
    assert!(error.contains("added over industry") && error.contains("--parts industry"), "{error}");
}

#[cfg(not(feature = "lake"))]
#[test]
fn a_build_without_a_query_engine_says_how_to_get_one() {
    let (code, _, error) = Desk::new().run(&["data", "summary", "jobs"]);
    assert_eq!(code, 2);
    assert!(error.contains("--features lake"), "{error}");
}

#[test]
fn an_engine_that_is_none_or_not_built_in_or_not_asked_is_refused() {
    let desk = Desk::new();
    let (code, _, error) = desk.run(&["--engine", "http://host:1", "data", "summary", "jobs"]);
    assert_eq!(code, 2);
    assert!(error.contains("df://127.0.0.1:50050"), "{error}");
    let cluster = ["--engine", "df://127.0.0.1:1"];
    for verb in [&["data", "summary", "jobs"][..], &["data", "list"], &["clusters", "39099"]] {
        let (code, out, error) = desk.run(&[&cluster[..], verb].concat());
        assert_eq!((code, out.as_str()), (2, ""), "{verb:?} {error}");
        if !cfg!(feature = "scale-out") {
            assert!(error.contains("--features scale-out"), "{verb:?} {error}");
        }
    }
}

#[cfg(feature = "scale-out")]
#[test]
fn a_process_of_a_cluster_listens_to_its_own_machine_only_unless_told() {
    let desk = Desk::new();
    let (code, _, error) = desk.run(&["cluster", "scheduler", "--listen", "0.0.0.0:0"]);
    assert_eq!(code, 2);
    assert!(error.contains("--trusted-network"), "{error}");
}
