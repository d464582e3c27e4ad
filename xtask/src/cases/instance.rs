//! The instance of a portfolio: every field that a case may hold, and a refusal of any other.

use std::collections::BTreeMap;

use agglo::plan::programme::{Element, Initiative, Partner, Prerequisite, Programme, Risk};
use serde_json::{Map, Value};

use crate::cases::input::{Fault, Given, Input, number, numbers, text};

/// What an instance may hold.
const INSTANCE: &[&str] = &[
    "aggregator",
    "elements",
    "initiatives",
    "budget",
    "exclusions",
    "carry_over",
    "discount",
    "partners",
    "equity",
    "scenarios",
    "risk",
    "forced_in",
    "forced_out",
];

/// What an initiative may hold.
const INITIATIVE: &[&str] = &[
    "id",
    "cost",
    "effects",
    "benefit",
    "share_underserved",
    "prereq",
    "delay",
    "carriers",
    "load",
    "carriers_needed",
];

/// A row by its names; nulls are absent, a name that is not known is an error.
pub(super) struct Row<'a> {
    what: &'a str,
    values: &'a Map<String, Value>,
}

impl<'a> Row<'a> {
    pub(super) fn read(what: &'a str, value: &'a Value, known: &[&str]) -> Given<Self> {
        let values = value.as_object();
        let values = values.ok_or_else(|| Fault::Shape(format!("{what} is not named values")))?;
        match values.keys().find(|key| !known.contains(&key.as_str())) {
            Some(key) => Err(Fault::Shape(format!("`{key}` of {what} is not read"))),
            None => Ok(Self { what, values }),
        }
    }

    fn get(&self, key: &str) -> Option<&'a Value> {
        self.values.get(key).filter(|value| !value.is_null())
    }

    pub(super) fn need(&self, key: &str) -> Given<&'a Value> {
        let what = self.what;
        self.get(key).ok_or_else(|| Fault::Shape(format!("{what} has no `{key}`")))
    }

    pub(super) fn number_or(&self, key: &str, default: f64) -> Given<f64> {
        self.get(key).map_or(Ok(default), |value| number(key, value))
    }

    fn count_or(&self, key: &str, default: usize) -> Given<usize> {
        match self.get(key) {
            None => Ok(default),
            Some(value) => count(key, value),
        }
    }

    pub(super) fn texts(&self, key: &str) -> Given<Vec<String>> {
        self.get(key).map_or(Ok(Vec::new()), |value| texts(key, value))
    }
}

fn count(key: &str, value: &Value) -> Given<usize> {
    let whole = number(key, value)?;
    let count = (0..10_000_usize).find(|&count| (count as f64 - whole).abs() < 1e-9);
    count.ok_or_else(|| Fault::Refused(format!("`{key}` is {whole}, not a count")))
}

fn texts(key: &str, value: &Value) -> Given<Vec<String>> {
    let list = value.as_array().ok_or_else(|| Fault::Shape(format!("`{key}` is not a list")))?;
    list.iter().map(|item| text(key, item)).collect()
}

/// The programme of an instance; `more` names what else its measure reads.
pub(super) fn programme(input: &Input, more: &[&str]) -> Given<Programme> {
    if let Some(key) = input.keys().find(|key| !INSTANCE.contains(key) && !more.contains(key)) {
        return Err(Fault::Shape(format!("`{key}` of an instance is not read")));
    }
    let rho = match input.get("aggregator") {
        None => -1.0,
        Some(value) => Row::read("aggregator", value, &["rho"])?.number_or("rho", -1.0)?,
    };
    let elements = input.items("elements")?.iter().map(element).collect::<Given<_>>()?;
    let initiatives = input.items("initiatives")?.iter().map(initiative).collect::<Given<_>>()?;
    let mut programme = Programme::new(rho, elements, initiatives, input.grid("budget")?);
    programme.carry_over = input.truth_or("carry_over", false)?;
    programme.discount = input.number_or("discount", 0.97)?;
    let list = |key: &str| if input.get(key).is_some() { input.items(key) } else { Ok(&[][..]) };
    programme.exclusions =
        list("exclusions")?.iter().map(|set| texts("exclusions", set)).collect::<Given<_>>()?;
    programme.partners = list("partners")?.iter().map(partner).collect::<Given<_>>()?;
    programme.scenarios = list("scenarios")?.iter().map(scenario).collect::<Given<_>>()?;
    let ids = |key: &str| list(key)?.iter().map(|id| text(key, id)).collect::<Given<Vec<_>>>();
    programme.forced_in = ids("forced_in")?;
    programme.forced_out = ids("forced_out")?;
    if let Some(value) = input.get("equity") {
        let row = Row::read("equity", value, &["phi"])?;
        programme.equity = Some(number("phi", row.need("phi")?)?);
    }
    if let Some(value) = input.get("risk") {
        let row = Row::read("risk", value, &["alpha", "floor_A"])?;
        let alpha = number("alpha", row.need("alpha")?)?;
        programme.risk =
            Some(Risk::Tail { alpha, floor: number("floor_A", row.need("floor_A")?)? });
    }
    Ok(programme)
}

fn element(value: &Value) -> Given<Element> {
    let row = Row::read("an element", value, &["id", "weight", "level0"])?;
    Ok(Element {
        id: text("id", row.need("id")?)?,
        weight: number("weight", row.need("weight")?)?,
        level: number("level0", row.need("level0")?)?,
    })
}

fn initiative(value: &Value) -> Given<Initiative> {
    let row = Row::read("an initiative", value, INITIATIVE)?;
    let cost = row.need("cost")?;
    let cost = if cost.is_array() { numbers("cost", cost)? } else { vec![number("cost", cost)?] };
    let effects = match row.get("effects") {
        None => BTreeMap::new(),
        Some(value) => scenario(value)?,
    };
    let before = |value: &Value| {
        let row = Row::read("a prerequisite", value, &["id", "lead"])?;
        Ok(Prerequisite { id: text("id", row.need("id")?)?, lead: row.count_or("lead", 0)? })
    };
    let prerequisites = match row.get("prereq").map(Value::as_array) {
        None => Vec::new(),
        Some(Some(list)) => list.iter().map(before).collect::<Given<_>>()?,
        Some(None) => return Err(Fault::Shape("`prereq` is not a list".to_owned())),
    };
    Ok(Initiative {
        id: text("id", row.need("id")?)?,
        cost,
        staff_days: Vec::new(),
        effects,
        benefit: row.number_or("benefit", 0.0)?,
        share_underserved: row.number_or("share_underserved", 0.0)?,
        prerequisites,
        delay: row.count_or("delay", 0)?,
        carriers: row.texts("carriers")?,
        load: row.number_or("load", 0.0)?,
        carriers_needed: row.count_or("carriers_needed", 0)?,
    })
}

fn partner(value: &Value) -> Given<Partner> {
    let row = Row::read("a partner", value, &["id", "passes", "capacity"])?;
    let passes = row.need("passes")?.as_bool();
    Ok(Partner {
        id: text("id", row.need("id")?)?,
        passes: passes.ok_or_else(|| Fault::Shape("`passes` is not true or false".to_owned()))?,
        capacity: row.number_or("capacity", 1e15)?,
    })
}

/// Numbers by name.
fn scenario(value: &Value) -> Given<BTreeMap<String, f64>> {
    let named = value.as_object();
    let named = named.ok_or_else(|| Fault::Shape("numbers by name are expected".to_owned()))?;
    named.iter().map(|(name, value)| Ok((name.clone(), number(name, value)?))).collect()
}
