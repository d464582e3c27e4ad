//! A request from what is read of a region: needs, firms, households, and what the reading would ask.

use crate::base::blueprint::Blueprint;
use crate::base::classification::Classification;
use crate::base::estimate::{Figure, Provenance, Reason};
use crate::base::id::{IndustryId, SourceId};
use crate::base::region::Region;
use crate::map::gap::reading::{BindingGap, Reading, UnknownCell};
use crate::map::place::{Place, answer};
use crate::panel::{Cell, Facts, Structure};
use crate::plan::Question;
use crate::plan::need::needs;
use crate::plan::request::{Budget, Request};

/// Facts of which households are made: homes, and the share of them in which nobody lives all year.
const HOMES: &str = "housing_units";
const EMPTY: &str = "homes_without_household_share";
/// Fact of how many people set out to begin a business in a year.
const APPLICATIONS: &str = "business_applications";

/// The tables that a request reads.
#[derive(Clone, Copy, Debug)]
pub struct Setting<'a> {
    /// The blueprint of the reading.
    pub blueprint: &'a Blueprint,
    /// Industries with their titles.
    pub classification: &'a Classification,
    /// Establishments by industry.
    pub structure: &'a Structure,
    /// Facts about places.
    pub facts: &'a Facts,
}

impl Setting<'_> {
    /// The request of a region that was read: nothing recorded, nothing stated, nothing left out.
    pub fn request(&self, reading: &Reading, region: &Region, budget: Budget) -> Request {
        let place = Place::new(region);
        let needs = needs(reading, self.blueprint, self.classification);
        let rho = self.blueprint.aggregator.rho;
        let all = place.cell(&self.structure.establishments, 0, IndustryId::TOTAL);
        let source = self.structure.establishments.axes().source.clone();
        Request {
            establishments: answer(all, Provenance::new("establishments/1", [source])).into(),
            applications: self.applications(region),
            households: self.households(region),
            unknowns: unknowns(reading),
            ..Request::new(region.id.clone(), needs, rho, budget)
        }
    }

    /// Applications of a year for a new business.
    fn applications(&self, region: &Region) -> Figure {
        let cell = self.facts.pooled(APPLICATIONS, &region.members);
        let source = self.facts.fact(APPLICATIONS).map(|fact| fact.source.clone());
        answer(cell, Provenance::new("applications/1", source)).into()
    }

    /// Homes in which somebody lives all year.
    ///
    /// Withheld where the homes, or the share of them without a household, are missing.
    fn households(&self, region: &Region) -> Figure {
        let fact = |name: &str, unit: &str| self.facts.cell(name, unit);
        let lived_in = region.members.iter().map(|member| {
            let (homes, empty) = (fact(HOMES, member.as_str()), fact(EMPTY, member.as_str()));
            match (homes.point(), empty.point()) {
                (Ok(homes), Ok(empty)) => {
                    Cell::disclosed(homes * (1.0 - empty)).unwrap_or(Cell::MISSING)
                }
                _ => Cell::MISSING,
            }
        });
        let sources: Vec<SourceId> = [HOMES, EMPTY]
            .iter()
            .filter_map(|name| self.facts.fact(name).map(|fact| fact.source.clone()))
            .collect();
        answer(Cell::sum(lived_in), Provenance::new("households/1", sources)).into()
    }
}

/// What the reading would most like to know: a contested gap, then the cell that would settle it.
fn unknowns(reading: &Reading) -> Vec<Question> {
    let contested = reading.stability.as_ref().filter(|stability| stability.contested);
    let title = |gap: &BindingGap| {
        let names = gap.elements().iter().map(|id| {
            reading.element(id.as_str()).map_or_else(|| id.to_string(), |e| e.title.to_lowercase())
        });
        match names.collect::<Vec<_>>() {
            names if names.is_empty() => "nothing".to_owned(),
            names if names.len() > 3 => format!("{} elements together", names.len()),
            names => names.join(" and "),
        }
    };
    let mut asked = Vec::new();
    if let Some(stability) = contested {
        let second = stability.second.as_ref().map_or_else(|| "something else".to_owned(), title);
        let share = stability.share.value().unwrap_or_default() * 100.0;
        asked.push(Question {
            ask: format!(
                "What holds the place back first: {}, or {second}?",
                title(&stability.modal)
            ),
            of: "people who run businesses of both kinds, and their customers".to_owned(),
            because: format!(
                "The figures cannot tell: {share:.0} % of the ways to count that were tried name the \
                 first."
            ),
        });
    }
    let cell = reading.score().and_then(|score| score.would_shrink.as_ref());
    asked.extend(cell.map(question));
    asked
}

fn question(cell: &UnknownCell) -> Question {
    let (of, because) = match cell.reason {
        Reason::Suppressed => (
            "the few businesses behind the figure, or a local register",
            "The agency hides it, and what binds depends on it.",
        ),
        _ => (
            "whoever keeps such records here",
            "Nobody publishes it, and what binds depends on it.",
        ),
    };
    Question {
        ask: format!("How large is it really: {}?", cell.what),
        of: of.to_owned(),
        because: because.to_owned(),
    }
}
