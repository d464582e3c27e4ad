//! Which movements matter most, and what is no movement.

use super::*;
use crate::base::estimate::{Estimate, Interval, Provenance, Withheld};
use crate::close::Decided;

fn known(value: f64) -> Figure {
    Figure::from(Estimate::exact(value, Provenance::default()))
}

fn said(binding: &str, figures: &[(&str, Figure)]) -> Said {
    let (kind, about) = (Decision::BindingGap, "beach".to_owned());
    Said {
        decisions: vec![Decided { kind, about, said: binding.to_owned() }],
        figures: figures.iter().map(|(path, figure)| told(path, figure.clone())).collect(),
    }
}

fn told(path: &str, figure: Figure) -> Told {
    let (path, title, unit) = (path.to_owned(), path.to_owned(), "jobs".to_owned());
    Told { path, title, unit, turns_at: 0.0, figure }
}

fn moved_of(was: &Said, after: [&Said; 4]) -> Moved {
    moved(&Steps { saved: was, after, unrevised: None })
}

#[test]
fn a_decision_names_the_swap_that_changed_it_and_figures_come_by_relative_size() {
    let was = said("food", &[("/a", known(10.0)), ("/b", known(1_000.0)), ("/c", known(3.0))]);
    let is = said("lodging", &[("/a", known(15.0)), ("/b", known(1_001.0)), ("/c", known(3.0))]);
    let Moved { decisions, figures, .. } = moved_of(&was, [&was, &was, &is, &is]);
    assert_eq!(decisions[0].because, [Cause::Revision]);
    assert_eq!(
        (decisions[0].was.as_deref(), decisions[0].is.as_deref()),
        (Some("food"), Some("lodging"))
    );
    assert_eq!(figures.len(), 2);
    assert_eq!((figures[0].path.as_str(), figures[0].split.total.value()), ("/a", Some(5.0)));
    assert_eq!(figures[0].split.parts.len(), 1);
}

#[test]
fn a_decision_that_came_back_did_not_change() {
    let (food, lodging) = (said("food", &[]), said("lodging", &[]));
    assert!(moved_of(&food, [&food, &food, &lodging, &food]).is_nothing());
}

#[test]
fn a_figure_whose_meaning_turned_comes_before_larger_movements() {
    let quotient = |value: f64| Told { turns_at: 1.0, ..told("/quotient", known(value)) };
    let with = |mut said: Said, quotient: Told| {
        said.figures.push(quotient);
        said
    };
    let was =
        with(said("food", &[("/growth", known(0.01)), ("/jobs", known(10.0))]), quotient(0.99));
    let is =
        with(said("food", &[("/growth", known(-0.02)), ("/jobs", known(90.0))]), quotient(1.01));
    let figures = moved_of(&was, [&is; 4]).figures;
    let order: Vec<(&str, bool)> =
        figures.iter().map(|own| (own.path.as_str(), own.has_turned)).collect();
    assert_eq!(order, [("/growth", true), ("/quotient", true), ("/jobs", false)]);
}

#[test]
fn what_came_went_was_hidden_or_disclosed_is_listed_and_no_movement() {
    let bounds =
        |low, high| Figure::Withheld(Withheld::suppressed("hidden", Interval::bounds(low, high)));
    let was = [
        ("/a", bounds(0.0, 9.0)),
        ("/b", bounds(0.0, 10.0)),
        ("/c", known(1.0)),
        ("/d", known(2.0)),
        ("/f", Figure::Withheld(Withheld::undefined("nothing is known of it"))),
    ];
    let is = [
        ("/a", known(4.0)),
        ("/b", bounds(0.0, 5.0)),
        ("/d", bounds(1.0, 3.0)),
        ("/e", known(7.0)),
    ];
    let (was, is) = (said("food", &was), said("food", &is));
    let Moved { figures, one_sided, .. } = moved_of(&was, [&was, &was, &is, &is]);
    let paths = |list: &[Listed]| list.iter().map(|own| own.path.clone()).collect::<Vec<_>>();
    assert_eq!(
        [&one_sided.came, &one_sided.went, &one_sided.hidden, &one_sided.disclosed]
            .map(|list| paths(list).concat()),
        ["/e", "/c", "/d", "/a"]
    );
    assert_eq!((figures[0].path.as_str(), figures[0].relative_change), ("/b", 0.5));
    assert!(figures[0].split.total.value().is_none(), "bounds moved, by no amount");
    assert_eq!(figures.len(), 1);
}

#[test]
fn answers_whose_decisions_changed_come_first_whatever_their_figures() {
    let answer = |name: &str, kind: Option<Decision>, change: f64| {
        let was = said("food", &[("/a", known(1.0))]);
        let is = said("food", &[("/a", known(1.0 + change))]);
        let figures = moved_of(&was, [&is; 4]).figures;
        let decision = |kind| DecisionMoved {
            kind,
            about: String::new(),
            was: None,
            is: None,
            because: vec![Cause::Method],
        };
        AnswerMoved {
            command: vec![name.to_owned()],
            touched_by: vec![],
            was: String::new(),
            is: String::new(),
            decisions: kind.map(decision).into_iter().collect(),
            figures_moved: figures.len(),
            figures,
            figures_held: 1,
            one_sided: OneSided::default(),
        }
    };
    let mut answers = [
        answer("large", None, 9.0),
        answer("small", None, 0.1),
        answer("chosen", Some(Decision::Chosen), 0.0),
        answer("gap", Some(Decision::BindingGap), 0.0),
    ];
    answers.sort_by(AnswerMoved::before);
    let order: Vec<&str> = answers.iter().map(|answer| answer.command[0].as_str()).collect();
    assert_eq!(order, ["gap", "chosen", "large", "small"]);
}
