//! Where the region stands: its economy and its people side by side, the underserved rule, its place on the map.

use std::collections::BTreeSet;

use agglo::Figure;
use agglo::base::terms::{Part, Terms, Words};
use agglo::map::people::underserved::{Outcome, Side as Passes, TestRead, Underserved};
use agglo::map::{Better, Indicator, Map as Profile};

use crate::chart::{self, Drawing, Reference, Role, Strip};
use crate::document::{
    Block, Callout, Chart, Column, Entry, Mark, Number, Row, Section, Side, Span, Table, Text,
    Tone, words,
};
use crate::strategy::Strategy;
use crate::text;
use crate::words::{Unit, and, capital, counted, plain, sentence};

/// The section.
pub(in crate::kind) fn section(strategy: &Strategy<'_>) -> Section {
    let Some(map) = strategy.map else {
        return Section::new("situation", "Where the region stands", Vec::new())
            .with(Block::Empty(words("Not yet known: the region was not mapped.")));
    };
    let lead =
        "Its economy and its people are of equal rank here, and never summed into one score.";
    let mut section = Section::new("situation", "Where the region stands", words(lead));
    match (chart(strategy, map), strategy.lack(Part::Outlines)) {
        (Some(chart), _) => section.blocks.push(Block::Chart(chart)),
        (None, Some(why)) => section.blocks.push(Block::Empty(words(why))),
        (None, None) => {}
    }
    let terms = strategy.terms();
    section.blocks.push(sides(map, terms));
    section.blocks.push(Block::Heading("Is it underserved?".to_owned()));
    section.blocks.extend(underserved(&map.underserved, &terms.words.whole));
    section.blocks.push(Block::Heading("Places like it".to_owned()));
    section.blocks.extend(peers(map));
    section
}

/// The map: neighbours around the region, peers and exemplars in the country.
fn chart(strategy: &Strategy<'_>, map: &Profile) -> Option<Chart> {
    let region = strategy.region;
    let own = region.members.iter().map(|id| chart::Place {
        id: id.as_str().to_owned(),
        name: if region.members.len() == 1 {
            region.name.clone()
        } else {
            short(&strategy.shapes.name(id))
        },
        role: Role::Region,
    });
    let near = map.neighbours.iter().map(|near| chart::Place {
        id: near.region.as_str().to_owned(),
        name: short(&near.title),
        role: Role::Neighbour,
    });
    let like = map.peers.by_both.iter().map(|peer| chart::Place {
        id: peer.region.as_str().to_owned(),
        name: peer.title.clone(),
        role: Role::Peer,
    });
    let exemplars =
        strategy.readings.first().into_iter().flat_map(|reading| &reading.exemplars.regions);
    let against = exemplars.map(|exemplar| chart::Place {
        id: exemplar.id.as_str().to_owned(),
        name: exemplar.name.clone(),
        role: Role::Exemplar,
    });
    let places = own.chain(near).chain(like).chain(against).collect();
    let drawing = chart::Map::new(strategy.shapes.outlines, strategy.shapes.borders, places)?;
    let names: Vec<String> = map.neighbours.iter().map(|near| short(&near.title)).collect();
    let around = if names.is_empty() {
        format!("no {}", strategy.terms().words.region)
    } else {
        and(&names)
    };
    Some(Chart {
        id: "situation-map".to_owned(),
        title: format!("{} among its neighbours", region.name),
        summary: format!(
            "A map of {} with a heavy border, surrounded by {around}. A small map of the country shows \
             where it lies, and where the {} most like it lie.",
            region.title(),
            strategy.terms().words.regions
        ),
        drawing: Drawing::Map(drawing),
        note: Vec::new(),
    })
}

/// `Gulf` for `Gulf County, Florida`: on the map of one state the rest says nothing.
fn short(title: &str) -> String {
    let name = title.split(',').next().unwrap_or(title);
    name.trim_end_matches(" County").trim_end_matches(" Parish").to_owned()
}

/// How many measures each side lists; the JSON lists all.
const LISTED: usize = 10;

