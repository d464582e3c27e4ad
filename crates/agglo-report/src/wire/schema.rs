//! The published JSON Schemas, by noun.

use schemars::{JsonSchema, SchemaGenerator, generate::SchemaSettings};

use crate::strategy::Strategy;
use crate::wire::envelope::Envelope;
use crate::wire::{STRATEGY, sorted};

/// A noun with a published schema.
#[derive(Clone, Copy, Debug)]
struct Published {
    noun: &'static str,
    title: &'static str,
    build: fn(SchemaGenerator) -> schemars::Schema,
}

fn of<T: JsonSchema>(generator: SchemaGenerator) -> schemars::Schema {
    generator.into_root_schema_for::<Envelope<T>>()
}

const PUBLISHED: &[Published] =
    &[Published { noun: "strategy", title: STRATEGY, build: of::<Strategy<'static>> }];

/// Every noun with a published schema.
pub fn nouns() -> impl Iterator<Item = &'static str> {
    PUBLISHED.iter().map(|published| published.noun)
}

/// The JSON Schema of a noun, pretty; none where there is no such noun.
pub fn schema(noun: &str) -> Option<String> {
    let published = PUBLISHED.iter().find(|published| published.noun == noun)?;
    let generator = SchemaSettings::draft2020_12().for_serialize().into_generator();
    let mut schema = (published.build)(generator);
    schema.insert("title".to_owned(), published.title.into());
    let mut text = serde_json::to_string_pretty(&sorted(schema.to_value())).ok()?;
    text.push('\n');
    Some(text)
}
