//! A lake as it stood, and as it would stand had only some of what changed come.

use agglo::close::State as Became;
use agglo_data::close::{causes, datasets};
use agglo_data::lake::{AsOf, Lake, Mix, Scope, State};

use crate::jobs::{Row, card, lake, load, read, rows, sorted};

fn state(lake: &Lake) -> State {
    lake.state().unwrap()
}

fn mix(boundary: bool, revision: bool, new_data: bool) -> Mix {
    Mix { boundary, revision, new_data }
}

/// Rows of two quarters; then one figure revised, a region in the place of another, and a third quarter.
fn two_states() -> (tempfile::TempDir, Lake, [State; 2], [Vec<Row>; 2]) {
    let (folder, lake) = lake();
    let old = rows(&["2026Q1", "2026Q2"]);
    load(&lake, card(Scope::PeriodsInIt), &old, "2026-08-01");
    let was = state(&lake);
    let mut new = rows(&["2026Q1", "2026Q2", "2026Q3"]);
    for row in new.iter_mut().filter(|row| row.1 == "72153") {
        "72999".clone_into(&mut row.1);
    }
    new[0].3 = Some(7_777);
    load(&lake, card(Scope::PeriodsInIt), &new, "2026-11-01");
    let is = state(&lake);
    (folder, lake, [was, is], [old, new])
}

#[test]
fn a_lake_as_it_stood_gives_the_rows_of_then_and_knows_no_later_dataset() {
    let (_folder, lake, [was, is], [old, new]) = two_states();
    let mut other = card(Scope::PeriodsInIt);
    other.dataset = "later".to_owned();
    load(&lake, other, &rows(&["2026Q1"]), "2026-12-01");
    let then = lake.at_state(&was).unwrap();
    assert_eq!(read(&then, &AsOf::Latest), sorted(old));
    assert_eq!(then.datasets().unwrap().len(), 1);
    assert_eq!(then.read("later", &AsOf::Latest).err().unwrap().code(), "E0421");
    assert_eq!(read(&lake.at_state(&is).unwrap(), &AsOf::Latest), sorted(new));
    assert_eq!(lake.state_by("2026-10").unwrap(), was);
    let id = was["jobs"].as_str();
    assert_eq!(lake.state_of(id).unwrap(), was, "a vintage names what stood when it came");
    assert_eq!(lake.state_of("2026Q1").unwrap_err().code(), "E0421", "no such close");
}

#[test]
fn each_part_of_what_changed_can_come_alone() {
    let (_folder, lake, [was, is], [old, new]) = two_states();
    let seen = |mix: Mix| sorted(read(&lake.between(&was, &is, mix).unwrap(), &AsOf::Latest));
    let known = |row: &Row| row.0 != "2026Q3";
    let of = |rows: &[Row], keep: &dyn Fn(&Row) -> bool| -> Vec<Row> {
        rows.iter().filter(|row| keep(row)).cloned().collect()
    };
    assert_eq!(seen(mix(false, false, false)), sorted(old.clone()));
    assert_eq!(seen(mix(true, true, true)), sorted(new.clone()));
    assert_eq!(seen(mix(true, true, false)), sorted(of(&new, &known)));
    // The boundary alone: regions as they are, figures of those that stayed as they were.
    let mut boundary = of(&old, &|row| row.1 != "72153");
    boundary.extend(of(&new, &|row| row.1 == "72999" && known(row)));
    assert_eq!(seen(mix(true, false, false)), sorted(boundary.clone()));
    let mut unrevised = boundary;
    unrevised.extend(of(&new, &|row| !known(row)));
    assert_eq!(seen(mix(true, false, true)), sorted(unrevised));
    // The revision alone: regions as they were.
    let mut revision = of(&new, &|row| row.1 != "72999" && known(row));
    revision.extend(of(&old, &|row| row.1 == "72153"));
    assert_eq!(seen(mix(false, true, false)), sorted(revision));
}

#[test]
fn what_became_of_a_dataset_is_told_by_cause() {
    let (_folder, lake, [was, is], _) = two_states();
    let change = datasets(&lake, &was, &is).unwrap().remove(0);
    assert_eq!(change.state, Became::Changed);
    assert_eq!((change.new_periods[0].name.as_str(), change.new_rows), ("2026Q3", 12));
    assert_eq!((change.regions_came[0].rows, change.regions_went[0].rows), (6, 6));
    let revised = &change.revised[0];
    assert_eq!((revised.measure.as_str(), revised.cells), ("jobs", 1));
    assert_eq!(revised.net.value(), Some(7_777.0));
    assert_eq!(change.rows_touched, 12 + 6 + 6 + 1);
    let found = causes(&change);
    assert!(found.boundary && found.revision && found.new_data);
    let first = datasets(&lake, &State::new(), &was).unwrap().remove(0);
    assert_eq!((first.state, first.new_rows), (Became::New, 24));
    let same = datasets(&lake, &is, &is).unwrap().remove(0);
    assert_eq!((same.state, same.rows_touched), (Became::Same, 0));
}

#[test]
fn the_digest_of_a_dataset_is_that_of_its_figures() {
    let (_folder, lake) = lake();
    let some = rows(&["2026Q1"]);
    load(&lake, card(Scope::Nothing), &some[..6], "2026-08-01");
    load(&lake, card(Scope::Nothing), &some[6..], "2026-08-02");
    let before = lake.input("jobs", &AsOf::Latest).unwrap();
    lake.compact("jobs", "2026-08-03").unwrap();
    let after = lake.input("jobs", &AsOf::Latest).unwrap();
    assert!(before.vintage != after.vintage && before.digest == after.digest, "joined files");
    let mut revised = some;
    revised[0].3 = Some(9);
    load(&lake, card(Scope::PeriodsInIt), &revised, "2026-08-04");
    assert!(lake.input("jobs", &AsOf::Latest).unwrap().digest != before.digest);
}
