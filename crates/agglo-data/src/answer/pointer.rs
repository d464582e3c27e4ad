//! What one place of an answer holds: a figure, or all figures below it.

use agglo::Error;
use serde_json::Value;

use crate::answer::{is_figure, name_of};
use crate::nearest::nearest;

/// What a pointer points at.
#[derive(Clone, Debug, PartialEq)]
pub struct Found<'a> {
    /// The whole pointer (RFC 6901).
    pub pointer: String,
    /// The objects on the way, the outermost first; the last is what is pointed at.
    pub way: Vec<&'a Value>,
}

/// A figure of an answer.
#[derive(Clone, Debug, PartialEq)]
pub struct At<'a> {
    /// Its pointer.
    pub pointer: String,
    /// The objects that it lies in, the outermost first.
    pub way: Vec<&'a Value>,
    /// The name that it has in the last of them.
    pub key: String,
    /// The figure as it is written.
    pub figure: &'a Value,
}

impl At<'_> {
    /// The name of what it lies in.
    pub fn above(&self) -> &str {
        self.pointer.rsplit('/').nth(1).unwrap_or_default()
    }
}

/// Finds what a pointer points at.
///
/// A step is a name, a position in a list, or the name of what an item of a list is about
/// (`/clusters/lines/fishing-and-boats`). Where a thing is no list but holds exactly one, that list is meant:
/// `/clusters/0` is the first of its lines.
///
/// # Errors
///
/// `E0431` where it points at nothing, with the nearest names.
pub fn find<'a>(document: &'a Value, pointer: &str) -> Result<Found<'a>, Error> {
    let mut found = Found { pointer: String::new(), way: vec![document] };
    let steps = pointer.strip_prefix('/').unwrap_or(pointer);
    for step in steps.split('/').filter(|_| !steps.is_empty()) {
        let step = step.replace("~1", "/").replace("~0", "~");
        found.step(&step, pointer)?;
    }
    Ok(found)
}

impl<'a> Found<'a> {
    /// What is pointed at.
    pub fn value(&self) -> &'a Value {
        self.way.last().copied().unwrap_or(&Value::Null)
    }

    /// The figures at this place and below, in their order.
    pub fn figures(&self) -> Vec<At<'a>> {
        let mut figures = Vec::new();
        let key = self.pointer.rsplit('/').next().unwrap_or_default();
        let above = &self.way[..self.way.len().saturating_sub(1)];
        collect(self.value(), &self.pointer, key, above, &mut figures);
        figures
    }

    fn step(&mut self, step: &str, asked: &str) -> Result<(), Error> {
        let here = self.value();
        if let Some((key, value)) = child(here, step) {
            self.go(&key, value);
            return Ok(());
        }
        if let Some((name, list)) = only_list(here)
            && let Some((key, value)) = child(list, step)
        {
            self.go(name, list);
            self.go(&key, value);
            return Ok(());
        }
        let place = if self.pointer.is_empty() { "the answer" } else { &self.pointer };
        let error =
            Error::new("E0431", format!("`{asked}` points at nothing: {place} has no `{step}`"));
        let names = names(here);
        let near = nearest(names.iter().map(String::as_str), step);
        let near: Vec<&str> =
            if near.is_empty() { names.iter().take(8).map(String::as_str).collect() } else { near };
        Err(if near.is_empty() {
            error.hint(format!("{place} holds nothing below it"))
        } else {
            error.hint(format!("nearest names: `{}`", near.join("`, `")))
        })
    }

    fn go(&mut self, key: &str, value: &'a Value) {
        self.pointer = format!("{}/{}", self.pointer, escaped(key));
        self.way.push(value);
    }
}

fn escaped(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

/// A part of a value by name, or an item of a list by position or by what it is about.
fn child<'a>(value: &'a Value, step: &str) -> Option<(String, &'a Value)> {
    match value {
        Value::Object(map) => map.get_key_value(step).map(|(key, value)| (key.clone(), value)),
        Value::Array(items) => {
            let at = step.parse::<usize>().ok().filter(|at| *at < items.len());
            let named =
                || items.iter().position(|item| name_of(item).is_some_and(|name| name == step));
            // A year or an industry's code is a name before it is a position.
            let at = named().or(at)?;
            Some((at.to_string(), items.get(at)?))
        }
        _ => None,
    }
}

