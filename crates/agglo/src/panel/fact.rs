//! Facts about places that are not industries: shores, airports, homes, people.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::base::error::Error;
use crate::base::id::{RegionId, SourceId};
use crate::base::year::Year;
use crate::panel::{Cell, Status};

/// What a fact measures and how it is read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Fact {
    /// Name: `shore_open_km`.
    pub name: String,
    /// One plain sentence.
    pub definition: String,
    /// Unit: `km`, `per 1000 residents`, `flag`.
    pub unit: String,
    /// asset, infrastructure, institution, capability, people, context.
    pub role: String,
    /// Year it describes, where the source states one.
    pub year: Option<Year>,
    /// Which way is better: `more`, `less` or `none`.
    pub better: String,
    /// How the fact of several places follows from theirs.
    pub pooling: Pooling,
    /// Dataset.
    pub source: SourceId,
}

/// How a fact of several places follows from the facts of each.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Pooling {
    /// Amounts add up.
    Sum,
    /// A rate: mean weighted by another fact (its denominator).
    Weighted(String),
    /// A flag: present where any member has it.
    Any,
    /// No rule gives it: missing.
    None,
}

/// Facts of many regions: one cell per region and fact.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    facts: BTreeMap<String, Fact>,
    cells: BTreeMap<String, BTreeMap<RegionId, Cell>>,
}

impl Facts {
    /// Facts from their definitions and cells; a cell of an undefined fact is refused.
    pub fn new(
        facts: impl IntoIterator<Item = Fact>,
        cells: impl IntoIterator<Item = (String, RegionId, Cell)>,
    ) -> Result<Self, Error> {
        let facts: BTreeMap<_, _> =
            facts.into_iter().map(|fact| (fact.name.clone(), fact)).collect();
        let mut table: BTreeMap<String, BTreeMap<RegionId, Cell>> = BTreeMap::new();
        for (name, region, cell) in cells {
            if !facts.contains_key(&name) {
                return Err(Error::new(
                    "E0204",
                    format!("fact `{name}` has cells and no definition"),
                ));
            }
            table.entry(name).or_default().insert(region, cell);
        }
        Ok(Self { facts, cells: table })
    }

    /// The same facts with more of them: a fact of the same name takes the other's place.
    #[must_use]
    pub fn joined(mut self, other: Self) -> Self {
        self.facts.extend(other.facts);
        self.cells.extend(other.cells);
        self
    }

    /// Definition of a fact.
    pub fn fact(&self, name: &str) -> Option<&Fact> {
        self.facts.get(name)
    }

    /// All definitions by name.
    pub fn definitions(&self) -> impl Iterator<Item = &Fact> {
        self.facts.values()
    }

    /// The cell of a region; missing where the table has no row.
    pub fn cell(&self, name: &str, region: &str) -> Cell {
        self.cells.get(name).and_then(|column| column.get(region)).copied().unwrap_or(Cell::MISSING)
    }

    /// All cells of a fact by region.
    pub fn column(&self, name: &str) -> impl Iterator<Item = (&RegionId, Cell)> {
        self.cells.get(name).into_iter().flatten().map(|(region, &cell)| (region, cell))
    }

    /// The same facts with one more region made of members: amounts add up, rates are recomputed with
    /// their denominators, never averaged plainly.
    #[must_use]
    pub fn with_sum(&self, id: &RegionId, members: &[RegionId]) -> Self {
        let mut wider = self.clone();
        for name in self.facts.keys() {
            let pooled = self.pooled(name, members);
            wider.cells.entry(name.clone()).or_default().insert(id.clone(), pooled);
        }
        wider
    }

    /// The fact of a region made of members, by the fact's own rule; of one member, its own cell.
    pub fn pooled(&self, name: &str, members: &[RegionId]) -> Cell {
        if let [only] = members {
            return self.cell(name, only.as_str());
        }
        let cells = members.iter().map(|member| self.cell(name, member.as_str()));
        match self.facts.get(name).map(|fact| &fact.pooling) {
            Some(Pooling::Sum) => Cell::sum(cells),
            Some(Pooling::Any) => any(cells),
            Some(Pooling::Weighted(by)) => {
                weighted(cells.zip(members.iter().map(|member| self.cell(by, member.as_str()))))
            }
            Some(Pooling::None) | None => Cell::MISSING,
        }
    }
}

fn any(cells: impl Iterator<Item = Cell>) -> Cell {
    let mut missing = false;
    for cell in cells {
        match cell.point() {
            Ok(value) if value > 0.0 => return cell,
            Ok(_) => {}
            Err(_) => missing = true,
        }
    }
    if missing { Cell::MISSING } else { Cell::ZERO }
}

/// Mean of the cells weighted by the points of the others, with the bounds of estimated cells.
fn weighted(pairs: impl Iterator<Item = (Cell, Cell)>) -> Cell {
    let (mut top, mut low, mut high, mut bottom) = (0.0, 0.0, 0.0, 0.0);
    for (cell, weight) in pairs {
        let (Ok(value), Ok(weight)) = (cell.point(), weight.point()) else { return Cell::MISSING };
        let (least, most) = cell.range().unwrap_or((value, value));
        top += value * weight;
        low += least * weight;
        high += most * weight;
        bottom += weight;
    }
    if bottom <= 0.0 {
        return Cell::MISSING;
    }
    let status = if low < high {
        Status::Estimated { low: low / bottom, high: high / bottom }
    } else {
        Status::Disclosed
    };
    Cell::new(top / bottom, status).unwrap_or(Cell::MISSING)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fact(name: &str, pooling: Pooling) -> Fact {
        Fact {
            name: name.into(),
            definition: String::new(),
            unit: String::new(),
            role: "people".into(),
            year: None,
            better: "none".into(),
            pooling,
            source: "test".into(),
        }
    }

    #[test]
    fn rates_are_recomputed_with_their_denominator() {
        let cell = |value| Cell::disclosed(value).unwrap();
        let facts = Facts::new(
            [fact("people", Pooling::Sum), fact("rate", Pooling::Weighted("people".into()))],
            [
                ("people".into(), "a".into(), cell(900.0)),
                ("people".into(), "b".into(), cell(100.0)),
                ("rate".into(), "a".into(), cell(10.0)),
                ("rate".into(), "b".into(), cell(20.0)),
            ],
        )
        .unwrap();
        let both = facts.with_sum(&"a,b".into(), &["a".into(), "b".into()]);
        assert_eq!(both.cell("people", "a,b").point(), Ok(1000.0));
        assert_eq!(both.cell("rate", "a,b").point(), Ok(11.0));
    }
}
