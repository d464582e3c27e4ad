//! The study of growth and cluster strength: which ways of asking are put to which tables.

use std::path::Path;

use agglo::Error;
use agglo::base::classification::Classification;
use agglo::base::estimate::Caveat;
use agglo::base::study::{Finding, LeftOut, Placebo, Study, Term, Verdict};
use agglo::base::year::Year;
use agglo::map::cluster::growth::{
    Absent, Around, Column, Counts, Frame, Growth, Rule, Shuffle, Timing, fit, placebo,
};
use agglo::panel::Changes;
use agglo_data::Starter;
use agglo_data::definitions::clusters;
use agglo_stats::distribution::normal;

use crate::study::grouping::{Groups, by_cluster, halves, neighbours, under};
use crate::study::{LEVEL, SEED, progress, six_digits as table, threads};

const SHUFFLES: u32 = 200;
const RULE: Rule = Rule { least_jobs: 5.0, absent: Absent::LeftOut };
const EARLIER: Timing = Timing { base: Year(2017), start: Year(2018), end: Year(2021) };
const SHARED: Timing = Timing { base: Year(2018), ..EARLIER };
const GAP: Timing = Timing { start: Year(2019), ..EARLIER };
const BEFORE: Timing = Timing { end: Year(2019), ..EARLIER };

/// One way to ask.
struct Ask<'a> {
    id: &'static str,
    what: &'static str,
    timing: Timing,
    rule: Rule,
    groups: &'a Groups,
    around: Around,
    related: bool,
    shuffles: Vec<(&'static str, Vec<usize>)>,
}

impl<'a> Ask<'a> {
    fn new(id: &'static str, what: &'static str, timing: Timing, groups: &'a Groups) -> Self {
        let (around, shuffles) = (Around::default(), Vec::new());
        Self { id, what, timing, rule: RULE, groups, around, related: false, shuffles }
    }

    fn beside(self, around: Around) -> Self {
        Self { around, ..self }
    }

    fn shuffled(mut self) -> Self {
        self.shuffles.push(("members among all clusters", Vec::new()));
        self
    }

    fn shuffled_in_sectors(mut self) -> Self {
        self.shuffles.push(("members inside their sector", self.groups.sector.clone()));
        self
    }

    fn put(&self, changes: &Changes) -> Result<Finding, Error> {
        progress(self.id);
        let mut grouping = self.groups.grouping.clone();
        if self.related {
            grouping.related.clone_from(&self.groups.kin);
        }
        let frame = Frame::read(changes, self.timing, &grouping, self.rule)?;
        let growth = fit(&frame, &grouping, &self.around)?;
        let truth = growth.term(Column::Cluster).map_or(0.0, |term| term.value);
        let mut placebos = Vec::new();
        for (what, strata) in &self.shuffles {
            let strata = strata.clone();
            let shuffle = Shuffle { times: SHUFFLES, seed: SEED, strata, threads: threads() };
            let drawn = placebo(&frame, &grouping, &self.around, &shuffle)?;
            let least = drawn.values.iter().copied().fold(f64::INFINITY, f64::min);
            let most = drawn.values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            placebos.push(Placebo {
                what: (*what).to_owned(),
                term: "cluster".to_owned(),
                shuffles: drawn.values.len(),
                mean: agglo_stats::float::mean(&drawn.values).unwrap_or(0.0),
                smallest: least,
                largest: most,
                as_large: drawn.at_least(truth),
                p: drawn.p(truth),
            });
        }
        Ok(Finding {
            id: self.id.to_owned(),
            what: self.what.to_owned(),
            n: growth.counts.rows,
            regions: growth.regions,
            industries: growth.industries,
            left_out: if self.around.inside.is_empty() {
                left_out(&growth.counts)
            } else {
                Vec::new()
            },
            terms: terms(&growth),
            placebos,
        })
    }
}

fn terms(growth: &Growth) -> Vec<Term> {
    let z = normal::quantile(0.5 + LEVEL / 2.0).unwrap_or(0.0);
    let term = |term: &agglo::map::cluster::growth::Term| {
        let half = z * term.error?;
        let name = match term.column {
            Column::Own => "own",
            Column::Cluster => "cluster",
            Column::Related => "related",
            Column::Neighbours => "neighbours",
            Column::Establishments => "establishments",
            Column::NoOwn => "no_own",
            Column::NoCluster => "no_cluster",
        };
        let (lower, upper) = (term.value - half, term.value + half);
        Some(Term { name: name.to_owned(), value: term.value, lower, upper })
    };
    growth.terms.iter().filter_map(term).collect()
}

