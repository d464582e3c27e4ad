//! Coordination: agreements that live, those that one side claims alone, and the five marks of collective
//! impact as a dated list.

use std::collections::BTreeSet;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use crate::engage::Ruling;
use crate::engage::event::{Confirmed, LinkKind};
use crate::engage::gates::age::within;
use crate::engage::gates::pieces::{is_live, links};
use crate::engage::gates::{Region, Rules, View};
use crate::engage::record::{Record, latest, of_region};

/// One mark of collective impact.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Mark {
    /// The mark.
    pub name: &'static str,
    /// Whether it is there.
    pub ruling: Ruling,
    /// The day that shows it.
    #[schemars(with = "Option<String>")]
    pub since: Option<Date>,
    /// The events that show it.
    pub evidence: Vec<u64>,
}

/// How pieces and partners work together.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Coordination {
    /// Whether anything coordinates, and somebody's job it is.
    pub ruling: Ruling,
    /// Agreements that live: both parties said so, they run, something was done in twelve months.
    pub live: Vec<(String, String, &'static str)>,
    /// Agreements that one side claims alone: they do not count.
    pub one_sided: Vec<(String, String, &'static str)>,
    /// Live pairs over all pairs of pieces and partners; nothing where there is no pair.
    pub density: Option<f64>,
    /// Common agenda, shared measures, activities that reinforce, steady communication, a backbone.
    ///
    /// # Source
    ///
    /// Kania and Kramer 2011, Stanford Social Innovation Review 9(1).
    pub marks: Vec<Mark>,
}

/// How the pieces and partners of a region work together as of a day.
pub fn coordination(record: &Record, region: &Region<'_>, as_of: Date) -> Coordination {
    let rules = Rules::default();
    let view = View { record, region, rules: &rules, as_of };
    let all = links(&view);
    let named = |is: &dyn Fn(&crate::engage::record::Told<crate::engage::event::Link>) -> bool| {
        all.iter()
            .filter(|link| is(link))
            .map(|link| (link.what.a.clone(), link.what.b.clone(), link.what.kind.word()))
            .collect::<Vec<_>>()
    };
    let live = named(&|link| is_live(link, as_of));
    let one_sided = named(&|link| link.what.confirmed != Confirmed::Both);
    let nodes: BTreeSet<&str> = latest(&record.pieces, region.id)
        .into_iter()
        .map(|(id, _)| id)
        .chain(latest(&record.partners, region.id).into_iter().map(|(id, _)| id))
        .collect();
    let pairs: BTreeSet<(&str, &str)> =
        live.iter().map(|(a, b, _)| (a.min(b).as_str(), a.max(b).as_str())).collect();
    let possible = nodes.len() * nodes.len().saturating_sub(1) / 2;
    let density = (possible > 0).then(|| pairs.len() as f64 / possible as f64);
    let marks = marks(&view);
    let backbone = marks.iter().any(|mark| mark.name == "backbone" && mark.ruling == Ruling::Pass);
    let ruling = match (live.is_empty(), backbone, all.is_empty()) {
        (_, _, true) => Ruling::Unknown,
        (false, true, _) => Ruling::Pass,
        _ => Ruling::Fail,
    };
    Coordination { ruling, live, one_sided, density, marks }
}

fn marks(view: &View<'_>) -> Vec<Mark> {
    let linked = |name: &'static str, kinds: &[LinkKind]| {
        let all = links(view);
        let own: Vec<_> = all
            .into_iter()
            .filter(|link| kinds.contains(&link.what.kind) && is_live(link, view.as_of))
            .collect();
        let since = own.iter().map(|link| link.what.start.unwrap_or(link.happened)).min();
        mark(name, since, own.iter().map(|link| link.event).collect())
    };
    let region = view.region.id;
    let goal = of_region(&view.record.goals, region).max_by_key(|own| (own.happened, own.event));
    let agenda = mark(
        "common agenda",
        goal.map(|own| own.happened),
        goal.iter().map(|own| own.event).collect(),
    );
    let mut communication = linked("continuous communication", &[LinkKind::Calendar]);
    let met: Vec<_> = of_region(&view.record.meetings, region)
        .filter(|own| within(own.what.on, view.as_of, 3))
        .collect();
    if communication.ruling != Ruling::Pass && !met.is_empty() {
        let last = met.iter().map(|own| own.what.on).max();
        communication =
            mark("continuous communication", last, met.iter().map(|own| own.event).collect());
    }
    vec![
        agenda,
        linked("shared measurement", &[LinkKind::Measures]),
        linked(
            "mutually reinforcing activities",
            &[LinkKind::Coordinates, LinkKind::Delivery, LinkKind::Referral],
        ),
        communication,
        linked("backbone", &[LinkKind::Backbone]),
    ]
}

fn mark(name: &'static str, since: Option<Date>, evidence: Vec<u64>) -> Mark {
    Mark { name, ruling: Ruling::known(since.is_some()), since, evidence }
}
