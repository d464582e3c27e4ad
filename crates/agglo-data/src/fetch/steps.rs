//! Which addresses of a source are asked: those that were asked before, those of newer periods, or the newest.

use std::collections::BTreeMap;

use agglo::Error;

use crate::fetch::periods::{self, Day, OF_TIME};
use crate::fetch::{Entry, template};
use crate::lake::{AsOf, Lake};
use crate::source::Description;
use crate::source::description::{Fetch, FetchFile};

/// Periods before the newest expected one that are tried, where nothing is known of a source.
const BACK: u32 = 6;

/// What a person asks for.
#[derive(Clone, Debug)]
pub struct Asked {
    /// What stands in the gaps of the address, as in `area=12045`; several of one name are several files.
    pub values: Vec<(String, String)>,
    /// Periods; the newer ones where there is none.
    pub periods: Vec<String>,
    /// The day on which it is asked.
    pub today: Day,
}

/// One address to be asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The address at the agency.
    pub url: String,
    /// Where its digest stands.
    pub sha256: Option<String>,
    /// What kind of answer is wanted.
    pub accept: Option<String>,
    /// The dataset that it goes to.
    pub dataset: String,
    /// The period; empty where there is none.
    pub period: String,
    /// What stands in its gaps.
    pub values: Vec<(String, String)>,
    /// Whether it is a part of its period only.
    pub is_slice: bool,
    /// Whether the address says of when the rows are, and the file does not.
    pub is_dated: bool,
    /// Whether it is one of several tries for the newest.
    pub is_search: bool,
}

/// What of a source is to be asked.
///
/// # Errors
///
/// `E0103` where the source has no address, a gap of it has no value or a period is none of the source's; `E0206`
/// where its definition is damaged.
pub fn steps(
    source: &Description,
    asked: &Asked,
    entries: &BTreeMap<String, Entry>,
    lake: &Lake,
) -> Result<Vec<Step>, Error> {
    let Some(fetch) = &source.fetch else {
        let what = format!("source `{}` has no address to be fetched from", source.dataset);
        return Err(Error::new("E0103", what).hint("bring its files by `agglo data add FILE`"));
    };
    if let Some(wrong) = asked.periods.iter().find(|period| !periods::is_one(fetch.cadence, period))
    {
        let what = format!("`{wrong}` is no period of source `{}`", source.dataset);
        return Err(Error::new("E0103", what).hint(format!("it comes by {}", fetch.cadence)));
    }
    let mut steps = Vec::new();
    for values in combinations(fetch, asked, entries)? {
        let file = chosen(source, fetch, &values)?;
        let dataset = dataset(source, file, &values)?;
        let (known, search) = times(fetch, asked, (&dataset, &values), entries, lake);
        for (period, is_search) in known
            .into_iter()
            .map(|period| (period, false))
            .chain(search.into_iter().map(|period| (period, true)))
        {
            let step = step(fetch, file, (&dataset, &values), period, is_search)?;
            // A file of a whole year is the file of each of its quarters.
            if steps.iter().all(|other: &Step| other.url != step.url) {
                steps.push(step);
            }
        }
    }
    Ok(steps)
}

