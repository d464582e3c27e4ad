//! What a reading is made from: tables, facts, names; and the value of a measure in a place.

use crate::base::blueprint::{Blueprint, Field, Industries, Measure, Per, Test, check};
use crate::base::classification::Classification;
use crate::base::error::Error;
use crate::base::estimate::Reason;
use crate::base::id::{IndustryId, RegionId, SourceId};
use crate::base::region::Region;
use crate::map::gap::Span;
use crate::map::place::Place;
use crate::panel::{Cell, ClusterStructure, Facts, Panel, Structure};

/// What readings of a country are made from.
#[derive(Clone, Copy, Debug)]
pub struct Evidence<'a> {
    /// Jobs, establishments, pay and months by industry in one year.
    pub structure: &'a Structure,
    /// Facts about places and their people.
    pub facts: &'a Facts,
    /// Titles and codes of the table's vintage.
    pub classification: &'a Classification,
    /// Every base unit, sorted by id.
    pub regions: &'a [Region],
    /// Jobs by cluster, where a blueprint ranks its exemplars by a cluster.
    pub clusters: Option<&'a ClusterStructure>,
}

/// What a measure says of a place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Value {
    /// Least and most; none where nothing bounds it.
    pub(crate) span: Option<Span>,
    /// Why there is no point; none where there is one.
    pub(crate) reason: Option<Reason>,
}

impl Value {
    const MISSING: Self = Self { span: None, reason: Some(Reason::Missing) };

    fn of(cell: Cell) -> Self {
        let reason = cell.point().err().map(|why| why.reason);
        Self { span: Span::of(cell), reason }
    }

    fn map(self, span: impl Fn(Span) -> Option<Span>) -> Self {
        match self.span.and_then(span) {
            Some(span) => Self { span: Some(span), ..self },
            None => Self { span: None, reason: self.reason.or(Some(Reason::Missing)) },
        }
    }
}

