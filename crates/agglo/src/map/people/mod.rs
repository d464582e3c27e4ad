//! Whom a region houses: each measure with its year, its source and the nation's beside it.

pub mod underserved;

use schemars::JsonSchema;
use serde::Serialize;

use crate::base::estimate::{Answer, Caveat, Estimate, Figure, Interval, IntervalKind, Provenance};
use crate::base::id::RegionId;
use crate::map::indicator::{Better, Indicator};
use crate::map::place::{Place, answer, ratio};
use crate::panel::{Fact, Facts};

/// The people card of a region.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct People {
    /// Every measure, in the order in which people ask for them.
    pub indicators: Vec<Indicator>,
}

/// The role of a fact that describes the residents.
pub const ROLE: &str = "people";

/// Facts that come first, by name, with the title that people read; others follow by name.
const TITLES: &[(&str, &str)] = &[
    ("population", "Residents"),
    ("population_change", "Change of residents"),
    ("income_per_head", "Income per head"),
    ("income_growth", "Growth of income per head after prices"),
    ("poverty_share", "Residents in poverty"),
    ("unemployment_rate", "Unemployment over 24 months"),
    ("no_high_school_share", "Adults without a high school diploma"),
    ("svi_percentile", "Social vulnerability, percentile among counties"),
    ("persistent_poverty", "Persistent poverty"),
];

/// The people card: every fact whose role is to describe the residents.
///
/// Facts of several members are pooled by each fact's own rule: amounts add up, rates are recomputed with
/// their denominators, and what no rule pools (a percentile) is missing.
pub fn people(facts: &Facts, place: Place<'_>) -> People {
    let mut chosen: Vec<&Fact> = facts.definitions().filter(|fact| fact.role == ROLE).collect();
    chosen.sort_by_key(|fact| (rank(&fact.name), fact.name.clone()));
    let margins = |fact: &&Fact| !fact.name.ends_with(MARGIN);
    let plain = chosen.into_iter().filter(margins).map(|fact| indicator(facts, fact, place));
    People {
        indicators: plain.flat_map(|indicator| with_relative(facts, indicator, place)).collect(),
    }
}

/// Ending of the name of a fact that holds another one's published margin at 90 %.
const MARGIN: &str = "_margin";

/// Name of the fact that a ratio to the nation is added for.
const INCOME: &str = "income_per_head";

fn rank(name: &str) -> usize {
    TITLES.iter().position(|(known, _)| *known == name).unwrap_or(TITLES.len())
}

fn title(fact: &Fact) -> String {
    let known = TITLES.iter().find(|(name, _)| *name == fact.name);
    known.map_or_else(|| fact.definition.clone(), |(_, title)| (*title).to_owned())
}

fn indicator(facts: &Facts, fact: &Fact, place: Place<'_>) -> Indicator {
    let nation = RegionId::from(RegionId::NATION);
    Indicator {
        name: fact.name.clone(),
        title: title(fact),
        unit: fact.unit.clone(),
        year: fact.year,
        better: better(&fact.better),
        value: figure(facts, fact, place),
        nation: figure(facts, fact, Place::unit(&nation)),
    }
}

fn better(word: &str) -> Better {
    match word {
        "more" => Better::More,
        "less" => Better::Less,
        _ => Better::Neither,
    }
}

/// A fact of a place; with its published margin as a 90 % interval where the pack carries one.
pub fn figure(facts: &Facts, fact: &Fact, place: Place<'_>) -> Figure {
    let provenance = Provenance::new("fact/1", [fact.source.clone()]);
    let cell = facts.pooled(&fact.name, place.members());
    let margin = match place.members() {
        [only] => facts.cell(&format!("{}{MARGIN}", fact.name), only.as_str()).point().ok(),
        _ => None,
    };
    let sampled = |estimate: Estimate| -> Answer {
        let Some(margin) = margin.filter(|margin| *margin > 0.0) else { return Ok(estimate) };
        let value = estimate.value();
        let lower = (value - margin).max(0.0);
        match Interval::new(lower, value + margin, 0.9, IntervalKind::Confidence) {
            Some(interval) => Estimate::new(value, interval, estimate.provenance().clone()),
            None => Ok(estimate),
        }
    };
    let pooled = |estimate: Estimate| {
        let several = place.members().len() > 1;
        let text = "Recomputed from the members by the rule of this fact.";
        if several { estimate.caveat(Caveat::new("pooled", text)) } else { estimate }
    };
    answer(cell, provenance).and_then(sampled).map(pooled).into()
}

