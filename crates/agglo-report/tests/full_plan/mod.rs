//! A plan made up for the page: every part has something in it.

use agglo::base::blueprint::{
    Aggregator, Blueprint, BlueprintStatus, Body, Cuts, Edge, EdgeKind, Element, ExemplarRule,
    Form, Grade, Measure, Ranking, Sign,
};
use agglo::base::estimate::{
    Caveat, Estimate, Figure, Interval, IntervalKind, Provenance, Withheld,
};
use agglo::base::year::Year;
use agglo::plan::full::{
    Aim, Alternative, Basis, Carrier, Choice, Contradiction, ElementBeforeAfter, ElementMoney,
    Entry, EntryKind, Equity, Frame, FullMoney, FullPlan, FullProof, GoalAim, GoalOfPlan, Ground,
    Information, LearnFirst, Locus, Omitted, OmittedBecause, PartnerLeftOut, PartnerSet,
    PartnerUsed, Pilot, PointOfFrontier, PriceOf, PriceTag, Reading, Regret, Relaxed, RestsOn,
    Robustness, SideOfGoal, Step, TwinPlan, Whole,
};
use agglo::plan::{Check, Comparator, Gate, Standing, YearCost, YearMoney};

fn exact(value: f64) -> Figure {
    Estimate::exact(value, Provenance::new("test/1", [])).into()
}

fn about(value: f64, low: f64, high: f64) -> Figure {
    let interval = Interval::new(low, high, 0.9, IntervalKind::Simulated).unwrap();
    Estimate::new(value, interval, Provenance::new("test/1", [])).into()
}

fn element(id: &str, title: &str, form: Form, weight: f64) -> Element {
    Element {
        id: id.into(),
        title: title.to_owned(),
        form,
        weight,
        required: weight > 0.0,
        immutable: form == Form::Piece,
        body: Body::Single(Measure::Unrecorded),
        alternatives: Vec::new(),
        overlap_with: None,
    }
}

fn edge(from: &str, to: &str, grade: Grade) -> Edge {
    Edge {
        from: from.into(),
        to: to.into(),
        sign: Sign::Plus,
        kind: EdgeKind::DrawsCustomers,
        strength: 0.4,
        grade,
        source: "a study".to_owned(),
        statistic: None,
    }
}

/// A small blueprint.
pub(crate) fn blueprint() -> Blueprint {
    Blueprint {
        id: "coast".into(),
        title: "Coast".to_owned(),
        goal: "work all year".to_owned(),
        status: BlueprintStatus::Reviewed,
        naics_vintage: Year(2012),
        derived_from: None,
        sources: Vec::new(),
        cluster: None,
        chosen_if: Vec::new(),
        applies_if: None,
        aggregator: Aggregator::default(),
        cuts: Cuts::default(),
        exemplars: ExemplarRule {
            pool: Vec::new(),
            class_fact: "residents".to_owned(),
            classes: Vec::new(),
            take: 5,
            rank: Ranking::EmploymentQuotient(Vec::new()),
            tau: 0.5,
            alternatives: Vec::new(),
        },
        evidence: None,
        elements: vec![
            element("shore", "Shore and water", Form::Piece, 0.2),
            element("lodging", "Places to stay", Form::Industry, 0.3),
            element("food", "Places to eat and drink", Form::Industry, 0.3),
            element("evening", "Evenings out and culture", Form::Industry, 0.2),
            element("firms", "New firms of residents", Form::Keystone, 0.0),
        ],
        outcomes: Vec::new(),
        edges: vec![
            edge("shore", "lodging", Grade::B),
            edge("lodging", "food", Grade::C),
            edge("evening", "lodging", Grade::E),
            edge("firms", "food", Grade::E),
        ],
    }
}

fn level(id: &str, title: &str, before: Figure, after: Figure, by: &[&str]) -> ElementBeforeAfter {
    ElementBeforeAfter {
        id: id.into(),
        title: title.to_owned(),
        weight: 0.25,
        is_mutable: id != "shore",
        may_bind: id == "evening",
        before,
        by_year: vec![after.value().unwrap_or(0.0); 3],
        after,
        lifted_by: by.iter().map(|id| (*id).to_owned()).collect(),
    }
}

