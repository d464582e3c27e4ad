//! Which industries need each other.

pub mod input_output;
