//! Regions of other countries through `map` and `strategy`: those that are built in, and one that nobody knows.
#![allow(clippy::unwrap_used, reason = "a test's own helpers may fail loudly")]

use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use serde_json::Value;
use tempfile::TempDir;

/// Runs the program: exit code, standard output, standard error.
fn run(arguments: &[&str]) -> (i32, String, String) {
    let output = Command::cargo_bin("agglo").unwrap().args(arguments).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

/// An invented country: Latin-1, semicolons, decimal commas, its own marks, loaded by a mapping alone.
struct Invented {
    folder: TempDir,
}

const JOBS: &str = "concelho;cae;ano;pessoal;nota
A1;H;2018;90,0;\nA1;P;2018;30,0;\nA1;I;2018;40,0;\nA1;T;2018;160,0;
A2;H;2018;20,0;\nA2;P;2018;100,0;\nA2;I;2018;80,5;\nA2;T;2018;200,5;
A3;H;2018;10,0;\nA3;P;2018;100,0;\nA3;I;2018;300,0;\nA3;T;2018;410,0;
A1;H;2019;120,0;\nA1;P;2019;x;\nA1;I;2019;44,5;\nA1;T;2019;204,5;
A2;H;2019;25,5;\nA2;P;2019;110,0;\nA2;I;2019;64,5;p\nA2;T;2019;200,0;
A3;H;2019;10,0;\nA3;P;2019;100,0;\nA3;I;2019;310,0;\nA3;T;2019;420,0;
";

const COUNTRY: &str = r#"
id = "atlantida"
name = "Atlântida"
underserved = "regra.toml"

[words]
region = "concelho"
regions = "concelhos"
whole = "Atlântida"
the_whole = "Atlântida"

[currency]
code = "ATL"
symbol = "₳"
one = "real"

[counted]
size = "jobs"
title = "Pessoal ao serviço"
noun = "jobs"
unit = "jobs"
has_establishments = false
base = ""

[detail]
first = 2
group = 2
finest = 2
finest_words = "branches"
group_words = "branches"
one_group = "a branch"

[tables.regions]
names = "nomes.csv"
pattern = "A0"

[tables.classification]
name = "CAE"
file = "cae.csv"
total = "T"

[tables.industries]
table = { dataset = "pessoal", value = "pessoal" }
rounded_to = 0.5

[[tables.fact]]
name = "income"
title = "Income per head"
unit = "ATL"
better = "more"
table = { dataset = "renda", value = "renda" }
"#;

impl Invented {
    fn new() -> Self {
        let own = Self { folder: TempDir::new().unwrap() };
        own.write("pessoal.csv", &latin1(JOBS));
        own.write("renda.csv", b"concelho,ano,renda\nA1,2019,700\nA2,2019,1000\nA3,2019,1300\n");
        own.write(
            "nomes.csv",
            "code,name,within,within_code\nA1,Não-me-toque,Atlântida,AT\nA2,Praia,Atlântida,AT\n"
                .as_bytes(),
        );
        own.write(
            "cae.csv",
            "code,level,parent,title\nT,0,,Tudo\nH,2,T,Hotéis\nP,2,T,Pesca\nI,2,T,Indústria\n"
                .as_bytes(),
        );
        own.write("regra.toml", b"id = \"renda\"\nversion = 1\ntext = \"Income below 800.\"\nneeded = 1\nbasis = []\n[[leg]]\nid = \"income\"\ntitle = \"Low income\"\n[[leg.test]]\nfact = \"income\"\ntitle = \"Income per head\"\nagainst = \"value\"\npasses = \"below\"\nthreshold = 800.0\nseveral = \"members_agree\"\n");
        own.write("atlantida.toml", COUNTRY.as_bytes());
        own.write("pt.toml", b"dataset = \"pessoal\"\n[file]\nencoding = \"latin1\"\ndelimiter = \";\"\ndecimal = \"comma\"\n[region]\ncolumn = \"concelho\"\n[industry]\ncolumn = \"cae\"\n[period]\ncolumn = \"ano\"\n[[measures]]\nname = \"pessoal\"\ncolumn = \"pessoal\"\nunit = \"jobs\"\nkind = \"amount\"\n[[flags]]\ncolumn = \"nota\"\nprovisional = [\"p\"]\n[marks]\nwithheld = [\"x\"]\n");
        own.write("renda.toml", b"dataset = \"renda\"\n[region]\ncolumn = \"concelho\"\n[period]\ncolumn = \"ano\"\n[[measures]]\nname = \"renda\"\ncolumn = \"renda\"\nunit = \"ATL\"\nkind = \"amount\"\n");
        own.add("pessoal.csv", "pt.toml");
        own.add("renda.csv", "renda.toml");
        own
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, bytes: &[u8]) {
        fs::write(self.path(name), bytes).unwrap();
    }

    fn add(&self, file: &str, map: &str) {
        let (lake, file, map) = (self.path("lake"), self.path(file), self.path(map));
        let [lake, file, map] = [&lake, &file, &map].map(|path| path.to_str().unwrap());
        let (code, _, error) = run(&["data", "--lake", lake, "add", file, "--map", map]);
        assert_eq!(code, 0, "{error}");
    }

    fn asks(&self, verb: &[&str]) -> (i32, String, String) {
        let (lake, country) = (self.path("lake"), self.path("atlantida.toml"));
        let place = ["--country", country.to_str().unwrap(), "--lake", lake.to_str().unwrap()];
        run(&[verb, &place[..]].concat())
    }

    fn map(&self, region: &str, more: &[&str]) -> Value {
        let (code, out, error) = self.asks(&[&["map", region, "--json"], more].concat());
        assert_eq!(code, 0, "{error}");
        serde_json::from_str(&out).unwrap()
    }
}

fn latin1(text: &str) -> Vec<u8> {
    text.chars().map(|letter| u8::try_from(u32::from(letter)).unwrap()).collect()
}

fn line<'a>(map: &'a Value, code: &str) -> &'a Value {
    let lines = map["specialization"]["lines"].as_array().unwrap();
    lines.iter().find(|line| line["industry"] == code).unwrap()
}

