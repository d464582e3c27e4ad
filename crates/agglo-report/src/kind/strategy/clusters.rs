//! What stands out: the strongest industries, and those whose figures are hidden.

use agglo::base::terms::{Part, Terms};
use agglo::map::Map as Profile;
use agglo::map::cluster::{Portfolio, Strong};
use agglo::map::specialization::lines::Line;
use agglo::map::specialization::strongest::Ranking;

use crate::chart::{self, Strip};
use crate::document::{Block, Column, Entry, Mark, Number, Row, Section, Span, Table, words};
use crate::plot;
use crate::strategy::Strategy;
use crate::text;
use crate::words::{Unit, and, capital, counted, lower, sentence};

/// How many clusters the table lists.
const LISTED: usize = 12;

/// The section.
pub(in crate::kind) fn section(strategy: &Strategy<'_>) -> Section {
    let terms = strategy.terms();
    let (noun, whole) = (&terms.counted.noun, &terms.words.the_whole);
    let lead = format!(
        "A location quotient of 2 means twice {whole}'s share of {noun}; 1 is {whole}'s own share."
    );
    let mut section = Section::new("clusters", "What stands out", words(lead));
    section.blocks.push(Block::Heading("Traded clusters".to_owned()));
    match strategy.clusters.filter(|portfolio| !portfolio.lines.is_empty()) {
        Some(portfolio) => section.blocks.extend(traded(portfolio, strategy)),
        None => section.blocks.push(Block::Empty(words(strategy.without(
            Part::Clusters,
            "Not yet known: no traded cluster of this region could be measured.",
        )))),
    }
    match strategy.map {
        Some(map) => section.blocks.extend(industries(map, terms)),
        None => {
            section.blocks.push(Block::Empty(words("Not yet known: the region was not mapped.")));
        }
    }
    section
}

fn traded(portfolio: &Portfolio, strategy: &Strategy<'_>) -> Vec<Block> {
    let strong: Vec<String> = portfolio
        .lines
        .iter()
        .filter(|line| line.strong == Strong::Surely)
        .map(|line| lower(&line.title))
        .collect();
    let first = if strong.is_empty() {
        text!["No cluster stands out for certain at this size. That is a finding. "]
    } else {
        text![format!(
            "{} {} out for certain. ",
            capital(&and(&strong)),
            if strong.len() == 1 { "stands" } else { "stand" }
        ),]
    };
    let mut second = first;
    second.push("Strong clusters hold ".into());
    second.push(Number::new(&portfolio.share_strong, Unit::Share).into());
    second.push(" of the ".into());
    second.push(Number::new(&portfolio.traded, Unit::Count).into());
    second.push(" jobs in industries that sell beyond the region.".into());
    vec![
        Block::Paragraph(second),
        Block::Chart(plot::portfolio(portfolio, &strategy.region.name)),
        Block::Table(portfolio_table(portfolio)),
        Block::Paragraph(words(format!(
            "{} The definition: {} ({}). {}",
            sentence(&portfolio.rule),
            portfolio.definition,
            portfolio.vintage,
            sentence(&capital(&portfolio.method))
        ))),
    ]
}

fn portfolio_table(portfolio: &Portfolio) -> Table {
    let rows = portfolio.lines.iter().take(LISTED).map(|line| {
        let mut says = vec![Span::Mark(strong(line.strong))];
        if line.fragile {
            says.push("; hidden jobs could overturn it".into());
        }
        Row::new(
            line.title.as_str(),
            vec![
                Entry::number(&line.likely_employment, Unit::Count),
                Entry::number(&line.quotient, Unit::Ratio),
                Entry::Strip(
                    Strip {
                        figure: line.quotient.clone(),
                        references: Vec::new(),
                        span: chart::Span::Ratio(0.25, 32.0),
                        class: "economy",
                        title: format!("Location quotient of jobs: {}", line.title),
                    },
                    Vec::new(),
                ),
                Entry::Words(says),
            ],
        )
    });
    let rest = portfolio.lines.len().saturating_sub(LISTED);
    let more = if rest > 0 {
        format!(" {} in the drawing and the JSON file.", counted(rest, "more stands", "more stand"))
    } else {
        String::new()
    };
    Table {
        id: "clusters-traded".to_owned(),
        caption: words(format!(
            "The strongest first: many jobs, and many more than the nation's share. Hidden jobs \
             are likely ones: establishments at the nation's mean size, inside what is published.{more}"
        )),
        columns: vec![
            Column::words("Cluster"),
            Column::number("Jobs"),
            Column::number("Location quotient"),
            Column::strip("On a scale of doublings", "¼", "32 ×"),
            Column::words("Strong?"),
        ],
        rows: rows.collect(),
    }
}

