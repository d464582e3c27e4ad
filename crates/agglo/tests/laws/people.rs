//! Laws of people and places: inequality, convergence, segregation, access, and values on a map.

use agglo::map::convergence::{
    beta_convergence, classes_by_year, pooled_classes, sigma_convergence, spatial_markov,
    williamson,
};
use agglo::map::people::segregation::{multigroup_segregation, segregation};
use agglo::map::space::{
    Band, Costs, access, band_access, breaking_point, cumulative, doubly_constrained,
    gravity_access, gravity_model, huff,
};
use agglo_stats::inequality::{
    atkinson, gini, gini_sample, gini_weighted, hoover, palma, percentile_ratio, theil_l, theil_t,
};
use agglo_stats::markov::Chain;
use agglo_stats::spatial::getis_ord::{local_g, local_g_star};
use agglo_stats::spatial::join_counts::join_counts;
use agglo_stats::spatial::local_moran::{LocalOptions, local_moran};
use agglo_stats::spatial::moran::{Moran, bivariate};
use agglo_stats::spatial::{Transform, Weights, geary, getis_ord, moran};
use proptest::prelude::*;

use crate::given::{close, count, few, finite, matrix, rows, within};

fn values() -> impl Strategy<Value = Vec<f64>> {
    (prop::collection::vec(count(), 0..12), any::<bool>()).prop_map(|(mut values, same)| {
        if same {
            values.fill(3.5);
        }
        values
    })
}

/// Values and who neighbours whom, islands and one-sided links among them.
fn map() -> impl Strategy<Value = (Vec<f64>, Weights)> {
    (values(), any::<[u64; 12]>(), any::<bool>()).prop_map(|(values, bits, scaled)| {
        let list = |at: usize| -> Vec<usize> {
            (0..values.len())
                .filter(|other| *other != at && bits[at] >> (2 * other) & 3 == 3)
                .collect()
        };
        let lists: Vec<Vec<usize>> = (0..values.len()).map(list).collect();
        let weights = Weights::from_neighbours(&lists).expect("other units, each once");
        let weights =
            if scaled { weights.transformed(Transform::RowStandardised) } else { weights };
        (values, weights)
    })
}

