//! The line of locks of a region: what holds now, and what was amended on the way.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use schemars::JsonSchema;
use serde::Serialize;

use crate::engage::event::Lock;
use crate::engage::record::{Record, Told, of_region};
use crate::plan::full::{Amended, Registered};

/// The beginning of a digest, as people read it: eight letters.
pub fn short(digest: &str) -> &str {
    digest.get(..8).unwrap_or(digest)
}

/// The day on which a lock was entered, in UTC: from then on nobody could change it unseen.
pub fn entered(lock: &Told<Lock>) -> Date {
    lock.entered.to_zoned(TimeZone::UTC).date()
}

/// The lock that holds in a region now: the last one that nobody amended.
pub fn current<'a>(record: &'a Record, region: &'a str) -> Option<&'a Told<Lock>> {
    of_region(&record.locks, region).filter(|own| amends(record, own).is_none()).last()
}

/// The lock that amends another.
pub fn amends<'a>(record: &'a Record, own: &'a Told<Lock>) -> Option<&'a Told<Lock>> {
    let name = own.what.name();
    of_region(&record.locks, &own.region).find(|later| later.what.parent.as_deref() == Some(name))
}

/// The lock that another amends.
pub fn parent<'a>(record: &'a Record, own: &'a Told<Lock>) -> Option<&'a Told<Lock>> {
    let name = own.what.parent.as_deref()?;
    of_region(&record.locks, &own.region)
        .find(|earlier| earlier.what.name() == name && earlier.event < own.event)
}

/// How a region's plan and its evaluation stand registered; none where nothing is locked.
pub fn registered(record: &Record, region: &str) -> Option<Registered> {
    let now = current(record, region)?;
    let first = of_region(&record.locks, region).map(|own| own.happened).min()?;
    let mut amendments = 0;
    let mut own = now;
    while let Some(earlier) = parent(record, own) {
        amendments += 1;
        own = earlier;
    }
    let last = now
        .what
        .because
        .as_ref()
        .map(|because| Amended { on: now.happened.to_string(), because: because.clone() });
    let name = short(now.what.name());
    let what = match (&last, amendments) {
        (None, _) => "0 amendments".to_owned(),
        (Some(last), 1) => format!("1 amendment, on {} because {}", last.on, last.because.trim()),
        (Some(last), n) => {
            format!("{n} amendments, the last on {} because {}", last.on, last.because.trim())
        }
    };
    let text = match (&now.what.design, &last) {
        (None, _) => format!(
            "Locked on {first} as {name}, which only names a plan: no evaluation is registered."
        ),
        (Some(_), None) => format!("As registered on {first} under lock {name} ({what})."),
        (Some(_), Some(_)) => format!("First locked on {first}, now under lock {name} ({what})."),
    };
    Some(Registered {
        lock: now.what.name().to_owned(),
        plan: now.what.plan.clone(),
        design: now.what.design.clone(),
        first: first.to_string(),
        amendments,
        last,
        is_this_plan: None,
        text,
    })
}

/// What a lock froze, as `plan lock` and `plan amend` answer.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Locked {
    /// The event that holds it.
    pub event: u64,
    /// The lock.
    #[serde(flatten)]
    pub lock: LockOfRegion,
    /// Where the frozen plan is kept, below the programme's folder.
    pub plan_file: String,
    /// Where the frozen design is kept.
    pub design_file: String,
    /// What a reader should know, a sentence each.
    pub notes: Vec<String>,
}

/// A lock as it is listed.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct LockOfRegion {
    /// Its digest, of the plan, the design and what it amends; the plan's where the lock only names one.
    pub name: String,
    /// The first eight letters of it.
    pub short: String,
    /// The region, by its id in the programme.
    pub region: String,
    /// When it was decided, ISO.
    pub on: String,
    /// When it was entered, ISO in UTC: what is done before that day makes it retrospective.
    pub entered: String,
    /// Digest of the plan.
    pub plan: String,
    /// Digest of the design; none where the lock only names a plan.
    pub design: Option<String>,
    /// The lock that it amends.
    pub parent: Option<String>,
    /// Why.
    pub because: Option<String>,
    /// How it stands.
    pub standing: StandingOfLock,
    /// Whether what is done begins before the lock was entered; none where no design is readable.
    pub is_retrospective: Option<bool>,
    /// What differs from the lock that it amends; none where that cannot be told.
    pub changes: Option<Vec<Change>>,
}

/// How a lock stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum StandingOfLock {
    /// It holds.
    Current,
    /// A later one amends it.
    Amended,
}

/// Whether what a lock froze is there as it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case", tag = "state", content = "what")]
pub enum Kept {
    /// It is.
    Intact,
    /// The file is gone: its place.
    Missing(String),
    /// The file is not what was frozen: in words.
    Altered(String),
    /// The lock only names it, and no file was ever kept.
    NeverKept,
}

impl Kept {
    /// Whether something is wrong.
    pub fn is_fault(&self) -> bool {
        matches!(self, Self::Missing(_) | Self::Altered(_))
    }
}

/// One lock with what became of its files.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct LockRow {
    /// The event that holds it.
    pub event: u64,
    /// The lock.
    #[serde(flatten)]
    pub lock: LockOfRegion,
    /// The frozen plan.
    pub plan_kept: Kept,
    /// The frozen design.
    pub design_kept: Kept,
    /// Whether the lock's digest is that of its parts; none where it has none.
    pub is_sound: Option<bool>,
}

/// Every lock of a programme, in the order in which they were entered.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Locks {
    /// The programme's id.
    pub programme: String,
    /// Whether every file is there as it was frozen.
    pub is_intact: bool,
    /// The locks.
    pub locks: Vec<LockRow>,
}

/// A field that differs from what it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Change {
    /// The field: `plan`, `design.donors.least_km`.
    pub field: String,
    /// What it was, as JSON; none where it was not there.
    pub was: Option<String>,
    /// What it is, as JSON; none where it is gone.
    pub is: Option<String>,
    /// Whether it touches the registered test; what does not may change without a breach.
    pub touches_the_test: bool,
}
