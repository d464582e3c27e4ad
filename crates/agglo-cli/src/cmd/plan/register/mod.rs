//! `agglo plan design|lock|amend|locks`: a plan and the design of its evaluation, frozen before anybody knows.

mod freeze;
mod list;
mod text;

use std::path::Path;

use agglo::Error;
use agglo::engage::event::{Event, Lock};
use agglo::engage::record::{Cut, Record, Told, fold};
use agglo::plan::full::GoalOfPlan;
use agglo::plan::instance::goal;
use agglo::plan::register::{Design, Ground, short};
use agglo_data::ledger::Ledger;
use agglo_data::programme::{Programme, ProgrammeRegion};
use agglo_data::registration::{self, DraftOf, KeptPlan, draft};
use jiff::civil::Date;
use serde::Serialize;
use serde_json::Value;

use crate::args::{DesignArgs, Global, PlanVerb};
use crate::cmd::programme::{find, ledger, today};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::printer::Printer;

pub(super) fn run(verb: &PlanVerb, global: &Global, printer: &Printer) -> Result<Exit, Failure> {
    let mut desk = Desk::open(global)?;
    match verb {
        PlanVerb::Design(own) => design(&desk, own, global, printer),
        PlanVerb::Lock(own) => freeze::lock(&mut desk, own, global, printer),
        PlanVerb::Amend(own) => freeze::amend(&mut desk, own, global, printer),
        PlanVerb::Locks(_) => list::locks(&desk, global, printer),
    }
}

/// A programme with all that was ever entered.
struct Desk {
    programme: Programme,
    ledger: Ledger,
    events: Vec<Event>,
    record: Record,
    day: Date,
}

impl Desk {
    fn open(global: &Global) -> Result<Self, Failure> {
        let programme = find(global)?;
        let mut ledger = ledger(&programme)?;
        let events = ledger.events()?;
        let record = fold(events.clone(), &Cut::ALL);
        let day = global.as_of.unwrap_or_else(today);
        Ok(Self { programme, ledger, events, record, day })
    }

    fn folder(&self) -> &Path {
        &self.programme.folder
    }

    /// A plan that is kept, with the region that it is for.
    fn plan(&self, named: &str) -> Result<(KeptPlan, &ProgrammeRegion), Error> {
        let plan = registration::plan(self.folder(), named)?;
        let text = |at: &str| plan.value.pointer(at).and_then(Value::as_str);
        let refuse = |what: String| {
            Err(Error::new("E0541", what)
                .at(registration::plan_file(&plan.digest))
                .hint("`agglo plan` inside this programme keeps one"))
        };
        if text("/schema") != Some(super::PLAN) {
            return refuse(format!("`{}` is no plan", short(&plan.digest)));
        }
        if text("/place/programme/0") != Some(self.programme.id.as_str()) {
            return refuse(format!("plan `{}` is of another programme", short(&plan.digest)));
        }
        match text("/place/id").and_then(|id| self.programme.region(Some(id)).ok()) {
            Some(region) => Ok((plan, region)),
            None => refuse(format!("plan `{}` is of no region of it", short(&plan.digest))),
        }
    }

    /// The goal of a region as of the day.
    fn goal(&self, region: &str) -> Option<GoalOfPlan> {
        goal(&fold(self.events.clone(), &Cut::as_of(self.day)), region)
    }

    /// The design of a file, held against the programme.
    fn design(&self, file: &Path, region: &str) -> Result<Design, Failure> {
        let text = std::fs::read_to_string(file).map_err(|error| {
            Error::new("E0403", format!("cannot read `{}`: {error}", file.display()))
                .hint("`agglo plan design PLAN -o FILE` writes one to begin with")
        })?;
        let goal = self.goal(region);
        let regions = &self.programme.regions;
        let ground = Ground {
            region,
            regions: regions.iter().map(|own| (own.id.as_str(), own.members.as_slice())).collect(),
            goal: goal.as_ref(),
        };
        registration::design(&file.display().to_string(), &text, &ground).map_err(Failure)
    }

