//! Datasets on disk: Parquet by dataset and vintage, named by their content.

mod block;

pub use block::{Block, Values};
