//! A classification as a tree that can be walked down to its leaves and up to a level.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::classification::Classification;
use crate::base::id::IndustryId;

/// Codes with their levels, parents and children.
pub(super) struct Tree<'a> {
    classification: &'a Classification,
    children: BTreeMap<&'a str, Vec<&'a str>>,
}

impl<'a> Tree<'a> {
    pub(super) fn new(classification: &'a Classification) -> Self {
        let mut children: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for industry in classification.industries() {
            if let Some(parent) = &industry.parent {
                children.entry(parent.as_str()).or_default().push(industry.id.as_str());
            }
        }
        Self { classification, children }
    }

    /// The level of a code of the tree.
    pub(super) fn level(&self, code: &str) -> Option<u8> {
        self.classification.get(code).map(|industry| industry.level)
    }

    /// All levels.
    pub(super) fn levels(&self) -> BTreeSet<u8> {
        self.classification.industries().iter().map(|industry| industry.level).collect()
    }

    /// Whether nothing lies below a code of the tree.
    pub(super) fn is_leaf(&self, code: &str) -> bool {
        self.level(code).is_some() && !self.children.contains_key(code)
    }

    /// All codes.
    pub(super) fn codes(&self) -> impl Iterator<Item = &'a str> {
        self.classification.industries().iter().map(|own| own.id.as_str())
    }

    /// The leaves below a code; itself where it is one, none where it is not in the tree.
    pub(super) fn leaves(&self, code: &str) -> Vec<&'a str> {
        let own = self.classification.get(code).map(|own| own.id.as_str());
        let (mut found, mut waiting) = (Vec::new(), Vec::from_iter(own));
        while let Some(code) = waiting.pop() {
            match self.children.get(code) {
                Some(children) => waiting.extend(children.iter().rev()),
                None => found.push(code),
            }
        }
        found
    }

    /// The code above at this level, or above it where the branch has none there; itself where it is not deeper.
    pub(super) fn above(&self, code: &'a str, level: u8) -> &'a str {
        let mut at = code;
        while let Some(industry) = self.classification.get(at).filter(|own| own.level > level) {
            let Some(parent) = &industry.parent else { break };
            at = parent.as_str();
        }
        at
    }

    /// The parent of a code.
    pub(super) fn parent(&self, code: &str) -> Option<&'a str> {
        self.classification.get(code)?.parent.as_ref().map(IndustryId::as_str)
    }

    /// Whether a code says the same in both trees.
    pub(super) fn agrees(&self, other: &Tree<'_>, code: &str) -> bool {
        let title = |tree: &Tree<'_>| tree.classification.get(code).map(|own| own.title.clone());
        title(self).is_some() && title(self) == title(other)
    }
}
