//! What a full plan chooses from: candidates of a programme's record or of the catalogue, laid out as a programme.

mod asked;
mod candidate;
mod draws;
mod of_catalogue;
#[cfg(feature = "ledger")]
mod of_ledger;
mod of_record;
mod said;
mod shortlist;
mod spill;

use std::collections::{BTreeMap, BTreeSet};

use crate::base::error::Error;
use crate::plan::Gate;
use crate::plan::full::Ground;
use crate::plan::instance::draws::scenarios;
use crate::plan::instance::shortlist::shortlist;
use crate::plan::programme::{Duty, Element, Partner, Programme};

pub use asked::{FullRequest, FullRules, NODES};
pub(crate) use candidate::{Candidate, Doubt, Outside};
pub(crate) use draws::{TAKE_UP, strata, take_up};
#[cfg(feature = "ledger")]
pub use of_ledger::{goal, said};
pub(crate) use of_record::whole_years;
pub use said::{Said, SaidInitiative, SaidPartner};

/// Scenarios that a choice is made over, and those in which the chosen plan is looked at afterwards.
pub(crate) const SCENARIOS: usize = 16;
pub(crate) const SCENARIOS_AFTER: usize = 64;
/// What a partner can carry of whom nobody recorded it: no limit.
const UNLIMITED: f64 = 1e12;

/// Candidates and the programme that they make.
#[derive(Clone, Debug)]
pub(crate) struct Instance {
    pub(crate) ground: Ground,
    /// In the order of ids: positions are those of the programme's model.
    pub(crate) candidates: Vec<Candidate>,
    pub(crate) outside: Vec<Outside>,
    pub(crate) programme: Programme,
    /// Candidates that were not looked at, because there are too many.
    pub(crate) unread: usize,
    /// Duties that nothing can fulfil.
    pub(crate) without_means: Vec<String>,
}

impl Instance {
    /// Lays out what is asked for.
    ///
    /// # Errors
    ///
    /// `E0104` for an element or an initiative that is not there, `E0323` for a number out of its range.
    pub(crate) fn new(asked: &FullRequest<'_>) -> Result<Self, Error> {
        let recorded = asked.said.as_ref().filter(|said| !said.initiatives.is_empty());
        let (ground, (mut candidates, outside)) = match recorded {
            Some(said) => (Ground::Record, of_record::candidates(asked, said)?),
            None => (Ground::Catalogue, of_catalogue::candidates(asked)?),
        };
        candidates.sort_by(|a, b| a.id.cmp(&b.id));
        let forced = forced(asked, ground, &candidates, &outside)?;
        let unread = shortlist(asked, &mut candidates, &forced.keep());
        let elements: Vec<String> =
            asked.base.needs.iter().map(|need| need.element.to_string()).collect();
        let initiatives = candidates.iter().map(|own| own.initiative(&elements)).collect();
        let mut programme = Programme::new(asked.rho(), levels(asked), initiatives, asked.budget());
        programme.carry_over = asked.carry_over;
        programme.staff = asked.rules.staff_days.map(|days| vec![days; programme.budget.len()]);
        programme.first_year = Some(asked.year(0));
        programme.exclusions = exclusions(ground, &candidates);
        let (duties, without_means) = duties(asked, ground, &candidates);
        programme.duties = duties;
        programme.duties.extend(forced.kinds);
        programme.partners = partners(asked, &candidates, programme.budget.len());
        programme.equity = asked.rules.phi;
        programme.risk = asked.rules.risk;
        programme.scenarios = scenarios(&candidates, asked.rules.seed, SCENARIOS);
        programme.forced_in = forced.inside;
        programme.forced_out = forced.out;
        Ok(Self { ground, candidates, outside, programme, unread, without_means })
    }

    /// The programme in more scenarios.
    pub(crate) fn in_scenarios(&self, seed: u64, count: usize) -> Programme {
        let scenarios = scenarios(&self.candidates, seed, count);
        Programme { scenarios, ..self.programme.clone() }
    }

    /// The candidate of an id.
    pub(crate) fn candidate(&self, id: &str) -> Option<&Candidate> {
        let at = self.candidates.binary_search_by(|own| own.id.as_str().cmp(id)).ok()?;
        self.candidates.get(at)
    }
}

/// Elements with the levels that a choice starts from; weights as the blueprint gives them.
fn levels(asked: &FullRequest<'_>) -> Vec<Element> {
    let element = |need: &crate::plan::Need| Element {
        id: need.element.to_string(),
        weight: need.weight,
        level: need.level_for_choice(),
    };
    asked.base.needs.iter().map(element).collect()
}

