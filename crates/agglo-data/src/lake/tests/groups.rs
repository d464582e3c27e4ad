//! Periods of many groups and several files: in tests a group is small.

use agglo::Error;

use crate::lake::card::{Card, Role, Scope};
use crate::lake::encode::GROUP;
use crate::lake::objects::LARGEST;
use crate::lake::tests::kill;
use crate::lake::tests::torn::{Torn, Tosses};
use crate::lake::{AsOf, Block, Lake, Values, What};

/// Region, code of an industry, jobs.
type Row = (i64, Option<String>, Option<i64>);

/// Five files of rows and a bit, in any order; every region has names of its own, and some rows none.
fn rows() -> Vec<Row> {
    let mut tosses = Tosses(7);
    let mut rows: Vec<Row> = Vec::new();
    let most = i64::try_from(5 * LARGEST + 11).unwrap() / 3;
    for region in 0..most {
        for industry in [None, Some(format!("{}", region * 7 % 50)), Some(format!("of {region}"))] {
            let at = tosses.next() % (rows.len() as u64 + 1);
            let jobs = (region % 9 != 0).then_some(region * 3);
            rows.insert(usize::try_from(at).unwrap(), (region, industry, jobs));
        }
    }
    rows
}

fn card(scope: Scope) -> Card {
    let mut card = kill::card(scope);
    // No period: one lot of rows.
    card.columns[0].name = "region".to_owned();
    card.columns[1].name = "industry".to_owned();
    assert_eq!(card.columns[2].role, Role::Measure);
    card
}

fn load(lake: &Lake, scope: Scope, rows: &[Row]) -> Result<crate::lake::Published, Error> {
    let mut load = lake.load(card(scope))?;
    for rows in rows.chunks(100) {
        let names: Vec<String> = rows.iter().filter_map(|row| row.1.clone()).collect();
        let mut next = 0..u32::try_from(names.len()).unwrap();
        let at = rows.iter().map(|row| row.1.as_ref().and_then(|_| next.next())).collect();
        load.block(&Block::new(vec![
            ("region".to_owned(), Values::Whole(rows.iter().map(|row| Some(row.0)).collect())),
            ("industry".to_owned(), Values::Codes { names, at }),
            ("jobs".to_owned(), Values::Whole(rows.iter().map(|row| row.2).collect())),
        ])?)?;
    }
    load.publish("2026-11-23")
}

fn read(blocks: impl Iterator<Item = Result<Block, Error>>) -> Vec<Row> {
    let mut rows = Vec::new();
    for block in blocks {
        match block.unwrap().columns() {
            [
                (_, Values::Whole(regions)),
                (_, Values::Codes { names, at }),
                (_, Values::Whole(jobs)),
            ] => {
                let industry = |at: &Option<u32>| at.map(|at| names[at as usize].clone());
                let both = regions.iter().zip(at).zip(jobs);
                rows.extend(
                    both.map(|((region, at), jobs)| (region.unwrap(), industry(at), *jobs)),
                );
            }
            other => panic!("{other:?}"),
        }
    }
    rows
}

fn sorted(mut rows: Vec<Row>) -> Vec<Row> {
    rows.sort();
    rows
}

#[test]
fn many_groups_are_read_in_order_whatever_memory_there_was() {
    let (rows, one, two) = (rows(), kill::on(&Torn::new()), kill::on(&Torn::new()));
    let whole = load(&one, Scope::WholeDataset, &rows).unwrap().vintage;
    let merged = load(&two.memory(10_000), Scope::WholeDataset, &rows).unwrap().vintage;
    assert_eq!((whole.manifest.objects.len(), &whole), (6, &merged));
    let blocks: Vec<Block> = one.read("jobs", &AsOf::Latest).unwrap().map(Result::unwrap).collect();
    assert_eq!((blocks.len(), blocks[0].rows()), (rows.len().div_ceil(GROUP), GROUP));
    assert_eq!(read(one.read("jobs", &AsOf::Latest).unwrap()), sorted(rows));
    assert!(!load(&one, Scope::PeriodsInIt, &read(blocks.into_iter().map(Ok))).unwrap().is_new);
}

#[test]
fn a_reader_opens_only_groups_that_may_hold_what_is_asked_for() {
    let (rows, lake) = (rows(), kill::on(&Torn::new()));
    load(&lake, Scope::WholeDataset, &rows).unwrap();
    let asked = [40, 41].map(|code: u8| code.to_string());
    let asked = asked.each_ref().map(String::as_str);
    let reader = lake.read("jobs", &AsOf::Latest).unwrap().only("region", &asked).unwrap();
    assert_eq!(reader.files().len(), 1);
    let blocks: Vec<Block> = reader.map(Result::unwrap).collect();
    assert_eq!(blocks.iter().map(Block::rows).sum::<usize>(), 6);
    let named = lake.read("jobs", &AsOf::Latest).unwrap().only("industry", &["of 40"]).unwrap();
    assert_eq!(read(named), [(40, Some("of 40".to_owned()), Some(120))]);
}

#[test]
fn one_revision_among_many_groups_is_found_and_files_without_it_stay() {
    let (mut rows, lake) = (rows(), kill::on(&Torn::new()));
    let first = load(&lake, Scope::WholeDataset, &rows).unwrap().vintage;
    let at = rows.iter().position(|row| row.0 == 200 && row.1.is_none()).unwrap();
    rows[at].2 = Some(-1);
    let second = load(&lake.clone().memory(20_000), Scope::WholeDataset, &rows).unwrap().vintage;
    let stay = second.manifest.objects.iter().filter(|object| object.since == 1).count();
    assert_eq!((stay, second.manifest.objects.len()), (5, 6));
    let changes = lake.changes("jobs", &first.id, &second.id).unwrap();
    let changes: Vec<_> = changes.map(Result::unwrap).collect();
    assert!(
        matches!(changes.as_slice(), [one] if matches!(one.what, What::Changed(_)) && one.keys[1].is_none())
    );
}

#[test]
fn files_of_many_loads_are_joined_to_full_ones() {
    let (rows, lake) = (rows(), kill::on(&Torn::new()));
    for rows in rows.chunks(300) {
        load(&lake, Scope::Nothing, rows).unwrap();
    }
    let before = lake.vintage("jobs", &AsOf::Latest).unwrap();
    let after = lake.compact("jobs", "2026-11-24").unwrap().vintage;
    // Full files stay as they are; what is left of each load is joined.
    assert!(after.manifest.objects.len() < before.manifest.objects.len());
    assert_eq!(sorted(read(lake.read("jobs", &AsOf::Latest).unwrap())), sorted(rows.clone()));
    assert_eq!(lake.changes("jobs", &before.id, &after.id).unwrap().count(), 0);
    let mut twice = rows[..1].to_vec();
    twice[0].2 = Some(-7);
    assert_eq!(load(&lake, Scope::Nothing, &twice).unwrap_err().code(), "E0423");
    let mut spilled = rows.clone();
    spilled.push(rows[0].clone());
    let error = load(&lake.clone().memory(10_000), Scope::WholeDataset, &spilled).unwrap_err();
    assert_eq!(error.code(), "E0423");
    assert_eq!(lake.gc(true).unwrap().files.len(), 0);
}
