//! The product space as a network, with what a region has of it.

use agglo::base::id::IndustryId;
use agglo::map::product_space::ProductSpace;

use crate::chart::{Drawing, Knot, Network};
use crate::document::{Chart, words};
use crate::words::{Unit, counted};

/// Industries that are named where none was asked about.
const NAMED: usize = 26;

/// The network; `place` has the filled industries, those of `named` are named, or the best tied if it is empty.
pub fn product_space(space: &ProductSpace, place: Option<&str>, named: &[&IndustryId]) -> Chart {
    let ranks = ranks(space, named);
    let knots: Vec<Knot> = space
        .industries
        .iter()
        .zip(ranks)
        .map(|(knot, rank)| Knot {
            code: knot.industry.to_string(),
            name: knot.title.clone(),
            size: f64::from(knot.present_in),
            is_filled: knot.is_here == Some(true),
            rank,
        })
        .collect();
    let here = knots.iter().filter(|knot| knot.is_filled).count();
    let filled = place.map(|place| format!("present in {place}: {here} of {}", knots.len()));
    let of =
        place.map_or_else(String::new, |place| format!(", and where {place} stands among them"));
    Chart {
        id: "product-space".to_owned(),
        title: format!("Which industries share places{of}"),
        summary: format!(
            "{} as discs, the larger the more counties have them. Lines tie those that stand in the same \
             counties most often, so that what goes together lies together.",
            counted(knots.len(), "industry", "industries")
        ),
        drawing: Drawing::Network(Network {
            size: "the larger, the more counties have it".to_owned(),
            filled,
            knots,
            ties: space.ties.iter().map(|tie| tie.ends).collect(),
        }),
        note: words(format!(
            "Present: a location quotient of establishments of at least 1. The tree that holds all together and the \
             two strongest ties of each, from {} counties ({}). Nearness on the page says no more than the lines do.",
            Unit::Count.print(space.base_units as f64),
            space.source
        )),
    }
}

/// Which industries are named, the first with the least rank: those asked for, else those with most ties.
fn ranks(space: &ProductSpace, asked: &[&IndustryId]) -> Vec<Option<usize>> {
    let place = |id: &&&IndustryId| space.industries.iter().position(|knot| knot.industry == ***id);
    let mut order: Vec<usize> = asked.iter().filter_map(|id| place(&id)).collect();
    if order.is_empty() {
        let mut ties = vec![0_usize; space.industries.len()];
        for end in space.ties.iter().flat_map(|tie| tie.ends) {
            ties[end] += 1;
        }
        order = (0..ties.len()).collect();
        order.sort_by_key(|&at| (std::cmp::Reverse(ties[at]), at));
        order.truncate(NAMED);
    }
    let mut ranks = vec![None; space.industries.len()];
    for (rank, at) in order.into_iter().enumerate() {
        ranks[at] = Some(rank);
    }
    ranks
}
