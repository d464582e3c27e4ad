//! Figures of one column, by region, industry and year, from the lake or from the starter pack.

use std::collections::BTreeMap;

use agglo::Error;
use agglo::base::id::SourceId;
use agglo::panel::{Cell, Status};

use crate::country::description::Column;
use crate::country::vintages::Vintages;
use crate::lake::{Block, Card, Lake, Role, Values};
use crate::starter::{SourceCard, Starter};
use crate::table::Column as Packed;

/// Where the tables of a country lie.
#[derive(Clone, Copy)]
pub(super) enum Shelf<'a> {
    /// In the starter pack.
    Pack(&'a Starter),
    /// In a lake.
    Lake(&'a Lake, &'a Vintages),
}

/// What is known of a figure.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Known {
    /// A cell.
    Cell(Cell),
    /// Hidden by its publisher, who says nothing of its bounds.
    Hidden,
}

/// One figure.
#[derive(Clone, Debug)]
pub(super) struct Figure {
    pub(super) region: String,
    /// Empty where the table has no industry.
    pub(super) industry: String,
    pub(super) year: u16,
    pub(super) known: Known,
}

/// The figures of a column, and whose they are.
pub(super) struct Figures {
    pub(super) source: SourceCard,
    pub(super) rows: Vec<Figure>,
}

/// Texts of some columns of a table, and its figures.
struct Read {
    texts: BTreeMap<String, Vec<Option<String>>>,
    numbers: BTreeMap<String, Vec<Option<f64>>>,
    rows: usize,
}

impl Shelf<'_> {
    /// The figures of a column; by industry where its column is named.
    pub(super) fn figures(self, column: &Column, industry: Option<&str>) -> Result<Figures, Error> {
        let mut keys = vec![column.region.as_str(), column.period.as_str()];
        keys.extend(industry);
        keys.extend(column.only.keys().map(String::as_str));
        let (source, read) = match self {
            Self::Pack(starter) => packed(starter, column, &keys)?,
            Self::Lake(lake, vintages) => of_lake(lake, vintages, column, &keys)?,
        };
        let rows = (0..read.rows).filter_map(|row| read.figure(row, column, industry).transpose());
        Ok(Figures { source, rows: rows.collect::<Result<_, _>>()? })
    }
}

impl Read {
    fn text(&self, column: &str, row: usize) -> &str {
        let value = self.texts.get(column).and_then(|values| values.get(row));
        value.and_then(Option::as_deref).unwrap_or_default()
    }

    fn number(&self, column: &str, row: usize) -> Option<f64> {
        self.numbers.get(column).and_then(|values| values.get(row)).copied().flatten()
    }

    /// The figure of a row; none where the row is not among those that are meant.
    fn figure(
        &self,
        row: usize,
        column: &Column,
        industry: Option<&str>,
    ) -> Result<Option<Figure>, Error> {
        if column.only.iter().any(|(name, value)| self.text(name, row) != value) {
            return Ok(None);
        }
        let period = self.text(&column.period, row);
        let Some(year) = period.parse().ok().filter(|_| period.len() == 4) else {
            let what = format!("`{period}` is no year: the tables of a country are yearly");
            return Err(Error::new("E0205", what)
                .at(format!("{}, column `{}`", column.dataset, column.period))
                .hint("take quarters apart with `only`, or load a yearly table"));
        };
        let known = self.known(row, column);
        let by = column.times.unwrap_or(1.0);
        Ok(Some(Figure {
            region: self.text(&column.region, row).to_owned(),
            industry: industry.map_or("", |name| self.text(name, row)).to_owned(),
            year,
            known: match known {
                Known::Cell(cell) => Known::Cell(cell.scaled(by)),
                Known::Hidden => Known::Hidden,
            },
        }))
    }

    fn known(&self, row: usize, column: &Column) -> Known {
        let of = |ending: &str| format!("{}{ending}", column.value);
        let value = self.number(&column.value, row);
        let bounds = self.number(&of("_low"), row).zip(self.number(&of("_high"), row));
        let status = self.text(&of("_status"), row);
        let cell = match (status, value, bounds) {
            ("withheld" | "unknown", _, Some((low, high))) => Cell::withheld(low, high),
            ("withheld" | "unknown", _, None) => return Known::Hidden,
            ("estimated", Some(value), bounds) => {
                let (low, high) = bounds.unwrap_or((value, value));
                Cell::new(value, Status::Estimated { low, high })
            }
            (_, Some(0.0), _) => Some(Cell::ZERO),
            (_, Some(value), _) => Cell::disclosed(value),
            (_, None, _) => Some(Cell::MISSING),
        };
        Known::Cell(cell.unwrap_or(Cell::MISSING))
    }
}

