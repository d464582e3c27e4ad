//! Exit codes: what a script may rely on.

use std::process::ExitCode;

use crate::failure::Failure;

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// The question was answered.
    Ok = 0,
    /// A check failed.
    Failed = 1,
    /// Usage or bad input: the message says what to mend.
    Usage = 2,
    /// The data cannot tell.
    Unknown = 3,
    /// Our fault.
    Internal = 4,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// Errors of the group `E09xx` are ours; all others a person can mend.
pub(crate) fn of_failure(failure: &Failure) -> Exit {
    let is_ours = failure.0.iter().any(|error| error.code().starts_with("E09"));
    if is_ours { Exit::Internal } else { Exit::Usage }
}
