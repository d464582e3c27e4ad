//! One row of a table, a place at a time, carried to another classification.

use crate::base::estimate::Caveat;
use crate::base::id::IndustryId;
use crate::panel::carry::routes::{Group, Outflow, Routes};
use crate::panel::{Cell, Status};

/// What the share of a split rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Basis {
    /// The concordance gives it.
    Given,
    /// What the codes that are reached have in the region itself.
    Region,
    /// What they have in the nation.
    Nation,
    /// Nothing is known of them: equal parts.
    Equal,
}

impl Basis {
    /// As it stands in JSON: `nation`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Given => "given",
            Self::Region => "region",
            Self::Nation => "nation",
            Self::Equal => "equal",
        }
    }

    /// In words: `by the region's own figures`.
    pub fn words(self) -> &'static str {
        match self {
            Self::Given => "by the share that the concordance gives",
            Self::Region => "by the region's own figures in the new codes",
            Self::Nation => "by the nation's figures in the new codes",
            Self::Equal => "in equal parts, for want of figures in the new codes",
        }
    }
}

/// A part of a split code that a figure holds.
#[derive(Clone, Debug, PartialEq)]
pub struct Passed {
    /// The code that was split.
    pub from: IndustryId,
    /// The part of it, 0 to 1.
    pub share: f64,
    /// What the part rests on.
    pub basis: Basis,
}

/// A figure that was carried.
#[derive(Clone, Debug, PartialEq)]
pub struct Landed {
    /// The figure.
    pub cell: Cell,
    /// The parts of split codes in it; none where every code came whole.
    pub passed: Vec<Passed>,
    /// Positions of the codes of the table that it holds all or a part of.
    pub from: Vec<usize>,
    /// Whether it holds all or a part of codes that the table does not have.
    pub lacks: bool,
}

impl Routes {
    /// What must be said of a figure: each split that it passed through, with its share and its bounds.
    pub fn caveat(&self, passed: &[Passed]) -> Option<Caveat> {
        caveat(passed, &self.names)
    }
}

/// As [`Routes::caveat`], between two classifications by name.
pub(super) fn caveat(passed: &[Passed], [from, to]: &[String; 2]) -> Option<Caveat> {
    let part = |passed: &Passed| {
        let percent = (passed.share * 100.0).round();
        format!("{percent} % of {} {}", passed.from, passed.basis.words())
    };
    let parts: Vec<String> = passed.iter().map(part).collect();
    (!parts.is_empty()).then(|| {
        Caveat::new(
            "carried",
            format!(
                "carried from {from} to {to} with {}; it can be none or all of what was split",
                parts.join(", ")
            ),
        )
    })
}

/// What the codes that are reached have: the weights of splits.
#[derive(Clone, Copy)]
pub struct Weights<'a> {
    /// In the region itself; none where it is not known.
    pub own: &'a dyn Fn(&IndustryId) -> Option<f64>,
    /// In the nation.
    pub nation: &'a dyn Fn(&IndustryId) -> Option<f64>,
}

impl Weights<'_> {
    /// Nothing is known of the codes that are reached.
    pub const NONE: Weights<'static> = Weights { own: &|_| None, nation: &|_| None };
}

impl Routes {
    /// The figures of one place, in the order of [`Routes::reached`].
    ///
    /// # Inputs
    ///
    /// `cells`: one for each code of the table; `absent`: what a code means that the table does not have,
    /// [`Cell::ZERO`] where the table is complete, else [`Cell::MISSING`]. Amounts that add up, never rates.
    ///
    /// # Returns
    ///
    /// A code that came whole from one code keeps that code's cell; from several, their sum with its status.
    /// A part of a split code is an estimate between none and all of it; of a hidden code it stays hidden, between
    /// nothing and all that it can be; of a true zero it is zero. Parts of one code add up to it.
    pub fn carry(&self, cells: &[Cell], absent: Cell, weights: Weights<'_>) -> Vec<Landed> {
        let nothing =
            || Landed { cell: Cell::MISSING, passed: Vec::new(), from: Vec::new(), lacks: true };
        let mut landed: Vec<Landed> = self.reached.iter().map(|_| nothing()).collect();
        let of = |flow: &Outflow| {
            flow.source.map_or(absent, |at| cells.get(at).copied().unwrap_or(Cell::MISSING))
        };
        for group in &self.groups {
            for (target, found) in self.group(group, &of, weights) {
                landed[target] = found;
            }
        }
        landed
    }

