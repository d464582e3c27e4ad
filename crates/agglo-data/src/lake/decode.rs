//! One Parquet file of the lake, read group by group and column by column.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use agglo::Error;
use bytes::{Buf, Bytes};
use parquet::column::reader::{ColumnReader, ColumnReaderImpl, get_column_reader};
use parquet::data_type::{ByteArray, DataType};
use parquet::errors::ParquetError;
use parquet::file::metadata::{ParquetMetaData, ParquetMetaDataReader};
use parquet::file::reader::{ChunkReader, Length};
use parquet::file::serialized_reader::SerializedPageReader;

use crate::lake::block::{Kind, Values};
use crate::lake::bounds::Bounds;
use crate::lake::card::SINCE;
use crate::lake::chunk::{CHUNK_HASH, chunk_hash};
use crate::lake::encode::CHUNKS;
use crate::lake::manifest::Object;
use crate::lake::store::Store;
use crate::starter::digest;

/// Bytes after the description at the end of a file: its length and a mark.
const TAIL: usize = 8;

/// A file of rows.
pub(super) struct Decoder {
    store: Arc<dyn Store>,
    path: PathBuf,
    metadata: ParquetMetaData,
    /// Hashes of the chunks, group by group and column by column.
    chunks: String,
    since: Option<u32>,
}

impl Decoder {
    /// Opens an object and holds its length and rows against what the vintage states.
    pub(super) fn open(store: Arc<dyn Store>, path: &Path, stated: &Object) -> Result<Self, Error> {
        let mut file = Self::checked(store, path, Some(&stated.footer))?;
        file.since = Some(stated.since);
        let rows = u64::try_from(file.metadata.file_metadata().num_rows()).unwrap_or(0);
        if rows != stated.rows {
            let what =
                format!("the file holds {rows} rows where its vintage states {}", stated.rows);
            return Err(broken(path, &what));
        }
        Ok(file)
    }

    /// Opens a file that no vintage speaks of yet.
    pub(super) fn run(store: Arc<dyn Store>, path: &Path) -> Result<Self, Error> {
        Self::checked(store, path, None)
    }

    fn checked(store: Arc<dyn Store>, path: &Path, stated: Option<&str>) -> Result<Self, Error> {
        let metadata = footer(store.as_ref(), path, stated)
            .map_err(|cause| broken(path, &cause.to_string()))?;
        let keys = metadata.file_metadata().key_value_metadata();
        let chunks = keys.and_then(|keys| keys.iter().find(|pair| pair.key == CHUNKS));
        let chunks = chunks.and_then(|pair| pair.value.clone()).unwrap_or_default();
        Ok(Self { store, path: path.to_owned(), metadata, chunks, since: None })
    }

    pub(super) fn groups(&self) -> usize {
        self.metadata.num_row_groups()
    }

    pub(super) fn rows(&self, group: usize) -> usize {
        usize::try_from(self.metadata.row_group(group).num_rows()).unwrap_or(0)
    }

    /// Least and greatest value of a key in a group, as the file states them.
    pub(super) fn span(&self, group: usize, column: &str) -> Option<Bounds> {
        let at = self.position(column)?;
        Bounds::of(self.metadata.row_group(group).column(at).statistics()?)
    }

    /// The values of a column in a group: gaps where the file does not have it.
    pub(super) fn column(&self, group: usize, name: &str, kind: Kind) -> Result<Values, Error> {
        let rows = self.rows(group);
        let Some(at) = self.position(name) else {
            if name == SINCE {
                return Ok(Values::Whole(vec![self.since.map(i64::from); rows]));
            }
            return Ok(match kind {
                Kind::Codes => Values::Codes { names: Vec::new(), at: vec![None; rows] },
                Kind::Whole => Values::Whole(vec![None; rows]),
                Kind::Numbers => Values::Numbers(vec![None; rows]),
            });
        };
        let values =
            self.decode(group, at).map_err(|cause| broken(&self.path, &cause.to_string()))?;
        if values.kind() == kind {
            Ok(values)
        } else {
            Err(broken(&self.path, &format!("column `{name}` does not hold {}", kind.words())))
        }
    }

    fn position(&self, name: &str) -> Option<usize> {
        let schema = self.metadata.file_metadata().schema_descr();
        schema.columns().iter().position(|column| column.name() == name)
    }

    fn decode(&self, group: usize, at: usize) -> Result<Values, ParquetError> {
        let number = group * self.metadata.file_metadata().schema_descr().num_columns() + at;
        let group = self.metadata.row_group(group);
        let rows = usize::try_from(group.num_rows()).unwrap_or(0);
        let chunk = group.column(at);
        let (start, length) = chunk.byte_range();
        let length = usize::try_from(length).map_err(|_| too_long())?;
        let bytes = self.store.read(&self.path, start, length)?;
        let stated = self.chunks.get(number * CHUNK_HASH..(number + 1) * CHUNK_HASH);
        if stated != Some(chunk_hash(&bytes).as_str()) {
            return Err(ParquetError::General(format!("its bytes from {start} on have changed")));
        }
        let part = Arc::new(Part { start, bytes });
        let pages = Box::new(SerializedPageReader::new(part, chunk, rows, None)?);
        match get_column_reader(chunk.column_descr_ptr(), pages) {
            ColumnReader::Int64ColumnReader(reader) => {
                Ok(Values::Whole(spread(&read(reader, rows)?, |value| *value)))
            }
            ColumnReader::DoubleColumnReader(reader) => {
                Ok(Values::Numbers(spread(&read(reader, rows)?, |value| *value)))
            }
            ColumnReader::ByteArrayColumnReader(reader) => codes(&read(reader, rows)?),
            _ => Err(ParquetError::General("a column of an unexpected type".to_owned())),
        }
    }
}

