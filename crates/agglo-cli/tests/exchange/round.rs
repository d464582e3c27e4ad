//! Round trips: what a format holds comes back as it went, and going out again it is the same.

use std::fs;

use serde_json::Value;

use crate::coast::{Coast, wire};

fn read(coast: &Coast, name: &str) -> Value {
    serde_json::from_str(&fs::read_to_string(coast.path(name)).unwrap()).unwrap()
}

/// A programme of the same file without any record.
fn empty(of: &Coast, file: &str) -> Coast {
    let coast = Coast::empty();
    fs::copy(of.path(file), coast.path(file)).unwrap();
    coast
}

#[test]
fn a_map_comes_back_with_its_partners_and_agreements() {
    let coast = Coast::new();
    let link = ["record", "link", "pt-college", "pt-county", "--kind", "referral"];
    coast.ok(&[&link[..], &["--start", "2026-01-01", "--confirmed", "both"]].concat());
    coast.ok(&["export", "--as", "kumu", "--inside", "-o", "map.json"]);
    let other = empty(&coast, "map.json");
    let (code, out, error) = other.run(&["import", "map.json"]);
    assert_eq!(code, 0, "{out}{error}");
    assert!(out.contains("a map says too little of them"), "{out}");
    assert_eq!(other.import(&["map.json"])[..2], [0, 0]);
    other.ok(&["export", "--as", "kumu", "--inside", "-o", "again.json"]);
    let (before, after) = (read(&coast, "map.json"), read(&other, "again.json"));
    let partners = |map: &Value| -> Vec<Value> {
        let all = map["elements"].as_array().unwrap();
        all.iter().filter(|own| own["type"] == "Partner").cloned().collect()
    };
    assert!(partners(&before).len() > 3);
    assert_eq!(partners(&after), partners(&before));
    let labels: Vec<Value> = partners(&before).iter().map(|own| own["label"].clone()).collect();
    let agreements = |map: &Value| -> Vec<Value> {
        let all = map["connections"].as_array().unwrap().iter();
        let between = |own: &&Value| labels.contains(&own["from"]) && labels.contains(&own["to"]);
        all.filter(|own| own["type"] == "Agreement").filter(between).cloned().collect()
    };
    assert!(!agreements(&before).is_empty());
    assert_eq!(agreements(&after), agreements(&before));
}

#[cfg(all(feature = "xlsx", feature = "ingest"))]
#[test]
fn a_map_as_a_workbook_says_what_the_map_says() {
    let coast = Coast::new();
    coast.ok(&["export", "--as", "kumu", "--inside", "-o", "map.json"]);
    coast.ok(&["export", "--as", "kumu", "--inside", "-o", "map.xlsx"]);
    let (one, two) = (empty(&coast, "map.json"), empty(&coast, "map.xlsx"));
    assert_eq!(one.import(&["map.json"]), two.import(&["map.xlsx"]));
    for own in [&one, &two] {
        own.ok(&["export", "--as", "kumu", "--inside", "-o", "again.json"]);
    }
    assert_eq!(read(&one, "again.json"), read(&two, "again.json"));
    // And the map of others, whose one tie to nobody is refused with its address.
    let Some(file) = wire("kumu/map.json") else { return };
    assert_eq!(one.import(&[&file]), [8, 0, 0, 1]);
    let (_, _, error) = one.run(&["import", &file]);
    assert!(error.contains("/connections/3, to") && error.contains("boat-yard"), "{error}");
}

#[test]
fn a_calendar_comes_back_and_one_of_others_has_its_meetings_day_by_day() {
    let coast = Coast::new();
    for (what, day) in [("Board, spring; agenda\\budget", "2026-10-05"), ("Walk", "2026-12-01")] {
        let with = ["--with", "pt-college", "--date", day, "--public"];
        coast.ok(&[&["record", "meeting", what], &with[..]].concat());
    }
    coast.ok(&["export", "--as", "ical", "--inside", "-o", "coast.ics"]);
    // In the same programme the calendar adds nothing.
    let [new, changed, same, refused] = coast.import(&["coast.ics"]);
    assert_eq!((new, changed, refused), (0, 0, 0));
    assert!(same >= 2);
    let Some(file) = wire("ical/meetings.ics") else { return };
    assert_eq!(coast.import(&[&file]), [6, 0, 0, 0]);
    assert_eq!(coast.import(&[&file]), [0, 0, 6, 0]);
    coast.ok(&["export", "--as", "csv", "--inside", "-o", "copy"]);
    let text = fs::read_to_string(coast.path("copy/meetings.csv")).unwrap();
    for day in ["2024-06-12", "2024-07-10", "2024-09-11", "2024-10-09", "2024-11-13", "2024-07-04"]
    {
        assert!(text.contains(day), "{day}: {text}");
    }
    assert!(!text.contains("2024-08-14") && !text.contains("A. Person"), "{text}");
    assert!(text.contains("as the standard asks so that an importer must unfold it"), "{text}");
}

