//! How much of an industry a region has, against the nation.

mod excess_employment;
pub mod lines;
mod location_quotient;
pub mod location_quotient_interval;
pub mod strongest;

pub use excess_employment::{base_multiplier, excess_employment};
pub use lines::{Line, Quotients, Specialised};
pub use location_quotient::{Counts, location_quotient};
pub use location_quotient_interval::{Prior, shrunken_quotient};
pub use strongest::{Ranking, Specialization};
