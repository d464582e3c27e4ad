//! `agglo plan lock` and `agglo plan amend`: files first, then the event, so that a lock never lacks what it froze.

use agglo::Error;
use agglo::engage::event::{Body, Entry, Lock};
use agglo::engage::record::{Cut, Ground as Entered, Told, admit, fold};
use agglo::plan::register::{Design, Kept, Locked, notes, short};
use agglo_data::registration;

use crate::args::{AmendArgs, Global, LockArgs};
use crate::cmd::plan::register::{Desk, list, text};
use crate::cmd::programme::{none, today};
use crate::cmd::record::enter;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::printer::Printer;

/// Schema of what was locked.
const LOCK: &str = "agglo/lock/1";

pub(super) fn lock(
    desk: &mut Desk,
    args: &LockArgs,
    global: &Global,
    printer: &Printer,
) -> Result<Exit, Failure> {
    let (plan, region) = desk.plan(&args.plan)?;
    let region = region.id.clone();
    let Some(file) = &args.design else {
        let short = short(&plan.digest);
        return Err(Error::new("E0542", "a plan is locked together with the design of its evaluation")
            .hint(format!(
                "`agglo plan design {short} -o designs/plan.toml` writes one to begin with; fill it in, then `agglo plan \
                 lock {short} --design designs/plan.toml`"
            ))
            .into());
    };
    let design = desk.design(file, &region)?;
    freeze(desk, (&region, &plan.digest, &design), None, global, printer)
}

pub(super) fn amend(
    desk: &mut Desk,
    args: &AmendArgs,
    global: &Global,
    printer: &Printer,
) -> Result<Exit, Failure> {
    let own = desk.lock(&args.lock)?.clone();
    if own.what.design.is_none() && (args.plan.is_none() || args.design.is_none()) {
        let what = format!("lock `{}` only names a plan: no file was kept", short(own.what.name()));
        return Err(Error::new("E0542", what)
            .hint("name both: --plan PLAN --design FILE; `agglo plan design PLAN` writes a design to begin with")
            .into());
    }
    let plan = match &args.plan {
        Some(named) => {
            let (plan, region) = desk.plan(named)?;
            if region.id != own.region {
                let (is, was) = (&region.id, &own.region);
                let what = format!("the plan is of region `{is}`, the lock of `{was}`");
                return Err(Error::new("E0541", what).hint("lock it in its own region").into());
            }
            plan.digest
        }
        None => own.what.plan.clone(),
    };
    let files = registration::files(desk.folder(), &own.what);
    if args.plan.is_none() {
        intact(&files.plan, "plan", "--plan PLAN")?;
    }
    let design = match (&args.design, files.frozen) {
        (Some(file), _) => desk.design(file, &own.region)?,
        (None, Some(frozen)) => frozen,
        (None, None) => {
            intact(&files.design, "design", "--design FILE")?;
            return Err(Error::new("E0542", "there is no design").hint("--design FILE").into());
        }
    };
    let region = own.region.clone();
    let amends = Some((&own, args.because.as_str()));
    freeze(desk, (&region, &plan, &design), amends, global, printer)
}

/// Refuses to carry on with what is not as it was frozen.
fn intact(kept: &Kept, what: &str, option: &str) -> Result<(), Error> {
    let found = match kept {
        Kept::Intact => return Ok(()),
        Kept::Missing(file) => format!("the frozen {what} is gone: {file}"),
        Kept::Altered(found) => found.clone(),
        Kept::NeverKept => format!("no {what} was kept"),
    };
    Err(Error::new("E0543", found)
        .hint(format!("put the file back from a copy, or name another with {option}")))
}

/// Enters the lock of a plan and a design, and says so.
fn freeze(
    desk: &mut Desk,
    (region, plan, design): (&str, &str, &Design),
    amends: Option<(&Told<Lock>, &str)>,
    global: &Global,
    printer: &Printer,
) -> Result<Exit, Failure> {
    let digest = registration::digest_of(&registration::as_json(design)?);
    let parent = amends.map(|(own, _)| own.what.name().to_owned());
    let body = Lock {
        plan: plan.to_owned(),
        lock: Some(registration::name_of(plan, &digest, parent.as_deref())),
        design: Some(digest),
        parent,
        because: amends.map(|(_, because)| because.trim().to_owned()),
    };
    let name = body.name().to_owned();
    let entry = Entry::new(region, desk.day, Body::Lock(body.clone()));
    // What is refused is refused before a file is written.
    let regions = desk.programme.region_ids();
    none(admit(&entry, &desk.record, &Entered { today: today(), regions: &regions }))?;
    registration::keep(desk.folder(), &body, design)?;
    let events = desk.events.clone();
    let event = enter(&desk.programme, &mut desk.ledger, events, &entry)?;
    desk.events = desk.ledger.events()?;
    desk.record = fold(desk.events.clone(), &Cut::ALL);
    let told = desk.record.locks.iter().find(|own| own.what.name() == name && own.region == region);
    let told = told.ok_or_else(|| Error::new("E0901", "a lock that was entered is gone"))?;
    let row = list::row(desk, told);
    let goal = desk.goal(region);
    let answer = Locked {
        event,
        plan_file: registration::plan_file(plan),
        design_file: row.lock.design.as_deref().map(registration::design_file).unwrap_or_default(),
        notes: notes(design, goal.as_ref(), agglo::plan::register::entered(told)),
        lock: row.lock,
    };
    if global.json {
        printer.json(LOCK, &answer)?;
    } else {
        printer.data(&text::locked(&answer))?;
    }
    Ok(Exit::Ok)
}
