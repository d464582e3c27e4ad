//! The catalogue of measures: name, unit, source, and what each one tells.

use schemars::JsonSchema;
use serde::Serialize;

/// One row of the catalogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Measure {
    /// Name in code, JSON and on the command line.
    pub name: &'static str,
    /// Unit of its value.
    pub unit: &'static str,
    /// Author and year of the method, or the agency's own definition.
    pub source: &'static str,
    /// What it tells, in one sentence.
    pub tells: &'static str,
}

/// Every measure of this step, by name.
pub const CATALOGUE: &[Measure] = &[
    Measure {
        name: "change",
        unit: "jobs, establishments",
        source: "County Business Patterns, own definition",
        tells: "How the published cells of one industry moved between two years of one table.",
    },
    Measure {
        name: "excess_employment",
        unit: "jobs",
        source: "Mattila and Thompson 1955",
        tells: "Jobs above those that the nation's share of the industry would give.",
    },
    Measure {
        name: "hachman",
        unit: "ratio, 0 to 1",
        source: "Bureau of Economic and Business Research 1995",
        tells: "How much the industry mix is like the nation's.",
    },
    Measure {
        name: "history",
        unit: "jobs",
        source: "Bureau of Economic Analysis, own definition",
        tells: "Jobs of the area year by year, the self-employed included.",
    },
    Measure {
        name: "location_quotient",
        unit: "ratio",
        source: "Florence 1939; Balassa 1965",
        tells: "The region's share of an industry over the nation's share of it.",
    },
    Measure {
        name: "location_quotient_interval",
        unit: "ratio",
        source: "Clayton and Kaldor 1987; Marshall 1991",
        tells: "The quotient of establishments, shrunk towards 1 where they are few.",
    },
    Measure {
        name: "peers",
        unit: "distance",
        source: "Hellinger 1909; Gower 1971",
        tells: "Regions with the most similar industry mix and the most similar people.",
    },
    Measure {
        name: "people",
        unit: "as stated beside each",
        source: "agencies named beside each",
        tells: "Population, income, poverty, work, schooling and vulnerability of the residents.",
    },
    Measure {
        name: "season",
        unit: "ratio",
        source: "own definition",
        tells: "Jobs of the highest month over jobs of the lowest, sector by sector.",
    },
    Measure {
        name: "underserved",
        unit: "yes, no, unknown",
        source: "rule in definitions/underserved",
        tells: "Whether a printed rule calls the region underserved, leg by leg.",
    },
];

/// The row of a name.
pub fn measure(name: &str) -> Option<&'static Measure> {
    CATALOGUE.iter().find(|measure| measure.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_sorted_and_unique() {
        assert!(CATALOGUE.windows(2).all(|pair| pair[0].name < pair[1].name));
        assert!(measure("location_quotient").is_some());
        assert_eq!(measure("vibes"), None);
    }
}
