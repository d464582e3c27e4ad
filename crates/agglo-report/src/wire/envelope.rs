//! The envelope of every JSON document: which shape, which version, made by what.

use agglo::base::basis::Basis;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value};

/// Name and version of the program.
const MADE_BY: &str = concat!("agglo ", env!("CARGO_PKG_VERSION"));

/// A value with the name and version of its shape, as its schema describes it.
#[derive(Serialize, JsonSchema)]
pub(super) struct Envelope<T> {
    /// Shape and version: `agglo/strategy/1`.
    schema: String,
    /// Name and version of the program.
    made_by: String,
    /// What makes the answer again: the command and the data that were read. Absent where no data were.
    #[serde(skip_serializing_if = "Option::is_none")]
    made_from: Option<Basis>,
    #[serde(flatten)]
    content: T,
}

/// Puts a value into its envelope; `made_from`: what makes it again, as JSON.
pub(super) fn around(schema: &str, made_from: Option<Value>, content: Value) -> Value {
    let mut whole = match content {
        Value::Object(map) => map,
        other => Map::from_iter([("items".to_owned(), other)]),
    };
    whole.insert("schema".to_owned(), schema.into());
    whole.insert("made_by".to_owned(), MADE_BY.into());
    if let Some(made_from) = made_from {
        whole.insert("made_from".to_owned(), made_from);
    }
    Value::Object(whole)
}
