//! Which decisions and figures of an answer moved, why, and which of that matters most.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::Serialize;

use crate::base::estimate::Figure;
use crate::close::answer::adds_up;
use crate::close::{Cause, Decision, Said, Split, Told, Values, split};

/// An answer as it was saved and after each swap.
#[derive(Clone, Copy, Debug)]
pub struct Steps<'a> {
    /// As it was saved.
    pub saved: &'a Said,
    /// After each swap, in the order of [`Cause::ALL`].
    pub after: [&'a Said; 4],
    /// With the new data and without the revision; `None` where one of the two is absent.
    pub unrevised: Option<&'a Said>,
}

/// An answer that moved.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct AnswerMoved {
    /// The command that makes it.
    pub command: Vec<String>,
    /// Datasets that it read and that say something else now.
    pub touched_by: Vec<String>,
    /// SHA-256 of the answer as it was.
    pub was: String,
    /// SHA-256 of the answer as it is.
    pub is: String,
    /// Decisions that changed, what weighs most first.
    pub decisions: Vec<DecisionMoved>,
    /// Figures that moved, what changes a reader's conclusion most first; at most as many as were asked for.
    pub figures: Vec<FigureMoved>,
    /// How many figures moved in all.
    pub figures_moved: usize,
    /// How many figures the answer holds.
    pub figures_held: usize,
    /// Figures that have a number, or a place in the answer, on one side alone.
    pub one_sided: OneSided,
}

/// Figures of which there is nothing to subtract.
#[derive(Clone, Debug, Default, PartialEq, Serialize, JsonSchema)]
pub struct OneSided {
    /// Those that the answer did not hold.
    pub came: Vec<Listed>,
    /// Those that it holds no more.
    pub went: Vec<Listed>,
    /// Those that had a number and have none.
    pub hidden: Vec<Listed>,
    /// Those that had no number and have one.
    pub disclosed: Vec<Listed>,
}

impl OneSided {
    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        [&self.came, &self.went, &self.hidden, &self.disclosed].into_iter().all(Vec::is_empty)
    }
}

/// A figure of which there is nothing to subtract.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Listed {
    /// Where it stands in the answer, by names.
    pub path: String,
    /// What people call it.
    pub title: String,
    /// Its unit; empty where the answer writes none.
    pub unit: String,
    /// As it was; `None` where it was not there.
    pub was: Option<Figure>,
    /// As it is; `None` where it is not there.
    pub is: Option<Figure>,
}

/// A decision that changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct DecisionMoved {
    /// What kind of decision.
    pub kind: Decision,
    /// What it is about.
    pub about: String,
    /// What was decided; `None` where it was not asked.
    pub was: Option<String>,
    /// What is decided now.
    pub is: Option<String>,
    /// The swaps at which it changed, in their order. Several where one changed it and another changed it again.
    pub because: Vec<Cause>,
}

/// A figure that moved.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct FigureMoved {
    /// Where it stands in the answer, by names.
    pub path: String,
    /// What people call it.
    pub title: String,
    /// Its unit; empty where the answer writes none.
    pub unit: String,
    /// Whether amounts of this unit add up, so that the order of the swaps does not matter to a sum.
    pub adds_up: bool,
    /// As it was.
    pub was: Figure,
    /// As it is.
    pub is: Figure,
    /// Whether it stands on the other side now of the value at which its meaning turns: growth or decline, more
    /// or less than the reference.
    pub has_turned: bool,
    /// Change over the larger of both, between 0 and 2. Of a figure without a number: of the end of its bounds
    /// that moved most.
    pub relative_change: f64,
    /// The movement in parts.
    #[serde(flatten)]
    pub split: Split,
}

/// What moved in an answer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Moved {
    /// Decisions that changed, what weighs most first.
    pub decisions: Vec<DecisionMoved>,
    /// Figures that moved: those first whose meaning turned, then by relative change, those without a number
    /// last.
    pub figures: Vec<FigureMoved>,
    /// Figures of which there is nothing to subtract, by path.
    pub one_sided: OneSided,
}

impl Moved {
    /// Whether no decision and no figure differs.
    pub fn is_nothing(&self) -> bool {
        self.decisions.is_empty() && self.figures.is_empty() && self.one_sided.is_empty()
    }
}

/// What moved in an answer.
pub fn moved(steps: &Steps<'_>) -> Moved {
    let (mut figures, one_sided) = figures(steps);
    let rank = |own: &FigureMoved| (own.split.total.value().is_none(), !own.has_turned);
    figures.sort_by(|a, b| {
        rank(a)
            .cmp(&rank(b))
            .then_with(|| b.relative_change.total_cmp(&a.relative_change))
            .then_with(|| a.path.cmp(&b.path))
    });
    Moved { decisions: decisions(steps), figures, one_sided }
}

impl AnswerMoved {
    /// How much it matters: the weightiest decision that changed, the number of those, then the first figure.
    fn weight(&self) -> (Option<Decision>, usize, (bool, f64)) {
        let first = self.figures.first();
        let most = first.map_or((false, 0.0), |own| (own.has_turned, own.relative_change));
        (self.decisions.first().map(|decision| decision.kind), self.decisions.len(), most)
    }

