//! An input-output table from comma separated text, every fault of the file at once.
//!
//! The first row names columns, the first column names rows. Columns: the sectors, then any of `output` and
//! `final_…`; rows: the same sectors in the same order, then any of `jobs` and `input_…`. Every cell is a plain
//! number, except that cells where extra rows cross extra columns may be empty.

use agglo::Error;
use agglo::map::input_output::{Account, HouseholdAmounts, SectorJobs, Sold};

use crate::definitions::Errors;

/// Beginning of a column of final demand.
const FINAL: &str = "final_";
/// Beginning of a row of primary inputs.
const INPUT: &str = "input_";
/// Column of output.
const OUTPUT: &str = "output";
/// Row of jobs.
const JOBS: &str = "jobs";
/// Column of what households buy and row of what they earn: with both there are multipliers of type 2.
const HOUSEHOLDS: [&str; 2] = ["final_households", "input_households"];

/// Share of a sector's output by which rounding may part it from the sum of its sales.
const ROUNDING: f64 = 0.005;

/// A rectangle of cells with its labels, before it has a meaning.
struct Sheet {
    file: String,
    columns: Vec<String>,
    /// Line in the file, label, cells.
    rows: Vec<(u64, String, Vec<String>)>,
}

/// Reads a table of transactions.
///
/// # Errors
///
/// `E0211` with file, row and column: not square, labels in another order, a cell that is no number, a flow,
/// output or count of jobs below 0, output that is not the sum of sales; `E0302` of an economy that is none.
pub fn read(text: &str, file: &str) -> Result<Account, Errors> {
    let sheet = Sheet::read(text, file)?;
    let sectors = sheet.sectors()?;
    let mut faults = Vec::new();
    let size = sectors.len();
    let values = sheet.numbers(size, &mut faults);
    let column = |name: &str| sheet.columns.iter().position(|column| column == name);
    let row = |name: &str| sheet.rows.iter().position(|(_, label, _)| label == name);
    let finals: Vec<usize> =
        (size..sheet.columns.len()).filter(|&at| sheet.columns[at].starts_with(FINAL)).collect();
    let flows: Vec<Vec<f64>> = values[..size].iter().map(|cells| cells[..size].to_vec()).collect();
    let demand: Vec<f64> =
        values[..size].iter().map(|cells| finals.iter().map(|&at| cells[at]).sum()).collect();
    let output: Option<Vec<f64>> =
        column(OUTPUT).map(|at| values[..size].iter().map(|cells| cells[at]).collect());
    if let Some(output) = output.as_ref().filter(|_| !finals.is_empty() && faults.is_empty()) {
        sheet.balanced(&flows, &demand, output, &mut faults);
    }
    if output.is_none() && finals.is_empty() {
        let what =
            "the table has neither a column `output` nor columns `final_…`: output is not known";
        faults
            .push(fault(what, format!("{file}, header")).hint("add one of them after the sectors"));
    }
    let jobs = row(JOBS).map(|at| values[at][..size].to_vec());
    let households = row(HOUSEHOLDS[1]).map(|earned| {
        let extra = values[earned].iter().enumerate().skip(size);
        let extra = extra.filter(|(at, _)| sheet.columns[*at] != OUTPUT).map(|(_, value)| value);
        let income = values[earned][..size].to_vec();
        let spent = |at: usize| values[..size].iter().map(|cells| cells[at]).collect();
        HouseholdAmounts {
            income_in_all: income.iter().sum::<f64>() + extra.sum::<f64>(),
            income,
            consumption: column(HOUSEHOLDS[0]).map(spent),
        }
    });
    if !faults.is_empty() {
        return Err(Errors(faults));
    }
    let sold = output.map_or(Sold::FinalDemand(demand), Sold::Output);
    Account::new(sectors, &flows, sold, households, jobs)
        .map_err(|error| Errors(vec![error.at(file)]))
}

