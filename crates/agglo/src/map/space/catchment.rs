//! Catchments: to which of several places people go.
//!
//! Huff: `P_ij = A_j^gamma d_ij^lambda / sum_k A_k^gamma d_ik^lambda`, shares; `lambda` is below 0. Reilly: the
//! place between two towns from which both draw alike, `d / (1 + sqrt(P_B / P_A))` from the first.

use agglo_stats::float;

use crate::base::error::Error;
use crate::map::space::Costs;

/// Where people of each origin go.
#[derive(Clone, Debug, PartialEq)]
pub struct Huff {
    /// Share of each origin's people that goes to each destination; `None` of an origin that none attracts.
    pub shares: Vec<Option<Vec<f64>>>,
    /// Demand that each destination draws.
    pub market: Vec<f64>,
    /// Demand of origins that none attracts: no destination draws it.
    pub unmet: f64,
}

/// Shares of destinations by their attraction and distance, and the demand that each draws.
///
/// # Inputs
///
/// `attraction` by destination and `demand` by origin, at least 0; `gamma` at least 0; `lambda` at most 0;
/// `floor`: what a distance of 0 is taken for, half the mean distance inside the zone; none refuses it.
///
/// # Errors
///
/// `E0301` where amounts do not fit, an exponent has the other sign, or a distance is 0 without a floor.
///
/// # Source
///
/// Huff 1963, Land Economics 39(1).
pub fn huff(
    distances: &Costs,
    attraction: &[f64],
    demand: &[f64],
    (gamma, lambda): (f64, f64),
    floor: Option<f64>,
) -> Result<Huff, Error> {
    distances.by_destination("attraction", attraction)?;
    distances.by_origin("demand", demand)?;
    if !(gamma >= 0.0 && lambda <= 0.0 && gamma.is_finite() && lambda.is_finite()) {
        let what = format!(
            "exponents {gamma} of attraction and {lambda} of distance: at least and at most 0"
        );
        return Err(Error::new("E0301", what));
    }
    let floor = floor.filter(|floor| *floor > 0.0).unwrap_or(0.0);
    if floor <= 0.0 && lambda < 0.0 && distances.rows().flatten().any(|distance| *distance <= 0.0) {
        return Err(Error::new("E0301", "a distance is 0")
            .hint("take half the mean distance inside the zone for it"));
    }
    let pull = |(distance, attraction): (&f64, &f64)| {
        let reachable = distance.is_finite() && (*attraction > 0.0 || gamma <= 0.0);
        let near = if *distance > 0.0 { *distance } else { floor };
        // Powers as logs, so that large exponents neither overflow nor vanish.
        let log = |value: f64, power: f64| {
            if power.abs() > 0.0 { power * float::ln(value) } else { 0.0 }
        };
        reachable.then(|| log(*attraction, gamma) + log(near, lambda))
    };
    let shares: Vec<Option<Vec<f64>>> = distances
        .rows()
        .map(|row| softmax(&row.iter().zip(attraction).map(pull).collect::<Vec<_>>()))
        .collect();
    let mut market = vec![0.0; attraction.len()];
    let mut unmet = 0.0;
    for (shares, demand) in shares.iter().zip(demand) {
        match shares {
            None => unmet += demand,
            Some(shares) => {
                market.iter_mut().zip(shares).for_each(|(market, share)| *market += share * demand);
            }
        }
    }
    Ok(Huff { shares, market, unmet })
}

/// Shares of exponentials; `None` takes none, and all `None` is no choice.
fn softmax(logs: &[Option<f64>]) -> Option<Vec<f64>> {
    let most = logs.iter().flatten().copied().reduce(f64::max)?;
    let weights: Vec<f64> =
        logs.iter().map(|log| log.map_or(0.0, |log| float::exp(log - most))).collect();
    let total = float::sum(weights.iter().copied());
    Some(weights.into_iter().map(|weight| weight / total).collect())
}

/// Distance from the first of two towns to the place from which both draw alike; `None` where neither draws.
///
/// # Inputs
///
/// People of both towns and the distance between them, at least 0.
///
/// # Source
///
/// Reilly 1931, The Law of Retail Gravitation; Converse 1949, Journal of Marketing 14(3), for the formula.
pub fn breaking_point(distance: f64, first: f64, second: f64) -> Option<f64> {
    let known = distance >= 0.0 && first >= 0.0 && second >= 0.0 && first + second > 0.0;
    // Multiplied by the root of the first, so that an empty first town draws from nowhere.
    let (a, b) = (first.sqrt(), second.sqrt());
    known.then(|| distance * a / (a + b))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn costs() -> Costs {
        Costs::new(&[vec![1.0, 2.0], vec![4.0, f64::INFINITY]]).unwrap()
    }

    #[test]
    fn reference_by_hand() {
        let found = huff(&costs(), &[100.0, 200.0], &[60.0, 10.0], (1.0, -2.0), None).unwrap();
        // 100 against 50.
        let shares = found.shares[0].clone().unwrap();
        assert!((shares[0] - 2.0 / 3.0).abs() < 1e-12);
        assert!((found.market[0] - 50.0).abs() < 1e-12 && (found.market[1] - 20.0).abs() < 1e-12);
        assert_eq!(breaking_point(30.0, 40_000.0, 10_000.0), Some(20.0));
    }

    #[test]
    fn law_shares_sum_to_one_and_demand_goes_somewhere_even_with_steep_exponents() {
        for exponents in [(1.1, -1.8), (300.0, -400.0), (0.0, 0.0)] {
            let found = huff(&costs(), &[100.0, 200.0], &[60.0, 10.0], exponents, None).unwrap();
            for shares in found.shares.iter().flatten() {
                assert!((shares.iter().sum::<f64>() - 1.0).abs() < 1e-12);
            }
            assert!((found.market.iter().sum::<f64>() + found.unmet - 70.0).abs() < 1e-9);
        }
        let (there, back) = (breaking_point(9.0, 5.0, 3.0), breaking_point(9.0, 3.0, 5.0));
        assert!((there.unwrap() + back.unwrap() - 9.0).abs() < 1e-12);
    }

    #[test]
    fn edge_no_attraction_no_distance_and_empty_towns() {
        let found = huff(&costs(), &[0.0, 200.0], &[60.0, 10.0], (1.0, -2.0), None).unwrap();
        assert_eq!((found.shares[1].clone(), found.unmet), (None, 10.0));
        let at_home = Costs::new(&[vec![0.0, 2.0]]).unwrap();
        let of = |floor| huff(&at_home, &[1.0, 1.0], &[1.0], (1.0, -1.0), floor);
        assert!(of(None).is_err());
        assert!((of(Some(1.0)).unwrap().market[0] - 2.0 / 3.0).abs() < 1e-12);
        assert!(huff(&costs(), &[1.0, 1.0], &[1.0, 1.0], (1.0, 2.0), None).is_err());
        assert_eq!(breaking_point(9.0, 0.0, 0.0), None);
        assert_eq!(breaking_point(9.0, 0.0, 5.0), Some(0.0));
    }
}
