//! What to find out next: what would change the plan, the largest expected value first.
//!
//! Each open question is answered in turn as it may turn out; the plan is chosen again after each answer, and what
//! that gains over keeping the plan is averaged over the answers (Raiffa and Schlaifer 1961). It is what a perfect
//! answer would be worth to this choice, and no study is worth more.

use std::collections::BTreeSet;

use crate::base::error::Error;
use crate::base::estimate::{Figure, Withheld};
use crate::plan::Gate;
use crate::plan::explain::otherwise::shown;
use crate::plan::explain::outcome::ends;
use crate::plan::explain::solved::{Solved, beside, started};
use crate::plan::figures::between;
use crate::plan::full::{Basis, Information};
use crate::plan::instance::{Candidate, Doubt};
use crate::plan::programme::price::{Change, changed};
use crate::plan::programme::{Found, Model, Programme};

/// Levels, partners and effects that are asked about at most.
const OF_EACH: usize = 6;
/// Narrower bounds of a level are not asked about.
const WIDTH: f64 = 0.05;

/// One answer to a question.
struct Answered {
    /// In words: `it is as low as 0.1`.
    words: String,
    probability: f64,
    programme: Programme,
}

/// Questions, those that could change the plan first.
pub(crate) fn find_out(solved: &Solved<'_>) -> Result<Vec<Information>, Error> {
    let mut asked = Vec::new();
    asked.extend(levels(solved)?);
    asked.extend(partners(solved)?);
    asked.extend(effects(solved)?);
    asked.extend(counts(solved)?);
    asked.extend(quotes(solved));
    asked.extend(of_the_reading(solved));
    let worth = |own: &Information| own.worth.value().unwrap_or(-1.0);
    asked.sort_by(|a, b| {
        b.is_decisive
            .cmp(&a.is_decisive)
            .then_with(|| worth(b).total_cmp(&worth(a)))
            .then_with(|| a.ask.cmp(&b.ask))
    });
    Ok(asked)
}

/// What choosing after the answer is expected to gain, and what would be started then.
fn worth(solved: &Solved<'_>, answers: &[Answered]) -> Result<(Figure, String, bool), Error> {
    let own = solved.ids();
    let mut gain = 0.0;
    let mut changes = Vec::new();
    for answer in answers {
        let model = Model::new(&answer.programme)?;
        let kept = model.value(solved.starts());
        let Found::Plan(best) = solved.other(&answer.programme)? else { continue };
        let ids: BTreeSet<String> = started(solved.instance, &best.selection.starts);
        let equivalent = |value: f64| model.equivalent(value);
        gain += answer.probability
            * (equivalent(best.selection.value.max(kept)) - equivalent(kept)).max(0.0);
        if ids != own && best.selection.value > kept {
            let enters = solved.titles(&beside(&ids, &own)).join(", ");
            let leaves = solved.titles(&beside(&own, &ids)).join(", ");
            let then = match (enters.is_empty(), leaves.is_empty()) {
                (false, false) => format!("{enters} would take the place of {leaves}"),
                (false, true) => format!("{enters} would be added"),
                _ => format!("{leaves} would fall out"),
            };
            changes.push(format!("If {}, {then}.", answer.words));
        }
    }
    let is_decisive = !changes.is_empty();
    let text = if is_decisive {
        changes.join(" ")
    } else {
        "Whatever the answer, the same is started.".to_owned()
    };
    Ok((between(gain, 0.0, gain, "perfect_information/1").into(), text, is_decisive))
}

