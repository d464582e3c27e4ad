//! What each initiative can still pick, once others have picked.

use crate::plan::programme::model::{Model, within};

/// Left out, among the choices of an initiative; the other bits are years.
pub(crate) const OUT: u64 = 1 << 63;

/// What each initiative can still pick.
pub(crate) type Choices = Vec<u64>;

/// Whether an initiative must start.
pub(crate) fn must(choice: u64) -> bool {
    choice & OUT == 0
}

/// Whether only one pick is left.
pub(crate) fn is_one(choice: u64) -> bool {
    choice.is_power_of_two()
}

fn earliest(choice: u64) -> Option<usize> {
    let starts = choice & !OUT;
    (starts != 0).then(|| starts.trailing_zeros() as usize)
}

fn latest(choice: u64) -> Option<usize> {
    let starts = choice & !OUT;
    (starts != 0).then(|| 63 - starts.leading_zeros() as usize)
}

/// Years before one, as bits.
fn before(year: usize) -> u64 {
    if year >= 63 { !OUT } else { (1 << year) - 1 }
}

/// The plan of choices that are all made.
pub(crate) fn made(choices: &Choices) -> Option<Vec<Option<usize>>> {
    choices.iter().all(|&choice| is_one(choice)).then(|| starts(choices))
}

/// What starts for certain, at its earliest.
fn starts(choices: &Choices) -> Vec<Option<usize>> {
    choices.iter().map(|&choice| if must(choice) { earliest(choice) } else { None }).collect()
}

impl Model {
    /// All picks that the horizon and what is forced leave.
    pub(crate) fn choices(&self) -> Choices {
        let mut choices: Choices = self.acts.iter().map(|act| before(act.starts) | OUT).collect();
        for &(at, is_in) in &self.forced {
            choices[at] &= if is_in { !OUT } else { OUT };
        }
        choices
    }

    /// Takes away what cannot be picked any more; whether a plan may be left.
    pub(crate) fn propagate(&self, choices: &mut Choices) -> bool {
        loop {
            let was = choices.clone();
            if !(self.by_counts(choices)
                && self.by_orders(choices)
                && self.by_limits(choices)
                && self.by_equity(choices))
                || choices.contains(&0)
            {
                return false;
            }
            if was == *choices {
                return self.partners.is_empty() || self.can_carry(&starts(choices)) != Some(false);
            }
        }
    }

    fn by_counts(&self, choices: &mut Choices) -> bool {
        for count in &self.counts {
            let can: Vec<usize> =
                count.members.iter().copied().filter(|&at| choices[at] & !OUT != 0).collect();
            if count.at_most {
                if let Some(&one) = can.iter().find(|&&at| must(choices[at])) {
                    for &at in can.iter().filter(|&&at| at != one) {
                        choices[at] &= OUT;
                    }
                }
            } else {
                match can.as_slice() {
                    [] => return false,
                    [one] => choices[*one] &= !OUT,
                    _ => {}
                }
            }
        }
        true
    }

    fn by_orders(&self, choices: &mut Choices) -> bool {
        for order in &self.orders {
            match earliest(choices[order.first]) {
                Some(first) => choices[order.then] &= !before(first + order.lead),
                None => choices[order.then] &= OUT,
            }
            if must(choices[order.then]) {
                let Some(last) = latest(choices[order.then]) else { return false };
                let Some(last) = last.checked_sub(order.lead) else { return false };
                choices[order.first] &= before(last + 1);
            }
        }
        true
    }

    fn by_limits(&self, choices: &mut Choices) -> bool {
        for limit in &self.limits {
            let taken = |at: usize, start: usize| self.takes(limit, at, start);
            let years = |choice: u64| (0..self.years).filter(move |year| choice >> year & 1 == 1);
            let least = |at: usize| {
                if must(choices[at]) {
                    years(choices[at]).map(|start| taken(at, start)).fold(f64::MAX, f64::min)
                } else {
                    0.0
                }
            };
            let leasts: Vec<f64> = (0..choices.len()).map(least).collect();
            let base: f64 = leasts.iter().sum();
            if !within(base, limit.most) {
                return false;
            }
            for (at, least) in leasts.iter().enumerate() {
                for start in years(choices[at]) {
                    if !within(base - least + taken(at, start), limit.most) {
                        choices[at] &= !(1 << start);
                    }
                }
            }
        }
        true
    }

    fn by_equity(&self, choices: &mut Choices) -> bool {
        let Some(phi) = self.equity else { return true };
        let weigh = |at: usize| (self.acts[at].share - phi) * self.acts[at].benefit;
        let size: f64 = self.acts.iter().map(|act| act.benefit.abs()).sum();
        let most: f64 = (0..choices.len())
            .map(|at| match (must(choices[at]), choices[at] & !OUT != 0) {
                (true, _) => weigh(at),
                (false, true) => weigh(at).max(0.0),
                (false, false) => 0.0,
            })
            .sum();
        // The slack of the final judgement is on what is chosen, at most this.
        let slack = 1e-9 * size.max(1e-12);
        if most < -slack {
            return false;
        }
        for (at, choice) in choices.iter_mut().enumerate() {
            if !must(*choice) && most + weigh(at).min(0.0) < -slack {
                *choice &= OUT;
            }
        }
        true
    }
}
