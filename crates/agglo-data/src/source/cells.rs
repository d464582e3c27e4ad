//! A figure with what its publisher says about it: withheld, missing and zero are three things.

use crate::fault::Fault;
use crate::source::description::{Flags, Marks, Measure};
use crate::source::number::{Decimal, number};

/// Texts that stand for no figure everywhere.
const NOTHING: [&str; 6] = ["", "N/A", "n/a", "NA", ":", "null"];

/// What is known of a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// It is as published.
    Disclosed,
    /// It may be revised.
    Provisional,
    /// It is an estimate of its publisher's, or noise was added.
    Estimated,
    /// There is none.
    Missing,
    /// It exists and is hidden.
    Withheld,
    /// Its flag is not known: it is not read as a figure.
    Unknown,
}

impl Status {
    /// All of them, in their order.
    pub const ALL: [Self; 6] = [
        Self::Disclosed,
        Self::Provisional,
        Self::Estimated,
        Self::Missing,
        Self::Withheld,
        Self::Unknown,
    ];

    /// As it stands in the lake.
    pub fn name(self) -> &'static str {
        match self {
            Self::Disclosed => "disclosed",
            Self::Provisional => "provisional",
            Self::Estimated => "estimated",
            Self::Missing => "missing",
            Self::Withheld => "withheld",
            Self::Unknown => "unknown",
        }
    }

    /// Whether there is a figure to be read.
    fn has_figure(self) -> bool {
        matches!(self, Self::Disclosed | Self::Provisional | Self::Estimated)
    }
}

/// A figure, or why there is none.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Figure {
    /// The number; none unless its status has one.
    pub value: Option<f64>,
    /// What is known of it.
    pub status: Status,
}

impl Flags {
    /// What a flag says; several letters say the gravest of what each says.
    pub fn status(&self, text: &str) -> Status {
        let text = text.trim();
        if text.is_empty() {
            return Status::Disclosed;
        }
        if !self.letters {
            return self.one(text);
        }
        let letters = text.chars().filter(|letter| !letter.is_whitespace());
        letters
            .map(|letter| self.one(letter.encode_utf8(&mut [0; 4])))
            .max()
            .unwrap_or(Status::Disclosed)
    }

    fn one(&self, flag: &str) -> Status {
        let is_in = |flags: &[String]| flags.iter().any(|other| other == flag);
        if is_in(&self.withheld) {
            Status::Withheld
        } else if is_in(&self.missing) {
            Status::Missing
        } else if is_in(&self.estimated) {
            Status::Estimated
        } else if is_in(&self.provisional) {
            Status::Provisional
        } else if is_in(&self.disclosed) {
            Status::Disclosed
        } else {
            Status::Unknown
        }
    }
}

/// Reads a figure beside its flag's status.
///
/// # Errors
///
/// What is wrong with the number. A hidden figure's number is not looked at: publishers print 0 there.
pub(super) fn figure(
    text: &str,
    flag: Status,
    measure: &Measure,
    marks: &Marks,
    decimal: Decimal,
) -> Result<Figure, Fault> {
    let text = text.trim();
    let is_in = |marks: &[String]| marks.iter().any(|mark| mark == text);
    let none = |status| Ok(Figure { value: None, status });
    if flag == Status::Withheld || is_in(&marks.withheld) {
        return none(Status::Withheld);
    }
    if !flag.has_figure() {
        return none(flag);
    }
    if NOTHING.contains(&text) || is_in(&marks.missing) {
        return none(Status::Missing);
    }
    let value = number(text, decimal, measure.kind)? * f64::from(measure.times.unwrap_or(1));
    if value.is_finite() {
        Ok(Figure { value: Some(value), status: flag })
    } else {
        Err(Fault::new("the number is too large to be held"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flags() -> Flags {
        let list = |flags: &[&str]| flags.iter().map(|&flag| flag.to_owned()).collect();
        Flags {
            column: "flags".to_owned(),
            withheld: list(&["c"]),
            estimated: list(&["e"]),
            provisional: list(&["p"]),
            disclosed: list(&["b"]),
            letters: true,
            ..Flags::default()
        }
    }

    fn read(text: &str, flag: &str) -> Figure {
        let measure = Measure {
            name: "jobs".to_owned(),
            column: "jobs".to_owned(),
            unit: String::new(),
            kind: crate::source::number::Kind::Amount,
            times: None,
            flags: None,
        };
        figure(text, flags().status(flag), &measure, &Marks::default(), Decimal::Plain).unwrap()
    }

    #[test]
    fn flags_say_what_a_figure_is_and_the_gravest_letter_counts() {
        assert_eq!(read("10", "b"), Figure { value: Some(10.0), status: Status::Disclosed });
        assert_eq!(read("12.5", "ep"), Figure { value: Some(12.5), status: Status::Estimated });
        assert_eq!(read("0", "c"), Figure { value: None, status: Status::Withheld });
        assert_eq!(read("0", "-").status, Status::Unknown, "a flag that nobody explained");
        assert_eq!(read("0", ""), Figure { value: Some(0.0), status: Status::Disclosed });
    }

    #[test]
    fn an_empty_cell_is_missing_and_not_nothing() {
        for text in ["", "N/A", ":"] {
            assert_eq!(read(text, ""), Figure { value: None, status: Status::Missing });
        }
        assert_eq!(read(":", "c").status, Status::Withheld);
    }
}
