//! Tables and other formats, in and out: round trips, messy tables, refused rows, and what an attacker learns.
#![cfg(feature = "ledger")]
#![allow(clippy::unwrap_used, reason = "a test's own helpers may fail loudly")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use serde_json::Value;
use tempfile::TempDir;

fn example() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/coast")
}

/// The coast in a folder of a test's own.
struct Coast(TempDir);

impl Coast {
    fn new() -> Self {
        let coast = Self(TempDir::new().unwrap());
        fs::copy(example().join("agglo.toml"), coast.path("agglo.toml")).unwrap();
        let text = ["ledger.jsonl", "complete.jsonl"]
            .map(|file| fs::read_to_string(example().join(file)).unwrap())
            .concat();
        let lines: Vec<&str> = text.lines().filter(|line| !line.starts_with("//")).collect();
        coast.write("all.jsonl", &lines.join("\n"));
        coast.ok(&["ledger", "restore", "all.jsonl"]);
        coast
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.path(name), text).unwrap();
    }

    fn run(&self, arguments: &[&str]) -> (i32, String, String) {
        let mut command = Command::cargo_bin("agglo").unwrap();
        let output = command
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
        assert_eq!(code, 0, "{arguments:?}: {out}{error}");
        out
    }

    /// What an import did: new, changed, the same, refused.
    fn import(&self, arguments: &[&str]) -> [u64; 4] {
        let (_, out, error) = self.run(&[&["import"], arguments, &["--json"]].concat());
        assert!(!out.is_empty(), "{arguments:?}: {error}");
        let told: Value = serde_json::from_str(&out).unwrap();
        ["new", "changed", "same", "refused"].map(|word| told[word].as_u64().unwrap())
    }

    fn events(&self) -> String {
        self.ok(&["ledger", "verify"])
    }
}

const RATINGS: &str = "rater,rater_side,subject,item,score,date,source,consent,area,staff_of_subject\n\
    r-71,community,pt-college,reliability,4,2026-10-02,survey wave 2,yes,north,no\n\
    r-72,community,pt-college,openness,3,2026-10-02,survey wave 2,yes,north,no\n";

#[test]
fn what_is_exported_as_tables_adds_nothing_when_it_comes_back() {
    let coast = Coast::new();
    coast.ok(&["export", "--as", "csv", "--inside", "-o", "copy"]);
    let before = coast.events();
    let mut rows = 0;
    for file in fs::read_dir(coast.path("copy")).unwrap() {
        let path = file.unwrap().path();
        let [new, changed, same, refused] = coast.import(&[path.to_str().unwrap()]);
        assert_eq!([new, changed, refused], [0, 0, 0], "{}", path.display());
        rows += same;
    }
    assert!(rows > 100, "{rows}");
    assert_eq!(coast.events(), before);
}

#[test]
fn ratings_come_in_once_and_a_row_without_rater_date_or_source_is_refused_with_its_address() {
    let coast = Coast::new();
    coast.write("ratings.csv", RATINGS);
    assert_eq!(coast.import(&["ratings.csv"]), [2, 0, 0, 0]);
    assert_eq!(coast.import(&["ratings.csv"]), [0, 0, 2, 0]);
    let before = coast.events();
    let bad = format!(
        "{RATINGS},community,pt-college,openness,3,2026-10-02,survey wave 2,yes,north,no\n\
         r-73,community,pt-college,openness,9,,,yes,north,no\n\
         r-74,community,pt-nobody,openness,3,2026-10-02,survey wave 2,yes,north,no\n"
    );
    coast.write("ratings.csv", &bad);
    let (code, out, error) = coast.run(&["import", "ratings.csv"]);
    assert_eq!(code, 2, "{out}");
    for said in
        ["line 4, rater: rater is missing", "line 5, date", "line 5, source", "line 6, subject"]
    {
        assert!(error.contains(said), "{said}: {error}");
    }
    assert_eq!(coast.events(), before, "all or none");
    let good = bad.replace("r-71", "r-75");
    coast.write("ratings.csv", &good);
    coast.ok(&["import", "ratings.csv", "--keep-good", "--refused-to", "left.csv"]);
    let left = fs::read_to_string(coast.path("left.csv")).unwrap();
    assert!(left.lines().count() == 4 && left.contains("pt-nobody"), "{left}");
    assert_eq!(coast.import(&["ratings.csv", "--dry-run"]), [0, 0, 2, 3]);
}

