//! `agglo blueprint template NAME`: a copy free of any region, tried on one where one is named.

use agglo::base::blueprint::Blueprint;
use agglo::map::gap::reading::{Applicable, Reading};
use agglo::map::gap::roles::{self, Applied};
use agglo::map::gap::{Options, Prepared, read};

use crate::args::{Global, TemplateArgs};
use crate::cmd::blueprint::{file, named, with_tables};
use crate::country::Country;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::printer::Printer;
use crate::table::Table;

/// The roles of a blueprint's scored elements in a region; none where it is not one for the blueprint.
pub(super) fn roles(
    prepared: &Prepared<'_>,
    country: &Country,
    region: &str,
) -> Result<(Reading, Vec<Applied>), Failure> {
    let region = country.region(region)?;
    let options = Options { stability: false, ..Options::default() };
    let reading = read(prepared, &region, &options)?;
    let applied = roles::roles(&reading, prepared.blueprint().cuts.missing);
    Ok((reading, applied))
}

pub(super) fn run(
    args: &TemplateArgs,
    global: &Global,
    printer: &Printer,
) -> Result<Exit, Failure> {
    if let Some(region) = &args.region {
        return with_tables(&args.blueprint, global, |prepared, country| {
            let (reading, applied) = roles(prepared, country, region)?;
            write(prepared.blueprint(), args, global, printer)?;
            if global.json {
                printer.json("agglo/blueprint-roles/1", &applied)?;
            } else if reading.applies.answer == Applicable::Yes {
                printer.table(&table(&applied), global)?;
            } else {
                let rule = &reading.applies.rule;
                printer.data(&format!("Not a region for this blueprint: {rule}\n"))?;
            }
            let is_read = reading.applies.answer == Applicable::Yes;
            Ok(if is_read { Exit::Ok } else { Exit::Unknown })
        });
    }
    write(&named(&args.blueprint, global)?, args, global, printer)?;
    Ok(Exit::Ok)
}

/// The copy, to the file that was named; printed where no region is asked for.
fn write(
    blueprint: &Blueprint,
    args: &TemplateArgs,
    global: &Global,
    printer: &Printer,
) -> Result<(), Failure> {
    match &args.output {
        Some(path) => file::write(path, blueprint, "", printer)?,
        None if args.region.is_none() && !global.json => {
            printer.data(&agglo_data::definitions::blueprint::text(blueprint))?;
        }
        None => {}
    }
    Ok(())
}

fn table(applied: &[Applied]) -> Table {
    let mut table = Table::new(["element", "title", "role", "by"]);
    for one in applied {
        table.row(vec![
            one.element.clone(),
            one.title.clone(),
            one.role.words().to_owned(),
            one.by.clone().unwrap_or_default(),
        ]);
    }
    table
}
