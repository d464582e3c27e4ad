//! How long work takes: median of several runs after one that is not counted, and processor time.

use std::time::{Duration, Instant};

/// Runs are counted until they have taken so long together.
const ENOUGH: Duration = Duration::from_millis(1500);
/// Fewest counted runs.
const FEWEST: usize = 5;
/// Most counted runs.
const MOST: usize = 400;

/// Seconds of one run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Times {
    /// Median of the runs.
    pub wall: f64,
    /// Mean of the runs over all threads; `None` where the system does not say.
    pub processor: Option<f64>,
    /// Counted runs.
    pub runs: usize,
}

/// Times work that is done again and again; its last answer comes back too.
pub fn timed<T>(mut work: impl FnMut() -> T) -> (Times, T) {
    let mut last = work();
    let (start, processor) = (Instant::now(), processor_seconds());
    let mut walls = Vec::new();
    while walls.len() < FEWEST || (start.elapsed() < ENOUGH && walls.len() < MOST) {
        let before = Instant::now();
        // The answer of the run before is dropped inside: giving memory back is part of the work.
        last = work();
        walls.push(before.elapsed().as_secs_f64());
    }
    let runs = walls.len();
    walls.sort_by(f64::total_cmp);
    let processor =
        processor_seconds().zip(processor).map(|(now, then)| (now - then) / runs as f64);
    (Times { wall: walls[runs / 2], processor, runs }, last)
}

/// Ticks of a second in the kernel's account of processes, the same on every Linux that is in use.
const TICKS: f64 = 100.0;

/// Seconds that this process has spent on processors, in hundredths.
fn processor_seconds() -> Option<f64> {
    let account = std::fs::read_to_string("/proc/self/stat").ok()?;
    // The name in brackets may hold blanks; user and system time are the 12th and 13th field after it.
    let fields: Vec<&str> = account.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks = |at: usize| fields.get(at)?.parse::<f64>().ok();
    Some((ticks(11)? + ticks(12)?) / TICKS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_run_does_not_count_and_the_last_answer_comes_back() {
        let mut calls = 0;
        let (times, last) = timed(|| {
            calls += 1;
            calls
        });
        assert_eq!((times.runs + 1, last), (calls, calls));
        assert!(times.wall >= 0.0 && times.runs >= FEWEST);
    }
}
