//! Laws of input-output tables: an economy that cannot live is refused, the others add up.

use agglo::map::input_output::{
    Areas, Coefficients, Extraction, Ghosh, Households, Leontief, Method, RegionalCoefficients,
    hypothetical_extraction, key_sectors, multipliers, require_productive, supply_demand_pool,
};
use agglo_stats::matrix::Matrix;
use proptest::prelude::*;

use crate::given::{close, count, few, finite, matrix, within};

/// Flows between one to six industries and what each sells to others; now and then nothing is left for others.
fn economy() -> impl Strategy<Value = (Vec<Vec<f64>>, Vec<f64>)> {
    (1_usize..7, 0_u8..6).prop_flat_map(|(size, trouble)| {
        let flows = prop::collection::vec(prop::collection::vec(count(), size), size);
        let rest = prop::collection::vec(count(), size);
        (flows, rest).prop_map(move |(mut flows, mut rest)| {
            match trouble {
                0 => rest.fill(0.0),
                1 => {
                    flows[0].fill(0.0);
                    rest[0] = 0.0;
                }
                2 => flows.iter_mut().for_each(|row| row[0] = 0.0),
                _ => {}
            }
            (flows, rest)
        })
    })
}

/// Whether a product is the identity, but for what rounding makes of a table of this condition.
fn identity(size: usize, product: &Matrix, rounding: f64) -> bool {
    (0..size).all(|row| {
        let largest = product.row(row).iter().fold(1.0_f64, |most, value| most.max(value.abs()));
        (0..size).all(|column| {
            let expected = f64::from(u8::from(row == column));
            (product.at(row, column) - expected).abs() < (1e-5 + rounding) * largest
        })
    })
}

/// What rounding may make of an answer of this table: digits of a number times the condition of the table. A buyer of
/// much who makes nearly nothing has coefficients of 10^24, and no method keeps digits there.
fn rounding(a: &Matrix, inverse: &Matrix) -> f64 {
    let norm = |of: &Matrix| {
        let rows = (0..a.rows()).map(|row| of.row(row).iter().map(|value| value.abs()).sum());
        rows.fold(0.0, f64::max)
    };
    let lacking = Matrix::identity(a.rows()).plus(-1.0, a).expect("one size");
    1e-14 * norm(&lacking) * norm(inverse)
}

proptest! {
    #![proptest_config(few())]

    #[test]
    fn law_inverses_of_productive_economies_are_inverses_and_others_are_refused((flows, rest) in economy()) {
        let size = flows.len();
        let found = Coefficients::of(&matrix(&flows), &rest).expect("nothing is below 0");
        finite!(found);
        finite!(Ghosh::of(&matrix(&flows), &found.output));
        let inverse = Leontief::of(&found.a);
        finite!(inverse);
        // One that is productive by less than rounding has no inverse in these digits, and is refused too.
        prop_assert!(inverse.is_err() || require_productive(&found.a).is_ok());
        let Ok(leontief) = inverse else { return Ok(()) };
        let lacking = Matrix::identity(size).plus(-1.0, &found.a).expect("one size");
        let largest = (0..size).flat_map(|at| leontief.inverse.row(at)).fold(1.0_f64, |a, b| a.max(*b));
        let rounding = rounding(&found.a, &leontief.inverse);
        prop_assert!(largest > 1e8 || identity(size, &leontief.inverse.times(&lacking).expect("one size"), rounding));
        for at in 0..size {
            prop_assert!(leontief.inverse.row(at).iter().all(|value| *value >= -1e-9 * largest));
            prop_assert!(leontief.inverse.at(at, at) >= 1.0 - 1e-9);
        }
        within!(1.0, leontief.output_multipliers(), f64::MAX);
        // One that sells nothing and yet buys has no recipe: what it buys is in no coefficient.
        let idle = found.inactive.iter().any(|&at| flows.iter().any(|row| row[at] > 0.0));
        if idle {
            return Ok(());
        }
        let output = leontief.output(&rest).expect("one size");
        let scale = found.output.iter().fold(1.0_f64, |most, value| most.max(*value)) * largest;
        prop_assert!(output.iter().zip(&found.output).all(|(a, b)| close(*a, *b, scale)));
    }

    #[test]
    fn law_linkages_have_mean_one_and_extraction_loses_no_less_than_nothing((flows, rest) in economy()) {
        let found = Coefficients::of(&matrix(&flows), &rest).expect("nothing is below 0");
        let keys = key_sectors(&found.a, &found.output);
        finite!(keys);
        if let Ok(keys) = keys {
            let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
            prop_assert!(close(mean(&keys.backward), 1.0, 1.0) && close(mean(&keys.forward), 1.0, 1.0));
        }
        for extraction in
            [Extraction::Total, Extraction::TotalKeepingDemand, Extraction::Purchases, Extraction::Sales]
        {
            let losses = hypothetical_extraction(&found.a, &rest, extraction);
            finite!(losses);
            let scale = found.output.iter().fold(1.0_f64, |most, value| most.max(*value));
            let digits = Leontief::of(&found.a).map_or(f64::INFINITY, |own| 1e-6 + rounding(&found.a, &own.inverse));
            prop_assert!(losses.iter().flatten().all(|loss| *loss >= -digits * scale), "{losses:?}");
        }
        finite!(supply_demand_pool(&found.a, &found.output, &rest));
    }

    #[test]
    fn law_multipliers_with_households_are_no_smaller(
        (flows, rest) in economy(), wages in prop::collection::vec(0.0_f64..1.2, 6), jobs in prop::collection::vec(count(), 6)
    ) {
        let found = Coefficients::of(&matrix(&flows), &rest).expect("nothing is below 0");
        let size = rest.len();
        let consumption = vec![0.9 / size as f64; size];
        let households = Households { income: wages[..size].to_vec(), consumption };
        let answer = multipliers(&found.a, &households, &jobs[..size]);
        finite!(answer);
        let Ok(answer) = answer else { return Ok(()) };
        let Some(two) = answer.with_households else { return Ok(()) };
        let grew = |(one, two): (&f64, &f64)| *two >= one - 1e-9 * one.abs();
        prop_assert!(answer.output_1.iter().zip(&two.output_truncated).all(grew));
        prop_assert!(answer.jobs_1.iter().zip(&two.jobs).all(grew));
    }

    #[test]
    fn law_regional_coefficients_lie_between_nothing_and_the_nation(
        (flows, rest) in economy(), shares in prop::collection::vec(0.0_f64..1.0, 6), delta in 0.0_f64..0.99
    ) {
        let national = Coefficients::of(&matrix(&flows), &rest).expect("nothing is below 0").a;
        let nation: Vec<f64> = rest.iter().map(|jobs| jobs.min(1e9)).collect();
        let region: Vec<f64> = nation.iter().zip(&shares).map(|(jobs, share)| jobs * share).collect();
        let areas = Areas::of(&region, &nation);
        finite!(areas);
        let Ok(areas) = areas else { return Ok(()) };
        let coefficients = RegionalCoefficients::new(&national, &areas, delta).expect("one size");
        for method in [Method::Simple, Method::CrossIndustry, Method::Flegg, Method::FleggAugmented] {
            let capped = coefficients.capped(method);
            finite!(capped, coefficients.uncapped(method));
            let Ok(capped) = capped else { continue };
            for row in 0..capped.rows() {
                let below = |(own, most): (&f64, &f64)| *own >= 0.0 && *own <= most + 1e-12;
                prop_assert!(capped.row(row).iter().zip(national.row(row)).all(below));
            }
        }
    }
}
