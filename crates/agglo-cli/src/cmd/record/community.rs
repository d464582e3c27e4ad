//! Bodies of areas, listening, asks, answers, engagement, pieces, agreements, partners, ratings.

use agglo::engage::event::{
    Answer, Area, Body, Confirmed, Counted, Depth, Engagement, Item, Link, LinkKind, Listening,
    Outcome, Partner, PersonKey, Piece, PieceKind, Rating, Reference, Said, Side, Vouch, VouchedBy,
};
use jiff::civil::Date;

use crate::args::record::{
    AnswerArgs, AreaArgs, EngagementArgs, LinkArgs, ListeningArgs, PartnerArgs, PieceArgs,
    RatingArgs, SaidArgs, VouchArgs, YesNo,
};
use crate::cmd::record::ask::Ask;
use crate::cmd::record::choice;

pub(super) fn area(args: &AreaArgs, day: Date, ask: &Ask) -> Body {
    Body::Area(Area {
        holder: ask.text(args.holder.clone(), "--holder", "who holds the area"),
        since: args.since.unwrap_or(day),
        places: args.places.clone(),
        group: args.group.clone(),
        lead: args.lead.clone(),
        depth: args.depth,
    })
}

pub(super) fn listening(args: &ListeningArgs, ask: &Ask) -> Body {
    let area = ask.text(args.area.clone(), "--area", "in which area of engagement");
    let heard = ask.need(
        Some(args.heard.clone()).filter(|heard| !heard.is_empty()),
        "--heard",
        "what was heard",
        |text| Ok(vec![text.to_owned()]),
    );
    Body::Listening(Listening {
        area,
        place: args.place.clone(),
        n: args.n,
        groups: args.groups.clone(),
        language: args.language.clone(),
        heard,
    })
}

pub(super) fn said(args: &SaidArgs, ask: &Ask) -> Body {
    Body::Said(Said {
        text: ask.text(args.text.clone(), "TEXT", "what was asked for"),
        listening: ask.read(args.listening.as_ref(), "--listening", |text| {
            Reference::read(text, Counted::Listening)
        }),
        input: ask
            .read(args.input.as_ref(), "--input", |text| Reference::read(text, Counted::Input)),
        area: args.area.clone(),
    })
}

pub(super) fn answer(args: &AnswerArgs, ask: &Ask) -> Body {
    let instead = Reference::Number(Counted::Said, 1);
    let read = |text: &str| Reference::read(text, Counted::Said);
    let to = args.to.as_ref().map(|_| ask.read(args.to.as_ref(), "SAID", read));
    let to = match to {
        Some(read) => read.unwrap_or(instead),
        None => {
            ask.need_or(None, instead, "SAID", "the number of the ask, or input:N, promise:N", read)
        }
    };
    let outcome = match (args.done, args.doing_by, &args.wont) {
        (Some(on), ..) => Outcome::Done { on },
        (None, Some(by), _) => Outcome::DoingBy { by },
        (None, None, Some(because)) => Outcome::Wont { because: because.clone() },
        (None, None, None) => {
            let because = ask.text(
                None,
                "--done, --doing-by or --wont",
                "an answer is one of them; why will it not be done",
            );
            Outcome::Wont { because }
        }
    };
    Body::Answer(Answer { to, outcome })
}

pub(super) fn engagement(args: &EngagementArgs, ask: &Ask) -> Body {
    let area = ask.text(args.area.clone(), "--area", "in which area of engagement");
    let depth = "how far people took part (inform, consult, involve, collaborate, empower)";
    Body::Engagement(Engagement {
        area,
        depth: ask.need_or(args.depth, Depth::Inform, "--depth", depth, choice),
        n: args.n,
        groups: args.groups.clone(),
        influenced: args.influenced.clone(),
    })
}

/// A source that names sessions, taken apart: the sessions, and what else it says.
pub(super) fn sessions(source: Option<&str>) -> (Vec<Reference>, Option<String>) {
    let Some(source) = source else { return (Vec::new(), None) };
    let (mut sessions, mut rest) = (Vec::new(), Vec::new());
    for part in source.split(',').map(str::trim) {
        match part.parse() {
            Ok(Reference::Number(Counted::Listening, number)) => {
                sessions.push(Reference::Number(Counted::Listening, number));
            }
            _ => rest.push(part),
        }
    }
    if sessions.is_empty() {
        return (sessions, Some(source.to_owned()));
    }
    (sessions, (!rest.is_empty()).then(|| rest.join(", ")))
}

