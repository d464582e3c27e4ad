//! What a programme is for, as its plan repeats it on the first page.

use schemars::JsonSchema;
use serde::Serialize;

use crate::base::year::Year;

/// The goal of a programme.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct GoalOfPlan {
    /// The mission, in the programme's words.
    pub mission: String,
    /// What it means in the economy and for people; the economy first.
    pub aims: Vec<GoalAim>,
    /// The day on which it was agreed, ISO.
    pub since: String,
}

/// Which column of the goal an aim stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SideOfGoal {
    /// The economy.
    Economy,
    /// People.
    People,
}

/// A change that is aimed at.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct GoalAim {
    /// Its column.
    pub side: SideOfGoal,
    /// The measure.
    pub measure: String,
    /// The change, in `unit`.
    pub change: f64,
    /// `pt` (points), `%` (of the baseline), or the measure's own.
    pub unit: String,
    /// Until the end of this year.
    pub year: Year,
    /// Where it stood, and in which year; none where nobody recorded it.
    pub baseline: Option<(f64, Year)>,
}

impl SideOfGoal {
    /// `economy`, `people`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Economy => "economy",
            Self::People => "people",
        }
    }
}

impl GoalAim {
    /// The aim as a line: `people: poverty_rate -2 pt until 2030, from 18.2 in 2023`.
    pub fn line(&self) -> String {
        let sign = if self.change > 0.0 { "+" } else { "" };
        let from = self.baseline.map_or("; no baseline is recorded".to_owned(), |(value, year)| {
            format!(", from {value} in {year}")
        });
        format!(
            "{}: {} {sign}{} {} until {}{from}",
            self.side.word(),
            self.measure,
            self.change,
            self.unit,
            self.year
        )
    }
}
