//! The strategy of every county, in text and JSON: does each come out, and how long do all take?

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use agglo::base::region::Region;
use agglo::base::year::Year;
use agglo_cli::Country;
use agglo_cli::desk::{Asked, Definitions, Desk};
use agglo_data::Starter;
use agglo_report::{Shapes, text, wire};

/// Draws of each forecast where a quick look is asked for.
const FEW: u32 = 200;

/// Runs all counties, or every `--nth N`; `--draws few` draws less.
pub(crate) fn run(arguments: &[String]) -> Result<bool, String> {
    let (nth, draws) = options(arguments)?;
    let start = Instant::now();
    let starter = Starter::embedded().map_err(|error| error.to_string())?;
    let country = Country::of(starter, 1).map_err(|error| error.to_string())?;
    let definitions = Definitions::shipped().map_err(|failure| format!("{failure:?}"))?;
    let desk = Desk::new(&country, &definitions).map_err(|failure| format!("{failure:?}"))?;
    let regions: Vec<&Region> = country.regions().iter().step_by(nth).collect();
    let asked = Asked {
        blueprint: None,
        budget_cents: 200_000_000,
        first: Year(2027),
        years: 10,
        draws,
        seed: 1,
    };
    let (next, bytes) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let faults = Mutex::new(Vec::new());
    let work = || {
        while let Some(region) = regions.get(next.fetch_add(1, Ordering::Relaxed)) {
            match one(&desk, region, &asked) {
                Ok(length) => drop(bytes.fetch_add(length, Ordering::Relaxed)),
                Err(fault) => faults.lock().map_or((), |mut all| all.push(fault)),
            }
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(work);
        }
    });
    let faults = faults.into_inner().map_err(|error| error.to_string())?;
    say(&format!(
        "{} counties in {:.1} s, {} faults, {} bytes of text and JSON",
        regions.len(),
        start.elapsed().as_secs_f64(),
        faults.len(),
        bytes.into_inner()
    ));
    faults.iter().take(20).for_each(|fault| say(fault));
    Ok(faults.is_empty())
}

fn options(arguments: &[String]) -> Result<(usize, Option<u32>), String> {
    let (mut nth, mut draws) = (1, None);
    let mut rest = arguments.iter();
    while let Some(option) = rest.next() {
        match (option.as_str(), rest.next()) {
            ("--nth", Some(n)) => nth = n.parse().map_err(|_| format!("`{n}` is no number"))?,
            ("--draws", Some(few)) if few == "few" => draws = Some(FEW),
            _ => return Err("use `--nth N` and `--draws few`".to_owned()),
        }
    }
    Ok((nth.max(1), draws))
}

/// Length of text and JSON of one county.
fn one(desk: &Desk<'_>, region: &Region, asked: &Asked) -> Result<usize, String> {
    let fault = |what: String| format!("{} {}: {what}", region.id, region.name);
    let found = desk.work(region, asked).map_err(|failure| fault(format!("{failure:?}")))?;
    let strategy = found.strategy(&[], Vec::new(), Shapes::default());
    let json = wire::strategy(&strategy, None).map_err(|error| fault(error.to_string()))?;
    let words = text::summary(&strategy);
    let lines = words.lines().count();
    if lines > 20 {
        return Err(fault(format!("the summary has {lines} lines")));
    }
    if json.contains("NaN") || words.contains("NaN") || words.contains("inf ") {
        return Err(fault("a number is not finite".to_owned()));
    }
    Ok(json.len() + words.len())
}

#[expect(clippy::print_stdout, reason = "the count is this task's output")]
fn say(line: &str) {
    println!("{line}");
}
