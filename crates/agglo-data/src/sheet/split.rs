//! Splits delimited text into rows and fields, with the lines of the file.
//!
//! A row ends at LF, CR or CRLF, whatever the mix. A field is quoted where a quote is its first byte; inside, a
//! quote is doubled. Quotes elsewhere are text. Eight bytes are looked at together: a table of 38 short columns
//! is split at about the speed at which its bytes can be copied.

use std::io::Read;
use std::ops::ControlFlow;

use crate::fault::Fault;
use crate::intake::{Limits, fault_of, not_utf8};
use crate::sheet::{Record, Span, place};

/// Bytes that are read at once.
const CHUNK: usize = 1 << 20;
/// A row may be this many times as long as a field.
const FIELDS_IN_A_ROW: usize = 16;
/// A row is never longer, so that its places can be counted: a quarter of what they count, since the bytes at hand
/// are doubled until a row is whole.
const MOST_IN_A_ROW: usize = 1 << 30;
const QUOTE: u8 = b'"';

/// Rows of a stream of text that is meant to be UTF-8.
pub(crate) struct Splitter {
    input: Box<dyn Read + Send>,
    buffer: Vec<u8>,
    from: usize,
    to: usize,
    is_over: bool,
    is_dead: bool,
    line: u64,
    offset: u64,
    delimiter: u8,
    comment: Option<u8>,
    field_bytes: usize,
    /// Begin and end of each field of the row at hand, without its quotes.
    fields: Vec<Span>,
    /// Lines that were skipped because they are comments.
    pub(crate) comments: u64,
    /// The line of a row that ends with the file and not with a line end: it may have been cut off.
    pub(crate) open_end: Option<u64>,
}

/// How far a row goes.
struct Extent {
    /// Bytes of the row.
    length: usize,
    /// Bytes of the row and its end.
    taken: usize,
    /// Line ends in these.
    lines: u64,
    /// Whether a field holds a quote that is doubled.
    is_doubled: bool,
}

enum Scan {
    Row(Extent),
    /// The row goes on behind the bytes at hand.
    More,
    /// A quote opened so many lines below the row's first, never closed.
    Unclosed(u64),
    /// A quote opened so many lines below the row's first, closed within its field.
    Broken(u64),
}

impl Splitter {
    /// Rows of `input`, whose first byte is byte `offset` of the file.
    pub(crate) fn new(
        input: Box<dyn Read + Send>,
        offset: u64,
        delimiter: u8,
        comment: Option<u8>,
        limits: &Limits,
    ) -> Self {
        Self {
            input,
            buffer: vec![0; CHUNK],
            from: 0,
            to: 0,
            is_over: false,
            is_dead: false,
            line: 1,
            offset,
            delimiter,
            comment,
            field_bytes: limits.field_bytes,
            fields: Vec::new(),
            comments: 0,
            open_end: None,
        }
    }

    /// Passes over lines, whatever stands on them.
    pub(crate) fn skip_lines(&mut self, lines: u64) -> Result<(), Fault> {
        for _ in 0..lines {
            if !self.skip_line()? {
                break;
            }
        }
        Ok(())
    }

    /// The next row that is not blank; `false` at the end.
    ///
    /// A fault of one row is followed by more rows; after one of the whole file it says `false`.
    pub(crate) fn read(&mut self, record: &mut Record) -> Result<bool, Fault> {
        while !self.is_dead {
            if self.from == self.to && !self.fill()? {
                return Ok(false);
            }
            if self.comment == Some(self.buffer[self.from]) {
                self.skip_line()?;
                self.comments += 1;
                continue;
            }
            let extent = self.extent()?;
            let at = self.line;
            if extent.taken == extent.length {
                self.open_end = Some(at);
            }
            let row = self.from..self.from + extent.length;
            self.pass(extent.taken, extent.lines);
            if row.is_empty() {
                continue;
            }
            let line = match std::str::from_utf8(&self.buffer[row.clone()]) {
                Ok(line) => line,
                Err(error) => {
                    self.is_dead = true;
                    let found = row.start + error.valid_up_to();
                    let offset = self.offset - (self.from - found) as u64;
                    return Err(not_utf8(offset, at, &self.buffer[found..self.to]));
                }
            };
            if let Some(fault) = self.unfit(at, line) {
                return Err(fault);
            }
            if extent.is_doubled {
                undouble(at, line, &self.fields, record);
            } else {
                record.take(at, line, &self.fields);
            }
            return Ok(true);
        }
        Ok(false)
    }

