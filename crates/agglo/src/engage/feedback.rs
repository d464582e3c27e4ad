//! You said, we did: what became of what was heard, and how long an answer took.

use agglo_stats::distribution::normal::Z90;
use agglo_stats::score::wilson;
use agglo_stats::survival::{Spell, Step, kaplan_meier, median};
use schemars::JsonSchema;
use serde::Serialize;

use crate::base::error::Error;
use crate::engage::ruling::Ruling;

/// How far what was heard has come; each counts those of the one before that went further.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counts {
    /// Heard.
    pub heard: u32,
    /// Answered.
    pub answered: u32,
    /// Decided.
    pub decided: u32,
    /// Benefited from.
    pub benefited: u32,
}

/// How long one input waited for its answer, or waits.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Waiting {
    /// Days to the answer, or since it was heard.
    pub days: f64,
    /// Whether it was answered.
    pub answered: bool,
}

/// When the loop fails.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FeedbackRule {
    /// Share answered that the upper end of its interval must reach.
    pub answered: f64,
    /// Days after which an input without an answer is overdue.
    pub days: f64,
}

impl Default for FeedbackRule {
    /// Assumed, not measured: half, and ninety days.
    fn default() -> Self {
        Self { answered: 0.5, days: 90.0 }
    }
}

/// What became of what was heard.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Feedback {
    /// Answered, decided and benefited from, each over heard; nothing where nothing was heard.
    pub ratios: Option<[f64; 3]>,
    /// Their 90 % intervals by Wilson.
    pub intervals: Option<[(f64, f64); 3]>,
    /// Day and share of inputs that still wait after it.
    pub waiting: Vec<(f64, f64)>,
    /// The first day after which at most half still wait.
    pub median_days: Option<f64>,
    /// Inputs that wait for longer than the rule allows.
    pub overdue: u32,
    /// The outcome for an area that claims to collaborate or more; for others nothing is overdue.
    pub ruling: Ruling,
}

/// Follows what was heard to its answer, its decision and its benefit. `collaborates` says whether the area
/// claims to collaborate or more.
///
/// # Errors
///
/// `E0505` where a count exceeds the one before it or a number of days is impossible.
pub fn feedback_loop(
    counts: &Counts,
    waits: &[Waiting],
    collaborates: bool,
    rule: &FeedbackRule,
) -> Result<Feedback, Error> {
    falling(counts)?;
    let further = [counts.answered, counts.decided, counts.benefited].map(f64::from);
    let heard = f64::from(counts.heard);
    let some = counts.heard > 0;
    let interval = |count: f64| wilson(count, heard, Z90).unwrap_or((0.0, 1.0));
    let intervals = some.then(|| further.map(interval));
    let spells: Vec<Spell> =
        waits.iter().map(|wait| Spell { time: wait.days, ended: wait.answered }).collect();
    let steps = kaplan_meier(&spells)
        .map_err(|error| Error::new("E0505", format!("days to an answer: {error}")))?;
    let late = |wait: &&Waiting| !wait.answered && wait.days > rule.days;
    let overdue = u32::try_from(waits.iter().filter(late).count()).unwrap_or(u32::MAX);
    let answers = match intervals {
        None => Ruling::Unknown,
        Some([(_, high), ..]) => Ruling::known(high >= rule.answered),
    };
    Ok(Feedback {
        ratios: some.then(|| further.map(|count| count / heard)),
        intervals,
        waiting: steps.iter().map(|step: &Step| (step.time, step.survival)).collect(),
        median_days: median(&steps),
        overdue,
        ruling: Ruling::all([answers, Ruling::known(overdue == 0 || !collaborates)]),
    })
}

fn falling(counts: &Counts) -> Result<(), Error> {
    let Counts { heard, answered, decided, benefited } = *counts;
    let steps = [
        ("answered", answered, "heard", heard),
        ("decided", decided, "answered", answered),
        ("benefited", benefited, "decided", decided),
    ];
    match steps.into_iter().find(|(_, later, _, before)| later > before) {
        None => Ok(()),
        Some((name, later, earlier, before)) => {
            let what = format!("{later} {name} and {before} {earlier}: more than there were");
            Err(Error::new("E0505", what)
                .hint("each input is heard before it is answered, and so on"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const COUNTS: Counts = Counts { heard: 20, answered: 12, decided: 5, benefited: 1 };

    fn waits(rows: &[(f64, bool)]) -> Vec<Waiting> {
        rows.iter().map(|&(days, answered)| Waiting { days, answered }).collect()
    }

    fn of(counts: Counts, rows: &[(f64, bool)], collaborates: bool) -> Feedback {
        feedback_loop(&counts, &waits(rows), collaborates, &FeedbackRule::default()).unwrap()
    }

    #[test]
    fn an_open_input_of_ninety_one_days_is_overdue_and_fails_who_claims_to_collaborate() {
        let rows = [(5.0, true), (90.0, false), (91.0, false)];
        assert_eq!(of(COUNTS, &rows, true).overdue, 1);
        assert_eq!(of(COUNTS, &rows, true).ruling, Ruling::Fail);
        assert_eq!(of(COUNTS, &rows, false).ruling, Ruling::Pass);
        assert_eq!(of(COUNTS, &rows[..2], true).ruling, Ruling::Pass);
    }

    #[test]
    fn few_answers_fail_only_where_the_interval_says_so() {
        let few = Counts { heard: 4, answered: 1, decided: 0, benefited: 0 };
        assert_eq!(of(few, &[], true).ruling, Ruling::Pass, "one of four may be half");
        let many = Counts { heard: 40, answered: 10, decided: 0, benefited: 0 };
        assert_eq!(of(many, &[], true).ruling, Ruling::Fail);
    }

    #[test]
    fn edge_nothing_heard_is_unknown_and_rising_counts_are_refused() {
        let none = Counts { heard: 0, answered: 0, decided: 0, benefited: 0 };
        let found = of(none, &[], true);
        assert_eq!((found.ruling, found.ratios, found.median_days), (Ruling::Unknown, None, None));
        for counts in [
            Counts { answered: 21, ..COUNTS },
            Counts { decided: 13, ..COUNTS },
            Counts { benefited: 6, ..COUNTS },
        ] {
            let refused = feedback_loop(&counts, &[], true, &FeedbackRule::default());
            assert_eq!(refused.unwrap_err().code(), "E0505");
        }
    }
}
