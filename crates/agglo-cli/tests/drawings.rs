//! Measures as drawings and as shapes, as a user asks for them: files that say what they show, and what is refused.
#![allow(clippy::unwrap_used, reason = "a test's own helpers may fail loudly")]

use std::fs;
use std::path::Path;

use assert_cmd::Command;
use serde_json::Value;

/// Exit code and standard error of a command that writes into a folder.
fn run(folder: &Path, arguments: &[&str]) -> (i32, String) {
    let output =
        Command::cargo_bin("agglo").unwrap().current_dir(folder).args(arguments).output().unwrap();
    (output.status.code().unwrap(), String::from_utf8(output.stderr).unwrap())
}

#[test]
fn each_answer_that_has_a_drawing_is_drawn_with_title_and_source() {
    let folder = tempfile::tempdir().unwrap();
    let rows: [(&[&str], &[&str]); 7] = [
        (
            &["map", "--all-regions", "--measure", "location_quotient", "--industry", "7211"],
            &["Traveler Accommodation", "qcew-2016", "not known", "ramp4"],
        ),
        (
            &["map", "--all-regions", "--measure", "locational_gini", "--industry", "7211"],
            &["How Traveler Accommodation is spread", "locational Gini: 0.3"],
        ),
        (
            &["map", "39099", "--measure", "shift_share", "--year", "2001,2019"],
            &["2001 to 2019", "Manufacturing", "not causes", "Hatched"],
        ),
        (
            &["spatial", "moran", "--of", "poverty_percent", "--region", "12045"],
            &["0.52", "Gulf County, Florida", "contiguity"],
        ),
        (
            &["spatial", "local_moran", "--of", "poverty_percent"],
            &["high among high", "not significant", "999 orders"],
        ),
        (
            &["relate", "7211", "--region", "12045"],
            &["present in Gulf County", "two strongest ties"],
        ),
        (&["clusters", "39099"], &["Mahoning County", "Filled: strong by the rule"]),
    ];
    for (arguments, says) in rows {
        let (code, error) = run(folder.path(), &[arguments, &["--plot", "one.svg"]].concat());
        assert_eq!(code, 0, "{arguments:?}: {error}");
        let drawn = fs::read_to_string(folder.path().join("one.svg")).unwrap();
        for words in says {
            assert!(drawn.contains(words), "{arguments:?} must say `{words}`");
        }
        assert!(!drawn.contains("NaN") && !drawn.contains("var(--"), "{arguments:?}");
    }
}

#[test]
fn shapes_carry_all_columns_and_a_region_of_several_has_the_shapes_of_all() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("lq.geojson");
    let asked = ["map", "--all-regions", "--measure", "location_quotient", "--industry", "7211"];
    let (code, error) = run(folder.path(), &[&asked[..], &["--geojson", "lq.geojson"]].concat());
    assert_eq!(code, 0, "{error}");
    let found: Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    assert_eq!(found["type"], "FeatureCollection");
    let features = found["features"].as_array().unwrap();
    assert_eq!(features.len(), 3142);
    // One county is too small for outlines of this scale: its shape is null and its row stays.
    let shapeless = features.iter().filter(|feature| feature["geometry"].is_null()).count();
    assert!(shapeless <= 1, "{shapeless}");
    let rings = |feature: &Value| {
        let polygons = match feature["geometry"]["type"].as_str() {
            Some("Polygon") => vec![feature["geometry"]["coordinates"].clone()],
            Some(_) => feature["geometry"]["coordinates"].as_array().unwrap().clone(),
            None => Vec::new(),
        };
        let rings = polygons.into_iter().flat_map(|rings| rings.as_array().unwrap().clone());
        rings.map(|ring| ring.as_array().unwrap().clone()).collect::<Vec<_>>()
    };
    for ring in features.iter().flat_map(rings) {
        assert!(
            ring.len() >= 4 && ring.first() == ring.last(),
            "a ring is closed and has an inside"
        );
    }
    let gulf = features.iter().find(|feature| feature["id"] == "12045").unwrap();
    assert_eq!(gulf["properties"]["place"], "Gulf County, Florida");
    assert!((gulf["properties"]["value"].as_f64().unwrap() - 1.37).abs() < 0.01);
    // The shape lies where the Census puts the county: around 85.3 degrees west, 29.9 north.
    let ring = gulf["geometry"]["coordinates"][0][0].as_array().unwrap();
    let ring = if ring[0].is_number() {
        &gulf["geometry"]["coordinates"][0]
    } else {
        &gulf["geometry"]["coordinates"][0][0]
    };
    for point in ring.as_array().unwrap() {
        let [x, y] = [point[0].as_f64().unwrap(), point[1].as_f64().unwrap()];
        assert!((-85.6..-84.9).contains(&x) && (29.5..30.3).contains(&y), "{x} {y}");
    }
    let asked = ["map", "39099,39155", "--measure", "entropy", "--geojson", "two.geojson"];
    let (code, error) = run(folder.path(), &asked);
    assert_eq!(code, 0, "{error}");
    let two: Value =
        serde_json::from_slice(&fs::read(folder.path().join("two.geojson")).unwrap()).unwrap();
    let shape = &two["features"][0]["geometry"];
    assert_eq!(shape["type"], "MultiPolygon");
    assert_eq!(shape["coordinates"].as_array().unwrap().len(), 2);
}

#[test]
fn a_profile_page_holds_every_picture_and_its_table() {
    let folder = tempfile::tempdir().unwrap();
    let (code, error) = run(folder.path(), &["map", "12045", "-o", "out"]);
    assert_eq!(code, 0, "{error}");
    let page = fs::read_to_string(folder.path().join("out/12045-map.html")).unwrap();
    for id in
        ["situation-map", "clusters-portfolio", "product-space", "shift-share", "moran-scatter"]
    {
        assert!(page.contains(&format!("<figure id=\"{id}\"")), "{id}");
        assert!(page.contains(&format!("id=\"{id}-data\"")), "{id} has a table");
    }
    assert!(!page.contains("<script") && !page.contains("NaN"));
    assert!(folder.path().join("out/12045-map.json").is_file());
}

#[test]
fn what_cannot_be_drawn_is_refused_before_anything_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let rows: [(&[&str], &[&str]); 6] = [
        (&["clusters", "39099", "--plot", "one.jpg"], &["E0103", ".svg or .png"]),
        (&["clusters", "39099", "--plot", "one"], &["E0103", "no kind of drawing"]),
        (
            &["spatial", "geary", "--of", "poverty_percent", "--plot", "one.svg"],
            &["E0103", "moran"],
        ),
        (
            &["map", "12045", "--measure", "entropy", "--plot", "one.svg"],
            &["E0103", "has no drawing"],
        ),
        (&["map", "12045", "--plot", "one.svg"], &["E0103", "--plot"]),
        (
            &["map", "--all-regions", "--measure", "locational_gini", "--geojson", "one.geojson"],
            &["E0103", "no shape"],
        ),
    ];
    for (arguments, says) in rows {
        let (code, error) = run(folder.path(), arguments);
        assert_eq!(code, 2, "{arguments:?}: {error}");
        for words in says {
            assert!(error.contains(words), "{arguments:?} must say `{words}`: {error}");
        }
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}
