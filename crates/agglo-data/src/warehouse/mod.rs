//! SQL over agencies' files with an embedded query engine. SQL reduces, Rust measures.
//!
//! Nothing of the engine stands in a signature: tables go in as files and come out as [`Table`]s.

mod arrow;
mod query;

use std::path::Path;

use agglo::Error;
use datafusion::arrow::datatypes::{DataType, Field, Schema};
use datafusion::error::DataFusionError;
use datafusion::prelude::{CsvReadOptions, ParquetReadOptions, SessionConfig, SessionContext};
use tokio::runtime::{Builder, Runtime};

use crate::table::Table;

pub use query::Query;

/// Tables registered from files, and a place to ask them questions.
pub struct Warehouse {
    context: SessionContext,
    runtime: Runtime,
}

impl Warehouse {
    /// An empty warehouse.
    ///
    /// # Errors
    ///
    /// `E0411` when the engine cannot start.
    pub fn new() -> Result<Self, Error> {
        let runtime = Builder::new_current_thread().build().map_err(|cause| {
            Error::new("E0411", format!("the query engine cannot start: {cause}"))
        })?;
        // One partition: rows come in one order, and sums of decimals are added in one order.
        let config = SessionConfig::new().with_target_partitions(1);
        Ok(Self { context: SessionContext::new_with_config(config), runtime })
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
        let is_csv = file.extension().is_some_and(|extension| extension == "csv");
        if is_csv {
            let mut reader = csv::Reader::from_path(file).map_err(|cause| unreadable(&cause))?;
            let header = reader.headers().map_err(|cause| unreadable(&cause))?;
            let text = |name: &str| Field::new(name, DataType::Utf8, true);
            let schema = Schema::new(header.iter().map(text).collect::<Vec<_>>());
            let options = CsvReadOptions::new().schema(&schema).has_header(true);
            self.runtime
                .block_on(self.context.register_csv(table, &place, options))
                .map_err(|cause| unreadable(&cause))
        } else {
            let options = ParquetReadOptions::default();
            self.runtime
                .block_on(self.context.register_parquet(table, &place, options))
                .map_err(|cause| unreadable(&cause))
        }
    }

    /// Registers a query as a table that other queries may name.
    ///
    /// # Errors
    ///
    /// `E0411` when the query fails.
    pub fn view(&self, table: &str, query: &Query) -> Result<(), Error> {
        let register = async {
            let frame = self.context.sql(query.text).await?;
            self.context.register_table(table, frame.into_view())
        };
        self.runtime.block_on(register).map(drop).map_err(|cause| failed(query, &cause))
    }

    /// The answer to a query.
    ///
    /// # Errors
    ///
    /// `E0411` when the query fails.
    pub fn ask(&self, query: &Query) -> Result<Table, Error> {
        let collect = async {
            let frame = self.context.sql(query.text).await?;
            let names: Vec<String> =
                frame.schema().fields().iter().map(|field| field.name().clone()).collect();
            Ok::<_, DataFusionError>((names, frame.collect().await?))
        };
        let answer = self.runtime.block_on(collect);
        let (names, batches) = answer.map_err(|cause| failed(query, &cause))?;
        arrow::table(query.file, names, &batches)
    }
}

fn failed(query: &Query, cause: &DataFusionError) -> Error {
    Error::new("E0411", format!("a query failed: {cause}")).at(query.file)
}
