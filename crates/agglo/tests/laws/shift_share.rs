//! Laws of growth taken apart: parts sum to the change.

use agglo::map::shift_share::{
    Industry, Totals, arcelus, bartik, classic, dynamic, esteban_marquillas, multiplicative,
    rotemberg,
};
use proptest::prelude::*;

use crate::given::{alike, cell, close, count, few, finite, matrix, rows, table, within};

/// The region is part of its reference area.
fn industry() -> impl Strategy<Value = Industry> {
    [cell(), cell(), cell(), cell()].prop_map(|[a, b, c, d]| Industry {
        region: [a, b],
        reference: [agglo::panel::Cell::sum([a, c]), agglo::panel::Cell::sum([b, d])],
    })
}

/// The largest count: a change of few among many has the rounding of the many.
fn largest(industries: &[Industry]) -> f64 {
    let counts = industries.iter().flat_map(|own| own.region.iter().chain(&own.reference));
    counts.filter_map(|own| own.point().ok()).fold(0.0, f64::max)
}

/// How large parts are that may nearly cancel.
fn size(parts: &[f64]) -> f64 {
    parts.iter().map(|part| part.abs()).sum()
}

/// How often the start goes into the end.
fn times([start, end]: [agglo::panel::Cell; 2]) -> Option<f64> {
    let (start, end) = (start.point().ok()?, end.point().ok()?);
    (start > 0.0).then(|| end / start)
}

proptest! {
    #![proptest_config(few())]

    #[test]
    fn law_parts_of_every_form_sum_to_the_change(
        industries in prop::collection::vec(industry(), 0..6), reference in [count(), count()]
    ) {
        let whole = classic(&industries, reference);
        finite!(whole);
        for parts in whole.iter().flat_map(|found| found.by_industry.iter().flatten().chain([&found.total])) {
            let all = [parts.national, parts.mix, parts.regional, parts.new];
            prop_assert!(close(parts.change, all.iter().sum(), largest(&industries) + size(&all)), "{parts:?}");
        }
        let Some(totals) = Totals::of(&industries) else { return Ok(()) };
        finite!(multiplicative(&industries, &totals));
        let (split, eight) = (esteban_marquillas(&industries, &totals), arcelus(&industries, &totals));
        finite!(split, eight);
        let parts = split.and_then(|found| Some((found.competitive?, found.allocation?, found.classic)));
        if let Some((competitive, allocation, whole)) = parts {
            // Growth here less growth there keeps the digits of neither where both nearly agree, and both may be huge:
            // what is rounded is the jobs times either growth, not their difference.
            let fastest = industries.iter().flat_map(|own| [own.region, own.reference]).filter_map(times).fold(1.0, f64::max);
            let scale = competitive.abs() + allocation.abs() + totals.region[0] * fastest;
            prop_assert!(close(competitive + allocation, whole.regional, scale));
        }
        if let Some(factors) = multiplicative(&industries, &totals) {
            prop_assert!(close(factors.net, factors.structure * factors.location, factors.net));
        }
    }

    #[test]
    fn law_steps_over_years_sum_to_their_total(
        here in prop::collection::vec(prop::collection::vec(cell(), 4), 0..4),
        reference in prop::collection::vec(prop::option::of(count()), 4),
    ) {
        let found = dynamic(&here, &here, &reference).expect("rows of one length");
        finite!(found);
        let parts = [found.total.national, found.total.mix, found.total.regional, found.total.new];
        let years = found.by_year.iter().flat_map(|own| [own.national, own.mix, own.regional, own.new]);
        let scale = here.iter().flatten().filter_map(|own| own.point().ok()).fold(0.0, f64::max)
            + size(&years.collect::<Vec<_>>());
        prop_assert!(close(found.total.change, parts.iter().sum(), scale), "{found:?}");
    }

    #[test]
    fn law_predictors_of_growth_are_finite_and_do_not_see_the_order(rows in rows(), seed in 0_usize..5) {
        let later: Vec<Vec<f64>> = rows
            .iter()
            .enumerate()
            .map(|(region, row)| row.iter().enumerate().map(|(i, x)| x * ((region + i + seed) % 3) as f64).collect())
            .collect();
        let found = bartik(&table(&rows), &table(&later)).expect("one shape");
        finite!(found);
        within!(0.0, found.dropped.iter().flatten().copied(), 1.0);
        let backward = |rows: &[Vec<f64>]| table(&rows.iter().rev().cloned().collect::<Vec<_>>());
        let mut again = bartik(&backward(&rows), &backward(&later)).expect("one shape").predicted;
        again.reverse();
        let huge = rows.iter().flatten().any(|x| *x > 1e9);
        prop_assert!(huge || alike(&found.predicted, &again));
    }

    #[test]
    fn law_rotemberg_weights_sum_to_one(rows in rows(), growth in prop::collection::vec(-2.0_f64..2.0, 7)) {
        let shares: Vec<Vec<f64>> = rows
            .iter()
            .map(|row| {
                let all: f64 = row.iter().sum();
                row.iter().map(|x| if all > 0.0 { x / all } else { 0.0 }).collect()
            })
            .collect();
        let (x, y): (Vec<f64>, Vec<f64>) =
            rows.iter().enumerate().map(|(at, _)| (growth[at % 7], growth[(at + 3) % 7])).unzip();
        let found = rotemberg(&matrix(&shares), &growth[..rows[0].len()], &x, &y).expect("shapes fit");
        finite!(found);
        if let Some(found) = found {
            let scale = found.weights.iter().map(|weight| weight.abs()).sum::<f64>();
            prop_assert!(close(found.weights.iter().sum(), 1.0, scale));
        }
    }
}