fn choice(id: &str, title: &str, start: u16, cents: [f64; 3], effect: Option<u16>) -> Choice {
    let years = (0..3_u16).zip(cents).filter(|(_, cost)| *cost > 0.0);
    Choice {
        id: id.to_owned(),
        title: title.to_owned(),
        archetype: None,
        size: None,
        start: Year(start),
        first_effect: effect.map(Year),
        cost_by_year: years
            .map(|(at, cost)| YearCost { year: Year(2026 + at), usd: exact(cost) })
            .collect(),
        cost: exact(cents.iter().sum()),
        cost_from: Basis::StatedUnsourced,
        carriers: vec![
            Carrier { id: "library".to_owned(), name: "County library".to_owned() },
            Carrier { id: "transit".to_owned(), name: "Transit co-operative".to_owned() },
        ],
        role: None,
        element: Some("evening".into()),
        element_title: "Evenings out and culture".to_owned(),
        aims: vec![Aim {
            element: "evening".into(),
            title: "Evenings out and culture".to_owned(),
            at_most: 0.2,
            expected: about(0.17, 0.1, 0.2),
            is_spill_over: false,
        }],
        effect_from: Basis::WideDefault,
        prior: None,
        closes: vec!["E1".to_owned()],
        gain: about(0.031, 0.01, 0.05),
        regret: Regret {
            lost: exact(0.031),
            instead: Vec::new(),
            falls_out: Vec::new(),
            text: "The whole loses 0.031 without it.".to_owned(),
            is_proved: true,
        },
        reasons: vec!["it lifts the element that may bind".to_owned()],
        stays: exact(0.86),
        reading: Reading::OnlyOwn,
        is_marked: id == "bus",
        cites: if id == "bus" { vec!["listening:3".to_owned()] } else { Vec::new() },
        owner_after: (id == "bus").then(|| "Transit co-operative".to_owned()),
        revenue_after: None,
        caveats: Vec::new(),
    }
}

fn omitted(id: &str, title: &str, regret: bool) -> Omitted {
    Omitted {
        id: id.to_owned(),
        title: title.to_owned(),
        archetype: None,
        why: OmittedBecause::Money,
        reason: "the money does not reach for it".to_owned(),
        regret: regret.then(|| Regret {
            lost: exact(0.012),
            instead: Vec::new(),
            falls_out: vec!["Evening bus".to_owned()],
            text: String::new(),
            is_proved: true,
        }),
        enters_at: regret.then(|| exact(900_000.0)),
        would_be_chosen: regret.then(|| exact(0.22)),
        reading: Reading::Neither,
        is_marked: false,
    }
}

/// What cannot hold together.
pub(crate) fn conflict() -> Contradiction {
    Contradiction {
        text: "Two demands exclude each other".to_owned(),
        constraints: vec![Relaxed {
            name: "budget:2026".to_owned(),
            words: "the money of 2026".to_owned(),
            relaxation: Some("40,000 more in 2026".to_owned()),
        }],
        is_proved: true,
    }
}

fn frontier() -> Vec<PointOfFrontier> {
    let point = |phi: f64, at: u16| PointOfFrontier {
        phi,
        budget: 150_000.0 * f64::from(at),
        value: (1.0 - phi) * f64::from(at).sqrt() / 6.0,
        cost: 140_000.0 * f64::from(at),
        share_underserved: Some(0.4),
        chosen: vec![("bus".to_owned(), 2026)],
        enters: match at {
            2 => vec!["bus".to_owned()],
            4 => vec!["stage".to_owned()],
            _ => Vec::new(),
        },
        leaves: if at == 4 { vec!["kitchen".to_owned()] } else { Vec::new() },
        is_proved: at < 7,
        gap: if at < 7 { 0.0 } else { 0.004 },
    };
    [0.0, 0.3].into_iter().flat_map(|phi| (1..=8).map(move |at| point(phi, at))).collect()
}

fn money() -> FullMoney {
    let year = |at: u16, placed: f64| YearMoney {
        year: Year(2026 + at),
        budget: exact(300_000.0),
        placed: exact(placed),
    };
    let element = |id: &str, title: &str, by: [f64; 3]| ElementMoney {
        element: Some(id.into()),
        title: title.to_owned(),
        placed: exact(by.iter().sum()),
        by_year: by.to_vec(),
    };
    FullMoney {
        currency: "USD".to_owned(),
        budget: exact(900_000.0),
        placed: exact(570_000.0),
        not_placed: exact(330_000.0),
        because: "nothing else has an effect that evidence supports".to_owned(),
        carry_over: false,
        by_year: vec![year(0, 200_000.0), year(1, 250_000.0), year(2, 120_000.0)],
        by_element: vec![
            element("evening", "Evenings out and culture", [120_000.0, 150_000.0, 40_000.0]),
            element("food", "Places to eat and drink", [80_000.0, 100_000.0, 80_000.0]),
        ],
    }
}

