//! The columns of a load: how blocks of rows are taken in, told apart by period and put in order.

use std::collections::BTreeMap;

use agglo::Error;

use crate::lake::block::{Block, Kind, Values};
use crate::lake::card::{Card, PERIOD, Role};
use crate::lake::encode::Field;
use crate::lake::load::twins;
use crate::lake::order::order;
use crate::lake::rows::{self, Names, Rows};
use crate::lake::schema;

/// What the first block told of the columns.
pub(super) struct Columns {
    pub(super) fields: Vec<Field>,
    pub(super) kinds: Vec<Kind>,
    /// Names of codes, by column; empty for numbers.
    pub(super) names: Vec<Names>,
    /// The keys, in order.
    keys: Vec<usize>,
    period: Option<usize>,
}

impl Columns {
    pub(super) fn of(card: &Card, block: &Block) -> Result<Self, Error> {
        let kind = |name: &str| block.column(name).map(Values::kind);
        let missing = |name: &str| {
            Error::new("E0205", format!("column `{name}` of the card is not in the rows"))
                .at(&card.dataset)
        };
        let kinds = card
            .columns
            .iter()
            .map(|column| match kind(&column.name) {
                Some(Kind::Numbers) if column.role == Role::Key => {
                    let what = format!("key `{}` holds numbers with decimals", column.name);
                    Err(Error::new("E0205", what).at(&card.dataset))
                }
                Some(kind) => Ok(kind),
                None => Err(missing(&column.name)),
            })
            .collect::<Result<Vec<_>, _>>()?;
        let at = |wanted: &dyn Fn(&Field) -> bool, fields: &[Field]| -> Vec<usize> {
            (0..fields.len()).filter(|&at| wanted(&fields[at])).collect()
        };
        let fields = schema::fields(card, &kinds);
        let keys = at(&|field| field.role == Role::Key, &fields);
        let period = keys.iter().copied().find(|&key| fields[key].name == PERIOD);
        let names = fields.iter().map(|_| Names::default()).collect();
        Ok(Self { fields, kinds, names, keys, period })
    }

    /// The block's values in the order of the card's columns.
    pub(super) fn values<'a>(
        &self,
        card: &Card,
        block: &'a Block,
    ) -> Result<Vec<&'a Values>, Error> {
        if block.columns().len() != self.fields.len() {
            return Err(uneven(card));
        }
        let values = self.fields.iter().map(|field| {
            let values = block.column(&field.name).filter(|values| values.kind() == field.kind);
            let values = values.ok_or_else(|| uneven(card))?;
            rows::check(&field.name, values)?;
            Ok(values)
        });
        values.collect()
    }

    /// Which rows of a block belong to which period.
    pub(super) fn periods(&self, values: &[&Values]) -> Result<BTreeMap<String, Vec<u32>>, Error> {
        let Some(period) = self.period else {
            let rows = values.first().map_or(0, |values| values.len());
            return Ok(BTreeMap::from([(String::new(), numbered(rows))]));
        };
        let mut periods: BTreeMap<String, Vec<u32>> = BTreeMap::new();
        let timeless = || Error::new("E0205", format!("a row has no `{PERIOD}`"));
        match values[period] {
            Values::Codes { names, at } => {
                let mut rows: Vec<Vec<u32>> = vec![Vec::new(); names.len()];
                for (row, at) in numbered(at.len()).into_iter().zip(at) {
                    rows[at.ok_or_else(timeless)? as usize].push(row);
                }
                for (name, rows) in names.iter().zip(rows).filter(|(_, rows)| !rows.is_empty()) {
                    periods.entry(name.clone()).or_default().extend(rows);
                }
            }
            Values::Whole(values) => {
                let mut rows: BTreeMap<i64, Vec<u32>> = BTreeMap::new();
                for (row, value) in numbered(values.len()).into_iter().zip(values) {
                    rows.entry(value.ok_or_else(timeless)?).or_default().push(row);
                }
                periods.extend(rows.into_iter().map(|(value, rows)| (value.to_string(), rows)));
            }
            Values::Numbers(_) => return Err(timeless()),
        }
        Ok(periods)
    }

    /// For each column of codes the places of its names among each other; for numbers nothing.
    pub(super) fn ranks(&self) -> Vec<Vec<u32>> {
        self.names.iter().map(Names::ranks).collect()
    }

    /// The rows of a period in order.
    pub(super) fn order(
        &self,
        card: &Card,
        rows: &Rows,
        ranks: &[Vec<u32>],
    ) -> Result<Vec<u32>, Error> {
        order(rows, &self.keys, ranks).map_err(|(one, other)| {
            let say = |column: usize, row: usize| rows.text(column, row, &self.names);
            let keys: Vec<_> = self
                .keys
                .iter()
                .map(|&key| (self.fields[key].name.clone(), say(key, one)))
                .collect();
            let line = self.fields.iter().rposition(|field| field.role == Role::Line);
            twins(card, &keys, line.map(|line| (say(line, one), say(line, other))))
        })
    }
}

/// Number of keys; all columns, the keys first; and for each field its place among those.
pub(super) fn keys_first(fields: &[Field]) -> (usize, Vec<(String, Kind)>, Vec<usize>) {
    let mut order: Vec<usize> = (0..fields.len()).collect();
    order.sort_by_key(|&at| (fields[at].role != Role::Key, at));
    let keys = fields.iter().filter(|field| field.role == Role::Key).count();
    let columns = order.iter().map(|&at| (fields[at].name.clone(), fields[at].kind)).collect();
    let mut places = vec![0; fields.len()];
    for (place, at) in order.into_iter().enumerate() {
        places[at] = place;
    }
    (keys, columns, places)
}

fn numbered(rows: usize) -> Vec<u32> {
    (0..u32::try_from(rows).unwrap_or(u32::MAX)).collect()
}

pub(super) fn uneven(card: &Card) -> Error {
    Error::new("E0205", "a block of rows does not have the columns of the others").at(&card.dataset)
}