#[test]
fn an_invented_country_goes_through_map_on_its_own_data() {
    let country = Invented::new();
    let map = country.map("nao-me-toque", &[]);
    assert_eq!(map["region"]["id"], "A1");
    assert_eq!(map["year"], 2019);
    // 120 of 204.5 against 155.5 of 824.5.
    let hotels = line(&map, "H");
    let quotient = hotels["quotients"]["employment"]["value"].as_f64().unwrap();
    assert!((quotient - (120.0 / 204.5) / (155.5 / 824.5)).abs() < 1e-9, "{quotient}");
    // Hidden: nothing at least, and at most what the total leaves beside the others, roundings included.
    let fish = line(&map, "P");
    assert_eq!(fish["employment"]["reason"], "suppressed");
    assert_eq!(fish["employment"]["bounds"]["upper"], 204.5 - 164.5 + 0.75);
    assert_eq!(map["underserved"]["verdict"], "yes");
    assert_eq!(map["peers"]["by_industry"][0]["region"], "A2");
    assert_eq!(map["history"]["growth"][0]["from"], 2018);
    let (code, out, _) = country.asks(&["map", "A1"]);
    assert!(code == 0 && out.contains("Não-me-toque") && out.contains("Hotéis"), "{out}");
    assert!(!out.contains("nation") && !out.contains('$'), "{out}");
}

