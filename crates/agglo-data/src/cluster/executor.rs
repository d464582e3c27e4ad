//! A process that works out pieces of questions.

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use agglo::Error;
use ballista_executor::executor_process::{ExecutorProcessConfig, start_executor_process};
use ballista_executor::health::ExecutorHealth;

use crate::cluster::{
    HEARTBEAT, MESSAGE, Trust, check, free_ports, listening, runtime, stopped, through,
};
use crate::engine::Address;

/// Seconds that it waits for its scheduler.
const PATIENCE: u16 = 30;

/// An executor.
#[derive(Clone, Debug)]
pub struct Executor {
    /// Its scheduler.
    pub scheduler: Address,
    /// Where it listens, on two ports.
    pub listen: IpAddr,
    /// The ports: for answers, and for orders; any that are free where none are said.
    pub ports: Option<(u16, u16)>,
    /// The name under which others reach it; the address that the scheduler sees where none is said.
    pub advertise: Option<String>,
    /// Pieces that it works on at a time.
    pub cores: u16,
    /// Bytes of memory for all of them; more than that waits on disk. Seven tenths of the machine's where none are
    /// said.
    pub memory: Option<u64>,
    /// The folder for what waits on disk; a new one among the machine's temporary folders where none is said.
    pub folder: Option<PathBuf>,
    /// Whom it listens to.
    pub trust: Trust,
}

impl Executor {
    /// Runs until the process is stopped; says where it listens once the scheduler knows it.
    ///
    /// # Errors
    ///
    /// `E0103` where it would listen to a network that nobody trusts, `E0512` where the scheduler does not answer, it
    /// cannot listen or stops.
    pub fn run(&self, ready: impl FnOnce(SocketAddr) -> Result<(), Error>) -> Result<(), Error> {
        check(self.listen, self.trust)?;
        // Removed at the end, unless the process is killed.
        let own = tempfile::Builder::new().prefix("agglo-executor-").tempdir();
        let own = own.map_err(|cause| stopped("no folder can be made", &cause))?;
        let folder = self.folder.clone().unwrap_or_else(|| own.path().to_owned());
        let (port, grpc_port) = match self.ports {
            Some(ports) => ports,
            None => free_ports::<2>(self.listen)?.into(),
        };
        let health = ExecutorHealth::new();
        let config = ExecutorProcessConfig {
            bind_host: self.listen.to_string(),
            external_host: self.advertise.clone(),
            port,
            grpc_port,
            scheduler_host: self.scheduler.host().to_owned(),
            scheduler_port: self.scheduler.port(),
            scheduler_connect_timeout_seconds: PATIENCE,
            vcores: usize::from(self.cores.max(1)),
            work_dir: Some(folder.display().to_string()),
            job_data_ttl_seconds: 3600,
            job_data_clean_up_interval_seconds: 600,
            grpc_max_decoding_message_size: MESSAGE,
            grpc_max_encoding_message_size: MESSAGE,
            executor_heartbeat_interval_seconds: HEARTBEAT,
            memory_pool_size: self.memory,
            health: health.clone(),
            ..ExecutorProcessConfig::default()
        };
        let address = SocketAddr::new(self.listen, port);
        runtime(usize::from(self.cores) + 1)?.block_on(serve(config, health, address, ready))
    }
}

async fn serve(
    config: ExecutorProcessConfig,
    health: ExecutorHealth,
    address: SocketAddr,
    ready: impl FnOnce(SocketAddr) -> Result<(), Error>,
) -> Result<(), Error> {
    let known = async {
        while !health.is_ready() {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        listening(address).await;
    };
    let process = tokio::spawn(start_executor_process(Arc::new(config)));
    through(process, known, || ready(address), "the executor stopped").await
}
