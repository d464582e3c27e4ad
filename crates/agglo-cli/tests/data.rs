//! Files as people bring them: what is loaded, what is said of it, what is refused, and that nothing is left of a
//! refusal.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test's own helpers may fail loudly"
)]

use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use serde_json::Value;
use tempfile::TempDir;

/// A lake of its own, and what was said when files were given to it.
struct Desk {
    folder: TempDir,
}

impl Desk {
    fn new() -> Self {
        Self { folder: TempDir::new().unwrap() }
    }

    fn file(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.folder.path().join(name);
        fs::write(&path, bytes).unwrap();
        path
    }

    fn lake(&self) -> PathBuf {
        self.folder.path().join("lake")
    }

    /// Exit code, standard output, standard error.
    fn run(&self, arguments: &[&str]) -> (i32, String, String) {
        let mut command = Command::cargo_bin("agglo").unwrap();
        let output =
            command.args(["data", "--lake"]).arg(self.lake()).args(arguments).output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
    }

    fn add(&self, file: &Path, more: &[&str]) -> (i32, String, String) {
        self.run(&[&["add", file.to_str().unwrap()], more].concat())
    }

    fn json(&self, file: &Path, more: &[&str]) -> Value {
        let (code, out, error) = self.add(file, &[more, &["--json"]].concat());
        assert_eq!(code, 0, "{}: {error}", file.display());
        serde_json::from_str(&out).unwrap()
    }

    /// Whether nothing lies in the lake.
    fn is_empty(&self) -> bool {
        !self.lake().exists() || fs::read_dir(self.lake()).unwrap().next().is_none()
    }
}

/// The folder of shared files, where it lies beside the code.
fn wire() -> Option<PathBuf> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let found =
        here.ancestors().map(|folder| folder.join("shared/data/wire")).find(|path| path.is_dir());
    if found.is_none() {
        println!("skipped: no ../shared");
    }
    found
}

/// Whether this build reads archives, workbooks and XML.
fn reads(file: &str) -> bool {
    let is_plain = ["csv", "tsv", "json", "geojson", "txt"].iter().any(|end| file.ends_with(end));
    cfg!(feature = "ingest") || is_plain || file.contains("41_wrong")
}

#[test]
fn every_broken_file_gives_what_a_good_importer_gives() {
    let Some(wire) = wire() else { return };
    let table = fs::read_to_string(wire.join("bad/expected.csv")).unwrap();
    let mut asked = 0;
    let rows = table.lines().map(|line| line.split(',').collect::<Vec<_>>());
    for row in rows.filter(|row| row[1] == "data add") {
        let (file, outcome, lines) = (row[0], row[2], row[3]);
        if !reads(file) {
            continue;
        }
        asked += 1;
        let desk = Desk::new();
        let (code, out, error) = desk.add(&wire.join("bad").join(file), &[]);
        let expected = if outcome == "refuse" { 2 } else { 0 };
        assert_eq!(code, expected, "{file}: {out}{error}");
        assert_eq!(desk.is_empty(), outcome == "refuse", "{file}");
        if outcome == "warn" {
            assert!(out.contains("note:"), "{file}: {out}");
        }
        for line in lines.split(';').filter(|line| !line.is_empty()) {
            let said = format!("line {line}");
            assert!(
                error.contains(&said) || out.contains(&said),
                "{file} must say {said}: {out}{error}"
            );
        }
    }
    assert!(asked > 40, "{asked}");
}

#[test]
fn what_was_refused_is_read_with_the_option_that_the_refusal_names() {
    let Some(wire) = wire() else { return };
    let rows = |file: &str, more: &[&str]| {
        let desk = Desk::new();
        let found = desk.json(&wire.join("bad").join(file), more);
        (
            found["tables"][0]["rows"].as_u64().unwrap(),
            found["tables"][0]["measures"][0]["total"].as_f64(),
        )
    };
    assert_eq!(rows("01_truncated.csv", &["--keep-good"]), (3, Some(504.0)));
    assert_eq!(rows("03_utf16be_no_bom.csv", &["--encoding", "utf-16be"]), (3, Some(504.0)));
    assert_eq!(rows("04_latin1.csv", &["--encoding", "latin1"]), (1, Some(10.0)));
    assert_eq!(rows("11_fips_lost_zero.csv", &["--fix", "codes"]), (2, Some(9088.0)));
    assert_eq!(rows("12_fips_as_float.csv", &["--fix", "codes"]), (1, Some(88.0)));
    assert_eq!(rows("14_decimal_comma.csv", &["--decimal", "comma"]), (2, Some(1492.5)));
    assert_eq!(rows("57_comment_and_blank_lines.csv", &["--comment", "#"]), (3, Some(504.0)));
    assert_eq!(rows("58_ownership_double_count.csv", &[]), (5, Some(4100.0)));
}

