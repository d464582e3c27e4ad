//! What each area rests on: its layers drawn, its holes in words, its people counted.

use agglo::engage::event::Depth;
use agglo::engage::view::{Areas, Layer, PeopleRow};

use crate::chart::{Drawing, Layers};
use crate::document::{Block, Chart, Column, Entry, Row, Section, Span, Table, Text, words};
use crate::kind::programme::mark;
use crate::words::{Unit, counted};

/// The section.
pub(super) fn section(areas: &Areas, is_public: bool) -> Section {
    let lead = "An area of engagement stands on layers: partners that pass, pieces that people there named, people who \
                take part in earnest. An empty place is where to begin.";
    let mut section = Section::new("areas", "What each area rests on", words(lead));
    if areas.areas.is_empty() {
        return section.with(Block::Empty(words("No area of engagement is recorded yet.")));
    }
    section.blocks.push(Block::Chart(layers(areas, is_public)));
    let holes: Vec<Text> = areas
        .areas
        .iter()
        .filter(|area| !area.empty.is_empty())
        .map(|area| {
            vec![Span::Strong(area.id.clone()), format!(": {}", area.empty.join("; ")).into()]
        })
        .collect();
    section.blocks.push(Block::Heading("Empty layers".to_owned()));
    section.blocks.push(if holes.is_empty() {
        Block::Paragraph(words(if is_public {
            "Every area has a partner that works in it."
        } else {
            "None: every area has partners, pieces and people."
        }))
    } else {
        Block::List(holes)
    });
    let people = &areas.people;
    let row = |own: &PeopleRow| {
        Row::new(
            own.area.as_str(),
            own.people.iter().map(|own| Entry::number(own, Unit::Count)).collect(),
        )
    };
    let uncounted = match people.uncounted {
        0 => String::new(),
        n => format!("; of {n} more gatherings nobody wrote down how many came"),
    };
    let gatherings = if is_public { " in gatherings of five or more" } else { "" };
    section.with(Block::Table(Table {
        id: "areas-people".to_owned(),
        caption: words(format!(
            "People who took part{gatherings}, by how deep; who came twice is counted twice{uncounted}"
        )),
        columns: std::iter::once(Column::words("Area"))
            .chain(people.columns.iter().map(|own| Column::number(own)))
            .collect(),
        rows: people.rows.iter().map(row).collect(),
    }))
}

fn layers(areas: &Areas, is_public: bool) -> Chart {
    let partners = areas.partners.iter().enumerate().map(|(at, partner)| {
        let cell = |area: &Layer| {
            area.partners.get(at).copied().unwrap_or(false).then(|| mark(partner.ruling))
        };
        (partner.name.clone(), areas.areas.iter().map(cell).collect())
    });
    let of = |words: &dyn Fn(&Layer) -> Option<String>| {
        areas.areas.iter().map(words).collect::<Vec<_>>()
    };
    let mut more = vec![(
        "deepest so far".to_owned(),
        of(&|area| area.reached.map(|depth| depth.word().to_owned())),
    )];
    if !is_public {
        let pieces = of(&|area| {
            let n = area.pieces.len();
            (n > 0).then(|| counted(n, "piece", "pieces"))
        });
        more.insert(0, ("pieces named there".to_owned(), pieces));
        more.push((
            "promised".to_owned(),
            of(&|area| Some(area.promised.map_or("–", Depth::word).to_owned())),
        ));
    }
    let holes = areas.areas.iter().filter(|area| !area.empty.is_empty()).count();
    Chart {
        id: "layers".to_owned(),
        title: "Areas, and the partners and layers that each rests on".to_owned(),
        summary: format!(
            "{} across, {} down. {} at least one empty layer.",
            counted(areas.areas.len(), "area", "areas"),
            counted(areas.partners.len(), "partner", "partners"),
            counted(holes, "area has", "areas have"),
        ),
        drawing: Drawing::Layers(Layers {
            areas: areas.areas.iter().map(|area| area.id.clone()).collect(),
            partners: partners.collect(),
            layers: more,
        }),
        note: words(if is_public {
            "A disc: the partner works there. A dot: it does not."
        } else {
            "✓ a partner that passes its gate works there; × one that does not pass; ? one of whom it is not known; \
             a dot: it does not work there."
        }),
    }
}
