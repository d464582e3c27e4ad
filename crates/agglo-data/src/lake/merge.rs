//! Rows of several sorted files as one sorted row of rows.

use std::cmp::Ordering;
use std::path::Path;
use std::sync::Arc;

use agglo::Error;

use crate::lake::block::{Kind, Values};
use crate::lake::decode::Decoder;
use crate::lake::encode::{Field, GROUP};
use crate::lake::manifest::Object;
use crate::lake::objects::Objects;
use crate::lake::place::Place;
use crate::lake::rows::{Buffer, NO_CODE, NO_WHOLE, Names, Rows};
use crate::lake::store::Store;

/// A place in a sorted file.
pub(super) struct Cursor {
    decoder: Decoder,
    columns: Vec<(String, Kind)>,
    group: usize,
    row: usize,
    rows: usize,
    pub(super) values: Vec<Values>,
}

impl Cursor {
    /// The first row of some columns of an object; `None` where it has none.
    pub(super) fn open(
        store: &Arc<dyn Store>,
        path: &Path,
        object: Option<&Object>,
        columns: &[(String, Kind)],
    ) -> Result<Option<Self>, Error> {
        let store = Arc::clone(store);
        let decoder = match object {
            Some(object) => Decoder::open(store, path, object)?,
            None => Decoder::run(store, path)?,
        };
        let columns = columns.to_vec();
        let mut cursor = Self { decoder, columns, group: 0, row: 0, rows: 0, values: Vec::new() };
        Ok(cursor.load()?.then_some(cursor))
    }

    /// Takes in the group at hand; `false` past the last.
    fn load(&mut self) -> Result<bool, Error> {
        self.row = 0;
        while self.group < self.decoder.groups() {
            self.rows = self.decoder.rows(self.group);
            if self.rows > 0 {
                let read = self
                    .columns
                    .iter()
                    .map(|(name, kind)| self.decoder.column(self.group, name, *kind));
                self.values = read.collect::<Result<_, _>>()?;
                return Ok(true);
            }
            self.group += 1;
        }
        Ok(false)
    }

    /// Goes to the next row.
    pub(super) fn step(&mut self) -> Result<Step, Error> {
        self.row += 1;
        if self.row < self.rows {
            return Ok(Step::Row);
        }
        self.group += 1;
        Ok(if self.load()? { Step::Group } else { Step::End })
    }

    /// The row at hand, in its group.
    pub(super) fn row(&self) -> usize {
        self.row
    }

    /// The order of two rows by their keys, which are the first `keys` columns.
    pub(super) fn compare(&self, other: &Self, keys: usize) -> Ordering {
        let pairs = self.values.iter().zip(&other.values).take(keys);
        let mut orders = pairs.map(|(own, others)| compare(own, self.row, others, other.row));
        orders.find(|order| order.is_ne()).unwrap_or(Ordering::Equal)
    }
}

/// Where a step led.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// To the next row.
    Row,
    /// To the first row of the next group.
    Group,
    /// Past the last row.
    End,
}

/// The order of two values of one kind; gaps come first.
pub(super) fn compare(a: &Values, row: usize, b: &Values, other: usize) -> Ordering {
    match (a, b) {
        (Values::Codes { names, at }, Values::Codes { names: others, at: at_other }) => {
            let name = at[row].map(|at| names[at as usize].as_str());
            name.cmp(&at_other[other].map(|at| others[at as usize].as_str()))
        }
        (Values::Whole(a), Values::Whole(b)) => a[row].cmp(&b[other]),
        (Values::Numbers(a), Values::Numbers(b)) => match (a[row], b[other]) {
            (Some(a), Some(b)) => a.total_cmp(&b),
            (a, b) => a.is_some().cmp(&b.is_some()),
        },
        // Columns of one name have one kind.
        _ => Ordering::Equal,
    }
}

/// The values of a row in words, for messages.
pub(super) fn words(cursor: &Cursor, keys: usize) -> Vec<(String, String)> {
    let columns = cursor.columns.iter().zip(&cursor.values).take(keys);
    let say = |values: &Values| match values {
        Values::Codes { names, at } => at[cursor.row].map(|at| names[at as usize].clone()),
        Values::Whole(values) => values[cursor.row].map(|value| value.to_string()),
        Values::Numbers(values) => values[cursor.row].map(|value| value.to_string()),
    };
    columns
        .map(|((name, _), values)| {
            (name.clone(), say(values).unwrap_or_else(|| "nothing".to_owned()))
        })
        .collect()
}

/// Several cursors, the one with the least row at hand.
pub(super) struct Merge {
    pub(super) cursors: Vec<Cursor>,
    /// Those that have a row, the least last.
    order: Vec<usize>,
    keys: usize,
}

