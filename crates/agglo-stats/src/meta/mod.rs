//! Many studies, one answer: what an effect is on average and how much it varies between places.

pub mod quadrature;
pub mod random_effects;

use crate::error::Error;

/// Refuses inputs of unequal length, too few of them, or standard errors that are not positive.
fn check(y: &[f64], se: &[f64], least: usize) -> Result<(), Error> {
    if y.len() != se.len() {
        return Err(Error::Shape { what: "standard errors", expected: y.len(), got: se.len() });
    }
    if y.len() < least {
        return Err(Error::Shape { what: "studies", expected: least, got: y.len() });
    }
    if let Some(&value) = y.iter().find(|value| !value.is_finite()) {
        return Err(Error::Range { what: "an effect", value, range: "the finite numbers" });
    }
    if let Some(&value) = se.iter().find(|&&se| !(se.is_finite() && se > 0.0)) {
        return Err(Error::Range { what: "a standard error", value, range: "(0, ∞)" });
    }
    Ok(())
}
