//! One spatial statistic of one measure, with who was left out and what it does not mean.

use agglo_stats::spatial::Weights;
use schemars::JsonSchema;
use serde::Serialize;

use crate::base::error::Error;
use crate::base::estimate::{Caveat, Estimate, Figure, Provenance, Withheld};
use crate::base::id::{IndustryId, SourceId};
use crate::base::year::Year;
use crate::map::association::global::Raw;
use crate::map::association::joins::joins;
use crate::map::association::local::{FALSE_DISCOVERY, g_lines, moran_lines};
use crate::map::association::{
    Column, Global, Ground, Joins, LocalLine, Named, Neighbourhood, Rows,
};

/// What is asked of the values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Statistic {
    /// Moran's I: whether neighbours are alike.
    Moran,
    /// Local Moran: where.
    LocalMoran,
    /// Geary's C: how far neighbours differ.
    Geary,
    /// Getis-Ord G: where high or low values lie around a unit.
    GetisOrd,
    /// Join counts: how often yes meets yes.
    JoinCounts,
}

impl Statistic {
    /// Name in JSON and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Moran => "moran",
            Self::LocalMoran => "local_moran",
            Self::Geary => "geary",
            Self::GetisOrd => "getis_ord",
            Self::JoinCounts => "join_counts",
        }
    }

    /// Means of neighbours where neighbours are compared, sums and counts where they are counted.
    fn rows(self) -> Rows {
        match self {
            Self::Moran | Self::LocalMoran | Self::Geary => Rows::Standardised,
            Self::GetisOrd | Self::JoinCounts => Rows::Binary,
        }
    }
}

/// How a statistic is computed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Options {
    /// Who neighbours whom.
    pub neighbourhood: Neighbourhood,
    /// Orders of the values that are drawn; 999 by default.
    pub permutations: u32,
    /// Where yes begins for join counts; the command sets 1 for quotients and 0.5 for flags.
    pub at_least: Option<f64>,
    /// Seed of the draws.
    pub seed: u64,
    /// Threads that may share the work; the answer does not depend on it.
    pub threads: u16,
}

impl Default for Options {
    fn default() -> Self {
        let neighbourhood = Neighbourhood::Contiguity;
        Self { neighbourhood, permutations: 999, at_least: None, seed: 1, threads: 1 }
    }
}

/// What was measured.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Measured {
    /// Name of the measure.
    pub name: String,
    /// What it is, in one sentence.
    pub title: String,
    /// Unit of its values.
    pub unit: String,
    /// Year that it describes.
    pub year: Option<Year>,
    /// The industry, for a measure of one.
    pub industry: Option<IndustryId>,
    /// Dataset.
    pub source: SourceId,
}

/// The answer of one statistic.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Association {
    /// What was asked.
    pub statistic: Statistic,
    /// Of which measure.
    pub measure: Measured,
    /// Who neighbours whom, in words.
    pub neighbourhood: String,
    /// How the weights of a unit's neighbours are scaled.
    pub rows: Rows,
    /// Neighbours of all units together: a pair that neighbours in both directions counts twice.
    pub links: usize,
    /// Units with a value and a neighbour.
    pub units: usize,
    /// Orders of the values that were drawn where not all could be counted.
    pub permutations: u32,
    /// Seed of the draws.
    pub seed: u64,
    /// The statistic of all units, where one was asked for.
    pub global: Option<Global>,
    /// Join counts, where they were asked for.
    pub joins: Option<Joins>,
    /// One line a unit, by code, where a local statistic was asked for.
    pub local: Vec<LocalLine>,
    /// Why there is no statistic, where there is none.
    pub undefined: Option<String>,
    /// Units with a value and no neighbour that has one: in no mean, and without a local statistic.
    pub islands: Vec<Named>,
    /// Units without a value: left out.
    pub left_out: Vec<Named>,
    /// What a reader must know before using it.
    pub caveats: Vec<Caveat>,
}

