//! The days on which an event repeats (RFC 5545, 3.3.10).
//!
//! Rules by day, week, month and year are read, with how often, until when, on which days of the week or the
//! month. What else a rule may say is refused by name, and so is a rule without an end.

use jiff::civil::{Date, Weekday};
use jiff::{Span, ToSpan};

use crate::fault::Fault;

/// Most days of one rule.
const MOST: usize = 1_000;
/// Most steps from one period to the next, so that a rule that never comes true ends.
const STEPS: i32 = 20_000;

/// How far apart periods are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Every {
    Day,
    Week,
    Month,
    Year,
}

/// A rule that is read.
struct Rule {
    every: Every,
    interval: i32,
    count: Option<usize>,
    /// The last day; with a time of day, an event that begins later than that is over on the day before.
    until: Option<(Date, String)>,
    /// Days of the week; of a month also which one, from its end where it is below 0.
    weekdays: Vec<(i8, Weekday)>,
    /// Days of the month, from its end where they are below 0.
    days: Vec<i8>,
    months: Vec<i8>,
}

/// The days of a rule that begins on a day, at a time of day (`180000`, empty for a whole day). An end in UTC is
/// held against the clock of the event.
///
/// # Errors
///
/// What cannot be read, what is not read, and a rule that never ends.
pub(super) fn days(text: &str, first: Date, time: &str) -> Result<Vec<Date>, Fault> {
    let rule = Rule::read(text)?;
    let mut found = Vec::new();
    for step in 0..STEPS {
        let Ok(days) = rule.period(first, step) else { break };
        for day in days {
            if rule.until.as_ref().is_some_and(|until| is_over(day, time, until)) {
                return Ok(found);
            }
            if day < first {
                continue;
            }
            found.push(day);
            if rule.count.is_some_and(|count| found.len() >= count) {
                return Ok(found);
            }
            if found.len() > MOST {
                let what = format!("the rule gives more than {MOST} days");
                return Err(Fault::new(what).cure("end it earlier: COUNT or UNTIL"));
            }
        }
    }
    Ok(found)
}

fn is_over(day: Date, time: &str, (until, last): &(Date, String)) -> bool {
    day > *until || day == *until && !last.is_empty() && time > last.as_str()
}

impl Rule {
    fn read(text: &str) -> Result<Self, Fault> {
        let mut rule = Self {
            every: Every::Day,
            interval: 1,
            count: None,
            until: None,
            weekdays: Vec::new(),
            days: Vec::new(),
            months: Vec::new(),
        };
        let (mut has_frequency, mut week_begins_late) = (false, false);
        for part in text.split(';').filter(|part| !part.is_empty()) {
            let (name, value) = part.split_once('=').unwrap_or((part, ""));
            let bad = || Fault::new(format!("`{part}` cannot be read"));
            match name.to_uppercase().as_str() {
                "FREQ" => {
                    has_frequency = true;
                    rule.every = every(value)?;
                }
                "INTERVAL" => {
                    rule.interval = value.parse().ok().filter(|n| *n > 0).ok_or_else(bad)?;
                }
                "COUNT" => {
                    rule.count = Some(value.parse().ok().filter(|n| *n > 0).ok_or_else(bad)?);
                }
                "UNTIL" => {
                    let day = value.get(..8).ok_or_else(bad)?;
                    let time = value.get(9..15).unwrap_or_default().to_owned();
                    rule.until = Some((Date::strptime("%Y%m%d", day).map_err(|_| bad())?, time));
                }
                "BYDAY" => rule.weekdays = all(value, weekday).ok_or_else(bad)?,
                "BYMONTHDAY" => rule.days = all(value, |own| own.parse().ok()).ok_or_else(bad)?,
                "BYMONTH" => rule.months = all(value, |own| own.parse().ok()).ok_or_else(bad)?,
                "WKST" => week_begins_late = !value.eq_ignore_ascii_case("MO"),
                other => {
                    return Err(Fault::new(format!("{other} of a rule is not read"))
                        .cure("write the days one by one"));
                }
            }
        }
        if !has_frequency {
            return Err(Fault::new("a rule without FREQ"));
        }
        let is_by_day = !rule.weekdays.is_empty() || !rule.days.is_empty();
        if rule.every == Every::Year && is_by_day && rule.months.is_empty() {
            return Err(Fault::new("days of a year without BYMONTH are not read")
                .cure("write the days one by one"));
        }
        if week_begins_late && rule.every == Every::Week && rule.interval > 1 {
            return Err(Fault::new("weeks that begin on another day than Monday are not read")
                .cure("write the days one by one"));
        }
        if rule.count.is_none() && rule.until.is_none() {
            return Err(Fault::new("the rule never ends").cure("give it an end: COUNT or UNTIL"));
        }
        Ok(rule)
    }