#[test]
fn a_messy_table_is_understood_cell_by_cell_and_a_mapping_corrects_it() {
    let coast = Coast::new();
    let before = coast.events();
    let table = "Organisation;What;reach_n;reach_of;cost;date;Phone\n\
        =HYPERLINK(A1);college;1.404;residents;12.500,50;2026-10-01;1\n\
        Bay Works;Transport;withheld;residents;800,5;2026-10-01;2\n\
        Total;;1.404;;13.301,00;;\n\
        Note: figures of May;;;;;;\n";
    coast.write("contacts.csv", table);
    let (code, _, error) = coast.run(&["import", "contacts.csv"]);
    assert!(code == 2 && error.contains("Phone") && error.contains("[columns]"), "{error}");
    coast.write("map.toml", "[columns]\n\"What\" = \"kind\"\n\"Phone\" = \"\"\n[cells]\n\"line 2, Organisation\" = \"Cape College\"\n");
    let out = coast.ok(&["import", "contacts.csv", "--map", "map.toml", "--dry-run"]);
    for said in [
        "decimal comma",
        "a total",
        "a note",
        "line 3, reach_n: `withheld`",
        "2 new",
        "nothing was entered",
    ] {
        assert!(out.contains(said), "{said}: {out}");
    }
    assert_eq!(coast.events(), before);
    assert_eq!(coast.import(&["contacts.csv", "--map", "map.toml"]), [2, 0, 0, 0]);
    coast.ok(&["export", "--as", "csv", "--inside", "-o", "copy"]);
    let partners = fs::read_to_string(coast.path("copy/partners.csv")).unwrap();
    let line = |name: &str| partners.lines().find(|line| line.contains(name)).unwrap().to_owned();
    let (college, works) = (line("Cape College"), line("Bay Works"));
    assert!(college.contains(",1404,") && college.contains("12500.50"), "{college}");
    assert!(works.contains("reach_n: withheld") && works.contains("800.50"), "{works}");
}

#[test]
fn names_that_look_like_formulas_scripts_or_paths_are_text_and_leave_as_text() {
    let coast = Coast::new();
    let names = [
        "=cmd|' /C calc'!A0",
        "+1+1",
        "@SUM(A1:A9)",
        "-2+3 Works",
        "<script>alert(1)</script>",
        "Robert'); DROP TABLE events;--",
        "../../etc/passwd",
        "مركز الميناء",
        "🚢 Harbour 7",
    ];
    let rows: Vec<String> =
        names.iter().map(|name| format!("\"{}\",2026-10-01", name.replace('"', "\"\""))).collect();
    coast.write("partners.csv", &format!("name,date\n{}\n", rows.join("\n")));
    let before = coast.import(&["partners.csv"]);
    assert_eq!(before, [9, 0, 0, 0]);
    coast.ok(&["export", "--as", "csv", "-o", "shared"]);
    let text = fs::read_to_string(coast.path("shared/partners.csv")).unwrap();
    for start in [",=", ",+", ",@", ",-2", ",\"="] {
        assert!(!text.contains(start), "{start}: {text}");
    }
    assert!(
        text.contains("'=cmd|") && text.contains("🚢 Harbour 7") && text.contains("مركز الميناء")
    );
    assert_eq!(coast.import(&["partners.csv"]), [0, 0, 9, 0]);
    assert!(coast.events().contains("the chain holds"));
}

#[test]
fn the_wire_files_of_names_are_safe_or_refused() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/wire/bad");
    if !folder.exists() {
        println!("skipped: no ../shared");
        return;
    }
    let coast = Coast::new();
    let run = |name: &str| {
        let path = folder.join(name);
        coast.run(&["import", path.to_str().unwrap(), "--as", "partner", "--dry-run"])
    };
    let (code, _, error) = run("31_bidi_and_zero_width.csv");
    assert!(code == 2 && error.contains("u{0}"), "{error}");
    let (code, out, error) = run("32_unicode_normal_forms.csv");
    assert!(code == 0 && out.contains("1 new") && out.contains("1 the same"), "{out}{error}");
    let (code, _, error) = run("55_ics_no_end.ics");
    assert_eq!(code, 2, "{error}");
}

