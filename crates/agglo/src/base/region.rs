//! Regions: a code, a set of codes, and the shapes by which people know them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::base::id::RegionId;

/// A place with a code.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Region {
    /// Code in the region system: `12045`.
    pub id: RegionId,
    /// Name as people say it: `Gulf County`.
    pub name: String,
    /// Name of the state or country around it: `Florida`.
    pub within: String,
    /// Postal or country abbreviation of that: `FL`.
    pub within_code: String,
    /// Base units that it is made of; a county is made of itself.
    pub members: Vec<RegionId>,
}

impl Region {
    /// `Gulf County, Florida`.
    pub fn title(&self) -> String {
        if self.within.is_empty() {
            self.name.clone()
        } else {
            format!("{}, {}", self.name, self.within)
        }
    }
}

/// The drawn shape of a base unit, in the units of one projected map (x to the right, y down).
#[derive(Clone, Debug, PartialEq)]
pub struct Outline {
    /// The base unit.
    pub id: RegionId,
    /// Closed rings; the first point is not repeated.
    pub rings: Vec<Vec<[f32; 2]>>,
}

/// Where a base unit lies on the globe.
#[derive(Clone, Debug, PartialEq)]
pub struct Position {
    /// The base unit.
    pub id: RegionId,
    /// Longitude and latitude of the middle of its area, in degrees.
    pub degrees: [f64; 2],
}

/// The shape of a base unit on the globe.
#[derive(Clone, Debug, PartialEq)]
pub struct Polygons {
    /// The base unit.
    pub id: RegionId,
    /// Polygons: a ring around, then the rings of its holes; points are longitude and latitude in degrees, and
    /// the first is not repeated.
    pub polygons: Vec<Vec<Vec<[f64; 2]>>>,
}
