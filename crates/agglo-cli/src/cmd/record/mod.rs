//! `agglo record KIND`: one entry, held against all that is known before it becomes an event.

mod amend;
mod ask;
mod baseline;
mod community;
mod programme;

use agglo::Error;
use agglo::engage::event::{Body, Entry, Event, PersonKey, slug};
use agglo::engage::record::{Cut, Ground, Record, admit, fold};
use agglo_data::ledger::{Appended, Ledger};
use agglo_data::programme::Programme;
use jiff::civil::Date;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::args::Global;
use crate::args::record::{RecordArgs, RecordKind};
use crate::cmd::programme::{find, ledger, none, now, today};
use crate::cmd::record::ask::Ask;
use crate::cmd::record::baseline::Filled;
use crate::country::Country;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::printer::Printer;

/// Attempts at an entry while others write.
const ATTEMPTS: u32 = 20;

/// What was recorded.
#[derive(Serialize)]
struct Recorded {
    event: u64,
    kind: &'static str,
    region: String,
    /// As later entries refer to it: an id, `listening:3`, `input:7`.
    names: Vec<String>,
    happened: String,
    /// Baselines that were filled in from the bundled figures.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    baselines: Vec<Filled>,
}

/// A word of a choice, as it is typed at a question.
fn choice<T: DeserializeOwned>(text: &str) -> Result<T, String> {
    serde_json::from_value(serde_json::Value::String(text.to_owned())).map_err(|e| e.to_string())
}

pub(crate) fn run(args: &RecordArgs, global: &Global, printer: &Printer) -> Result<Exit, Failure> {
    let programme = find(global)?;
    let mut ledger = ledger(&programme)?;
    let own = programme.region(args.common.region.as_deref())?.clone();
    let region = own.id.clone();
    let ask = Ask::new();
    let said = args.common.date.or(global.as_of).unwrap_or_else(today);
    // A meeting may lie ahead; that it was arranged does not.
    let is_meeting = matches!(args.kind, RecordKind::Meeting(_));
    let happened = if is_meeting { said.min(today()) } else { said };
    let events = ledger.events()?;
    let body = body(args, said, &events, &mut ledger, &ask)?;
    let mut entry = Entry::new(&region, happened, body);
    head(args, &mut entry, &ask);
    none(ask.into_faults())?;
    let (mut baselines, mut lacking) = (Vec::new(), Vec::new());
    if let Body::Goal(goal) = &mut entry.body {
        (baselines, lacking) = baseline::fill(goal, &own, &Country::open(global)?)?;
    }
    if !baselines.is_empty() && entry.note.is_none() {
        let words: Vec<String> = baselines.iter().map(Filled::words).collect();
        entry.note = Some(format!("baselines from the bundled figures: {}", words.join("; ")));
    }
    let event = enter(&programme, &mut ledger, events, &entry)?;
    let recorded = Recorded { baselines, ..told(&mut ledger, event, &entry)? };
    if global.json {
        printer.json("agglo/recorded/1", &recorded)?;
        return Ok(Exit::Ok);
    }
    let names = if recorded.names.is_empty() {
        String::new()
    } else {
        format!(": {}", recorded.names.join(", "))
    };
    printer.data(&format!("event {event}, {}{names}\n", recorded.kind))?;
    for own in &recorded.baselines {
        printer.data(&format!("baseline of {}\n", own.words()))?;
    }
    if let Some(own) = recorded.baselines.first() {
        printer.message(&format!(
            "note: you may know better: --baseline {}=VALUE@YEAR",
            own.measure()
        ));
    }
    for lack in &lacking {
        printer.message(&format!("note: {lack}; --baseline MEASURE=VALUE@YEAR gives one"));
    }
    Ok(Exit::Ok)
}

/// What all kinds take.
fn head(args: &RecordArgs, entry: &mut Entry, ask: &Ask) {
    let common = &args.common;
    entry.said_by = ask.read(common.said_by.as_ref(), "--said-by", str::parse::<PersonKey>);
    entry.source.clone_from(&common.source);
    if matches!(entry.body, Body::Piece(_)) {
        entry.source = community::sessions(common.source.as_deref()).1;
    }
    entry.note.clone_from(&common.note);
    entry.is_public = common.public;
    let own = match &args.kind {
        RecordKind::Area(own) => Some(ask.text(own.area.clone(), "AREA", "the id of the area")),
        RecordKind::Award(own) => Some(ask.text(own.award.clone(), "AWARD", "the id of the award")),
        _ => None,
    };
    let from_name = || entry.body.name().map(slug).filter(|id| !id.is_empty());
    entry.id = common.id.clone().or(own.map(|own| slug(&own))).or_else(from_name);
}