#[test]
fn the_data_of_a_country_are_read_as_they_stood() {
    let country = Invented::new();
    let (_, listed, _) =
        run(&["data", "--lake", country.path("lake").to_str().unwrap(), "list", "--json"]);
    let listed: Value = serde_json::from_str(&listed).unwrap();
    let held = listed["lake"].as_array().unwrap();
    let first = held.iter().find(|held| held["id"] == "pessoal").unwrap()["vintage"]
        .as_str()
        .unwrap()
        .to_owned();
    country.write("pessoal.csv", &latin1(&JOBS.replace("A1;H;2019;120,0", "A1;H;2019;60,0")));
    country.add("pessoal.csv", "pt.toml");
    let jobs = |more: &[&str]| line(&country.map("A1", more), "H")["employment"]["value"].clone();
    assert_eq!(jobs(&[]), 60.0);
    assert_eq!(jobs(&["--vintage", &first]), 120.0);
    assert_eq!(jobs(&["--vintage", &format!("pessoal={first}")]), 120.0);
    assert_eq!(jobs(&["--vintage", "2099"]), 60.0);
    let (code, _, error) = country.asks(&["map", "A1", "--vintage", "1999"]);
    assert!(code == 2 && error.contains("E0421"), "{error}");
}

#[test]
fn every_fault_of_a_description_is_told_at_once() {
    let country = Invented::new();
    let wrong = COUNTRY
        .replace("\"nomes.csv\"", "\"names.csv\"")
        .replace("\"cae.csv\"", "\"nace.csv\"")
        .replace(
            "dataset = \"pessoal\", value = \"pessoal\"",
            "dataset = \"pesoal\", value = \"pessoal\"",
        )
        .replace("value = \"renda\"", "value = \"rendas\"");
    country.write("atlantida.toml", wrong.as_bytes());
    let (code, _, error) = country.asks(&["map", "A1"]);
    assert_eq!(code, 2);
    for part in ["names.csv", "nace.csv", "`pesoal`", "did you mean `pessoal`", "`rendas`"] {
        assert!(error.contains(part), "{part}: {error}");
    }
    country.write("atlantida.toml", COUNTRY.replace("[words]", "[word]").as_bytes());
    let (code, _, error) = country.asks(&["map", "A1"]);
    assert!(code == 2 && error.contains("E0206") && error.contains("line"), "{error}");
    country.write("atlantida.toml", COUNTRY.as_bytes());
    let (code, _, error) = country.asks(&["map", "A9"]);
    assert!(code == 2 && error.contains("E0101"), "{error}");
    let (code, _, error) = run(&["map", "A1", "--country", "eu-nuts3"]);
    assert!(code == 2 && error.contains("E0109"), "{error}");
    assert!(Path::new(&country.path("lake")).is_dir());
}

/// The page of a region without what no reader sees, and its data.
fn page(region: &str, more: &[&str]) -> (String, Value, String) {
    let folder = TempDir::new().unwrap();
    let out = folder.path().to_str().unwrap();
    let asked = ["strategy", region, "-o", out, "--as-of", "2026-11-01"];
    let (code, summary, error) = run(&[&asked[..], more].concat());
    assert_eq!(code, 0, "{error}");
    let files: Vec<PathBuf> =
        fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().path()).collect();
    let read = |ending: &str| {
        let path = files.iter().find(|path| path.to_str().unwrap().ends_with(ending)).unwrap();
        fs::read_to_string(path).unwrap()
    };
    let html = without(without(read("strategy.html"), "style"), "script");
    (html, serde_json::from_str(&read("strategy.json")).unwrap(), summary)
}

fn without(mut html: String, element: &str) -> String {
    let (begin, end) = (format!("<{element}"), format!("</{element}>"));
    while let Some(from) = html.find(&begin) {
        let to = html[from..].find(&end).map_or(html.len(), |to| from + to + end.len());
        html.replace_range(from..to, "");
    }
    html
}

/// Words of US counties that are nothing to other countries.
const FOREIGN: [&str; 9] =
    ["county", "counties", "US", "USD", "NAICS", "dollar", "dollars", "nation", "nation’s"];

fn has_no_foreign_word(text: &str) {
    assert!(!text.contains('$'), "a dollar sign");
    let words = text.split(|letter: char| !letter.is_alphanumeric() && letter != '’');
    for word in words {
        assert!(!FOREIGN.contains(&word), "`{word}`");
    }
}

