//! Which locks can be: one line of them in each region, each later one an amendment with its reason.

use crate::base::error::Error;
use crate::engage::event::{Entry, Lock};
use crate::engage::record::{Record, Told, of_region};

/// Letters of a SHA-256 in hexadecimal.
const DIGEST: usize = 64;

/// Refuses a lock that cannot be.
pub(super) fn locks(lock: &Lock, entry: &Entry, record: &Record, faults: &mut Vec<Error>) {
    let held: Vec<&Told<Lock>> = of_region(&record.locks, &entry.region).collect();
    let found = [
        digests(lock),
        reason(lock),
        before(lock, &held),
        lock.parent
            .as_ref()
            .map_or_else(|| first(entry, &held), |parent| amends(lock, parent, entry, &held)),
    ];
    faults.extend(found.into_iter().flatten());
}

fn fault(field: &str, what: String, hint: &str) -> Error {
    Error::new("E0517", what).at(field).hint(hint)
}

fn is_digest(text: &str) -> bool {
    text.len() == DIGEST
        && text.bytes().all(|sign| sign.is_ascii_digit() || (b'a'..=b'f').contains(&sign))
}

/// A lock is whole (plan, design, its own digest), or only names a plan, as the first ones did.
fn digests(lock: &Lock) -> Option<Error> {
    let parts = [("design", &lock.design), ("lock", &lock.lock)];
    if parts.iter().all(|(_, part)| part.is_none()) {
        let own = lock.parent.is_some();
        return own.then(|| {
            let what = "an amendment without a design and without a digest of its own".to_owned();
            fault("lock", what, "`agglo plan amend` writes both")
        });
    }
    let parts = parts.into_iter().map(|(field, part)| (field, part.as_deref()));
    let bad = [("plan", Some(lock.plan.as_str()))]
        .into_iter()
        .chain(parts)
        .find(|(_, part)| !part.is_some_and(is_digest));
    bad.map(|(field, part)| {
        let what = match part {
            Some(part) => format!("`{part}` is no digest"),
            None => format!("there is no `{field}`"),
        };
        fault(field, what, "a SHA-256 as 64 letters 0-9 a-f; `agglo plan lock` writes all of them")
    })
}

fn reason(lock: &Lock) -> Option<Error> {
    match (&lock.parent, &lock.because) {
        (Some(_), None) => {
            let what = "an amendment needs its reason".to_owned();
            Some(fault("because", what, "--because TEXT"))
        }
        (None, Some(_)) => {
            let what = "a reason to amend, and nothing is amended".to_owned();
            Some(fault("parent", what, "name the lock that is amended, or leave the reason out"))
        }
        _ => None,
    }
}

/// Refuses the same thing twice.
fn before(lock: &Lock, held: &[&Told<Lock>]) -> Option<Error> {
    let same = held.iter().find(|told| told.what.name() == lock.name())?;
    let what = format!("`{}` was locked before, on {}", short(lock.name()), same.happened);
    Some(fault("plan", what, "there is nothing to do: it stands"))
}

/// A region has one line of locks: what comes later amends.
fn first(entry: &Entry, held: &[&Told<Lock>]) -> Option<Error> {
    let last = held.last()?;
    let name = short(last.what.name());
    let what = format!("region `{}` has a lock already: {name} of {}", entry.region, last.happened);
    let hint = format!("what changes is an amendment: `agglo plan amend {name} --because TEXT`");
    Some(fault("plan", what, &hint))
}

fn amends(lock: &Lock, parent: &str, entry: &Entry, held: &[&Told<Lock>]) -> Option<Error> {
    let Some(own) = held.iter().find(|told| told.what.name() == parent) else {
        let what = format!("region `{}` has no lock `{parent}`", entry.region);
        return Some(fault("parent", what, "`agglo plan locks` lists them"));
    };
    let later = held.iter().find(|told| told.what.parent.as_deref() == Some(parent));
    if let Some(later) = later {
        let (old, new) = (short(parent), short(later.what.name()));
        let what = format!("{old} was amended already, on {}", later.happened);
        return Some(fault("parent", what, &format!("amend the current one, {new}")));
    }
    if own.what.plan == lock.plan && own.what.design == lock.design {
        let what = format!("nothing changes: plan and design are those of {}", short(parent));
        return Some(fault("plan", what, "name another --plan or --design"));
    }
    (entry.happened < own.happened).then(|| {
        let what =
            format!("{} is before the lock that it amends, of {}", entry.happened, own.happened);
        Error::new("E0512", what).at("date")
    })
}

