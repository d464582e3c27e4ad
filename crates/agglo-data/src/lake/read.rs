//! Rows of a vintage, group by group: only the columns, files and groups that are asked for are touched.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

use agglo::Error;

use crate::lake::Vintage;
use crate::lake::block::{Block, Kind, Values};
use crate::lake::bounds::Bounds;
use crate::lake::card::{PERIOD, REGION, SINCE};
use crate::lake::decode::Decoder;
use crate::lake::manifest::Object;
use crate::lake::place::Place;
use crate::nearest::nearest;

/// Rows of a vintage, as blocks: in the order of their keys within each file.
pub struct Reader {
    place: Place,
    vintage: Arc<Vintage>,
    columns: Vec<(String, Kind)>,
    filters: Vec<Filter>,
    /// By a file's hash, the filter of its rows alone.
    of_files: BTreeMap<String, Filter>,
    object: usize,
    open: Option<(Decoder, usize)>,
    is_over: bool,
}

/// The values of a column that are wanted.
struct Filter {
    column: String,
    kind: Kind,
    values: BTreeSet<String>,
}

impl Reader {
    pub(super) fn new(place: Place, vintage: Vintage) -> Self {
        let stored = &vintage.manifest.columns;
        let columns = stored.iter().map(|column| (column.name.clone(), column.kind)).collect();
        let vintage = Arc::new(vintage);
        let (filters, of_files) = (Vec::new(), BTreeMap::new());
        Self { place, vintage, columns, filters, of_files, object: 0, open: None, is_over: false }
    }

    /// Reads of some files, named by their hashes, the rows of some regions alone.
    pub(super) fn of_regions(mut self, regions: &BTreeMap<String, Arc<BTreeSet<String>>>) -> Self {
        let kind = self.vintage.manifest.kind(REGION).unwrap_or(Kind::Codes);
        let filter = |values: &BTreeSet<String>| {
            let (column, values) = (REGION.to_owned(), values.clone());
            Filter { column, kind, values }
        };
        self.of_files =
            regions.iter().map(|(sha256, regions)| (sha256.clone(), filter(regions))).collect();
        self
    }

    /// The vintage that is read.
    pub fn vintage(&self) -> &Vintage {
        &self.vintage
    }

    /// Reads these columns alone, in this order. [`SINCE`] says which load brought a row, and thereby which
    /// vintage's files its line is a line of.
    ///
    /// # Errors
    ///
    /// `E0421` where the vintage has no such column.
    pub fn columns(mut self, names: &[&str]) -> Result<Self, Error> {
        let find = |&name: &&str| Ok((name.to_owned(), self.kind(name)?));
        self.columns = names.iter().map(find).collect::<Result<_, Error>>()?;
        Ok(self)
    }

    /// Reads those rows alone that have one of these values in a column of codes or whole numbers.
    ///
    /// # Errors
    ///
    /// `E0421` where the vintage has no such column, or it holds numbers with decimals.
    pub fn only(mut self, column: &str, values: &[&str]) -> Result<Self, Error> {
        let kind = self.kind(column)?;
        if kind == Kind::Numbers {
            let what =
                format!("rows cannot be chosen by `{column}`, which holds numbers with decimals");
            return Err(Error::new("E0421", what));
        }
        let values = values.iter().map(|&value| value.to_owned()).collect();
        self.filters.push(Filter { column: column.to_owned(), kind, values });
        Ok(self)
    }

    /// The Parquet files that hold the rows, for another engine: rows that are not wanted may be among theirs.
    pub fn files(&self) -> Vec<PathBuf> {
        let objects = self.vintage.manifest.objects.iter().filter(|object| self.wants(object));
        objects.map(|object| self.place.object(&object.sha256)).collect()
    }

    /// [`Reader::files`], each held against what the vintage states of its end: another file, or one that was cut
    /// off, is noticed. What lies inside is not looked at. Where none may hold a row that is wanted it is one that
    /// holds others: a table without files has no form.
    ///
    /// # Errors
    ///
    /// `E0402` where a file is not what the vintage states.
    pub fn checked_files(&self) -> Result<Vec<PathBuf>, Error> {
        let all = &self.vintage.manifest.objects;
        let mut wanted: Vec<&Object> = all.iter().filter(|object| self.wants(object)).collect();
        if wanted.is_empty() {
            wanted.extend(all.first());
        }
        let checked = wanted.into_iter().map(|object| {
            let path = self.place.object(&object.sha256);
            Decoder::open(Arc::clone(&self.place.store), &path, object).map(|_| path)
        });
        checked.collect()
    }

    fn kind(&self, column: &str) -> Result<Kind, Error> {
        let manifest = &self.vintage.manifest;
        let own = (column == SINCE).then_some(Kind::Whole);
        manifest.kind(column).or(own).ok_or_else(|| {
            let names = manifest.columns.iter().map(|column| column.name.as_str());
            let near = nearest(names, column);
            let error = Error::new(
                "E0421",
                format!("`{}` has no column `{column}`", manifest.card.dataset),
            );
            if near.is_empty() {
                error
            } else {
                error.hint(format!("did you mean `{}`?", near.join("`, `")))
            }
        })
    }

