//! Which findings the unpublished cells could overturn, and how far a rank could move.

use schemars::JsonSchema;
use serde::Serialize;

use crate::base::id::IndustryId;
use crate::base::terms::Terms;
use crate::map::people::underserved::{Outcome, Underserved};
use crate::map::specialization::{Line, Ranking, Specialised, Specialization};

/// A finding that does not hold for every value that the unpublished cells can have.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Fragile {
    /// What kind of finding.
    pub finding: Finding,
    /// Industry or leg that it is about.
    pub subject: String,
    /// Its rank at best and at worst, 1 the first, where it is a rank.
    pub ranks: Option<(usize, usize)>,
    /// The same in one sentence.
    pub sentence: String,
}

/// Kinds of findings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Finding {
    /// Whether the region is specialised in an industry.
    Specialised,
    /// The place of an industry among the strongest.
    StrongestRank,
    /// The place of an industry among the largest.
    LargestRank,
    /// A leg of the underserved rule.
    Underserved,
}

/// Every fragile finding of a map, in the order of its sections.
pub fn fragile(
    specialization: &Specialization,
    underserved: &Underserved,
    terms: &Terms,
) -> Vec<Fragile> {
    let (lines, detail) = (&specialization.lines, &terms.detail);
    let mut found: Vec<Fragile> = lines
        .iter()
        .filter(|line| line.level == detail.finest && line.specialised == Specialised::Possibly)
        .map(|line| straddles(line, &terms.counted.noun))
        .collect();
    let excess = |line: &Line| line.excess.range();
    let rival = |line: &&Line| line.level == detail.finest;
    found.extend(ranked(lines, &specialization.strongest, Finding::StrongestRank, rival, excess));
    let jobs = |line: &Line| line.size().range();
    let rival = |line: &&Line| line.level == detail.group;
    found.extend(ranked(lines, &specialization.largest, Finding::LargestRank, rival, jobs));
    found.extend(legs(underserved));
    found
}

fn straddles(line: &Line, noun: &str) -> Fragile {
    let (low, high) = line.quotients.by_size().range().unwrap_or_default();
    Fragile {
        finding: Finding::Specialised,
        subject: line.industry.to_string(),
        ranks: None,
        sentence: format!(
            "{}: {noun} are withheld; the quotient lies between {low:.2} and {high:.2}, so the region may \
             or may not be specialised in it.",
            line.title
        ),
    }
}

/// Ranks of listed industries among all rivals of their level, where bounds leave more than one.
fn ranked(
    lines: &[Line],
    ranking: &Ranking,
    finding: Finding,
    rival: impl Fn(&&Line) -> bool,
    range: impl Fn(&Line) -> Option<(f64, f64)>,
) -> Vec<Fragile> {
    let rivals: Vec<(&IndustryId, f64, f64)> = lines
        .iter()
        .filter(|line| rival(line))
        .filter_map(|line| range(line).map(|(low, high)| (&line.industry, low, high)))
        .collect();
    let listed = ranking.industries.iter().filter_map(|id| {
        let (_, low, high) = rivals.iter().find(|(other, ..)| *other == id)?;
        let others = || rivals.iter().filter(move |(other, ..)| *other != id);
        let best = 1 + others().filter(|(_, least, _)| least > high).count();
        let worst = 1 + others().filter(|(.., most)| most > low).count();
        (best < worst).then_some((id, best, worst))
    });
    let title = |id: &IndustryId| {
        let line = lines.iter().find(|line| line.industry == *id);
        line.map_or_else(|| id.to_string(), |line| line.title.clone())
    };
    listed
        .map(|(id, best, worst)| Fragile {
            finding,
            subject: id.to_string(),
            ranks: Some((best, worst)),
            sentence: format!(
                "{}: rank {best} at best and {worst} at worst, depending on withheld cells.",
                title(id)
            ),
        })
        .collect()
}

fn legs(underserved: &Underserved) -> impl Iterator<Item = Fragile> {
    let fragile = underserved.legs.iter().filter(|leg| {
        leg.outcome == Outcome::Unknown || leg.tests.iter().any(|test| test.can_turn)
    });
    fragile.map(|leg| Fragile {
        finding: Finding::Underserved,
        subject: leg.id.clone(),
        ranks: None,
        sentence: match leg.outcome {
            Outcome::Unknown => format!("{}: an input is not known.", leg.title),
            _ => format!(
                "{}: read off the figure of a wider area, which need not be the region's own.",
                leg.title
            ),
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::estimate::{Estimate, Figure, Interval, Provenance, Withheld};
    use crate::map::specialization::Quotients;

    fn exact(value: f64) -> Figure {
        Estimate::exact(value, Provenance::default()).into()
    }

    fn line(id: &str, quotient: Figure, excess: Figure) -> Line {
        Line {
            industry: id.into(),
            title: format!("Industry {id}"),
            level: 4,
            parent: None,
            employment: exact(100.0),
            establishments: exact(5.0),
            pay: exact(1.0),
            value_added: None,
            specialised: Specialised::of(&quotient),
            quotients: Quotients {
                establishments: quotient.clone(),
                pay: quotient.clone(),
                value_added: None,
                shrunken: quotient.clone(),
                employment: quotient,
            },
            excess,
        }
    }

    fn hidden(low: f64, high: f64) -> Figure {
        Err(Withheld::suppressed("hidden", Interval::bounds(low, high))).into()
    }

    fn found(hidden_excess: Figure) -> Vec<Fragile> {
        let lines = vec![
            line("1111", exact(3.0), exact(50.0)),
            line("2222", exact(2.0), exact(30.0)),
            line("3333", hidden(0.5, 4.0), hidden_excess),
        ];
        let specialization = Specialization::of(lines, &Terms::default());
        ranked(
            &specialization.lines,
            &specialization.strongest,
            Finding::StrongestRank,
            |line| line.level == 4,
            |line| line.excess.range(),
        )
    }

    #[test]
    fn a_withheld_rival_makes_ranks_a_range() {
        let ranks: Vec<_> =
            found(hidden(-10.0, 60.0)).into_iter().map(|fragile| fragile.ranks).collect();
        assert_eq!(ranks, [Some((1, 2)), Some((2, 3))]);
        let ranks: Vec<_> =
            found(hidden(-10.0, 40.0)).into_iter().map(|fragile| fragile.ranks).collect();
        assert_eq!(ranks, [Some((2, 3))], "the first is out of its reach");
    }

    #[test]
    fn law_ranks_are_firm_where_no_interval_overlaps() {
        assert_eq!(found(hidden(-10.0, 20.0)), []);
    }

    #[test]
    fn a_quotient_that_straddles_one_is_said_with_its_ends() {
        let fragile = straddles(&line("3333", hidden(0.5, 4.0), exact(0.0)), "jobs");
        assert!(fragile.sentence.contains("between 0.50 and 4.00"));
    }
}
