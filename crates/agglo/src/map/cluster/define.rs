//! Cluster definitions computed from figures: traded industries, their similarity, the best of many
//! groupings by validation scores, and names in plain words.

use std::collections::BTreeMap;

use agglo_stats::float;
use agglo_stats::matrix::Matrix;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::base::error::Error;
use crate::base::id::IndustryId;
use crate::map::cluster::group::{GroupRule, Grown, Growth, groups, incoherent};
use crate::map::cluster::similarity::Similarity;
use crate::map::cluster::traded::{Spread, TradedRule, spreads};
use crate::map::cluster::validation::{Null, Scores, null, scores};
use crate::map::coagglomeration::{
    Background, Form, locational_correlation, pairwise_coagglomeration,
};
use crate::map::relatedness::input_output::{LinkForm, Shares};

/// The figures that a definition is computed from; columns are industries in one order.
#[derive(Clone, Debug)]
pub struct Figures {
    /// Codes, sorted.
    pub industries: Vec<IndustryId>,
    /// Establishments by labour market.
    pub establishments: Matrix,
    /// Jobs by labour market; only their distribution over areas is read.
    pub market_jobs: Matrix,
    /// Jobs by state; only their distribution over areas is read.
    pub state_jobs: Matrix,
    /// What industries buy from and sell to each other; without it locations alone tell who belongs together.
    pub links: Option<Shares>,
}

/// What is correlated over labour markets.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum LocationForm {
    /// Counts of establishments.
    Counts,
    /// Shares of each market's establishments, markets weighted by their size.
    Shares,
    /// Pairwise co-agglomeration of establishments instead of a correlation.
    Coagglomeration,
}

/// The method with all its numbers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Method {
    /// Which industries are traded.
    pub traded: TradedRule,
    /// Forms of the locational correlation that are tried.
    pub locations: Vec<LocationForm>,
    /// Forms of the input-output link that are tried.
    pub links: Vec<LinkForm>,
    /// Ways to make groups that are tried.
    pub growths: Vec<Growth>,
    /// Numbers of groups that are asked for, the first and the last.
    pub cuts: (usize, usize),
    /// Numbers of groups that are accepted, the least and the most.
    pub groups: (usize, usize),
    /// What keeps groups clean.
    pub clean: GroupRule,
    /// Scores closer to the best than this, in percentage points, count as equal to it.
    pub tolerance: f64,
    /// Seed of the permutations.
    pub seed: u64,
    /// Permutations of the null.
    pub permutations: usize,
}

/// One way to make groups.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
pub struct Configuration {
    /// What is correlated.
    pub location: LocationForm,
    /// How links are read; `None` where the figures hold none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub link: Option<LinkForm>,
    /// How groups are made.
    pub growth: Growth,
    /// How many are asked for, before small ones dissolve.
    pub cut: usize,
}

/// A configuration, its groups and its score.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// The configuration.
    pub configuration: Configuration,
    /// Group of each traded industry.
    pub labels: Vec<usize>,
    /// Scores on each measure of similarity, in the order of [`Defined::measures`].
    pub scores: Vec<Scores>,
    /// Whether no group falls into two that are strangers to each other.
    pub coherent: bool,
}

impl Candidate {
    /// Mean of all scores, in percent.
    pub fn score(&self) -> f64 {
        let means: Vec<f64> = self.scores.iter().map(Scores::mean).collect();
        float::mean(&means).unwrap_or(0.0)
    }

    /// Number of groups.
    pub fn groups(&self) -> usize {
        self.labels.iter().max().map_or(0, |last| last + 1)
    }
}

/// The best grouping of one similarity and growth.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Way {
    /// Its configuration.
    pub configuration: Configuration,
    /// Number of groups.
    pub groups: usize,
    /// Mean of all its scores, in percent.
    pub score: f64,
    /// Whether no group falls into two that are strangers to each other.
    pub coherent: bool,
    /// Numbers of groups that it was asked for and gave an accepted grouping.
    pub asked: usize,
}

/// A computed definition, before its groups have names.
#[derive(Clone, Debug)]
pub struct Defined {
    /// Spread of every industry over states.
    pub over_states: Vec<Option<Spread>>,
    /// Spread of every industry over labour markets.
    pub over_markets: Vec<Option<Spread>>,
    /// The cut over labour markets.
    pub market_cut: f64,
    /// Positions of the traded industries among all.
    pub traded: Vec<usize>,
    /// Names of the measures of similarity that every candidate is scored on.
    pub measures: Vec<&'static str>,
    /// The best candidate.
    pub best: Candidate,
    /// The similarity that it was made from.
    pub similarity: Similarity,
    /// The best grouping of each way to make them, the highest score first.
    pub ways: Vec<Way>,
    /// How many different groupings were scored.
    pub tried: usize,
    /// The same of coherent ones.
    pub coherent: usize,
    /// Where the best score stands among permuted labels.
    pub null: Null,
}