/// What stands in the gaps: as asked, as asked before, or nothing.
fn combinations(
    fetch: &Fetch,
    asked: &Asked,
    entries: &BTreeMap<String, Entry>,
) -> Result<Vec<Vec<(String, String)>>, Error> {
    let mut all: Vec<Vec<(String, String)>> = vec![Vec::new()];
    if asked.values.is_empty() {
        let mut before: Vec<_> = entries.values().map(|entry| entry.values.clone()).collect();
        before.sort();
        before.dedup();
        return Ok(if before.is_empty() { all } else { before });
    }
    let mut names: Vec<&str> = asked.values.iter().map(|(name, _)| name.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    for name in names {
        if !fetch.files.iter().any(|file| template::names(&file.url).contains(&name)) {
            let gaps: Vec<&str> =
                fetch.files.iter().flat_map(|file| template::names(&file.url)).collect();
            let what = format!("no address of the source has a place for `{name}`");
            return Err(
                Error::new("E0103", what).hint(format!("there are places for {}", gaps.join(", ")))
            );
        }
        let of = |all: &Vec<(String, String)>| {
            let own = asked.values.iter().filter(|(own, _)| own == name);
            own.map(|one| [all.as_slice(), std::slice::from_ref(one)].concat()).collect::<Vec<_>>()
        };
        all = all.iter().flat_map(of).collect();
    }
    Ok(all)
}

/// Gaps of a file that are not its time.
fn needs(file: &FetchFile) -> Vec<&str> {
    template::names(&file.url).into_iter().filter(|name| !OF_TIME.contains(name)).collect()
}

/// The file of a source whose gaps are filled by these values.
fn chosen<'a>(
    source: &Description,
    fetch: &'a Fetch,
    values: &[(String, String)],
) -> Result<&'a FetchFile, Error> {
    let fits = |file: &&FetchFile| {
        let needs = needs(file);
        needs.len() == values.len() && values.iter().all(|(name, _)| needs.contains(&name.as_str()))
    };
    fetch.files.iter().find(fits).ok_or_else(|| {
        let ways: Vec<String> = fetch
            .files
            .iter()
            .map(|file| {
                let needs = needs(file).into_iter().map(|name| format!("--value {name}=…"));
                needs.collect::<Vec<_>>().join(" ")
            })
            .collect();
        let what = format!("source `{}` must be told which file is meant", source.dataset);
        Error::new("E0103", what).hint(ways.join(", or "))
    })
}

/// What the dataset is called that a file goes to.
fn dataset(
    source: &Description,
    file: &FetchFile,
    values: &[(String, String)],
) -> Result<String, Error> {
    let Some(name) = &file.dataset else { return Ok(source.dataset.clone()) };
    let name = template::filled(name, &values.iter().cloned().collect())?;
    let letter = |letter: char| match letter.to_ascii_lowercase() {
        letter if letter.is_ascii_alphanumeric() || letter == '-' => letter,
        _ => '_',
    };
    Ok(name.chars().take(64).map(letter).collect())
}

/// Periods that are asked for in any case, and periods of which the first one that is there counts.
fn times(
    fetch: &Fetch,
    asked: &Asked,
    (dataset, values): (&str, &[(String, String)]),
    entries: &BTreeMap<String, Entry>,
    lake: &Lake,
) -> (Vec<String>, Vec<String>) {
    if !asked.periods.is_empty() {
        return (asked.periods.clone(), Vec::new());
    }
    let Some(latest) = periods::latest(fetch.cadence, asked.today, fetch.delay) else {
        return (vec![String::new()], Vec::new());
    };
    let own = entries.values().filter(|entry| entry.dataset == dataset && entry.values == values);
    let mut known: Vec<String> = own.map(|entry| entry.period.clone()).collect();
    let newest = match known.iter().max() {
        Some(newest) => Some(newest.clone()),
        None if values.is_empty() => {
            lake.vintage(dataset, &AsOf::Latest).ok().and_then(|vintage| {
                let mut periods = vintage.periods().into_iter();
                periods.rfind(|period| periods::is_one(fetch.cadence, period)).map(str::to_owned)
            })
        }
        None => None,
    };
    let Some(newest) = newest else {
        return (Vec::new(), periods::back(fetch.cadence, &latest, BACK));
    };
    known.extend(periods::between(fetch.cadence, &newest, &latest));
    known.sort();
    known.dedup();
    (known, Vec::new())
}

fn step(
    fetch: &Fetch,
    file: &FetchFile,
    (dataset, values): (&str, &[(String, String)]),
    period: String,
    is_search: bool,
) -> Result<Step, Error> {
    let mut gaps = periods::gaps(fetch.cadence, &period);
    gaps.extend(values.iter().cloned());
    let named = file.dataset.as_deref().map(template::names).unwrap_or_default();
    let is_slice = needs(file).iter().any(|name| !named.contains(name));
    Ok(Step {
        url: template::filled(&file.url, &gaps)?,
        sha256: file.sha256.as_deref().map(|url| template::filled(url, &gaps)).transpose()?,
        accept: file.accept.clone(),
        dataset: dataset.to_owned(),
        period,
        values: values.to_vec(),
        is_slice,
        is_dated: fetch.is_dated,
        is_search,
    })
}
