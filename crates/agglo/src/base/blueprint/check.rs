//! What must hold of a blueprint: every fault at once, each with its place.

use std::collections::BTreeSet;

use crate::base::blueprint::edge::{EdgeKind, Grade};
use crate::base::blueprint::element::{Element, Form};
use crate::base::blueprint::measure::{Field, Measure};
use crate::base::blueprint::{Blueprint, Ranking};
use crate::base::classification::Classification;
use crate::base::error::Error;
use crate::base::id::IndustryId;

/// How far weights may sum beside 1.
const WEIGHT_SLACK: f64 = 1e-6;

/// Every fault of a blueprint that can be seen without data; none of a sound one.
///
/// Codes: `E0222` numbers and names, `E0223` a keystone is missing, `E0224` a ring where none may be,
/// `E0226` industries counted twice, `E0227` evidence that belongs to a programme.
pub fn faults(blueprint: &Blueprint) -> Vec<Error> {
    let mut found = Vec::new();
    names(blueprint, &mut found);
    numbers(blueprint, &mut found);
    weights(blueprint, &mut found);
    keystones(blueprint, &mut found);
    edges(blueprint, &mut found);
    rings(blueprint, &mut found);
    overlaps(blueprint, &mut found);
    found
}

fn at(element: &Element) -> String {
    format!("element `{}`", element.id)
}

fn names(blueprint: &Blueprint, found: &mut Vec<Error>) {
    let mut seen = BTreeSet::new();
    let elements = blueprint.elements.iter().map(|element| element.id.as_str());
    let members = blueprint.elements.iter().flat_map(Element::members).map(|m| m.id.as_str());
    let outcomes = blueprint.outcomes.iter().map(|outcome| outcome.id.as_str());
    for id in elements.chain(outcomes) {
        if !seen.insert(id) {
            found.push(Error::new("E0222", format!("`{id}` stands twice")));
        }
    }
    let holders: BTreeSet<&str> = blueprint.elements.iter().map(|e| e.id.as_str()).collect();
    for id in members.filter(|id| !holders.contains(id)) {
        if !seen.insert(id) {
            found.push(Error::new("E0222", format!("`{id}` stands twice")));
        }
    }
    if blueprint.elements.is_empty() {
        found.push(Error::new("E0222", "the blueprint has no element"));
    }
}

fn numbers(blueprint: &Blueprint, found: &mut Vec<Error>) {
    let mut check = |holds: bool, place: &str, what: String| {
        if !holds {
            found.push(Error::new("E0222", what).at(place));
        }
    };
    let share = |value: f64| (0.0..=1.0).contains(&value);
    let aggregator = &blueprint.aggregator;
    for rho in aggregator.beside.iter().chain([&aggregator.rho]) {
        check(rho.is_finite() && *rho <= 1.0, "aggregator", format!("rho is {rho}, not up to 1"));
    }
    let step = aggregator.step;
    check(step > 0.0 && step <= 1.0, "aggregator", format!("step is {step}, not in (0, 1]"));
    let cuts = &blueprint.cuts;
    for (name, cut) in [
        ("missing", cuts.missing),
        ("latent", cuts.latent),
        ("cluster", cuts.cluster),
        ("core", cuts.core),
    ] {
        check(share(cut), "cuts", format!("{name} is {cut}, outside 0 to 1"));
    }
    check(cuts.latent <= cuts.cluster, "cuts", "latent lies above cluster".to_owned());
    let rule = &blueprint.exemplars;
    check(rule.take > 0, "exemplars", "take is 0: a level needs an exemplar".to_owned());
    check(share(rule.tau), "exemplars", format!("tau is {}, outside 0 to 1", rule.tau));
    let ascending = rule.classes.windows(2).all(|pair| pair[0] < pair[1]);
    check(ascending, "exemplars", "classes are not in ascending order".to_owned());
    for other in &rule.alternatives {
        let fine = other.take != Some(0) && other.tau.is_none_or(share);
        check(fine, "exemplars, alternatives", "take is 0 or tau is outside 0 to 1".to_owned());
    }
    for element in &blueprint.elements {
        for body in element.alternatives.iter().chain([&element.body]) {
            for member in body.members() {
                let (id, rate) = (&member.id, member.rate);
                let fine = rate > 0.0 && rate <= 1.0;
                check(fine, &at(element), format!("rate of `{id}` is {rate}, not in (0, 1]"));
            }
        }
        let empty = element.form == Form::Nest && element.members().iter().all(|m| m.optional);
        check(!empty, &at(element), "a nest needs a member that is not optional".to_owned());
    }
}

