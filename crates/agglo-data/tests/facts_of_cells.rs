//! Cells of counties that one year hides and the next publishes with noise.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a test file")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use agglo_data::table::{PackFile, Table};

/// Four-digit cells of one state and year.
#[derive(Clone, Copy, Default, Debug, PartialEq)]
struct Cells {
    all: usize,
    hidden: usize,
    /// Printed with no jobs and a payroll.
    no_jobs: usize,
}

#[derive(Default)]
struct Count {
    cells: BTreeMap<(String, i64), Cells>,
    /// States whose totals of counties are printed.
    complete: BTreeSet<String>,
    fewest: Option<i64>,
}

impl Count {
    fn add(&mut self, table: &Table) {
        let (regions, codes) = (table.texts("region").unwrap(), table.texts("naics").unwrap());
        let (levels, years) = (table.whole("level").unwrap(), table.whole("year").unwrap());
        let (counts, jobs) =
            (table.whole("establishments").unwrap(), table.integers("employment").unwrap());
        let payroll = table.integers("payroll_kusd").unwrap();
        let status = table.texts("employment_status").unwrap();
        for row in 0..table.rows() {
            let state = regions[row][..2].to_owned();
            if codes[row] == "00" {
                self.complete.insert(state.clone());
            }
            if levels[row] != 4 {
                continue;
            }
            self.fewest = Some(self.fewest.map_or(counts[row], |least| least.min(counts[row])));
            let cells = self.cells.entry((state, years[row])).or_default();
            cells.all += 1;
            cells.hidden += usize::from(status[row] == "withheld");
            let printed = status[row] == "disclosed" && jobs[row] == Some(0);
            cells.no_jobs += usize::from(printed && payroll[row].is_some_and(|paid| paid > 0));
        }
    }

    fn year(&self, year: i64) -> Cells {
        let of_year = |((state, other), _): &(&(String, i64), &Cells)| {
            *other == year && self.complete.contains(state)
        };
        self.cells.iter().filter(of_year).fold(Cells::default(), |sum, (_, cells)| Cells {
            all: sum.all + cells.all,
            hidden: sum.hidden + cells.hidden,
            no_jobs: sum.no_jobs + cells.no_jobs,
        })
    }
}

#[test]
fn cells_of_2017_are_hidden_and_those_of_2018_are_not() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/us/industry");
    if !folder.is_dir() {
        println!("skipped: no ../shared");
        return;
    }
    let bytes = std::fs::read(folder.join("cbp_county.parquet")).unwrap();
    let file = PackFile::open("cbp_county.parquet", bytes.into()).unwrap();
    let columns = [
        "region",
        "naics",
        "level",
        "year",
        "establishments",
        "employment",
        "payroll_kusd",
        "employment_status",
    ];
    let mut count = Count::default();
    for group in 0..file.groups() {
        count.add(&file.group(group, &columns).unwrap());
    }
    assert_eq!(count.complete.len(), 38);
    assert_eq!(count.fewest, Some(3));
    assert_eq!(count.year(2017), Cells { all: 124_768, hidden: 14_167, no_jobs: 56 });
    let later = count.year(2018);
    assert_eq!((later.all, later.hidden), (124_143, 0));
}