/// File, dataset in it, figures, cells without one, sum of all figures where rows are not of several levels.
const WIRE: &[(&str, usize, u64, u64, Option<f64>)] = &[
    ("eurostat/demo_r_gind3_old_header.tsv", 0, 119, 21, Some(59_501_082.2)),
    ("eurostat/nama_10r_3empers_sample.tsv", 0, 229, 51, None),
    ("jsonstat/galicia-2.0.json", 0, 3956, 4, Some(87_493_659.0)),
    ("jsonstat/oecd-canada.json", 0, 432, 0, Some(3_323.825_332)),
    ("jsonstat/oecd-canada.json", 1, 120, 0, Some(140_121.4)),
    ("jsonstat/QS104EW.json", 0, 3, 0, Some(112_151_824.0)),
    ("jsonstat/statswe.json", 0, 1120, 0, Some(38_425.0)),
    ("jsonstat/us-unr.json", 0, 3220, 0, Some(25_527.0)),
    ("jsonstat/hierarchy.json", 0, 0, 132, None),
    ("sdmx/json_flat.json", 0, 4, 0, Some(83.8282)),
    ("sdmx/json_series.json", 0, 4, 0, Some(83.8282)),
    ("sdmx/json_action_delete.json", 0, 2, 1, Some(80.6426)),
    ("sdmx/json_oecd_part2.json", 0, 7, 0, Some(32.134_985)),
    ("sdmx/ml21_generic_flat.xml", 0, 12, 0, Some(344.491_17)),
    ("sdmx/ml21_structurespecific_series.xml", 0, 12, 0, Some(344.491_17)),
    ("sdmx/ml21_estat_namq_gdp_ss.xml", 0, 4, 0, Some(201_554.3)),
    ("sdmx/csv2/example-01.csv", 0, 2, 0, Some(23.2)),
    ("sdmx/csv2/example-02.csv", 0, 2, 0, Some(23.2)),
    ("sdmx/csv2/example-05.csv", 0, 2, 0, Some(23.2)),
    ("sdmx/csv2/example-07.csv", 0, 2, 0, Some(23.2)),
    ("sdmx/csv2/example-09A.csv", 0, 3, 0, Some(34.4)),
    ("sdmx/csv2/example-10.csv", 0, 2, 0, Some(23.2)),
];

#[test]
fn good_files_of_many_formats_give_their_figures() {
    let Some(wire) = wire() else { return };
    for (file, table, values, none, sum) in WIRE.iter().filter(|row| reads(row.0)) {
        let found = Desk::new().json(&wire.join(file), &[]);
        let measure = &found["tables"][*table]["measures"][0];
        let counts = measure["counts"].as_object().unwrap();
        let of = |names: &[&str]| -> u64 {
            names.iter().filter_map(|name| counts.get(*name)?.as_u64()).sum()
        };
        assert_eq!(of(&["disclosed", "estimated", "provisional"]), *values, "{file}");
        assert_eq!(of(&["missing", "withheld", "unknown"]), *none, "{file}");
        if let Some(sum) = sum {
            let total = measure["total"].as_f64().unwrap();
            assert!((total - sum).abs() < 1e-6 * sum, "{file}: {total}");
        }
    }
    for file in
        ["sdmx/ml21_estat_footer_only.xml", "sdmx/ml21_structure.xml", "jsonstat/collection.json"]
    {
        if reads(file) {
            let (code, out, error) = Desk::new().add(&wire.join(file), &[]);
            assert_eq!((code, out.contains("vintage")), (3, false), "{file}: {error}");
        }
    }
}

#[test]
fn agencies_files_are_known_by_their_columns_and_keep_what_is_hidden() {
    let Some(wire) = wire() else { return };
    let desk = Desk::new();
    let found = desk.json(&wire.join("qcew/2016.q1_34001_slice.csv"), &[]);
    let table = &found["tables"][0];
    assert_eq!(
        (table["dataset"].as_str(), table["rows"].as_u64()),
        (Some("qcew-quarterly"), Some(260))
    );
    assert_eq!(table["periods"][0], "2016Q1");
    let month = table["measures"]
        .as_array()
        .unwrap()
        .iter()
        .find(|own| own["measure"] == "employment_month_3");
    let month = month.unwrap();
    assert_eq!(
        (month["counts"]["withheld"].as_u64(), month["counts"]["unknown"].as_u64()),
        (Some(97), Some(1))
    );
    assert_eq!(month["total"].as_f64(), Some(121_614.0), "all owners, all industries");
    let notes = table["notes"].to_string();
    assert!(notes.contains("flag `-`"), "{notes}");
    let business = desk.json(&wire.join("cbp/cbp20co_layout_sample.txt"), &[]);
    assert_eq!(business["tables"][0]["left_out"]["a state's jobs without a county"], 1);
    assert_eq!(business["tables"][0]["measures"][0]["counts"]["withheld"], 1);
    // The same file again says nothing new.
    let again = desk.json(&wire.join("qcew/2016.q1_34001_slice.csv"), &[]);
    assert_eq!(again["vintages"][0]["is_new"], false);
    let (code, out, _) =
        desk.run(&["lineage", "qcew-quarterly", "--row", "region=34001", "--row", "industry=10"]);
    assert!(code == 0 && out.contains("2016.q1_34001_slice.csv") && out.contains("line"), "{out}");
    let (code, out, _) = desk.run(&["verify"]);
    assert!(code == 0 && out.contains("2 datasets") && out.contains("0 faults"), "{out}");
    let (code, out, _) = desk.run(&["list"]);
    assert!(code == 0 && out.contains("qcew-quarterly"), "{out}");
}

