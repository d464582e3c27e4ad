//! What the panel teaches: how regions' lines grow, and how far forecasts of the past were off.
//!
//! Everything is learned from years up to an origin. Errors are those of forecasts that were made with
//! what was known at their own time, so that they hold the uncertainty of the coefficients too.

use agglo_stats::distribution::normal;
use agglo_stats::float;
use agglo_stats::regression::ridge::Moments;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::base::error::Error;
use crate::base::id::IndustryId;
use crate::base::year::Year;
use crate::panel::Jobs;
use crate::simulate::Baseline;
use crate::simulate::absent::{self, Absent};
use crate::simulate::centre::{self, FEATURES};
use crate::simulate::spread::{Curve, Own, Shape};
use crate::simulate::track::{Grid, TOTAL, Track};

/// Method and version, as provenance names it.
pub const METHOD: &str = "nation_plus_region/1";
/// Longest horizon with errors of its own; further ones widen with the root of time.
pub const LONGEST: usize = 10;
/// Years of history that the first window needs.
const FIRST: usize = 3;
/// Share by which the diagonal is raised: coefficients are shrunk towards no effect.
const RIDGE: f64 = 0.3;
/// Largest yearly growth over a window that enters a fit, log points.
const CLIP: f64 = 0.3;

/// Everything a forecast needs to know about other regions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Fitted {
    /// Last year that was read; forecasts start here.
    pub origin: Year,
    /// The total, then each sector in the publisher's order.
    pub lines: Vec<LineFit>,
    /// Share of a line's past national growth that comes back in the median area, for each horizon.
    pub returns: Vec<f64>,
    /// Shape of the errors of totals, for each horizon.
    pub shape_total: Vec<Shape>,
    /// Shape of the errors of sectors, for each horizon.
    pub shape_sector: Vec<Shape>,
    /// What is expected of lines without a published number.
    pub absent: Absent,
}

/// What was learned about one line.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct LineFit {
    /// The publisher's line.
    pub line: IndustryId,
    /// How its middle is forecast.
    pub by: Baseline,
    /// Median of each feature over all areas at the origin.
    pub medians: [f64; FEATURES],
    /// Coefficients of the features for each horizon, per year.
    pub slopes: Vec<[f64; FEATURES]>,
    /// 90 % reach of past errors for each horizon, in yearly standard deviations times the root of
    /// the horizon.
    pub reach: Vec<f64>,
    /// Variance of a yearly change by size.
    pub curve: Curve,
    /// Standard deviation of the nation's yearly growth: what all regions share.
    pub common: f64,
    /// Correlation of its yearly error with that of all jobs in the same region.
    pub rho: f64,
}

/// Learns from all years up to `origin`.
///
/// `by` says how the middle of each line is forecast, the total first.
///
/// # Errors
///
/// `E0101`, `E0202`, `E0301` as the panel is read; `E0302` where fewer than five years lie behind
/// the origin.
pub fn fit(
    jobs: &Jobs,
    origin: Year,
    by: &dyn Fn(&IndustryId) -> Baseline,
) -> Result<Fitted, Error> {
    let mut fits = fit_each(&Grid::until(jobs, origin)?, origin, &[by])?;
    fits.pop().ok_or_else(|| Error::new("E0302", "no way to forecast the middle was given"))
}

/// One fit for each way to forecast the middle, all from one look at the panel.
pub(crate) fn fit_each(
    grid: &Grid,
    origin: Year,
    ways: &[&dyn Fn(&IndustryId) -> Baseline],
) -> Result<Vec<Fitted>, Error> {
    if grid.last() <= FIRST {
        return Err(Error::new("E0302", format!("too few years up to {origin} to learn from"))
            .hint("a fit needs at least five years"));
    }
    let returns = Returns::learn(grid);
    let mut parts = vec![Parts::default(); ways.len()];
    for (index, id) in grid.lines.iter().enumerate() {
        let learner = Learner::new(grid, &returns, index);
        for (way, parts) in ways.iter().zip(&mut parts) {
            let (fitted, shape, errors) = learner.learn(way(id), parts.total.as_ref());
            if index == TOTAL {
                parts.total = Some(errors);
            }
            parts.lines.push(fitted);
            parts.shapes.push(shape);
        }
    }
    let absent = absent::learn(grid);
    Ok(parts.into_iter().map(|parts| parts.join(origin, &returns, absent.clone())).collect())
}

/// What was learned line by line.
#[derive(Clone, Default)]
struct Parts {
    lines: Vec<LineFit>,
    shapes: Vec<Vec<Shape>>,
    /// Yearly errors of all jobs.
    total: Option<Errors>,
}

impl Parts {
    fn join(mut self, origin: Year, returns: &Returns, absent: Absent) -> Fitted {
        let shape_total = self.shapes.remove(TOTAL);
        let shape_sector = (0..shape_total.len()).map(|h| mean_shape(&self.shapes, h)).collect();
        let returns = returns.last();
        Fitted { origin, lines: self.lines, returns, shape_total, shape_sector, absent }
    }
}

