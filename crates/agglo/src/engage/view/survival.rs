//! How long ventures last, beside what is published of establishments of their sectors.

use agglo_stats::distribution::normal::Z90;
use agglo_stats::float;
use agglo_stats::survival::{Spell, Step, kaplan_meier};
use schemars::JsonSchema;
use serde::Serialize;

use crate::base::error::Error;
use crate::base::estimate::{Figure, IntervalKind, Withheld};
use crate::base::survival::Benchmark;
use crate::engage::closures_against_benchmark;
use crate::engage::view::pipeline::INSIDE;
use crate::engage::view::{count, within};

const METHOD: &str = "venture_survival/1";
/// Level of the interval of closures.
const LEVEL: f64 = 0.9;
/// Ages at which the curve is read, in years.
const READ_AT: [u32; 3] = [1, 3, 5];

/// How long ventures last.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct VentureSurvival {
    /// Ventures that were watched.
    pub ventures: Figure,
    /// Of them closed.
    pub closed: Figure,
    /// The product-limit curve: a step at each age at which any closed.
    ///
    /// # Source
    ///
    /// Kaplan and Meier 1958, Journal of the American Statistical Association 53(282); intervals by Greenwood on the
    /// log-log scale, Kalbfleisch and Prentice 2002, section 1.4.
    pub steps: Vec<SurvivalStep>,
    /// Years that the longest watched venture was watched.
    pub longest: f64,
    /// The curve and the benchmark at one, three and five years.
    pub alive: Vec<Alive>,
    /// Sectors whose published figures stand beside it, each with its number of ventures.
    pub sectors: Vec<(String, u32)>,
    /// Closures against the benchmark.
    pub compared: Compared,
}

/// The curve after an age at which ventures closed.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct SurvivalStep {
    /// Years since founding.
    pub years: f64,
    /// Ventures still watched just before.
    pub at_risk: u32,
    /// Of them closed then.
    pub closed: u32,
    /// Share that lasts longer.
    pub alive: Figure,
}

/// Survival to an age.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Alive {
    /// Years since founding.
    pub years: u32,
    /// Share of the ventures.
    pub ventures: Figure,
    /// Share of establishments of their sectors, with the ends over single opening years.
    pub benchmark: Figure,
}

/// Closures seen against closures expected.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Compared {
    /// Closures that the benchmark expects over the time watched.
    pub expected: Figure,
    /// Seen over expected, with its exact interval.
    pub ratio: Figure,
    /// `fewer`, `more`, or `cannot tell`.
    pub verdict: &'static str,
    /// Ventures, watched as long as these on the average, of which not one closing would tell; where it cannot tell.
    pub ventures_needed: Option<u32>,
}

/// One venture's time under watch.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Watched<'a> {
    /// Years from its founding to its close, or to the last sign of life.
    pub(super) years: f64,
    /// Whether it closed.
    pub(super) closed: bool,
    /// Its sector, where one is published.
    pub(super) sector: Option<&'a Benchmark>,
}

