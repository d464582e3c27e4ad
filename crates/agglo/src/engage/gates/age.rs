//! How long ago: months and years by the calendar.

use jiff::civil::Date;
use jiff::{ToSpan, Unit};

/// Months from one day to a later one; a part of a month counts by its days of 31.
pub(super) fn months(from: Date, to: Date) -> f64 {
    let Ok(span) = from.until((Unit::Month, to)) else { return 0.0 };
    f64::from(span.get_months()) + f64::from(span.get_days()) / 31.0
}

/// Years from one day to a later one; a part of a year counts by its days of 366.
pub(super) fn years(from: Date, to: Date) -> f64 {
    let Ok(span) = from.until((Unit::Year, to)) else { return 0.0 };
    let rest = from.checked_add(i64::from(span.get_years()).years());
    let days = rest.and_then(|start| start.until((Unit::Day, to)));
    f64::from(span.get_years()) + days.map_or(0.0, |span| f64::from(span.get_days())) / 366.0
}

/// Whether a day lies in the months before another, its last day included.
pub(super) fn within(day: Date, as_of: Date, months: i32) -> bool {
    as_of.checked_sub(months.months()).is_ok_and(|start| (start..=as_of).contains(&day))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn two_years_to_the_day_are_twenty_four_months_and_a_day_more_is_more() {
        let start = date(2024, 2, 29);
        assert!((months(start, date(2026, 2, 28)) - 23.0).abs() < 1.0);
        assert!((months(date(2024, 3, 1), date(2026, 3, 1)) - 24.0).abs() < 1e-12);
        assert!(months(date(2024, 3, 1), date(2026, 3, 2)) > 24.0);
        assert!((years(date(2012, 5, 6), date(2026, 5, 6)) - 14.0).abs() < 1e-12);
        assert!(years(date(2012, 5, 7), date(2026, 5, 6)) < 14.0);
        assert!(within(date(2025, 9, 30), date(2026, 9, 30), 12));
        assert!(!within(date(2025, 9, 29), date(2026, 9, 30), 12));
        assert!(!within(date(2026, 10, 1), date(2026, 9, 30), 12));
    }
}
