//! Which country a region is looked for in, and the data as they stand or stood.

use std::path::PathBuf;

use clap::Args;

/// Where a region is looked for.
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct PlaceArgs {
    /// Country of the region: us, eu-nuts2, uk-itl3, or a file that describes one; looked for in all if absent
    #[arg(long, value_name = "ID|FILE")]
    pub(crate) country: Option<String>,
    /// The folder of the lake, for a country on data of your own
    #[arg(long, value_name = "DIR")]
    pub(crate) lake: Option<PathBuf>,
    /// The lake's data as they stood: a date, a vintage, or DATASET=either; may be repeated
    #[arg(long, value_name = "ID")]
    pub(crate) vintage: Vec<String>,
}
