//! Which codes of a table flow into which codes of another classification, at every level of detail.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::classification::Classification;
use crate::base::concordance::Concordance;
use crate::base::error::Error;
use crate::base::id::IndustryId;
use crate::panel::carry::tree::Tree;

/// Where one code of the table goes.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Outflow {
    /// Its position among the codes of the table; none where the table does not have it.
    pub(super) source: Option<usize>,
    /// Positions among the codes that are reached.
    pub(super) to: Vec<usize>,
    /// The share of each, where a table gives them.
    pub(super) given: Option<Vec<f64>>,
    /// Whether a part of it has no link and goes nowhere.
    pub(super) leaks: bool,
}

impl Outflow {
    /// Whether it is not known how much of it goes where.
    pub(super) fn is_split(&self) -> bool {
        self.to.len() > 1 || self.leaks
    }
}

/// Codes that are reached together: what flows into one of them might flow into another.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Group {
    /// Positions among the codes that are reached.
    pub(super) targets: Vec<usize>,
    /// Ways to fill them, from the finest codes of the table to those of the targets' own level.
    pub(super) ways: Vec<Vec<Outflow>>,
}

/// How the codes of a table are carried to another classification.
#[derive(Clone, Debug)]
pub struct Routes {
    pub(super) held: Vec<IndustryId>,
    pub(super) reached: Vec<IndustryId>,
    pub(super) groups: Vec<Group>,
    pub(super) names: [String; 2],
    without: Vec<IndustryId>,
}

impl Routes {
    /// Routes for the codes that a table holds, sorted and unique, of whatever levels.
    ///
    /// Links of the finest codes make those of the codes above them: a code all of whose leaves go to one place
    /// goes there whole. Where the two trees have the same levels, each level of the table is carried to its own
    /// level; else the finest one is carried to every level. A code that stands on both sides with the same title
    /// and has no link is itself; codes that a statistical agency adds below a code of both are left to that code.
    ///
    /// # Errors
    ///
    /// `E0203` where `held` is not sorted and unique; `E0301` where a tree is not one that the concordance names.
    pub fn new(
        concordance: &Concordance,
        from: &Classification,
        to: &Classification,
        held: &[IndustryId],
    ) -> Result<Self, Error> {
        if held.windows(2).any(|two| two[0] >= two[1]) {
            return Err(Error::new("E0203", "the codes of a table must be sorted and unique"));
        }
        for (tree, named) in [(from, concordance.from()), (to, concordance.to())] {
            if tree.name() != named {
                let what = format!("the concordance is of {named}, the tree of {}", tree.name());
                return Err(Error::new("E0301", what));
            }
        }
        let lifted = Lifted::new(concordance, Tree::new(from), Tree::new(to));
        let mut found = Self {
            held: held.to_vec(),
            reached: Vec::new(),
            groups: Vec::new(),
            names: [from.name().to_owned(), to.name().to_owned()],
            without: Vec::new(),
        };
        found.without =
            held.iter().filter(|code| !lifted.has_link(code.as_str())).cloned().collect();
        let pairs = lifted.pairs(held);
        let mut reached = BTreeSet::new();
        for (level, ways) in &pairs {
            let own = ways.last().copied();
            let codes = held.iter().map(IndustryId::as_str);
            for code in codes.filter(|code| own.is_some_and(|own| lifted.is_of(code, own))) {
                reached.extend(lifted.destination(code, *level).0);
            }
        }
        found.reached = reached.iter().map(|code| IndustryId::from(*code)).collect();
        for (level, ways) in &pairs {
            found.groups.extend(lifted.groups(held, &found.reached, *level, ways));
        }
        Ok(found)
    }

    /// The codes of the table, sorted.
    pub fn held(&self) -> &[IndustryId] {
        &self.held
    }

    /// The codes that are reached, sorted.
    pub fn reached(&self) -> &[IndustryId] {
        &self.reached
    }

    /// Codes of the table that have no link: their figures are left behind.
    pub fn without_link(&self) -> &[IndustryId] {
        &self.without
    }

