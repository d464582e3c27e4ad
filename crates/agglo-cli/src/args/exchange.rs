//! What a person may say to `import` and `export`.

use std::path::PathBuf;

use agglo::engage::event::Kind;
use clap::{Args, ValueEnum};

/// Arguments of `import`.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  agglo import ratings.csv --dry-run\n  agglo import partners.xlsx\n  agglo import contacts.xlsx --as partner --write-map contacts.toml\n  agglo import contacts.xlsx --map contacts.toml\n  agglo import meetings.ics\n  agglo import tables\n  agglo import survey.csv --as rating --keep-good --refused-to left.csv\n\nAll rows are loaded or none. The same file twice adds nothing: a row is the same as an event that stands if region, day, speaker, source, note, id and all fields are alike. Nothing unknown is 0; what a cell says is text and is never run."
)]
pub(crate) struct ImportArgs {
    /// A table (CSV, TSV, XLSX, XLS, ODS) or a folder of them; JSON of Kumu, 360Giving, HSDS; a calendar; IATI
    pub(crate) file: PathBuf,
    /// The kind of record that each row is: partner, rating, …; by the name of the file, the sheet or the columns if absent
    #[arg(long = "as", value_name = "KIND", value_parser = kind)]
    pub(crate) kind: Option<Kind>,
    /// Show what would be entered, and enter nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// What a person says of the table: columns, words, cells
    #[arg(long, value_name = "MAP.toml")]
    pub(crate) map: Option<PathBuf>,
    /// The encoding of a file that does not say it and is not UTF-8: windows-1252, latin1, …
    #[arg(long, value_name = "E")]
    pub(crate) encoding: Option<String>,
    /// Write down how the table was understood, to be corrected and given to --map; enter nothing
    #[arg(long, value_name = "MAP.toml", conflicts_with = "map")]
    pub(crate) write_map: Option<PathBuf>,
    /// Enter the good rows and leave out the others
    #[arg(long)]
    pub(crate) keep_good: bool,
    /// Where rows that were left out are written, with reasons; beside the file if absent
    #[arg(long, value_name = "FILE", requires = "keep_good")]
    pub(crate) refused_to: Option<PathBuf>,
    /// The region of rows that name none
    #[arg(long, value_name = "ID")]
    pub(crate) region: Option<String>,
}

/// Arguments of `export`.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  agglo export --template partners\n  agglo export --as csv -o tables\n  agglo export --as csv --inside -o copy\n  agglo export --as kumu -o map.json\n  agglo export --as ical -o coast.ics\n  agglo export --as 360giving -o grants.json\n  agglo export --as hsds -o services.json\n  agglo export --as hsds -o services\n  agglo export --as iati -o activities.xml\n\nWithout --inside nothing is said of fewer than five people, and keys of persons and texts that were not marked public stay inside. What a format cannot hold is listed."
)]
pub(crate) struct ExportArgs {
    /// As what; of a template a workbook if absent
    #[arg(long = "as", value_name = "FORMAT", required_unless_present = "template")]
    pub(crate) format: Option<Format>,
    /// An empty table of this kind, to be filled and imported
    #[arg(long, value_name = "KIND", value_parser = kind)]
    pub(crate) template: Option<Kind>,
    /// Everything but sealed names, for those who keep the programme: what is written must not leave it
    #[arg(long)]
    pub(crate) inside: bool,
    /// One region alone
    #[arg(long, value_name = "ID")]
    pub(crate) region: Option<String>,
    /// The file; for tables as CSV, the folder
    #[arg(short, long = "output", value_name = "PATH")]
    pub(crate) output: Option<PathBuf>,
}

/// Formats of an export.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// A table a kind, as comma-separated text
    Csv,
    /// A workbook with a sheet a kind
    Xlsx,
    /// A map for Kumu: JSON, or a workbook where the file ends in .xlsx
    Kumu,
    /// A calendar: meetings, promises due, reports due
    Ical,
    /// Awards as grants, 360Giving 1.4
    #[value(name = "360giving")]
    Giving,
    /// Partners and services, HSDS 3.0
    Hsds,
    /// Initiatives on which money was spent, IATI 2.03
    Iati,
}

fn kind(text: &str) -> Result<Kind, String> {
    let known = || agglo_data::exchange::KINDS.map(Kind::word).join(", ");
    agglo_data::exchange::kind_of(text).ok_or_else(|| format!("kinds: {}", known()))
}
