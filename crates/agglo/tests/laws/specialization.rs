//! Laws of quotients, of specialisation, diversity and concentration.

use agglo::map::concentration::{
    Options, Plants, devereux_griffith_simpson, ellison_glaeser, hoover_localization, k_density,
    krugman_against_others, krugman_pair, localisation, locational_gini, maurel_sedillot,
    null_band, theil_concentration, unweighted_gini,
};
use agglo::map::diversity::{entropy, hachman, herfindahl, related_variety};
use agglo::map::specialization::{
    Counts, Dates, Deviation, Presence, Prior, base_multiplier, difference_quotient,
    difference_quotients, excess_employment, gini_specialization, krugman_specialization,
    litzenberger, location_quotient, sampling_intervals, shrunken_quotient, standardized_quotients,
    symmetric_quotient, trend,
};
use agglo::panel::Cell;
use proptest::prelude::*;

use crate::given::{alike, cell, close, count, few, finite, rows, table, within};

fn known(count: f64) -> Cell {
    Cell::disclosed(count).expect("finite")
}

proptest! {
    #![proptest_config(few())]

    #[test]
    fn law_quotients_weighted_by_the_reference_have_mean_one_and_differences_sum_to_nothing(
        rows in rows()
    ) {
        let table = table(&rows);
        finite!(difference_quotients(&table));
        for (region, row) in rows.iter().enumerate() {
            let mut mean = 0.0;
            for (industry, &x) in row.iter().enumerate() {
                let (here, there) = (table.region_totals()[region], table.industry_totals()[industry]);
                let counts = Counts {
                    x: known(x),
                    region: known(here),
                    industry: known(there),
                    reference: known(table.total()),
                };
                let answer = location_quotient(&counts);
                finite!(answer, difference_quotient(&counts), excess_employment(&counts));
                if let Ok(found) = answer {
                    let lq = found.value();
                    within!(0.0, [lq], table.total() / here * (1.0 + 1e-9));
                    within!(-1.0, symmetric_quotient(lq), 1.0);
                    mean += lq * there / table.total();
                }
            }
            if table.region_totals()[region] > 0.0 {
                prop_assert!(close(mean, 1.0, 1.0), "{mean}");
            }
        }
        let differences = difference_quotients(&table);
        for industry in 0..rows[0].len() {
            let column: Option<Vec<f64>> = differences.iter().map(|row| row[industry]).collect();
            if let Some(column) = column {
                prop_assert!(column.iter().sum::<f64>().abs() < 1e-9);
            }
        }
    }

    #[test]
    fn law_bounds_of_withheld_counts_hold_every_truth_between_their_ends(
        cells in [cell(), cell(), cell(), cell()], at in [0.0_f64..1.0, 0.0..1.0, 0.0..1.0, 0.0..1.0]
    ) {
        let [x, region, industry, reference] = cells;
        let counts = Counts { x, region, industry, reference };
        let truth: Option<Vec<Cell>> = cells
            .iter()
            .zip(at)
            .map(|(cell, at)| cell.range().and_then(|(low, high)| Cell::disclosed(low + at * (high - low))))
            .collect();
        let answers = [location_quotient(&counts), difference_quotient(&counts), excess_employment(&counts)];
        finite!(answers);
        let Some(truth) = truth else { return Ok(()) };
        let truth =
            Counts { x: truth[0], region: truth[1], industry: truth[2], reference: truth[3] };
        let truths = [location_quotient(&truth), difference_quotient(&truth), excess_employment(&truth)];
        for (answer, truth) in answers.iter().zip(truths) {
            let bounds = answer.as_ref().err().and_then(|why| why.bounds);
            if let (Some(bounds), Ok(truth)) = (bounds, truth) {
                let slack = 1e-9 * bounds.lower().abs().max(bounds.upper().abs()).max(1.0);
                let value = truth.value();
                prop_assert!(bounds.lower() - slack <= value && value <= bounds.upper() + slack);
            }
        }
    }

    #[test]
    fn law_indices_of_regions_stay_in_their_ranges_and_do_not_see_the_order(rows in rows()) {
        let table = table(&rows);
        let nation = table.industry_totals();
        let groups: Vec<usize> = (0..nation.len()).map(|industry| industry % 2).collect();
        let gini = gini_specialization(&table);
        finite!(gini, standardized_quotients(&table, Deviation::Sample));
        finite!(standardized_quotients(&table, Deviation::Population));
        for sampled in sampling_intervals(&table, 0.95).iter().flatten().flatten() {
            finite!(sampled);
            prop_assert!(sampled.low >= 0.0 && sampled.low <= sampled.high);
        }
        within!(0.0, gini.iter().flatten().copied(), 1.0);
        let backward: Vec<Vec<f64>> = rows.iter().rev().cloned().collect();
        let mut again = gini_specialization(&crate::given::table(&backward));
        again.reverse();
        prop_assert!(alike(&gini, &again));
        for row in &rows {
            finite!(entropy(row), herfindahl(row), related_variety(row, &groups));
            finite!(hachman(row, nation), krugman_specialization(row, nation));
            within!(0.0, krugman_specialization(row, nation), 2.0);
            within!(0.0, hachman(row, nation), 1.0);
            let industries = row.len() as f64;
            if let Some(found) = herfindahl(row) {
                within!(1.0 / industries, [found.index], 1.0);
                within!(1.0, [found.effective], industries);
            }
            if let (Some(whole), Some(parts)) = (entropy(row), related_variety(row, &groups)) {
                prop_assert!(close(parts.related + parts.unrelated, whole.bits, 1.0));
                within!(0.0, [parts.related, parts.unrelated], agglo_stats::float::ln(industries) / std::f64::consts::LN_2);
            }
            let excesses: Vec<f64> = row.iter().zip(nation).map(|(x, n)| x - 0.5 * n).collect();
            finite!(base_multiplier(row.iter().sum(), &excesses));
        }
    }

    #[test]
    fn law_indices_of_industries_stay_in_their_ranges_and_do_not_see_the_order(rows in rows()) {
        let here = table(&rows);
        let groups: Vec<usize> = (0..rows.len()).map(|region| region % 2).collect();
        let backward: Vec<Vec<f64>> = rows.iter().rev().cloned().collect();
        let there = table(&backward);
        for of in [hoover_localization, locational_gini, unweighted_gini] {
            let found = of(&here);
            finite!(found);
            within!(0.0, found.iter().flatten().copied(), 1.0);
            prop_assert!(alike(&found, &of(&there)), "{found:?}");
        }
        for parts in theil_concentration(&here, &groups).into_iter().flatten() {
            finite!(parts);
            prop_assert!(close(parts.total, parts.between + parts.within, 1.0));
            prop_assert!(parts.between >= -1e-9 && parts.within >= -1e-9);
        }
        for one in 0..=rows[0].len() {
            within!(0.0, krugman_against_others(&here, one), 2.0);
            within!(0.0, krugman_pair(&here, one, 0), 2.0);
        }
    }

    #[test]
    fn law_plants_thrown_at_the_map_have_indices_or_none(
        plants in prop::collection::vec((0_usize..5, count()), 0..12),
        regions in prop::collection::vec(count(), 5),
    ) {
        let (places, jobs): (Vec<usize>, Vec<f64>) = plants.into_iter().unzip();
        let Ok(Some(plants)) = Plants::new(&places, &jobs, &regions) else { return Ok(()) };
        let found = ellison_glaeser(&plants);
        finite!(found, devereux_griffith_simpson(&plants), maurel_sedillot(&plants));
        within!(0.0, [found.h], 1.0);
        let band = null_band(&plants, 1, 19);
        finite!(band);
        within!(0.05, band.iter().map(|band| band.p), 1.0);
        prop_assert!(band.is_none_or(|band| band.low <= band.high));
    }

    #[test]
    fn law_densities_of_distances_are_not_below_nothing(
        points in prop::collection::vec((-9_i8..9, -9_i8..9), 0..24), bandwidth in prop::option::of(0.0_f64..3.0)
    ) {
        let away = |a: usize, b: usize| {
            let (a, b) = (points[a], points[b]);
            let (x, y) = (f64::from(a.0) - f64::from(b.0), f64::from(a.1) - f64::from(b.1));
            (x * x + y * y).sqrt()
        };
        let grid = [0.0, 1.0, 5.0, 1e15];
        let found = k_density(points.len(), away, bandwidth, &grid);
        finite!(found);
        within!(0.0, found.into_iter().flatten(), f64::MAX);
        let industry: Vec<usize> = (0..points.len() / 2).collect();
        let options = Options { bandwidth, draws: 19, share: 0.05, seed: 1 };
        finite!(localisation(points.len(), away, &industry, &grid, &options));
    }

    #[test]
    fn law_trends_clusters_and_shrunken_quotients_are_finite_or_refused(
        x in [count(), count()], region in [count(), count()], industry in [count(), count()],
        reference in [count(), count()], pairs in prop::collection::vec((count(), count()), 0..9),
    ) {
        finite!(trend(&Dates { x, region, industry, reference }));
        let place = |at: usize| Presence {
            jobs: x[at], area: region[at], people: industry[at], establishments: reference[at],
        };
        finite!(litzenberger(&place(0), &place(1)));
        for prior in [Prior::fit(&pairs), Prior::fit_with_likelihood(&pairs)].into_iter().flatten() {
            finite!(prior);
            for &(observed, expected) in &pairs {
                let answer = shrunken_quotient(observed, expected, &prior);
                finite!(answer);
                if let Ok(found) = answer {
                    let (low, high) = (found.interval().lower(), found.interval().upper());
                    // The mean of a very skewed belief may lie beyond its 97.5th percentile, near 0.
                    prop_assert!(0.0 <= low && low <= high && found.value() >= 0.0);
                }
            }
        }
    }
}