    /// The codes of one group, by the finest way on which every figure is known.
    fn group(
        &self,
        group: &Group,
        of: &dyn Fn(&Outflow) -> Cell,
        weights: Weights<'_>,
    ) -> Vec<(usize, Landed)> {
        let is_known = |way: &&Vec<Outflow>| {
            !way.is_empty() && way.iter().all(|flow| of(flow).point().is_ok())
        };
        let Some(way) = group.ways.iter().find(is_known).or_else(|| group.ways.last()) else {
            return Vec::new();
        };
        let mut found: Vec<(Vec<Cell>, Landed)> = group.targets.iter().map(|_| none()).collect();
        for flow in way {
            let cell = of(flow);
            let split = flow.is_split() && cell.status() != Status::Zero;
            let (shares, basis) =
                if split { self.shares(flow, weights) } else { (Vec::new(), Basis::Given) };
            for (at, to) in flow.to.iter().enumerate() {
                let Ok(place) = group.targets.binary_search(to) else { continue };
                let (cells, landed) = &mut found[place];
                let share = shares.get(at).copied().unwrap_or(0.0);
                cells.push(if split { part(cell, share) } else { cell });
                landed.from.extend(flow.source);
                landed.lacks |= flow.source.is_none();
                if let (true, Some(source)) = (split, flow.source) {
                    landed.passed.push(Passed { from: self.held[source].clone(), share, basis });
                }
            }
        }
        let whole = |(cells, landed): (Vec<Cell>, Landed)| {
            // One whole code keeps its cell to the bit.
            let cell = if let [only] = cells[..] { only } else { Cell::sum(cells) };
            Landed { cell, ..landed }
        };
        group.targets.iter().copied().zip(found.into_iter().map(whole)).collect()
    }

    /// The share of each code that a split code goes to.
    fn shares(&self, flow: &Outflow, weights: Weights<'_>) -> (Vec<f64>, Basis) {
        if let Some(given) = &flow.given {
            return (given.clone(), Basis::Given);
        }
        let of = |weight: &dyn Fn(&IndustryId) -> Option<f64>| -> Option<Vec<f64>> {
            let size = |&to: &usize| weight(&self.reached[to]).filter(|size| *size >= 0.0);
            let sizes: Vec<f64> = flow.to.iter().map(size).collect::<Option<_>>()?;
            let sum: f64 = sizes.iter().sum();
            let shares = || sizes.iter().map(|size| size / sum).collect();
            (sum > 0.0 && sum.is_finite()).then(shares)
        };
        if let Some(shares) = of(weights.own) {
            return (shares, Basis::Region);
        }
        if let Some(shares) = of(weights.nation) {
            return (shares, Basis::Nation);
        }
        (vec![1.0 / flow.to.len() as f64; flow.to.len()], Basis::Equal)
    }
}

/// A code that nothing has reached yet.
fn none() -> (Vec<Cell>, Landed) {
    let (passed, from) = (Vec::new(), Vec::new());
    (Vec::new(), Landed { cell: Cell::MISSING, passed, from, lacks: false })
}

/// A part of a cell of which it is not known how large it is: between none and all.
fn part(cell: Cell, share: f64) -> Cell {
    let ends = |low: f64, high: f64| (low.min(0.0), high.max(0.0));
    let found = match cell.status() {
        Status::Zero | Status::Missing => Some(cell),
        Status::Withheld { low, high } => {
            let (low, high) = ends(low, high);
            Cell::withheld(low, high)
        }
        Status::Disclosed | Status::Estimated { .. } => {
            let (low, high) = cell.range().map_or((0.0, 0.0), |(low, high)| ends(low, high));
            let value = cell.point().map_or(0.0, |value| value * share);
            Cell::new(value.max(low).min(high), Status::Estimated { low, high })
        }
    };
    found.unwrap_or(Cell::MISSING)
}
