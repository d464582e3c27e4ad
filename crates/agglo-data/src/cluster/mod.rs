//! A scheduler and executors: processes that work out a cluster's share of a question.
//!
//! Whoever reaches their ports may ask them to read any file that they can read: they know nobody by name. They listen
//! on this machine only, unless a person says that the network is to be trusted.

mod executor;
mod scheduler;

use std::fmt;
use std::future::Future;
use std::net::{IpAddr, SocketAddr, TcpListener};
use std::time::Duration;

use agglo::Error;
use tokio::runtime::{Builder, Runtime};
use tokio::task::JoinHandle;

pub use executor::Executor;
pub use scheduler::Scheduler;

/// Seconds between two signs of life of an executor.
const HEARTBEAT: u64 = 5;
/// Seconds without one after which an executor counts as lost and its work goes to others.
const LOST: u64 = 40;
/// Bytes of a message: plans over thousands of files are long.
const MESSAGE: u32 = 64 << 20;

fn runtime(threads: usize) -> Result<Runtime, Error> {
    Builder::new_multi_thread()
        .worker_threads(threads.max(2))
        .thread_stack_size(crate::warehouse::STACK)
        .enable_all()
        .build()
        .map_err(|cause| stopped("the process cannot start", &cause))
}

fn stopped(what: &str, cause: &dyn fmt::Display) -> Error {
    Error::new("E0512", format!("{what}: {cause}"))
}

/// Ports that nobody listens on at this moment, each another one.
fn free_ports<const N: usize>(host: IpAddr) -> Result<[u16; N], Error> {
    let none = |cause: &std::io::Error| stopped(&format!("{host} has no free port"), cause);
    let mut ports = [0; N];
    let mut held = Vec::with_capacity(N);
    for port in &mut ports {
        let listener = TcpListener::bind((host, 0)).map_err(|cause| none(&cause))?;
        *port = listener.local_addr().map_err(|cause| none(&cause))?.port();
        held.push(listener);
    }
    Ok(ports)
}

/// Sees a process through to its end, and says when it is known to be there.
async fn through<E: fmt::Display>(
    mut process: JoinHandle<Result<(), E>>,
    known: impl Future<Output = ()>,
    ready: impl FnOnce() -> Result<(), Error>,
    what: &str,
) -> Result<(), Error> {
    let ended = tokio::select! {
        () = known => None,
        ended = &mut process => Some(ended),
    };
    let ended = if let Some(ended) = ended {
        ended
    } else {
        ready()?;
        process.await
    };
    match ended {
        Ok(Ok(())) => Ok(()),
        Ok(Err(cause)) => Err(stopped(what, &cause)),
        Err(cause) => Err(stopped(what, &cause)),
    }
}

/// Waits until somebody listens at an address.
async fn listening(address: SocketAddr) {
    while tokio::net::TcpStream::connect(address).await.is_err() {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// Refuses to listen beyond this machine unless a person trusts the network.
fn check(host: IpAddr, is_trusted: Trust) -> Result<(), Error> {
    if host.is_loopback() || is_trusted == Trust::Network {
        return Ok(());
    }
    let what = format!("at {host} other machines could ask for any file of this one");
    Err(Error::new("E0103", what).hint(
        "a cluster knows nobody by name: on a private network say --trusted-network, on any other do not",
    ))
}

/// Whom a process listens to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Trust {
    /// Processes of this machine.
    #[default]
    Machine,
    /// Whoever is on the network.
    Network,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_listens_to_a_network_unasked() {
        let all: IpAddr = [0, 0, 0, 0].into();
        let own: IpAddr = [127, 0, 0, 1].into();
        assert_eq!(check(all, Trust::Machine).unwrap_err().code(), "E0103");
        assert!(check(all, Trust::Network).is_ok() && check(own, Trust::Machine).is_ok());
    }
}
