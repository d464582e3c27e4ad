//! Files of agencies in the formats of exchange, where they are at hand: rows, sums and gaps as counted apart.

use std::path::PathBuf;

use agglo_data::intake::{Limits, Opened, Wishes, open};

use crate::{Read, faults, table, tables};

/// A file of the collection, or nothing where it is not at hand.
fn wire(name: &str) -> Option<PathBuf> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/wire");
    if !folder.is_dir() {
        println!("skipped: no ../shared");
        return None;
    }
    Some(folder.join(name))
}

fn read(name: &str) -> Option<Read> {
    Some(table(&wire(name)?, &Wishes::default()))
}

fn close(found: (usize, usize, f64), expected: (usize, usize, f64), name: &str) {
    let same = (found.2 - expected.2).abs() <= 1e-9 * expected.2.abs().max(1.0);
    assert!(found.0 == expected.0 && found.1 == expected.1 && same, "{name}: {found:?}");
}

#[test]
fn every_cube_gives_its_values_its_gaps_and_its_sum() {
    let cubes = [
        ("eurostat/demo_r_gind3_old_header.tsv", 119, 21, 59_501_082.2),
        ("eurostat/nama_10r_3empers_sample.tsv", 229, 51, 214_328.01),
        ("jsonstat/galicia-2.0.json", 3_956, 4, 87_493_659.0),
        ("jsonstat/QS104EW.json", 3, 0, 112_151_824.0),
        ("jsonstat/statswe.json", 1_120, 0, 38_425.0),
        ("jsonstat/us-unr.json", 3_220, 0, 25_527.0),
        ("jsonstat/hierarchy.json", 0, 132, 0.0),
        ("sdmx/json_flat.json", 4, 0, 83.8282),
        ("sdmx/json_series.json", 4, 0, 83.8282),
        ("sdmx/json_action_delete.json", 2, 1, 80.6426),
        ("sdmx/json_oecd_part2.json", 7, 0, 32.134_985),
        ("sdmx/csv2/example-01.csv", 2, 0, 23.2),
        ("sdmx/csv2/example-02.csv", 2, 0, 23.2),
        ("sdmx/csv2/example-05.csv", 2, 0, 23.2),
        ("sdmx/csv2/example-07.csv", 2, 0, 23.2),
        ("sdmx/csv2/example-09A.csv", 3, 0, 34.4),
        ("sdmx/csv2/example-10.csv", 2, 0, 23.2),
    ];
    for (name, values, gaps, sum) in cubes {
        let Some(read) = read(name) else { return };
        // The source gives this sum to six digits.
        let tolerance = if name.contains("oecd_part2") { 1e-6 } else { 0.0 };
        let found = read.figures("value");
        let sum = if (found.2 - sum).abs() < tolerance { found.2 } else { sum };
        close(found, (values, gaps, sum), name);
    }
}

#[test]
fn flags_are_kept_apart_from_values() {
    let Some(old) = read("eurostat/demo_r_gind3_old_header.tsv") else { return };
    assert_eq!(old.columns, ["indic_de", "geo", "time", "value", "flags"]);
    let count =
        |read: &Read, flag: &str| read.column("flags").iter().filter(|own| **own == flag).count();
    assert_eq!(count(&old, "e"), 4);
    let Some(new) = read("eurostat/nama_10r_3empers_sample.tsv") else { return };
    assert_eq!((count(&new, "p"), count(&new, "b")), (6, 4));
}

#[test]
fn a_bundle_is_several_tables() {
    let Some(path) = wire("jsonstat/oecd-canada.json") else { return };
    let tables = tables(&path, &Wishes::default()).unwrap();
    let [oecd, canada] = tables.as_slice() else { panic!("{} tables", tables.len()) };
    assert_eq!((oecd.name.as_str(), canada.name.as_str()), ("oecd", "canada"));
    close(oecd.figures("value"), (432, 0, 3_323.825_332), "oecd");
    close(canada.figures("value"), (120, 0, 140_121.4), "canada");
}

#[test]
fn texts_in_a_cube_are_no_numbers() {
    let Some(path) = wire("jsonstat/order.json") else { return };
    let found = faults(&path, &Wishes::default());
    assert_eq!(found.lines().count(), 24);
    assert!(found.contains("/value/11: `A1B1C4`: not a number"), "{found}");
}

