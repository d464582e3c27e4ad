//! Cases of measures of specialisation.

use agglo::map::specialization::location_quotient_interval::chance_above_one;
use agglo::map::specialization::{
    Counts, Deviation, Presence, Prior, Sampled, base_multiplier, difference_quotients,
    excess_employment, gini_specialization, krugman_specialization, litzenberger,
    location_quotient, sampling_intervals, shrunken_quotient, standardized_quotients,
    symmetric_quotient,
};
use agglo::panel::Cell;
use agglo::{Answer, Figure};
use agglo_stats::float;
use serde_json::{Value, json};

use crate::cases::input::{Fault, Given, Input, finite, finites};
use crate::cases::map::Measure;
use crate::cases::map::values::{cell_rows, field, list, or_null, published, rows, table};

/// The measures of this file.
pub(super) const MEASURES: &[(&str, Measure)] = &[
    ("eb_rate", rates),
    ("excess_employment", excess),
    ("gini_specialisation", inequality),
    ("krugman_specialisation", distance),
    ("litzenberger", density),
    ("lq", quotients),
    ("lq_bounds", bounds),
    ("lq_difference", difference),
    ("lq_interval_delta", intervals),
    ("lq_standardised", standardised),
    ("lq_symmetric", symmetric),
];

fn quotients(input: &Input) -> Given<Value> {
    let margins = Margins::read(input)?;
    Ok(json!({ "lq": rows(&margins.each(|counts| value(location_quotient(counts)))) }))
}

fn excess(input: &Input) -> Given<Value> {
    let margins = Margins::read(input)?;
    let found = margins.each(|counts| value(excess_employment(counts)));
    let known: Vec<Option<Vec<f64>>> =
        found.iter().map(|row| row.iter().copied().collect()).collect();
    let basic = |row: &Vec<f64>| Some(float::sum(row.iter().map(|jobs| jobs.max(0.0))));
    let multiplier: Vec<Option<f64>> = known
        .iter()
        .zip(&margins.regions)
        .map(|(row, jobs)| base_multiplier(jobs.point().ok()?, row.as_ref()?))
        .collect();
    let basic = field(&known, basic);
    Ok(json!({ "excess": rows(&found), "basic": basic, "multiplier": list(&multiplier) }))
}

fn difference(input: &Input) -> Given<Value> {
    Ok(json!({ "d": rows(&difference_quotients(&table(input, "X")?)) }))
}

fn symmetric(input: &Input) -> Given<Value> {
    let margins = Margins::read(input)?;
    let of = |counts: &Counts| symmetric_quotient(value(location_quotient(counts))?);
    Ok(json!({ "slq": rows(&margins.each(of)) }))
}

fn standardised(input: &Input) -> Given<Value> {
    let deviation = match input.number_or("ddof", 1.0)? {
        0.0 => Deviation::Population,
        1.0 => Deviation::Sample,
        other => return Err(Fault::Shape(format!("no `ddof` of {other}"))),
    };
    let found = standardized_quotients(&table(input, "X")?, deviation);
    // The cases give no logarithmic form to an industry that a region lacks.
    let log = |row: &Vec<Option<f64>>| {
        row.iter().zip(&found.zeros).map(|(z, zeros)| z.filter(|_| *zeros == 0)).collect()
    };
    let z_log: Vec<Vec<Option<f64>>> = found.z_log.iter().map(log).collect();
    Ok(json!({ "z": rows(&found.z), "z_log": rows(&z_log), "zeros": found.zeros }))
}

fn intervals(input: &Input) -> Given<Value> {
    let found = sampling_intervals(&table(input, "X")?, input.number_or("level", 0.95)?);
    let of = |of: fn(&Sampled) -> f64| -> Value {
        found.iter().map(|row| field(row, |sampled| Some(of(sampled)))).collect()
    };
    let (lo, hi) = (of(|sampled| sampled.low), of(|sampled| sampled.high));
    Ok(json!({ "se": of(|sampled| sampled.standard_error), "lo": lo, "hi": hi }))
}

fn density(input: &Input) -> Given<Value> {
    let (jobs, plants) = (table(input, "X")?, table(input, "establishments")?);
    let (area, people) = (input.numbers("area")?, input.numbers("pop")?);
    let (regions, industries) = (jobs.counts().rows(), jobs.counts().columns());
    let shape = (plants.counts().rows(), plants.counts().columns());
    if shape != (regions, industries) || area.len() != regions || people.len() != regions {
        return Err(Fault::Refused("areas, people and establishments for each region".to_owned()));
    }
    let whole = |values: &[f64]| float::sum(values.iter().copied());
    let of = |region: usize, industry: usize| {
        let here = Presence {
            jobs: jobs.counts().at(region, industry),
            area: area[region],
            people: people[region],
            establishments: plants.counts().at(region, industry),
        };
        let reference = Presence {
            jobs: jobs.industry_totals()[industry],
            area: whole(&area),
            people: whole(&people),
            establishments: plants.industry_totals()[industry],
        };
        litzenberger(&here, &reference)
    };
    let found: Vec<Vec<Option<f64>>> =
        (0..regions).map(|at| (0..industries).map(|industry| of(at, industry)).collect()).collect();
    Ok(json!({ "ci": rows(&found) }))
}

