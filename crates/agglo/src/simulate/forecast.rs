//! The forecast of one region: draws of its baseline and of what a plan adds, summarised.

use agglo_stats::float;
use agglo_stats::score::wilson;

use crate::base::error::Error;
use crate::base::estimate::{
    Answer, Caveat, Estimate, Figure, Interval, IntervalKind, Provenance, Withheld,
};
use crate::base::id::IndustryId;
use crate::base::region::Region;
use crate::base::year::Year;
use crate::panel::Jobs;
use crate::simulate::area::History;
use crate::simulate::backtest::Backtest;
use crate::simulate::fit::{self, Fitted};
use crate::simulate::gain::{self, Plan, Stop};
use crate::simulate::initiative::Reach;
use crate::simulate::path::{Baselines, Shocks};
use crate::simulate::shock::Source;
use crate::simulate::track::{Grid, TOTAL};
use crate::simulate::{Effect, Fan, Forecast, Options, PROBABILITIES, PlanFans, Series};

/// Most years ahead.
const FARTHEST: u16 = 40;
/// Level of every simulated interval.
const LEVEL: f64 = 0.9;

/// What was learned from all regions, and how forecasts made that way did.
#[derive(Clone, Debug, PartialEq)]
pub struct Model {
    /// What was learned.
    pub fitted: Fitted,
    /// How it did on origins of the past.
    pub backtest: Backtest,
}

/// Jobs of a region and its sectors over the coming years, without and with a plan.
///
/// The same input and seed give the same bytes. Without effects the arms of the plan are absent and
/// the baseline is what it is with them, bit for bit.
///
/// # Withheld when
///
/// The publisher shows no jobs by sector for a member of the region, or no total at the origin.
///
/// # Errors
///
/// `E0101` for a sector that is not simulated, `E0302` for a number outside its range, `E0303` where
/// an effect in covered jobs comes without a ratio.
pub fn forecast(
    model: &Model,
    jobs: &Jobs,
    region: &Region,
    effects: &[Effect],
    options: &Options,
) -> Result<Answer<Forecast>, Error> {
    check(options)?;
    let fitted = &model.fitted;
    let lines: Vec<IndustryId> = fitted.lines.iter().map(|line| line.line.clone()).collect();
    let history = match History::of(jobs, &lines, region, fitted.origin)? {
        Ok(history) => history,
        Err(withheld) => return Ok(Err(withheld)),
    };
    let ratio = options.ratio.as_ref().and_then(|ratio| ratio.value.value());
    let reaches = effects
        .iter()
        .map(|effect| Reach::new(effect, &lines[TOTAL + 1..], ratio, options.stop_funding))
        .collect::<Result<Vec<_>, _>>()?;
    let stop = gain::stop(effects, options, fitted.origin)?;
    let years = stop.map_or(options.horizon, |stop| {
        let read = stop.held.0.saturating_add(gain::LAST_LOOK).saturating_sub(fitted.origin.0);
        options.horizon.max(read)
    });
    let nation = Grid::nation(jobs, &lines, fitted.origin)?;
    let tracks = (&history.track, &nation);
    let bounds = |line| history.bounds(line);
    let Some(baselines) =
        Baselines::new(fitted, tracks, history.last(), usize::from(years), bounds)
    else {
        let why = format!("jobs of this area are not published in {}", fitted.origin);
        return Ok(Err(Withheld::missing(why)));
    };
    let drawn = draws(&baselines, &reaches, fitted, options);
    Ok(Ok(assemble(model, jobs, history, (effects, stop), options, &drawn)))
}

fn check(options: &Options) -> Result<(), Error> {
    if options.draws < 2 {
        return Err(Error::new("E0302", "a forecast needs at least two draws"));
    }
    if !(1..=FARTHEST).contains(&options.horizon) {
        let what = format!("a horizon of {} years is outside 1 to {FARTHEST}", options.horizon);
        return Err(Error::new("E0302", what));
    }
    Ok(())
}

