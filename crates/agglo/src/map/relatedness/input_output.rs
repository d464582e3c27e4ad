//! Input-output links: what industries buy from and sell to each other, read from a make and a use table.

use agglo_stats::float;
use agglo_stats::matrix::Matrix;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::base::error::Error;

/// Who sells how much to whom, as shares; rows are sellers, columns buyers.
#[derive(Clone, Debug, PartialEq)]
pub struct Shares {
    /// Share of the buyer's purchased inputs that comes from the seller.
    pub bought: Matrix,
    /// Share of the seller's output that goes to the buyer.
    pub sold: Matrix,
}

/// How the four shares of a pair become one strength.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum LinkForm {
    /// The largest of the four: what everybody buys (insurance, premises, credit) links everybody.
    Largest,
    /// Root of the geometric mean of the two shares of one flow, the larger of both directions: high only
    /// where the flow matters to the buyer and to the seller.
    Mutual,
}

impl Shares {
    /// Shares of the flows between the industries of a make and a use table.
    ///
    /// A commodity is bought from its makers in proportion to what each of them makes of it. Inputs are all
    /// purchases from industries of the table; output is all that an industry makes, final uses included.
    /// A negative flow (a scrap or second-hand entry) is none.
    ///
    /// # Inputs
    ///
    /// `make`: industries by commodities; `uses`: commodities by industries; one unit of money.
    ///
    /// # Errors
    ///
    /// `E0302` where the shapes do not fit each other.
    ///
    /// # Source
    ///
    /// Miller and Blair 2009, Input-Output Analysis, chapter 5 (industry technology).
    pub fn of(make: &Matrix, uses: &Matrix) -> Result<Self, Error> {
        let (industries, commodities) = (make.rows(), make.columns());
        if uses.rows() != commodities || uses.columns() != industries {
            return Err(Error::new(
                "E0302",
                format!(
                    "a make table of {industries} by {commodities} does not fit a use table of {} by {}",
                    uses.rows(),
                    uses.columns()
                ),
            ));
        }
        let column = |commodity: usize| {
            float::sum((0..industries).map(|industry| make.at(industry, commodity)))
        };
        let total: Vec<f64> = (0..commodities).map(column).collect();
        let market = table(industries, commodities, |industry, commodity| {
            ratio(make.at(industry, commodity), total[commodity])
        })?;
        let flows = product(&market, uses)?;
        let output: Vec<f64> =
            (0..industries).map(|row| float::sum(make.row(row).iter().copied())).collect();
        let inputs: Vec<f64> = (0..industries)
            .map(|buyer| float::sum((0..industries).map(|seller| flows.at(seller, buyer).max(0.0))))
            .collect();
        let share = |seller: usize, buyer: usize, whole: f64| {
            ratio(flows.at(seller, buyer).max(0.0), whole)
        };
        Ok(Self {
            bought: table(industries, industries, |a, b| share(a, b, inputs[b]))?,
            sold: table(industries, industries, |a, b| share(a, b, output[a]))?,
        })
    }

    /// The same shares between other units, each of which is one or several industries of the table:
    /// the mean over the pairs of industries that stand behind a pair of units.
    ///
    /// # Errors
    ///
    /// `E0302` where a unit has no industry or one that is not in the table.
    pub fn between(&self, units: &[Vec<usize>]) -> Result<Self, Error> {
        let size = self.bought.rows();
        let fits = |unit: &Vec<usize>| !unit.is_empty() && unit.iter().all(|&at| at < size);
        if let Some(at) = units.iter().position(|unit| !fits(unit)) {
            return Err(Error::new("E0302", format!("unit {at} is no industry of the table")));
        }
        let mean = |shares: &Matrix, a: &[usize], b: &[usize]| {
            let pairs = a.iter().flat_map(|&seller| b.iter().map(move |&buyer| (seller, buyer)));
            float::sum(pairs.map(|(seller, buyer)| shares.at(seller, buyer)))
                / (a.len() * b.len()) as f64
        };
        let of = |shares: &Matrix| {
            table(units.len(), units.len(), |a, b| mean(shares, &units[a], &units[b]))
        };
        Ok(Self { bought: of(&self.bought)?, sold: of(&self.sold)? })
    }

