//! Sorted rows to one Parquet file: columns are encoded beside each other, and the same rows give the same bytes.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use agglo::Error;
use bytes::Bytes;
use parquet::basic::{Compression, Encoding, LogicalType, Repetition, Type as Physical, ZstdLevel};
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::{EnabledStatistics, WriterProperties, WriterPropertiesPtr};
use parquet::file::statistics::Statistics;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::{ColumnPath, Type};
use sha2::{Digest, Sha256};

use crate::lake::block::Kind;
use crate::lake::bounds::Bounds;
use crate::lake::card::Role;
use crate::lake::chunk::{Task, chunk_hash};
use crate::lake::manifest::Span;
use crate::lake::rows::{Names, Rows};
use crate::lake::store::Store;

/// Rows of a group: what a reader takes in at a time. Few in tests, so that theirs are many groups.
pub(super) const GROUP: usize = if cfg!(test) { 64 } else { 131_072 };
/// Rows that one thread encodes alone.
const FEW: usize = if cfg!(test) { 32 } else { 4096 };
/// Bytes that are gathered before they are handed to the disk.
const GATHERED: usize = 4 << 20;
/// Compression: 1 takes half the time of 3 for a twentieth more bytes.
const EFFORT: i32 = 1;

/// A column of a file that is to be written.
#[derive(Clone, Debug)]
pub(super) struct Field {
    pub(super) name: String,
    pub(super) kind: Kind,
    pub(super) role: Role,
}

/// What was written.
#[derive(Debug)]
pub(super) struct Written {
    pub(super) sha256: String,
    pub(super) content: String,
    pub(super) rows: u64,
    pub(super) bytes: u64,
    pub(super) footer: String,
    pub(super) spans: Vec<Span>,
}

/// A file that is being written.
pub(super) struct Encoder {
    fields: Vec<Field>,
    writer: SerializedFileWriter<Sink>,
    /// For each column, for each group, the hash of what it says; none where it says nothing.
    content: Vec<Vec<Option<[u8; 32]>>>,
    bounds: Vec<(Option<Bounds>, u64)>,
    /// For each group, for each column, the beginning of the hash of its bytes in the file.
    chunks: String,
    rows: u64,
    threads: usize,
}

impl Encoder {
    pub(super) fn new(
        store: &Arc<dyn Store>,
        path: &Path,
        fields: &[Field],
    ) -> Result<Self, Error> {
        let made = || -> Result<Self, ParquetError> {
            store.create(path)?;
            let sink = Sink::new(Arc::clone(store), path);
            let schema = schema(fields)?;
            let writer = SerializedFileWriter::new(sink, Arc::new(schema), properties(fields)?)?;
            let content = vec![Vec::new(); fields.len()];
            let bounds = vec![(None, 0); fields.len()];
            // More threads than this wait for the one that joins the columns.
            let threads = std::thread::available_parallelism().map_or(1, |n| n.get().min(4));
            Ok(Self {
                fields: fields.to_vec(),
                writer,
                content,
                bounds,
                chunks: String::new(),
                rows: 0,
                threads,
            })
        };
        made().map_err(|cause| unwritable(path, &cause))
    }

    /// Writes one group of rows, in `order`.
    pub(super) fn group(
        &mut self,
        rows: &Rows,
        names: &[Names],
        order: &[u32],
    ) -> Result<(), Error> {
        let path = self.writer.inner().path.clone();
        self.encode(rows, names, order).map_err(|cause| unwritable(&path, &cause))
    }

    fn encode(&mut self, rows: &Rows, names: &[Names], order: &[u32]) -> Result<(), ParquetError> {
        let columns = self.writer.schema_descr().columns().to_vec();
        let properties = Arc::clone(self.writer.properties());
        let next = AtomicUsize::new(0);
        let done = Mutex::new(Vec::with_capacity(columns.len()));
        let work = || {
            loop {
                let at = next.fetch_add(1, Ordering::Relaxed);
                let Some(column) = columns.get(at) else { break };
                let task = Task {
                    values: &rows.columns[at],
                    names: &names[at],
                    order,
                    is_line: self.fields[at].role == Role::Line,
                };
                let chunk = task.encode(column, &properties);
                done.lock().unwrap_or_else(PoisonError::into_inner).push((at, chunk));
            }
        };
        // A few rows take less time than a thread takes to start.
        let threads = if order.len() < FEW { 1 } else { self.threads };
        std::thread::scope(|scope| {
            for _ in 1..threads {
                scope.spawn(work);
            }
            work();
        });
        let mut done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
        // Threads share the work, never the order.
        done.sort_unstable_by_key(|(at, _)| *at);
        let mut group = self.writer.next_row_group()?;
        for (at, chunk) in done {
            let chunk = chunk?;
            self.chunks.push_str(&chunk_hash(&chunk.bytes));
            if self.fields[at].role == Role::Key {
                let stated = chunk.close.metadata.statistics();
                let (bounds, gaps) = &mut self.bounds[at];
                *bounds = Bounds::joined(bounds.take(), stated.and_then(Bounds::of));
                *gaps += stated.and_then(Statistics::null_count_opt).unwrap_or(0);
            }
            group.append_column(&Bytes::from(chunk.bytes), chunk.close)?;
            self.content[at].push(chunk.content);
        }
        group.close()?;
        self.rows += order.len() as u64;
        Ok(())
    }