/// All draws: jobs without the plan, and the plan's additions.
pub(crate) struct Drawn {
    /// `[line][year][draw]`, the total and the start first.
    pub(crate) baseline: Vec<Vec<Vec<f64>>>,
    /// None without effects.
    pub(crate) plan: Option<Plan>,
}

fn draws(
    baselines: &Baselines<'_>,
    reaches: &[Reach<'_>],
    fitted: &Fitted,
    options: &Options,
) -> Drawn {
    let lines = fitted.lines.len();
    let mut baseline = vec![Vec::new(); lines];
    let mut plan = Plan::new(reaches, lines, baselines.years());
    for draw in 0..options.draws {
        let source = Source { seed: options.seed, draw };
        let jobs = baselines.draw(source, &Shocks::new(fitted, baselines.years(), source));
        record(&mut baseline[TOTAL], &jobs.total);
        for (line, sector) in jobs.sectors.iter().enumerate() {
            record(&mut baseline[line + 1], sector);
        }
        if let Some(plan) = &mut plan {
            plan.add(reaches, &jobs, fitted.origin, source);
        }
    }
    Drawn { baseline, plan }
}

/// Adds one draw of a line to `[year][draw]`.
pub(crate) fn record(years: &mut Vec<Vec<f64>>, draw: &[f64]) {
    years.resize_with(draw.len(), Vec::new);
    for (year, &jobs) in years.iter_mut().zip(draw) {
        year.push(jobs);
    }
}

fn assemble(
    model: &Model,
    jobs: &Jobs,
    history: History,
    (effects, stop): (&[Effect], Option<Stop>),
    options: &Options,
    drawn: &Drawn,
) -> Forecast {
    let fitted = &model.fitted;
    let provenance = Provenance {
        seed: Some(options.seed),
        ..Provenance::new(fit::METHOD, [jobs.panel.axes().source.clone()])
    };
    let horizon = usize::from(options.horizon);
    let series = |line: usize| series(model, jobs, &history, drawn, (line, horizon), &provenance);
    let gain = stop.zip(drawn.plan.as_ref()).map(|(stop, plan)| {
        gain::summarise(plan, effects, stop, fitted.origin, options, &provenance)
    });
    let start = history.track.jobs(TOTAL, history.last()).unwrap_or(0.0);
    let caveats = caveats(model, &history, options, gain.as_ref());
    Forecast {
        from: fitted.origin,
        years: (1..=options.horizon).map(|h| Year(fitted.origin.0 + h)).collect(),
        probabilities: PROBABILITIES.to_vec(),
        draws: options.draws,
        total: series(TOTAL),
        sectors: (1..fitted.lines.len()).map(series).collect(),
        track_record: model.backtest.of_class(start, &provenance),
        area: history.area,
        gain,
        caveats,
        provenance,
    }
}

fn series(
    model: &Model,
    jobs: &Jobs,
    history: &History,
    drawn: &Drawn,
    (line, horizon): (usize, usize),
    provenance: &Provenance,
) -> Series {
    let fitted = &model.fitted;
    let id = &fitted.lines[line].line;
    let title = jobs.titles.get(id).cloned().unwrap_or_else(|| id.to_string());
    let track_record = model.backtest.of_line(id.as_str(), &title, provenance);
    let years = 1..=horizon;
    let baseline = &drawn.baseline[line][years.clone()];
    let plan = drawn.plan.as_ref().and_then(|plan| plan.line(line)).map(|added| {
        let fan = |gain: &[Vec<f64>]| Fan::of(&gain[years.clone()]);
        let with = |gain: &[Vec<f64>]| fan(&sum(&drawn.baseline[line], gain));
        PlanFans {
            funded: with(&added.flows),
            money_stops: with(&added.stops),
            gain: fan(&added.flows),
            gain_money_stops: fan(&added.stops),
        }
    });
    Series {
        line: id.clone(),
        title,
        past: history.past(line),
        baseline_by: fitted.lines[line].by,
        baseline: Fan::of(baseline),
        plan,
        track_record,
    }
}

/// Draw by draw: baseline and gain.
fn sum(baseline: &[Vec<f64>], gain: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let add = |(jobs, more): (&Vec<f64>, &Vec<f64>)| {
        jobs.iter().zip(more).map(|(jobs, more)| jobs + more).collect()
    };
    baseline.iter().zip(gain).map(add).collect()
}

impl Fan {
    /// Quantiles (type 7) and means of `[year][draw]`.
    pub(crate) fn of(years: &[Vec<f64>]) -> Self {
        let quantiles = |draws: &Vec<f64>| {
            let mut sorted = draws.clone();
            sorted.sort_by(f64::total_cmp);
            PROBABILITIES
                .iter()
                .map(|&p| float::quantile_sorted(&sorted, p).unwrap_or(0.0))
                .collect()
        };
        let mean = |draws: &Vec<f64>| float::mean(draws).unwrap_or(0.0);
        Self {
            quantiles: years.iter().map(quantiles).collect(),
            mean: years.iter().map(mean).collect(),
        }
    }
}

/// Mean of draws with their 5 % and 95 % quantiles, widened to the mean where it lies outside.
pub(crate) fn simulated(draws: &[f64], provenance: &Provenance) -> Figure {
    let figure = || {
        let mean = float::mean(draws)?;
        let low = float::quantile(draws, 0.05)?.min(mean);
        let high = float::quantile(draws, 0.95)?.max(mean);
        Some((mean, Interval::new(low, high, LEVEL, IntervalKind::Simulated)?))
    };
    match figure() {
        Some((mean, interval)) => Estimate::new(mean, interval, provenance.clone()).into(),
        None => Figure::Withheld(Withheld::undefined("no draw has this number")),
    }
}

/// Share of draws in which something holds, with the error of drawing so many.
pub(crate) fn probability(hits: usize, draws: usize, provenance: &Provenance) -> Figure {
    let z = agglo_stats::distribution::normal::Z90;
    let interval = wilson(hits as f64, draws as f64, z)
        .and_then(|(low, high)| Interval::new(low, high, LEVEL, IntervalKind::Simulated));
    match interval {
        Some(interval) => {
            Estimate::new(hits as f64 / draws as f64, interval, provenance.clone()).into()
        }
        None => Figure::Withheld(Withheld::undefined("no draw to count")),
    }
}

fn caveats(
    model: &Model,
    history: &History,
    options: &Options,
    gain: Option<&crate::simulate::Gain>,
) -> Vec<Caveat> {
    let mut caveats = vec![
        Caveat::new(
            "jobs-of-all-kinds",
            "counts every job at its place of work, second jobs and the self-employed included: more \
             than covered employment, and never to be joined to it in one series",
        ),
        Caveat::new(
            "one-history",
            "past errors come from one history of the nation, in windows that overlap: a recession or \
             a storm that the panel has not seen can leave the fan",
        ),
    ];
    if !history.area.combinations.is_empty() || !history.area.also_inside.is_empty() {
        let names = history.area.combinations.join("; ");
        let text = format!(
            "the publisher shows this region only inside a combination ({names}): the forecast is \
             that of the combination"
        );
        caveats.push(Caveat::new("combination", text));
    }
    let hidden =
        (TOTAL + 1..model.fitted.lines.len()).filter(|&line| history.is_hidden(line)).count();
    if hidden > 0 {
        let text = format!(
            "{hidden} sectors are withheld in {}: their start is drawn inside bounds, so that all \
             sectors add up to the published total",
            model.fitted.origin
        );
        caveats.push(Caveat::new("start-withheld", text));
    }
    let checked = model.backtest.longest();
    if options.horizon > checked {
        let text = format!("beyond {checked} years ahead no past forecast was scored");
        caveats.push(Caveat::new("beyond-track-record", text));
    }
    if let Some(gain) = gain {
        caveats.extend(gain::caveats(gain));
    }
    caveats.sort();
    caveats
}
