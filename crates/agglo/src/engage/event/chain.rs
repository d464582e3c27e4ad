//! The chain: each event is sealed with the digest of the one before it, so that none can be changed,
//! taken out or put in between without a trace.
//!
//! What is sealed is the text of an event as it was written, not as this version would write it: events
//! verify for as long as they are kept, whatever is added to their kinds later.

/// The digest before the first event.
pub const START: [u8; 32] = [0; 32];

/// First bytes of all that is sealed: no other text of ours can have the same digest.
const DOMAIN: &[u8] = b"agglo/event/1";

/// An event as it is stored: texts, and the body as the JSON that was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Envelope<'a> {
    /// The programme's id.
    pub programme: &'a str,
    /// Place in the chain, from 1.
    pub sequence: u64,
    /// When it was entered, RFC 3339 in UTC.
    pub entered: &'a str,
    /// When it happened, ISO 8601.
    pub happened: &'a str,
    /// The region.
    pub region: &'a str,
    /// The key of who said it, or nothing.
    pub said_by: &'a str,
    /// Where it can be looked up, or nothing.
    pub source: &'a str,
    /// Anything else, or nothing.
    pub note: &'a str,
    /// The id of a named record, or nothing.
    pub id: &'a str,
    /// Whether it may leave the programme.
    pub is_public: bool,
    /// The word of its kind.
    pub kind: &'a str,
    /// What it carries, as the JSON that was written.
    pub body: &'a str,
}

impl Envelope<'_> {
    /// The bytes whose SHA-256 seals the event: a fixed beginning, the digest of the event before, and every
    /// field in its order, each after its length, so that no two events have the same bytes.
    pub fn bytes(&self, previous: &[u8; 32]) -> Vec<u8> {
        let mut bytes = DOMAIN.to_vec();
        bytes.extend(previous);
        bytes.extend(self.sequence.to_be_bytes());
        bytes.push(u8::from(self.is_public));
        for text in [
            self.programme,
            self.entered,
            self.happened,
            self.region,
            self.said_by,
            self.source,
            self.note,
            self.id,
            self.kind,
            self.body,
        ] {
            bytes.extend(u64::try_from(text.len()).unwrap_or(u64::MAX).to_be_bytes());
            bytes.extend(text.as_bytes());
        }
        bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EVENT: Envelope<'_> = Envelope {
        programme: "coast",
        sequence: 1,
        entered: "2026-01-02T03:04:05Z",
        happened: "2026-01-01",
        region: "gulf",
        said_by: "",
        source: "notes",
        note: "",
        id: "",
        is_public: false,
        kind: "said",
        body: r#"{"text":"A late bus"}"#,
    };

    #[test]
    fn law_any_change_changes_the_bytes() {
        let own = EVENT.bytes(&START);
        let changed: [Envelope<'_>; 8] = [
            Envelope { programme: "coas", ..EVENT },
            Envelope { sequence: 2, ..EVENT },
            Envelope { entered: "2026-01-02T03:04:06Z", ..EVENT },
            Envelope { happened: "2026-01-02", ..EVENT },
            Envelope { is_public: true, ..EVENT },
            Envelope { kind: "sai", body: r#"d{"text":"A late bus"}"#, ..EVENT },
            Envelope { source: "", note: "notes", ..EVENT },
            Envelope { body: r#"{"text":"A late buz"}"#, ..EVENT },
        ];
        for event in changed {
            assert_ne!(event.bytes(&START), own, "{event:?}");
        }
        assert_ne!(EVENT.bytes(&[1; 32]), own);
    }
}
