//! What is read is what was loaded: all of it or what is asked for, as it is or as it was.

use agglo_data::lake::{AsOf, Block, Lake, Scope, Values};

use crate::jobs::{INDUSTRIES, REGIONS, Row, card, files, lake, load, read, rows, rows_of, sorted};

#[test]
fn what_is_loaded_is_read_back_with_gaps_and_zeros_told_apart() {
    let (_folder, lake) = lake();
    let mut all = rows(&["2026Q1", "2026Q2"]);
    all[0].3 = Some(0);
    all[1].3 = None;
    all[2].3 = Some(i64::MAX);
    all[3].5 = Some(f64::MIN_POSITIVE);
    let published = load(&lake, card(Scope::WholeDataset), &all, "2026-08-01");
    assert!(published.is_new && published.vintage.id.as_str().starts_with("1-"));
    assert_eq!(published.vintage.periods(), ["2026Q1", "2026Q2"]);
    assert_eq!((published.vintage.rows(), published.vintage.manifest.card.periods.len()), (24, 2));
    assert_eq!(read(&lake, &AsOf::Latest), sorted(all));
    assert_eq!(lake.verify().unwrap().faults, []);
}

#[test]
fn looking_into_an_empty_lake_writes_nothing() {
    let (folder, lake) = lake();
    assert_eq!(lake.datasets().unwrap(), []);
    assert_eq!(lake.vintages("jobs").unwrap_err().code(), "E0421");
    assert_eq!(lake.read("jobs", &AsOf::Latest).err().unwrap().code(), "E0421");
    assert!(lake.verify().unwrap().faults.is_empty() && lake.gc(false).unwrap().files.is_empty());
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn the_same_rows_in_any_order_are_the_same_bytes() {
    let all = rows(&["2026Q1", "2026Q2", "2026Q3"]);
    let mut backwards = all.clone();
    backwards.reverse();
    let (one, two, three) = (lake(), lake(), lake());
    let expected = load(&one.1, card(Scope::WholeDataset), &all, "2026-08-01").vintage;
    let found = load(&two.1, card(Scope::WholeDataset), &backwards, "2026-08-01").vintage;
    let spilled = three.1.clone().memory(0);
    let merged = load(&spilled, card(Scope::WholeDataset), &backwards, "2026-08-01").vintage;
    assert_eq!(expected, found);
    assert_eq!(expected, merged, "rows that did not fit into memory");
    let bytes = |lake: &Lake| -> Vec<Vec<u8>> {
        files(lake.folder()).into_iter().map(|(_, bytes)| bytes).collect()
    };
    assert_eq!(bytes(&one.1), bytes(&two.1));
    assert_eq!(bytes(&one.1), bytes(&three.1));
}

#[test]
fn every_vintage_can_be_read_as_it_was() {
    let (_folder, lake) = lake();
    let mut all = rows(&["2026Q1"]);
    let first = load(&lake, card(Scope::PeriodsInIt), &all, "2026-08-01T10:00:00Z").vintage;
    let old = all.clone();
    all[0].3 = Some(77);
    let second = load(&lake, card(Scope::PeriodsInIt), &all, "2026-09-01T10:00:00Z").vintage;
    let (old, new) = (sorted(old), sorted(all));
    for (as_of, expected) in [
        (AsOf::Latest, &new),
        (AsOf::Vintage(first.id.clone()), &old),
        (AsOf::Vintage(second.id.clone()), &new),
        (AsOf::Time("2026-08-31".to_owned()), &old),
        (AsOf::Time("2026-08".to_owned()), &old),
        (AsOf::Time("2026-09-01".to_owned()), &new),
        (AsOf::Time("2026".to_owned()), &new),
    ] {
        assert_eq!(&read(&lake, &as_of), expected, "{as_of:?}");
    }
    let early = lake.read("jobs", &AsOf::Time("2026-07".to_owned())).err().unwrap();
    assert_eq!(early.code(), "E0421");
    assert_eq!(lake.read("jobs", &AsOf::Time("soon".to_owned())).err().unwrap().code(), "E0421");
    let ids: Vec<_> =
        lake.vintages("jobs").unwrap().into_iter().map(|vintage| vintage.id).collect();
    assert_eq!(ids, [second.id.clone(), first.id]);
    assert_eq!(lake.datasets().unwrap()[0].newest.id, second.id);
    let near = lake.read("job", &AsOf::Latest).err().unwrap();
    assert_eq!(near.advice(), Some("did you mean `jobs`?"));
}

#[test]
fn a_reader_takes_columns_and_rows_that_are_asked_for() {
    let (_folder, lake) = lake();
    let all = rows(&["2026Q1", "2026Q2"]);
    load(&lake, card(Scope::WholeDataset), &all, "2026-08-01");
    let reader = || lake.read("jobs", &AsOf::Latest).unwrap();
    assert_eq!(
        (reader().files().len(), reader().only("period", &["2026Q2"]).unwrap().files().len()),
        (2, 1)
    );
    let some =
        reader().only("period", &["2026Q2"]).unwrap().only("region", &["12045", "99999"]).unwrap();
    let expected: Vec<Row> =
        sorted(all).into_iter().filter(|row| row.0 == "2026Q2" && row.1 == "12045").collect();
    assert_eq!(rows_of(some), expected);
    let blocks: Vec<Block> = reader()
        .columns(&["jobs", "since_vintage"])
        .unwrap()
        .only("line", &["3"])
        .unwrap()
        .map(Result::unwrap)
        .collect();
    let values: Vec<_> = blocks.iter().flat_map(|block| block.columns().to_vec()).collect();
    let expected = [
        ("jobs".to_owned(), Values::Whole(vec![Some(1)])),
        ("since_vintage".to_owned(), Values::Whole(vec![Some(1)])),
    ];
    assert_eq!(values, expected);
    assert_eq!(reader().only("region", &["00000"]).unwrap().count(), 0);
    assert_eq!(reader().only("pay", &["1"]).err().unwrap().code(), "E0421");
    assert_eq!(
        reader().columns(&["jbs"]).err().unwrap().advice(),
        Some("did you mean `jobs`, `jobs_status`?")
    );
}

#[test]
fn every_row_knows_the_file_and_line_it_came_from() {
    let (_folder, lake) = lake();
    load(&lake, card(Scope::PeriodsInIt), &rows(&["2026Q1", "2026Q2"]), "2026-08-01");
    let mut other = card(Scope::PeriodsInIt);
    other.files[0].name = "jobs_q2.csv".to_owned();
    other.caveats.push("provisional".to_owned());
    let mut revised = rows(&["2026Q2"]);
    revised[4].3 = Some(7);
    load(&lake, other, &revised, "2026-11-01");
    let keys = [("region", REGIONS[1]), ("industry", INDUSTRIES[1])];
    let origins = lake.origins("jobs", &AsOf::Latest, &keys, 10).unwrap();
    let told: Vec<_> = origins
        .iter()
        .map(|origin| {
            (origin.files[0].name.as_str(), origin.line[0].1.as_str(), origin.published.as_str())
        })
        .collect();
    // The first quarter stays where it was, and tells of its own file.
    assert_eq!(told, [("jobs.csv", "6", "2026-08-01"), ("jobs_q2.csv", "6", "2026-11-01")]);
    assert_eq!((origins[0].caveats.len(), origins[1].caveats.len()), (0, 1));
    assert_eq!(origins[1].keys[0], ("period".to_owned(), "2026Q2".to_owned()));
    assert_eq!(lake.origins("jobs", &AsOf::Latest, &[], 5).unwrap().len(), 5);
    assert_eq!(lake.origins("jobs", &AsOf::Latest, &[("region", "0")], 5).unwrap(), []);
}
