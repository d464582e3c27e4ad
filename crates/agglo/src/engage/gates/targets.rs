//! S1: the goal has an aim of the economy and one for people, each with baseline, unit and date.

use crate::engage::event::Aim;
use crate::engage::gates::{Finding, Leg, Subject, View};
use crate::engage::record::of_region;
use crate::engage::{Gate, Ruling};

fn subject(side: &'static str, aim: &Aim, event: u64) -> Subject {
    let unit = aim.unit.trim();
    let legs = vec![
        Leg::new(
            "baseline",
            Ruling::known(aim.baseline.is_some()),
            aim.baseline.map_or("none".to_owned(), |own| format!("{} in {}", own.value, own.year)),
        ),
        Leg::new(
            "unit",
            Ruling::known(!unit.is_empty()),
            if unit.is_empty() { "none" } else { unit },
        ),
        Leg::new("date", Ruling::Pass, format!("until {}", aim.year)),
    ];
    Subject {
        id: aim.measure.clone(),
        name: format!("{side}: {} {:+} {unit} until {}", aim.measure, aim.change, aim.year),
        ruling: Ruling::all(legs.iter().map(|leg| leg.ruling)),
        legs,
        evidence: vec![event],
    }
}

/// The gate: one of each side at least, and none that is half said.
pub(super) fn finding(view: &View<'_>) -> Finding {
    let last =
        of_region(&view.record.goals, view.region.id).max_by_key(|own| (own.happened, own.event));
    let Some(goal) = last else {
        let found = "no goal is recorded".to_owned();
        return Finding::new(Gate::S1, Ruling::Fail, found).next(
            "`agglo record goal --mission \"…\" --economy M:CHANGE@YEAR --people M:CHANGE@YEAR --baseline M=V@YEAR`",
        );
    };
    let of = |side, aims: &[Aim]| -> Vec<Subject> {
        aims.iter().map(|aim| subject(side, aim, goal.event)).collect()
    };
    let economy = of("economy", &goal.what.economy);
    let people = of("people", &goal.what.people);
    let lacking = [("economy", economy.is_empty()), ("people", people.is_empty())];
    let lacking: Vec<&str> =
        lacking.into_iter().filter(|(_, is)| *is).map(|(side, _)| side).collect();
    let subjects: Vec<Subject> = economy.into_iter().chain(people).collect();
    let half: Vec<&Subject> = subjects.iter().filter(|own| own.ruling != Ruling::Pass).collect();
    let ruling = Ruling::known(lacking.is_empty() && half.is_empty());
    let found = match (lacking.as_slice(), half.as_slice()) {
        ([], []) => format!("{} aims, each with baseline, unit and date", subjects.len()),
        ([], half) => {
            let names: Vec<&str> = half.iter().map(|own| own.id.as_str()).collect();
            format!("{} is not said in full", names.join(", "))
        }
        (lacking, _) => format!("no aim of {}", lacking.join(" and ")),
    };
    let step = match half.first() {
        Some(aim) => format!(
            "fill in the baseline of {}: `agglo record goal … --baseline {}=V@YEAR`, or correct event {}",
            aim.id, aim.id, goal.event
        ),
        None => "record the goal anew with both an --economy and a --people aim".to_owned(),
    };
    let evidence = vec![goal.event];
    Finding { subjects, evidence, ..Finding::new(Gate::S1, ruling, found) }.next(step)
}
