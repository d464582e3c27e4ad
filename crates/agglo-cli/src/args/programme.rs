//! What a person may say to `init` and `ledger`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

/// Arguments of `init`.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  agglo init coast --region 12045 --blueprint beach-destination\n  agglo init valley --region 39099,39155 --region 39007 --title \"Two valleys\"\n\nThe folder gets an agglo.toml that explains itself, and an empty ledger. Everything that is recorded later stays in that folder, unless the variable AGGLO_LEDGER names a Postgres server."
)]
pub(crate) struct InitArgs {
    /// The folder to make; its name is the programme's id
    pub(crate) name: PathBuf,
    /// A region of the programme: code, name, or comma list read as one; may be repeated
    #[arg(long, value_name = "R", required = true)]
    pub(crate) region: Vec<String>,
    /// Shipped blueprint, traded cluster or file
    #[arg(long, value_name = "B")]
    pub(crate) blueprint: Option<String>,
    /// The programme's title; from its name if absent
    #[arg(long, value_name = "TEXT")]
    pub(crate) title: Option<String>,
}

/// Arguments of `ledger`.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  agglo ledger verify\n  agglo ledger export -o coast.jsonl\n  agglo ledger backup -o coast.bak\n  agglo ledger restore coast.bak\n  agglo ledger erase contributor:c17 --because request\n\nA backup holds the keys of persons: keep it as you keep their names. An erased person can still be read in backups made before; replace those."
)]
pub(crate) struct LedgerArgs {
    #[command(subcommand)]
    pub(crate) verb: LedgerVerb,
}

/// What to do with the ledger.
#[derive(Debug, Subcommand)]
pub(crate) enum LedgerVerb {
    /// Hold every event against its seal; the first that broke is named
    Verify(VerifyArgs),
    /// All events as text, one a line, without persons' keys
    Export(WriteArgs),
    /// All events as text, with persons' keys
    Backup(WriteArgs),
    /// Put an export or a backup into a ledger that is empty
    Restore(RestoreArgs),
    /// Destroy a person's key: name and contact can never be read again
    Erase(EraseArgs),
}

/// Arguments of `ledger verify`.
#[derive(Args, Debug)]
pub(crate) struct VerifyArgs {
    /// A digest that the chain must hold, as an earlier `verify` printed it: shows that nothing was cut off
    #[arg(long, value_name = "HASH")]
    pub(crate) holds: Option<String>,
}

/// Arguments of `ledger export` and `ledger backup`.
#[derive(Args, Debug)]
pub(crate) struct WriteArgs {
    /// The file to write
    #[arg(short, long = "output", value_name = "FILE")]
    pub(crate) output: PathBuf,
}

/// Arguments of `ledger restore`.
#[derive(Args, Debug)]
pub(crate) struct RestoreArgs {
    /// The file
    pub(crate) file: PathBuf,
}

/// Arguments of `ledger erase`.
#[derive(Args, Debug)]
pub(crate) struct EraseArgs {
    /// The person's key, as in contributor:c17
    pub(crate) person: String,
    /// Why
    #[arg(long, value_name = "TEXT")]
    pub(crate) because: String,
}
