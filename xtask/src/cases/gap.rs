//! Cases of levels, aggregates, binding gaps, verdicts and cores.

use std::collections::BTreeMap;

use agglo::base::blueprint::{Better, CoreBase, Cuts, Grade, Join, Sign};
use agglo::map::gap::Span;
use agglo::map::gap::aggregate::{Marginal, Scored, check_levels, check_weights};
use agglo::map::gap::binding::{self, Binding};
use agglo::map::gap::bounds::{Hierarchy, SizeClass, withheld_bounds};
use agglo::map::gap::core::{Link, Node, reaches, reinforcing_core};
use agglo::map::gap::kmenta::Unevenness;
use agglo::map::gap::level::{benchmark, level, mid_rank};
use agglo::map::gap::nest::{nest_level, pool_level};
use agglo::map::gap::spillover::{LAMBDA, edge_spillover};
use agglo::map::gap::verdict::{self, CoreShare, Ground};
use agglo::map::gap::without::without;
use serde_json::{Map, Value, json};

use crate::cases::input::{
    Fault, Given, Input, Outcome, finite, finites, key, list, numbers, span, text,
};

/// The measures that are answered here.
#[cfg(test)]
pub(super) const MEASURES: &[&str] = &[
    "ces_level",
    "ces_marginal",
    "binding_gap",
    "nest_level",
    "element_level",
    "verdict_interval",
    "binding_gap_interval",
    "element_bounds",
    "removal_test",
    "reinforcing_core",
    "edge_spillover",
    "kmenta_approximation",
];

/// The answer to a measure of this step; `None` for any other.
pub(super) fn answer(measure: &str, input: &Input) -> Option<Outcome> {
    let function = match measure {
        "ces_level" => ces_level,
        "ces_marginal" => ces_marginal,
        "binding_gap" => binding_gap,
        "nest_level" => nest,
        "element_level" => element_level,
        "verdict_interval" => verdict_interval,
        "binding_gap_interval" => binding_gap_interval,
        "element_bounds" => element_bounds,
        "removal_test" => removal_test,
        "reinforcing_core" => core,
        "edge_spillover" => spillover,
        "kmenta_approximation" => kmenta,
        _ => return None,
    };
    Some(function(input).into())
}

fn ces_level(input: &Input) -> Given<Value> {
    let scored = Scored::new(&input.numbers("weights")?, &input.numbers("levels")?)?;
    let aggregate: Vec<f64> = input.grid("rho")?.iter().map(|&rho| scored.aggregate(rho)).collect();
    let least = scored.aggregate(f64::NEG_INFINITY);
    Ok(json!({ "A": finites(&aggregate), "min_level": finite(least) }))
}

fn ces_marginal(input: &Input) -> Given<Value> {
    let weights = input.numbers("weights")?;
    let grid = input.grid("rho")?;
    let rows = |scored: &Scored| -> Vec<Value> {
        grid.iter().map(|&rho| marginals(scored, rho)).collect()
    };
    let mut answer = Map::new();
    if input.get("levels").is_some() {
        let scored = Scored::new(&weights, &input.numbers("levels")?)?;
        answer.insert("marginal".into(), Value::from(rows(&scored)));
        let aggregate: Vec<f64> = grid.iter().map(|&rho| scored.aggregate(rho)).collect();
        answer.insert("A".into(), finites(&aggregate));
        let euler: Vec<Value> = grid.iter().map(|&rho| euler_sum(&scored, rho)).collect();
        answer.insert("euler_sum".into(), Value::from(euler));
    }
    for name in ["one_zero", "two_zeros"] {
        if input.get(name).is_some() {
            let scored = Scored::new(&weights, &input.numbers(name)?)?;
            answer.insert(name.into(), Value::from(rows(&scored)));
            if name == "one_zero" {
                answer.insert("rho_zero_one_zero".into(), marginals(&scored, 0.0));
            }
        }
    }
    Ok(Value::Object(answer))
}

fn marginals(scored: &Scored, rho: f64) -> Value {
    let as_json = |marginal: Marginal| match marginal {
        Marginal::Finite(value) => finite(value),
        Marginal::Unbounded => json!("unbounded"),
    };
    scored.marginals(rho).into_iter().map(as_json).collect()
}

fn euler_sum(scored: &Scored, rho: f64) -> Value {
    let terms = scored.marginals(rho).into_iter().zip(scored.levels());
    let sum: Option<f64> = terms
        .map(|(marginal, level)| match marginal {
            Marginal::Finite(value) => Some(value * level),
            // The product of a level of 0 with an unbounded derivative tends to 0.
            Marginal::Unbounded => Some(0.0),
        })
        .sum();
    sum.map_or(Value::Null, finite)
}

