//! Studies that are shipped with their results: what was asked of the figures, and what came out.
//!
//! Written by `cargo xtask study NAME`; a run of the same command writes the same bytes.

use agglo::Error;
use agglo::base::study::Study;

use crate::definitions::stored::{read, text};

macro_rules! studies {
    ($($name:literal)*) => {
        &[$(($name, include_str!(concat!("../../../../definitions/studies/", $name, ".toml")))),*]
    };
}

/// Name and text of each study.
#[rustfmt::skip]
const STUDIES: &[(&str, &str)] = studies! {
    "cluster-growth"
    "cluster-growth-six-digits"
    "diversification"
    "hidden-cells"
};

/// Names of the shipped studies.
pub fn names() -> impl Iterator<Item = &'static str> {
    STUDIES.iter().map(|(name, _)| *name)
}

/// A shipped study; `None` where none is called so.
///
/// # Errors
///
/// `E0206` where its file is damaged.
pub fn study(name: &str) -> Result<Option<Study>, Error> {
    let found = STUDIES.iter().find(|(known, _)| *known == name);
    found.map(|(name, text)| read(text, &format!("studies/{name}.toml"))).transpose()
}

/// The text of a study, with what it is at its head.
///
/// # Errors
///
/// `E0206` where it cannot be written as text.
pub fn study_text(study: &Study) -> Result<String, Error> {
    let head = format!(
        "# {}\n# Written by `{}`; explained in docs/studies/{}.md.\n\n",
        study.question, study.command, study.id
    );
    text(&head, study)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shipped_study_is_readable_and_written_again_the_same() {
        for (name, stored) in STUDIES {
            let study = study(name).unwrap().unwrap();
            assert_eq!(study.id, *name);
            assert_eq!(study_text(&study).unwrap(), *stored, "{name}");
            assert!(study.finding(&study.main).is_some(), "{name}");
        }
        assert!(study("no-such-study").unwrap().is_none());
    }

    #[test]
    fn every_number_of_a_study_lies_inside_its_own_interval() {
        for name in names() {
            let study = study(name).unwrap().unwrap();
            for finding in &study.findings {
                for term in &finding.terms {
                    let answer = study.answer(&finding.id, &term.name);
                    assert!(answer.is_ok(), "{name} {} {}", finding.id, term.name);
                }
            }
        }
    }
}
