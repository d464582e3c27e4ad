//! What is missing: levels against exemplars, the binding gap with its stability, and what reinforces what.

use agglo::base::id::ElementId;
use agglo::base::terms::Part;
use agglo::map::gap::readable::Told;
use agglo::map::gap::reading::{
    Applicable, BindingGap, CoreReading, ElementReading, Reading, Score, Stability,
};

use crate::chart::{self, Drawing, Strip};
use crate::document::{
    Block, Callout, Chart, Column, Entry, Mark, Number, Row, Section, Span, Table, Text, Tone,
    words,
};
use crate::kind::strategy::lanes;
use crate::strategy::Strategy;
use crate::text;
use crate::words::{Unit, and, capital, counted, lower, sentence};

/// The section.
pub(super) fn section(strategy: &Strategy<'_>) -> Section {
    let lead = "A blueprint lists what a kind of cluster needs. Each element is set against places that \
                have it: level 1 is their middle.";
    let mut section = Section::new("blueprint", "What is missing", words(lead));
    if strategy.readings.is_empty() {
        section.blocks.push(Block::Empty(words(strategy.without(
            Part::Blueprint,
            "Not yet known: no blueprint could be read against this region.",
        ))));
    }
    section.blocks.extend(readable(strategy));
    for (at, reading) in strategy.readings.iter().enumerate() {
        section.blocks.push(Block::Heading(reading.title.clone()));
        section.blocks.extend(strategy.read_because.get(at).map(|why| {
            let why = format!("Read as this because {}", lower(why));
            Block::Paragraph(words(sentence(&why)))
        }));
        section.blocks.extend(read(reading, at, strategy));
    }
    section
}

/// What the country's tables tell of each element of the shipped blueprints.
fn readable(strategy: &Strategy<'_>) -> Vec<Block> {
    let mut blocks = Vec::new();
    for elements in strategy.readable.chunk_by(|a, b| a.blueprint == b.blueprint) {
        let Some(first) = elements.first() else { continue };
        let rows = elements.iter().map(|element| {
            let lines: Vec<String> = element.lines.iter().map(ToString::to_string).collect();
            let told = match element.told {
                Told::Apart => Mark::Yes("by itself".to_owned()),
                Told::Together => Mark::Unknown("only together with others".to_owned()),
                Told::Not => Mark::No("no".to_owned()),
            };
            let mut told: Text = text![Span::Mark(told)];
            if !lines.is_empty() {
                let noun = if lines.len() == 1 { "line" } else { "lines" };
                told.push(format!(", {noun} {}", and(&lines)).into());
            }
            Row::new(
                element.title.as_str(),
                vec![Entry::Words(told), Entry::words(element.needs.as_str())],
            )
        });
        blocks
            .push(Block::Heading(format!("What these tables tell of “{}”", first.blueprint_title)));
        blocks.push(Block::Table(Table {
            id: format!("blueprint-readable-{}", first.blueprint),
            caption: words(
                "Whether the industry of each element can be told in these tables. Even where it can, no level is \
                 read: that takes exemplars counted in the same way.",
            ),
            columns: vec![
                Column::words("Element"),
                Column::words("Can its industry be told?"),
                Column::words("What would do"),
            ],
            rows: rows.collect(),
        }));
    }
    blocks
}

fn read(reading: &Reading, at: usize, strategy: &Strategy<'_>) -> Vec<Block> {
    let id = |part: &str| format!("blueprint-{at}-{part}");
    let Some(score) = reading.score().filter(|_| reading.applies.answer == Applicable::Yes) else {
        return vec![not_for(reading)];
    };
    let mut blocks = vec![Block::Callout(finding(reading, score)), both(reading, &id("both"))];
    blocks.push(Block::Chart(graph(reading, score, &id("graph"), strategy)));
    blocks.push(Block::Table(levels(reading, &id("levels"))));
    blocks.extend(nests(reading).map(Block::List));
    blocks.push(Block::Heading("What would close it".to_owned()));
    blocks.push(closes(reading, score));
    blocks.push(Block::Heading("Does one thing strengthen the next?".to_owned()));
    blocks.extend(core(reading));
    blocks.push(exemplars(reading));
    if !reading.caveats.is_empty() {
        let items = reading.caveats.iter();
        let items = items.map(|caveat| words(capital(&sentence(&caveat.text)))).collect();
        blocks.push(Block::List(items));
    }
    blocks
}

