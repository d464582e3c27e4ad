//! A programme laid out by position: initiatives in the order of their ids, constraints with their names.

use std::collections::{BTreeMap, BTreeSet};

use agglo_stats::float::{powf, sum};

use crate::base::error::Error;
use crate::plan::programme::group::Group;
use crate::plan::programme::value::{Curve, Starts};
use crate::plan::programme::{Initiative, Programme, Risk};

/// Slack within which an amount keeps its limit, relative to the limit.
const SLACK: f64 = 1e-9;

/// A programme laid out by position.
#[derive(Clone, Debug)]
pub struct Model {
    pub(crate) curve: Curve,
    pub(crate) rho: f64,
    pub(crate) ids: Vec<String>,
    pub(crate) years: usize,
    /// Share of each year in the value.
    pub(crate) discounts: Vec<f64>,
    pub(crate) weights: Vec<f64>,
    pub(crate) levels: Vec<f64>,
    pub(crate) scenarios: usize,
    pub(crate) acts: Vec<Act>,
    pub(crate) limits: Vec<Limit>,
    pub(crate) orders: Vec<Order>,
    /// At least, at most, of whom.
    pub(crate) counts: Vec<Count>,
    pub(crate) partners: Vec<Carrier>,
    pub(crate) equity: Option<f64>,
    pub(crate) risk: Option<Risk>,
    /// Initiatives that must be in, or out.
    pub(crate) forced: Vec<(usize, bool)>,
}

/// An initiative by position.
#[derive(Clone, Debug)]
pub(crate) struct Act {
    pub(crate) cost: Vec<f64>,
    pub(crate) staff: Vec<f64>,
    pub(crate) rises: Vec<(usize, f64)>,
    pub(crate) take_up: Vec<f64>,
    pub(crate) delay: usize,
    pub(crate) benefit: f64,
    pub(crate) share: f64,
    pub(crate) carriers: Vec<usize>,
    pub(crate) load: f64,
    pub(crate) needed: usize,
    /// It can start in years before this one, so that it ends within the plan.
    pub(crate) starts: usize,
}

/// What may be spent of money or of staff in a run of years.
#[derive(Clone, Debug)]
pub(crate) struct Limit {
    pub(crate) staff: bool,
    pub(crate) first: usize,
    pub(crate) last: usize,
    pub(crate) most: f64,
    pub(crate) group: Group,
}

/// Who comes before whom, and how long.
#[derive(Clone, Debug)]
pub(crate) struct Order {
    pub(crate) first: usize,
    pub(crate) then: usize,
    pub(crate) lead: usize,
    pub(crate) group: Group,
}

/// How many of a set start.
#[derive(Clone, Debug)]
pub(crate) struct Count {
    pub(crate) members: Vec<usize>,
    /// At most one; else at least one.
    pub(crate) at_most: bool,
    pub(crate) group: Group,
}

/// A partner by position.
#[derive(Clone, Debug)]
pub(crate) struct Carrier {
    pub(crate) id: String,
    pub(crate) passes: bool,
    pub(crate) capacity: f64,
}

impl Model {
    /// Lays a programme out.
    ///
    /// # Errors
    ///
    /// As [`Programme::check`].
    pub fn new(programme: &Programme) -> Result<Self, Error> {
        programme.check()?;
        let mut order: Vec<&Initiative> = programme.initiatives.iter().collect();
        order.sort_by(|a, b| a.id.cmp(&b.id));
        let positions: BTreeMap<&str, usize> =
            order.iter().enumerate().map(|(at, initiative)| (initiative.id.as_str(), at)).collect();
        let years = programme.budget.len();
        let discounts: Vec<f64> = (0..years).map(|t| powf(programme.discount, t as f64)).collect();
        let total = sum(discounts.iter().copied());
        let partners = programme.partners.iter();
        Ok(Self {
            curve: Curve::new(programme.rho),
            rho: programme.rho,
            ids: order.iter().map(|initiative| initiative.id.clone()).collect(),
            years,
            discounts: discounts.iter().map(|discount| discount / total).collect(),
            weights: programme.elements.iter().map(|element| element.weight).collect(),
            levels: programme.elements.iter().map(|element| element.level).collect(),
            scenarios: programme.scenarios.len().max(1),
            acts: order.iter().map(|initiative| act(programme, initiative)).collect(),
            limits: limits(programme),
            orders: orders(&order, &positions),
            counts: counts(programme, &positions),
            partners: partners
                .map(|p| Carrier { id: p.id.clone(), passes: p.passes, capacity: p.capacity })
                .collect(),
            equity: programme.equity,
            risk: programme.risk,
            forced: forced(programme, &positions),
        })
    }

    /// Ids of the initiatives, in order: a position is a place in this list.
    pub fn ids(&self) -> &[String] {
        &self.ids
    }

