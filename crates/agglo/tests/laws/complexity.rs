//! Laws of complexity, relatedness and what a region could reach.

use agglo::map::complexity::{
    FitnessOptions, economic_complexity, economic_complexity_plus, fitness, prody_expy, ranks,
    reflections, stable_fitness, subnational_complexity,
};
use agglo::map::presence::Presence;
use agglo::map::relatedness::{
    Change, CoOccurrence, Diagonal, Form, GainForm, Model, Normalisation, candidates,
    compare_with_rival, continuous_proximity, density, fit, nearest, opportunities,
    opportunity_gain, opportunity_outlook, proximity, relative_density, skill_relatedness,
};
use agglo_stats::moments::Divisor;
use proptest::prelude::*;

use crate::given::{alike, close, count, few, finite, matrix, presence, rows, table, within};

proptest! {
    #![proptest_config(few())]

    #[test]
    fn law_the_complexity_of_a_region_is_the_mean_of_its_industries(held in presence()) {
        let found = economic_complexity(&held);
        finite!(found);
        let Ok(found) = found else { return Ok(()) };
        let Ok(scores) = found.scores else { return Ok(()) };
        let mut sum = 0.0;
        for (region, score) in scores.regions.iter().enumerate() {
            let Some(score) = score else { continue };
            let own: Option<Vec<f64>> = held.of_region(region).map(|at| scores.industries[at]).collect();
            let own = own.expect("an industry that a region has stands somewhere");
            let mean = own.iter().sum::<f64>() / own.len() as f64;
            // Divided by the second eigenvalue: a table near falling apart in the other way loses digits.
            let digits = 1e-9 / found.second.unwrap_or(1.0).max(1e-9);
            prop_assert!((score - mean).abs() <= digits.max(1e-9) * 10.0, "{score} {mean} {:?}", found.second);
            sum += score;
        }
        prop_assert!(sum.abs() < 1e-7);
        let external = subnational_complexity(&held, &scores.industries).expect("one score an industry");
        prop_assert!(alike(&external, &scores.regions) || found.second.unwrap_or(0.0) < 1e-6);
    }

    #[test]
    fn law_complexity_does_not_see_the_order_of_regions(held in presence()) {
        let last = held.regions() - 1;
        let turned = Presence::from_fn(held.regions(), held.industries(), |region, industry| {
            held.holds(last - region, industry)
        });
        let (Ok(one), Ok(two)) = (economic_complexity(&held), economic_complexity(&turned)) else {
            return Ok(());
        };
        prop_assert_eq!((one.parts, one.scores.is_ok()), (two.parts, two.scores.is_ok()));
        if let (Ok(one_scores), Ok(mut two_scores)) = (one.scores, two.scores) {
            two_scores.regions.reverse();
            // A narrow gap to the third eigenvalue leaves few digits of the vector.
            let gap = one.second.unwrap_or(0.0) - one.third.unwrap_or(0.0);
            let turned: Vec<Option<f64>> =
                two_scores.regions.iter().map(|score| score.map(|score| -score)).collect();
            let agree = alike(&one_scores.regions, &two_scores.regions);
            prop_assert!(agree || gap < 1e-5 || alike(&one_scores.regions, &turned));
        }
    }

    #[test]
    fn law_fitness_and_reflections_are_finite_of_any_table(held in presence(), rounds in 0_u32..30) {
        for options in [FitnessOptions::default(), FitnessOptions { rounds, tolerance: None }] {
            let found = fitness(&held, options);
            finite!(found, ranks(&found.regions));
            within!(0.0, found.regions.iter().chain(&found.industries).flatten().copied(), 1e9);
        }
        finite!(reflections(&held, rounds, rounds + 1, Divisor::Population));
        finite!(reflections(&held, rounds, rounds, Divisor::Sample));
        let stable = stable_fitness(&held, 0.05).expect("a delta inside its range");
        finite!(stable);
        prop_assert!(stable.regions.iter().chain(&stable.industries).all(|value| *value > 0.0));
    }

    #[test]
    fn law_amounts_have_complexity_and_mixes_lie_between_the_incomes(
        rows in rows(), income in prop::collection::vec(count(), 7)
    ) {
        let table = table(&rows);
        let income = &income[..rows.len()];
        finite!(economic_complexity_plus(&table));
        let found = prody_expy(&table, income).expect("one income a region");
        finite!(found);
        let (least, most) =
            income.iter().fold((f64::MAX, 0.0_f64), |(low, high), y| (low.min(*y), high.max(*y)));
        for value in found.regions.iter().chain(&found.industries).flatten() {
            let slack = 1e-9 * most.max(1.0);
            prop_assert!(least - slack <= *value && *value <= most + slack);
        }
    }

    #[test]
    fn law_proximities_and_densities_are_shares(held in presence(), k in 0_usize..5) {
        for (form, diagonal) in [(Form::Larger, Diagonal::Zero), (Form::GeometricMean, Diagonal::One)] {
            let near = proximity(&held, form, diagonal).expect("a square table");
            finite!(near);
            for row in 0..near.rows() {
                within!(0.0, near.row(row).iter().copied(), 1.0);
                prop_assert!((0..near.rows()).all(|at| close(near.at(row, at), near.at(at, row), 1.0)));
            }
            let around = density(&held, &near).expect("one size");
            finite!(around, relative_density(&held, &around));
            within!(0.0, around.table().into_iter().flatten().flatten(), 1.0);
            let closest = nearest(&near, k);
            finite!(closest);
            if let Ok(closest) = closest {
                within!(0.0, density(&held, &closest).expect("one size").table().into_iter().flatten().flatten(), 1.0);
            }
        }
        let pairs = CoOccurrence::of(&held);
        for normalisation in
            [Normalisation::Probability, Normalisation::Association, Normalisation::Cosine, Normalisation::Jaccard]
        {
            finite!(pairs.table(normalisation));
            within!(0.0, pairs.table(normalisation).into_iter().flatten().flatten(), f64::MAX);
        }
        within!(0.0, pairs.table(Normalisation::Jaccard).into_iter().flatten().flatten(), 1.0);
    }

    #[test]
    fn law_gains_and_outlooks_are_finite_and_nothing_is_gained_by_what_is_there(
        held in presence(), scores in prop::collection::vec(prop::option::of(-3.0_f64..3.0), 8)
    ) {
        let near = proximity(&held, Form::Larger, Diagonal::One).expect("a square table");
        let scores = &scores[..held.industries().min(8)];
        for form in [GainForm::Target, GainForm::Neighbour, GainForm::NeighbourLessOwn] {
            let gains = opportunity_gain(&held, &near, scores, form);
            finite!(gains);
            let Ok(gains) = gains else { continue };
            for (region, row) in gains.iter().enumerate().filter(|_| form != GainForm::Target) {
                let present = row.iter().enumerate().filter(|(industry, _)| held.holds(region, *industry));
                prop_assert!(present.filter_map(|(_, gain)| *gain).all(|gain| gain.abs() < 1e-12));
            }
        }
        finite!(opportunity_outlook(&held, &near, scores), opportunities(&held));
    }

    #[test]
    fn law_entry_is_forecast_with_probabilities_or_refused(before in presence(), bits in any::<[u64; 9]>()) {
        let after = Presence::from_fn(before.regions(), before.industries(), |region, industry| {
            before.holds(region, industry) ^ (bits[region] >> industry & 5 == 5)
        });
        let near = proximity(&before, Form::Larger, Diagonal::Zero).expect("a square table");
        let around = density(&before, &near).expect("one size");
        for change in [Change::Entry, Change::Exit] {
            let found = candidates(&before, &after, &around, change).expect("one size");
            finite!(found, compare_with_rival(&found, &found));
            for model in [Model::Density, Model::Rival] {
                let fitted = fit(model, &found);
                finite!(fitted);
                if let Ok(fitted) = fitted {
                    within!(0.0, found.iter().map(|candidate| fitted.probability(candidate)), 1.0);
                    finite!(fitted.quality(&found));
                }
            }
        }
    }

    #[test]
    fn law_moves_of_workers_and_correlated_quotients_are_mapped_into_their_ranges(
        rows in rows(), least in 0.0_f64..6.0
    ) {
        let size = rows.len().min(rows[0].len());
        let square: Vec<Vec<f64>> = rows[..size].iter().map(|row| row[..size].to_vec()).collect();
        let found = skill_relatedness(&matrix(&square), least).expect("a square table");
        finite!(found);
        within!(-1.0, found.mapped.iter().flatten().flatten().copied(), 1.0);
        let near = continuous_proximity(&table(&rows));
        finite!(near);
        within!(0.0, near.into_iter().flatten().flatten().flatten(), 1.0);
    }
}
