//! From numbers and verdicts to fixed words: rounding happens here and nowhere else.

use agglo::Figure;
use agglo::base::estimate::{Interval, IntervalKind, Reason};

use crate::document::Mark;

/// How a number is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Whole things: 1,234. Below ten one decimal is kept, as means of months are no whole numbers.
    Count,
    /// A ratio with two decimals: 1.24.
    Ratio,
    /// A level between 0 and 1 with two decimals.
    Level,
    /// A share of one, printed in percent.
    Share,
    /// A number that is a percentage already.
    Percent,
    /// Change of a share, in percentage points.
    Points,
    /// Whole dollars.
    Dollars,
    /// Whole units of another money, by its code of three letters.
    Money(Code),
    /// Millions of it.
    Millions(Code),
    /// Kilometres.
    Kilometres,
    /// Minutes.
    Minutes,
    /// A rate per thousand residents.
    PerThousand,
    /// A plain number with two decimals.
    Plain,
    /// A small number with four decimals.
    Precise,
    /// Yes or no.
    Flag,
}

/// A code of three capital letters: `EUR`, `GBP`, `PPS`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Code([u8; 3]);

impl Code {
    /// The code that a text is; none where it is none.
    fn of(text: &str) -> Option<Self> {
        let letters: [u8; 3] = text.as_bytes().try_into().ok()?;
        letters.iter().all(u8::is_ascii_uppercase).then_some(Self(letters))
    }

    /// An amount with the sign of its money, or with its code where the sign is not known.
    fn amount(self, value: f64) -> String {
        let (sign, digits) = (if value < 0.0 { "-" } else { "" }, decimals(value.abs(), 0));
        match &self.0 {
            b"EUR" => format!("{sign}€{digits}"),
            b"GBP" => format!("{sign}£{digits}"),
            other => {
                let code: String = other.iter().copied().map(char::from).collect();
                format!("{sign}{digits} {code}")
            }
        }
    }
}

impl Unit {
    /// The unit that a written unit of the data means.
    pub fn named(unit: &str) -> Self {
        match unit {
            "share" | "percentile 0-1" => Self::Share,
            "percent" | "%" | "percent a year" => Self::Percent,
            "points" | "percentage points" => Self::Points,
            "usd" | "dollars" | "USD" | "dollars a job" | "USD a year" => Self::Dollars,
            "km" => Self::Kilometres,
            "minutes" => Self::Minutes,
            "level" => Self::Level,
            "ratio" => Self::Ratio,
            "flag" => Self::Flag,
            "jobs" | "people" | "persons" | "residents" | "count" | "establishments" | "homes"
            | "units" | "boardings" | "applications" => Self::Count,
            _ if unit.starts_with("per 1") => Self::PerThousand,
            _ => {
                let millions = unit.strip_prefix("million ").and_then(Code::of).map(Self::Millions);
                millions.or_else(|| Code::of(unit).map(Self::Money)).unwrap_or(Self::Plain)
            }
        }
    }

    /// Digits with the unit's sign.
    pub fn print(self, value: f64) -> String {
        let value = if value == 0.0 { 0.0 } else { value };
        match self {
            Self::Count => count(value),
            Self::Ratio | Self::Level | Self::Plain | Self::PerThousand => decimals(value, 2),
            Self::Share => format!("{}%", percent(value * 100.0)),
            Self::Percent => format!("{}%", percent(value)),
            Self::Points => format!("{} points", signed(value)),
            Self::Dollars => dollars(value),
            Self::Money(code) => code.amount(value),
            Self::Millions(code) => format!("{} million", code.amount(value)),
            Self::Kilometres => format!("{} km", count(value)),
            Self::Minutes => format!("{} min", decimals(value, 0)),
            Self::Precise => decimals(value, 4),
            Self::Flag => if value > 0.5 { "yes" } else { "no" }.to_owned(),
        }
    }
}

/// Both ends as they are printed; nothing where they are printed alike: what moves them is less than that.
pub fn ends(interval: Interval, unit: Unit) -> Option<(String, String)> {
    let ends = (unit.print(interval.lower()), unit.print(interval.upper()));
    (ends.0 != ends.1).then_some(ends)
}

/// The interval beside a value in words, ends first; nothing for a point known without error.
pub fn interval(interval: Interval, unit: Unit) -> Option<String> {
    let (low, high) = ends(interval, unit)?;
    match interval.kind() {
        IntervalKind::Exact => None,
        IntervalKind::Bounds => Some(format!("between {low} and {high}")),
        IntervalKind::Confidence | IntervalKind::Credible | IntervalKind::Simulated => {
            Some(format!("{low} to {high}, {}", level(interval.level())))
        }
    }
}

/// The level of an interval: `90%`.
pub fn level(level: f64) -> String {
    format!("{}%", percent(level * 100.0))
}

/// An answer in one plain line, for the terminal and for what cannot carry marks.
pub fn line(figure: &Figure, unit: Unit) -> String {
    match figure {
        Figure::Known(estimate) => {
            let value = unit.print(estimate.value());
            match interval(estimate.interval(), unit) {
                Some(range) => format!("{value} ({range})"),
                None => value,
            }
        }
        Figure::Withheld(withheld) => {
            let word = reason(withheld.reason);
            match withheld.bounds {
                Some(bounds) => match ends(bounds, unit) {
                    Some((low, high)) => format!("{word}, between {low} and {high}"),
                    None => format!("{} ({word})", unit.print(bounds.lower())),
                },
                None => format!("{word}: {}", withheld.text),
            }
        }
    }
}

