//! JSON for machines: a versioned envelope around the same values, and its published schema.

mod envelope;
pub mod schema;

use std::fmt;

use serde::Serialize;

use crate::strategy::Strategy;
use envelope::Envelope;

/// The schema of a strategy's JSON.
pub const STRATEGY: &str = "agglo/strategy/1";

/// A strategy as JSON: pretty, keys sorted, one line at the end.
///
/// # Errors
///
/// When a value cannot be written, which its types rule out.
pub fn strategy(strategy: &Strategy<'_>) -> Result<String, Error> {
    text(STRATEGY, strategy)
}

/// Any answer in its envelope: `schema` names its shape and version.
///
/// # Errors
///
/// When a value cannot be written: a map whose keys are no text.
pub fn text(schema: &'static str, content: &impl Serialize) -> Result<String, Error> {
    let value = serde_json::to_value(Envelope::new(schema, content)).map_err(Error)?;
    let mut text = serde_json::to_string_pretty(&sorted(value)).map_err(Error)?;
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