    /// The days of the period that lies so many steps after the first one's, in order.
    fn period(&self, first: Date, step: i32) -> Result<Vec<Date>, jiff::Error> {
        let far = step.saturating_mul(self.interval);
        let span = match self.every {
            Every::Day => Span::new().try_days(far),
            Every::Week => Span::new().try_weeks(far),
            Every::Month => Span::new().try_months(far),
            Every::Year => Span::new().try_years(far),
        }?;
        let mut days = match self.every {
            Every::Day => vec![first.checked_add(span)?],
            Every::Week => self.week(first, span)?,
            Every::Month => self.month(first.first_of_month().checked_add(span)?, first),
            Every::Year => self.year(first, span)?,
        };
        let is_in = |day: &Date| self.months.is_empty() || self.months.contains(&day.month());
        days.retain(is_in);
        if self.every == Every::Day {
            let fits = |day: &Date| self.weekdays.iter().any(|(_, own)| *own == day.weekday());
            days.retain(|day| self.weekdays.is_empty() || fits(day));
            days.retain(|day| self.days.is_empty() || self.days.contains(&day.day()));
        }
        days.sort_unstable();
        days.dedup();
        Ok(days)
    }

    fn week(&self, first: Date, span: Span) -> Result<Vec<Date>, jiff::Error> {
        if self.weekdays.is_empty() {
            return Ok(vec![first.checked_add(span)?]);
        }
        let back = i32::from(first.weekday().to_monday_zero_offset());
        let monday = first.checked_sub(back.days())?.checked_add(span)?;
        let of = |(_, day): &(i8, Weekday)| {
            monday.checked_add(i32::from(day.to_monday_zero_offset()).days())
        };
        self.weekdays.iter().map(of).collect()
    }

    /// Days of the month that begins with a day.
    fn month(&self, begin: Date, first: Date) -> Vec<Date> {
        let mut days: Vec<Date> = Vec::new();
        let length = begin.days_in_month();
        for &own in &self.days {
            let day = if own < 0 { length + own + 1 } else { own };
            days.extend(Date::new(begin.year(), begin.month(), day));
        }
        for &(which, weekday) in &self.weekdays {
            match which {
                0 => days.extend(
                    (1..=5).filter_map(|nth| begin.nth_weekday_of_month(nth, weekday).ok()),
                ),
                nth => days.extend(begin.nth_weekday_of_month(nth, weekday)),
            }
        }
        if !self.days.is_empty() && !self.weekdays.is_empty() {
            let fits = |day: &Date| self.weekdays.iter().any(|(_, own)| *own == day.weekday());
            days.retain(|day| self.days.contains(&day.day()) && fits(day));
        }
        if self.days.is_empty() && self.weekdays.is_empty() {
            days.extend(Date::new(begin.year(), begin.month(), first.day()));
        }
        days
    }

    fn year(&self, first: Date, span: Span) -> Result<Vec<Date>, jiff::Error> {
        let begin = first.first_of_month().checked_add(span)?;
        if self.months.is_empty() {
            return Ok(self.month(begin, first));
        }
        let of = |month: &i8| Date::new(begin.year(), *month, 1);
        let months: Vec<Date> = self.months.iter().map(of).collect::<Result<_, _>>()?;
        Ok(months.into_iter().flat_map(|begin| self.month(begin, first)).collect())
    }
}

fn every(value: &str) -> Result<Every, Fault> {
    Ok(match value.to_uppercase().as_str() {
        "DAILY" => Every::Day,
        "WEEKLY" => Every::Week,
        "MONTHLY" => Every::Month,
        "YEARLY" => Every::Year,
        other => return Err(Fault::new(format!("a meeting cannot repeat {other}"))),
    })
}

