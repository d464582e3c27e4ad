//! Which vintage of a dataset is meant.

use agglo::Error;

use crate::lake::manifest::VintageId;

/// A vintage, by name or by time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AsOf {
    /// The newest.
    Latest,
    /// The one of this name.
    Vintage(VintageId),
    /// The last one that was published by then: `2026`, `2026-09`, `2026-09-30`, `2026-09-30T12:00:00Z`, each
    /// to its end.
    Time(String),
}

impl AsOf {
    /// The last vintage by a time.
    ///
    /// # Errors
    ///
    /// `E0421` where the text is no time.
    pub fn time(text: &str) -> Result<Self, Error> {
        check_time(text)?;
        Ok(Self::Time(text.to_owned()))
    }
}

/// Refuses what is no time: a year, month, day, second in UTC, or the beginning of one.
pub(super) fn check_time(text: &str) -> Result<(), Error> {
    const SHAPE: &str = "dddd-dd-ddTdd:dd:ddZ";
    let fits = |(letter, shape): (char, char)| match shape {
        'd' => letter.is_ascii_digit(),
        shape => letter == shape,
    };
    let is_well = text.is_ascii()
        && [4, 7, 10, 16, 19, 20].contains(&text.len())
        && text.chars().zip(SHAPE.chars()).all(fits);
    if is_well {
        return Ok(());
    }
    let hint = "write `2026-09-30` or `2026-09-30T12:00:00Z`, in UTC";
    Err(Error::new("E0421", format!("`{text}` is not a time")).hint(hint))
}

/// Whether something was published by a time.
pub(super) fn is_by(published: &str, time: &str) -> bool {
    // What is published within the day, month or year that is meant begins with it.
    published < time || published.starts_with(time)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_told_from_other_text() {
        for text in ["2026", "2026-09", "2026-09-30", "2026-09-30T12:00:00Z", "2026-09-30T12:00"] {
            assert!(check_time(text).is_ok(), "{text}");
        }
        for text in ["", "26", "2026-9-30", "2026-09-30 12:00:00Z", "yesterday", "2026Q3", "٢٠٢٦"]
        {
            assert!(check_time(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_day_holds_all_its_hours() {
        assert!(is_by("2026-09-30T23:59:59Z", "2026-09-30"));
        assert!(is_by("2026-09-30", "2026") && is_by("2025-12-31", "2026-01-01"));
        assert!(!is_by("2026-10-01T00:00:00Z", "2026-09-30"));
        assert!(is_by("2026-09-30", "2026-09-30T12:00:00Z"));
    }
}
