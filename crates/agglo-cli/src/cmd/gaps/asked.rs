//! Which region is read, against what: a place, or a region of the programme around us with its record.

use agglo::Error;
use agglo::base::blueprint::Overlay;
use agglo::base::region::Region;
use agglo::map::gap::Gates;

use crate::args::{GapsArgs, Global};
use crate::country::Country;
use crate::failure::Failure;

/// What is read.
pub(super) struct Asked {
    pub(super) country: Country,
    pub(super) region: Region,
    pub(super) blueprint: Option<String>,
    /// What a programme adds to that blueprint.
    #[cfg_attr(not(feature = "ledger"), expect(dead_code, reason = "a programme brings it"))]
    pub(super) overlay: Option<Overlay>,
    /// What a programme's record says of the hard gates.
    pub(super) gates: Gates,
    pub(super) seed: u64,
    /// What to know beside the answer.
    pub(super) notes: Vec<String>,
}

pub(super) fn asked(args: &GapsArgs, global: &Global) -> Result<Asked, Failure> {
    #[cfg(feature = "ledger")]
    if let Some(asked) = of_programme(args, global)? {
        return Ok(asked);
    }
    let Some(text) = &args.region else {
        return Err(Error::new("E0102", "no region is named")
            .hint("agglo gaps 12045, or stand in a programme's folder")
            .into());
    };
    let (country, region) = Country::find(text, &args.place, global)?;
    Ok(Asked {
        country,
        region,
        blueprint: args.blueprint.clone(),
        overlay: None,
        gates: Gates::default(),
        seed: global.seed,
        notes: Vec::new(),
    })
}

/// The region of the programme that is meant; none where another place is.
#[cfg(feature = "ledger")]
fn of_programme(args: &GapsArgs, global: &Global) -> Result<Option<Asked>, Failure> {
    use agglo::engage::Ruling;
    use agglo::engage::gates::check;
    use agglo::engage::record::{Cut, fold};

    use crate::cmd::check::{Figures, rules_of};
    use crate::cmd::programme::{Overlaid, find, ledger};

    let programme = match find(global) {
        Ok(programme) => programme,
        // Only where a programme is asked for is it a fault that there is none.
        Err(_) if global.programme.is_none() && args.region.is_some() => return Ok(None),
        Err(failure) => return Err(failure),
    };
    let own = match programme.region(args.region.as_deref()) {
        Ok(own) => own,
        Err(_) if args.region.is_some() && global.programme.is_none() => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    let as_of = global.day();
    let events = ledger(&programme)?.events()?;
    let overlaid = Overlaid::of(&programme, &events)?;
    let record = fold(events, &Cut { as_of, entered_by: None });
    let country = Country::load(global)?;
    let region = country.region(&own.members.join(","))?;
    let checked =
        check(&record, &Figures::of(&country.starter).ground(own), &rules_of(&programme), as_of)?;
    let ruling = Ruling::all(checked.findings.iter().map(|finding| finding.ruling));
    let ours = overlaid.ours(&record, own);
    let mut notes = ours.notes;
    let named =
        args.blueprint.as_ref().filter(|named| programme.blueprint.as_ref() != Some(*named));
    if let (Some(named), Some(_)) = (named, &ours.overlay) {
        notes.push(format!(
            "the overlay is left aside: it adds to the programme's blueprint, not to `{named}`"
        ));
    }
    Ok(Some(Asked {
        country,
        region,
        overlay: ours.overlay.filter(|_| named.is_none()),
        blueprint: named.cloned().or(ours.blueprint),
        gates: match ruling {
            Ruling::Pass => Gates::Pass,
            Ruling::Unknown => Gates::Unknown,
            Ruling::Fail => Gates::Fail,
        },
        seed: global.seed_or(programme.plan.seed),
        notes,
    }))
}
