//! The nation's figure of every fact about people, computed once for all maps.

use std::collections::BTreeMap;

use agglo_stats::float;

use crate::base::estimate::{Answer, Caveat, Estimate, Figure, Provenance, Withheld};
use crate::base::id::RegionId;
use crate::map::people::{card, figure};
use crate::map::place::Place;
use crate::panel::{Fact, Facts, Pooling};

/// The nation's figures by name of the fact.
#[derive(Clone, Debug, Default)]
pub struct Nation(BTreeMap<String, Figure>);

impl Nation {
    /// The published figure where there is one, else pooled over the base units by the fact's own rule.
    pub fn of(facts: &Facts) -> Self {
        let nation = RegionId::from(RegionId::NATION);
        let one = |fact: &Fact| {
            let published = figure(facts, fact, Place::unit(&nation));
            let figure = match published.range() {
                Some(_) => published,
                None => over_base_units(facts, fact).into(),
            };
            (fact.name.clone(), figure)
        };
        Self(card(facts).into_iter().map(one).collect())
    }

    /// The nation's figure of a fact.
    pub fn get(&self, name: &str) -> Figure {
        let missing = || Err(Withheld::missing("not published for the nation")).into();
        self.0.get(name).cloned().unwrap_or_else(missing)
    }
}

/// A fact pooled over every base unit that has it.
fn over_base_units(facts: &Facts, fact: &Fact) -> Answer {
    let cells = facts.column(&fact.name).filter(|(id, _)| id.as_str() != RegionId::NATION);
    let (mut top, mut bottom, mut unknown) = (Vec::new(), Vec::new(), 0);
    for (id, cell) in cells {
        let weight = match &fact.pooling {
            Pooling::Sum => Some(1.0),
            Pooling::Weighted(by) => facts.cell(by, id.as_str()).point().ok(),
            Pooling::Any | Pooling::None => return Err(Withheld::missing("no rule pools it")),
        };
        if let Some((value, weight)) = cell.point().ok().zip(weight) {
            top.push(value * weight);
            bottom.push(weight);
        } else {
            unknown += 1;
        }
    }
    let units = bottom.len();
    let divisor = if fact.pooling == Pooling::Sum { 1.0 } else { float::sum(bottom) };
    if units == 0 || divisor <= 0.0 {
        return Err(Withheld::missing("no base unit has it"));
    }
    let provenance = Provenance::new("pooled/1", [fact.source.clone()]);
    let text =
        format!("Pooled over {units} base units by the rule of this fact; {unknown} unknown.");
    Ok(Estimate::exact(float::sum(top) / divisor, provenance)?.caveat(Caveat::new("pooled", text)))
}