    /// Strength of the link of a pair, in `[0, 1]`, the same in both directions.
    pub fn link(&self, a: usize, b: usize, form: LinkForm) -> f64 {
        let flow = |seller: usize, buyer: usize| {
            let (bought, sold) = (self.bought.at(seller, buyer), self.sold.at(seller, buyer));
            match form {
                LinkForm::Largest => bought.max(sold),
                LinkForm::Mutual => (bought * sold).sqrt().sqrt(),
            }
        };
        flow(a, b).max(flow(b, a))
    }
}

fn ratio(part: f64, whole: f64) -> f64 {
    if whole > 0.0 { part / whole } else { 0.0 }
}

fn table(
    rows: usize,
    columns: usize,
    value: impl Fn(usize, usize) -> f64,
) -> Result<Matrix, Error> {
    let values = (0..rows).flat_map(|row| (0..columns).map(move |column| (row, column)));
    let values = values.map(|(row, column)| value(row, column)).collect();
    Matrix::new(rows, columns, values).map_err(|error| Error::new("E0302", error.to_string()))
}

fn product(a: &Matrix, b: &Matrix) -> Result<Matrix, Error> {
    let mut values = vec![0.0; a.rows() * b.columns()];
    for (row, line) in values.chunks_mut(b.columns().max(1)).enumerate().take(a.rows()) {
        for (inner, &left) in a.row(row).iter().enumerate().filter(|(_, left)| **left > 0.0) {
            for (value, right) in line.iter_mut().zip(b.row(inner)) {
                *value += left * right;
            }
        }
    }
    Matrix::new(a.rows(), b.columns(), values)
        .map_err(|error| Error::new("E0302", error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shares() -> Shares {
        // Industry 0 makes 80 of commodity 0; industry 1 makes 20 of it and all 100 of commodity 1.
        let make = Matrix::from_rows(&[vec![80.0, 0.0], vec![20.0, 100.0]]).unwrap();
        let uses = Matrix::from_rows(&[vec![10.0, 50.0], vec![30.0, 0.0]]).unwrap();
        Shares::of(&make, &uses).unwrap()
    }

    #[test]
    fn reference_flows_by_hand() {
        // Industry 0 sells 0.8 * 10 to itself and 0.8 * 50 to industry 1; industry 1 sells 32 and 10.
        let found = shares();
        assert!((found.bought.at(0, 1) - 40.0 / 50.0).abs() < 1e-12);
        assert!((found.bought.at(1, 0) - 32.0 / 40.0).abs() < 1e-12);
        assert!((found.sold.at(0, 1) - 40.0 / 80.0).abs() < 1e-12);
        assert!((found.sold.at(1, 0) - 32.0 / 120.0).abs() < 1e-12);
        assert!((found.link(0, 1, LinkForm::Largest) - 0.8).abs() < 1e-12);
        assert!((found.link(0, 1, LinkForm::Mutual) - 0.4_f64.sqrt().sqrt()).abs() < 1e-12);
    }

    #[test]
    fn law_what_a_buyer_purchases_sums_to_one_and_links_are_symmetric() {
        let found = shares();
        for buyer in 0..2 {
            let sum: f64 = (0..2).map(|seller| found.bought.at(seller, buyer)).sum();
            assert!((sum - 1.0).abs() < 1e-12);
        }
        for form in [LinkForm::Largest, LinkForm::Mutual] {
            assert!((found.link(0, 1, form) - found.link(1, 0, form)).abs() < 1e-15);
        }
    }

    #[test]
    fn a_unit_of_two_industries_has_the_mean_of_their_shares() {
        let found = shares();
        let units = found.between(&[vec![0], vec![0, 1]]).unwrap();
        let mean = f64::midpoint(found.bought.at(0, 0), found.bought.at(0, 1));
        assert!((units.bought.at(0, 1) - mean).abs() < 1e-12);
        assert!(found.between(&[vec![]]).is_err() && found.between(&[vec![7]]).is_err());
    }

    #[test]
    fn edge_tables_of_other_shapes_are_refused() {
        let make = Matrix::from_rows(&[vec![1.0, 2.0]]).unwrap();
        assert!(Shares::of(&make, &make).is_err());
    }
}
