//! SQL over agencies' files and over the lake. SQL reduces, Rust measures.
//!
//! Nothing of the engine stands in a signature: tables go in as files and come out as [`Table`]s, whether they are
//! worked out in this process or on a cluster.

mod arrow;
mod cells;
mod query;
mod reduction;
mod session;
mod vintage;

use std::path::Path;

use agglo::Error;
use datafusion::arrow::datatypes::{DataType, Field, Schema};
use datafusion::error::DataFusionError;
use datafusion::prelude::{CsvReadOptions, ParquetReadOptions};

use crate::engine::Engine;
use crate::table::Table;
use crate::warehouse::session::Session;

#[cfg(feature = "scale-out")]
pub(crate) use session::STACK;

pub use cells::{Axis, Cut};
pub use query::Query;
pub use reduction::{Reduced, Reduction, reduce};

/// Tables registered from files, and a place to ask them questions.
pub struct Warehouse {
    session: Session,
}

impl Warehouse {
    /// An empty warehouse in this process, on one thread.
    ///
    /// # Errors
    ///
    /// `E0411` when the engine cannot start.
    pub fn new() -> Result<Self, Error> {
        // One partition: rows come in one order, and sums of decimals are added in one order.
        Self::on(&Engine::Embedded, 1)
    }

    /// An empty warehouse on an engine, with so many threads or, on a cluster, pieces of work.
    ///
    /// With more than one, an answer depends on their number where a query adds numbers with decimals or leaves the
    /// order of rows open. [`reduce`] does neither.
    ///
    /// # Errors
    ///
    /// `E0103` when this build does not have the engine, `E0411` when it cannot start.
    pub fn on(engine: &Engine, threads: u16) -> Result<Self, Error> {
        Ok(Self { session: Session::start(engine, threads)? })
    }

    /// Registers a CSV or Parquet file as a table. All columns of a CSV file are text: codes keep their
    /// leading zeros, and a query casts what it counts.
    ///
    /// # Errors
    ///
    /// `E0401` when the file cannot be read.
    pub fn register(&self, table: &str, file: &Path) -> Result<(), Error> {
        let place = file.display().to_string();
        let unreadable = |cause: &dyn std::fmt::Display| {
            Error::new("E0401", format!("table `{table}` cannot be read: {cause}")).at(&place)
        };
        let context = &self.session.context;
        let is_csv = file.extension().is_some_and(|extension| extension == "csv");
        if is_csv {
            let mut reader = csv::Reader::from_path(file).map_err(|cause| unreadable(&cause))?;
            let header = reader.headers().map_err(|cause| unreadable(&cause))?;
            let text = |name: &str| Field::new(name, DataType::Utf8, true);
            let schema = Schema::new(header.iter().map(text).collect::<Vec<_>>());
            let options = CsvReadOptions::new().schema(&schema).has_header(true);
            self.session
                .block_on(context.register_csv(table, &place, options))
                .map_err(|cause| unreadable(&cause))
        } else {
            let options = ParquetReadOptions::default();
            self.session
                .block_on(context.register_parquet(table, &place, options))
                .map_err(|cause| unreadable(&cause))
        }
    }

    /// Registers a query as a table that other queries may name.
    ///
    /// # Errors
    ///
    /// `E0411` when the query fails.
    pub fn view(&self, table: &str, query: &Query) -> Result<(), Error> {
        let context = &self.session.context;
        let register = async {
            let frame = context.sql(query.text).await?;
            context.register_table(table, frame.into_view())
        };
        self.session.block_on(register).map(drop).map_err(|cause| failed(query, &cause))
    }

    /// The answer to a query.
    ///
    /// # Errors
    ///
    /// `E0411` when the query fails, `E0511` when a cluster does not answer it.
    pub fn ask(&self, query: &Query) -> Result<Table, Error> {
        let planned = self.session.block_on(self.session.context.sql(query.text));
        let frame = planned.map_err(|cause| failed(query, &cause))?;
        let names: Vec<String> =
            frame.schema().fields().iter().map(|field| field.name().clone()).collect();
        let batches = self.session.collect(query, &frame)?;
        arrow::table(query.file, names, &batches)
    }
}

fn failed(query: &Query, cause: &DataFusionError) -> Error {
    Error::new("E0411", format!("a query failed: {cause}")).at(query.file)
}
