//! What is found together: edges of a derived blueprint, and industries beside its cluster.

use agglo_stats::rank_correlation::{PartialRank, partial_rank};

use crate::base::blueprint::{
    Edge, EdgeKind, Element, Field, Form, Grade, Measure, Sign, Statistic,
};
use crate::base::cluster_definition::Cluster;
use crate::base::id::IndustryId;
use crate::map::gap::Span;
use crate::map::gap::derived::{DerivedRule, bare, count, sentence_case};
use crate::map::gap::evidence::Evidence;
use crate::map::place::Place;
use crate::panel::Panel;

/// A measure over all base units; none where it has no point.
fn column(measure: &Measure, evidence: &Evidence<'_>, residents: &str) -> Vec<Option<f64>> {
    let value = |id| evidence.value(measure, residents, Place::unit(id)).span;
    let points = evidence.regions.iter().map(|region| value(&region.id));
    points.map(|span| span.filter(|span| span.is_point()).map(Span::low)).collect()
}

/// Partial rank correlation over the units where all three are known.
fn together(x: &[Option<f64>], y: &[Option<f64>], held: &[Option<f64>]) -> Option<f64> {
    let (mut a, mut b, mut c) = (Vec::new(), Vec::new(), Vec::new());
    for ((x, y), held) in x.iter().zip(y).zip(held) {
        if let (Some(x), Some(y), Some(held)) = (x, y, held) {
            a.push(*x);
            b.push(*y);
            c.push(*held);
        }
    }
    partial_rank(&a, &b, &c)
}

/// A cluster's own rates, ranked once for the units where they are known.
struct Beside<'a> {
    own: Vec<Option<f64>>,
    held: &'a [Option<f64>],
    /// Units where both are known.
    units: Vec<usize>,
    ranked: Option<PartialRank>,
}

impl<'a> Beside<'a> {
    fn new(own: Vec<Option<f64>>, held: &'a [Option<f64>]) -> Self {
        let (mut units, mut x, mut fixed) = (Vec::new(), Vec::new(), Vec::new());
        for (at, (own, held)) in own.iter().zip(held).enumerate() {
            if let (Some(own), Some(held)) = (own, held) {
                units.push(at);
                x.push(*own);
                fixed.push(*held);
            }
        }
        let ranked = PartialRank::new(&x, &fixed);
        Self { own, held, units, ranked }
    }

    /// As [`together`]; the ranks serve again where the other is known in every unit.
    fn with(&self, other: &[Option<f64>]) -> Option<f64> {
        let known: Option<Vec<f64>> = self.units.iter().map(|&at| other[at]).collect();
        match known {
            Some(known) => self.ranked.as_ref()?.with(&known),
            None => together(&self.own, other, self.held),
        }
    }
}

/// Both directions of every pair of scored elements whose statistic reaches the cut.
pub(crate) fn edges(
    elements: &[Element],
    evidence: &Evidence<'_>,
    rule: &DerivedRule,
) -> Vec<Edge> {
    let measures: Vec<&Measure> =
        elements.iter().filter_map(|e| e.body.measures().first().copied()).collect();
    let columns: Vec<_> =
        measures.iter().map(|m| column(m, evidence, &rule.residents_fact)).collect();
    let held = held(evidence, rule);
    let mut edges = Vec::new();
    for a in 0..elements.len() {
        for b in a + 1..elements.len() {
            let value = together(&columns[a], &columns[b], &held);
            if value.is_none_or(|value| value < rule.cut) {
                continue;
            }
            for (from, to) in [(a, b), (b, a)] {
                let (kind, source) = reason(&elements[from], &elements[to]);
                edges.push(Edge {
                    from: elements[from].id.clone(),
                    to: elements[to].id.clone(),
                    sign: Sign::Plus,
                    kind,
                    strength: rule.strength,
                    grade: Grade::C,
                    source: source.to_owned(),
                    statistic: Some(Statistic {
                        left: measures[from].clone(),
                        right: measures[to].clone(),
                    }),
                });
            }
        }
    }
    edges
}

fn held(evidence: &Evidence<'_>, rule: &DerivedRule) -> Vec<Option<f64>> {
    let residents = |id| evidence.facts.cell(&rule.residents_fact, id).point().ok();
    evidence.regions.iter().map(|region| residents(region.id.as_str())).collect()
}

/// Why an edge runs in a direction, which the statistic does not say.
fn reason(from: &Element, to: &Element) -> (EdgeKind, &'static str) {
    match (from.form, to.form) {
        (Form::Keystone, _) => (EdgeKind::Supplies, "new firms enter where people start firms"),
        (_, Form::Keystone) => (EdgeKind::Enables, "founders come out of firms of the trade"),
        _ => (EdgeKind::SharesLabour, "they share workers and suppliers where they are near"),
    }
}

/// Industries outside the cluster that are most often found beside it.
pub(crate) fn beside(
    cluster: &Cluster,
    elements: &[Element],
    evidence: &Evidence<'_>,
    rule: &DerivedRule,
) -> Vec<Element> {
    let Some(table) = evidence.clusters else { return Vec::new() };
    let panel = &evidence.structure.establishments;
    let held = held(evidence, rule);
    let doors = |panel: &Panel, rows: &[Option<usize>], code: &str| -> Vec<Option<f64>> {
        let column = panel.industry(code);
        let count = |row: &Option<usize>| panel.cell([0, (*row)?, column?]).point().ok();
        let rates = rows.iter().map(count).zip(&held);
        rates.map(|(count, n)| Some(count? / n.filter(|n| *n > 0.0)?)).collect()
    };
    let rows = |panel: &Panel| -> Vec<Option<usize>> {
        evidence.regions.iter().map(|region| panel.region(region.id.as_str())).collect()
    };
    let own = Beside::new(
        doors(&table.establishments, &rows(&table.establishments), cluster.id.as_str()),
        &held,
    );
    let rows = rows(panel);
    let inside = |code: &str| {
        let mut codes = elements.iter().flat_map(|e| e.body.measures()).flat_map(Measure::codes);
        let member = cluster.industries.iter().any(|own| own.as_str().starts_with(code));
        member || codes.any(|own| own.as_str() == code)
    };
    let level = |code: &str| evidence.classification.get(code).map(|industry| industry.level);
    let finest = panel.axes().industries.iter().filter_map(|id| level(id.as_str())).max();
    let others = panel.axes().industries.iter().filter(|id| level(id.as_str()) == finest);
    let mut found: Vec<(f64, &IndustryId)> = others
        .filter(|id| !inside(id.as_str()))
        .filter(|id| !rule.unclassified.iter().any(|none| id.as_str().starts_with(none.as_str())))
        .filter_map(|id| Some((own.with(&doors(panel, &rows, id.as_str()))?, id)))
        .filter(|(value, _)| *value >= rule.cut)
        .collect();
    found.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(b.1)));
    found
        .into_iter()
        .take(rule.beside)
        .map(|(_, id)| {
            let title = evidence.classification.title(id.as_str());
            let measure = count(std::slice::from_ref(id), Field::Establishments);
            bare(&format!("beside_{id}"), &sentence_case(title), Form::Industry, measure)
        })
        .collect()
}
