//! Each base unit's value beside the mean of its neighbours: what Moran's I is the slope of.

use crate::base::error::Error;
use crate::map::association::{Column, Ground, Named, Neighbourhood, Rows};

/// A base unit and what lies around it.
#[derive(Clone, Debug, PartialEq)]
pub struct Around {
    /// The base unit.
    pub unit: Named,
    /// Its value.
    pub value: f64,
    /// The weighted mean of its neighbours' values; `None` of an island.
    pub mean: Option<f64>,
}

/// The values of a column beside the means of their neighbours, in the order of its units.
///
/// # Errors
///
/// `E0108` of a neighbourhood that cannot be made.
///
/// # Source
///
/// Anselin 1996, in Fischer, Scholten and Unwin (eds), Spatial Analytical Perspectives on GIS: the scatterplot.
pub fn around(
    column: &Column,
    ground: Ground<'_>,
    neighbourhood: Neighbourhood,
) -> Result<Vec<Around>, Error> {
    let weights = neighbourhood.weights(&column.units, ground, Rows::Standardised)?;
    let lags = weights.lag(&column.values);
    let units = column.units.iter().zip(&column.values).zip(lags).enumerate();
    Ok(units
        .map(|(at, ((unit, &value), lag))| Around {
            unit: unit.clone(),
            value,
            mean: (!weights.neighbours(at).is_empty()).then_some(lag),
        })
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::id::RegionId;

    #[test]
    fn the_mean_of_the_neighbours_stands_beside_a_value_and_islands_have_none() {
        let units = ["a", "b", "c", "d"].map(|id| Named { region: id.into(), title: id.into() });
        let column = Column {
            measure: "rate".into(),
            title: "A rate.".into(),
            unit: "percent".into(),
            year: None,
            industry: None,
            source: "test".into(),
            units: units.to_vec(),
            values: vec![1.0, 2.0, 6.0, 9.0],
            estimated: 0,
            left_out: Vec::new(),
        };
        let borders = [("a", "b"), ("b", "c")].map(|(a, b)| (RegionId::from(a), RegionId::from(b)));
        let ground = Ground { borders: &borders, ..Ground::default() };
        let found = around(&column, ground, Neighbourhood::Contiguity).unwrap();
        let means: Vec<Option<f64>> = found.iter().map(|around| around.mean).collect();
        assert_eq!(means, [Some(2.0), Some(3.5), Some(2.0), None]);
    }
}
