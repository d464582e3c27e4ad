//! The map of a region as a document: where it stands, what stands out, what moved it, what lies around it.

use agglo::base::year::Year;
use agglo::map::association::{Around, Association};
use agglo::map::nationwide::SectorShift;
use agglo::map::product_space::ProductSpace;

use crate::document::{Block, Document, Section, words};
use crate::kind::strategy::{clusters, situation};
use crate::plot;
use crate::strategy::Strategy;

/// What the pictures of a profile are drawn from, beside the map itself.
#[derive(Clone, Debug)]
pub struct Pictures {
    /// Industries that share places, and which of them the region has.
    pub space: ProductSpace,
    /// The change of jobs by sector, and between which years.
    pub shifts: ([Year; 2], Vec<SectorShift>),
    /// A measure of people: whether neighbours are alike in it, and each county beside its neighbours.
    pub neighbours: (Association, Vec<Around>),
}

/// The map of a region as a document. `strategy` holds the map and the clusters; other parts are not read.
pub fn document(strategy: &Strategy<'_>, pictures: &Pictures) -> Document {
    let region = strategy.region;
    Document {
        title: region.title(),
        language: "en",
        kicker: "Regional profile".to_owned(),
        headline: words(format!(
            "What public figures say of {}, its economy and its people side by side.",
            region.name
        )),
        facts: vec![
            ("Code".to_owned(), words(region.id.as_str())),
            ("Seed".to_owned(), words(strategy.seed.to_string())),
        ],
        banner: None,
        sections: vec![
            situation::section(strategy),
            clusters::section(strategy),
            space(strategy, pictures),
            change(strategy, pictures),
            around(strategy, pictures),
        ],
        sources: strategy.sources.to_vec(),
    }
}

fn space(strategy: &Strategy<'_>, pictures: &Pictures) -> Section {
    let lead = "Industries that share places often share customers, skills or suppliers. What stands close to \
                what a region has is nearer to its reach, but closeness is not a promise.";
    let chart = plot::product_space(&pictures.space, Some(&strategy.region.name), &[]);
    Section::new("space", "What goes together", words(lead)).with(Block::Chart(chart))
}

fn change(strategy: &Strategy<'_>, pictures: &Pictures) -> Section {
    let lead = "The change in jobs, the self-employed included, as the sum of three parts.";
    let (years, sectors) = &pictures.shifts;
    let chart = plot::shift_share(&strategy.region.name, *years, sectors);
    Section::new("change", "What moved its jobs", words(lead)).with(Block::Chart(chart))
}

fn around(strategy: &Strategy<'_>, pictures: &Pictures) -> Section {
    let lead = "A place that differs from its neighbours asks for other work than one that shares their fate. \
                None of this is evidence that one place acts on another.";
    let (found, around) = &pictures.neighbours;
    let chart = plot::moran(found, around, &strategy.region.members);
    Section::new("around", "What lies around it", words(lead)).with(Block::Chart(chart))
}
