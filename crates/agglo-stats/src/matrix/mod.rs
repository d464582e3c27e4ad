//! Dense matrices, linear systems, eigenvalues: the only place that names the linear algebra library.

mod dense;
mod eigen;
mod solve;

pub use dense::Matrix;
pub use eigen::{Spectrum, spectral_radius, symmetric_eigen};
pub use solve::{inverse, solve};
