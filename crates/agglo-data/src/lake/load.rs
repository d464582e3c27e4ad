//! Rows coming into a dataset: kept in memory, or in sorted files where they are many, and published at once.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use agglo::Error;

use crate::lake::Lake;
use crate::lake::block::{Block, Values};
use crate::lake::card::{Card, FileCard, Scope};
use crate::lake::columns::{Columns, keys_first, uneven};
use crate::lake::encode::GROUP;
use crate::lake::manifest::{Link, Manifest, Object};
use crate::lake::merge::{self, Cursor, Merge};
use crate::lake::objects::{Fresh, Objects};
use crate::lake::place::Place;
use crate::lake::rows::{Chosen, Rows};
use crate::lake::writer::Writer;
use crate::lake::{Published, Vintage, overlap, schema};

/// Rows on their way into a dataset. Dropped without [`Load::publish`], it leaves the lake as it was.
pub struct Load {
    place: Place,
    is_patient: bool,
    memory: usize,
    card: Card,
    columns: Option<Columns>,
    periods: BTreeMap<String, Rows>,
    /// Sorted files of rows that memory did not hold, by period.
    runs: BTreeMap<String, Vec<PathBuf>>,
    writer: Option<Writer>,
}

impl Load {
    pub(super) fn new(lake: &Lake, card: Card) -> Result<Self, Error> {
        card.check()?;
        let place = lake.place(&card.dataset)?;
        if let Some((_, before)) = place.parent()? {
            schema::check(&card, &before)?;
        }
        Ok(Self {
            place,
            is_patient: lake.is_patient,
            memory: lake.memory,
            card,
            columns: None,
            periods: BTreeMap::new(),
            runs: BTreeMap::new(),
            writer: None,
        })
    }

    /// Takes in some rows.
    ///
    /// # Errors
    ///
    /// `E0205` where the block does not have the card's columns, or a row has no period; `E0423` where two
    /// rows have the same keys; `E0401` where rows that memory does not hold cannot be written.
    pub fn block(&mut self, block: &Block) -> Result<(), Error> {
        let columns = match &mut self.columns {
            Some(columns) => columns,
            None => self.columns.insert(Columns::of(&self.card, block)?),
        };
        let values = columns.values(&self.card, block)?;
        let codes: Vec<Vec<u32>> = values
            .iter()
            .zip(&mut columns.names)
            .map(|(values, own)| match values {
                Values::Codes { names, .. } => names.iter().map(|name| own.code(name)).collect(),
                _ => Vec::new(),
            })
            .collect();
        for (period, chosen) in columns.periods(&values)? {
            let rows = self.periods.entry(period).or_insert_with(|| Rows::new(&columns.kinds));
            let chosen =
                if chosen.len() == block.rows() { Chosen::All } else { Chosen::These(&chosen) };
            for ((own, values), codes) in rows.columns.iter_mut().zip(&values).zip(&codes) {
                own.extend(values, chosen, codes).ok_or_else(|| uneven(&self.card))?;
            }
        }
        if self.periods.values().map(Rows::bytes).sum::<usize>() > self.memory {
            self.spill()?;
        }
        Ok(())
    }

    /// Moves all rows from memory to sorted files.
    fn spill(&mut self) -> Result<(), Error> {
        let Some(columns) = &self.columns else { return Ok(()) };
        let writer = match &mut self.writer {
            Some(writer) => writer,
            None => self.writer.insert(Writer::open(self.place.clone(), self.is_patient)?),
        };
        let ranks = columns.ranks();
        for (period, rows) in std::mem::take(&mut self.periods) {
            let order = columns.order(&self.card, &rows, &ranks)?;
            let (path, mut encoder) = writer.encoder(&columns.fields)?;
            order
                .chunks(GROUP)
                .try_for_each(|chunk| encoder.group(&rows, &columns.names, chunk))?;
            encoder.finish()?;
            self.runs.entry(period).or_default().push(path);
        }
        Ok(())
    }

    /// Says of the rows, once they are in, which files they came from and what every reader must be told.
    pub fn describe(&mut self, files: Vec<FileCard>, caveats: Vec<String>) {
        (self.card.files, self.card.caveats) = (files, caveats);
    }

    /// Says of which vintage the codes of some keys are, once they are known: `naics-2017` of `industry`.
    pub fn coded(&mut self, codes: &BTreeMap<String, String>) {
        for column in &mut self.card.columns {
            if let Some(of) = codes.get(&column.name) {
                column.codes = Some(of.clone());
            }
        }
    }

