//! Who neighbours whom among the base units that have a value.

use agglo_stats::spatial::{Transform, Weights};
use schemars::JsonSchema;
use serde::Serialize;

use crate::base::error::Error;
use crate::base::id::RegionId;
use crate::map::association::Named;

/// What makes two base units neighbours.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Neighbourhood {
    /// A line of their boundaries in common; a corner is not enough.
    Contiguity,
    /// The nearest units, this many.
    Nearest(usize),
    /// All units within this many kilometres.
    Band(f64),
}

/// How the weights of one unit's neighbours are scaled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Rows {
    /// They sum to 1: what lies around is a mean.
    Standardised,
    /// Each is 1: what lies around is a sum.
    Binary,
}

impl Neighbourhood {
    /// Weights among the units, in their order. `borders` lists pairs once or in both orders; pairs that name
    /// another unit are left out.
    ///
    /// # Errors
    ///
    /// `E0108` where distances are asked for: the country's tables hold no coordinates; and where there are
    /// not as many other units as neighbours asked for.
    pub fn weights(
        self,
        units: &[Named],
        borders: &[(RegionId, RegionId)],
        rows: Rows,
    ) -> Result<Weights, Error> {
        let others = units.len().saturating_sub(1);
        match self {
            Self::Contiguity => {}
            Self::Nearest(k) if k == 0 || k > others => {
                let what = format!("`knn:{k}` asks for {k} neighbours of each unit");
                return Err(Error::new("E0108", what)
                    .hint(format!("{others} other units have a value: give 1 to {others}")));
            }
            Self::Nearest(_) | Self::Band(_) => return Err(no_coordinates()),
        }
        let mut lists = vec![Vec::new(); units.len()];
        let place = |id: &RegionId| units.binary_search_by(|unit| unit.region.cmp(id)).ok();
        for (one, other) in borders {
            if let (Some(one), Some(other)) = (place(one), place(other)) {
                lists[one].push(other);
                lists[other].push(one);
            }
        }
        for list in &mut lists {
            list.sort_unstable();
            list.dedup();
        }
        let weights = Weights::from_neighbours(&lists)
            .map_err(|error| Error::new("E0404", format!("the borders: {error}")))?;
        Ok(match rows {
            Rows::Standardised => weights.transformed(Transform::RowStandardised),
            Rows::Binary => weights,
        })
    }
}

fn no_coordinates() -> Error {
    let what = "distances between counties need their longitudes and latitudes, which the starter pack does \
                not hold";
    Error::new("E0108", what).hint(
        "use --weights contiguity; the pack's outlines are drawn on a map that moves some states, so \
         that distances on it are false",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn units(ids: &[&str]) -> Vec<Named> {
        ids.iter().map(|&id| Named { region: id.into(), title: id.to_owned() }).collect()
    }

    #[test]
    fn a_pair_counts_in_both_directions_once_and_strangers_not_at_all() {
        let borders = [("a", "b"), ("b", "a"), ("b", "x")]
            .map(|(one, other)| (RegionId::from(one), RegionId::from(other)));
        let found = Neighbourhood::Contiguity
            .weights(&units(&["a", "b", "c"]), &borders, Rows::Binary)
            .unwrap();
        assert_eq!((found.neighbours(0), found.neighbours(1)), (&[1][..], &[0][..]));
        assert_eq!(found.islands(), [2]);
    }

    #[test]
    fn distances_are_refused_and_too_many_neighbours_first() {
        let refused = |rule: Neighbourhood| {
            rule.weights(&units(&["a", "b"]), &[], Rows::Binary).unwrap_err().to_string()
        };
        assert!(refused(Neighbourhood::Nearest(2)).contains("give 1 to 1"));
        assert!(refused(Neighbourhood::Nearest(1)).contains("longitudes"));
        assert!(refused(Neighbourhood::Band(50.0)).contains("E0108"));
    }
}