/// Reads jobs by sector: the columns `sector,region,nation`, one row for each sector of a table.
///
/// # Errors
///
/// `E0212` with file, row and column.
pub fn read_jobs(text: &str, file: &str, sectors: &[String]) -> Result<SectorJobs, Errors> {
    let sheet = Sheet::read(text, file)?;
    if sheet.columns != ["region", "nation"] {
        let what = format!("the columns are `{}`", sheet.columns.join(","));
        let error = Error::new("E0212", what).at(format!("{file}, header"));
        return Err(Errors(vec![error.hint("name them sector,region,nation")]));
    }
    let mut faults = Vec::new();
    let values = sheet.numbers(0, &mut faults);
    let (mut here, mut there) = (Vec::new(), Vec::new());
    for sector in sectors {
        match sheet.rows.iter().position(|(_, label, _)| label == sector) {
            Some(at) => {
                here.push(values[at][0]);
                there.push(values[at][1]);
            }
            None => faults.push(
                Error::new("E0212", format!("sector `{sector}` of the table has no row")).at(file),
            ),
        }
    }
    for (line, label, _) in sheet.rows.iter().filter(|(_, label, _)| !sectors.contains(label)) {
        let what = format!("`{label}` is no sector of the table");
        faults.push(Error::new("E0212", what).at(format!("{file}, row {line}")));
    }
    if !faults.is_empty() {
        return Err(Errors(faults));
    }
    let from = file.to_owned();
    let (ends, totals, also) = (None, None, Vec::new());
    Ok(SectorJobs { region: here, nation: there, ends, totals, from, year: None, also })
}