#[test]
fn grants_come_back_with_their_ids_and_grants_of_others_keep_theirs() {
    let coast = Coast::new();
    let award =
        ["record", "award", "A1", "--funder", "EDA", "--amount", "250k", "--number", "77-1"];
    let days = ["--start", "2025-01-01", "--end", "2026-12-31", "--date", "2025-01-01"];
    coast.ok(&[&award[..], &days[..]].concat());
    coast.ok(&["export", "--as", "360giving", "-o", "grants.json"]);
    let other = empty(&coast, "grants.json");
    assert_eq!(other.import(&["grants.json"]), [1, 0, 0, 0]);
    other.ok(&["export", "--as", "360giving", "-o", "again.json"]);
    let without_stamp = |mut package: Value| {
        package["grants"][0].as_object_mut().unwrap().remove("dateModified");
        // The day of an award is that of its start where it has one.
        package
    };
    assert_eq!(
        without_stamp(read(&coast, "grants.json")),
        without_stamp(read(&other, "again.json"))
    );
    let Some(file) = wire("giving360/grants.json") else { return };
    let (code, _, error) = other.run(&["import", &file]);
    assert!(code == 2 && error.contains("the programme's money is USD"), "{error}");
    let pounds = Coast::empty_in("GBP");
    assert_eq!(pounds.import(&[&file]), [2, 0, 0, 0]);
    assert_eq!(pounds.import(&[&file]), [0, 0, 2, 0]);
    pounds.ok(&["export", "--as", "360giving", "--inside", "-o", "out.json"]);
    let out = read(&pounds, "out.json");
    let sum: f64 = out["grants"]
        .as_array()
        .unwrap()
        .iter()
        .map(|own| own["amountAwarded"].as_f64().unwrap())
        .sum();
    assert!((sum - 32_000.5).abs() < 1e-9, "{out}");
    assert_eq!(out["grants"][0]["id"], "360G-ExampleCF-0001");
    let table = wire("giving360/grants.csv").unwrap();
    let [new, _, _, refused] = Coast::empty_in("GBP").import(&[&table]);
    assert_eq!((new, refused), (2, 0));
}

#[test]
fn organizations_of_the_standards_own_samples_come_in_and_keep_their_ids() {
    const ID: &str = "d9d5e0f5-d3ce-4f73-9a2f-4dd0ecc6c610";
    let coast = Coast::empty();
    for sample in ["organization_full", "service_full", "service_list", "tabular"] {
        let Some(file) = wire(&format!("hsds/{sample}.json")) else { return };
        let coast = Coast::empty();
        assert_eq!(coast.import(&[&file]), [1, 0, 0, 0], "{sample}");
        assert_eq!(coast.import(&[&file]), [0, 0, 1, 0], "{sample}");
        coast.ok(&["export", "--as", "hsds", "-o", "out.json"]);
        let out = read(&coast, "out.json");
        assert_eq!(out[0]["id"], ID, "{sample}");
        assert_eq!(out[0]["name"], "Example Organization Inc.", "{sample}");
        // Addresses and names of persons stay where they are.
        coast.ok(&["export", "--as", "csv", "--inside", "-o", "copy"]);
        let text = fs::read_to_string(coast.path("copy/partners.csv")).unwrap();
        assert!(!text.contains("email@example.com") && !text.contains("Ann Persona"), "{text}");
    }
    let (code, _, error) = coast.run(&["import", &wire("hsds/location.json").unwrap()]);
    assert!(code == 2 && error.contains("names no organization"), "{error}");
}

