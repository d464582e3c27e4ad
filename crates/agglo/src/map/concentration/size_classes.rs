//! Ellison-Glaeser index from size classes of plants: a point, and the bounds that the classes leave.
//!
//! Plants of a class have between its least and its most jobs, and all together the industry's. The Herfindahl
//! index of plants is least where they are as even as that allows; what it can be at most is bounded by moving
//! plants to the tops of their classes.

use agglo_stats::float;
use agglo_stats::inequality::shares;
use agglo_stats::slab::Slab;

use crate::base::error::Error;
use crate::map::concentration::plants::squares;

/// Plants of one size class.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SizeClass {
    /// How many.
    pub plants: u32,
    /// Least jobs of one.
    pub least: f64,
    /// Most jobs of one; an open class takes the industry's jobs.
    pub most: f64,
}

/// A number that size classes leave open.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bounded {
    /// With every plant the same part of the way through its class.
    pub point: f64,
    /// Not below this.
    pub low: f64,
    /// Not above this.
    pub high: f64,
}

/// The index by size classes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ByClasses {
    /// Herfindahl index of plants.
    pub herfindahl: Bounded,
    /// Ellison-Glaeser index; `None` with one plant, or with all jobs in one region.
    pub gamma: Option<Bounded>,
}

/// Most plants that are taken one by one; above it their Herfindahl index is next to nothing anyway.
const MOST_PLANTS: u64 = 2_000_000;
/// Less than this is rounding of shares that sum to one.
const ROOM: f64 = 1e-12;

/// Ellison-Glaeser index of an industry whose plants are known by size class.
///
/// # Inputs
///
/// `industry`: its jobs by region; `jobs`: all jobs by region, the industry among them; `classes`: its plants.
///
/// # Returns
///
/// `None` where the industry or the regions hold nothing.
///
/// # Errors
///
/// `E0301` where lengths differ, a count is below 0, or plants of these classes cannot hold the industry's jobs.
///
/// # How to read it
///
/// Where the whole range lies above 0.05 or below 0.02 the verdict stands whatever the plants are; else name the
/// range.
///
/// # Source
///
/// Ellison and Glaeser 1997, Journal of Political Economy 105(5); the bounds are ours.
pub fn ellison_glaeser_by_classes(
    industry: &[f64],
    jobs: &[f64],
    classes: &[SizeClass],
) -> Result<Option<ByClasses>, Error> {
    if industry.len() != jobs.len() {
        let what =
            format!("{} regions with the industry's jobs, {} with all", industry.len(), jobs.len());
        return Err(Error::new("E0301", what));
    }
    if let Some(count) =
        industry.iter().chain(jobs).find(|count| !(count.is_finite() && **count >= 0.0))
    {
        return Err(Error::new("E0301", format!("a count is {count}: counts are not negative")));
    }
    let (Some(s), Some(x)) = (shares(industry), shares(jobs)) else { return Ok(None) };
    let total = float::sum(industry.iter().copied());
    let herfindahl = herfindahl(classes, total)?;
    let room = 1.0 - squares(&x);
    let departures: Vec<f64> = s.iter().zip(&x).map(|(s, x)| s - x).collect();
    let raw = squares(&departures);
    let gamma = |h: f64| (raw - room * h) / (room * (1.0 - h));
    let defined = room > ROOM && 1.0 - herfindahl.high > ROOM;
    Ok(Some(ByClasses {
        herfindahl,
        gamma: defined.then(|| {
            // It moves one way with H: falls unless raw concentration fills all the room.
            let (a, b) = (gamma(herfindahl.low), gamma(herfindahl.high));
            Bounded { point: gamma(herfindahl.point), low: a.min(b), high: a.max(b) }
        }),
    }))
}

