//! Who neighbours whom among the base units that have a value.

use std::collections::BTreeMap;

use agglo_stats::spatial::{Metric, Points, Transform, Weights};
use schemars::JsonSchema;
use serde::Serialize;

use crate::base::error::Error;
use crate::base::id::RegionId;
use crate::base::region::Position;
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
    /// Workers who live in one and work in the other.
    Commuting,
}

/// People who go from one base unit to another, or stay.
#[derive(Clone, Debug, PartialEq)]
pub struct Flow {
    /// Where they live.
    pub from: RegionId,
    /// Where they work; `None` outside the country.
    pub to: Option<RegionId>,
    /// How many.
    pub people: f64,
    /// Half of the width of the interval of 90 % that the agency publishes.
    pub margin: f64,
}

/// What neighbourhoods are made from; what is not asked for may be empty.
#[derive(Clone, Copy, Debug, Default)]
pub struct Ground<'a> {
    /// Pairs of base units with a line of boundary in common, once or in both orders.
    pub borders: &'a [(RegionId, RegionId)],
    /// Where base units lie, by code.
    pub positions: &'a [Position],
    /// Who works where.
    pub commuting: &'a [Flow],
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
    /// In words: `contiguity by a line in common`.
    pub fn words(self) -> String {
        match self {
            Self::Contiguity => "contiguity by a line in common".to_owned(),
            Self::Nearest(k) => format!("the {k} nearest by the middles of their areas"),
            Self::Band(km) => format!("all within {km} km between the middles of their areas"),
            Self::Commuting => "weighed by workers who commute between them".to_owned(),
        }
    }

    /// Weights among the units, in their order; what names another unit is left out.
    ///
    /// # Errors
    ///
    /// `E0108` where fewer other units than neighbours are there, where a unit has no position, and where
    /// commuting would be counted as if every tie were one.
    pub fn weights(
        self,
        units: &[Named],
        ground: Ground<'_>,
        rows: Rows,
    ) -> Result<Weights, Error> {
        let weights = match self {
            Self::Contiguity => bordering(units, ground.borders)?,
            Self::Nearest(k) => {
                let others = units.len().saturating_sub(1);
                if k == 0 || k > others {
                    let what = format!("`knn:{k}` asks for {k} neighbours of each unit");
                    return Err(Error::new("E0108", what)
                        .hint(format!("{others} other units have a value: give 1 to {others}")));
                }
                points(units, ground.positions)?.nearest(k).map_err(|error| false_places(&error))?
            }
            Self::Band(km) => {
                points(units, ground.positions)?.within(km).map_err(|error| false_places(&error))?
            }
            Self::Commuting if rows == Rows::Binary => {
                let what = "commuting ties nearly every unit to many others: ties cannot be counted as one each";
                return Err(Error::new("E0108", what)
                    .hint("ask moran, local_moran or geary of it, or take --weights contiguity"));
            }
            Self::Commuting => tied(units, ground.commuting)?,
        };
        Ok(match rows {
            Rows::Standardised => weights.transformed(Transform::RowStandardised),
            Rows::Binary => weights,
        })
    }
}

/// Number of a unit in a list by code.
fn number(units: &[Named], id: &RegionId) -> Option<usize> {
    units.binary_search_by(|unit| unit.region.cmp(id)).ok()
}

fn bordering(units: &[Named], borders: &[(RegionId, RegionId)]) -> Result<Weights, Error> {
    let mut lists = vec![Vec::new(); units.len()];
    for (one, other) in borders {
        if let (Some(one), Some(other)) = (number(units, one), number(units, other)) {
            lists[one].push(other);
            lists[other].push(one);
        }
    }
    for list in &mut lists {
        list.sort_unstable();
        list.dedup();
    }
    Weights::from_neighbours(&lists)
        .map_err(|error| Error::new("E0404", format!("the borders: {error}")))
}

/// Middles of the units, in their order.
fn points(units: &[Named], positions: &[Position]) -> Result<Points, Error> {
    let place = |unit: &Named| {
        let found = positions.binary_search_by(|position| position.id.cmp(&unit.region));
        found.map(|at| positions[at].degrees).map_err(|_| {
            let what = format!("`{}` has no position, and distances need one", unit.region);
            Error::new("E0108", what).hint("use --weights contiguity")
        })
    };
    let places = units.iter().map(place).collect::<Result<Vec<_>, _>>()?;
    Points::new(&places, Metric::GreatCircle).map_err(|error| false_places(&error))
}

