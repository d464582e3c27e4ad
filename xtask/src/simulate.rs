//! Learns the simulation's fit from the starter pack, and scores it on origins of the past.

use std::path::Path;
use std::sync::Mutex;
use std::time::Instant;

use agglo::base::id::IndustryId;
use agglo::base::year::Year;
use agglo::panel::Jobs;
use agglo::simulate::backtest::{self, SizeClass};
use agglo::simulate::{Backtest, Baseline, fit};
use agglo_data::Starter;
use agglo_data::atomic;
use agglo_data::definitions::simulation;

/// Where both files stand.
const FOLDER: &str = "definitions/simulate";
/// First origin: eight years of changes lie behind it.
const FIRST: u16 = 2009;
/// Years ahead that are scored.
const HORIZONS: [u16; 2] = [1, 5];
/// Draws of each scored forecast.
const DRAWS: u32 = 100;
/// Seed of each scored forecast.
const SEED: u64 = 1;

/// Writes `definitions/simulate/fit.toml` and the cards of blueprints, or one of the two.
pub(crate) fn run_fit(arguments: &[String]) -> Result<bool, String> {
    let only = arguments.iter().position(|argument| argument == "--only");
    let (rest, only) = match only {
        None => (arguments.to_vec(), None),
        Some(at) => {
            let which = arguments.get(at + 1).cloned().unwrap_or_default();
            let after = arguments.iter().skip(at + 2);
            (arguments[..at].iter().chain(after).cloned().collect(), Some(which))
        }
    };
    match only.as_deref() {
        None => Ok(fit_simulation(&rest)? && crate::blueprints::run(&starter(&rest)?)?),
        Some("simulation") => fit_simulation(&rest),
        Some("blueprints") => crate::blueprints::run(&starter(&rest)?),
        Some(other) => Err(format!("`{other}` is neither `blueprints` nor `simulation`")),
    }
}

/// Lines that a rival forecasts better follow the scores that are stored.
fn fit_simulation(arguments: &[String]) -> Result<bool, String> {
    let jobs = jobs(arguments)?;
    let scores = simulation::backtest().map_err(|error| error.to_string())?;
    let last = last(&jobs)?;
    let fitted = fit(&jobs, last, &|line| choice(&scores, &jobs, line))
        .map_err(|error| error.to_string())?;
    let text = simulation::fit_text(&fitted).map_err(|error| error.to_string())?;
    write("fit.toml", &text)
}

/// Writes `definitions/simulate/backtest.toml`.
///
/// The first pass scores our own way to forecast the middle of every line; lines that a rival
/// forecasts better then follow the rival, and the second pass scores what is shipped.
pub(crate) fn run_backtest(arguments: &[String]) -> Result<bool, String> {
    let jobs = jobs(arguments)?;
    let ours = score(&jobs, &|_| Baseline::NationPlusRegion)?;
    say(&ours);
    let ours = ours.as_trial();
    let shipped = score(&jobs, &|line| choice(&ours, &jobs, line))?;
    say(&shipped);
    let text = simulation::backtest_text(&Backtest { trial: ours.trial, ..shipped })
        .map_err(|error| error.to_string())?;
    write("backtest.toml", &text)
}

fn starter(arguments: &[String]) -> Result<Starter, String> {
    let starter = match arguments {
        [] => Starter::embedded(),
        [option, folder] if option == "--pack" => Starter::at(Path::new(folder)),
        _ => return Err("use without arguments, or with `--pack DIR`".to_owned()),
    };
    starter.map_err(|error| error.to_string())
}

fn jobs(arguments: &[String]) -> Result<Jobs, String> {
    starter(arguments)?.jobs().map_err(|error| error.to_string())
}

fn last(jobs: &Jobs) -> Result<Year, String> {
    jobs.panel.axes().years.last().copied().ok_or_else(|| "the panel has no year".to_owned())
}

fn choice(scores: &Backtest, jobs: &Jobs, line: &IndustryId) -> Baseline {
    let name = if *line == jobs.total { backtest::ALL_JOBS } else { line.as_str() };
    scores.choice(name)
}

/// Scores all origins on as many threads as there are; the answer does not depend on them.
fn score(jobs: &Jobs, by: &(dyn Fn(&IndustryId) -> Baseline + Sync)) -> Result<Backtest, String> {
    let origins: Vec<u16> = (FIRST..last(jobs)?.0).collect();
    let (next, done) = (Mutex::new(origins.iter()), Mutex::new(Vec::new()));
    let work = || {
        while let Some(&origin) = next.lock().ok().and_then(|mut origins| origins.next()) {
            let start = Instant::now();
            let scored = backtest::score_origin(jobs, Year(origin), &HORIZONS, (DRAWS, SEED), by);
            progress(&format!("{origin}: {:.0} s", start.elapsed().as_secs_f64()));
            if let Ok(mut done) = done.lock() {
                done.push((origin, scored));
            }
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(work);
        }
    });
    let mut done = done.into_inner().map_err(|error| error.to_string())?;
    done.sort_by_key(|(origin, _)| *origin);
    let mut all = Vec::new();
    for (_, scored) in done {
        all.extend(scored.map_err(|error| error.to_string())?);
    }
    let lines: Vec<&str> = std::iter::once(jobs.total.as_str())
        .chain(jobs.sectors.iter().map(IndustryId::as_str))
        .collect();
    let about = Backtest {
        method: fit::METHOD.to_owned(),
        source: jobs.panel.axes().source.to_string(),
        draws: DRAWS,
        seed: SEED,
        ..Backtest::default()
    };
    Ok(backtest::summarise(&all, &lines, about))
}

fn write(name: &str, text: &str) -> Result<bool, String> {
    atomic::write_all(Path::new(FOLDER), &[(name.to_owned(), text.as_bytes().to_vec())])
        .map_err(|error| error.to_string())?;
    progress(&format!("wrote {FOLDER}/{name}"));
    Ok(true)
}

/// One line for each row over all areas.
#[expect(clippy::print_stdout, reason = "the scores are this task's output")]
fn say(scores: &Backtest) {
    for row in scores.rows.iter().filter(|row| row.class == SizeClass::All) {
        let Some(rival) = row.rivals.first() else { continue };
        let n: u32 = row.origins.iter().map(|origin| origin.n).sum();
        let share = |covered: u32| f64::from(covered) / f64::from(n.max(1));
        println!(
            "{:8} h {} ours {:.4} {:?} {:.4} advantage {:.4} to {:.4} inside 50 % {:.3} 90 % {:.3} n {n}",
            row.what,
            row.horizon,
            row.crps,
            rival.by,
            rival.crps,
            row.advantage[0],
            row.advantage[1],
            share(row.origins.iter().map(|origin| origin.covered_50).sum()),
            share(row.origins.iter().map(|origin| origin.covered_90).sum()),
        );
    }
}

#[expect(clippy::print_stderr, reason = "a task's progress goes to stderr")]
fn progress(message: &str) {
    eprintln!("{message}");
}
