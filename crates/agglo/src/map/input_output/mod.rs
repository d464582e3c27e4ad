//! What industries buy from each other, and what a change of demand sets in motion.
//!
//! Tables have sellers in rows and buyers in columns. Every inverse is taken after the check that the economy
//! is productive: that it can make its output without using up more of it.

mod account;
mod answer;
mod coefficients;
mod extraction;
mod ghosh;
mod industry_jobs;
mod key_sectors;
mod leontief;
mod multiplier;
mod region;
mod regional_coefficients;
mod supply_demand_pool;
mod supply_use;

pub use account::{Account, HouseholdAmounts, Sold};
pub use answer::{ByName, InputOutput, What, ask};
pub use coefficients::{Coefficients, require_productive};
pub use extraction::{Extraction, hypothetical_extraction};
pub use ghosh::Ghosh;
pub use industry_jobs::{NationalSector, SectorKind, industry_jobs};
pub use key_sectors::{KeySectors, key_sectors};
pub use leontief::Leontief;
pub use multiplier::{Households, Multipliers, multipliers};
pub use region::{Bend, Region, SectorJobs, ask_of_region, sector_jobs};
pub use regional_coefficients::{Areas, Method, RegionalCoefficients};
pub use supply_demand_pool::supply_demand_pool;
pub use supply_use::industry_technology;
