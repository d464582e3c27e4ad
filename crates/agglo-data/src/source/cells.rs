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
    /// The least that it can be, where it is hidden and that is said.
    pub low: Option<f64>,
    /// The most that it can be, likewise.
    pub high: Option<f64>,
}

impl Figure {
    /// A figure.
    fn is(value: f64, status: Status) -> Self {
        Self { value: Some(value), status, low: None, high: None }
    }

    /// None.
    fn none(status: Status) -> Self {
        Self { value: None, status, low: None, high: None }
    }
}

impl Flags {
    /// What a flag says; several letters say the gravest of what each says.
    pub fn status(&self, text: &str) -> Status {
        let text = text.trim();
        if text.is_empty() {
            return Status::Disclosed;
        }
        if !self.letters || self.ranges.contains_key(text) {
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
        if is_in(&self.withheld) || self.ranges.contains_key(flag) {
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

/// Reads a figure beside its flag's status; `range` is what a flag says of its ends.
///
/// # Errors
///
/// What is wrong with the number. A hidden figure's number is not looked at: publishers print 0 there.
pub(super) fn figure(
    text: &str,
    (flag, range): (Status, Option<&[u32]>),
    measure: &Measure,
    marks: &Marks,
    decimal: Decimal,
) -> Result<Figure, Fault> {
    let text = text.trim();
    let is_in = |marks: &[String]| marks.iter().any(|mark| mark == text);
    let none = |status| Ok(Figure::none(status));
    let times = f64::from(measure.times.unwrap_or(1));
    // The flag of a row may say more than that its figure is hidden; so may the text in the figure's place.
    let said = measure.ranges.get(text).map(Vec::as_slice);
    if let Some(ends) = range.filter(|_| flag == Status::Withheld).or(said) {
        let end = |at: usize| ends.get(at).map(|end| f64::from(*end) * times);
        return Ok(Figure { low: end(0), high: end(1), ..Figure::none(Status::Withheld) });
    }
    if flag == Status::Withheld || is_in(&marks.withheld) {
        return none(Status::Withheld);
    }
    if !flag.has_figure() {
        return none(flag);
    }
    // No text that stands for nothing begins with a digit, and most figures do.
    let is_nothing =
        !text.starts_with(|first: char| first.is_ascii_digit()) && NOTHING.contains(&text);
    if is_nothing || is_in(&marks.missing) {
        return none(Status::Missing);
    }
    if is_in(&marks.zero) {
        return Ok(Figure::is(0.0, flag));
    }
    let value = number(text, decimal, measure.kind)? * times;
    if value == 0.0 && measure.is_zero_doubtful {
        return none(Status::Unknown);
    }
    if value.is_finite() {
        Ok(Figure::is(value, flag))
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
            ranges: [("B".to_owned(), vec![20, 99]), ("M".to_owned(), vec![100_000])].into(),
            ..Flags::default()
        }
    }

    fn read(text: &str, flag: &str) -> Figure {
        let measure = Measure {
            name: "jobs".to_owned(),
            column: "jobs".to_owned(),
            ranges: [("N".to_owned(), vec![0, 2])].into(),
            ..Measure::default()
        };
        let flags = flags();
        figure(
            text,
            (flags.status(flag), flags.range(flag)),
            &measure,
            &Marks::default(),
            Decimal::Plain,
        )
        .unwrap()
    }

    #[test]
    fn flags_say_what_a_figure_is_and_the_gravest_letter_counts() {
        assert_eq!(read("10", "b"), Figure::is(10.0, Status::Disclosed));
        assert_eq!(read("12.5", "ep"), Figure::is(12.5, Status::Estimated));
        assert_eq!(read("0", "c"), Figure::none(Status::Withheld));
        assert_eq!(read("0", "-").status, Status::Unknown, "a flag that nobody explained");
        assert_eq!(read("0", ""), Figure::is(0.0, Status::Disclosed));
    }

    #[test]
    fn an_empty_cell_is_missing_and_not_nothing() {
        for text in ["", "N/A", ":"] {
            assert_eq!(read(text, ""), Figure::none(Status::Missing));
        }
        assert_eq!(read(":", "c").status, Status::Withheld);
    }

    #[test]
    fn a_range_code_hides_the_figure_and_says_its_ends() {
        let hidden = |low, high| Figure { low, high, ..Figure::none(Status::Withheld) };
        assert_eq!(read("0", "B"), hidden(Some(20.0), Some(99.0)));
        assert_eq!(read("0", "M"), hidden(Some(100_000.0), None));
        assert_eq!(read("N", ""), hidden(Some(0.0), Some(2.0)));
        assert_eq!(read("5", "Be"), Figure::none(Status::Withheld), "a code and a letter");
    }
}