/// The same, without saying why nothing is known at all: for narrow columns.
pub fn short(figure: &Figure, unit: Unit) -> String {
    match figure {
        Figure::Withheld(withheld) if withheld.bounds.is_none() => match withheld.reason {
            Reason::Undefined => String::new(),
            other => reason(other).to_owned(),
        },
        _ => line(figure, unit),
    }
}

/// The word for a reason.
pub fn reason(reason: Reason) -> &'static str {
    match reason {
        Reason::Suppressed => "withheld",
        Reason::Missing => "missing",
        Reason::Undefined => "no meaning here",
        Reason::TooThin => "too few data",
    }
}

/// The mark of an answer without a number.
pub fn mark(reason: Reason) -> Mark {
    match reason {
        Reason::Suppressed => Mark::Withheld,
        Reason::Missing => Mark::Missing,
        Reason::Undefined => Mark::Undefined,
        Reason::TooThin => Mark::TooThin,
    }
}

/// Words joined as in a sentence: `a, b and c`.
pub fn and(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

/// `1 county`, `3 counties`.
pub fn counted(n: usize, one: &str, many: &str) -> String {
    format!("{} {}", count(n as f64), if n == 1 { one } else { many })
}

/// The same with a full stop at its end, unless it has an end already.
pub fn sentence(text: &str) -> String {
    let text = text.trim();
    if text.is_empty() || text.ends_with(['.', '!', '?', ':']) {
        text.to_owned()
    } else {
        format!("{text}.")
    }
}

/// The first letter made small, as inside a sentence; abbreviations stay as they are.
pub fn lower(text: &str) -> String {
    let mut letters = text.chars();
    let Some(first) = letters.next() else { return String::new() };
    if letters.clone().next().is_some_and(char::is_uppercase) {
        return text.to_owned();
    }
    first.to_lowercase().collect::<String>() + letters.as_str()
}

/// Without the marks that set code apart, for running text.
pub fn plain(text: &str) -> String {
    text.replace('`', "")
}

/// The first letter made large.
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().collect::<String>() + letters.as_str()
    })
}

fn count(value: f64) -> String {
    let rounded = decimals(value, 0);
    if value.abs() < 10.0 && (value - value.round()).abs() > 0.049 {
        decimals(value, 1)
    } else {
        rounded
    }
}

fn dollars(value: f64) -> String {
    let sign = if value < 0.0 { "-" } else { "" };
    format!("{sign}${}", decimals(value.abs(), 0))
}

fn percent(value: f64) -> String {
    let text = decimals(value, 1);
    text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
}

fn signed(value: f64) -> String {
    if value > 0.0 { format!("+{}", percent(value)) } else { percent(value) }
}

/// Fixed decimals with a comma at each thousand; a rounded zero carries no sign.
fn decimals(value: f64, places: usize) -> String {
    let text = format!("{value:.places$}");
    let (sign, digits) = text.strip_prefix('-').map_or(("", text.as_str()), |rest| ("-", rest));
    let (whole, rest) = digits.find('.').map_or((digits, ""), |dot| digits.split_at(dot));
    let mut grouped = String::with_capacity(text.len() + whole.len() / 3);
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    let is_zero = digits.chars().all(|digit| matches!(digit, '0' | '.'));
    format!("{}{grouped}{rest}", if is_zero { "" } else { sign })
}

#[cfg(test)]
mod tests {
    use super::*;
    use agglo::base::estimate::Withheld;

    #[test]
    fn numbers_are_rounded_once_and_carry_their_unit() {
        assert_eq!(Unit::Count.print(1_234_567.4), "1,234,567");
        assert_eq!(Unit::Count.print(6.8), "6.8");
        assert_eq!(Unit::Count.print(3.0), "3");
        assert_eq!(Unit::Share.print(0.1234), "12.3%");
        assert_eq!(Unit::Share.print(0.5), "50%");
        assert_eq!(Unit::Dollars.print(-1_250_000.0), "-$1,250,000");
        assert_eq!(Unit::named("EUR").print(14_400.0), "€14,400");
        assert_eq!(Unit::named("million GBP").print(-25.0), "-£25 million");
        assert_eq!(Unit::named("PPS").print(18_500.0), "18,500 PPS");
        assert_eq!(Unit::Ratio.print(-0.0001), "0.00");
        assert_eq!(Unit::Points.print(1.25), "+1.2 points");
    }

    #[test]
    fn a_withheld_number_is_printed_with_its_bounds_and_never_as_zero() {
        let hidden = Withheld::suppressed("hidden", Interval::bounds(3.0, 22.0));
        assert_eq!(line(&Figure::Withheld(hidden), Unit::Count), "withheld, between 3 and 22");
        let close = Withheld::suppressed("hidden", Interval::bounds(0.8421, 0.8429));
        assert_eq!(line(&Figure::Withheld(close), Unit::Level), "0.84 (withheld)");
    }
}
