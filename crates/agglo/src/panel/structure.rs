//! The structure of an economy in one year: jobs, establishments and pay by industry, with the base
//! that quotients divide by and the months that tell the season.

use crate::base::error::Error;
use crate::base::id::RegionId;
use crate::panel::{Cell, Panel};

/// Private jobs, establishments and pay of every region and the nation, over the same axes.
///
/// The region axis holds base units and [`RegionId::NATION`]; the industry axis holds all levels, with
/// `10` as the private total.
#[derive(Clone, Debug)]
pub struct Structure {
    /// Mean of the twelve months, private owners.
    pub employment: Panel,
    /// Mean of the four quarters, private owners. Published in every cell.
    pub establishments: Panel,
    /// Wages of the year in dollars, private owners.
    pub pay: Panel,
    /// All owners and all industries: the denominator of every quotient.
    pub base: Base,
    /// Jobs of the lowest month, private owners; missing where a month is withheld.
    pub lowest_month: Panel,
    /// Jobs of the highest month, private owners; missing where a month is withheld.
    pub highest_month: Panel,
}

/// Private jobs, establishments and pay by cluster: the industry axis holds cluster ids, and `10` stands
/// for all traded clusters together. The region axis holds base units and the nation.
#[derive(Clone, Debug)]
pub struct ClusterStructure {
    /// Mean of the twelve months; bounds where member industries are withheld.
    pub employment: Panel,
    /// Mean of the four quarters.
    pub establishments: Panel,
    /// Wages of the year in dollars.
    pub pay: Panel,
}

impl ClusterStructure {
    /// The same clusters with one more region, the sum of its members.
    pub fn with_sum(&self, id: &RegionId, members: &[RegionId]) -> Result<Self, Error> {
        Ok(Self {
            employment: self.employment.with_sum(id, members)?,
            establishments: self.establishments.with_sum(id, members)?,
            pay: self.pay.with_sum(id, members)?,
        })
    }
}

/// Totals of all owners: panels whose only industry is `10`.
#[derive(Clone, Debug)]
pub struct Base {
    /// Mean of the twelve months.
    pub employment: Panel,
    /// Mean of the four quarters.
    pub establishments: Panel,
    /// Wages of the year in dollars.
    pub pay: Panel,
}

impl Structure {
    /// The same structure with one more region, the sum of its members.
    ///
    /// The months of a sum are not the sum of its members' extreme months unless they fall together, so
    /// the season of a sum is left missing.
    pub fn with_sum(&self, id: &RegionId, members: &[RegionId]) -> Result<Self, Error> {
        let sum = |panel: &Panel| panel.with_sum(id, members);
        let unknown = |panel: &Panel| -> Result<Panel, Error> {
            let wider = panel.with_sum(id, members)?;
            let row = wider.region(id.as_str());
            let axes = wider.axes().clone();
            let cells: Vec<_> = (0..axes.regions.len())
                .filter(|&region| Some(region) != row)
                .flat_map(|region| {
                    (0..axes.industries.len()).map(move |industry| [0, region, industry])
                })
                .map(|at| (at, wider.cell(at)))
                .collect();
            Panel::new(axes, Cell::MISSING, cells)
        };
        Ok(Self {
            employment: sum(&self.employment)?,
            establishments: sum(&self.establishments)?,
            pay: sum(&self.pay)?,
            base: Base {
                employment: sum(&self.base.employment)?,
                establishments: sum(&self.base.establishments)?,
                pay: sum(&self.base.pay)?,
            },
            lowest_month: unknown(&self.lowest_month)?,
            highest_month: unknown(&self.highest_month)?,
        })
    }
}
