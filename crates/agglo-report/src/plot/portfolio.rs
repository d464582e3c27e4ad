//! A region's traded clusters by strength and size.

use agglo::map::cluster::{Portfolio, Strong};

use crate::chart::{Bubble, Bubbles, Drawing};
use crate::document::{Chart, words};
use crate::words::Unit;

/// Clusters that are named, if they have room.
const NAMED: usize = 14;

/// The clusters of a place, the strongest first.
pub fn portfolio(portfolio: &Portfolio, place: &str) -> Chart {
    let bubbles = portfolio.lines.iter().map(|line| Bubble {
        title: line.title.clone(),
        height: line.quotient_establishments.clone(),
        whisker: line.quotient.clone(),
        across: line.establishments.clone(),
        size: line.national_share.clone(),
        stands_out: line.strong == Strong::Surely
            || line.strong_by_establishments == Strong::Surely,
    });
    Chart {
        id: "clusters-portfolio".to_owned(),
        title: format!("Traded clusters of {place} by strength and size"),
        summary: "Each disc is a traded cluster: the higher, the larger its share of establishments \
                  here against the nation's; the further right, the more establishments. A thin line \
                  runs from the least to the most that the quotient of jobs can be where jobs are hidden. \
                  The numbers stand in the table below."
            .to_owned(),
        drawing: Drawing::Bubbles(Bubbles {
            height: ("Location quotient of establishments".to_owned(), Unit::Ratio),
            whisker: "Location quotient of jobs".to_owned(),
            across: ("Establishments".to_owned(), Unit::Count),
            size: ("Share of the nation's jobs in it".to_owned(), Unit::Precise),
            bubbles: bubbles.collect(),
            named: NAMED,
        }),
        note: words(
            "Establishments are published everywhere. Filled: strong by the rule. Grey: not. Dashed ring: \
             jobs are hidden, and the thin line shows what their quotient can be. The size of a disc is the \
             share of the nation's jobs. The shaded part lies above the nation's share.",
        ),
    }
}
