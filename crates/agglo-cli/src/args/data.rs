//! What a person may say to `data`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

#[cfg(feature = "lake")]
use crate::args::SummaryArgs;
use crate::args::place::PlaceArgs;

/// Arguments of `data`.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  agglo data list\n  agglo data guess pessoal.csv -o pt.toml\n  agglo data add pessoal.csv --map pt.toml\n  agglo data lineage pessoal --row region=PT16B\n  agglo data close 2026Q3\n\nThe lake is the folder of --lake, of the variable AGGLO_LAKE, or `agglo/lake` among the user's data."
)]
pub(crate) struct DataArgs {
    #[command(subcommand)]
    pub(crate) verb: DataVerb,
}

/// What to do with the data.
#[derive(Debug, Subcommand)]
pub(crate) enum DataVerb {
    /// Datasets with agency, table, vintage and rows: those built in, and those in the lake
    List(ListArgs),
    /// What the columns of a file probably mean: a mapping to read, correct and give to `add`
    Guess(GuessArgs),
    /// Load files into the lake: all of it or, where anything is wrong, nothing
    Add(Box<AddArgs>),
    /// Fetch what is newer from agencies' servers and load it
    Update(UpdateArgs),
    /// The same figures in the codes of another classification, as a dataset beside the original
    Carry(CarryArgs),
    /// Where a figure of an answer, or the figures of a dataset, came from
    Lineage(LineageArgs),
    /// Sums, parts of location quotients or changes of a dataset, with what hidden figures leave open
    #[cfg(feature = "lake")]
    Summary(Box<SummaryArgs>),
    /// What a dataset comes to, in builds with `--features lake`
    #[cfg(not(feature = "lake"))]
    Summary {
        #[arg(trailing_var_arg = true, allow_hyphen_values = true, hide = true)]
        words: Vec<String>,
    },
    /// Check every file of the lake against its digest
    Verify,
    /// Remove what no vintage refers to
    Gc(GcArgs),
    /// Close a quarter: what is new, what was revised, which saved answers move, by how much and why
    Close(CloseArgs),
}

/// Arguments of `data list`.
#[derive(Args, Debug)]
pub(crate) struct ListArgs {
    /// Every vintage of the datasets in the lake
    #[arg(long)]
    pub(crate) vintages: bool,
}

/// How a file is written.
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct WrittenArgs {
    /// The encoding, as in latin1, windows-1252, utf-16be
    #[arg(long, value_name = "E")]
    pub(crate) encoding: Option<String>,
    /// What parts decimals
    #[arg(long, value_name = "MARK")]
    pub(crate) decimal: Option<DecimalMark>,
    /// The character between fields
    #[arg(long, value_name = "C")]
    pub(crate) delimiter: Option<char>,
    /// The character that begins a comment line
    #[arg(long, value_name = "C")]
    pub(crate) comment: Option<char>,
    /// The sheet of a workbook
    #[arg(long, value_name = "NAME")]
    pub(crate) sheet: Option<String>,
    /// The line or row of the columns' names, from 1
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) header_row: Option<u32>,
    /// Each line is a JSON object of its own
    #[arg(long)]
    pub(crate) json_lines: bool,
    /// Refuse a file of more bytes than this
    #[arg(long, value_name = "N")]
    pub(crate) max_bytes: Option<u64>,
}

/// A decimal mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum DecimalMark {
    /// `88,5`
    Comma,
    /// `88.5`
    Point,
}

/// Arguments of `data guess`.
#[derive(Args, Debug)]
pub(crate) struct GuessArgs {
    /// The file
    pub(crate) file: PathBuf,
    /// Where to write the mapping; printed if absent
    #[arg(short, long = "output", value_name = "MAP.toml")]
    pub(crate) output: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) written: WrittenArgs,
}

/// Arguments of `data add`.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  agglo data add 2016.annual.csv\n  agglo data add pessoal.csv --map pt.toml\n  agglo data add jobs.csv --as jobs --decimal comma --dry-run"
)]
pub(crate) struct AddArgs {
    /// The files
    #[arg(required = true)]
    pub(crate) files: Vec<PathBuf>,
    /// What the columns mean, as `data guess` wrote it and you corrected it
    #[arg(long, value_name = "MAP.toml")]
    pub(crate) map: Option<PathBuf>,
    /// The name of the dataset
    #[arg(long = "as", value_name = "NAME")]
    pub(crate) name: Option<String>,
    /// The period of all rows, as in 2020 or 2020Q1, where the file does not say it
    #[arg(long, value_name = "PERIOD")]
    pub(crate) period: Option<String>,
    /// Apply the repair that a refusal proposed
    #[arg(long, value_name = "WHAT")]
    pub(crate) fix: Option<Repair>,
    /// Load the rows without faults and say how many were left out
    #[arg(long)]
    pub(crate) keep_good: bool,
    /// Read and check, write nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Carry it to this classification as well, as `data carry` does: naics-2017, isic-4
    #[arg(long, value_name = "CLASSIFICATION")]
    pub(crate) to: Option<String>,
    #[command(flatten)]
    pub(crate) written: WrittenArgs,
}

