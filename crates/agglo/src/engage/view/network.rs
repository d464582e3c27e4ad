//! Who works with whom: agreements between partners and pieces, who stands between others, and trust both ways.

use std::collections::BTreeMap;

use agglo_stats::float;
use schemars::JsonSchema;
use serde::Serialize;

use crate::base::error::Error;
use crate::base::estimate::{Figure, IntervalKind, Withheld};
use crate::engage::event::{self, Confirmed, Side};
use crate::engage::gates::{Ratings, SHOWN, is_live, links};
use crate::engage::record::{Told, latest};
use crate::engage::view::graph::Graph;
use crate::engage::view::{Asked, count, exact, untold, within};
use crate::engage::{Gate, Ruling, Trust, trust};

const METHOD: &str = "partner_network/1";

/// Partners, pieces and their agreements.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Network {
    /// Partners by id, then pieces by id.
    pub knots: Vec<Knot>,
    /// Pairs that agreed on something, or of which one says so.
    pub ties: Vec<Tie>,
    /// Pairs with a live agreement over all pairs.
    pub density: Figure,
    /// Of all statements that an agreement runs, the share that the other party makes too.
    pub reciprocity: Figure,
    /// Parts without an agreement between them; who has none is a part alone.
    pub parts: u32,
    /// Those without any live agreement.
    pub alone: u32,
}

/// What a knot is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum KnotKind {
    /// A partner.
    Partner,
    /// A foundational piece.
    Piece,
}

/// A partner or a piece.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Knot {
    /// Its id; for everybody a number of its kind.
    pub id: String,
    /// Its name; for everybody what it is, unless it agreed to be named.
    pub name: String,
    /// What kind of knot it is.
    pub kind: KnotKind,
    /// What it is: `college`, `organisation`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub what: Option<String>,
    /// Areas in which it works.
    pub areas: Vec<String>,
    /// Whether it passes its gate; not for everybody.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ruling: Option<Ruling>,
    /// Others with whom it has a live agreement.
    pub ties: u32,
    /// The part of the network that it lies in, from 0.
    pub part: u32,
    /// Share of the pairs of others whose shortest way leads through it (Freeman 1977).
    pub betweenness: Figure,
    /// How far its ties lead back to each other (Burt 1992): low is a broker, 1 hangs on one tie.
    pub constraint: Figure,
    /// Whether the rest of its part falls apart without it.
    pub holds_together: bool,
    /// Where a drawing puts it: on a circle of radius 1, those of an area together.
    pub at: [f64; 2],
    /// Trust in it and of it, by who rates; not for everybody, and none for a piece.
    pub trust: Vec<Toward>,
}

/// What one side believes of a relation.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Toward {
    /// Who rates: `community`, `partner` or `programme`.
    pub by: Side,
    /// The outcome.
    pub ruling: Ruling,
    /// Mean of the belief about the share in favour, with its central 90 %; from five raters on.
    pub mean: Figure,
    /// Further raters in favour with whom it would pass.
    pub more_raters: u32,
}

/// A pair and its agreements.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Tie {
    /// Places of both among the knots.
    pub ends: [usize; 2],
    /// What it is about: `referral`.
    pub kinds: Vec<&'static str>,
    /// Whether each of both says that it runs.
    pub said_by: [bool; 2],
    /// Whether it counts: both say so, it runs, something was done in twelve months.
    pub is_live: bool,
}

/// The network of a region.
pub(super) fn network(asked: &Asked<'_>) -> Result<Network, Error> {
    let mut knots = knots(asked)?;
    let ties = ties(asked, &knots);
    let live = || ties.iter().filter(|tie| tie.is_live);
    let graph = Graph::new(knots.len(), live().map(|tie| (tie.ends[0], tie.ends[1])));
    measure(&mut knots, &graph, asked);
    place(&mut knots);
    let parts = graph.components().into_iter().max().map_or(0, |most| count(most + 1));
    let alone = knots.iter().filter(|knot| knot.ties == 0).count();
    if asked.is_public() {
        unname(&mut knots, asked);
    }
    Ok(Network {
        density: of(graph.density(), "fewer than two are recorded"),
        reciprocity: reciprocity(&ties),
        parts,
        alone: count(alone),
        knots,
        ties,
    })
}

