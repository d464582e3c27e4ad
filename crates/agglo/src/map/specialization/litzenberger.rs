//! Cluster index of Litzenberger and Sternberg: density of an industry in space and among people, over the
//! size of its establishments.
//!
//! `[(x / area) / (X / AREA)] * [(x / people) / (X / PEOPLE)] / [(x / b) / (X / B)]`, capitals for the
//! reference area; 1 is the reference's own.

/// One industry in a region, or in the reference area.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Presence {
    /// Jobs of the industry.
    pub jobs: f64,
    /// Area, in any unit that both share.
    pub area: f64,
    /// Residents.
    pub people: f64,
    /// Establishments of the industry.
    pub establishments: f64,
}

impl Presence {
    fn is_whole(&self) -> bool {
        let all = [self.jobs, self.area, self.people, self.establishments];
        all.iter().all(|number| number.is_finite() && *number > 0.0)
    }
}

/// Cluster index of an industry in a region.
///
/// # Returns
///
/// A ratio; `None` where any of the eight numbers is not above 0.
///
/// # How to read it
///
/// Above 1 where many jobs stand close together in establishments that are not large: one big plant makes a
/// high location quotient, yet no high cluster index.
///
/// # Source
///
/// Sternberg and Litzenberger 2004, European Planning Studies 12(6); Litzenberger and Sternberg 2006.
pub fn litzenberger(region: &Presence, reference: &Presence) -> Option<f64> {
    let relative = |of: fn(&Presence) -> f64| of(region) / of(reference);
    (region.is_whole() && reference.is_whole()).then(|| {
        let in_space = relative(|at| at.jobs / at.area);
        let among_people = relative(|at| at.jobs / at.people);
        in_space * among_people / relative(|at| at.jobs / at.establishments)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const NATION: Presence =
        Presence { jobs: 1000.0, area: 500.0, people: 9000.0, establishments: 100.0 };

    #[test]
    fn reference_by_hand() {
        // Three times the density, twice per head, 0.6 of the size.
        let region = Presence { jobs: 60.0, area: 10.0, people: 270.0, establishments: 10.0 };
        assert!((litzenberger(&region, &NATION).unwrap() - 3.0 * 2.0 / 0.6).abs() < 1e-12);
    }

    #[test]
    fn law_a_slice_of_the_reference_has_one() {
        let slice = Presence { jobs: 10.0, area: 5.0, people: 90.0, establishments: 1.0 };
        assert!((litzenberger(&slice, &NATION).unwrap() - 1.0).abs() < 1e-12);
    }

    #[test]
    fn edge_a_density_of_nothing_has_none() {
        assert_eq!(litzenberger(&Presence { jobs: 0.0, ..NATION }, &NATION), None);
        assert_eq!(litzenberger(&NATION, &Presence { area: 0.0, ..NATION }), None);
        assert_eq!(litzenberger(&Presence { people: f64::NAN, ..NATION }, &NATION), None);
    }
}
