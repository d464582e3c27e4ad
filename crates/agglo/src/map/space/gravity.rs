//! Flows between places: as many as leave and arrive, and as their costs hinder.
//!
//! Doubly constrained `T_ij = A_i B_j O_i D_j exp(-b c_ij)` with `A_i = 1 / sum_j B_j D_j exp(-b c_ij)` and
//! `B_j` likewise; the gravity model `T_ij = exp(x_ij' beta)` is estimated by Poisson pseudo-maximum likelihood.

use agglo_stats::float;
use agglo_stats::matrix::Matrix;
use agglo_stats::regression::poisson::Poisson;

use crate::base::error::Error;
use crate::map::space::Costs;

/// Rounds at most.
const ROUNDS: u32 = 100_000;
/// Largest error of a total, over the sum of all, at which rounds end.
const TOLERANCE: f64 = 1e-13;
/// Largest difference of the sums of both sides, over either.
const BALANCE: f64 = 1e-6;

/// Flows that meet both sides' totals.
#[derive(Clone, Debug, PartialEq)]
pub struct Constrained {
    /// Flows, origins in rows.
    pub flows: Vec<Vec<f64>>,
    /// Rounds of balancing done.
    pub rounds: u32,
}

/// Flows that leave each origin and reach each destination in the numbers given, hindered by cost.
///
/// # Inputs
///
/// `origins` and `destinations`: totals of at least 0 whose sums agree; `b`: how much cost hinders, per unit.
///
/// # Errors
///
/// `E0301` where totals do not fit the places, their sums differ, or ways without a cost leave no flows that
/// meet them.
///
/// # How to read it
///
/// The most probable flows with these totals and this total cost; nothing about who travels why.
///
/// # Source
///
/// Wilson 1967, Transportation Research 1(3).
pub fn doubly_constrained(
    costs: &Costs,
    origins: &[f64],
    destinations: &[f64],
    b: f64,
) -> Result<Constrained, Error> {
    costs.by_origin("people who leave", origins)?;
    costs.by_destination("people who arrive", destinations)?;
    let (leave, arrive) =
        (float::sum(origins.iter().copied()), float::sum(destinations.iter().copied()));
    if (leave - arrive).abs() > BALANCE * leave.max(arrive) {
        let what = format!("{leave} leave and {arrive} arrive: as many must do both");
        return Err(Error::new("E0301", what));
    }
    let mut flows: Vec<Vec<f64>> = costs.rows().map(|row| hindered(row, b)).collect();
    for round in 1..=ROUNDS {
        for (row, total) in flows.iter_mut().zip(origins) {
            scale(row, *total)?;
        }
        let mut sums = vec![0.0; destinations.len()];
        for row in &flows {
            sums.iter_mut().zip(row).for_each(|(sum, flow)| *sum += flow);
        }
        for (at, (sum, total)) in sums.iter().zip(destinations).enumerate() {
            let by = factor(*sum, *total)?;
            for row in &mut flows {
                row[at] *= by;
            }
        }
        let off = |(row, total): (&Vec<f64>, &f64)| (row.iter().sum::<f64>() - total).abs();
        let worst = flows.iter().zip(origins).map(off).fold(0.0, f64::max);
        // Sums that differ a little cannot both be met: then the destinations' are.
        if worst <= TOLERANCE * leave + (leave - arrive).abs() {
            return Ok(Constrained { flows, rounds: round });
        }
    }
    Err(unmet())
}

/// `exp(-b c)` of a row over its largest, which the balancing takes back.
fn hindered(row: &[f64], b: f64) -> Vec<f64> {
    let least = row.iter().copied().filter(|cost| cost.is_finite()).fold(f64::INFINITY, f64::min);
    let most = row.iter().copied().filter(|cost| cost.is_finite()).fold(0.0, f64::max);
    let anchor = if b >= 0.0 { least } else { most };
    let weight = |cost: &f64| if cost.is_finite() { float::exp(-b * (cost - anchor)) } else { 0.0 };
    row.iter().map(weight).collect()
}

fn scale(row: &mut [f64], total: f64) -> Result<(), Error> {
    let by = factor(row.iter().sum(), total)?;
    for flow in row.iter_mut() {
        *flow *= by;
    }
    Ok(())
}

/// What brings a sum to its total.
fn factor(sum: f64, total: f64) -> Result<f64, Error> {
    if total <= 0.0 {
        return Ok(0.0);
    }
    let by = total / sum;
    if by.is_finite() { Ok(by) } else { Err(unmet()) }
}