/// Computes a definition: of the coherent groupings whose mean validation score is as good as the highest, the
/// one of most groups.
///
/// Every candidate is scored on the same measures of similarity: both forms of the locational correlation,
/// pairwise co-agglomeration, and both forms of the input-output link. Scores within the method's tolerance are
/// equal: a point more or less is noise, and a planner can join clusters but not split them. Where no grouping
/// is coherent the best of all is returned, and [`Candidate::coherent`] says so.
///
/// # Errors
///
/// `E0301` where figures do not fit together, `E0303` where no grouping passes the rules.
///
/// # Source
///
/// Delgado, Porter and Stern 2016, Journal of Economic Geography 16(1), without the measure of occupations,
/// for which no table by industry is at hand; the rules for clean groups are ours in place of their hand
/// corrections.
pub fn define(figures: &Figures, method: &Method) -> Result<Defined, Error> {
    let over_states = spreads(&figures.state_jobs);
    let over_markets = spreads(&figures.market_jobs);
    let market_cut = method
        .traded
        .market_cut(&over_states, &over_markets)
        .ok_or_else(|| Error::new("E0303", "there are no figures to tell traded from local by"))?;
    let is_traded =
        |at: &usize| method.traded.is_traded(over_states[*at], over_markets[*at], market_cut);
    let traded: Vec<usize> = (0..figures.industries.len()).filter(is_traded).collect();
    let measures = Measures::of(figures, &traded)?;
    let tried = tried(&measures, method)?;
    let ways = ways(&tried);
    let candidates = tried.candidates;
    let tried = candidates.len();
    let coherent = candidates.iter().filter(|candidate| candidate.coherent).count();
    let best = finest_of_the_best(candidates, method.tolerance)
        .ok_or_else(|| Error::new("E0303", "no grouping passes the rules for clean groups"))?;
    let null = null(&best.labels, method.seed, method.permutations, |labels| {
        measures.score(labels).map(|scores| mean(&scores))
    })
    .ok_or_else(|| Error::new("E0303", "permuted labels have no score"))?;
    let similarity = measures.combined(best.configuration.location, best.configuration.link);
    Ok(Defined {
        over_states,
        over_markets,
        market_cut,
        traded,
        measures: measures.names(),
        best,
        similarity,
        ways,
        tried,
        coherent,
        null,
    })
}

/// The best of each way to make groups: coherent before incoherent, then by score.
fn ways(tried: &Tried) -> Vec<Way> {
    let mut found: BTreeMap<Configuration, Way> = BTreeMap::new();
    for &(configuration, at) in &tried.given {
        let candidate = &tried.candidates[at];
        let (groups, score, coherent) = (candidate.groups(), candidate.score(), candidate.coherent);
        let way = Way { configuration, groups, score, coherent, asked: 0 };
        let family = Configuration { cut: 0, ..configuration };
        let best = found.entry(family).or_insert(way);
        let asked = best.asked + 1;
        if (coherent, score) > (best.coherent, best.score) {
            *best = way;
        }
        best.asked = asked;
    }
    let mut ways: Vec<Way> = found.into_values().collect();
    ways.sort_by(|a, b| {
        b.score.total_cmp(&a.score).then_with(|| a.configuration.cmp(&b.configuration))
    });
    ways
}

/// The coherent grouping of most groups among those whose score is as good as the best; where none is
/// coherent, that of all.
fn finest_of_the_best(mut candidates: Vec<Candidate>, tolerance: f64) -> Option<Candidate> {
    if candidates.iter().any(|candidate| candidate.coherent) {
        candidates.retain(|candidate| candidate.coherent);
    }
    let highest = candidates.iter().map(Candidate::score).max_by(f64::total_cmp)?;
    candidates.retain(|candidate| candidate.score() >= highest - tolerance);
    candidates.into_iter().min_by(|a, b| {
        let finest = b.groups().cmp(&a.groups());
        finest
            .then_with(|| b.score().total_cmp(&a.score()))
            .then_with(|| a.configuration.cmp(&b.configuration))
    })
}

fn mean(scores: &[Scores]) -> f64 {
    float::mean(&scores.iter().map(Scores::mean).collect::<Vec<_>>()).unwrap_or(0.0)
}

/// The measures of location in the order of [`Measures::located`].
const LOCATED: [&str; 3] = [
    "locational correlation of counts",
    "locational correlation of shares",
    "pairwise co-agglomeration",
];
/// The measures of links in the order of [`Measures::linked`].
const LINKED: [&str; 2] = ["input-output link, largest share", "input-output link, mutual"];

/// Standardised similarities of the traded industries.
struct Measures {
    located: [Similarity; 3],
    linked: Option<[Similarity; 2]>,
}