fn binding_gap(input: &Input) -> Given<Value> {
    let scored = Scored::new(&input.numbers("weights")?, &input.numbers("levels")?)?;
    let n = scored.levels().len();
    let names = input.names("elements", n)?;
    let (rho, step) = (input.number_or("rho", -1.0)?, input.number_or("step", binding::STEP)?);
    binding::check_step(step)?;
    let mutable = mutable(input, &names)?;
    let gains = scored.gains(rho, step);
    let d = binding::scores(scored.weights(), scored.levels(), rho, step);
    let order: Vec<&str> = binding::order(&scored, &names, rho, step)
        .into_iter()
        .map(|at| names[at].as_str())
        .collect();
    let bound = binding::binding(&scored, &names, &mutable, rho, step);
    let mut answer = json!({
        "A": finite(scored.aggregate(rho)),
        "gain": finites(&gains),
        "order": order,
        "binding": binding_word(&bound, &names),
        "d_score": finites(&d),
    });
    if let Binding::Together(zeros) = &bound {
        answer["together"] = zeros.iter().map(|&at| names[at].as_str()).collect();
    }
    if input.get("cost_of_step").is_some() {
        let costs = input.numbers("cost_of_step")?;
        let dollars = input.number_or("dollars", 100_000.0)?;
        let steps = binding::steps_for(dollars, &costs, step, n)?;
        let per_dollar = scored.gains_of(rho, &steps)?;
        answer["gain_per_100k"] = finites(&per_dollar);
        let best = binding::greatest(&per_dollar, &names, &mutable);
        answer["binding_per_dollar"] = best.map_or(json!("none"), |at| json!(names[at]));
    }
    Ok(answer)
}

fn binding_word(bound: &Binding, names: &[String]) -> Value {
    match bound {
        Binding::None => json!("none"),
        Binding::One(at) => json!(names[*at]),
        Binding::Together(_) => Value::Null,
    }
}

/// Which elements may be the gap: all but those listed as `immutable`.
fn mutable(input: &Input, names: &[String]) -> Given<Vec<bool>> {
    let fixed = if input.get("immutable").is_some() { input.texts("immutable")? } else { vec![] };
    Ok(names.iter().map(|name| !fixed.contains(name)).collect())
}

fn nest(input: &Input) -> Given<Value> {
    let mut answer = Map::new();
    if input.get("levels").is_some() {
        let rates = input.numbers("rates")?;
        let top = input.nested("top")?;
        let mut results = Map::new();
        for (name, levels) in input.named("levels")? {
            let levels = list("levels", &levels)?
                .iter()
                .map(|level| span("levels", level))
                .collect::<Given<Vec<_>>>()?;
            let mut joins = Map::new();
            for (word, join) in [("capped_sum", Join::CappedSum), ("best_of", Join::BestOf)] {
                let nest = nest_level(join, &rates, &levels)?;
                let mut entry = json!({ "nest": span_json(nest) });
                if let Some(top) = &top {
                    entry["A"] = top_level(top, nest)?;
                }
                joins.insert(word.into(), entry);
            }
            results.insert(name, Value::Object(joins));
        }
        answer.insert("results".into(), Value::Object(results));
    }
    if let Some(pool) = input.nested("pool")? {
        let exemplars = pool
            .items("exemplars")?
            .iter()
            .map(|row| list("exemplars", row)?.iter().map(|x| span("exemplars", x)).collect())
            .collect::<Given<Vec<Vec<Span>>>>()?;
        let k = pool.numbers("k")?;
        let level =
            pool_level(&k, &pool.spans("region")?, &exemplars, pool.number_or("tau", 0.5)?)?;
        answer.insert("pool_level".into(), span_json(level));
    }
    Ok(Value::Object(answer))
}

/// The aggregate at the top, the nest standing where `order` names no level.
fn top_level(top: &Input, nest: Span) -> Given<Value> {
    let weights = top.numbers("weights")?;
    let rho = top.number_or("rho", -1.0)?;
    let levels = top
        .texts("order")?
        .iter()
        .map(|name| top.get(name).map_or(Ok(nest), |value| span(name, value)))
        .collect::<Given<Vec<_>>>()?;
    let end = |end: fn(Span) -> f64| -> Given<f64> {
        let levels: Vec<f64> = levels.iter().map(|&level| end(level)).collect();
        Ok(Scored::new(&weights, &levels)?.aggregate(rho))
    };
    Ok(span_json(Span::checked(end(Span::low)?, end(Span::high)?)?))
}

/// A point as a number, anything else as its two ends.
fn span_json(span: Span) -> Value {
    if span.is_point() { finite(span.low()) } else { finites(&[span.low(), span.high()]) }
}

