//! What a file is, by its bytes: encoding, container, format, limits.
//!
//! A name is only a hint; where it says otherwise than the bytes, the bytes win and a note says so.

mod encoding;
mod fingerprint;
mod kind;
mod source;

#[cfg(feature = "ingest")]
mod archive;

use std::fmt;
use std::io;
use std::path::Path;

use crate::fault::{Fault, Faults};
use crate::sheet::{self, Sheet};

pub(crate) use encoding::not_utf8;
pub use fingerprint::fingerprint;
#[cfg(feature = "ingest")]
pub(crate) use kind::Book;
pub(crate) use kind::Content;
#[cfg(not(feature = "ingest"))]
pub(crate) use source::without;
pub(crate) use source::{Brought, bring};

/// How much of a file is read before it is refused.
#[derive(Clone, Debug)]
pub struct Limits {
    /// Bytes of the file as brought; `None`: any size, text streams.
    pub bytes: Option<u64>,
    /// Bytes of an archive or workbook unpacked.
    pub unpacked_bytes: u64,
    /// Bytes unpacked for each packed one, of what is large.
    pub ratio: u64,
    /// Bytes of one field.
    pub field_bytes: usize,
    /// Columns of one table.
    pub columns: usize,
    /// Lists and objects of JSON in one another.
    pub json_depth: usize,
    /// Bytes of JSON, which is read whole.
    pub json_bytes: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            bytes: None,
            unpacked_bytes: 1 << 30,
            ratio: 100,
            field_bytes: 1 << 20,
            columns: 16_384,
            json_depth: 64,
            json_bytes: 512 << 20,
        }
    }
}

/// What a person said of a file.
#[derive(Clone, Debug, Default)]
pub struct Wishes {
    /// The encoding of its text, by its label: `latin1`, `utf-16be`.
    pub encoding: Option<String>,
    /// The byte between two fields.
    pub delimiter: Option<u8>,
    /// The byte that begins a line which is no data.
    pub comment: Option<u8>,
    /// The sheet of a workbook.
    pub sheet: Option<String>,
    /// The line or row, from 1, on which the names of the columns stand.
    pub header_row: Option<u32>,
    /// Whether each line is a JSON document of its own.
    pub is_json_lines: bool,
}

/// What a file was found to hold.
pub enum Opened {
    /// Tables, one for each dataset or sheet.
    Tables(Vec<Named>),
    /// Nothing but a message of whoever sent it.
    Message(String),
    /// Code lists, a structure or a list of references, no data: which.
    Structure(String),
}

impl fmt::Debug for Opened {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Tables(tables) => f.debug_tuple("Tables").field(tables).finish(),
            Self::Message(text) => f.debug_tuple("Message").field(text).finish(),
            Self::Structure(text) => f.debug_tuple("Structure").field(text).finish(),
        }
    }
}

/// A table with its name.
pub struct Named {
    /// The dataset's or the sheet's name, else the file's without its ending.
    pub name: String,
    /// What it was read from.
    pub format: Format,
    /// West, south, east and north end of what it draws, where it draws.
    pub extent: Option<[f64; 4]>,
    /// Its rows.
    pub sheet: Box<dyn Sheet>,
}

impl fmt::Debug for Named {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Named")
            .field("name", &self.name)
            .field("format", &self.format)
            .field("columns", &self.sheet.columns())
            .finish_non_exhaustive()
    }
}

/// Formats that are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Fields between commas, semicolons, tabs or bars.
    Delimited,
    /// Eurostat's table of tabs.
    EurostatTsv,
    /// SDMX-CSV 1 or 2.
    SdmxCsv,
    /// SDMX-JSON 1 or 2.
    SdmxJson,
    /// SDMX-ML 2.1, generic or structure-specific.
    SdmxMl,
    /// JSON-stat 1 or 2.
    JsonStat,
    /// A JSON list of flat objects, or of lists under a first list of names.
    Json,
    /// A flat JSON object a line.
    JsonLines,
    /// A `GeoJSON` collection of features.
    GeoJson,
    /// A sheet of a workbook: xlsx, xls, ods.
    Workbook,
    /// Parquet.
    Parquet,
}

impl Format {
    /// Whether it holds cubes: one column of figures, the others say of what.
    pub fn is_cube(self) -> bool {
        use Format::{EurostatTsv, JsonStat, SdmxCsv, SdmxJson, SdmxMl};
        matches!(self, EurostatTsv | JsonStat | SdmxCsv | SdmxJson | SdmxMl)
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Delimited => "delimited text",
            Self::EurostatTsv => "Eurostat TSV",
            Self::SdmxCsv => "SDMX-CSV",
            Self::SdmxJson => "SDMX-JSON",
            Self::SdmxMl => "SDMX-ML",
            Self::JsonStat => "JSON-stat",
            Self::Json => "JSON",
            Self::JsonLines => "JSON lines",
            Self::GeoJson => "GeoJSON",
            Self::Workbook => "workbook",
            Self::Parquet => "Parquet",
        })
    }
}

/// Opens a file for reading, whatever it is.
///
/// # Errors
///
/// What is wrong with the file as a whole, or with its header: an archive that leaves its folder or unpacks
/// to too much, an encoding that is not known, a header that is none, a format that is not read.
pub fn open(path: &Path, wishes: &Wishes, limits: &Limits) -> Result<Opened, Faults> {
    let (brought, content) = bring(path, wishes, limits)?;
    sheet::open(brought, content)
}

/// A fault on its way through a reader of bytes.
#[derive(Debug)]
pub(crate) struct Broken(Fault);

impl Broken {
    /// The fault as an error of reading.
    pub(crate) fn error(fault: Fault) -> io::Error {
        io::Error::other(Self(fault))
    }
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for Broken {}

/// The fault behind an error of reading.
pub(crate) fn fault_of(error: io::Error) -> Fault {
    let what = match error.kind() {
        io::ErrorKind::UnexpectedEof => "the file ends too early: it is truncated".to_owned(),
        _ => format!("it cannot be read: {error}"),
    };
    let inner = error.into_inner().and_then(|inner| inner.downcast::<Broken>().ok());
    inner.map_or_else(|| Fault::new(what), |broken| broken.0)
}
