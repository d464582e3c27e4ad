//! All roads give one answer, and what must hold of any programme holds.

use std::collections::BTreeMap;

use agglo_stats::random::uniform;

use crate::plan::programme::carry::Carried;
use crate::plan::programme::value::{Curve, tail};
use crate::plan::programme::{
    Duty, Element, Found, Group, Initiative, Model, Partner, Prerequisite, Programme, Relaxation,
    Risk, Road, Solving, frontier, regrets, solve, solve_by,
};

/// A small programme drawn by a seed: absent elements, harm, order, exclusion, partners, scenarios.
fn drawn(seed: u64) -> Programme {
    let draw = |at: u32, purpose: u32| uniform(seed, [at, purpose, 0, 0])[0];
    let whole = |unit: f64, n: u32| (0..n).rev().find(|&k| unit * f64::from(n) >= f64::from(k));
    let whole = |unit: f64, n: u32| whole(unit, n).unwrap_or(0);
    let n = 3 + u32::try_from(seed % 3).unwrap();
    let name = |at: u32| format!("i{at}");
    let level = |e: u32| if draw(e, 1) < 0.2 { 0.0 } else { 0.1 + 0.6 * draw(e, 2) };
    let elements = [0.5, 0.3, 0.2].into_iter().zip(0..).map(|(weight, e)| Element {
        id: format!("e{e}"),
        weight,
        level: level(e),
    });
    let initiative = |at: u32| {
        let mut effects = BTreeMap::new();
        for j in 0..=whole(draw(at, 3), 3) {
            let harm = if draw(at, 10 + j) < 0.15 { -0.5 } else { 1.0 };
            let rise = (0.05 + 0.3 * draw(at, 20 + j)) * harm;
            effects.insert(format!("e{}", whole(draw(at, 30 + j), 3)), rise);
        }
        let base = 10.0 + (draw(at, 4) * 40.0).floor();
        let first = at > 0 && draw(at, 5) < 0.3;
        let before = Prerequisite { id: name(whole(draw(at, 6), at.max(1))), lead: 1 };
        Initiative {
            id: name(at),
            cost: if draw(at, 7) < 0.4 { vec![base, base / 2.0] } else { vec![base] },
            staff_days: vec![1.0],
            effects,
            benefit: 1.0 + 9.0 * draw(at, 8),
            share_underserved: draw(at, 9),
            prerequisites: if first { vec![before] } else { Vec::new() },
            delay: usize::from(draw(at, 40) < 0.3),
            carriers: vec![format!("p{}", whole(draw(at, 41), 2)), "p2".to_owned()],
            load: 1.0,
            carriers_needed: usize::from(seed.is_multiple_of(3)),
        }
    };
    let years = 1 + usize::try_from(seed % 3).unwrap();
    let initiatives = (0..n).map(initiative).collect();
    let rho = [-1.0, 0.0, 0.5, 1.0, -3.0][whole(draw(0, 50), 5) as usize];
    let mut programme = Programme::new(rho, elements.collect(), initiatives, vec![40.0; years]);
    let partner = |at: u32| Partner {
        id: format!("p{at}"),
        passes: draw(at, 51) > 0.2,
        capacity: f64::from(whole(draw(at, 52), 3)),
    };
    programme.partners = (0..3).map(partner).collect();
    programme.carry_over = draw(0, 53) < 0.5;
    programme.staff = (draw(0, 54) < 0.3).then(|| vec![2.0; years]);
    programme.equity = (draw(0, 55) < 0.5).then_some(0.45);
    if draw(0, 56) < 0.4 {
        programme.exclusions.push(vec![name(0), name(1)]);
    }
    if draw(0, 57) < 0.3 {
        programme.forced_in.push(name(1));
    }
    if draw(0, 58) < 0.3 {
        programme.duties.push(Duty { id: "E1".to_owned(), members: vec![name(0), name(2)] });
    }
    if seed.is_multiple_of(4) {
        let up = |s: u32| (0..n).map(|at| (name(at), draw(at, 60 + s))).collect();
        programme.scenarios = (0..4).map(up).collect();
        let floor = 0.3 * draw(0, 59);
        programme.risk = Some(if seed.is_multiple_of(8) {
            Risk::Tail { alpha: 0.6, floor }
        } else {
            Risk::Chance { share: 0.7, floor }
        });
    }
    programme
}