    /// Number of rows so far.
    pub(super) fn rows(&self) -> u64 {
        self.rows
    }

    /// Ends the file: all its bytes are handed to the disk.
    pub(super) fn finish(mut self) -> Result<Written, Error> {
        let path = self.writer.inner().path.clone();
        let content = content(&self.fields, &self.content, self.rows);
        let spans = self.fields.iter().zip(self.bounds);
        let spans = spans
            .filter_map(|(field, (bounds, gaps))| Some(bounds?.span(&field.name, gaps)))
            .collect();
        let end = || -> Result<Written, ParquetError> {
            let chunks = KeyValue::new(CHUNKS.to_owned(), self.chunks);
            self.writer.append_key_value_metadata(chunks);
            // What is written from here on describes the file.
            self.writer.flush()?;
            self.writer.inner_mut().footer = Some(Sha256::new());
            let mut sink = self.writer.into_inner()?;
            sink.hand_over()?;
            let sha256 = hexadecimal(&sink.hash.finalize());
            let footer = sink.footer.map(|hash| hexadecimal(&hash.finalize())).unwrap_or_default();
            Ok(Written { sha256, content, rows: self.rows, bytes: sink.bytes, footer, spans })
        };
        end().map_err(|cause| unwritable(&path, &cause))
    }
}

/// The hash of what the rows say: columns by name, so that neither their order nor a column of gaps changes it.
fn content(fields: &[Field], groups: &[Vec<Option<[u8; 32]>>], rows: u64) -> String {
    let mut columns: Vec<_> = fields.iter().zip(groups).collect();
    columns.sort_by(|a, b| a.0.name.cmp(&b.0.name));
    let mut hash = Sha256::new();
    hash.update(rows.to_le_bytes());
    for (field, groups) in columns {
        if groups.iter().all(Option::is_none) {
            continue;
        }
        hash.update((field.name.len() as u64).to_le_bytes());
        hash.update(field.name.as_bytes());
        for digest in groups {
            hash.update(digest.unwrap_or_default());
        }
    }
    hexadecimal(&hash.finalize())
}

/// Under this name a file states the hashes of its chunks.
pub(super) const CHUNKS: &str = "agglo:chunks";
pub(super) fn hexadecimal(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn unwritable(path: &Path, cause: &ParquetError) -> Error {
    Error::new("E0406", format!("rows cannot be written: {cause}")).at(path.display().to_string())
}

fn schema(fields: &[Field]) -> Result<Type, ParquetError> {
    let fields = fields
        .iter()
        .map(|field| {
            let (physical, logical) = match field.kind {
                Kind::Codes => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
                Kind::Whole => (Physical::INT64, None),
                Kind::Numbers => (Physical::DOUBLE, None),
            };
            Type::primitive_type_builder(&field.name, physical)
                .with_repetition(Repetition::OPTIONAL)
                .with_logical_type(logical)
                .build()
                .map(Arc::new)
        })
        .collect::<Result<Vec<_>, _>>()?;
    Type::group_type_builder("rows").with_fields(fields).build()
}

fn properties(fields: &[Field]) -> Result<WriterPropertiesPtr, ParquetError> {
    let mut properties = WriterProperties::builder()
        .set_created_by("agglo".to_owned())
        .set_compression(Compression::ZSTD(ZstdLevel::try_new(EFFORT)?))
        .set_statistics_enabled(EnabledStatistics::Chunk)
        .set_offset_index_disabled(true)
        .set_statistics_truncate_length(None)
        // Codes always have a dictionary, however long.
        .set_dictionary_page_size_limit(256 << 20);
    for field in fields {
        let path = ColumnPath::from(field.name.as_str());
        properties = match field.kind {
            // The ends of codes are told by `Task`.
            Kind::Codes => properties.set_column_statistics_enabled(path, EnabledStatistics::None),
            Kind::Whole => properties
                .set_column_dictionary_enabled(path.clone(), false)
                .set_column_encoding(path, Encoding::DELTA_BINARY_PACKED),
            Kind::Numbers => properties
                .set_column_dictionary_enabled(path.clone(), false)
                .set_column_encoding(path, Encoding::PLAIN),
        };
    }
    Ok(Arc::new(properties.build()))
}

/// Bytes on their way to a file, hashed as they pass.
struct Sink {
    store: Arc<dyn Store>,
    path: PathBuf,
    hash: Sha256,
    /// The hash of what describes the file, once it is being written.
    footer: Option<Sha256>,
    bytes: u64,
    gathered: Vec<u8>,
}

impl Sink {
    fn new(store: Arc<dyn Store>, path: &Path) -> Self {
        let gathered = Vec::with_capacity(GATHERED);
        Self { store, path: path.to_owned(), hash: Sha256::new(), footer: None, bytes: 0, gathered }
    }

    fn hand_over(&mut self) -> io::Result<()> {
        if self.gathered.is_empty() {
            return Ok(());
        }
        self.store.append(&self.path, &self.gathered)?;
        self.gathered.clear();
        Ok(())
    }
}

impl io::Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.hash.update(bytes);
        if let Some(footer) = &mut self.footer {
            footer.update(bytes);
        }
        self.bytes += bytes.len() as u64;
        self.gathered.extend_from_slice(bytes);
        if self.gathered.len() >= GATHERED {
            self.hand_over()?;
        }
        Ok(bytes.len())
    }

    /// Nothing: the writer flushes often, and only a whole file is worth a call.
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
