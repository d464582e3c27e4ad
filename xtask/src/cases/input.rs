//! Reading the input of a case: what is there, what is not, and what is of another shape.

use std::collections::BTreeMap;

use agglo::map::gap::Span;
use serde_json::{Map, Value, json};

/// What the library answers to a case.
pub(super) enum Outcome {
    /// Named values, or a refusal.
    Answer(Value),
    /// It has no function for this measure or this shape of input.
    Unsupported(String),
}

/// Why a measure gives no answer.
pub(super) enum Fault {
    /// The library refuses the input, with its reason.
    Refused(String),
    /// The input has a shape that the dispatch does not read.
    Shape(String),
}

impl From<agglo::Error> for Fault {
    fn from(error: agglo::Error) -> Self {
        Self::Refused(format!("{}: {}", error.code(), error.what()))
    }
}

/// An answer, or why there is none.
pub(super) type Given<T> = Result<T, Fault>;

impl From<Given<Value>> for Outcome {
    fn from(given: Given<Value>) -> Self {
        match given {
            Ok(answer) => Self::Answer(answer),
            Err(Fault::Refused(reason)) => Self::Answer(json!({ "refusal": reason })),
            Err(Fault::Shape(why)) => Self::Unsupported(why),
        }
    }
}

/// The input of a case with its parameters; `null` reads as absent.
pub(super) struct Input {
    values: Map<String, Value>,
}

impl Input {
    /// `input` and `params` of a case as one.
    pub(super) fn of(case: &Value) -> Self {
        let mut values = Map::new();
        for part in ["params", "input"] {
            if let Some(Value::Object(map)) = case.get(part) {
                let present = map.iter().filter(|(_, value)| !value.is_null());
                values.extend(present.map(|(key, value)| (key.clone(), value.clone())));
            }
        }
        Self { values }
    }

    /// A nested object read like an input.
    pub(super) fn nested(&self, key: &str) -> Given<Option<Self>> {
        match self.get(key) {
            None => Ok(None),
            Some(Value::Object(_)) => Ok(Some(Self::of(&json!({ "input": self.values[key] })))),
            Some(other) => Err(shape(key, "named values", other)),
        }
    }

    /// Names of what is there.
    pub(super) fn keys(&self) -> impl Iterator<Item = &str> {
        self.values.keys().map(String::as_str)
    }

    /// A value that is there.
    pub(super) fn get(&self, key: &str) -> Option<&Value> {
        self.values.get(key)
    }

    fn need(&self, key: &str) -> Given<&Value> {
        self.get(key).ok_or_else(|| Fault::Shape(format!("input has no `{key}`")))
    }

    pub(super) fn number(&self, key: &str) -> Given<f64> {
        number(key, self.need(key)?)
    }

    pub(super) fn number_or(&self, key: &str, default: f64) -> Given<f64> {
        self.get(key).map_or(Ok(default), |value| number(key, value))
    }

    /// `None` where it is absent.
    pub(super) fn number_if(&self, key: &str) -> Given<Option<f64>> {
        self.get(key).map(|value| number(key, value)).transpose()
    }

    pub(super) fn truth_or(&self, key: &str, default: bool) -> Given<bool> {
        match self.get(key) {
            None => Ok(default),
            Some(value) => value.as_bool().ok_or_else(|| shape(key, "true or false", value)),
        }
    }

    pub(super) fn text_or<'a>(&'a self, key: &str, default: &'a str) -> Given<&'a str> {
        match self.get(key) {
            None => Ok(default),
            Some(value) => value.as_str().ok_or_else(|| shape(key, "a text", value)),
        }
    }

    pub(super) fn numbers(&self, key: &str) -> Given<Vec<f64>> {
        numbers(key, self.need(key)?)
    }

    /// A list of numbers, or one number as a list of one.
    pub(super) fn grid(&self, key: &str) -> Given<Vec<f64>> {
        let value = self.need(key)?;
        if value.is_array() { numbers(key, value) } else { Ok(vec![number(key, value)?]) }
    }

