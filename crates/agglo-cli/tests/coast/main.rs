//! The coast: what its page says of the shipped folder and of the complete one.
//!
//! | what the page says | test |
//! | --- | --- |
//! | exit 1 as shipped, 0 in the complete folder; five partners | `gates::as_shipped…`, `the_five_partners…`, `the_complete…` |
//! | C's ratings deleted, set to 1, D taken out: 3, 3, 1; `--strict` | `gates::the_complete_coast_passes…` |
//! | no passing partner left: an initiative forced in is infeasible, reason `partner` | `plans::…forced_in…` |
//! | hotels and homes at 0; hotels alone; `gifts` | `elements::without_places_to_stay…`, `gates::without_an_element…`; `agglo-data/tests/gap.rs` |
//! | evening to activities at grade E with the overlay and without; access at grade C | `elements::the_ring…`; `agglo-data/tests/gap.rs` |
//! | Cape May, the bare blueprint: core, gap `season` | `elements::cape_may…`; `agglo-data/tests/gap.rs` |
//! | all levels at 1: gap `none`; 4 km of shore: no region for it | `agglo/src/map/gap/read_tests.rs` |
//! | `532284` names vintage 2012 | `elements::a_code…`; `agglo-data/tests/gap.rs` |
//! | grade D in the blueprint file is refused, with the hint of an overlay | `elements::grade_d…` |
//! | another county runs; any traded cluster instead, with unknown pieces | `gates::another_county…`, `elements::every_traded_cluster…` |
//! | twice the same bytes, rows shuffled | `gates::the_same_folder…` |
//! | an overlay read, checked, shown as the programme's own | `overlay` |
//!
//! Verdict 7 of the page (what fades when funding stops) belongs to the simulation of a programme.
#![cfg(feature = "ledger")]
#![allow(clippy::unwrap_used, reason = "a test's own helpers may fail loudly")]

mod elements;
mod gates;
mod overlay;
mod plans;

use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use serde_json::Value;
use tempfile::TempDir;

fn example() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/coast")
}

/// Events of the files, one a line.
fn events(files: &[&str]) -> Vec<Value> {
    let text = files.iter().map(|file| fs::read_to_string(example().join(file)).unwrap());
    let text = text.collect::<Vec<_>>().concat();
    let lines = text.lines().filter(|line| !line.starts_with("//"));
    lines.map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// The shipped folder with these events.
struct Coast {
    folder: TempDir,
}

impl Coast {
    fn of(events: &[Value]) -> Self {
        let coast = Self { folder: TempDir::new().unwrap() };
        for name in ["agglo.toml", "overlay.toml"] {
            fs::copy(example().join(name), coast.folder.path().join(name)).unwrap();
        }
        let lines: Vec<String> = events.iter().map(Value::to_string).collect();
        fs::write(coast.folder.path().join("all.jsonl"), lines.join("\n")).unwrap();
        let (code, _, error) = coast.run(&["ledger", "restore", "all.jsonl"]);
        assert_eq!(code, 0, "{error}");
        coast
    }

    fn shipped() -> Self {
        Self::of(&events(&["ledger.jsonl"]))
    }

    fn complete() -> Self {
        Self::of(&complete())
    }

    fn run(&self, arguments: &[&str]) -> (i32, String, String) {
        let mut command = Command::cargo_bin("agglo").unwrap();
        let output = command
            .current_dir(self.folder.path())
            .env_remove("AGGLO_LEDGER")
            .args(arguments)
            .output()
            .unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
    }

    /// Changes a file of the folder.
    fn edit(&self, name: &str, change: impl Fn(String) -> String) {
        let path = self.folder.path().join(name);
        fs::write(&path, change(fs::read_to_string(&path).unwrap())).unwrap();
    }

    /// The JSON of a verb that succeeds.
    fn json(&self, arguments: &[&str]) -> Value {
        let (code, out, error) = self.run(&[arguments, &["--json"]].concat());
        assert_eq!(code, 0, "{error}");
        serde_json::from_str(&out).unwrap()
    }

    /// Exit code and report of `check` on the day of the page.
    fn check(&self, more: &[&str]) -> (i32, Value) {
        let (code, out, error) =
            self.run(&[&["check", "--as-of", "2026-09-30", "--json"], more].concat());
        assert!(!out.is_empty(), "{error}");
        (code, serde_json::from_str(&out).unwrap())
    }
}

fn complete() -> Vec<Value> {
    events(&["ledger.jsonl", "complete.jsonl"])
}

fn gate<'a>(report: &'a Value, word: &str) -> &'a Value {
    let findings = report["regions"][0]["findings"].as_array().unwrap();
    findings.iter().find(|own| own["gate"] == word).unwrap()
}

fn ruling<'a>(report: &'a Value, word: &str) -> &'a str {
    gate(report, word)["ruling"].as_str().unwrap()
}

fn subject<'a>(report: &'a Value, word: &str, id: &str) -> &'a Value {
    let all = gate(report, word)["subjects"].as_array().unwrap();
    all.iter().find(|own| own["id"] == id).unwrap()
}

fn leg<'a>(subject: &'a Value, name: &str) -> (&'a str, &'a str) {
    let legs = subject["legs"].as_array().unwrap();
    let own = legs.iter().find(|own| own["name"] == name).unwrap();
    (own["ruling"].as_str().unwrap(), own["found"].as_str().unwrap())
}
