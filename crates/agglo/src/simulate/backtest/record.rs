//! Scores as a forecast tells them: its track record among areas of its size.

use agglo_stats::distribution::normal::Z90;
use agglo_stats::score::wilson;

use crate::base::estimate::{Estimate, Figure, Interval, IntervalKind, Provenance, Withheld};
use crate::base::year::Year;
use crate::simulate::backtest::{ALL_JOBS, Backtest, OriginScore, Row, SizeClass};
use crate::simulate::{Baseline, OriginRecord, TrackRecord};

impl Backtest {
    /// Scores of all jobs and of single sectors in areas with so many jobs.
    pub(crate) fn of_class(&self, jobs: f64, provenance: &Provenance) -> Vec<TrackRecord> {
        let class = SizeClass::of(jobs);
        let provenance = Provenance { seed: Some(self.seed), ..provenance.clone() };
        let own = self.rows.iter().filter(|row| row.class == class);
        own.map(|row| {
            let what = if row.what == ALL_JOBS { "all jobs" } else { "single sectors" };
            record(row, what, by_origin(row, &provenance), &provenance)
        })
        .collect()
    }

    /// Scores of one line over all areas.
    pub(crate) fn of_line(
        &self,
        line: &str,
        title: &str,
        provenance: &Provenance,
    ) -> Vec<TrackRecord> {
        let provenance = Provenance { seed: Some(self.seed), ..provenance.clone() };
        let own = self.rows.iter().filter(|row| row.what == line);
        own.map(|row| record(row, title, Vec::new(), &provenance)).collect()
    }
}

fn by_origin(row: &Row, provenance: &Provenance) -> Vec<OriginRecord> {
    let exact = |value: f64| Figure::from(Estimate::exact(value, provenance.clone()));
    let share = |covered: u32, n: u32| coverage(covered, n, row.areas, provenance);
    let origin = |origin: &OriginScore| OriginRecord {
        origin: origin.origin,
        n: origin.n,
        crps: exact(origin.crps),
        rival_crps: exact(origin.rival),
        coverage_50: share(origin.covered_50, origin.n),
        coverage_90: share(origin.covered_90, origin.n),
    };
    row.origins.iter().map(origin).collect()
}

fn record(
    row: &Row,
    what: &str,
    by_origin: Vec<OriginRecord>,
    provenance: &Provenance,
) -> TrackRecord {
    let exact = |value: f64| Figure::from(Estimate::exact(value, provenance.clone()));
    let sum = |get: fn(&OriginScore) -> u32| row.origins.iter().map(get).sum::<u32>();
    let share = |covered: u32, n: u32| coverage(covered, n, row.areas, provenance);
    let best = row.rivals.first();
    let year = |origin: Option<&OriginScore>| origin.map_or(Year(0), |origin| origin.origin);
    TrackRecord {
        what: what.to_owned(),
        class: row.class.words().to_owned(),
        horizon: row.horizon,
        crps: exact(row.crps),
        rival_crps: best.map_or_else(
            || Figure::Withheld(Withheld::missing("no rival was scored")),
            |rival| exact(rival.crps),
        ),
        rival: best.map_or(Baseline::Persistence, |rival| rival.by),
        beats_rivals: row.beats_rivals(),
        coverage_50: share(sum(|origin| origin.covered_50), row.n()),
        coverage_90: share(sum(|origin| origin.covered_90), row.n()),
        n: row.n(),
        areas: row.areas,
        origins: (year(row.origins.first()), year(row.origins.last())),
        by_origin,
    }
}

/// Share covered, with Wilson's interval that counts each area once: its forecasts hang together.
fn coverage(covered: u32, n: u32, areas: u32, provenance: &Provenance) -> Figure {
    let share = f64::from(covered) / f64::from(n.max(1));
    let independent = f64::from(areas.min(n));
    let interval = wilson(share * independent, independent, Z90)
        .and_then(|(low, high)| Interval::new(low, high, 0.9, IntervalKind::Confidence));
    match interval {
        Some(interval) => Estimate::new(share, interval, provenance.clone()).into(),
        None => Figure::Withheld(Withheld::too_thin("no forecast was scored")),
    }
}
