//! L1: listening came before the plan, and was entered before it.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::engage::gates::pieces::first_lock;
use crate::engage::gates::{Finding, View};
use crate::engage::record::of_region;
use crate::engage::{Gate, Heard, Ruling, listening_precedes_plan};

/// The day on which something was entered, in UTC.
pub(super) fn entered(time: Timestamp) -> Date {
    time.to_zoned(TimeZone::UTC).date()
}

/// The gate.
pub(super) fn finding(view: &View<'_>) -> Finding {
    let sessions: Vec<_> = of_region(&view.record.listenings, view.region.id).collect();
    let heard: Vec<Heard> = sessions
        .iter()
        .map(|own| Heard {
            area: own.what.area.clone(),
            date: own.happened,
            entered: entered(own.entered),
            inputs: u32::try_from(own.what.heard.len()).unwrap_or(u32::MAX),
        })
        .collect();
    let lock = first_lock(view);
    let rule = &view.rules.listening;
    let found = listening_precedes_plan(&heard, lock, rule);
    let mut text = format!(
        "{} inputs from {} areas{}; {} from {} are asked for",
        found.inputs,
        found.areas,
        lock.map_or_else(String::new, |day| format!(" before the lock of {day}")),
        rule.inputs,
        rule.areas
    );
    if found.entered_late > 0 {
        let late = found.entered_late;
        text = format!(
            "{text}; {late} more were entered after the lock for days before it and do not count"
        );
    }
    let step = if lock.is_some() {
        "the plan came before the listening: listen, then lock an amended plan".to_owned()
    } else {
        let more = rule.inputs.saturating_sub(found.inputs);
        let areas = rule.areas;
        format!("listen: {more} more inputs, from {areas} areas at least: `agglo record listening`")
    };
    let evidence = if found.ruling == Ruling::Pass {
        sessions.iter().map(|own| own.event).collect()
    } else {
        Vec::new()
    };
    Finding { evidence, ..Finding::new(Gate::L1, found.ruling, text) }.next(step)
}
