//! Elements of a reading: value, benchmark, level, members, and what would close the gap.

use crate::base::blueprint::{Better, Body, Element, Measure, Nest, Per};
use crate::base::estimate::{Estimate, Figure, Interval, Provenance, Reason, Withheld};
use crate::base::id::{ElementId, RegionId, SourceId};
use crate::map::gap::Span;
use crate::map::gap::evidence::{Value, members};
use crate::map::gap::prepared::{Prepared, Standard};
use crate::map::gap::read::figure;
use crate::map::gap::reading::{Closes, ElementReading, MemberReading, UnknownCell, WithoutMember};
use crate::map::gap::scores::Scene;
use crate::map::gap::words;
use crate::map::place::Place;

/// What is common to all elements of one region.
struct View<'a, 'b> {
    prepared: &'a Prepared<'b>,
    place: Place<'a>,
    standard: &'a Standard,
    removed: &'a [ElementId],
}

/// Every element of the blueprint in a place.
pub(crate) fn read(
    prepared: &Prepared<'_>,
    place: Place<'_>,
    standard: &Standard,
    scene: &Scene<'_, '_>,
) -> Vec<ElementReading> {
    let view = View { prepared, place, standard, removed: scene.removed };
    prepared.blueprint.elements.iter().map(|element| view.element(element)).collect()
}

impl View<'_, '_> {
    fn element(&self, element: &Element) -> ElementReading {
        let level = if self.removed.contains(&element.id) {
            Some(Span::ZERO)
        } else {
            self.prepared.level(&element.body, self.place, self.standard, self.removed)
        };
        let mut reading = ElementReading {
            id: element.id.clone(),
            title: element.title.clone(),
            form: element.form,
            weight: element.weight,
            scored: element.is_scored(),
            immutable: element.immutable,
            measure: String::new(),
            unit: "level".to_owned(),
            value: Figure::Withheld(Withheld::undefined("its members have values")),
            benchmark: Figure::Withheld(Withheld::undefined("its members have benchmarks")),
            level: figure(level, "level/1", &self.sources(&element.body)),
            quantile: Figure::Withheld(Withheld::undefined("its members have values")),
            join: None,
            members: Vec::new(),
            mean_of_members: None,
            without_member: Vec::new(),
            closes: None,
        };
        match &element.body {
            Body::Single(measure) => self.single(measure, element, level, &mut reading),
            Body::Nest(nest) => self.nest(nest, element, level, &mut reading),
        }
        reading
    }

    fn sources(&self, body: &Body) -> Vec<SourceId> {
        let of = |measure| self.prepared.evidence.sources(measure, self.prepared.residents());
        body.measures().into_iter().flat_map(of).collect()
    }

    fn single(
        &self,
        measure: &Measure,
        element: &Element,
        level: Option<Span>,
        reading: &mut ElementReading,
    ) {
        let evidence = &self.prepared.evidence;
        reading.measure = format!("{}{}", evidence.words(measure), words::benchmark(measure));
        reading.unit = evidence.unit_of(measure);
        if *measure == Measure::PassingPartners {
            let gate = || Withheld::missing("a gate: it is passed or not, never a level");
            (reading.value, reading.level) = (Figure::Withheld(gate()), Figure::Withheld(gate()));
            reading.benchmark = Figure::Withheld(gate());
            reading.quantile = Figure::Withheld(gate());
            return;
        }
        let value = self.prepared.value(measure, self.place);
        reading.value = self.value(value, measure);
        reading.benchmark = self.benchmark(measure);
        reading.quantile = self.quantile(value, measure);
        if !element.immutable {
            reading.closes = self.closes(measure, level, 1.0, None);
        }
    }

