//! Cases of the reinforcing core.

use std::collections::BTreeMap;

use agglo::base::blueprint::{CoreBase, Cuts, Grade, Sign};
use agglo::map::gap::Span;
use agglo::map::gap::core::{Link, Node, reaches, reinforcing_core};
use serde_json::{Value, json};

use crate::cases::input::{Fault, Given, Input, finite, span, text};

/// An edge of a case, owned so that variants can change it.
#[derive(Clone)]
struct CaseEdge {
    from: String,
    to: String,
    sign: Sign,
    grade: Grade,
}

fn grade(text: &str) -> Given<Grade> {
    match text {
        "A" => Ok(Grade::A),
        "B" => Ok(Grade::B),
        "C" => Ok(Grade::C),
        "D" => Ok(Grade::D),
        "E" => Ok(Grade::E),
        other => Err(Fault::Refused(format!("`{other}` is no grade of evidence"))),
    }
}

fn edge(value: &Value) -> Given<CaseEdge> {
    let input = Input::of(&json!({ "input": value }));
    let sign = match input.text_or("sign", "+")? {
        "+" => Sign::Plus,
        "-" | "\u{2212}" => Sign::Minus,
        other => return Err(Fault::Refused(format!("`{other}` is no sign of an edge"))),
    };
    let end = |name: &str| -> Given<String> {
        text(name, input.get(name).ok_or_else(|| Fault::Shape(format!("an edge has no `{name}`")))?)
    };
    Ok(CaseEdge {
        from: end("from")?,
        to: end("to")?,
        sign,
        grade: grade(input.text_or("grade", "E")?)?,
    })
}

pub(super) fn core(input: &Input) -> Given<Value> {
    let weights = named_spans(input, "weights")?;
    let levels = named_spans(input, "levels")?;
    let cut = input.number_or("cut", Cuts::default().core)?;
    let level_cut = input.number_or("level_cut", Cuts::default().missing)?;
    let base = match input.text_or("core_base", "all")? {
        "all" => CoreBase::All,
        "mutable" => CoreBase::Mutable,
        other => return Err(Fault::Refused(format!("`{other}` is no base of a core"))),
    };
    let fixed = if input.get("immutable").is_some() { input.texts("immutable")? } else { vec![] };
    let nodes: Vec<Node<'_>> = weights
        .iter()
        .map(|(id, weight)| Node {
            id,
            weight: weight.low(),
            present: levels.get(id).is_some_and(|level| level.low() >= level_cut),
            in_base: base == CoreBase::All || !fixed.contains(id),
        })
        .collect();
    let edges = input.items("edges")?.iter().map(edge).collect::<Given<Vec<_>>>()?;
    let mut answer = core_json(&nodes, &edges, cut);
    if input.get("variants").is_some() {
        for variant in input.items("variants")? {
            let variant = Input::of(&json!({ "input": variant }));
            let name = variant.text_or("name", "variant")?.to_owned();
            answer[name.as_str()] = core_json(&nodes, &varied(&edges, &variant)?, cut);
        }
    }
    Ok(answer)
}

fn named_spans(input: &Input, key: &str) -> Given<BTreeMap<String, Span>> {
    let values = input.named(key)?.into_iter().filter(|(_, value)| !value.is_null());
    values.map(|(name, value)| Ok((name, span(key, &value)?))).collect()
}

fn core_json(nodes: &[Node<'_>], edges: &[CaseEdge], cut: f64) -> Value {
    let links: Vec<Link<'_>> = edges
        .iter()
        .map(|edge| Link { from: &edge.from, to: &edge.to, sign: edge.sign, grade: edge.grade })
        .collect();
    let core = reinforcing_core(nodes, &links);
    json!({
        "core": core.ids,
        "core_share": finite(core.share),
        "reinforcing": reaches(core.share, cut),
    })
}

/// The edges with one removed, regraded or added.
fn varied(edges: &[CaseEdge], variant: &Input) -> Given<Vec<CaseEdge>> {
    let mut edges = edges.to_vec();
    if variant.get("remove_edge").is_some() {
        let ends = variant.texts("remove_edge")?;
        edges.retain(|edge| ends != [edge.from.as_str(), edge.to.as_str()]);
    }
    if variant.get("regrade_edge").is_some() {
        let parts = variant.texts("regrade_edge")?;
        let [from, to, letter] = parts.as_slice() else {
            return Err(Fault::Shape("`regrade_edge` is not [from, to, grade]".to_owned()));
        };
        let grade = grade(letter)?;
        for edge in edges.iter_mut().filter(|edge| edge.from == *from && edge.to == *to) {
            edge.grade = grade;
        }
    }
    if let Some(added) = variant.get("add_edge") {
        edges.push(edge(added)?);
    }
    Ok(edges)
}
