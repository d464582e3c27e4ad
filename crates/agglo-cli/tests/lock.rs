//! Plans frozen with the design of their evaluation: locked, amended, tampered with, refused.
#![cfg(feature = "ledger")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test's own helpers may fail loudly")]

use std::fs;
use std::path::{Path, PathBuf};

use agglo_data::starter::digest;
use assert_cmd::Command;
use serde_json::{Value, json};
use tempfile::TempDir;

/// The day of the plans here.
const DAY: &str = "2026-09-30";
/// The lock of the example, which only names a plan.
const OLD: &str = "3fa9c1d2";

/// A programme in a folder of its own.
struct Coast(TempDir);

impl Coast {
    /// The complete example, with its old lock or without one.
    fn new(with_lock: bool) -> Self {
        let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/coast");
        let folder = TempDir::new().unwrap();
        for file in ["agglo.toml", "overlay.toml"] {
            fs::copy(example.join(file), folder.path().join(file)).unwrap();
        }
        let read = |file: &str| fs::read_to_string(example.join(file)).unwrap();
        let text = read("ledger.jsonl") + &read("complete.jsonl");
        let is_event = |line: &&str| !line.starts_with("//");
        let mut events: Vec<Value> =
            text.lines().filter(is_event).map(|line| serde_json::from_str(line).unwrap()).collect();
        if !with_lock {
            let at = events.iter().position(|own| own["kind"] == "lock").unwrap();
            events.remove(at);
            // Corrections name events by their place.
            for own in events.iter_mut().filter(|own| own["kind"] == "correct") {
                let of = own["body"]["event"].as_u64().unwrap();
                own["body"]["event"] = json!(of - u64::from(of > at as u64));
            }
        }
        let lines: Vec<String> = events.iter().map(Value::to_string).collect();
        fs::write(folder.path().join("all.jsonl"), lines.join("\n")).unwrap();
        let own = Self(folder);
        own.ok(&["ledger", "restore", "all.jsonl"]);
        own
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn run(&self, arguments: &[&str]) -> (i32, String, String) {
        let output = Command::cargo_bin("agglo")
            .unwrap()
            .current_dir(self.0.path())
            .env_remove("AGGLO_LEDGER")
            .args(arguments)
            .output()
            .unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
    }

    fn ok(&self, arguments: &[&str]) -> String {
        let (code, out, error) = self.run(arguments);
        assert_eq!(code, 0, "{arguments:?}\n{error}");
        out
    }

    fn json(&self, arguments: &[&str]) -> Value {
        serde_json::from_str(&self.ok(&[arguments, &["--json"]].concat())).unwrap()
    }

    /// What is refused, with exit code 2.
    fn refused(&self, arguments: &[&str]) -> String {
        let (code, out, error) = self.run(arguments);
        assert_eq!((code, out.as_str()), (2, ""), "{arguments:?}\n{error}");
        error
    }

    /// Makes a plan and gives its digest.
    fn plan(&self, more: &[&str]) -> String {
        let before = self.plans();
        self.ok(&[&["plan", "--as-of", DAY], more].concat());
        self.plans().into_iter().find(|own| !before.contains(own)).unwrap()
    }

    fn plans(&self) -> Vec<String> {
        let entries = fs::read_dir(self.path("plans")).into_iter().flatten().flatten();
        let name = |entry: fs::DirEntry| entry.file_name().into_string().unwrap();
        entries.map(name).filter_map(|name| Some(name.strip_suffix(".json")?.to_owned())).collect()
    }

    /// A filled design of a plan, begun two years from now.
    fn design(&self, plan: &str) -> String {
        filled(&self.ok(&["plan", "design", plan]), &day(2, "01-01"))
    }

    /// Writes a file and gives its name.
    fn write<'a>(&self, name: &'a str, text: &str) -> &'a str {
        fs::write(self.path(name), text).unwrap();
        name
    }

    /// A plan and a design that are locked.
    fn locked(&self) -> (String, Value) {
        let plan = self.plan(&[]);
        let file = self.write("design.toml", &self.design(&plan));
        let lock = self.json(&["plan", "lock", &plan[..8], "--design", file]);
        (plan, lock)
    }
}

/// A day of a year that lies some years ahead.
fn day(ahead: i16, rest: &str) -> String {
    format!("{}-{rest}", jiff::Zoned::now().year() + ahead)
}

