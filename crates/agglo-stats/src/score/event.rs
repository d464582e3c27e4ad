//! Scores of probabilities for events that did or did not happen.

/// Mean squared distance of probabilities from what happened (1 or 0); `None` of nothing.
///
/// # Source
///
/// Brier 1950, Monthly Weather Review 78(1).
pub fn brier(forecasts: &[(f64, bool)]) -> Option<f64> {
    let n = forecasts.len();
    let square = |&(p, happened): &(f64, bool)| {
        let error = p - f64::from(u8::from(happened));
        error * error
    };
    (n > 0).then(|| crate::float::sum(forecasts.iter().map(square)) / n as f64)
}

/// Probability that an event got a higher probability than a non-event, ties counted half.
///
/// The area under the receiver operating characteristic; `None` unless both kinds occur.
///
/// # Source
///
/// Bamber 1975, Journal of Mathematical Psychology 12(4).
pub fn area_under_curve(forecasts: &[(f64, bool)]) -> Option<f64> {
    let mut sorted = forecasts.to_vec();
    sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (mut wins, mut events, mut others) = (0.0, 0.0, 0.0);
    for ties in sorted.chunk_by(|a, b| a.0.total_cmp(&b.0).is_eq()) {
        let hits = ties.iter().filter(|(_, happened)| *happened).count() as f64;
        let misses = ties.len() as f64 - hits;
        wins += hits * (others + 0.5 * misses);
        events += hits;
        others += misses;
    }
    (events > 0.0 && others > 0.0).then(|| wins / (events * others))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reference_four_forecasts_by_hand() {
        let forecasts = [(0.9, true), (0.5, false), (0.5, true), (0.1, false)];
        assert_eq!(area_under_curve(&forecasts), Some(3.5 / 4.0));
        assert!((brier(&forecasts).unwrap() - 0.13).abs() < 1e-15);
    }

    #[test]
    fn law_only_the_order_of_probabilities_matters_for_the_area() {
        let forecasts = [(0.2, false), (0.3, true), (0.7, false), (0.8, true), (0.3, false)];
        let bent: Vec<_> = forecasts.iter().map(|&(p, e)| (p * p * p, e)).collect();
        assert_eq!(area_under_curve(&forecasts), area_under_curve(&bent));
    }

    #[test]
    fn edge_one_kind_of_outcome_has_no_area() {
        assert_eq!(area_under_curve(&[(0.4, true)]), None);
        assert_eq!(brier(&[]), None);
    }
}
