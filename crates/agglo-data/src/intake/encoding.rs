//! From bytes to UTF-8: what the file says of itself, what a person says of it, never a guess.

use std::io::{self, Cursor, Read};
use std::ops::Range;

use encoding_rs::{Decoder, DecoderResult, Encoding, UTF_8, UTF_16BE, UTF_16LE};

use crate::fault::Fault;
use crate::intake::{Broken, fault_of};

/// Bytes that are looked at to know what a file is.
pub(crate) const HEAD: usize = 1 << 16;

/// A stream of text that is meant to be UTF-8.
pub(crate) struct Text {
    /// The text, from its first letter.
    pub(crate) reader: Box<dyn Read + Send>,
    /// The first bytes of it, which `reader` gives once more.
    pub(crate) head: Vec<u8>,
    /// Which byte of the file the first one of `reader` is.
    pub(crate) offset: u64,
    /// What a person should know of the encoding.
    pub(crate) note: Option<String>,
}

/// The first bytes of a stream, and the stream again from its beginning.
pub(crate) fn peek(
    mut input: Box<dyn Read + Send>,
) -> Result<(Vec<u8>, Box<dyn Read + Send>), Fault> {
    let mut head = Vec::with_capacity(HEAD);
    input.by_ref().take(HEAD as u64).read_to_end(&mut head).map_err(fault_of)?;
    Ok((head.clone(), Box::new(Cursor::new(head).chain(input))))
}

/// Reads a stream as text in the encoding that its first bytes or a person name, UTF-8 where none does.
pub(crate) fn text(input: Box<dyn Read + Send>, wish: Option<&str>) -> Result<Text, Fault> {
    let (head, mut input) = peek(input)?;
    let wished = wish.map(named).transpose()?;
    if let Some((encoding, length)) = Encoding::for_bom(&head) {
        input.read_exact(&mut [0; 3][..length]).map_err(fault_of)?;
        let differs = wished.filter(|wished| *wished != encoding).map_or(String::new(), |wished| {
            format!(", not as {}: the file's own mark says so", wished.name())
        });
        let note = format!("read as {} by its byte order mark{differs}", encoding.name());
        return decoded(input, encoding, length as u64, Some(note));
    }
    if wished.is_none() {
        unmarked(&head)?;
    }
    let encoding = wished.unwrap_or(UTF_8);
    let note = wished
        .filter(|encoding| *encoding != UTF_8)
        .map(|encoding| format!("read as {}, as asked", encoding.name()));
    decoded(input, encoding, 0, note)
}

fn decoded(
    input: Box<dyn Read + Send>,
    encoding: &'static Encoding,
    offset: u64,
    note: Option<String>,
) -> Result<Text, Fault> {
    if encoding == UTF_8 {
        let (head, reader) = peek(input)?;
        return Ok(Text { reader, head, offset, note });
    }
    let (head, reader) = peek(Box::new(Decoded::new(input, encoding, offset)))?;
    Ok(Text { reader, head, offset, note })
}

/// The encoding that a person names.
fn named(label: &str) -> Result<&'static Encoding, Fault> {
    Encoding::for_label(label.as_bytes()).ok_or_else(|| {
        Fault::new("no encoding has this name")
            .value(label)
            .cure("for example utf-8, utf-16le, latin1, windows-1252, windows-1250, shift_jis")
    })
}

/// Refuses UTF-16 that does not say so: every second byte of such text in Latin letters is NUL.
fn unmarked(head: &[u8]) -> Result<(), Fault> {
    let zeros =
        |first: usize| head.iter().skip(first).step_by(2).filter(|&&byte| byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    let half = head.len() / 2;
    let (most, least) = (even.max(odd), even.min(odd));
    if half < 2 || most * 4 < half || least * 4 > most {
        return Ok(());
    }
    let encoding = if even > odd { UTF_16BE } else { UTF_16LE };
    let label = encoding.name().to_lowercase();
    Err(Fault::new("NUL bytes: it looks like UTF-16 without a byte order mark")
        .cure(format!("--encoding {label}")))
}

/// The fault of bytes that are not UTF-8: the ones from the first that is not, and where it stands.
pub(crate) fn not_utf8(offset: u64, line: u64, rest: &[u8]) -> Fault {
    let is_windows = rest.iter().any(|byte| (0x80..0xa0).contains(byte));
    let (name, why) = if is_windows {
        ("windows-1252", "it holds bytes that are quotes and dashes there")
    } else {
        ("latin1", "or the encoding that the file's author names")
    };
    let byte = rest.first().copied().unwrap_or_default();
    Fault::new(format!("byte {offset} (0x{byte:02x}) is not UTF-8"))
        .at(format!("line {line}"))
        .cure(format!("name the encoding, perhaps --encoding {name}: {why}"))
}

/// A stream decoded to UTF-8; a byte that stands for no letter ends it with a fault.
struct Decoded {
    input: Box<dyn Read + Send>,
    decoder: Decoder,
    name: &'static str,
    raw: Vec<u8>,
    text: Vec<u8>,
    /// What of `raw` is not decoded, what of `text` not handed over.
    left: [Range<usize>; 2],
    offset: u64,
    is_over: bool,
    is_done: bool,
}

impl Decoded {
    fn new(input: Box<dyn Read + Send>, encoding: &'static Encoding, offset: u64) -> Self {
        Self {
            input,
            decoder: encoding.new_decoder_without_bom_handling(),
            name: encoding.name(),
            raw: vec![0; HEAD],
            text: vec![0; HEAD],
            left: [0..0, 0..0],
            offset,
            is_over: false,
            is_done: false,
        }
    }

    /// Decodes some more into `text`.
    fn decode(&mut self) -> io::Result<()> {
        let [raw, text] = &mut self.left;
        if raw.start == raw.end && !self.is_over {
            *raw = 0..self.input.read(&mut self.raw)?;
            self.is_over = raw.end == 0;
        }
        let (result, read, written) = self.decoder.decode_to_utf8_without_replacement(
            &self.raw[raw.clone()],
            &mut self.text,
            self.is_over,
        );
        raw.start += read;
        *text = 0..written;
        self.offset += read as u64;
        match result {
            DecoderResult::Malformed(length, after) => {
                self.is_done = true;
                let at = self.offset.saturating_sub(u64::from(length + after));
                let what = format!("byte {at} stands for no letter in {}", self.name);
                Err(Broken::error(Fault::new(what).cure("name another encoding with --encoding")))
            }
            DecoderResult::InputEmpty => {
                self.is_done = self.is_over;
                Ok(())
            }
            DecoderResult::OutputFull => Ok(()),
        }
    }
}

impl Read for Decoded {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        while self.left[1].is_empty() && !self.is_done {
            self.decode()?;
        }
        let text = &mut self.left[1];
        let count = text.len().min(out.len());
        out[..count].copy_from_slice(&self.text[text.start..text.start + count]);
        text.start += count;
        Ok(count)
    }
}
