//! Datasets and vintages on disk: what is loaded is read back, and what was read once can be read again.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test file")]

use std::path::Path;

use agglo_data::lake::{
    AsOf, Block, Card, ColumnCard, FileCard, How, Lake, MadeBy, Published, Role, Scope, Value,
    Values, What,
};

const REGIONS: [&str; 4] = ["01001", "12045", "34009", "72153"];
const INDUSTRIES: [&str; 3] = ["721", "722", "531"];

fn column(name: &str, role: Role, of: Option<&str>) -> ColumnCard {
    let of = of.map(str::to_owned);
    ColumnCard { name: name.to_owned(), role, of, unit: None, codes: None }
}

fn card(replaces: Scope) -> Card {
    Card {
        dataset: "jobs".to_owned(),
        title: "Jobs by industry".to_owned(),
        agency: "An office".to_owned(),
        licence: "public domain".to_owned(),
        source: "jobs".to_owned(),
        periods: Vec::new(),
        columns: vec![
            column("period", Role::Key, None),
            column("region", Role::Key, None),
            column("industry", Role::Key, None),
            column("jobs", Role::Measure, None),
            column("jobs_status", Role::Status, Some("jobs")),
            column("pay", Role::Measure, None),
            column("line", Role::Line, None),
        ],
        files: vec![FileCard {
            name: "jobs.csv".to_owned(),
            sha256: "0".repeat(64),
            bytes: 1,
            rows: 12,
            left_out: Vec::new(),
        }],
        caveats: Vec::new(),
        mapping: "region = area".to_owned(),
        replaces,
    }
}

/// One row: period, region, industry, jobs, status, pay, line.
type Row = (String, String, String, Option<i64>, String, Option<f64>, i64);

/// A row of each region and industry of some periods, in the order of a file.
fn rows(periods: &[&str]) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    for (p, period) in periods.iter().enumerate() {
        for (r, region) in REGIONS.iter().enumerate() {
            for (i, industry) in INDUSTRIES.iter().enumerate() {
                let count = i64::try_from(100 * p + 10 * r + i).unwrap();
                let is_hidden = (r + i) % 4 == 3;
                let jobs = (!is_hidden).then_some(count);
                let status = if is_hidden { "withheld" } else { "disclosed" };
                let pay = (i != 2).then_some(1000.5 + f64::from(u8::try_from(r).unwrap()));
                let line = i64::try_from(rows.len() + 2).unwrap();
                let (region, industry) = ((*region).to_owned(), (*industry).to_owned());
                rows.push((
                    (*period).to_owned(),
                    region,
                    industry,
                    jobs,
                    status.to_owned(),
                    pay,
                    line,
                ));
            }
        }
    }
    rows
}

fn codes<'a>(values: impl Iterator<Item = &'a str>) -> Values {
    let (mut names, mut at): (Vec<String>, _) = (Vec::new(), Vec::new());
    for value in values {
        let known = names.iter().position(|name| name == value);
        let code = known.unwrap_or_else(|| {
            names.push(value.to_owned());
            names.len() - 1
        });
        at.push(Some(u32::try_from(code).unwrap()));
    }
    Values::Codes { names, at }
}

fn block(rows: &[Row]) -> Block {
    Block::new(vec![
        ("period".to_owned(), codes(rows.iter().map(|row| row.0.as_str()))),
        ("region".to_owned(), codes(rows.iter().map(|row| row.1.as_str()))),
        ("industry".to_owned(), codes(rows.iter().map(|row| row.2.as_str()))),
        ("jobs".to_owned(), Values::Whole(rows.iter().map(|row| row.3).collect())),
        ("jobs_status".to_owned(), codes(rows.iter().map(|row| row.4.as_str()))),
        ("pay".to_owned(), Values::Numbers(rows.iter().map(|row| row.5).collect())),
        ("line".to_owned(), Values::Whole(rows.iter().map(|row| Some(row.6)).collect())),
    ])
    .unwrap()
}

fn load(lake: &Lake, card: Card, rows: &[Row], published: &str) -> Published {
    let mut load = lake.load(card).unwrap();
    rows.chunks(5).for_each(|rows| load.block(&block(rows)).unwrap());
    load.publish(published).unwrap()
}

fn sorted(mut rows: Vec<Row>) -> Vec<Row> {
    rows.sort_by(|a, b| (&a.0, &a.1, &a.2).cmp(&(&b.0, &b.1, &b.2)));
    rows
}

fn text(values: &Values, row: usize) -> Option<String> {
    match values {
        Values::Codes { names, at } => at[row].map(|at| names[at as usize].clone()),
        Values::Whole(values) => values[row].map(|value| value.to_string()),
        Values::Numbers(values) => values[row].map(|value| value.to_string()),
    }
}

fn rows_of(blocks: impl Iterator<Item = Result<Block, agglo::Error>>) -> Vec<Row> {
    let mut rows = Vec::new();
    for block in blocks {
        let block = block.unwrap();
        let at = |name: &str, row| text(block.column(name).unwrap(), row);
        rows.extend((0..block.rows()).map(|row| {
            let key = |name| at(name, row).unwrap();
            let jobs = at("jobs", row).map(|jobs| jobs.parse().unwrap());
            let pay = at("pay", row).map(|pay| pay.parse().unwrap());
            let (status, line) = (key("jobs_status"), key("line").parse().unwrap());
            (key("period"), key("region"), key("industry"), jobs, status, pay, line)
        }));
    }
    rows
}

fn read(lake: &Lake, as_of: &AsOf) -> Vec<Row> {
    rows_of(lake.read("jobs", as_of).unwrap())
}

/// Every file of a folder with its bytes.
fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                files.push((path.display().to_string(), std::fs::read(&path).unwrap()));
            }
        }
    }
    files.sort();
    files
}

fn lake() -> (tempfile::TempDir, Lake) {
    let folder = tempfile::tempdir().unwrap();
    let lake = Lake::at(folder.path().join("data/lake"));
    (folder, lake)
}

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
    // Loading the file again heals it: the name is the content.
    let mut other = card(Scope::WholeDataset);
    other.caveats.push("loaded again".to_owned());
    let mut all = rows(&["2026Q1"]);
    all[0].5 = None;
    load(&lake, other, &all, "2026-08-02");
    load(&lake, card(Scope::WholeDataset), &rows(&["2026Q1"]), "2026-08-03");
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
            .args(["--exact", "a_child_loads_in_a_loop"])
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