fn all<T>(value: &str, read: impl Fn(&str) -> Option<T>) -> Option<Vec<T>> {
    value.split(',').map(|own| read(own.trim())).collect()
}

/// `2WE`, `-1FR`, `MO`.
fn weekday(text: &str) -> Option<(i8, Weekday)> {
    let at = text.len().checked_sub(2)?;
    let (which, day) = (text.get(..at)?, text.get(at..)?);
    let which = if which.is_empty() { 0 } else { which.parse().ok()? };
    let all = [
        ("MO", Weekday::Monday),
        ("TU", Weekday::Tuesday),
        ("WE", Weekday::Wednesday),
        ("TH", Weekday::Thursday),
        ("FR", Weekday::Friday),
        ("SA", Weekday::Saturday),
        ("SU", Weekday::Sunday),
    ];
    let found = all.into_iter().find(|(word, _)| word.eq_ignore_ascii_case(day))?;
    Some((which, found.1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(rule: &str, first: &str) -> Vec<String> {
        let found = days(rule, first.parse().unwrap(), "090000").unwrap();
        found.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn reference_the_examples_of_the_standard_repeat_as_it_says() {
        // RFC 5545, 3.8.5.3, from 2 September 1997 where nothing else is said.
        let first = "1997-09-02";
        assert_eq!(of("FREQ=DAILY;COUNT=3", first), ["1997-09-02", "1997-09-03", "1997-09-04"]);
        assert_eq!(of("FREQ=WEEKLY;UNTIL=19971007T000000Z;WKST=SU;BYDAY=TU,TH", first).len(), 10);
        assert_eq!(
            of("FREQ=MONTHLY;COUNT=3;BYDAY=1FR", "1997-09-05"),
            ["1997-09-05", "1997-10-03", "1997-11-07"]
        );
        assert_eq!(
            of("FREQ=MONTHLY;COUNT=3;BYDAY=-2MO", "1997-09-22"),
            ["1997-09-22", "1997-10-20", "1997-11-17"]
        );
        assert_eq!(
            of("FREQ=MONTHLY;COUNT=4;BYMONTHDAY=1,-1", "1997-09-30"),
            ["1997-09-30", "1997-10-01", "1997-10-31", "1997-11-01"]
        );
        assert_eq!(
            of("FREQ=YEARLY;COUNT=4;BYMONTH=6,7", "1997-06-10"),
            ["1997-06-10", "1997-07-10", "1998-06-10", "1998-07-10"]
        );
        assert_eq!(
            of("FREQ=MONTHLY;COUNT=3;BYDAY=FR;BYMONTHDAY=13", "1998-02-13"),
            ["1998-02-13", "1998-03-13", "1998-11-13"]
        );
    }

    #[test]
    fn a_day_that_a_month_lacks_is_left_out() {
        assert_eq!(
            of("FREQ=MONTHLY;COUNT=3", "2026-01-31"),
            ["2026-01-31", "2026-03-31", "2026-05-31"]
        );
        assert_eq!(of("FREQ=YEARLY;COUNT=2", "2024-02-29"), ["2024-02-29", "2028-02-29"]);
    }

    #[test]
    fn rules_without_an_end_too_fine_or_too_long_are_refused() {
        let first = "2026-01-01".parse().unwrap();
        for (rule, why) in [
            ("FREQ=DAILY", "never ends"),
            ("FREQ=SECONDLY", "cannot repeat SECONDLY"),
            ("FREQ=DAILY;UNTIL=99990101", "more than 1000 days"),
            ("FREQ=MONTHLY;COUNT=3;BYSETPOS=1", "BYSETPOS"),
            ("COUNT=3", "without FREQ"),
            ("FREQ=DAILY;COUNT=x", "cannot be read"),
        ] {
            let fault = days(rule, first, "").unwrap_err();
            assert!(fault.to_string().contains(why), "{rule}: {fault}");
        }
        // A rule that is never true ends too.
        let never = days("FREQ=YEARLY;COUNT=3;BYMONTH=2;BYMONTHDAY=30", first, "").unwrap();
        assert!(never.is_empty());
    }
}
