//! A quarter as it is closed: what it is held against, what moved, and the record of it.

use std::path::Path;

use agglo::Error;
use agglo::close::{Against, Close, Record};
use agglo_data::close::{Quarter, datasets};
use agglo_data::lake::{AsOf, CloseRecord, Closed, Frozen, Lake, Link, State, may_close};
use agglo_report::{html, wire};

use crate::args::{CloseArgs, Global};
use crate::cmd::data::close::moved;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::printer::Printer;

const SCHEMA: &str = "agglo/close/1";
/// Name and version of the program, as answers state it.
const MADE_BY: &str = concat!("agglo ", env!("CARGO_PKG_VERSION"));

pub(in crate::cmd::data) fn run(
    args: &CloseArgs,
    global: &Global,
    printer: &Printer,
) -> Result<Exit, Failure> {
    let quarter: Quarter = args.period.parse()?;
    let day = global.day();
    let part = |part: i8| u8::try_from(part).unwrap_or_default();
    quarter.ended_by((
        u16::try_from(day.year()).unwrap_or_default(),
        part(day.month()),
        part(day.day()),
    ))?;
    let period = quarter.to_string();
    let lake = global.lake()?;
    if lake.state()?.is_empty() {
        return Err(Error::new("E0421", "the lake holds no dataset: there is nothing to close")
            .hint("`agglo data add FILE` brings the first")
            .into());
    }
    // What is refused is refused before anything is written, the lock included.
    Held::find(args, global, &lake, &lake.closes()?, &period)?;
    room(args.output.as_deref())?;
    let closing = lake.closing()?;
    let Held { supersedes, against, base, was, is } =
        Held::find(args, global, &lake, closing.closes(), &period)?;
    let since = matches!(against, Against::Vintage { .. }).then_some(&was);
    let base = base.as_ref();
    let asked = moved::Asked { lake: &lake, is: &is, base, since, made_by: MADE_BY };
    let (answers, kept) = moved::all(&asked, global)?;
    let programme = programme(&against, quarter, global)?;
    let close = Close {
        programme,
        period,
        closed_on: day.to_string(),
        against,
        supersedes: supersedes.clone(),
        because: args.because.clone(),
        datasets: datasets(&lake, &was, &is)?,
        answers,
    };
    let record = CloseRecord {
        supersedes,
        because: args.because.clone(),
        data: frozen(&lake, &is)?,
        answers: kept,
        said: serde_json::to_value(&close).map_err(|cause| internal(&cause))?,
        ..CloseRecord::new(&close.period, &close.closed_on, MADE_BY)
    };
    let json = wire::text(SCHEMA, &close).map_err(|cause| internal(&cause))?;
    // The record comes last: what stands before it can be made again from the lake.
    let closed = closing.append(record)?;
    if let Some(folder) = &args.output {
        write(folder, &close, &json, printer)?;
    }
    printer.data(&if global.json {
        json
    } else {
        agglo_report::close_lines(&close, closed.id.as_str())
    })?;
    Ok(Exit::Ok)
}

/// What moved in the programme around us, since the quarter that it is held against or the quarter before.
#[cfg(feature = "ledger")]
fn programme(
    against: &Against,
    quarter: Quarter,
    global: &Global,
) -> Result<Option<agglo::close::ProgrammeMoved>, Failure> {
    let from = match against {
        Against::Close { record } => record.period.parse()?,
        Against::Nothing | Against::Vintage { .. } => quarter.before(),
    };
    crate::cmd::data::close::programme::moved(from, quarter, global)
}

/// Without a ledger there is no programme.
#[cfg(not(feature = "ledger"))]
fn programme(
    _: &Against,
    _: Quarter,
    _: &Global,
) -> Result<Option<agglo::close::ProgrammeMoved>, Failure> {
    Ok(None)
}

/// Makes the folder for the summary: a quarter that is closed cannot be closed again for its pages.
fn room(folder: Option<&Path>) -> Result<(), Error> {
    let Some(folder) = folder else { return Ok(()) };
    std::fs::create_dir_all(folder).map_err(|cause| {
        Error::new("E0401", format!("the folder for the summary cannot be made: {cause}"))
            .at(folder.display().to_string())
    })
}

fn internal(cause: &dyn std::fmt::Display) -> Error {
    Error::new("E0902", cause.to_string())
}

/// What is closed, and what it is held against.
struct Held {
    /// The record whose place is taken.
    supersedes: Option<Record>,
    against: Against,
    /// The close that it is held against.
    base: Option<Closed>,
    /// The data of that.
    was: State,
    /// The data that are closed.
    is: State,
}

impl Held {
    fn find(
        args: &CloseArgs,
        global: &Global,
        lake: &Lake,
        closes: &[Closed],
        period: &str,
    ) -> Result<Self, Error> {
        let supersedes = may_close(closes, period, args.supersede, args.because.as_deref())?;
        let is = state(lake, global)?;
        let base = match &args.against {
            Some(name) => closes.iter().rev().find(|own| own.is_called(name)),
            None => before(closes, period),
        };
        let (against, was) = match (base, &args.against) {
            (Some(closed), _) => (Against::Close { record: closed.named() }, closed.state()),
            (None, Some(name)) => {
                (Against::Vintage { vintage: name.clone() }, lake.state_of(name)?)
            }
            (None, None) => (Against::Nothing, State::new()),
        };
        Ok(Self { supersedes, against, base: base.cloned(), was, is })
    }
}

/// The last close of the last quarter before.
fn before<'a>(closes: &'a [Closed], period: &str) -> Option<&'a Closed> {
    let before = closes.iter().filter(|own| own.record.period.as_str() < period);
    before.max_by_key(|own| (own.record.period.clone(), own.record.number))
}

/// The data that are closed: as they are, or as they were on the day that is named.
fn state(lake: &Lake, global: &Global) -> Result<State, Error> {
    let Some(day) = global.as_of else { return lake.state() };
    let state = lake.state_by(&day.to_string())?;
    if state.is_empty() {
        let what = format!("no dataset had been loaded by {day}: there is nothing to close");
        return Err(
            Error::new("E0421", what).hint("`agglo data list --vintages` says when each was")
        );
    }
    Ok(state)
}

fn frozen(lake: &Lake, state: &State) -> Result<Vec<Frozen>, Error> {
    let frozen = state.iter().map(|(dataset, id)| {
        let vintage = lake.vintage(dataset, &AsOf::Vintage(id.clone()))?;
        let vintage = Link { id: id.clone(), sha256: vintage.sha256 };
        Ok(Frozen { dataset: dataset.clone(), vintage })
    });
    frozen.collect()
}

fn write(folder: &Path, close: &Close, json: &str, printer: &Printer) -> Result<(), Error> {
    let page = html::render(&agglo_report::close(close)).into_bytes();
    let files = [
        (format!("{}-close.html", close.period), page),
        (format!("{}-close.json", close.period), json.as_bytes().to_vec()),
    ];
    agglo_data::atomic::write_all(folder, &files)?;
    let names = files.iter().map(|(name, _)| folder.join(name).display().to_string());
    printer.message(&format!("Wrote {}", names.collect::<Vec<_>>().join(", ")));
    Ok(())
}
