//! Loads, joins and sweeps that are killed at every step, in every way that a disk may forget.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use agglo::Error;

use crate::lake::card::{Card, ColumnCard, Role, Scope};
use crate::lake::tests::torn::{Kill, Torn, Tosses};
use crate::lake::{AsOf, Block, Keep, Lake, Values, VintageId};

const WAYS: [Kill; 7] = [
    Kill::LoseAll,
    Kill::LoseBytes,
    Kill::LoseNames,
    Kill::KeepLast,
    Kill::LoseNothing,
    Kill::Toss(1),
    Kill::Toss(2),
];

/// A lake on a disk.
pub(crate) fn on(disk: &Torn) -> Lake {
    let root = PathBuf::from("/lake");
    let (store, memory) = (Arc::new(disk.clone()), usize::MAX);
    Lake { store, root, is_patient: false, memory, pins: None }
}

/// A dataset of periods, regions and jobs.
pub(crate) fn card(replaces: Scope) -> Card {
    let columns = vec![
        ColumnCard::new("period", Role::Key),
        ColumnCard::new("region", Role::Key),
        ColumnCard::new("jobs", Role::Measure),
    ];
    Card::new("jobs", columns, replaces)
}

/// Rows of a period: regions from a first one on, all with a figure.
#[derive(Clone, Copy, Debug)]
struct Rows {
    period: i64,
    regions: (i64, i64),
    jobs: i64,
}

fn load(lake: &Lake, scope: Scope, rows: &[Rows]) -> Result<VintageId, Error> {
    let mut load = lake.load(card(scope))?;
    for rows in rows {
        let regions = rows.regions.0..rows.regions.1;
        let values = |value: &dyn Fn(i64) -> i64| {
            Values::Whole(regions.clone().map(|at| Some(value(at))).collect())
        };
        let columns = [
            ("period", values(&|_| rows.period)),
            ("region", values(&|at| at)),
            ("jobs", values(&|at| rows.jobs + at)),
        ];
        load.block(&Block::new(columns.map(|(name, values)| (name.to_owned(), values)).to_vec())?)?;
    }
    Ok(load.publish("2026-11-23")?.vintage.id)
}

/// All rows of a vintage.
fn content(lake: &Lake, as_of: &AsOf) -> Result<BTreeMap<Vec<Option<i64>>, Option<i64>>, Error> {
    let mut rows = BTreeMap::new();
    for block in lake.read("jobs", as_of)? {
        let block = block?;
        let columns: Vec<&Vec<Option<i64>>> = block
            .columns()
            .iter()
            .filter_map(|(_, values)| match values {
                Values::Whole(values) => Some(values),
                _ => None,
            })
            .collect();
        rows.extend(
            (0..block.rows()).map(|row| (vec![columns[0][row], columns[1][row]], columns[2][row])),
        );
    }
    Ok(rows)
}

type Content = BTreeMap<Vec<Option<i64>>, Option<i64>>;

/// What every vintage of a lake holds, the newest first.
fn all(lake: &Lake) -> Result<Vec<(VintageId, Content)>, Error> {
    if lake.datasets()?.is_empty() {
        return Ok(Vec::new());
    }
    let ids = lake.vintages("jobs")?.into_iter().map(|vintage| vintage.id);
    let rows = |id: VintageId| match content(lake, &AsOf::Vintage(id.clone())) {
        Err(error) if error.what().ends_with("were forgotten") => Ok((id, Content::new())),
        rows => Ok((id, rows?)),
    };
    ids.map(rows).collect()
}

/// What is wrong with a lake after a kill: it must be as before the step, or, where the step has come to its
/// end or nearly so, as after it.
fn wrong(
    lake: &Lake,
    before: &[(VintageId, Content)],
    after: &[(VintageId, Content)],
    is_done: bool,
) -> Option<String> {
    let found = match all(lake) {
        Err(error) => return Some(error.to_string()),
        Ok(found) => found,
    };
    if found != after && (is_done || found != before) {
        return Some(format!(
            "{} vintages, before {}, after {}",
            found.len(),
            before.len(),
            after.len()
        ));
    }
    match lake.verify() {
        Ok(report) if report.faults.is_empty() => None,
        Ok(report) => Some(report.faults[0].to_string()),
        Err(error) => Some(error.to_string()),
    }
}

/// The name of a deed whose rows an older vintage has.
const AGAIN: &str = "the rows that were replaced, again";

type Deed = fn(&Lake) -> Result<(), Error>;

