//! Which industries stand out: rankings by printed rules that pair a quotient with a size.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::Serialize;

use crate::base::estimate::Figure;
use crate::base::id::IndustryId;
use crate::map::specialization::lines::{Line, Specialised, is_suppressed};

/// All lines of a region and what stands out among them.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Specialization {
    /// Every industry that the region has, levels 2 to 4, by code.
    pub lines: Vec<Line>,
    /// Industries in which the region is surely specialised, strongest first.
    pub strongest: Ranking,
    /// Industries whose jobs are withheld and in which it is possibly specialised.
    pub possible: Ranking,
    /// Three-digit industries with the most jobs.
    pub largest: Ranking,
    /// Three-digit industries whose withheld jobs could place them among the largest.
    pub possibly_largest: Ranking,
}

/// Industries in order, with the rule that ordered them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Ranking {
    /// The rule in plain words.
    pub rule: String,
    /// Codes, first is strongest.
    pub industries: Vec<IndustryId>,
}

/// How many industries a ranking lists.
pub const LISTED: usize = 10;

impl Specialization {
    /// Ranks the lines of a region.
    pub fn of(lines: Vec<Line>) -> Self {
        let largest = largest(&lines);
        Self {
            strongest: strongest(&lines),
            possible: possible(&lines),
            possibly_largest: possibly_largest(&lines, &largest),
            largest,
            lines,
        }
    }

    /// The line of an industry.
    pub fn line(&self, industry: &str) -> Option<&Line> {
        self.lines.iter().find(|line| line.industry.as_str() == industry)
    }
}

fn strongest(lines: &[Line]) -> Ranking {
    let surely = |line: &&Line| {
        line.specialised == Specialised::Surely && line.quotients.employment.value().is_some()
    };
    let named: BTreeSet<&IndustryId> = lines
        .iter()
        .filter(|line| line.level == 4)
        .filter(surely)
        .filter_map(|line| line.parent.as_ref())
        .collect();
    let chosen = lines
        .iter()
        .filter(surely)
        .filter(|line| line.level == 4 || (line.level == 3 && !named.contains(&line.industry)));
    let rule = "Location quotient of jobs surely at least 1; four-digit industries, and a three-digit \
                group where none of its members qualifies by itself; ordered by excess employment, the \
                jobs above the nation's share, at its lower bound.";
    Ranking { rule: rule.to_owned(), industries: top(chosen, |line| low(&line.excess)) }
}

fn possible(lines: &[Line]) -> Ranking {
    let chosen = lines.iter().filter(|line| {
        line.level == 4
            && line.specialised == Specialised::Possibly
            && is_suppressed(&line.quotients.employment)
            && low(&line.quotients.shrunken).is_some_and(|chance| chance >= 1.0)
    });
    let rule = "Four-digit industries whose jobs are withheld, whose quotient of jobs can be 1 or more, \
                and whose quotient of establishments is above 1 with its whole credible interval; \
                ordered by the lower end of that interval.";
    Ranking { rule: rule.to_owned(), industries: top(chosen, |line| low(&line.quotients.shrunken)) }
}

fn largest(lines: &[Line]) -> Ranking {
    let chosen = lines.iter().filter(|line| line.level == 3);
    let rule = "Three-digit industries by published jobs.";
    Ranking { rule: rule.to_owned(), industries: top(chosen, |line| line.employment.value()) }
}

fn possibly_largest(lines: &[Line], largest: &Ranking) -> Ranking {
    let last = largest.industries.last().filter(|_| largest.industries.len() == LISTED);
    let smallest = last
        .and_then(|id| lines.iter().find(|line| line.industry == *id))
        .and_then(|line| line.employment.value())
        .unwrap_or(0.0);
    let chosen = lines.iter().filter(|line| {
        let reach = line.employment.range().is_none_or(|(_, high)| high > smallest);
        line.level == 3 && line.employment.value().is_none() && reach
    });
    let rule = "Three-digit industries whose jobs are withheld and whose upper bound passes the last of \
                the largest; ordered by that bound.";
    let high = |line: &Line| Some(line.employment.range().map_or(f64::MAX, |(_, high)| high));
    Ranking { rule: rule.to_owned(), industries: top(chosen, high) }
}

fn low(figure: &Figure) -> Option<f64> {
    figure.range().map(|(low, _)| low)
}

/// The first by value, ties by code; lines without a value are left out.
fn top<'a>(
    lines: impl Iterator<Item = &'a Line>,
    value: impl Fn(&Line) -> Option<f64>,
) -> Vec<IndustryId> {
    let mut valued: Vec<(f64, &IndustryId)> =
        lines.filter_map(|line| value(line).map(|value| (value, &line.industry))).collect();
    valued.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(b.1)));
    valued.into_iter().take(LISTED).map(|(_, id)| id.clone()).collect()
}
