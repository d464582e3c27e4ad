//! One draw of the jobs of an area and its sectors without a plan.

use agglo_stats::distribution::normal::Z90;
use agglo_stats::float;

use crate::simulate::absent::Absent;
use crate::simulate::centre::{self, Learned};
use crate::simulate::fit::{Fitted, LineFit};
use crate::simulate::shock::Source;
use crate::simulate::spread::{Own, Shape};
use crate::simulate::start::{Known, Start};
use crate::simulate::track::{TOTAL, Track};

/// Everything about an area that does not change from draw to draw.
pub(crate) struct Baselines<'a> {
    start: Start,
    lines: Vec<Line<'a>>,
    absent: &'a Absent,
    years: usize,
}

/// One line of an area: how it is expected to grow, how far it may stray.
struct Line<'a> {
    fit: &'a LineFit,
    shapes: &'a [Shape],
    own: Own,
    /// Expected change of log jobs for each horizon.
    drift: Vec<f64>,
    /// Where jobs are published at the start: middle and reach of log jobs for each horizon.
    steady: Option<Vec<(f64, f64)>>,
}

/// Standard normal errors of one draw, `[line][year]`: what hits the nation's lines hits every area.
pub(crate) struct Shocks(Vec<Vec<f64>>);

impl Shocks {
    /// Of the total and, drawn together with it, of each sector.
    pub(crate) fn new(fitted: &Fitted, years: usize, source: Source) -> Self {
        let all = &fitted.lines[TOTAL].line;
        let shared = source.shocks(all, years);
        let sectors = fitted.lines[TOTAL + 1..]
            .iter()
            .map(|fit| source.path(&fit.line, years, Some((&shared, fit.rho))));
        Self(std::iter::once(source.path(all, years, None)).chain(sectors).collect())
    }
}

/// Jobs in one draw: `[year]`, the start first.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Draw {
    pub(crate) total: Vec<f64>,
    /// `[sector][year]`, the start first; they add up to the total.
    pub(crate) sectors: Vec<Vec<f64>>,
}

impl<'a> Baselines<'a> {
    /// `bounds` gives least and most jobs of a hidden sector at the origin; `None` where the total is
    /// not published there.
    pub(crate) fn new(
        fitted: &'a Fitted,
        (track, nation): (&Track, &Track),
        origin: usize,
        years: usize,
        bounds: impl Fn(usize) -> (f64, f64),
    ) -> Option<Self> {
        let total = track.jobs(TOTAL, origin).filter(|jobs| *jobs > 0.0)?;
        let lines: Vec<Line<'a>> = (0..fitted.lines.len())
            .map(|line| Line::new(fitted, (track, nation), (line, origin), years))
            .collect();
        let sectors = (1..lines.len())
            .map(|line| known(fitted, (track, nation), (line, origin), &lines[line], bounds(line)))
            .collect();
        let start = Start { total, sectors };
        Some(Self { start, lines, absent: &fitted.absent, years })
    }

    /// Years ahead.
    pub(crate) fn years(&self) -> usize {
        self.years
    }

    /// Expected change of log jobs of a line after a horizon.
    pub(crate) fn drift(&self, line: usize, horizon: usize) -> f64 {
        self.lines[line].drift[horizon - 1]
    }

    /// Errors of log jobs after a horizon at standard normal values, from log jobs `start`.
    pub(crate) fn errors(&self, line: usize, horizon: usize, start: f64, at: &[f64]) -> Vec<f64> {
        let line = &self.lines[line];
        let (reach, shape) = (line.reach(start, horizon), line.shape(horizon));
        at.iter().map(|&g| reach * shape.at(g)).collect()
    }

    /// Standard deviation of a line's own yearly changes over the nation's; by its size without any.
    pub(crate) fn own_sd(&self, line: usize, start: f64) -> f64 {
        let line = &self.lines[line];
        if line.own.n > 1 {
            line.own.mean_square.sqrt()
        } else {
            line.fit.curve.sd(line.own, start)
        }
    }

    /// The sectors' lines in order.
    fn sectors(&self) -> &[Line<'a>] {
        &self.lines[TOTAL + 1..]
    }

