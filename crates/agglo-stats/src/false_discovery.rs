//! Many tests at once: which of them stand when a share of false ones is accepted.

/// Probabilities adjusted for their number: reject those at most `q`, and on average no more than the share
/// `q` of what is rejected is false.
///
/// # Returns
///
/// One adjusted probability a test, in the order given, none below its own.
///
/// # Source
///
/// Benjamini and Hochberg 1995, Journal of the Royal Statistical Society B 57(1); right for independent and
/// for positively dependent tests.
pub fn benjamini_hochberg(p: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..p.len()).collect();
    order.sort_by(|&a, &b| p[a].total_cmp(&p[b]).then(a.cmp(&b)));
    let mut adjusted = vec![1.0; p.len()];
    let mut least = 1.0_f64;
    for (place, &at) in order.iter().enumerate().rev() {
        least = least.min(p[at] * p.len() as f64 / (place + 1) as f64);
        adjusted[at] = least;
    }
    adjusted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reference_four_tests_by_hand() {
        let found = benjamini_hochberg(&[0.04, 0.01, 0.03, 0.5]);
        for (got, want) in found.iter().zip([0.16 / 3.0, 0.04, 0.16 / 3.0, 0.5]) {
            assert!((got - want).abs() < 1e-15);
        }
    }

    #[test]
    fn law_order_is_kept_and_none_falls() {
        let p = [0.2, 0.001, 0.2, 0.9, 0.04];
        let found = benjamini_hochberg(&p);
        for (a, x) in p.iter().zip(&found) {
            assert!(x >= a && *x <= 1.0);
            assert!(p.iter().zip(&found).all(|(b, y)| a > b || x <= y));
        }
    }

    #[test]
    fn edge_one_test_is_itself_and_none_is_none() {
        assert_eq!(benjamini_hochberg(&[0.3]), [0.3]);
        assert!(benjamini_hochberg(&[]).is_empty());
    }
}