#[test]
fn what_is_no_data_is_said() {
    for name in ["jsonstat/collection.json", "jsonstat/dimension.json"] {
        let Some(path) = wire(name) else { return };
        let opened = open(&path, &Wishes::default(), &Limits::default()).unwrap();
        assert!(
            matches!(&opened, Opened::Structure(what) if what.contains("no data")),
            "{opened:?}"
        );
    }
    for (name, rows) in [("sdmx/csv2/example-14.csv", 2), ("sdmx/csv2/example-19B.csv", 1)] {
        let Some(read) = read(name) else { return };
        assert_eq!(read.rows.len(), rows);
        read.says("attributes only");
    }
}

#[test]
fn employment_by_area_keeps_its_codes_of_disclosure() {
    let Some(read) = read("qcew/2016.q1_34001_slice.csv") else { return };
    assert_eq!((read.rows.len(), read.columns.len()), (260, 47));
    let (codes, jobs) = (read.column("disclosure_code"), read.column("month3_emplvl"));
    let of = |code: &str| {
        codes
            .iter()
            .zip(&jobs)
            .filter(move |(own, _)| **own == code)
            .map(|(_, jobs)| *jobs)
            .collect::<Vec<_>>()
    };
    assert_eq!(of("N"), ["0"; 97]);
    assert_eq!(of("-"), ["0"]);
    let owners = read.column("own_code");
    assert_eq!(owners.iter().zip(&jobs).find(|(own, _)| **own == "0").unwrap().1, &"121614");
    let withheld = |column: &str| read.column(column).iter().filter(|code| **code == "N").count();
    assert_eq!((withheld("lq_disclosure_code"), withheld("oty_disclosure_code")), (98, 102));
}

#[test]
fn small_tables_give_their_rows() {
    let tables = ["addresses", "attributes", "locations", "organizations", "phones", "schedules"];
    let more = ["service_areas", "service_at_location", "services", "taxonomies", "taxonomy_terms"];
    for name in tables.into_iter().chain(more) {
        let Some(read) = read(&format!("hsds/csv/{name}.csv")) else { return };
        assert_eq!(read.rows.len(), 1, "{name}");
    }
    assert_eq!(read("cbp/cbp20co_layout_sample.txt").unwrap().rows.len(), 7);
    assert_eq!(read("giving360/grants.csv").unwrap().rows.len(), 2);
    assert_eq!(read("osm/places.geojson").unwrap().rows.len(), 6);
    let path = wire("kumu/map.json").unwrap();
    let rows: Vec<usize> = self::tables(&path, &Wishes::default())
        .unwrap()
        .iter()
        .map(|read| read.rows.len())
        .collect();
    assert_eq!(rows, [5, 4]);
}

/// Broken files: what the reading of bytes refuses, and in which words.
const REFUSED: [(&str, &[&str]); 17] = [
    ("01_truncated.csv", &["line 5", "2 of 4 fields"]),
    ("03_utf16be_no_bom.csv", &["NUL", "--encoding utf-16be"]),
    ("04_latin1.csv", &["line 2", "byte 41", "--encoding latin1"]),
    ("06_cp1252_smart_quotes.csv", &["--encoding windows-1252"]),
    ("09_duplicate_columns.csv", &["line 1", "employment stands twice"]),
    ("19_header_missing.csv", &["line 1", "not names"]),
    ("21_empty_file.csv", &["empty"]),
    ("24_unclosed_quote.csv", &["line 2"]),
    ("25_ragged_rows.csv", &["line 2: the row has 3 of 4", "line 3: the row has 5 of 4"]),
    ("26_huge_field.csv", &["the limit is 1048576"]),
    ("27_many_columns.csv", &["20000 columns; the limit is 16384"]),
    ("31_bidi_and_zero_width.csv", &["line 4", "NUL"]),
    ("48_json_deep_nesting.json", &["nested deeper than 64"]),
    ("49_json_duplicate_key.json", &["`employment` stands twice"]),
    ("51_jsonstat_size_mismatch.json", &["2 x 3 = 6 cells", "5 values"]),
    ("56_semicolon_in_comma_file.csv", &["line 1", "2 commas, 1 semicolons"]),
    ("57_comment_and_blank_lines.csv", &["line 1", "# exported 2024", "--comment #"]),
];

#[test]
fn broken_files_are_refused_with_line_and_way_out() {
    let more: [(&str, &[&str]); 3] = [
        ("50_json_trailing_garbage.json", &["more text follows"]),
        ("53_geojson_unclosed_ring.geojson", &["/features/0/geometry/0", "not closed"]),
        ("55_ics_no_end.ics", &["calendar"]),
    ];
    for (name, words) in REFUSED.iter().chain(&more) {
        let Some(path) = wire(&format!("bad/{name}")) else { return };
        let found = faults(&path, &Wishes::default());
        assert!(!found.is_empty(), "{name} was read");
        for word in *words {
            assert!(found.contains(word), "{name}: `{word}` is not in `{found}`");
        }
    }
}

