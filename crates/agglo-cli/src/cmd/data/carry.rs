//! `agglo data carry DATASET --to CLASSIFICATION`: the same figures in other codes, beside the original.

use std::collections::BTreeMap;
use std::path::Path;

use agglo::Error;
use agglo::base::concordance::Concordance;
use agglo_data::carry::{Absent, Carried, Options, carry, of_table};
use agglo_data::intake::{Limits, Opened, Wishes};
use agglo_data::lake::Lake;
use jiff::Timestamp;
use serde::Serialize;

use crate::args::{AbsentRows, CarryArgs, Global};
use crate::cmd::data::open;
use crate::country::Country;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::printer::Printer;

/// A dataset in other codes.
#[derive(Debug, Serialize)]
pub(crate) struct CarriedTold {
    /// The dataset that was carried.
    of: String,
    /// The dataset that was made.
    dataset: String,
    /// Its vintage.
    vintage: String,
    /// Whether it is new; not so where all was there already.
    is_new: bool,
    /// The classification that was left.
    from: String,
    /// The classification that was reached.
    to: String,
    /// Rows that were made.
    rows: u64,
    /// Figures by what became of them: `whole`, `sums`, `parts`, `lacking`, `rates`.
    figures: BTreeMap<&'static str, u64>,
    /// Codes that were split.
    splits: Vec<SplitTold>,
    /// Codes without a link, with the rows that were left behind.
    without_link: BTreeMap<String, u64>,
    /// What a person should know.
    notes: Vec<String>,
}

/// A code that went to several.
#[derive(Debug, Serialize)]
pub(crate) struct SplitTold {
    /// The code.
    from: String,
    /// What it went to, with the least and the largest share that was taken.
    to: BTreeMap<String, [f64; 2]>,
    /// Figures by what their share rests on.
    by: BTreeMap<&'static str, u64>,
}

/// Carries what was loaded, as `data add --to` asks.
pub(super) fn loaded(
    datasets: &[&str],
    to: &str,
    lake: &Lake,
    global: &Global,
) -> Result<Vec<CarriedTold>, Error> {
    let starter = Country::open(global)?;
    let options = Options { to: to.to_owned(), ..Options::default() };
    datasets
        .iter()
        .map(|dataset| Ok(told(dataset, carry(lake, &starter, dataset, &options, &now())?)))
        .collect::<Result<_, Error>>()
        .map_err(|error| {
            Error::new(
                error.code(),
                format!("the files are loaded, and cannot be carried: {}", error.what()),
            )
            .hint(error.advice().unwrap_or("`agglo data carry` tries again").to_owned())
        })
}

pub(super) fn run(
    args: &CarryArgs,
    lake: &Lake,
    global: &Global,
    printer: &Printer,
) -> Result<Exit, Failure> {
    let starter = Country::open(global)?;
    let concordance = args.concordance.as_deref().map(concordance).transpose()?;
    let options = Options {
        to: args.to.clone(),
        from: args.from.clone(),
        concordance,
        shares: args.shares.clone(),
        name: args.name.clone(),
        absent: match args.absent {
            AbsentRows::Unknown => Absent::Unknown,
            AbsentRows::Zero => Absent::Zero,
        },
    };
    let found = carry(lake, &starter, &args.dataset, &options, &now())?;
    let told = told(&args.dataset, found);
    if global.json {
        printer.json("agglo/data-carried/1", &told)?;
    } else {
        printer.data(&text(&told))?;
    }
    Ok(Exit::Ok)
}

fn now() -> String {
    Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// The concordance in a file.
pub(super) fn concordance(path: &Path) -> Result<Concordance, Error> {
    let name =
        path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let none = |what: String| {
        Error::new("E0205", what)
            .at(path.display().to_string())
            .hint("a concordance has columns `from`, `to` and, if known, `share`")
    };
    match open(path, &Wishes::default(), &Limits::default())? {
        Opened::Tables(tables) => {
            let mut tables = tables;
            let table =
                tables.first_mut().ok_or_else(|| none("the file has no table".to_owned()))?;
            Ok(of_table(table.sheet.as_mut(), &name)?.0)
        }
        Opened::Message(text) | Opened::Structure(text) => Err(none(text)),
    }
}

fn told(of: &str, found: Carried) -> CarriedTold {
    let Carried { published, from, to, tally, splits, without_link, notes } = found;
    let figures = BTreeMap::from([
        ("whole", tally.whole),
        ("sums", tally.sums),
        ("parts", tally.parts),
        ("lacking", tally.lacking),
        ("rates", tally.rates),
    ]);
    let splits = splits.into_iter().map(|split| SplitTold {
        from: split.from,
        to: split.to.into_iter().map(|(code, low, high)| (code, [low, high])).collect(),
        by: split.bases.into_iter().map(|(basis, count)| (basis.name(), count)).collect(),
    });
    CarriedTold {
        of: of.to_owned(),
        dataset: published.vintage.manifest.card.dataset.clone(),
        vintage: published.vintage.id.to_string(),
        is_new: published.is_new,
        from,
        to,
        rows: tally.rows,
        figures,
        splits: splits.collect(),
        without_link: without_link.into_iter().collect(),
        notes,
    }
}

pub(super) fn text(told: &CarriedTold) -> String {
    let count = |name: &str| told.figures.get(name).copied().unwrap_or(0);
    let new = if told.is_new { "new vintage" } else { "all there already, as vintage" };
    let mut lines = vec![
        format!("{}: {} rows of `{}`, {new} {}", told.dataset, told.rows, told.of, told.vintage),
        format!(
            "  {} figures came whole, {} are sums of whole codes, {} hold a part of a split code, {} lack a part",
            count("whole"),
            count("sums"),
            count("parts"),
            count("lacking") + count("rates")
        ),
    ];
    lines.extend(told.notes.iter().map(|note| format!("  note: {note}")));
    lines.push(String::new());
    lines.join("\n")
}
