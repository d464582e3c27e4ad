//! The family of JSON.

use agglo_data::intake::{Format, Limits, Opened, Wishes, open};

use crate::{file, of, refused, table, tables};

#[test]
fn a_list_of_flat_objects_is_a_table() {
    let read = of(".json", br#"[{"a": 1, "b": "x"}, {"c": [1, "y"], "b": null}, {"a": true}]"#);
    assert_eq!(read.format, Format::Json);
    assert_eq!(read.columns, ["a", "b", "c"]);
    assert_eq!(read.rows, [["1", "x", ""], ["", "", "1|y"], ["true", "", ""]]);
    assert_eq!(read.places[2], "/2");
    let read = of(".json", br#"[["name", "jobs"], ["a", 1.5], ["b", null]]"#);
    assert_eq!(read.rows, [["a", "1.5"], ["b", ""]]);
    refused(".json", br#"[{"a": {"b": 1}}]"#, &["/0: a an object inside a row"]);
    refused(".json", br#"{"a": 1}"#, &["not a list of objects"]);
}

#[test]
fn an_object_of_lists_is_several_tables() {
    let file = file(".json", br#"{"n": 1, "elements": [{"a": 1}], "links": [{"b": 2}]}"#);
    let read = tables(file.path(), &Wishes::default()).unwrap();
    let names: Vec<&str> = read.iter().map(|read| read.name.as_str()).collect();
    assert_eq!(names, ["elements", "links"]);
    assert_eq!(read[1].places, ["/links/0"]);
}

#[test]
fn documents_are_read_line_by_line_only_when_asked_for() {
    let text = b"{\"region\":\"12045\"}\n{\"region\":\"12046\"}\n";
    refused(".json", text, &["line 2, column 1", "more text follows", "--json-lines"]);
    let wishes = Wishes { is_json_lines: true, ..Wishes::default() };
    let read = table(file(".json", text).path(), &wishes);
    assert_eq!((read.format, read.rows.len()), (Format::JsonLines, 2));
}

#[test]
fn a_key_stands_once_and_depth_has_a_limit() {
    refused(".json", br#"[{"a": 1, "a": 1}]"#, &["the key `a` stands twice", "line 1"]);
    refused(".json", "[".repeat(100_000).as_bytes(), &["nested deeper than 64"]);
    refused(".json", "{\"a\":".repeat(100_000).as_bytes(), &["nested deeper than 64"]);
    refused(".json", b"[{\"a\": \"\xff\"}]", &["byte 8 (0xff) is not UTF-8"]);
}

#[test]
fn a_cube_unrolls_with_its_last_dimension_fastest() {
    let text = br#"{"class": "dataset", "id": ["g", "t"], "size": [2, 2], "status": {"1": "e"},
        "dimension": {"g": {"category": {"index": {"B": 1, "A": 0}}},
                      "t": {"category": {"index": ["x", "y"]}}}, "value": [1, 2.5, null, 4]}"#;
    let read = of(".json", text);
    assert_eq!(read.columns, ["g", "t", "value", "flags"]);
    let expected =
        [["A", "x", "1", ""], ["A", "y", "2.5", "e"], ["B", "x", "", ""], ["B", "y", "4", ""]];
    assert_eq!(read.rows, expected);
    assert_eq!(read.places[3], "/value/3");
}

#[test]
fn a_cube_of_another_size_than_it_says_is_refused_with_both_numbers() {
    let text = br#"{"version":"2.0","class":"dataset","id":["geo","time"],"size":[2,3],
        "dimension":{"geo":{"category":{"index":["A","B"]}},
        "time":{"category":{"index":["2019","2020"]}}},"value":[1,2,3,4,5]}"#;
    refused(".json", text, &["2 x 3 = 6 cells", "5 values", "`time` has 2 categories", "says 3"]);
    let text =
        br#"{"id":["g"],"size":[1],"dimension":{"g":{"category":{"index":["A"]}}},"value":["x"]}"#;
    refused(".json", text, &["/value/0", "`x`", "not a number"]);
    let text = br#"{"id":["g"],"size":[1],"dimension":{"g":{"category":{"index":["A"]}}},"value":{"7":1}}"#;
    refused(".json", text, &["`7` names no cell"]);
}

#[test]
fn a_cube_may_not_claim_more_cells_than_can_be_read() {
    let index: Vec<String> = (0..1_000).map(|at| format!("\"{at}\"")).collect();
    let category = format!("{{\"category\":{{\"index\":[{}]}}}}", index.join(","));
    let dimensions: Vec<String> = ["a", "b", "c", "d", "e", "f", "g"]
        .iter()
        .map(|id| format!("\"{id}\":{category}"))
        .collect();
    let text = format!(
        "{{\"id\":[\"a\",\"b\",\"c\",\"d\",\"e\",\"f\",\"g\"],\"size\":[1000,1000,1000,1000,1000,1000,1000],\
         \"dimension\":{{{}}},\"value\":{{}}}}",
        dimensions.join(",")
    );
    refused(".json", text.as_bytes(), &["more than"]);
}

#[test]
fn sdmx_json_keeps_what_is_to_be_done_with_a_row() {
    let text = br#"{"header": {}, "structure": {"dimensions": {"dataSet": [{"id": "F", "keyPosition": 0,
        "values": [{"id": "A"}]}], "series": [{"id": "G", "keyPosition": 1, "values": [{"id": "PT"}, {"id": "ES"}]}],
        "observation": [{"id": "TIME_PERIOD", "values": [{"id": "2019"}, {"id": "2020"}]}]},
        "attributes": {"observation": [{"id": "OBS_STATUS", "values": [{"id": "E"}]}], "series": [], "dataSet": []}},
        "dataSets": [{"action": "Replace", "series": {"1": {"observations": {"0": [1.5, 0], "1": [2, null]}}}},
        {"action": "Delete", "series": {"0": {"observations": {"0": []}}}}]}"#;
    let read = of(".json", text);
    assert_eq!(read.columns, ["F", "G", "TIME_PERIOD", "value", "flags", "action"]);
    let expected = [
        ["A", "ES", "2019", "1.5", "E", "Replace"],
        ["A", "ES", "2020", "2", "", "Replace"],
        ["A", "PT", "2019", "", "", "Delete"],
    ];
    assert_eq!(read.rows, expected);
    assert_eq!(read.places[1], "/dataSets/0/series/1/observations/1");
}

