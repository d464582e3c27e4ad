//! Which field of a frozen file was changed: digests of each field, kept beside the lock.
//!
//! They only help to find it. Whether something was changed is decided by the digests that the lock itself holds.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::registration::canonical::digest_of;

/// Digests of the fields of a lock's plan and design, by name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Fields {
    /// Of the plan.
    pub(super) plan: BTreeMap<String, String>,
    /// Of the design.
    pub(super) design: BTreeMap<String, String>,
}

/// Digests of the fields of a value.
pub(super) fn of(value: &Value) -> BTreeMap<String, String> {
    let fields = value.as_object().into_iter().flatten();
    fields.map(|(name, value)| (name.clone(), digest_of(value))).collect()
}

/// What is different in a file that was changed, in words; nothing where it cannot be told.
pub(super) fn differing(kept: &BTreeMap<String, String>, text: &str) -> Option<String> {
    let value: Value = serde_json::from_str(text).ok().filter(|_| !kept.is_empty())?;
    let now = of(&value);
    let mut names: Vec<&str> = kept.keys().chain(now.keys()).map(String::as_str).collect();
    names.sort_unstable();
    names.dedup();
    names.retain(|name| kept.get(*name) != now.get(*name));
    Some(if names.is_empty() {
        "no field differs: it was written otherwise".to_owned()
    } else {
        format!("changed: {}", names.join(", "))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_field_that_was_changed_added_or_taken_away_is_named() {
        let kept = of(&json!({"alpha": 0.05, "seed": 7, "side": "two"}));
        let told = |value: Value| differing(&kept, &value.to_string());
        let changed = told(json!({"alpha": 0.5, "side": "two", "more": 1}));
        assert_eq!(changed.as_deref(), Some("changed: alpha, more, seed"));
        let same = told(json!({"side": "two", "seed": 7, "alpha": 0.050}));
        assert!(same.unwrap().contains("no field differs"));
        assert_eq!(differing(&kept, "no json"), None);
        assert_eq!(differing(&BTreeMap::new(), "{}"), None);
    }
}
