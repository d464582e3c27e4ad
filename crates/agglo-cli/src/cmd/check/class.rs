//! What changes without an element: the gates, and the class that figures give the region.

use std::collections::BTreeSet;

use agglo::Error;
use agglo::base::id::ElementId;
use agglo::engage::Ruling;
use agglo::engage::gates::Checked;
use agglo::map::gap::{Gates, Options};
use agglo_data::programme::ProgrammeRegion;
use serde::Serialize;

use crate::cmd::check::Asked;
use crate::cmd::programme::Ours;
use crate::cmd::removed::said;
use crate::country::Country;
use crate::desk::{Definitions, Desk};
use crate::failure::Failure;

/// What changes.
#[derive(Serialize)]
pub(super) struct Removed {
    /// What was taken out.
    pub(super) elements: Vec<String>,
    /// Gates whose outcome changes, with both outcomes.
    pub(super) gates: Vec<String>,
    /// The class of the region before and after, by figures; nothing where no figure tells.
    pub(super) class: Option<(String, String)>,
    /// What was said in words.
    pub(super) said: String,
}

pub(super) fn removed(
    asked: &Asked<'_>,
    region: &ProgrammeRegion,
    ours: &Ours,
    known: &BTreeSet<String>,
    before: &Checked,
    after: &Checked,
) -> Result<Vec<Removed>, Failure> {
    let elements = asked.args.remove.clone();
    let classes = classes(asked, (region, ours), (before, after));
    let unknown: Vec<&String> = elements.iter().filter(|own| !known.contains(*own)).collect();
    let class = match classes {
        Ok(class) => class,
        // An element of the record need not be one of the blueprint.
        Err(_) if unknown.is_empty() => None,
        Err(failure) => return Err(failure),
    };
    if class.is_none() && !unknown.is_empty() {
        let what = format!("nothing recorded serves an element `{}`", unknown[0]);
        let all: Vec<&str> = known.iter().map(String::as_str).collect();
        return Err(Error::new("E0102", what).hint(format!("recorded: {}", all.join(", "))).into());
    }
    let (class, because) = match class {
        Some(((a, _), (b, because))) => (Some((a, b)), because),
        None => (None, Vec::new()),
    };
    let pairs = before.findings.iter().zip(&after.findings);
    let gates: Vec<String> = pairs
        .filter(|(a, b)| a.ruling != b.ruling)
        .map(|(a, b)| format!("{} {} -> {}", a.gate.word(), a.ruling.word(), b.ruling.word()))
        .collect();
    let said = match (&class, gates.is_empty()) {
        (Some((a, b)), true) if a == b => "nothing changes".to_owned(),
        (None, true) => "no gate changes".to_owned(),
        (Some((a, b)), _) if a == b => format!("{}; the class stays {a}", gates.join(", ")),
        (Some((a, b)), true) => format!("the class goes from {a} to {b}"),
        (Some((a, b)), false) => format!("{}; the class goes from {a} to {b}", gates.join(", ")),
        (None, false) => gates.join(", "),
    };
    let said = [vec![said], because].concat().join(": ");
    Ok(vec![Removed { elements, gates, class, said }])
}

/// A class in words, and why little may have changed.
type Class = (String, Vec<String>);

/// What a check says of the hard gates.
fn gates(checked: &Checked) -> Gates {
    match Ruling::all(checked.findings.iter().map(|finding| finding.ruling)) {
        Ruling::Pass => Gates::Pass,
        Ruling::Unknown => Gates::Unknown,
        Ruling::Fail => Gates::Fail,
    }
}

/// The class before and after; nothing where the programme has no blueprint or figures cannot tell.
fn classes(
    asked: &Asked<'_>,
    (region, ours): (&ProgrammeRegion, &Ours),
    (before, after): (&Checked, &Checked),
) -> Result<Option<(Class, Class)>, Failure> {
    let Some(named) = &ours.blueprint else { return Ok(None) };
    let country = Country::load(asked.global)?;
    let own = country.region(&region.members.join(","))?;
    let definitions = Definitions::shipped()?;
    let desk = Desk::new(&country, &definitions)?.with_overlay(ours.overlay.clone());
    let Some(portfolio) = desk.portfolio(&own) else { return Ok(None) };
    let class = |without: &[String], checked: &Checked| -> Result<Option<Class>, Failure> {
        let without: Vec<ElementId> =
            without.iter().map(|id| ElementId::from(id.as_str())).collect();
        let seed = asked.global.seed_or(asked.programme.plan.seed);
        let gates = gates(checked);
        let options = Options { without, seed, gates, stability: false, ..Options::default() };
        let reads = desk.read(Some(named), &own, &portfolio, &options)?;
        let Some(reading) = reads.first().map(|reads| &reads.reading) else { return Ok(None) };
        let words = reading.score().map(agglo::map::gap::Score::words);
        Ok(words.map(|words| (words, said(reading, &options.without))))
    };
    Ok(class(&[], before)?.zip(class(&asked.args.remove, after)?))
}