#[test]
fn an_invented_country_works_by_a_mapping_alone() {
    let desk = Desk::new();
    let text = "concelho;cae;ano;pessoal;nota\nN\u{e3}o-me-toque;55;2019;1.404,5;\nPraia;55;2019;x;\nPraia;56;2019;88,0;p\n";
    let latin1: Vec<u8> =
        text.chars().map(|letter| u8::try_from(u32::from(letter)).unwrap()).collect();
    let file = desk.file("pessoal.csv", &latin1);
    let (code, _, error) = desk.add(&file, &[]);
    assert!(code == 2 && error.contains("--encoding latin1") && desk.is_empty(), "{error}");
    let map = desk.folder.path().join("pt.toml");
    let written = ["--encoding", "latin1", "--decimal", "comma"];
    let file_name = file.to_str().unwrap();
    let guess = [&["guess", file_name, "-o", map.to_str().unwrap()], &written[..]].concat();
    let (code, _, error) = desk.run(&guess);
    assert_eq!(code, 0, "{error}");
    let mapping = fs::read_to_string(&map).unwrap();
    assert!(
        mapping.contains("column = \"concelho\"") && mapping.contains("decimal = \"comma\""),
        "{mapping}"
    );
    let found = desk.json(&file, &["--map", map.to_str().unwrap()]);
    let measure = &found["tables"][0]["measures"][0];
    assert_eq!(measure["total"].as_f64(), Some(1492.5));
    assert_eq!(measure["counts"]["withheld"], 1, "{found}");
}

#[test]
fn nothing_is_written_where_one_of_two_files_is_wrong_or_a_dry_run_was_asked() {
    let desk = Desk::new();
    let good = desk.file("good.csv", b"region,industry,year,employment\n12045,7211,2019,88\n");
    let bad = desk.file("bad.csv", b"region,industry,year,employment\n12045,7211,2019,-1\n");
    let (code, _, error) = desk.run(&["add", good.to_str().unwrap(), bad.to_str().unwrap()]);
    assert!(code == 2 && error.contains("bad.csv") && desk.is_empty(), "{error}");
    let (code, out, _) = desk.add(&good, &["--dry-run"]);
    assert!(code == 0 && out.contains("nothing was written") && desk.is_empty(), "{out}");
    let (code, _, error) = desk.add(&good, &["--max-bytes", "10"]);
    assert!(code == 2 && desk.is_empty(), "{error}");
}

#[test]
fn a_revision_is_a_new_vintage_and_the_old_one_can_still_be_named() {
    let desk = Desk::new();
    let file = |jobs: u32| format!("region,industry,year,employment\n12045,7211,2019,{jobs}\n");
    let first = desk.json(&desk.file("jobs.csv", file(88).as_bytes()), &["--as", "jobs"]);
    let second = desk.json(&desk.file("jobs.csv", file(91).as_bytes()), &["--as", "jobs"]);
    let id = |found: &Value| found["vintages"][0]["vintage"].as_str().unwrap().to_owned();
    assert_ne!(id(&first), id(&second));
    let (code, out, _) = desk.run(&["list", "--vintages"]);
    assert!(code == 0 && out.contains(&id(&first)) && out.contains(&id(&second)), "{out}");
    let (code, out, _) = desk.run(&["lineage", "jobs", "--vintage", &id(&first)]);
    assert!(code == 0 && out.contains("jobs.csv"), "{out}");
    let (code, _, error) = desk.run(&["lineage", "nothing"]);
    assert!(code == 2 && error.contains("E0421"), "{error}");
    let (code, out, _) = desk.run(&["gc", "--dry-run"]);
    assert!(code == 0 && out.starts_with("0 files"), "{out}");
}

