//! Dense matrices, linear systems, eigenvalues: the only place that names the linear algebra library.

mod dense;
mod eigen;
mod solve;

pub use dense::Matrix;
pub use eigen::spectral_radius;
pub use solve::solve;
