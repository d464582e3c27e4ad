//! Spatial Markov chain: whether a region's neighbours decide how it moves between classes.
//!
//! One chain for each class of the neighbours' mean at the start of a step.

use agglo_stats::float;
use agglo_stats::markov::Chain;

use crate::base::error::Error;
use crate::map::convergence::class_of;

/// Chains of regions' classes, by the class of their neighbours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpatialMarkov {
    /// One chain for each class of the neighbours, lowest first.
    pub by_neighbours: Vec<Chain>,
    /// Regions without a neighbour: they are in no chain.
    pub islands: Vec<usize>,
}

/// Spatial Markov chain of values; rows are regions, columns years.
///
/// # Inputs
///
/// `neighbours`: of each region, by position, counted alike; `cutoffs`: ascending, for a region's own value
/// and for its neighbours' mean. Values are usually relative to the mean of their year.
///
/// # Returns
///
/// A step counts where the region's value is known before and after, and all its neighbours' before.
///
/// # Errors
///
/// `E0301` where rows or cut-offs are not in order or a neighbour is no region.
///
/// # How to read it
///
/// Compare the same row across the chains: where poor neighbours keep a region poor, the first chain holds
/// more on its diagonal. It is an association; regions and neighbours share more than a border.
///
/// # Source
///
/// Rey 2001, Geographical Analysis 33(3).
pub fn spatial_markov(
    values: &[Vec<Option<f64>>],
    neighbours: &[Vec<usize>],
    cutoffs: &[f64],
) -> Result<SpatialMarkov, Error> {
    check(values, neighbours, cutoffs)?;
    let states = cutoffs.len() + 1;
    let mut chains = vec![Chain::new(states); states];
    for (row, around) in values.iter().zip(neighbours) {
        for (year, step) in row.windows(2).enumerate() {
            let (Some(before), Some(after)) = (step[0], step[1]) else { continue };
            let Some(lag) = mean(values, around, year) else { continue };
            let (from, to) = (class_of(before, cutoffs), class_of(after, cutoffs));
            // A class is never beyond the cut-offs, so the chain has it.
            chains[class_of(lag, cutoffs)]
                .add(from, to)
                .map_err(|error| Error::new("E0301", error.to_string()))?;
        }
    }
    let islands = (0..neighbours.len()).filter(|at| neighbours[*at].is_empty()).collect();
    Ok(SpatialMarkov { by_neighbours: chains, islands })
}

/// Mean of the neighbours in a year; `None` of none, and as soon as one is missing.
fn mean(values: &[Vec<Option<f64>>], around: &[usize], year: usize) -> Option<f64> {
    let known: Option<Vec<f64>> = around.iter().map(|&at| values[at][year]).collect();
    float::mean(&known?)
}

fn check(
    values: &[Vec<Option<f64>>],
    neighbours: &[Vec<usize>],
    cutoffs: &[f64],
) -> Result<(), Error> {
    let fault = |what: &str| Err(Error::new("E0301", what));
    let years = values.first().map_or(0, Vec::len);
    if values.iter().any(|row| row.len() != years) || neighbours.len() != values.len() {
        return fault("each region needs a value for each year and a list of neighbours");
    }
    if neighbours.iter().flatten().any(|at| *at >= values.len()) {
        return fault("a neighbour is no region of the table");
    }
    if !cutoffs.windows(2).all(|pair| pair[0] < pair[1]) {
        return fault("cut-offs are not in ascending order");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(rows: &[&[f64]]) -> Vec<Vec<Option<f64>>> {
        rows.iter().map(|row| row.iter().copied().map(Some).collect()).collect()
    }

    #[test]
    fn reference_two_regions_by_hand() {
        // The first is low beside a high one and rises; the second is high beside a low one and stays.
        let found =
            spatial_markov(&known(&[&[0.5, 1.5], &[2.0, 2.0]]), &[vec![1], vec![0]], &[1.0]);
        let found = found.unwrap().by_neighbours;
        assert_eq!(found[1].counts(), [[0, 1], [0, 0]]);
        assert_eq!(found[0].counts(), [[0, 0], [0, 1]]);
        assert_eq!(found[0].probabilities()[0], None);
    }

    #[test]
    fn law_the_chains_together_are_the_plain_chain() {
        let values = known(&[&[0.5, 1.5, 0.2], &[2.0, 0.4, 0.9], &[1.1, 1.2, 1.3]]);
        let around = [vec![1, 2], vec![0], vec![0, 1]];
        let found = spatial_markov(&values, &around, &[0.8, 1.2]).unwrap();
        let class = |value: &Option<f64>| value.map(|value| class_of(value, &[0.8, 1.2]));
        let paths: Vec<Vec<Option<usize>>> =
            values.iter().map(|row| row.iter().map(class).collect()).collect();
        let plain = Chain::of_paths(&paths, 3).unwrap();
        for from in 0..3 {
            for to in 0..3 {
                let sum: u64 =
                    found.by_neighbours.iter().map(|chain| chain.counts()[from][to]).sum();
                assert_eq!(sum, plain.counts()[from][to]);
            }
        }
    }

    #[test]
    fn edge_islands_missing_values_and_disorder() {
        let mut values = known(&[&[0.5, 1.5], &[2.0, 2.0], &[1.0, 1.0]]);
        values[1][0] = None;
        let found = spatial_markov(&values, &[vec![1], vec![0], vec![]], &[1.0]).unwrap();
        assert_eq!(found.islands, [2]);
        assert!(
            found
                .by_neighbours
                .iter()
                .all(|chain| chain.counts().concat().iter().sum::<u64>() == 0)
        );
        assert!(spatial_markov(&values, &[vec![3], vec![], vec![]], &[1.0]).is_err());
        assert!(spatial_markov(&values, &[vec![], vec![], vec![]], &[1.0, 1.0]).is_err());
        assert!(spatial_markov(&values, &[], &[1.0]).is_err());
    }
}
