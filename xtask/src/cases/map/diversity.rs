//! Cases of how broad a region's economy is.

use agglo::map::diversity::{entropy, hachman, herfindahl, related_variety};
use serde_json::{Value, json};

use crate::cases::input::{Fault, Given, Input};
use crate::cases::map::Measure;
use crate::cases::map::values::{field, list, positions, regions, table};

/// The measures of this file.
pub(super) const MEASURES: &[(&str, Measure)] = &[
    ("entropy_bits", bits),
    ("hachman", likeness),
    ("hhi", index),
    ("related_unrelated_variety", variety),
];

/// A measure of each region whose counts are all known.
fn each<T>(input: &Input, of: impl Fn(&[f64]) -> Option<T>) -> Given<Vec<Option<T>>> {
    Ok(regions(input, "X")?.iter().map(|counts| of(counts.as_ref()?)).collect())
}

fn index(input: &Input) -> Given<Value> {
    let found = each(input, herfindahl)?;
    Ok(json!({
        "hhi": field(&found, |found| Some(found.index)),
        "normalised": field(&found, |found| found.normalised),
        "effective": field(&found, |found| Some(found.effective)),
    }))
}

fn bits(input: &Input) -> Given<Value> {
    let found = each(input, entropy)?;
    Ok(json!({
        "h": field(&found, |found| Some(found.bits)),
        "effective": field(&found, |found| Some(found.effective)),
    }))
}

fn variety(input: &Input) -> Given<Value> {
    let group = positions(input, "group")?;
    if regions(input, "X")?.iter().flatten().any(|row| row.len() != group.len()) {
        return Err(Fault::Refused("`group` needs one label an industry".to_owned()));
    }
    let found = each(input, |counts| related_variety(counts, &group))?;
    Ok(json!({
        "unrelated": field(&found, |found| Some(found.unrelated)),
        "related": field(&found, |found| Some(found.related)),
        "entropy": field(&found, |found| Some(found.entropy)),
    }))
}

fn likeness(input: &Input) -> Given<Value> {
    let table = table(input, "X")?;
    let of = |region: usize| hachman(table.region(region), table.industry_totals());
    Ok(json!({ "h": list(&(0..table.counts().rows()).map(of).collect::<Vec<_>>()) }))
}
