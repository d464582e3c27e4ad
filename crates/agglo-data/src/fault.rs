//! Everything that is wrong with a file, said at once: line, column, value and what to do.

use std::fmt;

use agglo::Error;

/// Faults that are kept word for word; of more, the number is told.
const KEPT: usize = 100;
/// Faults that a message prints.
const PRINTED: usize = 20;

/// One thing that is wrong with a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fault {
    /// Where, as the file's author would look for it: `line 5`, `Sheet1!C7`, `/dataSets/0`.
    pub place: Option<String>,
    /// The column's name.
    pub column: Option<String>,
    /// What stands there.
    pub value: Option<String>,
    /// What is wrong with it: no final period.
    pub what: String,
    /// What to do.
    pub cure: Option<String>,
}

/// Characters of a value that a message shows.
const SHOWN: usize = 60;

impl Fault {
    /// A fault of a whole file.
    pub fn new(what: impl Into<String>) -> Self {
        Self { what: what.into(), ..Self::default() }
    }

    /// Adds where it is.
    #[must_use]
    pub fn at(mut self, place: impl Into<String>) -> Self {
        self.place = Some(place.into());
        self
    }

    /// Adds the column.
    #[must_use]
    pub fn column(mut self, column: impl Into<String>) -> Self {
        self.column = Some(column.into());
        self
    }

    /// Adds what stands there; a long one is cut, and characters that cannot be seen are spelled out.
    #[must_use]
    pub fn value(mut self, value: &str) -> Self {
        let mut shown: String = value.chars().take(SHOWN).map(visible).collect();
        if value.chars().nth(SHOWN).is_some() {
            shown.push('…');
        }
        self.value = Some(shown);
        self
    }

    /// Adds what to do.
    #[must_use]
    pub fn cure(mut self, cure: impl Into<String>) -> Self {
        self.cure = Some(cure.into());
        self
    }
}

/// A character as a terminal may show it: controls, and marks that turn or join text, by their number.
fn visible(letter: char) -> String {
    let turns = matches!(letter, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}');
    if letter.is_control() || turns {
        letter.escape_unicode().to_string()
    } else {
        letter.to_string()
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(place) = &self.place {
            write!(f, "{place}: ")?;
        }
        if let Some(column) = &self.column {
            write!(f, "{column} ")?;
        }
        if let Some(value) = &self.value {
            write!(f, "`{value}`: ")?;
        }
        write!(f, "{}", self.what)?;
        if let Some(cure) = &self.cure {
            write!(f, " ({cure})")?;
        }
        Ok(())
    }
}

/// The faults of a file, in the order in which they were found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Faults {
    kept: Vec<Fault>,
    count: usize,
}

impl Faults {
    /// Adds one.
    pub fn push(&mut self, fault: Fault) {
        self.count += 1;
        if self.kept.len() < KEPT {
            self.kept.push(fault);
        }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.count
    }

    /// The first ones.
    pub fn iter(&self) -> impl Iterator<Item = &Fault> {
        self.kept.iter()
    }

    /// All as one error of a file: `E0410`.
    pub fn into_error(self, file: &str) -> Error {
        let mut lines: Vec<String> = self.kept.iter().take(PRINTED).map(Fault::to_string).collect();
        if self.count > lines.len() {
            lines.push(format!("and {} more", self.count - lines.len()));
        }
        let faults = if self.count == 1 { "fault" } else { "faults" };
        let what = format!("{} {faults}, nothing was loaded\n  {}", self.count, lines.join("\n  "));
        Error::new("E0410", what).at(file)
    }
}

impl From<Fault> for Faults {
    fn from(fault: Fault) -> Self {
        let mut faults = Self::default();
        faults.push(fault);
        faults
    }
}

impl Extend<Fault> for Faults {
    fn extend<T: IntoIterator<Item = Fault>>(&mut self, faults: T) {
        faults.into_iter().for_each(|fault| self.push(fault));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_says_where_what_and_the_way_out() {
        let fault =
            Fault::new("not a whole number").at("line 2").column("jobs").value("8\u{202e}8");
        let fault = fault.cure("write persons, not thousands");
        let text = "line 2: jobs `8\\u{202e}8`: not a whole number (write persons, not thousands)";
        assert_eq!(fault.to_string(), text);
    }

    #[test]
    fn many_faults_are_counted_and_the_first_told() {
        let mut faults = Faults::default();
        faults.extend((1..=500).map(|line| Fault::new("no region").at(format!("line {line}"))));
        assert_eq!((faults.count(), faults.iter().count()), (500, KEPT));
        let text = faults.into_error("jobs.csv").to_string();
        assert!(
            text.contains("500 faults")
                && text.contains("line 20:")
                && text.contains("and 480 more")
        );
    }
}