#[test]
fn the_package_of_tables_comes_in_whole_and_goes_out_with_its_description() {
    let coast = Coast::new();
    coast.ok(&["export", "--as", "hsds", "-o", "hsds.json"]);
    coast.ok(&["export", "--as", "hsds", "-o", "services"]);
    let package = read(&coast, "services/datapackage.json");
    for own in package["resources"].as_array().unwrap() {
        let path = coast.path("services").join(own["path"].as_str().unwrap());
        let text = fs::read_to_string(path).unwrap();
        let columns: Vec<&str> = text.lines().next().unwrap().split(',').collect();
        let fields = own["schema"]["fields"].as_array().unwrap().iter();
        assert_eq!(columns, fields.map(|own| own["name"].as_str().unwrap()).collect::<Vec<_>>());
    }
    // The tables say what the document says: the same partners under the same ids, and again out the same.
    let folder = coast.path("services").display().to_string();
    let (one, two) = (empty(&coast, "hsds.json"), Coast::empty());
    assert_eq!(one.import(&["hsds.json"]), two.import(&[&folder]));
    assert_eq!(two.import(&[&folder])[0], 0);
    for own in [&one, &two] {
        own.ok(&["export", "--as", "csv", "--inside", "-o", "copy"]);
    }
    let partners = |own: &Coast| fs::read_to_string(own.path("copy/partners.csv")).unwrap();
    assert_eq!(partners(&one), partners(&two));
    // The standard's own tables: one organization with what it offers, and not one fault of the other nine tables.
    let Some(sample) = wire("hsds/csv") else { return };
    let other = Coast::empty();
    assert_eq!(other.import(&[&sample]), [1, 0, 0, 0]);
    other.ok(&["export", "--as", "csv", "--inside", "-o", "copy"]);
    assert!(partners(&other).contains("Community Counselling"));
    fs::write(coast.path("services/services.csv"), "id,organization_id,name\n1,2\n").unwrap();
    let (code, _, error) = Coast::empty().run(&["import", &folder]);
    assert!(code == 2 && error.contains("services.csv: line 2"), "{error}");
}

#[test]
fn services_come_back_as_the_partners_that_offer_them() {
    let coast = Coast::new();
    coast.ok(&["export", "--as", "hsds", "-o", "hsds.json"]);
    let other = empty(&coast, "hsds.json");
    assert_eq!(other.import(&["hsds.json"])[1..], [0, 0, 0]);
    other.ok(&["export", "--as", "hsds", "-o", "again.json"]);
    let plain = |value: Value| -> Vec<(Value, Value, Value)> {
        let all = value.as_array().unwrap().iter();
        all.map(|own| (own["id"].clone(), own["name"].clone(), own["description"].clone()))
            .collect()
    };
    assert_eq!(plain(read(&other, "again.json")), plain(read(&coast, "hsds.json")));
}

#[cfg(feature = "ingest")]
#[test]
fn initiatives_come_back_from_activities() {
    let coast = Coast::new();
    let initiative = ["record", "initiative", "Shared kitchen <north>", "--element", "food"];
    let rest = ["--cost", "0:350k,1:20k", "--ends", "2028-12-31", "--date", "2026-10-01"];
    coast.ok(&[&initiative[..], &rest[..]].concat());
    let spend = ["record", "spend", "shared-kitchen-north", "--amount", "42k"];
    coast.ok(&[&spend[..], &["--date", "2026-10-05"]].concat());
    let (_, _, said) = coast.run(&["export", "--as", "iati", "--inside", "-o", "activities.xml"]);
    assert!(said.contains("left out: every kind but initiatives and spending"), "{said}");
    let other = empty(&coast, "activities.xml");
    assert_eq!(other.import(&["activities.xml"])[1..], [0, 0, 0]);
    other.ok(&["export", "--as", "csv", "--inside", "-o", "copy"]);
    let text = fs::read_to_string(other.path("copy/initiatives.csv")).unwrap();
    let line = text.lines().find(|line| line.contains("shared-kitchen-north")).unwrap();
    for said in ["Shared kitchen <north>", "0:350000; 1:20000", "2028-12-31"] {
        assert!(line.contains(said), "{said}: {line}");
    }
}

#[cfg(feature = "ingest")]
#[test]
fn an_activity_of_the_standard_becomes_an_initiative() {
    let Some(file) = wire("iati/activities_2.03.xml") else { return };
    let coast = Coast::empty();
    let (code, out, error) = coast.run(&["import", &file]);
    assert_eq!(code, 0, "{out}{error}");
    assert!(out.contains("1 new") && out.contains("2 transactions passed over"), "{out}");
    coast.ok(&["export", "--as", "csv", "--inside", "-o", "copy"]);
    let text = fs::read_to_string(coast.path("copy/initiatives.csv")).unwrap();
    for said in ["xx-example-0001-coast", "Coast cluster support", "0:150000", "2026-12-31"] {
        assert!(text.contains(said), "{said}: {text}");
    }
    assert!(text.contains("implementing: Harbour District (fictional)"), "{text}");
}
