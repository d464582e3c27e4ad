//! The programme that a verb works in, its ledger open.

use std::path::Path;

use agglo::Error;
use agglo_data::ledger::Ledger;
use agglo_data::programme::{Programme, VARIABLE};
use jiff::civil::Date;
use jiff::{Timestamp, Zoned};

use crate::args::Global;
use crate::failure::Failure;

/// The programme of the folder named, or of the one around us.
pub(super) fn find(global: &Global) -> Result<Programme, Failure> {
    Ok(Programme::find(global.programme.as_deref().unwrap_or(Path::new(".")))?)
}

/// Its ledger.
pub(super) fn ledger(programme: &Programme) -> Result<Ledger, Failure> {
    let variable = std::env::var(VARIABLE).ok();
    let address = programme.address(variable.as_deref())?;
    Ok(Ledger::open(&address, &programme.id)?)
}

/// The day on which this is done, here.
pub(super) fn today() -> Date {
    Zoned::now().date()
}

/// The time at which this is done.
pub(super) fn now() -> Timestamp {
    Timestamp::now()
}

/// All faults as one failure, or nothing.
pub(super) fn none(faults: Vec<Error>) -> Result<(), Failure> {
    if faults.is_empty() { Ok(()) } else { Err(Failure(faults)) }
}