    /// The constraints that can stand in a conflict, sorted.
    pub fn groups(&self) -> BTreeSet<Group> {
        let mut groups: BTreeSet<Group> = self.limits.iter().map(|l| l.group.clone()).collect();
        groups.extend(self.orders.iter().map(|order| order.group.clone()));
        groups.extend(self.counts.iter().map(|count| count.group.clone()));
        groups.extend(self.forced.iter().map(|&(at, _)| Group::Force(self.ids[at].clone())));
        groups.extend(self.equity.map(|_| Group::Equity));
        groups.extend(self.risk.map(|_| Group::Risk));
        if self.acts.iter().any(|act| act.needed > 0) {
            groups.extend(self.partners.iter().map(|p| Group::Partner(p.id.clone())));
        }
        groups
    }

    /// The same without some of its constraints.
    #[must_use]
    pub fn without(&self, dropped: &BTreeSet<Group>) -> Self {
        let mut less = self.clone();
        less.limits.retain(|limit| !dropped.contains(&limit.group));
        less.orders.retain(|order| !dropped.contains(&order.group));
        less.counts.retain(|count| !dropped.contains(&count.group));
        less.forced.retain(|&(at, _)| !dropped.contains(&Group::Force(self.ids[at].clone())));
        if dropped.contains(&Group::Equity) {
            less.equity = None;
        }
        if dropped.contains(&Group::Risk) {
            less.risk = None;
        }
        for partner in &mut less.partners {
            if dropped.contains(&Group::Partner(partner.id.clone())) {
                partner.passes = true;
                partner.capacity = f64::MAX;
            }
        }
        less
    }

    /// Money spent in each year.
    pub fn cost_by_year(&self, starts: &Starts) -> Vec<f64> {
        self.spent(starts, |act| &act.cost)
    }

    fn spent(&self, starts: &Starts, of: impl Fn(&Act) -> &Vec<f64>) -> Vec<f64> {
        let mut years = vec![0.0; self.years];
        for (act, start) in self.acts.iter().zip(starts) {
            let Some(start) = start else { continue };
            for (after, amount) in of(act).iter().enumerate() {
                if let Some(year) = years.get_mut(start + after) {
                    *year += amount;
                }
            }
        }
        years
    }

    /// Money of all years.
    pub fn cost(&self, starts: &Starts) -> f64 {
        sum(self.cost_by_year(starts))
    }

    /// What a limit's run of years takes.
    pub(crate) fn taken(&self, limit: &Limit, starts: &Starts) -> f64 {
        let spent = self.spent(starts, |act| if limit.staff { &act.staff } else { &act.cost });
        sum(spent[limit.first..=limit.last].iter().copied())
    }

    /// What one start takes of a limit's run of years.
    pub(crate) fn takes(&self, limit: &Limit, at: usize, start: usize) -> f64 {
        let act = &self.acts[at];
        let amounts = if limit.staff { &act.staff } else { &act.cost };
        let first = limit.first.saturating_sub(start).min(amounts.len());
        let last = (limit.last + 1).saturating_sub(start).min(amounts.len());
        amounts[first..last].iter().sum()
    }

    /// Share of the benefit that reaches underserved places; none without benefit.
    pub fn share_underserved(&self, starts: &Starts) -> Option<f64> {
        let chosen = || self.acts.iter().zip(starts).filter(|(_, start)| start.is_some());
        let all = sum(chosen().map(|(act, _)| act.benefit));
        (all.abs() > 1e-12).then(|| sum(chosen().map(|(act, _)| act.share * act.benefit)) / all)
    }

    /// Whether a plan keeps everything that does not need partners or scenarios.
    pub(crate) fn keeps(&self, starts: &Starts) -> bool {
        let started = |at: &usize| starts[*at].is_some();
        self.forced.iter().all(|&(at, is_in)| started(&at) == is_in)
            && self.orders.iter().all(|order| match (starts[order.first], starts[order.then]) {
                (Some(first), Some(then)) => first + order.lead <= then,
                (None, Some(_)) => false,
                (_, None) => true,
            })
            && self.counts.iter().all(|count| {
                let many = count.members.iter().filter(|at| started(at)).count();
                if count.at_most { many <= 1 } else { many >= 1 }
            })
            && self.fair(starts)
            && self.limits.iter().all(|limit| within(self.taken(limit, starts), limit.most))
    }

    fn fair(&self, starts: &Starts) -> bool {
        let Some(phi) = self.equity else { return true };
        let chosen = || self.acts.iter().zip(starts).filter(|(_, start)| start.is_some());
        let size = sum(chosen().map(|(act, _)| act.benefit.abs()));
        sum(chosen().map(|(act, _)| (act.share - phi) * act.benefit)) >= -SLACK * size.max(1e-12)
    }