    /// Makes the rows a new vintage, the newest of the dataset: readers see all of them or none.
    ///
    /// `published` is the time as the caller knows it: `2026-11-23` or `2026-11-23T07:00:00Z`. Where the
    /// newest vintage says the same, none is made and that one comes back.
    ///
    /// # Errors
    ///
    /// `E0420` where another process keeps writing, `E0422` where the columns mean something else than before,
    /// `E0423` where two rows have the same keys, `E0401` and `E0406` where the lake cannot be written. The
    /// lake is then as it was.
    pub fn publish(mut self, published: &str) -> Result<Published, Error> {
        super::as_of::check_time(published)?;
        if !self.runs.is_empty() {
            self.spill()?;
        }
        let Some(columns) = self.columns.take() else {
            let what = "no row was loaded: the dataset stays as it is";
            return Err(Error::new("E0205", what).at(&self.card.dataset));
        };
        let mut writer = match self.writer.take() {
            Some(writer) => writer,
            None => Writer::open(self.place.clone(), self.is_patient)?,
        };
        let before = self.place.parent()?;
        let (manifest, fresh) = self.prepare(&columns, &mut writer, before.as_ref(), published)?;
        // Where nothing is new these are files that were found damaged.
        writer.keep(fresh)?;
        if let Some((link, same)) = before.filter(|(_, before)| manifest.says_the_same(before)) {
            return Ok(Published { vintage: Vintage::new(link, same), is_new: false });
        }
        let link = writer.publish(&manifest)?;
        Ok(Published { vintage: Vintage::new(link, manifest), is_new: true })
    }

    /// Writes the rows to files on their way, and says what the vintage would be.
    fn prepare(
        &mut self,
        columns: &Columns,
        writer: &mut Writer,
        before: Option<&(Link, Manifest)>,
        published: &str,
    ) -> Result<(Manifest, Vec<Fresh>), Error> {
        let mut card = self.card.clone();
        if let Some((_, manifest)) = before {
            schema::check(&card, manifest)?;
        }
        let before = before.map(|(link, manifest)| (manifest, link.clone()));
        let parent = before.as_ref().map(|(manifest, _)| *manifest);
        let stored = schema::stored(&mut card, &columns.kinds, parent)?;
        let known = parent.map_or(&[][..], |manifest| &manifest.objects);
        let number = parent.map_or(0, |manifest| manifest.number) + 1;
        let ranks = columns.ranks();
        let mut fresh = Vec::new();
        let periods: BTreeSet<String> =
            self.periods.keys().chain(self.runs.keys()).cloned().collect();
        for period in &periods {
            let mut objects = Objects::new(writer, &columns.fields, period, number, known);
            self.write(columns, &ranks, period, &mut objects)?;
            fresh.extend(objects.finish()?);
        }
        let all: BTreeSet<String> = periods.into_iter().chain(card.periods).collect();
        let kept = kept(card.replaces, &all, known);
        card.periods = all.into_iter().filter(|period| !period.is_empty()).collect();
        let mut manifest = Manifest::new(before, published, card);
        (manifest.columns, manifest.objects) = (stored, kept);
        overlap::check(&self.place, &manifest, &fresh)?;
        add(&mut manifest, fresh.iter().map(|file| &file.object));
        Ok((manifest, fresh))
    }

    /// Writes the rows of a period in order.
    fn write(
        &mut self,
        columns: &Columns,
        ranks: &[Vec<u32>],
        period: &str,
        objects: &mut Objects<'_>,
    ) -> Result<(), Error> {
        if let Some(rows) = self.periods.remove(period) {
            let order = columns.order(&self.card, &rows, ranks)?;
            order
                .chunks(GROUP)
                .try_for_each(|chunk| objects.group(&rows, &columns.names, chunk))?;
        }
        let Some(runs) = self.runs.get(period) else { return Ok(()) };
        let (keys, read, places) = keys_first(&columns.fields);
        let mut cursors = Vec::with_capacity(runs.len());
        for run in runs {
            cursors.extend(Cursor::open(&self.place.store, run, None, &read)?);
        }
        match merge::merged(Merge::new(cursors, keys), &columns.fields, &places, objects)? {
            Some(twin) => Err(twins(&self.card, &twin, None)),
            None => Ok(()),
        }
    }
}

/// Adds files to those that stay: of one period, the older ones first.
fn add<'a>(manifest: &mut Manifest, fresh: impl Iterator<Item = &'a Object>) {
    for object in fresh {
        if manifest.objects.iter().all(|old| old.sha256 != object.sha256) {
            manifest.objects.push(object.clone());
        }
    }
    manifest.objects.sort_by(|a, b| a.period.cmp(&b.period));
}

/// What stays of the files that the vintage before has.
fn kept(scope: Scope, periods: &BTreeSet<String>, known: &[Object]) -> Vec<Object> {
    let stays = |object: &&Object| match scope {
        Scope::WholeDataset => false,
        Scope::PeriodsInIt => !periods.contains(&object.period),
        Scope::Nothing => true,
    };
    known.iter().filter(stays).cloned().collect()
}

/// The refusal of two rows with the same keys.
pub(super) fn twins(
    card: &Card,
    keys: &[(String, String)],
    lines: Option<(String, String)>,
) -> Error {
    let keys: Vec<String> = keys.iter().map(|(name, value)| format!("{name} `{value}`")).collect();
    let lines = lines.map(|(one, other)| format!(", lines {one} and {other}")).unwrap_or_default();
    Error::new("E0423", format!("two rows have the same keys: {}{lines}", keys.join(", ")))
        .at(&card.dataset)
        .hint("take one of them out, or name the column that tells them apart as a key")
}