impl Measures {
    fn of(figures: &Figures, traded: &[usize]) -> Result<Self, Error> {
        let counts = columns(&figures.establishments, traded)?;
        let totals: Vec<f64> = (0..figures.establishments.rows())
            .map(|row| float::sum(figures.establishments.row(row).iter().copied()))
            .collect();
        let by_counts = locational_correlation(&counts, Form::Counts)?;
        let by_shares = locational_correlation(&counts, Form::Shares(&totals))?;
        let together = pairwise_coagglomeration(&counts, Background::Totals(&totals));
        let steady = |at: usize| {
            let code = &figures.industries[traded[at]];
            Error::new("E0301", format!("industry `{code}` does not vary over labour markets"))
        };
        if let Some(at) = (0..traded.len()).find(|&at| by_counts[at][at].is_none()) {
            return Err(steady(at));
        }
        let table = |values: &[Vec<Option<f64>>]| {
            Similarity::from_fn(traded.len(), |a, b| values[a][b].unwrap_or(0.0)).standardised()
        };
        let linked = |links: &Shares| {
            [LinkForm::Largest, LinkForm::Mutual].map(|form| {
                let link = |a: usize, b: usize| links.link(traded[a], traded[b], form);
                Similarity::from_fn(traded.len(), link).standardised()
            })
        };
        Ok(Self {
            located: [table(&by_counts), table(&by_shares), table(&together)],
            linked: figures.links.as_ref().map(linked),
        })
    }

    /// Names of all, in their order.
    fn names(&self) -> Vec<&'static str> {
        let linked = if self.linked.is_some() { &LINKED[..] } else { &[] };
        LOCATED.iter().chain(linked).copied().collect()
    }

    fn score(&self, labels: &[usize]) -> Option<Vec<Scores>> {
        let linked = self.linked.iter().flatten();
        self.located.iter().chain(linked).map(|measure| scores(measure, labels)).collect()
    }

    /// Forms of links that a method asks for; one without links where there are none.
    fn links(&self, method: &Method) -> Vec<Option<LinkForm>> {
        match self.linked {
            Some(_) => method.links.iter().copied().map(Some).collect(),
            None => vec![None],
        }
    }

    /// Mean of a locational correlation and a link, both standardised; the first alone without links.
    fn combined(&self, location: LocationForm, link: Option<LinkForm>) -> Similarity {
        let location = match location {
            LocationForm::Counts => &self.located[0],
            LocationForm::Shares => &self.located[1],
            LocationForm::Coagglomeration => &self.located[2],
        };
        match (link, &self.linked) {
            (Some(LinkForm::Largest), Some([largest, _])) => location.mean_with(largest),
            (Some(LinkForm::Mutual), Some([_, mutual])) => location.mean_with(mutual),
            _ => location.clone(),
        }
    }
}

/// Groupings of the accepted sizes, each once, and which of them every configuration gave.
struct Tried {
    candidates: Vec<Candidate>,
    given: Vec<(Configuration, usize)>,
}

/// Every grouping of the accepted sizes, in the order of the configurations.
fn tried(measures: &Measures, method: &Method) -> Result<Tried, Error> {
    let mut found = Tried { candidates: Vec::new(), given: Vec::new() };
    for &location in &method.locations {
        for link in measures.links(method) {
            let similarity = measures.combined(location, link);
            for &growth in &method.growths {
                let grown = Grown::new(&similarity, growth, method.seed)?;
                for cut in method.cuts.0..=method.cuts.1 {
                    let labels = groups(&similarity, &grown, cut, &method.clean)?;
                    let configuration = Configuration { location, link, growth, cut };
                    let same = |other: &Candidate| other.labels == labels;
                    if let Some(at) = found.candidates.iter().position(same) {
                        found.given.push((configuration, at));
                        continue;
                    }
                    let scores = Vec::new();
                    let candidate = Candidate { configuration, labels, scores, coherent: false };
                    if !(method.groups.0..=method.groups.1).contains(&candidate.groups()) {
                        continue;
                    }
                    let Some(scores) = measures.score(&candidate.labels) else { continue };
                    let faults = incoherent(&similarity, &candidate.labels, &method.clean)?;
                    found.given.push((configuration, found.candidates.len()));
                    let coherent = faults.is_empty();
                    found.candidates.push(Candidate { scores, coherent, ..candidate });
                }
            }
        }
    }
    Ok(found)
}

/// Groups of the same industries by the same configuration over other figures.
pub(super) fn regrouped(
    figures: &Figures,
    traded: &[usize],
    configuration: Configuration,
    method: &Method,
) -> Result<Vec<usize>, Error> {
    let measures = Measures::of(figures, traded)?;
    let similarity = measures.combined(configuration.location, configuration.link);
    let grown = Grown::new(&similarity, configuration.growth, method.seed)?;
    groups(&similarity, &grown, configuration.cut, &method.clean)
}

fn columns(x: &Matrix, chosen: &[usize]) -> Result<Matrix, Error> {
    let rows: Vec<Vec<f64>> =
        (0..x.rows()).map(|row| chosen.iter().map(|&column| x.at(row, column)).collect()).collect();
    Matrix::from_rows(&rows).map_err(|error| Error::new("E0301", error.to_string()))
}

#[cfg(test)]
#[path = "define_tests.rs"]
mod tests;
