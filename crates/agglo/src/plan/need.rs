//! What a region needs: its elements with their levels, and which of them may bind.

use crate::base::archetype::{Archetype, Lift, LiftKind};
use crate::base::blueprint::{Blueprint, Body, Form, Measure};
use crate::base::classification::Classification;
use crate::base::estimate::Figure;
use crate::base::id::ElementId;
use crate::map::gap::reading::{BindingGap, ElementReading, Reading, Score};

/// One scored element of a blueprint in a region.
#[derive(Clone, Debug, PartialEq)]
pub struct Need {
    /// The element.
    pub element: ElementId,
    /// Its name in plain words.
    pub title: String,
    /// Other names by which an initiative may call it: members of a nest.
    pub names: Vec<String>,
    /// Words of the titles of its sectors: `manufacturing`, `retail`.
    pub sectors: Vec<String>,
    /// Whether industries are counted in it; a ratio of months counts none.
    pub is_industry: bool,
    /// Whether it is a piece.
    pub is_piece: bool,
    /// Share in the aggregate.
    pub weight: f64,
    /// Its level, 0 to 1; bounds where cells are withheld.
    pub level: Figure,
    /// Whether people can change it.
    pub mutable: bool,
    /// Whether it binds where elements need each other.
    pub complementary: Binds,
    /// Whether it binds where elements add up.
    pub additive: Binds,
    /// What one step of its level is: an amount and its unit.
    pub step: Option<(Figure, String)>,
    /// How many of what make level 1 in the region, where they are counted.
    pub whole: Option<(f64, String)>,
    /// Codes of the industries that are counted in it.
    pub codes: Vec<String>,
    /// Jobs in it now, where they are counted.
    pub jobs: Option<f64>,
}

/// Whether an element binds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Binds {
    /// It is the binding gap at the middle of each level's bounds, or one of several together.
    pub binding: bool,
    /// It may be, for some content of the withheld cells or some defensible choice of measure.
    pub possible: bool,
}

/// How closely an initiative fits an element; closest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Fit {
    /// It names the element, and somebody studied it.
    Named,
    /// It names the element by our own reading.
    Assumed,
    /// It lifts any industry, or any piece.
    Any,
}

impl Need {
    /// Level for a choice: the point, else the middle of its bounds, else half.
    pub(crate) fn level_for_choice(&self) -> f64 {
        let middle = |(low, high): (f64, f64)| low + 0.5 * (high - low);
        self.level.value().or_else(|| self.level.range().map(middle)).unwrap_or(0.5).clamp(0.0, 1.0)
    }

    /// Whether there is surely nothing of it.
    pub(crate) fn is_absent(&self) -> bool {
        self.level.range().is_some_and(|(_, high)| high <= 0.0)
    }

    /// How closely an initiative fits; `None` where it lifts something else.
    pub(crate) fn fit(&self, archetype: &Archetype) -> Option<Fit> {
        archetype.lifts.iter().filter_map(|lift| self.fit_of(lift)).min()
    }

    fn fit_of(&self, lift: &Lift) -> Option<Fit> {
        let named = if lift.assumed { Fit::Assumed } else { Fit::Named };
        match (lift.kind, lift.word.as_deref()) {
            (LiftKind::Outcome, _) => None,
            (LiftKind::Industry, Some(word)) => {
                let is_in = self.sectors.iter().any(|sector| sector == word);
                (self.is_industry && is_in).then_some(named)
            }
            (LiftKind::Industry, None) => self.is_industry.then_some(Fit::Any),
            (LiftKind::Piece, None) => self.is_piece.then_some(Fit::Any),
            (_, Some(word)) => self.is_called(word).then_some(named),
            (_, None) => None,
        }
    }

    pub(crate) fn is_called(&self, word: &str) -> bool {
        self.element.as_str() == word || self.names.iter().any(|name| name == word)
    }
}

/// The needs of a region from its reading.
///
/// Industry elements also answer to the words of the titles of their sectors in the classification.
pub fn needs(reading: &Reading, blueprint: &Blueprint, tree: &Classification) -> Vec<Need> {
    let own = reading.scores.first();
    let additive = reading.scores.iter().find(|score| (score.rho - 1.0).abs() < 1e-9).or(own);
    let contested = reading.stability.as_ref().filter(|stability| stability.contested);
    let rivals: Vec<&ElementId> = contested
        .into_iter()
        .flat_map(|stability| std::iter::once(&stability.modal).chain(&stability.second))
        .flat_map(BindingGap::elements)
        .collect();
    let scored = reading.elements.iter().filter(|element| element.scored);
    scored
        .map(|element| {
            let codes = codes(blueprint, element);
            let members = element.members.iter();
            let binds = |score: Option<&Score>| Binds {
                binding: score.is_some_and(|s| s.binding.elements().contains(&element.id)),
                possible: rivals.contains(&&element.id)
                    || score.is_some_and(|s| {
                        s.possible.contains(&element.id)
                            || s.binding.elements().contains(&element.id)
                    }),
            };
            Need {
                element: element.id.clone(),
                title: element.title.clone(),
                names: members.map(|member| member.id.to_string()).collect(),
                sectors: sectors(&codes, tree),
                is_industry: !codes.is_empty(),
                is_piece: element.form == Form::Piece,
                weight: element.weight,
                level: element.level.clone(),
                mutable: !element.immutable,
                complementary: binds(own),
                additive: binds(additive),
                step: element.closes.as_ref().map(|c| (c.step.clone(), c.unit.clone())),
                whole: whole(element),
                jobs: jobs(element, blueprint.aggregator.step),
                codes,
            }
        })
        .collect()
}

/// Codes of the industries that are counted in an element, its members' included.
fn codes(blueprint: &Blueprint, element: &ElementReading) -> Vec<String> {
    let body = blueprint.element(element.id.as_str()).map(|element| &element.body);
    let measures = body.map(Body::measures).unwrap_or_default();
    let counts = measures.iter().filter_map(|measure| match measure {
        Measure::Industries(industries) => Some(industries),
        _ => None,
    });
    counts.flat_map(|industries| &industries.codes).map(ToString::to_string).collect()
}

fn sectors(codes: &[String], tree: &Classification) -> Vec<String> {
    let mut words = Vec::new();
    for code in codes {
        let mut at = tree.get(code);
        while let Some(industry) = at {
            if industry.level == 2 {
                let parts = industry.title.split(|c: char| !c.is_alphabetic());
                words.extend(parts.filter(|word| word.len() > 3).map(str::to_lowercase));
            }
            at = industry.parent.as_ref().and_then(|parent| tree.get(parent.as_str()));
        }
    }
    words.sort();
    words.dedup();
    words
}

/// What makes level 1: what is left to it, over the part of the way that is left.
fn whole(element: &ElementReading) -> Option<(f64, String)> {
    let closes = element.closes.as_ref()?;
    let left = 1.0 - element.level.value()?;
    let whole = closes.whole.value()? / left;
    (left > 0.0 && whole.is_finite() && whole > 0.0).then(|| (whole, closes.unit.clone()))
}

/// Jobs in an element that is counted in jobs: its level times what makes level 1.
fn jobs(element: &ElementReading, step: f64) -> Option<f64> {
    let closes = element.closes.as_ref().filter(|closes| closes.unit == "jobs")?;
    Some(element.level.value()? * closes.step.value()? / step).filter(|jobs| jobs.is_finite())
}