fn sides(map: &Profile, terms: &Terms) -> Block {
    let side = |title: &str, id: &str, class, indicators: &[Indicator]| Side {
        title: title.to_owned(),
        blocks: if indicators.is_empty() {
            vec![Block::Empty(words("Not yet known: no table at hand counts this for the region."))]
        } else {
            vec![Block::Table(card(id, class, indicators, &terms.words))]
        },
    };
    Block::Sides(
        side("Economy", "situation-economy", "economy", &map.economy),
        side("People", "situation-people", "people", &map.people.indicators),
    )
}

/// Each measure with the nation's beside it; a dumbbell where both can be set against each other.
fn card(id: &str, class: &'static str, indicators: &[Indicator], place: &Words) -> Table {
    let Words { whole, the_whole, .. } = place;
    let rows = indicators.iter().take(LISTED).map(|own| {
        let unit = Unit::named(&own.unit);
        let title = own.title.trim_end_matches('.');
        let year =
            own.year.map(|year| year.to_string()).filter(|year| !title.contains(year.as_str()));
        let year = year.map_or(String::new(), |year| format!(", {year}"));
        let nation: Text = if is_rate(own) && own.nation.value().is_some() {
            text![format!("{whole} "), Number::new(&own.nation, unit).bare()]
        } else {
            Vec::new()
        };
        let beside = if compares(own) {
            let strip = Strip {
                figure: own.value.clone(),
                references: vec![Reference { figure: own.nation.clone(), is_joined: true }],
                span: chart::Span::Against(4.0),
                class,
                title: format!("{}: the region against {the_whole}", own.title),
            };
            Entry::Strip(strip, nation)
        } else if nation.is_empty() {
            Entry::Blank
        } else {
            Entry::Words(nation)
        };
        Row {
            head: text![title, format!("{}{year}", unit_word(&own.unit))],
            entries: vec![Entry::number(&own.value, unit), beside],
            is_part: false,
        }
    });
    let rest = indicators.len().saturating_sub(LISTED);
    let more = if rest > 0 {
        format!(
            "; {} in the JSON file",
            counted(rest, "more measure stands", "more measures stand")
        )
    } else {
        String::new()
    };
    Table {
        id: id.to_owned(),
        caption: text![
            Span::Strong("●".to_owned()),
            " region, ",
            Span::Strong("○".to_owned()),
            format!(" {whole}, from a quarter to four times {the_whole}"),
            more,
        ],
        columns: vec![
            Column::words("Measure"),
            Column::number("Region"),
            Column::strip(&format!("Against {the_whole}"), "¼", "4 ×"),
        ],
        rows: rows.collect(),
    }
}

/// The unit in words where the number's own sign does not say it.
fn unit_word(unit: &str) -> &str {
    match unit {
        "dollars a job" => " (a job)",
        "percent a year" => " (a year)",
        _ => "",
    }
}

/// Amounts of a county and of the nation are not set against each other: only rates and means are.
fn is_rate(own: &Indicator) -> bool {
    !matches!(
        own.unit.as_str(),
        "jobs" | "establishments" | "residents" | "people" | "persons" | "flag"
    ) && !own.unit.starts_with("million ")
}

fn compares(own: &Indicator) -> bool {
    let positive = |figure: &Figure| figure.value().is_some_and(|value| value > 0.0);
    is_rate(own)
        && own.better != Better::Neither
        && positive(&own.nation)
        && own.value.range().is_none_or(|(low, _)| low >= 0.0)
}

