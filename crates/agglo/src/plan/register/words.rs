//! Choices of a design, each once: its word, and what it means.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

macro_rules! words {
    ($($(#[$doc:meta])* $name:ident { $($(#[$each:meta])* $own:ident = $word:literal,)* })*) => {$(
        $(#[$doc])*
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
        )]
        pub enum $name {
            $($(#[$each])* #[serde(rename = $word)] $own,)*
        }

        impl $name {
            /// All of them, in their order.
            pub const ALL: &'static [Self] = &[$(Self::$own),*];

            /// As a design says it.
            pub fn word(self) -> &'static str {
                match self {
                    $(Self::$own => $word,)*
                }
            }

            /// The one of a word.
            pub fn named(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|own| own.word() == word)
            }
        }
    )*};
}

words! {
    /// What is done to an outcome before it is compared.
    Transform {
        /// Nothing.
        None = "none",
        /// Its natural logarithm.
        Log = "log",
        /// Divided by the residents.
        PerHead = "per_head",
        /// Change on the period before, as a share.
        Growth = "growth",
    }
    /// Which direction of an outcome is better.
    Better {
        /// More of it.
        More = "more",
        /// Less of it.
        Less = "less",
    }
    /// How the effect is estimated.
    Method {
        /// Difference in differences.
        DifferenceInDifferences = "difference_in_differences",
        /// Group-time effects (Callaway and Sant'Anna 2021).
        GroupTime = "group_time",
        /// Interaction-weighted event study (Sun and Abraham 2021).
        InteractionWeighted = "interaction_weighted",
        /// Imputation (Borusyak, Jaravel and Spiess 2024).
        Imputation = "imputation",
        /// Synthetic control (Abadie, Diamond and Hainmueller 2010).
        SyntheticControl = "synthetic_control",
        /// Ridge-augmented synthetic control (Ben-Michael, Feller and Rothstein 2021).
        AugmentedSyntheticControl = "augmented_synthetic_control",
        /// Synthetic difference in differences (Arkhangelsky and others 2021).
        SyntheticDifference = "synthetic_difference",
        /// Matrix completion (Athey and others 2021).
        MatrixCompletion = "matrix_completion",
        /// Penalised synthetic control (Abadie and L'Hour 2021).
        PenalisedSyntheticControl = "penalised_synthetic_control",
    }
    /// Which regions may stand in for what would have been.
    DonorRule {
        /// All others of the panel that are far enough away.
        Others = "others",
        /// Those of them that the printed rule calls underserved.
        Underserved = "underserved",
        /// A list.
        Listed = "listed",
    }
    /// The step of the figures in time.
    Period {
        /// A year.
        Year = "year",
        /// A quarter.
        Quarter = "quarter",
    }
    /// Which effects the test looks for.
    Side {
        /// Either way.
        Two = "two",
        /// For the better alone.
        One = "one",
    }
    /// How several secondary outcomes share the error.
    Multiple {
        /// The false discovery rate (Benjamini and Hochberg 1995).
        FalseDiscovery = "benjamini_hochberg",
        /// The familywise error (Holm 1979).
        Holm = "holm",
        /// The familywise error from shared placebo draws (Romano and Wolf 2005).
        RomanoWolf = "romano_wolf",
        /// Nothing is shared: for a design without secondary outcomes.
        None = "none",
    }
    /// Which publication of the figures is read.
    VintageRule {
        /// The latest on the day of the reading.
        Latest = "latest",
        /// The first that was published of each period.
        First = "first",
        /// One that is named.
        Named = "named",
    }
}

impl Method {
    /// The ways in which it can be run.
    pub fn modes(self) -> &'static [&'static str] {
        match self {
            Self::DifferenceInDifferences => &["two_way"],
            Self::GroupTime => &["doubly_robust", "outcome_regression", "weighting", "plain"],
            Self::InteractionWeighted | Self::Imputation => &["plain"],
            Self::SyntheticControl => &["outcomes_only", "nested", "equal_weights"],
            Self::AugmentedSyntheticControl => &["ridge"],
            Self::SyntheticDifference => &["exact", "reference"],
            Self::MatrixCompletion => &["nuclear_norm"],
            Self::PenalisedSyntheticControl => &["penalised"],
        }
    }
}