/// The curve of ventures beside that of their sectors.
///
/// # Errors
///
/// `E0506` where a time is none.
pub(super) fn survival(watched: &[Watched<'_>]) -> Result<VentureSurvival, Error> {
    let closed = watched.iter().filter(|own| own.closed).count();
    let spells: Vec<Spell> =
        watched.iter().map(|own| Spell { time: own.years, ended: own.closed }).collect();
    let steps = kaplan_meier(&spells).map_err(|error| Error::new("E0506", error.to_string()))?;
    let longest = watched.iter().map(|own| own.years).fold(0.0, f64::max);
    let number = |of: usize| super::exact(f64::from(count(of)), METHOD);
    let steps = drawn(&steps);
    Ok(VentureSurvival {
        ventures: number(watched.len()),
        closed: number(closed),
        alive: READ_AT.map(|years| alive(years, &steps, watched, longest)).to_vec(),
        steps,
        longest,
        sectors: sectors(watched),
        compared: compared(count(closed), watched)?,
    })
}

/// For everybody: a step of the curve is the close of one business.
pub(super) fn untold() -> VentureSurvival {
    let untold = || super::untold(INSIDE);
    VentureSurvival {
        ventures: untold(),
        closed: untold(),
        steps: Vec::new(),
        longest: 0.0,
        alive: Vec::new(),
        sectors: Vec::new(),
        compared: Compared {
            expected: untold(),
            ratio: untold(),
            verdict: "not told",
            ventures_needed: None,
        },
    }
}

fn drawn(steps: &[Step]) -> Vec<SurvivalStep> {
    let mut spread = 0.0;
    let mut drawn: Vec<SurvivalStep> = Vec::new();
    for step in steps {
        let (ended, at_risk) = (f64::from(step.ended), f64::from(step.at_risk));
        spread += ended / (at_risk * (at_risk - ended));
        let ends = greenwood(step.survival, spread);
        // Once all have closed the curve is 0; how far it may err above is what the step before left.
        let before = drawn.last().and_then(|last| last.alive.range()).map_or(1.0, |own| own.1);
        let ends = ends.unwrap_or((0.0, before));
        drawn.push(SurvivalStep {
            years: step.time,
            at_risk: step.at_risk,
            closed: step.ended,
            alive: within(step.survival, ends, IntervalKind::Confidence, METHOD),
        });
    }
    drawn
}

/// The ends of 90 % around a point of the curve, on the log-log scale; none where the curve is at 0 or 1.
fn greenwood(alive: f64, spread: f64) -> Option<(f64, f64)> {
    if !(alive > 0.0 && alive < 1.0 && spread.is_finite()) {
        return None;
    }
    let log = float::ln(alive);
    let half = Z90 * spread.sqrt() / -log;
    let end = |shift: f64| float::exp(log * float::exp(shift));
    Some((end(half), end(-half)))
}

fn alive(years: u32, steps: &[SurvivalStep], watched: &[Watched<'_>], longest: f64) -> Alive {
    let at = f64::from(years);
    let last = steps.iter().rev().find(|step| step.years <= at);
    let ventures = if watched.is_empty() {
        Figure::Withheld(Withheld::missing("no venture is recorded"))
    } else if longest < at && steps.last().and_then(|step| step.alive.value()) != Some(0.0) {
        Figure::Withheld(Withheld::missing("no venture was watched for so long"))
    } else if let Some(step) = last {
        step.alive.clone()
    } else {
        // Nothing closed so far: the interval of a share of none in so many.
        let seen = watched.iter().filter(|own| own.years >= at).count();
        let low = float::powf(0.05, 1.0 / f64::from(count(seen).max(1)));
        within(1.0, (low, 1.0), IntervalKind::Confidence, METHOD)
    };
    Alive { years, ventures, benchmark: mixed(years, watched) }
}

/// The mean of the ventures' sectors at an age, each venture counting once.
fn mixed(years: u32, watched: &[Watched<'_>]) -> Figure {
    let own = watched
        .iter()
        .filter_map(|own| own.sector?.published.iter().find(|published| published.age == years));
    let found: Vec<_> = own.collect();
    let mean = |of: &dyn Fn(&crate::base::survival::Published) -> f64| {
        let values: Vec<f64> = found.iter().map(|own| of(own)).collect();
        float::mean(&values)
    };
    let (Some(value), Some(low), Some(high)) =
        (mean(&|own| own.alive), mean(&|own| own.low), mean(&|own| own.high))
    else {
        return Figure::Withheld(Withheld::missing(
            "no benchmark of a venture's sector is at hand",
        ));
    };
    within(
        value,
        (low.min(value), high.max(value)),
        IntervalKind::Bounds,
        "establishment_survival/1",
    )
}

fn sectors(watched: &[Watched<'_>]) -> Vec<(String, u32)> {
    let mut sectors: std::collections::BTreeMap<&str, u32> = std::collections::BTreeMap::new();
    for own in watched.iter().filter_map(|own| own.sector) {
        *sectors.entry(&own.title).or_default() += 1;
    }
    sectors.into_iter().map(|(title, ventures)| (title.to_owned(), ventures)).collect()
}

fn compared(closed: u32, watched: &[Watched<'_>]) -> Result<Compared, Error> {
    let known: Vec<&Watched<'_>> = watched.iter().filter(|own| own.sector.is_some()).collect();
    let hazards: Vec<f64> =
        known.iter().map(|own| own.sector.map_or(0.0, |sector| sector.hazard(own.years))).collect();
    let all = float::sum(hazards.iter().copied());
    if all <= 0.0 {
        let none = || {
            Figure::Withheld(Withheld::too_thin(
                "nothing was watched long enough to expect a close",
            ))
        };
        let verdict = "cannot tell";
        return Ok(Compared { expected: none(), ratio: none(), verdict, ventures_needed: None });
    }
    // Those of a sector without a benchmark are in neither count.
    let unknown = watched.iter().filter(|own| own.sector.is_none() && own.closed).count();
    let found = closures_against_benchmark(closed - count(unknown), &hazards, LEVEL)?;
    let verdict = match found.interval {
        (_, high) if high < 1.0 => "fewer",
        (low, _) if low > 1.0 => "more",
        _ => "cannot tell",
    };
    // Of none seen, the interval's upper end falls below the expected at -ln(0.05).
    let mean = all / hazards.len() as f64;
    let needed = (-float::ln((1.0 - LEVEL) / 2.0) / mean).ceil().min(1e6);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "at most a million"
    )]
    let needed = needed as u32;
    Ok(Compared {
        expected: super::exact(found.expected, METHOD),
        ratio: within(found.ratio, found.interval, IntervalKind::Confidence, METHOD),
        verdict,
        ventures_needed: (verdict == "cannot tell").then_some(needed),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::survival::Published;

    fn sector() -> Benchmark {
        let published = (1..=5).map(|age| {
            let alive = float::powf(0.8, f64::from(age));
            Published { age, alive, low: alive - 0.05, high: alive + 0.05 }
        });
        Benchmark {
            prefixes: vec!["72".into()],
            title: "Food".into(),
            published: published.collect(),
        }
    }

    fn watched<'a>(rows: &[(f64, bool)], sector: &'a Benchmark) -> Vec<Watched<'a>> {
        let watched = |&(years, closed)| Watched { years, closed, sector: Some(sector) };
        rows.iter().map(watched).collect()
    }

    /// Ten ventures: closed after 1, 2, 2 and 4 years, the others watched for 1 to 6.
    const TEN: [(f64, bool); 10] = [
        (1.0, true),
        (1.0, false),
        (2.0, true),
        (2.0, true),
        (3.0, false),
        (3.0, false),
        (4.0, true),
        (5.0, false),
        (6.0, false),
        (6.0, false),
    ];

    #[test]
    fn reference_ten_ventures_by_hand() {
        let sector = sector();
        let found = survival(&watched(&TEN, &sector)).unwrap();
        // 9/10; of eight two: 0.9 * 6/8; of four one: 0.675 * 3/4.
        let alive: Vec<f64> = found.steps.iter().map(|own| own.alive.value().unwrap()).collect();
        for (own, hand) in alive.iter().zip([0.9, 0.675, 0.506_25]) {
            assert!((own - hand).abs() < 1e-12, "{alive:?}");
        }
        // Greenwood at one year: 1/(10*9); log-log: half = 1.644854 * sqrt(1/90) / 0.1053605 = 1.645615.
        let (low, high) = found.steps[0].alive.range().unwrap();
        assert!((low - 0.579_141).abs() < 1e-5, "{low}");
        assert!((high - 0.979_882).abs() < 1e-5, "{high}");
        // 33 years watched at a yearly hazard of -ln 0.8.
        let expected = found.compared.expected.value().unwrap();
        assert!((expected - 33.0 * -float::ln(0.8)).abs() < 1e-9, "{expected}");
        assert_eq!(found.compared.verdict, "cannot tell");
        // 2.995732 / 0.736374 = 4.07.
        assert_eq!(found.compared.ventures_needed, Some(5));
        assert_eq!(found.alive[1].ventures.value().map(|own| (own * 1000.0).round()), Some(675.0));
        assert_eq!(found.sectors, [("Food".to_owned(), 10)]);
    }

    #[test]
    fn edge_no_venture_one_and_none_watched_so_long() {
        let sector = sector();
        let none = survival(&[]).unwrap();
        assert_eq!((none.ventures.value(), none.steps.len()), (Some(0.0), 0));
        assert!(none.alive.iter().all(|own| own.ventures.value().is_none()));
        let one = survival(&watched(&[(1.5, false)], &sector)).unwrap();
        assert_eq!(one.alive[0].ventures.value(), Some(1.0));
        assert!(
            one.alive[0].ventures.range().unwrap().0 < 0.06,
            "one venture proves next to nothing"
        );
        assert_eq!(one.alive[1].ventures.value(), None);
        assert_eq!(one.compared.verdict, "cannot tell");
        let gone = survival(&watched(&[(0.5, true)], &sector)).unwrap();
        assert_eq!(gone.alive[2].ventures.value(), Some(0.0));
    }
}
