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
        name: "access",
        unit: "supply a head",
        source: "Luo and Wang 2003; Luo and Qi 2009",
        tells: "What people can reach, counting everyone else who reaches it too.",
    },
    Measure {
        name: "base_multiplier",
        unit: "ratio",
        source: "Mattila and Thompson 1955; Isard 1960",
        tells: "All jobs over those beyond the nation's shares of their industries.",
    },
    Measure {
        name: "change",
        unit: "jobs, establishments",
        source: "County Business Patterns, own definition",
        tells: "How the published cells of one industry moved between two years of one table.",
    },
    Measure {
        name: "co_occurrence_relatedness",
        unit: "ratio",
        source: "Van Eck and Waltman 2009; Steijn 2021",
        tells: "How often two industries stand together, against what chance would give.",
    },
    Measure {
        name: "difference_quotient",
        unit: "share",
        source: "Hoen and Oosterhaven 2006",
        tells: "The region's share of an industry less its share of everything.",
    },
    Measure {
        name: "economic_complexity",
        unit: "standard deviations",
        source: "Hidalgo and Hausmann 2009",
        tells: "What the presence of industries says of regions once size is taken out.",
    },
    Measure {
        name: "economic_complexity_plus",
        unit: "log points",
        source: "Albeaik et al. 2017",
        tells: "What a region makes, corrected for how hard each industry is to come by.",
    },
    Measure {
        name: "entropy",
        unit: "bits",
        source: "Shannon 1948; Attaran 1986",
        tells: "How evenly a region is spread over industries.",
    },
    Measure {
        name: "entry",
        unit: "probability",
        source: "Neffke, Henning and Boschma 2011",
        tells: "Whether regions take up the industries that they are close to, tried on a later period.",
    },
    Measure {
        name: "excess_employment",
        unit: "jobs",
        source: "Mattila and Thompson 1955",
        tells: "Jobs above those that the nation's share of the industry would give.",
    },
    Measure {
        name: "fitness",
        unit: "ratio to the mean",
        source: "Tacchella et al. 2012; Servedio et al. 2018",
        tells: "Breadth of a region, an industry counting as its least fit region does.",
    },
    Measure {
        name: "flows",
        unit: "flows",
        source: "Wilson 1967; Santos Silva and Tenreyro 2006",
        tells: "Flows between places that meet both sides' totals, or follow masses and distance.",
    },
    Measure {
        name: "gini_specialization",
        unit: "ratio, 0 to 1",
        source: "Nakamura and Morrison Paul 2009",
        tells: "How unequal a region's location quotients are.",
    },
    Measure {
        name: "hachman",
        unit: "ratio, 0 to 1",
        source: "Bureau of Economic and Business Research 1995",
        tells: "How much the industry mix is like the nation's.",
    },
    Measure {
        name: "herfindahl",
        unit: "ratio, 0 to 1",
        source: "Hirschman 1945; Herfindahl 1950",
        tells: "How few industries hold a region.",
    },
    Measure {
        name: "history",
        unit: "jobs",
        source: "Bureau of Economic Analysis, own definition",
        tells: "Jobs of the area year by year, the self-employed included.",
    },
    Measure {
        name: "hoover_localization",
        unit: "share",
        source: "Hoover 1936",
        tells: "The share of an industry that would have to move to stand where all stand.",
    },
    Measure {
        name: "huff",
        unit: "share",
        source: "Huff 1963; Reilly 1931",
        tells: "To which of several places people go, by attraction and distance.",
    },
    Measure {
        name: "hypothetical_extraction",
        unit: "money",
        source: "Dietzenbacher et al. 1993",
        tells: "The output that is lost when an industry stops buying, selling, or both.",
    },
    Measure {
        name: "key_sectors",
        unit: "ratio to the mean",
        source: "Rasmussen 1956; Jones 1976",
        tells: "Whose demand pulls, and who is pulled by all, more than the mean industry.",
    },
    Measure {
        name: "krugman_specialization",
        unit: "ratio, 0 to 2",
        source: "Krugman 1991",
        tells: "How far a region's industry mix is from the nation's.",
    },
    Measure {
        name: "leontief",
        unit: "output for a unit of final demand",
        source: "Leontief 1941; Ghosh 1958",
        tells: "All that must be made anywhere in the economy for a unit of final demand.",
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
        name: "locational_gini",
        unit: "ratio, 0 to 1",
        source: "Krugman 1991",
        tells: "How far an industry is from standing where all stand.",
    },
    Measure {
        name: "multipliers",
        unit: "output, income, jobs for a unit of final demand",
        source: "Miller and Blair 2009",
        tells: "What a unit of final demand sets in motion, without and with households.",
    },
    Measure {
        name: "opportunity",
        unit: "in the unit of complexity",
        source: "Hausmann et al. 2014",
        tells: "The complexity near a region, and what each new industry would bring near.",
    },
    Measure {
        name: "opportunity_gain",
        unit: "in the unit of complexity",
        source: "Hausmann et al. 2014",
        tells: "What a new industry would bring near a region.",
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
        name: "prody",
        unit: "in the unit of income",
        source: "Hausmann, Hwang and Rodrik 2007",
        tells: "Income that goes with an industry, and with a region's mix.",
    },
    Measure {
        name: "proximity",
        unit: "share",
        source: "Hidalgo et al. 2007",
        tells: "How often two industries stand in the same regions.",
    },
    Measure {
        name: "reflections",
        unit: "count",
        source: "Hidalgo and Hausmann 2009",
        tells: "Diversity and ubiquity averaged over each other, round by round.",
    },
    Measure {
        name: "regional_coefficients",
        unit: "share of the buyer's output",
        source: "Flegg and Webber 1997, 2000",
        tells: "What a region's industries buy at home, from the nation's recipes and the region's jobs.",
    },
    Measure {
        name: "related_variety",
        unit: "bits",
        source: "Frenken, Van Oort and Verburg 2007",
        tells: "Diversity inside groups of industries, beside that across them.",
    },
    Measure {
        name: "relatedness_density",
        unit: "share",
        source: "Hidalgo et al. 2007",
        tells: "How much of an industry's neighbourhood a region already has.",
    },
    Measure {
        name: "season",
        unit: "ratio",
        source: "own definition",
        tells: "Jobs of the highest month over jobs of the lowest, sector by sector.",
    },
    Measure {
        name: "segregation",
        unit: "share",
        source: "Massey and Denton 1988; Reardon and Firebaugh 2002",
        tells: "How unevenly groups of people live over the places of an area.",
    },
    Measure {
        name: "shift_share",
        unit: "jobs",
        source: "Dunn 1960",
        tells: "A region's change beyond the nation's growth and its industries' own.",
    },
    Measure {
        name: "skill_relatedness",
        unit: "ratio",
        source: "Neffke and Henning 2013",
        tells: "Whether more people change between two industries than their sizes would give.",
    },
    Measure {
        name: "supply_demand_pool",
        unit: "share",
        source: "Moore and Petersen 1955",
        tells: "The share of each good that the region could make for itself.",
    },
    Measure {
        name: "symmetric_quotient",
        unit: "ratio, -1 to 1",
        source: "Dalum, Laursen and Villumsen 1998",
        tells: "The location quotient folded so that twice and half are equally far from 0.",
    },
    Measure {
        name: "theil_concentration",
        unit: "nats",
        source: "Theil 1967; Cutrini 2009",
        tells: "How far an industry is from standing where all stand, between and within states.",
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
