//! Codes of other vintages: datasets carried from one classification to another, regions whose code changed.
#![allow(clippy::unwrap_used, reason = "a test's own helpers may fail loudly")]

use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use serde_json::Value;
use tempfile::TempDir;

fn agglo(arguments: &[&str]) -> (i32, String, String) {
    let output = Command::cargo_bin("agglo").unwrap().args(arguments).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

struct Desk(TempDir);

impl Desk {
    fn new() -> Self {
        Self(TempDir::new().unwrap())
    }

    fn file(&self, name: &str, text: &str) -> PathBuf {
        let path = self.0.path().join(name);
        fs::write(&path, text).unwrap();
        path
    }

    fn run(&self, arguments: &[&str]) -> (i32, String, String) {
        let lake = self.0.path().join("lake");
        agglo(&[&["data", "--lake", lake.to_str().unwrap()], arguments].concat())
    }

    fn json(&self, arguments: &[&str]) -> Value {
        let (code, out, error) = self.run(&[arguments, &["--json"]].concat());
        assert_eq!(code, 0, "{error}");
        serde_json::from_str(&out).unwrap()
    }
}

const JOBS: &str = "region,industry,year,employment\n\
    12045,532292,2016,8\n12045,541711,2016,100\n12045,721110,2016,40\n12045,454111,2016,5\n12045,454112,2016,1\n12045,454113,2016,2\n\
    12005,541711,2016,0\n12005,721110,2016,60\n";

#[test]
fn a_dataset_is_carried_beside_the_original() {
    let desk = Desk::new();
    let file = desk.file("jobs.csv", JOBS);
    desk.json(&["add", file.to_str().unwrap(), "--as", "jobs"]);
    let told = desk.json(&["carry", "jobs", "--to", "NAICS 2017"]);
    assert_eq!(
        (told["from"].as_str(), told["to"].as_str()),
        (Some("NAICS 2012"), Some("NAICS 2017"))
    );
    assert_eq!(told["dataset"], "jobs-naics-2017");
    // Whole: goods rental, hotels twice, a part of none. A sum: shops without a store. A part: biotechnology; other
    // research holds a code that no row has.
    let figures = &told["figures"];
    let counts = ["whole", "sums", "parts", "lacking"].map(|way| figures[way].as_u64().unwrap());
    assert_eq!(counts, [4, 1, 1, 2], "{told}");
    let split = &told["splits"][0];
    assert_eq!((split["from"].as_str(), split["by"]["nation"].as_u64()), (Some("541711"), Some(2)));
    let share = split["to"]["541713"][0].as_f64().unwrap();
    assert!((share - 77_621.0 / (77_621.0 + 69_063.0)).abs() < 1e-9, "{share}");
    let (code, out, _) = desk.run(&["list"]);
    assert!(code == 0 && out.contains("jobs-naics-2017"), "{out}");
    let (code, out, _) = desk.run(&["lineage", "jobs-naics-2017"]);
    let named = [
        "jobs.csv",
        "correspondence-tables",
        "carried = \"jobs\"",
        "541711 was split, 53 % in 541713, 47 % in 541714",
    ];
    assert!(code == 0 && named.iter().all(|text| out.contains(text)), "{out}");
    let row = ["lineage", "jobs-naics-2017", "--row", "region=12045", "--row", "industry=532284"];
    let (code, out, _) = desk.run(&row);
    assert!(code == 0 && out.contains("line 2"), "{out}");
    // Again: nothing new.
    assert_eq!(desk.json(&["carry", "jobs", "--to", "naics-2017"])["is_new"], false);
    let (code, _, error) = desk.run(&["carry", "jobs-naics-2017", "--to", "naics-2017"]);
    assert!(code == 2 && error.contains("already"), "{error}");
}

#[test]
fn what_is_loaded_can_be_carried_on_the_way_in() {
    let desk = Desk::new();
    let file = desk.file("jobs.csv", JOBS);
    let add = ["add", file.to_str().unwrap(), "--as", "jobs", "--to"];
    let (code, _, error) = desk.run(&[&add[..], &["naics-1492"]].concat());
    assert!(code == 2 && error.contains("no classification"), "{error}");
    assert!(!desk.0.path().join("lake").exists(), "nothing is loaded by a name that is not known");
    let told = desk.json(&[&add[..], &["naics-2017"]].concat());
    assert_eq!(told["vintages"][0]["dataset"], "jobs");
    assert_eq!(told["carried"][0]["dataset"], "jobs-naics-2017");
    let listed = desk.json(&["list"]);
    let codes = |at: usize| listed["lake"][at]["codes"].clone();
    assert_eq!(codes(0)["industry"], "naics-2012", "{listed}");
    assert_eq!(
        (codes(0)["region"].as_str(), codes(1)["industry"].as_str()),
        (Some("us-county 2017-2020"), Some("naics-2017"))
    );
}

#[test]
fn a_table_of_ones_own_carries_what_is_built_in_nowhere() {
    let desk = Desk::new();
    let file = desk.file(
        "trade.csv",
        "region,sitc,year,exports\n12045,011,2016,8\n12045,022,2016,3\n12045,999,2016,1\n",
    );
    let map = desk.file(
        "trade.toml",
        "dataset = \"trade\"\n[region]\ncolumn = \"region\"\ncodes = \"us-county\"\n[industry]\ncolumn = \"sitc\"\n[period]\ncolumn = \"year\"\n[[measures]]\nname = \"exports\"\ncolumn = \"exports\"\nkind = \"amount\"\n",
    );
    desk.json(&["add", file.to_str().unwrap(), "--map", map.to_str().unwrap()]);
    let (code, _, error) = desk.run(&["carry", "trade", "--to", "isic-4"]);
    assert!(code == 2 && error.contains("no one classification"), "{error}");
    let table = desk.file("links.csv", "from,to,share\n011,1010,0.25\n011,0141,0.75\n022,1050,1\n");
    let told =
        desk.json(&["carry", "trade", "--to", "isic-4", "--concordance", table.to_str().unwrap()]);
    // Four levels of each side of the split.
    assert_eq!(told["splits"][0]["by"]["given"], 8, "{told}");
    assert_eq!(told["without_link"]["999"], 1, "{told}");
    let (code, _, error) =
        desk.run(&["carry", "trade", "--to", "x", "--concordance", file.to_str().unwrap()]);
    assert!(code == 2 && error.contains("`from`, `to`"), "{error}");
}

#[test]
fn a_concordance_is_no_dataset_and_says_so() {
    let desk = Desk::new();
    let file = desk.file("links.csv", "from,to\n1,a\n2,a\n2,b\n");
    let (code, out, error) = desk.run(&["add", file.to_str().unwrap()]);
    assert_eq!((code, out.trim()), (3, ""), "{error}");
    assert!(error.contains("a concordance of 3 links, no figures"), "{error}");
    let shared = Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .map(|folder| folder.join("shared/data/wire/excel/2012_to_2007_NAICS.xls"))
        .find(|path| path.is_file());
    if let (Some(path), true) = (shared, cfg!(feature = "ingest")) {
        let (code, _, error) = desk.run(&["add", path.to_str().unwrap()]);
        assert!(code == 3 && error.contains("a concordance of 1184 links"), "{error}");
    }
}

#[test]
fn codes_of_regions_that_changed_lead_to_those_in_use() {
    let (code, out, error) = agglo(&["map", "46113"]);
    assert_eq!(code, 0, "{error}");
    assert!(
        out.contains("Oglala Lakota") && error.contains("renamed Oglala Lakota in 2015"),
        "{error}"
    );
    let (code, _, error) = agglo(&["map", "02232"]);
    assert!(code == 2 && error.contains("02105,02230"), "{error}");
    let (code, _, error) = agglo(&["map", "09170"]);
    assert!(code == 2 && error.contains("09009"), "{error}");
}

#[test]
fn labour_markets_districts_and_lists_are_regions() {
    let (code, out, error) = agglo(&["map", "cz:12045"]);
    assert!(code == 0 && out.contains("Labour market of Gulf County"), "{error}");
    let (code, out, error) = agglo(&["map", "eastgate"]);
    assert!(code == 0 && out.contains("Eastgate"), "{error}");
    let desk = Desk::new();
    let list = desk.file("bay.toml", "name = \"The bay\"\nmembers = [\"12045\", \"12005\"]\n");
    let (code, out, error) = agglo(&["map", list.to_str().unwrap()]);
    assert!(code == 0 && out.contains("The bay"), "{error}");
}

#[test]
fn an_industry_of_another_edition_says_what_stands_for_it() {
    let (code, _, error) = agglo(&["relate", "4522"]);
    assert!(code == 2 && error.contains("NAICS 2017") && error.contains("4521"), "{error}");
}
