//! The envelope of every JSON document: which shape, which version, made by what.

use schemars::JsonSchema;
use serde::Serialize;

/// A value with the name and version of its shape.
#[derive(Serialize, JsonSchema)]
pub(super) struct Envelope<T> {
    /// Shape and version: `agglo/strategy/1`.
    schema: &'static str,
    /// Name and version of the program.
    made_by: &'static str,
    #[serde(flatten)]
    content: T,
}

impl<T> Envelope<T> {
    pub(super) fn new(schema: &'static str, content: T) -> Self {
        Self { schema, made_by: concat!("agglo ", env!("CARGO_PKG_VERSION")), content }
    }
}
