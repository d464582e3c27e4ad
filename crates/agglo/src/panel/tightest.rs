//! The tightest bounds that published totals leave on hidden cells: two linear programmes a cell.
//!
//! [`super::tighten`] looks at one identity at a time; where identities cross, as rows and columns do, all of
//! them together say more.

use agglo_stats::optimize::linear::{Equation, extremes};

use crate::base::error::Error;
use crate::panel::tighten::{Sum, tighten};

/// The least and the most that each cell can be under all identities at once.
///
/// # Inputs
///
/// `bounds`: least and most of each cell; a published one has equal ends, an unknown end is infinite.
///
/// # Returns
///
/// Bounds inside those given; each end is reached by some table that keeps all identities. Cells that no
/// hidden cell hangs together with cost nothing.
///
/// # Errors
///
/// `E0302` where the bounds contradict the identities, naming one where it does so alone.
///
/// # Source
///
/// Isserman and Westervelt 2006, International Regional Science Review 29(3); Eckert, Fort, Schott and Yang
/// 2020, NBER working paper 26632.
pub fn tightest(bounds: &[[f64; 2]], sums: &[Sum]) -> Result<Vec<[f64; 2]>, Error> {
    if let Some([low, high]) = bounds.iter().find(|[low, high]| low > high) {
        return Err(Error::new("E0302", format!("the bounds {low} and {high} of a cell cross")));
    }
    let mut narrowed = bounds.to_vec();
    if let Some(found) = tighten(&mut narrowed, sums).first() {
        return Err(Error::new("E0302", found.to_string()));
    }
    let identity = |sum: &Sum| {
        let parts = sum.parts.iter().map(|part| (*part, -1.0));
        Equation { terms: parts.chain([(sum.whole, 1.0)]).collect(), right: 0.0 }
    };
    let equations: Vec<Equation> = sums.iter().map(identity).collect();
    // Narrowed bounds may have met by rounding; the programmes start from those given.
    extremes(bounds, &equations).map_err(|error| Error::new("E0302", error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A table of two by two with its margins: cells at 0..4, rows at 4..6, columns at 6..8.
    fn table(cells: [[f64; 2]; 4], margins: [f64; 4]) -> (Vec<[f64; 2]>, Vec<Sum>) {
        let bounds = cells.into_iter().chain(margins.map(|margin| [margin; 2])).collect();
        let sum = |whole: usize, parts: [usize; 2]| Sum {
            name: format!("total {whole}"),
            whole,
            parts: parts.to_vec(),
        };
        (bounds, vec![sum(4, [0, 1]), sum(5, [2, 3]), sum(6, [0, 2]), sum(7, [1, 3])])
    }

    #[test]
    fn reference_crossing_identities_by_hand() {
        let open = [0.0, 9.0];
        let (bounds, sums) = table([open, open, open, [3.0, 9.0]], [5.0, 5.0, 4.0, 6.0]);
        let found = tightest(&bounds, &sums).unwrap();
        let expected = [[2.0, 4.0], [1.0, 3.0], [0.0, 2.0], [3.0, 5.0]];
        let near =
            |(a, b): (&[f64; 2], &[f64; 2])| a.iter().zip(b).all(|(a, b)| (a - b).abs() < 1e-7);
        assert!(found.iter().zip(&expected).all(near), "{found:?}");
    }

    #[test]
    fn law_it_is_never_wider_than_one_identity_at_a_time() {
        let (bounds, sums) =
            table([[0.0, 30.0], [2.0, 40.0], [1.0, 9.0], [0.0, 25.0]], [20.0, 20.0, 8.0, 32.0]);
        let mut by_one = bounds.clone();
        assert!(tighten(&mut by_one, &sums).is_empty());
        for (together, by_one) in tightest(&bounds, &sums).unwrap().iter().zip(&by_one) {
            assert!(together[0] >= by_one[0] - 1e-6 && together[1] <= by_one[1] + 1e-6);
        }
    }

    #[test]
    fn edge_contradictions_are_named_and_nothing_stays_nothing() {
        let (bounds, sums) =
            table([[3.0; 2], [4.0; 2], [0.0, 9.0], [0.0, 9.0]], [5.0, 5.0, 5.0, 5.0]);
        let error = tightest(&bounds, &sums).unwrap_err();
        assert!(error.what().contains("total 4"), "{error}");
        assert!(tightest(&[[2.0, 1.0]], &[]).is_err());
        assert_eq!(tightest(&[], &[]), Ok(vec![]));
    }
}
