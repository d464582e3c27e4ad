//! Regions with their levels, an outcome that is not the sum of them, and what is held fixed.

use agglo_stats::float;

use crate::base::error::Error;
use crate::map::gap::aggregate::{aggregate, check_levels, check_weights};

/// Regions in groups (states), each with levels, an outcome and controls.
#[derive(Clone, Debug, PartialEq)]
pub struct Sample {
    weights: Vec<f64>,
    levels: Vec<Vec<f64>>,
    outcome: Vec<f64>,
    controls: Vec<Vec<f64>>,
    /// Regions of each group, groups in the order of their labels.
    groups: Vec<Vec<usize>>,
}

impl Sample {
    /// Checks what belongs together.
    ///
    /// # Inputs
    ///
    /// One row of `levels` in `[0, 1]`, one `outcome`, one row of `controls` and one label a region;
    /// `controls` may be empty, then nothing is held fixed. `weights`: positive, sum 1.
    ///
    /// # Errors
    ///
    /// `E0303` for weights, `E0304` for levels, `E0312` where lengths differ, a number is not finite or
    /// there are fewer than two groups: nothing can be held out.
    pub fn new<T: Ord>(
        weights: &[f64],
        levels: &[Vec<f64>],
        outcome: &[f64],
        controls: &[Vec<f64>],
        labels: &[T],
    ) -> Result<Self, Error> {
        check_weights(weights)?;
        let n = levels.len();
        let wrong = |what: String| Err(Error::new("E0312", what));
        if outcome.len() != n || labels.len() != n || !(controls.is_empty() || controls.len() == n)
        {
            let (y, g, x) = (outcome.len(), labels.len(), controls.len());
            return wrong(format!("{n} regions, {y} outcomes, {g} groups, {x} rows of controls"));
        }
        for row in levels {
            check_levels(row)?;
            if row.len() != weights.len() {
                let (l, w) = (row.len(), weights.len());
                return wrong(format!("a region has {l} levels for {w} weights"));
            }
        }
        let wide = controls.first().map_or(0, Vec::len);
        if controls.iter().any(|row| row.len() != wide) {
            return wrong("regions have different numbers of controls".to_owned());
        }
        if outcome.iter().chain(controls.iter().flatten()).any(|value| !value.is_finite()) {
            return wrong("an outcome or a control is not finite".to_owned());
        }
        let groups = grouped(labels);
        if groups.len() < 2 {
            return wrong("all regions are of one group: none can be held out".to_owned());
        }
        Ok(Self {
            weights: weights.to_vec(),
            levels: levels.to_vec(),
            outcome: outcome.to_vec(),
            controls: if controls.is_empty() { vec![Vec::new(); n] } else { controls.to_vec() },
            groups,
        })
    }

    /// How many regions.
    pub fn regions(&self) -> usize {
        self.levels.len()
    }

    /// Regions of each group, groups in the order of their labels.
    pub fn groups(&self) -> &[Vec<usize>] {
        &self.groups
    }

    /// The outcome of each region.
    pub fn outcome(&self) -> &[f64] {
        &self.outcome
    }

    /// What is held fixed, one row a region.
    pub fn controls(&self) -> &[Vec<f64>] {
        &self.controls
    }

    /// Weights of the elements.
    pub fn weights(&self) -> &[f64] {
        &self.weights
    }

    /// Levels of each region, none below `floor`.
    pub fn lifted(&self, floor: f64) -> Vec<Vec<f64>> {
        let lift = |row: &Vec<f64>| row.iter().map(|level| level.max(floor)).collect();
        self.levels.iter().map(lift).collect()
    }

    /// Part of the levels that lie below `floor`.
    pub fn share_below(&self, floor: f64) -> f64 {
        let all = self.levels.iter().flatten();
        let count = all.clone().count().max(1) as f64;
        all.filter(|level| **level < floor).count() as f64 / count
    }