#[test]
fn features_are_rows_and_points_have_two_columns() {
    let text = br#"{"type": "FeatureCollection", "features": [
        {"type": "Feature", "id": 7, "properties": {"name": "a"}, "geometry": {"type": "Point", "coordinates": [-85.3, 29.8]}},
        {"type": "Feature", "properties": null, "geometry": null},
        {"type": "Feature", "properties": {"rooms": "24"}, "geometry":
         {"type": "Polygon", "coordinates": [[[0,0],[1,1],[1,0],[0,1],[0,0]]]}}]}"#;
    let read = of(".geojson", text);
    assert_eq!(read.columns, ["id", "name", "rooms", "longitude", "latitude"]);
    assert_eq!(read.rows[0], ["7", "a", "", "-85.3", "29.8"]);
    assert_eq!(read.rows[2], ["", "", "24", "", ""]);
    assert_eq!(read.extent, Some([-85.3, 0.0, 1.0, 29.8]));
    read.says("/features/2/geometry/0 crosses itself");
    let open = text.map(|byte| byte);
    let open = String::from_utf8(open.to_vec()).unwrap().replace(",[0,0]]]", "]]");
    refused(".geojson", open.as_bytes(), &["/features/2/geometry/0", "4 positions", "not closed"]);
    let text = br#"{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {},
        "geometry": {"type": "Point", "coordinates": [29.8, -185.3]}}]}"#;
    refused(".geojson", text, &["no longitude and latitude", "longitude first"]);
}

#[test]
fn references_and_code_lists_are_said_to_be_no_data() {
    let structure = |text: &[u8]| {
        let file = file(".json", text);
        match open(file.path(), &Wishes::default(), &Limits::default()).unwrap() {
            Opened::Structure(what) => what,
            other => panic!("{other:?}"),
        }
    };
    let text = br#"{"class": "collection", "link": {"item": [{"class": "dataset", "href": "x"}]}}"#;
    assert!(structure(text).contains("collection of 1 references"));
    assert!(structure(br#"{"class": "dimension", "label": "sex"}"#).contains("sex"));
}
