//! How a row, and a figure of it, differ from themselves of another vintage.

use std::collections::BTreeMap;

use serde::Serialize;

/// The status of a figure that its publisher hides.
const WITHHELD: &str = "withheld";
/// The status of a figure that is not there.
const MISSING: &str = "missing";

/// One value.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Value {
    /// A code or other text.
    Code(String),
    /// A whole number.
    Whole(i64),
    /// A number.
    Number(f64),
}

/// A figure as one vintage tells it.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Told {
    /// The figure.
    pub value: Option<Value>,
    /// Its status.
    pub status: Option<Value>,
    /// The least it can be.
    pub low: Option<Value>,
    /// The most it can be.
    pub high: Option<Value>,
    /// The publisher's own flags.
    pub flags: Option<Value>,
}

impl Told {
    pub(super) fn says(&self, status: &str) -> bool {
        matches!(&self.status, Some(Value::Code(own)) if own == status)
    }

    pub(super) fn is_there(&self) -> bool {
        self.value.is_some() && !self.says(MISSING) && !self.says(WITHHELD)
    }
}

/// How a figure differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum How {
    /// It was published and is published, as another number.
    Revised,
    /// It was withheld and is published.
    Disclosed,
    /// It was published and is withheld.
    Withheld,
    /// There was none and there is one.
    Filled,
    /// There was one and there is none.
    Emptied,
    /// The number is the same, its status is another.
    Restated,
    /// Only what is known of it beside is different: bounds, flags.
    Annotated,
}

/// One figure of a row that differs.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Difference {
    /// Which.
    pub measure: String,
    /// How.
    pub how: How,
    /// As it was.
    pub was: Told,
    /// As it is.
    pub is: Told,
}

/// What became of a row.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// It was not there.
    New,
    /// It is not there any more.
    Withdrawn,
    /// Figures of it differ.
    Changed(Vec<Difference>),
}

/// One row that is not as it was.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Change {
    /// Its period; empty where the dataset has none.
    pub period: String,
    /// Its keys, in the order of [`Changes::keys`].
    pub keys: Vec<Option<Value>>,
    /// What became of it.
    pub what: What,
}

/// Numbers of changes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Rows that were not there.
    pub new: u64,
    /// Rows that are not there any more.
    pub withdrawn: u64,
    /// Rows of which a figure differs.
    pub changed: u64,
    /// Figures that differ, by how.
    pub figures: BTreeMap<How, u64>,
}

impl Counts {
    pub(super) fn add(&mut self, what: &What) {
        match what {
            What::New => self.new += 1,
            What::Withdrawn => self.withdrawn += 1,
            What::Changed(differences) => {
                self.changed += 1;
                for difference in differences {
                    *self.figures.entry(difference.how).or_default() += 1;
                }
            }
        }
    }
}

/// How a figure differs from itself.
pub(super) fn how(was: &Told, is: &Told) -> How {
    match (was.says(WITHHELD), is.says(WITHHELD)) {
        (true, false) if is.is_there() => How::Disclosed,
        (false, true) if was.is_there() => How::Withheld,
        (true, true) => How::Annotated,
        _ => match (was.is_there(), is.is_there()) {
            (false, true) => How::Filled,
            (true, false) => How::Emptied,
            _ if was.value != is.value => How::Revised,
            _ if was.status != is.status => How::Restated,
            _ => How::Annotated,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_that_was_hidden_is_disclosed_and_not_revised() {
        let told = |value: Option<i64>, status: &str| Told {
            value: value.map(Value::Whole),
            status: Some(Value::Code(status.to_owned())),
            ..Told::default()
        };
        let known = told(Some(5), "disclosed");
        for (was, is, expected) in [
            (&known, told(Some(6), "disclosed"), How::Revised),
            (&told(None, "withheld"), known.clone(), How::Disclosed),
            (&told(Some(0), "withheld"), known.clone(), How::Disclosed),
            (&known, told(None, "withheld"), How::Withheld),
            (&told(None, "missing"), known.clone(), How::Filled),
            (&Told::default(), known.clone(), How::Filled),
            (&known, told(None, "missing"), How::Emptied),
            (&known, told(Some(5), "provisional"), How::Restated),
            (&told(Some(0), "withheld"), told(Some(1), "withheld"), How::Annotated),
            (&told(None, "withheld"), told(None, "missing"), How::Restated),
            (&told(None, "missing"), told(None, "withheld"), How::Restated),
            (&told(Some(0), "withheld"), told(Some(0), "missing"), How::Restated),
        ] {
            assert_eq!(how(was, &is), expected, "{was:?} {is:?}");
        }
    }
}