/// Arguments of `data carry`.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  agglo data carry jobs --to naics-2017\n  agglo data carry qcew-annual --to naics-2017 --absent zero\n  agglo data carry exports --to isic-4 --concordance sitc-isic.csv\n\nWhat comes whole from one code stays as it is. What was split gets a share from the jobs in the new codes, of the region or else of the nation, and bounds from none to all. Codes without a link are listed. A concordance of your own has columns from, to and, if known, share."
)]
pub(crate) struct CarryArgs {
    /// A dataset of the lake
    pub(crate) dataset: String,
    /// The classification to carry to: naics-2012, naics-2017, naics-2022, isic-3, isic-3.1, isic-4, isic-5, nace-1, nace-2, nace-2.1, or what your concordance leads to
    #[arg(long, value_name = "CLASSIFICATION")]
    pub(crate) to: String,
    /// The classification of its codes; found out where it can be
    #[arg(long, value_name = "CLASSIFICATION")]
    pub(crate) from: Option<String>,
    /// A concordance of your own
    #[arg(long, value_name = "FILE")]
    pub(crate) concordance: Option<PathBuf>,
    /// A dataset of the lake in the new codes, whose figures give the shares of splits
    #[arg(long, value_name = "DATASET")]
    pub(crate) shares: Option<String>,
    /// The name of the dataset that is made
    #[arg(long = "as", value_name = "NAME")]
    pub(crate) name: Option<String>,
    /// What a code without a row means where others have one
    #[arg(long, value_name = "WHAT", default_value = "unknown")]
    pub(crate) absent: AbsentRows,
}

/// What a code without a row means.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum AbsentRows {
    /// It is not known: a sum with it has no value
    #[default]
    Unknown,
    /// There is none: the table is complete
    Zero,
}

/// What can be repaired.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Repair {
    /// Codes that another program made numbers of
    Codes,
}

/// Arguments of `data update`.
#[cfg_attr(
    not(feature = "fetch"),
    allow(dead_code, reason = "a build that does not fetch takes them to say so")
)]
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  agglo data update\n  agglo data update qcew-quarterly --value area=12045 --period 2024Q1\n  agglo data update eurostat --value dataset=nama_10r_3empers\n  agglo data update --offline\n\nWhat was fetched lies beside the lake, in a folder of its name and `.fetched`. A mirror in the place of the agencies' servers is named by --from or by the variable AGGLO_FETCH_BASE."
)]
pub(crate) struct UpdateArgs {
    /// A source; every one that was fetched before if absent
    pub(crate) source: Option<String>,
    /// What stands in the address, as in area=12045; more than once for several files
    #[arg(long, value_name = "NAME=VALUE")]
    pub(crate) value: Vec<String>,
    /// A period, as in 2024 or 2024Q1; more than once for several; the newer ones if absent
    #[arg(long, value_name = "PERIOD")]
    pub(crate) period: Vec<String>,
    /// A mapping with addresses of your own, instead of a known source
    #[arg(long, value_name = "MAP.toml", conflicts_with = "source")]
    pub(crate) map: Option<PathBuf>,
    /// A mirror in the place of the agencies' servers
    #[arg(long, value_name = "URL")]
    pub(crate) from: Option<String>,
    /// Refuse a file of more bytes than this
    #[arg(long, value_name = "N")]
    pub(crate) max_bytes: Option<u64>,
    /// Fetch, read and check, write nothing to the lake
    #[arg(long)]
    pub(crate) dry_run: bool,
}

/// Arguments of `data lineage`.
#[cfg_attr(
    not(feature = "close"),
    allow(dead_code, reason = "a build that traces datasets alone takes them to say so")
)]
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  agglo data lineage out/12045-strategy.json#/clusters/0\n  agglo data lineage 12045/map/economy/jobs_private\n  agglo data lineage PT16/map/economy --country eu-nuts2\n  agglo data lineage pessoal --row region=PT16B\n  agglo data lineage pessoal --vintage 3-1f0c9a52be77\n\nA place in an answer is named by keys, positions in lists, or what an item is about: /readings/0/elements/lodging."
)]
pub(crate) struct LineageArgs {
    /// A file and a place in it (FILE#/pointer), a region and a place in its strategy (REGION/path), or a dataset of the lake
    #[arg(value_name = "FILE#/POINTER|REGION/PATH|DATASET")]
    pub(crate) of: String,
    #[command(flatten)]
    pub(crate) place: PlaceArgs,
    /// Rows of this key, as in region=12045; more than once for several keys
    #[arg(long, value_name = "KEY=VALUE")]
    pub(crate) row: Vec<String>,
}

/// Arguments of `data gc`.
#[derive(Args, Debug)]
pub(crate) struct GcArgs {
    /// Say what would go, remove nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
}

/// Arguments of `data close`.
#[cfg_attr(
    not(feature = "close"),
    allow(dead_code, reason = "a build that does not close quarters takes them to say so")
)]
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  agglo data close 2026Q3\n  agglo data close 2026Q3 -o out\n  agglo data close 2026Q3 --against 2026Q1\n  agglo data close 2026Q3 --supersede --because \"the agency took a file back\"\n\nSaved answers are those that `agglo strategy REGION -o DIR` and `agglo map REGION -o DIR` wrote while there was a lake."
)]
pub(crate) struct CloseArgs {
    /// The quarter, as in 2026Q3
    pub(crate) period: String,
    /// What to hold it against: a closed quarter or the name of a vintage; the close before it if absent
    #[arg(long, value_name = "ID")]
    pub(crate) against: Option<String>,
    /// Take the place of a close of the same quarter, which stays readable
    #[arg(long, requires = "because")]
    pub(crate) supersede: bool,
    /// Why
    #[arg(long, value_name = "TEXT", requires = "supersede")]
    pub(crate) because: Option<String>,
    /// Folder for a summary of two pages and its data
    #[arg(short, long = "output", value_name = "DIR")]
    pub(crate) output: Option<PathBuf>,
}
