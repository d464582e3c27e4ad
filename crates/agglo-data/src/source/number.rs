//! Numbers as people and programs write them, read strictly: what could mean two things is refused.

use std::borrow::Cow;

use crate::fault::Fault;

/// Largest whole number that a figure can hold without losing one.
const WHOLE: f64 = 9_007_199_254_740_991.0;
/// Digits that are held exactly, whatever they are.
const MOST_DIGITS: usize = 15;
/// Decimals of a count that is a mean over some months.
const MEAN: usize = 3;

/// Which mark parts whole numbers from decimals.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Decimal {
    /// Not said: a plain number with a point at most.
    #[default]
    Plain,
    /// A point; commas may group thousands.
    Point,
    /// A comma; points or blanks may group thousands.
    Comma,
}

/// What a figure is, and so what it may be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Persons, jobs, establishments: at least 0.
    Count,
    /// Any number: money, growth, temperature.
    #[default]
    Amount,
    /// A part of a whole, in percent or as a share.
    Share,
}

/// Reads a number.
///
/// # Errors
///
/// What is wrong with it and the way out; not where it stands.
pub fn number(text: &str, decimal: Decimal, kind: Kind) -> Result<f64, Fault> {
    if let Some(value) = digits(text) {
        return Ok(value);
    }
    let plain = plain(text, decimal)?;
    let value: f64 = plain.parse().map_err(|_| none())?;
    if !value.is_finite() {
        return Err(Fault::new("the number is too large to be held"));
    }
    if kind == Kind::Count {
        count(&plain, value)?;
    }
    Ok(value)
}

/// A number of nothing but digits, few enough to be held without losing one: most of them are.
fn digits(text: &str) -> Option<f64> {
    let is_short = (1..=MOST_DIGITS).contains(&text.len());
    if !is_short || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let value = text.bytes().fold(0_u64, |value, byte| value * 10 + u64::from(byte - b'0'));
    #[expect(clippy::cast_precision_loss, reason = "fifteen digits at most")]
    Some(value as f64)
}

fn none() -> Fault {
    Fault::new("this is not a number")
        .cure("a mark? a mapping says what it stands for: [marks] withheld or missing")
}

/// The number with a point and without groups; only digits, one sign, one point, one exponent.
fn plain(text: &str, decimal: Decimal) -> Result<Cow<'_, str>, Fault> {
    let text = text.trim();
    let word = text.trim_start_matches(['+', '-']);
    if ["nan", "inf", "infinity"].iter().any(|other| word.eq_ignore_ascii_case(other)) {
        return Err(
            Fault::new("this is no number").cure("leave the cell empty where there is none")
        );
    }
    let plain = match decimal {
        Decimal::Plain if text.contains(',') => {
            return Err(Fault::new("the comma may part decimals or group thousands")
                .cure("say which: --decimal comma or --decimal point"));
        }
        Decimal::Plain => Cow::Borrowed(text),
        Decimal::Point => {
            Cow::Owned(ungrouped(text, '.', &[',', ' ', '\u{a0}', '\u{202f}', '\''])?)
        }
        Decimal::Comma => {
            Cow::Owned(ungrouped(text, ',', &['.', ' ', '\u{a0}', '\u{202f}', '\''])?)
        }
    };
    let mut rest = plain.strip_prefix(['+', '-']).unwrap_or(&plain);
    if let Some((mantissa, exponent)) = rest.split_once(['e', 'E']) {
        let digits = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
        if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(none());
        }
        rest = mantissa;
    }
    let (whole, part) = rest.split_once('.').unwrap_or((rest, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if (whole.is_empty() && part.is_empty()) || !digits(whole) || !digits(part) {
        return Err(none());
    }
    Ok(plain)
}

/// A number without its groups of three; the decimal mark becomes a point.
fn ungrouped(text: &str, mark: char, groups: &[char]) -> Result<String, Fault> {
    let (whole, part) = text.split_once(mark).unwrap_or((text, ""));
    if part.contains(mark) || part.contains(groups) {
        return Err(Fault::new(format!(
            "`{mark}` parts decimals here, and stands twice or before a group"
        )));
    }
    let pieces: Vec<&str> = whole.split(groups).collect();
    let well = pieces.len() == 1 || pieces[1..].iter().all(|piece| piece.len() == 3);
    if !well || (pieces.len() > 1 && pieces[0].trim_start_matches(['+', '-']).is_empty()) {
        return Err(Fault::new("thousands are not grouped by three digits"));
    }
    let whole = pieces.concat();
    Ok(if part.is_empty() { whole } else { format!("{whole}.{part}") })
}

fn count(plain: &str, value: f64) -> Result<(), Fault> {
    if value < 0.0 {
        return Err(Fault::new("a count is not below 0"));
    }
    let decimals = plain.split_once('.').map_or(0, |(_, part)| part.trim_end_matches('0').len());
    if plain.contains(['e', 'E']) || decimals > MEAN {
        return Err(Fault::new(
            "a count is a whole number, or a mean of some with three decimals at most",
        ));
    }
    if value > WHOLE {
        return Err(Fault::new("a count above 9007199254740991 loses its last digit"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str, decimal: Decimal) -> Option<f64> {
        number(text, decimal, Kind::Amount).ok()
    }

    #[test]
    fn reference_numbers_as_they_are_written_in_several_countries() {
        assert_eq!(read("88", Decimal::Plain), Some(88.0));
        assert_eq!(read(" -1.5e3 ", Decimal::Plain), Some(-1500.0));
        assert_eq!(read("1.404,5", Decimal::Comma), Some(1404.5));
        assert_eq!(read("1\u{202f}404,5", Decimal::Comma), Some(1404.5));
        assert_eq!(read("1,404.5", Decimal::Point), Some(1404.5));
        assert_eq!(read("1,404", Decimal::Point), Some(1404.0));
    }

    #[test]
    fn what_could_mean_two_things_or_nothing_is_refused() {
        for text in
            ["88,5", "1,404", "", "-", ".", "1e", "1.2.3", "0x10", "NaN", "-inf", "1e309", "1_000"]
        {
            assert_eq!(read(text, Decimal::Plain), None, "{text}");
        }
        for text in ["1.40,5", "1.404.5", ",5,5", ".404", "12,34.5"] {
            assert_eq!(read(text, Decimal::Comma), None, "{text}");
        }
    }

    #[test]
    fn counts_are_whole_or_means_and_not_below_nothing() {
        let count = |text: &str| number(text, Decimal::Plain, Kind::Count).is_ok();
        assert!(count("88") && count("88.5") && count("1404.0") && count("9007199254740991"));
        for text in ["-5", "4.9e-324", "9007199254740993", "1e3", "0.12345"] {
            assert!(!count(text), "{text}");
        }
    }

    proptest! {
        #[test]
        fn law_a_number_written_and_read_is_the_same(value in -1e12_f64..1e12) {
            prop_assert_eq!(read(&value.to_string(), Decimal::Plain), Some(value));
            let comma = value.to_string().replace('.', ",");
            prop_assert_eq!(read(&comma, Decimal::Comma), Some(value));
        }

        #[test]
        fn law_no_text_panics(text in ".{0,20}") {
            for decimal in [Decimal::Plain, Decimal::Point, Decimal::Comma] {
                let _ = number(&text, decimal, Kind::Count);
            }
        }
    }
}
