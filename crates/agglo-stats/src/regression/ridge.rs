//! Ridge regression on a few columns, from sums that can be added to row by row.

/// Sums of products of `P` columns and an outcome, without an intercept.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Moments<const P: usize> {
    xx: [[f64; P]; P],
    xy: [f64; P],
    n: u64,
}

impl<const P: usize> Default for Moments<P> {
    fn default() -> Self {
        Self { xx: [[0.0; P]; P], xy: [0.0; P], n: 0 }
    }
}

impl<const P: usize> Moments<P> {
    /// Adds one row.
    pub fn add(&mut self, x: &[f64; P], y: f64) {
        self.n += 1;
        for i in 0..P {
            self.xy[i] += x[i] * y;
            for j in 0..P {
                self.xx[i][j] += x[i] * x[j];
            }
        }
    }

    /// Rows so far.
    pub fn n(&self) -> u64 {
        self.n
    }

    /// Coefficients when the diagonal is raised by the share `ridge` of itself.
    ///
    /// A relative ridge shrinks towards zero in the same way whatever the columns' units are. A column
    /// of zeros gets the coefficient 0. `None` where the rest is singular.
    ///
    /// # Source
    ///
    /// Hoerl and Kennard 1970, Technometrics 12(1), on columns scaled to one variance.
    pub fn solve(&self, ridge: f64) -> Option<[f64; P]> {
        let mut factor = [[0.0; P]; P];
        for i in 0..P {
            for j in 0..=i {
                let done: f64 = (0..j).map(|k| factor[i][k] * factor[j][k]).sum();
                let rest = self.xx[i][j] - done;
                factor[i][j] = if i != j {
                    if factor[j][j] > 0.0 { rest / factor[j][j] } else { 0.0 }
                } else if self.xx[i][i] > 0.0 {
                    let square = rest + ridge * self.xx[i][i];
                    if square <= 1e-14 * self.xx[i][i] {
                        return None;
                    }
                    square.sqrt()
                } else {
                    0.0
                };
            }
        }
        Some(back_substitute(&factor, &self.xy))
    }
}

/// Solves `L L' b = y`; a zero on the diagonal leaves its coefficient at 0.
fn back_substitute<const P: usize>(factor: &[[f64; P]; P], y: &[f64; P]) -> [f64; P] {
    let divide = |value: f64, by: f64| if by > 0.0 { value / by } else { 0.0 };
    let mut b = *y;
    for i in 0..P {
        let done: f64 = (0..i).map(|k| factor[i][k] * b[k]).sum();
        b[i] = divide(b[i] - done, factor[i][i]);
    }
    for i in (0..P).rev() {
        let done: f64 = (i + 1..P).map(|k| factor[k][i] * b[k]).sum();
        b[i] = divide(b[i] - done, factor[i][i]);
    }
    b
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows() -> Moments<2> {
        let mut moments = Moments::default();
        for (x, z) in [(1.0, 2.0), (2.0, -1.0), (3.0, 0.5), (-1.0, 4.0)] {
            moments.add(&[x, z], 3.0 * x - 2.0 * z);
        }
        moments
    }

    #[test]
    fn law_without_a_ridge_an_exact_plane_is_found() {
        let [a, b] = rows().solve(0.0).unwrap();
        assert!((a - 3.0).abs() < 1e-12 && (b + 2.0).abs() < 1e-12);
        assert_eq!(rows().n(), 4);
    }

    /// One column: the coefficient is divided by one plus the ridge.
    #[test]
    fn reference_one_column_by_hand() {
        let mut moments = Moments::<1>::default();
        moments.add(&[2.0], 6.0);
        moments.add(&[1.0], 3.0);
        assert!((moments.solve(0.5).unwrap()[0] - 2.0).abs() < 1e-12);
    }

    #[test]
    fn edge_a_column_of_zeros_gets_zero_and_twin_columns_need_a_ridge() {
        let mut zeros = Moments::<2>::default();
        zeros.add(&[2.0, 0.0], 4.0);
        assert_eq!(zeros.solve(0.0), Some([2.0, 0.0]));
        let mut twins = Moments::<2>::default();
        twins.add(&[1.0, 1.0], 4.0);
        assert_eq!(twins.solve(0.0), None);
        let [a, b] = twins.solve(0.1).unwrap();
        assert!((a - b).abs() < 1e-12 && a < 2.0);
        assert_eq!(Moments::<1>::default().solve(0.0), Some([0.0]));
    }
}
