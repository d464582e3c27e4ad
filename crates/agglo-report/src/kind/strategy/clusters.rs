//! What stands out: the strongest industries, and those whose figures are hidden.

use agglo::map::Map as Profile;
use agglo::map::specialization::lines::Line;
use agglo::map::specialization::strongest::Ranking;

use crate::chart::{self, Strip};
use crate::document::{Block, Column, Entry, Row, Section, Table, words};
use crate::strategy::Strategy;
use crate::words::{Unit, sentence};

/// The section.
pub(super) fn section(strategy: &Strategy<'_>) -> Section {
    let lead = "A location quotient of 2 means: twice the nation's share of jobs. 1 is the nation's own share.";
    let mut section = Section::new("clusters", "What stands out", words(lead));
    match strategy.map {
        Some(map) => section.blocks.extend(industries(map)),
        None => {
            section.blocks.push(Block::Empty(words("Not yet known: the region was not mapped.")));
        }
    }
    section
}

fn industries(map: &Profile) -> Vec<Block> {
    let specialization = &map.specialization;
    let mut blocks =
        vec![Block::Heading("Industries that are stronger here than in the nation".to_owned())];
    blocks.push(ranking(
        map,
        "clusters-strongest",
        &specialization.strongest,
        "No industry stands out for certain at this size. That is a finding.",
    ));
    blocks.push(Block::Heading("Possibly strong, but hidden by the publisher".to_owned()));
    blocks.push(ranking(
        map,
        "clusters-possible",
        &specialization.possible,
        "No hidden industry could stand out here by the rule.",
    ));
    blocks
}

fn ranking(map: &Profile, id: &str, ranking: &Ranking, nothing: &str) -> Block {
    let lines: Vec<&Line> = ranking
        .industries
        .iter()
        .filter_map(|industry| map.specialization.line(industry.as_str()))
        .collect();
    if lines.is_empty() {
        return Block::Empty(words(format!("{nothing} The rule: {}", sentence(&ranking.rule))));
    }
    let year = map.year.map_or(String::new(), |year| format!(", {year}"));
    Block::Table(Table {
        id: id.to_owned(),
        caption: words(format!("{} Private jobs{year}.", sentence(&ranking.rule))),
        columns: vec![
            Column::words("Industry"),
            Column::number("Jobs"),
            Column::number("Establishments"),
            Column::number("Location quotient of jobs"),
            Column::strip("On a scale of doublings", "a quarter", "32 times"),
        ],
        rows: lines.into_iter().map(row).collect(),
    })
}

fn row(line: &Line) -> Row {
    Row::new(
        format!("{} ({})", line.title, line.industry),
        vec![
            Entry::number(&line.employment, Unit::Count),
            Entry::number(&line.establishments, Unit::Count),
            Entry::number(&line.quotients.employment, Unit::Ratio),
            Entry::Strip(
                Strip {
                    figure: line.quotients.employment.clone(),
                    references: Vec::new(),
                    span: chart::Span::Ratio(0.25, 32.0),
                    class: "economy",
                    title: format!("Location quotient of jobs: {}", line.title),
                },
                Vec::new(),
            ),
        ],
    )
}
