//! New files beside those that stay: no two rows of a vintage have the same keys.

use agglo::Error;

use crate::lake::block::Kind;
use crate::lake::bounds::Bounds;
use crate::lake::load::twins;
use crate::lake::manifest::{Manifest, Object};
use crate::lake::merge::{Merge, twin};
use crate::lake::place::Place;

/// Adds new files to a vintage.
///
/// # Errors
///
/// `E0423` where a row of theirs is there already.
pub(super) fn add(place: &Place, manifest: &mut Manifest, fresh: Vec<Object>) -> Result<(), Error> {
    let is_new = |object: &Object| manifest.objects.iter().all(|old| old.sha256 != object.sha256);
    let fresh: Vec<Object> = fresh.into_iter().filter(is_new).collect();
    let keys: Vec<(String, Kind)> = manifest
        .card
        .keys()
        .filter_map(|key| Some((key.to_owned(), manifest.kind(key)?)))
        .collect();
    for object in &fresh {
        let meets = |old: &&Object| old.period == object.period && !are_apart(old, object, &keys);
        let mut old = manifest.objects.iter().filter(meets).peekable();
        if old.peek().is_none() {
            continue;
        }
        let both = Merge::open(place, old.chain([object]), &keys, keys.len())?;
        if let Some(twin) = twin(both)? {
            return Err(twins(&manifest.card, &twin, None));
        }
    }
    manifest.objects.extend(fresh);
    manifest.objects.sort_by(|a, b| a.period.cmp(&b.period));
    Ok(())
}

/// Whether some key tells all rows of one file from all rows of another.
fn are_apart(one: &Object, other: &Object, keys: &[(String, Kind)]) -> bool {
    let span = |object: &Object, key: &str, kind| {
        let span = object.spans.iter().find(|span| span.column == key)?;
        Some((Bounds::stated(span, kind)?, span.gaps))
    };
    keys.iter().any(|(key, kind)| match (span(one, key, *kind), span(other, key, *kind)) {
        // Rows without a value lie outside all bounds: both may have such.
        (Some((a, gaps)), Some((b, others))) => a.are_apart(&b) && (gaps == 0 || others == 0),
        _ => false,
    })
}
