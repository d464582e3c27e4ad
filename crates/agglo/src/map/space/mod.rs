//! Places and the ways between them: what can be reached, who goes where.

mod access;
mod catchment;
mod cost;
mod gravity;

pub use access::{Access, Band, access, band_access, cumulative, gravity_access};
pub use catchment::{Huff, breaking_point, huff};
pub use cost::Costs;
pub use gravity::{Constrained, doubly_constrained, gravity_model};