fn herfindahl(classes: &[SizeClass], total: f64) -> Result<Bounded, Error> {
    let plants: u64 = classes.iter().map(|class| u64::from(class.plants)).sum();
    if plants > MOST_PLANTS {
        return Err(Error::new(
            "E0301",
            format!("{plants} plants: at most {MOST_PLANTS} are taken"),
        ));
    }
    let bound = |of: fn(&SizeClass) -> f64| -> Vec<f64> {
        classes.iter().flat_map(|class| (0..class.plants).map(move |_| of(class))).collect()
    };
    let slab = Slab::new(bound(|class| class.least), bound(|class| class.most), total).map_err(
        |error| Error::new("E0301", format!("size classes and the industry's jobs: {error}")),
    )?;
    let of = |plants: &[f64]| squares(plants) / (total * total);
    let (low, point) = (of(&slab.most_even()), of(&slab.middle()));
    let high = (slab.most_squares() / (total * total)).min(1.0);
    // Equal ends may cross by rounding.
    Ok(Bounded { point, low: low.min(point), high: high.max(point) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::map::concentration::{Plants, ellison_glaeser};

    fn class(plants: u32, least: f64, most: f64) -> SizeClass {
        SizeClass { plants, least, most }
    }

    #[test]
    fn reference_classes_of_one_size_are_the_plants_themselves() {
        let (industry, jobs) = ([30.0, 20.0, 0.0], [100.0, 300.0, 200.0]);
        let found = ellison_glaeser_by_classes(
            &industry,
            &jobs,
            &[class(2, 20.0, 20.0), class(1, 10.0, 10.0)],
        )
        .unwrap()
        .unwrap();
        let plants = Plants::new(&[0, 0, 1], &[20.0, 10.0, 20.0], &jobs).unwrap().unwrap();
        let exact = ellison_glaeser(&plants);
        let gamma = found.gamma.unwrap();
        for value in [gamma.point, gamma.low, gamma.high] {
            assert!((value - exact.gamma.unwrap()).abs() < 1e-12);
        }
        assert!((found.herfindahl.point - exact.h).abs() < 1e-12);
    }

    #[test]
    fn law_every_set_of_plants_in_the_classes_lies_between_the_bounds() {
        let jobs = [100.0, 300.0, 200.0];
        let classes = [class(2, 1.0, 9.0), class(2, 10.0, 49.0)];
        for step in 0..=8 {
            let sizes = [1.0 + f64::from(step), 9.0, 10.0, 49.0 - f64::from(step)];
            let plants = Plants::new(&[0, 1, 1, 2], &sizes, &jobs).unwrap().unwrap();
            let industry = [sizes[0], sizes[1] + sizes[2], sizes[3]];
            let found = ellison_glaeser_by_classes(&industry, &jobs, &classes).unwrap().unwrap();
            let (bounds, truth) = (found.gamma.unwrap(), ellison_glaeser(&plants));
            let gamma = truth.gamma.unwrap();
            assert!(bounds.low <= gamma + 1e-12 && gamma <= bounds.high + 1e-12, "{step}");
            assert!(bounds.low <= bounds.point && bounds.point <= bounds.high);
            assert!(
                found.herfindahl.low <= truth.h + 1e-12 && truth.h <= found.herfindahl.high + 1e-12
            );
        }
    }

    #[test]
    fn edge_one_plant_nothing_and_classes_that_cannot_hold_the_jobs() {
        let one = ellison_glaeser_by_classes(&[5.0, 0.0], &[9.0, 9.0], &[class(1, 1.0, 9.0)]);
        assert_eq!(one.unwrap().unwrap().gamma, None);
        assert_eq!(ellison_glaeser_by_classes(&[0.0], &[9.0], &[]), Ok(None));
        assert!(
            ellison_glaeser_by_classes(&[50.0, 0.0], &[90.0, 9.0], &[class(2, 1.0, 9.0)]).is_err()
        );
        assert!(ellison_glaeser_by_classes(&[5.0], &[9.0, 9.0], &[class(1, 1.0, 9.0)]).is_err());
        assert!(ellison_glaeser_by_classes(&[-5.0], &[9.0], &[class(1, 1.0, 9.0)]).is_err());
    }
}