fn plan(found: &Found) -> Option<(f64, Vec<Option<usize>>)> {
    found.plan().map(|best| (best.selection.value, best.selection.starts.clone()))
}

#[test]
fn law_every_road_leads_to_one_answer() {
    let (mut plans, mut none) = (0, 0);
    for seed in 0..90 {
        let programme = drawn(seed);
        let by = |road: Road| solve_by(&programme, Solving::default(), road).unwrap();
        let every = plan(&by(Road::Enumeration));
        for road in [Road::Decomposition, Road::Mixed] {
            let found = by(road);
            match (&every, plan(&found)) {
                (Some((value, _)), Some((other, _))) => {
                    let close = (value - other).abs() <= 1e-9 * value.abs().max(1e-9);
                    assert!(close, "seed {seed}, {road:?}: {value} against {other}");
                    let proof = &found.plan().unwrap().proof;
                    assert!(proof.optimal, "seed {seed}, {road:?}");
                    assert!(proof.bound >= value - 1e-9 * value.abs(), "seed {seed}, {road:?}");
                    plans += 1;
                }
                (None, None) => {
                    assert!(matches!(found, Found::Infeasible(_)), "seed {seed}, {road:?}");
                    none += 1;
                }
                (a, b) => panic!("seed {seed}, {road:?}: {a:?} against {b:?}"),
            }
        }
    }
    assert!(plans > 60 && none > 20, "{plans} with a plan, {none} without");
}

#[test]
fn law_a_search_that_is_stopped_keeps_a_true_bound() {
    for seed in 0..40 {
        let programme = drawn(seed);
        let every = solve(&programme, Solving::default()).unwrap();
        let stopped = Solving { nodes: 1, gap: 0.0 };
        let found = solve_by(&programme, stopped, Road::Decomposition).unwrap();
        if let (Some(every), Some(found)) = (every.plan(), found.plan()) {
            assert!(found.proof.bound >= every.selection.value - 1e-9, "seed {seed}");
            assert!(found.selection.value <= every.selection.value + 1e-9, "seed {seed}");
        }
    }
}

#[test]
fn law_money_never_harms_and_rules_never_help() {
    for seed in 0..60 {
        let programme = drawn(seed);
        let value = |programme: &Programme| {
            plan(&solve(programme, Solving::default()).unwrap())
                .map_or(f64::NEG_INFINITY, |(value, _)| value)
        };
        let with = value(&programme);
        let mut richer = programme.clone();
        richer.budget.iter_mut().for_each(|money| *money *= 1.5);
        assert!(value(&richer) >= with - 1e-9, "seed {seed}: money");
        for free in [
            Programme { equity: None, ..programme.clone() },
            Programme { risk: None, ..programme.clone() },
            Programme { exclusions: Vec::new(), ..programme.clone() },
            Programme { forced_in: Vec::new(), ..programme.clone() },
        ] {
            assert!(value(&free) >= with - 1e-9, "seed {seed}: rules");
        }
        let mut failing = programme.clone();
        failing.partners[0].passes = false;
        assert!(value(&failing) <= with + 1e-9, "seed {seed}: a gate");
    }
}

#[test]
fn law_order_of_initiatives_and_scenarios_changes_nothing() {
    for seed in 0..40 {
        let programme = drawn(seed);
        let mut turned = programme.clone();
        turned.initiatives.reverse();
        turned.scenarios.reverse();
        let (a, b) = (solve(&programme, Solving::default()), solve(&turned, Solving::default()));
        let starts = |found: Found| plan(&found).map(|(_, starts)| starts);
        assert_eq!(starts(a.unwrap()), starts(b.unwrap()), "seed {seed}");
    }
}

#[test]
fn law_forcing_the_opposite_never_gains() {
    for seed in 0..30 {
        let programme = drawn(seed);
        let Found::Plan(best) = solve(&programme, Solving::default()).unwrap() else { continue };
        for regret in regrets(&programme, &best, Solving::default()).unwrap() {
            assert!(regret.value.is_none_or(|value| value >= 0.0));
            assert_eq!(regret.value.is_none(), regret.because.is_some());
        }
    }
}

