//! What is carried stays what it was, sums stay whole, and what is not known is said.

use proptest::prelude::*;

use super::*;
use crate::base::classification::{Classification, Industry};
use crate::base::concordance::{Concordance, Link};
use crate::panel::Status;

/// A tree of codes of two and four signs: the first two of a code are its parent.
fn tree(name: &str, leaves: &[&str]) -> Classification {
    let mut codes: Vec<String> = leaves.iter().map(|leaf| (*leaf).to_owned()).collect();
    codes.extend(leaves.iter().map(|leaf| leaf[..2].to_owned()));
    codes.sort();
    codes.dedup();
    let industry = |code: String| Industry {
        title: format!("{name} {code}"),
        level: u8::try_from(code.len()).unwrap(),
        parent: (code.len() == 4).then(|| code[..2].into()),
        id: code.into(),
    };
    Classification::new(name, codes.into_iter().map(industry).collect()).unwrap()
}

fn concordance(links: &[(&str, &str)]) -> Concordance {
    let link =
        |(from, to): &(&str, &str)| Link { from: (*from).into(), to: (*to).into(), share: None };
    Concordance::new("old", "new", "test".into(), links.iter().map(link).collect()).unwrap()
}

fn codes(of: &[&str]) -> Vec<IndustryId> {
    of.iter().map(|code| (*code).into()).collect()
}

fn jobs(value: f64) -> Cell {
    Cell::disclosed(value).unwrap()
}

/// Two sectors: `aa01` splits inside its own, `aa02` across both, `bb01` is renamed, two make `bb12`.
fn example(held: &[&str]) -> Routes {
    let links = [
        ("aa01", "aa11"),
        ("aa01", "aa12"),
        ("aa02", "aa12"),
        ("aa02", "bb12"),
        ("bb01", "bb11"),
        ("bb02", "bb12"),
        ("cc01", "cc11"),
    ];
    let old = tree("old", &["aa01", "aa02", "bb01", "bb02", "cc01"]);
    let new = tree("new", &["aa11", "aa12", "bb11", "bb12", "cc11"]);
    Routes::new(&concordance(&links), &old, &new, &codes(held)).unwrap()
}

const ALL: [&str; 8] = ["aa", "aa01", "aa02", "bb", "bb01", "bb02", "cc", "cc01"];

fn found(routes: &Routes, cells: &[Cell], code: &str) -> Landed {
    let at = routes.reached().iter().position(|own| own.as_str() == code).unwrap();
    routes.carry(cells, Cell::MISSING, Weights::NONE).swap_remove(at)
}

#[test]
fn a_code_that_comes_whole_keeps_its_cell_and_parents_follow_their_leaves() {
    let routes = example(&ALL);
    let cells = [10.0, 6.0, 4.0, 7.0, 3.0, 4.0, 5.0, 5.0].map(jobs);
    for (code, value) in [("bb11", 3.0), ("cc11", 5.0), ("cc", 5.0)] {
        let landed = found(&routes, &cells, code);
        assert_eq!((landed.cell, landed.passed.len()), (jobs(value), 0), "{code}");
    }
    // Of the sector `aa` only what `aa02` loses is open: its leaves are known.
    let aa = found(&routes, &cells, "aa");
    assert_eq!(aa.cell.status(), Status::Estimated { low: 6.0, high: 10.0 });
    assert_eq!(aa.cell.point(), Ok(8.0));
    assert_eq!(aa.passed, [Passed { from: "aa02".into(), share: 0.5, basis: Basis::Equal }]);
}

#[test]
fn a_split_lies_between_none_and_all_and_its_low_end_is_what_comes_from_nowhere_else() {
    let routes = example(&ALL);
    let cells = [10.0, 6.0, 4.0, 7.0, 3.0, 4.0, 5.0, 5.0].map(jobs);
    let bb12 = found(&routes, &cells, "bb12");
    assert_eq!(bb12.cell.status(), Status::Estimated { low: 4.0, high: 8.0 });
    let aa12 = found(&routes, &cells, "aa12");
    assert_eq!(aa12.cell.status(), Status::Estimated { low: 0.0, high: 10.0 });
    let text = routes.caveat(&aa12.passed).unwrap().text;
    assert!(text.contains("50 % of aa01 in equal parts"), "{text}");
}