/// Mean of the lines' shapes, knot by knot: their quantiles averaged.
fn mean_shape(lines: &[Vec<Shape>], horizon: usize) -> Shape {
    let knots = lines.first().map_or(0, |line| line[horizon].0.len());
    let mean = |knot: usize| {
        float::sum(lines.iter().map(|line| line[horizon].0[knot])) / lines.len() as f64
    };
    Shape((0..knots).map(mean).collect())
}

/// Errors over one year, `[origin][area]`, in units of their standard deviation.
type Errors = Vec<Vec<Option<f64>>>;

/// One origin as one line sees it.
struct Window {
    /// Features less their medians.
    features: Vec<[f64; FEATURES]>,
    medians: [f64; FEATURES],
    /// Standard deviation of a yearly change.
    sd: Vec<f64>,
    curve: Curve,
}

struct Learner<'a> {
    grid: &'a Grid,
    returns: &'a Returns,
    line: usize,
    windows: Vec<Window>,
}

impl<'a> Learner<'a> {
    fn new(grid: &'a Grid, returns: &'a Returns, line: usize) -> Self {
        let windows = (FIRST..=grid.last()).map(|year| window(grid, line, year)).collect();
        Self { grid, returns, line, windows }
    }

    fn window(&self, year: usize) -> &Window {
        &self.windows[year - FIRST]
    }

    fn tracks(&self) -> impl Iterator<Item = &Track> {
        self.grid.tracks.iter()
    }

    /// The fit, the shape of its errors for each horizon, and its errors over one year.
    fn learn(&self, by: Baseline, total: Option<&Errors>) -> (LineFit, Vec<Shape>, Errors) {
        let (mut slopes, mut reach, mut shapes) = (Vec::new(), Vec::new(), Vec::new());
        let mut yearly = Errors::new();
        for horizon in 1..=LONGEST.min(self.grid.last() - FIRST) {
            let (last, errors) = self.horizon(by, horizon);
            let pooled: Vec<f64> = errors.iter().flatten().flatten().copied().collect();
            let (wide, shape) = shape(&pooled);
            slopes.push(last);
            reach.push(wide);
            shapes.push(shape);
            if horizon == 1 {
                yearly = errors;
            }
        }
        let last = self.window(self.grid.last());
        let fitted = LineFit {
            line: self.grid.lines[self.line].clone(),
            by,
            medians: last.medians,
            slopes,
            reach,
            curve: last.curve,
            common: common(&self.grid.nation, self.line, self.grid.last()),
            rho: total.map_or(1.0, |total| correlation(&yearly, total)),
        };
        (fitted, shapes, yearly)
    }

    /// Coefficients at the last origin, and the errors of forecasts from each origin before.
    fn horizon(&self, by: Baseline, horizon: usize) -> ([f64; FEATURES], Errors) {
        let mut moments = Moments::default();
        let mut slopes = [0.0; FEATURES];
        let mut errors = Errors::new();
        for year in FIRST..=self.grid.last() {
            if year >= FIRST + horizon {
                self.add_window(&mut moments, year - horizon, horizon);
                slopes = moments.solve(RIDGE).unwrap_or([0.0; FEATURES]);
            }
            if year + horizon <= self.grid.last() {
                errors.push(self.errors(by, (year, horizon), &slopes));
            }
        }
        (slopes, errors)
    }

    /// Growth from `year` over the horizon, less its median, against the features of `year`.
    fn add_window(&self, moments: &mut Moments<FEATURES>, year: usize, horizon: usize) {
        let growth: Vec<Option<f64>> = self
            .tracks()
            .map(|track| {
                let change = track.log(self.line, year + horizon)? - track.log(self.line, year)?;
                Some(change / horizon as f64)
            })
            .collect();
        let known: Vec<f64> = growth.iter().flatten().copied().collect();
        let Some(middle) = float::median(&known) else { return };
        for (growth, features) in growth.iter().zip(&self.window(year).features) {
            if let Some(growth) = growth {
                moments.add(features, (growth - middle).clamp(-CLIP, CLIP));
            }
        }
    }

    /// What happened less what was forecast, over the spread, less the median of all areas: the part
    /// that is not shared.
    fn errors(
        &self,
        by: Baseline,
        (year, horizon): (usize, usize),
        slopes: &[f64; FEATURES],
    ) -> Vec<Option<f64>> {
        let window = self.window(year);
        let h = horizon as f64;
        let returns = self.returns.at(horizon, year);
        let at = (self.line, year);
        let error = |track: &Track, features: &[f64; FEATURES], sd: f64| {
            let (start, end) = (track.log(self.line, year)?, track.log(self.line, year + horizon)?);
            let tracks = (track, &self.grid.nation);
            let explained = || centre::explained(features, slopes);
            let growth = centre::growth_with(by, tracks, at, returns, explained);
            Some((end - start - h * growth) / (sd * h.sqrt()))
        };
        let errors: Vec<Option<f64>> = (self.tracks().zip(&window.features).zip(&window.sd))
            .map(|((track, features), &sd)| error(track, features, sd))
            .collect();
        let known: Vec<f64> = errors.iter().flatten().copied().collect();
        let middle = float::median(&known).unwrap_or(0.0);
        errors.into_iter().map(|error| error.map(|e| e - middle)).collect()
    }
}

