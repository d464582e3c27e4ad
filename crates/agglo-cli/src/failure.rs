//! Why a run failed: one error, or every fault of a file at once.

use agglo::Error;
use agglo_data::definitions::Errors;

/// At least one error, in the order in which they were found.
#[derive(Debug)]
pub struct Failure(pub Vec<Error>);

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self(vec![error])
    }
}

impl From<Errors> for Failure {
    fn from(faults: Errors) -> Self {
        Self(faults.0)
    }
}

/// A build without the ledger cannot keep a programme.
#[cfg(not(feature = "ledger"))]
pub(crate) fn left_out() -> Failure {
    let error = Error::new("E0103", "programmes and their records are left out of this build");
    error.hint("take a released binary, or build with --features ledger").into()
}
