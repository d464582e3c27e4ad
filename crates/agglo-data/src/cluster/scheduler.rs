//! The process that takes questions, cuts them into pieces and hands these out.

use std::net::SocketAddr;
use std::sync::{Arc, OnceLock};

use agglo::Error;
use ballista_core::utils::default_session_builder;
use ballista_scheduler::cluster::{BallistaCluster, ClusterState};
use ballista_scheduler::config::SchedulerConfig;
use ballista_scheduler::scheduler_process::start_server;
use datafusion::error::DataFusionError;

use crate::cluster::{
    HEARTBEAT, LOST, MESSAGE, Trust, check, free_ports, listening, runtime, stopped, through,
};

/// A scheduler.
#[derive(Clone, Debug)]
pub struct Scheduler {
    /// Where it listens; port 0 for any that is free.
    pub listen: SocketAddr,
    /// The name under which executors reach it; the address where none is said.
    pub advertise: Option<String>,
    /// Whom it listens to.
    pub trust: Trust,
}

impl Scheduler {
    /// Runs until the process is stopped; says where it listens once it does.
    ///
    /// # Errors
    ///
    /// `E0103` where it would listen to a network that nobody trusts, `E0512` where it cannot listen or stops.
    pub fn run(&self, ready: impl FnOnce(SocketAddr) -> Result<(), Error>) -> Result<(), Error> {
        check(self.listen.ip(), self.trust)?;
        let mut address = self.listen;
        if address.port() == 0 {
            let [port] = free_ports(address.ip())?;
            address.set_port(port);
        }
        let host = match &self.advertise {
            Some(host) => host.clone(),
            None if address.ip().is_unspecified() => {
                let what = format!("executors cannot reach a scheduler at {}", address.ip());
                return Err(Error::new("E0103", what).hint("say its name: --advertise HOST"));
            }
            None => address.ip().to_string(),
        };
        runtime(2)?.block_on(serve(address, host, ready))
    }
}

async fn serve(
    address: SocketAddr,
    host: String,
    ready: impl FnOnce(SocketAddr) -> Result<(), Error>,
) -> Result<(), Error> {
    // A question without anybody to work it out would be kept waiting for ever.
    let executors: Arc<OnceLock<Arc<dyn ClusterState>>> = Arc::default();
    let known = Arc::clone(&executors);
    let session = move |config| {
        if known.get().is_some_and(|state| state.executor_heartbeats().is_empty()) {
            return Err(DataFusionError::Execution("it has no executor".to_owned()));
        }
        default_session_builder(config)
    };
    let config = Arc::new(SchedulerConfig {
        override_session_builder: Some(Arc::new(session)),
        external_host: host,
        bind_host: address.ip().to_string(),
        bind_port: address.port(),
        executor_timeout_seconds: LOST,
        expire_dead_executor_interval_seconds: HEARTBEAT,
        no_executors_grace_period_seconds: LOST,
        grpc_server_max_decoding_message_size: MESSAGE,
        grpc_server_max_encoding_message_size: MESSAGE,
        grpc_client_max_message_size: MESSAGE,
        ..SchedulerConfig::default()
    });
    let what = "the scheduler stopped";
    let cluster = BallistaCluster::new_from_config(&config).await;
    let cluster = cluster.map_err(|cause| stopped(what, &cause))?;
    // Set once, here.
    let _ = executors.set(cluster.cluster_state());
    let process = tokio::spawn(start_server(cluster, address, config));
    through(process, listening(address), || ready(address), what).await
}
