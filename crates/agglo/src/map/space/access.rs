//! Access: what people can reach, alone and in competition with others who reach it too.
//!
//! Cumulative `sum_j O_j [c_ij <= c]`; gravity `sum_j O_j exp(-b c_ij)`; two-step floating catchment
//! `R_j = S_j / sum_k w(c_kj) P_k`, `A_i = sum_j w(c_ij) R_j`, supply a head.

use agglo_stats::float;

use crate::base::error::Error;
use crate::map::space::Costs;

/// Opportunities within a cost of each origin, the limit included.
///
/// # Errors
///
/// `E0301` where there is not one amount of at least 0 a destination.
///
/// # Source
///
/// Wachs and Kumagai 1973, Socio-Economic Planning Sciences 7(5).
pub fn cumulative(costs: &Costs, opportunities: &[f64], limit: f64) -> Result<Vec<f64>, Error> {
    weighed(costs, opportunities, |cost| f64::from(u8::from(cost <= limit)))
}

/// Opportunities by how near they are, `exp(-b cost)` each.
///
/// # Errors
///
/// As [`cumulative`].
///
/// # Source
///
/// Hansen 1959, Journal of the American Institute of Planners 25(2).
pub fn gravity_access(costs: &Costs, opportunities: &[f64], b: f64) -> Result<Vec<f64>, Error> {
    weighed(costs, opportunities, |cost| {
        // No way is no access, even where cost does not matter.
        if cost.is_finite() { float::exp(-b * cost) } else { 0.0 }
    })
}

fn weighed(
    costs: &Costs,
    opportunities: &[f64],
    weight: impl Fn(f64) -> f64,
) -> Result<Vec<f64>, Error> {
    costs.by_destination("opportunities", opportunities)?;
    let of = |row: &[f64]| {
        float::sum(row.iter().zip(opportunities).map(|(cost, amount)| weight(*cost) * amount))
    };
    Ok(costs.rows().map(of).collect())
}

/// Supply a head that people reach.
#[derive(Clone, Debug, PartialEq)]
pub struct Access {
    /// Supply a head in each destination's catchment; `None` where nobody reaches it.
    pub supply_per_head: Vec<Option<f64>>,
    /// Sum of those within reach of each origin; 0 where nothing is.
    pub origins: Vec<f64>,
    /// Supply that somebody reaches: what the origins' access times their people adds up to.
    pub supply_in_reach: f64,
}

/// Two-step floating catchment: supply a head, counting everyone who can reach it.
///
/// # Inputs
///
/// `people` by origin, `supply` by destination, both at least 0; `limit` in the unit of the costs, included.
///
/// # Errors
///
/// `E0301` where amounts do not fit the places.
///
/// # How to read it
///
/// In the supply's unit a head: 0.002 doctors. It knows no choice: everyone draws on all within reach alike.
///
/// # Source
///
/// Luo and Wang 2003, Environment and Planning B 30(6).
pub fn access(costs: &Costs, people: &[f64], supply: &[f64], limit: f64) -> Result<Access, Error> {
    band_access(costs, people, supply, &[Band { limit, weight: 1.0 }])
}

/// A band of costs that counts with one weight.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Band {
    /// Largest cost of the band, included.
    pub limit: f64,
    /// How much a way of such a cost counts.
    pub weight: f64,
}