fn left_out(counts: &Counts) -> Vec<LeftOut> {
    let rows = [
        ("fewer than five jobs at the start, or none", counts.too_small),
        ("not published at the end: fewer than three establishments, or hidden", counts.no_end),
        ("published with no job at the end", counts.zero_end),
        ("not published in the year of own size, or hidden", counts.no_base),
        ("no job in the year of own size", counts.zero_base),
        ("nothing published in the rest of the cluster, or alone in it", counts.no_cluster),
    ];
    rows.into_iter().map(|(why, n)| LeftOut { why: why.to_owned(), n }).collect()
}

/// Four-digit industries, from the starter pack.
pub(super) fn four_digits(starter: &Starter) -> Result<Study, String> {
    four(starter).map_err(|error| error.to_string())
}

fn four(starter: &Starter) -> Result<Study, Error> {
    let regions: Vec<_> = starter.regions()?.into_iter().map(|region| region.id).collect();
    let changes = starter.changes(&regions)?;
    let (tree, old) = (starter.classification_2017()?, starter.classification()?);
    let codes = &changes.employment.axes().industries;
    let three = under(codes, &tree, [4, 3]);
    let own = by_cluster(codes, &tree, &clusters::traded()?, &old);
    let near = neighbours(&changes, &starter.neighbours()?);
    let [small, large] = halves(&changes, &three, 0);
    let again = |id, what| Ask::new(id, what, EARLIER, &three);
    let asks = [
        again("earlier-base", "own size of 2017, growth 2018-21").shuffled().shuffled_in_sectors(),
        Ask::new("shared-base", "own size of 2018, growth 2018-21", SHARED, &three).shuffled(),
        Ask::new("two-years-between", "own size of 2017, growth 2019-21", GAP, &three),
        Ask::new("before-the-pandemic", "own size of 2017, growth 2018-19", BEFORE, &three),
        again("own-size-twice", "as the first, with the cell's establishments beside its jobs")
            .beside(Around { establishments: true, ..Around::default() }),
        Ask {
            rule: Rule { absent: Absent::Marked, ..RULE },
            ..again("marked", "as the first, cells without published neighbours kept and marked")
        },
        Ask {
            related: true,
            ..again(
                "around",
                "as the first, the sector's other clusters and the counties around beside",
            )
        }
        .beside(Around { neighbours: near, ..Around::default() }),
        again("smaller-half", "as the first, the smaller half of counties")
            .beside(Around { inside: small, ..Around::default() }),
        again("larger-half", "as the first, the larger half of counties")
            .beside(Around { inside: large, ..Around::default() }),
        Ask::new(
            "own-clusters",
            "as the first, our traded clusters carried to four digits",
            EARLIER,
            &own,
        )
        .shuffled(),
    ];
    let query = [
        "Jobs and establishments of four-digit industries (NAICS 2017) by county: `changes.parquet` of the \
         starter pack.",
        "A cluster is what stands under one three-digit code. In the last row it is a traded cluster of \
         `definitions/clusters`, to which a four-digit industry belongs where more than half of its six-digit \
         members do.",
        "ln(jobs at the end / jobs at the start) on ln(own quotient) and ln(quotient of the rest of the \
         cluster), with effects of counties and industries; intervals let a county's industries hang together.",
    ];
    assemble("cluster-growth", "cargo xtask study cluster-growth", &query, &changes, &asks)
}

/// Six-digit industries, from the agency's table.
pub(super) fn six_digits(folder: &Path) -> Result<Study, String> {
    six(folder).map_err(|error| error.to_string())
}

fn six(folder: &Path) -> Result<Study, Error> {
    let definition = clusters::traded()?;
    let years: Vec<Year> = [2017, 2018, 2019, 2021].map(Year).to_vec();
    let traded = |code: &str| definition.cluster_of(code).is_some();
    let changes = table::changes(folder, &years, &traded)?;
    let tree: Classification = agglo_data::starter::naics_2012()?;
    let codes = &changes.employment.axes().industries;
    let own = by_cluster(codes, &tree, &definition, &tree);
    let codes_alone = under(codes, &tree, [6, 4]);
    let again = |id, what| Ask::new(id, what, EARLIER, &own);
    let asks = [
        again("earlier-base", "own size of 2017, growth 2018-21").shuffled().shuffled_in_sectors(),
        Ask::new("shared-base", "own size of 2018, growth 2018-21", SHARED, &own).shuffled(),
        Ask::new("two-years-between", "own size of 2017, growth 2019-21", GAP, &own),
        Ask::new("before-the-pandemic", "own size of 2017, growth 2018-19", BEFORE, &own),
        again("own-size-twice", "as the first, with the cell's establishments beside its jobs")
            .beside(Around { establishments: true, ..Around::default() }),
        Ask {
            rule: Rule { absent: Absent::Marked, ..RULE },
            ..again("marked", "as the first, cells without published neighbours kept and marked")
        },
        Ask::new(
            "four-digit-codes",
            "as the first, clusters are four-digit codes",
            EARLIER,
            &codes_alone,
        )
        .shuffled(),
    ];
    let query = [
        "Jobs and establishments of the six-digit industries (NAICS 2017) that stand in a traded cluster of \
         `definitions/clusters` (NAICS 2012) under the same code, by county: County Business Patterns, US Census \
         Bureau; codes that the revision of 2017 changed are left out.",
        "ln(jobs at the end / jobs at the start) on ln(own quotient) and ln(quotient of the rest of the \
         cluster), with effects of counties and industries; intervals let a county's industries hang together.",
    ];
    let command = "cargo xtask study cluster-growth-six-digits --from DIR";
    assemble("cluster-growth-six-digits", command, &query, &changes, &asks)
}

