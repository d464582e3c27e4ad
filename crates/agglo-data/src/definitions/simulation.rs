//! What the simulation learned from all regions and how its forecasts did, stored as text.
//!
//! Both are computed from the starter pack by `cargo xtask fit` and `cargo xtask backtest`, and kept
//! with six digits, so that a forecast need not read every region first.

use agglo::Error;
use agglo::simulate::{Backtest, Fitted, Model};

use crate::definitions::stored::{read, text};

const FIT: &str = include_str!("../../../../definitions/simulate/fit.toml");
const BACKTEST: &str = include_str!("../../../../definitions/simulate/backtest.toml");

/// The shipped fit with its scores.
///
/// # Errors
///
/// `E0206` where a file is damaged.
pub fn model() -> Result<Model, Error> {
    Ok(Model {
        fitted: read(FIT, "simulate/fit.toml")?,
        backtest: read(BACKTEST, "simulate/backtest.toml")?,
    })
}

/// The scores alone.
///
/// # Errors
///
/// As [`model`].
pub fn backtest() -> Result<Backtest, Error> {
    read(BACKTEST, "simulate/backtest.toml")
}

/// The text of a fit, with what it is at its head.
///
/// # Errors
///
/// `E0206` where it cannot be written as text.
pub fn fit_text(fitted: &Fitted) -> Result<String, Error> {
    let head = format!(
        "# What the simulation learned from the jobs by sector of all areas up to {}.\n\
         # Source: US Bureau of Economic Analysis, table CAEMP25N. Written by `cargo xtask fit`;\n\
         # a test fits again and compares.\n\n",
        fitted.origin
    );
    text(&head, fitted)
}

/// The text of scores, with what they are at its head.
///
/// # Errors
///
/// As [`fit_text`].
pub fn backtest_text(backtest: &Backtest) -> Result<String, Error> {
    let head = "# How forecasts of jobs by sector did on origins of the past, beside simple rivals.\n\
                # Source: US Bureau of Economic Analysis, table CAEMP25N. Written by\n\
                # `cargo xtask backtest`; that the fit follows from them is tested.\n\n";
    text(head, backtest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fit_written_and_read_again_is_the_same_to_six_digits() {
        let model = model().unwrap();
        let again: Fitted = read(&fit_text(&model.fitted).unwrap(), "again").unwrap();
        assert_eq!(model.fitted, again);
        let again: Backtest = read(&backtest_text(&model.backtest).unwrap(), "again").unwrap();
        assert_eq!(model.backtest, again);
    }

    #[test]
    fn a_damaged_file_is_refused_by_name() {
        let error = read::<Fitted>("origin = \"no\"", "mine.toml").unwrap_err();
        assert_eq!((error.code(), error.place()), ("E0206", Some("mine.toml")));
    }
}
