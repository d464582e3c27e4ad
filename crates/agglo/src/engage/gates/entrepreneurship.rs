//! E1: an idea of the community has taken shape within two years, lives, and somebody owns it.

use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::engage::event::{Idea, Origin, Reference, State};
use crate::engage::gates::age::within;
use crate::engage::gates::{Finding, Leg, Subject, View, many};
use crate::engage::record::{Told, of_region};
use crate::engage::{Gate, Ruling};

/// Months within which an idea must have taken shape.
const MONTHS: i32 = 24;

/// How far an idea has come: each state with its day and its event.
fn course(view: &View<'_>, idea: &Told<Idea>) -> Vec<(Date, u64, State)> {
    let is_own = |of: &Reference| view.record.idea(of).is_some_and(|own| own.event == idea.event);
    let first = idea.what.state.unwrap_or(State::Raised);
    let mut course = vec![(idea.happened, idea.event, first)];
    let mut ventures: BTreeSet<&str> = BTreeSet::new();
    for venture in &view.record.ventures {
        if venture.what.idea.as_ref().is_some_and(&is_own) {
            course.push((venture.what.founded, venture.event, State::Launched));
            ventures.extend(venture.id.as_deref());
        }
    }
    for stage in &view.record.stages {
        let own = match &stage.what.of {
            Reference::Named(id) if ventures.contains(id.as_str()) => true,
            of => is_own(of),
        };
        if own {
            course.push((stage.happened, stage.event, stage.what.state));
        }
    }
    course.sort_by_key(|(day, event, _)| (*day, *event));
    course
}

fn subject(view: &View<'_>, idea: &Told<Idea>) -> Subject {
    let course = course(view, idea);
    let last = course.last().map_or(State::Raised, |(.., state)| *state);
    let shaped = course.iter().filter(|(.., state)| state.is_live()).map(|(day, ..)| *day).max();
    let lives = last.is_live();
    let recent = shaped.is_some_and(|day| within(day, view.as_of, MONTHS));
    let legs = vec![
        Leg::new(
            "shape",
            Ruling::known(lives && recent),
            match (lives, shaped) {
                (true, Some(day)) => format!("{} since {day}", last.word()),
                _ => last.word().to_owned(),
            },
        ),
        Leg::new(
            "owner",
            Ruling::known(idea.what.owner.is_some()),
            if idea.what.owner.is_some() { "somebody owns it" } else { "nobody owns it yet" },
        ),
    ];
    Subject {
        id: idea.id.clone().unwrap_or_else(|| format!("idea:{}", idea.number)),
        name: idea.what.text.clone(),
        ruling: Ruling::all(legs.iter().map(|leg| leg.ruling)),
        legs,
        evidence: course.iter().map(|(_, event, _)| *event).collect(),
    }
}

/// The gate.
pub(super) fn finding(view: &View<'_>) -> Finding {
    let ideas = of_region(&view.record.ideas, view.region.id);
    let own: Vec<_> = ideas.filter(|idea| idea.what.origin == Origin::Community).collect();
    let subjects: Vec<Subject> = own.iter().map(|idea| subject(view, idea)).collect();
    let ruling = Ruling::any(subjects.iter().map(|subject| subject.ruling));
    let passing = subjects.iter().filter(|own| own.ruling == Ruling::Pass).count();
    let found = if subjects.is_empty() {
        "no idea of the community is recorded".to_owned()
    } else {
        let all = many(subjects.len(), "idea", "ideas");
        format!("{all} of the community, {passing} with shape and an owner within {MONTHS} months")
    };
    let step = match subjects.first() {
        None => {
            "`agglo record idea \"…\" --origin community --owner contributor:c1 --state shaped`"
                .to_owned()
        }
        Some(first) => {
            let lacks = |name: &str| {
                subjects.iter().find(|own| {
                    own.legs.iter().all(|leg| (leg.name == name) == (leg.ruling != Ruling::Pass))
                })
            };
            if let Some(idea) = lacks("owner") {
                format!(
                    "name the owner of {}: `agglo correct` its event with owner=contributor:c1",
                    idea.id
                )
            } else if let Some(idea) = lacks("shape") {
                format!("`agglo record stage {} shaped`, once it has taken shape", idea.id)
            } else {
                format!("find an owner for {} and give it shape", first.id)
            }
        }
    };
    let evidence = subjects.iter().filter(|own| own.ruling == Ruling::Pass);
    let evidence = evidence.flat_map(|own| own.evidence.clone()).collect();
    Finding { subjects, evidence, ..Finding::new(Gate::E1, ruling, found) }.next(step)
}
