//! From data to places on the page: linear and logarithmic scales with round ticks.

/// A scale from an interval of data to an interval of units.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scale {
    data: [f64; 2],
    units: [f64; 2],
    kind: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Linear,
    Log,
}

impl Scale {
    /// Equal steps for equal differences; ends that are equal are set apart.
    pub(super) fn linear(data: [f64; 2], units: [f64; 2]) -> Self {
        let data = if data[1] > data[0] { data } else { [data[0], data[0] + 1.0] };
        Self { data, units, kind: Kind::Linear }
    }

    /// Equal steps for equal ratios; both ends must be positive, else they are raised.
    pub(super) fn log(data: [f64; 2], units: [f64; 2]) -> Self {
        let low = data[0].max(1e-9);
        let high = data[1].max(low * 1.001);
        Self { data: [low, high], units, kind: Kind::Log }
    }

    /// The place of a value, held inside the scale.
    pub(super) fn at(&self, value: f64) -> f64 {
        let [low, high] = self.data;
        let share = match self.kind {
            Kind::Linear => (value - low) / (high - low),
            Kind::Log => (value.max(low) / low).ln() / (high / low).ln(),
        };
        self.units[0] + share.clamp(0.0, 1.0) * (self.units[1] - self.units[0])
    }

    /// Whether a value lies outside and is drawn at an end.
    pub(super) fn is_beyond(&self, value: f64) -> bool {
        value > self.data[1] * (1.0 + 1e-9)
    }

    /// Round values inside the scale, about as many as asked for.
    pub(super) fn ticks(&self, about: usize) -> Vec<f64> {
        match self.kind {
            Kind::Linear => linear_ticks(self.data, about),
            Kind::Log => log_ticks(self.data),
        }
    }
}

fn linear_ticks([low, high]: [f64; 2], about: usize) -> Vec<f64> {
    let step = round_step((high - low) / about.max(1) as f64);
    let first = (low / step).ceil();
    let count = ((high / step).floor() - first).max(0.0);
    let mut ticks = Vec::new();
    let mut at = 0.0;
    while at <= count {
        ticks.push((first + at) * step);
        at += 1.0;
    }
    ticks
}

/// The smallest of 1, 2, 5 times a power of ten that is not below a step.
fn round_step(step: f64) -> f64 {
    let power = 10_f64.powf(step.max(1e-12).log10().floor());
    [1.0, 2.0, 5.0, 10.0]
        .into_iter()
        .map(|k| k * power)
        .find(|&round| round >= step * (1.0 - 1e-9))
        .unwrap_or(power)
}

/// 1, 2 and 5 times powers of ten, or halves and doubles when those are few.
fn log_ticks([low, high]: [f64; 2]) -> Vec<f64> {
    let mut power = 10_f64.powf(low.log10().floor());
    let wide = high / low > 200.0;
    let mut ticks = Vec::new();
    while power <= high {
        for k in if wide { &[1.0][..] } else { &[1.0, 2.0, 5.0][..] } {
            let tick = k * power;
            if tick >= low * (1.0 - 1e-9) && tick <= high * (1.0 + 1e-9) {
                ticks.push(tick);
            }
        }
        power *= 10.0;
    }
    ticks
}

/// A round number at or above a value: an end for an axis.
pub(super) fn round_up(value: f64) -> f64 {
    let step = round_step(value.abs().max(1e-9) / 5.0);
    (value / step).ceil() * step
}

/// A round number at or below a value: an end for an axis.
pub(super) fn round_down(value: f64, span: f64) -> f64 {
    let step = round_step(span.abs().max(1e-9) / 5.0);
    (value / step).floor() * step
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_inside() {
        assert_eq!(Scale::linear([3.0, 19.0], [0.0, 1.0]).ticks(4), [5.0, 10.0, 15.0]);
        assert_eq!(Scale::log([0.5, 4.0], [0.0, 1.0]).ticks(4), [0.5, 1.0, 2.0]);
        assert!((round_up(18_300.0) - 20_000.0).abs() < 1e-6);
    }

    #[test]
    fn a_value_beyond_the_scale_stays_on_the_page() {
        let scale = Scale::linear([0.0, 10.0], [50.0, 150.0]);
        assert!((scale.at(5.0) - 100.0).abs() < 1e-9);
        assert!((scale.at(99.0) - 150.0).abs() < 1e-9);
        assert!(scale.is_beyond(99.0));
    }
}
