//! What published evaluations say of a kind of initiative, as a forest.

use std::collections::BTreeMap;

use agglo::Figure;
use agglo::base::archetype::{Direction, Study};
use agglo::plan::evidence::{ErrorFrom, Evidence, Finding, PoolMember, Pooled, Used};

use crate::chart::{Drawing, Forest, ForestRow, Seen};
use crate::document::{Chart, words};
use crate::words::Unit;

/// The unit that pools and most findings are in.
const PERCENT: &str = "percent";

/// The forest of a kind of initiative as a chart.
pub fn evidence(evidence: &Evidence) -> Chart {
    let findings = &evidence.prior.findings;
    let pooled = match &evidence.pool {
        Some(pool) if pool.own_family => "Diamonds: what its family of findings says together. ",
        Some(_) => {
            "Diamonds: a wide default from policies of many kinds, which is not the effect of this one. "
        }
        None => "Its findings are too few or too different to pool. ",
    };
    Chart {
        id: format!("evidence-{}", evidence.initiative),
        title: format!("{}: what evaluations found", evidence.title),
        summary: format!(
            "A row for each finding: {} found a gain, {} none, {} harm, {} some of each. The numbers stand in the \
             table.",
            findings.positive, findings.null, findings.negative, findings.mixed
        ),
        drawing: Drawing::Forest(forest(evidence)),
        note: words(format!(
            "{pooled}Findings measure different outcomes; only those of one pool are set against each other. A finding \
             without a printed figure has no mark, unless the rule counts a null as 0: then its circle is open."
        )),
    }
}

/// Its own findings first, then other members of its pool, then what they say together.
pub fn forest(evidence: &Evidence) -> Forest {
    let axis = axis(evidence);
    let pool = evidence.pool.as_ref().filter(|_| axis == PERCENT);
    let members = |id: &str| {
        let all = pool.map_or(&[][..], |pool| &pool.members[..]);
        all.iter().filter(|member| member.study == id).collect::<Vec<_>>()
    };
    let mut rows = Vec::new();
    for finding in &evidence.findings {
        let own = members(&finding.study.id);
        if own.is_empty() {
            rows.push(by_itself(finding, &axis));
        }
        rows.extend(own.into_iter().map(|member| as_member(member, Some(finding))));
    }
    if let Some(pool) = pool {
        let is_own = |member: &&PoolMember| {
            evidence.findings.iter().any(|finding| finding.study.id == member.study)
        };
        let others = pool.members.iter().filter(|member| !is_own(member));
        rows.extend(others.map(|member| as_member(member, None)));
        rows.extend(sums(pool, evidence));
    }
    let quantity = if evidence.outcome.less_is_better && axis == PERCENT {
        format!("{axis}; less is better")
    } else {
        axis.clone()
    };
    let unit = if axis == PERCENT { Unit::Percent } else { Unit::Plain };
    Forest { quantity, unit, rows }
}

/// Percent where a pool or a finding is in percent, otherwise the unit of most findings.
fn axis(evidence: &Evidence) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for study in evidence.findings.iter().map(|finding| &finding.study) {
        if study.effect.is_some() {
            *counts.entry(study.unit.as_str()).or_default() += 1;
        }
    }
    if evidence.pool.is_some() || counts.contains_key(PERCENT) {
        return PERCENT.to_owned();
    }
    let most = counts.into_iter().max_by(|a, b| a.1.cmp(&b.1).then(b.0.cmp(a.0)));
    most.map_or(PERCENT, |(unit, _)| unit).to_owned()
}

/// What a direction is called.
pub fn said(direction: Option<Direction>) -> &'static str {
    match direction {
        Some(Direction::Positive) => "it helps",
        Some(Direction::Null) => "no effect",
        Some(Direction::Negative) => "it harms",
        Some(Direction::Mixed) => "it depends",
        None => "does not say",
    }
}

