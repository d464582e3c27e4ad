//! Kmenta's linear test: of two places with the same mean of logarithms, is the more uneven one worse off?
//!
//! `ln y = a + b m + c v + g'X`, `m` and `v` of [`crate::map::gap::kmenta`]; complementarity needs `c < 0`
//! (Kmenta 1967, International Economic Review 8(2)).

use agglo_stats::matrix::Matrix;
use agglo_stats::regression::ordinary::Ordinary;

use crate::base::error::Error;
use crate::map::complementarity::held_out::{Effects, Table, stated};
use crate::map::complementarity::sample::Sample;
use crate::map::gap::aggregate::Scored;
use crate::map::gap::kmenta::Unevenness;

/// Coefficients of the linear test with their standard errors.
#[derive(Clone, Debug, PartialEq)]
pub struct Linear {
    /// Of the constant (without effects of groups only), of `m`, of `v`, then of the controls.
    pub coefficients: Vec<f64>,
    /// Standard errors under equal variance; none where there are no degrees of freedom.
    pub classical: Option<Vec<f64>>,
    /// Standard errors that hold whatever happens inside groups; none of one group.
    pub clustered: Option<Vec<f64>>,
    /// Where the coefficient of `v` stands.
    pub at: usize,
}

/// Regresses the outcome on mean and unevenness of the logarithms of levels, lifted to `floor`.
///
/// # Errors
///
/// `E0307` where a lifted level is 0, `E0313` where columns depend on each other.
pub fn linear(sample: &Sample, effects: Effects, floor: f64) -> Result<Linear, Error> {
    let rows = sample.lifted(floor);
    let found = rows.iter().map(|levels| Unevenness::of(&Scored::new(sample.weights(), levels)?));
    let found: Vec<Unevenness> = found.collect::<Result<_, Error>>()?;
    let m: Vec<f64> = found.iter().map(|row| row.m).collect();
    let v: Vec<f64> = found.iter().map(|row| row.v).collect();
    let mut table = Table::of(sample, effects, Some(&m));
    let constant = usize::from(effects == Effects::None);
    let beside = Table::of(sample, effects, Some(&v)).columns.swap_remove(constant);
    table.columns.insert(constant + 1, beside);
    let all: Vec<usize> = (0..sample.regions()).collect();
    let x: Matrix = table.matrix(&all)?;
    let fit = Ordinary::fit(&x, &table.outcome).map_err(|error| stated(&error))?;
    let mut labels = vec![0; sample.regions()];
    for (group, rows) in sample.groups().iter().enumerate() {
        for &row in rows {
            labels[row] = group;
        }
    }
    let sandwich = fit.sandwich(&x).map_err(|error| stated(&error))?;
    Ok(Linear {
        classical: fit.classical(&x).map_err(|error| stated(&error))?,
        clustered: sandwich.clustered(&labels).map_err(|error| stated(&error))?,
        coefficients: fit.coefficients,
        at: constant + 1,
    })
}