    /// The lock of a digest, or of the beginning of one.
    fn lock(&self, named: &str) -> Result<&Told<Lock>, Error> {
        let all = || self.record.locks.iter().map(|own| own.what.name());
        let found = registration::one(named.trim(), all()).map_err(|found| {
            let what = match found.len() {
                0 => format!("there is no lock `{named}`"),
                several => format!("{several} locks begin with `{named}`"),
            };
            let listed: Vec<&str> = all().map(short).collect();
            let hint = if listed.is_empty() {
                "nothing is locked yet: `agglo plan lock PLAN --design FILE`".to_owned()
            } else {
                format!("four letters at least, of one of {}", listed.join(", "))
            };
            Error::new("E0541", what).hint(hint)
        })?;
        let own = self.record.locks.iter().find(|own| own.what.name() == found);
        own.ok_or_else(|| Error::new("E0901", "a lock that was found is gone"))
    }
}

/// A draft as JSON.
#[derive(Serialize)]
struct Drafted {
    plan: String,
    text: String,
    open: Vec<String>,
}

fn design(
    desk: &Desk,
    args: &DesignArgs,
    global: &Global,
    printer: &Printer,
) -> Result<Exit, Failure> {
    let (plan, region) = desk.plan(&args.plan)?;
    let starts = starts(&plan.value);
    let first = starts.first().map_or(desk.day, |(day, _)| *day);
    let goal = desk.goal(&region.id);
    let own = draft(&DraftOf {
        programme: &desk.programme.title,
        plan: &plan.digest,
        starts,
        start: first_of_a_quarter(first),
        region: (&region.id, &region.members),
        goal: goal.as_ref(),
        seed: plan.value.get("seed").and_then(Value::as_u64).unwrap_or(1),
    });
    let said = match &args.output {
        Some(file) if file.exists() => {
            let what = format!("`{}` is there already", file.display());
            return Err(Error::new("E0401", what)
                .hint("name a new file: a design that was filled in is not replaced")
                .into());
        }
        Some(file) => {
            agglo_data::atomic::write(file, own.text.clone().into_bytes())?;
            format!("Wrote {}", file.display())
        }
        None => String::new(),
    };
    if global.json {
        let drafted = Drafted { plan: plan.digest, text: own.text, open: own.open };
        printer.json("agglo/design-draft/1", &drafted)?;
        return Ok(Exit::Ok);
    }
    if said.is_empty() {
        printer.data(&own.text)?;
    } else {
        printer.message(&said);
    }
    printer.message(&format!("Only a person can say: {}", own.open.join(", ")));
    Ok(Exit::Ok)
}

/// What a plan starts, first start first.
fn starts(plan: &Value) -> Vec<(Date, String)> {
    let entries = plan.get("calendar").and_then(Value::as_array).into_iter().flatten();
    let of = |entry: &Value| {
        let text = |key: &str| entry.get(key).and_then(Value::as_str);
        let day: Date = text("date")?.parse().ok()?;
        (text("kind") == Some("start")).then(|| (day, text("what").unwrap_or_default().to_owned()))
    };
    let mut all: Vec<(Date, String)> = entries.filter_map(of).collect();
    all.sort();
    all
}

/// The day itself where a quarter begins on it, else the first day of the next one: figures come by quarters.
fn first_of_a_quarter(day: Date) -> Date {
    let begins = (day.month() - 1) % 3 == 0 && day.day() == 1;
    if begins {
        return day;
    }
    let next = (day.month() - 1) / 3 * 3 + 4;
    let (year, month) = if next > 12 { (day.year() + 1, 1) } else { (day.year(), next) };
    Date::new(year, month, 1).unwrap_or(day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_start_is_the_first_day_of_a_quarter() {
        assert_eq!(first_of_a_quarter(date(2027, 1, 1)), date(2027, 1, 1));
        assert_eq!(first_of_a_quarter(date(2026, 9, 30)), date(2026, 10, 1));
        assert_eq!(first_of_a_quarter(date(2026, 10, 2)), date(2027, 1, 1));
        assert_eq!(first_of_a_quarter(date(2026, 4, 1)), date(2026, 4, 1));
    }
}
