//! What a lake withstands: loads that are given up, killed or at odds, and worn disks.

use std::path::Path;

use agglo_data::lake::{AsOf, Block, Card, Keep, Lake, Role, Scope, Values};

use crate::jobs::{block, card, files, lake, load, read, rows, rows_of, sorted};

#[test]
fn a_load_that_is_given_up_leaves_no_trace() {
    let (folder, lake) = lake();
    let all = rows(&["2026Q1"]);
    let mut given_up = lake.load(card(Scope::WholeDataset)).unwrap();
    given_up.block(&block(&all)).unwrap();
    drop(given_up);
    let mut spilled = lake.clone().memory(0).load(card(Scope::WholeDataset)).unwrap();
    spilled.block(&block(&all)).unwrap();
    assert!(!files(folder.path()).is_empty(), "rows that memory does not hold are on disk");
    drop(spilled);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);

    load(&lake, card(Scope::WholeDataset), &all, "2026-08-01");
    let before = files(folder.path());
    let mut spilled = lake.clone().memory(0).load(card(Scope::WholeDataset)).unwrap();
    spilled.block(&block(&all)).unwrap();
    drop(spilled);
    let mut twice = lake.load(card(Scope::WholeDataset)).unwrap();
    twice.block(&block(&all)).unwrap();
    twice.block(&block(&all[3..4])).unwrap();
    let error = twice.publish("2026-08-02").unwrap_err();
    let what = "two rows have the same keys: period `2026Q1`, region `12045`, industry `721`, lines 5 and 5";
    assert_eq!((error.code(), error.what()), ("E0423", what));
    assert_eq!(files(folder.path()), before);
}

#[test]
fn damage_is_found_and_named_and_never_read() {
    let (_folder, lake) = lake();
    let vintage = load(&lake, card(Scope::WholeDataset), &rows(&["2026Q1"]), "2026-08-01").vintage;
    let object = lake.read("jobs", &AsOf::Latest).unwrap().files().remove(0);
    let good = std::fs::read(&object).unwrap();
    let mut bad = good.clone();
    bad[good.len() / 2] ^= 1;
    std::fs::write(&object, &bad).unwrap();
    assert_eq!(lake.verify().unwrap().faults.len(), 1);
    std::fs::write(&object, &good[..good.len() - 1]).unwrap();
    assert!(lake.verify().unwrap().faults[0].what.contains("bytes"));
    std::fs::remove_file(&object).unwrap();
    assert_eq!(lake.verify().unwrap().faults.len(), 1);
    assert_eq!(
        lake.read("jobs", &AsOf::Latest).unwrap().next().unwrap().unwrap_err().code(),
        "E0402"
    );
    // Loading the same again heals it: the name is the content.
    let again = load(&lake, card(Scope::WholeDataset), &rows(&["2026Q1"]), "2026-08-02");
    assert_eq!((again.is_new, lake.verify().unwrap().faults), (false, vec![]));
    // With other lines it is another file of the same rows.
    std::fs::remove_file(&object).unwrap();
    let mut moved = rows(&["2026Q1"]);
    moved[0].6 += 100;
    assert!(load(&lake, card(Scope::WholeDataset), &moved, "2026-08-03").is_new);
    assert_eq!(lake.read("jobs", &AsOf::Latest).unwrap().count(), 1);
    std::fs::write(&object, &good).unwrap();
    assert_eq!(lake.verify().unwrap().faults, []);

    let description = lake.folder().join(format!("jobs/vintages/{}.json", vintage.id));
    let text = std::fs::read_to_string(&description).unwrap();
    std::fs::write(&description, text.replace("An office", "No office")).unwrap();
    assert_eq!(lake.verify().unwrap().faults.len(), 1);
    assert_eq!(lake.vintages("jobs").unwrap_err().code(), "E0402");
    let all = lake.gc(false).unwrap_err();
    assert_eq!(all.code(), "E0402", "what a damaged vintage needs is not swept");
}