/// What is forced, as the programme reads it.
struct Forced {
    inside: Vec<String>,
    out: Vec<String>,
    /// One size of a kind at least.
    kinds: Vec<Duty>,
}

impl Forced {
    fn keep(&self) -> BTreeSet<String> {
        let kinds = self.kinds.iter().flat_map(|duty| duty.members.iter().cloned());
        self.inside.iter().chain(&self.out).cloned().chain(kinds).collect()
    }
}

fn forced(
    asked: &FullRequest<'_>,
    ground: Ground,
    candidates: &[Candidate],
    outside: &[Outside],
) -> Result<Forced, Error> {
    let mut forced = Forced { inside: Vec::new(), out: Vec::new(), kinds: Vec::new() };
    let sizes = |id: &str| -> Vec<String> {
        let of_kind = candidates.iter().filter(|own| {
            own.id == id || (ground == Ground::Catalogue && own.id.starts_with(&format!("{id}/")))
        });
        of_kind.map(|own| own.id.clone()).collect()
    };
    for id in &asked.rules.forced_in {
        let members = sizes(id);
        match members.as_slice() {
            [] => return Err(no_candidate(id, candidates, outside)),
            [one] if one == id => forced.inside.push(id.clone()),
            _ => forced.kinds.push(Duty { id: format!("in:{id}"), members }),
        }
    }
    for id in &asked.rules.forced_out {
        let members = sizes(id);
        if members.is_empty() && outside.iter().all(|own| own.id != *id) {
            return Err(no_candidate(id, candidates, outside));
        }
        forced.out.extend(members);
    }
    Ok(forced)
}

fn no_candidate(id: &str, candidates: &[Candidate], outside: &[Outside]) -> Error {
    if let Some(own) = outside.iter().find(|own| own.id == id) {
        let what = format!("`{id}` cannot be planned: {}", own.reason);
        return Error::new("E0104", what);
    }
    let some: Vec<&str> = candidates.iter().take(12).map(|own| own.id.as_str()).collect();
    let known = if some.is_empty() { "none".to_owned() } else { some.join(", ") };
    Error::new("E0104", format!("no initiative `{id}`")).hint(format!("candidates: {known}"))
}

/// Pairs that exclude each other, and sizes of one kind with one aim.
fn exclusions(ground: Ground, candidates: &[Candidate]) -> Vec<Vec<String>> {
    let known: BTreeSet<&str> = candidates.iter().map(|own| own.id.as_str()).collect();
    let mut sets: BTreeSet<Vec<String>> = BTreeSet::new();
    for own in candidates {
        for other in own.excludes.iter().filter(|id| known.contains(id.as_str())) {
            let mut pair = vec![own.id.clone(), other.clone()];
            pair.sort();
            pair.dedup();
            sets.insert(pair);
        }
    }
    if ground == Ground::Catalogue {
        let mut kinds: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for own in candidates {
            let (what, _) = own.id.rsplit_once('/').unwrap_or((own.id.as_str(), ""));
            kinds.entry(what).or_default().push(own.id.clone());
        }
        sets.extend(kinds.into_values());
    }
    sets.into_iter().filter(|set| set.len() > 1).collect()
}

/// Duties with who can fulfil them; and those that nothing can.
fn duties(
    asked: &FullRequest<'_>,
    ground: Ground,
    candidates: &[Candidate],
) -> (Vec<Duty>, Vec<String>) {
    let (mut duties, mut without) = (Vec::new(), Vec::new());
    for rule in ["E1", "P1"] {
        let passes = asked.said.as_ref().is_some_and(|said| said.gate(rule) == Gate::Pass);
        if passes {
            continue;
        }
        let able = candidates.iter().filter(|own| own.duties.iter().any(|own| own == rule));
        let members: Vec<String> = able.map(|own| own.id.clone()).collect();
        if members.is_empty() {
            without.push(rule.to_owned());
        } else if ground == Ground::Catalogue || !members.is_empty() {
            duties.push(Duty { id: rule.to_owned(), members });
        }
    }
    (duties, without)
}

/// Partners as carriers: unknown carries nothing, as a failure does.
fn partners(asked: &FullRequest<'_>, candidates: &[Candidate], years: usize) -> Vec<Partner> {
    let Some(said) = &asked.said else { return Vec::new() };
    let named: BTreeSet<&str> =
        candidates.iter().flat_map(|own| own.carriers.iter().map(String::as_str)).collect();
    let known = said.partners.iter().filter(|own| named.contains(own.id.as_str()));
    known
        .map(|own| Partner {
            id: own.id.clone(),
            passes: own.gate == Gate::Pass,
            capacity: own.staff_days.map_or(UNLIMITED, |days| days * years as f64),
        })
        .collect()
}
