//! A quarter of a year, as it is closed: `2026Q3`.

use std::fmt;
use std::str::FromStr;

use agglo::Error;

/// A quarter of a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Quarter {
    year: u16,
    quarter: u8,
}

impl Quarter {
    /// Its last day: year, month, day.
    pub fn last_day(self) -> (u16, u8, u8) {
        let (month, day) = match self.quarter {
            1 => (3, 31),
            2 => (6, 30),
            3 => (9, 30),
            _ => (12, 31),
        };
        (self.year, month, day)
    }

    /// The quarter before.
    #[must_use]
    pub fn before(self) -> Self {
        match self.quarter {
            1 => Self { year: self.year.saturating_sub(1), quarter: 4 },
            later => Self { year: self.year, quarter: later - 1 },
        }
    }

    /// Refuses a quarter that has not ended on a day, of which year, month and day are given.
    ///
    /// # Errors
    ///
    /// `E0433` where the day comes before its last.
    pub fn ended_by(self, day: (u16, u8, u8)) -> Result<(), Error> {
        let (year, month, last) = self.last_day();
        if day >= (year, month, last) {
            return Ok(());
        }
        let what = format!(
            "{self} ends on {year:04}-{month:02}-{last:02}, and today is {:04}-{:02}-{:02}",
            day.0, day.1, day.2
        );
        Err(Error::new("E0433", what)
            .hint("a quarter can be closed once it has ended; `--as-of DATE` says another day"))
    }
}

impl fmt::Display for Quarter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}Q{}", self.year, self.quarter)
    }
}

impl FromStr for Quarter {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let parts = text.split_once('Q').and_then(|(year, quarter)| {
            let is_year = year.len() == 4 && year.bytes().all(|digit| digit.is_ascii_digit());
            let year = year.parse().ok().filter(|_| is_year)?;
            let quarter = quarter.parse().ok().filter(|own| (1..=4).contains(own))?;
            (text.len() == 6).then_some(Self { year, quarter })
        });
        parts.ok_or_else(|| {
            Error::new("E0433", format!("`{text}` is not a quarter"))
                .hint("write the year and the quarter, as in 2026Q3")
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quarter_ends_on_its_last_day_and_not_before() {
        let quarter: Quarter = "2026Q3".parse().unwrap();
        assert_eq!(quarter.to_string(), "2026Q3");
        assert_eq!(quarter.before().last_day(), (2026, 6, 30));
        assert_eq!(quarter.before().before().before().to_string(), "2025Q4");
        assert!(quarter.ended_by((2026, 9, 30)).is_ok());
        assert_eq!(quarter.ended_by((2026, 9, 29)).unwrap_err().code(), "E0433");
        assert!(quarter.ended_by((2027, 1, 1)).is_ok());
        for text in ["2026Q5", "2026", "26Q1", "2026q1", "2026Q0", "2026Q11", "Q1", "20 6Q1"] {
            assert!(text.parse::<Quarter>().is_err(), "{text}");
        }
    }
}
