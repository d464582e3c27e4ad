//! What a person may type: verbs, arguments and options, each with an example that runs.

use std::path::PathBuf;
use std::str::FromStr;

use agglo::base::year::Year;
use agglo_data::engine::Engine;
use agglo_data::lake::Lake;
use clap::{Args, Parser, Subcommand, ValueEnum};
use jiff::civil::Date;

use crate::money::Money;

mod analysis;
mod blueprint;
#[cfg(feature = "ledger")]
mod check;
#[cfg(feature = "scale-out")]
mod cluster;
mod data;
mod evidence;
#[cfg(feature = "ledger")]
mod exchange;
mod global;
mod place;
mod plan;
#[cfg(feature = "ledger")]
mod programme;
#[cfg(feature = "ledger")]
pub(crate) mod record;
#[cfg(feature = "lake")]
mod summary;
mod table;
#[cfg(feature = "ledger")]
mod view;

pub(crate) use analysis::{RelateArgs, SpatialArgs, SpatialWhat};
pub(crate) use blueprint::{
    BlueprintArgs, BlueprintVerb, DiffArgs, DraftArgs, DrawArgs, FitArgs, NamedArgs, TemplateArgs,
};
#[cfg(feature = "ledger")]
pub(crate) use check::CheckArgs;
#[cfg(feature = "scale-out")]
pub(crate) use cluster::{ClusterArgs, ClusterVerb, ProcessArgs};
pub(crate) use data::{
    AbsentRows, AddArgs, CarryArgs, CloseArgs, DataArgs, DataVerb, DecimalMark, GcArgs, GuessArgs,
    LineageArgs, ListArgs, Repair, UpdateArgs, WrittenArgs,
};
pub(crate) use evidence::EvidenceArgs;
#[cfg(feature = "ledger")]
pub(crate) use exchange::{ExportArgs, Format, ImportArgs};
pub(crate) use place::PlaceArgs;
#[cfg(feature = "ledger")]
pub(crate) use plan::{AmendArgs, DesignArgs, LockArgs};
pub(crate) use plan::{PlanArgs, PlanVerb};
#[cfg(feature = "ledger")]
pub(crate) use programme::{InitArgs, LedgerArgs, LedgerVerb};
#[cfg(feature = "lake")]
pub(crate) use summary::{Shown, SummaryArgs, SummaryKey};
pub(crate) use table::{IoArgs, IoMethod, IoWhat};
#[cfg(feature = "ledger")]
pub(crate) use view::{ViewArgs, ViewOf};

/// Build a regional cluster: map it, find what is missing, plan under a budget, simulate, report.
#[derive(Debug, Parser)]
#[command(
    name = "agglo",
    version,
    about,
    long_about = "Build a regional cluster: map what a region has, find the element that is missing, plan under a \
                  budget, simulate what follows, report.\n\nA region is a code (`12045`), a name (`\"gulf fl\"`) or a \
                  comma list of codes that is read as one region (`39099,39155,39007`), a labour market \
                  (`cz:12045`), a district (`eastgate`) or a file with a name and members.",
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
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a switch of its own on the command line"
)]
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
    /// The day from which plans and ages count, as in 2026-09-30; today if absent
    #[arg(long, global = true, value_name = "DATE")]
    pub(crate) as_of: Option<Date>,
    /// Threads to work with; the answer does not depend on it
    #[arg(long, global = true, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    pub(crate) threads: Option<u16>,
    /// Where questions to the lake are worked out: here (`embedded`), or on the cluster of a scheduler (df://HOST:PORT)
    #[arg(long, global = true, value_name = "ENGINE", default_value = "embedded", value_parser = engine)]
    pub(crate) engine: Engine,
    /// Read the starter pack from this folder instead of the one built in
    #[arg(long, global = true, value_name = "DIR")]
    pub(crate) pack: Option<PathBuf>,
    /// The programme's folder; the nearest one with an `agglo.toml` if absent
    #[cfg_attr(
        not(feature = "ledger"),
        allow(dead_code, reason = "a build without the ledger has no programmes")
    )]
    #[arg(long, global = true, value_name = "DIR")]
    pub(crate) programme: Option<PathBuf>,
    /// Ask no server; what would be fetched is said instead
    #[cfg_attr(
        not(feature = "fetch"),
        allow(dead_code, reason = "a build that does not fetch asks none")
    )]
    #[arg(long, global = true)]
    pub(crate) offline: bool,
    /// The folder of the lake; the one of `AGGLO_LAKE`, or `agglo/lake` among your data, if absent
    #[arg(long, global = true, value_name = "DIR")]
    pub(crate) lake: Option<PathBuf>,
    /// Data as they stood: a closed quarter (2026Q2), a date, a vintage, or DATASET=either; may be repeated
    #[arg(long, global = true, value_name = "ID")]
    pub(crate) vintage: Vec<String>,
    /// Print nothing but data
    #[arg(long, short, global = true)]
    pub(crate) quiet: bool,
    /// Whether the seed was said: then it beats that of a programme.
    #[arg(skip)]
    pub(crate) is_seed_said: bool,
    /// A lake that answers are made from in the place of the one that is named.
    #[arg(skip)]
    pub(crate) view: Option<Lake>,
}

