//! Which industries stand out: rankings by printed rules that pair a quotient with a size.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::Serialize;

use crate::base::estimate::Figure;
use crate::base::id::IndustryId;
use crate::base::terms::{Size, Terms};
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
    /// Ranks the lines of a region, at the levels of the country's terms.
    pub fn of(lines: Vec<Line>, terms: &Terms) -> Self {
        let largest = largest(&lines, terms);
        Self {
            strongest: strongest(&lines, terms),
            possible: possible(&lines, terms),
            possibly_largest: possibly_largest(&lines, &largest, terms),
            largest,
            lines,
        }
    }

    /// The line of an industry.
    pub fn line(&self, industry: &str) -> Option<&Line> {
        self.lines.iter().find(|line| line.industry.as_str() == industry)
    }
}

/// Words of a ranking: first letter large, as a sentence begins.
fn begun(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn strongest(lines: &[Line], terms: &Terms) -> Ranking {
    let detail = &terms.detail;
    let surely = |line: &&Line| {
        line.specialised == Specialised::Surely && line.quotients.by_size().value().is_some()
    };
    let named: BTreeSet<&IndustryId> = lines
        .iter()
        .filter(|line| line.level == detail.finest)
        .filter(surely)
        .filter_map(|line| line.parent.as_ref())
        .collect();
    let chosen = lines.iter().filter(surely).filter(|line| {
        let is_group = line.level == detail.group && !named.contains(&line.industry);
        line.level == detail.finest || is_group
    });
    let (noun, whole) = (&terms.counted.noun, &terms.words.the_whole);
    let groups = if detail.group < detail.finest {
        format!(", and {} where none of its members qualifies by itself", detail.one_group)
    } else {
        String::new()
    };
    let excess = match terms.counted.size {
        Size::Jobs => "excess employment",
        Size::ValueAdded => "the excess",
    };
    let rule = format!(
        "Location quotient of {noun} surely at least 1; {}{groups}; ordered by {excess}, the {noun} above \
         {whole}'s share, at its lower bound.",
        detail.finest_words
    );
    Ranking { rule, industries: top(chosen, |line| low(&line.excess)) }
}

fn possible(lines: &[Line], terms: &Terms) -> Ranking {
    let chosen = lines.iter().filter(|line| {
        line.level == terms.detail.finest
            && line.specialised == Specialised::Possibly
            && is_suppressed(line.quotients.by_size())
    });
    let (words, noun) = (begun(&terms.detail.finest_words), &terms.counted.noun);
    let hidden =
        format!("{words} whose {noun} are withheld, whose quotient of {noun} can be 1 or more");
    if terms.counted.has_establishments {
        let chosen =
            chosen.filter(|line| low(&line.quotients.shrunken).is_some_and(|chance| chance >= 1.0));
        let rule = format!(
            "{hidden}, and whose quotient of establishments is above 1 with its whole credible interval; \
             ordered by the lower end of that interval."
        );
        return Ranking { rule, industries: top(chosen, |line| low(&line.quotients.shrunken)) };
    }
    let high = |line: &Line| line.quotients.by_size().range().map(|(_, high)| high);
    Ranking {
        rule: format!("{hidden}; ordered by the most that it can be."),
        industries: top(chosen, high),
    }
}

fn largest(lines: &[Line], terms: &Terms) -> Ranking {
    let chosen = lines.iter().filter(|line| line.level == terms.detail.group);
    let rule = format!("{} by published {}.", begun(&terms.detail.group_words), terms.counted.noun);
    Ranking { rule, industries: top(chosen, |line| line.size().value()) }
}

fn possibly_largest(lines: &[Line], largest: &Ranking, terms: &Terms) -> Ranking {
    let last = largest.industries.last().filter(|_| largest.industries.len() == LISTED);
    let smallest = last
        .and_then(|id| lines.iter().find(|line| line.industry == *id))
        .and_then(|line| line.size().value())
        .unwrap_or(0.0);
    let chosen = lines.iter().filter(|line| {
        let reach = line.size().range().is_none_or(|(_, high)| high > smallest);
        line.level == terms.detail.group && line.size().value().is_none() && reach
    });
    let rule = format!(
        "{} whose {} are withheld and whose upper bound passes the last of the largest; ordered by that \
         bound.",
        begun(&terms.detail.group_words),
        terms.counted.noun
    );
    let high = |line: &Line| Some(line.size().range().map_or(f64::MAX, |(_, high)| high));
    Ranking { rule, industries: top(chosen, high) }
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