#[test]
fn a_bit_that_flips_anywhere_in_a_file_is_never_read_as_a_figure() {
    let (_folder, lake) = lake();
    load(&lake, card(Scope::WholeDataset), &rows(&["2026Q1"]), "2026-08-01");
    let object = lake.read("jobs", &AsOf::Latest).unwrap().files().remove(0);
    let (good, expected) = (std::fs::read(&object).unwrap(), read(&lake, &AsOf::Latest));
    let mut noticed = 0;
    for at in 0..good.len() {
        let mut bad = good.clone();
        bad[at] ^= 1 << (at % 8);
        std::fs::write(&object, &bad).unwrap();
        let blocks: Result<Vec<_>, _> = lake.read("jobs", &AsOf::Latest).unwrap().collect();
        match blocks {
            Err(error) => {
                assert_eq!(error.code(), "E0402");
                noticed += 1;
            }
            Ok(blocks) => assert_eq!(rows_of(blocks.into_iter().map(Ok)), expected, "byte {at}"),
        }
        assert_eq!(lake.verify().unwrap().faults.len(), 1, "byte {at}");
    }
    // Only the mark at the beginning of the file says nothing.
    assert!(noticed + 4 >= good.len(), "{noticed} of {}", good.len());
}

#[test]
fn only_what_no_vintage_needs_is_swept() {
    let (folder, lake) = lake();
    let mut all = rows(&["2026Q1"]);
    load(&lake, card(Scope::WholeDataset), &all, "2026-08-01");
    all[0].3 = Some(9);
    load(&lake, card(Scope::WholeDataset), &all, "2026-08-02");
    let before = files(folder.path());
    assert_eq!(lake.gc(false).unwrap().files.len(), 0);
    let objects = lake.folder().join("jobs/objects");
    let hash = "ab".repeat(32);
    for name in [".part-1".to_owned(), format!("{hash}.parquet"), "notes.txt".to_owned()] {
        std::fs::write(objects.join(name), "left").unwrap();
    }
    std::fs::write(lake.folder().join("jobs/vintages/3-0123456789ab.json"), "left").unwrap();
    let (would, with) = (lake.gc(true).unwrap(), files(folder.path()));
    assert_eq!((would.files.len(), would.bytes, with.len()), (3, 12, before.len() + 4));
    assert_eq!(lake.verify().unwrap().leftovers, would.files);
    assert_eq!(lake.gc(false).unwrap(), would);
    std::fs::remove_file(objects.join("notes.txt")).expect("a person's own file stays");
    assert_eq!(files(folder.path()), before);
}

#[test]
fn rows_of_old_vintages_are_forgotten_only_when_a_person_says_so() {
    let (_folder, lake) = lake();
    let mut all = rows(&["2026Q1", "2026Q2"]);
    for month in 1..=4 {
        all[0].3 = Some(month);
        load(&lake, card(Scope::PeriodsInIt), &all, &format!("2026-0{month}-15"));
    }
    let ids: Vec<_> =
        lake.vintages("jobs").unwrap().into_iter().map(|vintage| vintage.id).collect();
    assert_eq!(lake.forget("jobs", &Keep::Last(9), false).unwrap().files.len(), 0);
    // In March what was known was that of February 15, until the 15th.
    let would = lake.forget("jobs", &Keep::AsOf("2026-03-01".to_owned()), true).unwrap();
    assert_eq!(would.files.len(), 1);
    assert_eq!(lake.forget("jobs", &Keep::AsOf("2026-03-01".to_owned()), false).unwrap(), would);
    let first = AsOf::Vintage(ids[3].clone());
    let error = lake.read("jobs", &first).err().unwrap();
    assert_eq!((error.code(), error.what().ends_with("were forgotten")), ("E0421", true));
    assert_eq!(lake.changes("jobs", &ids[3], &ids[0]).err().unwrap().code(), "E0421");
    assert_eq!(
        lake.vintage("jobs", &first).unwrap().manifest.card.files.len(),
        1,
        "its lineage stays"
    );
    assert_eq!(read(&lake, &AsOf::Time("2026-03-01".to_owned()))[1].3, Some(2));
    assert_eq!(
        lake.origins("jobs", &AsOf::Latest, &[("period", "2026Q2")], 1).unwrap()[0].vintage,
        ids[3]
    );
    assert_eq!(
        lake.forget("jobs", &Keep::Last(0), false).unwrap().files.len(),
        2,
        "the newest stays"
    );
    assert_eq!(read(&lake, &AsOf::Latest), sorted(all));
    let report = lake.verify().unwrap();
    assert_eq!((report.faults, report.vintages, report.objects), (vec![], 4, 2));
}

