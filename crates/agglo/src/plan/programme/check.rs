//! Refusing a programme that contradicts itself before anything is chosen.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::error::Error;
use crate::plan::programme::{Initiative, Programme, Risk};

/// Most years of a plan.
const YEARS: usize = 50;
/// Most initiatives of a programme: what a search can hold and look at in bounded memory and nodes.
const INITIATIVES: usize = 1_000;
/// Largest amount that is still counted exactly.
const ASTRONOMIC: f64 = 1e15;

impl Programme {
    /// Refuses what cannot be meant.
    ///
    /// # Errors
    ///
    /// `E0323` for a number out of its range, `E0104` for an id that nothing has, `E0326` for an id that
    /// two things have, `E0327` for prerequisites that wait for each other.
    pub fn check(&self) -> Result<(), Error> {
        let many = self.initiatives.len();
        if many > INITIATIVES {
            return Err(wrong(format!("`{many}` initiatives to choose from"))
                .hint("at most 1,000: leave out what cannot be meant, or plan places one by one"));
        }
        self.check_elements()?;
        self.check_years()?;
        unique("initiative", self.initiatives.iter().map(|i| i.id.as_str()))?;
        unique("partner", self.partners.iter().map(|p| p.id.as_str()))?;
        for initiative in &self.initiatives {
            self.check_initiative(initiative)?;
        }
        for partner in &self.partners {
            let place = || format!("partner {}", partner.id);
            amount("capacity", partner.capacity).map_err(|error| error.at(place()))?;
        }
        self.check_names()?;
        self.check_rules()?;
        self.check_order()
    }

    fn check_elements(&self) -> Result<(), Error> {
        unique("element", self.elements.iter().map(|e| e.id.as_str()))?;
        if self.elements.is_empty() {
            return Err(wrong("a plan needs at least one element".to_owned()));
        }
        for element in &self.elements {
            let place = format!("element {}", element.id);
            share("level", element.level).map_err(|error| error.at(place.clone()))?;
            share("weight", element.weight).map_err(|error| error.at(place))?;
        }
        let total: f64 = self.elements.iter().map(|e| e.weight).sum();
        if (total - 1.0).abs() > 1e-6 {
            return Err(wrong(format!("weights sum to `{total}`, not to 1"))
                .hint("divide each weight by their sum"));
        }
        if !self.rho.is_finite() {
            return Err(wrong(format!("an exponent of `{}`", self.rho)));
        }
        Ok(())
    }

    fn check_years(&self) -> Result<(), Error> {
        let years = self.budget.len();
        if !(1..=YEARS).contains(&years) {
            return Err(Error::new("E0321", format!("a plan of `{years}` years"))
                .hint("a plan has between 1 and 50 years"));
        }
        for &money in &self.budget {
            amount("budget", money)?;
        }
        if let Some(staff) = &self.staff {
            if staff.len() != years {
                let what = format!("staff of `{}` years for a plan of `{years}`", staff.len());
                return Err(wrong(what));
            }
            staff.iter().try_for_each(|&days| amount("days of staff", days))?;
        }
        if !(self.discount.is_finite() && self.discount > 0.0 && self.discount <= 1.0) {
            return Err(wrong(format!("a discount of `{}`", self.discount))
                .hint("what a year later is worth: above 0, at most 1"));
        }
        Ok(())
    }

    fn check_initiative(&self, initiative: &Initiative) -> Result<(), Error> {
        let at = |error: Error| error.at(format!("initiative {}", initiative.id));
        if initiative.cost.is_empty() {
            return Err(at(wrong("no cost".to_owned())));
        }
        for &cost in initiative.cost.iter().chain(&initiative.staff_days) {
            amount("cost", cost).map_err(at)?;
        }
        amount("load", initiative.load).map_err(at)?;
        share("share_underserved", initiative.share_underserved).map_err(at)?;
        let numbers = initiative.effects.values().chain(std::iter::once(&initiative.benefit));
        if let Some(bad) = numbers.into_iter().find(|value| !value.is_finite()) {
            return Err(at(wrong(format!("`{bad}` is no number"))));
        }
        let known = |id: &String| self.elements.iter().any(|element| element.id == *id);
        if let Some(id) = initiative.effects.keys().find(|&id| !known(id)) {
            return Err(at(unknown("element", id)));
        }
        let known = |id: &String| self.partners.iter().any(|partner| partner.id == *id);
        if let Some(id) = initiative.carriers.iter().find(|&id| !known(id)) {
            return Err(at(unknown("partner", id)));
        }
        unique("carrier", initiative.carriers.iter().map(String::as_str)).map_err(at)
    }

