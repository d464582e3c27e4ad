//! Reads Parquet with its own column reader: typed slices, no second columnar library.

use agglo::Error;
use bytes::Bytes;
use parquet::column::reader::{ColumnReader, ColumnReaderImpl};
use parquet::data_type::{ByteArray, DataType};
use parquet::errors::ParquetError;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::file::statistics::Statistics;

use crate::table::{Column, Table};

/// A Parquet file in memory, read group of rows by group of rows.
pub struct PackFile {
    name: String,
    reader: SerializedFileReader<Bytes>,
}

impl PackFile {
    /// Opens a file whose bytes are in memory; `name` stands in messages.
    ///
    /// # Errors
    ///
    /// `E0402` when the bytes are not Parquet.
    pub fn open(name: &str, bytes: Bytes) -> Result<Self, Error> {
        let reader = SerializedFileReader::new(bytes).map_err(|cause| damaged(name, &cause))?;
        Ok(Self { name: name.to_owned(), reader })
    }

    /// Number of row groups.
    pub fn groups(&self) -> usize {
        self.reader.num_row_groups()
    }

    /// Number of rows.
    pub fn rows(&self) -> usize {
        let metadata = self.reader.metadata().file_metadata();
        usize::try_from(metadata.num_rows()).unwrap_or(0)
    }

    /// Least and greatest whole number of a column in a row group, where the file states them.
    pub fn span(&self, group: usize, column: &str) -> Option<(i64, i64)> {
        let at = self.column(column)?;
        match self.reader.metadata().row_group(group).column(at).statistics()? {
            Statistics::Int32(range) => {
                Some(((*range.min_opt()?).into(), (*range.max_opt()?).into()))
            }
            Statistics::Int64(range) => Some((*range.min_opt()?, *range.max_opt()?)),
            _ => None,
        }
    }

    /// Some columns of one row group.
    ///
    /// # Errors
    ///
    /// `E0404` when a column is missing, `E0402` when the file is damaged inside.
    pub fn group(&self, group: usize, columns: &[&str]) -> Result<Table, Error> {
        let read = columns
            .iter()
            .map(|&name| Ok((name.to_owned(), self.read(group, name)?)))
            .collect::<Result<_, Error>>()?;
        Table::new(&self.name, read)
    }

    /// Some columns of all rows: for files that are small.
    ///
    /// # Errors
    ///
    /// As [`PackFile::group`].
    pub fn all(&self, columns: &[&str]) -> Result<Table, Error> {
        let mut whole: Vec<(String, Column)> = Vec::new();
        for group in 0..self.groups() {
            for (at, &name) in columns.iter().enumerate() {
                let part = self.read(group, name)?;
                match whole.get_mut(at) {
                    None => whole.push((name.to_owned(), part)),
                    Some((_, column)) => append(column, part),
                }
            }
        }
        Table::new(&self.name, whole)
    }

    /// Names of all columns.
    pub fn columns(&self) -> Vec<String> {
        let schema = self.reader.metadata().file_metadata().schema_descr();
        schema.columns().iter().map(|column| column.name().to_owned()).collect()
    }

    fn column(&self, name: &str) -> Option<usize> {
        let schema = self.reader.metadata().file_metadata().schema_descr();
        schema.columns().iter().position(|column| column.name() == name)
    }

    fn read(&self, group: usize, name: &str) -> Result<Column, Error> {
        let Some(at) = self.column(name) else {
            return Err(Error::new("E0404", format!("column `{name}` is missing"))
                .at(&self.name)
                .hint("the pack was made by another version of agglo"));
        };
        self.decode(group, at).map_err(|cause| damaged(&self.name, &cause))
    }