/// A set that contradicts itself stops doing so when any member is given up.
#[test]
fn law_a_conflict_is_irreducible() {
    let mut conflicts = 0;
    for seed in 0..120 {
        let programme = drawn(seed);
        let Found::Infeasible(conflict) = solve(&programme, Solving::default()).unwrap() else {
            continue;
        };
        let model = Model::new(&programme).unwrap();
        let all = model.groups();
        let only = |kept: &[Group]| {
            let dropped = all.iter().filter(|group| !kept.contains(group)).cloned().collect();
            model.without(&dropped).fits(10_000)
        };
        assert_eq!(only(&conflict.groups), Some(false), "seed {seed}");
        for at in 0..conflict.groups.len() {
            let mut fewer = conflict.groups.clone();
            fewer.remove(at);
            assert_eq!(only(&fewer), Some(true), "seed {seed}: {:?}", conflict.groups);
        }
        for (group, relaxation) in &conflict.relaxations {
            if let (Group::Budget(year), Relaxation::More(more)) = (group, relaxation) {
                let year: usize = year.parse().unwrap();
                if !programme.carry_over {
                    let mut richer = programme.clone();
                    richer.budget[year] += more * (1.0 + 1e-9);
                    assert!(solve(&richer, Solving::default()).unwrap().plan().is_some());
                }
            }
        }
        conflicts += 1;
    }
    assert!(conflicts > 20, "{conflicts}");
}

#[test]
fn law_points_of_a_frontier_rise_with_money() {
    for seed in 0..20 {
        let programme = Programme { forced_in: Vec::new(), ..drawn(seed) };
        let budgets = [0.0, 20.0, 40.0, 80.0, 160.0];
        let points = frontier(&programme, &budgets, &[0.0, 0.4], Solving::default()).unwrap();
        for pair in points.windows(2).filter(|pair| (pair[0].phi - pair[1].phi).abs() < 1e-12) {
            assert!(pair[1].equivalent >= pair[0].equivalent - 1e-9, "seed {seed}");
            assert!(!pair[1].enters.is_empty() || !pair[1].leaves.is_empty());
        }
    }
}

fn two() -> Programme {
    let initiative = |id: &str, cost: f64| Initiative {
        id: id.to_owned(),
        cost: vec![cost],
        effects: BTreeMap::from([("food".to_owned(), 0.2)]),
        ..Initiative::default()
    };
    let food = Element { id: "food".to_owned(), weight: 1.0, level: 0.3 };
    Programme::new(-1.0, vec![food], vec![initiative("b", 5.0), initiative("a", 5.0)], vec![9.0])
}

/// Two that do the same for the same money: the one whose id comes first.
#[test]
fn edge_ties_go_to_the_first_id() {
    let found = solve(&two(), Solving::default()).unwrap();
    let best = found.plan().unwrap();
    assert_eq!(best.selection.starts, [Some(0), None]);
    assert_eq!(best.proof.tied, Some(2));
    assert!((best.selection.equivalent - 0.5).abs() < 1e-12);
}

#[test]
fn edge_what_cannot_be_meant_is_refused() {
    let refused = |change: fn(&mut Programme)| {
        let mut programme = two();
        change(&mut programme);
        solve(&programme, Solving::default()).map(|_| ()).unwrap_err().code()
    };
    assert_eq!(refused(|p| p.elements[0].weight = 0.5), "E0323");
    assert_eq!(refused(|p| p.elements[0].level = 1.5), "E0323");
    assert_eq!(refused(|p| p.budget = Vec::new()), "E0321");
    assert_eq!(refused(|p| p.budget[0] = f64::INFINITY), "E0323");
    assert_eq!(refused(|p| p.budget[0] = 1e30), "E0323");
    assert_eq!(refused(|p| p.initiatives[0].cost[0] = -1.0), "E0323");
    assert_eq!(refused(|p| p.initiatives[0].id = "a".to_owned()), "E0326");
    assert_eq!(refused(|p| p.forced_in.push("z".to_owned())), "E0104");
    assert_eq!(refused(|p| p.initiatives[0].carriers.push("nobody".to_owned())), "E0104");
    assert_eq!(refused(|p| p.discount = 0.0), "E0323");
    assert_eq!(refused(|p| p.initiatives = vec![p.initiatives[0].clone(); 10_000]), "E0323");
    assert_eq!(
        refused(|p| {
            for (at, other) in [(0, "a"), (1, "b")] {
                let first = Prerequisite { id: other.to_owned(), lead: 0 };
                p.initiatives[at].prerequisites.push(first);
            }
        }),
        "E0327"
    );
}

