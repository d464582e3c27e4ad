//! A blueprint made ready for a country: values, pools and statistics that all readings share.

use agglo_stats::float;
use agglo_stats::rank_correlation::partial_rank;

use crate::base::blueprint::{
    Benchmark, Better, Blueprint, Body, Edge, EvidenceRule, ExemplarRule, Grade, Join, Measure,
    Nest, Ranking, Sign,
};
use crate::base::error::Error;
use crate::base::id::{ElementId, IndustryId, RegionId};
use crate::map::complementarity::Answer;
use crate::map::gap::Span;
use crate::map::gap::aggregate::aggregate;
use crate::map::gap::evidence::{Evidence, Value, measures, members};
use crate::map::gap::level;
use crate::map::gap::nest::{joined, pool_level};
use crate::map::place::Place;
use crate::panel::Cell;

/// A blueprint made ready: everything that does not depend on the region read.
#[derive(Clone, Debug)]
pub struct Prepared<'a> {
    pub(crate) blueprint: Blueprint,
    pub(crate) evidence: Evidence<'a>,
    /// Each distinct measure once.
    columns: Vec<Column>,
    /// Whether each base unit is in the pool.
    pub(crate) pool: Vec<usize>,
    /// Class of each base unit; none where the class fact is unknown.
    classes: Vec<Option<usize>>,
    /// Units of the pool, best first.
    ranked: Vec<usize>,
    pub(crate) edges: Vec<EdgeEvidence>,
    /// Lower quartile of the pool's own aggregates under each exponent, the blueprint's first.
    pub(crate) quartiles: Vec<Option<f64>>,
    /// Whether complementarity stood its test; none where it was never tested.
    pub(crate) claim: Option<Answer>,
}

/// The values of one measure over all base units.
#[derive(Clone, Debug)]
struct Column {
    measure: Measure,
    values: Vec<Value>,
    /// Published values of comparable units, ascending.
    comparable: Vec<f64>,
    /// Median of the pool.
    pool_median: Option<Span>,
}

/// The statistic of an edge, recomputed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct EdgeEvidence {
    pub(crate) grade: Grade,
    pub(crate) statistic: Option<f64>,
    pub(crate) sample: usize,
}

impl EdgeEvidence {
    fn stated(grade: Grade) -> Self {
        Self { grade, statistic: None, sample: 0 }
    }
}

/// Who stands as an exemplar, and what quantile of them is level 1.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Standard {
    pub(crate) units: Vec<usize>,
    pub(crate) tau: f64,
}

