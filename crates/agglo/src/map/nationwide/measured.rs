//! Which measures of the catalogue are read over a whole country, and of what each one is.

use schemars::JsonSchema;
use serde::Serialize;

use crate::base::terms::Detail;

/// A measure that [`super::read`] answers; its name is its row in [`crate::map::CATALOGUE`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Measured {
    /// All over basic, those beyond the nation's shares.
    BaseMultiplier,
    /// Share of an industry less share of everything.
    DifferenceQuotient,
    /// What presence says of regions once size is taken out.
    EconomicComplexity,
    /// How evenly industries share a region.
    Entropy,
    /// Beyond what the nation's share would give.
    ExcessEmployment,
    /// Breadth, an industry counting as its least fit region does.
    Fitness,
    /// How unequal a region's quotients are.
    GiniSpecialization,
    /// Likeness to the nation's mix.
    Hachman,
    /// How few industries hold a region.
    Herfindahl,
    /// Share of an industry that would have to move.
    HooverLocalization,
    /// Distance from the nation's mix.
    KrugmanSpecialization,
    /// Share in the region over share in the nation.
    LocationQuotient,
    /// How far an industry is from standing where all stand.
    LocationalGini,
    /// Complexity near a region.
    Opportunity,
    /// What an absent industry would bring near.
    OpportunityGain,
    /// Diversity inside groups of industries.
    RelatedVariety,
    /// How much of an industry's neighbourhood is there.
    RelatednessDensity,
    /// A change in jobs and its parts.
    ShiftShare,
    /// The quotient folded into -1 to 1.
    SymmetricQuotient,
    /// An industry over regions, between and within states.
    TheilConcentration,
}

/// What one row of a reading is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// A region.
    Region,
    /// An industry in a region.
    RegionIndustry,
    /// An industry over all regions.
    Industry,
}

impl Measured {
    /// All of them, by name.
    pub const ALL: [Self; 20] = [
        Self::BaseMultiplier,
        Self::DifferenceQuotient,
        Self::EconomicComplexity,
        Self::Entropy,
        Self::ExcessEmployment,
        Self::Fitness,
        Self::GiniSpecialization,
        Self::Hachman,
        Self::Herfindahl,
        Self::HooverLocalization,
        Self::KrugmanSpecialization,
        Self::LocationQuotient,
        Self::LocationalGini,
        Self::Opportunity,
        Self::OpportunityGain,
        Self::RelatedVariety,
        Self::RelatednessDensity,
        Self::ShiftShare,
        Self::SymmetricQuotient,
        Self::TheilConcentration,
    ];

    /// Its name in the catalogue, in JSON and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::BaseMultiplier => "base_multiplier",
            Self::DifferenceQuotient => "difference_quotient",
            Self::EconomicComplexity => "economic_complexity",
            Self::Entropy => "entropy",
            Self::ExcessEmployment => "excess_employment",
            Self::Fitness => "fitness",
            Self::GiniSpecialization => "gini_specialization",
            Self::Hachman => "hachman",
            Self::Herfindahl => "herfindahl",
            Self::HooverLocalization => "hoover_localization",
            Self::KrugmanSpecialization => "krugman_specialization",
            Self::LocationQuotient => "location_quotient",
            Self::LocationalGini => "locational_gini",
            Self::Opportunity => "opportunity",
            Self::OpportunityGain => "opportunity_gain",
            Self::RelatedVariety => "related_variety",
            Self::RelatednessDensity => "relatedness_density",
            Self::ShiftShare => "shift_share",
            Self::SymmetricQuotient => "symmetric_quotient",
            Self::TheilConcentration => "theil_concentration",
        }
    }

    /// The measure of a name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|measure| measure.name() == name)
    }

    /// What a row of it is about.
    pub fn subject(self) -> Subject {
        match self {
            Self::DifferenceQuotient
            | Self::ExcessEmployment
            | Self::LocationQuotient
            | Self::OpportunityGain
            | Self::RelatednessDensity
            | Self::SymmetricQuotient => Subject::RegionIndustry,
            Self::HooverLocalization | Self::LocationalGini | Self::TheilConcentration => {
                Subject::Industry
            }
            _ => Subject::Region,
        }
    }

    /// Whether it can be read only where every cell of the table is published.
    pub fn needs_every_cell(self) -> bool {
        matches!(
            self,
            Self::EconomicComplexity
                | Self::Fitness
                | Self::GiniSpecialization
                | Self::HooverLocalization
                | Self::LocationalGini
                | Self::Opportunity
                | Self::OpportunityGain
                | Self::RelatednessDensity
                | Self::TheilConcentration
        )
    }

    /// Level of the industries that it is read over unless another is asked for.
    pub fn usual_level(self, detail: &Detail) -> u8 {
        if self == Self::Hachman { detail.group } else { detail.finest }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::map::catalogue::measure;

    #[test]
    fn every_measure_is_in_the_catalogue_under_its_name() {
        for one in Measured::ALL {
            assert!(measure(one.name()).is_some(), "{}", one.name());
            assert_eq!(Measured::named(one.name()), Some(one));
        }
        assert!(Measured::ALL.windows(2).all(|pair| pair[0].name() < pair[1].name()));
        assert_eq!(Measured::named("vibes"), None);
    }
}