fn levels(solved: &Solved<'_>) -> Result<Vec<Information>, Error> {
    let (low, high) = ends(solved.asked);
    let needs = &solved.asked.base.needs;
    let mut open: Vec<usize> = (0..needs.len())
        .filter(|&at| high[at] - low[at] > WIDTH && needs[at].weight > 0.0)
        .collect();
    let width = |at: usize| needs[at].weight * (high[at] - low[at]);
    open.sort_by(|&a, &b| width(b).total_cmp(&width(a)).then(a.cmp(&b)));
    let mut rows = Vec::new();
    for at in open.into_iter().take(OF_EACH) {
        let at_level = |level: f64| {
            let mut programme = solved.instance.programme.clone();
            programme.elements[at].level = level;
            Answered { words: format!("it is {level:.2}"), probability: 0.5, programme }
        };
        let (worth, would_change, is_decisive) =
            worth(solved, &[at_level(low[at]), at_level(high[at])])?;
        rows.push(Information {
            ask: format!(
                "How much is there really of {}: its level lies between {:.2} and {:.2}?",
                needs[at].title.to_lowercase(),
                low[at],
                high[at]
            ),
            of: "whoever keeps such records here: the agency hides the figure, or nobody publishes it"
                .to_owned(),
            would_change,
            worth,
            is_decisive,
        });
    }
    Ok(rows)
}

fn partners(solved: &Solved<'_>) -> Result<Vec<Information>, Error> {
    let Some(said) = &solved.asked.said else { return Ok(Vec::new()) };
    let mut rows = Vec::new();
    let unknown = said.partners.iter().filter(|own| own.gate == Gate::Unknown);
    for partner in unknown.take(OF_EACH) {
        let programme = &solved.instance.programme;
        let passes = changed(programme, &Change::Partner(partner.id.clone()));
        let (worth, would_change, is_decisive) = if let Some(passes) = passes {
            let words = "it passes".to_owned();
            worth(solved, &[Answered { words, probability: 0.5, programme: passes }])?
        } else {
            let none = Figure::Withheld(Withheld::undefined("no initiative names it"));
            let text = "No initiative names it as a carrier, so the choice stays.".to_owned();
            (none, text, false)
        };
        rows.push(Information {
            ask: format!("Does {} pass its four tests? Open: {}.", partner.name, partner.lacks),
            of: "residents of at least two areas, and its own people".to_owned(),
            would_change,
            worth,
            is_decisive,
        });
    }
    Ok(rows)
}

/// Initiatives of which it is not known whether they do anything: those that are in first, then by their promise.
fn effects(solved: &Solved<'_>) -> Result<Vec<Information>, Error> {
    let nothing = |own: &Candidate| match &own.doubt {
        Doubt::Stated { nothing, .. } => *nothing,
        Doubt::Believed(belief) => belief.nothing,
        Doubt::Opened(_) | Doubt::Nothing => 0.0,
    };
    let chosen = solved.ids();
    let able = solved.instance.candidates.iter().filter(|own| {
        !own.rises.is_empty()
            && nothing(own) > 0.0
            && crate::plan::explain::omitted::no_carrier(solved, own).is_none()
    });
    let mut open: Vec<&Candidate> = able.collect();
    open.sort_by_key(|own| !chosen.contains(&own.id));
    let mut rows = Vec::new();
    for own in open.into_iter().take(OF_EACH) {
        let p = nothing(own);
        let answers = [
            scaled(solved, own, 0.0, "it does nothing here", p),
            scaled(solved, own, 1.0 / (1.0 - p).max(0.05), "it works here", 1.0 - p),
        ];
        let (worth, would_change, is_decisive) = worth(solved, &answers)?;
        rows.push(Information {
            ask: format!(
                "Does {} do anything here? Of such initiatives about {:.0} in 100 do nothing that can \
                 be measured.",
                own.title.to_lowercase(),
                100.0 * p
            ),
            of: "a small pilot with a comparison group, or a region that has tried it".to_owned(),
            would_change,
            worth,
            is_decisive,
        });
    }
    Ok(rows)
}

/// Kinds whose count is assumed to be additional in part: what if it were the least of that, or the most?
fn counts(solved: &Solved<'_>) -> Result<Vec<Information>, Error> {
    let mut seen = BTreeSet::new();
    let mut rows = Vec::new();
    for own in &solved.instance.candidates {
        let (Doubt::Opened(losses), Some(kind)) = (&own.doubt, &own.archetype) else { continue };
        if !seen.insert(kind.clone()) {
            continue;
        }
        let (low, high) = losses.additional;
        let title = solved.asked.catalogue.archetype(kind.as_str());
        let title = title.map_or_else(|| own.title.clone(), |kind| kind.title.clone());
        let end = |share: f64| {
            let words = format!("{:.0} in 100 would not", 100.0 * share);
            scaled(solved, own, 2.0 * share / (low + high), &words, 0.5)
        };
        let (worth, would_change, is_decisive) = worth(solved, &[end(low), end(high)])?;
        rows.push(Information {
            ask: format!(
                "{title}: how many of the firms would have opened here anyway? Between {:.0} and {:.0} in \
                 100 are assumed not to.",
                100.0 * low,
                100.0 * high
            ),
            of: "those who applied and got nothing, asked a year later".to_owned(),
            would_change,
            worth,
            is_decisive,
        });
    }
    Ok(rows)
}

