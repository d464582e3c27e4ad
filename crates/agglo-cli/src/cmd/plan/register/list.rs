//! `agglo plan locks`: every lock with what became of its files.

use agglo::engage::event::Lock;
use agglo::engage::record::Told;
use agglo::plan::register::{
    Change, LockOfRegion, LockRow, Locks, StandingOfLock, amends, entered, is_retrospective,
    parent, short,
};
use agglo_data::registration::{self, Files};

use crate::args::Global;
use crate::cmd::plan::register::{Desk, text};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::printer::Printer;

/// Schema of all locks.
const LOCKS: &str = "agglo/locks/1";

pub(super) fn locks(desk: &Desk, global: &Global, printer: &Printer) -> Result<Exit, Failure> {
    let locks: Vec<LockRow> = desk.record.locks.iter().map(|own| row(desk, own)).collect();
    let is_fault = |own: &LockRow| {
        own.plan_kept.is_fault() || own.design_kept.is_fault() || own.is_sound == Some(false)
    };
    let is_intact = !locks.iter().any(is_fault);
    let answer = Locks { programme: desk.programme.id.clone(), is_intact, locks };
    if global.json {
        printer.json(LOCKS, &answer)?;
    } else {
        printer.data(&text::locks(&answer))?;
    }
    Ok(if is_intact { Exit::Ok } else { Exit::Failed })
}

/// A lock with what became of its files.
pub(super) fn row(desk: &Desk, own: &Told<Lock>) -> LockRow {
    let files = registration::files(desk.folder(), &own.what);
    let is_amended = amends(&desk.record, own).is_some();
    let entered = entered(own);
    let lock = &own.what;
    LockRow {
        event: own.event,
        lock: LockOfRegion {
            name: lock.name().to_owned(),
            short: short(lock.name()).to_owned(),
            region: own.region.clone(),
            on: own.happened.to_string(),
            entered: entered.to_string(),
            plan: lock.plan.clone(),
            design: lock.design.clone(),
            parent: lock.parent.clone(),
            because: lock.because.clone(),
            standing: if is_amended { StandingOfLock::Amended } else { StandingOfLock::Current },
            is_retrospective: files.frozen.as_ref().map(|own| is_retrospective(own, entered)),
            changes: parent(&desk.record, own).and_then(|was| changes(desk, was, lock, &files)),
        },
        plan_kept: files.plan,
        design_kept: files.design,
        is_sound: files.is_sound,
    }
}

/// What differs from the lock before; none where a design of the two cannot be read.
fn changes(desk: &Desk, was: &Told<Lock>, is: &Lock, files: &Files) -> Option<Vec<Change>> {
    let before = registration::files(desk.folder(), &was.what);
    let json = |own: &Files| own.frozen.as_ref().and_then(|own| registration::as_json(own).ok());
    let (before, now) = json(&before).zip(json(files))?;
    let plan = (was.what.plan != is.plan).then(|| Change {
        field: "plan".to_owned(),
        was: Some(was.what.plan.clone()),
        is: Some(is.plan.clone()),
        touches_the_test: false,
    });
    let design = registration::changes(&before, &now)
        .into_iter()
        .map(|own| Change { field: format!("design.{}", own.field), ..own });
    Some(plan.into_iter().chain(design).collect())
}
