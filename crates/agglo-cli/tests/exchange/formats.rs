//! Other people's formats: what they ask for is there, what they cannot hold is listed.

use std::fs;

use serde_json::Value;

use crate::coast::{Coast, wire};

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

#[test]
fn maps_and_services_of_others_come_in_and_a_tie_to_nobody_is_refused() {
    if wire("").is_none() {
        return;
    }
    let coast = Coast::new();
    let file = |name: &str| wire(name).unwrap();
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