/// Asks a statistic of a measure.
///
/// # Errors
///
/// `E0108` of a neighbourhood that cannot be made, `E0103` of join counts without a threshold.
///
/// # How to read it
///
/// Neighbours are alike for many reasons: a shared coast, a boundary through a town, a rate estimated for both
/// at once. None of these numbers is evidence that one unit acts on another.
pub fn associate(
    column: &Column,
    ground: Ground<'_>,
    statistic: Statistic,
    options: Options,
) -> Result<Association, Error> {
    let rows = statistic.rows();
    let weights = options.neighbourhood.weights(&column.units, ground, rows)?;
    let islands: Vec<Named> =
        weights.islands().into_iter().map(|at| column.units[at].clone()).collect();
    let links: usize = (0..weights.units()).map(|unit| weights.neighbours(unit).len()).sum();
    let mut found = Association {
        statistic,
        measure: measured(column),
        rows,
        neighbourhood: options.neighbourhood.words(),
        links,
        units: column.units.len() - islands.len(),
        permutations: options.permutations,
        seed: options.seed,
        global: None,
        joins: None,
        local: Vec::new(),
        undefined: None,
        islands,
        left_out: column.left_out.clone(),
        caveats: caveats(column, statistic),
    };
    fill(&mut found, column, &weights, options)?;
    Ok(found)
}

fn fill(
    found: &mut Association,
    column: &Column,
    weights: &Weights,
    options: Options,
) -> Result<(), Error> {
    let numbers = |error: agglo_stats::Error| Error::new("E0301", error.to_string());
    let values = &column.values;
    let known = match found.statistic {
        Statistic::Moran | Statistic::Geary => {
            let raw = if found.statistic == Statistic::Moran {
                Raw::moran(values, weights, options)
            } else {
                Raw::geary(values, weights, options)
            };
            let raw = raw.map_err(numbers)?;
            let known = raw.value.is_some();
            found.global = Some(whole(found, column, raw, options.seed));
            known
        }
        Statistic::LocalMoran => {
            found.local =
                moran_lines(column, weights, options).map_err(numbers)?.unwrap_or_default();
            !found.local.is_empty()
        }
        Statistic::GetisOrd => {
            found.local = g_lines(column, weights, options).map_err(numbers)?.unwrap_or_default();
            !found.local.is_empty()
        }
        Statistic::JoinCounts => {
            let at_least = options.at_least.ok_or_else(no_threshold)?;
            found.joins = joins(values, weights, at_least, options).map_err(numbers)?;
            found.joins.is_some()
        }
    };
    found.undefined = (!known).then(|| why(found, column));
    Ok(())
}

/// The statistic with where it comes from, or why there is none.
fn whole(found: &Association, column: &Column, raw: Raw, seed: u64) -> Global {
    let method = format!("{}/1", found.statistic.name());
    let provenance =
        Provenance { seed: Some(seed), ..Provenance::new(&method, [column.source.clone()]) };
    let answer = raw
        .value
        .ok_or_else(|| Withheld::undefined(why(found, column)))
        .and_then(|value| Estimate::exact(value, provenance));
    let caveated =
        |estimate: Estimate| found.caveats.iter().cloned().fold(estimate, Estimate::caveat);
    raw.with(Figure::from(answer.map(caveated)))
}

fn no_threshold() -> Error {
    Error::new("E0103", "join counts need a threshold: which values count as yes")
        .hint("add --at-least X; location quotients and yes-or-no facts have one by themselves")
}

/// Why values leave a statistic undefined.
fn why(found: &Association, column: &Column) -> String {
    let measure = &column.measure;
    match (column.values.len(), found.units) {
        (0, _) => format!("no unit has a value of `{measure}`"),
        (_, units) if units < 3 => {
            format!("{units} units have a value and a neighbour; three are needed")
        }
        _ if found.statistic == Statistic::JoinCounts => {
            "all linked units answer alike: with all yes or all no there is nothing to compare"
                .to_owned()
        }
        _ => format!("all values of `{measure}` are equal: nothing varies from place to place"),
    }
}

fn measured(column: &Column) -> Measured {
    Measured {
        name: column.measure.clone(),
        title: column.title.clone(),
        unit: column.unit.clone(),
        year: column.year,
        industry: column.industry.clone(),
        source: column.source.clone(),
    }
}

fn caveats(column: &Column, statistic: Statistic) -> Vec<Caveat> {
    let mut all = vec![Caveat::new(
        "no-spillover",
        "Neighbours are alike for many reasons; this is no evidence that one place acts on another.",
    )];
    if column.estimated > 0 {
        let count = column.estimated;
        let text =
            format!("{count} of the values are estimates between bounds; their error is left out.");
        all.push(Caveat::new("estimated-values", text));
    }
    if column.industry.is_some() {
        let text = "Quotients of small places jump with one establishment, and many are 0.";
        all.push(Caveat::new("few-establishments", text));
    }
    if matches!(statistic, Statistic::LocalMoran | Statistic::GetisOrd) {
        let text = format!(
            "Probabilities are one-sided; a verdict stands where the adjusted one is at most {FALSE_DISCOVERY}."
        );
        all.push(Caveat::new("many-tests", text));
    }
    all.sort();
    all
}

