//! How fast a year of counts by area is split: run with `--ignored --nocapture`, in a release profile.

use std::io::Write;
use std::time::Instant;

use agglo_data::intake::{Limits, Opened, Wishes, open};
use agglo_data::sheet::Record;

/// Rows of the file that is timed.
const ROWS: u32 = 1_000_000;

#[test]
#[ignore = "takes time; prints rows a second"]
fn a_million_rows_of_38_columns_are_split() {
    let mut file = tempfile::Builder::new().suffix(".csv").tempfile().unwrap();
    let mut out = std::io::BufWriter::new(file.as_file_mut());
    let keys =
        ["area_fips", "own_code", "industry_code", "agglvl_code", "size_code", "year", "qtr"];
    let names = keys.iter().map(|key| format!("\"{key}\"")).chain((7..38).map(|at| {
        if at % 8 == 7 { format!("\"disclosure_{at}\"") } else { format!("figure_{at}") }
    }));
    writeln!(out, "{}", names.collect::<Vec<_>>().join(",")).unwrap();
    for row in 0..ROWS {
        write!(
            out,
            "\"{:05}\",\"{}\",\"{}\",\"74\",\"0\",\"2023\",\"A\"",
            row % 57_000,
            row % 6,
            1000 + row % 9000
        )
        .unwrap();
        for at in 7..38_u32 {
            match at % 8 {
                7 => out.write_all(if row % 3 == 0 { b",\"N\"" } else { b",\"\"" }).unwrap(),
                1..=3 => write!(out, ",{}", row.wrapping_mul(at * 7919) % 100_000).unwrap(),
                _ => write!(out, ",{}.{:02}", row % 90, at).unwrap(),
            }
        }
        out.write_all(b"\n").unwrap();
    }
    out.flush().unwrap();
    drop(out);
    let bytes = file.as_file().metadata().unwrap().len();
    let begun = Instant::now();
    let Opened::Tables(mut tables) =
        open(file.path(), &Wishes::default(), &Limits::default()).unwrap()
    else {
        panic!("a table")
    };
    let (mut record, mut rows, mut letters) = (Record::default(), 0_u32, 0_usize);
    while tables[0].sheet.read(&mut record).unwrap() {
        rows += 1;
        letters += record.get(8).map_or(0, str::len);
    }
    let seconds = begun.elapsed().as_secs_f64();
    assert_eq!(rows, ROWS);
    println!(
        "{rows} rows, {} MB in {seconds:.2} s: {:.2} million rows/s, {:.0} MB/s ({letters})",
        bytes / 1_000_000,
        f64::from(rows) / seconds / 1e6,
        bytes as f64 / seconds / 1e6
    );
}
