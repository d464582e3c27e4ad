//! Flows between places when one side's totals are known: everybody who leaves goes somewhere, or everybody who
//! arrives came from somewhere.
//!
//! `T_ij = O_i W_j exp(-b c_ij) / sum_k W_k exp(-b c_ik)`, and the other way round.

use agglo_stats::float;

use crate::base::error::Error;
use crate::map::space::Costs;

/// Which totals are met.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Those who leave each origin; destinations draw by their attraction.
    Origins,
    /// Those who arrive at each destination; origins send by their propensity.
    Destinations,
}

/// Flows that meet one side's totals.
#[derive(Clone, Debug, PartialEq)]
pub struct SinglyConstrained {
    /// Flows, origins in rows.
    pub flows: Vec<Vec<f64>>,
    /// Of those given, how many have nowhere to go, or nowhere to come from.
    pub unmet: f64,
}

/// Flows that meet the totals of one side, drawn by the other and hindered by cost.
///
/// # Inputs
///
/// `origins` and `destinations`: totals on the side that is met, attraction on the other; at least 0. `b`: how much
/// cost hinders, per unit, at least 0.
///
/// # Errors
///
/// `E0301` where amounts do not fit the places or `b` is below 0.
///
/// # How to read it
///
/// The free side's totals are an answer: what each destination draws, as [`crate::map::space::huff`] with cost by
/// its exponential.
///
/// # Source
///
/// Wilson 1971, Environment and Planning 3(1).
pub fn singly_constrained(
    costs: &Costs,
    origins: &[f64],
    destinations: &[f64],
    b: f64,
    side: Side,
) -> Result<SinglyConstrained, Error> {
    costs.by_origin("origins", origins)?;
    costs.by_destination("destinations", destinations)?;
    if !(b >= 0.0 && b.is_finite()) {
        return Err(Error::new("E0301", format!("cost hinders by {b}: at least 0 is needed")));
    }
    let rows: Vec<&[f64]> = costs.rows().collect();
    let mut flows = vec![vec![0.0; destinations.len()]; origins.len()];
    let mut unmet = 0.0;
    let (given, other) = match side {
        Side::Origins => (origins, destinations),
        Side::Destinations => (destinations, origins),
    };
    for (at, &total) in given.iter().enumerate() {
        let cost = |to: usize| match side {
            Side::Origins => rows[at][to],
            Side::Destinations => rows[to][at],
        };
        let Some(shares) = shares(other, cost, b) else {
            unmet += total;
            continue;
        };
        for (to, share) in shares.into_iter().enumerate() {
            match side {
                Side::Origins => flows[at][to] = total * share,
                Side::Destinations => flows[to][at] = total * share,
            }
        }
    }
    Ok(SinglyConstrained { flows, unmet })
}

/// Shares of a total; `None` where nothing draws or there is no way to it.
fn shares(drawing: &[f64], cost: impl Fn(usize) -> f64, b: f64) -> Option<Vec<f64>> {
    let reachable = |to: &usize| drawing[*to] > 0.0 && cost(*to).is_finite();
    // Costs from the least, so that far places do not all vanish together.
    let least = (0..drawing.len()).filter(reachable).map(&cost).min_by(f64::total_cmp)?;
    let pull = |to: usize| {
        if reachable(&to) { drawing[to] * float::exp(-b * (cost(to) - least)) } else { 0.0 }
    };
    let pulls: Vec<f64> = (0..drawing.len()).map(pull).collect();
    let whole = float::sum(pulls.iter().copied());
    (whole > 0.0 && whole.is_finite()).then(|| pulls.iter().map(|pull| pull / whole).collect())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn reference_two_shops_by_hand() {
        let costs = Costs::new(&[vec![0.0, std::f64::consts::LN_2]]).unwrap();
        // Pulls 1 and 3/2: two fifths and three fifths.
        let found = singly_constrained(&costs, &[10.0], &[1.0, 3.0], 1.0, Side::Origins).unwrap();
        assert!((found.flows[0][0] - 4.0).abs() < 1e-12 && (found.flows[0][1] - 6.0).abs() < 1e-12);
        assert!(found.unmet.abs() < 1e-15);
    }

    proptest! {
        #[test]
        fn law_the_given_side_is_met_whatever_the_costs(
            rows in prop::collection::vec(prop::collection::vec(0.0_f64..1e4, 4), 3),
            amounts in prop::collection::vec(0.0_f64..1e3, 7), b in 0.0_f64..9.0
        ) {
            let costs = Costs::new(&rows).unwrap();
            let (origins, destinations) = amounts.split_at(3);
            let found = singly_constrained(&costs, origins, destinations, b, Side::Origins).unwrap();
            for (row, total) in found.flows.iter().zip(origins) {
                prop_assert!((row.iter().sum::<f64>() - total).abs() < 1e-9 * total.max(1.0));
            }
            let found = singly_constrained(&costs, origins, destinations, b, Side::Destinations).unwrap();
            for (at, total) in destinations.iter().enumerate() {
                let arrive: f64 = found.flows.iter().map(|row| row[at]).sum();
                prop_assert!((arrive - total).abs() < 1e-9 * total.max(1.0));
            }
        }
    }

    #[test]
    fn edge_no_way_and_nothing_that_draws_leave_people_unmet() {
        let costs = Costs::new(&[vec![f64::INFINITY, 1.0], vec![1.0, 1.0]]).unwrap();
        let found =
            singly_constrained(&costs, &[5.0, 7.0], &[2.0, 0.0], 1.0, Side::Origins).unwrap();
        assert_eq!((found.unmet, found.flows), (5.0, vec![vec![0.0, 0.0], vec![7.0, 0.0]]));
        assert!(singly_constrained(&costs, &[5.0, 7.0], &[2.0, 0.0], -1.0, Side::Origins).is_err());
        assert!(singly_constrained(&costs, &[5.0], &[2.0, 0.0], 1.0, Side::Origins).is_err());
    }
}