    fn skip_line(&mut self) -> Result<bool, Fault> {
        loop {
            if self.from == self.to && !self.fill()? {
                return Ok(false);
            }
            let bytes = &self.buffer[self.from..self.to];
            let Some(end) = bytes.iter().position(|&byte| byte == b'\n' || byte == b'\r') else {
                self.pass(bytes.len(), 0);
                continue;
            };
            if bytes[end] == b'\r' && end + 1 == bytes.len() && !self.is_over {
                self.pass(end, 0);
                self.fill()?;
                continue;
            }
            let is_pair = bytes[end] == b'\r' && bytes.get(end + 1) == Some(&b'\n');
            self.pass(end + 1 + usize::from(is_pair), 1);
            return Ok(true);
        }
    }

    /// How far the row goes that begins here.
    fn extent(&mut self) -> Result<Extent, Fault> {
        loop {
            self.fields.clear();
            let bytes = &self.buffer[self.from..self.to];
            let fault = match scan(bytes, self.delimiter, self.is_over, &mut self.fields) {
                Scan::Row(extent) => return Ok(extent),
                Scan::More if bytes.len() <= self.row_bytes() => {
                    self.fill()?;
                    continue;
                }
                Scan::More => {
                    let megabytes = (self.row_bytes() >> 20).max(1);
                    Fault::new(format!("a row longer than {megabytes} MiB begins here"))
                        .at(format!("line {}", self.line))
                        .cure("is a quote never closed?")
                }
                Scan::Unclosed(lines) => Fault::new("a quote opened here is never closed")
                    .at(format!("line {}", self.line + lines))
                    .cure("close it, or double quotes that belong to the text"),
                Scan::Broken(lines) => {
                    Fault::new("a quote opened here is closed before the end of its field")
                        .at(format!("line {}", self.line + lines))
                        .cure("double quotes that belong to the text")
                }
            };
            self.is_dead = true;
            return Err(fault);
        }
    }

    /// Most bytes of a row.
    fn row_bytes(&self) -> usize {
        self.field_bytes.saturating_mul(FIELDS_IN_A_ROW).min(MOST_IN_A_ROW)
    }

    /// What is wrong with a row of text.
    fn unfit(&self, at: u64, line: &str) -> Option<Fault> {
        if line.as_bytes().contains(&0) {
            let fault = Fault::new("a NUL character stands in the text").at(format!("line {at}"));
            return Some(fault.cure("take it out: no text needs it"));
        }
        if line.len() <= self.field_bytes {
            return None;
        }
        let longest = self.fields.iter().map(|(start, end)| end - start).max().unwrap_or(0);
        (longest as usize > self.field_bytes).then(|| {
            let limit = self.field_bytes;
            Fault::new(format!("a field of {longest} bytes; the limit is {limit}"))
                .at(format!("line {at}"))
        })
    }

    fn pass(&mut self, bytes: usize, lines: u64) {
        self.from += bytes;
        self.offset += bytes as u64;
        self.line += lines;
    }

    /// Reads on behind the bytes at hand; `false` where there are none any more.
    fn fill(&mut self) -> Result<bool, Fault> {
        self.buffer.copy_within(self.from..self.to, 0);
        self.to -= self.from;
        self.from = 0;
        if self.to == self.buffer.len() {
            self.buffer.resize(self.buffer.len() * 2, 0);
        }
        while !self.is_over && self.to < self.buffer.len() {
            match self.input.read(&mut self.buffer[self.to..]) {
                Ok(0) => self.is_over = true,
                Ok(read) => self.to += read,
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                Err(error) => {
                    self.is_dead = true;
                    return Err(fault_of(error));
                }
            }
        }
        Ok(self.from < self.to)
    }
}

/// A row in whose quoted fields quotes are doubled.
fn undouble(at: u64, line: &str, fields: &[Span], record: &mut Record) {
    record.start(at);
    for &(start, end) in fields {
        let start = start as usize;
        let field = line.get(start..end as usize).unwrap_or_default();
        if start > 0 && line.as_bytes()[start - 1] == QUOTE && field.contains('"') {
            record.push(&field.replace("\"\"", "\""));
        } else {
            record.push(field);
        }
    }
}

const LOW: u64 = 0x7f7f_7f7f_7f7f_7f7f;

const fn repeated(byte: u8) -> u64 {
    u64::from_le_bytes([byte; 8])
}

/// The highest bit of each byte that equals the needle's.
const fn equal(word: u64, needle: u64) -> u64 {
    let different = word ^ needle;
    !(((different & LOW) + LOW) | different | LOW)
}

/// Walks over the fields of one row.
struct Walk<'a> {
    bytes: &'a [u8],
    delimiter: u8,
    is_over: bool,
    fields: &'a mut Vec<Span>,
    start: usize,
    /// Inside of a quoted field that was just passed over.
    inside: Option<(usize, usize)>,
    lines: u64,
    is_doubled: bool,
}

