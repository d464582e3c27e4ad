//! What a person may say to `data summary`.

use std::path::PathBuf;
use std::str::FromStr;

use clap::{Args, ValueEnum};

/// Arguments of `data summary`.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  agglo data summary pessoal --by region\n  agglo data summary qcew-annual --measure employment --only owner=5 --level 2 --by region,period\n  agglo data summary qcew-annual --measure employment --only owner=5 --level 4 --show quotients --csv\n  agglo data summary qcew-annual --measure employment --only owner=5 --show changes --parquet changes.parquet\n  agglo data summary qcew-annual --measure employment --only owner=5 --engine df://127.0.0.1:50050\n\nFigures are only added where none can hold another: a total among its parts has to be named or left out first."
)]
pub(crate) struct SummaryArgs {
    /// A dataset of the lake
    pub(crate) dataset: String,
    /// What to show
    #[arg(long, value_name = "WHAT", default_value = "sums")]
    pub(crate) show: Shown,
    /// The measure; needed where there are several
    #[arg(long, value_name = "NAME")]
    pub(crate) measure: Option<String>,
    /// What the figures are reduced to; region, industry and period, as far as the dataset has them, if absent
    #[arg(long, value_name = "KEYS", value_delimiter = ',')]
    pub(crate) by: Option<Vec<SummaryKey>>,
    /// These values of a key alone, as in owner=5 or period=2018,2019; more than once for several keys
    #[arg(long, value_name = "KEY=VALUE,…")]
    pub(crate) only: Vec<Only>,
    /// Industries of so many digits; 0 for all industries together
    #[arg(long, value_name = "DIGITS", value_parser = clap::value_parser!(u8).range(0..=6))]
    pub(crate) level: Option<u8>,
    /// A key of which no value holds another: figures may be added over it
    #[arg(long, value_name = "KEY")]
    pub(crate) parts: Vec<String>,
    /// The industry code that stands for all industries together, where the codes are the publisher's own
    #[arg(long, value_name = "CODE")]
    pub(crate) total: Option<String>,
    /// Write the rows to a Parquet file instead of printing them
    #[arg(long, value_name = "FILE")]
    pub(crate) parquet: Option<PathBuf>,
}

/// What a summary shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Shown {
    /// Sums, with the least and the most that they can be
    Sums,
    /// Location quotients and the four counts of each
    Quotients,
    /// Sums beside those of a year before
    Changes,
}

/// A key of a summary.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum SummaryKey {
    /// The place
    Region,
    /// The industry
    Industry,
    /// The time
    Period,
}

/// A key and its values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Only {
    pub(crate) key: String,
    pub(crate) values: Vec<String>,
}

impl FromStr for Only {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (key, values) = text.split_once('=').unwrap_or((text, ""));
        let values: Vec<String> = values.split(',').map(|value| value.trim().to_owned()).collect();
        if key.is_empty() || values.iter().any(String::is_empty) {
            return Err("a key and its values, as in period=2018,2019".to_owned());
        }
        Ok(Self { key: key.trim().to_owned(), values })
    }
}