impl Merge {
    /// The rows of some objects; keys are the first `keys` columns.
    pub(super) fn open<'a>(
        place: &Place,
        objects: impl IntoIterator<Item = &'a Object>,
        columns: &[(String, Kind)],
        keys: usize,
    ) -> Result<Self, Error> {
        let mut cursors = Vec::new();
        for object in objects {
            let path = place.object(&object.sha256);
            cursors.extend(Cursor::open(&place.store, &path, Some(object), columns)?);
        }
        Ok(Self::new(cursors, keys))
    }

    pub(super) fn new(cursors: Vec<Cursor>, keys: usize) -> Self {
        let mut order: Vec<usize> = (0..cursors.len()).collect();
        order.sort_by(|&a, &b| cursors[b].compare(&cursors[a], keys).then(b.cmp(&a)));
        Self { cursors, order, keys }
    }

    /// Adds a cursor.
    pub(super) fn extend(&mut self, cursor: Option<Cursor>) {
        let cursors = std::mem::take(&mut self.cursors);
        *self = Self::new(cursors.into_iter().chain(cursor).collect(), self.keys);
    }

    /// The cursor with the least row; two that have the same keys are refused.
    pub(super) fn least(&self) -> Result<Option<usize>, Vec<(String, String)>> {
        let mut last = self.order.iter().rev();
        let Some(&least) = last.next() else { return Ok(None) };
        let is_twin = last.next().is_some_and(|&next| {
            self.cursors[least].compare(&self.cursors[next], self.keys).is_eq()
        });
        if is_twin { Err(words(&self.cursors[least], self.keys)) } else { Ok(Some(least)) }
    }

    /// Moves the cursor with the least row on.
    pub(super) fn step(&mut self) -> Result<Step, Error> {
        let Some(least) = self.order.pop() else { return Ok(Step::End) };
        let step = self.cursors[least].step()?;
        if step != Step::End {
            let moved = &self.cursors[least];
            let before = |&other: &usize| self.cursors[other].compare(moved, self.keys).is_gt();
            // Mostly the same file has the next row as well.
            let at = match self.order.last() {
                Some(next) if !before(next) => self.order.partition_point(before),
                _ => self.order.len(),
            };
            self.order.insert(at, least);
        }
        Ok(step)
    }
}

/// Keys of two rows that are the same.
pub(super) type Twin = Vec<(String, String)>;

/// The keys of a row that is in two of some files.
pub(super) fn twin(mut merge: Merge) -> Result<Option<Twin>, Error> {
    loop {
        match merge.least() {
            Err(twin) => return Ok(Some(twin)),
            Ok(None) => return Ok(None),
            Ok(Some(_)) => merge.step()?,
        };
    }
}

/// Writes the rows of some files in order; the keys of two rows that are the same stop it.
///
/// `columns` says for each field its place in the cursors, where keys come first.
pub(super) fn merged(
    mut merge: Merge,
    fields: &[Field],
    columns: &[usize],
    objects: &mut Objects<'_>,
) -> Result<Option<Twin>, Error> {
    let kinds: Vec<Kind> = fields.iter().map(|field| field.kind).collect();
    let mut names: Vec<Names> = fields.iter().map(|_| Names::default()).collect();
    let mut rows = Rows::new(&kinds);
    let order: Vec<u32> = (0..u32::try_from(GROUP).unwrap_or(0)).collect();
    let mut codes: Vec<Vec<Vec<u32>>> =
        merge.cursors.iter().map(|cursor| own_codes(cursor, columns, &mut names)).collect();
    loop {
        let least = match merge.least() {
            Err(twin) => return Ok(Some(twin)),
            Ok(None) => break,
            Ok(Some(least)) => least,
        };
        copy(&merge.cursors[least], columns, &codes[least], &mut rows);
        if rows.len() == GROUP {
            objects.group(&rows, &names, &order)?;
            rows.clear();
        }
        if merge.step()? == Step::Group {
            codes[least] = own_codes(&merge.cursors[least], columns, &mut names);
        }
    }
    objects.group(&rows, &names, &order[..rows.len()])?;
    Ok(None)
}

/// For each field the codes of the output for the codes of a cursor's group.
fn own_codes(cursor: &Cursor, columns: &[usize], names: &mut [Names]) -> Vec<Vec<u32>> {
    let fields = columns.iter().zip(names);
    fields
        .map(|(&at, own)| match &cursor.values[at] {
            Values::Codes { names, .. } => names.iter().map(|name| own.code(name)).collect(),
            _ => Vec::new(),
        })
        .collect()
}

fn copy(cursor: &Cursor, columns: &[usize], codes: &[Vec<u32>], rows: &mut Rows) {
    let row = cursor.row;
    for ((&at, codes), own) in columns.iter().zip(codes).zip(&mut rows.columns) {
        match (own, &cursor.values[at]) {
            (Buffer::Codes(own), Values::Codes { at, .. }) => {
                own.push(at[row].map_or(NO_CODE, |at| codes[at as usize]));
            }
            (Buffer::Whole(own), Values::Whole(values)) => {
                own.push(values[row].unwrap_or(NO_WHOLE));
            }
            (Buffer::Numbers(own), Values::Numbers(values)) => {
                own.push(values[row].unwrap_or(f64::NAN));
            }
            // Columns of one name have one kind.
            _ => {}
        }
    }
}
