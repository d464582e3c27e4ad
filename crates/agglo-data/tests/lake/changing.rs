//! What a new vintage may bring, and what is told of it.

use agglo_data::lake::{AsOf, Block, Card, How, MadeBy, Role, Scope, Value, Values, What};

use crate::jobs::{Row, block, card, column, files, lake, load, read, rows, sorted};

#[test]
fn the_same_content_again_makes_no_vintage() {
    let (folder, lake) = lake();
    let all = rows(&["2026Q1", "2026Q2"]);
    let first = load(&lake, card(Scope::PeriodsInIt), &all, "2026-08-01");
    let before = files(folder.path());
    // Another file with other lines, and only one of its periods, says nothing new.
    let mut again = rows(&["2026Q1"]);
    for row in &mut again {
        row.6 += 1000;
    }
    let mut other = card(Scope::PeriodsInIt);
    other.files[0].name = "jobs (1).csv".to_owned();
    let second = load(&lake, other, &again, "2026-09-01");
    assert_eq!((second.is_new, &second.vintage), (false, &first.vintage));
    assert_eq!(files(folder.path()), before);
    // Another meaning is something new, without a new file of rows.
    let mut caveat = card(Scope::PeriodsInIt);
    caveat.caveats.push("provisional".to_owned());
    let third = load(&lake, caveat, &again, "2026-09-01");
    assert!(third.is_new && third.vintage.manifest.objects == first.vintage.manifest.objects);
}

#[test]
fn a_new_quarter_writes_only_its_own_file() {
    let (folder, lake) = lake();
    let q1 = load(&lake, card(Scope::PeriodsInIt), &rows(&["2026Q1"]), "2026-08-01").vintage;
    let before = files(&lake.folder().join("jobs/objects"));
    let all = rows(&["2026Q1", "2026Q2"]);
    let q2 = load(&lake, card(Scope::PeriodsInIt), &all[12..], "2026-11-01").vintage;
    let after = files(&lake.folder().join("jobs/objects"));
    assert_eq!((before.len(), after.len()), (1, 2));
    assert!(after.contains(&before[0]));
    assert_eq!(q2.manifest.objects[0], q1.manifest.objects[0]);
    assert_eq!(q2.manifest.objects[1].since, 2);
    assert_eq!(q2.manifest.parent.as_ref().unwrap().id, q1.id);
    assert_eq!(read(&lake, &AsOf::Latest), sorted(all));
    drop(folder);
}

#[test]
fn a_vintage_may_add_a_column_and_may_not_give_one_another_meaning() {
    let (_folder, lake) = lake();
    let all = rows(&["2026Q1", "2026Q2"]);
    load(&lake, card(Scope::PeriodsInIt), &all[..12], "2026-08-01");
    let mut wider = card(Scope::PeriodsInIt);
    wider.columns.push(column("firms", Role::Measure, None));
    let mut block = block(&all[12..]).columns().to_vec();
    block.push(("firms".to_owned(), Values::Whole(vec![Some(3); 12])));
    let mut second = lake.load(wider.clone()).unwrap();
    second.block(&Block::new(block).unwrap()).unwrap();
    second.publish("2026-11-01").unwrap();
    let firms = lake.read("jobs", &AsOf::Latest).unwrap().columns(&["firms"]).unwrap();
    let firms: Vec<Values> = firms.map(|block| block.unwrap().columns()[0].1.clone()).collect();
    assert_eq!(firms, [Values::Whole(vec![None; 12]), Values::Whole(vec![Some(3); 12])]);
    // A load that lacks the column leaves it there.
    let narrow = load(&lake, card(Scope::PeriodsInIt), &rows(&["2026Q3"]), "2026-12-01").vintage;
    assert_eq!(narrow.manifest.columns.len(), 8);

    let refused = |change: &dyn Fn(&mut Card)| {
        let mut card = card(Scope::PeriodsInIt);
        change(&mut card);
        let error = lake.load(card).err().unwrap();
        assert_eq!(error.code(), "E0422");
        error.what().to_owned()
    };
    let what = refused(&|card| card.columns[5].role = Role::Low);
    assert_eq!(what, "column `pay` had the role measure, now low");
    let what = refused(&|card| card.columns[3].unit = Some("thousand jobs".to_owned()));
    assert_eq!(what, "column `jobs` was in no unit, now in thousand jobs");
    let what = refused(&|card| drop(card.columns.remove(1)));
    assert_eq!(what, "key `region` is gone: rows could not be told apart");
    let what = refused(&|card| card.columns.swap(1, 2));
    assert_eq!(what, "key `industry` comes in another place than before");
    let what = refused(&|card| card.columns[2].role = Role::Flags);
    assert_eq!(what, "column `industry` was a key, now its role is flags");

    let mut columns = self::block(&all[..12]).columns().to_vec();
    columns[3].1 = Values::Numbers(vec![Some(0.5); 12]);
    let mut other = lake.load(card(Scope::PeriodsInIt)).unwrap();
    other.block(&Block::new(columns).unwrap()).unwrap();
    let error = other.publish("2027-01-01").unwrap_err();
    assert_eq!(
        (error.code(), error.what()),
        ("E0422", "column `jobs` held whole numbers, now numbers")
    );
    assert_eq!(lake.gc(true).unwrap().files.len(), 0, "a refused load leaves nothing");
}

