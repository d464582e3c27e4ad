//! `agglo check`: whether a programme is built properly, gate by gate, with evidence and the next step.

mod class;
mod figures;
mod text;

use std::collections::BTreeSet;
use std::mem;
use std::panic::resume_unwind;
use std::thread;

use agglo::Error;
use agglo::engage::gates::{
    Checked, Coordination, Owed, Rules, Shelves, check, check_among, coordination, elements,
    promises, without,
};
use agglo::engage::record::{Cut, Record, fold};
use agglo::engage::{Gate, Ruling};
use agglo::plan::full::Registered;
use agglo::plan::register::registered;
use agglo_data::definitions::blueprint;
use agglo_data::programme::{Programme, ProgrammeRegion};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::Serialize;

use crate::args::{CheckArgs, Global};
use crate::cmd::programme::{Ours, Overlaid, find, ledger, today};
use crate::country::Country;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::printer::Printer;

pub(super) use figures::Figures;

/// Threads, if nobody says how many.
const THREADS: u16 = 2;

/// What is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Rule {
    /// A gate.
    Gate(Gate),
    /// Agreements and the marks of collective impact.
    Coordination,
    /// What is owed.
    Promises,
}

/// Everything that was found.
#[derive(Serialize)]
pub(super) struct Report {
    programme: String,
    title: String,
    illustrative: bool,
    as_of: String,
    ruling: Ruling,
    /// The digest of the last event.
    head: Option<String>,
    /// Entries of later days, which are left aside.
    later: u32,
    /// Entries that were made after the time asked for, which are left aside.
    not_yet_known: u32,
    /// Rules that are looser than usual.
    loosened: Vec<String>,
    /// Codes of regions that no figures at hand know.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    uncounted: Vec<String>,
    regions: Vec<OfRegion>,
}

#[derive(Serialize)]
pub(super) struct OfRegion {
    #[serde(flatten)]
    checked: Checked,
    #[serde(skip_serializing_if = "Option::is_none")]
    coordination: Option<Coordination>,
    #[serde(skip_serializing_if = "Option::is_none")]
    promises: Option<Vec<Owed>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    removed: Vec<class::Removed>,
    /// Under which lock the plan and its evaluation stand; none where nothing is locked.
    #[serde(skip_serializing_if = "Option::is_none")]
    registered: Option<Registered>,
    /// What of the programme's overlay counts for nothing here, and why.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    overlay: Vec<String>,
}

pub(crate) fn run(args: &CheckArgs, global: &Global, printer: &Printer) -> Result<Exit, Failure> {
    let rules = rules(&args.only)?;
    let programme = find(global)?;
    let mut ledger = ledger(&programme)?;
    let as_of = global.as_of.unwrap_or_else(today);
    let entered_by = args.entered_by.map(end_of_day).transpose()?;
    let events = ledger.events()?;
    let overlaid = Overlaid::of(&programme, &events)?;
    let record = fold(events, &Cut { as_of, entered_by });
    let head = ledger.head()?.map(|(_, hash)| hash);
    let starter = Country::open(global)?;
    let figures = Figures::of(&starter);
    let regions: Vec<&ProgrammeRegion> = match &args.region {
        Some(id) => vec![programme.region(Some(id))?],
        None => programme.regions.iter().collect(),
    };
    let asked = Asked {
        args,
        global,
        programme: &programme,
        figures: &figures,
        as_of,
        overlaid: &overlaid,
    };
    let found = asked.regions(&record, &regions, &rules)?;
    let ruling = Ruling::all(found.iter().flat_map(|own| own.rulings(&rules)));
    let report = Report {
        programme: programme.id.clone(),
        title: programme.title.clone(),
        illustrative: programme.is_illustrative,
        as_of: as_of.to_string(),
        ruling,
        head,
        later: record.later,
        not_yet_known: record.not_yet_known,
        loosened: programme.loosened.clone(),
        uncounted: regions.iter().flat_map(|region| figures.uncounted(region)).collect(),
        regions: found,
    };
    if global.json {
        printer.json("agglo/check/1", &report)?;
    } else if global.csv {
        printer.table(&text::table(&report, &rules), global)?;
    } else {
        printer.data(&text::text(&report, &rules))?;
    }
    // The program ends here: to take a large record apart would only keep the answer waiting.
    mem::forget((record, report));
    Ok(match ruling {
        Ruling::Pass => Exit::Ok,
        Ruling::Unknown if !args.strict => Exit::Unknown,
        Ruling::Unknown | Ruling::Fail => Exit::Failed,
    })
}

/// Refuses an overlay that its blueprint does not bear; of a traded cluster it is seen where that is derived.
fn sound(ours: &Ours) -> Result<(), Failure> {
    let (Some(overlay), Some(named)) = (&ours.overlay, &ours.blueprint) else { return Ok(()) };
    let blueprint = if blueprint::shipped_ids().contains(&named.as_str()) {
        blueprint::shipped(named)?
    } else {
        let Ok(text) = std::fs::read_to_string(named) else { return Ok(()) };
        blueprint::read_own(&text, named)?
    };
    overlay.onto(&blueprint).map(drop).map_err(Failure)
}

