//! A programme kept from the command line: begun, recorded, checked, copied, and what is refused on the way.
#![cfg(feature = "ledger")]
#![allow(clippy::unwrap_used, reason = "a test's own helpers may fail loudly")]

use std::fs;
use std::path::PathBuf;

use assert_cmd::Command;
use serde_json::Value;
use tempfile::TempDir;

/// A programme of a test's own.
struct Desk {
    folder: TempDir,
}

impl Desk {
    fn empty() -> Self {
        Self { folder: TempDir::new().unwrap() }
    }

    /// A programme of one region with two areas and a partner.
    fn begun() -> Self {
        let desk = Self::empty();
        desk.ok(&["init", "coast", "--region", "12045"]);
        desk.ok(&[
            "record",
            "area",
            "work",
            "--holder",
            "Bay Works",
            "--since",
            "2023-02-01",
            "--date",
            "2023-02-01",
        ]);
        desk.ok(&[
            "record",
            "area",
            "harbour",
            "--holder",
            "Dock League",
            "--date",
            "2023-02-01",
            "--depth",
            "collaborate",
        ]);
        let partner =
            ["record", "partner", "Transit co-op", "--reach", "3100", "--of", "residents"];
        desk.ok(&[&partner[..], &["--programmes", "2", "--areas", "work", "--date", "2024-01-05"]]
            .concat());
        desk
    }

    fn programme(&self) -> PathBuf {
        self.folder.path().join("coast")
    }

    /// Exit code, standard output, standard error.
    fn run(&self, arguments: &[&str]) -> (i32, String, String) {
        let inside = self.programme();
        let place = if inside.is_dir() { inside } else { self.folder.path().to_owned() };
        let mut command = Command::cargo_bin("agglo").unwrap();
        let output =
            command.current_dir(place).env_remove("AGGLO_LEDGER").args(arguments).output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
    }

    fn ok(&self, arguments: &[&str]) -> String {
        let (code, out, error) = self.run(arguments);
        assert_eq!(code, 0, "{arguments:?}: {error}");
        out
    }

    /// What a refusal says; nothing may have been entered.
    fn refused(&self, arguments: &[&str]) -> String {
        let before = self.events();
        let (code, _, error) = self.run(arguments);
        assert_eq!(code, 2, "{arguments:?}: {error}");
        assert_eq!(self.events(), before, "{arguments:?} left something");
        error
    }

    fn json(&self, arguments: &[&str], code: i32) -> Value {
        let (found, out, error) = self.run(&[arguments, &["--json"]].concat());
        assert_eq!(found, code, "{arguments:?}: {out}{error}");
        serde_json::from_str(&out).unwrap()
    }

    fn events(&self) -> u64 {
        self.json(&["ledger", "verify"], 0)["events"].as_u64().unwrap()
    }
}

#[test]
fn a_programme_is_begun_once_and_says_what_may_be_set() {
    let desk = Desk::empty();
    let out = desk.ok(&[
        "init",
        "coast",
        "--region",
        "12045",
        "--region",
        "39099,39155",
        "--blueprint",
        "beach-destination",
    ]);
    assert!(out.contains("Gulf") && out.contains("agglo check"), "{out}");
    let text = fs::read_to_string(desk.programme().join("agglo.toml")).unwrap();
    assert!(
        text.contains("beach-destination") && text.matches("[[region]]").count() == 2,
        "{text}"
    );
    // Every line that a person may switch on is sound.
    let on: String = text
        .lines()
        .map(|line| match line.strip_prefix("# ") {
            Some(rest) if rest.contains(" = ") || rest.starts_with('[') => format!("{rest}\n"),
            _ => format!("{line}\n"),
        })
        .collect();
    fs::write(desk.programme().join("agglo.toml"), on).unwrap();
    assert_eq!(desk.events(), 0);
    let (code, _, error) = desk.run(&["init", "../coast", "--region", "12045"]);
    assert!(code == 2 && error.contains("E0533"), "{error}");
    let (_, _, error) = Desk::empty().run(&["check"]);
    assert!(error.contains("E0530") && error.contains("agglo init"), "{error}");
}

#[test]
fn all_faults_of_the_settings_are_told_at_once() {
    let desk = Desk::begun();
    let path = desk.programme().join("agglo.toml");
    let text = fs::read_to_string(&path).unwrap() + "[trust]\ntau = 2\n[lisening]\ninputs = 3\n";
    fs::write(&path, text.replace("title", "titel")).unwrap();
    let (code, _, error) = desk.run(&["check"]);
    assert_eq!(code, 2);
    for part in [
        "`titel` means nothing",
        "has no `title`",
        "not between 0 and 1",
        "did you mean `[listening]`",
        ", line ",
    ] {
        assert!(error.contains(part), "{part} in {error}");
    }
}