/// A draft with everything said that only a person can say.
fn filled(draft: &str, start: &str) -> String {
    let old = draft.lines().find(|line| line.starts_with("start = ")).unwrap();
    draft
        .replace("question = \"\"", "question = \"Do more residents work all year?\"")
        .replace("primary = \"\"", "primary = \"resident_employment\"")
        .replace("unit = \"\"", "unit = \"million dollars\"")
        .replace("sesoi = \"\"", "sesoi = 1.5")
        .replace(
            "family = \"\"",
            "family = [\"ventures_trading\", \"renter_cost_burden\", \"accommodation_payroll\"]",
        )
        .replace("rule = \"\"", "rule = \"One reading; below the smallest effect it ends.\"")
        .replace("reads = \"\"", &format!("reads = [{}]", day(8, "12-31")))
        .replace(old, &format!("start = {start}"))
}

fn text<'a>(value: &'a Value, at: &str) -> &'a str {
    value.pointer(at).and_then(Value::as_str).unwrap_or_else(|| panic!("{at} in {value:#}"))
}

fn rows(locks: &Value) -> &Vec<Value> {
    locks["locks"].as_array().unwrap()
}

#[test]
fn a_plan_is_locked_with_its_design_shown_amended_and_carried_over() {
    let coast = Coast::new(false);
    assert!(coast.ok(&["plan", "locks"]).starts_with("Nothing is locked"));
    let (plan, lock) = coast.locked();
    assert_eq!((text(&lock, "/standing"), text(&lock, "/plan")), ("current", plan.as_str()));
    assert_eq!(lock["is_retrospective"], false);
    let shown = coast.ok(&["plan", "--as-of", &day(0, "12-31")]);
    assert!(shown.contains("For: A visitor economy that lasts the year"), "{shown}");
    let flat = shown.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(flat.contains("As registered on") && flat.contains("(0 amendments)"), "{flat}");
    assert!(flat.contains("What stands here is not the plan that is locked."), "{flat}");
    let (_, report, _) = coast.run(&["check", "--as-of", &day(0, "12-31")]);
    assert!(report.contains("(0 amendments)"), "{report}");

    // Another plan and another design, with the reason.
    let other = coast.plan(&["--budget", "300k", "--years", "2"]);
    let changed = coast
        .design(&plan)
        .replace("alpha = 0.05", "alpha = 0.1")
        .replace("exclude = []", "exclude = [{ region = \"X1\", because = \"a storm\" }]")
        + "\n[presentation]\ntitle = \"Work all year\"\n";
    let file = coast.write("later.toml", &changed);
    let name = text(&lock, "/name");
    let because = ["--because", "the fund was cut", "--plan", &other[..8], "--design", file];
    let amended = coast.json(&[&["plan", "amend", &name[..8]], &because[..]].concat());
    let changes: Vec<(&str, bool)> = amended["changes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|own| (own["field"].as_str().unwrap(), own["touches_the_test"].as_bool().unwrap()))
        .collect();
    let wanted = [
        ("plan", false),
        ("design.alpha", true),
        ("design.donors.exclude", true),
        ("design.presentation", false),
    ];
    assert_eq!(changes, wanted);

    let locks = coast.json(&["plan", "locks"]);
    let standing: Vec<&str> = rows(&locks).iter().map(|own| text(own, "/standing")).collect();
    assert_eq!(standing, ["amended", "current"]);
    assert_eq!(locks["is_intact"], true);
    let listed = coast.ok(&["plan", "locks"]);
    for part in [
        "because the fund was cut",
        "A CHANGE OF THE REGISTERED TEST: design.alpha: 0.05 -> 0.1",
        "may change without breach: design.presentation",
        "Every file that was frozen is as it was.",
    ] {
        assert!(listed.contains(part), "{part} in\n{listed}");
    }
    let shown = coast.json(&["plan", "--as-of", &day(0, "12-31")]);
    assert_eq!(shown["registered"]["amendments"], 1);
    assert_eq!(text(&shown, "/registered/last/because"), "the fund was cut");
    assert!(text(&shown, "/goal/mission").starts_with("A visitor economy"));

    // A copy of the ledger and of the plans is the same, also a design that no lock names.
    coast.ok(&["ledger", "export", "-o", "out.jsonl"]);
    let copy = Coast(TempDir::new().unwrap());
    fs::copy(coast.path("agglo.toml"), copy.path("agglo.toml")).unwrap();
    copy.ok(&["ledger", "restore", &coast.path("out.jsonl").display().to_string()]);
    fs::create_dir_all(copy.path("plans/designs")).unwrap();
    fs::create_dir_all(copy.path("plans/locks")).unwrap();
    for folder in ["plans", "plans/designs", "plans/locks"] {
        for entry in fs::read_dir(coast.path(folder)).unwrap().flatten() {
            if entry.path().is_file() {
                let place = copy.path(folder).join(entry.file_name());
                fs::copy(entry.path(), place).unwrap();
            }
        }
    }
    fs::write(copy.path(&format!("plans/designs/{}.json", digest(b"{}"))), "{}").unwrap();
    assert_eq!(copy.json(&["plan", "locks"]), locks);
}

#[test]
fn digests_are_those_of_the_files_and_the_content_alone_decides_them() {
    let coast = Coast::new(false);
    let (plan, lock) = coast.locked();
    let design = text(&lock, "/design");
    let bytes = fs::read(coast.path(&format!("plans/designs/{design}.json"))).unwrap();
    assert_eq!(digest(&bytes), design);
    assert_eq!(digest(&fs::read(coast.path(&format!("plans/{plan}.json"))).unwrap()), plan);
    // The canonical bytes, written by hand.
    let parts = format!(
        "{{\n  \"design\": \"{design}\",\n  \"parent\": null,\n  \"plan\": \"{plan}\"\n}}\n"
    );
    assert_eq!(digest(parts.as_bytes()), text(&lock, "/name"));

    // Tables and keys the other way round, lists that are sets in another order, and as JSON: the same lock.
    let toml = coast.design(&plan);
    let head_ends = toml.find("\n# where something is done").unwrap();
    let (head, tables) = toml.split_at(head_ends);
    let mut lines: Vec<&str> = head.lines().collect();
    lines.reverse();
    let mut parts: Vec<&str> = tables.split("\n\n").collect();
    parts.reverse();
    let turned = format!("{}\n\n{}\n", lines.join("\n"), parts.join("\n\n")).replace(
        "[\"ventures_trading\", \"renter_cost_burden\", ",
        "[\"renter_cost_burden\", \"ventures_trading\", ",
    );
    let mut value: Value = serde_json::from_slice(&bytes).unwrap();
    assert_eq!(value["outcomes"].as_array().unwrap().len(), 4);
    value["windows"]["before"] = json!(10);
    for (name, text) in [("turned.toml", turned), ("design.json", value.to_string())] {
        let twin = Coast::new(false);
        let own = twin.plan(&[]);
        assert_eq!(own, plan, "the same question, the same bytes");
        let file = twin.write(name, &text);
        let found = twin.json(&["plan", "lock", &own, "--design", file]);
        assert_eq!(found["name"], lock["name"], "{name}");
    }
}

#[test]
fn a_plan_has_the_same_bytes_on_one_thread_and_on_four() {
    let coast = Coast::new(true);
    let asked = |threads: &str, folder: &str| {
        coast.ok(&["plan", "--as-of", DAY, "--threads", threads, "-o", folder, "-q"]);
        let read = |file: &str| fs::read(coast.path(folder).join(file)).unwrap();
        [read("plan.json"), read("plan.txt"), read("plan.html")]
    };
    assert!(asked("1", "one") == asked("4", "four"));
    assert_eq!(coast.plans().len(), 1, "and is kept once");
    let json = |threads: &str| {
        let out = coast.ok(&["plan", "--as-of", DAY, "--json", "--threads", threads]);
        // Only the command that makes it again names the threads.
        out.replace(&format!("\"{threads}\""), "\"N\"")
    };
    assert_eq!(json("1"), json("4"));
}

#[test]
fn what_was_changed_after_it_was_frozen_is_found() {
    let coast = Coast::new(false);
    let plan = coast.plan(&[]);
    let file = coast.write("design.toml", &coast.design(&plan));
    let kept = coast.path(&format!("plans/{plan}.json"));
    let whole = fs::read(&kept).unwrap();
    let tampered =
        String::from_utf8(whole.clone()).unwrap().replacen("\"seed\": 7", "\"seed\": 8", 1);
    assert_ne!(tampered.as_bytes(), whole);
    fs::write(&kept, &tampered).unwrap();
    let error = coast.refused(&["plan", "lock", &plan[..8], "--design", file]);
    assert!(error.contains("E0543") && error.contains("was changed after it was kept"), "{error}");
    fs::write(&kept, &whole).unwrap();
    let lock = coast.json(&["plan", "lock", &plan[..8], "--design", file]);
    assert_eq!(coast.run(&["plan", "locks"]).0, 0);

    let found = || {
        let (code, out, _) = coast.run(&["plan", "locks"]);
        (code, out)
    };
    fs::write(&kept, &tampered).unwrap();
    let (code, out) = found();
    assert!(code == 1 && out.contains("; changed: seed"), "{out}");
    let again = ["plan", "amend", lock["short"].as_str().unwrap(), "--because", "x"];
    let error = coast.refused(&[&again[..], &["--design", file]].concat());
    assert!(error.contains("E0543") && error.contains("--plan"), "{error}");
    fs::write(&kept, &whole).unwrap();

    let design = coast.path(text(&lock, "/design_file"));
    let frozen = fs::read_to_string(&design).unwrap();
    fs::write(&design, frozen.replace("\"alpha\": 0.05", "\"alpha\": 0.5")).unwrap();
    let (code, out) = found();
    assert!(
        code == 1 && out.contains("; changed: alpha") && out.contains("NOT AS FROZEN"),
        "{out}"
    );
    // Without what helps to find it, the digest still tells.
    fs::remove_dir_all(coast.path("plans/locks")).unwrap();
    let (code, out) = found();
    assert!(
        code == 1 && out.contains("ALTERED, plans/designs/") && !out.contains("changed: "),
        "{out}"
    );
    let other = coast.plan(&["--budget", "300k", "--years", "2"]);
    let error = coast.refused(&[&again[..], &["--plan", &other]].concat());
    assert!(error.contains("E0543") && error.contains("--design"), "{error}");
    fs::remove_file(&design).unwrap();
    let (code, out) = found();
    assert!(code == 1 && out.contains("MISSING, plans/designs/"), "{out}");
    // What differs from what is gone cannot be told, and it can be amended all the same.
    let later = coast.design(&plan).replace("alpha = 0.05", "alpha = 0.1");
    let later = coast.write("later.toml", &later);
    let out = coast.ok(&[&again[..], &["--plan", &other, "--design", later]].concat());
    assert!(out.contains("cannot be told"), "{out}");
    // The same design is the same file.
    coast.write(text(&lock, "/design_file"), &frozen);
    assert!(found().1.contains("A CHANGE OF THE REGISTERED TEST: design.alpha"));
}

#[test]
fn what_cannot_be_registered_is_refused_with_its_line_and_field() {
    let coast = Coast::new(false);
    let plan = coast.plan(&[]);
    let error = coast.refused(&["plan", "lock", &plan]);
    assert!(error.contains("E0542") && error.contains("agglo plan design"), "{error}");
    let draft = coast.ok(&["plan", "design", &plan]);
    let good = coast.design(&plan);
    let line = |text: &str, begins: &str| {
        1 + text
            .lines()
            .position(|line| line.starts_with(begins))
            .unwrap_or_else(|| panic!("{begins}"))
    };
    // What only a person can say is asked for.
    let file = coast.write("draft.toml", &draft);
    let error = coast.refused(&["plan", "lock", &plan, "--design", file]);
    let at = line(&draft, "question");
    assert!(error.contains(&format!("draft.toml, line {at}, `question`")), "{error}");
    for field in ["primary", "outcomes.0.unit", "outcomes.3.sesoi", "multiple.family", "stop.reads"]
    {
        assert!(error.contains(&format!("`{field}`")), "{field} in\n{error}");
    }
    assert_eq!(error.matches("is left open").count(), 10, "{error}");

    let cases: &[(&str, &str, &str, &str)] = &[
        ("alpha = 0.05", "alfa = 0.05", "alfa", "did you mean `alpha`?"),
        ("alpha = 0.05", "alpha = 1", "alpha", "an alpha of 1"),
        ("alpha = 0.05", "alpha = \"0.05\"", "alpha", "wants a number without quotes"),
        ("alpha = 0.05", "alpha = nan", "alpha", "wants a number"),
        ("seed = 7", "seed = -7", "seed", "wants a whole number"),
        ("region = \"gulf\"", "region = \"golf\"", "region", "the programme has no region `golf`"),
        ("codes = [", "codes = [\"X1\", ", "codes", "`gulf` is made of"),
        (
            "primary = \"resident_employment\"",
            "primary = \"jobs\"",
            "primary",
            "none of the outcomes",
        ),
        (
            "measure = \"ventures_trading\"",
            "measure = \"jobs\"",
            "measure = \"jobs\"",
            "no aim of the goal",
        ),
        (
            "name = \"synthetic_difference\"",
            "name = \"synthetic\"",
            "name",
            "`synthetic` is no name",
        ),
        ("mode = \"exact\"", "mode = \"ridge\"", "mode", "has no mode `ridge`"),
        ("rule = \"others\"", "rule = \"listed\"", "regions", "the list of donors is empty"),
        ("rule = \"latest\"", "rule = \"named\"", "[data]", "the rule names a vintage"),
        ("most_commuting = 0.02", "most_commuting = 2", "most_commuting", "not between 0 and 1"),
        ("exclude = []", "exclude = [{ region = \"X1\" }]", "exclude", "`because` is missing"),
        ("before = 10", "before = 0", "before", "a window without a period"),
        ("side = \"two\"", "side = \"too\"", "side", "`too` is no side"),
        ("sesoi = 1.5", "sesoi = 0", "sesoi", "a smallest effect of interest of 0"),
        (
            "\"ventures_trading\", \"renter",
            "\"renter",
            "family",
            "all outcomes but the primary one",
        ),
        ("method = \"benjamini_hochberg\"", "method = \"none\"", "method", "share no error"),
        ("reads = [", "reads = [2020-01-01, ", "reads", "it is read on 2020-01-01"),
        ("[windows]", "[window]", "[window]", "`window` means nothing here"),
        ("question = ", "question = = ", "question", "cannot be read"),
    ];
    for (was, is, begins, wanted) in cases {
        assert!(good.contains(was), "{was}");
        let text = good.replacen(was, is, 1);
        let file = coast.write("bad.toml", &text);
        let error = coast.refused(&["plan", "lock", &plan, "--design", file]);
        assert!(error.contains("error[E0540]") && error.contains(wanted), "{wanted} in\n{error}");
        let at = line(&text, begins);
        assert!(
            error.contains(&format!("bad.toml, line {at}")),
            "line {at} of {begins} in\n{error}"
        );
    }
    let json = coast.write("bad.json", "{\"question\": 1}");
    let error = coast.refused(&["plan", "lock", &plan, "--design", json]);
    assert!(
        error.contains("bad.json, `question`") && error.contains("a text in quotes"),
        "{error}"
    );
    assert!(error.contains("`treated` is missing"), "{error}");
    let error = coast.refused(&["plan", "lock", "abcd1234", "--design", json]);
    assert!(error.contains("there is no plan `abcd1234`") && error.contains(&plan[..8]), "{error}");
    let error = coast.refused(&["plan", "lock", &plan, "--design", "none.toml"]);
    assert!(error.contains("E0403"), "{error}");
    coast.ok(&["plan", "design", &plan, "-o", "new.toml"]);
    let error = coast.refused(&["plan", "design", &plan, "-o", "new.toml"]);
    assert!(error.contains("is there already"), "{error}");
    // Nothing of all that was entered or kept.
    assert!(coast.ok(&["plan", "locks"]).starts_with("Nothing is locked"));
    assert!(!coast.path("plans/designs").exists());
}

#[test]
fn a_region_has_one_line_of_locks() {
    let coast = Coast::new(false);
    let (plan, lock) = coast.locked();
    let first = text(&lock, "/short").to_owned();
    let error = coast.refused(&["plan", "lock", &plan, "--design", "design.toml"]);
    assert!(error.contains("E0517") && error.contains("was locked before"), "{error}");
    let other = coast.plan(&["--budget", "300k", "--years", "2"]);
    let error = coast.refused(&["plan", "lock", &other, "--design", "design.toml"]);
    assert!(error.contains(&format!("has a lock already: {first}")), "{error}");
    assert!(error.contains("agglo plan amend"), "{error}");
    let error = coast.refused(&["plan", "amend", &first, "--because", "no reason"]);
    assert!(error.contains("nothing changes"), "{error}");
    let error = coast.refused(&["plan", "amend", &first, "--because", " ", "--plan", &other]);
    assert!(error.contains("E0513"), "{error}");
    let (code, _, error) = coast.run(&["plan", "amend", &first, "--plan", &other]);
    assert!(code == 2 && error.contains("--because"), "{error}");
    let error = coast.refused(&["plan", "amend", "abcdef", "--because", "x", "--plan", &other]);
    assert!(error.contains("there is no lock `abcdef`") && error.contains(&first), "{error}");
    let next = coast.json(&["plan", "amend", &first, "--because", "less money", "--plan", &other]);
    let only_plan = next["changes"].as_array().unwrap();
    assert_eq!((only_plan.len(), text(&only_plan[0], "/field")), (1, "plan"));
    let error = coast.refused(&["plan", "amend", &first, "--because", "x", "--plan", &plan]);
    let current = text(&next, "/short");
    assert!(error.contains("was amended already") && error.contains(current), "{error}");

    let lock = rows(&coast.json(&["plan", "locks"]))[0]["event"].to_string();
    let error = coast.refused(&["record", "retract", &lock, "--because", "x"]);
    assert!(error.contains("cannot be retracted"), "{error}");
    let swap = format!("plan={}", "a".repeat(64));
    let error = coast.refused(&["record", "correct", &lock, &swap, "--because", "x"]);
    assert!(error.contains("never corrected"), "{error}");
}

#[test]
fn an_old_lock_without_files_is_amended_with_both_and_listening_counts_as_before() {
    let coast = Coast::new(true);
    let today = day(0, "12-31");
    let listening = || {
        let (_, out, _) = coast.run(&["check", "--only", "L1", "--as-of", &today, "--json"]);
        let report: Value = serde_json::from_str(&out).unwrap();
        report["regions"][0].clone()
    };
    let before = listening();
    assert_eq!(before["registered"]["amendments"], 0);
    let listed = coast.ok(&["plan", "locks"]);
    assert!(
        listed.contains("no file kept") && listed.contains("no evaluation is registered"),
        "{listed}"
    );
    let plan = coast.plan(&[]);
    let file =
        coast.write("design.toml", &filled(&coast.ok(&["plan", "design", &plan]), "2020-01-01"));
    let error = coast.refused(&["plan", "lock", &plan, "--design", file]);
    assert!(error.contains("agglo plan amend 3fa9c1d2"), "{error}");
    let amend = ["plan", "amend", OLD, "--because", "the evaluation is registered"];
    for one in [["--plan", plan.as_str()], ["--design", file]] {
        let error = coast.refused(&[&amend[..], &one[..]].concat());
        assert!(error.contains("E0542") && error.contains("--plan PLAN --design FILE"), "{error}");
    }
    let out = coast.ok(&[&amend[..], &["--plan", &plan, "--design", file]].concat());
    assert!(out.contains("the evaluation is retrospective") && !out.contains("Publish"), "{out}");
    let after = listening();
    let gate = |region: &Value| region["findings"][0].clone();
    assert!(text(&gate(&before), "/found").contains("before the lock of 2026-06-05"));
    assert_eq!(gate(&before), gate(&after));
    assert_eq!(after["registered"]["amendments"], 1);
    let locks = coast.json(&["plan", "locks"]);
    assert_eq!(text(&rows(&locks)[1], "/parent"), OLD);
    assert_eq!(rows(&locks)[1]["is_retrospective"], true);
    assert_eq!(coast.run(&["ledger", "verify"]).0, 0);
}

#[test]
fn the_reason_of_an_amendment_leaves_by_no_export_and_no_public_view() {
    let coast = Coast::new(false);
    let (plan, lock) = coast.locked();
    let because = "Maria of the harbour asked for it";
    let second = coast.plan(&["--budget", "700k"]);
    let file = coast.write("second.toml", &coast.design(&second));
    let name = text(&lock, "/name").to_owned();
    let amend = ["plan", "amend", &name[..8], "--plan", &second, "--design", file];
    coast.ok(&[&amend[..], &["--because", because]].concat());
    assert!(coast.ok(&["plan", "locks"]).contains(because), "inside it is shown");
    for format in ["csv", "kumu", "ical", "360giving", "hsds", "iati"] {
        fs::create_dir_all(coast.path("out")).unwrap();
        coast.ok(&["export", "--as", format, "-o", &format!("out/{format}")]);
    }
    coast.ok(&["view", "--public", "-o", "out/view"]);
    let mut seen = 0;
    let mut folders = vec![coast.path("out")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if entry.is_dir() {
                folders.push(entry);
                continue;
            }
            let found = fs::read_to_string(&entry).unwrap();
            for secret in [because, "Maria", &plan, &name] {
                assert!(!found.contains(secret), "{secret} in {}", entry.display());
            }
            seen += 1;
        }
    }
    assert!(seen > 10, "{seen} files");
}

