//! `agglo ledger`: whether the chain holds; copies of it; the end of a person's key.

use std::path::Path;

use agglo::Error;
use agglo::engage::event::{Body, Entry, Erase, Event, PersonKey};
use agglo::engage::record::{Cut, Ground, admit, fold};
use agglo_data::atomic;
use agglo_data::ledger::{Archive, Ledger, Verified};
use agglo_data::programme::Programme;
use jiff::tz::TimeZone;
use serde::Serialize;

use crate::args::{Global, LedgerArgs, LedgerVerb};
use crate::cmd::programme::{find, ledger, none, now, today};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::printer::Printer;

pub(crate) fn run(args: &LedgerArgs, global: &Global, printer: &Printer) -> Result<Exit, Failure> {
    let programme = find(global)?;
    let mut ledger = ledger(&programme)?;
    match &args.verb {
        LedgerVerb::Verify(own) => verify(&mut ledger, own.holds.as_deref(), global, printer),
        LedgerVerb::Export(own) => write(&mut ledger, &own.output, false, printer),
        LedgerVerb::Backup(own) => write(&mut ledger, &own.output, true, printer),
        LedgerVerb::Restore(own) => restore(&programme, &mut ledger, &own.file, global, printer),
        LedgerVerb::Erase(own) => {
            erase(&programme, &mut ledger, &own.person, &own.because, global, printer)
        }
    }
}

fn verify(
    ledger: &mut Ledger,
    holds: Option<&str>,
    global: &Global,
    printer: &Printer,
) -> Result<Exit, Failure> {
    let verified = ledger.verify()?;
    let missing = match holds {
        Some(hash) if hash.len() < 8 => {
            return Err(Error::new("E0103", "a digest has at least 8 signs").into());
        }
        Some(hash) => !ledger.holds(hash)?,
        None => false,
    };
    let is_whole = verified.broken.is_none() && !missing;
    let exit = if is_whole { Exit::Ok } else { Exit::Failed };
    if global.json {
        printer.json("agglo/ledger-verified/1", &verified)?;
        return Ok(exit);
    }
    printer.data(&said(&verified, missing))?;
    Ok(exit)
}

fn said(verified: &Verified, missing: bool) -> String {
    let mut text = match (&verified.broken, &verified.head) {
        (Some(broken), _) => format!("event {} broke the chain: {}\n", broken.event, broken.why),
        (None, Some(head)) => {
            format!("{} events, the chain holds, its end is {head}\n", verified.events)
        }
        (None, None) => "no event yet\n".to_owned(),
    };
    if missing {
        text += "the digest asked for is not in the chain: events were cut off or changed\n";
    }
    text
}

fn write(
    ledger: &mut Ledger,
    path: &Path,
    is_backup: bool,
    printer: &Printer,
) -> Result<Exit, Failure> {
    let text = ledger.text(is_backup)?;
    atomic::write_private(path, text.as_bytes())?;
    printer.message(&format!("written: {}", path.display()));
    Ok(Exit::Ok)
}

#[derive(Serialize)]
struct Erased<'a> {
    person: &'a str,
    event: u64,
    had_key: bool,
}

fn restore(
    programme: &Programme,
    ledger: &mut Ledger,
    path: &Path,
    global: &Global,
    printer: &Printer,
) -> Result<Exit, Failure> {
    let text = std::fs::read_to_string(path).map_err(|error| {
        Error::new("E0403", format!("cannot read `{}`: {error}", path.display()))
    })?;
    let archive = Archive::read(&text, &programme.id).map_err(|faults| {
        Failure(
            faults
                .into_iter()
                .map(|fault| match fault.place() {
                    Some(place) => {
                        let at = format!("{}, {place}", path.display());
                        fault.at(at)
                    }
                    None => fault.at(path.display().to_string()),
                })
                .collect(),
        )
    })?;
    if archive.sealed_now > 0 {
        none(written_by_hand(programme, &archive.events()?))?;
    }
    let restored = ledger.restore(&archive)?;
    if global.json {
        printer.json("agglo/ledger-restored/1", &restored)?;
        return Ok(Exit::Ok);
    }
    let mut text =
        format!("{} events restored, {} keys of persons\n", restored.events, restored.keys);
    if restored.sealed_now > 0 {
        let sealed = restored.sealed_now;
        text = format!("{text}{sealed} of the events came without a seal and were sealed now\n");
    }
    printer.data(&text)?;
    Ok(Exit::Ok)
}

/// Events that nobody sealed are held against what was known when each was entered.
fn written_by_hand(programme: &Programme, events: &[Event]) -> Vec<Error> {
    let regions = programme.region_ids();
    let mut faults = Vec::new();
    for (at, event) in events.iter().enumerate() {
        let record = fold(events[..at].to_vec(), &Cut::ALL);
        let today = event.entered.to_zoned(TimeZone::UTC).date();
        let ground = Ground { today, regions: &regions };
        faults.extend(admit(&event.entry, &record, &ground).into_iter().map(|fault| {
            let place = fault.place().unwrap_or_default().to_owned();
            fault.at(format!("event {}, {place}", event.sequence))
        }));
    }
    faults
}

fn erase(
    programme: &Programme,
    ledger: &mut Ledger,
    person: &str,
    because: &str,
    global: &Global,
    printer: &Printer,
) -> Result<Exit, Failure> {
    let key: PersonKey = person.parse().map_err(|what: String| Error::new("E0103", what))?;
    let region = programme.region_ids().into_iter().next().unwrap_or_default();
    let body = Body::Erase(Erase { person: key.clone(), because: because.to_owned() });
    let entry = Entry::new(&region, today(), body);
    let record = fold(ledger.events()?, &Cut::ALL);
    let ground = Ground { today: today(), regions: &programme.region_ids() };
    none(admit(&entry, &record, &ground))?;
    let (event, had_key) = ledger.erase(&key, &entry, now())?;
    if global.json {
        printer.json("agglo/ledger-erased/1", &Erased { person, event, had_key })?;
        return Ok(Exit::Ok);
    }
    let what = if had_key {
        "the key is destroyed: name and contact can never be read again; replace backups made before"
    } else {
        "there was no key: nothing about this person was sealed"
    };
    printer.data(&format!("event {event}: {what}\n"))?;
    Ok(Exit::Ok)
}