#[test]
fn shares_come_from_the_region_then_from_the_nation() {
    let routes = example(&ALL);
    let cells = [10.0, 6.0, 4.0, 7.0, 3.0, 4.0, 5.0, 5.0].map(jobs);
    let own = |code: &IndustryId| match code.as_str() {
        "aa11" => Some(30.0),
        "aa12" => Some(10.0),
        _ => None,
    };
    let nation = |code: &IndustryId| Some(if code.as_str() == "bb12" { 9.0 } else { 1.0 });
    let landed = routes.carry(&cells, Cell::MISSING, Weights { own: &own, nation: &nation });
    let passed = |code: &str| {
        let at = routes.reached().iter().position(|own| own.as_str() == code).unwrap();
        landed[at].passed.iter().map(|part| (part.share, part.basis)).collect::<Vec<_>>()
    };
    assert_eq!(passed("aa11"), [(0.75, Basis::Region)]);
    assert_eq!(passed("bb12"), [(0.9, Basis::Nation)]);
}

#[test]
fn hidden_stays_hidden_with_its_bounds_and_zero_is_zero_wherever_it_goes() {
    let routes = example(&["aa01", "aa02", "bb01", "bb02", "cc01"]);
    let hidden = Cell::withheld(2.0, 9.0).unwrap();
    let cells = [hidden, Cell::ZERO, hidden, hidden, Cell::MISSING];
    assert_eq!(found(&routes, &cells, "aa11").cell, Cell::withheld(0.0, 9.0).unwrap());
    assert_eq!(found(&routes, &cells, "bb11").cell, hidden, "whole");
    assert_eq!(found(&routes, &cells, "bb12").cell, hidden, "whole, and a part of nothing");
    assert_eq!(found(&routes, &cells, "cc11").cell.status(), Status::Missing);
    let zeros = [Cell::ZERO; 5];
    let all = routes.carry(&zeros, Cell::MISSING, Weights::NONE);
    assert!(all.iter().all(|landed| landed.cell == Cell::ZERO && landed.passed.is_empty()));
}

#[test]
fn a_parent_whose_leaves_are_hidden_is_carried_by_itself() {
    let routes = example(&ALL);
    let hidden = Cell::withheld(0.0, 10.0).unwrap();
    let cells = [jobs(10.0), hidden, hidden, jobs(7.0), jobs(3.0), jobs(4.0), jobs(5.0), hidden];
    assert_eq!(found(&routes, &cells, "cc").cell, jobs(5.0), "its only leaf goes whole");
    assert_eq!(
        found(&routes, &cells, "aa").cell.status(),
        Status::Estimated { low: 0.0, high: 10.0 }
    );
}

#[test]
fn codes_without_a_link_are_listed_and_a_code_that_the_table_lacks_leaves_no_exact_sum() {
    let old = tree("old", &["aa01", "aa02", "zz01"]);
    let new = tree("new", &["aa11"]);
    let all = concordance(&[("aa01", "aa11"), ("aa02", "aa11")]);
    let routes = Routes::new(&all, &old, &new, &codes(&["aa01", "qq", "zz01"])).unwrap();
    assert_eq!(routes.without_link(), codes(&["qq", "zz01"]));
    let cells = [jobs(4.0), jobs(1.0), jobs(2.0)];
    assert_eq!(found(&routes, &cells, "aa11").cell, Cell::MISSING);
    let complete = routes.carry(&cells, Cell::ZERO, Weights::NONE);
    assert_eq!(complete[0].cell, jobs(4.0), "of a complete table what is absent is zero");
}

#[test]
fn shares_that_a_table_gives_are_used_and_their_bounds_are_none_and_all() {
    let link = |to: &str, share| Link { from: "aa01".into(), to: to.into(), share: Some(share) };
    let given = vec![link("aa11", 0.2), link("bb11", 0.8)];
    let given = Concordance::new("old", "new", "test".into(), given).unwrap();
    let (old, new) = (tree("old", &["aa01"]), tree("new", &["aa11", "bb11"]));
    let routes = Routes::new(&given, &old, &new, &codes(&["aa01"])).unwrap();
    let landed = found(&routes, &[jobs(10.0)], "bb11");
    assert_eq!(landed.cell.point(), Ok(8.0));
    assert_eq!(landed.cell.range(), Some((0.0, 10.0)));
    assert_eq!(landed.passed[0].basis, Basis::Given);
    assert_eq!(routes.splits().len(), 1);
}

