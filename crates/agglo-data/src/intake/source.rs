//! A file as it was brought: where it lies, how it is wrapped, and its bytes as often as a reader wants them.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use crate::fault::{Fault, Faults};
use crate::intake::encoding::{self, HEAD, Text};
use crate::intake::kind::{Content, Kind};
use crate::intake::{Limits, Wishes, fault_of};

/// How the bytes are packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wrapping {
    Plain,
    #[cfg(feature = "ingest")]
    Gzip,
    /// The file at this place of a zip archive.
    #[cfg(feature = "ingest")]
    Zip(usize),
}

/// A file with what is known of it before its format is read.
pub(crate) struct Brought {
    path: PathBuf,
    wrapping: Wrapping,
    /// The name of its table, where the file names none.
    pub(crate) name: String,
    pub(crate) wishes: Wishes,
    pub(crate) limits: Limits,
    /// What was noticed so far.
    pub(crate) notes: Vec<String>,
}

/// What stands under a name once it is unpacked: the wrapping, the name of what is inside, its kind.
pub(crate) struct Inside {
    pub(crate) wrapping: Wrapping,
    pub(crate) file: String,
    pub(crate) content: Option<Content>,
}

/// Looks at a file and says what it holds.
pub(crate) fn bring(
    path: &Path,
    wishes: &Wishes,
    limits: &Limits,
) -> Result<(Brought, Content), Faults> {
    let size = std::fs::metadata(path).map_err(fault_of)?;
    if !size.is_file() {
        return Err(Fault::new("it is no file").into());
    }
    if size.len() == 0 {
        return Err(Fault::new("the file is empty").into());
    }
    if let Some(limit) = limits.bytes.filter(|&limit| size.len() > limit) {
        let what = format!("the file has {} bytes; the limit is {limit}", size.len());
        return Err(Fault::new(what).cure("raise it with --max-bytes").into());
    }
    let file = path.file_name().map_or(String::new(), |name| name.to_string_lossy().into_owned());
    let mut head = Vec::with_capacity(HEAD);
    let opened = File::open(path).map_err(fault_of)?;
    opened.take(HEAD as u64).read_to_end(&mut head).map_err(fault_of)?;
    let inside = inside(path, &file, Kind::of(&head)?, limits)?;
    let mut brought = Brought {
        path: path.to_owned(),
        wrapping: inside.wrapping,
        name: stem(&inside.file).to_owned(),
        wishes: wishes.clone(),
        limits: limits.clone(),
        notes: Vec::new(),
    };
    let content = match inside.content {
        Some(content) => content,
        None => brought.content()?,
    };
    let ending = inside.file.rsplit_once('.').map_or("", |(_, ending)| ending).to_lowercase();
    if !content.suits(&ending) {
        let what = content.title();
        brought.notes.push(format!("named .{ending}, but it holds {what}: read by what it holds"));
    }
    Ok((brought, content))
}

/// What stands inside a file, as far as its wrapping says.
fn inside(path: &Path, file: &str, kind: Kind, limits: &Limits) -> Result<Inside, Fault> {
    let file = file.to_owned();
    let plain = |content| Inside { wrapping: Wrapping::Plain, file: file.clone(), content };
    match kind {
        Kind::Text => Ok(plain(None)),
        Kind::Parquet => Ok(plain(Some(Content::Parquet))),
        #[cfg(feature = "ingest")]
        Kind::Compound => Ok(plain(Some(Content::Workbook(crate::intake::kind::Book::Xls)))),
        #[cfg(feature = "ingest")]
        Kind::Gzip => {
            let file = stem_of(&file, ".gz").to_owned();
            Ok(Inside { wrapping: Wrapping::Gzip, file, content: None })
        }
        #[cfg(feature = "ingest")]
        Kind::Zip => crate::intake::archive::look(path, &file, limits),
        #[cfg(not(feature = "ingest"))]
        Kind::Compound | Kind::Gzip | Kind::Zip => {
            let _ = (path, limits);
            Err(without("archives and workbooks (gz, zip, xlsx, xls, ods)"))
        }
    }
}

/// The refusal of a format that this build leaves out.
#[cfg(not(feature = "ingest"))]
pub(crate) fn without(what: &str) -> Fault {
    Fault::new(format!("this build does not read {what}"))
        .cure("take a released binary, or build with --features ingest")
}

/// A name without its ending.
fn stem(file: &str) -> &str {
    file.rsplit_once('.').map_or(file, |(stem, _)| stem)
}

#[cfg(feature = "ingest")]
fn stem_of<'a>(file: &'a str, ending: &str) -> &'a str {
    file.strip_suffix(ending).unwrap_or(file)
}

impl Brought {
    /// Where the bytes lie as they are, if they are not packed.
    pub(crate) fn plain(&self) -> Option<&Path> {
        (self.wrapping == Wrapping::Plain).then_some(self.path.as_path())
    }

    /// The bytes of what is inside, from the beginning.
    pub(crate) fn reader(&self) -> Result<Box<dyn Read + Send>, Fault> {
        match self.wrapping {
            Wrapping::Plain => Ok(Box::new(File::open(&self.path).map_err(fault_of)?)),
            #[cfg(feature = "ingest")]
            Wrapping::Gzip => crate::intake::archive::gunzip(&self.path, &self.limits),
            #[cfg(feature = "ingest")]
            Wrapping::Zip(at) => crate::intake::archive::unzip(&self.path, at, &self.limits),
        }
    }

    /// The same as text.
    pub(crate) fn text(&self) -> Result<Text, Fault> {
        encoding::text(self.reader()?, self.wishes.encoding.as_deref())
    }

    /// All bytes at once, up to a limit.
    pub(crate) fn bytes(&self, limit: u64) -> Result<Vec<u8>, Fault> {
        let mut bytes = Vec::new();
        self.reader()?.take(limit.saturating_add(1)).read_to_end(&mut bytes).map_err(fault_of)?;
        if bytes.len() as u64 > limit {
            return Err(Fault::new(format!("more than {limit} bytes, which is the limit")));
        }
        Ok(bytes)
    }

    /// What is inside, by its own first bytes.
    fn content(&self) -> Result<Content, Fault> {
        let (head, _) = encoding::peek(self.reader()?)?;
        match Kind::of(&head)? {
            Kind::Text => {}
            Kind::Parquet => return Ok(Content::Parquet),
            _ => {
                return Err(Fault::new("an archive or a workbook inside an archive")
                    .cure("unpack the outer one first"));
            }
        }
        Content::of_text(&self.text()?.head)
    }
}
