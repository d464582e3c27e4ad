//! Laws of industries that stand together, and of the clusters that they make.

use agglo::map::cluster::group::{GroupRule, Grown, Growth, dissolve, groups, incoherent, settle};
use agglo::map::cluster::quotient::cluster_quotients;
use agglo::map::cluster::similarity::Similarity;
use agglo::map::cluster::validation::{null, relatedness, scores};
use agglo::map::coagglomeration::{
    Background, Form, group_coagglomeration, locational_correlation, pairwise_coagglomeration,
};
use agglo::map::relatedness::input_output::{LinkForm, Shares};
use proptest::prelude::*;

use crate::given::{few, finite, matrix, rows, table, within};

proptest! {
    #![proptest_config(few())]

    #[test]
    fn law_industries_stand_together_both_ways_alike(rows in rows()) {
        let (x, table) = (matrix(&rows), table(&rows));
        let totals = table.region_totals().to_vec();
        for found in [
            pairwise_coagglomeration(&x, Background::MeanShare),
            pairwise_coagglomeration(&x, Background::Totals(&totals)),
        ] {
            finite!(found);
            for (a, row) in found.iter().enumerate() {
                for (b, one) in row.iter().enumerate() {
                    let other = found[b][a];
                    prop_assert_eq!(one.is_some(), other.is_some());
                    let (one, other) = (one.unwrap_or(0.0), other.unwrap_or(0.0));
                    prop_assert!((one - other).abs() < 1e-9 * one.abs().max(1.0));
                }
            }
        }
        for form in [Form::Counts, Form::Shares(&totals)] {
            let found = locational_correlation(&x, form);
            finite!(found);
            within!(-1.0, found.into_iter().flatten().flatten().flatten(), 1.0);
        }
        let all: Vec<usize> = (0..rows[0].len()).collect();
        finite!(group_coagglomeration(&table, &all, &totals), group_coagglomeration(&table, &[], &totals));
    }

    #[test]
    fn law_the_quotient_of_a_cluster_of_everything_is_one(rows in rows()) {
        let labels: Vec<usize> = (0..rows[0].len()).map(|industry| industry % 2).collect();
        finite!(cluster_quotients(&rows, &labels));
        let found = cluster_quotients(&rows, &vec![0; rows[0].len()]);
        finite!(found);
        prop_assert!(found.cluster.iter().flatten().flatten().all(|quotient| (quotient - 1.0).abs() < 1e-9));
    }

    #[test]
    fn law_groups_are_numbered_without_gaps_and_scored_in_percent(
        values in prop::collection::vec(-3.0_f64..3.0, 64), size in 0_usize..9, cut in 0_usize..7, same in any::<bool>()
    ) {
        let similarity =
            Similarity::from_fn(size, |a, b| if same { 1.0 } else { values[a * 8 % 64 + b % 8] + values[b * 8 % 64 + a % 8] });
        finite!(similarity.standardised());
        let rule = GroupRule { least_members: 2, moves: 3, least_part: 2, coherence: 0.95 };
        for growth in [Growth::Average, Growth::Ward, Growth::Means, Growth::Medians] {
            let grown = Grown::new(&similarity, growth, 1).expect("finite");
            let Ok(labels) = groups(&similarity, &grown, cut, &rule) else {
                prop_assert!(cut == 0, "only no groups cannot be made");
                continue;
            };
            for labels in [&labels, &settle(&similarity, &labels, 2), &dissolve(&similarity, &labels, 3)] {
                let groups = labels.iter().max().map_or(0, |last| last + 1);
                prop_assert!((0..groups).all(|group| labels.contains(&group)), "{labels:?}");
                prop_assert_eq!(labels.len(), size);
                finite!(relatedness(&similarity, labels), incoherent(&similarity, labels, &rule));
                let found = scores(&similarity, labels);
                finite!(found);
                within!(0.0, found.map(|found| found.mean()), 100.0);
                let chance = null(labels, 1, 19, |labels| scores(&similarity, labels).map(|found| found.mean()));
                finite!(chance);
                within!(0.05, chance.map(|chance| chance.p), 1.0);
            }
        }
    }

    #[test]
    fn law_links_between_industries_are_shares(rows in rows()) {
        let size = rows.len().min(rows[0].len());
        let square: Vec<Vec<f64>> = rows[..size].iter().map(|row| row[..size].to_vec()).collect();
        let found = Shares::of(&matrix(&square), &matrix(&square).transposed()).expect("shapes fit");
        finite!(found);
        for form in [LinkForm::Largest, LinkForm::Mutual] {
            let pairs = (0..size).flat_map(|a| (0..size).map(move |b| (a, b)));
            within!(0.0, pairs.map(|(a, b)| found.link(a, b, form)), 1.0);
        }
    }
}