#[test]
fn trees_of_other_depths_are_filled_at_every_level_from_the_finest_codes() {
    let deep = tree("old", &["aa01", "aa02"]);
    let industry = |id: &str, level: u8, parent: Option<&str>| Industry {
        id: id.into(),
        title: id.to_owned(),
        level,
        parent: parent.map(Into::into),
    };
    let new = Classification::new(
        "new",
        vec![
            industry("X", 1, None),
            industry("X1", 3, Some("X")),
            industry("X11", 4, Some("X1")),
            industry("X12", 4, Some("X1")),
        ],
    )
    .unwrap();
    // A link to a code above its leaves may go to any of them.
    let all = concordance(&[("aa01", "X11"), ("aa02", "X1")]);
    let routes = Routes::new(&all, &deep, &new, &codes(&["aa", "aa01", "aa02"])).unwrap();
    assert_eq!(routes.reached(), codes(&["X", "X1", "X11", "X12"]));
    let cells = [jobs(9.0), jobs(5.0), jobs(4.0)];
    assert_eq!(found(&routes, &cells, "X").cell, jobs(9.0));
    assert_eq!(found(&routes, &cells, "X11").cell.range(), Some((5.0, 9.0)));
}

#[test]
fn what_an_agency_adds_below_a_code_of_both_sides_is_a_part_of_it() {
    let own = |name: &str, leaves: &[&str]| {
        let named = tree(name, leaves);
        let same = |own: &Industry| Industry { title: own.id.to_string(), ..own.clone() };
        Classification::new(name, named.industries().iter().map(same).collect()).unwrap()
    };
    let (old, new) = (own("old", &["aa01", "aaxx"]), own("new", &["aa01"]));
    let routes =
        Routes::new(&concordance(&[("aa01", "aa01")]), &old, &new, &codes(&["aa", "aa01", "aaxx"]));
    let routes = routes.unwrap();
    let cells = [jobs(9.0), jobs(9.0), jobs(3.0)];
    assert_eq!(found(&routes, &cells, "aa").cell, jobs(9.0));
    assert_eq!(found(&routes, &cells, "aa01").cell, jobs(9.0));
    assert_eq!(routes.without_link(), codes(&["aaxx"]));
}

#[test]
fn edge_nothing_is_carried_to_nothing_and_wrong_trees_are_refused() {
    let (old, new) = (tree("old", &["aa01"]), tree("new", &["aa11"]));
    let none = Routes::new(&concordance(&[]), &old, &new, &[]).unwrap();
    assert!(none.carry(&[], Cell::MISSING, Weights::NONE).is_empty());
    let code = |result: Result<Routes, Error>| result.unwrap_err().code();
    assert_eq!(code(Routes::new(&concordance(&[]), &new, &new, &[])), "E0301");
    assert_eq!(code(Routes::new(&concordance(&[]), &old, &new, &codes(&["b", "a"]))), "E0203");
}

#[test]
fn a_panel_is_carried_with_its_years_and_the_reference_of_the_nearest_year() {
    let routes = example(&["aa01", "aa02", "bb01", "bb02", "cc01"]);
    let axes = |years: &[u16], industries: Vec<IndustryId>| Axes {
        years: years.iter().map(|year| Year(*year)).collect(),
        regions: vec![RegionId::NATION.into(), "r".into()],
        industries,
        source: "test".into(),
    };
    let held = codes(&["aa01", "aa02", "bb01", "bb02", "cc01"]);
    let panel = Panel::new(axes(&[2010, 2016], held), jobs(10.0), []).unwrap();
    let weights = [
        ([0, 1, 0], jobs(3.0)),
        ([0, 1, 1], jobs(1.0)),
        ([1, 0, 0], jobs(9.0)),
        ([1, 0, 1], jobs(1.0)),
    ];
    let reference =
        Panel::new(axes(&[2011, 2017], codes(&["aa11", "aa12"])), Cell::MISSING, weights);
    let carried = carry(&panel, &routes, Cell::MISSING, Some(&reference.unwrap())).unwrap();
    let at = |year: usize| [year, 1, carried.panel.industry("aa11").unwrap()];
    assert_eq!(carried.panel.cell(at(0)).point(), Ok(7.5), "the region's own of 2011");
    assert_eq!(carried.panel.cell(at(1)).point(), Ok(9.0), "the nation's of 2017");
    assert!(carried.caveat(at(1)).unwrap().text.contains("90 % of aa01 by the nation's"));
    assert_eq!(carried.caveat([0, 1, carried.panel.industry("cc11").unwrap()]), None);
    assert!(carry(&reference_of_nothing(), &routes, Cell::ZERO, None).is_err());
}