impl Sheet {
    fn read(text: &str, file: &str) -> Result<Self, Errors> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut reader = csv::ReaderBuilder::new()
            .comment(Some(b'#'))
            .trim(csv::Trim::All)
            .flexible(true)
            .from_reader(text.as_bytes());
        let unreadable = |error: csv::Error| {
            Errors(vec![fault(format!("the table cannot be read: {error}"), file.to_owned())])
        };
        let header = reader.headers().map_err(unreadable)?.clone();
        let columns: Vec<String> = header.iter().skip(1).map(str::to_owned).collect();
        let mut sheet = Self { file: file.to_owned(), columns, rows: Vec::new() };
        let mut faults = Vec::new();
        if sheet.columns.is_empty() {
            let at = format!("{file}, header");
            faults.push(
                fault("the header names no column after the first", at)
                    .hint("separate columns by commas"),
            );
        }
        for record in reader.records() {
            let record = record.map_err(unreadable)?;
            let line = record.position().map_or(0, csv::Position::line);
            if record.len() != header.len() {
                let what =
                    format!("the row has {} cells, the header {}", record.len(), header.len());
                faults.push(fault(what, format!("{file}, row {line}")));
                continue;
            }
            let mut cells = record.iter().map(str::to_owned);
            let label = cells.next().unwrap_or_default();
            sheet.rows.push((line, label, cells.collect()));
        }
        if faults.is_empty() { Ok(sheet) } else { Err(Errors(faults)) }
    }

    /// The sectors, after rows and columns were found to name the same ones in the same order.
    fn sectors(&self) -> Result<Vec<String>, Errors> {
        let mut faults = Vec::new();
        let is_extra_column = |name: &str| name == OUTPUT || name.starts_with(FINAL);
        let is_extra_row = |name: &str| name == JOBS || name.starts_with(INPUT);
        let columns = self.columns.iter().take_while(|name| !is_extra_column(name)).count();
        let rows = self.rows.iter().take_while(|(_, name, _)| !is_extra_row(name)).count();
        for name in self.columns[columns..].iter().filter(|name| !is_extra_column(name)) {
            faults.push(
                fault(format!("column `{name}` stands after the sectors"), format!("{}, header", self.file))
                    .hint("after the sectors come `output` and columns whose names begin with `final_`; leave totals away"),
            );
        }
        for (line, name, _) in self.rows[rows..].iter().filter(|(_, name, _)| !is_extra_row(name)) {
            faults.push(
                fault(format!("row `{name}` stands after the sectors"), format!("{}, row {line}", self.file))
                    .hint("after the sectors come `jobs` and rows whose names begin with `input_`; leave totals away"),
            );
        }
        self.twice(&mut faults);
        if !faults.is_empty() {
            return Err(Errors(faults));
        }
        let sectors = &self.columns[..columns];
        if columns != rows || columns == 0 {
            let what = format!(
                "the table is not square: {columns} sectors in the header, {rows} in the rows"
            );
            let only = self.unmatched(columns, rows);
            let hint =
                "columns of final demand begin with `final_`, rows of primary inputs with `input_`";
            return Err(Errors(vec![fault(what + &only, self.file.clone()).hint(hint)]));
        }
        for (at, (name, (line, label, _))) in sectors.iter().zip(&self.rows).enumerate() {
            if name != label {
                let place = format!("{}, row {line}, column {}", self.file, at + 2);
                let what = format!("the row is `{label}` where the header has `{name}`");
                faults.push(fault(what, place).hint("name sectors alike in both, in one order"));
                break;
            }
        }
        if faults.is_empty() { Ok(sectors.to_vec()) } else { Err(Errors(faults)) }
    }

    fn twice(&self, faults: &mut Vec<Error>) {
        for (at, name) in self.columns.iter().enumerate() {
            if self.columns[..at].contains(name) {
                faults.push(fault(
                    format!("column `{name}` stands twice"),
                    format!("{}, header", self.file),
                ));
            }
        }
        for (at, (line, name, _)) in self.rows.iter().enumerate() {
            if self.rows[..at].iter().any(|(_, other, _)| other == name) {
                faults.push(fault(
                    format!("row `{name}` stands twice"),
                    format!("{}, row {line}", self.file),
                ));
            }
        }
    }

    /// Names of the first sectors that rows or columns have alone.
    fn unmatched(&self, columns: usize, rows: usize) -> String {
        let header = &self.columns[..columns];
        let labels: Vec<&String> = self.rows[..rows].iter().map(|(_, label, _)| label).collect();
        let alone = header.iter().filter(|name| !labels.contains(name));
        let also = labels.iter().copied().filter(|label| !header.contains(label));
        let names: Vec<String> =
            alone.chain(also).take(5).map(|name| format!("`{name}`")).collect();
        if names.is_empty() {
            String::new()
        } else {
            format!("; without a partner: {}", names.join(", "))
        }
    }

    /// Every cell as a number; what is none is a fault. The first `size` rows and columns are sectors.
    fn numbers(&self, size: usize, faults: &mut Vec<Error>) -> Vec<Vec<f64>> {
        let mut values = Vec::new();
        for (row, (line, label, cells)) in self.rows.iter().enumerate() {
            let mut numbers = Vec::new();
            for (at, cell) in cells.iter().enumerate() {
                let column = &self.columns[at];
                let place =
                    || format!("{}, row {line} `{label}`, column {} `{column}`", self.file, at + 2);
                let beside = row >= size && at >= size && size > 0;
                let number = if beside && cell.is_empty() { Some(0.0) } else { number(cell) };
                let flow = row < size && at < size;
                let counted = flow
                    || column == OUTPUT && row < size
                    || label == JOBS
                    || size == 0
                    || label == HOUSEHOLDS[1]
                    || column == HOUSEHOLDS[0] && row < size;
                match number {
                    None => faults.push(
                        fault(format!("`{cell}` is no number"), place())
                            .hint("write plain numbers with a decimal point, 0 for nothing, no thousands separator"),
                    ),
                    Some(value) if counted && value < 0.0 => {
                        faults.push(fault(format!("{value} is below 0"), place()));
                    }
                    Some(_) => {}
                }
                numbers.push(number.unwrap_or(0.0));
            }
            values.push(numbers);
        }
        values
    }

    /// Whether each sector's output is the sum of what it sells.
    fn balanced(
        &self,
        flows: &[Vec<f64>],
        demand: &[f64],
        output: &[f64],
        faults: &mut Vec<Error>,
    ) {
        for (at, (row, output)) in flows.iter().zip(output).enumerate() {
            let sold = row.iter().sum::<f64>() + demand[at];
            if (sold - output).abs() > ROUNDING * output.max(1.0) {
                let (line, label, _) = &self.rows[at];
                let what = format!(
                    "output is {output}, but sales to sectors and final demand add up to {sold}"
                );
                faults.push(
                    fault(what, format!("{}, row {line} `{label}`", self.file))
                        .hint("leave totals away, or leave the `final_…` columns away where flows hold imports"),
                );
            }
        }
    }
}

