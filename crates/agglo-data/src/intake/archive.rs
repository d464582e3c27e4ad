//! Archives: gzip and zip, unpacked as a stream, watched for what they claim and for what they give.

use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::path::Path;

use flate2::CrcReader;
use flate2::read::{DeflateDecoder, MultiGzDecoder};
use zip::read::ZipArchive;
use zip::result::ZipError;

use crate::fault::Fault;
use crate::intake::encoding::HEAD;
use crate::intake::kind::{Book, Content};
use crate::intake::source::{Inside, Wrapping};
use crate::intake::{Broken, Limits, fault_of};

/// What is unpacked to less than this may be packed as tightly as it likes.
const SMALL: u64 = 1 << 20;
/// Most files of an archive.
const FILES: usize = 10_000;
/// Files that a message lists.
const LISTED: usize = 10;

/// One file of an archive.
struct Entry {
    name: String,
    at: usize,
}

type Archive = ZipArchive<BufReader<File>>;

fn damaged(error: ZipError) -> Fault {
    match error {
        ZipError::Io(error) => fault_of(error),
        other => Fault::new(format!("the archive is damaged: {other}")),
    }
}

fn archive(path: &Path) -> Result<Archive, Fault> {
    let file = BufReader::new(File::open(path).map_err(fault_of)?);
    ZipArchive::new(file).map_err(damaged)
}

/// What a zip file is: a workbook, or an archive with one file of data.
pub(crate) fn look(path: &Path, file: &str, limits: &Limits) -> Result<Inside, Fault> {
    let mut archive = archive(path)?;
    let entries = entries(&mut archive, limits)?;
    let has = |name: &str| entries.iter().any(|entry| entry.name == name);
    let has_folder = |name: &str| entries.iter().any(|entry| entry.name.starts_with(name));
    let book = if has("xl/workbook.bin") {
        return Err(Fault::new("a binary workbook (xlsb)").cure("save it as xlsx"));
    } else if has_folder("xl/") {
        Some(Book::Xlsx)
    } else if has("content.xml") && has("mimetype") {
        Some(Book::Ods)
    } else if has_folder("word/") || has_folder("ppt/") {
        return Err(Fault::new("a document or slides, not a workbook"));
    } else {
        None
    };
    if let Some(book) = book {
        // The reader of workbooks unpacks by itself: nothing may be more than it claims.
        for at in 0..archive.len() {
            let entry = archive.by_index(at).map_err(damaged)?;
            let size = entry.size();
            let mut watched = Watched::new(entry, limits, u64::MAX);
            let mut head = Vec::new();
            watched.by_ref().take(HEAD as u64).read_to_end(&mut head).map_err(fault_of)?;
            if claims(&head) > size {
                return Err(Fault::new(
                    "the workbook is damaged: it claims more texts than it has",
                ));
            }
            io::copy(&mut watched, &mut io::sink()).map_err(fault_of)?;
        }
        let file = file.to_owned();
        let content = Some(Content::Workbook(book));
        return Ok(Inside { wrapping: Wrapping::Plain, file, content });
    }
    match entries.as_slice() {
        [] => Err(Fault::new("the archive is empty")),
        [only] => {
            let file = only.name.rsplit('/').next().unwrap_or(&only.name).to_owned();
            Ok(Inside { wrapping: Wrapping::Zip(only.at), file, content: None })
        }
        several => {
            let mut names: Vec<&str> =
                several.iter().take(LISTED).map(|entry| entry.name.as_str()).collect();
            if several.len() > LISTED {
                names.push("…");
            }
            let what = format!("the archive holds {} files: {}", several.len(), names.join(", "));
            Err(Fault::new(what).cure("unpack it and add the one that holds the data"))
        }
    }
}

/// The files of an archive whose names stay inside and whose sizes stay within the limits.
fn entries(archive: &mut Archive, limits: &Limits) -> Result<Vec<Entry>, Fault> {
    if archive.len() > FILES {
        let what = format!("an archive of {} files; the limit is {FILES}", archive.len());
        return Err(Fault::new(what));
    }
    let (mut entries, mut all) = (Vec::new(), 0_u64);
    for at in 0..archive.len() {
        let entry = archive.by_index_raw(at).map_err(damaged)?;
        let name = String::from_utf8_lossy(entry.name_raw()).into_owned();
        let refuse = |what: &str| Fault::new(what).value(&name);
        if leaves(&name) || entry.is_symlink() {
            return Err(refuse("a file of the archive leaves its folder")
                .cure("do not trust this archive; ask its sender"));
        }
        if entry.encrypted() {
            return Err(refuse("a file of the archive is encrypted").cure("unpack it first"));
        }
        let (size, packed) = (entry.size(), entry.compressed_size().max(1));
        all = all.saturating_add(size);
        if all > limits.unpacked_bytes {
            let limit = limits.unpacked_bytes;
            return Err(refuse(&format!("unpacked, more than {limit} bytes, which is the limit")));
        }
        if size > SMALL && size / packed > limits.ratio {
            let (ratio, limit) = (size / packed, limits.ratio);
            let what = format!(
                "unpacked, {size} bytes: {ratio} times the {packed} packed ones; the limit is {limit} times"
            );
            return Err(refuse(&what));
        }
        if !entry.is_dir() && !is_beside(&name) {
            entries.push(Entry { name, at });
        }
    }
    Ok(entries)
}