/// Columns that speak of a figure, where a table has them.
fn beside(value: &str) -> [String; 3] {
    ["_status", "_low", "_high"].map(|ending| format!("{value}{ending}"))
}

fn packed(starter: &Starter, column: &Column, keys: &[&str]) -> Result<(SourceCard, Read), Error> {
    let name = format!("world-{}.parquet", column.dataset);
    let unknown =
        || Error::new("E0421", format!("the starter pack has no dataset `{}`", column.dataset));
    let source = starter.sources().into_iter().find(|source| source.files.contains(&name));
    let source = source.ok_or_else(unknown)?;
    let file = starter.open(&name)?;
    let held = file.columns();
    let optional = beside(&column.value);
    let extra = optional.iter().filter(|own| held.contains(own)).map(String::as_str);
    let wanted: Vec<&str> =
        keys.iter().copied().chain([column.value.as_str()]).chain(extra).collect();
    let table = file.all(&wanted)?;
    let mut read = Read { texts: BTreeMap::new(), numbers: BTreeMap::new(), rows: table.rows() };
    for (name, values) in table.columns() {
        match values {
            Packed::Texts(values) => {
                read.texts.insert(name.clone(), values.clone());
            }
            Packed::Numbers(values) => {
                read.numbers.insert(name.clone(), values.clone());
            }
            Packed::Integers(values) if keys.contains(&name.as_str()) => {
                let texts = values.iter().map(|value| value.map(|value| value.to_string()));
                read.texts.insert(name.clone(), texts.collect());
            }
            Packed::Integers(values) => {
                let numbers = values.iter().map(|value| value.map(|value| value as f64));
                read.numbers.insert(name.clone(), numbers.collect());
            }
        }
    }
    Ok((source, read))
}

fn of_lake(
    lake: &Lake,
    vintages: &Vintages,
    column: &Column,
    keys: &[&str],
) -> Result<(SourceCard, Read), Error> {
    let reader = lake.read(&column.dataset, vintages.of(&column.dataset))?;
    let vintage = reader.vintage().clone();
    let card = &vintage.manifest.card;
    check(card, column)?;
    let held = |name: &&String| vintage.manifest.columns.iter().any(|own| own.name == **name);
    let optional = beside(&column.value);
    let extra = optional.iter().filter(held).map(String::as_str);
    let mut wanted: Vec<&str> =
        keys.iter().copied().chain([column.value.as_str()]).chain(extra).collect();
    wanted.dedup();
    let mut reader = reader.columns(&wanted)?;
    for (name, value) in &column.only {
        reader = reader.only(name, &[value])?;
    }
    let mut read = Read { texts: BTreeMap::new(), numbers: BTreeMap::new(), rows: 0 };
    for block in reader {
        read.add(&block?, keys);
    }
    let source = SourceCard {
        id: SourceId::from(format!("{}@{}", column.dataset, vintage.id)),
        agency: card.agency.clone(),
        table: if card.title.is_empty() { card.dataset.clone() } else { card.title.clone() },
        vintage: vintage.id.to_string(),
        carrier: String::new(),
        notice: card.licence.clone(),
        files: card.files.iter().map(|file| file.name.clone()).collect(),
        rows: read.rows,
        sha256: vintage.sha256.clone(),
    };
    Ok((source, read))
}

/// Refuses a column that holds no figures.
fn check(card: &Card, column: &Column) -> Result<(), Error> {
    let own = card.column(&column.value);
    if own.is_some_and(|own| own.role != Role::Measure) {
        let measures = card.columns.iter().filter(|own| own.role == Role::Measure);
        let names: Vec<&str> = measures.map(|own| own.name.as_str()).collect();
        let what = format!("column `{}` of `{}` holds no figures", column.value, column.dataset);
        return Err(Error::new("E0421", what).hint(format!("it has {}", names.join(", "))));
    }
    Ok(())
}

impl Read {
    fn add(&mut self, block: &Block, keys: &[&str]) {
        for (name, values) in block.columns() {
            let is_key = keys.contains(&name.as_str());
            match values {
                Values::Codes { names, at } => {
                    let texts = at.iter().map(|at| Some(names.get((*at)? as usize)?.clone()));
                    self.texts.entry(name.clone()).or_default().extend(texts);
                }
                Values::Whole(values) if is_key => {
                    let texts = values.iter().map(|value| value.map(|value| value.to_string()));
                    self.texts.entry(name.clone()).or_default().extend(texts);
                }
                Values::Whole(values) => {
                    let numbers = values.iter().map(|value| value.map(|value| value as f64));
                    self.numbers.entry(name.clone()).or_default().extend(numbers);
                }
                Values::Numbers(values) => {
                    self.numbers.entry(name.clone()).or_default().extend(values);
                }
            }
        }
        self.rows += block.rows();
    }
}
