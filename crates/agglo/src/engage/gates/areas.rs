//! A1: two areas of engagement are layered with partners, deep, active and answered.

use std::collections::BTreeMap;

use jiff::Unit;

use crate::base::error::Error;
use crate::engage::event::{self, Depth, Group};
use crate::engage::gates::age::within;
use crate::engage::gates::partners::Held;
use crate::engage::gates::{Finding, Leg, Subject, View, many};
use crate::engage::record::{Ask, Told, latest};
use crate::engage::{
    Counts, Gate, Participation, Ruling, Waiting, feedback_loop, representativeness,
};

/// Months within which something must have been done in an area.
const MONTHS: i32 = 6;
/// Areas that must pass.
const AREAS: usize = 2;
/// The group of people from underserved places.
const UNDERSERVED: &str = "underserved";
/// The group of people of whom it is not known.
const UNKNOWN: &str = "unknown";

/// The gate.
pub(super) fn finding(
    view: &View<'_>,
    partners: &[Held],
    engagements: &[&Told<event::Engagement>],
) -> Result<Finding, Error> {
    let areas = latest(&view.record.areas, view.region.id);
    let mut asks: BTreeMap<String, Vec<Ask>> = BTreeMap::new();
    for ask in view.record.asks() {
        if let Some(area) = ask.area.clone().filter(|_| ask.region == view.region.id) {
            asks.entry(area).or_default().push(ask);
        }
    }
    let mut done: BTreeMap<&str, Vec<&Told<event::Engagement>>> = BTreeMap::new();
    for own in engagements {
        done.entry(&own.what.area).or_default().push(own);
    }
    let mut subjects = Vec::new();
    for (id, area) in &areas {
        let asks = asks.get(*id).map_or(&[] as &[_], Vec::as_slice);
        let done = done.get(*id).map_or(&[] as &[_], Vec::as_slice);
        subjects.push(subject(view, id, area, partners, asks, done)?);
    }
    let distinct = distinct(&areas, &subjects);
    let count = |ruling| distinct.iter().filter(|own| **own == ruling).count();
    let (passed, unknown) = (count(Ruling::Pass), count(Ruling::Unknown));
    let ruling = match () {
        () if passed >= AREAS => Ruling::Pass,
        () if passed + unknown >= AREAS => Ruling::Unknown,
        () => Ruling::Fail,
    };
    let mut found = format!("{}, {passed} pass", many(areas.len(), "area", "areas"));
    if distinct.len() < areas.len() {
        let once = areas.len() - distinct.len() + 1;
        found = format!("{found}; {once} count once: the same holder and the same people");
    }
    let evidence = subjects.iter().filter(|own| own.ruling == Ruling::Pass);
    let evidence = evidence.flat_map(|own| own.evidence.clone()).collect();
    let next = step(&subjects);
    Ok(Finding { subjects, evidence, ..Finding::new(Gate::A1, ruling, found) }.next(next))
}

/// What two areas share that are one: the holder, the group, the places.
type Same<'a> = (String, Option<&'a str>, Vec<&'a str>);

/// The outcome of each area; those of one holder and the same people are one, with the best of their outcomes.
fn distinct(areas: &[(&str, &Told<event::Area>)], subjects: &[Subject]) -> Vec<Ruling> {
    let mut of: BTreeMap<Same<'_>, Vec<Ruling>> = BTreeMap::new();
    for ((id, area), subject) in areas.iter().zip(subjects) {
        let own = &area.what;
        let mut places: Vec<&str> = own.places.iter().map(String::as_str).collect();
        places.sort_unstable();
        // Where nobody wrote down whom an area is for, it is not known to be the same as another.
        if places.is_empty() && own.group.is_none() {
            places.push(id);
        }
        let key = (own.holder.trim().to_lowercase(), own.group.as_deref(), places);
        of.entry(key).or_default().push(subject.ruling);
    }
    of.into_values().map(Ruling::any).collect()
}

fn subject(
    view: &View<'_>,
    id: &str,
    area: &Told<event::Area>,
    partners: &[Held],
    asks: &[Ask],
    done: &[&Told<event::Engagement>],
) -> Result<Subject, Error> {
    let legs = vec![
        layered(id, partners),
        deep(area, done),
        active(view, done),
        answered(view, area, asks)?,
        represented(view, done)?,
    ];
    let gated = legs.iter().map(|leg| match (leg.name, leg.ruling) {
        // These two must not fail; that they are not known yet is no fault.
        ("answered" | "represented", Ruling::Unknown) => Ruling::Pass,
        (_, ruling) => ruling,
    });
    let ruling = Ruling::all(gated);
    let mut evidence = vec![area.event];
    evidence.extend(done.iter().map(|own| own.event));
    let name = format!("{id} ({})", area.what.holder);
    Ok(Subject { id: id.to_owned(), name, ruling, legs, evidence })
}

fn layered(id: &str, partners: &[Held]) -> Leg {
    let own: Vec<&Held> =
        partners.iter().filter(|held| held.areas.iter().any(|area| area == id)).collect();
    let passing: Vec<&str> = own
        .iter()
        .filter(|held| held.subject.ruling == Ruling::Pass)
        .map(|held| held.subject.id.as_str())
        .collect();
    let found = match (passing.as_slice(), own.as_slice()) {
        ([], []) => "no partner works in it".to_owned(),
        ([], some) => format!("{}, none of which passes", many(some.len(), "partner", "partners")),
        (some, _) => format!("carried by {}", some.join(", ")),
    };
    Leg::new("layered", Ruling::any(own.iter().map(|held| held.subject.ruling)), found)
}