/// How many texts a list of a workbook's texts claims to hold: memory would be taken for them.
fn claims(head: &[u8]) -> u64 {
    let mark = b"uniqueCount";
    let Some(at) = head.windows(mark.len()).position(|part| part == mark) else { return 0 };
    let rest = &head[at + mark.len()..];
    let digits = rest.iter().skip_while(|byte| !byte.is_ascii_digit());
    digits.take_while(|byte| byte.is_ascii_digit()).fold(0, |number: u64, digit| {
        number.saturating_mul(10).saturating_add(u64::from(digit - b'0'))
    })
}

/// Whether a name points out of the folder into which an archive is unpacked.
fn leaves(name: &str) -> bool {
    let mut parts = name.split(['/', '\\']);
    name.starts_with(['/', '\\']) || name.contains(':') || parts.any(|part| part == "..")
}

/// Whether a file is there for the sake of an operating system.
fn is_beside(name: &str) -> bool {
    let file = name.rsplit('/').next().unwrap_or(name);
    name.starts_with("__MACOSX/") || file.starts_with('.') || file == "Thumbs.db"
}

/// The stream inside a gzip file.
pub(crate) fn gunzip(path: &Path, limits: &Limits) -> Result<Box<dyn Read + Send>, Fault> {
    let file = File::open(path).map_err(fault_of)?;
    let packed = file.metadata().map_err(fault_of)?.len();
    Ok(Box::new(Watched::new(MultiGzDecoder::new(BufReader::new(file)), limits, packed)))
}

/// The stream of one file of a zip archive.
pub(crate) fn unzip(
    path: &Path,
    at: usize,
    limits: &Limits,
) -> Result<Box<dyn Read + Send>, Fault> {
    let mut archive = archive(path)?;
    let entry = archive.by_index_raw(at).map_err(damaged)?;
    let (packed, size, crc) = (entry.compressed_size(), entry.size(), entry.crc32());
    let start = entry.data_start();
    let method = entry.compression();
    drop(entry);
    let start = start.ok_or_else(|| Fault::new("the archive is damaged: a file begins nowhere"))?;
    let mut file = archive.into_inner();
    file.seek(SeekFrom::Start(start)).map_err(fault_of)?;
    let raw = file.take(packed);
    let stream: Box<dyn Read + Send> = match method {
        zip::CompressionMethod::Stored => Box::new(raw),
        zip::CompressionMethod::Deflated => Box::new(DeflateDecoder::new(raw)),
        other => {
            let what = format!("the archive is packed by {other}, which is not read");
            return Err(Fault::new(what).cure("unpack it first"));
        }
    };
    let checked = Checked { stream: CrcReader::new(stream), size, crc, read: 0 };
    Ok(Box::new(Watched::new(checked, limits, packed)))
}

/// A stream that ends with an error where it is not what the archive says it is.
struct Checked {
    stream: CrcReader<Box<dyn Read + Send>>,
    size: u64,
    crc: u32,
    read: u64,
}

impl Read for Checked {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let read = self.stream.read(out)?;
        self.read += read as u64;
        if read == 0
            && !out.is_empty()
            && (self.read, self.stream.crc().sum()) != (self.size, self.crc)
        {
            return Err(Broken::error(Fault::new("the archive is damaged: its check sum differs")));
        }
        Ok(read)
    }
}

/// A stream that is counted while it is unpacked.
struct Watched<R> {
    stream: R,
    read: u64,
    most: u64,
}

impl<R: Read> Watched<R> {
    fn new(stream: R, limits: &Limits, packed: u64) -> Self {
        let by_ratio = packed.saturating_mul(limits.ratio).max(SMALL);
        Self { stream, read: 0, most: limits.unpacked_bytes.min(by_ratio) }
    }
}

impl<R: Read> Read for Watched<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let read = self.stream.read(out)?;
        self.read += read as u64;
        if self.read > self.most {
            let what = format!("unpacked, more than {} bytes, which is the limit", self.most);
            return Err(Broken::error(Fault::new(what).cure("unpack it yourself if you trust it")));
        }
        Ok(read)
    }
}
