//! Removal: what the class would be without an element.

use crate::base::error::Error;
use crate::map::gap::aggregate::{Scored, aggregate};
use crate::map::gap::verdict::{Class, Ground, class};

/// Aggregate and class with one level set to 0.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Without {
    /// The aggregate without the element.
    pub aggregate: f64,
    /// The class without the element.
    pub class: Class,
    /// Whether the score alone, cut and gates aside, would still be that of a cluster.
    pub scores_as_cluster: bool,
}

/// The verdict with the level at a position set to 0, everything else as it is.
///
/// # Errors
///
/// `E0302` when there is no such position.
pub fn without(
    scored: &Scored,
    at: usize,
    rho: f64,
    ground: &Ground<'_>,
) -> Result<Without, Error> {
    let mut levels = scored.levels().to_vec();
    match levels.get_mut(at) {
        Some(level) => *level = 0.0,
        None => return Err(Error::new("E0302", format!("there is no element at position {at}"))),
    }
    let a = aggregate(scored.weights(), &levels, rho);
    Ok(Without {
        aggregate: a,
        class: class(&levels, a, ground),
        scores_as_cluster: a >= ground.cuts.cluster,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::blueprint::Cuts;
    use crate::map::gap::verdict::CoreShare;

    #[test]
    fn law_no_element_can_be_missed_where_elements_are_complements() {
        let scored = Scored::new(&[0.6, 0.3, 0.1], &[1.0, 1.0, 1.0]).unwrap();
        let ground =
            Ground { core: CoreShare::Given(1.0), gates_pass: true, cuts: Cuts::default() };
        for at in 0..3 {
            let gone = without(&scored, at, -1.0, &ground).unwrap();
            assert!(gone.aggregate.abs() < f64::MIN_POSITIVE && !gone.scores_as_cluster);
            assert_eq!(gone.class, Class::Missing);
        }
        assert!(without(&scored, 2, 1.0, &ground).unwrap().scores_as_cluster, "substitutes can");
        assert_eq!(without(&scored, 3, 1.0, &ground).unwrap_err().code(), "E0302");
    }
}
