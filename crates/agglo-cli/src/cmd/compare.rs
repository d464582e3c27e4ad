//! `agglo compare R1 R2…`: regions side by side, economy and people.

use agglo::Error;
use agglo::map::compare::compare;
use agglo_report::words::{Unit, line};

use crate::args::{CompareArgs, Global};
use crate::country::Country;
use crate::desk::{Definitions, Desk};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::printer::Printer;
use crate::table::Table;

pub(crate) fn run(args: &CompareArgs, global: &Global, printer: &Printer) -> Result<Exit, Failure> {
    let (country, regions) = Country::find_all(&args.regions, &args.place, global)?;
    let printer = &printer.resting_on(country.data())?;
    let definitions = Definitions::shipped()?;
    let desk = Desk::new(&country, &definitions)?;
    let maps = regions.iter().map(|region| desk.map(region)).collect::<Result<Vec<_>, Error>>()?;
    let comparison = compare(&maps);
    if global.json {
        printer.json("agglo/compare/1", &comparison)?;
        return Ok(Exit::Ok);
    }
    let mut header = vec!["card".to_owned(), "measure".to_owned()];
    header.extend(comparison.regions.iter().map(|region| region.title.clone()));
    header.push(country.tables.terms.words.whole.clone());
    let mut table = Table::of(header);
    for row in &comparison.rows {
        let unit = Unit::named(&row.unit);
        let mut cells = vec![row.card.clone(), row.title.clone()];
        cells.extend(row.values.iter().map(|value| line(value, unit)));
        cells.push(line(&row.nation, unit));
        table.row(cells);
    }
    printer.table(&table, global)?;
    Ok(Exit::Ok)
}
