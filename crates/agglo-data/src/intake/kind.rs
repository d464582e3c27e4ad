//! The kind of a file by its first bytes.

use crate::fault::Fault;

/// What the first bytes say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Gzip,
    Zip,
    /// Microsoft's compound file: an old workbook, or an encrypted new one.
    Compound,
    Parquet,
    Text,
}

/// What is in a file once it is unpacked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Content {
    Delimited,
    Json,
    Xml,
    Parquet,
    #[cfg(feature = "ingest")]
    Workbook(Book),
}

/// Kinds of workbooks.
#[cfg(feature = "ingest")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Book {
    Xlsx,
    Xls,
    Ods,
}

/// Beginnings of files that are no data, and what they are.
const OTHERS: [(&[u8], &str); 9] = [
    (b"%PDF", "a PDF document"),
    (b"\x89PNG", "a picture (PNG)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!", "a RAR archive"),
    (b"BZh", "an archive (bzip2)"),
    (b"\xfd7zXZ", "an archive (xz)"),
    (b"\x28\xb5\x2f\xfd", "an archive (zstd)"),
    (b"SQLite format 3", "a database (SQLite)"),
];

impl Kind {
    /// The kind of a file that begins so.
    pub(crate) fn of(head: &[u8]) -> Result<Self, Fault> {
        if let Some((_, what)) = OTHERS.iter().find(|(magic, _)| head.starts_with(magic)) {
            let advice = "take out of it a table as text, JSON, SDMX, a workbook or Parquet";
            return Err(Fault::new(format!("the file is {what}")).cure(advice));
        }
        Ok(match head {
            [0x1f, 0x8b, ..] => Self::Gzip,
            [b'P', b'K', 3 | 5, 4 | 6, ..] => Self::Zip,
            [0xd0, 0xcf, 0x11, 0xe0, ..] => Self::Compound,
            [b'P', b'A', b'R', b'1', ..] => Self::Parquet,
            _ => Self::Text,
        })
    }
}

impl Content {
    /// What a text holds that begins so.
    pub(crate) fn of_text(head: &[u8]) -> Result<Self, Fault> {
        let head = head.trim_ascii_start();
        let begins = |text: &str| {
            head.get(..text.len()).is_some_and(|head| head.eq_ignore_ascii_case(text.as_bytes()))
        };
        if begins("<!doctype html") || begins("<html") {
            return Err(Fault::new("the file is a web page (HTML)")
                .cure("fetch the table itself; some servers send a page in place of an error"));
        }
        if begins("BEGIN:VCALENDAR") {
            return Err(Fault::new("the file is a calendar (iCalendar), not a table"));
        }
        Ok(match head.first() {
            Some(b'{' | b'[') => Self::Json,
            Some(b'<') => Self::Xml,
            _ => Self::Delimited,
        })
    }

    /// What a person would call it.
    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::Delimited => "delimited text",
            Self::Json => "JSON",
            Self::Xml => "XML",
            Self::Parquet => "Parquet",
            #[cfg(feature = "ingest")]
            Self::Workbook(Book::Xlsx) => "an xlsx workbook",
            #[cfg(feature = "ingest")]
            Self::Workbook(Book::Xls) => "an xls workbook",
            #[cfg(feature = "ingest")]
            Self::Workbook(Book::Ods) => "an ods workbook",
        }
    }

    /// Whether a file of this content may have a name that ends so; unknown endings may be anything.
    pub(crate) fn suits(self, ending: &str) -> bool {
        let is = |own: &[&str]| own.contains(&ending);
        match self {
            Self::Delimited => !is(&["json", "geojson", "xml", "parquet", "xlsx", "xls", "ods"]),
            Self::Json => {
                !is(&["csv", "tsv", "tab", "xml", "parquet", "xlsx", "xls", "ods", "zip", "gz"])
            }
            Self::Xml => {
                !is(&["csv", "tsv", "tab", "json", "geojson", "parquet", "xlsx", "xls", "ods"])
            }
            Self::Parquet => is(&["parquet", "pq", ""]),
            #[cfg(feature = "ingest")]
            Self::Workbook(Book::Xlsx) => is(&["xlsx", "xlsm", ""]),
            #[cfg(feature = "ingest")]
            Self::Workbook(Book::Xls) => is(&["xls", ""]),
            #[cfg(feature = "ingest")]
            Self::Workbook(Book::Ods) => is(&["ods", ""]),
        }
    }
}