#[test]
fn what_leads_nowhere_is_out_of_scale_or_cannot_have_been_is_refused() {
    let desk = Desk::begun();
    let rating = |partner: &str, score: &str, more: &[&str]| {
        let own = [
            "record",
            "rating",
            partner,
            "--side",
            "community",
            "--rater",
            "r17",
            "--item",
            "reliability",
            "--score",
            score,
        ];
        desk.refused(&[&own[..], more].concat())
    };
    let source = ["--source", "survey 1", "--date", "2024-02-01"];
    assert!(rating("nobody", "3", &source).contains("no partner `nobody` is recorded"));
    for score in ["0", "5", "-1", "300"] {
        assert!(
            rating("transit-co-op", score, &source).contains("scores go from 1 to 4"),
            "{score}"
        );
    }
    assert!(rating("transit-co-op", "3", &["--date", "2024-02-01"]).contains("needs its source"));
    let refused = |arguments: &[&str]| desk.refused(&[&["record"], arguments].concat());
    assert!(refused(&["said", "x", "--date", "2999-01-01"]).contains("in the future"));
    assert!(refused(&["said", "x", "--date", "1492-10-12"]).contains("before 1900"));
    assert!(refused(&["said", " ", "--date", "2024-01-01"]).contains("the text is empty"));
    assert!(
        refused(&["said", "x", "--said-by", "Maria Lopez", "--date", "2024-01-01"])
            .contains("names stay out")
    );
    assert!(
        refused(&["listening", "--area", "nowhere", "--heard", "x"]).contains("no area `nowhere`")
    );
    assert!(
        refused(&[
            "listening",
            "--area",
            "work",
            "--n",
            "3",
            "--groups",
            "underserved:5",
            "--heard",
            "x"
        ])
        .contains("5 people in groups and 3")
    );
    assert!(refused(&["answer", "7", "--wont", "no money"]).contains("said:7"));
    assert!(
        refused(&["area", "Bay Works!", "--id", "Bay Works!", "--holder", "x"]).contains("no id")
    );
    assert!(
        refused(&["partner", "Work", "--id", "work"])
            .contains("is an id already, of the kind area")
    );
    assert!(
        refused(&["money", "nothing", "--quarter", "2024Q2", "--earned", "5"])
            .contains("no venture or initiative")
    );
    assert!(refused(&["correct", "99", "n=1", "--because", "x"]).contains("no event 99"));
    assert!(
        refused(&[
            "piece",
            "Old mill",
            "--kind",
            "organisation",
            "--since",
            "1950-01-01",
            "--shock",
            "Storm@1940-01-01: stood"
        ])
        .contains("after Storm")
    );
    // Several faults at once, with nothing asked where there is no terminal.
    let error = refused(&["rating", "nobody", "--score", "9"]);
    assert!(
        error.contains("--side") && error.contains("--rater") && error.contains("--item"),
        "{error}"
    );
}

#[test]
fn a_venture_does_nothing_before_it_was_founded() {
    let desk = Desk::begun();
    let idea = [
        "record",
        "idea",
        "Evening shuttle",
        "--origin",
        "community",
        "--owner",
        "contributor:c17",
        "--date",
        "2024-03-01",
    ];
    assert!(desk.ok(&idea).contains("idea:1"));
    let venture = |founded: &str| {
        ["record", "venture", "Shift Shuttle", "--idea", "1", "--founded", founded]
            .map(str::to_owned)
            .to_vec()
    };
    let refs = |own: &[String]| own.iter().map(String::as_str).collect::<Vec<_>>().join("\u{1f}");
    let split = |text: String| text.split('\u{1f}').map(str::to_owned).collect::<Vec<_>>();
    let before = split(refs(&venture("2024-02-01")));
    let before: Vec<&str> = before.iter().map(String::as_str).collect();
    assert!(desk.refused(&before).contains("the idea on 2024-03-01 is after its venture"));
    let after = venture("2024-05-01");
    let after: Vec<&str> = after.iter().map(String::as_str).collect();
    assert!(desk.ok(&after).contains("shift-shuttle"));
    let stage = |state: &'static str, day: &'static str| {
        ["record", "stage", "shift-shuttle", state, "--date", day]
    };
    assert!(desk.refused(&stage("launched", "2024-04-01")).contains("the venture's foundation"));
    assert!(desk.refused(&stage("trading_1y", "2024-09-01")).contains("so many years of trading"));
    desk.ok(&stage("launched", "2024-06-01"));
    desk.ok(&[
        "record",
        "money",
        "shift-shuttle",
        "--quarter",
        "2024Q2",
        "--earned",
        "3100",
        "--granted",
        "0",
    ]);
}