fn too_long() -> ParquetError {
    ParquetError::General("a file of a length that this machine cannot hold".to_owned())
}

fn footer(
    store: &dyn Store,
    path: &Path,
    stated: Option<&str>,
) -> Result<ParquetMetaData, ParquetError> {
    let size = store.size(path)?;
    let tail = size
        .checked_sub(TAIL as u64)
        .ok_or_else(|| ParquetError::General("the file is cut off".to_owned()))?;
    let mut end = store.read(path, tail, TAIL)?;
    let length = end.get_u32_le() as usize + TAIL;
    let start = size
        .checked_sub(length as u64)
        .ok_or_else(|| ParquetError::General("the file is cut off".to_owned()))?;
    let part = Part { start, bytes: store.read(path, start, length)? };
    if stated.is_some_and(|stated| stated != digest(&part.bytes)) {
        return Err(ParquetError::General("what describes its rows has changed".to_owned()));
    }
    ParquetMetaDataReader::new().parse_and_finish(&part)
}

/// Some bytes of a file, by their place in it.
struct Part {
    start: u64,
    bytes: Bytes,
}

impl Part {
    fn from(&self, start: u64) -> Result<Bytes, ParquetError> {
        let skipped =
            start.checked_sub(self.start).and_then(|skipped| usize::try_from(skipped).ok());
        match skipped {
            Some(skipped) if skipped <= self.bytes.len() => Ok(self.bytes.slice(skipped..)),
            _ => Err(ParquetError::EOF(format!("byte {start} is not in this column"))),
        }
    }
}

impl Length for Part {
    fn len(&self) -> u64 {
        self.start + self.bytes.len() as u64
    }
}

impl ChunkReader for Part {
    type T = bytes::buf::Reader<Bytes>;

    fn get_read(&self, start: u64) -> Result<Self::T, ParquetError> {
        Ok(self.from(start)?.reader())
    }

    fn get_bytes(&self, start: u64, length: usize) -> Result<Bytes, ParquetError> {
        let rest = self.from(start)?;
        if length > rest.len() {
            return Err(ParquetError::EOF(format!(
                "{length} bytes from {start} are not in this column"
            )));
        }
        Ok(rest.slice(..length))
    }
}

/// The values that are there, and for each row whether it has one.
struct Packed<T> {
    values: Vec<T>,
    levels: Vec<i16>,
}

fn read<T: DataType>(
    mut reader: ColumnReaderImpl<T>,
    rows: usize,
) -> Result<Packed<T::T>, ParquetError> {
    let (mut values, mut levels) = (Vec::with_capacity(rows), Vec::with_capacity(rows));
    let (read, ..) = reader.read_records(rows, Some(&mut levels), None, &mut values)?;
    if read != rows || levels.len() != rows {
        return Err(ParquetError::General(format!("{read} of {rows} rows could be read")));
    }
    Ok(Packed { values, levels })
}

fn spread<T, V>(packed: &Packed<T>, make: impl Fn(&T) -> V) -> Vec<Option<V>> {
    let mut values = packed.values.iter();
    let row = |&level: &i16| if level > 0 { values.next().map(&make) } else { None };
    packed.levels.iter().map(row).collect()
}

/// Text as codes. Values of a dictionary share its bytes, and all are alive here: where they lie tells them
/// apart without comparing them.
fn codes(packed: &Packed<ByteArray>) -> Result<Values, ParquetError> {
    let mut names: Vec<String> = Vec::new();
    let mut by_name: HashMap<&[u8], u32> = HashMap::new();
    let mut by_place: HashMap<(usize, usize), u32> = HashMap::new();
    let mut before = ((usize::MAX, 0), 0);
    let mut at = Vec::with_capacity(packed.levels.len());
    let mut values = packed.values.iter();
    for &level in &packed.levels {
        let Some(value) = (level > 0).then(|| values.next()).flatten() else {
            at.push(None);
            continue;
        };
        let bytes = value.data();
        let place = (bytes.as_ptr().addr(), bytes.len());
        if place != before.0 {
            let known = by_place.get(&place).or_else(|| by_name.get(bytes));
            let code = if let Some(&code) = known {
                code
            } else {
                names.push(value.as_utf8()?.to_owned());
                let code = u32::try_from(names.len() - 1).map_err(|_| too_long())?;
                by_name.insert(bytes, code);
                code
            };
            by_place.insert(place, code);
            before = (place, code);
        }
        at.push(Some(before.1));
    }
    Ok(Values::Codes { names, at })
}

fn broken(path: &Path, what: &str) -> Error {
    Error::new("E0402", format!("a file of the lake is damaged: {what}"))
        .at(path.display().to_string())
        .hint("`agglo data verify` says what else is damaged; load the dataset again, or take your last copy of the lake")
}
