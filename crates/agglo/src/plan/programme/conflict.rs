//! Why no plan keeps every constraint: a set that contradicts itself, and the least that would mend it.
//!
//! A deletion filter takes constraints away one by one while no plan fits: what is left contradicts itself,
//! and without any one of its members a plan fits (Chinneck and Dravnieks 1991). Where it can be
//! afforded, smaller sets are then looked for.

use std::collections::{BTreeMap, BTreeSet};

use crate::plan::programme::group::Group;
use crate::plan::programme::model::{Act, Model};
use crate::plan::programme::search;
use crate::plan::programme::value::tail;
use crate::plan::programme::{Programme, Risk};

/// Smaller sets that are tried after the filter.
const TRIES: usize = 400;
/// Halvings of an interval in which a least change lies.
const HALVINGS: usize = 40;

/// Why nothing fits.
#[derive(Clone, Debug, PartialEq)]
pub struct Conflict {
    /// Constraints that cannot hold together; any one less and a plan fits. Sorted by their names.
    pub groups: Vec<Group>,
    /// For each of them that can be relaxed, the least change of it alone that lets a plan fit.
    pub relaxations: BTreeMap<Group, Relaxation>,
    /// Whether every step of the proof was made; else the set may be larger than it need be.
    pub proved: bool,
}

/// The least change of a constraint alone that lets a plan fit.
#[derive(Clone, Debug, PartialEq)]
pub enum Relaxation {
    /// More money, or more days of staff.
    More(f64),
    /// The highest share, or the highest floor, that can be reached.
    AtMost(f64),
    /// Something that is not a number.
    Words(String),
    /// No change of this one alone is enough.
    NotAlone,
}

impl Conflict {
    /// The contradiction and what would mend it, in sentences.
    pub fn in_words(&self) -> String {
        let of: Vec<String> = self.groups.iter().map(Group::in_words).collect();
        let first = match of.as_slice() {
            [] => {
                "No initiative that has to start can start within the years of the plan.".to_owned()
            }
            [one] => format!("This alone cannot be kept: {one}."),
            _ => format!("These cannot hold together: {}.", of.join("; ")),
        };
        let changes = self.relaxations.iter().filter_map(|(group, relaxation)| {
            let what = group.in_words();
            let change = match relaxation {
                Relaxation::More(amount) => format!("adding {} to {what}", shown(*amount)),
                Relaxation::AtMost(most) => format!("{what} at {} or less", shown(*most)),
                Relaxation::Words(words) => format!("{what}: {words}"),
                Relaxation::NotAlone => return None,
            };
            Some(format!("One change alone would do: {change}."))
        });
        std::iter::once(first).chain(changes).collect::<Vec<_>>().join(" ")
    }
}

