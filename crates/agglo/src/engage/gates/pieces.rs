//! F1: a foundational piece is time-tested, authentic and coordinates.

use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::engage::event::{self, Confirmed, VouchedBy};
use crate::engage::gates::age::{within, years};
use crate::engage::gates::{Finding, Leg, Subject, View, many};
use crate::engage::record::{Told, latest, of_region};
use crate::engage::{Endorsement, Gate, Piece, PieceGate, Ruling, piece_gate};

/// Months within which something must have been done under an agreement.
const MONTHS: i32 = 12;

/// Whether an agreement runs, both parties said so, and something was done lately.
pub(crate) fn is_live(link: &Told<event::Link>, as_of: Date) -> bool {
    let own = &link.what;
    let runs =
        own.start.is_none_or(|start| start <= as_of) && own.end.is_none_or(|end| as_of < end);
    let last = own.active.or(own.start).unwrap_or(link.happened);
    runs && own.confirmed == Confirmed::Both && within(last, as_of, MONTHS)
}

/// The last word on each agreement.
pub(crate) fn links<'a>(view: &View<'a>) -> Vec<&'a Told<event::Link>> {
    let mut last = std::collections::BTreeMap::new();
    for told in of_region(&view.record.links, view.region.id) {
        let (a, b) = (told.what.a.as_str(), told.what.b.as_str());
        last.insert((a.min(b), a.max(b), told.what.kind), told);
    }
    last.into_values().collect()
}

/// What residents said of a piece before the first lock; `None` where nobody asked.
fn endorsement(view: &View<'_>, id: &str, piece: &event::Piece) -> (Option<Endorsement>, Vec<u64>) {
    let lock = first_lock(view);
    let before =
        |happened: Date, entered: Date| lock.is_none_or(|lock| happened < lock && entered < lock);
    let mut said = Endorsement { endorsed: 0, rejected: 0, areas: 0, before_plan: true };
    let mut areas: BTreeSet<&str> = BTreeSet::new();
    let (mut any, mut after, mut events) = (false, false, Vec::new());
    let mut heard: BTreeSet<u64> = BTreeSet::new();
    for vouch in of_region(&view.record.vouches, view.region.id) {
        let own = &vouch.what;
        if own.piece != id || own.by != VouchedBy::Residents {
            continue;
        }
        any = true;
        events.push(vouch.event);
        let session = own.listening.as_ref().and_then(|of| view.record.listening(of));
        heard.extend(session.map(|own| own.event));
        let day = session.map_or(vouch.happened, |own| own.happened);
        if !before(day, crate::engage::gates::listening::entered(vouch.entered)) {
            after = true;
            continue;
        }
        said.endorsed += own.n;
        said.rejected += own.reject;
        areas.extend(session.filter(|_| own.n > 0).map(|own| own.what.area.as_str()));
    }
    for session in piece.named_in.iter().filter_map(|of| view.record.listening(of)) {
        // Where people were asked in that session, their count stands for it.
        if !heard.insert(session.event) {
            continue;
        }
        any = true;
        events.push(session.event);
        if before(session.happened, crate::engage::gates::listening::entered(session.entered)) {
            said.endorsed += 1;
            areas.insert(&session.what.area);
        } else {
            after = true;
        }
    }
    said.areas = u32::try_from(areas.len()).unwrap_or(u32::MAX);
    said.before_plan = !(after && said.endorsed + said.rejected == 0);
    (any.then_some(said), events)
}

/// The first lock of a plan in the region.
pub(super) fn first_lock(view: &View<'_>) -> Option<Date> {
    of_region(&view.record.locks, view.region.id).map(|lock| lock.happened).min()
}

