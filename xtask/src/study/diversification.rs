//! The study of entry: whether an industry comes where related ones are, beyond what a rival knows that has
//! never heard of relatedness.

use agglo::Error;
use agglo::base::estimate::Caveat;
use agglo::base::study::{Finding, LeftOut, Study, Term, Verdict};
use agglo::map::presence::Presence;
use agglo::map::relatedness::{
    Candidate, Change, Diagonal, Form, Model, candidates, density, held_out, proximity,
};
use agglo::map::table::Table;
use agglo::panel::{Changes, Panel};
use agglo_data::Starter;
use agglo_stats::float;
use agglo_stats::matrix::Matrix;
use agglo_stats::score::area::Ranked;

use crate::study::grouping::under;
use crate::study::resampled::{between, weights};
use crate::study::{LEVEL, SEED, progress};

/// Resamples of states.
const RESAMPLES: u32 = 400;
/// Parts of the country, each left out once.
const PARTS: usize = 5;
/// A cell below this quotient has not got the industry; the other end is 1.
const ABSENT: f64 = 0.5;

/// What was published of a cell in the first year.
#[derive(Clone, Copy, PartialEq)]
enum Printed {
    Jobs,
    Hidden,
    Nothing,
}

struct World {
    candidates: Vec<Candidate>,
    printed: Vec<Printed>,
    /// By region.
    state: Vec<usize>,
    states: usize,
    hidden: usize,
}

pub(super) fn study(starter: &Starter) -> Result<Study, String> {
    of(starter).map_err(|error| error.to_string())
}

fn of(starter: &Starter) -> Result<Study, Error> {
    let world = world(starter)?;
    let all = |_: Printed| true;
    let jobs = |printed: Printed| printed == Printed::Jobs;
    let nothing = |printed: Printed| printed == Printed::Nothing;
    let findings = vec![
        finding(&world, "all", "all cells below half the nation's share in 2017", &all)?,
        finding(&world, "published", "of these, cells already published in 2017", &jobs)?,
        finding(
            &world,
            "unpublished",
            "of these, cells with fewer than three establishments in 2017",
            &nothing,
        )?,
    ];
    let verdict = verdict(&findings);
    Ok(Study {
        id: "diversification".to_owned(),
        question: "Does relatedness to what a county has say which industries come, beyond how many industries \
                   the county and how many counties the industry has?"
            .to_owned(),
        method: "diversification/1".to_owned(),
        command: "cargo xtask study diversification".to_owned(),
        query: [
            "Jobs of four-digit industries (NAICS 2017) by county, 2017 and 2021: `changes.parquet` of the starter \
             pack. Quotients are over the sums of published cells.",
            "A county has an industry where its quotient reaches 1. Candidates: cells below 0.5 in 2017; entry: 1 or \
             more in 2021. Cells whose jobs were hidden in 2017 are left out; unpublished ones count as none.",
            "Proximity is the smaller conditional probability over the counties of 2017, density its mean over the \
             industries that a county has.",
            "`density` and `rival` (diversity times ubiquity) are areas under the curve of each alone; `counts` (ln \
             diversity, ln ubiquity) and `counts_and_density` those of logistic forecasts of states that the \
             model has not seen, five parts of the country in turn; `gain` is the difference. Intervals: states \
             drawn 400 times with replacement.",
        ]
        .map(str::to_owned)
        .to_vec(),
        sources: vec!["cbp-2017-2021".into()],
        seed: SEED,
        level: LEVEL,
        main: "all".to_owned(),
        rule: "supported where the interval of `gain` lies above 0 and that of `density` above 0.5 among all cells \
               and among those already published in 2017; contradicted where the interval of `gain` lies below 0 \
               among all cells; else cannot tell."
            .to_owned(),
        verdict,
        sentence: sentence(verdict).to_owned(),
        caveats: caveats(),
        findings,
    })
}

