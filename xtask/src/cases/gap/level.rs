//! Cases of the levels of elements, of nests, and of what bounds leave of them.

use agglo::base::blueprint::{Better, Join};
use agglo::map::gap::Span;
use agglo::map::gap::aggregate::Scored;
use agglo::map::gap::bounds::{Hierarchy, SizeClass, withheld_bounds};
use agglo::map::gap::level::{benchmark, level, mid_rank};
use agglo::map::gap::nest::{nest_level, pool_level};
use serde_json::{Map, Value, json};

use crate::cases::gap::ends_json;
use crate::cases::input::{Fault, Given, Input, finite, finites, list, numbers, span};

pub(super) fn nest(input: &Input) -> Given<Value> {
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

pub(super) fn element_level(input: &Input) -> Given<Value> {
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

pub(super) fn element_bounds(input: &Input) -> Given<Value> {
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
