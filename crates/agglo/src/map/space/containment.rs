//! Self-containment: how far a place's people work where they live, and its jobs are held by those who live there.
//!
//! `T_ii / O_i` of those who live in `i` and `T_ii / D_i` of those who work there, from commuting flows `T`; shares.

use agglo_stats::float;
use agglo_stats::matrix::Matrix;

use crate::base::error::Error;

/// Self-containment of one place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Containment {
    /// Of those who live here and work, the share that works here; `None` where nobody does.
    pub residents: Option<f64>,
    /// Of the jobs here, the share held by those who live here; `None` where there are none.
    pub jobs: Option<f64>,
}

impl Containment {
    /// The smaller of both: what a labour market area must reach from either side.
    pub fn least(&self) -> Option<f64> {
        Some(self.residents?.min(self.jobs?))
    }
}

/// Self-containment of every place, or of every area where places are put together.
///
/// # Inputs
///
/// `flows`: workers by home (row) and workplace (column), at least 0, those who stay on the diagonal; `area[i]`:
/// the area of place `i`, numbered from 0; each place its own with `0..n`.
///
/// # Returns
///
/// One an area, from 0 to its largest number.
///
/// # Errors
///
/// `E0301` where the table is not square, a flow is below 0, or a place has no area.
///
/// # How to read it
///
/// Larger areas contain more by their size alone: compare areas of one size. Tables without those who stay, or
/// without those who leave the country, overstate or understate it.
///
/// # Source
///
/// Smart 1974, Progress in Planning 2(4); Goodman 1970, British Journal of Industrial Relations 8(2).
pub fn self_containment(flows: &Matrix, area: &[usize]) -> Result<Vec<Containment>, Error> {
    let size = flows.rows();
    if flows.columns() != size || area.len() != size {
        let (columns, areas) = (flows.columns(), area.len());
        let what = format!("flows of {size} by {columns} places and areas of {areas}");
        return Err(Error::new("E0301", what));
    }
    if (0..size).any(|row| flows.row(row).iter().any(|flow| *flow < 0.0)) {
        return Err(Error::new("E0301", "a flow is below 0"));
    }
    let areas = area.iter().max().map_or(0, |last| last + 1);
    let members = |of: usize| (0..size).filter(move |&at| area[at] == of);
    let share = |part: f64, whole: f64| (whole > 0.0).then(|| (part / whole).min(1.0));
    let contained = |of: usize| {
        let within = members(of).flat_map(|home| members(of).map(move |work| flows.at(home, work)));
        let stay = float::sum(within);
        let live = float::sum(members(of).flat_map(|home| flows.row(home).iter().copied()));
        let work = float::sum(members(of).flat_map(|work| flows.column(work)));
        Containment { residents: share(stay, live), jobs: share(stay, work) }
    };
    Ok((0..areas).map(contained).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flows() -> Matrix {
        Matrix::from_rows(&[vec![60.0, 30.0, 10.0], vec![5.0, 45.0, 0.0], vec![0.0, 0.0, 0.0]])
            .unwrap()
    }

    #[test]
    fn reference_three_places_by_hand() {
        let found = self_containment(&flows(), &[0, 1, 2]).unwrap();
        assert_eq!(found[0].residents, Some(0.6));
        assert!((found[0].jobs.unwrap() - 60.0 / 65.0).abs() < 1e-15);
        assert_eq!(found[0].least(), Some(0.6));
        assert_eq!((found[2].residents, found[2].jobs), (None, Some(0.0)));
    }

    #[test]
    fn law_joining_places_never_contains_less_and_all_together_contain_all() {
        let joined = self_containment(&flows(), &[0, 0, 1]).unwrap();
        assert!((joined[0].residents.unwrap() - 140.0 / 150.0).abs() < 1e-15);
        let all = self_containment(&flows(), &[0, 0, 0]).unwrap();
        assert_eq!(all, [Containment { residents: Some(1.0), jobs: Some(1.0) }]);
    }

    #[test]
    fn edge_no_places_and_false_tables() {
        assert!(self_containment(&Matrix::from_rows(&[]).unwrap(), &[]).unwrap().is_empty());
        assert!(self_containment(&flows(), &[0]).is_err());
        let below = Matrix::from_rows(&[vec![-1.0]]).unwrap();
        assert!(self_containment(&below, &[0]).is_err());
    }
}