#[test]
fn names_with_formulas_pictures_and_right_to_left_letters_are_kept_and_led_out_safely() {
    let desk = Desk::begun();
    for (name, id) in [
        ("=HYPERLINK(\"http://x\")", "hyperlink-http-x"),
        ("🦪 Oyster Kitchen", "oyster-kitchen"),
        ("تعاونية الصيد", "تعاونية-الصيد"),
    ] {
        let out = desk.ok(&["record", "partner", name, "--date", "2024-02-01"]);
        assert!(out.contains(id), "{out}");
    }
    assert!(desk.refused(&["record", "partner", "🦪"]).contains("there is no id"));
    assert!(desk.refused(&["record", "partner", "a\u{7}b"]).contains("cannot be shown"));
    let (_, table, _) =
        desk.run(&["check", "--only", "partners", "--csv", "--as-of", "2024-09-30"]);
    assert!(table.contains("تعاونية-الصيد"));
    assert!(!table.lines().any(|line| line.contains(",=") || line.contains(",\"=")), "{table}");
    desk.ok(&["ledger", "export", "-o", "all.jsonl"]);
    let text = fs::read_to_string(desk.programme().join("all.jsonl")).unwrap();
    assert!(text.contains("🦪 Oyster Kitchen") && text.contains("=HYPERLINK"));
}

#[test]
fn numbers_stay_where_they_were_and_a_correction_is_an_event() {
    let desk = Desk::begun();
    let heard = [
        "record",
        "listening",
        "--area",
        "work",
        "--n",
        "14",
        "--heard",
        "No late bus",
        "--heard",
        "Nothing to do",
        "--date",
        "2024-02-01",
    ];
    assert!(desk.ok(&heard).contains("listening:1, input:1, input:2"));
    let said =
        desk.ok(&["record", "said", "No late bus", "--listening", "1", "--date", "2024-02-02"]);
    assert!(said.contains("said:1"), "{said}");
    desk.ok(&["record", "answer", "1", "--done", "2024-03-01", "--date", "2024-03-02"]);
    desk.ok(&["record", "correct", "4", "n=15", "--because", "counted twice"]);
    let error = desk.refused(&["record", "correct", "4", "m=15", "--because", "x"]);
    assert!(error.contains("has no field `m`") && error.contains("heard"), "{error}");
    assert!(
        desk.refused(&["record", "correct", "4", "heard=[\"one\"]", "--because", "x"])
            .contains("2 things were heard, not 1")
    );
    assert!(
        desk.refused(&["record", "correct", "4", "area=nowhere", "--because", "x"])
            .contains("no area")
    );
    desk.ok(&["record", "retract", "5", "--because", "asked twice"]);
    assert!(
        desk.refused(&["record", "retract", "5", "--because", "x"])
            .contains("was retracted before")
    );
    // The number 1 is not given again.
    assert!(desk.ok(&["record", "said", "A bench", "--date", "2024-02-03"]).contains("said:2"));
    assert_eq!(desk.events(), 9);
}

#[test]
fn a_tampered_file_is_told_and_a_backup_brings_the_rest_back() {
    let desk = Desk::begun();
    desk.ok(&[
        "record",
        "person",
        "contributor:c17",
        "--name",
        "Ana Lopes",
        "--contact",
        "ana@example.org",
    ]);
    desk.ok(&["ledger", "backup", "-o", "coast.bak"]);
    let backup = fs::read_to_string(desk.programme().join("coast.bak")).unwrap();
    assert!(!backup.contains("Ana Lopes") && backup.contains("person_key"));
    let head = desk.json(&["ledger", "verify"], 0)["head"].as_str().unwrap().to_owned();
    desk.ok(&["ledger", "verify", "--holds", &head[..10]]);
    let (code, out, _) = desk.run(&["ledger", "verify", "--holds", "00000000"]);
    assert!(code == 1 && out.contains("cut off or changed"), "{out}");
    // Somebody changes a letter inside the file.
    let path = desk.programme().join("ledger.db");
    let _ = desk.ok(&["ledger", "erase", "contributor:c17", "--because", "request"]);
    // What was not yet moved into the file lies in its log.
    for path in [path.clone(), path.with_extension("db-wal")] {
        let Ok(mut bytes) = fs::read(&path) else { continue };
        let windows = bytes.windows(9).enumerate();
        let all: Vec<usize> =
            windows.filter(|(_, own)| *own == b"Bay Works").map(|(at, _)| at).collect();
        for at in all {
            bytes[at] = b'D';
        }
        fs::write(&path, &bytes).unwrap();
    }
    let (code, out, _) = desk.run(&["ledger", "verify"]);
    assert!(code == 1 && out.contains("event 1 broke the chain"), "{out}");
    assert!(desk.run(&["ledger", "export", "-o", "x"]).2.contains("broken at event 1"));
    // The backup, in a folder of its own.
    let other = Desk::empty();
    other.ok(&["init", "coast", "--region", "12045"]);
    fs::write(other.programme().join("b"), &backup).unwrap();
    assert!(other.ok(&["ledger", "restore", "b"]).contains("4 events restored, 1 keys"));
    assert_eq!(other.json(&["ledger", "verify"], 0)["head"].as_str(), Some(head.as_str()));
    assert!(other.refused(&["ledger", "restore", "b"]).contains("E0525"));
    assert!(other.run(&["ledger", "restore", "none"]).2.contains("E0403"));
}

