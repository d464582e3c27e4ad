//! iCalendar (RFC 5545): meetings, promises that fall due, and ends of the periods that awards ask reports for.

use agglo::engage::event::Kind;
use jiff::ToSpan;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde_json::Value;

use crate::exchange::outgoing::Outgoing;

/// Most reports of one award that are written.
const REPORTS: usize = 400;

/// Octets of a line before it is folded (RFC 5545, 3.1).
const FOLD: usize = 75;

/// The property that names the partners of a meeting.
pub(super) const WITH: &str = "X-AGGLO-WITH";

/// What an entry is that this programme wrote: `meeting`, `promise` or a report; nothing of others.
pub(super) fn own_uid<'a>(uid: &'a str, programme: &str) -> Option<&'a str> {
    let own = uid.strip_suffix(".agglo")?.strip_suffix(programme)?.strip_suffix('@')?;
    let (number, what) = own.split_once('-')?;
    number.parse::<u64>().ok().map(|_| what)
}

/// One entry of a calendar.
struct Entry {
    uid: String,
    stamp: String,
    day: Date,
    summary: String,
    about: String,
    /// Whom a meeting is with, where that can be looked up, the day on which it was said, who may read it.
    with: String,
    source: String,
    said: Option<Date>,
    is_public: bool,
}

/// The calendar of what goes out, and what it cannot hold.
pub fn calendar(all: &[Outgoing], programme: &str) -> (String, Vec<String>) {
    let mut entries = Vec::new();
    let mut left = Vec::new();
    for own in all {
        let day = |field: &str| day_of(own, field);
        let mut add = |name: &str, day: Date, summary: String, about: String| {
            entries.push(Entry {
                uid: format!("{}-{name}@{programme}.agglo", own.sequence),
                stamp: own.entered.to_zoned(TimeZone::UTC).strftime("%Y%m%dT%H%M%SZ").to_string(),
                day,
                summary,
                about,
                with: own.texts("with").join(","),
                source: own.text("source").unwrap_or_default().to_owned(),
                said: day_of(own, "date"),
                is_public: own.values.get("public").and_then(Value::as_bool).unwrap_or(false),
            });
        };
        match own.kind {
            Kind::Meeting => {
                let with = own.texts("with").join(", ");
                let with = if with.is_empty() { with } else { format!("With {with}") };
                let about = [with.as_str(), own.text("note").unwrap_or_default()];
                let about: Vec<&str> = about.into_iter().filter(|own| !own.is_empty()).collect();
                let what = own.text("text").unwrap_or("Meeting").to_owned();
                let Some(day) = day("on") else { continue };
                add("meeting", day, what, about.join("\n"));
            }
            Kind::Promise => {
                let what = own
                    .text("text")
                    .map_or("Promise due".to_owned(), |text| format!("Due: {text}"));
                let to = own.text("to").map_or(String::new(), |to| format!("To {to}"));
                let Some(day) = day("due") else { continue };
                add("promise", day, what, to);
            }
            Kind::Award => {
                let id = own.text("id").unwrap_or_default();
                reports(own, &mut left, |report, at, day| {
                    let what = format!("Report {report} of award {id}: a period ends");
                    add(&format!("{report}-{at}"), day, what, String::new());
                });
            }
            _ => {}
        }
    }
    left.push("times of day: entries are of whole days".to_owned());
    left.push("every kind but meetings, promises and awards".to_owned());
    (written(&entries), left)
}

fn day_of(own: &Outgoing, field: &str) -> Option<Date> {
    own.text(field).and_then(|day| day.parse::<Date>().ok())
}

fn reports(own: &Outgoing, left: &mut Vec<String>, mut add: impl FnMut(&str, usize, Date)) {
    let id = own.text("id").unwrap_or_default();
    let day = |field: &str| day_of(own, field);
    let all = own.values.get("reports").and_then(Value::as_array);
    for asked in all.into_iter().flatten() {
        let text = |field: &str| asked.get(field).and_then(Value::as_str).unwrap_or_default();
        let months = match text("every") {
            "annual" => 12,
            "semiannual" => 6,
            "quarterly" => 3,
            "monthly" => 1,
            other => {
                left.push(format!("award {id}: a report that is due `{other}`"));
                continue;
            }
        };
        let (Some(start), Some(end)) = (day("start"), day("end")) else {
            left.push(format!("award {id}: reports, for it has no start or no end"));
            continue;
        };
        for at in 1..=REPORTS {
            let months = i32::try_from(at).unwrap_or(i32::MAX).saturating_mul(months);
            // A period ends on the day before the next begins.
            let ends = start.checked_add(months.months()).and_then(|day| day.checked_sub(1.day()));
            let Some(ends) = ends.ok().filter(|ends| *ends <= end) else { break };
            add(text("report"), at, ends);
        }
    }
}

fn written(entries: &[Entry]) -> String {
    let mut out = String::new();
    let head =
        ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//agglo//programme//EN", "CALSCALE:GREGORIAN"];
    for own in head {
        line(&mut out, own);
    }
    for entry in entries {
        line(&mut out, "BEGIN:VEVENT");
        line(&mut out, &format!("UID:{}", escaped(&entry.uid)));
        line(&mut out, &format!("DTSTAMP:{}", entry.stamp));
        line(&mut out, &format!("DTSTART;VALUE=DATE:{}", entry.day.strftime("%Y%m%d")));
        line(&mut out, &format!("SUMMARY:{}", escaped(&entry.summary)));
        if let Some(said) = entry.said {
            line(&mut out, &format!("CREATED:{}T000000Z", said.strftime("%Y%m%d")));
        }
        line(&mut out, if entry.is_public { "CLASS:PUBLIC" } else { "CLASS:PRIVATE" });
        for (name, text) in [(WITH, &entry.with), ("COMMENT", &entry.source)] {
            if !text.is_empty() {
                line(&mut out, &format!("{name}:{}", escaped(text)));
            }
        }
        if !entry.about.is_empty() {
            line(&mut out, &format!("DESCRIPTION:{}", escaped(&entry.about)));
        }
        line(&mut out, "END:VEVENT");
    }
    line(&mut out, "END:VCALENDAR");
    out
}

/// A text as a value (RFC 5545, 3.3.11).
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::new();
    for letter in text.chars() {
        match letter {
            '\\' | ';' | ',' => out.extend(['\\', letter]),
            '\n' => out.push_str("\\n"),
            other if other.is_control() => {}
            other => out.push(other),
        }
    }
    out
}

/// A line, folded between characters so that no part is longer than 75 octets.
pub(super) fn line(out: &mut String, text: &str) {
    let mut length = 0;
    for letter in text.chars() {
        if length + letter.len_utf8() > FOLD {
            out.push_str("\r\n ");
            length = 1;
        }
        out.push(letter);
        length += letter.len_utf8();
    }
    out.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_folded_between_characters_and_unfold_to_the_same() {
        let text = format!("SUMMARY:{}", escaped(&"Treffen, Hafen; Küste\\ ".repeat(9)));
        let mut out = String::new();
        line(&mut out, &text);
        let lines: Vec<&str> = out.trim_end_matches("\r\n").split("\r\n").collect();
        assert!(lines.len() > 2 && lines.iter().all(|own| own.len() <= FOLD));
        assert_eq!(out.replace("\r\n ", "").trim_end(), text.trim_end());
    }

    #[test]
    fn texts_cannot_end_an_entry() {
        assert_eq!(escaped("a\r\nEND:VEVENT, b"), "a\\nEND:VEVENT\\, b");
    }
}
