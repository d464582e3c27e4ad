//! `agglo doctor`: what is built in, what can be read, what is missing and how to get it.

use crate::args::Global;
use crate::country::Country;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::printer::Printer;

pub(crate) fn run(global: &Global, printer: &Printer) -> Result<Exit, Failure> {
    let version = env!("CARGO_PKG_VERSION");
    let feature = |is_in: bool, name: &str, what: &str| {
        if is_in {
            format!("  {name}: built in ({what})\n")
        } else {
            format!("  {name}: left out ({what}); build with --features {name}\n")
        }
    };
    let mut text = format!("agglo {version}\n");
    text += &feature(cfg!(feature = "pdf"), "pdf", "typeset paper");
    text += &feature(cfg!(feature = "png"), "png", "drawings as pixels");
    text += &feature(cfg!(feature = "lake"), "lake", "SQL over agencies' files");
    text += &feature(cfg!(feature = "scale-out"), "scale-out", "the same SQL on a cluster");
    text += &feature(cfg!(feature = "ledger"), "ledger", "programmes and their records");
    printer.data(&text)?;
    let country = Country::load(global)?;
    let clusters = agglo_data::definitions::clusters::traded()?.clusters().len();
    printer.data(&format!(
        "  starter pack: whole, {} regions, {} datasets\n  definitions: {clusters} traded clusters, readable\n",
        country.tables.regions.len(),
        country.starter.sources().len(),
    ))?;
    Ok(Exit::Ok)
}