/// What a value lacks of what its schema asks for, and what it has that the schema does not know.
fn differs(schema: &Value, root: &Value, value: &Value, at: &str) -> Vec<String> {
    if let Some(of) = schema["$ref"].as_str() {
        return differs(root.pointer(&of[1..]).unwrap(), root, value, at);
    }
    for word in ["anyOf", "oneOf"] {
        if let Some(any) = schema[word].as_array() {
            let all = any.iter().map(|own| differs(own, root, value, at));
            return all.min_by_key(Vec::len).unwrap_or_default();
        }
    }
    let is = |word: &str| match word {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        _ => value.is_null(),
    };
    let words: Vec<&str> = match &schema["type"] {
        Value::Array(all) => all.iter().filter_map(Value::as_str).collect(),
        own => own.as_str().into_iter().collect(),
    };
    let mut found = Vec::new();
    if !words.is_empty() && !words.iter().any(|word| is(word)) {
        found.push(format!("{at}: {value} is no {words:?}"));
    }
    if let Some(own) = value.as_object() {
        let required = schema["required"].as_array().into_iter().flatten();
        let missing = required.filter_map(Value::as_str).filter(|name| !own.contains_key(*name));
        found.extend(missing.map(|name| format!("{at} has no {name}")));
        let is_closed =
            schema["properties"].is_object() && schema["additionalProperties"].is_null();
        for (name, part) in own {
            match schema["properties"].get(name) {
                Some(schema) => found.extend(differs(schema, root, part, &format!("{at}/{name}"))),
                None if is_closed => found.push(format!("{at}/{name} is not in the schema")),
                None => {}
            }
        }
    }
    for (number, part) in value.as_array().into_iter().flatten().enumerate() {
        found.extend(differs(&schema["items"], root, part, &format!("{at}/{number}")));
    }
    found
}