/// The beginning of a name, as people read it.
pub(super) fn short(name: &str) -> &str {
    name.get(..8).unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engage::event::{Body, Correct, Event, Retract};
    use crate::engage::record::{Cut, Ground, admit, fold};
    use jiff::Timestamp;
    use jiff::civil::{Date, date};

    const DAY: Date = date(2026, 6, 5);

    fn digest(letter: &str) -> String {
        letter.repeat(DIGEST)
    }

    fn whole(plan: &str, lock: &str, parent: Option<&str>) -> Lock {
        Lock {
            plan: digest(plan),
            design: Some(digest("d")),
            lock: Some(digest(lock)),
            parent: parent.map(str::to_owned),
            because: parent.map(|_| "the fund was cut".to_owned()),
        }
    }

    fn only(plan: &str) -> Lock {
        Lock { plan: plan.to_owned(), design: None, lock: None, parent: None, because: None }
    }

    /// What is wrong with a lock of a day after others of 5 June.
    fn faults(before: &[Lock], day: Date, body: Body) -> Vec<(&'static str, String)> {
        let events = before.iter().enumerate().map(|(at, lock)| Event {
            sequence: at as u64 + 1,
            entered: Timestamp::UNIX_EPOCH,
            entry: Entry::new("gulf", DAY, Body::Lock(lock.clone())),
        });
        let record = fold(events.collect(), &Cut::ALL);
        let regions = ["gulf".to_owned(), "bay".to_owned()];
        let ground = Ground { today: date(2027, 1, 1), regions: &regions };
        let found = admit(&Entry::new("gulf", day, body), &record, &ground);
        found.into_iter().map(|own| (own.code(), own.what().to_owned())).collect()
    }

    #[test]
    fn a_line_of_locks_is_admitted_and_an_old_one_may_be_its_beginning() {
        let first = whole("a", "1", None);
        let next = whole("b", "2", Some(&digest("1")));
        assert_eq!(faults(&[], DAY, Body::Lock(first.clone())), []);
        assert_eq!(faults(&[first], DAY, Body::Lock(next)), []);
        assert_eq!(faults(&[], DAY, Body::Lock(only("3fa9c1d2"))), []);
        let next = whole("b", "2", Some("3fa9c1d2"));
        assert_eq!(faults(&[only("3fa9c1d2")], DAY, Body::Lock(next)), []);
    }

    #[test]
    fn what_is_no_line_is_refused() {
        let one = whole("a", "1", None);
        let two = whole("b", "2", Some(&digest("1")));
        let later = |lock: Lock| Body::Lock(lock);
        let cases: [(Vec<Lock>, Lock, &str); 9] = [
            (vec![one.clone()], one.clone(), "was locked before"),
            (vec![one.clone()], whole("b", "2", None), "has a lock already"),
            (vec![only("3fa9c1d2")], whole("b", "2", None), "has a lock already"),
            (vec![], whole("b", "2", Some(&digest("1"))), "has no lock"),
            (vec![one.clone(), two], whole("c", "3", Some(&digest("1"))), "was amended already"),
            (vec![one.clone()], whole("a", "2", Some(&digest("1"))), "nothing changes"),
            (
                vec![one.clone()],
                Lock { because: None, ..whole("b", "2", Some(&digest("1"))) },
                "needs its reason",
            ),
            (vec![], Lock { because: Some("x".to_owned()), ..one.clone() }, "nothing is amended"),
            (vec![], Lock { design: None, ..one.clone() }, "there is no `design`"),
        ];
        for (before, lock, part) in cases {
            let found = faults(&before, DAY, later(lock));
            assert!(found.iter().any(|(_, what)| what.contains(part)), "{part} in {found:?}");
        }
        let early = whole("b", "2", Some(&digest("1")));
        let found = faults(std::slice::from_ref(&one), date(2026, 6, 4), Body::Lock(early));
        assert_eq!(found.first().map(|own| own.0), Some("E0512"));
        let bad = Lock { plan: "3fa9".to_owned(), ..one };
        assert!(faults(&[], DAY, Body::Lock(bad))[0].1.contains("no digest"));
    }

    #[test]
    fn a_lock_is_neither_corrected_nor_retracted() {
        let one = whole("a", "1", None);
        let correct = Correct {
            event: 1,
            instead: Box::new(Body::Lock(whole("b", "2", None))),
            happened_on: None,
            fields: Vec::new(),
            because: "wrong".to_owned(),
        };
        let found = faults(std::slice::from_ref(&one), DAY, Body::Correct(correct));
        assert!(found[0].1.contains("never corrected"), "{found:?}");
        let retract = Retract { event: 1, because: "wrong".to_owned() };
        let found = faults(&[one], DAY, Body::Retract(retract));
        assert!(found[0].1.contains("cannot be retracted"), "{found:?}");
    }
}
