//! Times that figures are of: years, quarters, months, days, each written one way.

use crate::fault::Fault;

/// Years that figures are of; others are flagged.
const USUAL: std::ops::RangeInclusive<u16> = 1700..=2100;

/// How the note of a file without a time ends.
pub(crate) const NO_PERIOD: &str = "the file does not say of when it is";

/// A period as it is kept: `2019`, `2019Q1`, `2019-03`, `2019-03-15`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Period {
    /// As it is kept.
    pub text: String,
    /// Whether it lies outside what figures are usually of.
    pub is_odd: bool,
}

/// Reads a period: a year, a quarter (`2019Q1`, `2019-Q1`), a month (`2019-03`, `2019M03`) or a day (`2019-03-15`).
///
/// # Errors
///
/// What is wrong with it: a day that is none, an order of day and month that can be two, no period.
pub fn period(text: &str) -> Result<Period, Fault> {
    let text = text.trim();
    if text.contains('/') || (text.matches('.').count() == 2) {
        return Err(
            Fault::new("day and month can be told apart in two ways").cure("write 2019-03-04")
        );
    }
    let wrong = || {
        Fault::new("this is no year, quarter, month or day")
            .cure("write 2019, 2019Q1, 2019-03 or 2019-03-04")
    };
    let year = text.get(..4).filter(|year| year.bytes().all(|byte| byte.is_ascii_digit()));
    let year: u16 = year.ok_or_else(wrong)?.parse().map_err(|_| wrong())?;
    let rest = text.get(4..).unwrap_or_default();
    let rest = rest.strip_prefix('-').unwrap_or(rest);
    let kept = match rest.as_bytes() {
        [] if text.len() == 4 => format!("{year:04}"),
        [b'Q' | b'q', quarter @ b'1'..=b'4'] => format!("{year:04}Q{}", quarter - b'0'),
        [b'M' | b'm', a, b] | [a, b] => {
            let month = two(*a, *b).filter(|month| (1..=12).contains(month)).ok_or_else(wrong)?;
            format!("{year:04}-{month:02}")
        }
        [a, b, b'-', c, d] => {
            let (month, day) = two(*a, *b).zip(two(*c, *d)).ok_or_else(wrong)?;
            if !(1..=12).contains(&month) || day == 0 || day > days(year, month) {
                return Err(Fault::new("there is no such day"));
            }
            format!("{year:04}-{month:02}-{day:02}")
        }
        _ => return Err(wrong()),
    };
    Ok(Period { text: kept, is_odd: !USUAL.contains(&year) })
}

/// A quarter of a year given in two columns.
///
/// # Errors
///
/// Where the quarter is none of 1 to 4; `A` means the whole year.
pub fn with_quarter(year: &Period, quarter: &str) -> Result<Period, Fault> {
    let text = match quarter.trim() {
        "A" | "a" | "" => year.text.clone(),
        quarter @ ("1" | "2" | "3" | "4") => format!("{}Q{quarter}", year.text),
        _ => return Err(Fault::new("this is no quarter").cure("1 to 4, or A for the year")),
    };
    Ok(Period { text, is_odd: year.is_odd })
}

fn two(a: u8, b: u8) -> Option<u8> {
    (a.is_ascii_digit() && b.is_ascii_digit()).then(|| (a - b'0') * 10 + (b - b'0'))
}

fn days(year: u16, month: u8) -> u8 {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn kept(text: &str) -> Option<String> {
        period(text).ok().map(|period| period.text)
    }

    #[test]
    fn periods_are_kept_in_one_way_each() {
        for (text, wanted) in [
            ("2019", "2019"),
            ("2019Q1", "2019Q1"),
            ("2019-Q4", "2019Q4"),
            ("2019-03", "2019-03"),
            ("2019M03", "2019-03"),
            ("2020-02-29", "2020-02-29"),
        ] {
            assert_eq!(kept(text).as_deref(), Some(wanted));
        }
        let year = period("2016").unwrap();
        assert_eq!(with_quarter(&year, "1").unwrap().text, "2016Q1");
        assert_eq!(with_quarter(&year, "A").unwrap().text, "2016");
        assert!(with_quarter(&year, "5").is_err());
    }

    #[test]
    fn days_that_are_none_and_orders_that_can_be_two_are_refused() {
        for text in [
            "2019-02-30",
            "03/04/2019",
            "1e3",
            "19",
            "2019Q5",
            "2019-13",
            "1900-02-29",
            "3.4.2019",
            "",
        ] {
            assert_eq!(kept(text), None, "{text}");
        }
        assert!(period("9999-12-31").unwrap().is_odd && !period("2019").unwrap().is_odd);
    }

    proptest! {
        #[test]
        fn law_no_text_panics(text in ".{0,12}") {
            let _ = period(&text);
        }
    }
}
