//! An amount of money as people type it: `250000`, `250k`, `1.5M`.

use std::str::FromStr;

/// US cents, above zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Money(pub(crate) i64);

/// Most that is understood: a thousand billions.
const MOST: f64 = 1e12;

impl FromStr for Money {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let digits = text.trim().trim_start_matches('$').replace(['_', ','], "");
        let (number, scale) = match digits.char_indices().last() {
            Some((at, 'k' | 'K')) => (&digits[..at], 1e3),
            Some((at, 'm' | 'M')) => (&digits[..at], 1e6),
            _ => (digits.as_str(), 1.0),
        };
        let is_number = number.chars().all(|sign| sign.is_ascii_digit() || ".-".contains(sign));
        let usd = number.parse::<f64>().ok().filter(|_| is_number).map(|number| number * scale);
        match usd {
            None => Err("not an amount: write 250000, 250k or 1.5M".to_owned()),
            Some(usd) if usd <= 0.0 => Err("a budget must be above zero".to_owned()),
            Some(usd) if usd > MOST => Err("more than a thousand billion dollars".to_owned()),
            Some(usd) => Ok(Self(cents(usd))),
        }
    }
}

#[expect(clippy::cast_possible_truncation, reason = "at most 1e14 cents, far below 2^53")]
fn cents(usd: f64) -> i64 {
    (usd * 100.0).round() as i64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_as_people_write_them() {
        let rows = [
            ("2M", 200_000_000),
            ("250k", 25_000_000),
            ("$1,234.56", 123_456),
            ("1.5M", 150_000_000),
            ("1_000", 100_000),
        ];
        for (text, cents) in rows {
            assert_eq!(text.parse(), Ok(Money(cents)), "{text}");
        }
    }

    #[test]
    fn what_is_no_amount_is_refused() {
        for text in ["", "-5", "0", "k", "2B", "NaN", "inf", "1e9", "9999999M", "1.2.3"] {
            assert!(text.parse::<Money>().is_err(), "{text}");
        }
    }
}
