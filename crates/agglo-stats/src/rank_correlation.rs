//! Correlation of ranks, plain and with a third variable held fixed.

/// Ranks from 1, ties sharing the mean of their places.
pub fn ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&a, &b| values[a].total_cmp(&values[b]));
    let mut ranks = vec![0.0; values.len()];
    let mut first = 0;
    while first < order.len() {
        let here = values[order[first]];
        let ties = order[first..].iter().take_while(|&&at| values[at] <= here).count();
        let mean = first as f64 + 0.5 * (ties as f64 + 1.0);
        for &at in &order[first..first + ties] {
            ranks[at] = mean;
        }
        first += ties;
    }
    ranks
}

/// Pearson's correlation in `[-1, 1]`; `None` of fewer than two pairs or where one side does not vary.
fn pearson(x: &[f64], y: &[f64]) -> Option<f64> {
    let n = x.len();
    if n < 2 || y.len() != n {
        return None;
    }
    let mean = |values: &[f64]| values.iter().sum::<f64>() / n as f64;
    let (mx, my) = (mean(x), mean(y));
    let (mut xy, mut xx, mut yy) = (0.0, 0.0, 0.0);
    for (x, y) in x.iter().zip(y) {
        xy += (x - mx) * (y - my);
        xx += (x - mx) * (x - mx);
        yy += (y - my) * (y - my);
    }
    (xx > 0.0 && yy > 0.0).then(|| (xy / (xx * yy).sqrt()).clamp(-1.0, 1.0))
}

/// Spearman's rank correlation of `x` and `y` with the ranks of `fixed` held fixed, in `[-1, 1]`.
///
/// `None` where there are fewer than four triples, a side does not vary, or `fixed` explains one whole.
///
/// # Source
///
/// Kendall 1942, Biometrika 32(3/4), for partial rank correlation.
pub fn partial_rank(x: &[f64], y: &[f64], fixed: &[f64]) -> Option<f64> {
    PartialRank::new(x, fixed)?.with(y)
}

/// One side of many partial rank correlations, ranked once.
#[derive(Clone, Debug)]
pub struct PartialRank {
    x: Vec<f64>,
    fixed: Vec<f64>,
    together: f64,
}

impl PartialRank {
    /// `x` and what is held fixed, of equal length; `None` as for [`partial_rank`].
    pub fn new(x: &[f64], fixed: &[f64]) -> Option<Self> {
        if x.len() < 4 || x.len() != fixed.len() {
            return None;
        }
        let (x, fixed) = (ranks(x), ranks(fixed));
        let together = pearson(&x, &fixed)?;
        Some(Self { x, fixed, together })
    }

    /// The correlation with another side; `None` as for [`partial_rank`].
    pub fn with(&self, y: &[f64]) -> Option<f64> {
        if y.len() != self.x.len() {
            return None;
        }
        let y = ranks(y);
        let (xy, xz, yz) = (pearson(&self.x, &y)?, self.together, pearson(&y, &self.fixed)?);
        let rest = (1.0 - xz * xz) * (1.0 - yz * yz);
        (rest > 1e-12).then(|| ((xy - xz * yz) / rest.sqrt()).clamp(-1.0, 1.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ties_share_the_mean_of_their_places() {
        assert_eq!(ranks(&[3.0, 1.0, 3.0, 2.0]), [3.5, 1.0, 3.5, 2.0]);
        assert_eq!(ranks(&[]), Vec::<f64>::new());
    }

    #[test]
    fn law_a_rising_function_changes_nothing_and_a_falling_one_turns_the_sign() {
        let (x, y, z) =
            ([1.0, 4.0, 2.0, 8.0, 5.0], [2.0, 3.0, 9.0, 7.0, 1.0], [5.0, 1.0, 4.0, 2.0, 9.0]);
        let plain = partial_rank(&x, &y, &z).unwrap();
        let risen = x.map(|x| x * x * x);
        let turned = x.map(|x| -x);
        assert!((partial_rank(&risen, &y, &z).unwrap() - plain).abs() < 1e-12);
        assert!((partial_rank(&turned, &y, &z).unwrap() + plain).abs() < 1e-12);
    }

    #[test]
    fn reference_by_hand() {
        let x = [1.0, 2.0, 3.0, 4.0, 5.0];
        let (y, z) = ([2.0, 4.0, 1.0, 3.0, 5.0], [5.0, 2.0, 3.0, 4.0, 1.0]);
        let (xy, xz, yz) = (0.5, -0.6, -0.7);
        assert!((pearson(&x, &y).unwrap() - xy).abs() < 1e-12);
        assert!((pearson(&x, &z).unwrap() - xz).abs() < 1e-12);
        assert!((pearson(&y, &z).unwrap() - yz).abs() < 1e-12);
        let expected = (xy - xz * yz) / ((1.0 - xz * xz) * (1.0 - yz * yz)).sqrt();
        assert!((partial_rank(&x, &y, &z).unwrap() - expected).abs() < 1e-12);
    }

    #[test]
    fn edge_what_does_not_vary_has_no_correlation() {
        assert_eq!(pearson(&[1.0, 1.0], &[1.0, 2.0]), None);
        assert_eq!(partial_rank(&[1.0, 2.0, 3.0, 4.0], &[2.0; 4], &[1.0, 3.0, 2.0, 4.0]), None);
        assert_eq!(partial_rank(&[1.0], &[1.0], &[1.0]), None);
    }
}