#[test]
fn of_two_writers_at_once_both_end_up_in_the_chain() {
    let (_folder, lake) = lake();
    std::thread::scope(|scope| {
        for quarter in 1..=4 {
            let lake = &lake;
            scope.spawn(move || {
                let period = format!("2026Q{quarter}");
                load(lake, card(Scope::PeriodsInIt), &rows(&[&period]), "2026-12-31");
            });
        }
    });
    let vintages = lake.vintages("jobs").unwrap();
    assert_eq!((vintages.len(), vintages[0].periods().len()), (4, 4));
    assert_eq!(lake.verify().unwrap().faults, []);
    assert_eq!(lake.gc(true).unwrap().files.len(), 0);
}

#[test]
fn a_card_that_cannot_be_kept_is_refused_before_anything_is_written() {
    let (folder, lake) = lake();
    let refused = |change: &dyn Fn(&mut Card)| {
        let mut card = card(Scope::WholeDataset);
        change(&mut card);
        lake.load(card).err().unwrap().code()
    };
    assert_eq!(refused(&|card| card.dataset = "../jobs".to_owned()), "E0422");
    assert_eq!(refused(&|card| card.columns.retain(|column| column.role != Role::Key)), "E0422");
    assert_eq!(refused(&|card| card.columns[3].name = "pay".to_owned()), "E0422");
    assert_eq!(refused(&|card| card.columns[4].of = Some("region".to_owned())), "E0422");
    let mut timeless = block(&rows(&["2026Q1"])).columns().to_vec();
    timeless[0].1 = Values::Codes { names: vec![], at: vec![None; 12] };
    let mut load = lake.load(card(Scope::WholeDataset)).unwrap();
    assert_eq!(load.block(&Block::new(timeless).unwrap()).unwrap_err().code(), "E0205");
    assert_eq!(
        lake.load(card(Scope::WholeDataset)).unwrap().publish("2026-01-01").unwrap_err().code(),
        "E0205"
    );
    let late = lake.load(card(Scope::WholeDataset)).unwrap().publish("tomorrow");
    assert_eq!(late.unwrap_err().code(), "E0421");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

/// Where a child of this test loads in a loop; nothing in an ordinary run.
const CHILD: &str = "AGGLO_TEST_LAKE_OF_CHILD";

/// Not a test of its own: the process that the next test kills.
#[test]
fn a_child_loads_in_a_loop() {
    let Some(folder) = std::env::var_os(CHILD) else { return };
    let lake = Lake::at(Path::new(&folder)).memory(20_000);
    for turn in 0.. {
        let mut all = rows(&["2026Q1", "2026Q2", "2026Q3"]);
        for row in &mut all {
            row.3 = Some(turn);
        }
        load(&lake, card(Scope::PeriodsInIt), &all, "2026-11-23");
        if turn % 7 == 6 {
            lake.gc(false).unwrap();
        }
    }
}

#[test]
fn a_process_that_is_killed_leaves_the_last_good_vintage() {
    let folder = tempfile::tempdir().unwrap();
    let lake = Lake::at(folder.path().join("lake"));
    let mut vintages = 0;
    for kill in 0..10_u64 {
        let mut child = std::process::Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "lasting::a_child_loads_in_a_loop"])
            .env(CHILD, lake.folder())
            .stdout(std::process::Stdio::null())
            .spawn()
            .unwrap();
        // Any moment will do: the first ones fall into its start, the later ones into its loads.
        std::thread::sleep(std::time::Duration::from_millis(
            20 + 37 * kill + 11 * (kill * kill % 7),
        ));
        child.kill().unwrap();
        child.wait().unwrap();
        let report = lake.verify().unwrap();
        assert_eq!(report.faults, []);
        assert!(report.vintages >= vintages, "no vintage is ever lost");
        vintages = report.vintages;
        if vintages > 0 {
            let turns: std::collections::BTreeSet<_> =
                read(&lake, &AsOf::Latest).into_iter().map(|row| row.3).collect();
            assert_eq!(turns.len(), 1, "rows of one load, or of another");
        }
        // The lock went with the process that held it.
        lake.gc(false).unwrap();
        assert_eq!(lake.verify().unwrap().leftovers.len(), 0);
    }
    assert!(vintages > 0, "the child never came to load");
}
