//! Scored forecasts summed up by what was forecast, horizon and size of the area.

use std::collections::BTreeMap;

use agglo_stats::distribution::normal::Z90;
use agglo_stats::float;

use crate::base::year::Year;
use crate::simulate::backtest::{
    ALL_JOBS, Backtest, OriginScore, RIVALS, RivalScore, Row, SECTORS, Scored, SizeClass, Spread,
};
use crate::simulate::track::TOTAL;

/// Sums scored forecasts up: totals and sectors by class, each line over all areas.
///
/// `lines` are the lines of the fit in order; `about` gives method, source, draws and seed.
pub fn summarise(scored: &[Scored], lines: &[&str], about: Backtest) -> Backtest {
    let mut groups: BTreeMap<(u8, usize, u16, SizeClass), Vec<&Scored>> = BTreeMap::new();
    for one in scored {
        let kind = u8::from(one.line != TOTAL);
        for class in [SizeClass::All, one.class] {
            groups.entry((kind, 0, one.horizon, class)).or_default().push(one);
        }
        if one.line != TOTAL {
            groups.entry((2, one.line, one.horizon, SizeClass::All)).or_default().push(one);
        }
    }
    let rows = groups.into_iter().map(|((kind, line, horizon, class), scored)| {
        let what = match kind {
            0 => ALL_JOBS,
            1 => SECTORS,
            _ => lines.get(line).copied().unwrap_or(""),
        };
        row(what, horizon, class, &scored)
    });
    Backtest { rows: rows.collect(), ..about }
}

fn row(what: &str, horizon: u16, class: SizeClass, scored: &[&Scored]) -> Row {
    let n = scored.len() as f64;
    let mean = |get: &dyn Fn(&Scored) -> f64| float::sum(scored.iter().map(|s| get(s))) / n;
    let rival = |index: usize| mean(&|s| s.rivals[index]);
    let mut rivals: Vec<(usize, RivalScore)> = RIVALS
        .iter()
        .enumerate()
        .map(|(index, &by)| {
            let (own, past) = (rival(index), rival(RIVALS.len() + index));
            if own < past {
                (index, RivalScore { by, spread: Spread::OwnChanges, crps: own })
            } else {
                (RIVALS.len() + index, RivalScore { by, spread: Spread::PastErrors, crps: past })
            }
        })
        .collect();
    rivals.sort_by(|a, b| a.1.crps.total_cmp(&b.1.crps));
    let best = rivals[0].0;
    let mut areas: BTreeMap<usize, Vec<f64>> = BTreeMap::new();
    for one in scored {
        areas.entry(one.area).or_default().push(one.rivals[best] - one.crps);
    }
    let by_area: Vec<f64> = areas.values().filter_map(|all| float::mean(all)).collect();
    Row {
        what: what.to_owned(),
        horizon,
        class,
        areas: u32::try_from(areas.len()).unwrap_or(u32::MAX),
        crps: mean(&|s| s.crps),
        rivals: rivals.into_iter().map(|(_, score)| score).collect(),
        advantage: interval_of_mean(&by_area),
        origins: origins(scored, best),
    }
}

/// 90 % interval of a mean over areas.
fn interval_of_mean(values: &[f64]) -> [f64; 2] {
    let n = values.len() as f64;
    let mean = float::mean(values).unwrap_or(0.0);
    let squares = float::sum(values.iter().map(|v| (v - mean) * (v - mean)));
    let half = if n > 1.0 { Z90 * (squares / (n - 1.0) / n).sqrt() } else { 0.0 };
    [mean - half, mean + half]
}

fn origins(scored: &[&Scored], best: usize) -> Vec<OriginScore> {
    let mut by_origin: BTreeMap<Year, Vec<&Scored>> = BTreeMap::new();
    for one in scored {
        by_origin.entry(one.origin).or_default().push(one);
    }
    let count = |all: &[&Scored], hit: fn(&Scored) -> bool| {
        u32::try_from(all.iter().filter(|s| hit(s)).count()).unwrap_or(u32::MAX)
    };
    let score = |(origin, all): (Year, Vec<&Scored>)| OriginScore {
        origin,
        n: u32::try_from(all.len()).unwrap_or(u32::MAX),
        crps: float::sum(all.iter().map(|s| s.crps)) / all.len() as f64,
        rival: float::sum(all.iter().map(|s| s.rivals[best])) / all.len() as f64,
        covered_50: count(&all, |s| s.covered_50),
        covered_90: count(&all, |s| s.covered_90),
    };
    by_origin.into_iter().map(score).collect()
}
