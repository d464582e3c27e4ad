//! Arguments of `evidence`.

use std::path::PathBuf;

use clap::Args;

/// Arguments of `evidence`.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  agglo evidence\n  agglo evidence business-advice\n  agglo evidence business-advice --studies\n  agglo evidence main-street --plot main-street.svg\n  agglo evidence sectoral-training --json\n\nNothing is left out: findings of no effect and of harm stand beside the gains. A finding that prints no figure is shown without one."
)]
pub(crate) struct EvidenceArgs {
    /// Kind of initiative; without it all kinds are listed
    pub(crate) archetype: Option<String>,
    /// Every finding in full: who, when, where, by what design, and what the rules make of it
    #[arg(long, requires = "archetype")]
    pub(crate) studies: bool,
    /// Draw the findings to a file that ends in .svg or .png
    #[arg(long, value_name = "FILE", requires = "archetype")]
    pub(crate) plot: Option<PathBuf>,
}