fn sections(html: &str) -> Vec<&str> {
    html.split("<section")
        .skip(1)
        .filter_map(|part| part.split("id=\"").nth(1)?.split('"').next())
        .collect()
}

#[test]
fn pages_of_other_countries_have_the_sections_of_a_county_and_none_of_its_words() {
    let (county, ..) = page("12045", &[]);
    for (region, money) in [("PT16", "€"), ("TLK30", "£")] {
        let (html, data, summary) = page(region, &[]);
        assert_eq!(sections(&html), sections(&county), "{region}");
        has_no_foreign_word(&html);
        has_no_foreign_word(&summary);
        assert!(html.contains(money), "{region}");
        for (part, said) in [
            ("plan", "No plan is priced"),
            ("forecast", "There is no forecast"),
            ("readings", "No blueprint is read"),
        ] {
            assert!(data[part].is_null() || data[part] == serde_json::json!([]), "{part}");
            assert!(html.contains(said), "{region}: {said}");
        }
        assert!(html.contains("too coarse to tell traded clusters apart"), "{region}");
        assert!(summary.lines().count() <= 20, "{summary}");
    }
}

#[test]
fn central_portugal_is_read_with_its_own_groups_and_rule() {
    let (html, data, summary) = page("PT16", &[]);
    assert!(summary.contains("Centro (PT), Portugal"), "{summary}");
    // 70.0 of 964.1 thousand against 9,055.5 of 215,770.4.
    let lines = data["map"]["specialization"]["lines"].as_array().unwrap();
    let farms = lines.iter().find(|line| line["industry"] == "A").unwrap();
    let quotient = farms["quotients"]["employment"]["value"].as_f64().unwrap();
    assert!((quotient - (70.0 / 964.1) / (9_055.5 / 215_770.4)).abs() < 1e-9, "{quotient}");
    assert_eq!(farms["employment"]["value"], 70_000.0);
    // Hidden: what the total leaves, 3.5 thousand and half of each rounding.
    let homes = lines.iter().find(|line| line["industry"] == "L").unwrap();
    let most = homes["employment"]["bounds"]["upper"].as_f64().unwrap();
    assert!((most - 4_000.0).abs() < 1.0, "{most}");
    let rule = &data["map"]["underserved"];
    assert_eq!(rule["verdict"], "yes");
    let share = rule["legs"][0]["tests"][0]["compared"]["value"].as_f64().unwrap();
    assert!((share - 54.0 / 80.7).abs() < 1e-9, "{share}");
    assert!(
        html.contains("less than 0.75") && html.contains("Article 108") || html.contains("75 %")
    );
    assert!(data["map"]["peers"]["by_both"].as_array().unwrap().len() == 10);
    assert_eq!(data["country"]["currency"]["code"], "EUR");
}

#[test]
fn cornwall_is_the_country_s_own_area_and_the_wider_one_on_request() {
    let (_, data, summary) = page("cornwall", &[]);
    assert_eq!(data["region"]["id"], "TLK30");
    assert!(summary.contains("the United Kingdom's share"), "{summary}");
    let lines = data["map"]["specialization"]["lines"].as_array().unwrap();
    let hotels = lines.iter().find(|line| line["industry"] == "55").unwrap();
    assert_eq!(hotels["value_added"]["value"], 640.0);
    assert_eq!(hotels["employment"]["status"], "withheld");
    assert_eq!(data["map"]["underserved"]["verdict"], "unknown");
    let lodging =
        data["readable"].as_array().unwrap().iter().find(|own| own["element"] == "lodging");
    assert_eq!(lodging.unwrap()["told"], "apart", "hotels stand in a line of their own");
    let (code, out, error) = run(&["map", "cornwall", "--country", "eu-nuts2"]);
    assert!(code == 0 && out.contains("UKK3"), "{error}");
    let (code, _, error) = run(&["map", "guadeloupe"]);
    assert!(code == 2 && error.contains("eu-nuts2"), "{error}");
    let (code, _, error) = run(&["map", "Golfo"]);
    assert!(code == 2 && error.contains("12045"), "{error}");
}

