//! Weights from distances: the nearest, those within reach, and all by how near they are.

use crate::error::Error;
use crate::float;
use crate::spatial::Weights;

/// Mean radius of the Earth in kilometres (IUGG).
pub const EARTH_KM: f64 = 6_371.008_8;

/// What a pair of numbers is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Metric {
    /// Points of a plane, in any unit of length.
    Plane,
    /// Longitude and latitude in degrees; distances along the great circle in kilometres.
    GreatCircle,
}

/// Points that distances are taken between.
#[derive(Clone, Debug, PartialEq)]
pub struct Points {
    places: Vec<[f64; 3]>,
    metric: Metric,
}

impl Points {
    /// Points of a plane, or longitudes and latitudes.
    ///
    /// # Errors
    ///
    /// [`Error::Range`] where a number is not finite or a latitude lies beyond the poles.
    pub fn new(points: &[[f64; 2]], metric: Metric) -> Result<Self, Error> {
        if let Some(&value) = points.iter().flatten().find(|value| !value.is_finite()) {
            return Err(Error::Range { what: "a coordinate", value, range: "finite" });
        }
        let beyond = |point: &&[f64; 2]| point[1].abs() > 90.0;
        if let (Metric::GreatCircle, Some(point)) = (metric, points.iter().find(beyond)) {
            return Err(Error::Range { what: "a latitude", value: point[1], range: "[-90, 90]" });
        }
        let place = |&[x, y]: &[f64; 2]| match metric {
            Metric::Plane => [x, y, 0.0],
            Metric::GreatCircle => {
                let (longitude, latitude) = (x.to_radians(), y.to_radians());
                let across = float::cos(latitude);
                let (east, north) = (float::sin(longitude), float::sin(latitude));
                [across * float::cos(longitude), across * east, north]
            }
        };
        Ok(Self { places: points.iter().map(place).collect(), metric })
    }

    /// Number of points.
    pub fn count(&self) -> usize {
        self.places.len()
    }

    /// Distance of two points.
    pub fn distance(&self, a: usize, b: usize) -> f64 {
        let straight = self.squared(a, b).sqrt();
        match self.metric {
            Metric::Plane => straight,
            Metric::GreatCircle => 2.0 * EARTH_KM * libm::asin((straight / 2.0).min(1.0)),
        }
    }

    /// Weights of 1 for the `k` nearest of each point; of equally near ones, the first by number.
    ///
    /// # Errors
    ///
    /// [`Error::Range`] where a point has fewer than `k` others, or `k` is 0.
    pub fn nearest(&self, k: usize) -> Result<Weights, Error> {
        if k == 0 || k >= self.count() {
            let value = k as f64;
            return Err(Error::Range {
                what: "nearest neighbours",
                value,
                range: "1 to the others",
            });
        }
        let of = |unit: usize| {
            // The straight line through the Earth rises with the way around it, and costs no function.
            let mut others: Vec<(f64, usize)> = (0..self.count())
                .filter(|&other| other != unit)
                .map(|other| (self.squared(unit, other), other))
                .collect();
            let nearer =
                |a: &(f64, usize), b: &(f64, usize)| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1));
            others.select_nth_unstable_by(k - 1, nearer);
            others.truncate(k);
            others.into_iter().map(|(_, other)| (other, 1.0)).collect()
        };
        Weights::from_rows((0..self.count()).map(of).collect())
    }

    /// Weights of 1 for all points within a distance, the limit included; a point without any is an island.
    ///
    /// # Errors
    ///
    /// [`Error::Range`] where the limit is below 0 or not finite.
    pub fn within(&self, limit: f64) -> Result<Weights, Error> {
        self.weighed(limit, |_| 1.0)
    }

    /// Weights `1 / d^power` for all points within a distance.
    ///
    /// # Errors
    ///
    /// [`Error::Range`] as [`Points::within`], and where two points coincide.
    pub fn inverse(&self, limit: f64, power: f64) -> Result<Weights, Error> {
        self.weighed(limit, |distance| float::powf(distance, -power))
    }

    fn weighed(&self, limit: f64, weight: impl Fn(f64) -> f64) -> Result<Weights, Error> {
        if !(limit >= 0.0 && limit.is_finite()) {
            return Err(Error::Range { what: "a distance", value: limit, range: "at least 0" });
        }
        let of = |unit: usize| {
            let others = (0..self.count()).filter(|&other| other != unit);
            others
                .map(|other| (other, self.distance(unit, other)))
                .filter(|(_, distance)| *distance <= limit)
                .map(|(other, distance)| (other, weight(distance)))
                .collect()
        };
        Weights::from_rows((0..self.count()).map(of).collect())
    }

    fn squared(&self, a: usize, b: usize) -> f64 {
        let (a, b) = (self.places[a], self.places[b]);
        (0..3).map(|at| (a[at] - b[at]) * (a[at] - b[at])).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line() -> Points {
        Points::new(&[[0.0, 0.0], [1.0, 0.0], [2.0, 0.0], [9.0, 0.0]], Metric::Plane).unwrap()
    }

    #[test]
    fn reference_distances_and_neighbours_by_hand() {
        let globe = [[0.0, 0.0], [90.0, 0.0], [0.0, 90.0], [180.0, 0.0], [0.0, 1.0]];
        let globe = Points::new(&globe, Metric::GreatCircle).unwrap();
        let quarter = EARTH_KM * std::f64::consts::FRAC_PI_2;
        assert!((globe.distance(0, 1) - quarter).abs() < 1e-9);
        assert!((globe.distance(1, 2) - quarter).abs() < 1e-9);
        assert!((globe.distance(0, 3) - 2.0 * quarter).abs() < 1e-9);
        assert!((globe.distance(0, 4) - quarter / 90.0).abs() < 1e-9);
        assert_eq!(line().within(1.0).unwrap().neighbours(1), [0, 2], "the limit is included");
        assert_eq!(line().nearest(1).unwrap().neighbours(1), [0], "the first of two equally near");
        assert_eq!(line().inverse(2.0, 2.0).unwrap().of(0), [1.0, 0.25]);
    }

    #[test]
    fn law_the_k_nearest_are_never_farther_than_any_other() {
        let points: Vec<[f64; 2]> = (0..40)
            .map(|at| [f64::from(at * 37 % 41) - 100.0, f64::from(at * 17 % 43) - 20.0])
            .collect();
        let points = Points::new(&points, Metric::GreatCircle).unwrap();
        let weights = points.nearest(5).unwrap();
        for unit in 0..40 {
            let near = weights.neighbours(unit);
            let far = near.iter().map(|&other| points.distance(unit, other)).fold(0.0, f64::max);
            let outside = (0..40).filter(|other| *other != unit && !near.contains(other));
            assert!(outside.map(|other| points.distance(unit, other)).all(|d| d >= far - 1e-9));
        }
    }

    #[test]
    fn edge_islands_coinciding_points_and_false_numbers() {
        assert_eq!(line().within(3.0).unwrap().islands(), [3]);
        let twins = Points::new(&[[1.0, 1.0], [1.0, 1.0]], Metric::Plane).unwrap();
        assert!(twins.inverse(5.0, 1.0).is_err());
        assert!(line().nearest(4).is_err() && line().nearest(0).is_err());
        assert!(line().within(f64::NAN).is_err());
        assert!(Points::new(&[[0.0, 91.0]], Metric::GreatCircle).is_err());
    }
}
