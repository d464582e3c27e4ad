//! Listening precedes the plan: what was heard, and entered, before its first lock.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use crate::engage::ruling::Ruling;

/// Inputs heard in one area on one day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heard {
    /// The area of engagement.
    pub area: String,
    /// When it was heard.
    pub date: Date,
    /// When it was entered; the same day where nothing else is known.
    pub entered: Date,
    /// How many inputs.
    pub inputs: u32,
}

/// When a plan is listened for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ListeningRule {
    /// Inputs that must precede it.
    pub inputs: u32,
    /// Areas that they must come from.
    pub areas: u32,
}

impl Default for ListeningRule {
    /// Assumed, not measured.
    fn default() -> Self {
        Self { inputs: 20, areas: 2 }
    }
}

/// What preceded the plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Precedes {
    /// The outcome.
    pub ruling: Ruling,
    /// Inputs before the plan.
    pub inputs: u32,
    /// Areas that they came from.
    pub areas: u32,
    /// Inputs for days before the plan that were entered from its day on: they do not count.
    pub entered_late: u32,
}

/// All that was heard, in any order.
pub type Listening<'a> = &'a [Heard];

/// Whether enough was heard and entered before the plan's first lock; `None` where nothing is locked yet:
/// then too little is no fault yet.
pub fn listening_precedes_plan(
    heard: Listening<'_>,
    first_lock: Option<Date>,
    rule: &ListeningRule,
) -> Precedes {
    let before = |date: Date| first_lock.is_none_or(|lock| date < lock);
    let told = || heard.iter().filter(|heard| before(heard.date));
    let counted = || told().filter(|heard| before(heard.entered));
    let sum = |inputs: u32, heard: &Heard| inputs.saturating_add(heard.inputs);
    let inputs = counted().fold(0, sum);
    let mut areas: Vec<&str> = counted().map(|heard| heard.area.as_str()).collect();
    areas.sort_unstable();
    areas.dedup();
    let areas = u32::try_from(areas.len()).unwrap_or(u32::MAX);
    let enough = inputs >= rule.inputs && areas >= rule.areas;
    let ruling = match (enough, first_lock) {
        (true, _) => Ruling::Pass,
        (false, None) => Ruling::Unknown,
        (false, Some(_)) => Ruling::Fail,
    };
    let entered_late = told().filter(|heard| !before(heard.entered)).fold(0, sum);
    Precedes { ruling, inputs, areas, entered_late }
}

/// Initiatives that cite neither an input nor a piece: ours, not theirs. They fail nothing; they are listed.
pub fn ours_not_theirs<'a>(
    initiatives: impl IntoIterator<Item = (&'a str, &'a [String])>,
) -> Vec<&'a str> {
    initiatives.into_iter().filter(|(_, cites)| cites.is_empty()).map(|(id, _)| id).collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn heard(area: &str, date: Date, entered: Date, inputs: u32) -> Heard {
        Heard { area: area.to_owned(), date, entered, inputs }
    }

    #[test]
    fn what_was_heard_on_the_day_of_the_lock_or_entered_after_it_does_not_count() {
        let lock = date(2026, 3, 1);
        let early = date(2026, 2, 28);
        let rows = [
            heard("schools", early, early, 14),
            heard("harbour", early, lock, 5),
            heard("harbour", lock, lock, 40),
            heard("harbour", early, early, 5),
        ];
        let found = listening_precedes_plan(&rows, Some(lock), &ListeningRule::default());
        assert_eq!((found.inputs, found.areas, found.entered_late), (19, 2, 5));
        assert_eq!(found.ruling, Ruling::Fail);
        let open = listening_precedes_plan(&rows, None, &ListeningRule::default());
        assert_eq!((open.ruling, open.inputs), (Ruling::Pass, 64));
    }

    #[test]
    fn edge_nothing_heard_is_unknown_until_a_plan_is_locked() {
        let rule = ListeningRule::default();
        assert_eq!(listening_precedes_plan(&[], None, &rule).ruling, Ruling::Unknown);
        let lock = Some(date(2026, 3, 1));
        assert_eq!(listening_precedes_plan(&[], lock, &rule).ruling, Ruling::Fail);
        let one = [heard("harbour", date(2026, 1, 1), date(2026, 1, 1), 99)];
        assert_eq!(listening_precedes_plan(&one, lock, &rule).ruling, Ruling::Fail, "one area");
    }
}
