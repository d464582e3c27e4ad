//! What a region has, whom it houses, and how both compare: measures over panels.
//!
//! One measure, one file; [`profile`] puts them together into the [`Map`] of one region. Every number is a
//! [`crate::Figure`]: withheld cells give bounds, and bounds travel to each verdict that rests on them.
//! [`gap`] reads a region against a blueprint.

pub mod association;
pub mod catalogue;
pub mod change;
pub mod cluster;
pub mod coagglomeration;
pub mod compare;
pub mod complementarity;
pub mod complexity;
pub mod concentration;
pub mod convergence;
pub mod diversity;
pub mod economy;
pub mod fragility;
pub mod gap;
pub mod history;
pub mod indicator;
pub mod input_output;
pub mod nationwide;
pub mod neighbours;
pub mod peers;
pub mod people;
pub mod place;
pub mod presence;
pub mod product_space;
pub mod profile;
pub mod related;
pub mod relatedness;
pub mod season;
pub mod shift_share;
pub mod space;
pub mod specialization;
pub mod table;
pub mod unevenness;
pub mod unknown;
pub mod variable;

pub use catalogue::{CATALOGUE, Measure};
pub use indicator::{Better, Indicator};
pub use place::Place;
pub use profile::{Atlas, Inputs, Map};
pub use variable::Variable;