/// An answer by which the mean of a candidate is multiplied, in every scenario; whoever is of the same kind works
/// alike.
fn scaled(
    solved: &Solved<'_>,
    own: &Candidate,
    scale: f64,
    words: &str,
    probability: f64,
) -> Answered {
    let is_same = |other: &&Candidate| match &own.archetype {
        Some(kind) if own.size.is_some() => other.archetype.as_ref() == Some(kind),
        _ => other.id == own.id,
    };
    let mut programme = solved.instance.programme.clone();
    for other in solved.instance.candidates.iter().filter(is_same) {
        let mean = mean_of(&programme, &other.id);
        for scenario in &mut programme.scenarios {
            scenario.insert(other.id.clone(), mean * scale);
        }
    }
    Answered { words: words.to_owned(), probability, programme }
}

fn mean_of(programme: &Programme, id: &str) -> f64 {
    let ups: Vec<f64> =
        programme.scenarios.iter().filter_map(|scenario| scenario.get(id).copied()).collect();
    agglo_stats::float::mean(&ups).unwrap_or(1.0)
}

/// Amounts that nobody quoted, effects that nobody stated.
fn quotes(solved: &Solved<'_>) -> Vec<Information> {
    let unnumbered = |text: &str| Figure::Withheld(Withheld::missing(text));
    let assumed: Vec<String> = solved
        .chosen()
        .filter(|(_, own, _)| matches!(own.cost_from, Basis::AssumedSize | Basis::StatedUnsourced))
        .map(|(_, own, _)| own.title.clone())
        .collect();
    let mut rows = Vec::new();
    if !assumed.is_empty() {
        rows.push(Information {
            ask: format!("What would it cost here: {}?", assumed.join("; ")),
            of: "those who would carry it: a quote".to_owned(),
            would_change:
                "These amounts are assumed sizes or have no source; a quote above what is \
                           left of the money takes the choice out."
                    .to_owned(),
            worth: unnumbered("no range of the cost is known"),
            is_decisive: false,
        });
    }
    let silent: Vec<&Candidate> =
        solved.instance.candidates.iter().filter(|own| own.effect_from == Basis::Nothing).collect();
    if solved.instance.ground == crate::plan::full::Ground::Record && !silent.is_empty() {
        let mean: Vec<f64> = solved
            .instance
            .candidates
            .iter()
            .flat_map(|own| own.direct.values().copied())
            .collect();
        let usual = agglo_stats::float::mean(&mean).unwrap_or(0.1);
        for own in silent.into_iter().take(OF_EACH) {
            rows.push(Information {
                ask: format!(
                    "By how much does {} lift {}?",
                    own.title.to_lowercase(),
                    own.aim.map_or("what it serves", |at| solved.element(at)).to_lowercase()
                ),
                of: "those who proposed it, with a source: `--effect ELEMENT:RISE`".to_owned(),
                would_change: format!(
                    "It cannot be chosen until somebody says. A rise like the others' ({}) would make it \
                     a candidate.",
                    shown(usual)
                ),
                worth: unnumbered("nobody stated an effect"),
                is_decisive: false,
            });
        }
    }
    rows
}

/// What the reading of the region would most like to know.
fn of_the_reading(solved: &Solved<'_>) -> Vec<Information> {
    let rows = solved.asked.base.unknowns.iter().map(|own| Information {
        ask: own.ask.clone(),
        of: own.of.clone(),
        would_change: own.because.clone(),
        worth: Figure::Withheld(Withheld::missing("the question is about how to count")),
        is_decisive: false,
    });
    rows.collect()
}
