//! How much of an industry a region has, against the nation.

pub mod bootstrap_interval;
mod difference;
mod excess_employment;
mod gini;
mod growth_quadrant;
mod krugman;
pub mod lines;
mod litzenberger;
mod location_quotient;
pub mod location_quotient_interval;
mod quotients;
mod sampling_interval;
mod standardized;
pub mod strongest;
mod symmetric;

pub use difference::{difference_quotient, difference_quotients};
pub use excess_employment::{base_multiplier, excess_employment};
pub use gini::gini_specialization;
pub use growth_quadrant::{Dates, Quadrant, Trend, trend};
pub use krugman::krugman_specialization;
pub use lines::{Line, Quotients, Specialised};
pub use litzenberger::{Presence, litzenberger};
pub use location_quotient::{Counts, location_quotient};
pub use location_quotient_interval::{Prior, shrunken_quotient};
pub use quotients::{QuotientTable, location_quotients};
pub use sampling_interval::{Sampled, sampling_intervals};
pub use standardized::{Deviation, Standardized, standardized_quotients};
pub use strongest::{Ranking, Specialization};
pub use symmetric::{symmetric_quotient, symmetric_quotient_of};
