//! Places and the ways between them: what can be reached, who goes where.

mod access;
mod catchment;
mod containment;
mod cost;
mod gravity;
mod singly_constrained;

pub use access::{Access, Band, access, band_access, cumulative, gravity_access};
pub use catchment::{Huff, breaking_point, huff};
pub use containment::{Containment, self_containment};
pub use cost::Costs;
pub use gravity::{Constrained, doubly_constrained, gravity_model};
pub use singly_constrained::{Side, SinglyConstrained, singly_constrained};
