//! One draw of what initiatives add to the jobs of sectors, with money and after it.

use agglo_stats::distribution::{beta, normal};
use agglo_stats::float;

use crate::base::error::Error;
use crate::base::id::IndustryId;
use crate::base::year::Year;
use crate::simulate::effect::{self, Effect, Share, Size};
use crate::simulate::path::Draw;
use crate::simulate::shock::{Purpose, Source};

/// Whether money flows to the last year or ends as planned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Money {
    Flows,
    Stops,
}

/// An effect with everything that does not change from draw to draw.
#[derive(Clone, Debug)]
pub(crate) struct Reach<'a> {
    effect: &'a Effect,
    /// Positions of the sectors it reaches.
    pub(crate) sectors: Vec<usize>,
    /// Jobs of the panel for each job of its size.
    per_job: f64,
    /// Years from its start to the last year with money, the first counted; 0 where that lies before.
    end: f64,
}

/// What one effect turned out to be in one draw.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Drawn {
    size: f64,
    kappa: f64,
    displaced: f64,
}

/// Jobs that one effect adds in one draw: `[sector reached][year]`, the start first.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Added {
    pub(crate) gross: Vec<Vec<f64>>,
    pub(crate) net: Vec<Vec<f64>>,
}

impl<'a> Reach<'a> {
    /// Checks an effect and finds its sectors.
    ///
    /// # Errors
    ///
    /// `E0101` for a sector that is not simulated, `E0302` for a number outside its range, `E0303`
    /// where covered jobs come without a ratio.
    pub(crate) fn new(
        effect: &'a Effect,
        lines: &[IndustryId],
        ratio: Option<f64>,
        stop: Option<Year>,
    ) -> Result<Self, Error> {
        check(effect)?;
        let find = |sector: &IndustryId| {
            lines.iter().position(|line| line == sector).ok_or_else(|| {
                Error::new("E0101", format!("sector `{sector}` is not simulated"))
                    .at(format!("effect of {}", effect.initiative))
            })
        };
        let sectors = effect.sectors.iter().map(find).collect::<Result<Vec<_>, _>>()?;
        let per_job = match (effect.size, ratio) {
            (Size::CoveredJobs { .. }, Some(ratio)) => ratio,
            (Size::CoveredJobs { .. }, None) => {
                return Err(Error::new("E0303", "an effect in covered jobs needs their ratio")
                    .at(format!("effect of {}", effect.initiative)));
            }
            _ => 1.0,
        };
        let last = stop.map_or(effect.funded_until, |stop| stop.min(effect.funded_until));
        // Money of so many years holds the effect for as many, counted from its own start.
        let end = (f64::from(last.0) - f64::from(effect.funded_from.0) + 1.0).max(0.0);
        Ok(Self { effect, sectors, per_job, end })
    }

    fn draw(&self, source: Source) -> Drawn {
        let name = self.effect.initiative.as_str();
        let [works, z] = source.uniform(name, 0, Purpose::Size);
        let [keeps, takes] = source.uniform(name, 0, Purpose::Shares);
        let (mean, sd) = moments(self.effect.size);
        // The mean of e^x of a normal x lies above e^mean: a belief of mean zero must not add jobs.
        let centre = match self.effect.size {
            Size::Log { .. } => mean - sd * sd / 2.0,
            Size::Jobs { .. } | Size::CoveredJobs { .. } => mean,
        };
        let size = if works < self.effect.pi0 {
            0.0
        } else {
            self.per_job * (centre + sd * normal::quantile(z).unwrap_or(0.0))
        };
        let displaced = share(self.effect.displacement, takes);
        Drawn { size, kappa: share(self.effect.kappa, keeps), displaced }
    }

    /// Jobs added over the baseline of the same draw; `from` is the year of its start.
    pub(crate) fn add(&self, baseline: &Draw, from: Year, money: Money, source: Source) -> Added {
        let drawn = self.draw(source);
        let whole: f64 = self.sectors.iter().map(|&s| baseline.sectors[s][0]).sum();
        let part = |sector: usize| {
            let jobs = baseline.sectors[sector][0];
            if whole > 0.0 { jobs / whole } else { 1.0 / self.sectors.len() as f64 }
        };
        let full = |sector: usize, year: usize| match self.effect.size {
            Size::Log { .. } => baseline.sectors[sector][year] * (float::exp(drawn.size) - 1.0),
            Size::Jobs { .. } | Size::CoveredJobs { .. } => drawn.size * part(sector),
        };
        let gross: Vec<Vec<f64>> = self
            .sectors
            .iter()
            .map(|&sector| {
                (0..baseline.total.len())
                    .map(|year| full(sector, year) * self.present(from, year, money, drawn.kappa))
                    .collect()
            })
            .collect();
        let kept = 1.0 - drawn.displaced;
        let net = gross.iter().map(|years| years.iter().map(|jobs| jobs * kept).collect());
        Added { net: net.collect(), gross }
    }

    /// Part of the full effect that is there in a year.
    fn present(&self, from: Year, year: usize, money: Money, kappa: f64) -> f64 {
        let since = f64::from(from.0) + year as f64 - f64::from(self.effect.start.0) + 1.0;
        let ramp = f64::from(self.effect.ramp_years);
        match money {
            Money::Flows => effect::ramp(since, ramp),
            Money::Stops => effect::path(since, ramp, self.end, kappa),
        }
    }
}

fn moments(size: Size) -> (f64, f64) {
    match size {
        Size::CoveredJobs { mean, sd } | Size::Jobs { mean, sd } | Size::Log { mean, sd } => {
            (mean, sd)
        }
    }
}

/// A share at probability `p`; certain where its mean is 0 or 1.
fn share(share: Share, p: f64) -> f64 {
    if share.mean <= 0.0 || share.mean >= 1.0 {
        return share.mean.clamp(0.0, 1.0);
    }
    let (a, b) = (share.mean * share.weight, (1.0 - share.mean) * share.weight);
    beta::quantile(p, a, b).unwrap_or(share.mean)
}

fn check(effect: &Effect) -> Result<(), Error> {
    let wrong = |what: &str| {
        Err(Error::new("E0302", what.to_owned()).at(format!("effect of {}", effect.initiative)))
    };
    let (mean, sd) = moments(effect.size);
    let believable = |share: Share| {
        (0.0..=1.0).contains(&share.mean) && share.weight > 0.0 && share.weight.is_finite()
    };
    if effect.sectors.is_empty() {
        return wrong("an effect needs at least one sector");
    }
    if !(mean.is_finite() && sd.is_finite() && sd >= 0.0) {
        return wrong(
            "the size of an effect needs a finite mean and a standard deviation from 0 on",
        );
    }
    if !(0.0..=1.0).contains(&effect.pi0) {
        return wrong("the probability of no effect lies outside 0 to 1");
    }
    if !(believable(effect.kappa) && believable(effect.displacement)) {
        return wrong("a share needs a mean in 0 to 1 and a positive weight");
    }
    Ok(())
}