fn weights(blueprint: &Blueprint, found: &mut Vec<Error>) {
    let mut total = 0.0;
    for element in &blueprint.elements {
        let weight = element.weight;
        let gate = matches!(element.body.measures().as_slice(), [Measure::PassingPartners]);
        if !(weight.is_finite() && weight >= 0.0) {
            let what = format!("weight is {weight}, not from 0 on");
            found.push(Error::new("E0222", what).at(at(element)));
        } else if gate && weight > 0.0 {
            let what = format!("a gate has weight {weight}: it is passed or not, never averaged");
            found.push(Error::new("E0222", what).at(at(element)).hint("set its weight to 0"));
        } else if element.required && !gate && weight <= 0.0 {
            let what = "a required element has weight 0".to_owned();
            let hint = "give it a weight, or say `required = false`";
            found.push(Error::new("E0222", what).at(at(element)).hint(hint));
        } else if element.required {
            total += weight;
        }
    }
    if (total - 1.0).abs() > WEIGHT_SLACK {
        let what = format!("weights of required elements sum to {total:.4}, not to 1");
        found.push(Error::new("E0222", what));
    }
}

fn keystones(blueprint: &Blueprint, found: &mut Vec<Error>) {
    let stones = || blueprint.elements.iter().filter(|element| element.form == Form::Keystone);
    let gate = |element: &Element| element.body.measures().contains(&&Measure::PassingPartners);
    if !stones().any(|element| !gate(element)) {
        let what = "the keystone of entrepreneurship is missing";
        let hint = "add an element of kind `keystone` that measures how many start something";
        found.push(Error::new("E0223", what).hint(hint));
    }
    if !stones().any(gate) {
        let what = "the keystone of strategic partnership is missing";
        let hint = "add an element of kind `keystone` with measure `passing_partners` and weight 0";
        found.push(Error::new("E0223", what).hint(hint));
    }
}

fn edges(blueprint: &Blueprint, found: &mut Vec<Error>) {
    for edge in &blueprint.edges {
        let place = format!("edge `{}` to `{}`", edge.from, edge.to);
        let outcome = |id: &str| blueprint.outcomes.iter().any(|outcome| outcome.id.as_str() == id);
        if blueprint.holder(edge.from.as_str()).is_none() {
            let what = format!("`{}` is no element and no member of one", edge.from);
            found.push(Error::new("E0222", what).at(&place));
        }
        if blueprint.element(edge.to.as_str()).is_none() && !outcome(edge.to.as_str()) {
            let what = format!("`{}` is no element and no outcome", edge.to);
            found.push(Error::new("E0222", what).at(&place));
        }
        if !(0.0..=1.0).contains(&edge.strength) {
            let what = format!("strength is {}, outside 0 to 1", edge.strength);
            found.push(Error::new("E0222", what).at(&place));
        }
        if edge.grade == Grade::D {
            let what = "grade D is what one community said, evidence for its region alone";
            let hint = "move the edge to the programme's overlay, with its inputs";
            found.push(Error::new("E0227", what).at(&place).hint(hint));
        }
        if edge.source.trim().is_empty() {
            found.push(Error::new("E0222", "an edge needs a source").at(&place));
        }
    }
}

/// Rings among nests, among prerequisites, and of an element with itself.
fn rings(blueprint: &Blueprint, found: &mut Vec<Error>) {
    for edge in blueprint.edges.iter().filter(|edge| edge.from == edge.to) {
        let what = format!("`{}` has an edge to itself", edge.from);
        found.push(Error::new("E0224", what));
    }
    let requires: Vec<(&str, &str)> = blueprint
        .edges
        .iter()
        .filter(|edge| edge.kind == EdgeKind::Requires && edge.from != edge.to)
        .map(|edge| (edge.from.as_str(), edge.to.as_str()))
        .collect();
    if let Some(ring) = ring(&requires) {
        let what = format!("what requires what goes round: {}", ring.join(" -> "));
        found.push(Error::new("E0224", what).hint("one of them must be able to come first"));
    }
    let inside: Vec<(&str, &str)> = blueprint
        .elements
        .iter()
        .flat_map(|element| element.members().iter().map(move |m| (element, m)))
        .filter(|(_, member)| blueprint.element(member.id.as_str()).is_some())
        .map(|(element, member)| (element.id.as_str(), member.id.as_str()))
        .collect();
    if let Some(ring) = ring(&inside) {
        let what = format!("nests hold one another: {}", ring.join(" -> "));
        found.push(Error::new("E0224", what).hint("a nest holds substitutes, never itself"));
    } else {
        for (nest, member) in inside {
            let what = format!("member `{member}` of `{nest}` is an element as well");
            let hint = "what counts in a nest counts there only";
            found.push(Error::new("E0222", what).hint(hint));
        }
    }
}

/// A ring among arrows, from its lowest name round to itself; none where there is none.
fn ring<'a>(arrows: &[(&'a str, &'a str)]) -> Option<Vec<&'a str>> {
    let mut starts: Vec<&str> = arrows.iter().map(|arrow| arrow.0).collect();
    starts.sort_unstable();
    starts.dedup();
    starts.into_iter().find_map(|start| walk(start, &mut vec![start], arrows))
}