/// The name of an element or a member.
pub(super) fn name(reading: &Reading, id: &ElementId) -> String {
    let member = || {
        let all = reading.elements.iter().flat_map(|element| &element.members);
        all.into_iter().find(|member| member.id == *id).map(|member| member.title.clone())
    };
    let own = reading.element(id.as_str()).map(|element| element.title.clone());
    own.or_else(member).unwrap_or_else(|| capital(&id.as_str().replace(['-', '_'], " ")))
}

/// Names as they stand inside a sentence.
fn names(reading: &Reading, ids: &[ElementId]) -> String {
    and(&ids.iter().map(|id| lower(&name(reading, id))).collect::<Vec<_>>())
}

/// What binds, in words.
pub(super) fn gap(reading: &Reading, gap: &BindingGap) -> String {
    match gap {
        BindingGap::None => "nothing".to_owned(),
        BindingGap::One { element } => lower(&name(reading, element)),
        BindingGap::Together { elements } => format!("{} together", names(reading, elements)),
    }
}

fn not_for(reading: &Reading) -> Block {
    let why = match reading.applies.answer {
        Applicable::Unknown => "Whether the region is one for this blueprint is not known",
        Applicable::Yes | Applicable::No => "The region is not one for this blueprint",
    };
    let mut text: Text = text![format!("{why}. The rule: {}.", reading.applies.rule)];
    if let Some(value) = &reading.applies.value {
        text.push(" It has ".into());
        text.push(Number::new(value, Unit::Plain).into());
        text.push(".".into());
    }
    Block::Empty(text)
}

/// The binding gap in a few sentences: what, how surely, what decides.
fn finding(reading: &Reading, score: &Score) -> Callout {
    let binding = gap(reading, &score.binding);
    let contested = reading.stability.as_ref().is_some_and(|stability| stability.contested);
    let title = match (&score.binding, contested) {
        (BindingGap::None, _) => "Binding gap: none".to_owned(),
        (_, true) => format!("Binding gap: {binding}, contested"),
        (_, false) => format!("Binding gap: {binding}"),
    };
    let first = match &score.binding {
        BindingGap::None => {
            words("Every element that people can change is as high as among the exemplars.")
        }
        BindingGap::One { .. } => words(format!(
            "One step more of this raises the whole more than one step more of anything else. {}",
            hidden(reading, score)
        )),
        BindingGap::Together { .. } => words(
            "These are absent, and none of them helps alone: the whole moves only if all of them come.",
        ),
    };
    let mut blocks = vec![Block::Paragraph(first)];
    blocks.extend(reading.stability.as_ref().map(|own| Block::Paragraph(stability(reading, own))));
    if let Some(cell) = &score.would_shrink {
        blocks.push(Block::Paragraph(words(format!(
            "One figure would tell most: {} in {}.",
            cell.what,
            lower(&name(reading, &cell.element))
        ))));
    }
    Callout { tone: Tone::Finding, title, blocks }
}

/// What hidden cells could change.
fn hidden(reading: &Reading, score: &Score) -> String {
    let others: Vec<ElementId> = score
        .possible
        .iter()
        .filter(|id| !score.binding.elements().contains(id))
        .cloned()
        .collect();
    if !score.necessary.is_empty() && others.is_empty() {
        "This holds whatever the hidden cells contain.".to_owned()
    } else if others.is_empty() {
        "No hidden cell points to another element.".to_owned()
    } else {
        format!("Hidden cells leave room for {} instead.", names(reading, &others))
    }
}

fn stability(reading: &Reading, own: &Stability) -> Text {
    let mut text: Text = text![
        "Choices matter more than hidden cells. Of ",
        counted(own.cells, "reasonable way", "reasonable ways"),
        format!(" to measure, "),
        Number::new(&own.share, Unit::Share),
        format!(" name {}", gap(reading, &own.modal)),
    ];
    if let (Some(second), Some(share)) = (&own.second, &own.second_share) {
        text.push(" and ".into());
        text.push(Number::new(share, Unit::Share).into());
        text.push(format!(" name {}", gap(reading, second)).into());
    }
    text.push(". ".into());
    if own.contested {
        text.push(Mark::Contested("contested".to_owned()).into());
        text.push(": below four in five, so treat both as open. ".into());
    }
    text.push(sentence(&capital(&own.settings)).into());
    text
}