impl Evidence<'_> {
    /// The panel of a field.
    pub(crate) fn panel(&self, field: Field) -> &Panel {
        match field {
            Field::Employment => &self.structure.employment,
            Field::Establishments => &self.structure.establishments,
            Field::Payroll => &self.structure.pay,
        }
    }

    /// The value of a measure in a place. `residents` names the fact that rates are taken of.
    pub(crate) fn value(&self, measure: &Measure, residents: &str, place: Place<'_>) -> Value {
        match measure {
            Measure::Industries(count) => self.count(count, residents, place),
            Measure::Season { codes } => self.season(codes, place),
            Measure::Fact { fact, .. } => Value::of(self.facts.pooled(fact, place.members())),
            Measure::Recorded(own) => own
                .value
                .filter(|_| own.members.as_slice() == place.members())
                .and_then(Span::point)
                .map_or(Value::MISSING, |span| Value { span: Some(span), reason: None }),
            Measure::Unrecorded | Measure::PassingPartners => Value::MISSING,
        }
    }

    fn count(&self, count: &Industries, residents: &str, place: Place<'_>) -> Value {
        let panel = self.panel(count.field);
        let sum = |codes: &[IndustryId]| {
            let codes = codes.iter().flat_map(|code| members(panel, code.as_str()));
            Cell::sum(codes.map(|code| place.cell(panel, 0, code)))
        };
        let (inside, outside) = (sum(&count.codes), sum(&count.without));
        let total = Value::of(inside).map(|inside| {
            let outside = Span::of(outside)?;
            let low = (inside.low() - outside.high()).max(0.0);
            Span::new(low, (inside.high() - outside.low()).max(low))
        });
        let total = Value { reason: total.reason.or(Value::of(outside).reason), ..total };
        match count.per {
            Per::Region => total,
            Per::ThousandResidents => {
                let people = self.facts.pooled(residents, place.members()).point();
                let people = people.ok().filter(|people| *people > 0.0);
                total.map(|total| people.map(|people| total.map(|x| x / people * 1000.0)))
            }
        }
    }

    /// Lowest over highest month of one industry in one base unit: the extreme months of a sum are not
    /// the sums of extreme months.
    fn season(&self, codes: &[IndustryId], place: Place<'_>) -> Value {
        let ([code], [_]) = (codes, place.members()) else { return Value::MISSING };
        let month = |panel| place.cell(panel, 0, code.as_str());
        let highest = month(&self.structure.highest_month).point();
        match (month(&self.structure.lowest_month).point(), highest) {
            (Ok(low), Ok(high)) if high > 0.0 => {
                Value { span: Span::point(low / high), reason: None }
            }
            (Err(why), _) | (_, Err(why)) => Value { span: None, reason: Some(why.reason) },
            // Nobody works in it in any month: there is no season to speak of.
            (Ok(_), Ok(_)) => Value { span: None, reason: Some(Reason::Undefined) },
        }
    }

    /// Datasets that a measure reads.
    pub(crate) fn sources(&self, measure: &Measure, residents: &str) -> Vec<SourceId> {
        let fact = |name: &str| self.facts.fact(name).map(|fact| fact.source.clone());
        match measure {
            Measure::Industries(count) => {
                let mut sources = vec![self.panel(count.field).axes().source.clone()];
                if count.per == Per::ThousandResidents {
                    sources.extend(fact(residents));
                }
                sources
            }
            Measure::Season { .. } => vec![self.structure.lowest_month.axes().source.clone()],
            Measure::Fact { fact: name, .. } => fact(name).into_iter().collect(),
            Measure::Unrecorded | Measure::Recorded(_) | Measure::PassingPartners => Vec::new(),
        }
    }

    /// Whether a place passes a test; none where the fact is unknown.
    pub(crate) fn passes(&self, test: &Test, place: Place<'_>) -> Option<bool> {
        match test {
            Test::Fact { fact, comparison, bound } => {
                let value = self.facts.pooled(fact, place.members()).point().ok()?;
                Some(comparison.passes(value, *bound))
            }
            Test::NotWithin(name) => Some(place.members().iter().all(|member| {
                let found = self.regions.binary_search_by(|region| region.id.cmp(member));
                found
                    .ok()
                    .map(|at| &self.regions[at])
                    .is_none_or(|region| region.within != *name && region.within_code != *name)
            })),
        }
    }

    /// Name of a base unit, or its code.
    pub(crate) fn name(&self, id: &RegionId) -> String {
        let found = self.regions.binary_search_by(|region| region.id.cmp(id));
        found.map_or_else(|_| id.to_string(), |at| self.regions[at].title())
    }

    /// What a blueprint asks of the tables and they do not hold.
    ///
    /// # Errors
    ///
    /// `E0225` for codes without a match in the table's vintage, `E0229` for facts that are not there or
    /// are of another year, `E0230` for industries finer than the table.
    pub(crate) fn check(&self, blueprint: &Blueprint) -> Result<(), Error> {
        let mut faults = check::code_faults(blueprint, self.classification);
        for measure in measures(blueprint) {
            self.check_measure(measure, &mut faults);
        }
        let pool = &blueprint.exemplars;
        let sample = blueprint.evidence.iter().flat_map(|rule| &rule.sample);
        let tests = pool.pool.iter().chain(&blueprint.applies_if).chain(sample);
        let held = blueprint.evidence.iter().map(|rule| rule.held_fixed.as_str());
        let tested = tests.filter_map(|test| match test {
            Test::Fact { fact, .. } => Some(fact.as_str()),
            Test::NotWithin(_) => None,
        });
        for name in tested.chain(held).chain([pool.class_fact.as_str()]) {
            self.check_fact(name, &mut faults);
        }
        faults.dedup();
        match faults.len() {
            0 => Ok(()),
            1 => Err(faults.swap_remove(0)),
            n => {
                let texts: Vec<&str> = faults.iter().map(Error::what).collect();
                let what = format!("{n} faults: {}", texts.join("; "));
                let error = Error::new(faults[0].code(), what).at(blueprint.id.to_string());
                Err(match faults[0].advice() {
                    Some(hint) => error.hint(hint),
                    None => error,
                })
            }
        }
    }

    fn check_fact(&self, name: &str, faults: &mut Vec<Error>) {
        if self.facts.fact(name).is_none() {
            let what = format!("there is no fact `{name}`");
            faults.push(Error::new("E0229", what).hint("`agglo data list` names the facts"));
        }
    }

    fn check_measure(&self, measure: &Measure, faults: &mut Vec<Error>) {
        let axis = match measure {
            Measure::Fact { fact, year, .. } => {
                self.check_fact(fact, faults);
                let own = self.facts.fact(fact).and_then(|fact| fact.year);
                if let (Some(own), Some(year)) = (own, year)
                    && own != *year
                {
                    let what = format!("fact `{fact}` is of {own}, the blueprint asks for {year}");
                    faults.push(Error::new("E0229", what));
                }
                return;
            }
            Measure::Industries(count) => self.panel(count.field),
            Measure::Season { .. } => &self.structure.lowest_month,
            Measure::Unrecorded | Measure::Recorded(_) | Measure::PassingPartners => return,
        };
        for code in measure.codes() {
            let known = faults.iter().any(|fault| fault.what().contains(code.as_str()));
            if members(axis, code.as_str()).is_empty() && !known {
                let what = format!("the table holds no figures of industry `{code}`");
                let hint = "use a code of fewer digits";
                faults.push(Error::new("E0230", what).at(axis.axes().source.as_str()).hint(hint));
            }
        }
    }
}

/// The industries of a table that a code or a prefix stands for: itself, or the least fine level below.
pub(crate) fn members<'a>(panel: &'a Panel, code: &str) -> Vec<&'a str> {
    let industries = &panel.axes().industries;
    if let Some(at) = panel.industry(code) {
        return vec![industries[at].as_str()];
    }
    let inside = || industries.iter().map(IndustryId::as_str).filter(|id| id.starts_with(code));
    let shortest = inside().map(str::len).min();
    inside().filter(|id| Some(id.len()) == shortest).collect()
}

/// Every measure of a blueprint, alternatives and statistics included.
pub(crate) fn measures(blueprint: &Blueprint) -> Vec<&Measure> {
    let bodies = blueprint.elements.iter().flat_map(|element| {
        element.alternatives.iter().chain([&element.body]).flat_map(|body| body.measures())
    });
    let statistics = blueprint.edges.iter().filter_map(|edge| edge.statistic.as_ref());
    bodies.chain(statistics.flat_map(|sides| [&sides.left, &sides.right])).collect()
}