/// A measure of the network, or why there is none.
fn of(value: Option<f64>, otherwise: &str) -> Figure {
    value.map_or_else(
        || Figure::Withheld(Withheld::undefined(otherwise)),
        |value| exact(value, METHOD),
    )
}

/// Wasserman and Faust 1994, chapter 13: arcs that are returned over all arcs; what one party says is an arc.
fn reciprocity(ties: &[Tie]) -> Figure {
    let said = |tie: &Tie| tie.said_by.iter().filter(|own| **own).count();
    let arcs: usize = ties.iter().map(said).sum();
    let returned: usize = ties.iter().map(said).filter(|own| *own == 2).sum();
    let share = (arcs > 0).then(|| returned as f64 / arcs as f64);
    of(share, "no agreement is recorded")
}

fn knots(asked: &Asked<'_>) -> Result<Vec<Knot>, Error> {
    let view = asked.as_gates();
    let ratings = Ratings::of(&view);
    let mut knots = Vec::new();
    for (id, told) in latest(&asked.record.partners, asked.region.id) {
        let mut knot = Knot::new(id, &told.what.name, KnotKind::Partner);
        knot.what.clone_from(&told.what.kind);
        knot.areas.clone_from(&told.what.areas);
        knot.ruling = ruling(asked, Gate::P1, id);
        for side in [Side::Community, Side::Partner, Side::Programme] {
            let voices: Vec<_> =
                ratings.voices(&view, id, side).into_iter().map(|(_, voice)| voice).collect();
            let found = trust(&voices, &asked.rules.partner.trust)?;
            // The programme's own rating is shown where there is one: no gate waits for it.
            if side != Side::Programme || !voices.is_empty() {
                knot.trust.push(toward(side, &found));
            }
        }
        knots.push(knot);
    }
    for (id, told) in latest(&asked.record.pieces, asked.region.id) {
        let mut knot = Knot::new(id, &told.what.name, KnotKind::Piece);
        knot.what = Some(word_of(told));
        knot.ruling = ruling(asked, Gate::F1, id);
        knots.push(knot);
    }
    Ok(knots)
}

/// What a piece is, in words: `organisation`.
fn word_of(told: &Told<event::Piece>) -> String {
    match told.what.kind {
        event::PieceKind::CommunityTruth => "community truth",
        event::PieceKind::Organisation => "organisation",
        event::PieceKind::Agency => "agency",
    }
    .to_owned()
}

pub(super) fn ruling(asked: &Asked<'_>, gate: Gate, id: &str) -> Option<Ruling> {
    let finding = asked.checked.findings.iter().find(|finding| finding.gate == gate)?;
    finding.subjects.iter().find(|own| own.id == id).map(|own| own.ruling)
}

fn toward(by: Side, found: &Trust) -> Toward {
    let mean = match found.counted {
        0 => Figure::Withheld(Withheld::missing("nobody was asked lately")),
        counted if counted < SHOWN => untold("of fewer than five raters the verdict alone is told"),
        _ => within(found.mean, (found.low, found.high), IntervalKind::Credible, "trust/1"),
    };
    Toward { by, ruling: found.ruling, mean, more_raters: found.more_raters }
}

