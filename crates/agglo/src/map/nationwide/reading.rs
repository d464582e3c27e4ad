//! The answer to a question about a whole country: rows of figures under one heading.

use schemars::JsonSchema;
use serde::Serialize;

use crate::base::estimate::{Caveat, Figure};
use crate::base::id::{IndustryId, RegionId, SourceId};
use crate::base::year::Year;
use crate::map::nationwide::Subject;

/// A measure of regions, of industries, or of industries in regions.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Reading {
    /// Name in the catalogue.
    pub measure: String,
    /// What it tells, in one sentence.
    pub tells: String,
    /// Unit of the values.
    pub unit: String,
    /// What was counted: `establishments`, `employment`, `jobs`.
    pub by: String,
    /// What a row is about.
    pub subject: Subject,
    /// Digits of the industries; none where sectors of the publisher are read.
    pub level: Option<u8>,
    /// The years that were read, one or two.
    pub years: Vec<Year>,
    /// The dataset.
    pub data: SourceId,
    /// What a reader must know of all rows alike.
    pub caveats: Vec<Caveat>,
    /// By region, then by industry.
    pub rows: Vec<Row>,
}

/// One value.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Row {
    /// The region; none where a row is of an industry everywhere.
    pub region: Option<RegionId>,
    /// Its name.
    pub place: Option<String>,
    /// The industry; none where a row is of a region's whole mix.
    pub industry: Option<IndustryId>,
    /// Its title.
    pub title: Option<String>,
    /// The measure.
    pub value: Figure,
    /// Figures that belong beside it; none where the region is not in the table.
    pub beside: Vec<Beside>,
}

/// A figure that a value is not read without.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Beside {
    /// Name of it, as a column is called.
    pub name: String,
    /// Unit.
    pub unit: String,
    /// The figure.
    pub figure: Figure,
}

impl Beside {
    /// A figure beside a value.
    pub(super) fn new(name: &str, unit: &str, figure: impl Into<Figure>) -> Self {
        Self { name: name.to_owned(), unit: unit.to_owned(), figure: figure.into() }
    }
}

impl Row {
    /// The row of a region.
    pub(super) fn of_region(
        region: &crate::base::region::Region,
        value: Figure,
        beside: Vec<Beside>,
    ) -> Self {
        let (place, region) = (Some(region.title()), Some(region.id.clone()));
        Self { region, place, industry: None, title: None, value, beside }
    }

    /// The same row, of one industry.
    #[must_use]
    pub(super) fn of_industry(mut self, industry: &crate::base::classification::Industry) -> Self {
        self.industry = Some(industry.id.clone());
        self.title = Some(industry.title.clone());
        self
    }

    /// The row of an industry everywhere.
    pub(super) fn everywhere(
        industry: &crate::base::classification::Industry,
        value: Figure,
        beside: Vec<Beside>,
    ) -> Self {
        let row = Self { region: None, place: None, industry: None, title: None, value, beside };
        row.of_industry(industry)
    }
}
