//! Broken files of names, activities and calendars: each is taken, taken with a caveat, or refused, as it should be.

use std::fs;

use crate::coast::{Coast, wire};

/// What is done with a file: how it is brought, and what must be said.
struct Case {
    file: &'static str,
    map: &'static str,
    said: &'static [&'static str],
}

const CASES: [Case; 7] = [
    Case {
        file: "28_formula_injection.csv",
        map: "as = \"partner\"\n[columns]\n\"amount\" = \"cost\"\n",
        said: &["5 new"],
    },
    Case { file: "29_html_injection.csv", map: "as = \"partner\"\n", said: &["1 new"] },
    Case {
        file: "30_sql_and_path_names.csv",
        map: "as = \"partner\"\n[columns]\n\"region_name\" = \"name\"\n\"file\" = \"note\"\n",
        said: &["3 new"],
    },
    Case {
        file: "31_bidi_and_zero_width.csv",
        map: "as = \"partner\"\n",
        said: &["line 4", "NUL"],
    },
    Case {
        file: "32_unicode_normal_forms.csv",
        map: "as = \"partner\"\n",
        said: &["1 new", "line 2 and line 3 say the same of one partner, `café`"],
    },
    Case {
        file: "47_iati_sectors_sum_90.xml",
        map: "",
        said: &["1 new", "sector percentages of vocabulary 1 add up to 90, not rescaled"],
    },
    Case {
        file: "55_ics_no_end.ics",
        map: "",
        said: &["BEGIN:VEVENT has no END", "cannot repeat SECONDLY"],
    },
];

/// What becomes of a file by the table of the wire: the code with which a command ends.
fn expected(table: &str, file: &str) -> i32 {
    let line = table.lines().find(|line| line.starts_with(file)).unwrap();
    let outcome = line.split(',').nth(2).unwrap();
    assert!(["accept", "warn", "refuse"].contains(&outcome), "{file}: {outcome}");
    if outcome == "refuse" { 2 } else { 0 }
}

#[test]
fn each_broken_file_of_the_wire_ends_as_the_table_says() {
    let Some(table) = wire("bad/expected.csv") else { return };
    let table = fs::read_to_string(table).unwrap();
    for case in &CASES {
        if case.file.ends_with("xml") && cfg!(not(feature = "ingest")) {
            continue;
        }
        let coast = Coast::new();
        let before = coast.events();
        coast.write("map.toml", case.map);
        let file = wire(&format!("bad/{}", case.file)).unwrap();
        let (code, out, error) = coast.run(&["import", &file, "--map", "map.toml"]);
        assert_eq!(code, expected(&table, case.file), "{}: {out}{error}", case.file);
        for said in case.said {
            assert!(format!("{out}{error}").contains(said), "{}: {said}: {out}{error}", case.file);
        }
        if code != 0 {
            assert_eq!(coast.events(), before, "{}", case.file);
        }
    }
}

#[test]
fn a_caveat_of_an_activity_is_kept_with_its_record() {
    if cfg!(not(feature = "ingest")) {
        return;
    }
    let Some(file) = wire("bad/47_iati_sectors_sum_90.xml") else { return };
    let coast = Coast::new();
    assert_eq!(coast.import(&[&file]), [1, 0, 0, 0]);
    assert_eq!(coast.import(&[&file]), [0, 0, 1, 0]);
    coast.ok(&["export", "--as", "csv", "--inside", "-o", "copy"]);
    let text = fs::read_to_string(coast.path("copy/initiatives.csv")).unwrap();
    assert!(text.contains("sector percentages of vocabulary 1 add up to 90"), "{text}");
}

#[test]
fn marks_that_turn_or_hide_text_are_shown_by_their_number() {
    let coast = Coast::new();
    coast.write("partners.csv", "name,reach\n\"Harbour\u{202e}tsurT\",m\u{200b}any\n");
    let (code, _, error) = coast.run(&["import", "partners.csv"]);
    assert!(code == 2 && error.contains("m\\u{200b}any") && !error.contains('\u{200b}'), "{error}");
}

#[test]
fn a_document_type_and_nesting_without_end_are_refused() {
    if cfg!(not(feature = "ingest")) {
        return;
    }
    let coast = Coast::new();
    let entity =
        "<!DOCTYPE a [<!ENTITY x \"y\">]><iati-activities><iati-activity/></iati-activities>";
    coast.write("entity.xml", entity);
    let deep = format!("{}{}", "<a>".repeat(5_000), "</a>".repeat(5_000));
    coast.write("deep.xml", &deep);
    coast.write("deep.json", &format!("{}{}", "[".repeat(5_000), "]".repeat(5_000)));
    for (file, why) in [("entity.xml", "DOCTYPE"), ("deep.xml", "deeper"), ("deep.json", "deep")] {
        let (code, _, error) = coast.run(&["import", file]);
        assert!(code == 2 && error.contains(why), "{file}: {error}");
    }
}

#[test]
fn a_file_in_another_encoding_is_refused_whole_and_read_once_it_is_named() {
    let coast = Coast::new();
    let before = coast.events();
    let good: Vec<String> = (0..3_000).map(|at| format!("Dock {at},firm\n")).collect();
    let good = good.concat();
    for (ahead, what) in [("", "first"), ("Bay Works,firm\n", "second"), (&good, "far")] {
        let head = format!("name,kind\n{ahead}");
        let bytes = [head.as_bytes(), b"Caf\xe9 \x93Dock\x94,firm\nLast,firm\n"].concat();
        fs::write(coast.path("names.csv"), bytes).unwrap();
        for more in [&["--as", "partner"][..], &["--as", "partner", "--keep-good"]] {
            let (code, _, error) = coast.run(&[&["import", "names.csv"], more].concat());
            assert_eq!(code, 2, "{what} {more:?}: {error}");
            let line = format!("line {}", head.lines().count() + 1);
            assert!(error.contains(&line) && error.contains("--encoding windows-1252"), "{error}");
            assert_eq!(coast.events(), before, "{what} {more:?}");
        }
    }
    fs::write(coast.path("one.csv"), b"name,kind\nCaf\xe9 \x93Dock\x94,firm\n").unwrap();
    let own = ["one.csv", "--as", "partner", "--encoding", "windows-1252"];
    assert_eq!(coast.import(&own), [1, 0, 0, 0]);
    assert_eq!(coast.import(&own), [0, 0, 1, 0]);
    coast.ok(&["export", "--as", "csv", "--inside", "-o", "copy"]);
    let text = fs::read_to_string(coast.path("copy/partners.csv")).unwrap();
    assert!(text.contains("Café “Dock”"), "{text}");
}
