//! `agglo data list`: what is built in, and what is in the lake.

use std::collections::BTreeMap;

use agglo_data::lake::{Dataset, Lake, Vintage};
use serde::Serialize;

use crate::args::{Global, ListArgs};
use crate::country::Country;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::printer::Printer;
use crate::table::Table;

/// A dataset of the lake at one time.
#[derive(Debug, Serialize)]
struct Held {
    /// Its name.
    id: String,
    /// Who publishes it.
    agency: String,
    /// What it is.
    table: String,
    /// The vintage.
    vintage: String,
    /// When it was loaded.
    loaded: String,
    /// The first and the last period.
    periods: Vec<String>,
    /// Its rows.
    rows: u64,
    /// The vintage of the codes of each key that has one: `industry`, `region`.
    codes: BTreeMap<String, String>,
}

impl Held {
    fn of(vintage: &Vintage) -> Self {
        let card = &vintage.manifest.card;
        let periods = vintage.periods();
        let ends = periods.first().into_iter().chain(periods.last().filter(|_| periods.len() > 1));
        let codes = card.columns.iter();
        let codes = codes.filter_map(|own| Some((own.name.clone(), own.codes.clone()?)));
        Self {
            id: card.dataset.clone(),
            agency: card.agency.clone(),
            table: card.title.clone(),
            vintage: vintage.id.to_string(),
            loaded: vintage.manifest.published.clone(),
            periods: ends.map(|period| (*period).to_owned()).collect(),
            rows: vintage.rows(),
            codes: codes.collect(),
        }
    }
}

#[derive(Serialize)]
struct Listed<S> {
    sources: S,
    lake: Vec<Held>,
}

pub(super) fn run(
    args: &ListArgs,
    lake: &Lake,
    global: &Global,
    printer: &Printer,
) -> Result<Exit, Failure> {
    let sources = Country::open(global)?.sources();
    let mut held = Vec::new();
    for Dataset { name, newest } in lake.datasets()? {
        if args.vintages {
            held.extend(lake.vintages(&name)?.iter().map(Held::of));
        } else {
            held.push(Held::of(&newest));
        }
    }
    if global.json {
        printer.json("agglo/data/2", &Listed { sources, lake: held })?;
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
    for held in held {
        let codes: Vec<String> =
            held.codes.iter().map(|(key, codes)| format!(", {key} of {codes}")).collect();
        let notice = format!(
            "In the lake: {} rows, {}, loaded {}{}.",
            held.rows,
            held.periods.join(" to "),
            held.loaded,
            codes.concat()
        );
        table.row(vec![held.id, held.agency, held.table, held.vintage, notice]);
    }
    printer.table(&table, global)?;
    Ok(Exit::Ok)
}
