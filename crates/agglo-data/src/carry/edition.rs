//! Which classification codes are of.

use std::collections::BTreeMap;

use agglo::Error;

use crate::definitions::classifications::index;
use crate::starter::Starter;

/// Codes that a message names.
const NAMED: usize = 5;

/// Classifications that hold all of these codes, by id in the order of their list.
///
/// # Errors
///
/// Those of [`Starter::tree`].
pub fn editions(starter: &Starter, codes: &[&str]) -> Result<Vec<String>, Error> {
    let mut found = Vec::new();
    for known in index()?.classifications {
        let tree = starter.tree(&known.id)?;
        if codes.iter().all(|code| tree.get(code).is_some()) {
            found.push(known.id);
        }
    }
    Ok(found)
}

/// The one classification that all codes are of and that is not the one to be reached.
pub(super) fn one(
    starter: &Starter,
    held: &BTreeMap<String, u64>,
    to: &str,
) -> Result<String, Error> {
    let codes: Vec<&str> = held.keys().map(String::as_str).collect();
    let found = editions(starter, &codes)?;
    let fail = |what: String, hint: String| Err(Error::new("E0104", what).hint(hint));
    if found.iter().any(|id| id == to) {
        return fail(
            format!("all codes are of {to} already"),
            "there is nothing to carry; if the same codes mean something else, say which: --from"
                .to_owned(),
        );
    }
    match found.as_slice() {
        [only] => Ok(only.clone()),
        [] => {
            let mut fewest: Option<(usize, String, Vec<&str>)> = None;
            for known in index()?.classifications {
                let tree = starter.tree(&known.id)?;
                let strange: Vec<&str> =
                    codes.iter().copied().filter(|code| tree.get(code).is_none()).collect();
                if fewest.as_ref().is_none_or(|(count, ..)| strange.len() < *count) {
                    fewest = Some((strange.len(), known.id, strange));
                }
            }
            let (count, id, strange) = fewest.unwrap_or_default();
            let some = strange[..count.min(NAMED)].join(", ");
            let more =
                if count > NAMED { format!(" and {} more", count - NAMED) } else { String::new() };
            fail(
                format!("the codes are of no one classification: {id} lacks {some}{more}"),
                format!("say which it is: --from {id} leaves those codes behind"),
            )
        }
        several => fail(
            format!("the codes may be of {}", several.join(" or ")),
            format!("say which: --from {}", several[0]),
        ),
    }
}

/// What a code of another vintage is in the classification of a table: `532284 is of NAICS 2017; in NAICS 2012 it is
/// 532292`. Codes of less than six digits are told as well as their leaves allow. None where no vintage has the code.
///
/// # Errors
///
/// Those of [`Starter::tree`] and [`Starter::concordance`].
pub fn elsewhere(starter: &Starter, id: &str, code: &str) -> Result<Option<String>, Error> {
    let index = index()?;
    let own = index.resolve(id)?;
    let family = |id: &str| id.split('-').next().unwrap_or_default().to_owned();
    for known in &index.classifications {
        if known.id == own.id || family(&known.id) != family(&own.id) {
            continue;
        }
        let (tree, target) = (starter.tree(&known.id)?, starter.tree(&own.id)?);
        if tree.get(code).is_none() {
            continue;
        }
        let links = starter.concordance(&known.id, &own.id)?;
        let held = [code.into()];
        let routes = agglo::panel::carry::Routes::new(&links, &tree, &target, &held)?;
        let reached: Vec<String> = routes
            .reached()
            .iter()
            .map(|code| format!("{code} ({})", target.title(code.as_str())))
            .collect();
        return Ok((!reached.is_empty()).then(|| {
            format!(
                "{code} ({}) is of {}; in {} it is {}",
                tree.title(code),
                known.name,
                own.name,
                reached.join(" or ")
            )
        }));
    }
    Ok(None)
}
