//! What may come: without a plan, with it, and when the money stops; and how far such forecasts were right.

use agglo::Figure;
use agglo::base::estimate::{Caveat, Estimate, Interval, IntervalKind, Provenance, Withheld};
use agglo::base::terms::Part;
use agglo::panel::Status;
use agglo::simulate::{Baseline, Fan as Quantiles, Forecast, FundingStop, Gain, Sustainability};

use crate::chart::{Arm, Band, Drawing, Fan, Past};
use crate::document::{
    Block, Callout, Chart, Column, Entry, Mark, Number, Row, Section, Table, Tone, words,
};
use crate::strategy::Strategy;
use crate::text;
use crate::words::{Unit, and, sentence};

/// The section.
pub(super) fn section(strategy: &Strategy<'_>) -> Section {
    let Some(forecast) = strategy.forecast else { return nothing(strategy) };
    let last = forecast.years.last().copied().unwrap_or(forecast.from);
    let lead = format!(
        "All jobs, the self-employed included, counted until {} and simulated until {last}.",
        forecast.from
    );
    let mut section = Section::new("forward", "What may come", words(lead));
    section.blocks.extend(area(strategy, forecast));
    section.blocks.extend(middle(forecast));
    section.blocks.push(Block::Chart(chart(forecast)));
    section.blocks.push(Block::Heading("How far forecasts like this were right".to_owned()));
    section.blocks.push(track_record(forecast));
    section.blocks.push(Block::Heading("When the money stops".to_owned()));
    match &forecast.gain {
        Some(gain) => section.blocks.extend(money_stops(gain)),
        None => section.blocks.push(Block::Empty(words(
            "Nothing to stop: no initiative of the plan has an effect on jobs that could be simulated.",
        ))),
    }
    section.blocks.extend(caveats(&forecast.caveats));
    section
}

fn nothing(strategy: &Strategy<'_>) -> Section {
    let otherwise = if strategy.country.is_none() {
        "Not yet known: there is no yearly count of jobs for this region to start from."
    } else {
        "There is no forecast: the model was never fitted to these figures."
    };
    Section::new("forward", "What may come", Vec::new())
        .with(Block::Empty(words(strategy.without(Part::Forecast, otherwise))))
}

/// What is simulated, where that is wider than what was asked for.
fn area(strategy: &Strategy<'_>, forecast: &Forecast) -> Option<Block> {
    let area = &forecast.area;
    if area.combinations.is_empty() {
        return None;
    }
    let inside: Vec<String> = area.also_inside.iter().map(|id| strategy.shapes.name(id)).collect();
    let also =
        if inside.is_empty() { String::new() } else { format!(" It also holds {}.", and(&inside)) };
    Some(Block::Callout(Callout {
        tone: Tone::Caution,
        title: "A wider area".to_owned(),
        blocks: vec![Block::Paragraph(words(format!(
            "The publisher counts this region's jobs as part of {}. What follows is about that area.{also}",
            and(&area.combinations)
        )))],
    }))
}

/// The middle run and nine tenths of the runs at the end, in one sentence.
fn middle(forecast: &Forecast) -> Option<Block> {
    let at = forecast.years.len().checked_sub(1)?;
    let (_, most) = quantiles(&forecast.total.baseline, at, forecast);
    let now = forecast.total.past.last()?;
    let past = past_figure(now.jobs, now.status, &forecast.provenance);
    let without = Number::new(&most, Unit::Count);
    let year = forecast.years[at];
    Some(Block::Paragraph(text![
        format!("In {} there were ", now.year),
        Number::new(&past, Unit::Count),
        format!(" jobs. Without a plan there may be "),
        without,
        format!(" in {year}: nine runs in ten end inside that range."),
    ]))
}

fn index(forecast: &Forecast, probability: f64) -> Option<usize> {
    forecast.probabilities.iter().position(|p| (p - probability).abs() < 1e-9)
}

/// The middle with half, and with nine tenths, of the runs.
fn quantiles(fan: &Quantiles, at: usize, forecast: &Forecast) -> (Figure, Figure) {
    let quantile = |p| fan.quantiles.get(at)?.get(index(forecast, p)?).copied();
    let figure = |low: f64, high: f64, level: f64| {
        let build = || {
            let interval =
                Interval::new(quantile(low)?, quantile(high)?, level, IntervalKind::Simulated)?;
            Some(Figure::from(Estimate::new(quantile(0.5)?, interval, forecast.provenance.clone())))
        };
        build().unwrap_or_else(|| Figure::Withheld(Withheld::missing("not simulated")))
    };
    (figure(0.25, 0.75, 0.5), figure(0.05, 0.95, 0.9))
}

fn past_figure(jobs: Option<f64>, status: Status, provenance: &Provenance) -> Figure {
    let exact = |value| Figure::from(Estimate::exact(value, provenance.clone()));
    match (jobs, status) {
        (Some(value), _) => exact(value),
        (None, Status::Zero) => exact(0.0),
        (None, Status::Withheld { low, high }) => Figure::Withheld(Withheld::suppressed(
            "hidden by its publisher",
            Interval::bounds(low, high),
        )),
        (None, _) => Figure::Withheld(Withheld::missing("not published")),
    }
}