    /// Logarithm of each region's aggregate with levels lifted to `floor`.
    ///
    /// # Errors
    ///
    /// `E0307` where an aggregate is 0: the floor is 0, a level too, and `rho` not above 0.
    pub fn log_index(&self, rho: f64, floor: f64) -> Result<Vec<f64>, Error> {
        let rows = self.lifted(floor);
        rows.iter()
            .map(|levels| {
                let a = aggregate(&self.weights, levels, rho);
                if a > 0.0 {
                    Ok(float::ln(a))
                } else {
                    let what = "an aggregate is 0, whose logarithm has no value";
                    Err(Error::new("E0307", what).hint("lift levels to a printed floor first"))
                }
            })
            .collect()
    }

    /// The same regions without the groups of one: inside them nothing differs.
    ///
    /// # Errors
    ///
    /// `E0312` where fewer than two groups are left.
    pub fn without_lone(&self) -> Result<Self, Error> {
        let kept: Vec<(usize, usize)> = self
            .groups
            .iter()
            .enumerate()
            .filter(|(_, rows)| rows.len() > 1)
            .flat_map(|(group, rows)| rows.iter().map(move |&row| (row, group)))
            .collect();
        let mut sorted = kept;
        sorted.sort_unstable();
        let pick = |from: &[Vec<f64>]| -> Vec<Vec<f64>> {
            sorted.iter().map(|&(row, _)| from[row].clone()).collect()
        };
        let outcome: Vec<f64> = sorted.iter().map(|&(row, _)| self.outcome[row]).collect();
        let labels: Vec<usize> = sorted.iter().map(|&(_, group)| group).collect();
        Self::new(&self.weights, &pick(&self.levels), &outcome, &pick(&self.controls), &labels)
    }
}

/// Rows of each label, labels ascending.
fn grouped<T: Ord>(labels: &[T]) -> Vec<Vec<usize>> {
    let mut order: Vec<usize> = (0..labels.len()).collect();
    order.sort_by(|&a, &b| labels[a].cmp(&labels[b]).then(a.cmp(&b)));
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for at in order {
        match groups.last_mut() {
            Some(group) if group.last().is_some_and(|&last| labels[last] == labels[at]) => {
                group.push(at);
            }
            _ => groups.push(vec![at]),
        }
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample(labels: &[&str]) -> Result<Sample, Error> {
        let levels = vec![vec![0.5, 0.0]; labels.len()];
        Sample::new(&[0.5, 0.5], &levels, &vec![1.0; labels.len()], &[], labels)
    }

    #[test]
    fn law_groups_stand_in_the_order_of_their_labels_and_lone_ones_leave() {
        let found = sample(&["b", "a", "b", "c", "a"]).unwrap();
        assert_eq!(found.groups(), [vec![1, 4], vec![0, 2], vec![3]]);
        let left = found.without_lone().unwrap();
        assert_eq!((left.regions(), left.groups().len()), (4, 2));
        assert_eq!(left.groups(), [vec![1, 3], vec![0, 2]]);
    }

    #[test]
    fn edge_zeros_need_a_floor_and_one_group_leaves_none_to_hold_out() {
        let found = sample(&["a", "b"]).unwrap();
        assert_eq!(found.log_index(-1.0, 0.0).unwrap_err().code(), "E0307");
        assert!((found.log_index(1.0, 0.0).unwrap()[0] - float::ln(0.25)).abs() < 1e-12);
        assert!((found.share_below(0.05) - 0.5).abs() < 1e-12);
        assert!(found.log_index(-1.0, 0.05).is_ok());
        assert_eq!(sample(&["a", "a"]).unwrap_err().code(), "E0312");
        assert_eq!(sample(&[]).unwrap_err().code(), "E0312");
        assert_eq!(sample(&["a", "b"]).unwrap().without_lone().unwrap_err().code(), "E0312");
    }
}
