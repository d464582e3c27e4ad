//! Roles: what becomes of a blueprint's elements where it is carried to another region.

use serde::Serialize;

use crate::map::gap::reading::{ElementReading, MemberReading, Reading};

/// What becomes of an element where a template is applied.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// The region has it.
    Kept,
    /// Another member of the nest stands in for the one that it names first.
    Substituted,
    /// The region surely lacks it.
    Dropped,
    /// Hidden or unrecorded: nobody can say.
    Unknown,
}

impl Role {
    /// Its word.
    pub fn words(self) -> &'static str {
        match self {
            Self::Kept => "kept",
            Self::Substituted => "substituted",
            Self::Dropped => "dropped",
            Self::Unknown => "unknown",
        }
    }
}

/// One scored element in a region.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Applied {
    /// Its id.
    pub element: String,
    /// Its title.
    pub title: String,
    /// What becomes of it.
    pub role: Role,
    /// The member that stands in.
    pub by: Option<String>,
}

/// The role of each scored element of a reading; `missing` is the level below which an element is missing, and a level
/// that is known within bounds is kept or dropped only where both bounds say so.
pub fn roles(reading: &Reading, missing: f64) -> Vec<Applied> {
    let scored = reading.elements.iter().filter(|element| element.scored);
    scored.map(|element| applied(element, missing)).collect()
}

fn applied(element: &ElementReading, missing: f64) -> Applied {
    let ends = element.level.range();
    let has = |member: &MemberReading| member.level.range().is_some_and(|(low, _)| low >= missing);
    let stands_in = element.members.iter().find(|member| has(member));
    let (role, by) = match ends {
        Some((low, _)) if low >= missing => match (element.members.first(), stands_in) {
            (Some(first), Some(other)) if first.id != other.id => {
                (Role::Substituted, Some(other.id.to_string()))
            }
            _ => (Role::Kept, None),
        },
        Some((_, high)) if high < missing => (Role::Dropped, None),
        _ => (Role::Unknown, None),
    };
    Applied { element: element.id.to_string(), title: element.title.clone(), role, by }
}