#[test]
fn what_locks_say_as_json_is_what_their_schemas_promise() {
    let coast = Coast::new(false);
    let (_, lock) = coast.locked();
    let schema =
        |noun: &str| -> Value { serde_json::from_str(&coast.ok(&["schema", noun])).unwrap() };
    let agrees = |noun: &str, value: &Value| {
        let own = schema(noun);
        assert_eq!(own["title"], format!("agglo/{noun}/1"));
        assert_eq!(differs(&own, &own, value, ""), Vec::<String>::new(), "{noun}: {value:#}");
    };
    agrees("lock", &lock);
    let name = text(&lock, "/name").to_owned();
    let second = coast.plan(&["--budget", "700k"]);
    let file = coast.write("second.toml", &coast.design(&second));
    let amend = ["plan", "amend", &name[..8], "--plan", &second, "--design", file];
    agrees("lock", &coast.json(&[&amend[..], &["--because", "more money"]].concat()));
    agrees("locks", &coast.json(&["plan", "locks"]));
    for entry in fs::read_dir(coast.path("plans/designs")).unwrap() {
        let bytes = fs::read(entry.unwrap().path()).unwrap();
        agrees("design", &serde_json::from_slice(&bytes).unwrap());
    }
    // The check itself finds what is gone.
    let mut worse = lock;
    worse.as_object_mut().unwrap().remove("name");
    let own = schema("lock");
    assert!(!differs(&own, &own, &worse, "").is_empty(), "a lock without its name");
}