#[test]
fn rows_that_come_to_others_must_be_new_and_can_be_joined_with_them() {
    let (_folder, lake) = lake();
    let all = rows(&["2026Q1"]);
    for (at, some) in all.chunks(3).enumerate() {
        let published = load(&lake, card(Scope::Nothing), some, &format!("2026-08-0{}", at + 1));
        assert_eq!(published.vintage.manifest.objects.len(), at + 1);
    }
    // Again the same is nothing new; the same keys with another figure are refused.
    assert!(!load(&lake, card(Scope::Nothing), &all[3..6], "2026-08-09").is_new);
    let mut other = lake.load(card(Scope::Nothing)).unwrap();
    let mut row = all[4].clone();
    row.3 = Some(1_000_000);
    other.block(&block(&[row])).unwrap();
    assert_eq!(other.publish("2026-08-09").unwrap_err().code(), "E0423");

    let before = lake.vintage("jobs", &AsOf::Latest).unwrap();
    let joined = lake.compact("jobs", "2026-08-10").unwrap();
    assert!(joined.is_new && joined.vintage.manifest.made_by == MadeBy::Compaction);
    assert_eq!(joined.vintage.manifest.objects.len(), 1);
    assert_eq!(read(&lake, &AsOf::Latest), sorted(all.clone()));
    assert_eq!(read(&lake, &AsOf::Vintage(before.id.clone())), sorted(all));
    let changes = lake.changes("jobs", &before.id, &joined.vintage.id).unwrap();
    assert_eq!(changes.counted().unwrap().len(), 0);
    assert!(!lake.compact("jobs", "2026-08-11").unwrap().is_new);
    let since = lake.read("jobs", &AsOf::Latest).unwrap().columns(&["since_vintage"]).unwrap();
    let since: Vec<Values> = since.map(|block| block.unwrap().columns()[0].1.clone()).collect();
    let expected = [1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4].map(Some).to_vec();
    assert_eq!(since, [Values::Whole(expected)], "whose lines the lines are is not lost");
    assert_eq!(lake.verify().unwrap().faults, []);
}

