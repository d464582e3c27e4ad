//! The map of a region as a document: where it stands, what stands out, what moved it, what lies around it.

use agglo::base::terms::Part;
use agglo::base::year::Year;
use agglo::map::association::{Around, Association};
use agglo::map::nationwide::SectorShift;
use agglo::map::product_space::ProductSpace;

use crate::document::{Block, Document, Section, words};
use crate::kind::strategy::{clusters, situation};
use crate::plot;
use crate::strategy::Strategy;

/// What the pictures of a profile are drawn from, beside the map itself; none where the tables do not tell it.
#[derive(Clone, Debug)]
pub struct Pictures {
    /// Industries that share places, and which of them the region has.
    pub space: Option<ProductSpace>,
    /// The change of jobs by sector, and between which years.
    pub shifts: Option<([Year; 2], Vec<SectorShift>)>,
    /// A measure of people: whether neighbours are alike in it, and each county beside its neighbours.
    pub neighbours: Option<(Association, Vec<Around>)>,
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
    let section = Section::new("space", "What goes together", words(lead));
    let Some(space) = &pictures.space else {
        let text = "Not known: industries this coarse stand in every region, so their places say nothing of what \
                    goes together.";
        return section.with(Block::Empty(words(text)));
    };
    section.with(Block::Chart(plot::product_space(space, Some(&strategy.region.name), &[])))
}

fn change(strategy: &Strategy<'_>, pictures: &Pictures) -> Section {
    let (terms, noun) = (strategy.terms(), &strategy.terms().counted.noun);
    let (title, lead) = if strategy.country.is_none() {
        let lead = "The change in jobs, the self-employed included, as the sum of three parts.";
        ("What moved its jobs".to_owned(), lead.to_owned())
    } else {
        (
            format!("What moved its {noun}"),
            format!("The change in {noun} as the sum of three parts."),
        )
    };
    let section = Section::new("change", &title, words(lead));
    let Some((years, sectors)) = &pictures.shifts else {
        let text = format!("Not known: {noun} of one year alone are at hand.");
        return section.with(Block::Empty(words(text)));
    };
    let chart = plot::shift_share(&strategy.region.name, *years, sectors, terms);
    section.with(Block::Chart(chart))
}

fn around(strategy: &Strategy<'_>, pictures: &Pictures) -> Section {
    let lead = "A place that differs from its neighbours asks for other work than one that shares their fate. \
                None of this is evidence that one place acts on another.";
    let section = Section::new("around", "What lies around it", words(lead));
    let Some((found, around)) = &pictures.neighbours else {
        let text = strategy.lack(Part::Outlines).unwrap_or_else(|| {
            "Not known: no table at hand says which regions share a border.".to_owned()
        });
        return section.with(Block::Empty(words(text)));
    };
    section.with(Block::Chart(plot::moran(found, around, &strategy.region.members)))
}
