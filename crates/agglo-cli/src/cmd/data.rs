//! `agglo data list`: what is in the data, from whom, of when.

use crate::args::{DataArgs, DataVerb, Global};
use crate::country::Country;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::printer::Printer;
use crate::table::Table;

pub(crate) fn run(args: &DataArgs, global: &Global, printer: &Printer) -> Result<Exit, Failure> {
    match args.verb {
        DataVerb::List => list(global, printer),
    }
}

fn list(global: &Global, printer: &Printer) -> Result<Exit, Failure> {
    let sources = Country::open(global)?.sources();
    if global.json {
        printer.json("agglo/data/1", &sources)?;
        return Ok(Exit::Ok);
    }
    let mut table = Table::new(["id", "agency", "table", "vintage", "notice"]);
    for source in sources {
        table.row(vec![
            source.id.to_string(),
            source.agency,
            source.table,
            source.vintage,
            source.notice,
        ]);
    }
    printer.table(&table, global)?;
    Ok(Exit::Ok)
}
