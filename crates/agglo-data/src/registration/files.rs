//! Plans and designs in a programme's folder, each under its digest: `plans/DIGEST.json`, `plans/designs/DIGEST.json`;
//! beside them `plans/locks/DIGEST.json`, which helps to find what was changed.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use agglo::Error;
use agglo::engage::event::Lock;
use agglo::plan::register::{Design, Kept, short};
use serde_json::{Value, json};

use crate::atomic;
use crate::registration::canonical::{canonical, digest_of};
use crate::registration::fields::{Fields, differing, of};
use crate::registration::read::frozen;
use crate::starter::digest;

/// The folder of plans in that of a programme, and in that those of designs and of what helps to find changes.
const PLANS: &str = "plans";
const DESIGNS: &str = "designs";
const LOCKS: &str = "locks";
/// Letters of a digest that have to be named at least.
const LEAST: usize = 4;

/// A plan that was kept, as it was read.
#[derive(Clone, Debug)]
pub struct KeptPlan {
    /// Its digest.
    pub digest: String,
    /// The plan as JSON.
    pub value: Value,
}

/// Where a plan is kept, below the programme's folder.
pub fn plan_file(digest: &str) -> String {
    format!("{PLANS}/{digest}.json")
}

/// Where a design is kept, below the programme's folder.
pub fn design_file(digest: &str) -> String {
    format!("{PLANS}/{DESIGNS}/{digest}.json")
}

/// The plan of a digest, or of the beginning of one.
///
/// # Errors
///
/// `E0541` where none or several begin so, `E0543` where its file is not what its name says.
pub fn plan(folder: &Path, named: &str) -> Result<KeptPlan, Error> {
    let named = named.trim().trim_end_matches(".json");
    let named = named.rsplit(['/', '\\']).next().unwrap_or(named);
    let all = digests(&folder.join(PLANS));
    let own = one(named, all.iter().map(String::as_str)).map_err(|found| {
        let (what, hint) = match found.as_slice() {
            [] if all.is_empty() => (
                format!("there is no plan `{named}`"),
                "`agglo plan` makes one and keeps it".to_owned(),
            ),
            [] => (format!("there is no plan `{named}`"), format!("kept: {}", listed(&all))),
            several => (
                format!("{} plans begin with `{named}`", several.len()),
                "name more letters, four at least".to_owned(),
            ),
        };
        Error::new("E0541", what).at(folder.join(PLANS).display().to_string()).hint(hint)
    })?;
    let file = plan_file(own);
    match state(folder, &file, own) {
        Ok(text) => {
            let value = serde_json::from_str(&text).map_err(|error| {
                Error::new("E0541", format!("`{own}` is no plan: {error}")).at(file.clone())
            })?;
            Ok(KeptPlan { digest: own.to_owned(), value })
        }
        Err(Kept::Altered(what)) => Err(Error::new("E0543", what)
            .at(file)
            .hint("make the plan again with `agglo plan`: the same question gives the same bytes")),
        Err(_) => Err(Error::new("E0541", format!("there is no plan `{own}`")).at(file)),
    }
}

fn listed(all: &[String]) -> String {
    let named: Vec<&str> = all.iter().take(12).map(|own| short(own)).collect();
    let more = if all.len() > named.len() { ", …" } else { "" };
    format!("{}{more}", named.join(", "))
}

/// The only one that is, or begins with, what is named; all that do otherwise.
///
/// # Errors
///
/// Those that begin so, where it is not one.
pub fn one<'a>(named: &str, all: impl Iterator<Item = &'a str>) -> Result<&'a str, Vec<&'a str>> {
    let found: Vec<&str> = all.filter(|own| own.starts_with(named)).collect();
    match found.as_slice() {
        [only] if named.len() >= LEAST || *only == named => Ok(only),
        several => several.iter().find(|own| **own == named).copied().ok_or(found),
    }
}

/// Digests of the files of a folder, sorted.
fn digests(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut all: Vec<String> = entries
        .filter_map(|entry| entry.file_name().to_str()?.strip_suffix(".json").map(str::to_owned))
        .filter(|name| is_digest(name))
        .collect();
    all.sort();
    all
}

/// Whether a text is a SHA-256 in hexadecimal.
pub fn is_digest(text: &str) -> bool {
    text.len() == 64
        && text.bytes().all(|sign| sign.is_ascii_digit() || (b'a'..=b'f').contains(&sign))
}