fn walk<'a>(
    start: &str,
    path: &mut Vec<&'a str>,
    arrows: &[(&'a str, &'a str)],
) -> Option<Vec<&'a str>> {
    let here = *path.last()?;
    for &(_, next) in arrows.iter().filter(|arrow| arrow.0 == here) {
        if next == start {
            let mut ring = path.clone();
            ring.push(next);
            return Some(ring);
        }
        if !path.contains(&next) {
            path.push(next);
            if let Some(ring) = walk(start, path, arrows) {
                return Some(ring);
            }
            path.pop();
        }
    }
    None
}

/// A code belongs to one element only, lest the same jobs count twice; another field may share it where
/// one of the two says so.
fn overlaps(blueprint: &Blueprint, found: &mut Vec<Error>) {
    let counts: Vec<(&Element, &str, Field, &IndustryId)> = blueprint
        .elements
        .iter()
        .flat_map(|element| {
            let single = element.members().is_empty();
            let ids = element.members().iter().map(|member| member.id.as_str());
            let names: Vec<&str> = if single { vec![element.id.as_str()] } else { ids.collect() };
            let measures = names.into_iter().zip(element.body.measures());
            measures.flat_map(move |(name, measure)| match measure {
                Measure::Industries(count) => {
                    count.codes.iter().map(|code| (element, name, count.field, code)).collect()
                }
                _ => Vec::new(),
            })
        })
        .collect();
    for (index, a) in counts.iter().enumerate() {
        for b in &counts[index + 1..] {
            if a.1 == b.1 || !shares(a.3.as_str(), b.3.as_str()) {
                continue;
            }
            let declared = a.0.overlap_with.as_ref() == Some(&b.0.id)
                || b.0.overlap_with.as_ref() == Some(&a.0.id);
            if a.2 == b.2 || !declared {
                let what = format!(
                    "`{}` and `{}` both count industry `{}`",
                    a.1,
                    b.1,
                    if a.3.as_str().len() > b.3.as_str().len() { a.3 } else { b.3 }
                );
                let hint = "count it once, or count another field and say `overlap_with`";
                found.push(Error::new("E0226", what).at(at(b.0)).hint(hint));
            }
        }
    }
}

/// Whether one code lies in the other; a range such as `31-33` holds each of its sectors.
pub fn shares(a: &str, b: &str) -> bool {
    parts(a).iter().any(|a| parts(b).iter().any(|b| a.starts_with(b) || b.starts_with(a)))
}

fn parts(code: &str) -> Vec<String> {
    let range = code
        .split_once('-')
        .and_then(|(first, last)| Some((first.parse::<u32>().ok()?, last.parse::<u32>().ok()?)));
    match range {
        Some((first, last)) if first <= last && last - first < 10 => {
            (first..=last).map(|sector| sector.to_string()).collect()
        }
        _ => vec![code.to_owned()],
    }
}

/// Faults against the vintage of the table: codes that match nothing are errors, never 0.
///
/// Code `E0225`, with the vintage in the text.
pub fn code_faults(blueprint: &Blueprint, classification: &Classification) -> Vec<Error> {
    let mut found = Vec::new();
    let (name, vintage) = (classification.name(), blueprint.naics_vintage);
    if !name.ends_with(&vintage.to_string()) {
        let what =
            format!("the blueprint is written for the vintage of {vintage}, the table is {name}");
        let hint = format!("rewrite its codes in {name} and set `naics_vintage`");
        found.push(Error::new("E0225", what).hint(hint));
    }
    let mut unknown = |code: &IndustryId, place: String| {
        if !known(code.as_str(), classification) {
            let what = format!("industry `{code}` does not exist in {name}");
            let hint =
                format!("codes must be of {name}; a code that matches nothing is not a zero");
            found.push(Error::new("E0225", what).at(place).hint(hint));
        }
    };
    for element in &blueprint.elements {
        for body in element.alternatives.iter().chain([&element.body]) {
            for code in body.measures().iter().flat_map(|measure| measure.codes()) {
                unknown(code, at(element));
            }
        }
    }
    for edge in &blueprint.edges {
        if let Some(statistic) = &edge.statistic {
            let sides = [&statistic.left, &statistic.right];
            for code in sides.iter().flat_map(|measure| measure.codes()) {
                unknown(code, format!("edge `{}` to `{}`", edge.from, edge.to));
            }
        }
    }
    if let Ranking::EmploymentQuotient(codes) = &blueprint.exemplars.rank {
        for code in codes {
            unknown(code, "exemplars".to_owned());
        }
    }
    found.dedup();
    found
}

/// Whether a code or a prefix of codes matches anything.
fn known(code: &str, classification: &Classification) -> bool {
    classification.get(code).is_some()
        || (code.len() > 1
            && classification.industries().iter().any(|i| i.id.as_str().starts_with(code)))
}
