//! Traded or local: whether an industry sells to people from elsewhere, told by how unevenly it is spread.

use agglo_stats::float;
use agglo_stats::matrix::Matrix;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How unevenly an industry is spread over areas.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Spread {
    /// Share of the industry in areas whose location quotient is at least 1.
    pub specialised_share: f64,
    /// Mean location quotient of the five highest areas.
    pub top_five: f64,
    /// Locational Gini coefficient, from 0 (as everything else) to nearly 1.
    pub gini: f64,
}

/// The rule that calls an industry traded. Any one of three grounds is enough.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct TradedRule {
    /// Ground 1, with the next two: the least share in specialised states.
    pub specialised_share: f64,
    /// The least mean quotient of the five highest states.
    pub top_five: f64,
    /// The least Gini coefficient over states.
    pub gini: f64,
    /// Ground 2: the least mean quotient of the five highest states when it stands alone.
    pub top_five_alone: f64,
}

impl TradedRule {
    /// The rule in plain words; `cut` is the Gini coefficient over labour markets of ground 3.
    pub fn sentence(&self, cut: f64) -> String {
        format!(
            "Traded: (1) at least {:.0} % of its jobs in states with a location quotient of 1 or more, a mean \
             quotient of the five highest states of at least {}, and a Gini coefficient over states of at \
             least {}; or (2) a mean quotient of the five highest states of at least {}; or (3) a Gini \
             coefficient over labour markets of at least {cut:.3}, the cut that as many industries pass as \
             pass the one over states.",
            self.specialised_share * 100.0,
            self.top_five,
            self.gini,
            self.top_five_alone
        )
    }

    /// The Gini coefficient over labour markets that as many industries reach as reach the rule's over
    /// states; `None` of nothing.
    pub fn market_cut(&self, states: &[Option<Spread>], markets: &[Option<Spread>]) -> Option<f64> {
        let ginis = |spreads: &[Option<Spread>]| -> Vec<f64> {
            spreads.iter().flatten().map(|spread| spread.gini).collect()
        };
        let over_states = ginis(states);
        let passing = over_states.iter().filter(|gini| **gini >= self.gini).count();
        let share = passing as f64 / over_states.len().max(1) as f64;
        float::quantile(&ginis(markets), 1.0 - share)
    }

    /// Whether an industry of this spread over states and over labour markets is traded.
    pub fn is_traded(&self, states: Option<Spread>, markets: Option<Spread>, cut: f64) -> bool {
        let between_states = states.is_some_and(|spread| {
            let even = spread.specialised_share < self.specialised_share
                || spread.top_five < self.top_five
                || spread.gini < self.gini;
            !even || spread.top_five >= self.top_five_alone
        });
        between_states || markets.is_some_and(|spread| spread.gini >= cut)
    }
}

/// Spread of every industry over areas; rows are areas, columns industries.
///
/// # Returns
///
/// One entry a column; `None` for an industry of nothing. An area's quotient divides its share of the
/// industry by its share of all columns together.
///
/// # Source
///
/// Porter 2003, Regional Studies 37(6-7), the three measures; the locational Gini is Krugman's (1991).
pub fn spreads(x: &Matrix) -> Vec<Option<Spread>> {
    let areas: Vec<f64> = (0..x.rows()).map(|row| float::sum(x.row(row).iter().copied())).collect();
    let all = float::sum(areas.iter().copied());
    (0..x.columns())
        .map(|column| {
            let counts: Vec<f64> = (0..x.rows()).map(|row| x.at(row, column)).collect();
            spread(&counts, &areas, all)
        })
        .collect()
}

fn spread(counts: &[f64], areas: &[f64], all: f64) -> Option<Spread> {
    let total = float::sum(counts.iter().copied());
    if total <= 0.0 || all <= 0.0 {
        return None;
    }
    // Quotient, share of the industry, share of everything; areas of nothing hold no industry either.
    let mut parts: Vec<(f64, f64, f64)> = counts
        .iter()
        .zip(areas)
        .filter(|(_, area)| **area > 0.0)
        .map(|(count, area)| ((count / area) / (total / all), count / total, area / all))
        .collect();
    parts.sort_by(|a, b| a.0.total_cmp(&b.0));
    let top: Vec<f64> = parts.iter().rev().take(5).map(|part| part.0).collect();
    let specialised = parts.iter().filter(|part| part.0 >= 1.0).map(|part| part.1);
    Some(Spread {
        specialised_share: float::sum(specialised),
        top_five: float::mean(&top)?,
        gini: gini(&parts),
    })
}

/// Twice the area between the diagonal and the Lorenz curve of the industry over everything.
fn gini(parts: &[(f64, f64, f64)]) -> f64 {
    let mut below = 0.0;
    let slices = parts.iter().map(|(_, industry, everything)| {
        let slice = everything * (2.0 * below + industry);
        below += industry;
        slice
    });
    1.0 - float::sum(slices.collect::<Vec<_>>())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule() -> TradedRule {
        TradedRule { specialised_share: 0.5, top_five: 2.0, gini: 0.3, top_five_alone: 3.0 }
    }

    fn found() -> Vec<Option<Spread>> {
        // Ten areas of 100: the first industry is even, the second all in one place.
        let rows: Vec<Vec<f64>> = (0..10)
            .map(|area| if area == 0 { vec![60.0, 40.0, 0.0] } else { vec![100.0, 0.0, 0.0] })
            .collect();
        spreads(&Matrix::from_rows(&rows).unwrap())
    }

    #[test]
    fn reference_one_place_and_everywhere_by_hand() {
        let found = found();
        let (even, lone) = (found[0].unwrap(), found[1].unwrap());
        assert!((lone.gini - 0.9).abs() < 1e-12, "all but a tenth lies below the diagonal");
        assert!((lone.top_five - 2.0).abs() < 1e-12, "one area of 10 and four of 0");
        assert!((lone.specialised_share - 1.0).abs() < 1e-12);
        assert!(even.gini < 0.05 && even.top_five < 1.1);
        assert_eq!(found[2], None);
    }

    #[test]
    fn any_of_the_three_grounds_is_enough() {
        let spread =
            |specialised_share, top_five, gini| Some(Spread { specialised_share, top_five, gini });
        let is = |states, markets| rule().is_traded(states, markets, 0.4);
        assert!(is(spread(0.5, 2.0, 0.3), None));
        assert!(!is(spread(0.5, 2.0, 0.29), None) && !is(spread(0.49, 2.0, 0.3), None));
        assert!(is(spread(0.1, 3.0, 0.1), None), "a few states sell to all others");
        assert!(is(spread(0.1, 1.0, 0.1), spread(0.1, 1.0, 0.4)), "a few cities do");
        assert!(!is(None, None));
    }

    #[test]
    fn the_cut_over_markets_passes_as_many_as_the_one_over_states() {
        let spread = |gini| Some(Spread { specialised_share: 1.0, top_five: 1.0, gini });
        let states: Vec<_> = [0.1, 0.2, 0.3, 0.4, 0.5].map(spread).to_vec();
        let markets: Vec<_> = [0.3, 0.4, 0.5, 0.6, 0.7].map(spread).to_vec();
        let cut = rule().market_cut(&states, &markets).unwrap();
        assert!((cut - 0.46).abs() < 1e-12, "the quantile that leaves three fifths above: {cut}");
        assert_eq!(rule().market_cut(&[], &[]), None);
    }
}
