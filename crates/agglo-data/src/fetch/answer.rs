//! What an answer says of itself: its length, its version, its digest, when to come again.

use std::io::Read;
use std::time::Duration;

use ureq::http::HeaderMap;

/// Which version of a file a server has.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Version {
    /// The server's own mark of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub etag: Option<String>,
    /// When it was changed, as the server writes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub modified: Option<String>,
}

impl Version {
    /// What says for certain that a piece belongs to the same bytes: a strong mark, else the time of the change.
    pub(super) fn certain(&self) -> Option<&str> {
        let strong = self.etag.as_deref().filter(|etag| !etag.starts_with("W/"));
        strong.or(self.modified.as_deref())
    }

    /// Whether it says nothing.
    pub(super) fn is_empty(&self) -> bool {
        self.etag.is_none() && self.modified.is_none()
    }
}

/// An answer, before its body is read.
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) headers: HeaderMap,
    pub(super) body: Box<dyn Read>,
}

impl Answer {
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok().map(str::trim)
    }

    pub(super) fn version(&self) -> Version {
        let text = |name: &str| self.text(name).map(str::to_owned);
        Version { etag: text("etag"), modified: text("last-modified") }
    }

    /// The length of the body, as the server says.
    pub(super) fn length(&self) -> Option<u64> {
        self.text("content-length")?.parse().ok()
    }

    /// Whether the body says by itself where it ends.
    pub(super) fn is_chunked(&self) -> bool {
        self.text("transfer-encoding")
            .is_some_and(|how| how.to_ascii_lowercase().contains("chunked"))
    }

    /// The first byte of a piece, and the length of the whole where the server says it.
    pub(super) fn range(&self) -> Option<(u64, Option<u64>)> {
        let (piece, whole) = self.text("content-range")?.strip_prefix("bytes ")?.split_once('/')?;
        let first = piece.split_once('-')?.0.trim().parse().ok()?;
        Some((first, whole.trim().parse().ok()))
    }

    /// SHA-256 of the whole file in hexadecimal digits, where the server says it (RFC 9530, RFC 3230).
    pub(super) fn sha256(&self) -> Option<String> {
        let named = |header: &str| {
            let parts = self.text(header)?.split(',');
            parts.filter_map(|part| part.trim().split_once('=')).find_map(|(name, value)| {
                name.eq_ignore_ascii_case("sha-256").then(|| value.trim_matches(':').to_owned())
            })
        };
        hexadecimal(&named("repr-digest").or_else(|| named("digest"))?)
    }

    /// How long the server asks to be left alone: seconds, or until a time by its own clock.
    pub(super) fn retry_after(&self) -> Option<Duration> {
        let text = self.text("retry-after")?;
        if let Ok(seconds) = text.parse() {
            return Some(Duration::from_secs(seconds));
        }
        let until = seconds(text)?;
        let now = seconds(self.text("date")?)?;
        Some(Duration::from_secs(u64::try_from(until - now).unwrap_or(0)))
    }
}

/// The 32 bytes of a text in base 64, as hexadecimal digits.
fn hexadecimal(text: &str) -> Option<String> {
    let value = |letter: u8| match letter {
        b'A'..=b'Z' => Some(letter - b'A'),
        b'a'..=b'z' => Some(letter - b'a' + 26),
        b'0'..=b'9' => Some(letter - b'0' + 52),
        b'+' | b'-' => Some(62),
        b'/' | b'_' => Some(63),
        _ => None,
    };
    let (mut bits, mut held, mut digits) = (0_u32, 0, String::with_capacity(64));
    for letter in text.trim_end_matches('=').bytes() {
        (bits, held) = (bits << 6 | u32::from(value(letter)?), held + 6);
        while held >= 4 {
            held -= 4;
            digits.push(char::from_digit(bits >> held & 15, 16)?);
        }
    }
    // 43 letters are 258 bits: the last two fill up.
    (digits.len() == 64).then_some(digits)
}

/// Seconds of a time as servers write it: `Wed, 21 Oct 2015 07:28:00 GMT` (RFC 9110 §5.6.7), from some fixed day.
fn seconds(text: &str) -> Option<i64> {
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let mut words = text.split_once(", ")?.1.split(' ');
    let day: i64 = words.next()?.parse().ok()?;
    let name = words.next()?;
    let month = 1 + i64::try_from(MONTHS.iter().position(|month| *month == name)?).ok()?;
    let year: i64 = words.next()?.parse().ok()?;
    let mut clock = words.next()?.split(':').map(|part| part.parse::<i64>().ok());
    let (hour, minute, second) = (clock.next()??, clock.next()??, clock.next()??);
    // Days from 1 March of year 0, so that a leap day is the last one of its year.
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let days = 365 * year + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + day;
    Some(((days * 24 + hour) * 60 + minute) * 60 + second)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(headers: &[(&'static str, &str)]) -> Answer {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.insert(*name, value.parse().unwrap());
        }
        Answer { status: 200, headers: map, body: Box::new(std::io::empty()) }
    }

    #[test]
    fn a_wait_is_given_in_seconds_or_until_a_time() {
        let wait = |headers: &[(&'static str, &str)]| answer(headers).retry_after();
        assert_eq!(wait(&[("retry-after", "7")]), Some(Duration::from_secs(7)));
        let date = ("date", "Sat, 29 Feb 2020 23:59:50 GMT");
        let until = ("retry-after", "Sun, 01 Mar 2020 00:00:10 GMT");
        assert_eq!(wait(&[date, until]), Some(Duration::from_secs(20)));
        assert_eq!(wait(&[("date", until.1), ("retry-after", date.1)]), Some(Duration::ZERO));
        assert_eq!(wait(&[("retry-after", "soon")]), None);
    }

    #[test]
    fn digests_and_ranges_are_read_as_the_standards_write_them() {
        // The empty text, whose digest is known.
        let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        let base = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
        for (name, text) in [
            ("repr-digest", format!("sha-256=:{base}:")),
            ("digest", format!("md5=x, SHA-256={base}")),
        ] {
            assert_eq!(answer(&[(name, text.as_str())]).sha256().as_deref(), Some(empty), "{text}");
        }
        assert_eq!(answer(&[("digest", "sha-256=abc")]).sha256(), None);
        assert_eq!(answer(&[("content-range", "bytes 5-9/10")]).range(), Some((5, Some(10))));
        assert_eq!(answer(&[("content-range", "bytes 5-9/*")]).range(), Some((5, None)));
    }
}
