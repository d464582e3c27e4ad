//! What the kinds of events share: keys of persons, references, money, quarters.

use std::fmt;
use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A person's key: `contributor:c17`, `r17`. Never a name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
#[schemars(with = "String")]
pub struct PersonKey(String);

impl PersonKey {
    /// The key as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for PersonKey {
    type Err = String;

    /// A digit is asked for so that a first name does not pass for a key.
    fn from_str(text: &str) -> Result<Self, String> {
        let plain = |sign: char| sign.is_ascii_lowercase() || sign.is_ascii_digit();
        let sound = text.starts_with(plain)
            && text.ends_with(plain)
            && text.chars().all(|sign| plain(sign) || ":-_.".contains(sign))
            && text.contains(|sign: char| sign.is_ascii_digit())
            && text.len() <= 60;
        if sound {
            Ok(Self(text.to_owned()))
        } else {
            Err(format!(
                "`{text}` is no key of a person: lower-case letters, digits and `:-_.` with at least one \
                 digit, as in contributor:c17; names stay out of the ledger"
            ))
        }
    }
}

impl fmt::Display for PersonKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// Records that are counted rather than named.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Counted {
    /// A session of listening.
    Listening,
    /// One thing that was heard in it.
    Input,
    /// An ask that wants an answer.
    Said,
    /// An idea.
    Idea,
    /// A promise.
    Promise,
    /// An event of any kind, by its place in the chain.
    Event,
}

impl Counted {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Listening, Self::Input, Self::Said, Self::Idea, Self::Promise, Self::Event];

    /// `listening`, `input`, …
    pub fn word(self) -> &'static str {
        match self {
            Self::Listening => "listening",
            Self::Input => "input",
            Self::Said => "said",
            Self::Idea => "idea",
            Self::Promise => "promise",
            Self::Event => "event",
        }
    }
}

/// What a record refers to: `idea:3`, or the slug of a named record.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
#[schemars(with = "String")]
pub enum Reference {
    /// A counted record.
    Number(Counted, u32),
    /// A named record.
    Named(String),
}

impl Reference {
    /// The reference in a text; a bare number is one of `usual`.
    ///
    /// # Errors
    ///
    /// In words, where the text is neither.
    pub fn read(text: &str, usual: Counted) -> Result<Self, String> {
        match text.parse::<u32>() {
            Ok(number) => Self::number(usual, number),
            Err(_) => text.parse(),
        }
    }

    fn number(kind: Counted, number: u32) -> Result<Self, String> {
        if number == 0 {
            Err("numbers begin at 1".to_owned())
        } else {
            Ok(Self::Number(kind, number))
        }
    }
}

impl FromStr for Reference {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if let Some((kind, number)) = text.split_once(':') {
            let kind = Counted::ALL.into_iter().find(|own| own.word() == kind);
            let number = number.parse::<u32>().ok();
            return match kind.zip(number) {
                Some((kind, number)) => Self::number(kind, number),
                None => {
                    Err(format!("`{text}` is no reference: write listening:3, input:12, idea:1"))
                }
            };
        }
        if slug(text) == text && !text.is_empty() {
            Ok(Self::Named(text.to_owned()))
        } else {
            Err(format!("`{text}` is no id: did you mean `{}`?", slug(text)))
        }
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(kind, number) => write!(f, "{}:{number}", kind.word()),
            Self::Named(id) => f.write_str(id),
        }
    }
}

/// The id that a name gives: its letters and digits in lower case, of any script, joined by hyphens.
pub fn slug(name: &str) -> String {
    let mut slug = String::new();
    for letter in name.chars() {
        if letter.is_alphanumeric() {
            slug.extend(letter.to_lowercase());
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.trim_end_matches('-').to_owned()
}

/// An amount in hundredths of the programme's currency.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(transparent)]
#[schemars(extend("format" = "cents"))]
pub struct Cents(pub i64);

/// A quarter of a year: `2026Q2`.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(try_from = "String", into = "String")]
#[schemars(with = "String")]
pub struct Quarter {
    /// The year.
    pub year: u16,
    /// 1 to 4.
    pub quarter: u8,
}

impl FromStr for Quarter {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let read = || {
            let (year, quarter) = text.split_once(['Q', 'q'])?;
            let year: u16 = year.parse().ok().filter(|_| year.len() == 4)?;
            let quarter: u8 = quarter.parse().ok().filter(|quarter| (1..=4).contains(quarter))?;
            Some(Self { year, quarter })
        };
        read().ok_or_else(|| format!("`{text}` is no quarter: write 2026Q2"))
    }
}

impl fmt::Display for Quarter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}Q{}", self.year, self.quarter)
    }
}

macro_rules! as_text {
    ($($name:ident)*) => {$(
        impl TryFrom<String> for $name {
            type Error = String;

            fn try_from(text: String) -> Result<Self, String> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(value: $name) -> Self {
                value.to_string()
            }
        }
    )*};
}

as_text! { PersonKey Reference Quarter }

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_of_a_person_is_not_a_name() {
        for key in ["contributor:c17", "r17", "r-17"] {
            assert!(key.parse::<PersonKey>().is_ok(), "{key}");
        }
        for name in ["Maria Lopez", "maria", "", "r17 ", "=r17", "m.lopez", "R17"] {
            assert!(name.parse::<PersonKey>().is_err(), "{name}");
        }
    }

    #[test]
    fn references_are_numbers_with_a_kind_or_slugs() {
        assert_eq!(Reference::read("3", Counted::Idea), Ok(Reference::Number(Counted::Idea, 3)));
        assert_eq!("input:12".parse(), Ok(Reference::Number(Counted::Input, 12)));
        assert_eq!("shift-shuttle".parse(), Ok(Reference::Named("shift-shuttle".to_owned())));
        for text in ["idea:0", "idea:x", "venture:1", "Shift Shuttle", "", "0"] {
            assert!(Reference::read(text, Counted::Idea).is_err(), "{text}");
        }
    }

    #[test]
    fn slugs_keep_letters_of_any_script_and_drop_pictures() {
        assert_eq!(slug("Campus  Workshop!"), "campus-workshop");
        assert_eq!(slug("=HYPERLINK(\"x\")"), "hyperlink-x");
        assert_eq!(slug("🦪 Ostras São João"), "ostras-são-joão");
        assert_eq!(slug("تعاونية الصيد"), "تعاونية-الصيد");
        assert_eq!(slug("🦪"), "");
    }

    #[test]
    fn quarters_are_read_or_refused() {
        assert_eq!("2026Q2".parse(), Ok(Quarter { year: 2026, quarter: 2 }));
        for text in ["2026", "2026Q5", "26Q1", "Q1", "2026Q"] {
            assert!(text.parse::<Quarter>().is_err(), "{text}");
        }
    }
}