/// Income is followed by its share of the nation's.
fn with_relative(facts: &Facts, indicator: Indicator, place: Place<'_>) -> Vec<Indicator> {
    if indicator.name != INCOME {
        return vec![indicator];
    }
    let nation = facts.cell(INCOME, RegionId::NATION);
    let here = facts.pooled(INCOME, place.members());
    let sources = facts.fact(INCOME).map(|fact| fact.source.clone());
    let provenance = || Provenance::new("share_of_nation/1", sources.clone());
    let relative = Indicator {
        name: "income_per_head_of_nation".to_owned(),
        title: "Income per head, of the nation's".to_owned(),
        unit: "ratio".to_owned(),
        year: indicator.year,
        better: Better::More,
        value: ratio(here, nation, provenance()).into(),
        nation: ratio(nation, nation, provenance()).into(),
    };
    vec![indicator, relative]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::year::Year;
    use crate::panel::{Cell, Pooling};

    fn fact(name: &str, pooling: Pooling) -> Fact {
        Fact {
            name: name.into(),
            definition: format!("The {name}."),
            unit: "dollars".into(),
            role: ROLE.into(),
            year: Some(Year(2018)),
            better: "more".into(),
            pooling,
            source: "test".into(),
        }
    }

    fn facts() -> Facts {
        let cell = |value| Cell::disclosed(value).unwrap();
        Facts::new(
            [
                fact("population", Pooling::Sum),
                fact(INCOME, Pooling::Weighted("population".into())),
                fact("poverty_share", Pooling::Weighted("population".into())),
                fact("poverty_share_margin", Pooling::None),
                fact("svi_percentile", Pooling::None),
            ],
            [
                ("population".into(), "a".into(), cell(900.0)),
                ("population".into(), "b".into(), cell(100.0)),
                (INCOME.into(), "a".into(), cell(10.0)),
                (INCOME.into(), "b".into(), cell(20.0)),
                (INCOME.into(), "US".into(), cell(22.0)),
                ("poverty_share".into(), "a".into(), cell(15.0)),
                ("poverty_share_margin".into(), "a".into(), cell(2.5)),
                ("svi_percentile".into(), "a".into(), cell(0.9)),
                ("svi_percentile".into(), "b".into(), cell(0.8)),
            ],
        )
        .unwrap()
    }

    fn named<'a>(people: &'a People, name: &str) -> &'a Indicator {
        people.indicators.iter().find(|indicator| indicator.name == name).unwrap()
    }

    #[test]
    fn law_rates_of_two_members_are_recomputed_and_percentiles_are_missing() {
        let members: [RegionId; 2] = ["a".into(), "b".into()];
        let both = people(&facts(), Place::of(&members));
        assert_eq!(named(&both, "population").value.value(), Some(1000.0));
        assert_eq!(named(&both, INCOME).value.value(), Some(11.0));
        assert_eq!(named(&both, "income_per_head_of_nation").value.value(), Some(0.5));
        assert_eq!(named(&both, "svi_percentile").value.range(), None);
        assert_eq!(named(&both, "poverty_share").value.range(), None, "one member is unknown");
    }

    #[test]
    fn a_published_margin_is_a_confidence_interval_and_no_line_of_its_own() {
        let here: RegionId = "a".into();
        let people = people(&facts(), Place::unit(&here));
        assert_eq!(named(&people, "poverty_share").value.range(), Some((12.5, 17.5)));
        assert!(people.indicators.iter().all(|indicator| !indicator.name.ends_with(MARGIN)));
        assert_eq!(people.indicators[0].name, "population");
    }
}
