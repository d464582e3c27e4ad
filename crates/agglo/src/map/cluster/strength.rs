//! Strength of each traded cluster in a region: size, quotients, rank, and whether it is strong by the rule.

use agglo_stats::float;
use schemars::JsonSchema;
use serde::Serialize;

use crate::base::cluster_definition::{Cluster, ClusterDefinition};
use crate::base::estimate::{Answer, Caveat, Estimate, Figure, Interval, Provenance, Withheld};
use crate::base::id::{ClusterId, IndustryId, RegionId};
use crate::map::cluster::likely;
use crate::map::cluster::strong::{Reading, Strong, StrongRule};
use crate::map::place::{Place, answer, ratio};
use crate::map::specialization::{Counts, excess_employment, location_quotient};
use crate::panel::{Cell, ClusterStructure, Panel, Structure};

/// One traded cluster in one region. Each quotient names its base.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct ClusterLine {
    /// The cluster.
    pub cluster: ClusterId,
    /// Its name in plain words.
    pub title: String,
    /// How many industries it has in the definition.
    pub industries: usize,
    /// Private jobs, mean of the twelve months.
    pub employment: Figure,
    /// Likely jobs: the published count, else establishments at the nation's mean size inside the bounds.
    pub likely_employment: Figure,
    /// Likely jobs above those that the nation's share would give.
    pub likely_excess: Figure,
    /// How far it stands out, for ordering alone: likely jobs times the logarithm of their quotient.
    pub prominence: f64,
    /// Private establishments, mean of the four quarters.
    pub establishments: Figure,
    /// Private wages of the year in dollars.
    pub pay: Figure,
    /// Quotient of jobs; base: jobs of all owners.
    pub quotient: Figure,
    /// Quotient of jobs; base: jobs of all traded clusters.
    pub quotient_traded: Figure,
    /// Quotient of establishments; base: establishments of all owners.
    pub quotient_establishments: Figure,
    /// Share of the nation's jobs in the cluster.
    pub national_share: Figure,
    /// Jobs above those that the nation's share would give.
    pub excess: Figure,
    /// Rank of the quotient of jobs among the base units that have the cluster; none where nothing bounds
    /// it.
    pub rank: Option<Rank>,
    /// Whether it is strong, by jobs.
    pub strong: Strong,
    /// Whether it is strong, by establishments, which are published everywhere.
    pub strong_by_establishments: Strong,
    /// Whether what is withheld could overturn `strong`.
    pub fragile: bool,
}

/// Where a region can stand among the base units that have a cluster, 1 being the highest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Rank {
    /// The best rank that the withheld cells leave open.
    pub best: usize,
    /// The worst.
    pub worst: usize,
    /// How many base units have the cluster, without the region's own.
    pub others: usize,
}

/// All traded clusters of one region.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Portfolio {
    /// Name of the definition in use.
    pub definition: String,
    /// Its classification and vintage.
    pub vintage: String,
    /// How its clusters were made.
    pub method: String,
    /// The rule for `strong` in plain words.
    pub rule: String,
    /// Clusters that the region has, strongest first: those that are or may be strong before the others,
    /// inside each by how far they stand out: likely jobs times the logarithm of their likely quotient.
    pub lines: Vec<ClusterLine>,
    /// Jobs in all traded clusters.
    pub traded: Figure,
    /// Share of the traded jobs that stand in strong clusters.
    pub share_strong: Figure,
}

impl Portfolio {
    /// The line of a cluster, if the region has it.
    pub fn line(&self, cluster: &str) -> Option<&ClusterLine> {
        self.lines.iter().find(|line| line.cluster.as_str() == cluster)
    }
}

/// A country made ready: where the quotients of every cluster lie over its base units.
#[derive(Clone, Debug)]
pub struct Field<'a> {
    definition: &'a ClusterDefinition,
    clusters: &'a ClusterStructure,
    structure: &'a Structure,
    rule: StrongRule,
    spreads: Vec<Spread>,
}

/// Quotients of one cluster over the base units that have it.
#[derive(Clone, Debug)]
struct Spread {
    units: Vec<(RegionId, f64, f64)>,
    jobs_cut: Option<(f64, f64)>,
    establishments_cut: Option<(f64, f64)>,
}