fn scan(bytes: &[u8], delimiter: u8, is_over: bool, fields: &mut Vec<Span>) -> Scan {
    let (start, inside, lines, is_doubled) = (0, None, 0, false);
    let mut walk = Walk { bytes, delimiter, is_over, fields, start, inside, lines, is_doubled };
    let needles = [delimiter, b'\n', b'\r', QUOTE].map(repeated);
    let mut at = 0;
    'words: while let Some(chunk) = bytes.get(at..).and_then(<[u8]>::first_chunk) {
        let word = u64::from_le_bytes(*chunk);
        let mut delimiters = equal(word, needles[0]);
        let others = equal(word, needles[1]) | equal(word, needles[2]) | equal(word, needles[3]);
        // Most words hold no other mark than delimiters: taking these apart saves a fifth of the time.
        if others == 0 && walk.inside.is_none() {
            while delimiters != 0 {
                let here = at + (delimiters.trailing_zeros() / 8) as usize;
                delimiters &= delimiters - 1;
                walk.fields.push((place(walk.start), place(here)));
                walk.start = here + 1;
            }
            at += 8;
            continue;
        }
        let mut marks = delimiters | others;
        while marks != 0 {
            let here = at + (marks.trailing_zeros() / 8) as usize;
            marks &= marks - 1;
            match walk.mark(here) {
                ControlFlow::Continue(next) if next == here + 1 => {}
                ControlFlow::Continue(next) => {
                    at = next;
                    continue 'words;
                }
                ControlFlow::Break(scan) => return scan,
            }
        }
        at += 8;
    }
    while at < bytes.len() {
        match walk.mark(at) {
            ControlFlow::Continue(next) => at = next,
            ControlFlow::Break(scan) => return scan,
        }
    }
    if is_over { walk.row(bytes.len(), bytes.len()) } else { Scan::More }
}

impl Walk<'_> {
    /// Looks at one byte; says where to look next.
    fn mark(&mut self, at: usize) -> ControlFlow<Scan, usize> {
        match self.bytes[at] {
            byte if byte == self.delimiter => {
                self.end_field(at);
                self.start = at + 1;
            }
            b'\n' => {
                self.lines += 1;
                return ControlFlow::Break(self.row(at, at + 1));
            }
            b'\r' => {
                if at + 1 == self.bytes.len() && !self.is_over {
                    return ControlFlow::Break(Scan::More);
                }
                self.lines += 1;
                let is_pair = self.bytes.get(at + 1) == Some(&b'\n');
                return ControlFlow::Break(self.row(at, at + 1 + usize::from(is_pair)));
            }
            QUOTE if at == self.start => return self.quoted(at),
            _ => {}
        }
        ControlFlow::Continue(at + 1)
    }

    /// Passes over a quoted field whose quote opens here.
    fn quoted(&mut self, opened: usize) -> ControlFlow<Scan, usize> {
        let (lines, mut at) = (self.lines, opened + 1);
        loop {
            let Some(to) = self.bytes[at..].iter().position(|&byte| byte == QUOTE) else {
                let none = if self.is_over { Scan::Unclosed(lines) } else { Scan::More };
                return ControlFlow::Break(none);
            };
            self.lines += line_ends(&self.bytes[at..at + to]);
            at += to + 1;
            match self.bytes.get(at) {
                Some(&QUOTE) => {
                    self.is_doubled = true;
                    at += 1;
                }
                Some(&byte) if byte == self.delimiter || byte == b'\n' || byte == b'\r' => break,
                Some(_) => return ControlFlow::Break(Scan::Broken(lines)),
                None if self.is_over => break,
                None => return ControlFlow::Break(Scan::More),
            }
        }
        self.inside = Some((opened + 1, at - 1));
        ControlFlow::Continue(at)
    }

    fn end_field(&mut self, at: usize) {
        let (start, end) = self.inside.take().unwrap_or((self.start, at));
        self.fields.push((place(start), place(end)));
    }

    fn row(&mut self, length: usize, taken: usize) -> Scan {
        self.end_field(length);
        let (lines, is_doubled) = (self.lines, self.is_doubled);
        Scan::Row(Extent { length, taken, lines, is_doubled })
    }
}

/// Line ends in a text: LF, CR, and both as one.
fn line_ends(bytes: &[u8]) -> u64 {
    let ends = |at: usize| match bytes[at] {
        b'\n' => at == 0 || bytes[at - 1] != b'\r',
        byte => byte == b'\r',
    };
    (0..bytes.len()).filter(|&at| ends(at)).count() as u64
}