    /// The order in which answers are told: by what weighs most, then by command.
    pub fn before(&self, other: &Self) -> std::cmp::Ordering {
        let ((own, own_count, own_most), (its, its_count, its_most)) =
            (self.weight(), other.weight());
        // None stands last: an answer that decides the same as before.
        let rank = |kind: Option<Decision>| (kind.is_none(), kind);
        rank(own)
            .cmp(&rank(its))
            .then(its_count.cmp(&own_count))
            .then(its_most.0.cmp(&own_most.0))
            .then(its_most.1.total_cmp(&own_most.1))
            .then_with(|| self.command.cmp(&other.command))
    }
}

fn decisions(steps: &Steps<'_>) -> Vec<DecisionMoved> {
    type Key<'a> = (Decision, &'a str);
    let of = |said: &'_ Said| -> BTreeMap<(Decision, String), String> {
        let keyed = said.decisions.iter();
        keyed.map(|own| ((own.kind, own.about.clone()), own.said.clone())).collect()
    };
    let saved = of(steps.saved);
    let after = steps.after.map(of);
    let [.., last] = &after;
    let keys: BTreeSet<Key<'_>> =
        saved.keys().chain(last.keys()).map(|(kind, about)| (*kind, about.as_str())).collect();
    let mut found = Vec::new();
    for (kind, about) in keys {
        let key = (kind, about.to_owned());
        let (was, is) = (saved.get(&key), last.get(&key));
        if was == is {
            continue;
        }
        let (mut before, mut because) = (was, Vec::new());
        for (cause, after) in Cause::ALL.into_iter().zip(&after) {
            if after.get(&key) != before {
                because.push(cause);
                before = after.get(&key);
            }
        }
        let (was, is) = (was.cloned(), is.cloned());
        found.push(DecisionMoved { kind, about: key.1, was, is, because });
    }
    found
}

/// Figures that moved, and those of which there is nothing to subtract.
fn figures(steps: &Steps<'_>) -> (Vec<FigureMoved>, OneSided) {
    let by_path = |said: &'_ Said| -> BTreeMap<String, Told> {
        said.figures.iter().map(|told| (told.path.clone(), told.clone())).collect()
    };
    let saved = by_path(steps.saved);
    let after = steps.after.map(by_path);
    let unrevised = steps.unrevised.map(by_path);
    let [.., last] = &after;
    let paths: BTreeSet<&String> = saved.keys().chain(last.keys()).collect();
    let (mut found, mut one_sided) = (Vec::new(), OneSided::default());
    for path in paths {
        let (was, is) = match (saved.get(path), last.get(path)) {
            (Some(was), Some(is)) => (was, is),
            (was, is) => {
                let list = if is.is_some() { &mut one_sided.came } else { &mut one_sided.went };
                list.extend(listed(was, is));
                continue;
            }
        };
        match (was.figure.value(), is.figure.value()) {
            (Some(_), None) => one_sided.hidden.extend(listed(Some(was), Some(is))),
            (None, Some(_)) => one_sided.disclosed.extend(listed(Some(was), Some(is))),
            _ => {
                let Some(relative_change) = relative(&was.figure, &is.figure) else { continue };
                let value = |of: &BTreeMap<String, Told>| of.get(path)?.figure.value();
                let values = Values {
                    saved: value(&saved),
                    after: [value(&after[0]), value(&after[1]), value(&after[2]), value(last)],
                    unrevised: unrevised.as_ref().and_then(value),
                };
                found.push(one(was, is, relative_change, &values));
            }
        }
    }
    (found, one_sided)
}

fn one(was: &Told, is: &Told, relative_change: f64, values: &Values) -> FigureMoved {
    let is_below = |told: &Told| told.figure.value().map(|value| value < is.turns_at);
    FigureMoved {
        path: is.path.clone(),
        title: is.title.clone(),
        unit: is.unit.clone(),
        adds_up: adds_up(&is.unit),
        was: was.figure.clone(),
        is: is.figure.clone(),
        has_turned: is_below(was) != is_below(is),
        relative_change,
        split: split(values),
    }
}

/// `None` where nothing was known of a figure that came or went: that is no news.
fn listed(was: Option<&Told>, is: Option<&Told>) -> Option<Listed> {
    let is_known = |told: &Told| told.figure.value().is_some() || told.figure.range().is_some();
    let told = is.or(was).filter(|_| was.into_iter().chain(is).any(is_known))?;
    Some(Listed {
        path: told.path.clone(),
        title: told.title.clone(),
        unit: told.unit.clone(),
        was: was.map(|was| was.figure.clone()),
        is: is.map(|is| is.figure.clone()),
    })
}

/// How far a figure moved against its own size; `None` where it did not.
fn relative(was: &Figure, is: &Figure) -> Option<f64> {
    if let (Some(was), Some(is)) = (was.value(), is.value()) {
        return change(was, is);
    }
    // Hidden before and now: only where it must lie can have moved.
    match (was.range(), is.range()) {
        (Some((low, high)), Some((now_low, now_high))) => {
            let ends = [change(low, now_low), change(high, now_high)];
            ends.into_iter().flatten().reduce(f64::max)
        }
        (None, None) => None,
        _ => Some(1.0),
    }
}

fn change(was: f64, is: f64) -> Option<f64> {
    let size = was.abs().max(is.abs());
    (was.to_bits() != is.to_bits() && size > 0.0).then(|| (is - was).abs() / size)
}

#[cfg(test)]
#[path = "movement_tests.rs"]
mod tests;