#[test]
fn a_file_without_rows_changes_no_dataset_and_says_so() {
    let desk = Desk::new();
    let empty = desk.file("empty.csv", b"region,employment\n");
    let (code, out, _) = desk.add(&empty, &["--as", "jobs"]);
    assert!(code == 0 && out.contains("note: 0 rows") && out.contains("new vintage"), "{out}");
    let full = desk.file("full.csv", b"region,employment\n12045,88\n");
    desk.json(&full, &["--as", "jobs"]);
    let (code, out, error) = desk.add(&empty, &["--as", "jobs"]);
    assert_eq!(code, 0, "{error}");
    assert!(out.contains("no row was read, it stays as it is") && out.contains("1 rows"), "{out}");
}

#[test]
fn names_below_a_title_json_lines_and_a_period_of_all_rows_are_said_on_the_command_line() {
    let desk = Desk::new();
    let titled = desk.file("titled.csv", b"Jobs in 2019\nregion,employment\n12045,1400\n");
    let (code, _, error) = desk.add(&titled, &[]);
    assert!(code == 2 && error.contains("--header-row"), "{error}");
    let found = desk.json(&titled, &["--header-row", "2", "--period", "2019"]);
    assert_eq!(found["tables"][0]["periods"][0], "2019");
    let lines = desk.file(
        "lines.json",
        b"{\"region\": \"12045\", \"employment\": 88}\n{\"region\": \"12037\", \"employment\": 12}\n",
    );
    let found = desk.json(&lines, &["--json-lines"]);
    assert_eq!(found["tables"][0]["measures"][0]["total"].as_f64(), Some(100.0));
    let dated = desk.file("dated.csv", b"region,year,employment\n12045,2019,88\n");
    let (code, _, error) = desk.add(&dated, &["--period", "2020"]);
    assert!(code == 2 && error.contains("column year"), "{error}");
    let (code, out, _) = desk.add(&titled, &["--header-row", "2", "--as", "undated"]);
    assert!(code == 0 && out.contains("sum 1,400"), "{out}");
}

#[cfg(feature = "ingest")]
#[test]
fn a_table_that_explains_its_signs_is_read_by_them_and_its_total_is_not_added() {
    let Some(wire) = wire() else { return };
    let found = Desk::new().json(&wire.join("excel/merged_headers.xlsx"), &[]);
    let table = &found["tables"][0];
    assert_eq!(table["rows"], 5, "{table}");
    let measure = |name: &str| {
        let all = table["measures"].as_array().unwrap();
        all.iter().find(|own| own["measure"] == name).unwrap().clone()
    };
    let fishing = measure("2023_fishing");
    assert_eq!(fishing["counts"]["withheld"], 1, "{fishing}");
    assert_eq!(fishing["counts"]["disclosed"], 3, "`-` is nil: {fishing}");
    assert_eq!(measure("2024_hotels")["counts"]["missing"], 1);
    assert_eq!(measure("2023_total")["total"].as_f64(), Some(2600.0), "the row of the total alone");
    let notes = table["notes"].to_string();
    assert!(notes.contains("own words say") && notes.contains("hidden"), "{notes}");
}

#[cfg(feature = "fetch")]
#[test]
fn offline_an_update_says_what_it_would_fetch_and_changes_nothing() {
    let desk = Desk::new();
    let area = ["update", "qcew-quarterly", "--value", "area=12045", "--period", "2024Q1"];
    let (code, _, error) = desk.run(&[&area[..], &["--offline"]].concat());
    let url = "https://data.bls.gov/cew/data/api/2024/1/area/12045.csv";
    assert!(code == 2 && error.contains("E0432") && error.contains(url), "{error}");
    let mirror = [&area[..], &["--offline", "--from", "http://127.0.0.1:1/mirror"]].concat();
    let (code, _, error) = desk.run(&mirror);
    assert!(code == 2 && error.contains("http://127.0.0.1:1/mirror/cew/data/api/"), "{error}");
    for wrong in [
        &["update"][..],
        &["update", "nobody"],
        &["update", "eurostat"],
        &["update", "qcew-annual", "--period", "2024Q1"],
        &["update", "qcew-annual", "--value", "area"],
        &["update", "qcew-annual", "--from", "http://example.org/"],
    ] {
        let (code, _, error) = desk.run(wrong);
        assert!(code == 2 && error.contains("error["), "{wrong:?}: {error}");
    }
    assert!(desk.is_empty());
}

#[cfg(not(feature = "fetch"))]
#[test]
fn a_build_that_does_not_fetch_says_so() {
    let (code, _, error) = Desk::new().run(&["update", "qcew-annual"]);
    assert!(code == 2 && error.contains("--features fetch"), "{error}");
}
