//! One measure of all base units: a value each, and who has none.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use crate::base::error::Error;
use crate::base::estimate::Figure;
use crate::base::id::{IndustryId, RegionId, SourceId};
use crate::base::region::Region;
use crate::base::year::Year;
use crate::map::nationwide::Reading;
use crate::panel::{Facts, Status};

/// A base unit by code and title.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Named {
    /// Code.
    pub region: RegionId,
    /// `Gulf County, Florida`.
    pub title: String,
}

impl Named {
    fn of(region: &Region) -> Self {
        Self { region: region.id.clone(), title: region.title() }
    }
}

/// Values of one measure by base unit, in the order of the codes.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// Name of the measure.
    pub measure: String,
    /// What it is, in one sentence.
    pub title: String,
    /// Unit of the values.
    pub unit: String,
    /// Year that it describes, where one is stated.
    pub year: Option<Year>,
    /// The industry, for a measure of one.
    pub industry: Option<IndustryId>,
    /// Dataset.
    pub source: SourceId,
    /// Base units that have a value.
    pub units: Vec<Named>,
    /// Their values, finite.
    pub values: Vec<f64>,
    /// How many of the values are estimates between bounds.
    pub estimated: usize,
    /// Base units without a value: withheld or missing.
    pub left_out: Vec<Named>,
}

impl Column {
    /// A fact of every base unit.
    ///
    /// # Errors
    ///
    /// `E0107` where there is no such fact.
    pub fn of_fact(facts: &Facts, name: &str, regions: &[Region]) -> Result<Self, Error> {
        let fact = facts
            .fact(name)
            .ok_or_else(|| Error::new("E0107", format!("there is no measure `{name}`")))?;
        let mut column = Self {
            measure: fact.name.clone(),
            title: fact.definition.clone(),
            unit: fact.unit.clone(),
            year: fact.year,
            industry: None,
            source: fact.source.clone(),
            units: Vec::new(),
            values: Vec::new(),
            estimated: 0,
            left_out: Vec::new(),
        };
        for region in regions {
            let cell = facts.cell(name, region.id.as_str());
            column.estimated += usize::from(matches!(cell.status(), Status::Estimated { .. }));
            column.push(region, cell.point().ok());
        }
        Ok(column)
    }

    /// A measure that was read of every base unit: one row each.
    ///
    /// # Errors
    ///
    /// `E0103` where rows are of industries, or of several industries in a region.
    pub fn of_reading(reading: &Reading, regions: &[Region]) -> Result<Self, Error> {
        let industry = reading.rows.first().and_then(|row| row.industry.clone());
        let is_one =
            reading.rows.iter().all(|row| row.region.is_some() && row.industry == industry);
        if !is_one {
            let what = format!("`{}` has more than one value a region", reading.measure);
            return Err(Error::new("E0103", what).hint("add --industry CODE"));
        }
        let of = reading.rows.first().and_then(|row| row.title.as_deref());
        let of = of.map_or_else(String::new, |title| format!(" {title}."));
        let mut column = Self {
            measure: reading.measure.clone(),
            title: format!("{} Counted: {}.{of}", reading.tells, reading.by),
            unit: reading.unit.clone(),
            year: reading.years.last().copied(),
            industry,
            source: reading.data.clone(),
            units: Vec::new(),
            values: Vec::new(),
            estimated: 0,
            left_out: Vec::new(),
        };
        let by_region: BTreeMap<&RegionId, &Figure> = reading
            .rows
            .iter()
            .filter_map(|row| Some((row.region.as_ref()?, &row.value)))
            .collect();
        for region in regions {
            let figure = by_region.get(&region.id).copied();
            let is_open = |figure: &&Figure| {
                figure.value().is_some() && figure.range().is_some_and(|(low, high)| low < high)
            };
            column.estimated += usize::from(figure.as_ref().is_some_and(is_open));
            column.push(region, figure.and_then(Figure::value));
        }
        Ok(column)
    }

    fn push(&mut self, region: &Region, value: Option<f64>) {
        match value {
            Some(value) => {
                self.units.push(Named::of(region));
                self.values.push(value);
            }
            None => self.left_out.push(Named::of(region)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::panel::{Cell, Fact, Pooling};

    #[test]
    fn units_without_a_value_are_left_out_and_named() {
        let county = |id: &str| Region {
            id: id.into(),
            name: id.to_uppercase(),
            within: String::new(),
            within_code: String::new(),
            members: vec![id.into()],
        };
        let fact = Fact {
            name: "rate".into(),
            definition: "A rate.".into(),
            unit: "percent".into(),
            role: "people".into(),
            year: None,
            better: "less".into(),
            pooling: Pooling::None,
            source: "test".into(),
        };
        let cells = [("rate".to_owned(), "b".into(), Cell::disclosed(4.0).unwrap())];
        let facts = Facts::new([fact], cells).unwrap();
        let found = Column::of_fact(&facts, "rate", &[county("a"), county("b")]).unwrap();
        assert_eq!((found.values, found.left_out[0].title.as_str()), (vec![4.0], "A"));
        assert_eq!(Column::of_fact(&facts, "tide", &[]).unwrap_err().code(), "E0107");
    }
}