/// The verdict where elements need each other, and where they add up.
fn both(reading: &Reading, id: &str) -> Block {
    let rows = reading.scores.iter().map(|score| {
        let class = if score.class_if_gates_pass == score.class_low {
            words(capital(&class(reading, score)))
        } else {
            words(format!(
                "{} ({} once every gate passes)",
                capital(&class(reading, score)),
                score.class_if_gates_pass.word()
            ))
        };
        let possible = if score.possible.len() > 1 {
            words(capital(&names(reading, &score.possible)))
        } else {
            words("the same")
        };
        Row::new(
            rho(score.rho),
            vec![
                Entry::number(&score.aggregate, Unit::Level),
                Entry::Words(class),
                Entry::words(capital(&gap(reading, &score.binding))),
                Entry::Words(possible),
            ],
        )
    });
    Block::Table(Table {
        id: id.to_owned(),
        caption: words(
            "The same levels read in two ways. That elements need each other is an assumption of the \
             blueprint; figures across counties do not support it, so both readings stand side by side.",
        ),
        columns: vec![
            Column::words("If elements"),
            Column::number("The whole, 0 to 1"),
            Column::words("Class"),
            Column::words("Binding gap"),
            Column::words("Possible given hidden cells"),
        ],
        rows: rows.collect(),
    })
}

fn class(reading: &Reading, score: &Score) -> String {
    if score.class_low == score.class_high && !score.missing.is_empty() {
        format!("missing: {}", names(reading, &score.missing))
    } else {
        score.words()
    }
}

fn rho(rho: f64) -> String {
    if (rho - 1.0).abs() < 1e-9 {
        "add up (rho 1)".to_owned()
    } else if rho < 0.0 {
        format!("need each other (rho {rho})")
    } else {
        format!("partly stand in for each other (rho {rho})")
    }
}

fn graph(reading: &Reading, score: &Score, id: &str, strategy: &Strategy<'_>) -> Chart {
    let gap = gap(reading, &score.binding);
    let core = names(reading, &reading.core.elements);
    Chart {
        id: id.to_owned(),
        title: format!(
            "{}: what {} has, and what strengthens what",
            reading.title, strategy.region.name
        ),
        summary: format!(
            "Boxes are elements, each with a bar for its level from 0 to 1. Arrows show what strengthens \
             what. The binding gap is {gap}. The reinforcing core holds: {core}. Levels and edges stand in \
             the tables that follow."
        ),
        drawing: Drawing::Lanes(lanes::lanes(reading, score)),
        note: words(
            "Solid arrows rest on evidence and are active here; dotted ones are assumed and do not \
             count; dashed ones with a minus sign work against.",
        ),
    }
}

/// Every element with what the region has, what level 1 is, and the level.
pub(crate) fn levels(reading: &Reading, id: &str) -> Table {
    let rows = reading.elements.iter().flat_map(|element| {
        let own = level_row(element, reading);
        let members = element.members.iter().map(|member| {
            let unit = Unit::named(&member.unit);
            let title = if member.counted {
                member.title.clone()
            } else {
                format!("{} (not recorded)", member.title)
            };
            Row::new(
                title,
                vec![
                    Entry::number(&member.value, unit),
                    Entry::number(&member.benchmark, unit),
                    Entry::number(&member.level, Unit::Level),
                    strip(&member.level, &member.title, false),
                ],
            )
            .part()
        });
        std::iter::once(own).chain(members)
    });
    Table {
        id: id.to_owned(),
        caption: words(format!(
            "Levels of every element against {}. Substitutes stand under the element that they fill.",
            counted(reading.exemplars.regions.len(), "exemplar", "exemplars")
        )),
        columns: vec![
            Column::words("Element"),
            Column::number("Region"),
            Column::number("Level 1 is"),
            Column::number("Level"),
            Column::strip("From 0 to 1", "0", "1"),
        ],
        rows: rows.collect(),
    }
}

fn level_row(element: &ElementReading, reading: &Reading) -> Row {
    let unit = Unit::named(&element.unit);
    let is_nest = !element.members.is_empty();
    let is_gap =
        reading.score().is_some_and(|score| score.binding.elements().contains(&element.id));
    let mut head: Text = text![element.title.clone()];
    if is_gap {
        head.push(" ".into());
        head.push(Mark::Gap("binding gap".to_owned()).into());
    }
    if element.immutable {
        head.push(" (given: never the gap)".into());
    } else if !element.scored {
        head.push(" (shown, not scored)".into());
    }
    let or_blank = |entry| if is_nest { Entry::Blank } else { entry };
    Row {
        head,
        entries: vec![
            or_blank(Entry::number(&element.value, unit)),
            or_blank(Entry::number(&element.benchmark, unit)),
            Entry::number(&element.level, Unit::Level),
            strip(&element.level, &element.title, is_gap),
        ],
        is_part: false,
    }
}

