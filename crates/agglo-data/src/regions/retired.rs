//! Codes of regions that are no longer in use, and what stands on their ground.

use std::collections::BTreeMap;

use agglo::Error;
use serde::Deserialize;

use crate::regions::county_codes::{Became, CountyCodes, Later};

const NUTS: &str = include_str!("../../../../definitions/regions/nuts.toml");

/// What stands where a code stood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// One region with all of its ground.
    Became(String),
    /// Several regions with its ground together.
    Divided(Vec<String>),
    /// No region or set of regions has its ground.
    Moved,
    /// It is newer than the regions in use, and stands on ground of these; `true` where on theirs alone.
    Later(Vec<String>, bool),
}

/// A code that is not in use, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What stands in its place.
    pub fate: Fate,
    /// In words, with the year: no final period.
    pub why: String,
}

/// All codes that changed, as far as definitions say.
pub struct Retired(BTreeMap<String, Change>);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Nuts {
    change: Vec<Vintage>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Vintage {
    from: String,
    to: String,
    source: String,
    moved: Vec<String>,
    renamed: BTreeMap<String, String>,
    divided: BTreeMap<String, Vec<String>>,
}

impl Retired {
    /// Those of `definitions/regions`.
    ///
    /// # Errors
    ///
    /// `E0206` where a definition is damaged.
    pub fn shipped() -> Result<Self, Error> {
        let CountyCodes { became, later, .. } = CountyCodes::shipped()?;
        let mut all = BTreeMap::new();
        for Became { old, new, why } in became {
            let fate = match new.as_slice() {
                [only] => Fate::Became(only.clone()),
                // A county that only lost ground is in use.
                several if several.contains(&old) => continue,
                _ => Fate::Divided(new),
            };
            all.insert(old, Change { fate, why });
        }
        for Later { code, name, from, instead_of, ground } in later {
            let on = instead_of.split_whitespace().map(str::to_owned).collect();
            let fate = Fate::Later(on, ground == "split");
            all.insert(code, Change { fate, why: format!("{name} stands since {from}") });
        }
        let nuts: Nuts = toml::from_str(NUTS)
            .map_err(|cause| Error::new("E0206", cause.to_string()).at("regions/nuts.toml"))?;
        for vintage in nuts.change {
            all.extend(vintage.changes());
        }
        Ok(Self(all))
    }

    /// What became of a code; none where nothing is known of a change.
    pub fn of(&self, code: &str) -> Option<&Change> {
        self.0.get(code)
    }

    /// Every code that changed.
    pub fn codes(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }
}

impl Vintage {
    fn changes(self) -> Vec<(String, Change)> {
        let Self { from, to, source, moved, renamed, divided } = self;
        let why = |what: &str| format!("{what} between {from} and {to} ({source})");
        let renamed = renamed.into_iter().map(|(old, new)| {
            let why = why("the code changed, the ground did not,");
            (old, Change { fate: Fate::Became(new), why })
        });
        let divided = divided.into_iter().map(|(old, new)| {
            (old, Change { fate: Fate::Divided(new), why: why("it was divided") })
        });
        let moved = moved
            .into_iter()
            .map(|old| (old, Change { fate: Fate::Moved, why: why("its borders moved") }));
        renamed.chain(divided).chain(moved).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_lead_to_what_stands_on_their_ground() {
        let retired = Retired::shipped().unwrap();
        let fate = |code: &str| retired.of(code).map(|change| change.fate.clone());
        let became = |code: &str| Some(Fate::Became(code.to_owned()));
        assert_eq!(fate("46113"), became("46102"));
        assert_eq!(fate("51560"), became("51005"));
        assert_eq!(fate("EL11"), became("EL51"));
        assert_eq!(fate("FR91"), became("FRA1"));
        assert_eq!(fate("FRA1"), became("FRY1"));
        let divided =
            |codes: &[&str]| Fate::Divided(codes.iter().map(|&code| code.to_owned()).collect());
        assert_eq!(fate("02232"), Some(divided(&["02105", "02230"])));
        assert_eq!(fate("PL12"), Some(divided(&["PL91", "PL92"])));
        assert_eq!(fate("IE01"), Some(Fate::Moved));
        assert!(matches!(fate("09190"), Some(Fate::Later(_, false))));
        assert!(matches!(fate("02063"), Some(Fate::Later(_, true))));
        assert_eq!(fate("08013"), None, "it lost ground and is in use");
        assert_eq!(fate("12045"), None);
    }

    #[test]
    fn no_code_leads_round_in_a_ring() {
        let retired = Retired::shipped().unwrap();
        for code in retired.codes() {
            let mut at = code.to_owned();
            for _ in 0..10 {
                match retired.of(&at).map(|change| &change.fate) {
                    Some(Fate::Became(next)) => at.clone_from(next),
                    _ => break,
                }
            }
            assert!(
                !matches!(retired.of(&at).map(|change| &change.fate), Some(Fate::Became(_))),
                "{code}"
            );
        }
    }
}
