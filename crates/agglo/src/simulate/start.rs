//! Jobs of each sector in the last year: published, or drawn so that all of them add up to the total.
//!
//! What the publisher hides is drawn around what its own past or the region's size suggests, and then
//! moved until hidden and published jobs add up to all jobs. A line that is hidden alone in its year
//! would be known; publishers hide at least two.

use agglo_stats::float;

use crate::simulate::absent::Belief;
use crate::simulate::shock::{Purpose, Source};

/// Halvings of the search for the common move.
const HALVINGS: u32 = 48;
/// Largest common move, in log points for a variance of one.
const FARTHEST: f64 = 200.0;
/// Least variance of a belief, so that every hidden line can move.
const LEAST: f64 = 0.002;

/// What is known of a sector's jobs at the start.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Known {
    /// Published, zero included.
    Jobs(f64),
    /// Hidden, between bounds.
    Hidden { belief: Belief, low: f64, high: f64 },
}

/// The start of all sectors of an area.
#[derive(Clone, Debug)]
pub(crate) struct Start {
    pub(crate) total: f64,
    pub(crate) sectors: Vec<Known>,
}

impl Start {
    /// Jobs of each sector in one draw; they add up to the total. `names` are the sectors' lines.
    pub(crate) fn draw(&self, names: &[&str], source: Source) -> Vec<f64> {
        let published = float::sum(self.sectors.iter().map(|known| match known {
            Known::Jobs(jobs) => *jobs,
            Known::Hidden { .. } => 0.0,
        }));
        let rest = (self.total - published).max(0.0);
        let raw: Vec<Free> = self
            .sectors
            .iter()
            .zip(names)
            .map(|(known, name)| match *known {
                Known::Jobs(jobs) => Free { log: 0.0, pull: 0.0, low: jobs, high: jobs },
                Known::Hidden { belief, low, high } => {
                    let z = source.normal(name, 0, Purpose::Start);
                    let pull = (belief.sd * belief.sd).max(LEAST);
                    Free { log: belief.mean + belief.sd * z, pull, low, high: high.min(rest) }
                }
            })
            .collect();
        settle(&raw, published + rest)
    }
}

/// A sector that can be moved between its bounds: further, the less is known of it.
#[derive(Clone, Copy, Debug)]
struct Free {
    log: f64,
    pull: f64,
    low: f64,
    high: f64,
}

impl Free {
    fn at(&self, pull: f64) -> f64 {
        if self.pull > 0.0 {
            float::exp((self.log + pull * self.pull).min(50.0)).min(self.high).max(self.low)
        } else {
            self.low
        }
    }
}

/// Moves all by one common pull until they add up to `whole`, as far as their bounds let them.
///
/// For normal beliefs about logs this is the direction in which a known sum moves them.
fn settle(sectors: &[Free], whole: f64) -> Vec<f64> {
    let at = |pull: f64| -> Vec<f64> { sectors.iter().map(|sector| sector.at(pull)).collect() };
    if sectors.iter().all(|sector| sector.pull <= 0.0) {
        return at(0.0);
    }
    let (mut low, mut high) = (-FARTHEST, FARTHEST);
    for _ in 0..HALVINGS {
        let middle = f64::midpoint(low, high);
        if float::sum(at(middle)) < whole {
            low = middle;
        } else {
            high = middle;
        }
    }
    at(f64::midpoint(low, high))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hidden(jobs: f64, sd: f64, high: f64) -> Known {
        Known::Hidden { belief: Belief { mean: float::ln(jobs), sd }, low: 0.0, high }
    }

    fn draw(start: &Start, draw: u32) -> Vec<f64> {
        start.draw(&["100", "200", "300"], Source { seed: 3, draw })
    }

    #[test]
    fn law_hidden_and_published_jobs_add_up_to_all_jobs_in_every_draw() {
        let sectors = vec![Known::Jobs(700.0), hidden(100.0, 0.2, 300.0), hidden(50.0, 1.0, 300.0)];
        let start = Start { total: 1_000.0, sectors };
        for i in 0..200 {
            let jobs = draw(&start, i);
            assert!((jobs.iter().sum::<f64>() - 1_000.0).abs() < 1e-6, "{jobs:?}");
            assert!((jobs[0] - 700.0).abs() < f64::EPSILON);
        }
    }

    #[test]
    fn law_the_line_of_which_less_is_known_moves_more() {
        let sectors =
            vec![Known::Jobs(700.0), hidden(100.0, 0.1, 300.0), hidden(100.0, 1.0, 300.0)];
        let start = Start { total: 1_000.0, sectors };
        let mean = |line: usize| (0..200).map(|i| draw(&start, i)[line]).sum::<f64>() / 200.0;
        assert!((mean(1) - 100.0).abs() < 10.0 && (mean(2) - 200.0).abs() < 10.0);
    }

    #[test]
    fn edge_one_hidden_line_is_the_rest_and_no_rest_is_zero() {
        let start =
            |total| Start { total, sectors: vec![Known::Jobs(700.0), hidden(90.0, 0.3, 9e9)] };
        assert!((draw(&start(1_000.0), 0)[1] - 300.0).abs() < 1e-6);
        assert!(draw(&start(700.0), 0)[1].abs() < 1e-6);
    }

    #[test]
    fn edge_everything_hidden_still_adds_up() {
        let start = Start { total: 64.0, sectors: vec![hidden(5.0, 1.0, 64.0); 3] };
        assert!((draw(&start, 1).iter().sum::<f64>() - 64.0).abs() < 1e-6);
    }
}