#[test]
fn maps_and_services_of_others_come_in_and_a_tie_to_nobody_is_refused() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/wire");
    if !folder.exists() {
        println!("skipped: no ../shared");
        return;
    }
    let coast = Coast::new();
    let file = |name: &str| folder.join(name).to_str().unwrap().to_owned();
    let organizations = file("hsds/csv/organizations.csv");
    assert_eq!(coast.import(&[&organizations]), [1, 0, 0, 0]);
    assert_eq!(coast.import(&[&organizations]), [0, 0, 1, 0]);
    if cfg!(feature = "ingest") {
        let map = file("kumu/map.xlsx");
        assert_eq!(coast.import(&[&map]), [8, 0, 0, 1]);
        let (_, _, error) = coast.run(&["import", &map]);
        assert!(error.contains("Connections!B5") && error.contains("boat-yard"), "{error}");
        coast.ok(&["import", &map, "--keep-good", "--refused-to", "left.csv"]);
        assert_eq!(coast.import(&[&map]), [0, 0, 8, 1]);
    }
}

#[test]
fn a_session_that_comes_again_with_its_id_is_corrected_once() {
    let coast = Coast::new();
    let table = |n: u32| {
        format!(
            "id,area,date,text,participants,source\nin-900,north,2026-10-01,Rents rise,{n},notes\n"
        )
    };
    coast.write("inputs.csv", &table(12));
    assert_eq!(coast.import(&["inputs.csv"]), [1, 0, 0, 0]);
    coast.write("inputs.csv", &table(21));
    assert_eq!(coast.import(&["inputs.csv"]), [0, 1, 0, 0]);
    assert_eq!(coast.import(&["inputs.csv"]), [0, 0, 1, 0]);
}

#[test]
fn rows_of_one_file_may_refer_to_each_other_in_any_order() {
    let coast = Coast::new();
    coast.write(
        "initiatives.csv",
        "id,title,element,prereq,date\nit-b,Second,food,it-a,2026-10-01\nit-a,First,food,,2026-10-01\n",
    );
    assert_eq!(coast.import(&["initiatives.csv"]), [2, 0, 0, 0]);
    assert_eq!(coast.import(&["initiatives.csv"]), [0, 0, 2, 0]);
}

#[test]
fn every_kind_has_a_template_that_comes_back_without_rows() {
    let coast = Coast::new();
    for kind in ["partners", "ratings", "areas", "pieces", "agreements", "initiatives"] {
        coast.ok(&["export", "--as", "csv", "--template", kind]);
        let text = fs::read_to_string(coast.path(&format!("{kind}.csv"))).unwrap();
        assert!(text.starts_with("date,region,id,") && text.lines().count() == 1, "{text}");
    }
}

/// All that leaves when everybody asks for everything: by region, by day, before and after a correction.
fn everything(coast: &Coast, round: &str) -> Vec<(String, String)> {
    let mut all = Vec::new();
    for (at, more) in
        [&[][..], &["--region", "gulf"], &["--as-of", "2026-03-31"]].iter().enumerate()
    {
        for format in ["csv", "kumu", "ical", "360giving", "hsds"] {
            let name = format!("out-{round}-{at}-{format}");
            coast.ok(&[&["export", "--as", format, "-o", &name], *more].concat());
            let path = coast.path(&name);
            let files: Vec<PathBuf> = if path.is_dir() {
                fs::read_dir(&path).unwrap().map(|file| file.unwrap().path()).collect()
            } else {
                vec![path]
            };
            for file in files {
                let text = fs::read_to_string(&file).unwrap();
                all.push((format!("{name}/{}", file.file_name().unwrap().to_string_lossy()), text));
            }
        }
    }
    all
}

