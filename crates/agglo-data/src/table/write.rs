//! Writes a table as Parquet: the same table gives the same bytes.

use std::ops::Range;
use std::sync::Arc;

use agglo::Error;
use parquet::basic::{Compression, Encoding, LogicalType, Repetition, Type as Physical, ZstdLevel};
use parquet::data_type::{ByteArray, ByteArrayType, DoubleType, Int32Type, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::properties::{EnabledStatistics, WriterProperties, WriterPropertiesBuilder};
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::types::{ColumnPath, Type};

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

/// Rows of a group in a file that is written to be read as a whole.
const GROUP: usize = 100_000;
/// Compression that takes little time, and compression that takes few bytes.
const QUICK: i32 = 3;
const SMALL: i32 = 19;

/// The bytes of a Parquet file that is written once and soon read: made quickly rather than small.
///
/// # Errors
///
/// `E0406` when the table cannot be written as Parquet.
pub fn quick(table: &Table) -> Result<Vec<u8>, Error> {
    let layouts = vec![None; table.columns().len()];
    let starts = (0..table.rows().max(1)).step_by(GROUP);
    let groups: Vec<Range<usize>> =
        starts.map(|start| start..table.rows().min(start + GROUP)).collect();
    store(table.columns(), &layouts, &groups, QUICK)
        .map_err(|cause| Error::new("E0406", cause.to_string()).at(table.name()))
}

/// The ways in which a column may be stored; text always has a dictionary.
const LAYOUTS: [Option<Encoding>; 3] =
    [None, Some(Encoding::PLAIN), Some(Encoding::BYTE_STREAM_SPLIT)];

fn encode(table: &Table, starts: &[usize]) -> Result<Vec<u8>, ParquetError> {
    let first = 0..starts.get(1).copied().unwrap_or(table.rows());
    let mut layouts = Vec::new();
    for column in table.columns() {
        layouts.push(smallest(column, first.clone())?);
    }
    let ends = starts.iter().skip(1).copied().chain([table.rows()]);
    let groups: Vec<Range<usize>> =
        starts.iter().zip(ends).map(|(&start, end)| start..end).collect();
    store(table.columns(), &layouts, &groups, SMALL)
}

/// The layout in which the first row group of a column takes the fewest bytes: the pack has a limit, and
/// which layout is best differs by a third from column to column.
fn smallest(
    column: &(String, Column),
    rows: Range<usize>,
) -> Result<Option<Encoding>, ParquetError> {
    if matches!(column.1, Column::Texts(_)) {
        return Ok(None);
    }
    let mut best = (usize::MAX, None);
    for layout in LAYOUTS {
        let bytes =
            store(std::slice::from_ref(column), &[layout], std::slice::from_ref(&rows), SMALL)?
                .len();
        if bytes < best.0 {
            best = (bytes, layout);
        }
    }
    Ok(best.1)
}

fn store(
    columns: &[(String, Column)],
    layouts: &[Option<Encoding>],
    groups: &[Range<usize>],
    effort: i32,
) -> Result<Vec<u8>, ParquetError> {
    let kinds: Vec<Kind> = columns.iter().map(|(_, column)| Kind::of(column)).collect();
    let fields = columns
        .iter()
        .zip(&kinds)
        .map(|((name, _), kind)| kind.field(name).map(Arc::new))
        .collect::<Result<Vec<_>, _>>()?;
    let schema = Type::group_type_builder("table").with_fields(fields).build()?;
    let mut properties = properties(effort)?;
    for ((name, _), layout) in columns.iter().zip(layouts) {
        if let Some(encoding) = layout {
            let path = ColumnPath::from(name.as_str());
            properties = properties
                .set_column_dictionary_enabled(path.clone(), false)
                .set_column_encoding(path, *encoding);
        }
    }
    let properties = Arc::new(properties.build());
    let mut writer = SerializedFileWriter::new(Vec::new(), Arc::new(schema), properties)?;
    for rows in groups {
        let mut group = writer.next_row_group()?;
        for ((_, column), kind) in columns.iter().zip(&kinds) {
            if let Some(mut target) = group.next_column()? {
                kind.write(column, rows.clone(), &mut target)?;
                target.close()?;
            }
        }
        group.close()?;
    }
    writer.into_inner()
}

fn properties(effort: i32) -> Result<WriterPropertiesBuilder, ParquetError> {
    Ok(WriterProperties::builder()
        .set_created_by("agglo".to_owned())
        .set_compression(Compression::ZSTD(ZstdLevel::try_new(effort)?))
        .set_statistics_enabled(EnabledStatistics::Chunk)
        .set_offset_index_disabled(true))
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
        rows: Range<usize>,
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
