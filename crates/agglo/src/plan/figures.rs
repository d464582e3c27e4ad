//! Numbers of a plan as figures: with an interval, caveats and a method.

use crate::base::archetype::Archetype;
use crate::base::estimate::{Answer, Caveat, Estimate, Figure, Interval, IntervalKind};
use crate::base::estimate::{Provenance, Withheld};
use crate::base::id::SourceId;

/// Level of every interval here.
pub(crate) const LEVEL: f64 = 0.9;

/// A number without sources of its own.
pub(crate) fn method(name: &str) -> Provenance {
    Provenance::new(name, [])
}

/// A number of which the plan is certain.
pub(crate) fn exact(value: f64, name: &str) -> Figure {
    Estimate::exact(value, method(name)).into()
}

/// US dollars from cents.
pub(crate) fn usd(cents: u64) -> Figure {
    exact(cents as f64 / 100.0, "plan_money/1")
}

/// US dollars from cents that nobody has quoted.
pub(crate) fn assumed_usd(cents: u64) -> Figure {
    let answer = Estimate::exact(cents as f64 / 100.0, method("plan_money/1"));
    answer.map(|estimate| estimate.caveat(assumed_amount())).into()
}

/// That an amount stands in for a quote.
pub(crate) fn assumed_amount() -> Caveat {
    Caveat::new("assumed-amount", "Assumed, replace by a quote.")
}

/// A value with a 90 % interval of belief.
pub(crate) fn believed(value: f64, ends: (f64, f64), provenance: Provenance) -> Answer {
    let (low, high) = (ends.0.min(ends.1), ends.0.max(ends.1));
    let interval = Interval::new(low.min(value), high.max(value), LEVEL, IntervalKind::Credible)
        .ok_or_else(|| Withheld::undefined("the belief has no finite interval"))?;
    Estimate::new(value, interval, provenance)
}

/// A value that lies between two ends by a stated rule.
pub(crate) fn between(value: f64, low: f64, high: f64, name: &str) -> Answer {
    let interval = Interval::bounds(low, high)
        .ok_or_else(|| Withheld::undefined("the ends are not in order"))?;
    Estimate::new(value, interval, method(name))
}

/// No number, because nobody measured it.
pub(crate) fn nobody_measured(text: &str) -> Figure {
    Figure::Withheld(Withheld::missing(text))
}

/// Years until anything can be seen.
pub(crate) fn lead_years(archetype: &Archetype) -> Figure {
    let lead = archetype.lead;
    let answer = between(0.5 * (lead.from + lead.to), lead.from, lead.to, "lead_years/1");
    let answer = answer.map(|estimate| {
        if lead.from_study {
            estimate
        } else {
            estimate.caveat(Caveat::new("assumed", "No study prints it: assumed."))
        }
    });
    answer.into()
}

/// Share of a gain that is assumed to be taken from others nearby.
pub(crate) fn displacement(archetype: &Archetype) -> Figure {
    let share = archetype.market.displacement();
    let caveat = Caveat::new("assumed", "An order of magnitude by kind of market, no estimate.");
    between(share, 0.0, 1.0, "displacement/1").map(|estimate| estimate.caveat(caveat)).into()
}

/// The findings of an archetype as sources.
pub(crate) fn sources(archetype: &Archetype) -> impl Iterator<Item = SourceId> {
    archetype.studies.iter().filter(|study| study.usable()).map(|s| SourceId::from(s.id.as_str()))
}
