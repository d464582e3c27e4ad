//! Whom a region houses: each measure with its year, its source and the nation's beside it.

pub mod derive;
pub mod dissimilarity_corrected;
pub mod nation;
pub mod segregation;
pub mod underserved;

use schemars::JsonSchema;
use serde::Serialize;

use crate::base::estimate::{Answer, Caveat, Estimate, Figure, Interval, IntervalKind, Provenance};
use crate::base::id::RegionId;
use crate::map::indicator::{Better, Indicator};
use crate::map::people::nation::Nation;
use crate::map::place::{Place, answer, ratio};
use crate::panel::{Fact, Facts, Status};

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
    ("population_change_percent", "Change of residents in ten years"),
    (INCOME, "Income per head"),
    ("poverty_percent", "Residents in poverty"),
    ("unemployment_24_months_percent", "Unemployment over 24 months"),
    ("svi_percentile", "Social vulnerability, place among all counties"),
    ("persistent_poverty", "Persistent poverty"),
    ("no_high_school_percent", "Adults without a high school diploma"),
    ("uninsured_percent", "Residents without health insurance"),
    ("disability_percent", "Residents with a disability"),
    ("age_65_percent", "Residents of 65 and more"),
    ("age_17_percent", "Residents of 17 and less"),
    ("single_parent_percent", "Households of one parent with children"),
    ("minority_percent", "Residents of minorities"),
    ("limited_english_percent", "Residents who speak little English"),
    ("no_vehicle_percent", "Households without a vehicle"),
    ("crowded_percent", "Homes with more people than rooms"),
];

/// The people card: every fact whose role is to describe the residents, and those of the list above.
///
/// Facts of several members are pooled by each fact's own rule: amounts add up, rates are recomputed with
/// their denominators, and what no rule pools (a percentile) is missing.
pub fn people(facts: &Facts, nation: &Nation, place: Place<'_>) -> People {
    let plain = card(facts).into_iter().map(|fact| indicator(facts, nation, fact, place));
    People {
        indicators: plain.flat_map(|indicator| with_relative(facts, indicator, place)).collect(),
    }
}

/// The facts of the card, in its order.
pub(crate) fn card(facts: &Facts) -> Vec<&Fact> {
    let described = |fact: &&Fact| fact.role == ROLE || rank(&fact.name) < TITLES.len();
    let mut chosen: Vec<&Fact> =
        facts.definitions().filter(described).filter(|fact| !fact.name.ends_with(MARGIN)).collect();
    chosen.sort_by_key(|fact| (rank(&fact.name), fact.name.clone()));
    chosen
}

/// Ending of the name of a fact that holds another one's published margin at 90 %.
const MARGIN: &str = "_margin";

/// Name of the fact that a ratio to the nation is added for.
const INCOME: &str = "income_per_head_usd";

fn rank(name: &str) -> usize {
    TITLES.iter().position(|(known, _)| *known == name).unwrap_or(TITLES.len())
}

fn title(fact: &Fact) -> String {
    let known = TITLES.iter().find(|(name, _)| *name == fact.name);
    known.map_or_else(|| fact.definition.clone(), |(_, title)| (*title).to_owned())
}

fn indicator(facts: &Facts, nation: &Nation, fact: &Fact, place: Place<'_>) -> Indicator {
    Indicator {
        name: fact.name.clone(),
        title: title(fact),
        unit: fact.unit.clone(),
        year: fact.year,
        better: better(&fact.better),
        value: figure(facts, fact, place),
        nation: nation.get(&fact.name),
    }
}

/// A fact of a place as an indicator, with the published figure of the whole country beside it.
pub(crate) fn against_whole(facts: &Facts, fact: &Fact, place: Place<'_>) -> Indicator {
    let whole = RegionId::from(RegionId::NATION);
    Indicator {
        name: fact.name.clone(),
        title: title(fact),
        unit: fact.unit.clone(),
        year: fact.year,
        better: better(&fact.better),
        value: figure(facts, fact, place),
        nation: figure(facts, fact, Place::unit(&whole)),
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
    let wider = |estimate: Estimate| {
        let text = "Published for a wider area only: its rate, or the region's share of its amount by \
                    residents; the bounds hold whatever the region's own is.";
        match cell.status() {
            Status::Estimated { low, high } if low < high => {
                estimate.caveat(Caveat::new("wider-area", text))
            }
            Status::Estimated { .. } => {
                estimate.caveat(Caveat::new("unreliable", "Its publisher calls it unreliable."))
            }
            _ => estimate,
        }
    };
    answer(cell, provenance).and_then(sampled).map(pooled).map(wider).into()
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
        name: "income_per_head_over_nation".to_owned(),
        title: "Income per head over the nation's".to_owned(),
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
                fact("poverty_percent", Pooling::Weighted("population".into())),
                fact("poverty_percent_margin", Pooling::None),
                fact("svi_percentile", Pooling::None),
            ],
            [
                ("population".into(), "a".into(), cell(900.0)),
                ("population".into(), "b".into(), cell(100.0)),
                (INCOME.into(), "a".into(), cell(10.0)),
                (INCOME.into(), "b".into(), cell(20.0)),
                (INCOME.into(), "US".into(), cell(22.0)),
                ("poverty_percent".into(), "a".into(), cell(15.0)),
                ("poverty_percent_margin".into(), "a".into(), cell(2.5)),
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
        let both = people(&facts(), &Nation::of(&facts()), Place::of(&members));
        assert_eq!(named(&both, "population").value.value(), Some(1000.0));
        assert_eq!(named(&both, INCOME).value.value(), Some(11.0));
        assert_eq!(named(&both, "income_per_head_over_nation").value.value(), Some(0.5));
        assert_eq!(named(&both, "svi_percentile").value.range(), None);
        assert_eq!(named(&both, "poverty_percent").value.range(), None, "one member is unknown");
    }

    #[test]
    fn the_nation_is_pooled_over_the_units_that_are_known_and_says_so() {
        let nation = Nation::of(&facts());
        assert_eq!(nation.get(INCOME).value(), Some(22.0), "published");
        assert_eq!(nation.get("population").value(), Some(1000.0));
        let Figure::Known(poverty) = nation.get("poverty_percent") else { panic!("known") };
        assert!((poverty.value() - 15.0).abs() < 1e-12);
        assert_eq!(nation.get("svi_percentile").value(), None, "no percentile of a nation");
    }

    #[test]
    fn a_published_margin_is_a_confidence_interval_and_no_line_of_its_own() {
        let here: RegionId = "a".into();
        let people = people(&facts(), &Nation::of(&facts()), Place::unit(&here));
        assert_eq!(named(&people, "poverty_percent").value.range(), Some((12.5, 17.5)));
        assert!(people.indicators.iter().all(|indicator| !indicator.name.ends_with(MARGIN)));
        assert_eq!(people.indicators[0].name, "population");
    }
}
