//! Delimited text: the delimiter from the header, the header checked, every row of the same number of fields.

use std::collections::BTreeMap;

use crate::fault::{Fault, Faults};
use crate::intake::{Brought, Format, Limits, Named, Opened};
use crate::sheet::ahead::Rows;
use crate::sheet::dialect::Dialect;
use crate::sheet::split::Splitter;
use crate::sheet::{Record, Sheet, eurostat, sdmx_csv};

/// Rows of delimited text under its header.
pub(crate) struct Delimited {
    rows: Rows,
    columns: Vec<String>,
    notes: Vec<String>,
    read: u64,
    empty: u64,
}

/// Opens text whose fields stand between delimiters.
pub(crate) fn open(brought: Brought) -> Result<Opened, Faults> {
    let text = brought.text()?;
    let (wishes, limits) = (&brought.wishes, &brought.limits);
    let mut notes = brought.notes;
    notes.extend(text.note);
    let dialect = Dialect::of(&text.head, wishes)?;
    let mut rows =
        Splitter::new(text.reader, text.offset, dialect.delimiter, wishes.comment, limits);
    rows.skip_lines(dialect.skipped)?;
    let mut header = Record::default();
    if !rows.read(&mut header)? {
        return Err(Fault::new("the file holds no line of text").into());
    }
    let rows = Rows::new(rows);
    let (format, sheet): (Format, Box<dyn Sheet>) = if eurostat::is_header(&header) {
        (Format::EurostatTsv, Box::new(eurostat::Observations::new(rows, &header, notes)?))
    } else {
        let names = names(&header, limits, &mut notes)?;
        let is_sdmx = sdmx_csv::is_header(&names);
        let columns = if is_sdmx { names } else { unique(names, header.at())? };
        let delimited = Delimited { rows, columns, notes, read: 0, empty: 0 };
        if is_sdmx {
            (Format::SdmxCsv, Box::new(sdmx_csv::Observations::new(delimited)?))
        } else {
            (Format::Delimited, Box::new(delimited))
        }
    };
    Ok(Opened::Tables(vec![Named { name: brought.name, format, extent: None, sheet }]))
}

/// The names in a header, without the blanks around them; a name that is missing is made.
fn names(header: &Record, limits: &Limits, notes: &mut Vec<String>) -> Result<Vec<String>, Fault> {
    let place = format!("line {}", header.at());
    if header.len() > limits.columns {
        let what = format!("{} columns; the limit is {}", header.len(), limits.columns);
        return Err(Fault::new(what).at(place));
    }
    let is_number = |name: &str| name.parse::<f64>().is_ok();
    if header.iter().all(|name| is_number(name.trim())) {
        let shown: Vec<&str> = header.iter().take(4).collect();
        return Err(Fault::new("the first row is data, not names of columns")
            .at(place)
            .value(&shown.join(","))
            .cure("write a first line such as region,industry,year,employment"));
    }
    Ok(header.iter().enumerate().map(|(at, name)| named(name, at, notes)).collect())
}

/// A column's name; one of its own where the header has none.
pub(crate) fn named(name: &str, at: usize, notes: &mut Vec<String>) -> String {
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    if !name.is_empty() {
        return name;
    }
    let name = format!("column_{}", at + 1);
    notes.push(format!("column {} has no name: called {name}", at + 1));
    name
}

/// Names of which no two are alike.
pub(crate) fn unique(names: Vec<String>, line: u64) -> Result<Vec<String>, Faults> {
    let twice = twice(&names).into_iter().map(|fault| fault.at(format!("line {line}")));
    let mut faults = Faults::default();
    faults.extend(twice);
    if faults.is_empty() { Ok(names) } else { Err(faults) }
}

/// Names that stand more than once.
pub(crate) fn twice(names: &[String]) -> Vec<Fault> {
    let mut seen = BTreeMap::new();
    let mut faults = Vec::new();
    for (at, name) in names.iter().enumerate() {
        if let Some(first) = seen.insert(name, at + 1) {
            let what = format!("stands twice in the header: fields {first} and {}", at + 1);
            faults.push(Fault::new(what).column(name).cure("give each column a name of its own"));
        }
    }
    faults
}

/// The fault of a row with too many or too few fields.
pub(crate) fn uneven(record: &Record, columns: usize) -> Fault {
    let what = format!("the row has {} of {columns} fields", record.len());
    Fault::new(what).at(format!("line {}", record.at()))
}

impl Sheet for Delimited {
    fn columns(&self) -> &[String] {
        &self.columns
    }

    fn read(&mut self, record: &mut Record) -> Result<bool, Faults> {
        while self.rows.read(record)? {
            if record.len() == self.columns.len() {
                if record.is_blank() && record.len() > 1 {
                    self.empty += 1;
                    continue;
                }
                self.read += 1;
                return Ok(true);
            }
            return Err(uneven(record, self.columns.len()).into());
        }
        Ok(false)
    }

    fn place(&self, at: u64, _column: Option<usize>) -> String {
        format!("line {at}")
    }

    fn notes(&self) -> Vec<String> {
        let mut notes = self.notes.clone();
        notes.extend(skipped(self.rows.comments(), "comments"));
        notes.extend(open_end(&self.rows));
        notes.extend(skipped(self.empty, "rows without a value"));
        if self.read == 0 {
            notes.push("0 rows: the file holds a header and no more".to_owned());
        }
        notes
    }
}

/// That the last row may not be whole.
pub(crate) fn open_end(rows: &Rows) -> Option<String> {
    rows.open_end()
        .map(|line| format!("line {line}: the file ends without a line end: is it whole?"))
}

/// That something was passed over.
pub(crate) fn skipped(count: u64, what: &str) -> Option<String> {
    (count > 0).then(|| format!("{count} {what} passed over"))
}