/// Reads an engine; what is wrong with it is said in one line, as for every option.
fn engine(text: &str) -> Result<Engine, String> {
    Engine::parse(text).map_err(|error| match error.advice() {
        Some(advice) => format!("{}: {advice}", error.what()),
        None => error.what().to_owned(),
    })
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
    /// What holds a region back: levels against exemplars and the binding gap
    Gaps(GapsArgs),
    /// Initiatives, partners and years under a budget, with reasons
    Plan(PlanArgs),
    /// Blueprints: list, show, check, draw, fit, and files of your own
    Blueprint(BlueprintArgs),
    /// Regions side by side
    Compare(CompareArgs),
    /// Industries that stand where an industry stands
    Relate(RelateArgs),
    /// Whether neighbouring counties are alike in a measure, and where
    Spatial(SpatialArgs),
    /// What published evaluations say of a kind of initiative, nulls and harms included
    Evidence(EvidenceArgs),
    /// One question of an input-output table, for its economy or for a region
    Io(IoArgs),
    /// The data at hand
    Data(DataArgs),
    /// Begin a programme: its folder, its settings, its ledger
    #[cfg(feature = "ledger")]
    Init(InitArgs),
    /// Enter what was said, decided, done or found
    #[cfg(feature = "ledger")]
    Record(Box<record::RecordArgs>),
    /// Whether a programme is built properly: every gate, with evidence and the next step
    #[cfg(feature = "ledger")]
    Check(CheckArgs),
    /// A programme's record as four views: a page with drawings, tables, data
    #[cfg(feature = "ledger")]
    View(ViewArgs),
    /// The record of a programme: verify, copy, restore it, erase a person
    #[cfg(feature = "ledger")]
    Ledger(LedgerArgs),
    /// Enter a table: shown first, whole or not at all
    #[cfg(feature = "ledger")]
    Import(ImportArgs),
    /// The records of a programme as tables, templates, or in other people's formats
    #[cfg(feature = "ledger")]
    Export(ExportArgs),
    /// Programmes and their records: left out of this build
    #[cfg(not(feature = "ledger"))]
    #[command(name = "init", aliases = ["record", "check", "view", "ledger", "import", "export"], hide = true, disable_help_flag = true)]
    LeftOut(LeftOutArgs),
    /// The JSON Schema of an output
    Schema(SchemaArgs),
    /// What is built in, what is readable, what is missing
    Doctor,
    /// Completions for a shell
    Completions(CompletionsArgs),
    /// A process of a cluster; `scripts/cluster` starts several
    #[cfg(feature = "scale-out")]
    #[command(hide = true)]
    Cluster(ClusterArgs),
}

/// Arguments of `strategy`.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  agglo strategy 12045 -o out\n  agglo strategy 12045 --budget 600k --years 15\n  agglo strategy 39099,39155,39007 --blueprint machining-and-tools\n  agglo strategy PT16 -o out\n  agglo strategy cornwall -o out"
)]
pub(crate) struct StrategyArgs {
    /// Code, name, comma list read as one region, labour market (cz:12045), district (eastgate) or file of members
    pub(crate) region: String,
    /// Shipped blueprint, traded cluster or file to read the region against; chosen by a printed rule if absent
    #[arg(long, value_name = "B")]
    pub(crate) blueprint: Option<String>,
    /// Money for the plan in all, in US dollars: 250k, 2M
    #[arg(long, value_name = "MONEY", default_value = "2M", allow_hyphen_values = true)]
    pub(crate) budget: Money,
    /// Years of the forecast
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = clap::value_parser!(u16).range(1..=40))]
    pub(crate) years: u16,
    /// Folder for the page and its data; without it only the summary is printed
    #[arg(short, long = "output", value_name = "DIR")]
    pub(crate) output: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) place: PlaceArgs,
}