    /// Codes of the table whose content goes to several codes of their level, with those.
    pub fn splits(&self) -> Vec<(&IndustryId, Vec<&IndustryId>)> {
        let own = self.groups.iter().filter_map(|group| group.ways.last()).flatten();
        let codes = |flow: &Outflow| flow.to.iter().map(|&to| &self.reached[to]).collect();
        let split = own.filter(|flow| flow.to.len() > 1);
        split.filter_map(|flow| Some((&self.held[flow.source?], codes(flow)))).collect()
    }
}

/// Links of leaves, and of the codes above them.
struct Lifted<'a> {
    /// Whether both trees have the same levels.
    is_alike: bool,
    from: Tree<'a>,
    to: Tree<'a>,
    concordance: &'a Concordance,
    leaves: BTreeMap<&'a str, BTreeSet<&'a str>>,
}

impl<'a> Lifted<'a> {
    fn new(concordance: &'a Concordance, from: Tree<'a>, to: Tree<'a>) -> Self {
        let mut leaves: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        let (own, above): (Vec<_>, Vec<_>) =
            concordance.links().iter().partition(|link| from.is_leaf(link.from.as_str()));
        for link in own {
            leaves.entry(link.from.as_str()).or_default().extend(to.leaves(link.to.as_str()));
        }
        // A link of a code above speaks for those leaves that have none of their own.
        let linked: BTreeSet<&str> = leaves.keys().copied().collect();
        for link in above {
            let open = from.leaves(link.from.as_str());
            for leaf in open.into_iter().filter(|leaf| !linked.contains(leaf)) {
                leaves.entry(leaf).or_default().extend(to.leaves(link.to.as_str()));
            }
        }
        leaves.retain(|_, reached| !reached.is_empty());
        Self { is_alike: from.levels() == to.levels(), from, to, concordance, leaves }
    }

    /// Where a leaf goes; itself where it stands on both sides.
    fn leaf(&self, leaf: &'a str) -> Vec<&'a str> {
        match self.leaves.get(leaf) {
            Some(reached) => reached.iter().copied().collect(),
            None if self.from.agrees(&self.to, leaf) => self.to.leaves(leaf),
            None => Vec::new(),
        }
    }

    /// Codes of a level that a code's leaves go to, and whether a part of it goes nowhere.
    fn destination(&self, code: &str, level: u8) -> (BTreeSet<&'a str>, bool) {
        let (mut reached, mut leaks) = (BTreeSet::new(), false);
        for leaf in self.from.leaves(code) {
            let to = self.leaf(leaf);
            // What an agency adds below a code of both sides is a part of that code.
            let is_added =
                || self.from.parent(leaf).is_some_and(|parent| self.from.agrees(&self.to, parent));
            leaks |= to.is_empty() && !is_added();
            reached.extend(to.into_iter().map(|leaf| self.to.above(leaf, level)));
        }
        (reached, leaks)
    }

    fn has_link(&self, code: &str) -> bool {
        self.from.leaves(code).into_iter().any(|leaf| !self.leaf(leaf).is_empty())
    }

    /// Levels that are reached, each with the levels of the table that fill it, its own last.
    fn pairs(&self, held: &[IndustryId]) -> Vec<(u8, Vec<u8>)> {
        let levels: BTreeSet<u8> =
            held.iter().filter_map(|code| self.from.level(code.as_str())).collect();
        if self.is_alike {
            let ways = |own: u8| levels.range(own..).rev().copied().collect();
            return levels.iter().map(|&own| (own, ways(own))).collect();
        }
        let Some(&finest) = levels.last() else { return Vec::new() };
        self.to.levels().into_iter().map(|level| (level, vec![finest])).collect()
    }

    /// Whether a code of the left tree is carried with those of a level. Where trees differ, so are leaves that lie
    /// higher: they are as fine as their branch gets.
    fn is_of(&self, code: &str, level: u8) -> bool {
        let is_short = || !self.is_alike && self.from.is_leaf(code);
        self.from.level(code).is_some_and(|own| own == level || (own < level && is_short()))
    }

    /// Where the codes of one level of the left tree go, by codes of a level of the other.
    fn flows(
        &self,
        of: u8,
        level: u8,
        held: &[IndustryId],
        reached: &[IndustryId],
    ) -> Vec<Outflow> {
        let place = |codes: &[IndustryId], code: &str| {
            codes.binary_search_by(|own| own.as_str().cmp(code)).ok()
        };
        let flow = |code: &'a str| {
            let (to, leaks) = self.destination(code, level);
            let all = to.len();
            let to: BTreeSet<&str> =
                to.into_iter().filter(|code| place(reached, code).is_some()).collect();
            // What the table's codes of the level itself do not reach is not carried.
            let leaks = leaks || to.len() < all;
            let given = self.given(code, level, &to);
            let to: Vec<usize> = to.into_iter().filter_map(|code| place(reached, code)).collect();
            let flow = Outflow { source: place(held, code), to, given, leaks };
            (!flow.to.is_empty()).then_some(flow)
        };
        self.from.codes().filter(|code| self.is_of(code, of)).filter_map(flow).collect()
    }

