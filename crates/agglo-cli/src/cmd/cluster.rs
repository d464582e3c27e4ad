//! `agglo cluster scheduler|executor`: a process of a cluster, until it is stopped.

use std::net::SocketAddr;

use agglo::Error;
use agglo_data::atomic;
use agglo_data::cluster::{Executor, Scheduler, Trust};

use crate::args::{ClusterArgs, ClusterVerb, ProcessArgs};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::printer::Printer;

pub(crate) fn run(args: &ClusterArgs, printer: &Printer) -> Result<Exit, Failure> {
    match &args.verb {
        ClusterVerb::Scheduler(args) => {
            let process = &args.process;
            let scheduler = Scheduler {
                listen: args.listen,
                advertise: process.advertise.clone(),
                trust: trust(process),
            };
            scheduler.run(|address| ready(process, address, printer))?;
        }
        ClusterVerb::Executor(args) => {
            let process = &args.process;
            let executor = Executor {
                scheduler: args.scheduler.clone(),
                listen: args.listen,
                ports: args.port.zip(args.orders_port),
                advertise: process.advertise.clone(),
                cores: args.cores,
                memory: args.memory.map(|mib| mib << 20),
                folder: args.folder.clone(),
                trust: trust(process),
            };
            executor.run(|address| ready(process, address, printer))?;
        }
    }
    Ok(Exit::Ok)
}

fn trust(process: &ProcessArgs) -> Trust {
    if process.trusted_network { Trust::Network } else { Trust::Machine }
}

/// Says, and writes, where the process listens.
fn ready(process: &ProcessArgs, address: SocketAddr, printer: &Printer) -> Result<(), Error> {
    if let Some(file) = &process.ready {
        atomic::write(file, format!("{address}\n").into_bytes())?;
    }
    printer.message(&format!("listens at {address}"));
    Ok(())
}