#[test]
fn changes_tell_what_came_went_was_revised_disclosed_or_withheld() {
    let (_folder, lake) = lake();
    let all = rows(&["2026Q1", "2026Q2"]);
    let first = load(&lake, card(Scope::WholeDataset), &all, "2026-08-01").vintage;
    let mut new = all.clone();
    let find = |rows: &[Row], period: &str, region: &str, industry: &str| {
        rows.iter().position(|row| row.0 == period && row.1 == region && row.2 == industry).unwrap()
    };
    let revised = find(&new, "2026Q1", "01001", "722");
    new[revised].3 = Some(500);
    let disclosed = find(&new, "2026Q1", "72153", "721");
    assert_eq!(new[disclosed].4, "withheld");
    (new[disclosed].3, new[disclosed].4) = (Some(9), "disclosed".to_owned());
    let hidden = find(&new, "2026Q2", "01001", "721");
    (new[hidden].3, new[hidden].4) = (None, "withheld".to_owned());
    let restated = find(&new, "2026Q2", "01001", "722");
    new[restated].4 = "provisional".to_owned();
    let emptied = find(&new, "2026Q2", "12045", "721");
    new[emptied].5 = None;
    let withdrawn = find(&new, "2026Q2", "34009", "722");
    new.remove(withdrawn);
    for row in &mut new {
        row.6 += 1;
    }
    let mut more = rows(&["2026Q3"]);
    new.append(&mut more);
    let second = load(&lake, card(Scope::WholeDataset), &new, "2026-11-01").vintage;

    let mut changes = lake.changes("jobs", &first.id, &second.id).unwrap();
    assert_eq!(changes.keys(), ["period", "region", "industry"]);
    let found: Vec<_> = changes.by_ref().map(Result::unwrap).collect();
    let counts = changes.counts();
    let q1 = &counts["2026Q1"];
    assert_eq!((q1.new, q1.withdrawn, q1.changed), (0, 0, 2));
    assert_eq!(
        q1.figures.clone().into_iter().collect::<Vec<_>>(),
        [(How::Revised, 1), (How::Disclosed, 1)]
    );
    let q2 = &counts["2026Q2"];
    assert_eq!((q2.new, q2.withdrawn, q2.changed), (0, 1, 3));
    let figures: Vec<_> = q2.figures.clone().into_iter().collect();
    assert_eq!(figures, [(How::Withheld, 1), (How::Emptied, 1), (How::Restated, 1)]);
    assert_eq!((counts["2026Q3"].new, counts.len()), (12, 3));

    let What::Changed(differences) = &found[0].what else { panic!("{:?}", found[0]) };
    assert_eq!(found[0].keys[1], Some(Value::Code("01001".to_owned())));
    let difference = &differences[0];
    assert_eq!((difference.measure.as_str(), differences.len()), ("jobs", 1));
    assert_eq!(
        (&difference.was.value, &difference.is.value),
        (&Some(Value::Whole(1)), &Some(Value::Whole(500)))
    );
    let What::Changed(differences) = &found[1].what else { panic!("{:?}", found[1]) };
    assert_eq!(differences[0].was.value, None);
    assert_eq!(differences[0].was.status, Some(Value::Code("withheld".to_owned())));

    // The other way round what came has gone.
    let back = lake.changes("jobs", &second.id, &first.id).unwrap().counted().unwrap();
    assert_eq!((back["2026Q3"].withdrawn, back["2026Q2"].new), (12, 1));
    assert_eq!(lake.changes("jobs", &first.id, &first.id).unwrap().count(), 0);
}

#[test]
fn a_period_that_is_named_and_has_no_row_is_emptied() {
    let (_folder, lake) = lake();
    let all = rows(&["2026Q1", "2026Q2"]);
    let first = load(&lake, card(Scope::PeriodsInIt), &all, "2026-08-01").vintage;
    let mut both = card(Scope::PeriodsInIt);
    both.periods = vec!["2026Q1".to_owned()];
    let second = load(&lake, both, &all[12..], "2026-11-01").vintage;
    assert_eq!((second.periods(), second.rows()), (vec!["2026Q2"], 12));
    assert_eq!(second.manifest.card.periods, ["2026Q1", "2026Q2"]);
    let changes = lake.changes("jobs", &first.id, &second.id).unwrap().counted().unwrap();
    assert_eq!((changes.len(), changes["2026Q1"].withdrawn), (1, 12));
}
