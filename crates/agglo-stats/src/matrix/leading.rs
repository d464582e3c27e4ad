//! The second and third eigenvalue of a large symmetric operator whose first is known, and the second's vector.
//!
//! Block Krylov: the space of `x, Ax, A^2 x, …` of two columns holds what is largest long before it is as large
//! as the whole; two columns find an eigenvalue that comes twice.

use crate::matrix::{Matrix, symmetric_eigen};
use crate::random::uniform;

/// Columns that are worked on together.
pub const BLOCK: usize = 2;
/// Largest `|A y - theta y|` of the second pair, of an operator of length 1.
const RESIDUAL: f64 = 1e-14;
/// The same of the third, of which only the value is asked: that is good to the square of it.
const RESIDUAL_OF_THIRD: f64 = 1e-9;
/// Steps after which it is given up.
const STEPS: usize = 120;
/// Steps from one look at the answer to the next.
const LOOK: usize = 4;
/// A new column shorter than this adds nothing to the space.
const NOTHING: f64 = 1e-10;

/// Second and third eigenvalue, and the second's vector of length 1.
#[derive(Clone, Debug, PartialEq)]
pub struct Leading {
    /// Second eigenvalue.
    pub second: f64,
    /// Third eigenvalue.
    pub third: f64,
    /// Eigenvector of the second, up to its sign.
    pub vector: Vec<f64>,
}

/// Second and third eigenvalue of a symmetric operator of largest eigenvalue 1, of which `first` is the vector
/// of length 1.
///
/// # Inputs
///
/// `apply` puts the operator's images of a block of columns, `[unit][column]`, into the place given, which
/// holds zeros.
///
/// # Returns
///
/// `None` where it has not settled after 120 steps, or the space ends before: decompose the whole then.
///
/// # Source
///
/// Golub and Underwood 1977, The block Lanczos method for computing eigenvalues, in Mathematical Software III;
/// Parlett 1998, The Symmetric Eigenvalue Problem, on keeping all columns orthogonal.
pub fn leading(
    first: &[f64],
    apply: impl Fn(&[[f64; BLOCK]], &mut [[f64; BLOCK]]),
) -> Option<Leading> {
    let size = first.len();
    let mut space = Space { first, basis: Vec::new(), images: Vec::new(), products: Vec::new() };
    let mut columns: Vec<Vec<f64>> = (0..BLOCK).map(|column| start(size, column)).collect();
    for step in 1..=STEPS.min(size / (2 * BLOCK)) {
        for column in columns {
            space.add(column)?;
        }
        space.follow(&apply);
        if step % LOOK == 0
            && let Some(found) = space.settled()
        {
            return Some(found);
        }
        columns = space.images[space.images.len() - BLOCK..].to_vec();
    }
    None
}

/// Any column will do that leans on no unit more than on another; the same on every machine.
fn start(size: usize, column: usize) -> Vec<f64> {
    #[expect(clippy::cast_possible_truncation, reason = "an address: what wraps is still one")]
    let of = |at: usize| uniform(1, [at as u32, column as u32, 0, 0])[0] - 0.5;
    (0..size).map(of).collect()
}

/// The space so far: orthogonal columns, their images, and the products of both.
struct Space<'a> {
    first: &'a [f64],
    basis: Vec<Vec<f64>>,
    images: Vec<Vec<f64>>,
    /// Row `j` holds the products of column `j` with the images up to its own.
    products: Vec<Vec<f64>>,
}

