//! A study that is shipped with its result: a question put to public figures, what came out, and how sure.
//!
//! Stored under `definitions/studies` as text that a run of the same command writes again, byte for byte.

use agglo_stats::{Interval, IntervalKind};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::base::estimate::{Answer, Caveat, Estimate, Provenance, Withheld};
use crate::base::id::SourceId;

/// A question, the method that was put to it, and every result.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Study {
    /// A slug: `cluster-growth`.
    pub id: String,
    /// The question in plain words.
    pub question: String,
    /// Method and its version: `cluster_growth/1`.
    pub method: String,
    /// What writes this file again.
    pub command: String,
    /// What was read and how, in one sentence for each step.
    pub query: Vec<String>,
    /// Datasets that were read.
    pub sources: Vec<SourceId>,
    /// Seed of whatever was drawn.
    pub seed: u64,
    /// Coverage that the intervals claim.
    pub level: f64,
    /// The finding that the verdict rests on.
    pub main: String,
    /// The rule, fixed before the run, that turns findings into the verdict.
    pub rule: String,
    /// What the rule says of the findings.
    pub verdict: Verdict,
    /// The same in one plain sentence.
    pub sentence: String,
    /// What a reader must know before using a number.
    pub caveats: Vec<Caveat>,
    /// Results, the main one first.
    pub findings: Vec<Finding>,
}

/// What a study says of its question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The figures agree with it by the rule.
    Supported,
    /// They speak against it by the rule.
    Contradicted,
    /// They do neither.
    CannotTell,
}

/// One way to put the question, and what came out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Finding {
    /// A slug: `earlier-base`.
    pub id: String,
    /// What is different here, in plain words.
    pub what: String,
    /// Cells that the numbers rest on.
    pub n: usize,
    /// Regions among them.
    pub regions: usize,
    /// Industries among them.
    pub industries: usize,
    /// Cells left out and why, in the order in which they left.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub left_out: Vec<LeftOut>,
    /// The numbers.
    pub terms: Vec<Term>,
    /// The same with what should matter destroyed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub placebos: Vec<Placebo>,
}

/// Cells that a finding does not rest on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LeftOut {
    /// Why, in plain words.
    pub why: String,
    /// How many.
    pub n: usize,
}

/// A number with its interval.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Term {
    /// What it is: `cluster`.
    pub name: String,
    /// Its value.
    pub value: f64,
    /// Lower end of its interval at the study's level.
    pub lower: f64,
    /// Upper end.
    pub upper: f64,
}

/// What came out when what should matter was destroyed by shuffling.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Placebo {
    /// What was shuffled, in plain words.
    pub what: String,
    /// The number that is compared.
    pub term: String,
    /// How often it was shuffled.
    pub shuffles: usize,
    /// Mean over the shuffles.
    pub mean: f64,
    /// Smallest.
    pub smallest: f64,
    /// Largest.
    pub largest: f64,
    /// How many were at least as large as the true one.
    pub as_large: usize,
    /// `(1 + as_large) / (1 + shuffles)`.
    pub p: f64,
}

impl Study {
    /// One of its findings.
    pub fn finding(&self, id: &str) -> Option<&Finding> {
        self.findings.iter().find(|finding| finding.id == id)
    }

    /// A number of one of its findings, with the study's caveats and provenance.
    ///
    /// # Withheld when
    ///
    /// The study holds no such finding or number: missing.
    pub fn answer(&self, finding: &str, term: &str) -> Answer {
        let found = self.finding(finding).and_then(|finding| finding.term(term));
        let term = found.ok_or_else(|| Withheld::missing("the study holds no such number"))?;
        let interval = Interval::new(term.lower, term.upper, self.level, IntervalKind::Confidence)
            .ok_or_else(|| Withheld::undefined("the study's interval has no order"))?;
        let mut provenance = Provenance::new(&self.method, self.sources.iter().cloned());
        provenance.seed = Some(self.seed);
        let estimate = Estimate::new(term.value, interval, provenance)?;
        Ok(self.caveats.iter().cloned().fold(estimate, Estimate::caveat))
    }
}

impl Finding {
    /// One of its numbers.
    pub fn term(&self, name: &str) -> Option<&Term> {
        self.terms.iter().find(|term| term.name == name)
    }
}

impl Term {
    /// Whether the whole interval lies above 0.
    pub fn is_above_zero(&self) -> bool {
        self.lower > 0.0
    }

    /// Whether the whole interval lies below 0.
    pub fn is_below_zero(&self) -> bool {
        self.upper < 0.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn study() -> Study {
        let term = Term { name: "cluster".to_owned(), value: 0.02, lower: 0.01, upper: 0.03 };
        let finding = Finding {
            id: "main".to_owned(),
            what: "all".to_owned(),
            n: 10,
            regions: 5,
            industries: 2,
            left_out: Vec::new(),
            terms: vec![term],
            placebos: Vec::new(),
        };
        Study {
            id: "x".to_owned(),
            question: "Does it?".to_owned(),
            method: "x/1".to_owned(),
            command: "none".to_owned(),
            query: Vec::new(),
            sources: vec!["b".into(), "a".into()],
            seed: 7,
            level: 0.95,
            main: "main".to_owned(),
            rule: "none".to_owned(),
            verdict: Verdict::CannotTell,
            sentence: "Nobody knows.".to_owned(),
            caveats: vec![Caveat::new("association", "It is one.")],
            findings: vec![finding],
        }
    }

    #[test]
    fn a_number_leaves_a_study_with_its_interval_caveats_and_seed() {
        let answer = study().answer("main", "cluster").unwrap();
        assert!((answer.interval().upper() - 0.03).abs() < 1e-12);
        assert_eq!(answer.caveats().len(), 1);
        assert_eq!((answer.provenance().seed, answer.provenance().sources.len()), (Some(7), 2));
    }

    #[test]
    fn edge_a_number_that_is_not_there_and_an_interval_out_of_order() {
        assert!(study().answer("main", "own").is_err());
        assert!(study().answer("other", "cluster").is_err());
        let mut broken = study();
        broken.findings[0].terms[0].lower = 1.0;
        assert!(broken.answer("main", "cluster").is_err());
    }
}