pub(super) fn piece(args: &PieceArgs, source: Option<&str>, ask: &Ask) -> Body {
    let kinds = "what it is (community_truth, organisation, agency)";
    Body::Piece(Piece {
        name: ask.text(args.name.clone(), "NAME", "the name of the piece"),
        kind: ask.need_or(args.kind, PieceKind::Organisation, "--kind", kinds, choice),
        holder: args.holder.clone(),
        element: args.element.clone(),
        since: args.since,
        shocks: args.shock.clone(),
        facts: args.fact.clone(),
        named_in: sessions(source).0,
    })
}

pub(super) fn vouch(args: &VouchArgs, ask: &Ask) -> Body {
    Body::Vouch(Vouch {
        piece: ask.text(args.piece.clone(), "PIECE", "which piece"),
        by: ask.need_or(
            args.by,
            VouchedBy::Holder,
            "--by",
            "who was asked (residents, holder)",
            choice,
        ),
        n: ask.need(args.n, "--n", "how many endorse it", |text| text.parse().map_err(no_number)),
        reject: args.reject,
        listening: ask.read(args.listening.as_ref(), "--listening", |text| {
            Reference::read(text, Counted::Listening)
        }),
    })
}

fn no_number(_: std::num::ParseIntError) -> String {
    "a whole number".to_owned()
}

pub(super) fn link(args: &LinkArgs, ask: &Ask) -> Body {
    let kinds = "what it is about (coordinates, referral, calendar, measures, delivery, backbone)";
    Body::Link(Link {
        a: ask.text(args.a.clone(), "A", "the first party: the id of a piece or a partner"),
        b: ask.text(args.b.clone(), "B", "the second party"),
        kind: ask.need_or(args.kind, LinkKind::Coordinates, "--kind", kinds, choice),
        start: args.start,
        end: args.end,
        active: args.active,
        confirmed: ask.need_or(
            args.confirmed,
            Confirmed::A,
            "--confirmed",
            "which party said so (a, b, both)",
            choice,
        ),
    })
}

pub(super) fn partner(args: &PartnerArgs, ask: &Ask) -> Body {
    Body::Partner(Partner {
        name: ask.text(args.name.clone(), "NAME", "the name of the partner"),
        kind: args.kind.clone(),
        reach: args.reach,
        reach_of: args.of,
        programmes: args.programmes,
        areas: args.areas.clone(),
        cost: args.cost,
        staff_days: args.staff_days,
        red_line: args.red_line.clone(),
    })
}

pub(super) fn rating(args: &RatingArgs, ask: &Ask) -> Body {
    let key = |text: &str| text.parse::<PersonKey>();
    let rater = ask.text(args.rater.clone(), "--rater", "the rater's key, as in r17");
    let items = "the item (reliability, openness, mission_congruence, mission_1, …)";
    let score = ask.need(args.score, "--score", "1 to 4", |text| text.parse().map_err(no_number));
    let partner = ask.text(args.partner.clone(), "PARTNER", "the id of the partner");
    let side = "who rates (community, partner, programme)";
    let side = ask.need_or(args.side, Side::Programme, "--side", side, choice);
    let item = ask.need_or(args.item.clone(), Item::Reliability, "--item", items, str::parse);
    let nobody: PersonKey = match "r0".parse() {
        Ok(key) => key,
        // Never: the key above is one.
        Err(what) => {
            ask.fault("--rater", what);
            return Body::Retract(agglo::engage::event::Retract {
                event: 0,
                because: String::new(),
            });
        }
    };
    Body::Rating(Rating {
        partner,
        side,
        rater: ask
            .read(Some(&rater).filter(|own| !own.is_empty()), "--rater", key)
            .unwrap_or(nobody),
        area: args.area.clone(),
        item,
        // What does not fit is out of the scale as well.
        score: u8::try_from(score).unwrap_or(u8::MAX),
        consent: args.consent == YesNo::Yes,
        staff: args.staff,
    })
}
