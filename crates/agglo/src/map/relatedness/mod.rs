//! Which industries need each other, or the same things, and what a region is close to.

mod co_occurrence;
mod density;
mod entry;
pub mod input_output;
mod opportunity;
mod proximity;
mod skill;

pub use co_occurrence::{CoOccurrence, Normalisation};
pub use density::{Density, density, nearest, relative_density};
pub use entry::{
    Candidate, Change, Comparison, Forecaster, Model, Quality, candidates, compare_with_rival, fit,
    held_out,
};
pub use opportunity::{
    GainForm, Opportunities, opportunities, opportunity_gain, opportunity_outlook,
};
pub use proximity::{Diagonal, Form, continuous_proximity, proximity};
pub use skill::{SkillRelatedness, skill_relatedness};