    fn nest(
        &self,
        nest: &Nest,
        element: &Element,
        level: Option<Span>,
        reading: &mut ElementReading,
    ) {
        reading.join = Some(nest.join);
        reading.measure = nest
            .members
            .iter()
            .map(|member| self.prepared.evidence.words(&member.measure))
            .collect::<Vec<_>>()
            .join("; or ");
        let gone = |id: &ElementId| self.removed.contains(id) || self.removed.contains(&element.id);
        let mut parts: Vec<(f64, Span)> = Vec::new();
        for member in &nest.members {
            let level = if gone(&member.id) {
                Some(Span::ZERO)
            } else {
                self.prepared.level_of(&member.measure, self.place, self.standard)
            };
            let value = self.prepared.value(&member.measure, self.place);
            parts.extend(level.map(|level| (member.rate, level)));
            reading.members.push(MemberReading {
                id: member.id.clone(),
                title: member.title.clone(),
                rate: member.rate,
                measure: self.prepared.evidence.words(&member.measure),
                unit: self.prepared.evidence.unit_of(&member.measure),
                value: self.value(value, &member.measure),
                benchmark: self.benchmark(&member.measure),
                level: figure(level, "level/1", &self.sources(&element.body)),
                counted: level.is_some() || !member.optional,
            });
            let mut removed = self.removed.to_vec();
            removed.push(member.id.clone());
            let left = if self.removed.contains(&element.id) {
                Some(Span::ZERO)
            } else {
                self.prepared.level(&element.body, self.place, self.standard, &removed)
            };
            reading.without_member.push(WithoutMember {
                member: member.id.clone(),
                level: figure(left, "level/1", &[]),
            });
        }
        if nest.show_mean {
            reading.mean_of_members = Some(mean(&parts, nest.members.len()));
        }
        // The most perfect substitute that can be built says what closing the nest would take.
        let builds = nest.members.iter().filter(|m| m.measure.better() == Better::More);
        let best = builds.max_by(|a, b| a.rate.total_cmp(&b.rate).then_with(|| b.id.cmp(&a.id)));
        reading.closes = best
            .filter(|_| !element.immutable)
            .and_then(|m| self.closes(&m.measure, level, m.rate, Some(&m.title)));
    }

    fn value(&self, value: Value, measure: &Measure) -> Figure {
        let sources = self.prepared.evidence.sources(measure, self.prepared.residents());
        match (value.span, value.reason) {
            (Some(span), None) => figure(Some(span), "value/1", &sources),
            (span, Some(reason)) => Figure::Withheld(Withheld {
                reason,
                text: reason_text(reason).to_owned(),
                bounds: span.and_then(|span| Interval::bounds(span.low(), span.high())),
            }),
            (None, None) => figure(None, "value/1", &sources),
        }
    }

    fn benchmark(&self, measure: &Measure) -> Figure {
        let sources = self.prepared.evidence.sources(measure, self.prepared.residents());
        figure(self.prepared.benchmark(measure, self.standard), "benchmark/1", &sources)
    }

    /// Mid-rank among the published values of all comparable regions; less is better turns it round.
    fn quantile(&self, value: Value, measure: &Measure) -> Figure {
        let population = self.prepared.comparable(measure);
        let rank = |x: f64| {
            let below = population.partition_point(|other| *other < x);
            let upto = population.partition_point(|other| *other <= x);
            let rank = 0.5 * (below + upto) as f64 / population.len() as f64;
            if measure.better() == Better::Less { 1.0 - rank } else { rank }
        };
        let span = value.span.filter(|_| !population.is_empty()).and_then(|span| {
            let (a, b) = (rank(span.low()), rank(span.high()));
            Span::new(a.min(b), a.max(b))
        });
        figure(span, "quantile/1", &[])
    }

