//! What a programme brings to a plan: its record, its budgets, its rules.

use std::collections::BTreeMap;

use agglo::Error;
use agglo::base::year::Year;
use agglo::engage::record::{Cut, Record, fold, of_region};
use agglo::plan::Budget;
use agglo::plan::full::Locus;
use agglo::plan::instance::said;
use agglo::plan::programme::Risk;
use agglo::plan::register::registered;
use agglo_data::programme::{Programme, ProgrammeRegion};
use jiff::civil::Date;

use crate::args::{Global, PlanArgs};
use crate::cmd::check::{Figures, rules_of};
use crate::cmd::plan::{Ground, spread};
use crate::cmd::programme::{Overlaid, find, ledger};
use crate::country::Country;
use crate::failure::Failure;

/// Share of the scenarios that a floor does not look at, if nobody says otherwise.
const TAIL: f64 = 0.9;

/// The ground of the programme that we stand in; none where there is none, or another place is meant.
pub(super) fn ground(
    args: &PlanArgs,
    global: &Global,
    country: &Country,
) -> Result<Option<Ground>, Failure> {
    let programme = match find(global) {
        Ok(programme) => programme,
        Err(failure) if global.programme.is_some() || args.region.is_none() => {
            return Err(failure);
        }
        Err(failure) if failure.0.iter().any(|error| error.code() != "E0530") => {
            return Err(failure);
        }
        Err(_) => return Ok(None),
    };
    let own = match programme.region(args.region.as_deref()) {
        Ok(own) => own.clone(),
        // A code of a place that is no region of this programme is a question about that place.
        Err(_) if args.region.is_some() && global.programme.is_none() => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    of_programme(args, global, country, &programme, &own).map(Some)
}

fn of_programme(
    args: &PlanArgs,
    global: &Global,
    country: &Country,
    programme: &Programme,
    own: &ProgrammeRegion,
) -> Result<Ground, Failure> {
    let as_of = global.day();
    let events = ledger(programme)?.events()?;
    let overlaid = Overlaid::of(programme, &events)?;
    let record = fold(events, &Cut { as_of, entered_by: None });
    let place = Figures::of(&country.starter).ground(own);
    let region = country.region(&own.members.join(","))?;
    let said = said(&record, &place, &rules_of(programme), as_of)?;
    let ours = overlaid.ours(&record, own);
    let mut notes = ours.notes;
    let overlay = match &args.blueprint {
        Some(named) if ours.overlay.is_some() && programme.blueprint.as_ref() != Some(named) => {
            notes.push(format!(
                "the overlay is left aside: it adds to the programme's blueprint, not to `{named}`"
            ));
            None
        }
        _ => ours.overlay,
    };
    let recorded = budgets(args, &record, own, as_of, &mut notes)?;
    let funds = funds(&record, own);
    let rules = &programme.plan;
    let lasts = record.budgets.iter().any(|told| {
        told.what.ends.is_some_and(|ends| i32::from(ends.year()) > i32::from(told.what.year))
    });
    let budgets = match recorded {
        Some(budget) => vec![budget],
        None => spread(args, global.next_year())?,
    };
    let blueprint = args.blueprint.clone().or(ours.blueprint);
    Ok(Ground {
        locus: Locus {
            region: region.id.clone(),
            name: region.title(),
            id: Some(own.id.clone()),
            programme: Some((programme.id.clone(), programme.title.clone())),
            is_illustrative: programme.is_illustrative,
        },
        region,
        blueprint,
        overlay,
        said: Some(said),
        currency: programme.currency.clone(),
        carry_over: rules.carry_over.unwrap_or(args.budget.is_empty() && lasts),
        budgets,
        funds,
        phi: rules.phi,
        risk: rules.floor.map(|floor| Risk::Tail { alpha: rules.tail.unwrap_or(TAIL), floor }),
        nodes: rules.node_limit,
        seed: global.seed_or(rules.seed),
        notes,
        folder: Some(programme.folder.clone()),
        registered: registered(&record, &own.id),
    })
}

/// The recorded budget; none where one is named instead.
fn budgets(
    args: &PlanArgs,
    record: &Record,
    own: &ProgrammeRegion,
    as_of: Date,
    notes: &mut Vec<String>,
) -> Result<Option<Budget>, Error> {
    if !args.budget.is_empty() {
        return Ok(None);
    }
    let now = u16::try_from(as_of.year()).unwrap_or(0);
    let mut by_year: BTreeMap<u16, u64> = BTreeMap::new();
    let mut last = None;
    let mut past = 0;
    for told in of_region(&record.budgets, &own.id) {
        let what = &told.what;
        if what.year < now {
            past += 1;
            continue;
        }
        let cents = u64::try_from(what.amount.0).unwrap_or(0);
        let year = by_year.entry(what.year).or_insert(0);
        *year = year.saturating_add(cents);
        let ends = what.ends.and_then(|day| u16::try_from(day.year()).ok());
        last = last.max(Some(ends.unwrap_or(what.year).max(what.year)));
    }
    if past > 0 {
        notes.push(format!("{past} budgets of years before {now} are not counted"));
    }
    let (Some((&first, _)), Some(last)) = (by_year.first_key_value(), last) else {
        return Err(Error::new("E0320", "no budget is recorded")
            .hint("`agglo record budget --year 2027 --amount 900k`, or --budget 900k"));
    };
    let years = args.years.map_or(last - first + 1, |years| years);
    let years: Vec<u64> =
        (0..years).map(|at| by_year.get(&first.saturating_add(at)).copied().unwrap_or(0)).collect();
    Budget::by_year(Year(first), &years).map(Some)
}

/// Funds that end.
fn funds(record: &Record, own: &ProgrammeRegion) -> Vec<(Date, String)> {
    let all = of_region(&record.budgets, &own.id).filter_map(|told| {
        let name = told.what.fund.clone().unwrap_or_else(|| "a fund without a name".to_owned());
        Some((told.what.ends?, name))
    });
    let mut all: Vec<(Date, String)> = all.collect();
    all.sort();
    all.dedup();
    all
}
