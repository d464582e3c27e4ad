//! Delimited text and what a person says of it.

use agglo_data::intake::{Format, Limits, Opened, Wishes, fingerprint, open};

use crate::{faults, file, of, refused, rows, table};

#[test]
fn lines_may_end_in_any_way_and_are_counted_so() {
    let read = of(".csv", b"a,b\r\n1,2\r3,4\n\n\r\n5,6\r");
    assert_eq!(read.rows, [["1", "2"], ["3", "4"], ["5", "6"]]);
    assert_eq!(read.places, ["line 2", "line 3", "line 6"]);
}

#[test]
fn quotes_hold_delimiters_line_ends_and_quotes() {
    let read = of(".csv", b"a,b\n\"1,\"\"x\"\"\",\"y\nz\"\n2,5\" pipe\n\"\",\"w\"");
    assert_eq!(read.rows, [["1,\"x\"", "y\nz"], ["2", "5\" pipe"], ["", "w"]]);
    assert_eq!(read.places, ["line 2", "line 4", "line 5"]);
}

#[test]
fn an_unclosed_quote_is_named_by_the_line_on_which_it_opened() {
    refused(
        ".csv",
        b"a,b\n1,2\n3,\"4\n5,6\n7,8\n",
        &["line 3: a quote opened here is never closed"],
    );
    refused(
        ".csv",
        b"a,b\n1,2\n3,\"4\n5,\"6\n7,8\n",
        &["line 3: a quote opened here is closed before"],
    );
}

#[test]
fn every_ragged_row_is_a_fault_and_the_good_ones_are_still_read() {
    let file = file(".csv", b"a,b,c\n1,2\n1,2,3\n1,2,3,4\n");
    let found = faults(file.path(), &Wishes::default());
    assert_eq!(found, "line 2: the row has 2 of 3 fields\nline 4: the row has 4 of 3 fields");
    let Opened::Tables(mut tables) =
        open(file.path(), &Wishes::default(), &Limits::default()).unwrap()
    else {
        panic!("a table")
    };
    assert_eq!(rows(tables.remove(0)).rows, [["1", "2", "3"]]);
}

#[test]
fn a_header_is_names_each_once() {
    refused(".csv", b"12045,7211,2019\n1,2,3\n", &["line 1", "`12045,7211,2019`", "not names"]);
    refused(".csv", b"a,b,a,b\n", &["line 1: a stands twice", "fields 1 and 3", "fields 2 and 4"]);
    refused(".csv", b"", &["empty"]);
    refused(".csv", b"\n\r\n", &["no line of text"]);
    let read = of(".csv", b" a , ,c\n1,2,3\n");
    assert_eq!(read.columns, ["a", "column_2", "c"]);
    read.says("column 2 has no name");
}

#[test]
fn a_header_alone_is_a_table_of_no_rows() {
    let read = of(".csv", b"region,jobs\n");
    assert!(read.rows.is_empty());
    read.says("0 rows");
}

#[test]
fn comments_are_passed_over_only_when_asked_for() {
    let text = b"# made 2024\n\na,b\n# more\n1,2\n";
    refused(".csv", text, &["line 1", "`# made 2024`", "--comment"]);
    let wishes = Wishes { comment: Some(b'#'), ..Wishes::default() };
    let read = table(file(".csv", text).path(), &wishes);
    assert_eq!((read.rows.len(), read.places[0].as_str()), (1, "line 5"));
    read.says("2 comments");
    let wishes = Wishes { header_row: Some(3), ..Wishes::default() };
    let read = table(file(".csv", b"Table 3\n\na,b\n1,2\n").path(), &wishes);
    assert_eq!(
        (read.columns, read.places),
        (vec!["a".to_owned(), "b".into()], vec!["line 4".into()])
    );
}

#[test]
fn encodings_say_so_or_are_asked_for() {
    assert_eq!(of(".csv", b"\xef\xbb\xbfregion,x\n1,2\n").columns[0], "region");
    for (mark, is_big) in [([0xff, 0xfe], false), ([0xfe, 0xff], true)] {
        let order = |unit: u16| if is_big { unit.to_be_bytes() } else { unit.to_le_bytes() };
        let text: Vec<u8> = "name,x\nCafé,1\n".encode_utf16().flat_map(order).collect();
        let read = of(".csv", &[&mark, text.as_slice()].concat());
        assert_eq!(read.rows, [["Café", "1"]]);
        read.says(if is_big { "UTF-16BE" } else { "UTF-16LE" });
        let label = if is_big { "--encoding utf-16be" } else { "--encoding utf-16le" };
        refused(".csv", &text, &["NUL", label]);
    }
    let latin = b"name,x\nCaf\xe9,1\n";
    refused(".csv", latin, &["line 2", "byte 10 (0xe9) is not UTF-8", "--encoding latin1"]);
    refused(".csv", b"name,x\n\x93a\x94,1\n", &["--encoding windows-1252"]);
    let wishes = Wishes { encoding: Some("latin1".into()), ..Wishes::default() };
    assert_eq!(table(file(".csv", latin).path(), &wishes).rows, [["Café", "1"]]);
    let wishes = Wishes { encoding: Some("klingon".into()), ..Wishes::default() };
    assert!(faults(file(".csv", latin).path(), &wishes).contains("`klingon`"));
    let wishes = Wishes { encoding: Some("shift_jis".into()), ..Wishes::default() };
    assert!(faults(file(".csv", b"a,b\n\x81").path(), &wishes).contains("stands for no letter"));
}

