//! Writes a table as Parquet: the same table gives the same bytes.

use std::sync::Arc;

use agglo::Error;
use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical, ZstdLevel};
use parquet::data_type::{ByteArray, ByteArrayType, DoubleType, Int32Type, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::types::Type;

use crate::table::{Column, Table};

/// The bytes of a Parquet file.
///
/// `starts` are the first rows of each row group, beginning with 0: a reader that wants some rows only
/// reads the groups that hold them.
///
/// # Errors
///
/// `E0406` when the table cannot be written as Parquet.
pub fn write(table: &Table, starts: &[usize]) -> Result<Vec<u8>, Error> {
    encode(table, starts).map_err(|cause| Error::new("E0406", cause.to_string()).at(table.name()))
}

fn encode(table: &Table, starts: &[usize]) -> Result<Vec<u8>, ParquetError> {
    let kinds: Vec<Kind> = table.columns().iter().map(|(_, column)| Kind::of(column)).collect();
    let fields = table
        .columns()
        .iter()
        .zip(&kinds)
        .map(|((name, _), kind)| kind.field(name).map(Arc::new))
        .collect::<Result<Vec<_>, _>>()?;
    let schema = Type::group_type_builder("table").with_fields(fields).build()?;
    let properties = WriterProperties::builder()
        .set_created_by("agglo".to_owned())
        .set_compression(Compression::ZSTD(ZstdLevel::try_new(19)?))
        .set_statistics_enabled(EnabledStatistics::Chunk)
        .set_offset_index_disabled(true)
        .build();
    let mut writer = SerializedFileWriter::new(Vec::new(), Arc::new(schema), Arc::new(properties))?;
    let ends = starts.iter().skip(1).copied().chain([table.rows()]);
    for (&start, end) in starts.iter().zip(ends) {
        let mut group = writer.next_row_group()?;
        for ((_, column), kind) in table.columns().iter().zip(&kinds) {
            if let Some(mut target) = group.next_column()? {
                kind.write(column, start..end, &mut target)?;
                target.close()?;
            }
        }
        group.close()?;
    }
    writer.into_inner()
}

/// How a column is stored.
struct Kind {
    physical: Physical,
    optional: bool,
}

impl Kind {
    fn of(column: &Column) -> Self {
        let small = |value: &i64| i32::try_from(*value).is_ok();
        let (physical, optional) = match column {
            Column::Integers(values) => {
                let fits = values.iter().flatten().all(small);
                (if fits { Physical::INT32 } else { Physical::INT64 }, values.contains(&None))
            }
            Column::Numbers(values) => (Physical::DOUBLE, values.iter().any(Option::is_none)),
            Column::Texts(values) => (Physical::BYTE_ARRAY, values.contains(&None)),
        };
        Self { physical, optional }
    }

    fn field(&self, name: &str) -> Result<Type, ParquetError> {
        let repetition = if self.optional { Repetition::OPTIONAL } else { Repetition::REQUIRED };
        let text = matches!(self.physical, Physical::BYTE_ARRAY).then_some(LogicalType::String);
        Type::primitive_type_builder(name, self.physical)
            .with_repetition(repetition)
            .with_logical_type(text)
            .build()
    }

    fn write(
        &self,
        column: &Column,
        rows: std::ops::Range<usize>,
        target: &mut SerializedColumnWriter<'_>,
    ) -> Result<(), ParquetError> {
        match column {
            Column::Integers(all) => {
                let levels = self.levels(&all[rows.clone()]);
                let values = all[rows].iter().flatten();
                if matches!(self.physical, Physical::INT32) {
                    let values: Vec<i32> =
                        values.filter_map(|&value| i32::try_from(value).ok()).collect();
                    target.typed::<Int32Type>().write_batch(&values, levels.as_deref(), None)?;
                } else {
                    let values: Vec<i64> = values.copied().collect();
                    target.typed::<Int64Type>().write_batch(&values, levels.as_deref(), None)?;
                }
            }
            Column::Numbers(all) => {
                let levels = self.levels(&all[rows.clone()]);
                let values: Vec<f64> = all[rows].iter().flatten().copied().collect();
                target.typed::<DoubleType>().write_batch(&values, levels.as_deref(), None)?;
            }
            Column::Texts(all) => {
                let levels = self.levels(&all[rows.clone()]);
                let values: Vec<ByteArray> =
                    all[rows].iter().flatten().map(|text| text.as_str().into()).collect();
                target.typed::<ByteArrayType>().write_batch(&values, levels.as_deref(), None)?;
            }
        }
        Ok(())
    }

    /// 1 where there is a value, 0 where there is none; nothing for a column without gaps.
    fn levels<T>(&self, values: &[Option<T>]) -> Option<Vec<i16>> {
        self.optional.then(|| values.iter().map(|value| i16::from(value.is_some())).collect())
    }
}
