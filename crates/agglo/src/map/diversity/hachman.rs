//! Hachman index: how much a region's industry mix is like the nation's.
//!
//! `1 / sum_i LQ_i s_i = 1 / sum_i s_i^2 / y_i` with `s` the region's and `y` the nation's shares, from 0
//! to 1; 1 is the nation's own mix.

use agglo_stats::float;

use crate::base::classification::Classification;
use crate::base::estimate::{Answer, Caveat, Estimate, Provenance, Withheld};
use crate::base::id::RegionId;
use crate::base::terms::Terms;
use crate::map::diversity::effective::{mixed, over_hidden};
use crate::map::place::Place;
use crate::panel::Structure;

/// Hachman index of counts of a region and of the reference area, industry by industry.
///
/// # Returns
///
/// A number in (0, 1]; `None` where either area holds nothing, or the region has an industry that the
/// reference area lacks.
///
/// # Source
///
/// Hachman, in Bureau of Economic and Business Research 1995 (Utah Economic and Business Review).
pub fn hachman(region: &[f64], reference: &[f64]) -> Option<f64> {
    let here = float::sum(region.iter().copied());
    let there = float::sum(reference.iter().copied());
    if region.len() != reference.len() || here <= 0.0 || there <= 0.0 {
        return None;
    }
    let lacking = region.iter().zip(reference).any(|(x, y)| *x > 0.0 && *y <= 0.0);
    let terms = region.iter().zip(reference).filter(|(x, _)| **x > 0.0);
    let total = float::sum(terms.map(|(x, y)| (x / here) * (x / here) / (y / there)));
    (!lacking).then(|| 1.0 / total)
}

/// Hachman index of a place over the nation, at the country's group level: private establishments, or what is
/// counted where they are not. Industries whose national figure is not published are left out, with the caveat
/// `not-all-industries`; one of less than nothing counts as nothing.
///
/// # Withheld when
///
/// The place has no row in the table, or holds nothing; with bounds where some of its cells are hidden.
pub fn hachman_of(
    structure: &Structure,
    classification: &Classification,
    terms: &Terms,
    place: Place<'_>,
) -> Answer {
    let panel = mixed(structure, terms);
    let nation = RegionId::from(RegionId::NATION);
    let (mut here, mut there, mut left_out) = (Vec::new(), Vec::new(), Vec::new());
    let listed = panel.axes().industries.iter().filter(|id| {
        classification.get(id.as_str()).is_some_and(|industry| industry.level == terms.detail.group)
    });
    for id in listed {
        match Place::unit(&nation).cell(panel, 0, id.as_str()).point() {
            Ok(count) => {
                here.push(place.cell(panel, 0, id.as_str()));
                there.push(count.max(0.0));
            }
            Err(_) => left_out.push(id.as_str()),
        }
    }
    let nothing = || Withheld::undefined("a share of nothing");
    let here = over_hidden(&here, &there, float::sum(there.iter().copied()))?;
    let value = hachman(&here, &there).ok_or_else(nothing)?;
    let provenance = Provenance::new("hachman/1", [panel.axes().source.clone()]);
    let estimate = Estimate::exact(value, provenance)?;
    if left_out.is_empty() {
        return Ok(estimate);
    }
    let text = format!("Without {}: not published for the nation.", left_out.join(", "));
    Ok(estimate.caveat(Caveat::new("not-all-industries", text)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reference_two_regions_by_hand() {
        // Shares 0.2 and 0.8 against 0.05 and 0.95: 1 / (0.04 / 0.05 + 0.64 / 0.95).
        let value = hachman(&[200.0, 800.0], &[500.0, 9500.0]).unwrap();
        assert!((value - 1.0 / (0.8 + 0.64 / 0.95)).abs() < 1e-12);
    }

    #[test]
    fn law_the_nation_s_own_mix_is_one_and_every_other_is_less() {
        let nation = [30.0, 50.0, 120.0];
        assert!((hachman(&[3.0, 5.0, 12.0], &nation).unwrap() - 1.0).abs() < 1e-12);
        assert!(hachman(&[4.0, 5.0, 12.0], &nation).unwrap() < 1.0);
    }

    #[test]
    fn edge_nothing_and_an_industry_of_nowhere_have_no_index() {
        assert_eq!(hachman(&[0.0, 0.0], &[1.0, 1.0]), None);
        assert_eq!(hachman(&[1.0, 1.0], &[1.0, 0.0]), None);
        assert_eq!(hachman(&[], &[]), None);
    }
}