    fn decode(&self, group: usize, at: usize) -> Result<Column, ParquetError> {
        let rows = self.reader.get_row_group(group)?;
        let count = usize::try_from(rows.metadata().num_rows()).unwrap_or(0);
        let optional = rows.metadata().column(at).column_descr().max_def_level() > 0;
        Ok(match rows.get_column_reader(at)? {
            ColumnReader::Int32ColumnReader(reader) => {
                Column::Integers(values(reader, count, optional, i64::from)?)
            }
            ColumnReader::Int64ColumnReader(reader) => {
                Column::Integers(values(reader, count, optional, |value| value)?)
            }
            ColumnReader::DoubleColumnReader(reader) => {
                Column::Numbers(values(reader, count, optional, |value| value)?)
            }
            ColumnReader::FloatColumnReader(reader) => {
                Column::Numbers(values(reader, count, optional, f64::from)?)
            }
            ColumnReader::ByteArrayColumnReader(reader) => {
                Column::Texts(values(reader, count, optional, |bytes: ByteArray| {
                    String::from_utf8_lossy(bytes.data()).into_owned()
                })?)
            }
            _ => return Err(ParquetError::General("a column of an unexpected type".to_owned())),
        })
    }
}

fn damaged(name: &str, cause: &ParquetError) -> Error {
    Error::new("E0402", format!("the file is damaged: {cause}"))
        .at(name)
        .hint("take the pack again from where agglo came from")
}

/// All values of a column chunk, with its gaps.
fn values<T: DataType, V>(
    mut reader: ColumnReaderImpl<T>,
    count: usize,
    optional: bool,
    make: impl Fn(T::T) -> V,
) -> Result<Vec<Option<V>>, ParquetError> {
    let (mut packed, mut levels) = (Vec::with_capacity(count), Vec::new());
    let (read, ..) =
        reader.read_records(count, optional.then_some(&mut levels), None, &mut packed)?;
    if read != count {
        return Err(ParquetError::General(format!("{read} of {count} rows could be read")));
    }
    let mut packed = packed.into_iter().map(make);
    Ok(if optional {
        levels.iter().map(|&level| if level > 0 { packed.next() } else { None }).collect()
    } else {
        packed.map(Some).collect()
    })
}

fn append(column: &mut Column, part: Column) {
    match (column, part) {
        (Column::Integers(whole), Column::Integers(more)) => whole.extend(more),
        (Column::Numbers(whole), Column::Numbers(more)) => whole.extend(more),
        (Column::Texts(whole), Column::Texts(more)) => whole.extend(more),
        // One file has one type per column: nothing else can come.
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::write;

    fn sample() -> Table {
        Table::new(
            "sample",
            vec![
                ("region".into(), Column::whole([0, 0, 1, 2])),
                ("jobs".into(), Column::Integers(vec![Some(5), None, Some(i64::MAX), Some(-1)])),
                ("rate".into(), Column::Numbers(vec![None, Some(0.25), Some(1e9), None])),
                ("name".into(), Column::texts(["a", "b", "ß", "d"])),
            ],
        )
        .unwrap()
    }

    #[test]
    fn what_is_written_is_read_back_with_its_gaps() {
        let bytes = write(&sample(), &[0, 2]).unwrap();
        let file = PackFile::open("sample", bytes.into()).unwrap();
        assert_eq!((file.groups(), file.rows()), (2, 4));
        assert_eq!(file.all(&["region", "jobs", "rate", "name"]).unwrap(), sample());
    }

    #[test]
    fn a_group_states_which_positions_it_holds() {
        let bytes = write(&sample(), &[0, 2]).unwrap();
        let file = PackFile::open("sample", bytes.into()).unwrap();
        assert_eq!(file.span(1, "region"), Some((1, 2)));
        assert_eq!(file.group(1, &["region"]).unwrap().whole("region").unwrap(), [1, 2]);
    }

    #[test]
    fn the_same_table_gives_the_same_bytes() {
        assert_eq!(write(&sample(), &[0]).unwrap(), write(&sample(), &[0]).unwrap());
    }

    #[test]
    fn bytes_that_are_not_parquet_are_a_damaged_file() {
        let error = PackFile::open("x.parquet", Bytes::from_static(b"not a table")).err().unwrap();
        assert_eq!((error.code(), error.place()), ("E0402", Some("x.parquet")));
    }
}