fn ends_json(span: Span) -> Value {
    finites(&[span.low(), span.high()])
}

fn element_level(input: &Input) -> Given<Value> {
    let mut answer = Map::new();
    let tau = input.number_or("tau", 0.5)?;
    if input.get("exemplars").is_some() {
        let typical = typical(&input.spans("exemplars")?, tau)?;
        answer.insert("benchmark".into(), ends_json(typical));
        let region = if input.get("region").is_some() {
            level(amount(input.span("region")?)?, typical, Better::More)
        } else {
            Span::UNKNOWN_LEVEL
        };
        answer.insert("level".into(), ends_json(region));
    }
    if let Some(less) = input.nested("less_is_better")? {
        let typical = typical(&less.spans("exemplars")?, tau)?;
        let region = level(amount(less.span("region")?)?, typical, Better::Less);
        answer.insert("less_is_better_level".into(), span_json(region));
    }
    if let Some(quantile) = input.nested("quantile")? {
        let rank = mid_rank(quantile.number("value")?, &quantile.numbers("population")?);
        answer.insert("quantile".into(), rank.map_or(Value::Null, finite));
    }
    Ok(Value::Object(answer))
}

fn typical(exemplars: &[Span], tau: f64) -> Given<Span> {
    for &exemplar in exemplars {
        amount(exemplar)?;
    }
    benchmark(exemplars, tau).ok_or_else(|| Fault::Refused("no exemplars".to_owned()))
}

/// Amounts of things are never negative.
fn amount(span: Span) -> Given<Span> {
    if span.low() < 0.0 {
        return Err(Fault::Refused(format!("an amount is {}, below 0", span.low())));
    }
    Ok(span)
}

fn cuts(input: &Input) -> Given<Cuts> {
    let own = input.nested("cuts")?;
    let given = Cuts::default();
    let Some(own) = own else { return Ok(given) };
    Ok(Cuts {
        missing: own.number_or("missing", given.missing)?,
        latent: own.number_or("latent", given.latent)?,
        cluster: own.number_or("cluster", given.cluster)?,
        core: own.number_or("core", given.core)?,
        core_base: given.core_base,
    })
}

fn ground(input: &Input) -> Given<Ground<'static>> {
    let core = CoreShare::Given(input.number("core_share")?);
    // An unknown gate does not pass.
    let gates_pass = input.truth_or("gates_pass", false)?;
    Ok(Ground { core, gates_pass, cuts: cuts(input)? })
}

/// `low` and `high`, or `levels` as numbers and ranges.
fn level_box(input: &Input) -> Given<Vec<Span>> {
    if input.get("low").is_none() && input.get("levels").is_some() {
        return input.spans("levels");
    }
    let low = input.numbers("low")?;
    let high = if input.get("high").is_some() { input.numbers("high")? } else { low.clone() };
    check_levels(&low)?;
    check_levels(&high)?;
    if low.len() != high.len() {
        let (l, h) = (low.len(), high.len());
        return Err(Fault::Refused(format!("{l} low ends and {h} high ends")));
    }
    Ok(low.iter().zip(&high).map(|(&l, &h)| Span::checked(l, h)).collect::<Result<_, _>>()?)
}

fn verdict_interval(input: &Input) -> Given<Value> {
    let levels = level_box(input)?;
    let names = input.names("elements", levels.len())?;
    let rho = input.number_or("rho", -1.0)?;
    let ground = ground(input)?;
    let found = verdict::verdict(&input.numbers("weights")?, &levels, rho, &ground)?;
    let widths: Map<String, Value> = names
        .iter()
        .zip(&found.width_if_only)
        .filter_map(|(name, width)| width.map(|width| (name.clone(), finite(width))))
        .collect();
    let deciding: Vec<&str> = found.deciding.iter().map(|&at| names[at].as_str()).collect();
    Ok(json!({
        "A": ends_json(found.aggregate),
        "verdict_low": found.low.word(),
        "verdict_high": found.high.word(),
        "robust": found.is_robust(),
        "width_if_only": widths,
        "deciding": deciding,
    }))
}

fn binding_gap_interval(input: &Input) -> Given<Value> {
    let levels = level_box(input)?;
    let names = input.names("elements", levels.len())?;
    let (rho, step) = (input.number_or("rho", -1.0)?, input.number_or("step", binding::STEP)?);
    let mutable = mutable(input, &names)?;
    let set = binding::possible(&input.numbers("weights")?, &levels, &mutable, rho, step)?;
    let list = |positions: &[usize], none: bool| {
        let mut list: Vec<&str> = positions.iter().map(|&at| names[at].as_str()).collect();
        if none {
            list.push("none");
        }
        list
    };
    Ok(json!({
        "d_at_low": finites(&set.d_at_low),
        "d_at_high": finites(&set.d_at_high),
        "necessarily": list(&set.necessarily, set.none_necessarily),
        "possibly": list(&set.possibly, set.none_possibly),
    }))
}