#[test]
fn broken_files_that_can_be_read_are_read_and_commented() {
    let rows = [
        ("02_utf16le_bom.csv", 1, "UTF-16LE"),
        ("05_utf8_bom.csv", 3, ""),
        ("20_header_only.csv", 0, "0 rows"),
        ("22_crlf_mixed.csv", 3, ""),
        ("23_cr_only.csv", 3, ""),
        ("30_sql_and_path_names.csv", 3, ""),
        ("41_wrong_extension.xlsx", 3, "named .xlsx"),
        ("52_geojson_swapped_axes.geojson", 1, ""),
        ("54_eurostat_flags_glued.tsv", 4, ""),
        ("58_ownership_double_count.csv", 5, ""),
    ];
    for (name, count, note) in rows {
        let Some(read) = read(&format!("bad/{name}")) else { return };
        assert_eq!(read.rows.len(), count, "{name}");
        if !note.is_empty() {
            read.says(note);
        }
    }
    let swapped = read("bad/52_geojson_swapped_axes.geojson").unwrap();
    assert_eq!(swapped.extent, Some([29.81, -85.3, 29.81, -85.3]));
    let path = wire("bad/57_comment_and_blank_lines.csv").unwrap();
    let wishes = Wishes { comment: Some(b'#'), ..Wishes::default() };
    assert_eq!(table(&path, &wishes).rows.len(), 3);
}

#[cfg(feature = "ingest")]
#[test]
fn messages_of_sdmx_ml_give_their_values() {
    let messages = [
        ("sdmx/ml21_generic_flat.xml", 12, 344.491_17),
        ("sdmx/ml21_structurespecific_series.xml", 12, 344.491_17),
        ("sdmx/ml21_estat_namq_gdp_ss.xml", 4, 201_554.3),
    ];
    for (name, values, sum) in messages {
        let Some(read) = read(name) else { return };
        close(read.figures("value"), (values, 0, sum), name);
    }
    let opened = |name: &str| open(&wire(name).unwrap(), &Wishes::default(), &Limits::default());
    let Ok(Opened::Message(footer)) = opened("sdmx/ml21_estat_footer_only.xml") else {
        panic!("a message")
    };
    let Ok(Opened::Structure(what)) = opened("sdmx/ml21_structure.xml") else {
        panic!("a structure")
    };
    assert!(footer.contains("413") && footer.contains("Please check the location"), "{footer}");
    assert!(what.contains("no data"));
}

#[cfg(feature = "ingest")]
#[test]
fn workbooks_give_their_tables() {
    let Some(read) = read("excel/merged_headers.xlsx") else { return };
    assert_eq!(read.rows.len(), 5);
    assert_eq!(read.columns[1..4], ["2023 Fishing", "2023 Hotels", "2023 Total"]);
    assert_eq!(read.column("2024 Hotels"), ["470", "311", "215", "..", "685"]);
    assert_eq!(read.places[0], "'Table 3', row 6");
    let links = self::read("excel/2012_to_2007_NAICS.xls").unwrap();
    assert_eq!(links.rows.len(), 1_184, "{:?} {:?}", links.columns, links.notes);
    let of = |name: &str| tables(&wire(name).unwrap(), &Wishes::default()).unwrap();
    let rows: Vec<usize> = of("kumu/map.xlsx").iter().map(|read| read.rows.len()).collect();
    assert_eq!(rows, [5, 4]);
    assert!(of("giving360/titles_with_meta_2024.xlsx").iter().all(|read| read.rows.is_empty()));
}

#[cfg(feature = "ingest")]
#[test]
fn harmful_archives_and_documents_are_refused() {
    let cases: [(&str, &[&str]); 5] = [
        ("42_zip_bomb_like.xlsx", &["60000000 bytes", "1028 times"]),
        ("43_zip_path_traversal.zip", &["../../../tmp/agglo_escaped.txt", "leaves its folder"]),
        ("44_gzip_truncated.csv.gz", &["truncated"]),
        ("45_xml_entity_bomb.xml", &["DOCTYPE"]),
        ("46_xml_external_entity.xml", &["DOCTYPE"]),
    ];
    for (name, words) in cases {
        let Some(path) = wire(&format!("bad/{name}")) else { return };
        let found = faults(&path, &Wishes::default());
        for word in words {
            assert!(found.contains(word), "{name}: `{word}` is not in `{found}`");
        }
    }
}
