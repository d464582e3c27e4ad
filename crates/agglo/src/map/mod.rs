//! What a region has: measures of its economy and of its people, and a reading against a blueprint.

pub mod gap;
