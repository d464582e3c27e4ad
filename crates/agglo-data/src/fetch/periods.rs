//! Which periods may be out: those whose end lies as far back as their publisher takes.

use std::collections::BTreeMap;

use crate::source::description::Cadence;

/// A day, as the caller knows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Day {
    /// The year.
    pub year: u16,
    /// The month, from 1.
    pub month: u8,
}

/// Periods of a year, and months of a period.
fn sizes(cadence: Cadence) -> Option<(u32, u32)> {
    match cadence {
        Cadence::Year => Some((1, 12)),
        Cadence::Quarter => Some((4, 3)),
        Cadence::Month => Some((12, 1)),
        Cadence::None => None,
    }
}

/// A period by its number: years times periods of a year.
fn number(cadence: Cadence, period: &str) -> Option<u32> {
    let (of_year, _) = sizes(cadence)?;
    let year: u32 = period.get(..4)?.parse().ok()?;
    let rest = period.get(4..)?;
    let part: u32 = match cadence {
        Cadence::Year if rest.is_empty() => 1,
        Cadence::Quarter => rest.strip_prefix('Q')?.parse().ok()?,
        Cadence::Month => rest.strip_prefix('-')?.parse().ok()?,
        _ => return None,
    };
    (1..=of_year).contains(&part).then(|| year * of_year + part - 1)
}

fn text(cadence: Cadence, number: u32) -> String {
    let (of_year, _) = sizes(cadence).unwrap_or((1, 12));
    let (year, part) = (number / of_year, number % of_year + 1);
    match cadence {
        Cadence::Quarter => format!("{year:04}Q{part}"),
        Cadence::Month => format!("{year:04}-{part:02}"),
        Cadence::Year | Cadence::None => format!("{year:04}"),
    }
}

/// The last period that ended so many months before a day.
pub(super) fn latest(cadence: Cadence, today: Day, delay: u32) -> Option<String> {
    let (_, months) = sizes(cadence)?;
    let passed = u32::from(today.year) * 12 + u32::from(today.month) - 1;
    let last = (passed.checked_sub(delay)? / months).checked_sub(1)?;
    Some(text(cadence, last))
}

/// Periods after one, up to another.
pub(super) fn between(cadence: Cadence, after: &str, to: &str) -> Vec<String> {
    let ends = number(cadence, after).zip(number(cadence, to));
    ends.map_or_else(Vec::new, |(after, to)| (after + 1..=to).map(|at| text(cadence, at)).collect())
}

/// A period and those before it, the newest first.
pub(super) fn back(cadence: Cadence, from: &str, count: u32) -> Vec<String> {
    let from = number(cadence, from).into_iter();
    from.flat_map(|from| (0..count).map_while(move |back| from.checked_sub(back)))
        .map(|at| text(cadence, at))
        .collect()
}

/// Whether a text is a period of this cadence.
pub(super) fn is_one(cadence: Cadence, period: &str) -> bool {
    number(cadence, period).is_some()
}

/// What a period says in the gaps of an address.
pub(super) fn gaps(cadence: Cadence, period: &str) -> BTreeMap<String, String> {
    let mut gaps = BTreeMap::new();
    let Some(year) = period.get(..4) else { return gaps };
    gaps.insert("year".to_owned(), year.to_owned());
    gaps.insert("yy".to_owned(), year.get(2..).unwrap_or_default().to_owned());
    let rest = period.get(4..).unwrap_or_default();
    match cadence {
        Cadence::Quarter => {
            gaps.insert("quarter".to_owned(), rest.trim_start_matches('Q').to_owned());
        }
        Cadence::Month => {
            gaps.insert("month".to_owned(), rest.trim_start_matches('-').to_owned());
        }
        Cadence::Year | Cadence::None => {}
    }
    gaps
}

/// Gaps of an address that a period fills.
pub(super) const OF_TIME: [&str; 4] = ["year", "yy", "quarter", "month"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_latest_period_is_the_one_whose_end_lies_far_enough_back() {
        let day = |year, month| Day { year, month };
        let quarter = |today, delay| latest(Cadence::Quarter, today, delay).unwrap();
        assert_eq!(quarter(day(2026, 11), 0), "2026Q3");
        assert_eq!(quarter(day(2026, 11), 5), "2026Q1");
        assert_eq!(quarter(day(2026, 12), 5), "2026Q2");
        assert_eq!(latest(Cadence::Year, day(2026, 11), 18).unwrap(), "2024");
        assert_eq!(latest(Cadence::Month, day(2026, 1), 1).unwrap(), "2025-11");
        assert_eq!(latest(Cadence::None, day(2026, 1), 1), None);
    }

    #[test]
    fn periods_follow_each_other_over_the_year() {
        assert_eq!(between(Cadence::Quarter, "2025Q3", "2026Q1"), ["2025Q4", "2026Q1"]);
        assert_eq!(between(Cadence::Month, "2025-11", "2026-01"), ["2025-12", "2026-01"]);
        assert!(between(Cadence::Year, "2026", "2025").is_empty());
        assert_eq!(back(Cadence::Quarter, "2026Q1", 3), ["2026Q1", "2025Q4", "2025Q3"]);
        assert!(!is_one(Cadence::Quarter, "2026Q5") && !is_one(Cadence::Year, "2026Q1"));
        assert_eq!(gaps(Cadence::Quarter, "2026Q1")["quarter"], "1");
        assert_eq!(gaps(Cadence::Year, "2021")["yy"], "21");
    }
}