fn false_places(error: &agglo_stats::Error) -> Error {
    Error::new("E0404", format!("the positions: {error}"))
}

/// Workers between two units, both ways together: a tie has no direction. Who works at home is no tie.
fn tied(units: &[Named], flows: &[Flow]) -> Result<Weights, Error> {
    let mut ties: Vec<BTreeMap<usize, f64>> = vec![BTreeMap::new(); units.len()];
    for flow in flows {
        let to = flow.to.as_ref().and_then(|to| number(units, to));
        let (Some(from), Some(to)) = (number(units, &flow.from), to) else { continue };
        if from != to && flow.people > 0.0 {
            *ties[from].entry(to).or_default() += flow.people;
            *ties[to].entry(from).or_default() += flow.people;
        }
    }
    Weights::from_rows(ties.into_iter().map(|ties| ties.into_iter().collect()).collect())
        .map_err(|error| Error::new("E0404", format!("the commuting flows: {error}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn units(ids: &[&str]) -> Vec<Named> {
        ids.iter().map(|&id| Named { region: id.into(), title: id.to_owned() }).collect()
    }

    fn positions(places: &[(&str, f64)]) -> Vec<Position> {
        let place =
            |&(id, longitude): &(&str, f64)| Position { id: id.into(), degrees: [longitude, 0.0] };
        places.iter().map(place).collect()
    }

    #[test]
    fn a_pair_counts_in_both_directions_once_and_strangers_not_at_all() {
        let borders = [("a", "b"), ("b", "a"), ("b", "x")]
            .map(|(one, other)| (RegionId::from(one), RegionId::from(other)));
        let ground = Ground { borders: &borders, ..Ground::default() };
        let found = Neighbourhood::Contiguity
            .weights(&units(&["a", "b", "c"]), ground, Rows::Binary)
            .unwrap();
        assert_eq!((found.neighbours(0), found.neighbours(1)), (&[1][..], &[0][..]));
        assert_eq!(found.islands(), [2]);
    }

    #[test]
    fn the_nearest_and_those_in_reach_are_found_on_the_globe() {
        // A degree of the equator is 111.2 km; units without a value are not looked at.
        let positions = positions(&[("a", 0.0), ("b", 1.0), ("c", 3.0), ("x", 0.1)]);
        let ground = Ground { positions: &positions, ..Ground::default() };
        let units = units(&["a", "b", "c"]);
        let nearest = Neighbourhood::Nearest(1).weights(&units, ground, Rows::Binary).unwrap();
        assert_eq!((nearest.neighbours(1), nearest.neighbours(2)), (&[0][..], &[1][..]));
        let band = Neighbourhood::Band(120.0).weights(&units, ground, Rows::Binary).unwrap();
        assert_eq!((band.neighbours(0), band.islands()), (&[1][..], vec![2]));
    }

    #[test]
    fn commuting_ties_count_both_ways_and_not_at_home() {
        let flow = |from: &str, to: Option<&str>, people| Flow {
            from: from.into(),
            to: to.map(RegionId::from),
            people,
            margin: 1.0,
        };
        let flows = [
            flow("a", Some("a"), 50.0),
            flow("a", Some("b"), 6.0),
            flow("b", Some("a"), 3.0),
            flow("b", Some("c"), 1.0),
            flow("c", None, 9.0),
        ];
        let ground = Ground { commuting: &flows, ..Ground::default() };
        let units = units(&["a", "b", "c", "d"]);
        let found = Neighbourhood::Commuting.weights(&units, ground, Rows::Standardised).unwrap();
        assert_eq!((found.of(0), found.of(1)), (&[1.0][..], &[0.9, 0.1][..]));
        assert_eq!(found.islands(), [3]);
        assert!(Neighbourhood::Commuting.weights(&units, ground, Rows::Binary).is_err());
    }

    #[test]
    fn too_many_neighbours_and_places_that_are_nowhere_are_refused() {
        let refused = |rule: Neighbourhood| {
            let units = units(&["a", "b"]);
            rule.weights(&units, Ground::default(), Rows::Binary).unwrap_err().to_string()
        };
        assert!(refused(Neighbourhood::Nearest(2)).contains("give 1 to 1"));
        assert!(refused(Neighbourhood::Nearest(1)).contains("`a` has no position"));
        assert!(refused(Neighbourhood::Band(50.0)).contains("E0108"));
    }
}