fn element_bounds(input: &Input) -> Given<Value> {
    let mut classes = Vec::new();
    if input.get("size_classes").is_some() {
        for row in input.items("size_classes")? {
            classes.push(size_class(row)?);
        }
    }
    let parent = input.number_if("parent_total")?;
    let siblings = input.number_or("siblings", 0.0)?;
    let bounds = withheld_bounds(&classes, parent.map(|total| Hierarchy { total, siblings }))?;
    let mut answer = json!({ "low": finite(bounds.low()), "high": finite(bounds.high()) });
    if let Some(residents) = input.number_if("residents")? {
        if residents <= 0.0 {
            return Err(Fault::Refused("a rate per resident of nobody".to_owned()));
        }
        let rate = bounds.map(|jobs| jobs / residents * 1000.0);
        answer["per_1000"] = ends_json(rate);
        if let Some(typical) = input.number_if("exemplar_benchmark_per_1000")? {
            let typical = amount(Span::checked(typical, typical)?)?;
            answer["level"] = ends_json(level(rate, typical, Better::More));
        }
    }
    Ok(answer)
}

/// `[min, max, count]`; the largest class may have no `max`.
fn size_class(row: &Value) -> Given<SizeClass> {
    let cells = list("size_classes", row)?;
    let open = cells.get(1).is_some_and(Value::is_null);
    let closed: Vec<Value> = cells.iter().filter(|cell| !cell.is_null()).cloned().collect();
    let ends = numbers("size_classes", &Value::from(closed))?;
    match (ends.as_slice(), open) {
        (&[least, most, count], false) => Ok(SizeClass { least, most: Some(most), count }),
        (&[least, count], true) => Ok(SizeClass { least, most: None, count }),
        _ => Err(Fault::Shape(format!("`size_classes` holds {row}, not [min, max, count]"))),
    }
}

fn removal_test(input: &Input) -> Given<Value> {
    let scored = Scored::new(&input.numbers("weights")?, &input.numbers("levels")?)?;
    let names = input.names("elements", scored.levels().len())?;
    let ground = ground(input)?;
    let grid = if input.get("rho").is_some() { input.grid("rho")? } else { vec![-1.0, 1.0] };
    let (mut aggregate, mut score_only) = (Map::new(), Map::new());
    for &rho in &grid {
        aggregate.insert(key(rho), finite(scored.aggregate(rho)));
        let mut words = Map::new();
        for (at, name) in names.iter().enumerate() {
            let gone = without(&scored, at, rho, &ground)?;
            let word = if gone.scores_as_cluster { "cluster" } else { "not cluster" };
            words.insert(name.clone(), json!(word));
        }
        score_only.insert(key(rho), Value::Object(words));
    }
    let full = verdict::class(scored.levels(), scored.aggregate(-1.0), &ground);
    let mut after = Map::new();
    for (at, name) in names.iter().enumerate() {
        after.insert(name.clone(), json!(without(&scored, at, -1.0, &ground)?.class.word()));
    }
    Ok(json!({
        "A": aggregate,
        "verdict_full": full.word(),
        "verdict_after_removal": after,
        "score_only": score_only,
    }))
}

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

fn core(input: &Input) -> Given<Value> {
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

fn spillover(input: &Input) -> Given<Value> {
    let direct = input.numbers("direct")?;
    let lambda = match input.number_if("lam")? {
        Some(lambda) => lambda,
        None => input.number_or("lambda", LAMBDA)?,
    };
    let found = edge_spillover(&input.matrix("B")?, lambda, &direct)?;
    Ok(json!({
        "total": finites(&found.total),
        "spectral_radius": finite(found.spectral_radius),
    }))
}

fn kmenta(input: &Input) -> Given<Value> {
    let weights = input.numbers("weights")?;
    check_weights(&weights)?;
    let scored = Scored::new(&weights, &input.numbers("levels")?)?;
    let found = Unevenness::of(&scored)?;
    let grid = input.grid("rho")?;
    let exact: Vec<Value> =
        grid.iter().map(|&rho| scored.log_aggregate(rho).map_or(Value::Null, finite)).collect();
    let approximate: Vec<f64> = grid.iter().map(|&rho| found.approximate(rho)).collect();
    Ok(json!({
        "m": finite(found.m),
        "v": finite(found.v),
        "exact": exact,
        "approx": finites(&approximate),
    }))
}
