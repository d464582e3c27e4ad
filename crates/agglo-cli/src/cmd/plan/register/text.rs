//! Locks for a terminal.

use std::fmt::Write as _;

use agglo::plan::register::{
    Change, Kept, LockOfRegion, LockRow, Locked, Locks, StandingOfLock, short,
};

/// What was just locked.
pub(super) fn locked(own: &Locked) -> String {
    let lock = &own.lock;
    let mut text = format!("Locked in region {} on {}\n", lock.region, lock.on);
    // Writing to a text cannot fail.
    let _ = writeln!(text, "  lock    {}", lock.name);
    let _ = writeln!(text, "  plan    {}", own.plan_file);
    let _ = writeln!(text, "  design  {}", own.design_file);
    amendment(&mut text, lock);
    for note in &own.notes {
        let _ = writeln!(text, "  note: {note}");
    }
    if lock.is_retrospective == Some(false) {
        text += "Publish the lock before anything is begun: whoever has it can see that nothing was changed.\n";
    }
    text
}

/// Every lock.
pub(super) fn locks(all: &Locks) -> String {
    if all.locks.is_empty() {
        return "Nothing is locked: `agglo plan lock PLAN --design FILE`\n".to_owned();
    }
    let mut text = String::new();
    for own in &all.locks {
        row(&mut text, own);
    }
    text += if all.is_intact {
        "Every file that was frozen is as it was.\n"
    } else {
        "NOT AS FROZEN: a file is missing or was changed.\n"
    };
    text
}

fn row(text: &mut String, own: &LockRow) {
    let lock = &own.lock;
    let standing = match lock.standing {
        StandingOfLock::Current => "current",
        StandingOfLock::Amended => "amended",
    };
    let _ = writeln!(text, "{} {} {} {standing}", lock.short, lock.region, lock.on);
    let _ = writeln!(text, "  plan {}: {}", short(&lock.plan), kept(&own.plan_kept));
    match &lock.design {
        Some(design) => {
            let _ = writeln!(text, "  design {}: {}", short(design), kept(&own.design_kept));
        }
        None => *text += "  no evaluation is registered\n",
    }
    if own.is_sound == Some(false) {
        *text += "  THE LOCK IS NOT THE DIGEST of its plan, its design and what it amends\n";
    }
    match lock.is_retrospective {
        Some(true) => {
            let _ =
                writeln!(text, "  retrospective: begun before it was entered on {}", lock.entered);
        }
        Some(false) => {
            let _ = writeln!(text, "  entered on {}, before anything was begun", lock.entered);
        }
        None => {}
    }
    amendment(text, lock);
}

fn kept(kept: &Kept) -> String {
    match kept {
        Kept::Intact => "intact".to_owned(),
        Kept::Missing(file) => format!("MISSING, {file}"),
        Kept::Altered(what) => format!("ALTERED, {what}"),
        Kept::NeverKept => "no file kept".to_owned(),
    }
}

fn amendment(text: &mut String, lock: &LockOfRegion) {
    let Some(parent) = &lock.parent else { return };
    let because = lock.because.as_deref().unwrap_or_default();
    let _ = writeln!(text, "  amends {} because {because}", short(parent));
    let Some(changes) = &lock.changes else {
        *text += "  what differs cannot be told: the earlier design is not there as it was\n";
        return;
    };
    if !changes.iter().any(|own| own.touches_the_test) {
        *text += "  the registered test is as it was\n";
    }
    for own in changes {
        let _ = writeln!(text, "  {}", change(own));
    }
}

fn change(own: &Change) -> String {
    let value = |value: &Option<String>| value.clone().unwrap_or_else(|| "nothing".to_owned());
    let (was, is) = (value(&own.was), value(&own.is));
    let kind = match (own.field.as_str(), own.touches_the_test) {
        ("plan", _) => "another plan",
        (_, true) => "A CHANGE OF THE REGISTERED TEST",
        (_, false) => "may change without breach",
    };
    format!("{kind}: {}: {was} -> {is}", own.field)
}