    fn wants(&self, object: &Object) -> bool {
        self.filters.iter().all(|filter| {
            if filter.column == PERIOD && !object.period.is_empty() {
                return filter.values.contains(&object.period);
            }
            let span = object.spans.iter().find(|span| span.column == filter.column);
            match span.and_then(|span| Bounds::stated(span, filter.kind)) {
                Some(bounds) => filter.values.iter().any(|value| bounds.may_hold(value)),
                // A column that is no key has no bounds; a key without bounds has no value.
                None => !self.vintage.manifest.card.keys().any(|key| key == filter.column),
            }
        })
    }

    /// The next group of rows that may hold some that are wanted.
    fn next_group(&mut self) -> Result<Option<(Decoder, usize)>, Error> {
        loop {
            if let Some((decoder, group)) = self.open.take() {
                if group < decoder.groups() {
                    return Ok(Some((decoder, group)));
                }
                self.object += 1;
            }
            let Some(object) = self.vintage.manifest.objects.get(self.object) else {
                return Ok(None);
            };
            if self.wants(object) {
                let path = self.place.object(&object.sha256);
                let decoder = Decoder::open(Arc::clone(&self.place.store), &path, object)?;
                self.open = Some((decoder, 0));
            } else {
                self.object += 1;
            }
        }
    }

    fn read(&mut self) -> Result<Option<Block>, Error> {
        while let Some((decoder, group)) = self.next_group()? {
            let rows = self.rows(&decoder, group)?;
            let block = match rows {
                Some(rows) if rows.is_empty() => None,
                rows => Some(self.block(&decoder, group, rows.as_deref())?),
            };
            self.open = Some((decoder, group + 1));
            if block.is_some() {
                return Ok(block);
            }
        }
        Ok(None)
    }

    /// The rows of a group that are wanted; `None` for all.
    fn rows(&self, decoder: &Decoder, group: usize) -> Result<Option<Vec<u32>>, Error> {
        let mut wanted: Option<Vec<u32>> = None;
        let object = self.vintage.manifest.objects.get(self.object);
        let of_file = object.and_then(|object| self.of_files.get(&object.sha256));
        for filter in self.filters.iter().chain(of_file) {
            let may_hold =
                |bounds: Bounds| filter.values.iter().any(|value| bounds.may_hold(value));
            if !decoder.span(group, &filter.column).is_none_or(may_hold) {
                return Ok(Some(Vec::new()));
            }
            let values = decoder.column(group, &filter.column, filter.kind)?;
            let has = filter.rows(&values);
            let all = 0..u32::try_from(values.len()).unwrap_or(u32::MAX);
            let keep = |row: &u32| has[*row as usize];
            wanted = Some(match wanted {
                Some(rows) => rows.into_iter().filter(keep).collect(),
                None => all.filter(keep).collect(),
            });
        }
        let is_all = wanted.as_ref().is_some_and(|rows| rows.len() == decoder.rows(group));
        Ok(if is_all { None } else { wanted })
    }

    fn block(&self, decoder: &Decoder, group: usize, rows: Option<&[u32]>) -> Result<Block, Error> {
        let read = self.columns.iter().map(|(name, kind)| {
            let values = decoder.column(group, name, *kind)?;
            Ok((name.clone(), rows.map_or_else(|| values.clone(), |rows| chosen(&values, rows))))
        });
        Block::new(read.collect::<Result<_, Error>>()?)
    }
}

impl Filter {
    /// For each row whether it is wanted.
    fn rows(&self, values: &Values) -> Vec<bool> {
        match values {
            Values::Codes { names, at } => {
                let has: Vec<bool> = names.iter().map(|name| self.values.contains(name)).collect();
                at.iter().map(|at| at.is_some_and(|at| has[at as usize])).collect()
            }
            Values::Whole(values) => {
                let wanted: BTreeSet<i64> =
                    self.values.iter().filter_map(|value| value.parse().ok()).collect();
                values
                    .iter()
                    .map(|value| value.is_some_and(|value| wanted.contains(&value)))
                    .collect()
            }
            Values::Numbers(values) => vec![false; values.len()],
        }
    }
}

fn chosen(values: &Values, rows: &[u32]) -> Values {
    fn pick<T: Copy>(values: &[T], rows: &[u32]) -> Vec<T> {
        rows.iter().map(|&row| values[row as usize]).collect()
    }
    match values {
        Values::Codes { names, at } => Values::Codes { names: names.clone(), at: pick(at, rows) },
        Values::Whole(values) => Values::Whole(pick(values, rows)),
        Values::Numbers(values) => Values::Numbers(pick(values, rows)),
    }
}

impl Iterator for Reader {
    type Item = Result<Block, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.is_over {
            return None;
        }
        let read = self.read().transpose();
        self.is_over = !matches!(read, Some(Ok(_)));
        read
    }
}
