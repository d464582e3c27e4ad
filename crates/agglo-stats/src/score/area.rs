//! The area under the curve of one set of forecasts under many weights: for resampling whole groups.

/// Forecasts sorted once, so that each set of weights takes one pass.
#[derive(Clone, Debug)]
pub struct Ranked {
    /// Forecast, whether the event happened, group; from the lowest forecast.
    rows: Vec<(f64, bool, usize)>,
}

impl Ranked {
    /// Forecasts with what happened and the group of each; `None` where lengths differ or a forecast is not
    /// finite.
    pub fn new(forecasts: &[f64], happened: &[bool], groups: &[usize]) -> Option<Self> {
        let same = forecasts.len() == happened.len() && forecasts.len() == groups.len();
        if !same || forecasts.iter().any(|forecast| !forecast.is_finite()) {
            return None;
        }
        let mut rows: Vec<(f64, bool, usize)> = forecasts
            .iter()
            .zip(happened)
            .zip(groups)
            .map(|((&forecast, &happened), &group)| (forecast, happened, group))
            .collect();
        rows.sort_by(|a, b| a.0.total_cmp(&b.0));
        Some(Self { rows })
    }

    /// Probability that an event got a higher forecast than a non-event, ties counted half, each row as often
    /// as its group's weight says; a group without a weight counts 0. `None` unless both kinds occur.
    ///
    /// # Source
    ///
    /// Bamber 1975, Journal of Mathematical Psychology 12(4).
    pub fn area(&self, weights: &[f64]) -> Option<f64> {
        let weight = |group: usize| weights.get(group).copied().unwrap_or(0.0);
        let (mut wins, mut events, mut others) = (0.0, 0.0, 0.0);
        for ties in self.rows.chunk_by(|a, b| a.0.total_cmp(&b.0).is_eq()) {
            let (mut hits, mut misses) = (0.0, 0.0);
            for &(_, happened, group) in ties {
                *(if happened { &mut hits } else { &mut misses }) += weight(group);
            }
            wins += hits * (others + 0.5 * misses);
            events += hits;
            others += misses;
        }
        (events > 0.0 && others > 0.0).then(|| wins / (events * others))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::score::event::area_under_curve;

    #[test]
    fn law_weights_of_one_are_the_plain_area_and_of_two_are_rows_twice() {
        let forecasts = [0.9, 0.5, 0.5, 0.1, 0.4];
        let happened = [true, false, true, false, true];
        let ranked = Ranked::new(&forecasts, &happened, &[0, 0, 1, 1, 1]).unwrap();
        let rows: Vec<(f64, bool)> = forecasts.into_iter().zip(happened).collect();
        assert_eq!(ranked.area(&[1.0, 1.0]), area_under_curve(&rows));
        let twice: Vec<(f64, bool)> = rows[..2].iter().chain(&rows).copied().collect();
        let (got, wanted) = (ranked.area(&[2.0, 1.0]).unwrap(), area_under_curve(&twice).unwrap());
        assert!((got - wanted).abs() < 1e-14);
    }

    #[test]
    fn edge_no_events_no_weights_other_lengths() {
        assert!(Ranked::new(&[0.1], &[true, false], &[0]).is_none());
        assert!(Ranked::new(&[f64::NAN], &[true], &[0]).is_none());
        let ranked = Ranked::new(&[0.1, 0.2], &[true, false], &[0, 1]).unwrap();
        assert_eq!([ranked.area(&[1.0]), ranked.area(&[])], [None, None]);
    }
}
