//! New files beside those that stay: no two rows of a vintage have the same keys.

use agglo::Error;

use crate::lake::block::Kind;
use crate::lake::bounds::Bounds;
use crate::lake::load::twins;
use crate::lake::manifest::{Manifest, Object};
use crate::lake::merge::{Cursor, Merge, twin};
use crate::lake::objects::Fresh;
use crate::lake::place::Place;

/// Holds new files against those that stay; `manifest` has these alone.
///
/// # Errors
///
/// `E0423` where a row of theirs is there already.
pub(super) fn check(place: &Place, manifest: &Manifest, fresh: &[Fresh]) -> Result<(), Error> {
    let keys: Vec<(String, Kind)> = manifest
        .card
        .keys()
        .filter_map(|key| Some((key.to_owned(), manifest.kind(key)?)))
        .collect();
    for Fresh { object, part } in fresh {
        let Some(part) = part else { continue };
        let meets = |old: &&Object| old.period == object.period && !are_apart(old, object, &keys);
        let mut old = manifest.objects.iter().filter(meets).peekable();
        if old.peek().is_none() {
            continue;
        }
        let mut both = Merge::open(place, old, &keys, keys.len())?;
        both.extend(Cursor::open(&place.store, part, Some(object), &keys)?);
        if let Some(twin) = twin(both)? {
            return Err(twins(&manifest.card, &twin, None));
        }
    }
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
