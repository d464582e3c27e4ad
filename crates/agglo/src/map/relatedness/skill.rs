//! Skill relatedness: whether more people change between two industries than their sizes would give.
//!
//! `SR_ij = F_ij F_.. / (F_i. F_.j)` over flows of workers between different industries; a ratio, 1 is
//! chance. Symmetric by the mean of both directions, mapped to `[-1, 1)` by `(SR - 1) / (SR + 1)`.

use agglo_stats::float;
use agglo_stats::matrix::Matrix;

use crate::base::error::Error;

/// Skill relatedness of every pair in its three forms; the diagonal is that of no flow.
#[derive(Clone, Debug, PartialEq)]
pub struct SkillRelatedness {
    /// Flow from the row's to the column's industry over the expected one; `None` where an industry sends or
    /// receives nobody, or fewer than asked for are expected.
    pub ratio: Vec<Vec<Option<f64>>>,
    /// Mean of both directions; `None` where one has none.
    pub symmetric: Vec<Vec<Option<f64>>>,
    /// The mean mapped to `[-1, 1)`: 0 is chance.
    pub mapped: Vec<Vec<Option<f64>>>,
}

/// Skill relatedness of industries.
///
/// # Inputs
///
/// `flows`: people who went from the row's to the column's industry, at least 0; the diagonal is ignored.
/// `least_expected`: pairs of which fewer moves are expected have no number; 0 keeps all, 5 is usual.
///
/// # Errors
///
/// `E0301` where the table is not square or a flow is below 0.
///
/// # How to read it
///
/// 2 means twice as many moves as chance: what people learned in one is worth something in the other. Wages
/// and distance move people too.
///
/// # Source
///
/// Neffke and Henning 2013, Strategic Management Journal 34(3); Neffke, Otto and Weyh 2017, Journal of
/// Economic Behavior and Organization 142.
pub fn skill_relatedness(flows: &Matrix, least_expected: f64) -> Result<SkillRelatedness, Error> {
    let size = flows.rows();
    if flows.columns() != size {
        let what = format!("flows of {size} by {} industries", flows.columns());
        return Err(Error::new("E0301", what));
    }
    if (0..size).any(|row| flows.row(row).iter().any(|flow| *flow < 0.0)) {
        return Err(Error::new("E0301", "a flow is below 0"));
    }
    let flow = |from: usize, to: usize| if from == to { 0.0 } else { flows.at(from, to) };
    let sent: Vec<f64> =
        (0..size).map(|from| float::sum((0..size).map(|to| flow(from, to)))).collect();
    let received: Vec<f64> =
        (0..size).map(|to| float::sum((0..size).map(|from| flow(from, to)))).collect();
    let total = float::sum(sent.iter().copied());
    let ratio = |from: usize, to: usize| {
        let margins = sent[from] * received[to];
        let known = margins > 0.0 && margins >= least_expected * total;
        known.then(|| flow(from, to) * total / margins)
    };
    let symmetric = |a: usize, b: usize| Some(f64::midpoint(ratio(a, b)?, ratio(b, a)?));
    let mapped = |a: usize, b: usize| symmetric(a, b).map(|mean| (mean - 1.0) / (mean + 1.0));
    Ok(SkillRelatedness {
        ratio: table(size, ratio),
        symmetric: table(size, symmetric),
        mapped: table(size, mapped),
    })
}

fn table(size: usize, value: impl Fn(usize, usize) -> Option<f64>) -> Vec<Vec<Option<f64>>> {
    (0..size).map(|row| (0..size).map(|column| value(row, column)).collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(rows: &[Vec<f64>], least: f64) -> SkillRelatedness {
        skill_relatedness(&Matrix::from_rows(rows).unwrap(), least).unwrap()
    }

    #[test]
    fn reference_by_hand() {
        let found = of(&[vec![99.0, 6.0, 2.0], vec![4.0, 0.0, 2.0], vec![4.0, 2.0, 0.0]], 0.0);
        // 20 moves; 8 leave the first, 8 reach the second.
        assert!((found.ratio[0][1].unwrap() - 6.0 * 20.0 / 64.0).abs() < 1e-12);
        assert!((found.ratio[1][0].unwrap() - 4.0 * 20.0 / 48.0).abs() < 1e-12);
        let mean = f64::midpoint(1.875, 80.0 / 48.0);
        assert!((found.mapped[0][1].unwrap() - (mean - 1.0) / (mean + 1.0)).abs() < 1e-12);
    }

    #[test]
    fn law_twice_the_flows_change_nothing_and_mapping_stays_below_one() {
        let rows = [vec![0.0, 6.0, 2.0], vec![4.0, 0.0, 2.0], vec![4.0, 2.0, 0.0]];
        let twice: Vec<Vec<f64>> =
            rows.iter().map(|row| row.iter().map(|flow| 2.0 * flow).collect()).collect();
        let (once, again) = (of(&rows, 0.0), of(&twice, 0.0));
        for (a, b) in once.mapped.iter().flatten().zip(again.mapped.iter().flatten()) {
            assert!((a.unwrap() - b.unwrap()).abs() < 1e-12 && (-1.0..1.0).contains(&a.unwrap()));
        }
    }

    #[test]
    fn edge_nobody_leaves_few_are_expected_and_shapes() {
        let rows = [vec![0.0, 6.0, 2.0], vec![0.0, 0.0, 0.0], vec![4.0, 2.0, 0.0]];
        let found = of(&rows, 0.0);
        assert_eq!((found.ratio[1][0], found.symmetric[0][1]), (None, None));
        assert!(found.ratio[0][1].is_some());
        assert_eq!(of(&rows, 5.0).ratio[0][2], None, "8 * 2 / 14 are expected");
        assert!(skill_relatedness(&Matrix::new(1, 2, vec![1.0, 1.0]).unwrap(), 0.0).is_err());
    }
}