fn chart(forecast: &Forecast) -> Chart {
    let arm = |title: &str, fan: &Quantiles| {
        let bands = forecast.years.iter().enumerate().map(|(at, year)| {
            let (half, most) = quantiles(fan, at, forecast);
            Band { year: year.0, half, most }
        });
        Arm { title: title.to_owned(), bands: bands.collect() }
    };
    let past = forecast.total.past.iter().map(|past| Past {
        year: past.year.0,
        figure: past_figure(past.jobs, past.status, &forecast.provenance),
    });
    let mut arms = vec![arm("without plan", &forecast.total.baseline)];
    if let Some(plan) = &forecast.total.plan {
        arms.push(arm("with plan", &plan.funded));
        arms.push(arm("money stops", &plan.money_stops));
    }
    let stop = forecast.gain.as_ref().map(|gain| gain.stop.stop.0);
    let drawing =
        Drawing::Fan(Fan { quantity: "jobs".to_owned(), past: past.collect(), arms, stop });
    Chart {
        id: "forward-fan".to_owned(),
        title: "Jobs counted, and jobs to come".to_owned(),
        summary: "A line of the years counted, then a fan: the dark part holds half of the runs \
                  without a plan, the light part nine tenths. Dashed lines show the middle run with \
                  the plan, and when its money stops. The numbers stand in the table below."
            .to_owned(),
        drawing,
        note: words("Dark: half of the runs without a plan. Light: nine tenths."),
    }
}

fn track_record(forecast: &Forecast) -> Block {
    if forecast.track_record.is_empty() {
        return Block::Empty(words("Not yet known: past forecasts were not scored."));
    }
    let rows = forecast.track_record.iter().map(|record| {
        let head = format!(
            "{}, {} ahead",
            crate::words::capital(&record.what.replace('_', " ")),
            crate::words::counted(usize::from(record.horizon), "year", "years")
        );
        let (first, last) = record.origins;
        let scored = format!(
            "{} of {} {}, {first} to {last}",
            Unit::Count.print(f64::from(record.n)),
            Unit::Count.print(f64::from(record.areas)),
            record.class
        );
        let better = if record.beats_rivals {
            Mark::Yes("ours is better".to_owned())
        } else {
            Mark::No("ours is no better".to_owned())
        };
        Row::new(
            head,
            vec![
                Entry::number(&record.coverage_50, Unit::Share),
                Entry::number(&record.coverage_90, Unit::Share),
                Entry::number(&record.crps, Unit::Precise),
                Entry::Words(text![
                    Number::new(&record.rival_crps, Unit::Precise),
                    format!(" ({}): ", rival(record.rival)),
                    better,
                ]),
                Entry::words(scored),
            ],
        )
    });
    Block::Table(Table {
        id: "forward-record".to_owned(),
        caption: words(
            "Past forecasts of the same kind, held against what came. A good 50% range holds half of \
             the outcomes, a good 90% range nine tenths. A smaller error is better.",
        ),
        columns: vec![
            Column::words("Forecast"),
            Column::number("Inside the 50% range"),
            Column::number("Inside the 90% range"),
            Column::number("Error"),
            Column::words("Error of the best simple rule"),
            Column::words("Scored"),
        ],
        rows: rows.collect(),
    })
}

fn rival(baseline: Baseline) -> &'static str {
    match baseline {
        Baseline::NationPlusRegion => "nation and region",
        Baseline::Persistence => "no change",
        Baseline::NationalGrowth => "national growth",
        Baseline::Trend => "own trend",
        Baseline::HalfNationalQuarterTrend => "half national growth, a quarter own trend",
    }
}

/// What the plan adds, what is left of it afterwards, and the verdict.
fn money_stops(gain: &Gain) -> Vec<Block> {
    let stop = &gain.stop;
    let first = Block::Paragraph(text![
        format!("The plan adds "),
        Number::new(&stop.gain_at_stop, Unit::Count),
        format!(
            " jobs by {}, {}, if it works as believed. The chance that it adds any is ",
            stop.held,
            held(stop)
        ),
        Number::new(&stop.gain_likely, Unit::Share),
        ". ",
        Number::new(&gain.assumed_share, Unit::Share),
        " of the gain rests on assumptions and not on an evaluation.",
    ]);
    let verdict = Callout {
        tone: Tone::Finding,
        title: verdict(stop.verdict).to_owned(),
        blocks: vec![Block::Paragraph(words(sentence(&crate::words::capital(&stop.rule))))],
    };
    vec![first, Block::Callout(verdict), remains(stop)]
}

/// What the year is in which the gain is read.
fn held(stop: &FundingStop) -> String {
    if stop.held == stop.stop {
        "the last year with money".to_owned()
    } else {
        format!("until when its money, paid to {}, holds it", stop.stop)
    }
}

fn verdict(verdict: Sustainability) -> &'static str {
    match verdict {
        Sustainability::Sustains => "The gain outlives the money",
        Sustainability::Fades => "The gain fades when the money stops",
        Sustainability::Reverts => "The gain goes when the money goes",
        Sustainability::NoGainToLose => "No gain to lose: one is less likely than not",
    }
}

fn remains(stop: &FundingStop) -> Block {
    let rows = stop.later.iter().map(|later| {
        let after = usize::from(later.after);
        let head = format!(
            "{} ({})",
            crate::words::counted(after, "year after", "years after"),
            later.year
        );
        Row::new(
            head,
            vec![Entry::number(&later.jobs, Unit::Count), Entry::number(&later.share, Unit::Share)],
        )
    });
    Block::Table(Table {
        id: "forward-remains".to_owned(),
        caption: words(format!("What is left of the gain after {}, {}", stop.held, held(stop))),
        columns: vec![
            Column::words("When"),
            Column::number("Jobs still there"),
            Column::number("Share of the gain"),
        ],
        rows: rows.collect(),
    })
}

fn caveats(caveats: &[Caveat]) -> Option<Block> {
    let items: Vec<_> = caveats.iter().map(|caveat| words(sentence(&caveat.text))).collect();
    (!items.is_empty()).then(|| {
        Block::Callout(Callout {
            tone: Tone::Plain,
            title: "Know before you use this".to_owned(),
            blocks: vec![Block::List(items)],
        })
    })
}
