//! A programme's record as a page: what was said and done, what each area rests on, who works with whom, what became of
//! ideas.

mod areas;
mod network;
mod pipeline;
mod said;

use agglo::engage::Ruling;
use agglo::engage::view::{Audience, Said, Views};

use crate::document::{Block, Callout, Document, Tone, words};
use crate::source::Source;
use crate::words::counted;

/// What a page says beside the views.
#[derive(Clone, Debug)]
pub struct About {
    /// The programme's title.
    pub title: String,
    /// Whether it is made up.
    pub is_illustrative: bool,
    /// Its ledger, and the published figures that its ventures are held against.
    pub sources: Vec<Source>,
}

/// The page of a region's views.
pub fn document(views: &Views, about: &About) -> Document {
    let is_public = views.audience == Audience::Public;
    let mut facts = vec![
        ("Region".to_owned(), words(views.region.as_str())),
        ("As of".to_owned(), words(views.as_of.to_string())),
    ];
    let whom = if is_public { "everybody" } else { "the programme: not for passing on" };
    facts.push(("For".to_owned(), words(whom)));
    Document {
        title: about.title.clone(),
        language: "en",
        kicker: "Programme views".to_owned(),
        headline: words(headline(&views.said)),
        facts,
        banner: about.is_illustrative.then(|| Callout {
            tone: Tone::Caution,
            title: "An invented programme".to_owned(),
            blocks: vec![Block::Paragraph(words(
                "Its partners, people, ratings, ideas and amounts are made up and rate nobody.",
            ))],
        }),
        sections: vec![
            said::section(&views.said, is_public),
            areas::section(&views.areas, is_public),
            network::section(&views.network, is_public),
            pipeline::section(&views.pipeline, is_public),
        ],
        sources: about.sources.clone(),
    }
}

fn headline(said: &Said) -> String {
    let sum = |of: fn(&agglo::engage::view::AreaSaid) -> u32| -> usize {
        said.areas.iter().map(|own| usize::try_from(of(own)).unwrap_or(0)).sum()
    };
    let (heard, answered, done) =
        (sum(|own| own.heard), sum(|own| own.answered), sum(|own| own.benefited));
    if heard == 0 {
        return "Nothing that was heard is recorded here yet.".to_owned();
    }
    let late = match sum(|own| own.overdue) {
        0 => String::new(),
        1 => " One has taken too long.".to_owned(),
        overdue => format!(" {overdue} have taken too long."),
    };
    format!(
        "Of {} heard, {answered} {} answered and {done} done; {} still {}.{late}",
        counted(heard, "thing", "things"),
        if answered == 1 { "was" } else { "were" },
        heard - answered,
        if heard - answered == 1 { "waits" } else { "wait" },
    )
}

/// How a gate's outcome is drawn.
pub(super) fn mark(ruling: Option<Ruling>) -> crate::chart::Mark {
    match ruling {
        Some(Ruling::Pass) => crate::chart::Mark::Pass,
        Some(Ruling::Fail) => crate::chart::Mark::Fail,
        Some(Ruling::Unknown) => crate::chart::Mark::Unknown,
        None => crate::chart::Mark::Untold,
    }
}
