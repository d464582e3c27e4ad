//! Logarithms, exponentials and sums that give the same bytes on every platform.
//!
//! The standard library's functions call the platform's mathematics library, whose last digits differ
//! between systems; these are pure Rust.

/// Natural logarithm.
pub fn ln(x: f64) -> f64 {
    libm::log(x)
}

/// Natural logarithm of one plus `x`, exact for small `x`.
pub fn ln_1p(x: f64) -> f64 {
    libm::log1p(x)
}

/// Exponential.
pub fn exp(x: f64) -> f64 {
    libm::exp(x)
}

/// Exponential less one, exact for small `x`.
pub fn exp_m1(x: f64) -> f64 {
    libm::expm1(x)
}

/// `x` to the power `p`.
pub fn powf(x: f64, p: f64) -> f64 {
    libm::pow(x, p)
}

/// Square root of the sum of two squares, without overflow.
pub fn hypot(x: f64, y: f64) -> f64 {
    libm::hypot(x, y)
}

/// Sine of an angle in radians.
pub fn sin(x: f64) -> f64 {
    libm::sin(x)
}

/// Cosine of an angle in radians.
pub fn cos(x: f64) -> f64 {
    libm::cos(x)
}

/// Sum in the order given, with Neumaier's compensation: adding a small number to a large one and
/// taking the large one away again gives the small one back.
pub fn sum(values: impl IntoIterator<Item = f64>) -> f64 {
    let (total, lost) =
        values.into_iter().fold((0.0, 0.0), |(total, lost), value| added(total, lost, value));
    total + lost
}

/// Sums of many lists that grow side by side, each as [`sum`] makes it: one alone waits for each of its
/// additions.
#[derive(Clone, Debug, PartialEq)]
pub struct Sums {
    totals: Vec<f64>,
    lost: Vec<f64>,
}

impl Sums {
    /// So many sums of nothing.
    pub fn new(count: usize) -> Self {
        Self { totals: vec![0.0; count], lost: vec![0.0; count] }
    }

    /// Adds a value to each of the first sums.
    pub fn add(&mut self, values: &[f64]) {
        for ((total, lost), value) in self.totals.iter_mut().zip(&mut self.lost).zip(values) {
            (*total, *lost) = added(*total, *lost, *value);
        }
    }

    /// The sums.
    pub fn finish(self) -> Vec<f64> {
        self.totals.iter().zip(&self.lost).map(|(total, lost)| total + lost).collect()
    }
}

/// Sums of lists of one length, each as [`sum`] makes it; what is longer than the first is left out.
pub fn sums<const N: usize>(lists: [&[f64]; N]) -> [f64; N] {
    let length = lists.iter().map(|list| list.len()).min().unwrap_or(0);
    let (mut totals, mut lost) = ([0.0; N], [0.0; N]);
    for at in 0..length {
        for (side, list) in lists.iter().enumerate() {
            (totals[side], lost[side]) = added(totals[side], lost[side], list[at]);
        }
    }
    std::array::from_fn(|side| totals[side] + lost[side])
}

/// Sums of what comes side by side, each as [`sum`] makes it.
pub fn sums_of<const N: usize>(sides: impl IntoIterator<Item = [f64; N]>) -> [f64; N] {
    let (mut totals, mut lost) = ([0.0; N], [0.0; N]);
    for values in sides {
        for side in 0..N {
            (totals[side], lost[side]) = added(totals[side], lost[side], values[side]);
        }
    }
    std::array::from_fn(|side| totals[side] + lost[side])
}

/// A total and what rounding took from it, with a value more: which of both is larger need not be asked.
///
/// Source: Knuth 1997, The Art of Computer Programming 2, section 4.2.2, theorem B.
#[inline]
fn added(total: f64, lost: f64, value: f64) -> (f64, f64) {
    let next = total + value;
    let came = next - total;
    (next, lost + ((total - (next - came)) + (value - came)))
}

/// Mean in the order given; `None` of nothing.
pub fn mean(values: &[f64]) -> Option<f64> {
    (!values.is_empty()).then(|| sum(values.iter().copied()) / values.len() as f64)
}

/// Quantile of type 7 (linear between order statistics), `p` in `[0, 1]`; `None` of nothing.
///
/// # Source
///
/// Hyndman and Fan 1996, The American Statistician 50(4).
pub fn quantile(values: &[f64], p: f64) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    quantile_sorted(&sorted, p)
}

/// As [`quantile`], of values that are in ascending order already.
pub fn quantile_sorted(sorted: &[f64], p: f64) -> Option<f64> {
    let last = sorted.len().checked_sub(1)?;
    let at = p.clamp(0.0, 1.0) * last as f64;
    let below = at.floor();
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "in 0..=last")]
    let index = below as usize;
    let low = *sorted.get(index)?;
    let high = *sorted.get(index + 1).unwrap_or(&low);
    Some(low + (high - low) * (at - below))
}

/// Median of type 7; `None` of nothing.
pub fn median(values: &[f64]) -> Option<f64> {
    quantile(values, 0.5)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn compensation_gives_the_small_number_back() {
        assert!((sum([1e16, 1.0, -1e16]) - 1.0).abs() < f64::EPSILON);
    }

    #[test]
    fn sums_side_by_side_are_the_sums_one_by_one() {
        let lists = [[1e16, 1.0, -1e16, 0.1], [3.0, 0.2, 1e-9, -7.0]];
        let mut side = Sums::new(2);
        for at in 0..4 {
            side.add(&lists.map(|list| list[at]));
        }
        let bits = lists.map(|list| sum(list).to_bits());
        assert_eq!(side.finish().iter().map(|sum| sum.to_bits()).collect::<Vec<_>>(), bits);
        assert_eq!(sums([&lists[0], &lists[1]]).map(f64::to_bits), bits);
    }

    #[test]
    fn quantiles_are_linear_between_order_statistics() {
        let values = [4.0, 1.0, 3.0, 2.0];
        assert_eq!(quantile(&values, 0.5), Some(2.5));
        assert_eq!(quantile(&values, 1.0), Some(4.0));
        assert_eq!(quantile(&[], 0.5), None);
    }
}