    pub(super) fn matrix(&self, key: &str) -> Given<Vec<Vec<f64>>> {
        list(key, self.need(key)?)?.iter().map(|row| numbers(key, row)).collect()
    }

    pub(super) fn texts(&self, key: &str) -> Given<Vec<String>> {
        list(key, self.need(key)?)?.iter().map(|item| text(key, item)).collect()
    }

    /// Names of `n` elements: those given, or their positions.
    pub(super) fn names(&self, key: &str, n: usize) -> Given<Vec<String>> {
        if self.get(key).is_some() {
            let names = self.texts(key)?;
            if names.len() != n {
                let what = format!("`{key}` has {} names for {n} elements", names.len());
                return Err(Fault::Refused(what));
            }
            Ok(names)
        } else {
            Ok((0..n).map(|at| at.to_string()).collect())
        }
    }

    /// Named values in the order of their names.
    pub(super) fn named(&self, key: &str) -> Given<BTreeMap<String, Value>> {
        match self.need(key)? {
            Value::Object(map) => Ok(map.clone().into_iter().collect()),
            other => Err(shape(key, "named values", other)),
        }
    }

    pub(super) fn items(&self, key: &str) -> Given<&[Value]> {
        list(key, self.need(key)?)
    }

    pub(super) fn span(&self, key: &str) -> Given<Span> {
        span(key, self.need(key)?)
    }

    pub(super) fn spans(&self, key: &str) -> Given<Vec<Span>> {
        list(key, self.need(key)?)?.iter().map(|item| span(key, item)).collect()
    }
}

fn shape(key: &str, wanted: &str, got: &Value) -> Fault {
    Fault::Shape(format!("`{key}` is {got}, not {wanted}"))
}

pub(super) fn list<'a>(key: &str, value: &'a Value) -> Given<&'a [Value]> {
    value.as_array().map(Vec::as_slice).ok_or_else(|| shape(key, "a list", value))
}

pub(super) fn text(key: &str, value: &Value) -> Given<String> {
    value.as_str().map(str::to_owned).ok_or_else(|| shape(key, "a text", value))
}

/// A number; `"-inf"` and `"inf"` stand for the limits, which JSON cannot write.
pub(super) fn number(key: &str, value: &Value) -> Given<f64> {
    match value {
        Value::String(text) if text == "-inf" => Ok(f64::NEG_INFINITY),
        Value::String(text) if text == "inf" => Ok(f64::INFINITY),
        Value::Null => Err(Fault::Refused(format!("`{key}` holds a missing number"))),
        Value::Object(map) if map.contains_key("withheld") => {
            Err(Fault::Refused(format!("`{key}` holds a withheld number")))
        }
        other => other.as_f64().ok_or_else(|| shape(key, "a number", value)),
    }
}

pub(super) fn numbers(key: &str, value: &Value) -> Given<Vec<f64>> {
    list(key, value)?.iter().map(|item| number(key, item)).collect()
}

/// A number, `[low, high]`, or `{"withheld": [low, high]}`.
pub(super) fn span(key: &str, value: &Value) -> Given<Span> {
    let ends = match value {
        Value::Object(map) if map.contains_key("withheld") => numbers(key, &map["withheld"])?,
        Value::Array(_) => numbers(key, value)?,
        other => vec![number(key, other)?],
    };
    match ends.as_slice() {
        [point] => Ok(Span::checked(*point, *point)?),
        [low, high] => Ok(Span::checked(*low, *high)?),
        _ => Err(shape(key, "a number or two ends", value)),
    }
}

/// A finite number as JSON; no number where it is infinite.
pub(super) fn finite(value: f64) -> Value {
    serde_json::Number::from_f64(value).map_or(Value::Null, Value::Number)
}

pub(super) fn finites(values: &[f64]) -> Value {
    values.iter().map(|&value| finite(value)).collect()
}

/// A number as the key of an object: `-1`, `0.5`.
pub(super) fn key(value: f64) -> String {
    value.to_string()
}
