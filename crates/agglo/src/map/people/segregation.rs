//! Segregation: how unevenly groups of people live over the places of an area.
//!
//! For a group of `x_i` and the others `y_i` among `t_i` people of a place, with sums `X`, `Y`, `T`:
//! dissimilarity `sum |x_i / X - y_i / Y| / 2`, isolation `sum (x_i / X)(x_i / t_i)`, interaction
//! `sum (x_i / X)(y_i / t_i)`, Gini over the places' shares, information `1 - sum t_i E_i / (T E)` with `E` the
//! entropy of the groups. Shares from 0 to 1.

use agglo_stats::float;

use crate::base::error::Error;

/// Segregation of one group from the others.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Segregation {
    /// Share of the group that would have to move for the same mix everywhere.
    pub dissimilarity: f64,
    /// Mean difference of two people's places in the group's share, over its largest.
    pub gini: f64,
    /// How much of the entropy of the mix the places account for.
    pub information: f64,
    /// Share of the group in the place of a mean member of the group.
    pub isolation: f64,
    /// Share of the others there; one less isolation.
    pub interaction: f64,
}

/// Segregation of a group from the others, place by place; `None` where one of them is nobody. Places without
/// people are left out.
///
/// # Errors
///
/// `E0301` where lengths differ or a number is below 0.
///
/// # How to read it
///
/// Small places look segregated by chance alone, since few people cannot mirror the mix; compare areas by
/// places of about one size. Isolation also rises with the group's share of the area.
///
/// # Source
///
/// Massey and Denton 1988, Social Forces 67(2); Theil and Finizza 1971, Journal of Mathematical Sociology 1(2).
pub fn segregation(group: &[f64], others: &[f64]) -> Result<Option<Segregation>, Error> {
    let places = places(&[group, others])?;
    let all = sums(&places, 2);
    let (x, y) = (all[0], all[1]);
    if !(x > 0.0 && y > 0.0) {
        return Ok(None);
    }
    let apart = places.iter().map(|place| (place[0] / x - place[1] / y).abs());
    let mean_share = |of: usize| {
        float::sum(places.iter().map(|place| place[0] / x * place[of] / (place[0] + place[1])))
    };
    Ok(information(&places, &all).map(|information| Segregation {
        dissimilarity: 0.5 * float::sum(apart),
        gini: gini(&places, x, y),
        information,
        isolation: mean_share(0),
        interaction: mean_share(1),
    }))
}

/// Segregation of several groups at once.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Multigroup {
    /// Share of people who would have to move for the same mix everywhere, over its largest.
    pub dissimilarity: f64,
    /// How much of the entropy of the mix the places account for.
    pub information: f64,
}

/// Segregation of several groups, one list of places each; `None` where fewer than two are anybody.
///
/// # Errors
///
/// As [`segregation`].
///
/// # Source
///
/// Reardon and Firebaugh 2002, Sociological Methodology 32.
pub fn multigroup_segregation(groups: &[&[f64]]) -> Result<Option<Multigroup>, Error> {
    let places = places(groups)?;
    let all = sums(&places, groups.len());
    let total = float::sum(all.iter().copied());
    let Some(information) = information(&places, &all) else { return Ok(None) };
    // The others are summed, since one less a share near 1 has lost its digits.
    let others = |group: usize| {
        float::sum(all.iter().enumerate().filter(|(at, _)| *at != group).map(|(_, sum)| *sum))
    };
    let mixed =
        float::sum(all.iter().enumerate().map(|(at, sum)| sum / total * (others(at) / total)));
    let apart = places.iter().flat_map(|place| {
        let here: f64 = place.iter().sum();
        place.iter().zip(&all).map(move |(people, sum)| (people - here * sum / total).abs())
    });
    let dissimilarity = (float::sum(apart) / (2.0 * total * mixed)).min(1.0);
    Ok(Some(Multigroup { dissimilarity, information }))
}

/// People by place and group, without places of nobody.
fn places(groups: &[&[f64]]) -> Result<Vec<Vec<f64>>, Error> {
    let size = groups.first().map_or(0, |group| group.len());
    if groups.iter().any(|group| group.len() != size) {
        return Err(Error::new("E0301", "groups are counted in different numbers of places"));
    }
    if let Some(people) =
        groups.iter().copied().flatten().find(|people| !(**people >= 0.0 && people.is_finite()))
    {
        return Err(Error::new("E0301", format!("a place has {people} people of a group")));
    }
    let place = |at: usize| groups.iter().map(|group| group[at]).collect::<Vec<f64>>();
    Ok((0..size).map(place).filter(|place| place.iter().sum::<f64>() > 0.0).collect())
}

