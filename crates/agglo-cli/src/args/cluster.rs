//! What `scripts/cluster`, or a person on several machines, may say to `cluster`.

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

use agglo_data::engine::Address;
use clap::{Args, Subcommand};

/// Arguments of `cluster`.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  agglo cluster scheduler --listen 127.0.0.1:50050\n  agglo cluster executor --scheduler df://127.0.0.1:50050 --cores 4"
)]
pub(crate) struct ClusterArgs {
    #[command(subcommand)]
    pub(crate) verb: ClusterVerb,
}

/// Which process.
#[derive(Debug, Subcommand)]
pub(crate) enum ClusterVerb {
    /// Takes questions and hands out pieces of them, until it is stopped
    Scheduler(SchedulerArgs),
    /// Works out pieces of questions, until it is stopped
    Executor(ExecutorArgs),
}

/// Arguments of `cluster scheduler`.
#[derive(Args, Debug)]
pub(crate) struct SchedulerArgs {
    /// Where to listen; port 0 for any that is free
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:50050")]
    pub(crate) listen: SocketAddr,
    #[command(flatten)]
    pub(crate) process: ProcessArgs,
}

/// Arguments of `cluster executor`.
#[derive(Args, Debug)]
pub(crate) struct ExecutorArgs {
    /// Its scheduler
    #[arg(long, value_name = "df://HOST:PORT", value_parser = address)]
    pub(crate) scheduler: Address,
    /// Where to listen
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1")]
    pub(crate) listen: IpAddr,
    /// The port for answers; any that is free if absent
    #[arg(long, value_name = "PORT", requires = "orders_port")]
    pub(crate) port: Option<u16>,
    /// The port for orders; any that is free if absent
    #[arg(long, value_name = "PORT", requires = "port")]
    pub(crate) orders_port: Option<u16>,
    /// Pieces to work on at a time
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(crate) cores: u16,
    /// Memory for all of them in MiB; seven tenths of the machine's if absent
    #[arg(long, value_name = "MIB", value_parser = clap::value_parser!(u64).range(64..=1 << 24))]
    pub(crate) memory: Option<u64>,
    /// The folder for what waits on disk; a new temporary one if absent
    #[arg(long, value_name = "DIR")]
    pub(crate) folder: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) process: ProcessArgs,
}

/// What both take.
#[derive(Args, Debug)]
pub(crate) struct ProcessArgs {
    /// The name under which others reach it
    #[arg(long, value_name = "HOST")]
    pub(crate) advertise: Option<String>,
    /// Listen to other machines: whoever reaches the ports can read the files that this process can read
    #[arg(long)]
    pub(crate) trusted_network: bool,
    /// A file that is written, with the address, once it listens
    #[arg(long, value_name = "FILE")]
    pub(crate) ready: Option<PathBuf>,
}

fn address(text: &str) -> Result<Address, String> {
    Address::parse(text).map_err(|error| error.what().to_owned())
}
