//! Where in its forecast distribution an outcome fell.

/// Shares of the draws strictly below and not above the outcome; `None` without draws.
///
/// Both ends differ where draws tie with the outcome (a mass at zero): the randomised probability
/// integral transform is uniform between them.
///
/// # Source
///
/// Czado, Gneiting and Held 2009, Biometrics 65(4).
pub fn interval(draws: &[f64], observed: f64) -> Option<(f64, f64)> {
    let count = |inside: &dyn Fn(f64) -> bool| draws.iter().filter(|&&x| inside(x)).count() as f64;
    let n = draws.len() as f64;
    (n > 0.0).then(|| (count(&|x| x < observed) / n, count(&|x| x <= observed) / n))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reference_a_mass_at_zero_spans_its_own_share() {
        let draws = [0.0, 0.0, 0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0];
        assert_eq!(interval(&draws, 0.0), Some((0.0, 0.3)));
        assert_eq!(interval(&draws, 2.5), Some((0.5, 0.5)));
        assert_eq!(interval(&[], 0.0), None);
    }
}