fn world(starter: &Starter) -> Result<World, Error> {
    let places = starter.regions()?;
    let regions: Vec<_> = places.iter().map(|region| region.id.clone()).collect();
    let changes = starter.changes(&regions)?;
    let groups =
        under(&changes.employment.axes().industries, &starter.classification_2017()?, [4, 3]);
    let industries: Vec<usize> = (0..groups.grouping.group.len())
        .filter(|&at| groups.grouping.group[at].is_some())
        .collect();
    let panel = &changes.employment;
    let last = panel.axes().years.len() - 1;
    let (before, after) = (table(panel, 0, &industries)?, table(panel, last, &industries)?);
    let (has, had) = (Presence::of_counts(&after, 1.0), Presence::of_counts(&before, 1.0));
    let some = Presence::of_counts(&before, ABSENT);
    let numbers = |error: agglo_stats::Error| Error::new("E0301", error.to_string());
    let phi = proximity(&had, Form::Larger, Diagonal::Zero).map_err(numbers)?;
    let near = density(&had, &phi)?;
    let all = candidates(&had, &has, &near, Change::Entry)?;
    let low = all.into_iter().filter(|cell| !some.holds(cell.region, cell.industry));
    let printed = |cell: &Candidate| printed(&changes, cell.region, industries[cell.industry]);
    let low: Vec<(Candidate, Printed)> = low.map(|cell| (cell, printed(&cell))).collect();
    let hidden = low.iter().filter(|(_, printed)| *printed == Printed::Hidden).count();
    let kept = low.into_iter().filter(|(_, printed)| *printed != Printed::Hidden);
    let (candidates, printed) = kept.unzip();
    let mut names: Vec<&str> = places.iter().map(|region| region.within_code.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    let state = places
        .iter()
        .map(|region| names.binary_search(&region.within_code.as_str()).unwrap_or(0))
        .collect();
    Ok(World { candidates, printed, state, states: names.len(), hidden })
}

/// Jobs of a year; what is not published counts as none.
fn table(panel: &Panel, year: usize, industries: &[usize]) -> Result<Table, Error> {
    let row = |region: usize| -> Vec<f64> {
        industries.iter().map(|&at| panel.cell([year, region, at]).point().unwrap_or(0.0)).collect()
    };
    let rows: Vec<Vec<f64>> = (0..panel.axes().regions.len()).map(row).collect();
    let counts =
        Matrix::from_rows(&rows).map_err(|error| Error::new("E0301", error.to_string()))?;
    Table::new(counts)
}

fn printed(changes: &Changes, region: usize, industry: usize) -> Printed {
    let at = [0, region, industry];
    match (changes.employment.cell(at).point(), changes.establishments.cell(at).point()) {
        (Ok(_), _) => Printed::Jobs,
        (Err(_), Ok(_)) => Printed::Hidden,
        (Err(_), Err(_)) => Printed::Nothing,
    }
}

fn finding(
    world: &World,
    id: &str,
    what: &str,
    kept: &dyn Fn(Printed) -> bool,
) -> Result<Finding, Error> {
    progress(id);
    let rows: Vec<(Candidate, Printed)> = world
        .candidates
        .iter()
        .zip(&world.printed)
        .filter(|(_, printed)| kept(**printed))
        .map(|(cell, &printed)| (*cell, printed))
        .collect();
    let cells: Vec<Candidate> = rows.iter().map(|(cell, _)| *cell).collect();
    let part: Vec<usize> = world.state.iter().map(|state| state % PARTS).collect();
    let count = |count: u32| float::ln(f64::from(count));
    let scores = [
        cells.iter().map(|cell| cell.density).collect(),
        cells.iter().map(|cell| count(cell.diversity) + count(cell.ubiquity)).collect(),
        held_out(Model::Counts, &cells, &part)?,
        held_out(Model::CountsAndDensity, &cells, &part)?,
    ];
    let happened: Vec<bool> = cells.iter().map(|cell| cell.happened).collect();
    let states: Vec<usize> = cells.iter().map(|cell| world.state[cell.region]).collect();
    let ranked: Vec<Ranked> = scores
        .iter()
        .map(|score: &Vec<f64>| Ranked::new(score, &happened, &states))
        .collect::<Option<_>>()
        .ok_or_else(|| Error::new("E0301", "a forecast is not finite"))?;
    let mut terms = areas(&ranked, world.states)?;
    if rows.iter().any(|(_, printed)| *printed == Printed::Nothing) {
        terms.extend(crossed(&rows, &states, world.states));
    }
    let mut regions: Vec<usize> = cells.iter().map(|cell| cell.region).collect();
    regions.sort_unstable();
    regions.dedup();
    let mut industries: Vec<usize> = cells.iter().map(|cell| cell.industry).collect();
    industries.sort_unstable();
    industries.dedup();
    let entries = happened.iter().filter(|&&happened| happened).count();
    Ok(Finding {
        id: id.to_owned(),
        what: format!("{what} ({entries} entries)"),
        n: cells.len(),
        regions: regions.len(),
        industries: industries.len(),
        left_out: vec![LeftOut { why: "jobs hidden in 2017".to_owned(), n: world.hidden }],
        terms,
        placebos: Vec::new(),
    })
}

/// Areas of the four scores and the gain of density, with intervals from resampled states.
fn areas(ranked: &[Ranked], states: usize) -> Result<Vec<Term>, Error> {
    let at = |weights: &[f64]| -> Option<Vec<f64>> {
        let mut found: Vec<f64> =
            ranked.iter().map(|ranked| ranked.area(weights)).collect::<Option<_>>()?;
        found.push(found[3] - found[2]);
        Some(found)
    };
    let whole = at(&vec![1.0; states])
        .ok_or_else(|| Error::new("E0301", "all cells had the same outcome"))?;
    let drawn: Vec<Vec<f64>> =
        (0..RESAMPLES).filter_map(|draw| at(&weights(states, draw))).collect();
    let names = ["density", "rival", "counts", "counts_and_density", "gain"];
    let term = |(at, name): (usize, &str)| {
        let values: Vec<f64> = drawn.iter().map(|draw| draw[at]).collect();
        between(name, whole[at], &values)
    };
    Ok(names.into_iter().enumerate().filter_map(term).collect())
}

/// Share of the entries that are cells with nothing published at first.
fn crossed(rows: &[(Candidate, Printed)], state: &[usize], states: usize) -> Option<Term> {
    let share = |weights: &[f64]| {
        let (mut all, mut crossed) = (0.0, 0.0);
        for ((cell, printed), &state) in rows.iter().zip(state) {
            if cell.happened {
                all += weights[state];
                crossed += if *printed == Printed::Nothing { weights[state] } else { 0.0 };
            }
        }
        (all > 0.0).then(|| crossed / all)
    };
    let drawn: Vec<f64> = (0..RESAMPLES).filter_map(|draw| share(&weights(states, draw))).collect();
    between("share_of_entries_unpublished_before", share(&vec![1.0; states])?, &drawn)
}

fn verdict(findings: &[Finding]) -> Verdict {
    let term = |id: &str, name: &str| {
        findings.iter().find(|finding| finding.id == id).and_then(|finding| finding.term(name))
    };
    let gains = |id: &str| {
        term(id, "gain").is_some_and(Term::is_above_zero)
            && term(id, "density").is_some_and(|term| term.lower > 0.5)
    };
    if term("all", "gain").is_some_and(Term::is_below_zero) {
        Verdict::Contradicted
    } else if gains("all") && gains("published") {
        Verdict::Supported
    } else {
        Verdict::CannotTell
    }
}

fn sentence(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Supported => {
            "Relatedness says which industries come to a county, beyond how large both are."
        }
        Verdict::Contradicted => {
            "Forecasts of which industries come to a county are worse with relatedness than without."
        }
        Verdict::CannotTell => {
            "The figures cannot tell whether relatedness says which industries come to a county: among cells that \
             were published before, where an entry is not the crossing of a publisher's threshold, it does not hold \
             by the rule."
        }
    }
}

fn caveats() -> Vec<Caveat> {
    let rows = [
        (
            "threshold",
            "A cell is published from three establishments on. Most entries are cells that crossed that \
                       line, which common industries in large counties do in any case.",
        ),
        (
            "quotients",
            "Quotients are over published cells only: small counties, of which little is published, have \
                       too high ones.",
        ),
        (
            "one-period",
            "One period of four years with a pandemic in it, and a change of the publisher's method \
                        after the first year.",
        ),
    ];
    let mut caveats: Vec<Caveat> =
        rows.into_iter().map(|(code, text)| Caveat::new(code, text)).collect();
    caveats.sort();
    caveats
}
