//! The economy card: jobs, establishments and pay of a region beside the nation's.

use crate::base::estimate::{Answer, Provenance};
use crate::base::id::{IndustryId, RegionId};
use crate::map::diversity::{effective_of, hachman_of};
use crate::map::history::History;
use crate::map::indicator::{Better, Indicator};
use crate::map::people;
use crate::map::place::{Place, answer, ratio};
use crate::map::profile::Inputs;
use crate::panel::{Cell, Panel, Structure};

/// Jobs of private and of all owners, establishments, mean pay, likeness to the nation's industry mix, and
/// growth of jobs where a history is given. Where a country counts neither owners nor establishments: what it
/// counts, and what its tables say of the economy beside it.
pub fn economy(inputs: &Inputs<'_>, history: Option<&History>, place: Place<'_>) -> Vec<Indicator> {
    let Inputs { structure, classification, terms, .. } = *inputs;
    if !terms.counted.has_establishments {
        return counted(inputs, history, place);
    }
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
        value: hachman_of(structure, classification, terms, place).into(),
        nation: hachman_of(structure, classification, terms, nation).into(),
    });
    card.extend(history.into_iter().flat_map(|history| growth(history, "all jobs")));
    card
}

/// The role of a fact that describes an economy.
const ROLE: &str = "economy";

/// The card of a country that counts one quantity by industry.
fn counted(inputs: &Inputs<'_>, history: Option<&History>, place: Place<'_>) -> Vec<Indicator> {
    let Inputs { structure, classification, facts, terms, .. } = *inputs;
    let whole = RegionId::from(RegionId::NATION);
    let whole = Place::unit(&whole);
    let (panel, counted) = (&structure.base.employment, &terms.counted);
    let year = panel.axes().years.first().copied();
    let size = |place: Place<'_>| {
        answer(total(panel, place), Provenance::new("count/1", [panel.axes().source.clone()]))
    };
    let line = |name: &str, title: String, unit: &str, [value, nation]: [Answer; 2]| Indicator {
        name: name.to_owned(),
        title,
        unit: unit.to_owned(),
        year,
        better: Better::Neither,
        value: value.into(),
        nation: nation.into(),
    };
    let name = if terms.counts_jobs() { "employment" } else { "value_added" };
    let mut size_line =
        line(name, counted.title.clone(), &counted.unit, [size(place), size(whole)]);
    size_line.better = Better::More;
    let mut card = vec![size_line];
    let described = facts.definitions().filter(|fact| fact.role == ROLE);
    card.extend(described.map(|fact| people::against_whole(facts, fact, place)));
    let mix = |place| hachman_of(structure, classification, terms, place);
    card.push(line(
        "hachman",
        format!("Likeness to {}'s industry mix", terms.words.the_whole),
        "ratio, 0 to 1",
        [mix(place), mix(whole)],
    ));
    let breadth = |place| effective_of(structure, classification, terms, place);
    card.push(line(
        "effective_industries",
        "Equal industries that would be as diverse".to_owned(),
        "count",
        [breadth(place), breadth(whole)],
    ));
    let growing = history.into_iter();
    card.extend(growing.flat_map(|history| growth(history, &terms.counted.noun)));
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

/// Growth over each span of the history.
fn growth(history: &History, of: &str) -> Vec<Indicator> {
    let name = if history.counts.is_none() { "job_growth" } else { "growth" };
    let spans = history.growth.iter().map(|span| Indicator {
        name: format!("{name}_{}_{}", span.from, span.to),
        title: format!("Growth of {of}, {} to {}", span.from, span.to),
        unit: "percent a year".to_owned(),
        year: Some(span.to),
        better: Better::More,
        value: span.region.clone(),
        nation: span.nation.clone(),
    });
    spans.collect()
}