fn ties(asked: &Asked<'_>, knots: &[Knot]) -> Vec<Tie> {
    let view = asked.as_gates();
    let place: BTreeMap<&str, usize> =
        knots.iter().enumerate().map(|(at, knot)| (knot.id.as_str(), at)).collect();
    let mut ties: BTreeMap<[usize; 2], Tie> = BTreeMap::new();
    let links = links(&view);
    let running = links.into_iter().filter(|link| {
        let (start, end) = (link.what.start, link.what.end);
        start.is_none_or(|start| start <= asked.as_of) && end.is_none_or(|end| asked.as_of < end)
    });
    for link in running {
        let own = &link.what;
        let (Some(&a), Some(&b)) = (place.get(own.a.as_str()), place.get(own.b.as_str())) else {
            continue;
        };
        let said = [own.confirmed != Confirmed::B, own.confirmed != Confirmed::A];
        let (ends, said) = if a <= b { ([a, b], said) } else { ([b, a], [said[1], said[0]]) };
        let tie = ties.entry(ends).or_insert_with(|| Tie {
            ends,
            kinds: Vec::new(),
            said_by: [false, false],
            is_live: false,
        });
        tie.kinds.push(own.kind.word());
        tie.said_by = [tie.said_by[0] || said[0], tie.said_by[1] || said[1]];
        tie.is_live |= is_live(link, asked.as_of);
    }
    ties.into_values().collect()
}

fn measure(knots: &mut [Knot], graph: &Graph, asked: &Asked<'_>) {
    let between = graph.betweenness();
    let (parts, cuts) = (graph.components(), graph.cut_points());
    for (at, knot) in knots.iter_mut().enumerate() {
        knot.ties = count(graph.degree(at));
        knot.part = count(parts[at]);
        // Whose loss would tear the network is the programme's to know.
        if asked.is_public() {
            continue;
        }
        knot.holds_together = cuts[at];
        let own = between.as_ref().map(|all| all[at]);
        knot.betweenness = of(own, "fewer than three are recorded");
        knot.constraint = of(graph.constraint(at), "it has no live agreement");
    }
}

/// Puts knots on a circle from its top on, by kind, first area, part and id.
fn place(knots: &mut [Knot]) {
    let mut order: Vec<usize> = (0..knots.len()).collect();
    order.sort_by(|a, b| {
        let key = |at: usize| {
            let knot = &knots[at];
            (knot.kind, knot.areas.first(), knot.part, &knot.id)
        };
        key(*a).cmp(&key(*b))
    });
    let step = std::f64::consts::TAU / f64::from(count(order.len()).max(1));
    for (turn, at) in order.into_iter().enumerate() {
        let angle = step * f64::from(count(turn));
        knots[at].at = [float::sin(angle), -float::cos(angle)];
    }
}

/// Names of those who did not agree to be named become what they are.
fn unname(knots: &mut [Knot], asked: &Asked<'_>) {
    let partners = latest(&asked.record.partners, asked.region.id);
    let pieces = latest(&asked.record.pieces, asked.region.id);
    let public: Vec<bool> = partners
        .into_iter()
        .map(|(_, told)| told.is_public)
        .chain(pieces.into_iter().map(|(_, told)| told.is_public))
        .collect();
    for (at, (knot, is_public)) in knots.iter_mut().zip(public).enumerate() {
        (knot.ruling, knot.trust) = (None, Vec::new());
        if !is_public {
            let kind = match knot.kind {
                KnotKind::Partner => "partner",
                KnotKind::Piece => "piece",
            };
            knot.id = format!("{kind}-{}", at + 1);
            knot.name = knot.what.clone().unwrap_or_else(|| kind.to_owned());
        }
    }
}

impl Knot {
    fn new(id: &str, name: &str, kind: KnotKind) -> Self {
        let not_told = || Figure::Withheld(Withheld::missing("not told here"));
        Self {
            id: id.to_owned(),
            name: name.to_owned(),
            kind,
            what: None,
            areas: Vec::new(),
            ruling: None,
            ties: 0,
            part: 0,
            betweenness: not_told(),
            constraint: not_told(),
            holds_together: false,
            at: [0.0, 0.0],
            trust: Vec::new(),
        }
    }
}
