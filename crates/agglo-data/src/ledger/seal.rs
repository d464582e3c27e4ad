//! Sealing: the SHA-256 of an event's bytes, and the rows that hold it.

use agglo::Error;
use agglo::engage::event::{Body, Entry, Envelope, Event, Kind, START};
use jiff::Timestamp;
use sha2::{Digest, Sha256};

/// An event as its row holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Stored {
    pub(super) sequence: u64,
    pub(super) entered: String,
    pub(super) happened: String,
    pub(super) region: String,
    pub(super) said_by: String,
    pub(super) source: String,
    pub(super) note: String,
    pub(super) id: String,
    pub(super) is_public: bool,
    pub(super) kind: String,
    pub(super) body: String,
    pub(super) previous: String,
    pub(super) hash: String,
}

impl Stored {
    /// An entry as it will be stored after the event with the digest `previous`.
    pub(super) fn of(
        programme: &str,
        sequence: u64,
        entered: Timestamp,
        entry: &Entry,
        previous: &str,
    ) -> Result<Self, Error> {
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let mut stored = Self {
            sequence,
            entered: entered.to_string(),
            happened: entry.happened.to_string(),
            region: entry.region.clone(),
            said_by: entry.said_by.as_ref().map(ToString::to_string).unwrap_or_default(),
            source: text(&entry.source),
            note: text(&entry.note),
            id: text(&entry.id),
            is_public: entry.is_public,
            kind: entry.body.kind().word().to_owned(),
            body: body_text(&entry.body)?,
            previous: previous.to_owned(),
            hash: String::new(),
        };
        stored.hash = stored.seal(programme);
        Ok(stored)
    }

    /// The digest that its texts and the event before give.
    pub(super) fn seal(&self, programme: &str) -> String {
        let previous = unhex(&self.previous).unwrap_or(START);
        let envelope = Envelope {
            programme,
            sequence: self.sequence,
            entered: &self.entered,
            happened: &self.happened,
            region: &self.region,
            said_by: &self.said_by,
            source: &self.source,
            note: &self.note,
            id: &self.id,
            is_public: self.is_public,
            kind: &self.kind,
            body: &self.body,
        };
        hex(&Sha256::digest(envelope.bytes(&previous)))
    }

    /// The event that it holds.
    pub(super) fn event(&self) -> Result<Event, Error> {
        let texts = Texts {
            entered: &self.entered,
            happened: &self.happened,
            region: &self.region,
            said_by: &self.said_by,
            source: &self.source,
            note: &self.note,
            id: &self.id,
            is_public: self.is_public,
            kind: &self.kind,
            body: &self.body,
        };
        texts.event(self.sequence, &mut Times::default())
    }
}

/// The last time that was read: what is entered at once has one time, and a time is not read cheaply.
#[derive(Default)]
pub(super) struct Times(Option<(String, Timestamp)>);

impl Times {
    fn read(&mut self, text: &str) -> Result<Timestamp, jiff::Error> {
        match &self.0 {
            Some((known, time)) if known == text => Ok(*time),
            _ => Ok(self.0.insert((text.to_owned(), text.parse()?)).1),
        }
    }
}

/// The texts of an event, as a store gives them.
pub(super) struct Texts<'a> {
    pub(super) entered: &'a str,
    pub(super) happened: &'a str,
    pub(super) region: &'a str,
    pub(super) said_by: &'a str,
    pub(super) source: &'a str,
    pub(super) note: &'a str,
    pub(super) id: &'a str,
    pub(super) is_public: bool,
    pub(super) kind: &'a str,
    pub(super) body: &'a str,
}

impl Texts<'_> {
    /// The event that they tell.
    pub(super) fn event(&self, sequence: u64, times: &mut Times) -> Result<Event, Error> {
        let fault = |what: String| Error::new("E0523", what).at(format!("event {sequence}"));
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let unread = |why: String| {
            fault(format!("it cannot be read: {why}"))
                .hint("a newer agglo may have written it, or it was changed: `agglo ledger verify`")
        };
        let kind = Kind::named(self.kind)
            .ok_or_else(|| unread(format!("`{}` is no kind of event", self.kind)))?;
        let mut json = serde_json::Deserializer::from_str(self.body);
        let body = Body::read(kind, &mut json).and_then(|body| json.end().map(|()| body));
        let body = body.map_err(|error| unread(error.to_string()))?;
        let said_by = some(self.said_by).map(|key| key.parse()).transpose().map_err(fault)?;
        Ok(Event {
            sequence,
            entered: times.read(self.entered).map_err(|error| fault(error.to_string()))?,
            entry: Entry {
                region: self.region.to_owned(),
                happened: self.happened.parse().map_err(|e: jiff::Error| fault(e.to_string()))?,
                said_by,
                source: some(self.source),
                note: some(self.note),
                id: some(self.id),
                is_public: self.is_public,
                body,
            },
        })
    }
}

/// What an event carries, as JSON with its fields in the order of their names.
pub(super) fn body_text(body: &Body) -> Result<String, Error> {
    let ours = |error: serde_json::Error| Error::new("E0902", error.to_string());
    let mut value = serde_json::to_value(body).map_err(ours)?;
    let body = value.get_mut("body").map(serde_json::Value::take).unwrap_or_default();
    serde_json::to_string(&body).map_err(ours)
}

/// Bytes as hexadecimal text.
pub(super) fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |at: u8| char::from(DIGITS[usize::from(at)]);
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

/// The bytes of hexadecimal text.
pub(super) fn bytes(text: &str) -> Option<Vec<u8>> {
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let pairs = text.as_bytes().chunks(2);
    pairs
        .map(|pair| match pair {
            [high, low] => Some(digit(*high)? << 4 | digit(*low)?),
            _ => None,
        })
        .collect()
}

fn unhex(text: &str) -> Option<[u8; 32]> {
    bytes(text)?.try_into().ok()
}