fn reference_of_nothing() -> Panel {
    let axes = Axes {
        years: vec![Year(2016)],
        regions: vec!["r".into()],
        industries: codes(&["aa01"]),
        source: "test".into(),
    };
    Panel::new(axes, Cell::ZERO, []).unwrap()
}

proptest! {
    #[test]
    fn law_parts_add_up_the_truth_is_inside_and_what_comes_whole_is_untouched(
        links in prop::collection::btree_set((0_usize..6, 0_usize..6), 1..14),
        flows in prop::collection::vec(0_u32..40, 36),
        weights in prop::collection::vec(0_u32..9, 6),
    ) {
        let (left, right) = (["aa01", "aa02", "bb01", "bb02", "cc01", "cc02"], ["aa11", "aa12", "bb11", "bb12", "cc11", "cc12"]);
        let pairs: Vec<(&str, &str)> = links.iter().map(|(from, to)| (left[*from], right[*to])).collect();
        let routes = Routes::new(&concordance(&pairs), &tree("old", &left), &tree("new", &right), &codes(&left)).unwrap();
        // The truth: what really flows on each link.
        let flow = |from: usize, to: usize| {
            if links.contains(&(from, to)) { f64::from(flows[6 * from + to]) } else { 0.0 }
        };
        let source = |from: usize| (0..6).map(|to| flow(from, to)).sum::<f64>();
        let cells: Vec<Cell> = (0..6).map(|from| jobs(source(from))).collect();
        let own = |code: &IndustryId| {
            let at = right.iter().position(|other| *other == code.as_str())?;
            Some(f64::from(weights[at]))
        };
        let landed = routes.carry(&cells, Cell::MISSING, Weights { own: &own, nation: &|_| None });
        let mut total = 0.0;
        for (code, found) in routes.reached().iter().zip(&landed) {
            let to = right.iter().position(|other| *other == code.as_str()).unwrap();
            let truth: f64 = (0..6).map(|from| flow(from, to)).sum();
            let (low, high) = found.cell.range().unwrap();
            prop_assert!(low - 1e-9 <= truth && truth <= high + 1e-9, "{code}: {truth} in {low}..{high}");
            total += found.cell.point().unwrap();
            if found.passed.is_empty() {
                prop_assert_eq!(found.cell.status(), Status::Disclosed);
            }
        }
        let linked: f64 = (0..6).filter(|from| links.iter().any(|link| link.0 == *from)).map(source).sum();
        prop_assert!((total - linked).abs() < 1e-6, "{total} {linked}");
    }

    #[test]
    fn law_there_and_back_again_is_where_one_was_for_codes_that_are_renamed(
        values in prop::collection::vec((0_u32..1000, 0_u32..50, any::<bool>()), 6),
    ) {
        let (left, right) = (["aa01", "aa02", "bb01", "bb02", "cc01", "cc02"], ["xa11", "xa12", "xb11", "xb12", "xc11", "xc12"]);
        let pairs: Vec<(&str, &str)> = left.into_iter().zip(right).collect();
        let (old, new) = (tree("old", &left), tree("new", &right));
        let there = concordance(&pairs);
        let cells: Vec<Cell> = values.iter().map(|&(value, more, hidden)| {
            let value = f64::from(value);
            if hidden { Cell::withheld(value, value + f64::from(more)).unwrap() } else { jobs(value) }
        }).collect();
        let out = Routes::new(&there, &old, &new, &codes(&left)).unwrap();
        let carried: Vec<Cell> = out.carry(&cells, Cell::MISSING, Weights::NONE).into_iter().map(|landed| landed.cell).collect();
        let back = Routes::new(&there.inverse(), &new, &old, out.reached()).unwrap();
        let home: Vec<Cell> = back.carry(&carried, Cell::MISSING, Weights::NONE).into_iter().map(|landed| landed.cell).collect();
        prop_assert_eq!(home, cells);
    }
}
