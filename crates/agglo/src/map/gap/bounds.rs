//! Bounds of a withheld count of jobs from what is published beside it.

use crate::base::error::Error;
use crate::map::gap::Span;

/// Establishments of one class of size.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SizeClass {
    /// Fewest jobs of an establishment of the class.
    pub least: f64,
    /// Most jobs; none for the class without an upper end.
    pub most: Option<f64>,
    /// Establishments in it.
    pub count: f64,
}

/// The published total above a withheld cell and the published cells beside it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hierarchy {
    /// Jobs of the industry above.
    pub total: f64,
    /// Jobs of its other published members together.
    pub siblings: f64,
}

/// Least and most jobs of a withheld cell: from the sizes of its establishments, capped by what the
/// industry above leaves.
///
/// # Errors
///
/// `E0301` when a count is negative or not finite, `E0311` when nothing bounds it from above or the two
/// sources contradict each other.
pub fn withheld_bounds(classes: &[SizeClass], hierarchy: Option<Hierarchy>) -> Result<Span, Error> {
    let ends =
        classes.iter().flat_map(|class| [class.least, class.most.unwrap_or(0.0), class.count]);
    let above = hierarchy.iter().flat_map(|above| [above.total, above.siblings]);
    if let Some(value) = ends.chain(above).find(|value| !(value.is_finite() && *value >= 0.0)) {
        return Err(Error::new("E0301", format!("a count is {value}, not a number from 0 on")));
    }
    let low = classes.iter().map(|class| class.least * class.count).sum::<f64>();
    let sizes: Option<f64> = classes
        .iter()
        .filter(|class| class.count > 0.0)
        .map(|class| class.most.map(|most| most * class.count))
        .sum();
    let sizes = sizes.filter(|_| !classes.is_empty());
    let rest = hierarchy.map(|above| above.total - above.siblings);
    let high = match (sizes, rest) {
        (Some(sizes), Some(rest)) => sizes.min(rest),
        (Some(end), None) | (None, Some(end)) => end,
        (None, None) => {
            return Err(Error::new("E0311", "nothing bounds the withheld cell from above"));
        }
    };
    Span::new(low, high).ok_or_else(|| {
        let what = format!("the withheld cell holds at least {low} and at most {high} jobs");
        Error::new("E0311", what).hint("the sizes and the total are of different tables or years")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tighter_of_sizes_and_total_caps() {
        let classes = [SizeClass { least: 1.0, most: Some(4.0), count: 3.0 }];
        let above = |total| Some(Hierarchy { total, siblings: 10.0 });
        assert_eq!(withheld_bounds(&classes, above(40.0)).unwrap(), Span::new(3.0, 12.0).unwrap());
        assert_eq!(withheld_bounds(&classes, above(15.0)).unwrap(), Span::new(3.0, 5.0).unwrap());
        assert_eq!(withheld_bounds(&classes, above(12.0)).unwrap_err().code(), "E0311");
    }

    #[test]
    fn edge_an_open_class_leaves_the_total_and_nothing_at_all_is_refused() {
        let open = [SizeClass { least: 1000.0, most: None, count: 1.0 }];
        let above = Hierarchy { total: 4000.0, siblings: 500.0 };
        let bounds = withheld_bounds(&open, Some(above)).unwrap();
        assert_eq!(bounds, Span::new(1000.0, 3500.0).unwrap());
        assert_eq!(withheld_bounds(&open, None).unwrap_err().code(), "E0311");
        assert_eq!(withheld_bounds(&[], None).unwrap_err().code(), "E0311");
    }
}
