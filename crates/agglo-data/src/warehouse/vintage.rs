//! Rows of the lake as a table of the engine's.

use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;

use agglo::Error;
use datafusion::arrow::datatypes::{DataType, Field, Schema};
use datafusion::datasource::listing::{ListingTable, ListingTableConfig, ListingTableUrl};
use datafusion::error::DataFusionError;
use datafusion::execution::options::ReadOptions;
use datafusion::prelude::ParquetReadOptions;

use crate::lake::{Kind, Reader};
use crate::warehouse::Warehouse;

impl Warehouse {
    /// Registers the rows of a vintage as a table with the names of its columns. A file may hold rows that the
    /// reader was not asked for; a column that a file does not have is a gap in its rows.
    ///
    /// # Errors
    ///
    /// `E0402` when a file of the lake is not what its vintage states, `E0401` when it cannot be registered, `E0421`
    /// when the vintage holds no row.
    pub fn register_rows(&self, table: &str, rows: &Reader) -> Result<(), Error> {
        let unreadable = |cause: &DataFusionError| {
            Error::new("E0401", format!("the rows cannot be read: {cause}")).at(&rows
                .vintage()
                .manifest
                .card
                .dataset)
        };
        let files = rows.checked_files()?;
        if files.is_empty() {
            let what = format!("`{}` holds no row", rows.vintage().manifest.card.dataset);
            return Err(Error::new("E0421", what));
        }
        let places = files.iter().map(|file| ListingTableUrl::parse(url(file)?));
        let places = places.collect::<Result<Vec<_>, _>>().map_err(|cause| unreadable(&cause))?;
        let fields = rows.vintage().manifest.columns.iter().map(|column| {
            let kind = match column.kind {
                Kind::Codes => DataType::Utf8View,
                Kind::Whole => DataType::Int64,
                Kind::Numbers => DataType::Float64,
            };
            Field::new(&column.name, kind, true)
        });
        let schema = Arc::new(Schema::new(fields.collect::<Vec<_>>()));
        let context = &self.session.context;
        let options = ParquetReadOptions::default()
            .to_listing_options(&context.copied_config(), context.copied_table_options());
        let config = ListingTableConfig::new_with_multi_paths(places)
            .with_listing_options(options)
            .with_schema(schema);
        let registered = ListingTable::try_new(config)
            .and_then(|rows| context.register_table(table, Arc::new(rows)));
        registered.map(drop).map_err(|cause| unreadable(&cause))
    }
}

/// A file's address, the same on every machine that has the lake under one path. As a plain path, brackets and stars
/// in the name of a folder would stand for other files.
fn url(file: &Path) -> Result<String, DataFusionError> {
    let file = std::path::absolute(file)?;
    let path = file.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/");
    let mut url = String::from("file://");
    if !path.starts_with('/') {
        url.push('/');
    }
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"/-_.:~".contains(&byte) {
            url.push(char::from(byte));
        } else {
            // Writing to a string cannot fail.
            let _ = write!(url, "%{byte:02X}");
        }
    }
    Ok(url)
}
