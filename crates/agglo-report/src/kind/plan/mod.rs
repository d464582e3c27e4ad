//! A full plan as a page that a board reads: what it is and what it rests on first, then what, when, for how much, why,
//! and how sure.

mod before_after;
mod chosen;
mod course;
mod doubt;
mod goal;
mod money;
mod otherwise;
mod rests;

use agglo::base::blueprint::Blueprint;
use agglo::plan::Standing;
use agglo::plan::full::FullPlan;

use crate::document::{Block, Callout, Document, Number, Section, Text, Tone, words};
use crate::source::Source;
use crate::text;
use crate::words::{Unit, capital, sentence};

/// The page of a plan; the drawing of elements before and after needs the plan's blueprint.
pub fn document(plan: &FullPlan, blueprint: Option<&Blueprint>, sources: &[Source]) -> Document {
    let sections = [
        goal::section(plan),
        Some(rests::section(plan)),
        Some(chosen::section(plan)),
        Some(money::section(plan)),
        blueprint.map(|blueprint| before_after::section(plan, blueprint)),
        Some(otherwise::not_chosen(plan)),
        Some(otherwise::prices(plan)),
        Some(doubt::frontier(plan)),
        Some(doubt::robustness(plan)),
        Some(course::find_out(plan)),
        Some(otherwise::comparators(plan)),
        Some(course::first_days(plan)),
        Some(rests::caveats(plan)),
    ];
    let what = match plan.standing {
        Standing::Ready => "Plan",
        Standing::Draft => "Draft of a plan",
        Standing::Refused => "No plan",
    };
    Document {
        title: title(plan),
        language: "en",
        kicker: what.to_owned(),
        headline: words(sentence(&plan.headline)),
        facts: facts(plan),
        banner: banner(plan),
        sections: sections.into_iter().flatten().collect(),
        sources: sources.to_vec(),
    }
}

fn title(plan: &FullPlan) -> String {
    match &plan.place.programme {
        Some((_, title)) => format!("{title}: {}", plan.place.name),
        None => plan.place.name.clone(),
    }
}

fn facts(plan: &FullPlan) -> Vec<(String, Text)> {
    let money = money_unit(plan);
    let mut facts = vec![
        ("As of".to_owned(), words(plan.as_of.as_str())),
        ("Budget".to_owned(), text![Number::new(&plan.money.budget, money)]),
        ("Held against".to_owned(), words(plan.blueprint.title.as_str())),
        ("Seed".to_owned(), words(plan.seed.to_string())),
    ];
    if let Some(own) = &plan.registered {
        let short = own.lock.get(..8).unwrap_or(&own.lock);
        let what = match own.amendments {
            1 => format!("{short}, 1 amendment"),
            n => format!("{short}, {n} amendments"),
        };
        facts.push(("Registered".to_owned(), words(what)));
    }
    facts
}

/// How the plan's money is printed.
pub(super) fn money_unit(plan: &FullPlan) -> Unit {
    Unit::named(&plan.money.currency)
}

fn banner(plan: &FullPlan) -> Option<Callout> {
    let mut blocks = Vec::new();
    if plan.place.is_illustrative {
        blocks.push(Block::Paragraph(words(
            "An invented programme: its partners, people, ratings and amounts are made up and rate nobody.",
        )));
    }
    if plan.standing != Standing::Ready {
        let reasons = plan.standing_because.iter().map(|text| words(sentence(&capital(text))));
        blocks.push(Block::List(reasons.collect()));
    }
    let title = match (plan.standing, plan.place.is_illustrative) {
        (Standing::Refused, _) => "Nothing is proposed",
        (Standing::Draft, _) => "A draft: not all tests are passed",
        (Standing::Ready, true) => "An invented programme",
        (Standing::Ready, false) => return None,
    };
    Some(Callout { tone: Tone::Caution, title: title.to_owned(), blocks })
}

/// A section with something in it, or with why there is nothing.
fn section(id: &str, title: &str, lead: &str, blocks: Vec<Block>, otherwise: &str) -> Section {
    let mut section = Section::new(id, title, words(lead));
    if blocks.is_empty() {
        section.blocks.push(Block::Empty(words(otherwise)));
    } else {
        section.blocks = blocks;
    }
    section
}
