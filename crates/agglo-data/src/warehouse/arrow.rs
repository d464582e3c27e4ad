//! Record batches to typed columns: the only place that knows both.

use agglo::Error;
use datafusion::arrow::array::{Array, AsArray, RecordBatch};
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::{DataType, Float64Type, Int64Type};
use datafusion::arrow::error::ArrowError;

use crate::table::{Column, Table};

pub(super) fn table(
    name: &str,
    columns: Vec<String>,
    batches: &[RecordBatch],
) -> Result<Table, Error> {
    let read = columns
        .into_iter()
        .enumerate()
        .map(|(at, column)| Ok((column, gather(batches, at)?)))
        .collect::<Result<_, ArrowError>>()
        .map_err(|cause| Error::new("E0411", cause.to_string()).at(name))?;
    Table::new(name, read)
}

fn gather(batches: &[RecordBatch], at: usize) -> Result<Column, ArrowError> {
    let kind =
        batches.first().map_or(DataType::Int64, |batch| batch.column(at).data_type().clone());
    let parts = |target: &DataType| {
        batches.iter().map(|batch| cast(batch.column(at), target)).collect::<Result<Vec<_>, _>>()
    };
    Ok(match kind {
        kind if kind.is_integer() || kind == DataType::Boolean => Column::Integers(
            parts(&DataType::Int64)?
                .iter()
                .flat_map(|part| part.as_primitive::<Int64Type>().iter().collect::<Vec<_>>())
                .collect(),
        ),
        kind if kind.is_numeric() => Column::Numbers(
            parts(&DataType::Float64)?
                .iter()
                .flat_map(|part| part.as_primitive::<Float64Type>().iter().collect::<Vec<_>>())
                .map(|value| value.filter(|number| number.is_finite()))
                .collect(),
        ),
        _ => Column::Texts(
            parts(&DataType::Utf8)?
                .iter()
                .flat_map(|part| {
                    let texts = part.as_string::<i32>().iter();
                    texts.map(|text| text.map(str::to_owned)).collect::<Vec<_>>()
                })
                .collect(),
        ),
    })
}
