//! Mathematics with no regions in it: intervals, bounds, solvers, random streams, scores.
//!
//! Nothing here reads a file, a clock or the environment, and nothing here depends on the platform's
//! own `ln` and `exp`: the same input gives the same bytes everywhere (see [`float`]).
//!
//! ```
//! use agglo_stats::Interval;
//!
//! let bounds = Interval::bounds(3.0, 22.0).unwrap();
//! assert!(bounds.contains(6.8));
//! ```

pub mod biproportional;
pub mod bits;
pub mod correlation;
pub mod distribution;
pub mod envelope;
pub mod error;
pub mod false_discovery;
pub mod float;
pub mod inequality;
pub mod interval;
pub mod kernel;
pub mod markov;
pub mod matrix;
pub mod meta;
pub mod moments;
pub mod necessity;
pub mod optimize;
pub mod parallel;
pub mod partition;
pub mod random;
pub mod rank_correlation;
pub mod rank_mobility;
pub mod regression;
pub mod score;
pub mod slab;
pub mod spatial;
pub mod survival;
pub mod value_of_information;

pub use error::Error;
pub use interval::{Interval, IntervalKind};
