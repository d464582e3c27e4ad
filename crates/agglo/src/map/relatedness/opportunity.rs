//! What a region could reach: the complexity near it, and what each new industry would bring near.
//!
//! Outlook `sum_i w_ri (1 - M_ri) PCI_i`; gain of an industry, the complexity that it brings within reach, in
//! three forms. In the unit of the industries' scores.

use agglo_stats::matrix::Matrix;
use agglo_stats::moments::{Divisor, z_scores};

use crate::base::error::Error;
use crate::map::complexity::economic_complexity;
use crate::map::presence::Presence;
use crate::map::relatedness::density::{density, row_sums};
use crate::map::relatedness::{Diagonal, Form, proximity};

/// How the gain of an industry is reckoned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GainForm {
    /// `sum_j (phi_ij / sum_k phi_ki) (1 - M_rj) PCI_j - w_ri PCI_i`: against the neighbourhood of the new
    /// industry; for present ones too.
    Target,
    /// `(1 - M_ri) sum_j (phi_ij / sum_k phi_jk) (1 - M_rj) PCI_j`: the rise of the neighbours' densities; 0
    /// for present ones.
    Neighbour,
    /// The second less `w_ri PCI_i`, what the industry's own prospect was worth; 0 for present ones.
    NeighbourLessOwn,
}

/// Gain of every industry in every region.
///
/// # Inputs
///
/// `proximity`: industries by industries; `scores`: complexity of each industry, `None` where it has none,
/// which then adds nothing.
///
/// # Returns
///
/// Regions by industries; `None` for an industry that is close to nothing, or has no score where its own
/// counts.
///
/// # Errors
///
/// `E0301` where the sizes differ.
///
/// # Source
///
/// Hausmann et al. 2014, The Atlas of Economic Complexity; the forms are those in use since.
pub fn opportunity_gain(
    presence: &Presence,
    proximity: &Matrix,
    scores: &[Option<f64>],
    form: GainForm,
) -> Result<Vec<Vec<Option<f64>>>, Error> {
    let near = density(presence, proximity)?;
    sized(presence, scores)?;
    let numbers = |error: agglo_stats::Error| Error::new("E0301", error.to_string());
    let wholes = row_sums(proximity);
    let worth: Vec<f64> = scores.iter().map(|score| score.unwrap_or(0.0)).collect();
    // Row i holds what each absent j adds to it: those of the absent are all less those of the present.
    let adds = Matrix::from_fn(worth.len(), worth.len(), |i, j| {
        let whole = if form == GainForm::Target { wholes[i] } else { wholes[j] };
        if whole > 0.0 { proximity.at(i, j) / whole * worth[j] } else { 0.0 }
    })
    .map_err(numbers)?;
    let all: Vec<f64> = (0..worth.len()).map(|i| adds.row(i).iter().sum()).collect();
    let present = presence.sums_over_present(&adds).map_err(numbers)?;
    let gain = |region: usize, industry: usize| {
        let reached = all[industry] - present.at(region, industry);
        let own = || Some(near.at(region, industry)? * scores[industry]?);
        if wholes[industry] <= 0.0 {
            return None;
        }
        match form {
            GainForm::Target => Some(reached - own()?),
            _ if presence.holds(region, industry) => Some(0.0),
            GainForm::Neighbour => Some(reached),
            GainForm::NeighbourLessOwn => Some(reached - own()?),
        }
    };
    let row = |region: usize| (0..worth.len()).map(|industry| gain(region, industry)).collect();
    Ok((0..presence.regions()).map(row).collect())
}

/// Outlook of every region: the complexity of what it lacks, weighted by how near each is.
///
/// # Inputs
///
/// As [`opportunity_gain`].
///
/// # Returns
///
/// One number a region, in the unit of the scores.
///
/// # Errors
///
/// `E0301` where the sizes differ.
///
/// # Source
///
/// Hausmann et al. 2014, The Atlas of Economic Complexity.
pub fn opportunity_outlook(
    presence: &Presence,
    proximity: &Matrix,
    scores: &[Option<f64>],
) -> Result<Vec<f64>, Error> {
    let near = density(presence, proximity)?;
    sized(presence, scores)?;
    let of = |region: usize| -> f64 {
        (0..presence.industries())
            .filter(|&industry| !presence.holds(region, industry))
            .filter_map(|industry| Some(near.at(region, industry)? * scores[industry]?))
            .sum()
    };
    Ok((0..presence.regions()).map(of).collect())
}

/// Outlook and gains of a table by its own complexity.
#[derive(Clone, Debug, PartialEq)]
pub struct Opportunities {
    /// Outlook of each region, less the mean and over the population deviation; `None` of a region that has
    /// nothing, and of all where complexity is undefined or outlooks are equal.
    pub outlook: Vec<Option<f64>>,
    /// Gain of each industry in each region; `None` as above.
    pub gain: Vec<Vec<Option<f64>>>,
}