/// Arguments of `map`.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  agglo map 12045\n  agglo map cz:12045\n  agglo map eastgate\n  agglo map PT16\n  agglo map A1 --country mine.toml --lake data\n  agglo map 12045 -o out\n  agglo map 12045 --measure underserved\n  agglo map 12045 --measure location_quotient --industry 7211\n  agglo map 12045 --measure location_quotient --by employment --level 3\n  agglo map 39099,39155 --measure related_variety\n  agglo map --all-regions --measure economic_complexity --csv\n  agglo map --all-regions --measure location_quotient --parquet lq.parquet\n  agglo map --all-regions --measure location_quotient --industry 7211 --geojson lodging.geojson\n  agglo map --all-regions --measure locational_gini --industry 7211 --plot curve.svg\n  agglo map --all-regions --measure economic_complexity --plot complexity.png\n  agglo map --all-regions --measure shift_share --year 2010,2019\n  agglo map --all-regions --country eu-nuts2 --measure krugman_specialization\n  agglo map 39099 --measure shift_share --plot bars.svg\n\nMeasures: `agglo schema measures`."
)]
pub(crate) struct MapArgs {
    /// Code, name, comma list read as one region, labour market (cz:12045), district (eastgate) or file of members
    pub(crate) region: Option<String>,
    /// Every county, or every region of `--country`, instead of one region
    #[arg(long)]
    pub(crate) all_regions: bool,
    /// One measure instead of the whole profile; `agglo schema measures` lists them
    #[arg(long, value_name = "NAME")]
    pub(crate) measure: Option<String>,
    /// Industry code, for a measure of one industry
    #[arg(long, value_name = "CODE")]
    pub(crate) industry: Option<String>,
    /// What is counted; jobs are hidden in many cells and carry bounds then
    #[arg(long, value_name = "WHAT")]
    pub(crate) by: Option<By>,
    /// Level of the industries that are read; of counties 2 (sectors), 3 or 4 digits
    #[arg(long, value_name = "DIGITS")]
    pub(crate) level: Option<u8>,
    /// First and last year of a change, as in 2010,2019
    #[arg(long, value_name = "FROM,TO")]
    pub(crate) year: Option<Span>,
    /// Write the rows to a Parquet file instead of printing them
    #[arg(long, value_name = "FILE")]
    pub(crate) parquet: Option<PathBuf>,
    /// Write the rows with the shapes of their counties to a `GeoJSON` file instead of printing them
    #[arg(long, value_name = "FILE", conflicts_with = "parquet")]
    pub(crate) geojson: Option<PathBuf>,
    /// Draw the measure to a file that ends in .svg or .png: a map of all regions, bars, a curve
    #[arg(long, value_name = "FILE")]
    pub(crate) plot: Option<PathBuf>,
    /// Folder for the region's profile as a page with its pictures, and its data
    #[arg(short, long = "output", value_name = "DIR", conflicts_with_all = ["measure", "all_regions"])]
    pub(crate) output: Option<PathBuf>,
    /// Print how each number was made
    #[arg(long)]
    pub(crate) explain: bool,
    #[command(flatten)]
    pub(crate) place: PlaceArgs,
}

/// What a measure counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum By {
    /// Places of work, published everywhere
    Establishments,
    /// Jobs, hidden in many cells
    Employment,
}

/// The first and the last year of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Span(pub(crate) [Year; 2]);

impl FromStr for Span {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let years = text.split_once(',').and_then(|(from, to)| {
            Some([Year(from.trim().parse().ok()?), Year(to.trim().parse().ok()?)])
        });
        years.map(Self).ok_or_else(|| "two years with a comma between, as in 2010,2019".to_owned())
    }
}

/// Views that `map` prints of one region alone.
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

/// What shared places are told by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Places {
    /// Establishments rise and fall together over labour markets
    Counts,
    /// Shares of the markets' establishments do
    Shares,
    /// Both stand where the market's size would not put them
    Coagglomeration,
}

