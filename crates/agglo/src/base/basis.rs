//! What an answer rests on: the command that makes it again, and every dataset that was read.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What is needed to make an answer again.
///
/// Nothing in it tells who asked, when, or where on a disk.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Basis {
    /// The command: verb, region, and every option that the answer depends on, defaults spelled out.
    pub command: Vec<String>,
    /// Files that the command names.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<FileRead>,
    /// Datasets that were read, by name.
    pub data: Vec<Input>,
    /// Edition of the codes and borders of the regions: `US counties, 2017-2020`; absent where no region is read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub borders: Option<String>,
}

/// A file that a command names.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct FileRead {
    /// Its name as it stands in the command, without the folder it was in.
    pub name: String,
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
}

/// A dataset as it was read.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct Input {
    /// Its name.
    pub dataset: String,
    /// The vintage.
    pub vintage: String,
    /// SHA-256 of what its rows say, in hexadecimal: the same for the same figures, however they are stored.
    pub digest: String,
    /// SHA-256 of those figures alone that were read, in hexadecimal; absent where that is not known, and all
    /// of the dataset counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub read: Option<String>,
}

impl Input {
    /// Whether both say the same of what is read: as a whole, or in the figures that were read.
    fn says_the_same(&self, other: &Self) -> bool {
        self.digest == other.digest || (self.read.is_some() && self.read == other.read)
    }
}

impl Basis {
    /// The datasets that say something else now: those of which `now` knows other figures, or none.
    pub fn touched<'a>(&'a self, now: &[Input]) -> impl Iterator<Item = &'a str> {
        let is_same = |own: &Input| {
            now.iter().any(|other| other.dataset == own.dataset && own.says_the_same(other))
        };
        let touched = self.data.iter().filter(move |own| !is_same(own));
        touched.map(|own| own.dataset.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn input(dataset: &str, vintage: &str, digest: &str) -> Input {
        let own = str::to_owned;
        Input { dataset: own(dataset), vintage: own(vintage), digest: own(digest), read: None }
    }

    #[test]
    fn an_answer_is_touched_by_other_figures_and_not_by_another_storage_of_the_same() {
        let data = vec![input("jobs", "1", "a"), input("people", "1", "b")];
        let basis = Basis { data, ..Basis::default() };
        let touched = |now: &[Input]| basis.touched(now).map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(touched(&[input("jobs", "2", "a"), input("people", "1", "b")]), [""; 0]);
        assert_eq!(touched(&[input("jobs", "2", "c"), input("people", "1", "b")]), ["jobs"]);
        assert_eq!(touched(&[input("jobs", "1", "a")]), ["people"], "one that is gone");
    }

    #[test]
    fn an_answer_is_not_touched_by_figures_that_it_does_not_read() {
        let read = |digest: &str, read: Option<&str>| Input {
            read: read.map(str::to_owned),
            ..input("jobs", "1", digest)
        };
        let touched = |own: Input, now: Input| {
            Basis { data: vec![own], ..Basis::default() }.touched(&[now]).count()
        };
        assert_eq!(touched(read("a", Some("x")), read("b", Some("x"))), 0);
        assert_eq!(touched(read("a", Some("x")), read("b", Some("y"))), 1);
        assert_eq!(touched(read("a", None), read("b", None)), 1, "what was read is not known");
    }
}