/// The last instant of a day, in UTC.
pub(super) fn end_of_day(day: Date) -> Result<jiff::Timestamp, Error> {
    let end = day.tomorrow().ok().and_then(|next| next.to_zoned(TimeZone::UTC).ok());
    let end = end
        .and_then(|zoned| zoned.timestamp().checked_sub(jiff::SignedDuration::from_nanos(1)).ok());
    end.ok_or_else(|| Error::new("E0103", format!("{day} has no end")))
}

/// The rules that are asked for; all gates where none is.
fn rules(only: &[String]) -> Result<BTreeSet<Rule>, Error> {
    if only.is_empty() {
        return Ok(Gate::ALL.into_iter().map(Rule::Gate).collect());
    }
    only.iter().map(|text| rule(text)).collect()
}

fn rule(text: &str) -> Result<Rule, Error> {
    let asked = text.trim().to_lowercase();
    let gate = Gate::ALL
        .into_iter()
        .find(|gate| gate.word().to_lowercase() == asked || gate.name() == asked);
    match (gate, asked.as_str()) {
        (Some(gate), _) => Ok(Rule::Gate(gate)),
        (None, "coordination") => Ok(Rule::Coordination),
        (None, "promises") => Ok(Rule::Promises),
        (None, _) => {
            let all = Gate::ALL.map(|gate| format!("{} {}", gate.word(), gate.name())).join(", ");
            Err(Error::new("E0102", format!("there is no rule `{text}`"))
                .hint(format!("rules: {all}, coordination, promises")))
        }
    }
}

/// What is asked, and of which programme.
struct Asked<'a> {
    args: &'a CheckArgs,
    global: &'a Global,
    programme: &'a Programme,
    figures: &'a Figures<'a>,
    as_of: Date,
    overlaid: &'a Overlaid,
}

impl Asked<'_> {
    /// Each region, in their order, on a few threads: what one fares says nothing of another.
    fn regions(
        &self,
        record: &Record,
        regions: &[&ProgrammeRegion],
        rules: &BTreeSet<Rule>,
    ) -> Result<Vec<OfRegion>, Failure> {
        let threads = usize::from(self.global.threads.unwrap_or(THREADS)).max(1);
        let share = regions.len().div_ceil(threads).max(1);
        let shelves = Shelves::of(record);
        let some = |own: &[&ProgrammeRegion]| -> Result<Vec<OfRegion>, Failure> {
            own.iter().map(|region| self.region(record, &shelves, region, rules)).collect()
        };
        thread::scope(|scope| {
            let some = &some;
            let parts: Vec<_> =
                regions.chunks(share).map(|own| scope.spawn(move || some(own))).collect();
            let mut found = Vec::with_capacity(regions.len());
            for part in parts {
                found.extend(part.join().unwrap_or_else(|panic| resume_unwind(panic))?);
            }
            Ok(found)
        })
    }

    fn region(
        &self,
        record: &Record,
        shelves: &Shelves<'_>,
        region: &ProgrammeRegion,
        rules: &BTreeSet<Rule>,
    ) -> Result<OfRegion, Failure> {
        let own = rules_of(self.programme);
        let ground = self.figures.ground(region);
        let ours = self.overlaid.ours(record, region);
        sound(&ours)?;
        let before = check_among(record, shelves, &ground, &own, self.as_of)?;
        let mut removed = Vec::new();
        let mut checked = before;
        if !self.args.remove.is_empty() {
            let known = elements(record);
            let mut rest = record.clone();
            for element in &self.args.remove {
                rest = without(&rest, element);
            }
            let after = check(&rest, &ground, &own, self.as_of)?;
            removed = class::removed(self, region, &ours, &known, &checked, &after)?;
            checked = after;
        }
        let coordination =
            rules.contains(&Rule::Coordination).then(|| coordination(record, &ground, self.as_of));
        let promises = rules
            .contains(&Rule::Promises)
            .then(|| promises(record, &region.id, self.as_of, own.feedback.days));
        checked.findings.retain(|finding| rules.contains(&Rule::Gate(finding.gate)));
        let registered = registered(record, &region.id);
        let overlay = ours.notes;
        Ok(OfRegion { checked, coordination, promises, removed, registered, overlay })
    }
}

/// What records of a programme are held against.
pub(super) fn rules_of(programme: &Programme) -> Rules {
    let held = programme.rules;
    Rules {
        partner: held.partner,
        piece: held.piece,
        listening: held.listening,
        feedback: held.feedback,
        representation: held.representation,
    }
}

impl OfRegion {
    /// The outcomes of the rules that were asked for.
    fn rulings(&self, rules: &BTreeSet<Rule>) -> Vec<Ruling> {
        let mut rulings: Vec<Ruling> =
            self.checked.findings.iter().map(|finding| finding.ruling).collect();
        if rules.contains(&Rule::Coordination) {
            rulings.extend(self.coordination.as_ref().map(|own| own.ruling));
        }
        if let Some(owed) = &self.promises {
            rulings.push(Ruling::known(!owed.iter().any(|own| own.is_overdue)));
        }
        rulings
    }
}
