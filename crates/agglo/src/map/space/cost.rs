//! Costs of ways from origins to destinations: minutes, kilometres, dollars.

use crate::base::error::Error;

/// What it costs to go from each origin to each destination; infinite where there is no way.
#[derive(Clone, Debug, PartialEq)]
pub struct Costs {
    destinations: usize,
    values: Vec<f64>,
}

impl Costs {
    /// Costs with origins in rows, of one unit.
    ///
    /// # Errors
    ///
    /// `E0301` where rows differ in length, or a cost is below 0 or no number.
    pub fn new(rows: &[Vec<f64>]) -> Result<Self, Error> {
        let destinations = rows.first().map_or(0, Vec::len);
        if let Some(row) = rows.iter().find(|row| row.len() != destinations) {
            let got = row.len();
            return Err(Error::new(
                "E0301",
                format!("a row of {got} costs beside one of {destinations}"),
            ));
        }
        match rows.iter().flatten().find(|cost| cost.is_nan() || **cost < 0.0) {
            Some(cost) => Err(Error::new("E0301", format!("a cost is {cost}"))),
            None => Ok(Self { destinations, values: rows.concat() }),
        }
    }

    /// Number of destinations.
    pub fn destinations(&self) -> usize {
        self.destinations
    }

    /// Costs from each origin, row by row.
    pub fn rows(&self) -> impl Iterator<Item = &[f64]> {
        // A row of nothing has no chunk; then there is nothing to reach either.
        self.values.chunks_exact(self.destinations.max(1))
    }

    /// Number of origins; 0 where there is no destination.
    pub fn origins(&self) -> usize {
        self.rows().count()
    }

    /// Refuses amounts that are not one an origin, or not at least 0.
    pub(super) fn by_origin(&self, what: &str, values: &[f64]) -> Result<(), Error> {
        amounts(what, self.origins(), values)
    }

    /// Refuses amounts that are not one a destination, or not at least 0.
    pub(super) fn by_destination(&self, what: &str, values: &[f64]) -> Result<(), Error> {
        amounts(what, self.destinations, values)
    }
}

fn amounts(what: &str, expected: usize, values: &[f64]) -> Result<(), Error> {
    if values.len() != expected {
        let got = values.len();
        return Err(Error::new("E0301", format!("{expected} places need {what} each, got {got}")));
    }
    match values.iter().find(|value| !(**value >= 0.0 && value.is_finite())) {
        Some(value) => Err(Error::new("E0301", format!("{what} is {value}"))),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edge_ragged_negative_and_unknown_costs_are_refused_and_no_way_is_one() {
        assert!(Costs::new(&[vec![1.0], vec![]]).is_err());
        assert!(Costs::new(&[vec![-1.0]]).is_err() && Costs::new(&[vec![f64::NAN]]).is_err());
        let found = Costs::new(&[vec![1.0, f64::INFINITY]]).unwrap();
        assert_eq!((found.origins(), found.destinations()), (1, 2));
        assert!(found.by_origin("people", &[1.0, 2.0]).is_err());
        assert!(found.by_destination("supply", &[1.0, -2.0]).is_err());
        assert_eq!(Costs::new(&[]).unwrap().origins(), 0);
    }
}
