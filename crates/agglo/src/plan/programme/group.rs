//! Names of the constraints of a programme, short for tables and in words for people.

use std::fmt;

/// A constraint that can stand in a conflict.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// Money of a year.
    Budget(String),
    /// Days of staff of a year.
    Staff(String),
    /// Least share of the benefit to underserved places.
    Equity,
    /// Floor under the bad scenarios.
    Risk,
    /// Gate and capacity of a partner.
    Partner(String),
    /// The first must come before the second.
    Prerequisite(String, String),
    /// At most one of these, sorted.
    Exclusion(Vec<String>),
    /// At least one initiative for a duty.
    Duty(String),
    /// Forced in or out.
    Force(String),
}

impl fmt::Display for Group {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Budget(year) => write!(f, "budget:{year}"),
            Self::Staff(year) => write!(f, "staff:{year}"),
            Self::Equity => write!(f, "equity"),
            Self::Risk => write!(f, "risk"),
            Self::Partner(id) => write!(f, "partner:{id}"),
            Self::Prerequisite(first, then) => write!(f, "prereq:{first}->{then}"),
            Self::Exclusion(ids) => write!(f, "exclusion:{}", ids.join("|")),
            Self::Duty(id) => write!(f, "duty:{id}"),
            Self::Force(id) => write!(f, "force:{id}"),
        }
    }
}

impl Group {
    /// The constraint as the subject of a sentence.
    pub fn in_words(&self) -> String {
        match self {
            Self::Budget(year) => format!("the money of year {year}"),
            Self::Staff(year) => format!("the days of staff of year {year}"),
            Self::Equity => "the least share of the benefit to underserved places".to_owned(),
            Self::Risk => "the floor under the bad scenarios".to_owned(),
            Self::Partner(id) => format!("the gate and the capacity of the partner `{id}`"),
            Self::Prerequisite(first, then) => format!("that `{first}` comes before `{then}`"),
            Self::Exclusion(ids) => {
                let ids: Vec<String> = ids.iter().map(|id| format!("`{id}`")).collect();
                format!("that at most one of {} is started", ids.join(", "))
            }
            Self::Duty(id) => format!("the duty `{id}`, which somebody has to fulfil"),
            Self::Force(id) => format!("that `{id}` is forced in or out"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_have_the_names_that_tables_use() {
        let exclusion = Group::Exclusion(vec!["a".to_owned(), "b".to_owned()]);
        assert_eq!(exclusion.to_string(), "exclusion:a|b");
        let first = Group::Prerequisite("a".to_owned(), "b".to_owned());
        assert_eq!(first.to_string(), "prereq:a->b");
        assert_eq!(Group::Budget("2027".to_owned()).to_string(), "budget:2027");
        assert_eq!(Group::Force("x".to_owned()).to_string(), "force:x");
    }
}