impl<'a> Prepared<'a> {
    /// Reads every measure of a blueprint over all base units, names its pool and recomputes the
    /// statistics of its edges.
    ///
    /// # Errors
    ///
    /// `E0225` for industry codes that match nothing in the table's vintage, `E0229` for facts that are
    /// not there or are of another year, `E0230` for industries that the table does not hold, `E0231`
    /// where no base unit passes the rule for exemplars.
    pub fn new(blueprint: &Blueprint, evidence: Evidence<'a>) -> Result<Self, Error> {
        evidence.check(blueprint)?;
        let units: Vec<Place<'_>> =
            evidence.regions.iter().map(|region| Place::unit(&region.id)).collect();
        let passes = |place: &Place<'_>| {
            let rules = &blueprint.exemplars.pool;
            rules.iter().all(|test| evidence.passes(test, *place) == Some(true))
        };
        let pool: Vec<usize> = (0..units.len()).filter(|&at| passes(&units[at])).collect();
        if pool.is_empty() {
            let what = format!("no region passes the rule for exemplars of `{}`", blueprint.id);
            return Err(Error::new("E0231", what).hint("loosen the conditions of its pool"));
        }
        let rule = &blueprint.exemplars;
        let classes = units.iter().map(|&place| class_of(rule, &evidence, place)).collect();
        let mut prepared = Self {
            columns: Vec::new(),
            classes,
            ranked: ranked(rule, &evidence, &units, &pool),
            pool,
            edges: Vec::new(),
            quartiles: Vec::new(),
            claim: None,
            blueprint: blueprint.clone(),
            evidence,
        };
        prepared.columns = prepared.columns(&units);
        prepared.edges = prepared.edge_evidence(&units);
        prepared.quartiles = prepared.quartiles();
        Ok(prepared)
    }

    /// The same with what its card says of complementarity.
    #[must_use]
    pub fn with_claim(mut self, claim: Option<Answer>) -> Self {
        self.claim = claim;
        self
    }

    /// The blueprint.
    pub fn blueprint(&self) -> &Blueprint {
        &self.blueprint
    }

    /// How many base units the exemplar pool holds.
    pub fn pool_size(&self) -> usize {
        self.pool.len()
    }

    fn columns(&self, units: &[Place<'_>]) -> Vec<Column> {
        let applies = |place: Place<'_>| {
            let rule = self.blueprint.applies_if.as_ref();
            rule.is_none_or(|test| self.evidence.passes(test, place) == Some(true))
        };
        let comparable: Vec<bool> = units.iter().map(|&place| applies(place)).collect();
        let mut columns: Vec<Column> = Vec::new();
        for measure in measures(&self.blueprint) {
            if columns.iter().any(|column| column.measure == *measure) {
                continue;
            }
            let values: Vec<Value> = units
                .iter()
                .map(|&place| self.evidence.value(measure, self.residents(), place))
                .collect();
            let points = values.iter().zip(&comparable).filter(|(_, comparable)| **comparable);
            let points = points.filter_map(|(value, _)| value.span.filter(|span| span.is_point()));
            let mut sorted: Vec<f64> = points.map(Span::low).collect();
            sorted.sort_by(f64::total_cmp);
            let pool: Vec<Span> = self.pool.iter().filter_map(|&at| values[at].span).collect();
            columns.push(Column {
                measure: measure.clone(),
                pool_median: level::benchmark(&pool, 0.5),
                comparable: sorted,
                values,
            });
        }
        columns
    }

    /// The fact that rates are taken of.
    pub(crate) fn residents(&self) -> &str {
        &self.blueprint.exemplars.class_fact
    }

    fn column(&self, measure: &Measure) -> Option<&Column> {
        self.columns.iter().find(|column| column.measure == *measure)
    }

    /// What a measure says of a place.
    pub(crate) fn value(&self, measure: &Measure, place: Place<'_>) -> Value {
        if let [only] = place.members()
            && let Some(unit) = self.unit(only)
            && let Some(column) = self.column(measure)
        {
            return column.values[unit];
        }
        self.evidence.value(measure, self.residents(), place)
    }

    /// Position of a base unit.
    pub(crate) fn unit(&self, id: &RegionId) -> Option<usize> {
        self.evidence.regions.binary_search_by(|region| region.id.cmp(id)).ok()
    }

    /// Published values of all comparable base units, ascending.
    pub(crate) fn comparable(&self, measure: &Measure) -> &[f64] {
        self.column(measure).map_or(&[], |column| &column.comparable)
    }

    /// Class of a place; none where its residents are unknown.
    pub(crate) fn class(&self, place: Place<'_>) -> Option<usize> {
        match place.members() {
            [only] => self.unit(only).and_then(|unit| self.classes[unit]),
            _ => class_of(&self.blueprint.exemplars, &self.evidence, place),
        }
    }

    /// The exemplars of a place: the best of its class, never itself; of the whole pool where its class
    /// is unknown or holds no other.
    pub(crate) fn standard(&self, place: Place<'_>, take: usize, tau: f64) -> Standard {
        let own: Vec<usize> = place.members().iter().filter_map(|id| self.unit(id)).collect();
        let class = self.class(place);
        let others = || self.ranked.iter().copied().filter(|unit| !own.contains(unit));
        let same = |unit: &usize| class.is_none() || self.classes[*unit] == class;
        let mut units: Vec<usize> = others().filter(same).take(take).collect();
        if units.is_empty() {
            units = others().take(take).collect();
        }
        Standard { units, tau }
    }

    /// What level 1 of a measure is.
    pub(crate) fn benchmark(&self, measure: &Measure, standard: &Standard) -> Option<Span> {
        if let Measure::Recorded(own) = measure {
            return own.full_at.and_then(Span::point);
        }
        let column = self.column(measure)?;
        if let Measure::Fact { benchmark: Benchmark::PoolMedian, .. } = measure {
            return column.pool_median;
        }
        let values: Vec<Span> =
            standard.units.iter().filter_map(|&unit| column.values[unit].span).collect();
        let tau = match measure.better() {
            Better::More => standard.tau,
            Better::Less => 1.0 - standard.tau,
        };
        level::benchmark(&values, tau)
    }

    /// Exemplars whose value of a measure has no point.
    pub(crate) fn hidden(&self, measure: &Measure, standard: &Standard) -> Vec<(usize, Value)> {
        let Some(column) = self.column(measure) else { return Vec::new() };
        let values = standard.units.iter().map(|&unit| (unit, column.values[unit]));
        values.filter(|(_, value)| value.reason.is_some()).collect()
    }

    /// Level of one measure in a place; `None` where nothing is known of it.
    pub(crate) fn level_of(
        &self,
        measure: &Measure,
        place: Place<'_>,
        standard: &Standard,
    ) -> Option<Span> {
        let value = self.value(measure, place).span?;
        let benchmark = self.benchmark(measure, standard)?;
        Some(level::level(value, benchmark, measure.better()))
    }

    /// Level of an element's body in a place, members in `removed` set to 0; `None` where nothing is
    /// known of it.
    pub(crate) fn level(
        &self,
        body: &Body,
        place: Place<'_>,
        standard: &Standard,
        removed: &[ElementId],
    ) -> Option<Span> {
        let nest = match body {
            Body::Single(measure) => return self.level_of(measure, place, standard),
            Body::Nest(nest) => nest,
        };
        let gone = |id: &ElementId| removed.contains(id);
        if nest.join == Join::Pool && nest.members.iter().all(|member| !gone(&member.id)) {
            return self.pooled(nest, place, standard);
        }
        let (mut rates, mut levels, mut known) = (Vec::new(), Vec::new(), false);
        for member in &nest.members {
            let level = if gone(&member.id) {
                Some(Span::ZERO)
            } else {
                self.level_of(&member.measure, place, standard)
            };
            if level.is_none() && member.optional {
                continue;
            }
            known |= level.is_some();
            rates.push(member.rate);
            levels.push(level.unwrap_or(Span::UNKNOWN_LEVEL));
        }
        known.then(|| joined(nest.join, &rates, &levels))
    }

    /// Quantities in one unit are added before they are set against the exemplars'.
    fn pooled(&self, nest: &Nest, place: Place<'_>, standard: &Standard) -> Option<Span> {
        let counted: Vec<_> = nest
            .members
            .iter()
            .filter(|m| !m.optional || self.value(&m.measure, place).span.is_some())
            .collect();
        let rates: Vec<f64> = counted.iter().map(|member| member.rate).collect();
        let row = |value: &dyn Fn(&Measure) -> Option<Span>| -> Option<Vec<Span>> {
            counted.iter().map(|member| value(&member.measure)).collect()
        };
        let own = row(&|measure| self.value(measure, place).span)?;
        let rows: Vec<Vec<Span>> = standard
            .units
            .iter()
            .filter_map(|&unit| row(&|measure| self.column(measure)?.values[unit].span))
            .collect();
        pool_level(&rates, &own, &rows, standard.tau).ok()
    }

    fn edge_evidence(&self, units: &[Place<'_>]) -> Vec<EdgeEvidence> {
        let edges = &self.blueprint.edges;
        let Some(rule) = &self.blueprint.evidence else {
            return edges.iter().map(|edge| EdgeEvidence::stated(edge.grade)).collect();
        };
        let inside = |place: &Place<'_>| {
            rule.sample.iter().all(|test| self.evidence.passes(test, *place) == Some(true))
        };
        let held = |at: usize| self.evidence.facts.pooled(&rule.held_fixed, units[at].members());
        let sample: Vec<(usize, f64)> = (0..units.len())
            .filter(|&at| inside(&units[at]))
            .filter_map(|at| Some((at, held(at).point().ok()?)))
            .collect();
        edges.iter().map(|edge| self.regraded(edge, rule, &sample)).collect()
    }

    /// The statistic of an edge over the units of the sample where both sides are published, and the
    /// grade that it leaves: below the cut, or against its sign, an edge is assumed.
    fn regraded(&self, edge: &Edge, rule: &EvidenceRule, sample: &[(usize, f64)]) -> EdgeEvidence {
        let mut found = EdgeEvidence::stated(edge.grade);
        let Some(sides) = &edge.statistic else { return found };
        let (Some(left), Some(right)) = (self.column(&sides.left), self.column(&sides.right))
        else {
            return found;
        };
        let point = |value: &Value| value.span.filter(|span| span.is_point()).map(Span::low);
        let (mut x, mut y, mut z) = (Vec::new(), Vec::new(), Vec::new());
        for &(at, held) in sample {
            if let (Some(a), Some(b)) = (point(&left.values[at]), point(&right.values[at])) {
                x.push(a);
                y.push(b);
                z.push(held);
            }
        }
        found.statistic = partial_rank(&x, &y, &z);
        found.sample = x.len();
        let signed = found.statistic.map(|value| match edge.sign {
            Sign::Plus => value,
            Sign::Minus => -value,
        });
        if edge.grade == Grade::C && signed.is_none_or(|value| value < rule.cut) {
            found.grade = Grade::E;
        }
        found
    }

    /// Lower quartile over the pool of each member's own aggregate, exemplars without itself, levels at
    /// their low ends; elements of which nothing is known leave a member out.
    fn quartiles(&self) -> Vec<Option<f64>> {
        let rule = &self.blueprint.exemplars;
        let elements: Vec<_> = self.blueprint.scored().collect();
        let weights: Vec<f64> = elements.iter().map(|element| element.weight).collect();
        let mut rows: Vec<Vec<f64>> = Vec::new();
        for &unit in &self.pool {
            let place = Place::unit(&self.evidence.regions[unit].id);
            let standard = self.standard(place, rule.take, rule.tau);
            let levels: Option<Vec<f64>> = elements
                .iter()
                .map(|element| Some(self.level(&element.body, place, &standard, &[])?.low()))
                .collect();
            rows.extend(levels);
        }
        self.exponents()
            .iter()
            .map(|&rho| {
                let a: Vec<f64> =
                    rows.iter().map(|levels| aggregate(&weights, levels, rho)).collect();
                float::quantile(&a, 0.25)
            })
            .collect()
    }

    /// The blueprint's own exponent and those beside it; the weighted mean is always among them.
    pub(crate) fn exponents(&self) -> Vec<f64> {
        let aggregator = &self.blueprint.aggregator;
        let mut all = vec![aggregator.rho];
        all.extend(&aggregator.beside);
        if all.iter().all(|rho| (rho - 1.0).abs() > f64::EPSILON) {
            all.push(1.0);
        }
        all
    }
}