fn deep(area: &Told<event::Area>, done: &[&Told<event::Engagement>]) -> Leg {
    let reached = done.iter().map(|own| own.what.reached()).max();
    let claimed = done.iter().map(|own| own.what.depth).max();
    let mut found = match (reached, claimed) {
        (None, _) => "nothing was done together yet".to_owned(),
        (Some(reached), Some(claimed)) if claimed > reached => {
            format!("{}, entered as {}: no decision was moved", reached.word(), claimed.word())
        }
        (Some(reached), _) => reached.word().to_owned(),
    };
    if let Some(promised) = area.what.depth.filter(|own| reached.is_none_or(|done| done < *own)) {
        found = format!("{found}; {} was promised", promised.word());
    }
    Leg::new("deep", Ruling::known(reached >= Some(Depth::Involve)), found)
}

fn active(view: &View<'_>, done: &[&Told<event::Engagement>]) -> Leg {
    let last = done.iter().map(|own| own.happened).max();
    let is_active = last.is_some_and(|day| within(day, view.as_of, MONTHS));
    let found = last.map_or_else(|| "never".to_owned(), |day| format!("last on {day}"));
    Leg::new("active", Ruling::known(is_active), found)
}

fn answered(view: &View<'_>, area: &Told<event::Area>, asks: &[Ask]) -> Result<Leg, Error> {
    let count =
        |is: fn(&&Ask) -> bool| u32::try_from(asks.iter().filter(is).count()).unwrap_or(u32::MAX);
    let counts = Counts {
        heard: u32::try_from(asks.len()).unwrap_or(u32::MAX),
        answered: count(|ask| ask.answered.is_some()),
        decided: count(|ask| ask.decided.is_some()),
        benefited: count(|ask| ask.benefited.is_some()),
    };
    let waits: Vec<Waiting> = asks
        .iter()
        .map(|ask| {
            let until = ask.answered.unwrap_or(view.as_of);
            let days = ask.heard.until((Unit::Day, until)).map_or(0, |span| span.get_days());
            Waiting { days: f64::from(days.max(0)), answered: ask.answered.is_some() }
        })
        .collect();
    let collaborates = area.what.depth >= Some(Depth::Collaborate);
    let found = feedback_loop(&counts, &waits, collaborates, &view.rules.feedback)?;
    let mut text = format!("{} of {} answered", counts.answered, counts.heard);
    if found.overdue > 0 {
        let overdue = usize::try_from(found.overdue).unwrap_or(usize::MAX);
        let days = view.rules.feedback.days;
        let late = many(overdue, "waits for more", "wait for more");
        text = format!("{text}, {late} than {days:.0} days");
    }
    Ok(Leg::new("answered", found.ruling, text))
}

fn represented(view: &View<'_>, done: &[&Told<event::Engagement>]) -> Result<Leg, Error> {
    const NAME: &str = "represented";
    let of = |is: &dyn Fn(&Group) -> bool| -> f64 {
        let groups = done.iter().flat_map(|own| &own.what.groups);
        groups.filter(|group| is(group)).map(|group| f64::from(group.n)).sum()
    };
    let named = of(&|group| group.name == UNDERSERVED);
    let known = of(&|group| group.name != UNKNOWN);
    let Some(residents_share) = view.region.underserved_share.filter(|share| *share > 0.0) else {
        let why = "the share of residents in underserved places is not known";
        return Ok(Leg::new(NAME, Ruling::Unknown, why));
    };
    if known < 1.0 {
        return Ok(Leg::new(NAME, Ruling::Unknown, "who took part was not counted by group"));
    }
    let took = Participation { from_underserved: named, participants: known, residents_share };
    let found = representativeness(&took, &view.rules.representation)?;
    // Counts of few people are not shown.
    let text = if known < 5.0 || named < 5.0 {
        "few people: counts are not shown".to_owned()
    } else {
        format!(
            "{:.0} % from underserved places, {:.0} to {:.0} %; {:.0} % of the residents",
            found.share * 100.0,
            found.interval.0 * 100.0,
            found.interval.1 * 100.0,
            residents_share * 100.0
        )
    };
    Ok(Leg::new(NAME, found.ruling, text))
}

fn step(subjects: &[Subject]) -> String {
    let open: Vec<&Subject> = subjects.iter().filter(|own| own.ruling != Ruling::Pass).collect();
    let lack = |own: &&&Subject| own.legs.iter().filter(|leg| leg.ruling == Ruling::Fail).count();
    let Some(nearest) = open.iter().min_by_key(lack) else {
        return "`agglo record area ID --holder \"…\" --since D`: two areas are asked for"
            .to_owned();
    };
    let id = &nearest.id;
    let failed = nearest.legs.iter().find(|leg| leg.ruling == Ruling::Fail);
    let failed = failed.or_else(|| nearest.legs.iter().find(|leg| leg.ruling == Ruling::Unknown));
    match failed.map(|leg| leg.name) {
        Some("layered") => format!("bring a partner that passes into {id}"),
        Some("deep" | "active") => {
            format!(
                "`agglo record engagement --area {id} --depth involve --n N`, once people took part"
            )
        }
        Some("answered") => {
            format!("answer what was heard in {id}: `agglo check --only promises` lists it")
        }
        Some("represented") => format!("invite people from underserved places to {id}"),
        _ => format!("complete {id}"),
    }
}
