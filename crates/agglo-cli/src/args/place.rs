//! Which country a region is looked for in.

use clap::Args;

/// Where a region is looked for.
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct PlaceArgs {
    /// Country of the region: us, eu-nuts2, uk-itl3, or a file that describes one; looked for in all if absent
    #[arg(long, value_name = "ID|FILE")]
    pub(crate) country: Option<String>,
}