/// The verdict, then every leg with every test.
fn underserved(read: &Underserved, whole: &str) -> Vec<Block> {
    let title = match read.verdict {
        Outcome::Yes => "Yes, by the printed rule",
        Outcome::No => "No, by the printed rule",
        Outcome::Unknown => "Unknown, by the printed rule",
    };
    let mut blocks = vec![Block::Paragraph(words(sentence(&capital(&plain(&read.sentence)))))];
    blocks.extend(read.beside.iter().map(|beside| Block::Paragraph(words(sentence(beside)))));
    blocks.push(Block::Paragraph(words(format!(
        "The rule ({}, version {}): {}",
        read.rule.id,
        read.rule.version,
        sentence(&capital(&read.rule.text))
    ))));
    if read.rule.legs.is_empty() {
        let title = "Unknown: there is no rule".to_owned();
        let blocks = vec![Block::Paragraph(words(sentence(&capital(&read.sentence))))];
        return vec![Block::Callout(Callout { tone: Tone::Finding, title, blocks })];
    }
    let callout = Callout { tone: Tone::Finding, title: title.to_owned(), blocks };
    let rows = read.legs.iter().flat_map(|leg| {
        let head = Row {
            head: words(leg.title.clone()),
            entries: vec![Entry::Words(vec![outcome(leg.outcome)]), Entry::Blank, Entry::Blank],
            is_part: false,
        };
        std::iter::once(head).chain(leg.tests.iter().map(|own| test(own, whole)))
    });
    let table = Table {
        id: "situation-underserved".to_owned(),
        caption: words(
            "Every leg of the rule and every test of a leg; a leg passes when one of its tests does",
        ),
        columns: vec![
            Column::words("Leg and test"),
            Column::words("Passes?"),
            Column::number("Read"),
            Column::words("Needed"),
        ],
        rows: rows.collect(),
    };
    vec![Block::Callout(callout), Block::Table(table)]
}

/// One test: what its title says of the region, and what is needed. Where the nation is the measure, the
/// region's and the nation's own figures stand beside.
fn test(test: &TestRead, whole: &str) -> Row {
    let unit = Unit::named(&test.unit);
    let (read, read_unit) = match test.nation {
        Some(_) => (&test.compared, Unit::Plain),
        None => (&test.value, unit),
    };
    let threshold = read_unit.print(test.threshold);
    let mut needed: Text = match (unit, test.passes) {
        (Unit::Flag, _) => text![threshold],
        (_, Passes::AtLeast) => text![format!("at least {threshold}")],
        (_, Passes::AtMost) => text![format!("at most {threshold}")],
        (_, Passes::Below) => text![format!("less than {threshold}")],
    };
    if test.can_turn {
        needed.push("; its interval reaches the other side".into());
    }
    if let Some(nation) = test.nation.as_ref().filter(|nation| nation.value().is_some()) {
        needed.push(" (region ".into());
        needed.push(Number::new(&test.value, unit).into());
        needed.push(format!(", {whole} ").into());
        needed.push(Number::new(nation, unit).into());
        needed.push(")".into());
    }
    let mut head: Text = text![test.title.clone()];
    if let Some(year) = test.year {
        head.push(format!(", {year}").into());
    }
    Row {
        head,
        entries: vec![
            Entry::Words(vec![outcome(test.outcome)]),
            Entry::number(read, read_unit),
            Entry::Words(needed),
        ],
        is_part: true,
    }
}

fn outcome(outcome: Outcome) -> Span {
    Span::Mark(match outcome {
        Outcome::Yes => Mark::Yes("passes".to_owned()),
        Outcome::No => Mark::No("does not pass".to_owned()),
        Outcome::Unknown => Mark::Unknown("unknown".to_owned()),
    })
}

fn peers(map: &Profile) -> Vec<Block> {
    let named = |titles: &[agglo::map::peers::Peer]| {
        let five: Vec<String> = titles.iter().take(5).map(|peer| peer.title.clone()).collect();
        five.join("; ")
    };
    let lists = [
        ("Most like it in industries and people", &map.peers.by_both),
        ("In industries alone", &map.peers.by_industry),
        ("In people alone", &map.peers.by_people),
    ];
    let items: Vec<Text> = lists
        .into_iter()
        .filter(|(_, peers)| !peers.is_empty())
        .map(|(title, peers)| {
            text![Span::Strong(format!("{title}: ")), format!("{}.", named(peers))]
        })
        .collect();
    let seen: BTreeSet<&str> = map.peers.by_both.iter().map(|peer| peer.title.as_str()).collect();
    if seen.is_empty() && items.is_empty() {
        return vec![Block::Empty(words(
            "Not yet known: too little of the region is published to find peers.",
        ))];
    }
    vec![
        Block::List(items),
        Block::Paragraph(words(format!(
            "How they are found: {}",
            sentence(&capital(&map.peers.rule))
        ))),
    ]
}