/// Share of past national growth that came back, as it was known in each year: `[horizon][year]`.
struct Returns(Vec<Vec<f64>>);

impl Returns {
    /// Least squares through the origin over all sectors and the windows that had ended by a year: growth
    /// of the median area against the nation's growth before. A half without any window.
    fn learn(grid: &Grid) -> Self {
        let one = |horizon: usize| {
            let mut moments = Moments::<1>::default();
            (0..=grid.last())
                .map(|year| {
                    if year >= FIRST + horizon {
                        Self::add(grid, &mut moments, year - horizon, horizon);
                    }
                    let known = moments.n() > 0;
                    moments.solve(0.0).filter(|_| known).map_or(0.5, |[share]| share)
                })
                .collect()
        };
        Self((1..=LONGEST).map(one).collect())
    }

    fn add(grid: &Grid, moments: &mut Moments<1>, year: usize, horizon: usize) {
        for line in TOTAL + 1..grid.lines.len() {
            let growth = |track: &Track| {
                let change = track.log(line, year + horizon)? - track.log(line, year)?;
                Some(change / horizon as f64)
            };
            let known: Vec<f64> = grid.tracks.iter().filter_map(growth).collect();
            if let Some(middle) = float::median(&known) {
                moments.add(&[centre::national_growth(&grid.nation, line, year)], middle);
            }
        }
    }

    fn at(&self, horizon: usize, year: usize) -> f64 {
        self.0[horizon - 1][year]
    }

    /// As known in the last year, for each horizon.
    fn last(&self) -> Vec<f64> {
        self.0.iter().filter_map(|years| years.last().copied()).collect()
    }
}

fn window(grid: &Grid, line: usize, year: usize) -> Window {
    let known: Vec<_> =
        grid.tracks.iter().map(|track| centre::features(track, &grid.nation, line, year)).collect();
    let medians = std::array::from_fn(|j| {
        let values: Vec<f64> = known.iter().filter_map(|features| features[j]).collect();
        float::median(&values).unwrap_or(0.0)
    });
    let own: Vec<(Option<f64>, Own)> = grid
        .tracks
        .iter()
        .map(|track| (track.log(line, year), Own::of(track, &grid.nation, line, year)))
        .collect();
    let sized: Vec<(f64, Own)> = own.iter().filter_map(|&(size, own)| Some((size?, own))).collect();
    let curve = Curve::fit(&sized);
    let sd = own.iter().map(|&(size, own)| curve.sd(own, size.unwrap_or(0.0))).collect();
    let features = known.iter().map(|features| centre::centred(features, &medians)).collect();
    Window { features, medians, sd, curve }
}

/// 90 % reach of errors, and their quantiles at the knots in units of it.
///
/// Flat where there are no errors: the spread is then that of the yearly changes alone.
fn shape(errors: &[f64]) -> (f64, Shape) {
    let mut sorted = errors.to_vec();
    sorted.sort_by(f64::total_cmp);
    let quantile = |sorted: &[f64], p: f64| float::quantile_sorted(sorted, p);
    let middle = quantile(&sorted, 0.5).unwrap_or(0.0);
    let mut sizes: Vec<f64> = sorted.iter().map(|e| (e - middle).abs()).collect();
    sizes.sort_by(f64::total_cmp);
    match quantile(&sizes, 0.9) {
        Some(reach) if reach > 0.0 => {
            let at = |g: f64| quantile(&sorted, normal::below(g)).unwrap_or(middle);
            let knots = crate::simulate::spread::knots();
            (reach, Shape(knots.map(|g| (at(g) - middle) / reach).collect()))
        }
        _ => {
            let knots = crate::simulate::spread::knots();
            (normal::Z90, Shape(knots.map(|g| g / normal::Z90).collect()))
        }
    }
}

/// Standard deviation of the nation's yearly growth in a line.
fn common(nation: &Track, line: usize, last: usize) -> f64 {
    let changes: Vec<f64> = (1..=last).filter_map(|year| nation.change(line, year)).collect();
    let mean = float::mean(&changes).unwrap_or(0.0);
    let squares = float::sum(changes.iter().map(|c| (c - mean) * (c - mean)));
    (squares / changes.len().max(1) as f64).sqrt()
}

/// Correlation of two lines' yearly errors over all areas and origins, errors cut at three.
fn correlation(a: &Errors, b: &Errors) -> f64 {
    let cut = |e: f64| e.clamp(-3.0, 3.0);
    let (mut aa, mut bb, mut ab) = (0.0, 0.0, 0.0);
    for (a, b) in a.iter().flatten().zip(b.iter().flatten()) {
        if let (Some(a), Some(b)) = (a.map(cut), b.map(cut)) {
            aa += a * a;
            bb += b * b;
            ab += a * b;
        }
    }
    if aa > 0.0 && bb > 0.0 { ab / (aa * bb).sqrt() } else { 0.0 }
}