/// Two-step floating catchment whose weight falls from band to band.
///
/// # Inputs
///
/// As [`access`]; `bands` in ascending order of limits: a way takes the weight of the first that holds it, and
/// none beyond the last.
///
/// # Errors
///
/// `E0301` where amounts do not fit, limits do not rise, or a weight is below 0.
///
/// # Source
///
/// Luo and Qi 2009, Health & Place 15(4).
pub fn band_access(
    costs: &Costs,
    people: &[f64],
    supply: &[f64],
    bands: &[Band],
) -> Result<Access, Error> {
    costs.by_origin("people", people)?;
    costs.by_destination("supply", supply)?;
    let rise = bands.windows(2).all(|pair| pair[0].limit < pair[1].limit);
    if !rise || bands.iter().any(|band| !(band.weight >= 0.0 && band.weight.is_finite())) {
        return Err(Error::new("E0301", "bands need rising limits and weights of at least 0"));
    }
    let weight =
        |cost: f64| bands.iter().find(|band| cost <= band.limit).map_or(0.0, |band| band.weight);
    let mut demand = vec![0.0; costs.destinations()];
    for (row, people) in costs.rows().zip(people) {
        for (demand, cost) in demand.iter_mut().zip(row) {
            *demand += weight(*cost) * people;
        }
    }
    let supply_per_head: Vec<Option<f64>> = demand
        .iter()
        .zip(supply)
        .map(|(demand, supply)| (*demand > 0.0).then(|| supply / demand))
        .collect();
    let of = |row: &[f64]| {
        let reached = row.iter().zip(&supply_per_head);
        float::sum(reached.filter_map(|(cost, head)| Some(weight(*cost) * (*head)?)))
    };
    let in_reach = supply_per_head.iter().zip(supply).filter(|(head, _)| head.is_some());
    Ok(Access {
        origins: costs.rows().map(of).collect(),
        supply_in_reach: float::sum(in_reach.map(|(_, supply)| *supply)),
        supply_per_head,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn costs() -> Costs {
        Costs::new(&[vec![5.0, 20.0], vec![10.0, f64::INFINITY], vec![40.0, 50.0]]).unwrap()
    }

    #[test]
    fn reference_by_hand() {
        let found = access(&costs(), &[100.0, 300.0, 50.0], &[8.0, 2.0], 20.0).unwrap();
        assert_eq!(found.supply_per_head, [Some(0.02), Some(0.02)]);
        assert_eq!(found.origins, [0.04, 0.02, 0.0]);
        assert_eq!(cumulative(&costs(), &[8.0, 2.0], 20.0).unwrap(), [10.0, 8.0, 0.0]);
        let near = gravity_access(&costs(), &[8.0, 2.0], 0.1).unwrap()[1];
        assert!((near - 8.0 * float::exp(-1.0)).abs() < 1e-12);
        let bands = [Band { limit: 5.0, weight: 1.0 }, Band { limit: 20.0, weight: 0.5 }];
        let found = band_access(&costs(), &[100.0, 300.0, 50.0], &[8.0, 2.0], &bands).unwrap();
        // 100 + 150 count for the first, 50 for the second.
        assert!((found.origins[0] - (8.0 / 250.0 + 0.5 * 2.0 / 50.0)).abs() < 1e-12);
    }

    proptest! {
        #[test]
        fn law_people_times_access_is_the_supply_in_reach(
            cells in prop::collection::vec(0.0_f64..60.0, 24),
            people in prop::collection::vec(0.0_f64..900.0, 6),
            limit in 0.0_f64..70.0
        ) {
            let rows: Vec<Vec<f64>> = cells.chunks(4).map(<[f64]>::to_vec).collect();
            let costs = Costs::new(&rows).unwrap();
            let bands = [Band { limit: limit / 2.0, weight: 1.0 }, Band { limit: limit + 1.0, weight: 0.3 }];
            let found = band_access(&costs, &people, &[3.0, 0.0, 5.0, 9.0], &bands).unwrap();
            let given = float::sum(found.origins.iter().zip(&people).map(|(a, p)| a * p));
            prop_assert!((given - found.supply_in_reach).abs() < 1e-9);
        }
    }

    #[test]
    fn edge_supply_that_nobody_reaches_adds_nothing() {
        let found = access(&costs(), &[0.0, 10.0, 1.0], &[8.0, 2.0], 20.0).unwrap();
        assert_eq!((found.supply_per_head[1], found.supply_in_reach), (None, 8.0));
        assert!(access(&costs(), &[1.0], &[8.0, 2.0], 20.0).is_err());
        let falling = [Band { limit: 5.0, weight: 1.0 }, Band { limit: 5.0, weight: 0.5 }];
        assert!(band_access(&costs(), &[0.0; 3], &[8.0, 2.0], &falling).is_err());
        let anywhere = gravity_access(&costs(), &[8.0, 2.0], 0.0).unwrap();
        assert_eq!(anywhere, [10.0, 8.0, 10.0], "no way, no access");
    }
}