/// Nothing to buy, no money, and an initiative that does not end in time.
#[test]
fn edge_a_plan_of_nothing_is_a_plan() {
    let none = Programme { initiatives: Vec::new(), ..two() };
    let poor = Programme { budget: vec![0.0], ..two() };
    let mut long = two();
    long.initiatives.iter_mut().for_each(|initiative| initiative.cost = vec![1.0, 1.0]);
    for programme in [none, poor, long] {
        let found = solve(&programme, Solving::default()).unwrap();
        assert!((found.plan().unwrap().selection.equivalent - 0.3).abs() < 1e-12);
    }
}

#[test]
fn edge_an_initiative_that_nobody_can_carry_stays_out_or_says_why() {
    let mut programme = two();
    programme.initiatives.iter_mut().for_each(|initiative| initiative.carriers_needed = 1);
    let found = solve(&programme, Solving::default()).unwrap();
    assert_eq!(found.plan().unwrap().selection.chosen().count(), 0);
    programme.forced_in.push("a".to_owned());
    let Found::Infeasible(conflict) = solve(&programme, Solving::default()).unwrap() else {
        panic!("nobody can carry it")
    };
    assert_eq!(conflict.groups, [Group::Force("a".to_owned())]);
}

#[test]
fn edge_above_one_only_looking_at_every_plan_proves() {
    let programme = Programme { rho: 2.0, ..two() };
    assert!(solve(&programme, Solving::default()).unwrap().plan().is_some());
    let by = |road| solve_by(&programme, Solving::default(), road).map(|_| ());
    assert_eq!(by(Road::Decomposition).unwrap_err().code(), "E0323");
}

/// What stands in the answer is what the plan is worth.
#[test]
fn law_figures_of_a_plan_belong_together() {
    for seed in (0..40).step_by(4) {
        let programme = drawn(seed);
        let model = Model::new(&programme).unwrap();
        let Found::Plan(best) = solve(&programme, Solving::default()).unwrap() else { continue };
        let plan = &best.selection;
        let curve = Curve::new(programme.rho);
        assert!((curve.at(plan.equivalent) - plan.value).abs() < 1e-9 * plan.value.abs().max(1.0));
        assert!((plan.cost_by_year.iter().sum::<f64>() - plan.cost).abs() < 1e-9);
        if let (Some(Risk::Tail { alpha, .. }), Some(bad)) = (programme.risk, plan.tail) {
            assert!((tail(&model.scenario_values(&plan.starts), alpha) - bad).abs() < 1e-12);
            assert!(bad <= plan.value + 1e-12);
        }
    }
}

/// In another unit amounts have no common measure and are counted on a grid: the bound stays true.
#[test]
fn law_the_unit_of_money_changes_nothing() {
    for seed in 0..40 {
        let programme = drawn(seed);
        let mut other = programme.clone();
        other.budget.iter_mut().for_each(|money| *money *= 0.317);
        for initiative in &mut other.initiatives {
            initiative.cost.iter_mut().for_each(|cost| *cost *= 0.317);
        }
        let by = |p: &Programme, nodes: u64| {
            solve_by(p, Solving { nodes, gap: 0.0 }, Road::Decomposition).unwrap()
        };
        let (a, b) = (by(&programme, 10_000), by(&other, 10_000));
        match (plan(&a), plan(&b)) {
            (Some((a, _)), Some((b, _))) => assert!((a - b).abs() <= 1e-9 * a.abs(), "{seed}"),
            (a, b) => assert_eq!(a.is_some(), b.is_some(), "seed {seed}"),
        }
        if let (Some((value, _)), Some(stopped)) = (plan(&b), by(&other, 0).plan()) {
            assert!(stopped.proof.bound >= value - 1e-12 * value.abs(), "seed {seed}");
        }
    }
}

/// What is soon told about carriers is what is told in the end.
#[test]
fn law_who_can_carry_is_told_alike() {
    for seed in (0..90).step_by(3) {
        let model = Model::new(&drawn(seed)).unwrap();
        for set in 0..1_u32 << model.acts.len() {
            let starts: Vec<Option<usize>> =
                (0..model.acts.len()).map(|at| (set >> at & 1 == 1).then_some(0)).collect();
            let by = model.carried(&starts);
            if let Some(can) = model.can_carry(&starts) {
                assert_eq!(can, matches!(by, Carried::By(_)), "seed {seed}, set {set}");
            }
        }
    }
}
