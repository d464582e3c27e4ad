//! JSON for machines: a versioned envelope around the same values, and its published schema.

mod envelope;
pub mod schema;
mod strategy;

use std::fmt;

use agglo::base::basis::Basis;
use serde::Serialize;

pub use strategy::strategy;
pub(crate) use strategy::unknown;

/// The schema of a strategy's JSON.
pub const STRATEGY: &str = "agglo/strategy/1";

/// Any answer in its envelope: `schema` names its shape and version; a list stands under `items`.
///
/// The text is pretty, its keys are sorted, and it ends in a line break.
///
/// # Errors
///
/// When a value cannot be written: a map whose keys are no text.
pub fn text(schema: &'static str, content: &impl Serialize) -> Result<String, Error> {
    answer(schema, None, content)
}

/// The same with what makes the answer again: the command and the data that were read.
///
/// # Errors
///
/// As [`text`].
pub fn answer(
    schema: &'static str,
    made_from: Option<&Basis>,
    content: &impl Serialize,
) -> Result<String, Error> {
    let content = serde_json::to_value(content).map_err(Error)?;
    let made_from = made_from.map(serde_json::to_value).transpose().map_err(Error)?;
    let value = sorted(envelope::around(schema, made_from, content));
    let mut text = serde_json::to_string_pretty(&value).map_err(Error)?;
    text.push('\n');
    Ok(text)
}

/// Keys in order, at every depth, whatever order the map type keeps.
fn sorted(value: serde_json::Value) -> serde_json::Value {
    use serde_json::Value;
    match value {
        Value::Object(map) => {
            let mut pairs: Vec<(String, Value)> = map.into_iter().collect();
            pairs.sort_by(|a, b| a.0.cmp(&b.0));
            Value::Object(pairs.into_iter().map(|(key, value)| (key, sorted(value))).collect())
        }
        Value::Array(items) => Value::Array(items.into_iter().map(sorted).collect()),
        other => other,
    }
}

/// A value that could not be written as JSON.
#[derive(Debug)]
pub struct Error(serde_json::Error);

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the answer cannot be written as JSON: {}", self.0)
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_says_what_makes_it_again() {
        let basis = Basis { command: vec!["map".to_owned(), "a".to_owned()], ..Basis::default() };
        let text = answer("agglo/test/1", Some(&basis), &["b"]).unwrap();
        let value: serde_json::Value = serde_json::from_str(&text).unwrap();
        let found: Basis = serde_json::from_value(value["made_from"].clone()).unwrap();
        assert_eq!(found, basis);
    }

    #[test]
    fn a_list_stands_under_items_and_keys_are_sorted() {
        let text = text("agglo/test/1", &["b", "a"]).unwrap();
        let keys: Vec<&str> = text.split('"').skip(1).step_by(2).collect();
        assert_eq!(
            keys,
            [
                "items",
                "b",
                "a",
                "made_by",
                concat!("agglo ", env!("CARGO_PKG_VERSION")),
                "schema",
                "agglo/test/1"
            ]
        );
    }
}