/// The one list of things that an object holds.
fn only_list(value: &Value) -> Option<(&str, &Value)> {
    let is_list =
        |value: &Value| value.as_array().is_some_and(|items| items.iter().any(Value::is_object));
    let mut lists = value.as_object()?.iter().filter(|(_, value)| is_list(value));
    let (name, list) = lists.next()?;
    lists.next().is_none().then_some((name.as_str(), list))
}

/// What can be named at a place.
fn names(value: &Value) -> Vec<String> {
    match value {
        Value::Object(map) => {
            let own = map.keys().cloned();
            let inner = only_list(value).map(|(_, list)| names(list)).unwrap_or_default();
            own.chain(inner).collect()
        }
        Value::Array(items) => items
            .iter()
            .enumerate()
            .map(|(at, item)| name_of(item).unwrap_or_else(|| at.to_string()))
            .collect(),
        _ => Vec::new(),
    }
}

fn collect<'a>(
    value: &'a Value,
    pointer: &str,
    key: &str,
    way: &[&'a Value],
    figures: &mut Vec<At<'a>>,
) {
    if is_figure(value) {
        let (pointer, key) = (pointer.to_owned(), key.to_owned());
        return figures.push(At { pointer, way: way.to_vec(), key, figure: value });
    }
    let way: Vec<&Value> = way.iter().copied().chain([value]).collect();
    let mut below = |key: &str, value: &'a Value| {
        collect(value, &format!("{pointer}/{}", escaped(key)), key, &way, figures);
    };
    match value {
        Value::Object(map) => map.iter().for_each(|(key, value)| below(key, value)),
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(at, value)| below(&at.to_string(), value));
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn document() -> Value {
        let jobs = |value: f64| json!({"status": "known", "value": value});
        json!({
            "clusters": {"rule": "x", "lines": [
                {"cluster": "boats", "employment": jobs(3.0), "pay": jobs(9.0)},
                {"cluster": "metal", "employment": {"status": "withheld", "reason": "suppressed"}}]},
            "a/b": [{"year": 2016, "jobs": jobs(1.0)}, {"year": 2017, "jobs": jobs(2.0)}],
        })
    }

    #[test]
    fn a_place_is_named_by_key_position_or_what_it_is_about() {
        let document = document();
        let found = |pointer: &str| find(&document, pointer).unwrap().pointer;
        assert_eq!(found("/clusters/lines/0"), "/clusters/lines/0");
        assert_eq!(found("/clusters/0"), "/clusters/lines/0", "the only list of a thing");
        assert_eq!(found("/clusters/metal/employment"), "/clusters/lines/1/employment");
        assert_eq!(found("/a~1b/2017/jobs"), "/a~1b/1/jobs");
        assert_eq!(found(""), "");
        assert_eq!(find(&document, "/clusters/0").unwrap().figures().len(), 2);
        assert_eq!(find(&document, "").unwrap().figures().len(), 5);
        let jobs = find(&document, "/clusters/0/pay").unwrap().figures();
        assert_eq!((jobs.len(), jobs[0].key.as_str(), jobs[0].way.len()), (1, "pay", 4));
    }

    #[test]
    fn a_pointer_at_nothing_is_told_the_nearest_names() {
        let document = document();
        for (pointer, near) in [
            ("/cluster/0", "clusters"),
            ("/clusters/boat", "boats"),
            ("/clusters/9", "lines"),
            ("/clusters/0/employments", "employment"),
            ("/clusters/rule/x", "nothing below"),
        ] {
            let error = find(&document, pointer).unwrap_err();
            assert_eq!(error.code(), "E0431");
            assert!(error.advice().unwrap().contains(near), "{pointer}: {error}");
        }
    }
}
