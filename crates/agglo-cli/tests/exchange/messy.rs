//! A workbook as people send it: previewed cell by cell, corrected by a mapping, entered clean.

use std::fs;
use std::path::Path;

use crate::coast::Coast;

/// Remainders of bytes by the polynomial of zip archives.
fn crc(bytes: &[u8]) -> u32 {
    let step = |crc: u32, byte: u8| {
        (0..8).fold(crc ^ u32::from(byte), |crc, _| {
            if crc & 1 == 1 { crc >> 1 ^ 0xedb8_8320 } else { crc >> 1 }
        })
    };
    !bytes.iter().fold(!0, |crc, byte| step(crc, *byte))
}

/// An archive of files that are not packed.
fn zip(files: &[(&str, String)]) -> Vec<u8> {
    let (mut out, mut list) = (Vec::new(), Vec::new());
    for (name, text) in files {
        let size = u32::try_from(text.len()).unwrap().to_le_bytes();
        let length = u16::try_from(name.len()).unwrap().to_le_bytes();
        let from = u32::try_from(out.len()).unwrap().to_le_bytes();
        let mut head = vec![20, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        for part in [&crc(text.as_bytes()).to_le_bytes()[..], &size, &size, &length, &[0, 0]] {
            head.extend_from_slice(part);
        }
        for part in [&b"PK\x03\x04"[..], &head, name.as_bytes(), text.as_bytes()] {
            out.extend_from_slice(part);
        }
        for part in [&b"PK\x01\x02\x14\x00"[..], &head, &[0; 10], &from, name.as_bytes()] {
            list.extend_from_slice(part);
        }
    }
    let (count, at) = (u16::try_from(files.len()).unwrap(), u32::try_from(out.len()).unwrap());
    let size = u32::try_from(list.len()).unwrap();
    out.extend(list);
    out.extend_from_slice(b"PK\x05\x06\0\0\0\0");
    for part in [
        &count.to_le_bytes()[..],
        &count.to_le_bytes(),
        &size.to_le_bytes(),
        &at.to_le_bytes(),
        &[0, 0],
    ] {
        out.extend_from_slice(part);
    }
    out
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

/// A sheet of texts; one that begins with `f(` is a formula whose result is what follows the bar.
fn sheet(rows: &[(u32, &[&str])], merged: &str) -> String {
    let row = |(row, cells): &(u32, &[&str])| {
        let cells: Vec<String> = ('A'..)
            .zip(*cells)
            .map(|(column, text)| cell(&format!("{column}{row}"), text))
            .collect();
        format!("<row r=\"{row}\">{}</row>", cells.concat())
    };
    let rows: Vec<String> = rows.iter().map(row).collect();
    format!(
        "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>{}</sheetData>\
         <mergeCells><mergeCell ref=\"{merged}\"/></mergeCells></worksheet>",
        rows.concat()
    )
}

fn cell(place: &str, text: &str) -> String {
    match text.strip_prefix("f(").and_then(|own| own.split_once('|')) {
        _ if text.is_empty() => String::new(),
        Some((formula, result)) => format!(
            "<c r=\"{place}\" t=\"str\"><f>{}</f><v>{}</v></c>",
            escaped(formula),
            escaped(result)
        ),
        None => {
            format!("<c r=\"{place}\" t=\"inlineStr\"><is><t>{}</t></is></c>", escaped(text))
        }
    }
}

fn workbook(path: &Path, sheets: &[(&str, String)]) {
    let relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let of = |ends: &str, parts: String| {
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?><{ends}>{parts}</{}>",
            ends.split(' ').next().unwrap()
        )
    };
    let numbered = || sheets.iter().zip(1..);
    let overrides: Vec<String> = numbered()
        .map(|(_, at)| format!("<Override PartName=\"/xl/worksheets/sheet{at}.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/>"))
        .collect();
    let overrides = overrides.concat();
    let types = format!(
        "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Override PartName=\"/xl/workbook.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/>{overrides}"
    );
    let book: Vec<String> = numbered()
        .map(|((name, _), at)| {
            format!("<sheet name=\"{name}\" sheetId=\"{at}\" r:id=\"rId{at}\"/>")
        })
        .collect();
    let book = book.concat();
    let links: Vec<String> = numbered()
        .map(|(_, at)| format!("<Relationship Id=\"rId{at}\" Type=\"{relations}/worksheet\" Target=\"worksheets/sheet{at}.xml\"/>"))
        .collect();
    let links = links.concat();
    let packages = "xmlns=\"http://schemas.openxmlformats.org/package/2006";
    let names: Vec<String> =
        numbered().map(|(_, at)| format!("xl/worksheets/sheet{at}.xml")).collect();
    let mut files = vec![
        ("[Content_Types].xml", of(&format!("Types {packages}/content-types\""), types)),
        (
            "_rels/.rels",
            of(
                &format!("Relationships {packages}/relationships\""),
                format!(
                    "<Relationship Id=\"rId1\" Type=\"{relations}/officeDocument\" Target=\"xl/workbook.xml\"/>"
                ),
            ),
        ),
        (
            "xl/workbook.xml",
            of(
                &format!(
                    "workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"{relations}\""
                ),
                format!("<sheets>{book}</sheets>"),
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            of(&format!("Relationships {packages}/relationships\""), links),
        ),
    ];
    files.extend(names.iter().zip(sheets).map(|(name, (_, text))| (name.as_str(), text.clone())));
    fs::write(path, zip(&files)).unwrap();
}

/// A title over all columns, an empty row, a formula as a name, European numbers, a value that is withheld, a
/// total, a note below, and a sheet of notes.
fn contacts(path: &Path) {
    let title = "Our partners on the coast, spring of 2026";
    let header = ["Organisation", "What", "Reach", "Reach of", "Cost", "Date", "Phone"];
    let rows: [(u32, &[&str]); 8] = [
        (1, &[title]),
        (3, &header),
        (4, &["Cape College", "college", "1.404", "residents", "12.500,50", "2026-10-01", "850 1"]),
        (
            5,
            &[
                "f(HYPERLINK(\"http://x.test\",\"Bay Works\")|Bay Works",
                "firm",
                "80",
                "Residents",
                "800,5",
                "2026-10-01",
                "",
            ],
        ),
        (6, &["=cmd|' /C calc'!A0", "league", "withheld", "residents", "1.000", "2026-10-01", ""]),
        (7, &["Boat Hands", "Training space", "n/a", "firms", "", "2026-10-01", ""]),
        (8, &["Total", "", "1.484", "", "14.301,00", "", ""]),
        (11, &["Reach is our own estimate"]),
    ];
    let notes: [(u32, &[&str]); 2] = [(1, &["Who filled this in"]), (2, &["the office"])];
    workbook(path, &[("Contacts", sheet(&rows, "A1:G1")), ("Notes", sheet(&notes, "A1:B1"))]);
}

#[test]
fn a_messy_workbook_is_shown_cell_by_cell_and_comes_clean_once_a_person_has_corrected_it() {
    let coast = Coast::new();
    let before = coast.events();
    contacts(&coast.path("contacts.xlsx"));
    let (code, out, error) = coast.run(&["import", "contacts.xlsx", "--dry-run"]);
    assert_eq!(code, 2, "{out}");
    for said in ["What", "Phone", "[columns]"] {
        assert!(error.contains(said), "{said}: {error}");
    }
    coast.write(
        "map.toml",
        "[columns]\n\"What\" = \"kind\"\n\"Phone\" = \"\"\n[values.kind]\n\"Training space\" = \"delivery\"\n[cells]\n\"Contacts!A6\" = \"Dock League\"\n",
    );
    let out = coast.ok(&["import", "contacts.xlsx", "--map", "map.toml", "--dry-run"]);
    for said in [
        "Contacts: 4 rows, each a partner",
        "Phone: left out",
        "decimal comma, as `12.500,50` in Contacts!E4 shows",
        "Contacts, row 8 passed over, a total: `Total`",
        "rows below the table passed over, from A11",
        "sheet `Notes` passed over",
        "Contacts!C4: `1.404` understood as reach = 1404",
        "Contacts!E4: `12.500,50` understood as cost = 12500.50",
        "Contacts!C6: `withheld` understood as reach = not known; the note says that it is withheld",
        "Contacts!C7: `n/a` understood as reach = not known",
        "Contacts!B7: `Training space` understood as kind = delivery",
        "4 new, 0 changed, 0 the same, 0 refused: nothing was entered",
    ] {
        assert!(out.contains(said), "{said}: {out}");
    }
    assert_eq!(coast.events(), before);
    assert_eq!(coast.import(&["contacts.xlsx", "--map", "map.toml"]), [4, 0, 0, 0]);
    assert_eq!(coast.import(&["contacts.xlsx", "--map", "map.toml"]), [0, 0, 4, 0]);
    coast.ok(&["export", "--as", "csv", "--inside", "-o", "copy"]);
    let text = fs::read_to_string(coast.path("copy/partners.csv")).unwrap();
    let line = |name: &str| text.lines().find(|line| line.contains(name)).unwrap().to_owned();
    assert!(line("Cape College").contains(",1404,residents,"), "{text}");
    assert!(line("Bay Works").contains(",80,residents,") && line("Bay Works").contains("800.50"));
    assert!(
        line("Dock League").contains("Reach: withheld") && line("Dock League").contains(",1000,")
    );
    assert!(line("Boat Hands").contains(",delivery,Boat Hands,,,firms,"), "{text}");
}

#[test]
fn a_name_that_looks_like_a_formula_stays_text_from_workbook_to_workbook() {
    let coast = Coast::new();
    contacts(&coast.path("contacts.xlsx"));
    coast.write("map.toml", "[columns]\n\"What\" = \"kind\"\n\"Phone\" = \"\"\n");
    assert_eq!(coast.import(&["contacts.xlsx", "--map", "map.toml"]), [4, 0, 0, 0]);
    coast.ok(&["export", "--as", "csv", "-o", "shared"]);
    let text = fs::read_to_string(coast.path("shared/partners.csv")).unwrap();
    assert!(text.contains(",'=cmd|' /C calc'!A0,"), "{text}");
    if cfg!(feature = "xlsx") {
        coast.ok(&["export", "--as", "xlsx", "--inside", "-o", "all.xlsx"]);
        let [new, changed, _, refused] = coast.import(&["all.xlsx"]);
        assert_eq!([new, changed, refused], [0, 0, 0]);
    }
}