fn partners() -> PartnerSet {
    PartnerSet {
        used: vec![PartnerUsed {
            id: "library".to_owned(),
            name: "County library".to_owned(),
            carries: vec!["Evening bus".to_owned()],
            load: 35.0,
            capacity: Some(60.0),
            only_covers: vec!["work at the north shore".to_owned()],
        }],
        left_out: vec![PartnerLeftOut {
            id: "chamber".to_owned(),
            name: "Chamber of trade".to_owned(),
            gate: Gate::Unknown,
            reason: "two ratings are not enough to tell".to_owned(),
            worth: Figure::Withheld(Withheld::missing("nothing changes")),
        }],
        uncovered: vec!["health inland".to_owned()],
        stays: exact(0.7),
        cost_a_year: exact(60_000.0),
    }
}

fn learn_first() -> LearnFirst {
    LearnFirst {
        text: "Pilots of two years, then scale or stop".to_owned(),
        pilots: vec![Pilot {
            id: "bus".to_owned(),
            title: "Evening bus".to_owned(),
            share: 0.25,
            cost: exact(60_000.0),
            years: 2,
            read_on: "2028-01-31".to_owned(),
            units: 50,
            measures: "0.10 with a standard error of 0.04".to_owned(),
            standard_error: 0.4,
            believed: about(0.5, 0.0, 1.2),
            scale_from: exact(0.4),
            rule: "scale from 40 % of the stated effect on, else stop".to_owned(),
            scaled: vec![("bus".to_owned(), 2028)],
            stopped: Vec::new(),
            probability_scaled: exact(0.55),
            worth: exact(0.012),
            net: about(0.008, 0.006, 0.010),
        }],
        cost: exact(60_000.0),
        two_stage: exact(0.052),
        one_stage: exact(0.044),
        gain: about(0.008, 0.006, 0.010),
        standard_error: exact(0.0012),
        is_advised: true,
        without_pilot: vec!["Stage: the plan cannot do without it".to_owned()],
        assumptions: vec![Caveat::new("one-pilot", "Pilots are tried one at a time.")],
    }
}