    /// One step of the level and the way to 1, in the unit of the measure and for the whole region.
    fn closes(
        &self,
        measure: &Measure,
        level: Option<Span>,
        rate: f64,
        of: Option<&str>,
    ) -> Option<Closes> {
        if measure.better() == Better::Less {
            return None;
        }
        let (level, benchmark) = (level?, self.prepared.benchmark(measure, self.standard)?);
        let mut scale = 1.0 / rate;
        let mut unit = self.prepared.evidence.unit_of(measure);
        if let Measure::Industries(count) = measure {
            let facts = self.prepared.evidence.facts;
            let people = facts.pooled(self.prepared.residents(), self.place.members());
            if count.per == Per::ThousandResidents {
                scale *= people.point().ok()? / 1000.0;
            }
            count.field.unit().clone_into(&mut unit);
        }
        if let Some(of) = of {
            unit = format!("{unit}, {of}");
        }
        let to_go = |level: f64| (1.0 - level).max(0.0);
        let step = self.prepared.blueprint.aggregator.step;
        let amount = |share: fn(f64, f64) -> f64| -> Figure {
            let low = share(to_go(level.high()), step) * benchmark.low() * scale;
            let high = share(to_go(level.low()), step) * benchmark.high() * scale;
            figure(Span::new(low, high), "closes/1", &[])
        };
        Some(Closes { unit, step: amount(f64::min), whole: amount(|whole, _| whole) })
    }
}

fn mean(parts: &[(f64, Span)], members: usize) -> Figure {
    if parts.len() < members {
        return Figure::Withheld(Withheld::missing("a member is unknown"));
    }
    let total: f64 = parts.iter().map(|(rate, _)| rate).sum();
    let end = |end: fn(Span) -> f64| {
        parts.iter().map(|(rate, level)| rate * end(*level)).sum::<f64>() / total
    };
    figure(Span::new(end(Span::low), end(Span::high)), "mean_of_members/1", &[])
}

/// A gain or a share as an exact figure.
pub(crate) fn exact(value: f64, method: &str) -> Figure {
    Estimate::exact(value, Provenance::new(method, [])).into()
}

fn reason_text(reason: Reason) -> &'static str {
    match reason {
        Reason::Suppressed => "hidden by its publisher to protect employers",
        Reason::Missing => "not measured, or not in the data at hand",
        Reason::Undefined => "there is nothing to take a share of",
        Reason::TooThin => "too little data",
    }
}

/// The cells of a base unit behind a measure that have no point.
pub(crate) fn hidden(
    prepared: &Prepared<'_>,
    measure: &Measure,
    region: &RegionId,
    element: &ElementId,
) -> Vec<UnknownCell> {
    let evidence = &prepared.evidence;
    let place = Place::unit(region);
    let cell = |reason, industry: Option<&str>, fact: Option<&str>, what: String| UnknownCell {
        region: region.clone(),
        element: element.clone(),
        industry: industry.map(Into::into),
        fact: fact.map(str::to_owned),
        what,
        reason,
    };
    let mut found = Vec::new();
    match measure {
        Measure::Industries(count) => {
            let panel = evidence.panel(count.field);
            let codes = count.codes.iter().chain(&count.without);
            for code in codes.flat_map(|code| members(panel, code.as_str())) {
                if let Err(why) = place.cell(panel, 0, code).point() {
                    let title = evidence.classification.title(code);
                    let what = format!("{} in {title} ({code})", count.field.unit());
                    found.push(cell(why.reason, Some(code), None, what));
                }
            }
        }
        Measure::Season { codes } => {
            for code in codes {
                let value = prepared.value(measure, place);
                if let Some(reason) = value.reason {
                    let title = evidence.classification.title(code.as_str());
                    let what = format!("jobs by month in {title} ({code})");
                    found.push(cell(reason, Some(code.as_str()), None, what));
                }
            }
        }
        Measure::Fact { fact, .. } => {
            if let Err(why) = evidence.facts.pooled(fact, place.members()).point() {
                found.push(cell(why.reason, None, Some(fact), fact.clone()));
            }
        }
        Measure::Unrecorded => {
            let what = "a record of who has it and since when".to_owned();
            found.push(cell(Reason::Missing, None, None, what));
        }
        Measure::Recorded(own) if own.value.is_none() => {
            let what = format!("a record of {}", own.fact);
            found.push(cell(Reason::Missing, None, Some(&own.fact), what));
        }
        Measure::Recorded(_) | Measure::PassingPartners => {}
    }
    found
}
