//! A blueprint as a page: the drawing, and where it is drawn for a region, the levels of each element there.

use agglo::base::blueprint::Blueprint;
use agglo::map::gap::reading::Reading;

use crate::document::{Block, Chart, Document, Section, Text, words};
use crate::kind::strategy::levels;
use crate::plot;
use crate::source::Source;
use crate::words::{capital, sentence};

/// A page of the blueprint alone.
pub fn document(blueprint: &Blueprint) -> Document {
    let lead = words(capital(&sentence(&blueprint.goal)));
    page(plot::blueprint(blueprint), lead, Vec::new(), &[])
}

/// A page of the blueprint as its elements stand in a region that it applies to.
pub fn document_in(blueprint: &Blueprint, reading: &Reading, sources: &[Source]) -> Document {
    let lead = words(sentence(&plot::tally(reading, &blueprint.cuts)));
    let table = Block::Table(levels(reading, "levels"));
    page(plot::blueprint_in(blueprint, reading), lead, vec![table], sources)
}

fn page(chart: Chart, lead: Text, more: Vec<Block>, sources: &[Source]) -> Document {
    let title = chart.title.clone();
    let mut section =
        Section::new("elements", "Elements and edges", lead).with(Block::Chart(chart));
    section.blocks.extend(more);
    Document {
        title,
        language: "en",
        kicker: "Blueprint".to_owned(),
        headline: words("What this kind of cluster is made of, and what strengthens what."),
        facts: Vec::new(),
        banner: None,
        sections: vec![section],
        sources: sources.to_vec(),
    }
}