/// Class of a place by the rule's fact; none where that is unknown.
pub(crate) fn class_of(
    rule: &ExemplarRule,
    evidence: &Evidence<'_>,
    place: Place<'_>,
) -> Option<usize> {
    let value = evidence.facts.pooled(&rule.class_fact, place.members()).point().ok()?;
    Some(rule.classes.iter().filter(|&&cut| value >= cut).count())
}

/// The pool by what the rule ranks by, best first, ties by id.
///
/// The nation's share is the same for all, so least jobs over the base order regions as the lower bounds
/// of their quotients do.
pub(crate) fn ranked(
    rule: &ExemplarRule,
    evidence: &Evidence<'_>,
    units: &[Place<'_>],
    pool: &[usize],
) -> Vec<usize> {
    let base = &evidence.structure.base.employment;
    let (panel, codes) = match &rule.rank {
        Ranking::EmploymentQuotient(codes) => {
            let panel = &evidence.structure.employment;
            (Some(panel), codes.iter().flat_map(|code| members(panel, code.as_str())).collect())
        }
        Ranking::ClusterQuotient(cluster) => {
            (evidence.clusters.map(|clusters| &clusters.employment), vec![cluster.as_str()])
        }
    };
    let share = |at: usize| -> f64 {
        let Some(panel) = panel else { return 0.0 };
        let part = Cell::sum(codes.iter().map(|code| units[at].cell(panel, 0, code)));
        let whole = units[at].cell(base, 0, IndustryId::TOTAL);
        match (part.range(), whole.range()) {
            (Some((least, _)), Some((_, most))) if most > 0.0 => least / most,
            _ => 0.0,
        }
    };
    let mut scored: Vec<(f64, usize)> = pool.iter().map(|&at| (share(at), at)).collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    scored.into_iter().map(|(_, at)| at).collect()
}
