//! Closes that are killed at every step: the chain is as before, or as after.

use std::path::Path;

use agglo::Error;

use crate::lake::closes::CloseRecord;
use crate::lake::tests::kill::on;
use crate::lake::tests::torn::{Kill, Torn};
use crate::lake::{Closed, Lake};

const WAYS: [Kill; 5] =
    [Kill::LoseAll, Kill::LoseBytes, Kill::LoseNames, Kill::KeepLast, Kill::LoseNothing];

fn close(lake: &Lake, period: &str) -> Result<Closed, Error> {
    lake.closing()?.append(CloseRecord::new(period, "2026-11-23", "agglo"))
}

fn periods(lake: &Lake) -> Vec<String> {
    lake.closes().unwrap().into_iter().map(|closed| closed.record.period).collect()
}

#[test]
fn killed_at_any_step_the_chain_is_as_before_or_as_after() {
    let mut disk = Torn::new();
    for (at, period) in ["2026Q1", "2026Q2"].into_iter().enumerate() {
        let whole = disk.copy(None, None);
        close(&on(&whole), period).unwrap();
        let (steps, _) = whole.counts();
        assert!(steps > 4, "{steps}");
        for step in 0..=steps {
            for way in WAYS {
                let dying = disk.copy(Some(step), None);
                let is_done = close(&on(&dying), period).is_ok();
                let left = dying.after(way);
                let found = periods(&on(&left));
                let is_after = found.len() == at + 1;
                assert!(is_after || (!is_done && found.len() == at), "{step} {way:?}: {found:?}");
                // What was cut short can be done again, and what was done cannot be done twice.
                assert_eq!(close(&on(&left), period).is_err(), is_after, "{step} {way:?}");
                assert_eq!(periods(&on(&left)).len(), at + 1);
            }
        }
        disk = whole;
    }
}

#[test]
fn records_name_the_one_before_and_a_gap_or_a_change_is_noticed() {
    let disk = Torn::new();
    let lake = on(&disk);
    let first = close(&lake, "2026Q1").unwrap();
    let second = close(&lake, "2026Q2").unwrap();
    let previous = second.record.previous.as_ref().unwrap();
    assert_eq!((&previous.id, &previous.sha256), (&first.id, &first.sha256));
    for id in [&first.id, &second.id] {
        let worn = disk.copy(None, None);
        worn.wear(Path::new(&format!("/lake/closes/{id}.json")));
        assert_eq!(on(&worn).closes().unwrap_err().code(), "E0402");
        assert_eq!(on(&worn).verify().unwrap().faults.len(), 1);
    }
}

#[test]
fn while_one_closes_another_is_told() {
    let lake = on(&Torn::new());
    let held = lake.closing().unwrap();
    assert_eq!(lake.closing().err().unwrap().code(), "E0420");
    drop(held);
    assert!(lake.closing().is_ok());
}
