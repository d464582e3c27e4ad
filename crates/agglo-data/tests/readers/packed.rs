//! Archives, workbooks, SDMX-ML and Parquet.
#![cfg(feature = "ingest")]

use std::fmt::Write as _;
use std::io::Write;

use agglo_data::intake::{Format, Limits, Opened, Wishes, open};
use agglo_data::table::{Column, Table, write};
use zip::CompressionMethod;
use zip::write::{SimpleFileOptions, ZipWriter};

use crate::{faults, file, of, refused, table, tables};

/// A zip archive of these files.
fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, bytes) in files {
        writer.start_file(*name, options).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn gzipped(bytes: &[u8]) -> Vec<u8> {
    let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    writer.write_all(bytes).unwrap();
    writer.finish().unwrap()
}

/// A workbook of sheets: name, state, rows and merged cells as in the file's own XML.
pub(crate) fn workbook(sheets: &[(&str, &str, &str, &str)]) -> Vec<u8> {
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let (mut list, mut links, mut files) = (String::new(), String::new(), Vec::new());
    for (at, (name, state, rows, merges)) in sheets.iter().enumerate() {
        let _ = write!(
            list,
            "<sheet name=\"{name}\" sheetId=\"{0}\" state=\"{state}\" r:id=\"rId{0}\"/>",
            at + 1
        );
        let _ = write!(
            links,
            "<Relationship Id=\"rId{0}\" Type=\"{relations}/worksheet\" Target=\"worksheets/sheet{0}.xml\"/>",
            at + 1
        );
        let merges: String = merges
            .split_whitespace()
            .fold(String::new(), |text, own| text + "<mergeCell ref=\"" + own + "\"/>");
        let sheet = format!(
            "<worksheet xmlns=\"{main}\"><sheetData>{rows}</sheetData><mergeCells>{merges}</mergeCells></worksheet>"
        );
        files.push((format!("xl/worksheets/sheet{}.xml", at + 1), sheet));
    }
    files.push((
        "xl/workbook.xml".to_owned(),
        format!(
            "<workbook xmlns=\"{main}\" xmlns:r=\"{relations}\"><sheets>{list}</sheets></workbook>"
        ),
    ));
    let package = "http://schemas.openxmlformats.org/package/2006/relationships";
    files.push((
        "xl/_rels/workbook.xml.rels".to_owned(),
        format!("<Relationships xmlns=\"{package}\">{links}</Relationships>"),
    ));
    files.push((
        "_rels/.rels".to_owned(),
        format!(
            "<Relationships xmlns=\"{package}\"><Relationship Id=\"rId1\" \
             Type=\"{relations}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
        ),
    ));
    let files: Vec<(&str, &[u8])> =
        files.iter().map(|(name, text)| (name.as_str(), text.as_bytes())).collect();
    zipped(&files)
}

/// A row of cells from column A: texts, and numbers where they parse.
fn row(number: u32, cells: &[&str]) -> String {
    let cell = |(at, text): (usize, &&str)| {
        let place = format!("{}{number}", char::from(b'A' + u8::try_from(at).unwrap()));
        match text.parse::<f64>() {
            _ if text.is_empty() => String::new(),
            Ok(_) => format!("<c r=\"{place}\"><v>{text}</v></c>"),
            Err(_) => format!("<c r=\"{place}\" t=\"inlineStr\"><is><t>{text}</t></is></c>"),
        }
    };
    let cells: String = cells.iter().enumerate().map(cell).collect();
    format!("<row r=\"{number}\">{cells}</row>")
}

#[test]
fn a_packed_file_is_read_as_what_is_inside() {
    let text = b"region,jobs\n12045,88\n";
    assert_eq!(of(".csv.gz", &gzipped(text)).rows, [["12045", "88"]]);
    let read = of(".zip", &zipped(&[("data/jobs.csv", text), ("__MACOSX/x", b"y")]));
    assert_eq!((read.name.as_str(), read.rows.len()), ("jobs", 1));
    let cube = br#"[{"a": 1}]"#;
    assert_eq!(of(".zip", &zipped(&[("a.json", cube)])).format, Format::Json);
}

#[test]
fn archives_that_leave_their_folder_or_their_size_are_refused() {
    refused(".zip", &zipped(&[("../x.csv", b"a\n1\n")]), &["`../x.csv`", "leaves its folder"]);
    refused(".zip", &zipped(&[("/etc/x.csv", b"a\n1\n")]), &["leaves its folder"]);
    refused(".zip", &zipped(&[("a\\..\\..\\x", b"a\n1\n")]), &["leaves its folder"]);
    let two = zipped(&[("a.csv", b"x"), ("b.csv", b"y")]);
    refused(".zip", &two, &["2 files: a.csv, b.csv", "unpack it"]);
    let zeros = vec![b'0'; 4 << 20];
    refused(
        ".xlsx",
        &zipped(&[("xl/worksheets/sheet1.xml", &zeros)]),
        &["4194304 bytes", "100 times"],
    );
    refused(".gz", &gzipped(&zeros), &["unpacked, more than", "the limit"]);
    refused(".zip", &zipped(&[("a.zip", &two)]), &["inside an archive"]);
    let limits = Limits { unpacked_bytes: 10, ..Limits::default() };
    let file = file(".zip", &zipped(&[("a.csv", b"a,b\n1,2\n3,4\n")]));
    let found = open(file.path(), &Wishes::default(), &limits).unwrap_err();
    assert!(found.iter().next().unwrap().what.contains("more than 10 bytes"));
}

#[test]
fn damaged_archives_are_refused() {
    let rows =
        (0..5_000).map(|row| [row, row * 7919 % 1000].map(|own: u32| own.to_string()).join(","));
    let text = ["a,b".to_owned()].into_iter().chain(rows).collect::<Vec<_>>().join("\n");
    let whole = gzipped(text.as_bytes());
    refused(".gz", &whole[..whole.len() / 2], &["truncated"]);
    let claims = b"<sst uniqueCount=\"99999999999\"></sst>";
    refused(".xlsx", &zipped(&[("xl/sharedStrings.xml", claims)]), &["more texts than it has"]);
    let mut zip = zipped(&[("a.csv", text.as_bytes())]);
    let middle = zip.len() / 2;
    zip[middle] ^= 0x55;
    assert!(!faults(file(".zip", &zip).path(), &Wishes::default()).is_empty());
    refused(".zip", &zip[..middle], &["damaged"]);
}

#[test]
fn the_table_of_a_sheet_is_found_among_titles_and_notes() {
    let rows = [
        row(1, &["Table 3"]),
        row(3, &["Area", "2023", "", "2024"]),
        row(4, &["", "Fishing", "Hotels", "Hotels"]),
        row(5, &["North", "12045", "88.5", "c"]),
        row(6, &["Total", "", "2", "3"]),
        row(8, &["c = confidential"]),
    ]
    .concat();
    let note = row(1, &["See Table 3"]);
    let book = workbook(&[
        ("Table 3", "visible", &rows, "A1:D1 A3:A4 B3:C3"),
        ("Notes", "visible", &note, ""),
        ("x", "hidden", &rows, ""),
    ]);
    let file = file(".xlsx", &book);
    let read = table(file.path(), &Wishes::default());
    assert_eq!(read.columns, ["Area", "2023 Fishing", "2023 Hotels", "2024 Hotels"]);
    assert_eq!(read.rows, [["North", "12045", "88.5", "c"], ["Total", "", "2", "3"]]);
    for note in ["1 rows below the table", "hidden sheet `x`", "`Notes` passed over"] {
        read.says(note);
    }
    let Opened::Tables(mut all) =
        open(file.path(), &Wishes::default(), &Limits::default()).unwrap()
    else {
        panic!("a table")
    };
    let mut record = agglo_data::sheet::Record::default();
    all[0].sheet.read(&mut record).unwrap();
    assert_eq!(all[0].sheet.place(record.at(), Some(2)), "'Table 3'!C5");
    let wishes = Wishes { sheet: Some("y".into()), ..Wishes::default() };
    assert!(faults(file.path(), &wishes).contains("it has Table 3, Notes, x"));
    let wishes = Wishes { sheet: Some("x".into()), ..Wishes::default() };
    assert_eq!(tables(file.path(), &wishes).unwrap()[0].name, "x");
}

#[test]
fn several_sheets_are_several_tables_and_labels_fill_their_rows() {
    let one = [
        row(1, &["area", "year", "jobs"]),
        row(2, &["a", "2019", "1"]),
        row(3, &["", "2020", "2"]),
    ]
    .concat();
    let two = [row(1, &["from", "to"]), row(2, &["a", "b"])].concat();
    let book = workbook(&[("one", "visible", &one, "A2:A3"), ("two", "visible", &two, "")]);
    let read = tables(file(".xlsx", &book).path(), &Wishes::default()).unwrap();
    assert_eq!(read.len(), 2);
    assert_eq!(read[0].rows, [["a", "2019", "1"], ["a", "2020", "2"]]);
    assert_eq!(read[1].rows, [["a", "b"]]);
}

#[test]
fn a_figure_that_is_merged_stays_one_figure() {
    let rows = [
        row(1, &["area", "x", "y"]),
        row(2, &["a", "5"]),
        row(3, &["b", "1", "7"]),
        row(4, &["c", "2"]),
    ];
    let book = workbook(&[("s", "visible", &rows.concat(), "B2:C2 C3:C4")]);
    let read = of(".xlsx", &book);
    assert_eq!(read.rows, [["a", "5", ""], ["b", "1", "7"], ["c", "2", ""]]);
}

#[test]
fn a_formula_gives_its_stored_result_or_is_named() {
    let stored = "<row r=\"2\"><c r=\"A2\"><f>1+1</f><v>2</v></c><c r=\"B2\"><v>3</v></c></row>";
    let lost = "<row r=\"3\"><c r=\"A3\"><f>1+1</f><v></v></c><c r=\"B3\"><v>3</v></c></row>";
    let rows = [row(1, &["a", "b"]), stored.to_owned(), lost.to_owned()].concat();
    let book = workbook(&[("s", "visible", &rows, "")]);
    let read = tables(file(".xlsx", &book).path(), &Wishes::default()).unwrap().remove(0);
    assert_eq!(read.rows, [["2", "3"]]);
    assert!(
        read.faults.iter().next().unwrap().to_string().contains("s!A3: a formula whose result")
    );
}

#[test]
fn a_sheet_may_reach_to_its_last_corner_without_filling_memory() {
    let corner = "<row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row>";
    let rows = [row(1, &["a", "b"]), row(2, &["1", "2"]), corner.to_owned()].concat();
    let book = workbook(&[("s", "visible", &rows, "")]);
    let read = of(".xlsx", &book);
    assert_eq!(read.columns.len(), 2 + usize::from(read.columns.len() > 2));
}

#[test]
fn open_documents_are_read_too() {
    let content = "<?xml version=\"1.0\"?><office:document-content \
        xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
        xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" \
        xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\"><office:body><office:spreadsheet>\
        <table:table table:name=\"s\"><table:table-row>\
        <table:table-cell office:value-type=\"string\"><text:p>a</text:p></table:table-cell>\
        <table:table-cell office:value-type=\"string\"><text:p>b</text:p></table:table-cell></table:table-row>\
        <table:table-row><table:table-cell office:value-type=\"float\" office:value=\"12045\"><text:p>12045</text:p>\
        </table:table-cell><table:table-cell office:value-type=\"float\" office:value=\"1.5\"><text:p>1.5</text:p>\
        </table:table-cell></table:table-row></table:table></office:spreadsheet></office:body></office:document-content>";
    let manifest = "<?xml version=\"1.0\"?><manifest:manifest \
        xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\"></manifest:manifest>";
    let kind = "application/vnd.oasis.opendocument.spreadsheet";
    let book = zipped(&[
        ("mimetype", kind.as_bytes()),
        ("content.xml", content.as_bytes()),
        ("META-INF/manifest.xml", manifest.as_bytes()),
    ]);
    let read = of(".ods", &book);
    assert_eq!(
        (read.columns.join(","), read.rows.concat().join(",")),
        ("a,b".into(), "12045,1.5".into())
    );
}

const GENERIC: &str = r#"<?xml version="1.0"?><m:GenericData xmlns:m="m" xmlns:g="g"><m:Header>
    <m:Structure structureID="S" dimensionAtObservation="TIME_PERIOD"/></m:Header>
    <m:DataSet action="Append"><g:Series><g:SeriesKey><g:Value id="GEO" value="PT"/></g:SeriesKey>
    <g:Attributes><g:Value id="UNIT" value="A &amp; B"/></g:Attributes>
    <g:Obs><g:ObsDimension value="2019"/><g:ObsValue value="1.5"/>
    <g:Attributes><g:Value id="OBS_STATUS" value="E"/></g:Attributes></g:Obs>
    <g:Obs><g:ObsDimension value="2020"/><g:ObsValue value="NaN"/></g:Obs>
    </g:Series></m:DataSet></m:GenericData>"#;

#[test]
fn both_forms_of_sdmx_ml_give_the_same_rows() {
    let specific = r#"<m:StructureSpecificData xmlns:m="m" xmlns:s="s"><m:DataSet s:action="Append">
        <Series GEO="PT" UNIT="A &amp; B"><Obs TIME_PERIOD="2019" OBS_VALUE="1.5" OBS_STATUS="E"/>
        <Obs TIME_PERIOD="2020"/></Series></m:DataSet></m:StructureSpecificData>"#;
    for text in [GENERIC, specific] {
        let read = of(".xml", text.as_bytes());
        assert_eq!(read.format, Format::SdmxMl);
        assert_eq!(read.columns, ["GEO", "UNIT", "TIME_PERIOD", "value", "flags", "action"]);
        let expected = [
            ["PT", "A & B", "2019", "1.5", "E", "Append"],
            ["PT", "A & B", "2020", "", "", "Append"],
        ];
        assert_eq!(read.rows, expected);
    }
}

#[test]
fn xml_is_read_in_the_encoding_that_it_has() {
    let text = GENERIC.replace("PT", "Évora").replace("<?xml version=\"1.0\"?>", "");
    let utf16 = format!("\u{feff}<?xml version=\"1.0\" encoding=\"UTF-16\"?>{text}");
    let utf16: Vec<u8> = utf16.encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(of(".xml", &utf16).column("GEO"), ["Évora"; 2]);
    let latin = format!("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>{text}");
    let latin: Vec<u8> = latin.chars().map(|letter| u8::try_from(letter).unwrap()).collect();
    assert_eq!(of(".xml", &latin).column("GEO"), ["Évora"; 2]);
    let wishes = Wishes { encoding: Some("latin1".into()), ..Wishes::default() };
    assert_eq!(table(file(".xml", &latin).path(), &wishes).column("GEO"), ["Évora"; 2]);
    let none: Vec<u8> = text.chars().map(|letter| u8::try_from(letter).unwrap()).collect();
    assert!(!faults(file(".xml", &none).path(), &Wishes::default()).is_empty());
}

#[test]
fn xml_that_is_harmful_or_of_another_kind_is_refused() {
    let bomb = br#"<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>"#;
    refused(".xml", bomb, &["DOCTYPE"]);
    refused(".xml", b"<iati-activities/>", &["`<iati-activities>`"]);
    refused(".xml", &GENERIC.as_bytes()[..GENERIC.len() - 40], &["truncated"]);
    refused(".xml", b"<m:GenericData xmlns:m='m'><a></b></m:GenericData>", &["damaged"]);
    let deep = format!("<m:GenericData xmlns:m=\"m\">{}", "<a>".repeat(100_000));
    refused(".xml", deep.as_bytes(), &["nested deeper than 64"]);
    let wide = GENERIC.replace("PT", &"x".repeat(2_000_000));
    refused(".xml", wide.as_bytes(), &["an element of more than 1048576 bytes"]);
}

#[test]
fn a_message_without_data_is_handed_over_as_one() {
    let text = br#"<m:GenericData xmlns:m="m" xmlns:f="f"><f:Footer><f:Message code="413">
        <c:Text xmlns:c="c">come back later</c:Text></f:Message></f:Footer></m:GenericData>"#;
    let file = file(".xml", text);
    let opened = open(file.path(), &Wishes::default(), &Limits::default()).unwrap();
    assert!(
        matches!(&opened, Opened::Message(text) if text == "message 413: come back later"),
        "{opened:?}"
    );
    let read = of(".xml", br#"<m:GenericData xmlns:m="m"><m:DataSet/></m:GenericData>"#);
    read.says("0 rows");
}

#[test]
fn parquet_gives_every_value_as_text() {
    let sample = Table::new(
        "sample",
        vec![
            ("region".into(), Column::texts(["12045", "06037"])),
            ("jobs".into(), Column::Integers(vec![Some(88), None])),
            ("rate".into(), Column::Numbers(vec![Some(0.25), Some(3.0)])),
        ],
    );
    let bytes = write(&sample.unwrap(), &[0, 1]).unwrap();
    let read = of(".parquet", &bytes);
    assert_eq!(read.columns, ["region", "jobs", "rate"]);
    assert_eq!(read.rows, [["12045", "88", "0.25"], ["06037", "", "3"]]);
    assert_eq!(read.places[1], "row 2");
    assert_eq!(of(".gz", &gzipped(&bytes)).rows, read.rows);
    refused(".parquet", &bytes[..bytes.len() - 9], &["damaged"]);
}