fn subject(
    view: &View<'_>,
    id: &str,
    told: &Told<event::Piece>,
    links: &[&Told<event::Link>],
) -> Subject {
    let own = &told.what;
    let live: Vec<_> = links
        .iter()
        .filter(|link| (link.what.a == id || link.what.b == id) && is_live(link, view.as_of))
        .collect();
    let shocks = own.shocks.iter().filter(|shock| !shock.evidence.trim().is_empty()).count();
    let (endorsement, said) = endorsement(view, id, own);
    let age = own.since.map(|since| years(since, view.as_of));
    let piece = Piece {
        age: age.unwrap_or(0.0),
        shocks: u32::try_from(shocks).unwrap_or(u32::MAX),
        endorsement,
        agreements: u32::try_from(live.len()).unwrap_or(u32::MAX),
    };
    let gate = piece_gate(&piece, &view.rules.piece);
    // A beginning that nobody wrote down is not a young age.
    let tested = if age.is_none() { Ruling::Unknown } else { gate.time_tested };
    let legs = legs(gate, tested, &piece, age);
    let mut evidence = vec![told.event];
    evidence.extend(said);
    evidence.extend(live.iter().map(|link| link.event));
    evidence.sort_unstable();
    evidence.dedup();
    let ruling = Ruling::all(legs.iter().map(|leg| leg.ruling));
    Subject { id: id.to_owned(), name: own.name.clone(), ruling, legs, evidence }
}

fn legs(gate: PieceGate, tested: Ruling, piece: &Piece, age: Option<f64>) -> Vec<Leg> {
    let shocks = many(usize::try_from(piece.shocks).unwrap_or(0), "shock", "shocks");
    let age = match age {
        Some(age) => format!("{age:.1} years, {shocks} survived"),
        None => "since when it stands is not recorded".to_owned(),
    };
    let said = match piece.endorsement {
        None => "no resident was heard on it".to_owned(),
        Some(said) if !said.before_plan => "residents named it only after the plan".to_owned(),
        Some(said) => format!(
            "{} endorse it and {} reject it, from {}",
            said.endorsed,
            said.rejected,
            many(usize::try_from(said.areas).unwrap_or(0), "area", "areas")
        ),
    };
    let live =
        many(usize::try_from(piece.agreements).unwrap_or(0), "live agreement", "live agreements");
    vec![
        Leg::new("time-tested", tested, age),
        Leg::new("authentic", gate.authentic, said),
        Leg::new("coordinates", gate.coordinates, live),
    ]
}

/// The gate.
pub(super) fn finding(view: &View<'_>) -> Finding {
    let links = links(view);
    let pieces = latest(&view.record.pieces, view.region.id);
    let subjects: Vec<Subject> =
        pieces.into_iter().map(|(id, piece)| subject(view, id, piece, &links)).collect();
    let ruling = if subjects.is_empty() {
        Ruling::Unknown
    } else {
        Ruling::any(subjects.iter().map(|subject| subject.ruling))
    };
    let passing = subjects.iter().filter(|own| own.ruling == Ruling::Pass).count();
    let found = if subjects.is_empty() {
        "no piece is recorded".to_owned()
    } else {
        let all = many(subjects.len(), "piece", "pieces");
        format!("{all}, {passing} time-tested, authentic and coordinating")
    };
    let evidence = subjects.iter().filter(|own| own.ruling == Ruling::Pass);
    let evidence = evidence.flat_map(|own| own.evidence.clone()).collect();
    let next = step(&subjects);
    Finding { subjects, evidence, ..Finding::new(Gate::F1, ruling, found) }.next(next)
}

fn step(subjects: &[Subject]) -> String {
    let lack = |own: &&Subject| {
        let count = |ruling| own.legs.iter().filter(|leg| leg.ruling == ruling).count();
        (count(Ruling::Fail), count(Ruling::Unknown))
    };
    let Some(nearest) = subjects.iter().min_by_key(lack) else {
        return "`agglo record piece \"…\" --kind organisation --holder \"…\" --since D`"
            .to_owned();
    };
    let id = &nearest.id;
    let lacks =
        |name: &str| nearest.legs.iter().any(|leg| leg.name == name && leg.ruling != Ruling::Pass);
    if lacks("authentic") {
        format!(
            "ask residents of two areas: `agglo record vouch {id} --by residents --n N --listening N`"
        )
    } else if lacks("coordinates") {
        format!("`agglo record link {id} OTHER --kind referral --start D --end D --confirmed both`")
    } else {
        format!("{id}: record since when it stands and which shocks it survived")
    }
}

/// Pieces that nobody speaks for cannot be used in a plan.
pub(super) fn warnings(view: &View<'_>) -> Vec<String> {
    let pieces = latest(&view.record.pieces, view.region.id);
    let orphan = pieces.into_iter().filter(|(_, piece)| piece.what.holder.is_none());
    orphan.map(|(id, _)| format!("nobody speaks for {id}: a plan cannot use it")).collect()
}
