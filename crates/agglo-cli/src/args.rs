//! What a person may type: verbs, arguments and options, each with an example that runs.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// Build a regional cluster: map it, find what is missing, plan under a budget, simulate, report.
#[derive(Debug, Parser)]
#[command(
    name = "agglo",
    version,
    about,
    long_about = "Build a regional cluster: map what a region has, find the element that is missing, plan under a \
                  budget, simulate what follows, report.\n\nA region is a code (`12045`), a name (`\"gulf fl\"`) or a \
                  comma list of codes that is read as one region (`39099,39155,39007`).",
    after_help = "Examples:\n  agglo strategy 12045 -o out\n  agglo clusters 39099\n  agglo compare 12045 12037\n\nExit codes: 0 answered, 2 usage or bad input, 3 the data cannot tell, 4 our fault."
)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) global: Global,
    #[command(subcommand)]
    pub(crate) verb: Verb,
}

/// Options that every verb takes.
#[derive(Args, Clone, Debug)]
pub(crate) struct Global {
    /// Print one JSON document with its schema version instead of text
    #[arg(long, global = true)]
    pub(crate) json: bool,
    /// Print a table as CSV instead of text
    #[arg(long, global = true, conflicts_with = "json")]
    pub(crate) csv: bool,
    /// Seed of every random number: the same seed gives the same bytes
    #[arg(long, global = true, default_value_t = 1, value_name = "N")]
    pub(crate) seed: u64,
    /// Threads to work with; the answer does not depend on it
    #[arg(long, global = true, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    pub(crate) threads: Option<u16>,
    /// Read the starter pack from this folder instead of the one built in
    #[arg(long, global = true, value_name = "DIR")]
    pub(crate) pack: Option<PathBuf>,
    /// Print nothing but data
    #[arg(long, short, global = true)]
    pub(crate) quiet: bool,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// One region's strategy: a page to take to a meeting, its data, and a summary
    Strategy(StrategyArgs),
    /// What a region has: economy and people side by side
    Map(MapArgs),
    /// The traded clusters of a region and how strong each is
    Clusters(ClustersArgs),
    /// Regions side by side
    Compare(CompareArgs),
    /// The data at hand
    Data(DataArgs),
    /// The JSON Schema of an output
    Schema(SchemaArgs),
    /// What is built in, what is readable, what is missing
    Doctor,
    /// Completions for a shell
    Completions(CompletionsArgs),
}

/// Arguments of `strategy`.
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  agglo strategy 12045 -o out")]
pub(crate) struct StrategyArgs {
    /// Code, name, or comma list read as one region
    pub(crate) region: String,
    /// Folder for the page and its data; without it only the summary is printed
    #[arg(short, long = "output", value_name = "DIR")]
    pub(crate) output: Option<PathBuf>,
}

/// Arguments of `map`.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  agglo map 12045\n  agglo map 12045 --measure underserved\n  agglo map 12045 --measure location_quotient --industry 7211"
)]
pub(crate) struct MapArgs {
    /// Code, name, or comma list read as one region
    pub(crate) region: String,
    /// One measure instead of the whole profile
    #[arg(long, value_name = "NAME")]
    pub(crate) measure: Option<MapMeasure>,
    /// Industry code, for a measure of one industry
    #[arg(long, value_name = "CODE")]
    pub(crate) industry: Option<String>,
    /// Print how each number was made
    #[arg(long)]
    pub(crate) explain: bool,
}

/// Measures that `map` prints alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
#[value(rename_all = "snake_case")]
pub(crate) enum MapMeasure {
    /// Poverty, income, unemployment, vulnerability
    People,
    /// Shores, airports, homes, services: what is not an industry
    Elements,
    /// The rule for underserved regions, leg by leg
    Underserved,
    /// Shares of industries over the nation's shares
    LocationQuotient,
    /// Nearest regions by industry mix and by people
    Peers,
}

/// Arguments of `clusters`.
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  agglo clusters 39099")]
pub(crate) struct ClustersArgs {
    /// Code, name, or comma list read as one region
    pub(crate) region: String,
    /// Print how the definition was made
    #[arg(long)]
    pub(crate) explain: bool,
}

/// Arguments of `compare`.
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  agglo compare 12045 12037")]
pub(crate) struct CompareArgs {
    /// Two or more regions
    #[arg(required = true, num_args = 2..)]
    pub(crate) regions: Vec<String>,
}

/// Arguments of `data`.
#[derive(Args, Debug)]
pub(crate) struct DataArgs {
    #[command(subcommand)]
    pub(crate) verb: DataVerb,
}

/// What to do with the data.
#[derive(Debug, Subcommand)]
pub(crate) enum DataVerb {
    /// Datasets with agency, table, vintage and rows
    List,
}

/// Arguments of `schema`.
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  agglo schema strategy")]
pub(crate) struct SchemaArgs {
    /// The output; without it the names are listed
    pub(crate) noun: Option<String>,
}

/// Arguments of `completions`.
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  agglo completions bash > agglo.bash")]
pub(crate) struct CompletionsArgs {
    /// The shell
    pub(crate) shell: clap_complete::Shell,
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_well_formed() {
        Cli::command().debug_assert();
    }
}