/// Outlook and gains of a table of presence by its own complexity.
///
/// Proximity counts an industry as close to itself; gains are those of the neighbours' densities; complexity
/// is the eigenvector over the deviation of its regions, its mean left in: a constant would move outlooks
/// apart by how much each region lacks.
///
/// # Errors
///
/// `E0301` where the decomposition ends without an answer.
///
/// # Source
///
/// Hausmann et al. 2014, The Atlas of Economic Complexity.
pub fn opportunities(presence: &Presence) -> Result<Opportunities, Error> {
    let numbers = |error: agglo_stats::Error| Error::new("E0301", error.to_string());
    let mut found = Opportunities {
        outlook: vec![None; presence.regions()],
        gain: vec![vec![None; presence.industries()]; presence.regions()],
    };
    let kept = presence.kept();
    let table = &kept.presence;
    let Ok(complexity) = economic_complexity(table).map_err(numbers)?.scores else {
        return Ok(found);
    };
    let scores: Vec<Option<f64>> =
        complexity.industries.iter().map(|score| score.map(|s| s + complexity.offset)).collect();
    let near = proximity(table, Form::Larger, Diagonal::One).map_err(numbers)?;
    if let Some(outlook) =
        z_scores(&opportunity_outlook(table, &near, &scores)?, Divisor::Population)
    {
        found.outlook = kept.by_region(presence.regions(), &outlook);
    }
    let gains = opportunity_gain(table, &near, &scores, GainForm::Neighbour)?;
    for (&region, row) in kept.regions.iter().zip(gains) {
        for (&industry, gain) in kept.industries.iter().zip(row) {
            found.gain[region][industry] = gain;
        }
    }
    Ok(found)
}

fn sized(presence: &Presence, scores: &[Option<f64>]) -> Result<(), Error> {
    let (expected, got) = (presence.industries(), scores.len());
    if expected == got {
        return Ok(());
    }
    Err(Error::new("E0301", format!("{expected} industries need a score each, got {got}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> Presence {
        let rows = [[1, 1, 0, 0], [1, 1, 1, 0], [1, 0, 1, 0], [0, 1, 1, 1]];
        Presence::from_fn(4, 4, |r, i| rows[r][i] == 1)
    }

    #[test]
    fn reference_by_hand() {
        let phi = Matrix::from_rows(&[
            vec![0.0, 0.5, 0.5, 0.0],
            vec![0.5, 0.0, 0.5, 0.0],
            vec![0.5, 0.5, 0.0, 1.0],
            vec![0.0, 0.0, 1.0, 0.0],
        ])
        .unwrap();
        let scores = [1.0, 2.0, 3.0, 4.0].map(Some);
        // The first region lacks the third (half of it is near) and the fourth (nothing near).
        let outlook = opportunity_outlook(&table(), &phi, &scores).unwrap();
        assert!((outlook[0] - 0.5 * 3.0).abs() < 1e-12);
        let gain = |form| opportunity_gain(&table(), &phi, &scores, form).unwrap()[0][2].unwrap();
        assert!((gain(GainForm::Target) - (1.0 / 2.0 * 4.0 - 0.5 * 3.0)).abs() < 1e-12);
        assert!((gain(GainForm::Neighbour) - 4.0).abs() < 1e-12);
        assert!((gain(GainForm::NeighbourLessOwn) - 2.5).abs() < 1e-12);
    }

    #[test]
    fn law_the_neighbours_form_is_how_far_the_outlook_of_the_others_moves() {
        let phi = proximity(&table(), Form::Larger, Diagonal::Zero).unwrap();
        let scores = [1.0, -2.0, 3.0, 4.0].map(Some);
        let gain =
            opportunity_gain(&table(), &phi, &scores, GainForm::NeighbourLessOwn).unwrap()[0][2];
        let after = Presence::from_fn(4, 4, |r, i| table().holds(r, i) || (r, i) == (0, 2));
        let outlook =
            |presence: &Presence| opportunity_outlook(presence, &phi, &scores).unwrap()[0];
        assert!((gain.unwrap() - (outlook(&after) - outlook(&table()))).abs() < 1e-12);
    }

    #[test]
    fn edge_isolated_industries_and_tables_without_complexity_have_none() {
        let alone = Presence::from_fn(3, 3, |r, i| r < 2 && i < 2);
        let phi = proximity(&alone, Form::Larger, Diagonal::Zero).unwrap();
        let gains = opportunity_gain(&alone, &phi, &[Some(1.0); 3], GainForm::Neighbour).unwrap();
        assert_eq!((gains[2][2], gains[0][0]), (None, Some(0.0)));
        assert_eq!(opportunities(&alone).unwrap().outlook, [None; 3]);
        assert!(opportunity_outlook(&alone, &phi, &[Some(1.0)]).is_err());
    }
}
