//! Figures carried from one classification to another: what came whole stays as it is, what was split is an
//! estimate between none and all.
//!
//! A concordance says where codes go and not how much of them. The share of a split is taken from what the codes
//! that it reaches have, in the region itself or else in the nation; it is a guess, and the bounds say so.
//! Only amounts that add up can be carried; a rate is computed again from what was carried.

mod routes;
mod row;
mod tree;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use crate::base::error::Error;
use crate::base::estimate::Caveat;
use crate::base::id::{IndustryId, RegionId};
use crate::base::year::Year;
use crate::panel::{Axes, Cell, Panel};

pub use routes::Routes;
pub use row::{Basis, Landed, Passed, Weights};

/// A panel in another classification.
#[derive(Clone, Debug)]
pub struct Carried {
    /// The figures; their source is that of the panel that was carried.
    pub panel: Panel,
    /// Codes without a link, whose figures were left behind.
    pub without_link: Vec<IndustryId>,
    names: [String; 2],
    passed: BTreeMap<[usize; 3], Vec<Passed>>,
}

impl Carried {
    /// The parts of split codes that a figure holds; none where every code came whole.
    pub fn passed(&self, at: [usize; 3]) -> &[Passed] {
        self.passed.get(&at).map_or(&[], Vec::as_slice)
    }

    /// What must be said of a figure; none where every code came whole.
    pub fn caveat(&self, at: [usize; 3]) -> Option<Caveat> {
        row::caveat(self.passed.get(&at)?, &self.names)
    }

    /// Positions of the figures that passed through a split.
    pub fn estimated(&self) -> impl Iterator<Item = [usize; 3]> {
        self.passed.keys().copied()
    }
}

/// Carries a panel; `routes` are those of its industries.
///
/// # Inputs
///
/// `absent`: what a code means that the panel does not have, see [`Routes::carry`]. `reference`: a panel of the
/// same variable in the new codes, for the shares of splits: of the nearest of its years, the earlier one where two
/// are as near.
///
/// # Errors
///
/// `E0203` where the routes are not those of the panel's industries.
pub fn carry(
    panel: &Panel,
    routes: &Routes,
    absent: Cell,
    reference: Option<&Panel>,
) -> Result<Carried, Error> {
    let axes = panel.axes();
    if axes.industries != routes.held {
        return Err(Error::new("E0203", "the routes are made for other industries")
            .at(axes.source.as_str()));
    }
    let carried = Axes { industries: routes.reached().to_vec(), ..axes.clone() };
    let mut builder = Panel::filled(carried, Cell::MISSING)?;
    let mut all_passed = BTreeMap::new();
    for (year, of_year) in axes.years.iter().enumerate() {
        let known = reference.and_then(|panel| Reference::new(panel, *of_year));
        for (region, id) in axes.regions.iter().enumerate() {
            let row = 0..axes.industries.len();
            let cells: Vec<Cell> =
                row.map(|industry| panel.cell([year, region, industry])).collect();
            let weight = |of: &str, code: &IndustryId| known.as_ref()?.weight(of, code);
            let (own, nation) = (
                |code: &IndustryId| weight(id.as_str(), code),
                |code: &IndustryId| weight(RegionId::NATION, code),
            );
            let weights = Weights { own: &own, nation: &nation };
            for (at, landed) in routes.carry(&cells, absent, weights).into_iter().enumerate() {
                builder.set([year, region, at], landed.cell)?;
                if !landed.passed.is_empty() {
                    all_passed.insert([year, region, at], landed.passed);
                }
            }
        }
    }
    Ok(Carried {
        panel: builder.finish(),
        without_link: routes.without_link().to_vec(),
        names: routes.names.clone(),
        passed: all_passed,
    })
}

/// Figures in the new codes, of one year.
struct Reference<'a> {
    panel: &'a Panel,
    year: usize,
}

impl<'a> Reference<'a> {
    fn new(panel: &'a Panel, year: Year) -> Option<Self> {
        let years = panel.axes().years.iter().enumerate();
        let nearest = years.min_by_key(|(_, own)| own.0.abs_diff(year.0))?;
        Some(Self { panel, year: nearest.0 })
    }

    fn weight(&self, region: &str, code: &IndustryId) -> Option<f64> {
        let (region, industry) = (self.panel.region(region)?, self.panel.industry(code.as_str())?);
        self.panel.cell([self.year, region, industry]).point().ok()
    }
}
