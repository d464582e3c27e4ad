//! What moved in a programme, as a section of two pages and as lines.

use agglo::close::{
    GateMoved, MovedBy, ProgrammeMoved, PromiseDue, PromiseState, RatingsStale, RegionMoved,
};

use crate::document::{Block, Section, Text, words};
use crate::words::counted;

/// As many lines of a list as a page holds.
const SHOWN: usize = 10;

pub(super) fn section(own: &ProgrammeMoved) -> Section {
    let mut lead = format!(
        "Promises, ratings and gates of {} from the end of {} to the end of {}, by what was entered until {}.",
        own.title, own.from, own.to, own.entered_by
    );
    if own.illustrative {
        lead += " Everything recorded is made up.";
    }
    let mut section = Section::new("programme", "What moved in the programme", words(lead));
    for region in &own.regions {
        for (title, mut items) in lists(region) {
            let more = items.len().saturating_sub(SHOWN);
            items.truncate(SHOWN);
            if more > 0 {
                items.push(format!("and {more} more, in the JSON beside this page"));
            }
            section = section.with(Block::Paragraph(words(format!("{}: {title}", region.region))));
            let items: Vec<Text> = items.into_iter().map(words).collect();
            if !items.is_empty() {
                section = section.with(Block::List(items));
            }
        }
    }
    section
}

pub(super) fn lines(own: &ProgrammeMoved) -> Vec<String> {
    let mut lines = vec![format!(
        "\nProgramme {}, from the end of {} to the end of {}, by what was entered until {}",
        own.title, own.from, own.to, own.entered_by
    )];
    if own.illustrative {
        lines.push("Everything recorded is made up.".to_owned());
    }
    for region in &own.regions {
        lines.push(format!("\nRegion {}", region.region));
        for (title, items) in lists(region) {
            lines.push(format!("  {title}"));
            lines.extend(items.into_iter().map(|item| format!("    {item}")));
        }
    }
    lines
}

/// Each list with its title, which holds the count.
fn lists(region: &RegionMoved) -> Vec<(String, Vec<String>)> {
    let of = |state| region.promises.iter().filter(|own| own.state == state).count();
    let promises = format!(
        "promises: {} kept, {} late, {} refused, {} overdue",
        of(PromiseState::Kept),
        of(PromiseState::Late),
        of(PromiseState::Refused),
        of(PromiseState::Overdue)
    );
    let ratings = match region.ratings.len() {
        0 => "ratings: none lapsed, none soon will".to_owned(),
        n => format!("ratings that lapsed or soon will: {}", counted(n, "side", "sides")),
    };
    let turned = region.gates.iter().filter(|own| own.was != own.is).count();
    let gates = format!("gates: {turned} of {} turned", region.gates.len());
    vec![
        (promises, region.promises.iter().map(promise).collect()),
        (ratings, region.ratings.iter().map(rating).collect()),
        (gates, region.gates.iter().flat_map(gate).collect()),
    ]
}

fn promise(own: &PromiseDue) -> String {
    let state = match own.state {
        PromiseState::Kept => "kept",
        PromiseState::Late => "done late",
        PromiseState::Refused => "refused",
        PromiseState::Overdue => "overdue",
    };
    format!("{} to {}, due {}: {state}: {}", own.of, own.to, own.due, own.text)
}

fn rating(own: &RatingsStale) -> String {
    let mut text = format!("{}, {}: {}", own.partner, own.side, own.ruling);
    for (count, what) in [(own.lapsed, "lapsed"), (own.lapsing, "soon lapse")] {
        if let Some(count) = count.filter(|count| *count > 0) {
            text = format!("{text}; {count} {what}");
        }
    }
    if own.more_raters > 0 {
        let more = usize::try_from(own.more_raters).unwrap_or(usize::MAX);
        text = format!("{text}; {} needed", counted(more, "more rater", "more raters"));
    }
    text
}

/// A gate that turned or within which something did; nothing of one that stands still.
fn gate(own: &GateMoved) -> Vec<String> {
    if own.was == own.is && own.moved_by.is_empty() {
        return Vec::new();
    }
    let head = if own.was == own.is {
        format!("{} stays {}", own.gate, own.is)
    } else {
        format!("{} {} -> {}", own.gate, own.was, own.is)
    };
    std::iter::once(head).chain(own.moved_by.iter().map(moved_by)).collect()
}

fn moved_by(own: &MovedBy) -> String {
    let test = own.test.map_or_else(String::new, |test| format!(", {test}"));
    let turn = match (own.was, own.is) {
        (Some(was), Some(is)) => format!("{was} -> {is}"),
        (None, Some(is)) => format!("new: {is}"),
        (was, None) => format!("gone, was {}", was.unwrap_or_default()),
    };
    format!("  {}{test}: {turn}: {}", own.id, own.found)
}
