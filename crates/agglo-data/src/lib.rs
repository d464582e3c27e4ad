//! Everything that touches disk: the starter pack, definitions, and (feature `lake`) SQL over agencies'
//! files.

pub mod definitions;