#[cfg(test)]
mod tests {
    use agglo_stats::spatial::Basis;

    use super::*;
    use crate::base::id::RegionId;
    use crate::map::association::Verdict;

    fn column(values: &[f64]) -> Column {
        let named =
            |at: usize| Named { region: format!("{at:02}").into(), title: format!("Unit {at}") };
        Column {
            measure: "rate".into(),
            title: "A rate.".into(),
            unit: "percent".into(),
            year: None,
            industry: None,
            source: "test".into(),
            units: (0..values.len()).map(named).collect(),
            values: values.to_vec(),
            estimated: 0,
            left_out: Vec::new(),
        }
    }

    /// A chain of all units but the last.
    fn chain(units: usize) -> Vec<(RegionId, RegionId)> {
        let id = |at: usize| RegionId::from(format!("{at:02}"));
        (1..units - 1).map(|at| (id(at - 1), id(at))).collect()
    }

    fn ask(values: &[f64], statistic: Statistic, at_least: Option<f64>) -> Association {
        let options = Options { at_least, permutations: 199, ..Options::default() };
        let borders = chain(values.len());
        let ground = Ground { borders: &borders, ..Ground::default() };
        associate(&column(values), ground, statistic, options).unwrap()
    }

    #[test]
    fn reference_a_chain_of_three_beside_an_island_by_hand() {
        let found = ask(&[1.0, 2.0, 4.0, 8.0], Statistic::Moran, None);
        let global = found.global.unwrap();
        assert!((global.value.value().unwrap() + 1.0 / 28.0).abs() < 1e-12);
        assert_eq!((found.units, found.links, found.islands[0].title.as_str()), (3, 4, "Unit 3"));
        // Of the six orders, what was seen and its mirror are the largest.
        assert_eq!(global.p_basis, Some(Basis::Exact));
        assert!((global.p_one_sided.unwrap() - 1.0 / 3.0).abs() < 1e-15);
    }

    #[test]
    fn a_planted_gradient_is_found_by_each_statistic_and_the_island_by_none() {
        let mut values: Vec<f64> = (0..40).map(f64::from).collect();
        values.push(1e6);
        let global = |statistic| ask(&values, statistic, None).global.unwrap();
        assert!(global(Statistic::Moran).z.unwrap() > 4.0);
        assert!(global(Statistic::Geary).z.unwrap() < -4.0);
        for statistic in [Statistic::LocalMoran, Statistic::GetisOrd] {
            let found = ask(&values, statistic, None);
            let last = found.local.last().unwrap();
            assert_eq!((last.statistic, last.verdict), (None, Verdict::Island));
            // Two neighbours among 39 others make 741 pairs, one at an end makes 39: all are counted.
            assert!(found.local[..40].iter().all(|line| line.p_basis == Some(Basis::Exact)));
            assert!(found.local.iter().filter_map(|line| line.p).all(|p| p >= 1.0 / 741.0));
        }
        let joins = ask(&values, Statistic::JoinCounts, Some(20.0)).joins.unwrap();
        assert_eq!((joins.both, joins.mixed, joins.neither), (19.0, 1.0, 19.0));
        assert_eq!((joins.yes, joins.no), (21, 20));
    }

    #[test]
    fn edge_equal_values_and_equal_answers_say_why_there_is_no_number() {
        let found = ask(&[2.0; 5], Statistic::Moran, None);
        assert!(found.undefined.unwrap().contains("equal"));
        assert_eq!(found.global.unwrap().value.value(), None);
        assert!(ask(&[2.0; 5], Statistic::LocalMoran, None).undefined.is_some());
        let yes = ask(&[2.0, 3.0, 4.0, 5.0], Statistic::JoinCounts, Some(0.0));
        assert!(yes.undefined.unwrap().contains("alike"));
        let values = column(&[1.0, 2.0, 4.0, 3.0]);
        let none = associate(&values, Ground::default(), Statistic::JoinCounts, Options::default());
        assert_eq!(none.unwrap_err().code(), "E0103");
    }
}
