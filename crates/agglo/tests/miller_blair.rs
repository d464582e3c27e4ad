//! The two-sector example that input-output textbooks are taught with: Miller and Blair 2009, Input-Output
//! Analysis, sections 2.3, 2.5 and chapter 6. Values as printed there, to four and three digits.
#![allow(clippy::unwrap_used, reason = "a test's own helpers may fail loudly")]

use agglo::map::input_output::{Coefficients, Households, Leontief, multipliers};
use agglo_stats::matrix::Matrix;

fn matrix(rows: &[&[f64]]) -> Matrix {
    Matrix::from_rows(&rows.iter().map(|row| row.to_vec()).collect::<Vec<_>>()).unwrap()
}

fn open() -> Matrix {
    matrix(&[&[0.15, 0.25], &[0.20, 0.05]])
}

/// With households as a third sector, which spend a twentieth of their income on each other.
fn closed() -> Matrix {
    matrix(&[&[0.15, 0.25, 0.05], &[0.20, 0.05, 0.40], &[0.30, 0.25, 0.05]])
}

fn printed(found: &[f64], wanted: &[f64], digits: f64) {
    assert_eq!(found.len(), wanted.len());
    for (found, wanted) in found.iter().zip(wanted) {
        assert!((found - wanted).abs() <= 0.5 * digits + 1e-12, "{found} is printed as {wanted}");
    }
}

#[test]
fn coefficients_and_inverse_of_the_open_model() {
    let flows = matrix(&[&[150.0, 500.0], &[200.0, 100.0]]);
    let found = Coefficients::of(&flows, &[350.0, 1700.0]).unwrap();
    for row in 0..2 {
        printed(found.a.row(row), open().row(row), 1e-9);
    }
    let inverse = Leontief::of(&open()).unwrap().inverse;
    printed(inverse.row(0), &[1.2541, 0.3300], 1e-4);
    printed(inverse.row(1), &[0.2640, 1.1221], 1e-4);
}

#[test]
fn output_for_a_new_final_demand() {
    let found = Leontief::of(&open()).unwrap().output(&[600.0, 1500.0]).unwrap();
    printed(&found, &[1247.52, 1841.58], 1e-2);
}

#[test]
fn inverse_of_the_model_closed_to_households() {
    let inverse = Leontief::of(&closed()).unwrap().inverse;
    printed(inverse.row(0), &[1.3651, 0.4253, 0.2509], 1e-4);
    printed(inverse.row(1), &[0.5273, 1.3481, 0.5954], 1e-4);
    printed(inverse.row(2), &[0.5698, 0.4890, 1.2885], 1e-4);
}

#[test]
fn output_and_income_multipliers() {
    let households = Households { income: vec![0.30, 0.25], consumption: vec![0.05, 0.40] };
    let found = multipliers(&open(), &households, &[0.0, 0.0]).unwrap();
    printed(&found.output_1, &[1.518, 1.452], 1e-3);
    printed(&found.income_1, &[0.442, 0.380], 1e-3);
    let inverse = Leontief::of(&closed()).unwrap();
    printed(&inverse.output_multipliers()[..2], &[2.462, 2.262], 1e-3);
    let truncated = [0, 1].map(|at| inverse.inverse.at(0, at) + inverse.inverse.at(1, at));
    printed(&truncated, &[1.892, 1.773], 1e-3);
}