impl<'a> Field<'a> {
    /// Reads the quotients of all base units, clusters in the order of the definition.
    pub fn new(
        definition: &'a ClusterDefinition,
        clusters: &'a ClusterStructure,
        structure: &'a Structure,
        rule: StrongRule,
    ) -> Self {
        let mut field = Self { definition, clusters, structure, rule, spreads: Vec::new() };
        field.spreads = definition.clusters().iter().map(|cluster| field.spread(cluster)).collect();
        field
    }

    /// The rule in use.
    pub fn rule(&self) -> &StrongRule {
        &self.rule
    }

    fn spread(&self, cluster: &Cluster) -> Spread {
        let regions = &self.clusters.establishments.axes().regions;
        let units = regions.iter().filter(|id| id.as_str() != RegionId::NATION);
        let (table, base) = (self.clusters, &self.structure.base);
        let of = |panel, base| Column::new(panel, base, cluster.id.as_str());
        let all_establishments = of(&table.establishments, &base.establishments);
        let all_jobs = of(&table.employment, &base.employment);
        let (mut jobs, mut establishments) = (Vec::new(), Vec::new());
        for id in units {
            let counts = all_establishments.counts(id);
            if counts.x.point().is_ok_and(|count| count <= 0.0) {
                continue;
            }
            if let Some((low, high)) = range(location_quotient(&counts)) {
                establishments.push((low, high));
            }
            if let Some((low, high)) = range(location_quotient(&all_jobs.counts(id))) {
                jobs.push((id.clone(), low, high));
            }
        }
        let ends: Vec<(f64, f64)> = jobs.iter().map(|(_, low, high)| (*low, *high)).collect();
        Spread {
            jobs_cut: self.cut(&ends),
            establishments_cut: self.cut(&establishments),
            units: jobs,
        }
    }

    /// The cut of the rule: a quantile rises with every value, so its ends come from their ends.
    fn cut(&self, ends: &[(f64, f64)]) -> Option<(f64, f64)> {
        if ends.len() < self.rule.least_units {
            return None;
        }
        let quantile = |end: fn(&(f64, f64)) -> f64| {
            float::quantile(&ends.iter().map(end).collect::<Vec<_>>(), self.rule.quantile)
        };
        Some((quantile(|ends| ends.0)?, quantile(|ends| ends.1)?))
    }

    fn jobs(&self, cluster: &str, place: Place<'_>) -> Counts {
        counts(&self.clusters.employment, &self.structure.base.employment, cluster, place)
    }

    fn establishments(&self, cluster: &str, place: Place<'_>) -> Counts {
        let base = &self.structure.base.establishments;
        counts(&self.clusters.establishments, base, cluster, place)
    }

    /// Every cluster that a region has.
    pub fn portfolio(&self, place: Place<'_>) -> Portfolio {
        let pairs = self.definition.clusters().iter().zip(&self.spreads);
        let mut lines: Vec<ClusterLine> =
            pairs.filter_map(|(cluster, spread)| self.line(cluster, spread, place)).collect();
        lines.sort_by(|a, b| {
            let weak =
                |line: &ClusterLine| !matches!(line.strong, Strong::Surely | Strong::Possibly);
            weak(a)
                .cmp(&weak(b))
                .then_with(|| b.prominence.total_cmp(&a.prominence))
                .then_with(|| a.cluster.cmp(&b.cluster))
        });
        let traded = place.cell(&self.clusters.employment, 0, IndustryId::TOTAL);
        Portfolio {
            definition: self.definition.name().to_owned(),
            vintage: self.definition.vintage().to_owned(),
            method: self.definition.method().to_owned(),
            rule: self.rule.sentence(),
            traded: answer(traded, self.provenance("count/1")).into(),
            share_strong: self.share_strong(&lines, place).into(),
            lines,
        }
    }

    fn provenance(&self, method: &str) -> Provenance {
        let source = |panel: &Panel| panel.axes().source.clone();
        Provenance::new(method, [source(&self.clusters.employment)])
    }