/// Design, grade, place and year of a study.
fn about(study: &Study) -> String {
    let grade = study.grade.map_or_else(String::new, |grade| format!("grade {grade}"));
    let year = study.year.map_or_else(String::new, |year| year.to_string());
    let parts = [grade, study.design.clone(), study.country.clone(), year];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

/// A finding outside the pool: drawn where its figure is in the unit of the axis.
fn by_itself(finding: &Finding, axis: &str) -> ForestRow {
    let study = &finding.study;
    let refused = match finding.used {
        Used::Refused => " (refused)",
        Used::Pointer => " (not opened)",
        _ => "",
    };
    let says = format!("{}{refused}", said(study.direction));
    let is_drawn = study.unit == axis && study.effect.is_some();
    let (seen, says) = match (is_drawn, study.effect, study.votes) {
        (true, ..) if study.interval95.is_some() => (Seen::Interval, says),
        (true, ..) => (Seen::Alone, says),
        (false, Some(effect), _) => {
            (Seen::Untold, format!("{} {}; {says}", Unit::Plain.print(effect), study.unit))
        }
        (false, None, Some((positive, all))) => {
            (Seen::Untold, format!("{positive} of {all} found more"))
        }
        (false, None, None) => (Seen::Untold, format!("{says}; no figure")),
    };
    ForestRow {
        title: study.id.clone(),
        about: about(study),
        says,
        figure: finding.effect.clone(),
        seen,
    }
}

/// A member of the pool: drawn as the pool reads it.
fn as_member(member: &PoolMember, finding: Option<&Finding>) -> ForestRow {
    let part = member.part.as_ref().map_or_else(String::new, |part| format!(", {part}"));
    let seen = match (member.imputed, member.error_from) {
        (true, _) => Seen::Imputed,
        (false, ErrorFrom::Interval) => Seen::Interval,
        (false, _) => Seen::Bounded,
    };
    let weight = member
        .weight
        .value()
        .map_or_else(String::new, |weight| format!("weight {}", Unit::Share.print(weight)));
    let direction = finding.map(|finding| said(finding.study.direction));
    let says = match (direction, member.imputed) {
        (_, true) => format!("no effect; {weight}"),
        (Some(direction), _) => format!("{direction}; {weight}"),
        (None, _) => weight,
    };
    let about = match (finding, &member.initiative) {
        (Some(finding), _) => about(&finding.study),
        (None, Some(initiative)) => format!("of {initiative}, in the same pool"),
        (None, None) => "in the same pool".to_owned(),
    };
    ForestRow {
        title: format!("{}{part}", member.study),
        about,
        says,
        figure: member.effect.clone(),
        seen,
    }
}

/// What the pool says, from the places studied to a place unlike them.
fn sums(pool: &Pooled, evidence: &Evidence) -> Vec<ForestRow> {
    let row = |title: &str, about: &str, figure: &Figure| ForestRow {
        title: title.to_owned(),
        about: about.to_owned(),
        says: String::new(),
        figure: figure.clone(),
        seen: Seen::Sum,
    };
    let of = format!("{} findings, pool {}", pool.members.len(), pool.id);
    let mut rows = vec![
        row("Mean over places", &of, &pool.mean),
        row("A new place like those studied", "the spread between places counted", &pool.new_place),
    ];
    if evidence.prior.if_it_works.value().is_some() {
        let title = if pool.own_family { "Here, if it works" } else { "Wide default here" };
        rows.push(row(title, "mean shrunk, spread kept", &evidence.prior.if_it_works));
        rows.push(row(
            "Here, expected",
            "that it may do nothing counted",
            &evidence.prior.expected,
        ));
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nulls_and_harms_have_words_of_their_own() {
        let all = [Direction::Positive, Direction::Null, Direction::Negative, Direction::Mixed];
        let mut words: Vec<&str> = all.into_iter().map(|own| said(Some(own))).collect();
        words.push(said(None));
        words.sort_unstable();
        words.dedup();
        assert_eq!(words.len(), 5);
    }
}