    /// The codes of one level in groups, with their ways.
    fn groups(
        &self,
        held: &[IndustryId],
        reached: &[IndustryId],
        level: u8,
        ways: &[u8],
    ) -> Vec<Group> {
        let all: Vec<Vec<Outflow>> =
            ways.iter().map(|of| self.flows(*of, level, held, reached)).collect();
        let Some(own) = all.last() else { return Vec::new() };
        let first = together(own, reached.len());
        let mut groups: BTreeMap<usize, Group> = BTreeMap::new();
        for &to in own.iter().flat_map(|flow| &flow.to) {
            let new = || Group { targets: Vec::new(), ways: vec![Vec::new(); all.len()] };
            let targets = &mut groups.entry(first[to]).or_insert_with(new).targets;
            if !targets.contains(&to) {
                targets.push(to);
            }
        }
        for (way, flows) in all.iter().enumerate() {
            for flow in flows {
                if let Some(group) = groups.get_mut(&first[flow.to[0]]) {
                    group.ways[way].push(flow.clone());
                }
            }
        }
        groups.into_values().map(simplest).collect()
    }

    /// The shares that the concordance itself gives for what a leaf goes to, at a level.
    fn given(&self, code: &str, level: u8, to: &BTreeSet<&str>) -> Option<Vec<f64>> {
        let links = self.concordance.targets(code);
        let mut shares: BTreeMap<&str, f64> = to.iter().map(|code| (*code, 0.0)).collect();
        for link in links {
            let leaves = self.to.leaves(link.to.as_str());
            let reached: BTreeSet<&str> =
                leaves.into_iter().map(|leaf| self.to.above(leaf, level)).collect();
            // A link to a code above does not say how much goes to each below it.
            let only = reached.first().filter(|_| reached.len() == 1)?;
            *shares.get_mut(*only)? += link.share?;
        }
        (!links.is_empty() && self.from.is_leaf(code)).then(|| shares.into_values().collect())
    }
}

/// Where nothing splits, the own level says all.
fn simplest(mut group: Group) -> Group {
    let own = group.ways.last().cloned().unwrap_or_default();
    if !own.iter().any(|flow| flow.is_split() || flow.source.is_none()) {
        group.ways = vec![own];
    }
    group.targets.sort_unstable();
    group
}

/// For each code that is reached the first one of those that hang together with it.
fn together(flows: &[Outflow], count: usize) -> Vec<usize> {
    let mut first: Vec<usize> = (0..count).collect();
    let root = |first: &[usize], mut at: usize| {
        while first[at] != at {
            at = first[at];
        }
        at
    };
    for flow in flows {
        for &other in &flow.to[1..] {
            let (a, b) = (root(&first, flow.to[0]), root(&first, other));
            first[a.max(b)] = a.min(b);
        }
    }
    (0..count).map(|at| root(&first, at)).collect()
}