#[test]
fn an_attacker_who_subtracts_all_exports_learns_nothing_of_fewer_than_five() {
    let coast = Coast::new();
    coast.write(
        "activities.csv",
        "id,area_id,date,iap2,participants,groups,influenced,source,said_by\n\
         ,north,2026-02-03,involve,31,underserved:19;other:9,secret hours,sheet of Maria,contributor:c77\n\
         ,north,2026-02-04,involve,14,underserved:9;other:3,,sheet,\n\
         ,north,2026-02-05,involve,3,,,sheet,\n\
         ,north,2026-02-06,involve,40,underserved:20;other:20,,sheet,\n\
         ,north,2026-02-07,consult,12,,,sheet,\n",
    );
    assert_eq!(coast.import(&["activities.csv"]), [5, 0, 0, 0]);
    let mut all = everything(&coast, "before");
    let text = coast.ok(&["ledger", "verify"]);
    let last: u64 = text.split(' ').next().unwrap().parse().unwrap();
    coast.ok(&["record", "correct", &last.to_string(), "n=15", "--because", "counted again"]);
    all.extend(everything(&coast, "after"));
    for (name, text) in &all {
        for secret in [
            "secret hours",
            "Maria",
            "contributor:c77",
            "survey wave",
            "r1,",
            "Nothing to do after eight",
        ] {
            assert!(!text.contains(secret), "{secret} in {name}");
        }
        assert!(!name.ends_with("ratings.csv"), "{name}");
    }
    // What was shown of each session, over all outputs: all who came, and its groups.
    let mut shown: BTreeMap<String, (Vec<i64>, Vec<Vec<i64>>)> = BTreeMap::new();
    for (_, text) in all.iter().filter(|(name, _)| name.ends_with("engagements.csv")) {
        let mut lines = text.lines();
        let header: Vec<&str> = lines.next().unwrap().split(',').collect();
        let at = |column: &str| header.iter().position(|own| *own == column).unwrap();
        let (day, n, groups) = (at("date"), at("n"), at("groups"));
        for line in lines {
            let cells: Vec<&str> = line.split(',').collect();
            assert_eq!(cells.len(), header.len(), "{line}");
            let own = shown.entry(cells[day].to_owned()).or_default();
            own.0.extend(cells[n].parse::<i64>());
            let group = |group: &str| group.split(':').nth(1)?.parse::<i64>().ok();
            own.1.push(cells[groups].split("; ").filter_map(group).collect());
        }
    }
    for (day, (sums, outputs)) in &shown {
        // Some groups together, all without them, and one sum less another.
        let mut found: Vec<i64> = sums.clone();
        for groups in outputs {
            for some in 0..1_usize << groups.len() {
                let of = |at: &usize| some >> at & 1 == 1;
                let some: i64 = (0..groups.len()).filter(of).map(|at| groups[at]).sum();
                found.push(some);
                found.extend(sums.iter().map(|sum| sum - some));
            }
        }
        found.extend(sums.iter().flat_map(|sum| sums.iter().map(move |other| sum - other)));
        let few = found.iter().find(|found| (1..5).contains(&found.abs()));
        assert!(few.is_none(), "{day}: {sums:?} and {outputs:?} give {few:?}");
    }
    let of = |day: &str| {
        let (sums, outputs) = &shown[day];
        let mut all: Vec<i64> = sums.iter().chain(outputs.iter().flatten()).copied().collect();
        all.sort_unstable();
        all.dedup();
        all
    };
    assert_eq!(of("2026-02-06"), [20, 40], "what is of many is shown");
    assert_eq!((of("2026-02-04"), of("2026-02-05")), (vec![14], vec![]));
}

