//! Laws: any bytes end in rows or in faults; well-formed text is split as another reader of it splits it.

use agglo_data::intake::{Limits, Opened, Wishes, open};
use agglo_data::sheet::Record;
use proptest::prelude::*;

use crate::{file, table};

/// Reads all there is; whatever it is, it ends.
fn exhaust(ending: &str, bytes: &[u8], wishes: &Wishes) {
    let file = file(ending, bytes);
    let limits = Limits { unpacked_bytes: 1 << 22, ..Limits::default() };
    let Ok(Opened::Tables(tables)) = open(file.path(), wishes, &limits) else { return };
    for mut named in tables {
        let (mut record, mut faults) = (Record::default(), 0);
        loop {
            match named.sheet.read(&mut record) {
                Ok(true) => {
                    assert_eq!(record.len(), named.sheet.columns().len());
                    let _ = named.sheet.place(record.at(), Some(0));
                }
                Ok(false) => break,
                Err(found) => {
                    faults += 1;
                    assert!(!found.is_empty() && faults < 100_000);
                }
            }
        }
        let _ = named.sheet.notes();
    }
}

/// Good files of every format of text.
const GOOD: [(&str, &str); 7] = [
    (".csv", "region,name,jobs\n12045,\"Gulf, \"\"FL\"\"\",88\n12046,Café,404\r\n\n12047,x,\n"),
    (".tsv", "freq,geo\\TIME_PERIOD\t2019 \t2020 \nA,DE\t10b\t: c\nA,FR\t: u\t12.5ep\n"),
    (".csv", "STRUCTURE,STRUCTURE_ID,ACTION,D,OBS_VALUE\ndataflow,X:Y(1.0),I,A,1.5\n"),
    (".json", r#"[{"a": 1, "b": "x"}, {"c": [1, "y"], "b": null}]"#),
    (
        ".json",
        r#"{"id":["g","t"],"size":[1,2],"dimension":{"g":{"category":{"label":{"A":"a"}}},"t":{"category":{"index":["x","y"]}}},"value":{"0":1},"status":["e",null]}"#,
    ),
    (
        ".json",
        r#"{"structure":{"dimensions":{"observation":[{"id":"T","values":[{"id":"2019"}]}]},"attributes":{"observation":[{"id":"OBS_STATUS","values":[{"id":"E"}]}]}},"dataSets":[{"observations":{"0":[1.5,0]}}]}"#,
    ),
    (
        ".geojson",
        r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"a":1},"geometry":{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]]]}}]}"#,
    ),
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_end_in_rows_or_in_faults(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        exhaust(".csv", &bytes, &Wishes::default());
    }

    #[test]
    fn a_damaged_file_ends_in_rows_or_in_faults(
        which in 0..GOOD.len(),
        flips in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..6),
        cut in prop::option::of(any::<prop::sample::Index>()),
        lines in any::<bool>(),
    ) {
        let (ending, text) = GOOD[which];
        let mut bytes = text.as_bytes().to_vec();
        for (at, byte) in flips {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        exhaust(ending, &bytes, &Wishes { is_json_lines: lines, ..Wishes::default() });
    }

    #[test]
    fn text_that_is_well_formed_is_split_as_others_split_it(
        fields in prop::collection::vec(prop::collection::vec("[a-c0-9 ,;\"\r\n\té|]{0,12}", 3), 1..30),
        crlf in any::<bool>(),
        delimiter in prop::sample::select(vec![b',', b';', b'\t']),
    ) {
        let end = if crlf { csv::Terminator::CRLF } else { csv::Terminator::Any(b'\n') };
        let mut writer =
            csv::WriterBuilder::new().terminator(end).delimiter(delimiter).from_writer(Vec::new());
        writer.write_record(["one", "two", "three"]).unwrap();
        for row in &fields {
            writer.write_record(row).unwrap();
        }
        let file = file(".csv", &writer.into_inner().unwrap());
        let read = table(file.path(), &Wishes { delimiter: Some(delimiter), ..Wishes::default() });
        let filled: Vec<&Vec<String>> =
            fields.iter().filter(|row| row.iter().any(|field| !field.is_empty())).collect();
        prop_assert_eq!(read.rows.iter().collect::<Vec<_>>(), filled);
    }
}

/// Files in archives and workbooks are damaged too; their own libraries stand between them and us.
#[cfg(feature = "ingest")]
mod packed {
    use super::*;
    use crate::packed::workbook;

    proptest! {
        #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn a_damaged_workbook_ends_in_rows_or_in_faults(
            flips in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8),
            cut in prop::option::of(any::<prop::sample::Index>()),
        ) {
            let rows = "<row r=\"1\"><c r=\"A1\" t=\"str\"><v>a</v></c><c r=\"B1\" t=\"str\"><v>b</v></c></row>\
                <row r=\"2\"><c r=\"A2\"><v>1</v></c><c r=\"B2\"><v>2</v></c></row>";
            let mut bytes = workbook(&[("s", "visible", rows, "A1:A2")]);
            for (at, byte) in flips {
                let at = at.index(bytes.len());
                bytes[at] = byte;
            }
            if let Some(cut) = cut {
                bytes.truncate(cut.index(bytes.len()));
            }
            exhaust(".xlsx", &bytes, &Wishes::default());
        }

        #[test]
        fn a_damaged_file_of_an_agency_ends_in_rows_or_in_faults(
            which in 0..3_usize,
            flips in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..20),
            cut in prop::option::of(any::<prop::sample::Index>()),
        ) {
            let names = ["excel/2012_to_2007_NAICS.xls", "excel/merged_headers.xlsx", "sdmx/ml21_generic_flat.xml"];
            let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/wire");
            let Ok(mut bytes) = std::fs::read(folder.join(names[which])) else { return Ok(()) };
            for (at, byte) in flips {
                let at = at.index(bytes.len());
                bytes[at] = byte;
            }
            if let Some(cut) = cut {
                bytes.truncate(cut.index(bytes.len()));
            }
            exhaust(".xls", &bytes, &Wishes::default());
        }
    }
}