fn strong(strong: Strong) -> Mark {
    match strong {
        Strong::Surely => Mark::Yes("strong".to_owned()),
        Strong::Possibly => Mark::Unknown("possibly".to_owned()),
        Strong::No => Mark::No("not strong".to_owned()),
        Strong::Unknown => Mark::Unknown("unknown".to_owned()),
    }
}

fn industries(map: &Profile, terms: &Terms) -> Vec<Block> {
    let specialization = &map.specialization;
    let whole = &terms.words.the_whole;
    let mut blocks =
        vec![Block::Heading(format!("Industries that are stronger here than in {whole}"))];
    blocks.push(ranking(
        (map, terms),
        "clusters-strongest",
        &specialization.strongest,
        "No industry stands out for certain at this size. That is a finding.",
    ));
    blocks.push(Block::Heading("Possibly strong, but hidden by the publisher".to_owned()));
    blocks.push(ranking(
        (map, terms),
        "clusters-possible",
        &specialization.possible,
        "No hidden industry could stand out here by the rule.",
    ));
    blocks
}

fn ranking((map, terms): (&Profile, &Terms), id: &str, ranking: &Ranking, nothing: &str) -> Block {
    let lines: Vec<&Line> = ranking
        .industries
        .iter()
        .filter_map(|industry| map.specialization.line(industry.as_str()))
        .collect();
    if lines.is_empty() {
        return Block::Empty(words(format!("{nothing} The rule: {}", sentence(&ranking.rule))));
    }
    let year = map.year.map_or(String::new(), |year| format!(", {year}"));
    if !terms.counted.has_establishments {
        return Block::Table(sizes((&lines, terms), id, &sentence(&ranking.rule), &year));
    }
    Block::Table(Table {
        id: id.to_owned(),
        caption: words(format!("{} Private jobs{year}.", sentence(&ranking.rule))),
        columns: vec![
            Column::words("Industry"),
            Column::number("Jobs"),
            Column::number("Establishments"),
            Column::number("Location quotient of jobs"),
            Column::strip("On a scale of doublings", "¼", "32 ×"),
        ],
        rows: lines.into_iter().map(row).collect(),
    })
}

/// The industries of a country that counts one quantity.
fn sizes((lines, terms): (&[&Line], &Terms), id: &str, rule: &str, year: &str) -> Table {
    let (counted, unit) = (&terms.counted, Unit::named(&terms.counted.unit));
    let rows = lines.iter().map(|line| {
        let quotient = line.quotients.by_size();
        let strip = Strip {
            figure: quotient.clone(),
            references: Vec::new(),
            span: chart::Span::Ratio(0.25, 32.0),
            class: "economy",
            title: format!("Location quotient of {}: {}", counted.noun, line.title),
        };
        Row::new(
            format!("{} ({})", line.title, line.industry),
            vec![
                Entry::number(line.size(), unit),
                Entry::number(quotient, Unit::Ratio),
                Entry::Strip(strip, Vec::new()),
            ],
        )
    });
    Table {
        id: id.to_owned(),
        caption: words(format!("{rule} {}{year}.", counted.title)),
        columns: vec![
            Column::words("Industry"),
            Column::number(&capital(&counted.noun)),
            Column::number("Location quotient"),
            Column::strip("On a scale of doublings", "¼", "32 ×"),
        ],
        rows: rows.collect(),
    }
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