    /// One cluster of a region; `None` where the complete table says that there is none.
    fn line(&self, cluster: &Cluster, spread: &Spread, place: Place<'_>) -> Option<ClusterLine> {
        let id = cluster.id.as_str();
        let (jobs, establishments) = (self.jobs(id, place), self.establishments(id, place));
        let pay = place.cell(&self.clusters.pay, 0, id);
        if [jobs.x, establishments.x].iter().all(|cell| is_nothing(*cell)) {
            return None;
        }
        let quotient = location_quotient(&jobs);
        let by_establishments = location_quotient(&establishments);
        let reading = |quotient: &Answer, cut, jobs| Reading {
            quotient: range(quotient.clone()),
            jobs,
            establishments: establishments.x.range(),
            cut,
        };
        let strong = Strong::of(&reading(&quotient, spread.jobs_cut, jobs.x.range()), &self.rule);
        let strong_by_establishments = Strong::of(
            &reading(&by_establishments, spread.establishments_cut, Some(ENOUGH)),
            &self.rule,
        );
        let traded = counts(&self.clusters.employment, &self.clusters.employment, id, place);
        let count = |cell: Cell| -> Figure { answer(cell, self.provenance("count/1")).into() };
        let base = [all_owners()];
        let likely = likely::jobs(&jobs, &establishments, self.provenance("likely_jobs/1"));
        let excess = self.likely_excess(&likely, &jobs);
        let employed = likely.as_ref().ok().map(Estimate::value);
        let prominence = employed.zip(excess.value());
        Some(ClusterLine {
            cluster: cluster.id.clone(),
            title: cluster.title.clone(),
            industries: cluster.industries.len(),
            employment: count(jobs.x),
            likely_excess: excess,
            prominence: prominence.map_or(0.0, |(jobs, above)| likely::prominence(jobs, above)),
            likely_employment: likely.into(),
            establishments: count(establishments.x),
            pay: count(pay),
            rank: range(quotient.clone()).map(|ends| rank(ends, &spread.units, place)),
            quotient: self.figure(quotient, &base),
            quotient_traded: self.figure(location_quotient(&traded), &[traded_base()]),
            quotient_establishments: self.figure(by_establishments, &base),
            national_share: ratio(jobs.x, jobs.industry, self.provenance("share/1")).into(),
            excess: self.figure(excess_employment(&jobs), &base),
            strong,
            strong_by_establishments,
            fragile: strong == Strong::Possibly,
        })
    }

    /// Rises with the jobs, so its bounds come from theirs.
    fn likely_excess(&self, likely: &Answer, jobs: &Counts) -> Figure {
        let provenance = || self.provenance("likely_excess/1");
        let Ok(estimate) = likely else {
            return Figure::Withheld(Withheld::suppressed("hidden by its publisher", None));
        };
        let ends = estimate.interval();
        let at = |value| likely::excess(value, jobs);
        let (Some(value), Some(low), Some(high)) =
            (at(estimate.value()), at(ends.lower()), at(ends.upper()))
        else {
            return Figure::Withheld(Withheld::missing("the nation's share is not known"));
        };
        let interval =
            if low < high { Interval::bounds(low, high) } else { Interval::exact(value) };
        match interval {
            Some(interval) => Estimate::new(value, interval, provenance()).into(),
            None => Figure::Withheld(Withheld::undefined("not a finite number")),
        }
    }

    fn figure(&self, answer: Answer, caveats: &[Caveat]) -> Figure {
        let source = self.clusters.employment.axes().source.clone();
        let finished = |estimate: Estimate| {
            caveats.iter().cloned().fold(estimate.from_sources([source]), Estimate::caveat)
        };
        answer.map(finished).into()
    }