impl Space<'_> {
    /// Adds a column, less what the space holds of it; `None` where nothing is left.
    fn add(&mut self, mut column: Vec<f64>) -> Option<()> {
        let before = length(&column);
        // Twice is enough: the first pass leaves rounding of the column's own length behind.
        for _ in 0..2 {
            remove(&mut column, self.first);
            for other in &self.basis {
                remove(&mut column, other);
            }
        }
        let length = length(&column);
        if length <= NOTHING * before {
            return None;
        }
        for value in &mut column {
            *value /= length;
        }
        self.basis.push(column);
        Some(())
    }

    /// Takes the images of the last columns.
    fn follow(&mut self, apply: &impl Fn(&[[f64; BLOCK]], &mut [[f64; BLOCK]])) {
        let last = &self.basis[self.basis.len() - BLOCK..];
        let block: Vec<[f64; BLOCK]> =
            (0..self.first.len()).map(|at| [last[0][at], last[1][at]]).collect();
        let mut image = vec![[0.0; BLOCK]; block.len()];
        apply(&block, &mut image);
        for column in 0..BLOCK {
            self.images.push(image.iter().map(|values| values[column]).collect());
        }
        for at in self.basis.len() - BLOCK..self.basis.len() {
            let own = &self.basis[at];
            self.products.push(self.images[..=at].iter().map(|image| dot(own, image)).collect());
        }
    }

    /// The answer, if it is one already.
    fn settled(&self) -> Option<Leading> {
        let size = self.products.len();
        let lower = |row: usize, column: usize| self.products[row].get(column).copied();
        let small = Matrix::from_fn(size, size, |row, column| lower(row, column).unwrap_or(0.0));
        let spectrum = symmetric_eigen(&small.ok()?).ok()?;
        let (second, third) = (spectrum.values[0], spectrum.values[1]);
        let of = |at: usize| {
            let weights = spectrum.vectors.row(at);
            let vector = combined(&self.basis, weights);
            let image = combined(&self.images, weights);
            let apart = image.iter().zip(&vector).map(|(i, v)| i - spectrum.values[at] * v);
            (apart.map(|value| value * value).sum::<f64>().sqrt(), vector)
        };
        if of(1).0 > RESIDUAL_OF_THIRD {
            return None;
        }
        let (residual, vector) = of(0);
        (residual <= RESIDUAL).then_some(Leading { second, third, vector })
    }
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    // Four sums side by side: one alone would wait for each addition.
    let mut sums = [0.0; 4];
    let (heads, tails) = (a.chunks_exact(4), b.chunks_exact(4));
    let rest: f64 = heads.remainder().iter().zip(tails.remainder()).map(|(a, b)| a * b).sum();
    for (a, b) in heads.zip(tails) {
        for (sum, (a, b)) in sums.iter_mut().zip(a.iter().zip(b)) {
            *sum += a * b;
        }
    }
    sums.iter().sum::<f64>() + rest
}

fn length(column: &[f64]) -> f64 {
    dot(column, column).sqrt()
}

fn remove(column: &mut [f64], other: &[f64]) {
    let by = dot(column, other);
    for (value, other) in column.iter_mut().zip(other) {
        *value -= by * other;
    }
}

fn combined(columns: &[Vec<f64>], weights: &[f64]) -> Vec<f64> {
    let mut sum = vec![0.0; columns.first().map_or(0, Vec::len)];
    for (column, weight) in columns.iter().zip(weights) {
        for (sum, value) in sum.iter_mut().zip(column) {
            *sum += weight * value;
        }
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIZE: usize = 400;

    /// A diagonal one, whose first unit has the eigenvalue 1.
    fn found(values: &[f64]) -> Option<Leading> {
        let mut first = vec![0.0; values.len()];
        first[0] = 1.0;
        leading(&first, |block, image| {
            for ((image, block), value) in image.iter_mut().zip(block).zip(values) {
                *image = block.map(|x| value * x);
            }
        })
    }

    fn spread(second: f64, third: f64) -> Vec<f64> {
        let rest = |at: usize| 0.5 * (SIZE - at) as f64 / SIZE as f64;
        let mut values: Vec<f64> = (0..SIZE).map(rest).collect();
        (values[0], values[7], values[300]) = (1.0, second, third);
        values
    }

    #[test]
    fn reference_a_diagonal_operator_gives_its_entries_back() {
        let leading = found(&spread(0.8, 0.7)).unwrap();
        assert!((leading.second - 0.8).abs() < 1e-13 && (leading.third - 0.7).abs() < 1e-13);
        assert!((leading.vector[7].abs() - 1.0).abs() < 1e-13);
        let rest = leading.vector.iter().enumerate().filter(|(at, _)| *at != 7);
        assert!(rest.map(|(_, value)| value.abs()).fold(0.0, f64::max) < 1e-12);
    }

    #[test]
    fn an_eigenvalue_that_comes_twice_is_found_twice() {
        let leading = found(&spread(0.8, 0.8)).unwrap();
        assert!((leading.second - leading.third).abs() < 1e-13);
        let again = found(&spread(1.0, 0.8)).unwrap();
        assert!((again.second - 1.0).abs() < 1e-13, "the first comes twice");
    }

    #[test]
    fn edge_a_space_that_ends_early_is_left_to_others() {
        assert_eq!(found(&[1.0; SIZE]), None);
        assert_eq!(leading(&[], |_, _| {}), None);
    }
}
