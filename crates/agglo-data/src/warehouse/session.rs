//! One engine, started: plans are made here, and worked out in this process or on a cluster.

use std::future::Future;
use std::thread;
use std::time::Duration;

use agglo::Error;
use datafusion::arrow::array::RecordBatch;
use datafusion::dataframe::DataFrame;
use datafusion::error::DataFusionError;
use datafusion::prelude::{SessionConfig, SessionContext};
use tokio::runtime::{Builder, Runtime};

#[cfg(feature = "scale-out")]
use crate::engine::Address;
use crate::engine::Engine;
use crate::warehouse::{Query, failed};

/// Times that a cluster is asked before there is no answer. A scheduler gives the work of a lost executor to others
/// by itself; what it cannot mend is an answer that lay on the lost one, ready to be fetched.
const ATTEMPTS: u32 = 3;
/// Time between them: a scheduler that was restarted has its executors again after their next heartbeat.
const PAUSE: Duration = Duration::from_secs(6);
/// Plans are trees, and are walked by recursion.
#[cfg(feature = "scale-out")]
pub(crate) const STACK: usize = 32 << 20;

/// An engine and what is registered with it.
pub(super) struct Session {
    pub(super) context: SessionContext,
    runtime: Runtime,
    engine: Engine,
}

impl Session {
    pub(super) fn start(engine: &Engine, threads: u16) -> Result<Self, Error> {
        engine.check()?;
        let threads = usize::from(threads.max(1));
        let started = match engine {
            Engine::Embedded => embedded(threads),
            #[cfg(feature = "scale-out")]
            Engine::Cluster { address } => remote(address, threads),
            // Refused above.
            #[cfg(not(feature = "scale-out"))]
            Engine::Cluster { .. } => Err("no client is built in".to_owned()),
        };
        let (context, runtime) = started.map_err(|cause| {
            Error::new("E0411", format!("the query engine cannot start: {cause}"))
        })?;
        Ok(Self { context, runtime, engine: engine.clone() })
    }

    pub(super) fn block_on<F: Future>(&self, work: F) -> F::Output {
        self.runtime.block_on(work)
    }

    /// The rows of a plan.
    pub(super) fn collect(
        &self,
        query: &Query,
        frame: &DataFrame,
    ) -> Result<Vec<RecordBatch>, Error> {
        let Engine::Cluster { address } = &self.engine else {
            return self.rows(frame).map_err(|cause| failed(query, &cause));
        };
        let mut attempt = 1;
        loop {
            let cause = match self.rows(frame) {
                Ok(batches) => return Ok(batches),
                Err(cause) => cause,
            };
            if is_of_the_query(&cause) {
                return Err(failed(query, &cause));
            }
            if attempt == ATTEMPTS {
                let what = format!(
                    "the cluster at {address} gave no answer in {attempt} attempts: {cause}"
                );
                return Err(Error::new("E0511", what).at(query.file).hint(
                    "is it running, and do scheduler and executors see the lake under the same path? Nothing was \
                     worked out elsewhere",
                ));
            }
            attempt += 1;
            thread::sleep(PAUSE);
        }
    }

    /// On a thread of the engine's: those have the stack for it.
    fn rows(&self, frame: &DataFrame) -> Result<Vec<RecordBatch>, DataFusionError> {
        let work = self.runtime.spawn(frame.clone().collect());
        self.runtime.block_on(work).unwrap_or_else(|stopped| {
            Err(DataFusionError::Execution(format!("the engine stopped: {stopped}")))
        })
    }
}

/// Whether asking again cannot help.
fn is_of_the_query(cause: &DataFusionError) -> bool {
    use DataFusionError::{NotImplemented, Plan, SchemaError};
    matches!(cause.find_root(), NotImplemented(_) | Plan(_) | SchemaError(..))
}

fn embedded(threads: usize) -> Result<(SessionContext, Runtime), String> {
    let mut builder =
        if threads == 1 { Builder::new_current_thread() } else { Builder::new_multi_thread() };
    let runtime = builder.worker_threads(threads).build().map_err(|cause| cause.to_string())?;
    let config = SessionConfig::new().with_target_partitions(threads);
    Ok((SessionContext::new_with_config(config), runtime))
}

/// Nothing is sent before a question is asked.
#[cfg(feature = "scale-out")]
fn remote(address: &Address, pieces: usize) -> Result<(SessionContext, Runtime), String> {
    use ballista::prelude::{SessionConfigExt, SessionContextExt};
    use datafusion::execution::SessionStateBuilder;

    let runtime = Builder::new_multi_thread()
        .worker_threads(2)
        .thread_stack_size(STACK)
        .enable_all()
        .build()
        .map_err(|cause| cause.to_string())?;
    let config = SessionConfig::new_with_ballista().with_target_partitions(pieces);
    let state = SessionStateBuilder::new().with_config(config).with_default_features().build();
    let address = address.to_string();
    let connect = SessionContext::remote_with_state(&address, state);
    let context = runtime.block_on(connect).map_err(|cause| cause.to_string())?;
    Ok((context, runtime))
}
