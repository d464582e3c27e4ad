//! The command line: the only place that prints, reads the clock and exits.

mod args;
mod asked;
mod cmd;
mod country;
pub mod desk;
mod exit;
mod failure;
mod money;
mod place;
mod plot;
mod printer;
#[cfg(feature = "close")]
mod saved;
mod table;

use std::process::ExitCode;

use agglo_data::engine::Engine;
use clap::{CommandFactory, FromArgMatches};

use crate::args::{Cli, DataVerb, Global, Verb};
pub use crate::country::Country;
pub use crate::failure::Failure;
use crate::printer::Printer;

/// Reads the arguments, runs the verb, says how it ended.
pub fn run() -> ExitCode {
    let matches = Cli::command().get_matches();
    let mut cli = Cli::from_arg_matches(&matches).unwrap_or_else(|error| error.exit());
    cli.global.is_seed_said = asked::is_said(&matches, "seed");
    let printer = Printer::new(&cli.global, asked::command(&matches, &cli.global));
    let run = match &cli.verb {
        verb if !asks_an_engine(verb, &cli.global) => Err(no_engine(&cli.global).into()),
        Verb::Strategy(args) => cmd::strategy::run(args, &cli.global, &printer),
        Verb::Map(args) => cmd::map::run(args, &cli.global, &printer),
        Verb::Clusters(args) => cmd::clusters::run(args, &cli.global, &printer),
        Verb::Gaps(args) => cmd::gaps::run(args, &cli.global, &printer),
        Verb::Plan(args) => cmd::plan::run(args, &cli.global, &printer),
        Verb::Blueprint(args) => cmd::blueprint::run(args, &cli.global, &printer),
        Verb::Compare(args) => cmd::compare::run(args, &cli.global, &printer),
        Verb::Relate(args) => cmd::relate::run(args, &cli.global, &printer),
        Verb::Spatial(args) => cmd::spatial::run(args, &cli.global, &printer),
        Verb::Evidence(args) => cmd::evidence::run(args, &cli.global, &printer),
        Verb::Io(args) => cmd::io::run(args, &cli.global, &printer),
        Verb::Data(args) => cmd::data::run(args, &cli.global, &printer),
        #[cfg(feature = "ledger")]
        Verb::Init(args) => cmd::init::run(args, &cli.global, &printer),
        #[cfg(feature = "ledger")]
        Verb::Record(args) => cmd::record::run(args, &cli.global, &printer),
        #[cfg(feature = "ledger")]
        Verb::Check(args) => cmd::check::run(args, &cli.global, &printer),
        #[cfg(feature = "ledger")]
        Verb::View(args) => cmd::view::run(args, &cli.global, &printer),
        #[cfg(feature = "ledger")]
        Verb::Ledger(args) => cmd::ledger::run(args, &cli.global, &printer),
        #[cfg(feature = "ledger")]
        Verb::Import(args) => cmd::import::run(args, &cli.global, &printer),
        #[cfg(feature = "ledger")]
        Verb::Export(args) => cmd::export::run(args, &cli.global, &printer),
        #[cfg(not(feature = "ledger"))]
        Verb::LeftOut(_) => Err(failure::left_out()),
        Verb::Schema(args) => cmd::schema::run(args, &cli.global, &printer),
        Verb::Doctor => cmd::doctor::run(&cli.global, &printer),
        Verb::Completions(args) => cmd::completions::run(args, &printer),
        #[cfg(feature = "scale-out")]
        Verb::Cluster(args) => cmd::cluster::run(args, &printer),
    };
    match run {
        Ok(exit) => exit.into(),
        Err(failure) => {
            failure.0.iter().for_each(|error| printer.error(error));
            exit::of_failure(&failure).into()
        }
    }
}

/// Whether the verb works out something on the engine that is asked for: another one never takes its place unsaid.
fn asks_an_engine(verb: &Verb, global: &Global) -> bool {
    match verb {
        Verb::Data(args) if matches!(args.verb, DataVerb::Summary { .. }) => true,
        _ => global.engine == Engine::Embedded,
    }
}

/// Why no cluster is asked.
fn no_engine(global: &Global) -> agglo::Error {
    global.engine.check().err().unwrap_or_else(|| {
        agglo::Error::new("E0103", "this verb asks nothing of a cluster")
            .hint("leave `--engine` out; `agglo data summary` asks one")
    })
}
