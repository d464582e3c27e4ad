//! The plan in time: the first ninety days, and everything with a date.

use jiff::ToSpan;
use jiff::civil::{Date, date};

use crate::plan::explain::omitted::no_carrier;
use crate::plan::explain::solved::Solved;
use crate::plan::full::{Choice, Entry, EntryKind, FullPlan, Information, Step};
use crate::plan::instance::FullRequest;
use crate::plan::{Check, Gate};

/// Questions that become steps.
const QUESTIONS: usize = 2;

/// Steps of the first ninety days after the day of the plan.
pub(crate) fn first_90_days(
    asked: &FullRequest<'_>,
    gates: &[Check],
    chosen: &[Choice],
    find_out: &[Information],
) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut add = |day: u16, what: String, who: &str, because: &str| {
        steps.push(Step {
            by: later(asked.as_of, i32::from(day)).to_string(),
            day,
            what,
            who: who.to_owned(),
            because: because.to_owned(),
        });
    };
    for gate in gates.iter().filter(|gate| gate.gate != Gate::Pass) {
        let day = if gate.gate == Gate::Fail { 30 } else { 45 };
        let what = format!("{}: {}", gate.rule, first_line(&gate.to_pass));
        add(day, what, "the programme's manager", "Until this gate passes the plan is a draft.");
    }
    for own in find_out.iter().filter(|own| own.is_decisive).take(QUESTIONS) {
        add(45, own.ask.clone(), &own.of, &own.would_change);
    }
    for own in chosen {
        let who = own.carriers.first().map_or_else(
            || own.role.clone().unwrap_or_else(|| "who will carry it".to_owned()),
            |carrier| carrier.name.clone(),
        );
        if own.carriers.is_empty() {
            let what = format!("Find who carries {}", own.title.to_lowercase());
            add(30, what, &format!("role: {who}"), "Nobody is named for it.");
        } else {
            let what = format!("Agree in writing on {} with {who}", own.title.to_lowercase());
            add(60, what, &who, "A start without an agreement has no carrier.");
        }
        if !matches!(own.cost_from, crate::plan::full::Basis::Stated) {
            let what = format!("Get a quote for {}", own.title.to_lowercase());
            add(60, what, &who, "Its amounts are assumed.");
        }
        if own.owner_after.is_none() && own.revenue_after.is_none() {
            let what = format!("Write down who owns {} afterwards", own.title.to_lowercase());
            add(75, what, "the board", "What has no owner ends with the money.");
        }
    }
    add(
        85,
        "Write down outcomes, comparison group and dates of the evaluation".to_owned(),
        "the evaluator",
        "What is measured afterwards must be said before.",
    );
    add(90, "Decide: start, amend or wait".to_owned(), "the board", "The first ninety days end.");
    steps.sort_by_key(|own| own.day);
    steps
}

fn first_line(text: &str) -> &str {
    if text.is_empty() { "see `agglo check`" } else { text }
}

/// Some days later; the last day there is where the calendar ends.
fn later(day: Date, days: i32) -> Date {
    day.checked_add(days.days()).unwrap_or(Date::MAX)
}

/// A day of a year of the plan, not before the plan's own day.
fn day_of(year: u16, month: i8, day: i8) -> Date {
    let year = i16::try_from(year).unwrap_or(9999).clamp(1, 9999);
    date(year, month, day)
}

/// Everything with a date, in order.
pub(crate) fn calendar(asked: &FullRequest<'_>, plan: &FullPlan) -> Vec<Entry> {
    let mut all: Vec<Entry> = plan
        .first_90_days
        .iter()
        .map(|step| entry(EntryKind::Step, &step.by, step.what.clone(), None))
        .collect();
    for own in &plan.chosen {
        let title = &own.title;
        let id = Some(own.id.clone());
        let first = own.cost_by_year.first().map_or(own.start.0, |cost| cost.year.0);
        let last = own.cost_by_year.last().map_or(own.start.0, |cost| cost.year.0);
        let start = day_of(own.start.0.min(first), 1, 1).max(asked.as_of).to_string();
        let end = day_of(last, 12, 31).to_string();
        let mut started = entry(EntryKind::Start, &start, format!("{title} starts"), id.clone());
        started.until = Some(end.clone());
        all.push(started);
        all.push(entry(
            EntryKind::LastPayment,
            &end,
            format!("The plan pays for {title} until here"),
            id.clone(),
        ));
        if let Some(year) = own.first_effect {
            let day = day_of(year.0, 12, 31).to_string();
            let what = format!("Something of {title} should be seen; if not, look again");
            all.push(entry(EntryKind::FirstEffect, &day, what, id));
        }
    }
    for (day, fund) in &asked.funds {
        let what = format!("The money of {fund} ends");
        all.push(entry(EntryKind::FundEnds, &day.to_string(), what, None));
    }
    for row in &plan.money.by_year {
        let day = day_of(row.year.0, 12, 1);
        if day > asked.as_of {
            let what = "The plan is looked at again with the year's figures".to_owned();
            all.push(entry(EntryKind::Review, &day.to_string(), what, None));
        }
    }
    let advised = plan.learn_first.iter().filter(|own| own.is_advised);
    for pilot in advised.filter_map(|own| own.pilots.first()) {
        let what = format!("Pilot of {}: {}", pilot.title.to_lowercase(), pilot.rule);
        all.push(entry(EntryKind::Decision, &pilot.read_on, what, Some(pilot.id.clone())));
    }
    all.sort_by(|a, b| (&a.date, a.kind, &a.what).cmp(&(&b.date, b.kind, &b.what)));
    all
}

fn entry(kind: EntryKind, date: &str, what: String, initiative: Option<String>) -> Entry {
    Entry { date: date.to_owned(), until: None, kind, what, initiative }
}

/// Initiatives that nobody can carry, for the caveats.
pub(crate) fn without_carrier(solved: &Solved<'_>) -> usize {
    solved.instance.candidates.iter().filter(|own| no_carrier(solved, own).is_some()).count()
}
