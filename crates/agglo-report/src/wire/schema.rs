//! The published JSON Schemas, by noun.

#[cfg(feature = "close")]
use agglo::close::Close;
use agglo::map::Map;
use agglo::map::association::Association;
use agglo::map::cluster::Portfolio;
use agglo::map::compare::Comparison;
use agglo::map::gap::reading::Reading;
use agglo::map::input_output::InputOutput;
use agglo::map::nationwide::Reading as MeasureReading;
use agglo::map::related::Related;
use agglo::plan::evidence::{Evidence, Library};
use agglo::plan::full::{Budgets, FullPlan};
#[cfg(feature = "ledger")]
use agglo::plan::register::{Design, Locked, Locks};
use agglo::simulate::Forecast;
use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, SchemaGenerator};

use crate::wire::envelope::Envelope;
use crate::wire::sorted;
use crate::wire::strategy::Whole;

/// A noun with a published schema.
#[derive(Clone, Copy, Debug)]
struct Published {
    noun: &'static str,
    build: fn(SchemaGenerator) -> schemars::Schema,
}

fn of<T: JsonSchema>(generator: SchemaGenerator) -> schemars::Schema {
    generator.into_root_schema_for::<Envelope<T>>()
}

/// Of a file that people write, which stands in no envelope.
#[cfg(feature = "ledger")]
fn bare<T: JsonSchema>(generator: SchemaGenerator) -> schemars::Schema {
    generator.into_root_schema_for::<T>()
}

/// All at version 1, by noun.
const PUBLISHED: &[Published] = &[
    #[cfg(feature = "close")]
    Published { noun: "close", build: of::<Close> },
    Published { noun: "clusters", build: of::<Portfolio> },
    Published { noun: "compare", build: of::<Comparison> },
    #[cfg(feature = "ledger")]
    Published { noun: "design", build: bare::<Design> },
    Published { noun: "evidence", build: of::<Evidence> },
    Published { noun: "evidence-list", build: of::<Library> },
    Published { noun: "forecast", build: of::<Forecast> },
    Published { noun: "gaps", build: of::<Reading> },
    Published { noun: "io", build: of::<InputOutput> },
    #[cfg(feature = "ledger")]
    Published { noun: "lock", build: of::<Locked> },
    #[cfg(feature = "ledger")]
    Published { noun: "locks", build: of::<Locks> },
    Published { noun: "map", build: of::<Map> },
    Published { noun: "measure", build: of::<MeasureReading> },
    Published { noun: "plan", build: of::<FullPlan> },
    Published { noun: "plans", build: of::<Budgets> },
    Published { noun: "relate", build: of::<Related> },
    Published { noun: "spatial", build: of::<Association> },
    Published { noun: "strategy", build: of::<Whole<'static>> },
];

/// Every noun with a published schema.
pub fn nouns() -> impl Iterator<Item = &'static str> {
    PUBLISHED.iter().map(|published| published.noun)
}

/// The JSON Schema of a noun, pretty; none where there is no such noun.
pub fn schema(noun: &str) -> Option<String> {
    let published = PUBLISHED.iter().find(|published| published.noun == noun)?;
    let generator = SchemaSettings::draft2020_12().for_serialize().into_generator();
    let mut schema = (published.build)(generator);
    schema.insert("title".to_owned(), format!("agglo/{noun}/1").into());
    let mut text = serde_json::to_string_pretty(&sorted(schema.to_value())).ok()?;
    text.push('\n');
    Some(text)
}