    /// Every initiative that a rule names is there.
    fn check_names(&self) -> Result<(), Error> {
        let known: BTreeSet<&str> = self.initiatives.iter().map(|i| i.id.as_str()).collect();
        let rules: [(&str, Vec<&String>); 6] = [
            ("exclusion", self.exclusions.iter().flatten().collect()),
            ("duty", self.duties.iter().flat_map(|duty| &duty.members).collect()),
            ("what is forced in", self.forced_in.iter().collect()),
            ("what is forced out", self.forced_out.iter().collect()),
            ("scenario", self.scenarios.iter().flat_map(BTreeMap::keys).collect()),
            ("prerequisite", self.prerequisites().map(|(first, _)| first).collect()),
        ];
        for (rule, ids) in rules {
            if let Some(id) = ids.into_iter().find(|id| !known.contains(id.as_str())) {
                return Err(unknown("initiative", id).at(rule));
            }
        }
        Ok(())
    }

    fn check_rules(&self) -> Result<(), Error> {
        if let Some(phi) = self.equity {
            share("equity", phi)?;
        }
        let numbers = self.scenarios.iter().flat_map(BTreeMap::values);
        if let Some(bad) = numbers.into_iter().find(|up| !(up.is_finite() && **up >= 0.0)) {
            return Err(wrong(format!("a take-up of `{bad}`")).at("scenario"));
        }
        match self.risk {
            Some(Risk::Tail { alpha, floor }) => {
                share("floor of the aggregate", floor)?;
                if !(0.0..1.0).contains(&alpha) {
                    return Err(wrong(format!("an alpha of `{alpha}`")).hint("from 0 to below 1"));
                }
            }
            Some(Risk::Chance { share: least, floor }) => {
                share("floor of the aggregate", floor)?;
                share("share of scenarios", least)?;
            }
            None => {}
        }
        Ok(())
    }

    /// First and second of every prerequisite.
    pub(crate) fn prerequisites(&self) -> impl Iterator<Item = (&String, &String)> {
        self.initiatives.iter().flat_map(|then| {
            then.prerequisites.iter().map(move |prerequisite| (&prerequisite.id, &then.id))
        })
    }

    /// Refuses prerequisites that wait for each other, and names who does.
    fn check_order(&self) -> Result<(), Error> {
        let mut waiting: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for (first, then) in self.prerequisites() {
            waiting.entry(then).or_default().insert(first);
        }
        loop {
            let blocked: Vec<&str> = waiting.keys().copied().collect();
            let free = waiting
                .iter()
                .find(|(_, firsts)| firsts.iter().all(|first| !waiting.contains_key(first)))
                .map(|(then, _)| *then);
            match free {
                Some(then) => waiting.remove(then),
                None if blocked.is_empty() => return Ok(()),
                None => {
                    let ids: Vec<String> = blocked.iter().map(|id| format!("`{id}`")).collect();
                    return Err(Error::new(
                        "E0327",
                        format!("prerequisites wait for each other among {}", ids.join(", ")),
                    )
                    .hint("none of them can ever start: take one prerequisite away"));
                }
            };
        }
    }
}

fn wrong(what: String) -> Error {
    Error::new("E0323", what)
}

fn unknown(kind: &str, id: &str) -> Error {
    Error::new("E0104", format!("no {kind} `{id}`"))
}

fn share(what: &str, value: f64) -> Result<(), Error> {
    if (0.0..=1.0).contains(&value) {
        Ok(())
    } else {
        Err(wrong(format!("a {what} of `{value}`")).hint("it lies between 0 and 1"))
    }
}

fn amount(what: &str, value: f64) -> Result<(), Error> {
    if value.is_finite() && (0.0..=ASTRONOMIC).contains(&value) {
        Ok(())
    } else {
        Err(wrong(format!("a {what} of `{value}`")).hint("it is not negative and below 1e15"))
    }
}

fn unique<'a>(kind: &str, ids: impl Iterator<Item = &'a str>) -> Result<(), Error> {
    let mut seen = BTreeSet::new();
    for id in ids {
        if !seen.insert(id) {
            return Err(Error::new("E0326", format!("two of kind {kind} are called `{id}`")));
        }
    }
    Ok(())
}