fn strip(level: &agglo::Figure, title: &str, is_gap: bool) -> Entry {
    Entry::Strip(
        Strip {
            figure: level.clone(),
            references: Vec::new(),
            span: chart::Span::Linear(0.0, 1.0),
            class: if is_gap { "gap" } else { "economy" },
            title: format!("Level of {title}, from 0 to 1"),
        },
        Vec::new(),
    )
}

/// What each nest would be without one of its members.
fn nests(reading: &Reading) -> Option<Vec<Text>> {
    let items: Vec<Text> = reading
        .elements
        .iter()
        .flat_map(|element| {
            element.without_member.iter().map(|without| {
                text![
                    format!(
                        "{} without {}: level ",
                        element.title,
                        lower(&name(reading, &without.member))
                    ),
                    Number::new(&without.level, Unit::Level),
                    ".",
                ]
            })
        })
        .collect();
    (!items.is_empty()).then_some(items)
}

fn closes(reading: &Reading, score: &Score) -> Block {
    let ids = score.possible.iter().chain(score.binding.elements());
    let mut seen: Vec<&ElementId> = Vec::new();
    for id in ids {
        if !seen.contains(&id) {
            seen.push(id);
        }
    }
    let items: Vec<Text> = seen
        .into_iter()
        .filter_map(|id| {
            let element = reading.element(id.as_str())?;
            let closes = element.closes.as_ref()?;
            let unit = Unit::named(&closes.unit);
            Some(text![
                Span::Strong(format!("{}: ", element.title)),
                Number::new(&closes.step, unit),
                format!(" more {} for one step of the level, ", closes.unit),
                Number::new(&closes.whole, unit),
                " to reach level 1.",
            ])
        })
        .collect();
    if items.is_empty() {
        Block::Empty(words(
            "Nothing to close, or no quantity closes it by itself: see the levels above.",
        ))
    } else {
        Block::List(items)
    }
}

fn core(reading: &Reading) -> Vec<Block> {
    let CoreReading { elements, share, cut, reinforcing, would_widen, .. } = &reading.core;
    let cut = Unit::Share.print(*cut);
    let text: Text = if elements.len() > 1 {
        text![
            format!(
                "{} form a ring in which each reaches every other through evidence that counts. It holds ",
                capital(&names(reading, elements))
            ),
            Number::new(share, Unit::Share),
            format!(" of the weight that people can change; {cut} is needed. "),
            if *reinforcing {
                Mark::Yes("a reinforcing core".to_owned())
            } else {
                Mark::No("no reinforcing core".to_owned())
            },
        ]
    } else {
        text![
            "The pieces may be here, but nothing shows that they reinforce each other: no ring of active, evidenced edges. ",
            Mark::No("no reinforcing core".to_owned()),
        ]
    };
    let widen: Vec<Text> = would_widen
        .iter()
        .take(3)
        .map(|wider| {
            let edges: Vec<String> = wider
                .edges
                .iter()
                .map(|(from, to)| {
                    format!("{} → {}", lower(&name(reading, from)), lower(&name(reading, to)))
                })
                .collect();
            text![
                format!("With {} it would hold ", and(&edges)),
                Number::new(&wider.share, Unit::Share),
                format!("; not counted: {}", sentence(&wider.because)),
            ]
        })
        .collect();
    let mut blocks = vec![Block::Paragraph(text)];
    if !widen.is_empty() {
        blocks.push(Block::List(widen));
    }
    blocks
}

fn exemplars(reading: &Reading) -> Block {
    let own = &reading.exemplars;
    let names: Vec<String> = own.regions.iter().map(|exemplar| exemplar.name.clone()).collect();
    Block::Paragraph(words(format!(
        "Compared with: {}. The rule: {} Class: {}; {} in the pool.",
        if names.is_empty() { "no place".to_owned() } else { names.join("; ") },
        sentence(&own.rule),
        own.class,
        counted(own.pool, "place", "places")
    )))
}
