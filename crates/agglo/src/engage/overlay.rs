//! What a programme's overlay rests on: the inputs that were heard, the figures that were recorded.

use crate::base::blueprint::{Grade, Measure, Overlay, OwnEdge};
use crate::base::error::Error;
use crate::base::id::RegionId;
use crate::engage::event::{Counted, Reference};
use crate::engage::record::{Record, of_region};

/// An overlay as it stands in one region on one day.
#[derive(Clone, Debug, PartialEq)]
pub struct Standing {
    /// Its edges: of grade D where something heard in the region states them, assumed otherwise. Its
    /// members with what is recorded of the region.
    pub overlay: Overlay,
    /// What of it counts for nothing here, and why.
    pub notes: Vec<String>,
}

/// Inputs that were never recorded, as faults of the file.
///
/// `all` is the record of every day: what was heard later is recorded too. Codes: `E0237`, with file and line.
pub fn unrecorded(overlay: &Overlay, all: &Record) -> Vec<Error> {
    let mut found = Vec::new();
    for own in &overlay.edges {
        for text in &own.inputs {
            let known = reference(text).map(|of| all.input(&of).is_some());
            let hint = match known {
                Ok(true) => continue,
                Ok(false) => "inputs: `agglo view said`, or the table of `agglo export --as csv --template listening`".to_owned(),
                Err(why) => why,
            };
            let what = format!("no input `{text}` stands in the record");
            found.push(Error::new("E0237", what).at(&own.place).hint(hint));
        }
    }
    found
}

fn reference(text: &str) -> Result<Reference, String> {
    Reference::read(text, Counted::Input)
}

/// What of an overlay stands in a region: what one community said is evidence for its region alone.
///
/// `record` is that of the day asked for, `members` the codes of which the region is made.
pub fn standing(
    overlay: &Overlay,
    record: &Record,
    region: &str,
    members: &[RegionId],
) -> Standing {
    let mut notes = Vec::new();
    let edges = overlay.edges.iter().map(|own| edge(own, record, region, &mut notes)).collect();
    let members = overlay.members.iter().map(|own| {
        let mut own = own.clone();
        if let Measure::Recorded(figure) = &mut own.member.measure {
            figure.members = members.to_vec();
            figure.value = recorded(record, region, &own.element.to_string(), &figure.fact);
            let (id, fact) = (&own.member.id, &figure.fact);
            match (figure.value, figure.full_at) {
                (None, _) => notes.push(format!(
                    "`{id}` is unknown: no piece of `{}` records `{fact}`",
                    own.element
                )),
                (Some(value), None) => notes.push(format!(
                    "`{id}` is {value} by the record and its level is unknown: no table holds `{fact}` \
                     elsewhere, and the overlay does not say what is enough (`full_at`)"
                )),
                (Some(_), Some(_)) => {}
            }
        }
        own
    });
    let members = members.collect();
    Standing { overlay: Overlay { edges, members }, notes }
}

fn edge(own: &OwnEdge, record: &Record, region: &str, notes: &mut Vec<String>) -> OwnEdge {
    let mut own = own.clone();
    let heard = |text: &&String| {
        let input = reference(text).ok().and_then(|of| record.input(&of));
        input.is_some_and(|input| input.region == region)
    };
    let stated: Vec<&str> = own.inputs.iter().filter(heard).map(String::as_str).collect();
    // An edge that names no input at all is a fault of the file, not of the day.
    if own.edge.grade == Grade::D && stated.is_empty() && !own.inputs.is_empty() {
        own.edge.grade = Grade::E;
        notes.push(format!(
            "`{}` to `{}` counts for nothing: none of its inputs was heard in this region by this day",
            own.edge.from, own.edge.to
        ));
    } else if own.edge.grade == Grade::D {
        let said = format!("said in this programme: {}", stated.join(", "));
        own.edge.source = match own.edge.source.trim() {
            "" => said,
            source => format!("{source}; {said}"),
        };
    }
    if own.edge.source.trim().is_empty() {
        "assumed by this programme".clone_into(&mut own.edge.source);
    }
    own
}

/// The last figure of that name that a piece of the element records.
fn recorded(record: &Record, region: &str, element: &str, fact: &str) -> Option<f64> {
    let pieces = of_region(&record.pieces, region);
    let own = pieces.filter(|told| told.what.element.as_deref() == Some(element));
    let facts = own.flat_map(|told| &told.what.facts).filter(|own| own.name == fact);
    facts.map(|own| own.value).last()
}