    /// Whether the values of scenarios keep the floor under the bad ones.
    pub(crate) fn safe(&self, values: &[f64]) -> bool {
        let reaches = |value: f64, floor: f64| {
            let least = self.curve.at(floor);
            value >= least - SLACK * least.abs().max(1e-12)
        };
        match self.risk {
            None => true,
            Some(Risk::Tail { alpha, floor }) => {
                reaches(crate::plan::programme::value::tail(values, alpha), floor)
            }
            Some(Risk::Chance { share, floor }) => {
                let good = values.iter().filter(|&&value| reaches(value, floor)).count();
                good as f64 >= share * values.len() as f64 - SLACK
            }
        }
    }
}

/// Whether an amount keeps its limit.
pub(crate) fn within(taken: f64, most: f64) -> bool {
    taken <= most + SLACK * most.abs().max(1e-3)
}

fn act(programme: &Programme, initiative: &Initiative) -> Act {
    let years = programme.budget.len();
    let element = |id: &String| programme.elements.iter().position(|element| element.id == *id);
    let partner = |id: &String| programme.partners.iter().position(|partner| partner.id == *id);
    let spends = initiative.cost.iter().rposition(|&cost| cost > 0.0).map_or(1, |last| last + 1);
    let up = programme.scenarios.iter().map(|up| up.get(&initiative.id).copied().unwrap_or(1.0));
    let up: Vec<f64> = up.collect();
    Act {
        cost: initiative.cost[..spends].to_vec(),
        staff: initiative.staff_days.clone(),
        rises: initiative
            .effects
            .iter()
            .filter_map(|(id, &rise)| element(id).map(|element| (element, rise)))
            .collect(),
        take_up: if up.is_empty() { vec![1.0] } else { up },
        delay: initiative.delay,
        benefit: initiative.benefit,
        share: initiative.share_underserved,
        carriers: initiative.carriers.iter().filter_map(partner).collect(),
        load: initiative.load,
        needed: initiative.carriers_needed,
        starts: (years + 1).saturating_sub(spends),
    }
}

fn limits(programme: &Programme) -> Vec<Limit> {
    let name = |year: usize| match programme.first_year {
        Some(first) => (usize::from(first.0) + year).to_string(),
        None => year.to_string(),
    };
    let years = 0..programme.budget.len();
    let money = years.clone().map(|year| Limit {
        staff: false,
        first: if programme.carry_over { 0 } else { year },
        last: year,
        most: if programme.carry_over {
            sum(programme.budget[..=year].iter().copied())
        } else {
            programme.budget[year]
        },
        group: Group::Budget(name(year)),
    });
    let staff = programme.staff.iter().flat_map(|staff| {
        let days = staff.iter().enumerate();
        days.map(|(year, &most)| Limit {
            staff: true,
            first: year,
            last: year,
            most,
            group: Group::Staff(name(year)),
        })
    });
    money.chain(staff).collect()
}

fn orders(order: &[&Initiative], positions: &BTreeMap<&str, usize>) -> Vec<Order> {
    let mut orders = Vec::new();
    for (then, initiative) in order.iter().enumerate() {
        for before in &initiative.prerequisites {
            if let Some(&first) = positions.get(before.id.as_str()) {
                let group = Group::Prerequisite(before.id.clone(), initiative.id.clone());
                orders.push(Order { first, then, lead: before.lead, group });
            }
        }
    }
    orders
}

fn counts(programme: &Programme, positions: &BTreeMap<&str, usize>) -> Vec<Count> {
    let sorted = |ids: &[String]| -> Vec<usize> {
        let set: BTreeSet<usize> =
            ids.iter().filter_map(|id| positions.get(id.as_str()).copied()).collect();
        set.into_iter().collect()
    };
    let exclusions = programme.exclusions.iter().map(|ids| {
        let names: BTreeSet<String> = ids.iter().cloned().collect();
        let group = Group::Exclusion(names.into_iter().collect());
        Count { members: sorted(ids), at_most: true, group }
    });
    let duties = programme.duties.iter().map(|duty| Count {
        members: sorted(&duty.members),
        at_most: false,
        group: Group::Duty(duty.id.clone()),
    });
    exclusions.chain(duties).collect()
}

fn forced(programme: &Programme, positions: &BTreeMap<&str, usize>) -> Vec<(usize, bool)> {
    let of = |ids: &[String], is_in: bool| -> Vec<(usize, bool)> {
        let known = ids.iter().filter_map(|id| positions.get(id.as_str()));
        known.map(|&at| (at, is_in)).collect()
    };
    let mut forced = of(&programme.forced_in, true);
    forced.extend(of(&programme.forced_out, false));
    forced
}