/// The plan.
pub(crate) fn plan() -> FullPlan {
    FullPlan {
        place: Locus {
            region: "00001".into(),
            name: "North County".to_owned(),
            id: None,
            programme: Some(("coast".to_owned(), "Work all year on the coast".to_owned())),
            is_illustrative: true,
        },
        as_of: "2026-01-31".to_owned(),
        goal: Some(GoalOfPlan {
            mission: "Work all year on the coast".to_owned(),
            aims: vec![
                GoalAim {
                    side: SideOfGoal::Economy,
                    measure: "wage_jobs".to_owned(),
                    change: 120.0,
                    unit: "jobs".to_owned(),
                    year: Year(2030),
                    baseline: Some((5200.0, Year(2024))),
                },
                GoalAim {
                    side: SideOfGoal::People,
                    measure: "poverty_rate".to_owned(),
                    change: -2.0,
                    unit: "pt".to_owned(),
                    year: Year(2030),
                    baseline: None,
                },
            ],
            since: "2025-09-01".to_owned(),
        }),
        registered: None,
        blueprint: Frame {
            id: "coast".into(),
            title: "Coast".to_owned(),
            rho: -1.0,
            claim: "the counties contradict it".to_owned(),
            is_supported: false,
        },
        ground: Ground::Record,
        standing: Standing::Draft,
        standing_because: vec!["no strategic partner passes its four tests".to_owned()],
        headline: "Two initiatives for 570,000 dollars, most of whose gain rests on defaults"
            .to_owned(),
        whole: Whole {
            before: exact(0.28),
            after: about(0.35, 0.31, 0.38),
            gain: about(0.044, 0.02, 0.06),
            additive_before: exact(0.41),
            additive_after: about(0.46, 0.43, 0.48),
            bad_case: Some(exact(0.3)),
        },
        elements: vec![
            level("shore", "Shore and water", exact(0.9), exact(0.9), &[]),
            level("lodging", "Places to stay", exact(0.55), exact(0.55), &[]),
            level(
                "food",
                "Places to eat and drink",
                exact(0.44),
                about(0.5, 0.47, 0.52),
                &["kitchen"],
            ),
            level(
                "evening",
                "Evenings out and culture",
                exact(0.31),
                about(0.48, 0.4, 0.51),
                &["bus"],
            ),
        ],
        chosen: vec![
            choice("bus", "Evening bus", 2026, [120_000.0, 150_000.0, 40_000.0], Some(2027)),
            choice("kitchen", "Shared kitchen", 2026, [80_000.0, 100_000.0, 80_000.0], None),
        ],
        not_chosen: vec![
            omitted("stage", "Open-air stage", true),
            omitted("film", "Film tax credit", false),
        ],
        money: money(),
        equity: Equity {
            phi: Some(0.3),
            share: about(0.41, 0.3, 0.5),
            gate: Gate::Pass,
            text: "At least 30 % of the benefit has to reach underserved places".to_owned(),
        },
        partners: Some(partners()),
        first_90_days: vec![Step {
            by: "2026-02-28".to_owned(),
            day: 28,
            what: "ask both carriers for a quote".to_owned(),
            who: "the backbone".to_owned(),
            because: "all amounts are assumed".to_owned(),
        }],
        calendar: vec![
            Entry {
                date: "2026-02-28".to_owned(),
                until: None,
                kind: EntryKind::Step,
                what: "Ask both carriers for a quote".to_owned(),
                initiative: None,
            },
            Entry {
                date: "2026-01-01".to_owned(),
                until: Some("2028-12-31".to_owned()),
                kind: EntryKind::Start,
                what: "Evening bus".to_owned(),
                initiative: Some("bus".to_owned()),
            },
        ],
        comparators: vec![Comparator {
            title: "do nothing".to_owned(),
            text: "keep the money".to_owned(),
            usd_per_household: None,
            gain: exact(0.0),
        }],
        alternatives: vec![Alternative {
            title: "without a kitchen".to_owned(),
            chosen: vec![("bus".to_owned(), 2026)],
            titles: vec!["Evening bus".to_owned()],
            value: exact(0.04),
            lost: exact(0.004),
            cost: exact(310_000.0),
            share_underserved: exact(0.5),
            because: "a board that wants to keep a reserve would take it".to_owned(),
        }],
        prices: vec![PriceTag {
            of: PriceOf::Money,
            change: "50,000 more".to_owned(),
            gain: exact(0.0021),
            enters: vec!["Open-air stage".to_owned()],
            leaves: Vec::new(),
            is_proved: false,
        }],
        frontier: frontier(),
        robustness: Robustness {
            scenarios: 64,
            same_set: exact(0.58),
            text: "Trust, take-up and costs vary".to_owned(),
        },
        find_out: vec![Information {
            ask: "how many people would ride late".to_owned(),
            of: "the transit co-operative".to_owned(),
            would_change: "below 40 riders the bus falls out".to_owned(),
            worth: exact(0.006),
            is_decisive: true,
        }],
        learn_first: Some(learn_first()),
        twin: TwinPlan {
            text: "That elements need each other is an assumption".to_owned(),
            is_same: false,
            chosen: vec![("stage".to_owned(), 2026)],
            only_own: vec!["Evening bus".to_owned()],
            only_additive: vec!["Open-air stage".to_owned()],
            lost_if_additive: exact(0.003),
        },
        rests_on: RestsOn {
            gain_on_defaults: exact(0.7),
            gain_on_statements: exact(0.3),
            gain_on_studies: exact(0.0),
            gain_on_counts: exact(0.0),
            money_on_assumptions: exact(1.0),
        },
        conflict: None,
        proof: FullProof {
            text: "every plan was looked at".to_owned(),
            is_optimal: true,
            looked_at: 64,
            node_limit: 10_000,
            bound: exact(0.35),
            gap: 0.0,
            scenarios: 64,
            scenarios_after: 2_000,
        },
        gates: vec![Check {
            rule: "P1".to_owned(),
            text: "a strategic partner".to_owned(),
            gate: Gate::Unknown,
            found: "two ratings".to_owned(),
            to_pass: "three more ratings".to_owned(),
        }],
        assumptions: vec![Caveat::new("assumed", "Take-up is assumed")],
        caveats: vec![Caveat::new("made-up", "All of it is made up")],
        sources: Vec::new(),
        seed: 7,
    }
}