const DEEDS: [(&str, Deed); 8] = [
    ("the first load", |lake| {
        let rows = [
            Rows { period: 2025, regions: (0, 9), jobs: 10 },
            Rows { period: 2026, regions: (0, 9), jobs: 20 },
        ];
        load(lake, Scope::PeriodsInIt, &rows).map(drop)
    }),
    ("a revision and a new year", |lake| {
        let rows = [
            Rows { period: 2026, regions: (0, 9), jobs: 30 },
            Rows { period: 2027, regions: (0, 9), jobs: 40 },
        ];
        load(lake, Scope::PeriodsInIt, &rows).map(drop)
    }),
    ("more rows", |lake| {
        load(lake, Scope::Nothing, &[Rows { period: 2027, regions: (9, 12), jobs: 50 }]).map(drop)
    }),
    ("joining", |lake| lake.compact("jobs", "2026-11-24").map(drop)),
    (AGAIN, |lake| {
        load(lake, Scope::PeriodsInIt, &[Rows { period: 2026, regions: (0, 9), jobs: 20 }])
            .map(drop)
    }),
    ("more rows than memory holds", |lake| {
        let rows = [(0, 5, 60), (5, 9, 70)].map(|(first, end, jobs)| Rows {
            period: 2028,
            regions: (first, end),
            jobs,
        });
        load(&lake.clone().memory(0), Scope::PeriodsInIt, &rows).map(drop)
    }),
    ("forgetting", |lake| lake.forget("jobs", &Keep::Last(2), false).map(drop)),
    ("sweeping", |lake| lake.gc(false).map(drop)),
];

/// Kills a deed at each step in each way; the first thing that goes wrong. `deaf_to`: a sync that is not done.
fn killed_everywhere(disk: &Torn, deed: Deed, deaf_to: Option<usize>) -> Option<String> {
    let before = all(&on(disk)).unwrap();
    let whole = disk.copy(None, None);
    deed(&on(&whole)).unwrap();
    let after = all(&on(&whole)).unwrap();
    let (steps, _) = whole.counts();
    for step in 0..=steps {
        let disk = disk.copy(Some(step), deaf_to);
        let is_done = deed(&on(&disk)).is_ok();
        assert!(is_done || step < steps);
        for way in WAYS {
            let disk = disk.after(way);
            if let Some(what) = wrong(&on(&disk), &before, &after, is_done) {
                return Some(format!("killed at {step} of {steps}, {way:?}: {what}"));
            }
            // Life goes on: what was cut short can be done again, and what it left can be swept.
            let goes_on = matches!(way, Kill::LoseAll | Kill::LoseNothing | Kill::Toss(1));
            if goes_on && deaf_to.is_none() {
                deed(&on(&disk)).unwrap();
                on(&disk).gc(false).unwrap();
                assert_eq!(wrong(&on(&disk), &after, &after, true), None);
                assert_eq!(on(&disk).verify().unwrap().leftovers, Vec::<PathBuf>::new());
            }
        }
    }
    None
}

/// The disk as it is before each deed, all before it having lasted.
fn stages() -> Vec<(&'static str, Deed, Torn)> {
    let mut disk = Torn::new();
    DEEDS
        .into_iter()
        .map(|(name, deed)| {
            let before = disk.clone();
            disk = disk.copy(None, None);
            deed(&on(&disk)).unwrap();
            (name, deed, before)
        })
        .collect()
}

#[test]
fn killed_at_any_step_the_last_good_vintage_is_whole() {
    for (name, deed, disk) in stages() {
        assert_eq!(killed_everywhere(&disk, deed, None), None, "{name}");
    }
}

#[test]
fn a_kill_in_a_sweep_or_load_over_leftovers_of_another_is_well() {
    for (name, deed, disk) in stages().into_iter().take(2) {
        let steps = {
            let whole = disk.copy(None, None);
            deed(&on(&whole)).unwrap();
            whole.counts().0
        };
        for step in (1..steps).step_by(6) {
            let dead = disk.copy(Some(step), None);
            assert!(deed(&on(&dead)).is_err());
            let again = dead.after(Kill::LoseNothing);
            assert_eq!(
                killed_everywhere(&again, deed, None),
                None,
                "{name}, after a kill at {step}"
            );
            assert_eq!(
                killed_everywhere(&again, |lake| lake.gc(false).map(drop), None),
                None,
                "{name}"
            );
        }
    }
}

#[test]
fn without_any_one_sync_some_kill_damages_the_lake() {
    let mut tried = 0;
    for (name, deed, disk) in stages() {
        if name == AGAIN {
            // Its files have had their names since the first load: those cannot be lost.
            continue;
        }
        let whole = disk.copy(None, None);
        deed(&on(&whole)).unwrap();
        let (_, syncs) = whole.counts();
        for sync in 0..syncs {
            assert!(
                killed_everywhere(&disk, deed, Some(sync)).is_some(),
                "{name}: sync {sync} is not needed"
            );
            tried += 1;
        }
    }
    assert!(tried > 20, "{tried} syncs");
}

