//! Who works with whom: drawn, with who stands between others and trust both ways.

use agglo::Figure;
use agglo::engage::Ruling;
use agglo::engage::event::Side;
use agglo::engage::view::{Knot, KnotKind, Network};

use crate::chart::{Drawing, Partner, Partners};
use crate::document::{
    Block, Chart, Column, Entry, Mark, Number, Row, Section, Span, Table, words,
};
use crate::kind::programme::mark;
use crate::text;
use crate::words::{Unit, counted, line};

/// The section.
pub(super) fn section(network: &Network, is_public: bool) -> Section {
    let lead = "Agreements count where both sides say that they run and something was done in twelve months.";
    let section = Section::new("network", "Who works with whom", words(lead));
    if network.knots.is_empty() {
        return section.with(Block::Empty(words("No partner and no piece is recorded yet.")));
    }
    let number = |figure: &Figure, unit| Number::new(figure, unit);
    let alone = usize::try_from(network.alone).unwrap_or(0);
    let section = section
        .with(Block::Paragraph(text![
            "Of all pairs, ",
            number(&network.density, Unit::Share),
            " work together under a live agreement; of what is said of agreements, ",
            number(&network.reciprocity, Unit::Share),
            format!(
                " is said by both sides. {} alone.",
                counted(alone, "partner or piece stands", "partners and pieces stand")
            ),
        ]))
        .with(Block::Chart(partners(network)));
    if is_public {
        return section;
    }
    section.with(Block::Table(brokers(network))).with(Block::Table(trust(network)))
}

fn partners(network: &Network) -> Chart {
    let knot = |own: &Knot| Partner {
        name: own.name.clone(),
        at: own.at,
        is_piece: own.kind == KnotKind::Piece,
        mark: mark(own.ruling),
    };
    let live = network.ties.iter().filter(|tie| tie.is_live).count();
    Chart {
        id: "partners".to_owned(),
        title: "Partners and pieces, tied by what they agreed on".to_owned(),
        summary: format!(
            "{} on a circle, {} between them; {} without any. Who has which stands in the table below.",
            counted(network.knots.len(), "partner or piece", "partners and pieces"),
            counted(live, "live agreement", "live agreements"),
            counted(usize::try_from(network.alone).unwrap_or(0), "stands", "stand"),
        ),
        drawing: Drawing::Partners(Partners {
            knots: network.knots.iter().map(knot).collect(),
            ties: network.ties.iter().map(|tie| (tie.ends, tie.is_live)).collect(),
        }),
        note: words("Those who work in the same area lie side by side; nearness says no more."),
    }
}

fn brokers(network: &Network) -> Table {
    let mut order: Vec<&Knot> = network.knots.iter().filter(|knot| knot.ties > 0).collect();
    let between = |knot: &Knot| knot.betweenness.value().unwrap_or(0.0);
    order.sort_by(|a, b| between(b).total_cmp(&between(a)).then(a.id.cmp(&b.id)));
    let row = |knot: &&Knot| {
        let holds = if knot.holds_together {
            Entry::Words(vec![Span::Mark(Mark::Gap(
                "without it others lose each other".to_owned(),
            ))])
        } else {
            Entry::words("no")
        };
        Row::new(
            knot.name.as_str(),
            vec![
                Entry::words(knot.ties.to_string()),
                Entry::number(&knot.betweenness, Unit::Share),
                Entry::number(&knot.constraint, Unit::Level),
                holds,
            ],
        )
    };
    Table {
        id: "brokers".to_owned(),
        caption: words(
            "Who stands between others. Between: share of the pairs of others whose shortest way leads through it \
             (Freeman 1977). Constraint (Burt 1992): 1 hangs on one tie, low has ties that do not know each other",
        ),
        columns: vec![
            Column::words("Who"),
            Column::words("Live ties"),
            Column::number("Between"),
            Column::number("Constraint"),
            Column::words("Single point of failure"),
        ],
        rows: order.iter().map(row).collect(),
    }
}

fn trust(network: &Network) -> Table {
    let entry = |knot: &Knot, side: Side| {
        let Some(own) = knot.trust.iter().find(|own| own.by == side) else {
            return Entry::words("not asked");
        };
        let verdict = match own.ruling {
            Ruling::Pass => Mark::Yes("passes".to_owned()),
            Ruling::Fail => Mark::No("does not pass".to_owned()),
            Ruling::Unknown => {
                let more = usize::try_from(own.more_raters).unwrap_or(0);
                Mark::Unknown(format!(
                    "not known: {} in favour would do",
                    counted(more, "more rater", "more raters")
                ))
            }
        };
        let mut text = vec![Span::Mark(verdict)];
        if own.mean.value().is_some() {
            text.push(format!(" {}", line(&own.mean, Unit::Share)).into());
        }
        Entry::Words(text)
    };
    let partners = network.knots.iter().filter(|knot| knot.kind == KnotKind::Partner);
    let row = |knot: &Knot| {
        let sides = [Side::Community, Side::Partner, Side::Programme];
        Row::new(knot.name.as_str(), sides.map(|side| entry(knot, side)).to_vec())
    };
    Table {
        id: "trust".to_owned(),
        caption: words(
            "Trust both ways: believed share of ratings in favour, with 90 % of the belief. Of fewer than five raters \
             the verdict alone is told",
        ),
        columns: [
            "Partner",
            "The community trusts it",
            "It trusts the programme",
            "The programme trusts it",
        ]
        .map(Column::words)
        .to_vec(),
        rows: partners.map(row).collect(),
    }
}
