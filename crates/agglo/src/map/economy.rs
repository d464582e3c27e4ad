//! The economy card: jobs, establishments and pay of a region beside the nation's.

use crate::base::classification::Classification;
use crate::base::estimate::{Answer, Provenance};
use crate::base::id::{IndustryId, RegionId};
use crate::map::diversity::hachman_of;
use crate::map::history::History;
use crate::map::indicator::{Better, Indicator};
use crate::map::place::{Place, answer, ratio};
use crate::panel::{Cell, Panel, Structure};

/// Jobs of private and of all owners, establishments, mean pay, likeness to the nation's industry mix, and
/// growth of jobs where a history is given.
pub fn economy(
    structure: &Structure,
    classification: &Classification,
    history: Option<&History>,
    place: Place<'_>,
) -> Vec<Indicator> {
    let nation = RegionId::from(RegionId::NATION);
    let nation = Place::unit(&nation);
    let mut card = Vec::new();
    for count in counts(structure) {
        card.push(count.indicator(structure, place, nation));
    }
    for (name, title, pay, jobs) in pays(structure) {
        let source = pay.axes().source.clone();
        let mean = |place: Place<'_>| -> Answer {
            ratio(
                total(pay, place),
                total(jobs, place),
                Provenance::new("mean_pay/1", [source.clone()]),
            )
        };
        card.push(Indicator {
            name: name.to_owned(),
            title: title.to_owned(),
            unit: "dollars a job".to_owned(),
            year: pay.axes().years.first().copied(),
            better: Better::More,
            value: mean(place).into(),
            nation: mean(nation).into(),
        });
    }
    card.push(Indicator {
        name: "hachman".to_owned(),
        title: "Likeness to the nation's industry mix".to_owned(),
        unit: "ratio, 0 to 1".to_owned(),
        year: structure.establishments.axes().years.first().copied(),
        better: Better::Neither,
        value: hachman_of(structure, classification, place).into(),
        nation: hachman_of(structure, classification, nation).into(),
    });
    card.extend(history.into_iter().flat_map(growth));
    card
}

struct Count<'a> {
    name: &'static str,
    title: &'static str,
    unit: &'static str,
    panel: &'a Panel,
}

impl Count<'_> {
    fn indicator(&self, structure: &Structure, place: Place<'_>, nation: Place<'_>) -> Indicator {
        let axes = structure.employment.axes();
        let value = |place: Place<'_>| {
            let source = self.panel.axes().source.clone();
            answer(total(self.panel, place), Provenance::new("count/1", [source]))
        };
        Indicator {
            name: self.name.to_owned(),
            title: self.title.to_owned(),
            unit: self.unit.to_owned(),
            year: axes.years.first().copied(),
            better: Better::More,
            value: value(place).into(),
            nation: value(nation).into(),
        }
    }
}

fn counts(structure: &Structure) -> [Count<'_>; 4] {
    let count = |name, title, unit, panel| Count { name, title, unit, panel };
    let base = &structure.base;
    [
        count("jobs_private", "Private jobs", "jobs", &structure.employment),
        count("jobs_all_owners", "Jobs of all owners", "jobs", &base.employment),
        count(
            "establishments_private",
            "Private establishments",
            "establishments",
            &structure.establishments,
        ),
        count(
            "establishments_all_owners",
            "Establishments of all owners",
            "establishments",
            &base.establishments,
        ),
    ]
}

fn pays(structure: &Structure) -> [(&'static str, &'static str, &Panel, &Panel); 2] {
    let base = &structure.base;
    [
        ("mean_pay", "Mean pay, private jobs", &structure.pay, &structure.employment),
        ("mean_pay_all_owners", "Mean pay, jobs of all owners", &base.pay, &base.employment),
    ]
}

fn total(panel: &Panel, place: Place<'_>) -> Cell {
    place.cell(panel, 0, IndustryId::TOTAL)
}

/// Growth of jobs over each span of the history.
fn growth(history: &History) -> Vec<Indicator> {
    let spans = history.growth.iter().map(|span| Indicator {
        name: format!("job_growth_{}_{}", span.from, span.to),
        title: format!("Growth of all jobs, {} to {}", span.from, span.to),
        unit: "percent a year".to_owned(),
        year: Some(span.to),
        better: Better::More,
        value: span.region.clone(),
        nation: span.nation.clone(),
    });
    spans.collect()
}