#[test]
fn nul_is_no_text() {
    refused(".csv", b"partner,x\na\0b,1\n", &["line 2: a NUL character"]);
}

#[test]
fn fields_and_columns_have_limits() {
    let huge = [b"a,b\n1,".as_slice(), &vec![b'x'; 3_000_000], b"\n2,3\n"].concat();
    refused(".csv", &huge, &["line 2", "3000000 bytes; the limit is 1048576"]);
    let endless = [b"a,b\n1,\"".as_slice(), &vec![b'x'; 40_000_000]].concat();
    refused(".csv", &endless, &["line 2", "longer than 16 MiB"]);
    let names: Vec<String> = (0..20_000).map(|at| format!("c{at}")).collect();
    refused(".csv", names.join(",").as_bytes(), &["20000 columns; the limit is 16384"]);
    let limits = Limits { bytes: Some(4), ..Limits::default() };
    let error = open(file(".csv", b"a,b\n1,2\n").path(), &Wishes::default(), &limits).unwrap_err();
    assert!(error.iter().next().unwrap().to_string().contains("8 bytes; the limit is 4"));
}

#[test]
fn delimiters_are_recognised_told_or_refused() {
    assert_eq!(of(".csv", b"a;b\n1,5;2\n").rows, [["1,5", "2"]]);
    refused(".csv", b"a,b;c\n1,2;3\n", &["line 1", "1 commas, 1 semicolons", "--delimiter"]);
    let wishes = Wishes { delimiter: Some(b';'), ..Wishes::default() };
    assert_eq!(table(file(".csv", b"a,b;c\n1,2;3\n").path(), &wishes).columns, ["a,b", "c"]);
}

#[test]
fn a_name_that_does_not_fit_is_said() {
    let read = of(".xlsx", b"a,b\n1,2\n");
    assert_eq!((read.format, read.rows.len()), (Format::Delimited, 1));
    read.says("named .xlsx, but it holds delimited text");
    refused(".csv", b"%PDF-1.7", &["PDF"]);
    refused(".xls", b"<!DOCTYPE html><html></html>", &["web page"]);
}

#[test]
fn eurostat_cells_become_observations() {
    let read =
        of(".tsv", b"freq,geo\\TIME_PERIOD\t2019 \t2020 \nA,DE\t10b\t: c\nA,FR\t: u\t12.5ep\n");
    assert_eq!(read.format, Format::EurostatTsv);
    assert_eq!(read.columns, ["freq", "geo", "time", "value", "flags"]);
    let expected = [
        ["A", "DE", "2019", "10", "b"],
        ["A", "DE", "2020", "", "c"],
        ["A", "FR", "2019", "", "u"],
        ["A", "FR", "2020", "12.5", "e p"],
    ];
    assert_eq!(read.rows, expected);
    assert_eq!(read.places[3], "line 3, 2020");
    refused(
        ".tsv",
        b"freq,geo\\time\t2019\nA,DE\t1,5\nA\t3\n",
        &["line 2: 2019 `1,5`", "1 of 2 parts"],
    );
}

#[test]
fn sdmx_csv_parts_data_from_what_is_about_data() {
    let text = b"STRUCTURE[;],STRUCTURE_ID,ACTION,D: Dim,OBS_VALUE,OBS_STATUS,N[en;fr]\n\
        dataflow,X:Y(1.0),D,A: Annual,1.5,p,en:a;fr:b\n";
    let read = of(".csv", text);
    assert_eq!(read.format, Format::SdmxCsv);
    let columns = ["STRUCTURE_ID", "action", "D", "value", "flags", "N", "D_label"];
    assert_eq!(read.columns, columns);
    assert_eq!(read.rows, [["X:Y(1.0)", "Delete", "A", "1.5", "p", "en:a;fr:b", "Annual"]]);
    read.says("dataflow X:Y(1.0)");
    let read = of(".csv", b"DATAFLOW,freq,geo,OBS_VALUE,OBS_FLAG\nX,A,PT,3,e\n");
    assert_eq!(read.columns, ["DATAFLOW", "freq", "geo", "value", "flags"]);
}

#[test]
fn a_file_is_known_by_its_fingerprint() {
    let (digest, size) = fingerprint(file(".csv", b"abc").path()).unwrap();
    assert_eq!(size, 3);
    assert_eq!(digest, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assert_eq!(fingerprint("no/such/file".as_ref()).unwrap_err().code(), "E0401");
}