fn shown(value: f64) -> String {
    let text = format!("{value:.4}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

impl Model {
    /// Whether any plan fits; none where the search ended before it knew.
    pub(crate) fn fits(&self, nodes: u64) -> Option<bool> {
        if self.enumerable().is_none() {
            return search::fits(self, nodes);
        }
        let mut found = false;
        let doubtful = self.each_feasible(&mut |_, _| {
            found = true;
            false
        });
        if found || !doubtful { Some(found) } else { None }
    }

    /// The conflict of a programme that no plan fits.
    pub(crate) fn conflict(&self, programme: &Programme, nodes: u64) -> Conflict {
        let all = self.groups();
        let mut dropped = BTreeSet::new();
        let mut proved = true;
        for group in &all {
            dropped.insert(group.clone());
            let fits = self.without(&dropped).fits(nodes);
            proved &= fits.is_some();
            if fits != Some(false) {
                dropped.remove(group);
            }
        }
        let mut groups: Vec<Group> = all.difference(&dropped).cloned().collect();
        if self.enumerable().is_some()
            && let Some(fewer) = self.smaller(&all, groups.len())
        {
            groups = fewer;
        }
        groups.sort_by_key(ToString::to_string);
        let relaxations = groups
            .iter()
            .filter_map(|group| Some((group.clone(), self.relaxation(programme, group, nodes)?)));
        Conflict { relaxations: relaxations.collect(), groups, proved }
    }

    /// A contradicting set with fewer members than the filter left, if one is found in a few tries.
    fn smaller(&self, all: &BTreeSet<Group>, than: usize) -> Option<Vec<Group>> {
        let list: Vec<&Group> = all.iter().collect();
        let mut tries = 0;
        for size in 1..than {
            let mut at: Vec<usize> = (0..size).collect();
            while at.last().is_some_and(|&last| last < list.len()) {
                tries += 1;
                if tries > TRIES {
                    return None;
                }
                let kept: BTreeSet<&Group> = at.iter().map(|&at| list[at]).collect();
                let dropped = all.iter().filter(|group| !kept.contains(group)).cloned().collect();
                if self.without(&dropped).fits(0) == Some(false) {
                    return Some(kept.into_iter().cloned().collect());
                }
                next_combination(&mut at, list.len());
            }
        }
        None
    }

    fn relaxation(&self, programme: &Programme, group: &Group, nodes: u64) -> Option<Relaxation> {
        let words = |text: &str| Some(Relaxation::Words(text.to_owned()));
        let without = self.without(&BTreeSet::from([group.clone()]));
        if *group != Group::Equity && without.fits(nodes) == Some(false) {
            return match group {
                Group::Force(_) => None,
                _ => Some(Relaxation::NotAlone),
            };
        }
        match group {
            Group::Force(_) => None,
            Group::Prerequisite(..) | Group::Exclusion(_) | Group::Duty(_) => words("giving it up"),
            Group::Partner(id) => {
                let partner = programme.partners.iter().find(|partner| partner.id == *id)?;
                if partner.passes {
                    words("it must carry more")
                } else {
                    words("must pass its four thresholds")
                }
            }
            Group::Budget(_) | Group::Staff(_) => self.more(&without, group, nodes),
            Group::Equity => {
                Some(self.highest(&without, nodes, |model, phi| model.equity = Some(phi)))
            }
            Group::Risk => {
                let risk = self.risk?;
                Some(self.highest(&without, nodes, |model, floor| {
                    model.risk = Some(match risk {
                        Risk::Tail { alpha, .. } => Risk::Tail { alpha, floor },
                        Risk::Chance { share, .. } => Risk::Chance { share, floor },
                    });
                }))
            }
        }
    }

    /// The least money or staff to add.
    fn more(&self, without: &Self, group: &Group, nodes: u64) -> Option<Relaxation> {
        let limit = self.limits.iter().find(|limit| limit.group == *group)?;
        let mut least = f64::INFINITY;
        if without.enumerable().is_some() {
            without.each_feasible(&mut |starts, _| {
                least = least.min(without.taken(limit, starts) - limit.most);
                true
            });
        } else {
            let amounts = |act: &Act| -> f64 {
                if limit.staff { act.staff.iter().sum() } else { act.cost.iter().sum() }
            };
            let (mut low, mut high) = (0.0, self.acts.iter().map(amounts).sum::<f64>());
            for _ in 0..HALVINGS {
                let middle = 0.5 * (low + high);
                let mut model = self.clone();
                for other in model.limits.iter_mut().filter(|other| other.group == *group) {
                    other.most += middle;
                }
                if model.fits(nodes) == Some(true) { high = middle } else { low = middle }
            }
            least = high;
        }
        least.is_finite().then_some(Relaxation::More(least))
    }

    /// The highest share or floor that a plan reaches.
    fn highest(&self, without: &Self, nodes: u64, set: impl Fn(&mut Self, f64)) -> Relaxation {
        let mut most = f64::NEG_INFINITY;
        if without.enumerable().is_some() {
            without.each_feasible(&mut |starts, _| {
                let reached = match (self.equity, without.equity, self.risk) {
                    (Some(_), None, _) => without.share_underserved(starts).unwrap_or(1.0),
                    (_, _, Some(Risk::Tail { alpha, .. })) => {
                        self.equivalent(tail(&self.scenario_values(starts), alpha))
                    }
                    (_, _, Some(Risk::Chance { share, .. })) => {
                        let mut values = self.scenario_values(starts);
                        values.sort_by(|a, b| b.total_cmp(a));
                        let needed = (share * values.len() as f64 - 1e-9).ceil().max(1.0);
                        let at = (0..values.len()).rev().find(|&at| at as f64 <= needed - 1.0);
                        self.equivalent(values[at.unwrap_or_default()])
                    }
                    _ => return true,
                };
                most = most.max(reached);
                true
            });
        } else {
            let (mut low, mut high) = (0.0, 1.0);
            for _ in 0..HALVINGS {
                let middle = 0.5 * (low + high);
                let mut model = self.clone();
                set(&mut model, middle);
                if model.fits(nodes) == Some(true) { low = middle } else { high = middle }
            }
            most = low;
        }
        if most.is_finite() { Relaxation::AtMost(most) } else { Relaxation::NotAlone }
    }
}

/// The next set of positions of one size, in the order of their positions.
fn next_combination(at: &mut [usize], of: usize) {
    let size = at.len();
    let turn = (0..size).rev().find(|&place| at[place] + (size - place) < of);
    match turn {
        Some(place) => {
            at[place] += 1;
            for after in place + 1..size {
                at[after] = at[after - 1] + 1;
            }
        }
        None => at[size - 1] = of,
    }
}
