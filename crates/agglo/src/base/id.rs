//! Ids are types: a region can never stand where an industry is meant.

use std::borrow::Borrow;
use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(
            Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
        )]
        #[serde(transparent)]
        pub struct $name(Box<str>);

        impl $name {
            /// The id as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.into())
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self(text.into_boxed_str())
            }
        }

        impl Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }
    };
}

id! {
    /// A region's code in its system: `12045`, or the comma list of a region made of several.
    RegionId
}
id! {
    /// An industry's code in its classification, as printed: `7211`, `31-33`; `10` is all of them.
    IndustryId
}
id! {
    /// A traded or local cluster of the definition in use, a slug: `metal-working`.
    ClusterId
}
id! {
    /// A blueprint, a slug: `beach-destination`.
    BlueprintId
}
id! {
    /// An element of a blueprint, a slug: `lodging`.
    ElementId
}
id! {
    /// A kind of initiative in the catalogue, a slug: `business-advice`.
    ArchetypeId
}
id! {
    /// A dataset of one vintage: `qcew-2016`.
    SourceId
}

impl RegionId {
    /// The id of the whole country in every panel of the starter pack.
    pub const NATION: &'static str = "US";
}

impl IndustryId {
    /// All industries together.
    pub const TOTAL: &'static str = "10";
}