fn body(
    args: &RecordArgs,
    day: Date,
    events: &[Event],
    ledger: &mut Ledger,
    ask: &Ask,
) -> Result<Body, Failure> {
    let source = args.common.source.as_deref();
    Ok(match &args.kind {
        RecordKind::Goal(own) => programme::goal(own, ask),
        RecordKind::Area(own) => community::area(own, day, ask),
        RecordKind::Listening(own) => community::listening(own, ask),
        RecordKind::Said(own) => community::said(own, ask),
        RecordKind::Answer(own) => community::answer(own, ask),
        RecordKind::Engagement(own) => community::engagement(own, ask),
        RecordKind::Piece(own) => community::piece(own, source, ask),
        RecordKind::Vouch(own) => community::vouch(own, ask),
        RecordKind::Link(own) => community::link(own, ask),
        RecordKind::Partner(own) => community::partner(own, ask),
        RecordKind::Rating(own) => community::rating(own, ask),
        RecordKind::Idea(own) => programme::idea(own, ask),
        RecordKind::Stage(own) => programme::stage(own, ask),
        RecordKind::Venture(own) => programme::venture(own, day, ask),
        RecordKind::Money(own) => programme::money(own, ask),
        RecordKind::Initiative(own) => programme::initiative(own, ask),
        RecordKind::Budget(own) => programme::budget(own, ask),
        RecordKind::Spend(own) => programme::spend(own, ask),
        RecordKind::Outcome(own) => programme::outcome(own, ask),
        RecordKind::Innovation(own) => programme::innovation(own, ask),
        RecordKind::Promise(own) => programme::promise(own, day, ask),
        RecordKind::Meeting(own) => programme::meeting(own, day, ask),
        RecordKind::Award(own) => programme::award(own, ask),
        RecordKind::Person(own) => amend::person(own, ledger, ask)?,
        RecordKind::Correct(own) => amend::correct(own, events, ask)?,
        RecordKind::Retract(own) => amend::retract(own, ask),
    })
}

/// Enters it after all that is known; checks again where another writer was faster.
pub(in crate::cmd) fn enter(
    programme: &Programme,
    ledger: &mut Ledger,
    mut events: Vec<Event>,
    entry: &Entry,
) -> Result<u64, Failure> {
    let regions = programme.region_ids();
    for _ in 0..ATTEMPTS {
        let last = events.last().map_or(0, |event| event.sequence);
        let record: Record = fold(events, &Cut::ALL);
        none(admit(entry, &record, &Ground { today: today(), regions: &regions }))?;
        match ledger.append_after(last, std::slice::from_ref(entry), now())? {
            Appended::Done(places) => return Ok(places.first().copied().unwrap_or(0)),
            Appended::Moved => events = ledger.events()?,
        }
    }
    Err(Error::new("E0521", "others write without a pause").hint("try again").into())
}

/// How later entries refer to it.
fn told(ledger: &mut Ledger, event: u64, entry: &Entry) -> Result<Recorded, Failure> {
    let record = fold(ledger.events()?, &Cut::ALL);
    let mut names: Vec<String> = entry.id.iter().cloned().collect();
    let mut counted = |word: &str, numbers: &mut dyn Iterator<Item = u32>| {
        names.extend(numbers.map(|number| format!("{word}:{number}")));
    };
    macro_rules! own {
        ($list:ident) => {
            &mut record.$list.iter().filter(|own| own.event == event).map(|own| own.number)
        };
    }
    match &entry.body {
        Body::Listening(_) => {
            counted("listening", own!(listenings));
            counted("input", own!(inputs));
        }
        Body::Said(_) => counted("said", own!(saids)),
        Body::Idea(_) => counted("idea", own!(ideas)),
        Body::Promise(_) => counted("promise", own!(promises)),
        _ => {}
    }
    Ok(Recorded {
        event,
        kind: entry.body.kind().word(),
        region: entry.region.clone(),
        names,
        happened: entry.happened.to_string(),
        baselines: Vec::new(),
    })
}
