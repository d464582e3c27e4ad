//! What is newer at a source goes into the lake: all files of one update, or none.

use std::collections::{BTreeMap, BTreeSet};

use agglo::Error;
use serde::Serialize;

use crate::add::{Adding, How, Said, Table, Vintage};
use crate::fetch::steps::{Asked, Step, steps};
use crate::fetch::{Base, Client, Entry, Fetched, Shelf, Wanted, unreachable};
use crate::lake::{AsOf, Lake};
use crate::source::{Codes, Description};

/// Addresses that a message names.
const NAMED: usize = 10;

/// What is needed to bring a source up to date.
pub struct Update<'a> {
    /// Where it goes.
    pub lake: &'a Lake,
    /// What was fetched before.
    pub shelf: &'a Shelf,
    /// Asks the servers; none where nobody may be asked.
    pub client: Option<&'a Client>,
    /// Codes that keys are read by.
    pub codes: &'a Codes,
    /// What stands in the place of the agencies' servers.
    pub base: Option<&'a Base>,
    /// The time, as the caller knows it.
    pub now: &'a str,
}

/// What came of one address.
#[derive(Clone, Debug, Serialize)]
pub struct Line {
    /// The address.
    pub url: String,
    /// The period that it was asked for; empty where it was asked for none.
    pub period: String,
    /// What came: `new`, `same`, `absent`.
    pub what: &'static str,
    /// SHA-256 of the file that came.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
    /// Its length.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bytes: Option<u64>,
    /// What happened on the way.
    pub notes: Vec<String>,
}

/// What came of an update.
#[derive(Clone, Debug, Serialize)]
pub struct Outcome {
    /// The source.
    pub source: String,
    /// What was asked.
    pub asked: Vec<Line>,
    /// Tables that were read.
    pub tables: Vec<Table>,
    /// Vintages that were made.
    pub vintages: Vec<Vintage>,
}

/// A file that goes into the lake.
struct Fresh {
    step: Step,
    entry: Entry,
}