    /// One draw; the same for the same source and its shocks, whatever was drawn before.
    pub(crate) fn draw(&self, source: Source, shocks: &Shocks) -> Draw {
        let names: Vec<&str> = self.sectors().iter().map(|line| line.fit.line.as_str()).collect();
        let starts = self.start.draw(&names, source);
        let total = self.lines[TOTAL].jobs(self.start.total, &shocks.0[TOTAL]);
        let mut sectors: Vec<Vec<f64>> = (self.sectors().iter().zip(&shocks.0[TOTAL + 1..]))
            .zip(starts)
            .map(
                |((line, errors), start)| {
                    if start > 0.0 { line.jobs(start, errors) } else { self.opened(errors) }
                },
            )
            .collect();
        add_up(&mut sectors, &total);
        Draw { total, sectors }
    }

    /// Jobs of a line that has none at the start.
    fn opened(&self, errors: &[f64]) -> Vec<f64> {
        let later = errors.iter().enumerate().map(|(year, &g)| {
            let table = self.absent.from_zero.get(year).or(self.absent.from_zero.last());
            table.map_or(0.0, |jobs| jobs.at(g))
        });
        std::iter::once(0.0).chain(later).collect()
    }
}

impl<'a> Line<'a> {
    fn new(fitted: &'a Fitted, tracks: (&Track, &Track), at: (usize, usize), years: usize) -> Self {
        let fit = &fitted.lines[at.0];
        let shapes = if at.0 == TOTAL { &fitted.shape_total } else { &fitted.shape_sector };
        let own = Own::of(tracks.0, tracks.1, at.0, at.1);
        let drift = (1..=years)
            .map(|horizon| {
                let slopes = &fit.slopes[longest(horizon, fit.slopes.len())];
                let returns = fitted.returns[longest(horizon, fit.slopes.len())];
                let learned = Learned { medians: &fit.medians, slopes, returns };
                horizon as f64 * centre::growth(fit.by, tracks, at, learned)
            })
            .collect();
        let mut line = Self { fit, shapes, own, drift, steady: None };
        if let Some(log) = tracks.0.log(at.0, at.1) {
            line.steady = Some((1..=years).map(|horizon| line.course(log, horizon)).collect());
        }
        line
    }

    /// Middle and reach of log jobs after a horizon, from log jobs at the start.
    fn course(&self, start: f64, horizon: usize) -> (f64, f64) {
        (start + self.drift[horizon - 1], self.reach(start, horizon))
    }

    fn shape(&self, horizon: usize) -> &Shape {
        &self.shapes[longest(horizon, self.shapes.len())]
    }

    /// 90 % reach of the error of log jobs after a horizon, from log jobs at the start.
    fn reach(&self, start: f64, horizon: usize) -> f64 {
        let h = horizon as f64;
        let fitted = self.fit.reach[longest(horizon, self.fit.reach.len())];
        let own = self.fit.curve.sd(self.own, start) * fitted;
        let common = Z90 * self.fit.common;
        float::hypot(own, common) * h.sqrt()
    }

    /// Standard deviation of log jobs over a gap of years, without what the nation shares.
    fn gap(&self, start: f64, years: usize) -> f64 {
        let fitted = self.fit.reach[longest(years, self.fit.reach.len())];
        self.fit.curve.sd(self.own, start) * fitted / Z90 * (years as f64).sqrt()
    }

    fn jobs(&self, start: f64, errors: &[f64]) -> Vec<f64> {
        let log = || float::ln(start);
        let later = errors.iter().enumerate().map(|(year, &g)| {
            let (middle, reach) = match &self.steady {
                Some(course) => course[year],
                None => self.course(log(), year + 1),
            };
            float::exp(middle + reach * self.shape(year + 1).at(g))
        });
        std::iter::once(start).chain(later).collect()
    }
}

/// Position of a horizon among those that were fitted: beyond the longest, that one.
fn longest(horizon: usize, fitted: usize) -> usize {
    horizon.min(fitted).saturating_sub(1)
}

fn known(
    fitted: &Fitted,
    tracks: (&Track, &Track),
    (line, origin): (usize, usize),
    shape: &Line<'_>,
    (low, high): (f64, f64),
) -> Known {
    if let Some(jobs) = tracks.0.jobs(line, origin) {
        return Known::Jobs(jobs);
    }
    let spread = |log: f64, years: usize| shape.gap(log, years);
    let belief = fitted.absent.belief(tracks, (line, origin), spread);
    Known::Hidden { belief, low, high }
}

/// Scales the sectors of each coming year so that they add up to the total; the start does already.
fn add_up(sectors: &mut [Vec<f64>], total: &[f64]) {
    for (year, all) in total.iter().enumerate().skip(1) {
        let sum = float::sum(sectors.iter().map(|sector| sector[year]));
        if sum > 0.0 {
            for sector in sectors.iter_mut() {
                sector[year] *= all / sum;
            }
        }
    }
}