fn assemble(
    id: &str,
    command: &str,
    query: &[&str],
    changes: &Changes,
    asks: &[Ask<'_>],
) -> Result<Study, Error> {
    let findings: Vec<Finding> =
        asks.iter().map(|ask| ask.put(changes)).collect::<Result<_, _>>()?;
    let verdict = verdict(&findings);
    let main = findings.first().map(|finding| finding.id.clone()).unwrap_or_default();
    Ok(Study {
        id: id.to_owned(),
        question: "Did an industry grow faster in counties where the rest of its cluster was strong, given its \
                   own size there?"
            .to_owned(),
        method: "cluster_growth/1".to_owned(),
        command: command.to_owned(),
        query: query.iter().map(|&step| step.to_owned()).collect(),
        sources: vec![changes.employment.axes().source.clone()],
        seed: SEED,
        level: LEVEL,
        main,
        rule: "supported where, in the first row, the interval of `cluster` lies above 0 and fewer than one in \
               twenty shuffles of members among all clusters reach its value, and in every other row the interval \
               of `cluster` lies above 0 too; contradicted where it lies below 0 in the first row; else cannot \
               tell."
            .to_owned(),
        verdict,
        sentence: sentence(verdict).to_owned(),
        caveats: caveats(&findings),
        findings,
    })
}

fn verdict(findings: &[Finding]) -> Verdict {
    let cluster = |finding: &Finding| finding.term("cluster").cloned();
    let Some((first, rest)) = findings.split_first() else { return Verdict::CannotTell };
    let Some(main) = cluster(first) else { return Verdict::CannotTell };
    let stands_out = first.placebos.first().is_some_and(|placebo| placebo.p < 0.05);
    let everywhere =
        rest.iter().all(|finding| cluster(finding).is_some_and(|term| term.is_above_zero()));
    match (main.is_below_zero(), main.is_above_zero() && stands_out && everywhere) {
        (true, _) => Verdict::Contradicted,
        (_, true) => Verdict::Supported,
        _ => Verdict::CannotTell,
    }
}

fn sentence(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Supported => {
            "Industries grew faster where the rest of their cluster was strong, given their own size; that is an \
             association inside one short period, not what a new neighbour would bring."
        }
        Verdict::Contradicted => {
            "Industries grew slower where the rest of their cluster was strong, given their own size."
        }
        Verdict::CannotTell => {
            "The figures do not agree on whether industries grew faster where their cluster was strong."
        }
    }
}

fn caveats(findings: &[Finding]) -> Vec<Caveat> {
    let mut rows = vec![
        (
            "association",
            "It says where industries grew, not why: whatever made a place good for a whole cluster \
                         makes both sides large.",
        ),
        ("one-period", "One period of three years with a pandemic in it."),
        (
            "reversion",
            "Own size is measured with noise. What the noise hides of it is taken up by the strength of \
                       the cluster, and the coefficient comes out too large; with establishments as a second measure \
                       of own size it is smaller.",
        ),
        (
            "survivors",
            "Only cells that are published at both ends are seen: those that fell below three \
                       establishments are not.",
        ),
    ];
    // What shuffles inside sectors leave is what any industries of a sector have in common.
    let main = findings.first();
    let inside = main.and_then(|main| main.placebos.get(1)).map_or(0.0, |placebo| placebo.mean);
    let whole = main.and_then(|main| main.term("cluster")).map_or(0.0, |term| term.value);
    if inside > 0.5 * whole {
        rows.push((
            "sector",
            "With members shuffled inside their sector more than half of the coefficient remains: what goes with \
             growth is largely the strength of the whole sector in the county, not of the cluster alone.",
        ));
    }
    let mut caveats: Vec<Caveat> =
        rows.into_iter().map(|(code, text)| Caveat::new(code, text)).collect();
    caveats.sort();
    caveats
}
