//! The best plan of programmes of three sizes, each to the gap that is asked of it, and a frontier.
//!
//! What is compared is the value within the gap: both sides may stop at different plans of it. `nodes` says which
//! limit of nodes reached it. Where the proof is asked for, both have to find the same value.

use std::fmt::Write as _;
use std::io;
use std::path::Path;

use agglo::plan::programme::{Programme, Road, Solving, frontier, solve_by};

use super::{Budget, Peer, Row, Work};
use crate::programmes::Drawn;

/// Seeds of each size, none of them chosen.
const SEEDS: [u64; 3] = [1, 2, 3];

const PEERS: &[Peer] =
    &[Peer { name: "HiGHS", script: "portfolio.py", way: "tangents", fresh: false, wanted: None }];

pub(super) const TWELVE: Row = Row {
    name: "portfolio-12",
    work: "best plans of 12 initiatives, 5 partners, 5 years, proved; three of them",
    budget: Budget::Processor(3.0),
    write: |folder| write(folder, &sized(12, 5, 6), 0.0),
    ready: |_, _| Ok(work(&sized(12, 5, 6), 1_000, 0.0)),
    peers: PEERS,
};

pub(super) const THIRTY: Row = Row {
    name: "portfolio-30",
    work: "plans of 30 initiatives, 6 partners, 5 years to 0.5 %; three of them",
    budget: Budget::Processor(30.0),
    write: |folder| write(folder, &sized(30, 6, 8), 0.005),
    ready: |_, _| Ok(work(&sized(30, 6, 8), 10_000, 0.005)),
    peers: PEERS,
};

pub(super) const TWO_HUNDRED: Row = Row {
    name: "portfolio-200",
    work: "a plan of 200 initiatives, 40 partners, 5 years to 2 %",
    budget: Budget::Processor(60.0),
    write: |folder| write(folder, &sized(200, 40, 12)[..1], 0.02),
    ready: |_, _| Ok(work(&sized(200, 40, 12)[..1], 1_000, 0.02)),
    peers: PEERS,
};

/// Money for half as much: whether the gap that is asked is reached is printed, not asserted.
pub(super) const TIGHT: Row = Row {
    name: "portfolio-200-tight",
    work: "plans of 200 initiatives, 40 partners, 5 years, money for 15 %; three of them",
    budget: Budget::Processor(180.0),
    write: |folder| write(folder, &tight(), 0.02),
    ready: |_, _| Ok(plans(&tight(), 20, 0.02)),
    peers: PEERS,
};

pub(super) const FRONTIER: Row = Row {
    name: "portfolio-frontier",
    work: "frontier of 20 budgets of a programme of 12 initiatives",
    budget: Budget::Processor(60.0),
    write: |_| Ok(()),
    ready: |_, _| {
        let programme = sized(12, 5, 6)[0].programme();
        let all: f64 = programme.budget.iter().sum();
        let budgets: Vec<f64> = (1..=20).map(|step| all * f64::from(step) / 10.0).collect();
        Ok(Box::new(move || {
            let points = frontier(&programme, &budgets, &[0.0], Solving::default()).unwrap();
            assert!(points.iter().all(|point| point.optimal));
            vec![("points", points.len() as f64)]
        }))
    },
    peers: &[],
};

fn sized(initiatives: u32, partners: u32, elements: u32) -> Vec<Drawn> {
    SEEDS.map(|seed| Drawn::of_size(initiatives, partners, elements, 0.3, seed)).to_vec()
}

fn tight() -> Vec<Drawn> {
    SEEDS.map(|seed| Drawn::of_size(200, 40, 12, 0.15, seed)).to_vec()
}

/// Values, widest gap and nodes, where the gap that is asked has to be reached.
fn work(drawn: &[Drawn], nodes: u64, gap: f64) -> Work {
    let mut plans = plans(drawn, nodes, gap);
    Box::new(move || {
        let found = plans();
        let widest = found.iter().find(|(name, _)| *name == "gap").unwrap().1;
        assert!(widest <= gap.max(1e-9), "a gap of {widest}");
        found
    })
}

/// The same, whatever gap is reached.
fn plans(drawn: &[Drawn], nodes: u64, gap: f64) -> Work {
    let programmes: Vec<Programme> = drawn.iter().map(Drawn::programme).collect();
    Box::new(move || {
        let (mut value, mut widest, mut looked_at) = (0.0, 0.0_f64, 0.0);
        for programme in &programmes {
            let found = solve_by(programme, Solving { nodes, gap }, Road::Decomposition).unwrap();
            let best = found.plan().unwrap();
            value += best.selection.value;
            widest = widest.max(best.proof.gap);
            looked_at += best.proof.looked_at as f64;
        }
        vec![("value", value), ("gap", widest), ("nodes", looked_at)]
    })
}

/// Programmes as lines of words, which a script reads without a library.
fn write(folder: &Path, drawn: &[Drawn], gap: f64) -> io::Result<()> {
    let mut text = format!("gap {gap}\n");
    for drawn in drawn {
        describe(&drawn.programme(), &mut text);
    }
    std::fs::write(folder.join("programmes.txt"), text)
}

fn describe(programme: &Programme, text: &mut String) {
    let joined =
        |numbers: &[f64]| numbers.iter().map(ToString::to_string).collect::<Vec<_>>().join(",");
    let discount = programme.discount;
    let _ = writeln!(text, "programme {discount} {}", joined(&programme.budget));
    for element in &programme.elements {
        let _ = writeln!(text, "element {} {} {}", element.id, element.weight, element.level);
    }
    for partner in &programme.partners {
        let able = if partner.passes { partner.capacity } else { 0.0 };
        let _ = writeln!(text, "partner {} {able}", partner.id);
    }
    for i in &programme.initiatives {
        let (id, cost) = (&i.id, joined(&i.cost));
        let carriers = i.carriers.join(",");
        let (delay, load, needed) = (i.delay, i.load, i.carriers_needed);
        let _ = writeln!(text, "initiative {id} {cost} {delay} {load} {needed} {carriers}");
        for (element, rise) in &i.effects {
            let _ = writeln!(text, "effect {id} {element} {rise}");
        }
        for before in &i.prerequisites {
            let _ = writeln!(text, "after {id} {} {}", before.id, before.lead);
        }
    }
    for set in &programme.exclusions {
        let _ = writeln!(text, "exclusion {}", set.join(","));
    }
}