#[test]
fn what_a_format_cannot_hold_is_listed_and_what_it_asks_for_is_there() {
    let coast = Coast::new();
    coast.ok(&[
        "record",
        "award",
        "A1",
        "--funder",
        "EDA",
        "--amount",
        "250k",
        "--start",
        "2025-01-01",
        "--end",
        "2026-12-31",
        "--reports",
        "ed916:annual",
        "--date",
        "2025-01-01",
    ]);
    coast.ok(&[
        "record",
        "promise",
        "Pilot on Fridays",
        "--to",
        "north",
        "--due",
        "2026-12-01",
        "--date",
        "2026-10-01",
        "--public",
    ]);
    let (_, _, said) = coast.run(&["export", "--as", "360giving", "-o", "grants.json"]);
    assert!(
        said.contains("left out: award a1: the reports") || said.contains("left out: award A1"),
        "{said}"
    );
    let read = |name: &str| -> Value {
        serde_json::from_str(&fs::read_to_string(coast.path(name)).unwrap()).unwrap()
    };
    let grant = &read("grants.json")["grants"][0];
    for field in [
        "id",
        "title",
        "description",
        "currency",
        "amountAwarded",
        "awardDate",
        "recipientOrganization",
        "fundingOrganization",
    ] {
        assert!(!grant[field].is_null(), "{field}: {grant}");
    }
    assert_eq!(grant["amountAwarded"], 250_000);
    coast.ok(&["export", "--as", "hsds", "-o", "services.json"]);
    let organizations = read("services.json");
    assert_eq!(organizations.as_array().unwrap().len(), 5);
    for own in organizations.as_array().unwrap() {
        assert!(["id", "name", "description"].iter().all(|field| own[*field].is_string()), "{own}");
        for service in own["services"].as_array().unwrap() {
            let fields = ["id", "name", "status", "organization_id"];
            assert!(fields.iter().all(|field| service[*field].is_string()), "{service}");
        }
    }
    coast.ok(&["export", "--as", "ical", "-o", "coast.ics"]);
    let text = fs::read_to_string(coast.path("coast.ics")).unwrap();
    assert!(
        text.contains("SUMMARY:Due: Pilot on Fridays\r\n")
            && text.contains("DTSTART;VALUE=DATE:20261201")
    );
    assert!(
        text.contains("DTSTART;VALUE=DATE:20251231")
            && text.contains("DTSTART;VALUE=DATE:20261231"),
        "{text}"
    );
    coast.ok(&["export", "--as", "kumu", "-o", "map.json"]);
    let map = read("map.json");
    let labels: Vec<&str> = map["elements"]
        .as_array()
        .unwrap()
        .iter()
        .map(|own| own["label"].as_str().unwrap())
        .collect();
    for own in map["connections"].as_array().unwrap() {
        assert!(
            labels.contains(&own["from"].as_str().unwrap())
                && labels.contains(&own["to"].as_str().unwrap()),
            "{own}"
        );
    }
    assert!(map["connections"].as_array().unwrap().len() > 3);
}

#[cfg(all(feature = "xlsx", feature = "ingest"))]
#[test]
fn a_workbook_adds_nothing_when_it_comes_back_and_faults_of_a_template_have_addresses() {
    use agglo_report::workbook::{Column, Sheet, Takes, render};

    let coast = Coast::new();
    coast.ok(&["export", "--as", "xlsx", "--inside", "-o", "all.xlsx"]);
    let [new, changed, same, refused] = coast.import(&["all.xlsx"]);
    assert_eq!([new, changed, refused], [0, 0, 0]);
    assert!(same > 100);
    coast.ok(&["export", "--as", "xlsx", "--template", "partners"]);
    assert_eq!(coast.import(&["partners.xlsx"]), [0, 0, 0, 0]);
    let column = |name: &str| Column {
        name: name.to_owned(),
        about: String::new(),
        takes: Takes::Text,
        is_required: false,
    };
    let columns = ["Our partners, spring", "", "", ""].map(column).to_vec();
    let row = |cells: [&str; 4]| cells.map(str::to_owned).to_vec();
    let rows = vec![
        row(["Name", "Reach_n", "Areas", "Date"]),
        row(["Cape College", "many", "north", "2026-10-01"]),
        row(["", "12", "north", "2026-10-01"]),
        row(["Bay Works", "12", "nowhere", "2026-10-01"]),
        row(["Dock League", "12,5", "north", "1.10.2026"]),
    ];
    let bytes = render(&[Sheet { name: "Partners".to_owned(), columns, rows }]).unwrap();
    fs::write(coast.path("messy.xlsx"), bytes).unwrap();
    let before = coast.events();
    let (code, out, error) = coast.run(&["import", "messy.xlsx"]);
    assert_eq!(code, 2, "{out}");
    for cell in ["Partners!B3", "Partners!A4", "Partners!C5", "Partners!B6", "Partners!D6"] {
        assert!(error.contains(cell), "{cell}: {error}");
    }
    assert_eq!(coast.events(), before);
}
