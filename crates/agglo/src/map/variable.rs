//! The three things that are counted by industry: jobs, establishments, pay.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::panel::{Panel, Structure};

/// What is counted.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Variable {
    /// Covered jobs, mean of the twelve months.
    Employment,
    /// Establishments, mean of the four quarters.
    Establishments,
    /// Wages of the year in dollars.
    Pay,
}

impl Variable {
    /// All three.
    pub const ALL: [Self; 3] = [Self::Employment, Self::Establishments, Self::Pay];

    /// Its panel, private owners.
    pub fn panel(self, structure: &Structure) -> &Panel {
        match self {
            Self::Employment => &structure.employment,
            Self::Establishments => &structure.establishments,
            Self::Pay => &structure.pay,
        }
    }

    /// Its totals over all owners.
    pub fn base(self, structure: &Structure) -> &Panel {
        match self {
            Self::Employment => &structure.base.employment,
            Self::Establishments => &structure.base.establishments,
            Self::Pay => &structure.base.pay,
        }
    }

    /// Name in JSON and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Employment => "employment",
            Self::Establishments => "establishments",
            Self::Pay => "pay",
        }
    }

    /// Unit of a count.
    pub fn unit(self) -> &'static str {
        match self {
            Self::Employment => "jobs",
            Self::Establishments => "establishments",
            Self::Pay => "dollars",
        }
    }
}