fn distance(input: &Input) -> Given<Value> {
    let table = table(input, "X")?;
    let of = |region: usize| krugman_specialization(table.region(region), table.industry_totals());
    let found: Vec<Option<f64>> = (0..table.counts().rows()).map(of).collect();
    Ok(json!({ "k": list(&found), "half": field(&found, |sum| Some(0.5 * sum)) }))
}

fn inequality(input: &Input) -> Given<Value> {
    Ok(json!({ "g": list(&gini_specialization(&table(input, "X")?)) }))
}

/// Quotients of withheld cells whose totals are published.
fn bounds(input: &Input) -> Given<Value> {
    let (low, high) = (input.matrix("lo")?, input.matrix("hi")?);
    let (regions, industries) =
        (input.numbers("region_totals")?, input.numbers("industry_totals")?);
    let total = input.number("total")?;
    let (mut lows, mut highs) = (Vec::new(), Vec::new());
    for ((low, high), region) in low.iter().zip(&high).zip(&regions) {
        let ends: Vec<Option<(f64, f64)>> = low
            .iter()
            .zip(high)
            .zip(&industries)
            .map(|((low, high), industry)| {
                let crossed = || Fault::Refused("bounds cross".to_owned());
                let counts = Counts {
                    x: Cell::withheld(*low, *high).ok_or_else(crossed)?,
                    region: published(*region)?,
                    industry: published(*industry)?,
                    reference: published(total)?,
                };
                Ok(Figure::from(location_quotient(&counts)).range())
            })
            .collect::<Given<_>>()?;
        lows.push(field(&ends, |ends| Some(ends.0)));
        highs.push(field(&ends, |ends| Some(ends.1)));
    }
    Ok(json!({ "lq_lo": lows, "lq_hi": highs }))
}

fn rates(input: &Input) -> Given<Value> {
    let (x, m) = (input.numbers("x")?, input.numbers("m")?);
    let pairs: Vec<(f64, f64)> = x.into_iter().zip(m).collect();
    let prior = Prior::fit(&pairs)
        .ok_or_else(|| Fault::Refused("nothing is expected anywhere".to_owned()))?;
    let of = |function: &dyn Fn(f64, f64) -> Option<f64>| -> Value {
        pairs.iter().map(|&(x, m)| or_null(function(x, m))).collect()
    };
    let end = |x: f64, m: f64| Figure::from(shrunken_quotient(x, m, &prior)).range();
    let shrunk: Vec<f64> = pairs.iter().map(|&(x, m)| prior.shrunk(x, m)).collect();
    Ok(json!({
        "mu": finite(prior.mean),
        "s2": finite(prior.variance),
        "eb": finites(&shrunk),
        "lo": of(&|x, m| end(x, m).map(|(low, _)| low)),
        "hi": of(&|x, m| end(x, m).map(|(_, high)| high)),
        "p_above_1": of(&|x, m| chance_above_one(x, m, &prior)),
    }))
}

/// Jobs of regions by industries with their sums, withheld as soon as a part is.
struct Margins {
    cells: Vec<Vec<Cell>>,
    regions: Vec<Cell>,
    industries: Vec<Cell>,
    total: Cell,
}

impl Margins {
    fn read(input: &Input) -> Given<Self> {
        let cells = cell_rows(input, "X")?;
        let width = cells.first().map_or(0, Vec::len);
        let regions = cells.iter().map(|row| Cell::sum(row.iter().copied())).collect();
        let industries = (0..width).map(|at| Cell::sum(cells.iter().map(|row| row[at]))).collect();
        let total = Cell::sum(cells.iter().flatten().copied());
        Ok(Self { cells, regions, industries, total })
    }

    fn each(&self, of: impl Fn(&Counts) -> Option<f64>) -> Vec<Vec<Option<f64>>> {
        let row = |(row, region): (&Vec<Cell>, &Cell)| {
            let cells = row.iter().zip(&self.industries);
            let counts = |(x, industry): (&Cell, &Cell)| Counts {
                x: *x,
                region: *region,
                industry: *industry,
                reference: self.total,
            };
            cells.map(|pair| of(&counts(pair))).collect()
        };
        self.cells.iter().zip(&self.regions).map(row).collect()
    }
}

fn value(answer: Answer) -> Option<f64> {
    answer.ok().map(|estimate| estimate.value())
}
