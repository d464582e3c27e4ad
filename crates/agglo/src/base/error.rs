//! Callers' mistakes and bad data: what happened, where, what to do, and a stable code.
//!
//! "There is no number" is not an error but an answer: see [`crate::base::estimate::Withheld`].

use std::fmt;

/// A mistake that a person can mend.
///
/// Codes are grouped: `E01xx` names and arguments, `E02xx` tables, `E03xx` numbers, `E04xx` files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    code: &'static str,
    what: String,
    place: Option<String>,
    hint: Option<String>,
}

impl Error {
    /// An error with its code and what happened: no final period, values in backticks.
    pub fn new(code: &'static str, what: impl Into<String>) -> Self {
        Self { code, what: what.into(), place: None, hint: None }
    }

    /// Adds where it happened: file, row, column, field.
    #[must_use]
    pub fn at(mut self, place: impl Into<String>) -> Self {
        self.place = Some(place.into());
        self
    }

    /// Adds what to do.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// The stable code, `E0101`.
    pub fn code(&self) -> &'static str {
        self.code
    }

    /// What happened.
    pub fn what(&self) -> &str {
        &self.what
    }

    /// Where, if it is in a file or a field.
    pub fn place(&self) -> Option<&str> {
        self.place.as_deref()
    }

    /// What to do.
    pub fn advice(&self) -> Option<&str> {
        self.hint.as_deref()
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "error[{}]: {}", self.code, self.what)?;
        if let Some(place) = &self.place {
            write!(f, "\n  at {place}")?;
        }
        if let Some(hint) = &self.hint {
            write!(f, "\n\nhint: {hint}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Error {}