impl Update<'_> {
    /// Asks for what may be newer, and loads what is.
    ///
    /// # Errors
    ///
    /// `E0432` where nobody may be asked, those of [`Client::fetch`], and those of [`Adding::file`] and
    /// [`Adding::publish`]. The lake is then as it was.
    pub fn run(&self, source: &Description, asked: &Asked, how: &How) -> Result<Outcome, Error> {
        let name = &source.dataset;
        let mut entries = self.shelf.entries(name)?;
        let steps = steps(source, asked, &entries, self.lake)?;
        let Some(client) = self.client else { return Err(self.offline(&steps)) };
        let mut outcome = Outcome {
            source: name.clone(),
            asked: Vec::new(),
            tables: Vec::new(),
            vintages: Vec::new(),
        };
        let (mut fresh, mut is_found) = (Vec::new(), BTreeSet::new());
        for step in steps {
            if step.is_search && is_found.contains(&step.values) {
                continue;
            }
            let url = self.url(&step)?;
            let (line, got) = self.ask(client, &step, &url, entries.get(&step.url))?;
            if line.what != "absent" {
                is_found.insert(step.values.clone());
            }
            outcome.asked.push(line);
            fresh.extend(got.map(|entry| Fresh { step, entry }));
        }
        if fresh.is_empty() {
            return Ok(outcome);
        }
        let loaded = self.load(&fresh, &entries, how, &mut outcome);
        if loaded.is_err() || how.dry_run {
            for Fresh { entry, .. } in &fresh {
                self.shelf.drop_file(&entry.sha256, &entry.name);
            }
            return loaded.map(|()| outcome);
        }
        for Fresh { step, entry } in fresh {
            if !step.is_slice {
                self.shelf.drop_file(&entry.sha256, &entry.name);
            }
            if let Some(old) = entries.insert(step.url, entry.clone())
                && old.sha256 != entry.sha256
            {
                self.shelf.drop_file(&old.sha256, &old.name);
            }
        }
        self.shelf.write(name, &entries)?;
        Ok(outcome)
    }

    fn url(&self, step: &Step) -> Result<String, Error> {
        self.base.map_or_else(|| Ok(step.url.clone()), |base| base.of(&step.url))
    }

    fn offline(&self, steps: &[Step]) -> Error {
        let urls: Result<Vec<String>, Error> =
            steps.iter().take(NAMED).map(|step| self.url(step)).collect();
        let mut urls = urls.unwrap_or_default();
        if steps.len() > NAMED {
            urls.push(format!("and {} more", steps.len() - NAMED));
        }
        let what = format!("offline: nothing is asked. Would be fetched:\n  {}", urls.join("\n  "));
        Error::new("E0432", what)
            .hint("leave --offline out, or bring the files by `agglo data add`")
    }

    /// Asks for one file; the entry of what came, where it is new.
    fn ask(
        &self,
        client: &Client,
        step: &Step,
        url: &str,
        known: Option<&Entry>,
    ) -> Result<(Line, Option<Entry>), Error> {
        // What is on the list but no more in the lake is asked for anew.
        let known = known.filter(|entry| self.holds(entry));
        let sha256 = match &step.sha256 {
            Some(address) => Some(self.digest(client, address)?),
            None => None,
        };
        let wanted = Wanted {
            url,
            known: known.map(|entry| &entry.version).filter(|version| !version.is_empty()),
            sha256: sha256.as_deref(),
            accept: step.accept.as_deref(),
        };
        let mut line = Line {
            url: url.to_owned(),
            period: step.period.clone(),
            what: "same",
            sha256: None,
            bytes: None,
            notes: Vec::new(),
        };
        let got = match client.fetch(&wanted, self.shelf)? {
            Fetched::Same => return Ok((line, None)),
            Fetched::Absent(status) => {
                line.what = "absent";
                line.notes
                    .push(format!("the server answers {status}: it is not out, or no more there"));
                return Ok((line, None));
            }
            Fetched::File(got) => got,
        };
        (line.sha256, line.bytes) = (Some(got.sha256.clone()), Some(got.bytes));
        line.notes.extend(got.notes);
        if !got.is_checked {
            line.notes.push(
                "nobody says what its digest should be: its length alone was checked".to_owned(),
            );
        }
        if known.is_some_and(|entry| entry.sha256 == got.sha256) {
            line.notes
                .push("the server says it is another version; its bytes are the same".to_owned());
            return Ok((line, None));
        }
        line.what = "new";
        let before = known.map_or_else(Vec::new, |entry| {
            let mut before = entry.before.clone();
            before.push(entry.sha256.clone());
            before
        });
        let name = got.path.file_name().map(|name| name.to_string_lossy().into_owned());
        let entry = Entry {
            version: got.version,
            sha256: got.sha256,
            before,
            bytes: got.bytes,
            fetched: self.now.to_owned(),
            name: name.unwrap_or_default(),
            dataset: step.dataset.clone(),
            period: step.period.clone(),
            values: step.values.clone(),
        };
        Ok((line, Some(entry)))
    }

    /// Whether a vintage of the lake was made of this very file.
    fn holds(&self, entry: &Entry) -> bool {
        let vintages = self.lake.vintages(&entry.dataset).unwrap_or_default();
        let mut files = vintages.iter().flat_map(|vintage| &vintage.manifest.card.files);
        files.any(|file| file.sha256 == entry.sha256)
    }

    /// The digest that stands in a file beside the wanted one.
    fn digest(&self, client: &Client, address: &str) -> Result<String, Error> {
        let url = self.base.map_or_else(|| Ok(address.to_owned()), |base| base.of(address))?;
        let none = || unreachable(&url, "the file's digest, which should stand here, does not");
        let wanted = Wanted { url: &url, known: None, sha256: None, accept: None };
        let Fetched::File(got) = client.fetch(&wanted, self.shelf)? else { return Err(none()) };
        let text = std::fs::read_to_string(&got.path).unwrap_or_default();
        let name = got.path.file_name().map(|name| name.to_string_lossy().into_owned());
        self.shelf.drop_file(&got.sha256, &name.unwrap_or_default());
        let digest = text.split_whitespace().next().unwrap_or_default().to_ascii_lowercase();
        let is_one = digest.len() == 64 && digest.bytes().all(|byte| byte.is_ascii_hexdigit());
        if is_one { Ok(digest) } else { Err(none()) }
    }

    /// Loads what is new, with all that was fetched of the same periods: a load takes the place of a whole period.
    fn load(
        &self,
        fresh: &[Fresh],
        entries: &BTreeMap<String, Entry>,
        how: &How,
        outcome: &mut Outcome,
    ) -> Result<(), Error> {
        let mut adding = Adding::new(self.lake, self.codes);
        let mut files: BTreeMap<(&str, &str), Vec<(&str, &Entry)>> = BTreeMap::new();
        for Fresh { step, entry } in fresh {
            let group = files.entry((&entry.dataset, &entry.period)).or_default();
            group.push((&step.url, entry));
        }
        for ((dataset, period), group) in &mut files {
            let is_slice = fresh.iter().any(|new| {
                new.step.is_slice && new.entry.dataset == *dataset && new.entry.period == *period
            });
            if !is_slice {
                continue;
            }
            let beside = entries.iter().filter(|(url, entry)| {
                entry.dataset == *dataset
                    && entry.period == *period
                    && group.iter().all(|(own, _)| own != url)
                    && self.shelf.file(&entry.sha256, &entry.name).is_file()
            });
            let beside: Vec<_> = beside.map(|(url, entry)| (url.as_str(), entry)).collect();
            group.extend(beside);
            group.sort_by_key(|(url, _)| *url);
            let known = entries
                .values()
                .flat_map(|entry| entry.before.iter().chain([&entry.sha256]).map(String::as_str));
            let known: Vec<&str> = known.collect();
            let kept: Vec<&str> = group.iter().map(|(url, _)| *url).collect();
            self.check(dataset, period, entries, (&known, &kept))?;
        }
        let is_dated: BTreeMap<&str, bool> =
            fresh.iter().map(|new| (new.entry.dataset.as_str(), new.step.is_dated)).collect();
        for (url, entry) in files.into_values().flatten() {
            let path = self.shelf.file(&entry.sha256, &entry.name);
            let is_dated = is_dated.get(entry.dataset.as_str()).copied().unwrap_or(false);
            let how = How {
                name: Some(entry.dataset.clone()),
                period: is_dated.then(|| entry.period.clone()),
                ..how.clone()
            };
            match adding.file(&path, &how, Some(url)) {
                Ok(tables) => outcome.tables.extend(tables),
                Err(Said::Fault(error)) => return Err(error),
                Err(Said::Message(text)) => {
                    return Err(crate::fetch::refused(
                        url,
                        format!("the file holds no figures: {text}"),
                    ));
                }
            }
        }
        if !how.dry_run {
            outcome.vintages = adding.publish(self.now)?;
        }
        Ok(())
    }

    /// Refuses to put slices in the place of rows that came from elsewhere.
    fn check(
        &self,
        dataset: &str,
        period: &str,
        entries: &BTreeMap<String, Entry>,
        (known, kept): (&[&str], &[&str]),
    ) -> Result<(), Error> {
        let Ok(newest) = self.lake.vintage(dataset, &AsOf::Latest) else { return Ok(()) };
        let objects = newest.manifest.objects.iter().filter(|object| object.period == period);
        let since: Vec<u32> = objects.map(|object| object.since).collect();
        let lost_slice = entries.iter().find(|(url, entry)| {
            entry.dataset == dataset && entry.period == period && !kept.contains(&url.as_str())
        });
        let vintages = self.lake.vintages(dataset)?;
        let mut files = vintages
            .iter()
            .filter(|vintage| since.contains(&vintage.manifest.number))
            .flat_map(|vintage| &vintage.manifest.card.files);
        let foreign = files.find(|file| !known.contains(&file.sha256.as_str()));
        let lost = foreign.map(|file| &file.name).or(lost_slice.map(|(_, entry)| &entry.name));
        let Some(lost) = lost.filter(|_| !since.is_empty()) else { return Ok(()) };
        let what = format!(
            "period {period} of `{dataset}` holds rows of `{lost}`, which a part of the period would take the place of"
        );
        Err(Error::new("E0423", what)
            .hint("fetch the whole period, or take another lake for parts of it: --lake DIR"))
    }
}
