//! The terms of a country: its words, its money, what its tables count and what they lack.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How a country is spoken of and counted. The default is that of the tables that are built in for US counties.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Terms {
    /// Slug: `us`, `eu-nuts2`.
    pub id: String,
    /// Name: `United States`.
    pub name: String,
    /// Edition of its regions' codes and borders, where it is said: `NUTS 2013`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub borders: Option<String>,
    /// Its words for places.
    pub words: Words,
    /// Its money.
    pub currency: Currency,
    /// What is counted by industry.
    pub counted: Counted,
    /// How fine its industries are.
    pub detail: Detail,
    /// Facts by which its people are compared.
    pub alike: Vec<Alike>,
    /// What cannot be answered from its tables, and why.
    pub lacks: Vec<Lack>,
}

/// A country's words for places.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// One base unit: `county`.
    pub region: String,
    /// Several: `counties`.
    pub regions: String,
    /// All of them together, in a column's head: `nation`, `EU28`.
    pub whole: String,
    /// The same in a sentence: `the nation`, `the EU28`.
    pub the_whole: String,
}

/// A country's money.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Currency {
    /// ISO 4217: `USD`, `EUR`.
    pub code: String,
    /// Its sign: `$`, `€`.
    pub symbol: String,
    /// One of it: `dollar`, `euro`.
    pub one: String,
}

/// What a country's table of industries counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Counted {
    /// The quantity.
    pub size: Size,
    /// What it is, as the head of a line: `Private jobs`.
    pub title: String,
    /// What it is, inside a sentence: `jobs`.
    pub noun: String,
    /// Unit of its figures: `jobs`, `people`, `million GBP`.
    pub unit: String,
    /// Whether establishments and pay are counted beside it.
    pub has_establishments: bool,
    /// What every reader of a share must be told about its base; empty where there is nothing to tell.
    pub base: String,
}

/// A quantity by which the size of an industry is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Size {
    /// Jobs, or people at work.
    Jobs,
    /// Gross value added.
    ValueAdded,
}

/// How fine a country's industries are, by the levels of its classification.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Detail {
    /// The coarsest level that is listed.
    pub first: u8,
    /// The level at which every industry is known, for mixes and for the largest; its lines add up to the total.
    pub group: u8,
    /// The finest level.
    pub finest: u8,
    /// Industries of the finest level: `four-digit industries`.
    pub finest_words: String,
    /// Industries of the group level: `three-digit industries`.
    pub group_words: String,
    /// One of them: `a three-digit group`.
    pub one_group: String,
}

/// A fact by which people of regions are compared.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Alike {
    /// Name of the fact.
    pub fact: String,
    /// How it enters a distance.
    pub scale: Scale,
}

/// How a fact enters a distance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Scale {
    /// As it is.
    Plain,
    /// By its natural logarithm: amounts that differ by factors.
    Logarithm,
}

/// A part of an answer that a country's tables do not give.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Lack {
    /// The part.
    pub part: Part,
    /// Why, in one sentence.
    pub because: String,
    /// What would do, in one sentence.
    pub needs: String,
}

/// Parts of an answer that a country's tables may not give.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// Shapes of regions, and who borders on whom.
    Outlines,
    /// Traded clusters.
    Clusters,
    /// A reading against a blueprint.
    Blueprint,
    /// A plan with its prices.
    Plan,
    /// A forecast.
    Forecast,
    /// A rule that says which regions are underserved.
    Underserved,
}

impl Terms {
    /// Why a part is not given; none where nothing is said against it.
    pub fn lack(&self, part: Part) -> Option<&Lack> {
        self.lacks.iter().find(|lack| lack.part == part)
    }

    /// Whether jobs are what is counted.
    pub fn counts_jobs(&self) -> bool {
        self.counted.size == Size::Jobs
    }
}

impl Default for Terms {
    fn default() -> Self {
        let alike = |(fact, scale): (&str, Scale)| Alike { fact: fact.to_owned(), scale };
        let words = |text: &str| text.to_owned();
        Self {
            id: words("us"),
            name: words("United States"),
            borders: Some(words("US counties, 2017-2020")),
            words: Words {
                region: words("county"),
                regions: words("counties"),
                whole: words("nation"),
                the_whole: words("the nation"),
            },
            currency: Currency { code: words("USD"), symbol: words("$"), one: words("dollar") },
            counted: Counted {
                size: Size::Jobs,
                title: words("Private jobs"),
                noun: words("jobs"),
                unit: words("jobs"),
                has_establishments: true,
                base: words("Shares are of jobs of all owners, government included."),
            },
            detail: Detail {
                first: 2,
                group: 3,
                finest: 4,
                finest_words: words("four-digit industries"),
                group_words: words("three-digit industries"),
                one_group: words("a three-digit group"),
            },
            alike: [
                ("population", Scale::Logarithm),
                ("income_per_head_usd", Scale::Logarithm),
                ("poverty_percent", Scale::Plain),
                ("unemployment_24_months_percent", Scale::Plain),
                ("no_high_school_percent", Scale::Plain),
                ("age_65_percent", Scale::Plain),
            ]
            .map(alike)
            .to_vec(),
            lacks: Vec::new(),
        }
    }
}
