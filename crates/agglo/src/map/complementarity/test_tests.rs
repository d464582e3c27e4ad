//! Worlds with a known exponent: how often the test says so.

use agglo_stats::distribution::normal;
use agglo_stats::float;
use agglo_stats::random::uniform;

use super::*;
use crate::map::gap::aggregate::aggregate;

const WEIGHTS: [f64; 5] = [0.25, 0.2, 0.2, 0.2, 0.15];
const STATES: usize = 20;

/// A world with a true exponent: five levels uniform on `[0.05, 1]`, two controls, noise of 0.3 a region and
/// 0.1 a state on the logarithm of the outcome.
fn world(rho: f64, regions: usize, seed: u64) -> Sample {
    let draw = |region: usize, what: u32| {
        let region = u32::try_from(region).unwrap();
        uniform(seed, [region, what, 77, 0])[0]
    };
    let noise = |region: usize, what: u32| normal::quantile(draw(region, what)).unwrap();
    let (mut levels, mut controls, mut outcome, mut states) = (vec![], vec![], vec![], vec![]);
    for region in 0..regions {
        let row: Vec<f64> = (0..5).map(|at| 0.05 + 0.95 * draw(region, at)).collect();
        let beside = vec![noise(region, 10), noise(region, 11)];
        let state = region % STATES;
        let y = float::ln(aggregate(&WEIGHTS, &row, rho)) + 0.2 * beside[0] - 0.1 * beside[1]
            + 0.3 * noise(region, 12)
            + 0.1 * noise(state, 13);
        levels.push(row);
        controls.push(beside);
        outcome.push(y);
        states.push(state);
    }
    Sample::new(&WEIGHTS, &levels, &outcome, &controls, &states).unwrap()
}

fn quick() -> Options {
    Options { grid: vec![-1.0, 0.0, 1.0], draws: 200, ..Options::default() }
}

/// Supported, cannot tell, contradicted; and in how many the blueprint describes the outcome.
fn rates(rho: f64, regions: usize, worlds: u64) -> ([u32; 3], u32) {
    let (mut counts, mut describes) = ([0; 3], 0);
    for seed in 1..=worlds {
        let found = complementarity_test(&world(rho, regions, seed), &quick()).unwrap();
        counts[found.complementarity as usize] += 1;
        describes += u32::from(found.describes == Answer::Supported);
    }
    (counts, describes)
}

#[test]
fn law_a_complementary_world_is_supported_and_an_additive_one_never() {
    let (complementary, described) = rates(-1.0, 200, 60);
    assert!(complementary[0] >= 58, "{complementary:?}");
    assert_eq!(described, 60);
    let (additive, described) = rates(1.0, 200, 60);
    assert_eq!(additive[0], 0, "{additive:?}");
    assert!(additive[2] >= 57, "{additive:?}");
    assert_eq!(described, 60);
    println!("rho -1: {complementary:?}, rho 1: {additive:?}");
}

#[test]
fn law_between_the_two_mostly_nobody_can_tell() {
    let (between, _) = rates(0.0, 200, 60);
    println!("rho 0: {between:?}");
    assert!(between[1] >= 40, "{between:?}");
}

#[test]
fn law_substitutes_contradict_complements() {
    let (substitutes, _) = rates(4.0, 200, 20);
    assert_eq!(substitutes[0], 0, "{substitutes:?}");
    assert!(substitutes[2] >= 18, "{substitutes:?}");
}

#[test]
fn law_an_outcome_that_has_nothing_to_do_with_the_levels_says_nothing() {
    let mut wrong = 0;
    for seed in 1..=20 {
        let real = world(-1.0, 200, seed);
        let other = world(-1.0, 200, seed + 1_000);
        let states: Vec<usize> = (0..200).map(|region| region % STATES).collect();
        let mixed =
            Sample::new(&WEIGHTS, &real.lifted(0.0), other.outcome(), other.controls(), &states);
        let found = complementarity_test(&mixed.unwrap(), &quick()).unwrap();
        wrong += u32::from(found.complementarity != Answer::CannotTell);
        assert_ne!(found.describes, Answer::Supported);
    }
    assert!(wrong <= 4, "{wrong} of 20");
}

#[test]
fn law_the_order_of_regions_and_elements_changes_nothing() {
    let sample = world(-1.0, 100, 3);
    let order: Vec<usize> = (0..100).rev().collect();
    let turn = |row: &Vec<f64>| row.iter().rev().copied().collect::<Vec<f64>>();
    let weights: Vec<f64> = WEIGHTS.iter().rev().copied().collect();
    let levels = sample.lifted(0.0);
    let other = Sample::new(
        &weights,
        &order.iter().map(|&at| turn(&levels[at])).collect::<Vec<_>>(),
        &order.iter().map(|&at| sample.outcome()[at]).collect::<Vec<_>>(),
        &order.iter().map(|&at| sample.controls()[at].clone()).collect::<Vec<_>>(),
        &order.iter().map(|&at| at % STATES).collect::<Vec<_>>(),
    );
    let one = complementarity_test(&sample, &quick()).unwrap();
    let two = complementarity_test(&other.unwrap(), &quick()).unwrap();
    assert_eq!(one.complementarity, two.complementarity);
    let share = |found: &ComplementarityTest| found.floors[0].own_against_additive.share;
    assert!((share(&one) - share(&two)).abs() < 1e-9);
}

#[test]
fn edge_an_additive_blueprint_equals_its_rival_and_nobody_can_tell() {
    let options = Options { rho: 1.0, ..quick() };
    let found = complementarity_test(&world(1.0, 100, 1), &options).unwrap();
    assert_eq!(found.complementarity, Answer::CannotTell);
    assert!(found.floors[0].own_against_additive.share.abs() < 1e-15);
}

#[test]
fn edge_floors_that_disagree_leave_it_open_and_none_is_refused() {
    assert_eq!(Answer::agreed([Answer::Supported, Answer::Contradicted]), Answer::CannotTell);
    assert_eq!(Answer::agreed([Answer::Supported; 2]), Answer::Supported);
    let none = Options { floors: vec![], ..quick() };
    assert_eq!(complementarity_test(&world(1.0, 100, 1), &none).unwrap_err().code(), "E0312");
    let lone = Sample::new(&[1.0], &[vec![0.5], vec![0.6]], &[1.0, 2.0], &[], &[1, 2]).unwrap();
    assert_eq!(complementarity_test(&lone, &quick()).unwrap_err().code(), "E0312");
}

#[test]
fn edge_levels_that_never_differ_are_refused() {
    let levels = vec![vec![0.5; 5]; 6];
    let y = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0];
    let flat = Sample::new(&WEIGHTS, &levels, &y, &[], &[1, 1, 1, 2, 2, 2]).unwrap();
    assert_eq!(complementarity_test(&flat, &quick()).unwrap_err().code(), "E0313");
}