/// Arguments of `clusters`.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  agglo clusters 39099\n  agglo clusters 39099 --plot portfolio.svg\n  agglo clusters --define -o mine.csv\n  agglo clusters --define --from counts.csv -o mine.csv\n  agglo clusters --define --resample 50 --explain\n  agglo clusters 39099 --definition mine.csv\n\nA definition is a table with the columns cluster, title and naics, one industry a row. Counts are a table with the columns region, industry and establishments, and where they are known employment, market (labour market) and around (state, province)."
)]
pub(crate) struct ClustersArgs {
    /// Code, name, or comma list read as one region
    #[arg(required_unless_present = "define")]
    pub(crate) region: Option<String>,
    /// Read the region by a definition of your own instead of the shipped one
    #[arg(long, value_name = "FILE")]
    pub(crate) definition: Option<PathBuf>,
    /// Find clusters from figures: traded industries that share places
    #[arg(long, conflicts_with_all = ["region", "definition", "plot"])]
    pub(crate) define: bool,
    /// For `--define`: counts by region and industry instead of the built-in ones
    #[arg(long, value_name = "FILE", requires = "define", conflicts_with = "region")]
    pub(crate) from: Option<PathBuf>,
    /// For `--define`: what industries that share places have in common; may be repeated; each is tried if absent
    #[arg(long, value_name = "WHAT", requires = "define", conflicts_with = "region")]
    pub(crate) places: Vec<Places>,
    /// For `--define`: find the groups again in so many draws of labour markets, and say which come back
    #[arg(
        long,
        value_name = "DRAWS",
        requires = "define",
        conflicts_with = "region",
        default_value_t = 0
    )]
    pub(crate) resample: u32,
    /// For `--define`: the file that the definition is written to
    #[arg(
        short,
        long = "output",
        value_name = "FILE",
        requires = "define",
        conflicts_with = "region"
    )]
    pub(crate) output: Option<PathBuf>,
    /// Draw the portfolio to a file that ends in .svg or .png
    #[arg(long, value_name = "FILE")]
    pub(crate) plot: Option<PathBuf>,
    /// Print how the definition was made; with `--define`, how well each way to make groups did
    #[arg(long)]
    pub(crate) explain: bool,
    #[command(flatten)]
    pub(crate) place: PlaceArgs,
}

/// Arguments of `gaps`.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  agglo gaps 12045\n  agglo gaps 12045 --blueprint beach-destination --remove lodging\n  agglo gaps 39099 --blueprint machining-and-tools --tau 0.75"
)]
pub(crate) struct GapsArgs {
    /// Code, name, comma list read as one region, labour market (cz:12045), district (eastgate) or file of members; inside a programme one of its regions
    pub(crate) region: Option<String>,
    /// Shipped blueprint, traded cluster or file; the programme's, or chosen by a printed rule, if absent
    #[arg(long, value_name = "B")]
    pub(crate) blueprint: Option<String>,
    /// Set the level of an element, or of one member of a nest, to 0; may be repeated
    #[arg(long, value_name = "ELEMENT")]
    pub(crate) remove: Vec<String>,
    /// Where the class `cluster` begins: at the blueprint's constant, or at the exemplars' lower quartile
    #[arg(long, value_name = "WHERE", default_value = "default")]
    pub(crate) cuts: Cuts,
    /// Quantile of the exemplars that is level 1, between 0 and 1
    #[arg(long, value_name = "Q")]
    pub(crate) tau: Option<f64>,
    /// Print members of nests, exemplars, edges and settings tried
    #[arg(long)]
    pub(crate) explain: bool,
    #[command(flatten)]
    pub(crate) place: PlaceArgs,
}

/// Where the class `cluster` begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Cuts {
    /// At the blueprint's constant
    Default,
    /// At the lower quartile of the exemplars' pool
    Exemplar,
}

/// Arguments of `compare`.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  agglo compare 12045 12037\n  agglo compare PT16 PT17\n  agglo compare A1 A2 --country mine.toml --lake data"
)]
pub(crate) struct CompareArgs {
    /// Two or more regions of one country
    #[arg(required = true, num_args = 2..)]
    pub(crate) regions: Vec<String>,
    #[command(flatten)]
    pub(crate) place: PlaceArgs,
}

/// Arguments of `schema`.
#[derive(Args, Debug)]
#[command(after_help = "Examples:\n  agglo schema strategy\n  agglo schema measures")]
pub(crate) struct SchemaArgs {
    /// The output, or `measures` for the catalogue of measures; without it the names are listed
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

/// Whatever was said to a verb that this build has not.
#[cfg(not(feature = "ledger"))]
#[derive(Args, Debug)]
pub(crate) struct LeftOutArgs {
    /// All of it
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    pub(crate) _rest: Vec<String>,
}
