//! Values at places: whether neighbours are alike, all together and one by one.
//!
//! [`Weights`] say who neighbours whom. A unit without any link is an island: it is left out of every mean,
//! moment and number of units, and has no local statistic.

pub mod distance;
mod enumeration;
pub mod geary;
pub mod getis_ord;
pub mod join_counts;
pub mod lee;
mod linked;
pub mod local_moran;
pub mod moran;
mod permutation;
mod places;
mod weights;

pub use distance::{Metric, Points};
pub use linked::Linked;
pub use permutation::{Basis, Permuted};
pub use weights::{Sums, Transform, Weights};
