//! How a text is delimited, from its header alone; what is mixed is refused with what was seen.

use crate::fault::Fault;
use crate::intake::Wishes;

/// Delimiters that are recognised, by their names.
const DELIMITERS: [(u8, &str); 4] =
    [(b',', "commas"), (b';', "semicolons"), (b'\t', "tabs"), (b'|', "bars")];

/// Where the header stands and what stands between its fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Dialect {
    pub(crate) delimiter: u8,
    /// Lines above the header.
    pub(crate) skipped: u64,
}

impl Dialect {
    /// The dialect of a text that begins so.
    pub(crate) fn of(head: &[u8], wishes: &Wishes) -> Result<Self, Fault> {
        let skipped = u64::from(wishes.header_row.unwrap_or(1).saturating_sub(1));
        let is_comment =
            |line: &[u8]| wishes.comment.is_some_and(|mark| line.first() == Some(&mark));
        let mut lines = lines(head)
            .filter(|(number, line)| *number > skipped && !line.is_empty() && !is_comment(line));
        let Some((number, header)) = lines.next() else {
            return Err(Fault::new("the file holds no line of text"));
        };
        let second = lines.next().map(|(_, line)| line);
        if let Some(delimiter) = wishes.delimiter {
            return Ok(Self { delimiter, skipped });
        }
        let place = format!("line {number}");
        let shown = String::from_utf8_lossy(header);
        if header.first() == Some(&b'#') {
            return Err(Fault::new("a comment, not names of columns")
                .at(place)
                .value(&shown)
                .cure("--comment # passes over such lines; drop the sign where it is the header"));
        }
        let seen = seen(header);
        match seen.as_slice() {
            // Eurostat's header names its dimensions between commas, then one column a period between tabs.
            [(b',', ..), (b'\t', ..)] if header.contains(&b'\\') => {
                Ok(Self { delimiter: b'\t', skipped })
            }
            [(delimiter, ..)] => Ok(Self { delimiter: *delimiter, skipped }),
            [] => match second.map(self::seen).as_deref() {
                None | Some([]) => Ok(Self { delimiter: b',', skipped }),
                Some(_) => Err(Fault::new("a title, not names of columns")
                    .at(place)
                    .value(&shown)
                    .cure("--header-row N says on which line the names stand")),
            },
            _ => {
                let seen: Vec<String> =
                    seen.iter().map(|(_, name, count)| format!("{count} {name}")).collect();
                Err(Fault::new(format!("the header mixes delimiters: {}", seen.join(", ")))
                    .at(place)
                    .value(&shown)
                    .cure("say which one parts the fields with --delimiter"))
            }
        }
    }
}

/// Delimiters outside quotes and square brackets: which, its name, how many.
fn seen(line: &[u8]) -> Vec<(u8, &'static str, usize)> {
    let (mut is_quoted, mut depth) = (false, 0_usize);
    let mut counts = [0; DELIMITERS.len()];
    for byte in line {
        match byte {
            b'"' => is_quoted = !is_quoted,
            b'[' if !is_quoted => depth += 1,
            b']' if !is_quoted => depth = depth.saturating_sub(1),
            _ if is_quoted || depth > 0 => {}
            _ => {
                if let Some(at) = DELIMITERS.iter().position(|(own, _)| own == byte) {
                    counts[at] += 1;
                }
            }
        }
    }
    let all = DELIMITERS.into_iter().zip(counts);
    all.filter(|(_, count)| *count > 0).map(|((byte, name), count)| (byte, name, count)).collect()
}

/// Lines with their numbers; a line ends at LF, CR or both.
fn lines(mut text: &[u8]) -> impl Iterator<Item = (u64, &[u8])> {
    let mut number = 0;
    std::iter::from_fn(move || {
        if text.is_empty() {
            return None;
        }
        let end = text.iter().position(|&byte| byte == b'\n' || byte == b'\r');
        let (line, rest) = text.split_at(end.unwrap_or(text.len()));
        let pair = if rest.starts_with(b"\r\n") { 2 } else { 1 };
        text = rest.get(pair..).unwrap_or_default();
        number += 1;
        Some((number, line))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Result<Dialect, String> {
        Dialect::of(text.as_bytes(), &Wishes::default()).map_err(|fault| fault.to_string())
    }

    #[test]
    fn the_header_alone_says_what_parts_its_fields() {
        let cases =
            [("a,b\n1;2,3", b','), ("a;b", b';'), ("a\tb", b'\t'), ("a|b", b'|'), ("a\n1", b',')];
        for (text, delimiter) in cases {
            assert_eq!(of(text).unwrap().delimiter, delimiter, "{text}");
        }
        assert_eq!(of("\"a, b\";c\n").unwrap().delimiter, b';');
        assert_eq!(of("STRUCTURE[;],ID\n").unwrap().delimiter, b',');
        assert_eq!(of("freq,geo\\TIME_PERIOD\t2019 \n").unwrap().delimiter, b'\t');
    }

    #[test]
    fn what_is_mixed_is_refused_with_what_was_seen() {
        let text = of("region,industry;year,jobs\n").unwrap_err();
        assert!(text.contains("line 1") && text.contains("2 commas, 1 semicolons"), "{text}");
    }

    #[test]
    fn a_comment_or_a_title_is_named_for_what_it_is() {
        assert!(of("# made in 2024\n\na,b\n").unwrap_err().contains("`# made in 2024`"));
        assert!(of("\r\nTable 3\r\na,b\n").unwrap_err().contains("line 2: `Table 3`"));
        let wishes = Wishes { comment: Some(b'#'), ..Wishes::default() };
        assert_eq!(Dialect::of(b"# x;y\na,b", &wishes).unwrap().delimiter, b',');
        let wishes = Wishes { header_row: Some(3), ..Wishes::default() };
        let found = Dialect::of(b"Table 3\n\na;b", &wishes).unwrap();
        assert_eq!((found.delimiter, found.skipped), (b';', 2));
    }
}