fn unmet() -> Error {
    Error::new("E0301", "no flows meet the totals: some places have no way to enough others")
}

/// The gravity model of flows by Poisson pseudo-maximum likelihood: zeros count, and errors may vary.
///
/// # Inputs
///
/// `x`: one row a pair of places: the constant, logs of masses, the log of distance; `flows`: one a row, at
/// least 0.
///
/// # Errors
///
/// `E0301` where the regression has no answer.
///
/// # How to read it
///
/// Coefficients of logs are elasticities. Take robust errors, or those with origins as groups.
///
/// # Source
///
/// Santos Silva and Tenreyro 2006, Review of Economics and Statistics 88(4).
pub fn gravity_model(x: &Matrix, flows: &[f64]) -> Result<Poisson, Error> {
    Poisson::fit(x, flows).map_err(|error| Error::new("E0301", error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn costs() -> Costs {
        Costs::new(&[vec![1.0, 5.0, 9.0], vec![4.0, 2.0, 3.0]]).unwrap()
    }

    /// Two places by two: `T_11 T_22 / (T_12 T_21)` is what the costs alone say.
    #[test]
    fn reference_the_odds_ratio_is_that_of_the_costs() {
        let costs = Costs::new(&[vec![1.0, 3.0], vec![2.0, 1.0]]).unwrap();
        let found = doubly_constrained(&costs, &[10.0, 20.0], &[12.0, 18.0], 0.5).unwrap().flows;
        let ratio = found[0][0] * found[1][1] / (found[0][1] * found[1][0]);
        assert!((ratio - float::exp(1.5)).abs() < 1e-9);
    }

    #[test]
    fn law_both_totals_are_met_and_a_cost_of_one_origin_added_to_all_its_ways_changes_nothing() {
        let (origins, destinations) = ([10.0, 20.0], [6.0, 15.0, 9.0]);
        let found = doubly_constrained(&costs(), &origins, &destinations, 0.7).unwrap().flows;
        for (row, total) in found.iter().zip(origins) {
            assert!((row.iter().sum::<f64>() - total).abs() < 1e-9);
        }
        for (at, total) in destinations.iter().enumerate() {
            assert!((found[0][at] + found[1][at] - total).abs() < 1e-9);
        }
        let far = Costs::new(&[vec![5001.0, 5005.0, 5009.0], vec![4.0, 2.0, 3.0]]).unwrap();
        let again = doubly_constrained(&far, &origins, &destinations, 0.7).unwrap().flows;
        let pairs = found.iter().flatten().zip(again.iter().flatten());
        assert!(pairs.into_iter().all(|(a, b)| (a - b).abs() < 1e-8));
    }

    #[test]
    fn edge_sums_that_differ_and_ways_that_do_not_exist_are_refused() {
        assert!(doubly_constrained(&costs(), &[10.0, 20.0], &[6.0, 15.0, 8.0], 0.7).is_err());
        let cut = Costs::new(&[vec![f64::INFINITY, 1.0], vec![f64::INFINITY, 1.0]]).unwrap();
        assert!(doubly_constrained(&cut, &[1.0, 1.0], &[1.0, 1.0], 0.7).is_err());
        let zeros = doubly_constrained(&costs(), &[0.0, 20.0], &[0.0, 11.0, 9.0], 0.7).unwrap();
        assert!(zeros.flows[0].iter().all(|flow| *flow <= 0.0));
    }

    #[test]
    fn the_planted_elasticities_are_found() {
        let masses = [3.0, 5.0, 8.0, 2.0];
        let rows: Vec<Vec<f64>> = (0..16_u8)
            .map(|at| {
                let (from, to) = (usize::from(at / 4), usize::from(at % 4));
                let distance = 1.0 + f64::from(at * 7 % 5);
                vec![1.0, float::ln(masses[from]), float::ln(masses[to]), float::ln(distance)]
            })
            .collect();
        let truth = [0.5, 0.8, 0.6, -1.2];
        let flow = |row: &Vec<f64>| float::exp(row.iter().zip(truth).map(|(x, b)| x * b).sum());
        let flows: Vec<f64> = rows.iter().map(flow).collect();
        let found = gravity_model(&Matrix::from_rows(&rows).unwrap(), &flows).unwrap();
        assert!(found.coefficients.iter().zip(truth).all(|(got, want)| (got - want).abs() < 1e-9));
        assert!(gravity_model(&Matrix::from_rows(&rows).unwrap(), &[0.0; 16]).is_err());
    }
}
