//! The dates of a plan as iCalendar (RFC 5545): starts, first effects, decisions, last payments, reviews.

use agglo::Error;
use agglo::plan::full::{Entry, EntryKind};
use jiff::ToSpan;
use jiff::civil::Date;

use crate::exchange::ical::{escaped, line};

/// The calendar of a plan: whole days, one entry each, the same bytes for the same plan.
///
/// `plan` names it in the identifiers of its entries; `as_of` is the day of the plan, which stamps them.
///
/// # Errors
///
/// `E0902` of a date that is none: dates of plans are made here.
pub fn agenda(entries: &[Entry], plan: &str, as_of: &str) -> Result<String, Error> {
    let stamp = date(as_of)?.strftime("%Y%m%dT000000Z").to_string();
    let mut out = String::new();
    for own in ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//agglo//plan//EN", "CALSCALE:GREGORIAN"]
    {
        line(&mut out, own);
    }
    for (at, entry) in entries.iter().enumerate() {
        let kind = kind(entry.kind);
        line(&mut out, "BEGIN:VEVENT");
        line(&mut out, &format!("UID:{}", escaped(&format!("{at}-{kind}@{plan}.plan.agglo"))));
        line(&mut out, &format!("DTSTAMP:{stamp}"));
        line(&mut out, &format!("DTSTART;VALUE=DATE:{}", date(&entry.date)?.strftime("%Y%m%d")));
        if let Some(until) = &entry.until {
            // The end of an entry of whole days is the day after its last one.
            let after = date(until)?.checked_add(1.day()).map_err(|_| no_date(until))?;
            line(&mut out, &format!("DTEND;VALUE=DATE:{}", after.strftime("%Y%m%d")));
        }
        line(&mut out, &format!("SUMMARY:{}", escaped(&entry.what)));
        line(&mut out, &format!("CATEGORIES:{kind}"));
        line(&mut out, "CLASS:PRIVATE");
        line(&mut out, "TRANSP:TRANSPARENT");
        line(&mut out, "END:VEVENT");
    }
    line(&mut out, "END:VCALENDAR");
    Ok(out)
}

fn date(text: &str) -> Result<Date, Error> {
    text.parse().map_err(|_| no_date(text))
}

fn no_date(text: &str) -> Error {
    Error::new("E0902", format!("`{text}` in the calendar of a plan is no date"))
}

fn kind(kind: EntryKind) -> &'static str {
    match kind {
        EntryKind::Step => "step",
        EntryKind::Start => "start",
        EntryKind::FirstEffect => "first-effect",
        EntryKind::Decision => "decision",
        EntryKind::LastPayment => "last-payment",
        EntryKind::FundEnds => "fund-ends",
        EntryKind::Review => "review",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(date: &str, until: Option<&str>) -> Entry {
        Entry {
            date: date.to_owned(),
            until: until.map(str::to_owned),
            kind: EntryKind::Start,
            what: "Evening bus, first season; north".to_owned(),
            initiative: None,
        }
    }

    #[test]
    fn entries_are_whole_days_and_end_on_the_day_after_their_last() {
        let entries = [entry("2026-02-28", None), entry("2028-02-01", Some("2028-02-29"))];
        let text = agenda(&entries, "3fa9c1d2", "2026-01-31").unwrap();
        for part in [
            "DTSTART;VALUE=DATE:20260228\r\n",
            "DTEND;VALUE=DATE:20280301\r\n",
            "DTSTAMP:20260131T000000Z\r\n",
            "SUMMARY:Evening bus\\, first season\\; north\r\n",
            "UID:1-start@3fa9c1d2.plan.agglo\r\n",
        ] {
            assert!(text.contains(part), "{part}: {text}");
        }
        assert_eq!(text.matches("BEGIN:VEVENT").count(), 2);
        assert!(text.split("\r\n").all(|line| line.len() <= 75));
        assert_eq!(text, agenda(&entries, "3fa9c1d2", "2026-01-31").unwrap());
    }

    #[test]
    fn a_date_that_is_none_is_our_fault_and_said() {
        assert_eq!(agenda(&[entry("soon", None)], "a", "2026-01-31").unwrap_err().code(), "E0902");
    }
}
