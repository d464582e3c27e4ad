//! Hypothetical extraction: the output that is lost when an industry stops buying, selling, or both.
//!
//! `sum x - sum (I - A*)^-1 f*`, with the industry's row, column or both of `A` set to 0; in the unit of `x`.

use agglo_stats::float;
use agglo_stats::matrix::Matrix;

use crate::base::error::Error;
use crate::map::input_output::Leontief;
use crate::map::input_output::coefficients::sized;

/// What is taken away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extraction {
    /// What it buys and sells, and its final demand: the industry is gone.
    Total,
    /// What it buys and sells; its final demand is still met, out of nothing.
    TotalKeepingDemand,
    /// What it buys: backward linkage.
    Purchases,
    /// What it sells to industries: forward linkage.
    Sales,
}

/// Output lost by the extraction of each industry by itself.
///
/// One inverse answers for all: taking a row or a column away changes it by a product of two vectors.
///
/// # Errors
///
/// `E0302` where shapes do not fit or the economy is not productive.
///
/// # How to read it
///
/// An accounting of size and links together: nobody finds another supplier. With regional coefficients, only
/// local purchases are lost.
///
/// # Source
///
/// Dietzenbacher, van der Linden and Steenge 1993, Economic Systems Research 5(2); Miller and Lahr 2001, in
/// Regional Science Perspectives in Economic Analysis.
pub fn hypothetical_extraction(
    a: &Matrix,
    final_demand: &[f64],
    extraction: Extraction,
) -> Result<Vec<f64>, Error> {
    let inverse = Leontief::of(a)?.inverse;
    let size = inverse.rows();
    sized("final demand", size, final_demand)?;
    let x = inverse.apply(final_demand);
    let of = |k: usize| {
        let column = || inverse.column(k);
        let own = inverse.at(k, k);
        match extraction {
            Extraction::Total | Extraction::TotalKeepingDemand => {
                // Without k the others need x less L_.k over L_kk times what they needed of k, x_k.
                let through = x[k] / own;
                let others = column().enumerate().filter(|(at, _)| *at != k);
                let lost = float::sum(others.map(|(_, link)| link * through));
                let kept = if extraction == Extraction::Total { 0.0 } else { final_demand[k] };
                lost + x[k] - kept
            }
            Extraction::Purchases => {
                let lost = column().enumerate().map(|(at, l)| if at == k { l - 1.0 } else { l });
                float::sum(lost) * x[k] / own
            }
            Extraction::Sales => float::sum(column()) * (x[k] - final_demand[k]) / own,
        }
    };
    Ok((0..size).map(of).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use agglo_stats::matrix::inverse;

    const DEMAND: [f64; 3] = [600.0, 1500.0, 80.0];

    fn a() -> Matrix {
        let rows = [vec![0.15, 0.25, 0.1], vec![0.2, 0.05, 0.3], vec![0.0, 0.1, 0.2]];
        Matrix::from_rows(&rows).unwrap()
    }

    fn output(a: &Matrix, demand: &[f64]) -> f64 {
        let rest = Matrix::identity(3).plus(-1.0, a).unwrap();
        inverse(&rest).unwrap().apply(demand).iter().sum()
    }

    /// The definition, one inverse an industry.
    #[test]
    fn law_the_short_way_gives_what_the_definition_gives() {
        let forms = [
            (Extraction::Total, true, true, true),
            (Extraction::TotalKeepingDemand, true, true, false),
            (Extraction::Purchases, false, true, false),
            (Extraction::Sales, true, false, false),
        ];
        for (form, row_goes, column_goes, demand_goes) in forms {
            let found = hypothetical_extraction(&a(), &DEMAND, form).unwrap();
            for k in 0..3 {
                let left = Matrix::from_fn(3, 3, |row, column| {
                    let gone = (row == k && row_goes) || (column == k && column_goes);
                    if gone { 0.0 } else { a().at(row, column) }
                });
                let mut demand = DEMAND;
                if demand_goes {
                    demand[k] = 0.0;
                }
                let lost = output(&a(), &DEMAND) - output(&left.unwrap(), &demand);
                assert!((found[k] - lost).abs() < 1e-9, "{form:?} {k}: {} {lost}", found[k]);
            }
        }
    }

    #[test]
    fn reference_an_industry_without_links_loses_its_own_output() {
        let alone = Matrix::from_rows(&[vec![0.5, 0.0], vec![0.0, 0.0]]).unwrap();
        let found = hypothetical_extraction(&alone, &[10.0, 7.0], Extraction::Total).unwrap();
        assert!((found[0] - 20.0).abs() < 1e-12 && (found[1] - 7.0).abs() < 1e-12);
    }

    #[test]
    fn edge_shapes_and_unproductive_economies_are_refused() {
        assert!(hypothetical_extraction(&a(), &[1.0], Extraction::Total).is_err());
        let all = Matrix::from_fn(2, 2, |_, _| 0.6).unwrap();
        assert!(hypothetical_extraction(&all, &[1.0, 1.0], Extraction::Sales).is_err());
    }
}