    /// Share of traded jobs in strong clusters. The least share counts what is surely strong at its least
    /// against everything else at its most; the greatest share the other way round.
    fn share_strong(&self, lines: &[ClusterLine], place: Place<'_>) -> Answer {
        let cells: Vec<(Strong, Cell)> = lines
            .iter()
            .map(|line| {
                (line.strong, place.cell(&self.clusters.employment, 0, line.cluster.as_str()))
            })
            .collect();
        let provenance = self.provenance("share_in_strong_clusters/1");
        let sum = |keep: &dyn Fn(Strong) -> bool| {
            Cell::sum(cells.iter().filter(|(strong, _)| keep(*strong)).map(|(_, cell)| *cell))
        };
        let surely = sum(&|strong| strong == Strong::Surely);
        let known = cells.iter().all(|(strong, _)| matches!(strong, Strong::Surely | Strong::No));
        if let (true, Ok(part), Ok(whole)) = (known, surely.point(), sum(&|_| true).point()) {
            return if whole > 0.0 {
                Estimate::exact(part / whole, provenance)
            } else {
                Err(Withheld::undefined("no jobs in traded clusters"))
            };
        }
        let share = |part: Option<f64>, rest: Option<f64>| {
            let (part, rest) = (part?, rest?);
            (part + rest > 0.0).then(|| part / (part + rest))
        };
        let low = |cell: Cell| cell.range().map(|ends| ends.0);
        let high = |cell: Cell| cell.range().map(|ends| ends.1);
        let least = share(low(surely), high(sum(&|strong| strong != Strong::Surely)));
        let most = share(high(sum(&|strong| strong != Strong::No)), low(sum(&|s| s == Strong::No)));
        let bounds = least.zip(most).and_then(|(low, high)| Interval::bounds(low, high));
        Err(Withheld::suppressed("jobs of some clusters are withheld", bounds))
    }
}

/// The four counts of a quotient: the cluster in the region and the nation, over the base.
fn counts(panel: &Panel, base: &Panel, cluster: &str, place: Place<'_>) -> Counts {
    let nation = RegionId::from(RegionId::NATION);
    let nation = Place::unit(&nation);
    Counts {
        x: place.cell(panel, 0, cluster),
        region: place.cell(base, 0, IndustryId::TOTAL),
        industry: nation.cell(panel, 0, cluster),
        reference: nation.cell(base, 0, IndustryId::TOTAL),
    }
}

/// One cluster over all base units: what does not change from unit to unit is looked up once.
struct Column<'a> {
    panel: &'a Panel,
    base: &'a Panel,
    /// Positions of the cluster in the panel and of all industries in the base.
    at: [Option<usize>; 2],
    nation: Counts,
}

impl<'a> Column<'a> {
    fn new(panel: &'a Panel, base: &'a Panel, cluster: &str) -> Self {
        let nation = RegionId::from(RegionId::NATION);
        let at = [panel.industry(cluster), base.industry(IndustryId::TOTAL)];
        Self { panel, base, at, nation: counts(panel, base, cluster, Place::unit(&nation)) }
    }

    fn counts(&self, unit: &RegionId) -> Counts {
        let cell = |panel: &Panel, industry: Option<usize>| {
            let at = panel.region(unit.as_str()).zip(industry);
            at.map_or(Cell::MISSING, |(region, industry)| panel.cell([0, region, industry]))
        };
        let [own, total] = self.at;
        Counts { x: cell(self.panel, own), region: cell(self.base, total), ..self.nation }
    }
}

/// Jobs do not enter the reading by establishments.
const ENOUGH: (f64, f64) = (f64::INFINITY, f64::INFINITY);

fn is_nothing(cell: Cell) -> bool {
    cell.range().is_some_and(|(_, high)| high <= 0.0)
}

fn range(answer: Answer) -> Option<(f64, f64)> {
    Figure::from(answer).range()
}

fn rank((low, high): (f64, f64), units: &[(RegionId, f64, f64)], place: Place<'_>) -> Rank {
    let others = || units.iter().filter(|(id, ..)| !place.members().contains(id));
    Rank {
        best: 1 + others().filter(|(_, least, _)| *least > high).count(),
        worst: 1 + others().filter(|(.., most)| *most > low).count(),
        others: others().count(),
    }
}

fn all_owners() -> Caveat {
    Caveat::new("base-all-owners", "Shares are of jobs of all owners, government included.")
}

fn traded_base() -> Caveat {
    Caveat::new("base-traded", "Shares are of jobs in traded clusters only.")
}

#[cfg(test)]
#[path = "strength_tests.rs"]
mod tests;