proptest! {
    #![proptest_config(few())]

    #[test]
    fn law_inequality_lies_in_its_range_and_sees_neither_order_nor_unit(values in values(), people in prop::collection::vec(count(), 12)) {
        let indices = |values: &[f64]| {
            vec![
                gini(values), hoover(values), atkinson(values, 0.5), atkinson(values, 1.0), atkinson(values, 2.0)
            ]
        };
        let found = indices(&values);
        finite!(found, theil_t(&values), theil_l(&values), palma(&values), gini_sample(&values));
        finite!(percentile_ratio(&values, 0.9, 0.1), percentile_ratio(&values, 0.8, 0.2));
        within!(0.0, found.iter().flatten().copied(), 1.0);
        within!(0.0, theil_t(&values).into_iter().chain(theil_l(&values)), 1e3);
        let turned: Vec<f64> = values.iter().rev().map(|value| value * 4.0).collect();
        prop_assert!(crate::given::alike(&found, &indices(&turned)));
        let people = &people[..values.len()];
        finite!(gini_weighted(&values, people), williamson(&values, people));
        within!(0.0, gini_weighted(&values, people), 1.0);
    }

    #[test]
    fn law_convergence_is_finite_or_undefined(values in values(), later in prop::collection::vec(count(), 12), years in 0.0_f64..20.0) {
        let later = &later[..values.len()];
        finite!(beta_convergence(&values, later, years), sigma_convergence(&values, later));
        if let Some(found) = beta_convergence(&values, later, years) {
            prop_assert!(found.speed.is_none_or(|speed| speed > 0.0));
        }
    }

    #[test]
    fn law_moves_between_classes_are_counted_once(
        paths in prop::collection::vec(prop::collection::vec(prop::option::of(count()), 5), 0..7), classes in 1_usize..5
    ) {
        for of in [classes_by_year, pooled_classes] {
            let found = of(&paths, classes);
            prop_assert!(found.iter().flatten().flatten().all(|class| *class < classes));
            let chain = Chain::of_paths(&found, classes).expect("classes below their number");
            finite!(chain.probabilities(), chain.standard_errors(), chain.sojourn(), chain.shorrocks());
            finite!(chain.ergodic(), chain.first_passage());
            for row in chain.probabilities().into_iter().flatten() {
                prop_assert!(close(row.iter().sum(), 1.0, 1.0));
            }
            if let Some(held) = chain.ergodic() {
                prop_assert!(close(held.iter().sum(), 1.0, 1.0));
            }
        }
        let around: Vec<Vec<usize>> =
            (0..paths.len()).map(|at| (0..paths.len()).filter(|other| (at + other) % 3 == 1 && at != *other).collect()).collect();
        let found = spatial_markov(&paths, &around, &[1.0, 20.0]);
        finite!(found);
    }

    #[test]
    fn law_segregation_is_a_share_and_isolation_leaves_the_rest_to_meeting(rows in rows()) {
        let groups: Vec<&[f64]> = rows.iter().map(Vec::as_slice).collect();
        finite!(multigroup_segregation(&groups));
        if let Ok(Some(found)) = multigroup_segregation(&groups) {
            within!(0.0, [found.dissimilarity, found.information], 1.0);
        }
        let found = segregation(groups[0], groups[groups.len() - 1]).expect("one length");
        finite!(found);
        if let Some(found) = found {
            within!(0.0, [found.dissimilarity, found.gini, found.information, found.isolation], 1.0);
            prop_assert!(close(found.isolation + found.interaction, 1.0, 1.0));
        }
    }

    #[test]
    fn law_access_shares_out_the_supply_that_is_reached(
        rows in rows(), people in prop::collection::vec(count(), 7), supply in prop::collection::vec(count(), 7), limit in 0.0_f64..40.0
    ) {
        let costs = Costs::new(&rows).expect("costs of at least 0");
        let (people, supply) = (&people[..rows.len()], &supply[..rows[0].len()]);
        finite!(cumulative(&costs, supply, limit), gravity_access(&costs, supply, 0.1));
        let bands = [Band { limit, weight: 1.0 }, Band { limit: limit + 5.0, weight: 0.3 }];
        for found in [access(&costs, people, supply, limit), band_access(&costs, people, supply, &bands)] {
            finite!(found);
            let found = found.expect("bands rise");
            let used: f64 = found.origins.iter().zip(people).map(|(a, p)| a * p).sum();
            prop_assert!(close(used, found.supply_in_reach, found.supply_in_reach));
        }
    }

    #[test]
    fn law_flows_meet_their_totals_and_choices_sum_to_one(
        rows in rows(), amounts in prop::collection::vec(0.0_f64..50.0, 7)
    ) {
        let costs = Costs::new(&rows).expect("costs of at least 0");
        let (origins, destinations) = (&amounts[..rows.len()], vec![1.0; rows[0].len()]);
        let all: f64 = origins.iter().sum();
        let arrive: Vec<f64> = destinations.iter().map(|share| share * all / rows[0].len() as f64).collect();
        let found = doubly_constrained(&costs, origins, &arrive, 0.05);
        finite!(found);
        if let Ok(found) = found {
            for (row, total) in found.flows.iter().zip(origins) {
                prop_assert!((row.iter().sum::<f64>() - total).abs() < 1e-6 * all.max(1.0));
            }
        }
        for floor in [None, Some(0.5)] {
            let found = huff(&costs, &destinations, origins, (1.0, -2.0), floor);
            finite!(found);
            let Ok(found) = found else { continue };
            for shares in found.shares.iter().flatten() {
                prop_assert!(close(shares.iter().sum(), 1.0, 1.0));
            }
            let drawn = found.market.iter().sum::<f64>() + found.unmet;
            prop_assert!(close(drawn, all, all));
        }
        finite!(breaking_point(amounts[0], amounts[1], amounts[2]));
        finite!(gravity_model(&matrix(&rows), origins));
    }

    #[test]
    fn law_values_on_a_map_have_statistics_or_none((values, weights) in map(), draws in 0_u32..30) {
        let options = LocalOptions { draws, ..LocalOptions::default() };
        let (global, local) = (Moran::of(&values, &weights), local_moran(&values, &weights, options));
        finite!(global, local, bivariate(&values, &values, &weights));
        finite!(geary::geary(&values, &weights), local_g(&values, &weights));
        finite!(local_g_star(&values, &weights, Transform::Binary));
        let answers: Vec<bool> = values.iter().map(|value| *value > 5.0).collect();
        finite!(join_counts(&answers, &weights, draws, 1, 1));
        let globals = [
            moran::permuted(&values, &weights, draws, 1, 1),
            geary::permuted(&values, &weights, draws, 1, 1),
        ];
        finite!(globals, getis_ord::permuted(&values, &weights, draws, 1, 1));
        for permuted in globals.into_iter().flatten().flatten() {
            within!(0.0, [permuted.p], 1.0);
            prop_assert!(permuted.p > 0.0 && draws > 0);
        }
        for local in local.expect("one value a unit").into_iter().flatten() {
            within!(0.0, local.permuted.map(|permuted| permuted.p), 1.0);
        }
    }
}
