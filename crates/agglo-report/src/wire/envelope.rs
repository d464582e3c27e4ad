//! The envelope of every JSON document: which shape, which version, made by what.

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
    #[serde(flatten)]
    content: T,
}

/// Puts a value into its envelope.
pub(super) fn around(schema: &str, content: Value) -> Value {
    let mut whole = match content {
        Value::Object(map) => map,
        other => Map::from_iter([("items".to_owned(), other)]),
    };
    whole.insert("schema".to_owned(), schema.into());
    whole.insert("made_by".to_owned(), MADE_BY.into());
    Value::Object(whole)
}
