//! The programme in whose folder a quarter is closed: what moved in its record.

use std::path::Path;

use agglo::Error;
use agglo::close::{At, ProgrammeMoved, region_moved};
use agglo::engage::record::{Cut, fold};
use agglo_data::close::Quarter;
use agglo_data::definitions::Errors;
use agglo_data::programme::Programme;
use jiff::civil::Date;

use crate::args::Global;
use crate::cmd::check::{Figures, end_of_day, rules_of};
use crate::cmd::programme::{find, ledger};
use crate::country::Country;
use crate::failure::Failure;

/// What moved between the ends of two quarters as it is known on the day of the close; nothing outside a programme.
pub(super) fn moved(
    from: Quarter,
    to: Quarter,
    global: &Global,
) -> Result<Option<ProgrammeMoved>, Failure> {
    // A close is of the data: where no programme is around, none is missed.
    let is_asked = global.programme.is_some();
    let is_none = |errors: Errors| errors.0.first().is_some_and(|own| own.code() == NONE);
    if !is_asked && Programme::find(Path::new(".")).is_err_and(is_none) {
        return Ok(None);
    }
    let programme = find(global)?;
    let (from, to) = (last_day(from)?, last_day(to)?);
    let events = ledger(&programme)?.events()?;
    let entered_by = Some(end_of_day(global.day())?);
    let was = fold(events.clone(), &Cut { as_of: from, entered_by });
    let is = fold(events, &Cut { as_of: to, entered_by });
    let (rules, starter) = (rules_of(&programme), Country::open(global)?);
    let figures = Figures::of(&starter);
    let regions = programme.regions.iter().map(|region| {
        let region = figures.ground(region);
        let (was, is) = (At { day: from, record: &was }, At { day: to, record: &is });
        region_moved(was, is, &region, &rules)
    });
    Ok(Some(ProgrammeMoved {
        programme: programme.id.clone(),
        title: programme.title.clone(),
        illustrative: programme.is_illustrative,
        from: from.to_string(),
        to: to.to_string(),
        entered_by: global.day().to_string(),
        regions: regions.collect::<Result<Vec<_>, Error>>()?,
    }))
}

/// No programme is around.
const NONE: &str = "E0530";

fn last_day(quarter: Quarter) -> Result<Date, Error> {
    let (year, month, day) = quarter.last_day();
    let of = |part: u8| i8::try_from(part).unwrap_or_default();
    let year = i16::try_from(year).unwrap_or_default();
    Date::new(year, of(month), of(day)).map_err(|error| Error::new("E0433", error.to_string()))
}