fn sums(places: &[Vec<f64>], groups: usize) -> Vec<f64> {
    (0..groups).map(|group| float::sum(places.iter().map(|place| place[group]))).collect()
}

/// `None` where the area has no mix to divide.
fn information(places: &[Vec<f64>], all: &[f64]) -> Option<f64> {
    let (whole, total) = (entropy(all), float::sum(all.iter().copied()));
    let within = places.iter().map(|place| place.iter().sum::<f64>() * entropy(place));
    (whole > 0.0).then(|| 1.0 - float::sum(within) / (total * whole))
}

fn entropy(people: &[f64]) -> f64 {
    let total: f64 = people.iter().sum();
    let others = |at: usize| {
        let rest = people.iter().enumerate().filter(|(other, _)| *other != at);
        float::sum(rest.map(|(_, own)| *own))
    };
    let weighed = |at: usize| {
        let share = people[at] / total;
        // A share near 1 has lost the digits of the others, who are what its logarithm is about.
        let log = if share > 0.5 { float::ln_1p(-others(at) / total) } else { float::ln(share) };
        share * log
    };
    -float::sum((0..people.len()).filter(|at| people[*at] > 0.0).map(weighed))
}

/// Area between the curve of the others over the group and the diagonal, places in order of the group's share.
fn gini(places: &[Vec<f64>], x: f64, y: f64) -> f64 {
    let share = |place: &Vec<f64>| place[0] / (place[0] + place[1]);
    let mut order: Vec<&Vec<f64>> = places.iter().collect();
    order.sort_by(|a, b| share(a).total_cmp(&share(b)));
    let mut below = 0.0;
    let terms = order.into_iter().map(|place| {
        let (group, others) = (place[0] / x, place[1] / y);
        let term = others * (2.0 * below + group);
        below += group;
        term
    });
    1.0 - float::sum(terms.collect::<Vec<f64>>())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn reference_two_places_by_hand() {
        let found = segregation(&[30.0, 10.0], &[10.0, 50.0]).unwrap().unwrap();
        // Shares 3/4 and 1/4 of the group, 1/6 and 5/6 of the others.
        assert!((found.dissimilarity - 7.0 / 12.0).abs() < 1e-12);
        assert!((found.gini - 7.0 / 12.0).abs() < 1e-12, "of two places both are one");
        assert!((found.isolation - (0.75 * 0.75 + 0.25 / 6.0)).abs() < 1e-12);
    }

    proptest! {
        #[test]
        fn law_two_groups_are_a_case_of_several_and_exposures_sum_to_one(
            cells in prop::collection::vec((0.0_f64..90.0, 0.1_f64..90.0), 3..20)
        ) {
            let (mut x, y): (Vec<f64>, Vec<f64>) = cells.into_iter().unzip();
            x[0] += 1.0;
            let found = segregation(&x, &y).unwrap().unwrap();
            let several = multigroup_segregation(&[&x, &y]).unwrap().unwrap();
            prop_assert!((found.dissimilarity - several.dissimilarity).abs() < 1e-9);
            prop_assert!((found.information - several.information).abs() < 1e-9);
            prop_assert!((found.isolation + found.interaction - 1.0).abs() < 1e-9);
            prop_assert!(found.gini >= found.dissimilarity - 1e-9);
        }
    }

    #[test]
    fn edge_one_mix_everywhere_full_separation_and_nobody() {
        let even = segregation(&[10.0, 20.0, 0.0], &[30.0, 60.0, 0.0]).unwrap().unwrap();
        assert!(even.dissimilarity.abs() < 1e-12 && even.information.abs() < 1e-12);
        let apart = segregation(&[10.0, 0.0], &[0.0, 7.0]).unwrap().unwrap();
        let all = [apart.dissimilarity, apart.gini, apart.information, apart.isolation];
        assert!(all.iter().all(|value| (value - 1.0).abs() < 1e-12));
        assert_eq!(segregation(&[0.0, 0.0], &[1.0, 2.0]).unwrap(), None);
        assert_eq!(multigroup_segregation(&[&[1.0], &[0.0], &[0.0]]).unwrap(), None);
        assert!(segregation(&[1.0], &[1.0, 2.0]).is_err() && segregation(&[-1.0], &[1.0]).is_err());
    }
}