/// The text of a file whose digest is that of its name; what became of it otherwise.
fn state(folder: &Path, file: &str, wanted: &str) -> Result<String, Kept> {
    let path: PathBuf = folder.join(file);
    let Ok(bytes) = std::fs::read(&path) else { return Err(Kept::Missing(file.to_owned())) };
    let found = digest(&bytes);
    if found != wanted {
        let what = format!(
            "{file} was changed after it was kept: its digest is {} now, not {}",
            short(&found),
            short(wanted)
        );
        return Err(Kept::Altered(what));
    }
    String::from_utf8(bytes).map_err(|_| Kept::Altered(format!("{file} is no text")))
}

/// A design as canonical JSON.
///
/// # Errors
///
/// `E0902` where it cannot be written, which its types rule out.
pub fn as_json(design: &Design) -> Result<Value, Error> {
    serde_json::to_value(design).map_err(|error| Error::new("E0902", error.to_string()))
}

/// Keeps the design of a lock under its digest, and what helps to find later changes of it and of the plan.
///
/// # Errors
///
/// `E0401` where it cannot be written.
pub fn keep(folder: &Path, lock: &Lock, design: &Design) -> Result<(), Error> {
    let value = as_json(design)?;
    let text = canonical(&value);
    let plan = state(folder, &plan_file(&lock.plan), &lock.plan).ok();
    let plan = plan.and_then(|text| serde_json::from_str::<Value>(&text).ok());
    let fields = Fields { plan: plan.as_ref().map(of).unwrap_or_default(), design: of(&value) };
    let fields =
        serde_json::to_value(fields).map_err(|error| Error::new("E0902", error.to_string()))?;
    let plans = folder.join(PLANS);
    let files = [(format!("{}.json", digest(text.as_bytes())), text.into_bytes())];
    atomic::write_all(&plans.join(DESIGNS), &files)?;
    let files = [(format!("{}.json", lock.name()), canonical(&fields).into_bytes())];
    atomic::write_all(&plans.join(LOCKS), &files)
}

/// What a lock is called: the digest of the plan's, the design's and that of the lock that it amends.
pub fn name_of(plan: &str, design: &str, parent: Option<&str>) -> String {
    digest_of(&json!({"design": design, "parent": parent, "plan": plan}))
}

/// What became of a lock's files, with the design where it is intact.
#[derive(Clone, Debug)]
pub struct Files {
    /// The plan.
    pub plan: Kept,
    /// The design.
    pub design: Kept,
    /// What the design says.
    pub frozen: Option<Design>,
    /// Whether the lock's own digest is that of its parts; none where it has none.
    pub is_sound: Option<bool>,
}

/// Holds a lock's files against its digests.
pub fn files(folder: &Path, lock: &Lock) -> Files {
    let beside = folder.join(PLANS).join(LOCKS).join(format!("{}.json", lock.name()));
    let beside = std::fs::read_to_string(beside).unwrap_or_default();
    let fields: Fields = serde_json::from_str(&beside).unwrap_or_default();
    let kept = |file: String, digest: &str, fields: &BTreeMap<String, String>| match state(
        folder, &file, digest,
    ) {
        Ok(text) => (Kept::Intact, Some((file, text))),
        Err(Kept::Altered(what)) => {
            let text = std::fs::read_to_string(folder.join(file)).unwrap_or_default();
            let which = differing(fields, &text).map_or(String::new(), |own| format!("; {own}"));
            (Kept::Altered(format!("{what}{which}")), None)
        }
        Err(found) => (found, None),
    };
    // The first locks named a plan by what somebody called it.
    let (plan, _) = if lock.design.is_some() || is_digest(&lock.plan) {
        kept(plan_file(&lock.plan), &lock.plan, &fields.plan)
    } else {
        (Kept::NeverKept, None)
    };
    let (mut design, text) = lock.design.as_ref().map_or((Kept::NeverKept, None), |digest| {
        kept(design_file(digest), digest, &fields.design)
    });
    let frozen = text.and_then(|(file, text)| {
        let found = frozen(&file, &text).ok();
        if found.is_none() {
            design = Kept::Altered(format!("{file} is no design that this version reads"));
        }
        found
    });
    let is_sound = lock
        .lock
        .as_ref()
        .zip(lock.design.as_ref())
        .map(|(own, design)| *own == name_of(&lock.plan, design, lock.parent.as_deref()));
    Files { plan, design, frozen, is_sound }
}
