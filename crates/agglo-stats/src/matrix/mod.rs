//! Dense matrices, linear systems, eigenvalues: the only place that names the linear algebra library.

mod dense;
mod eigen;
mod leading;
mod solve;

pub(crate) use dense::finite;
pub use dense::{Matrix, mirror_lower};
pub use eigen::{Spectrum, spectral_radius, symmetric_eigen};
pub use leading::{BLOCK, Leading, leading};
pub use solve::{inverse, solve};
