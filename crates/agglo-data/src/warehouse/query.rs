//! The questions that agencies' files are asked: one question per file of `src/sql`.

/// A question: where it is written and what it says.
#[derive(Clone, Copy, Debug)]
pub struct Query {
    /// The file under `src`.
    pub file: &'static str,
    /// Its text.
    pub text: &'static str,
}

macro_rules! queries {
    ($($(#[$doc:meta])* $name:ident = $file:literal;)*) => {
        impl Query {
            $($(#[$doc])* pub const $name: Self =
                Self { file: $file, text: include_str!(concat!("../", $file)) };)*

            /// All questions.
            pub const ALL: &[Self] = &[$(Self::$name),*];
        }
    };
}

queries! {
    /// Which counties the pack holds.
    PLACES = "sql/places.sql";
    /// Private industries of counties, 2016.
    STRUCTURE = "sql/structure.sql";
    /// Private industries of the areas that make up the nation, 2016.
    STATE_STRUCTURE = "sql/state_structure.sql";
    /// All industries of counties by owner, 2016.
    OWNERS = "sql/owners.sql";
    /// Private industries of the nation, 2016.
    NATION = "sql/nation.sql";
    /// All owners of the nation, 2016.
    NATION_OWNERS = "sql/nation_owners.sql";
    /// Sectors and four-digit industries of counties, 2017-2021.
    CHANGES = "sql/changes.sql";
    /// Jobs by sector, 2001-2022.
    JOBS = "sql/jobs.sql";
    /// Which area of the jobs table a county lies in.
    AREAS = "sql/areas.sql";
    /// Titles of the jobs table's lines.
    LINES = "sql/lines.sql";
    /// Population and income, from 2000.
    INCOME = "sql/income.sql";
    /// Labour force and unemployed, from 2000.
    LABOUR = "sql/labour.sql";
    /// Labour force and unemployed of the nation, from 2000.
    NATION_LABOUR = "sql/nation_labour.sql";
    /// Facts about places.
    FACTS = "sql/facts.sql";
    /// Social vulnerability, 2018.
    VULNERABILITY = "sql/vulnerability.sql";
    /// Names of states.
    STATES = "sql/states.sql";
    /// Labour market areas, 1990.
    LABOUR_MARKETS = "sql/labour_markets.sql";
    /// Where workers of a county work, 2009-2013.
    COMMUTING = "sql/commuting.sql";
    /// What industries make of each commodity.
    MAKE = "sql/make.sql";
    /// What industries buy of each commodity.
    USE = "sql/use.sql";
    /// What sectors make of each commodity.
    MAKE_SUMMARY = "sql/make_summary.sql";
    /// What sectors and final users buy of each commodity.
    USE_SUMMARY = "sql/use_summary.sql";
    /// What of that comes from abroad.
    IMPORTS_SUMMARY = "sql/imports_summary.sql";
    /// Which industries the input-output tables' industries hold.
    IO_MEMBERS = "sql/io_members.sql";
    /// Sums over cells of the lake.
    LAKE_SUMS = "sql/lake_sums.sql";
    /// The parts of location quotients over cells of the lake.
    LAKE_QUOTIENTS = "sql/lake_quotients.sql";
    /// Sums over cells of the lake beside those of a year before.
    LAKE_CHANGES = "sql/lake_changes.sql";
}