/// A life of loads, joins and sweeps with a kill somewhere in each.
fn lives(seed: u64, kills: usize) {
    let mut tosses = Tosses(seed);
    let mut below = |bound: u64| i64::try_from(tosses.next() % bound).unwrap_or(0);
    let mut disk = Torn::new();
    for kill in 0..kills {
        let before = all(&on(&disk)).unwrap();
        let period = 2020 + below(4);
        let kind = below(8);
        let (first, jobs) = (below(3) * 4, below(5) * 100);
        let deed =
            |lake: &Lake| match kind {
                0 => lake.gc(false).map(drop),
                1 if before.len() > 9 => lake.forget("jobs", &Keep::Last(6), false).map(drop),
                1 if !before.is_empty() => lake.compact("jobs", "2026-11-24").map(drop),
                2 | 3 => load(
                    lake,
                    Scope::Nothing,
                    &[Rows { period: period + 10 + jobs, regions: (first, first + 4), jobs }],
                )
                .map(drop),
                4 => load(lake, Scope::WholeDataset, &[Rows { period, regions: (0, 6), jobs }])
                    .map(drop),
                _ => load(lake, Scope::PeriodsInIt, &[Rows { period, regions: (0, 9), jobs }])
                    .map(drop),
            };
        let whole = disk.copy(None, None);
        // Rows may be there already, which is refused.
        let is_refused = deed(&on(&whole)).is_err();
        let after = all(&on(&whole)).unwrap();
        let steps = u64::try_from(whole.counts().0).unwrap();
        let step = usize::try_from(below(steps + 1)).unwrap();
        let dying = disk.copy(Some(step), None);
        let is_done = deed(&on(&dying)).is_ok() || is_refused;
        let way = if below(3) == 0 { Kill::LoseNothing } else { Kill::Toss(seed + kill as u64) };
        disk = dying.after(way);
        let found = wrong(&on(&disk), &before, &after, is_done);
        assert_eq!(found, None, "kill {kill} of seed {seed}: step {step} of {steps}, {way:?}");
        // Half of the time the life goes on from the whole deed, so that the chain grows.
        if below(2) == 0 && !is_refused {
            deed(&on(&disk)).unwrap();
        }
    }
    assert!(all(&on(&disk)).unwrap().len() > 2);
}

#[test]
fn twenty_random_kills_of_one_life_leave_no_damage() {
    lives(20_261_123, 20);
}

#[test]
#[ignore = "soak: 200 kills of one life"]
fn two_hundred_random_kills_of_one_life_leave_no_damage() {
    lives(1_000_003, 200);
}

#[test]
#[ignore = "soak: 200 kills in each of nine more lives"]
fn two_hundred_random_kills_of_nine_more_lives_leave_no_damage() {
    (2..=10).for_each(|seed| lives(seed * 1_000_003, 200));
}

#[test]
fn a_worn_disk_is_noticed() {
    let disk = Torn::new();
    DEEDS[0].1(&on(&disk)).unwrap();
    let lake = on(&disk);
    let object = lake.read("jobs", &AsOf::Latest).unwrap().files().remove(0);
    for path in [object.as_path(), Path::new("/lake/jobs/current")] {
        let disk = disk.copy(None, None);
        disk.wear(path);
        assert_eq!(on(&disk).verify().unwrap().faults.len(), 1, "{}", path.display());
    }
}

#[test]
fn while_one_writes_another_is_told_and_readers_read() {
    let disk = Torn::new();
    DEEDS[0].1(&on(&disk)).unwrap();
    let lake = on(&disk);
    let mut spilling = lake.clone().memory(0).load(card(Scope::PeriodsInIt)).unwrap();
    let value = |value| Values::Whole(vec![Some(value)]);
    let row = |period, region| {
        let columns = [("period", value(period)), ("region", value(region)), ("jobs", value(1))];
        Block::new(columns.map(|(name, values)| (name.to_owned(), values)).to_vec()).unwrap()
    };
    spilling.block(&row(2030, 1)).unwrap();
    let error = DEEDS[1].1(&lake).unwrap_err();
    assert_eq!((error.code(), error.what()), ("E0420", "`jobs` is being written by process 1"));
    assert_eq!(lake.gc(false).unwrap_err().code(), "E0420");
    assert_eq!(content(&lake, &AsOf::Latest).unwrap().len(), 18);
    spilling.block(&row(2030, 0)).unwrap();
    spilling.publish("2026-11-25").unwrap();
    assert_eq!(content(&lake, &AsOf::Latest).unwrap().len(), 20);
    DEEDS[1].1(&lake).unwrap();
}