fn number(text: &str) -> Option<f64> {
    let plain = text.chars().all(|sign| sign.is_ascii_digit() || ".+-eE".contains(sign));
    text.parse::<f64>().ok().filter(|value| plain && value.is_finite())
}

fn fault(what: impl Into<String>, place: String) -> Error {
    Error::new("E0211", what).at(place)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str =
        "sector,a,b,final_demand,output\na,150,500,350,1000\nb,200,100,1700,2000\njobs,220,420,,\n";

    fn says(text: &str) -> String {
        read(text, "t.csv")
            .unwrap_err()
            .0
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
            .join("\n")
    }

    #[test]
    fn a_table_is_read_with_output_or_with_final_demand() {
        let both = read(TABLE, "t.csv").unwrap();
        assert_eq!(both.sectors, ["a", "b"]);
        assert_eq!(both.coefficients.output, [1000.0, 2000.0]);
        assert_eq!(both.jobs.as_deref(), Some(&[0.22, 0.21][..]));
        let less = "x,a,b,final_demand\na,150,500,350\nb,200,100,1700\n";
        assert_eq!(read(less, "t.csv").unwrap().coefficients, both.coefficients);
        let less = "x,a,b,output\na,150,500,1000\nb,200,100,2000\n";
        assert_eq!(read(less, "t.csv").unwrap().final_demand, [350.0, 1700.0]);
    }

    #[test]
    fn every_fault_names_its_row_and_column() {
        let cases = [
            (TABLE.replace(",500,", ",n/a,"), "row 2 `a`, column 3 `b`"),
            (TABLE.replace("200,", "-200,"), "below 0"),
            (TABLE.replace(",1000", ",-1000"), "column 5 `output`"),
            (TABLE.replace("\nb,", "\nc,"), "the row is `c` where the header has `b`"),
            (
                TABLE.replace("\nb,200,100,1700,2000", ""),
                "not square: 2 sectors in the header, 1 in the rows; without a partner: `b`",
            ),
            (TABLE.replace("final_demand", "export"), "not square"),
            (TABLE.replace("output", "total"), "column `total` stands after the sectors"),
            (TABLE.replace(",2000", ",2500"), "add up to 2000"),
            (TABLE.replace("jobs,", "jobs,1,"), "6 cells, the header 5"),
            (
                TABLE
                    .replace(",final_demand,output", "")
                    .replace(",350,1000", "")
                    .replace(",1700,2000", "")
                    .replace(",420,,", ",420"),
                "neither a column",
            ),
            (TABLE.replace("sector,a,b", "sector,a,a"), "stands twice"),
            (String::new(), "names no column"),
        ];
        for (text, words) in cases {
            assert!(says(&text).contains(words), "{words}: {}", says(&text));
        }
        let several = TABLE.replace("150,500", "x,y");
        assert_eq!(read(&several, "t.csv").unwrap_err().0.len(), 2, "all at once");
    }

    #[test]
    fn jobs_are_read_in_the_table_s_order_and_strangers_are_named() {
        let sectors = ["a".to_owned(), "b".to_owned()];
        let found = read_jobs("sector,region,nation\nb,3,30\na,1,10\n", "j.csv", &sectors).unwrap();
        assert_eq!((found.region, found.nation), (vec![1.0, 3.0], vec![10.0, 30.0]));
        let says = |text: &str| {
            let faults = read_jobs(text, "j.csv", &sectors).unwrap_err().0;
            faults.iter().map(ToString::to_string).collect::<String>()
        };
        assert!(
            says("sector,region,nation\na,1,2\nc,1,2\n").contains("`b` of the table has no row")
        );
        assert!(says("sector,here,there\na,1,2\nb,1,2\n").contains("sector,region,nation"));
        assert!(says("sector,region,nation\na,-1,2\nb,1,2\n").contains("below 0"));
    }
}