#[test]
fn an_empty_programme_fails_its_duties_and_nothing_else() {
    let desk = Desk::empty();
    desk.ok(&["init", "coast", "--region", "12045"]);
    let report = desk.json(&["check"], 1);
    let found: Vec<(&str, &str)> = report["regions"][0]["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|own| (own["gate"].as_str().unwrap(), own["ruling"].as_str().unwrap()))
        .collect();
    let expected = [
        ("E1", "fail"),
        ("P1", "fail"),
        ("F1", "unknown"),
        ("A1", "fail"),
        ("L1", "unknown"),
        ("S1", "fail"),
        ("X1", "pass"),
    ];
    assert_eq!(found, expected);
    assert_eq!(desk.run(&["check", "--only", "F1"]).0, 3);
    assert_eq!(desk.run(&["check", "--only", "pieces", "--strict"]).0, 1);
    assert_eq!(desk.run(&["check", "--only", "x1"]).0, 0);
    let (code, _, error) = desk.run(&["check", "--only", "size"]);
    assert!(code == 2 && error.contains("P1 partners") && error.contains("promises"), "{error}");
    // Every gate that does not pass says what to do.
    for finding in report["regions"][0]["findings"].as_array().unwrap() {
        assert_eq!(
            finding["ruling"] == "pass",
            finding.get("next").is_none_or(Value::is_null),
            "{finding}"
        );
    }
}

#[test]
fn a_baseline_that_the_figures_hold_is_filled_in_shown_and_may_be_overridden() {
    let desk = Desk::begun();
    let aims = ["--economy", "own_shops:+5@2030", "--people", "poverty_rate:-2pt@2030"];
    let goal = ["record", "goal", "--mission", "A year that pays"];
    let (code, out, error) = desk.run(&[&goal[..], &aims].concat());
    assert_eq!(code, 0, "{error}");
    assert!(out.contains("baseline of poverty_rate: ") && out.contains("poverty_percent"), "{out}");
    assert!(error.contains("--baseline poverty_rate=VALUE@YEAR"), "{error}");
    assert!(error.contains("no baseline of `own_shops`"), "{error}");
    let found = |out: &str| -> String {
        let report: Value = serde_json::from_str(out).unwrap();
        let findings = report["regions"][0]["findings"].as_array().unwrap();
        findings.iter().find(|own| own["gate"] == "S1").unwrap().to_string()
    };
    let (_, check, _) = desk.run(&["check", "--only", "S1", "--json"]);
    assert!(found(&check).contains("own_shops") && !found(&check).contains("none in"), "{check}");
    // What the programme knows better stands, and nothing is filled in beside it.
    let better = ["--baseline", "poverty_rate=21.5@2025", "--baseline", "own_shops=3@2025"];
    let (code, out, error) = desk.run(&[&goal[..], &aims, &better].concat());
    assert!(code == 0 && !out.contains("baseline of") && !error.contains("note"), "{out}{error}");
    let (code, check, _) = desk.run(&["check", "--only", "S1", "--json"]);
    assert_eq!(code, 0, "{check}");
    assert!(found(&check).contains("21.5 in 2025"), "{check}");
}

#[test]
fn a_code_that_no_figures_know_is_said() {
    let desk = Desk::begun();
    let path = desk.programme().join("agglo.toml");
    let settings = fs::read_to_string(&path).unwrap();
    fs::write(&path, settings.replace("\"12045\"", "\"99999\"")).unwrap();
    let (_, out, _) = desk.run(&["check"]);
    assert!(out.contains("Unknown: no figures at hand count the residents of `99999`"), "{out}");
    let (_, out, _) = desk.run(&["check", "--json"]);
    let report: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(report["uncounted"].as_array().unwrap().len(), 1);
    fs::write(&path, settings).unwrap();
    let (_, out, _) = desk.run(&["check"]);
    assert!(!out.contains("Unknown: no figures"), "{out}");
}
