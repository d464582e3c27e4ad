//! X1: every initiative has an end of its funding, and an owner or an income after it.

use crate::engage::gates::{Finding, Leg, Subject, View, many};
use crate::engage::ours_not_theirs;
use crate::engage::record::latest;
use crate::engage::{Gate, Ruling};

/// The gate.
pub(super) fn finding(view: &View<'_>) -> Finding {
    let mut subjects = Vec::new();
    for (id, told) in latest(&view.record.initiatives, view.region.id) {
        let own = &told.what;
        let after = own.owner_after.as_ref().or(own.revenue_after.as_ref());
        let legs = vec![
            Leg::new(
                "end",
                Ruling::known(own.ends.is_some()),
                own.ends
                    .map_or("no end of funding".to_owned(), |day| format!("funded until {day}")),
            ),
            Leg::new(
                "after",
                Ruling::known(after.is_some()),
                after.map_or("no owner and no income after it".to_owned(), |who| {
                    format!("then {who}")
                }),
            ),
        ];
        subjects.push(Subject {
            id: id.to_owned(),
            name: own.name.clone(),
            ruling: Ruling::all(legs.iter().map(|leg| leg.ruling)),
            legs,
            evidence: vec![told.event],
        });
    }
    let ruling = Ruling::all(subjects.iter().map(|own| own.ruling));
    let open: Vec<&str> = subjects
        .iter()
        .filter(|own| own.ruling != Ruling::Pass)
        .map(|own| own.id.as_str())
        .collect();
    let found = match (subjects.len(), open.len()) {
        (0, _) => "no initiative is recorded".to_owned(),
        (all, 0) => {
            format!("{}, each with what comes after", many(all, "initiative", "initiatives"))
        }
        (all, open) => {
            format!("{open} of {} without what comes after", many(all, "initiative", "initiatives"))
        }
    };
    let step = open.first().map_or(String::new(), |id| {
        format!("say for {id} when its funding ends and who owns it then: --ends D --owner-after X")
    });
    let evidence = subjects.iter().flat_map(|own| own.evidence.clone()).collect();
    Finding { subjects, evidence, ..Finding::new(Gate::X1, ruling, found) }.next(step)
}

/// Initiatives that cite nothing that anybody said.
pub(super) fn ours(view: &View<'_>) -> Vec<String> {
    let all = latest(&view.record.initiatives, view.region.id);
    let cites: Vec<(String, Vec<String>)> = all
        .into_iter()
        .map(|(id, own)| (id.to_owned(), own.what.cites.iter().map(ToString::to_string).collect()))
        .collect();
    let pairs = cites.iter().map(|(id, cites)| (id.as_str(), cites.as_slice()));
    ours_not_theirs(pairs).into_iter().map(str::to_owned).collect()
}