#[test]
fn value_added_below_nothing_is_survived() {
    let (code, out, error) = run(&["map", "TLI31", "--json"]);
    assert_eq!(code, 0, "{error}");
    let data: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(data["region"]["id"], "TLI31");
    assert!(!out.contains("NaN"));
    let folder = TempDir::new().unwrap();
    let (code, _, error) = run(&["map", "TLI31", "-o", folder.path().to_str().unwrap()]);
    assert_eq!(code, 0, "{error}");
}

#[test]
fn an_answer_says_of_which_edition_its_borders_are() {
    let borders = |region: &str| {
        let (code, out, error) = run(&["map", region, "--json"]);
        assert_eq!(code, 0, "{error}");
        let answer: Value = serde_json::from_str(&out).unwrap();
        answer["made_from"]["borders"].as_str().unwrap().to_owned()
    };
    assert_eq!(borders("12045"), "US counties, 2017-2020");
    assert_eq!(borders("TLK30"), "ITL 2021");
    assert!(borders("PT16").starts_with("NUTS 2013"));
}

#[test]
fn measures_and_comparisons_answer_for_regions_of_every_country() {
    let (code, out, _) =
        run(&["map", "PT16", "--measure", "location_quotient", "--level", "2", "--json"]);
    assert_eq!(code, 0);
    let answer: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(answer["by"], "employment");
    assert_eq!(answer["rows"][0]["beside"][0]["unit"], "people");
    // Parts of a country whose lines are not all divided add up to its whole, each counted once.
    let (code, out, _) =
        run(&["map", "TLK30", "--measure", "location_quotient", "--level", "3", "--json"]);
    assert_eq!(code, 0);
    let answer: Value = serde_json::from_str(&out).unwrap();
    let count = |row: &Value| row["beside"][0]["figure"]["value"].as_f64().unwrap();
    let parts: f64 = answer["rows"].as_array().unwrap().iter().map(count).sum();
    let (_, out, _) = run(&["map", "TLK30", "--json"]);
    let map: Value = serde_json::from_str(&out).unwrap();
    let whole = map["economy"][0]["value"]["value"].as_f64().unwrap();
    // Each published line is rounded to a million.
    assert!((parts - whole).abs() <= 40.0, "{parts} beside {whole}");
    let (code, out, _) = run(&["compare", "PT16", "PT17", "--json"]);
    assert_eq!(code, 0);
    let answer: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(answer["regions"].as_array().unwrap().len(), 2);
}

#[test]
fn what_a_country_does_not_count_is_refused_and_what_it_lacks_is_said() {
    let refused = [
        vec!["map", "PT16", "--measure", "entropy", "--by", "establishments"],
        vec!["map", "PT16", "--measure", "related_variety"],
        vec![
            "map",
            "--all-regions",
            "--country",
            "eu-nuts2",
            "--measure",
            "entropy",
            "--geojson",
            "x.geojson",
        ],
        vec!["compare", "PT16", "12045"],
    ];
    for arguments in refused {
        let (code, out, told) = run(&arguments);
        assert_eq!((code, out.as_str()), (2, ""), "{arguments:?}");
        assert!(told.contains("hint: "), "{told}");
    }
    for verb in ["gaps", "clusters"] {
        let (code, _, told) = run(&[verb, "TLK30"]);
        assert_eq!(code, 3, "{told}");
        assert!(told.contains("Cornwall") && told.contains("would do"), "{told}");
    }
    let (code, out, _) = run(&["gaps", "PT16", "--json"]);
    let answer: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(code, 3);
    assert!(answer["lacks"].as_str().unwrap().contains("No blueprint is read"));
}
