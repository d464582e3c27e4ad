//! Law and edge tests of the underserved rule.

use super::*;
use crate::panel::{Fact, Pooling};

fn test(fact: &str, against: Against, passes: Side, threshold: f64, several: Several) -> Test {
    Test { fact: fact.into(), title: fact.into(), against, passes, threshold, several }
}

fn leg(id: &str, tests: Vec<Test>) -> Leg {
    Leg { id: id.into(), title: id.into(), when_passed: None, tests }
}

fn rule() -> Rule {
    use Several::{MembersAgree, Recomputed};
    Rule {
        id: "test".into(),
        version: 1,
        text: "Two of three.".into(),
        needed: 2,
        basis: Vec::new(),
        legs: vec![
            leg("svi", vec![test("svi", Against::Value, Side::AtLeast, 0.75, MembersAgree)]),
            leg("flag", vec![test("flag", Against::Value, Side::AtLeast, 1.0, MembersAgree)]),
            leg(
                "federal",
                vec![
                    test("rate", Against::LessNation, Side::AtLeast, 1.0, Recomputed),
                    test("income", Against::OverNation, Side::AtMost, 0.8, Recomputed),
                ],
            ),
        ],
    }
    .checked()
    .unwrap()
}

fn fact(name: &str, pooling: Pooling) -> Fact {
    Fact {
        name: name.into(),
        definition: String::new(),
        unit: String::new(),
        role: "people".into(),
        year: None,
        better: "none".into(),
        pooling,
        source: "test".into(),
    }
}

/// Facts of regions `a` and `b`: svi, flag, rate, income; the nation has rate 4.1 and income 50,000.
fn facts(rows: &[(&str, [Option<f64>; 4])]) -> Facts {
    let names = ["svi", "flag", "rate", "income"];
    let people = ("people".to_owned(), "a".into(), Cell::disclosed(300.0).unwrap());
    let others = ("people".to_owned(), "b".into(), Cell::disclosed(100.0).unwrap());
    let mut cells = vec![people, others];
    for (region, values) in rows {
        for (name, value) in names.iter().zip(values) {
            if let Some(value) = value {
                let cell = Cell::disclosed(*value).unwrap();
                cells.push(((*name).to_owned(), RegionId::from(*region), cell));
            }
        }
    }
    for (name, value) in [("rate", 4.1), ("income", 50_000.0)] {
        cells.push((name.to_owned(), "US".into(), Cell::disclosed(value).unwrap()));
    }
    let weighted = || Pooling::Weighted("people".into());
    let definitions = [
        fact("people", Pooling::Sum),
        fact("svi", Pooling::None),
        fact("flag", Pooling::Any),
        fact("rate", weighted()),
        fact("income", weighted()),
    ];
    Facts::new(definitions, cells).unwrap()
}

fn read(values: [Option<f64>; 4]) -> Underserved {
    underserved(&rule(), &facts(&[("a", values)]), &["a".into()])
}

fn outcomes(read: &Underserved) -> Vec<Outcome> {
    read.legs.iter().map(|leg| leg.outcome).collect()
}

#[test]
fn a_county_exactly_on_a_threshold_passes_and_one_beyond_it_fails() {
    let federal = |rate: f64, income: f64| {
        read([Some(0.1), Some(0.0), Some(rate), Some(income)]).legs[2].outcome
    };
    assert_eq!(federal(4.1, 40_000.0), Outcome::Yes, "80.0 % of the nation's income");
    assert_eq!(federal(4.1, 40_050.0), Outcome::No, "80.1 %");
    assert_eq!(federal(5.1, 60_000.0), Outcome::Yes, "one point above, although 5.1 - 4.1 < 1");
    assert_eq!(federal(5.09, 60_000.0), Outcome::No);
}

#[test]
fn two_of_three_legs_are_needed() {
    use Outcome::{No, Yes};
    let one = read([Some(0.6), Some(0.0), Some(4.0), Some(33_000.0)]);
    assert_eq!((one.verdict, outcomes(&one)), (No, vec![No, No, Yes]));
    let two = read([Some(0.75), Some(0.0), Some(4.0), Some(33_000.0)]);
    assert_eq!((two.verdict, two.passed), (Yes, 2));
    assert!(two.sentence.starts_with("Underserved by the rule `test`, which needs 2 of 3 legs"));
}

#[test]
fn an_unknown_input_is_unknown_unless_the_verdict_holds_without_it() {
    use Outcome::{No, Unknown, Yes};
    let without_rate = read([Some(0.1), Some(0.0), None, Some(60_000.0)]);
    assert_eq!((outcomes(&without_rate), without_rate.verdict), (vec![No, No, Unknown], No));
    let poor = read([Some(0.1), Some(0.0), None, Some(30_000.0)]);
    assert_eq!(poor.legs[2].outcome, Yes, "one of two tests is enough");
    let without_svi = read([None, Some(0.0), Some(9.0), Some(30_000.0)]);
    assert_eq!((without_svi.verdict, without_svi.unknown), (Unknown, 1));
    assert!(without_svi.sentence.contains("unknown: svi"));
    let sure = read([None, Some(1.0), Some(9.0), Some(30_000.0)]);
    assert_eq!(sure.verdict, Yes);
}

#[test]
fn a_threshold_inside_the_bounds_is_unknown() {
    let flag = Test { threshold: 0.5, ..rule().legs[1].tests[0].clone() };
    let bounded = |low, high| {
        let cell = Cell::withheld(low, high).unwrap();
        outcome(&flag, &answer(cell, Provenance::default()).into())
    };
    assert_eq!(bounded(0.4, 0.6), Outcome::Unknown);
    assert_eq!(bounded(0.5, 0.6), Outcome::Yes);
    assert_eq!(bounded(0.1, 0.4), Outcome::No);
}

#[test]
fn rates_of_several_members_are_recomputed_and_percentiles_must_agree() {
    use Outcome::{No, Unknown, Yes};
    let both: [RegionId; 2] = ["a".into(), "b".into()];
    let members = |a: [Option<f64>; 4], b: [Option<f64>; 4]| {
        underserved(&rule(), &facts(&[("a", a), ("b", b)]), &both)
    };
    let mixed = members(
        [Some(0.9), Some(1.0), Some(4.0), Some(40_000.0)],
        [Some(0.8), Some(0.0), Some(4.0), Some(60_000.0)],
    );
    assert_eq!(outcomes(&mixed), vec![Yes, Unknown, No]);
    let income = &mixed.legs[2].tests[1];
    assert_eq!(income.value.value(), Some(45_000.0), "weighted by people, not 50,000");
    assert_eq!(income.members[0].outcome, Yes);
    assert_eq!(mixed.legs[0].tests[0].value.value(), None, "no percentile of a sum");
    assert_eq!(mixed.legs[0].tests[0].members[1].value.value(), Some(0.8));
}

#[test]
fn a_rule_that_cannot_be_read_is_refused() {
    let refused = |change: fn(&mut Rule)| {
        let mut rule = rule();
        change(&mut rule);
        rule.checked().unwrap_err().code()
    };
    assert_eq!(refused(|rule| rule.needed = 0), "E0105");
    assert_eq!(refused(|rule| rule.needed = 4), "E0105");
    assert_eq!(refused(|rule| rule.legs[1].tests.clear()), "E0105");
    assert_eq!(refused(|rule| rule.legs[1].id = "svi".into()), "E0105");
    assert_eq!(refused(|rule| rule.legs[0].tests[0].threshold = f64::NAN), "E0105");
}
