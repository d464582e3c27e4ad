//! The programme that a verb works in, its ledger open.

use std::path::Path;

use agglo::Error;
use agglo::base::blueprint::Overlay;
use agglo::base::id::RegionId;
use agglo::engage::event::Event;
use agglo::engage::overlay::{standing, unrecorded};
use agglo::engage::record::{Cut, Record, fold};
use agglo_data::ledger::Ledger;
use agglo_data::programme::{Programme, ProgrammeRegion, VARIABLE};
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

/// What a programme brings to a reading of one of its regions.
pub(super) struct Ours {
    /// The blueprint, as verbs name it.
    pub(super) blueprint: Option<String>,
    /// What it adds to that, as it stands in the region on the day.
    pub(super) overlay: Option<Overlay>,
    /// What of that counts for nothing, and why.
    pub(super) notes: Vec<String>,
}

/// The programme's blueprint and what it adds to that, before a region is asked for.
pub(super) struct Overlaid {
    /// The blueprint, as verbs name it.
    pub(super) blueprint: Option<String>,
    /// What the programme adds, of all regions.
    pub(super) overlay: Option<Overlay>,
}

impl Overlaid {
    /// Reads it; every input that it names stands in the record, of whatever day.
    pub(super) fn of(programme: &Programme, events: &[Event]) -> Result<Self, Failure> {
        let blueprint = programme.named_blueprint();
        let overlay = programme.overlay()?;
        if let Some(overlay) = &overlay {
            let all = fold(events.to_vec(), &Cut { as_of: Date::MAX, entered_by: None });
            none(unrecorded(overlay, &all))?;
        }
        Ok(Self { blueprint, overlay })
    }

    /// What stands of it in a region; `record` is that of the day asked for.
    pub(super) fn ours(&self, record: &Record, region: &ProgrammeRegion) -> Ours {
        let blueprint = self.blueprint.clone();
        let Some(overlay) = &self.overlay else {
            return Ours { blueprint, overlay: None, notes: Vec::new() };
        };
        let members: Vec<RegionId> =
            region.members.iter().map(|code| RegionId::from(code.as_str())).collect();
        let standing = standing(overlay, record, &region.id, &members);
        Ours { blueprint, overlay: Some(standing.overlay), notes: standing.notes }
    }
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
