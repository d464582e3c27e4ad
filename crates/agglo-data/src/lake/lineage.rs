//! Where a row came from: which load, which files, which line.

use agglo::Error;

use crate::lake::block::{Block, Values};
use crate::lake::card::{Card, ColumnCard, FileCard, Role, SINCE};
use crate::lake::manifest::VintageId;
use crate::lake::{AsOf, Lake, Vintage};

/// Where one row came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The row's keys that have a value.
    pub keys: Vec<(String, String)>,
    /// The vintage that brought it.
    pub vintage: VintageId,
    /// When that was published.
    pub published: String,
    /// The files that were read then.
    pub files: Vec<FileCard>,
    /// The columns that say where in them it stood: its line, and its file where there were several.
    pub line: Vec<(String, String)>,
    /// Its figures in words: each measure with its number or with why there is none, then flags as published.
    pub figures: Vec<(String, String)>,
    /// What every reader must be told of that load.
    pub caveats: Vec<String>,
}

impl Lake {
    /// Where the rows came from that have these keys (column and value), the first `most` of them.
    ///
    /// # Errors
    ///
    /// `E0421` where there is no such dataset, vintage or column; `E0401` and `E0402` where the lake cannot be
    /// read.
    pub fn origins(
        &self,
        dataset: &str,
        as_of: &AsOf,
        keys: &[(&str, &str)],
        most: usize,
    ) -> Result<Vec<Origin>, Error> {
        let mut reader = self.read(dataset, as_of)?;
        let card = reader.vintage().manifest.card.clone();
        for (column, value) in keys {
            reader = reader.only(column, &[value])?;
        }
        let (own, lines) = (of_role(&card, Role::Key), of_role(&card, Role::Line));
        let is_figure = |role| {
            matches!(role, Role::Measure | Role::Status | Role::Low | Role::High | Role::Flags)
        };
        let figures = card.columns.iter().filter(|column| is_figure(column.role));
        let figures = figures.map(|column| column.name.as_str());
        let columns: Vec<&str> =
            own.iter().chain(&lines).copied().chain(figures).chain([SINCE]).collect();
        let loads = self.vintages(dataset)?;
        let mut origins = Vec::new();
        for block in reader.columns(&columns)? {
            let block = block?;
            for row in 0..block.rows().min(most - origins.len()) {
                let load = load(&loads, &block, row).ok_or_else(|| {
                    let what = format!("a row of `{dataset}` does not say which load brought it");
                    Error::new("E0402", what).hint("`agglo data verify` says what else is damaged")
                })?;
                origins.push(Origin {
                    keys: said(&block, &own, row),
                    vintage: load.id.clone(),
                    published: load.manifest.published.clone(),
                    files: load.manifest.card.files.clone(),
                    line: said(&block, &lines, row),
                    figures: figures_of(&card, &block, row),
                    caveats: load.manifest.card.caveats.clone(),
                });
            }
            if origins.len() == most {
                break;
            }
        }
        Ok(origins)
    }
}

fn of_role(card: &Card, role: Role) -> Vec<&str> {
    let columns = card.columns.iter().filter(|column| column.role == role);
    columns.map(|column| column.name.as_str()).collect()
}

/// The figures of a row in words.
fn figures_of(card: &Card, block: &Block, row: usize) -> Vec<(String, String)> {
    let text = |column: &str| said(block, &[column], row).pop().map(|(_, text)| text);
    let of = |measure: &str, role: Role| {
        let is_own = |own: &&ColumnCard| own.role == role && own.of.as_deref() == Some(measure);
        card.columns.iter().find(is_own).and_then(|own| text(&own.name))
    };
    let mut figures = Vec::new();
    for column in card.columns.iter().filter(|column| column.role == Role::Measure) {
        let (name, status) = (&column.name, of(&column.name, Role::Status));
        let (low, high) = (of(name, Role::Low), of(name, Role::High));
        let words = match (text(name), status) {
            (Some(value), None) => value,
            (Some(value), Some(status)) if status == "disclosed" => value,
            (Some(value), Some(status)) => format!("{value} ({status})"),
            (None, status) => {
                let status = status.unwrap_or_else(|| "missing".to_owned());
                match (low, high) {
                    (Some(low), Some(high)) => format!("{status}, {low} to {high}"),
                    (Some(low), None) => format!("{status}, {low} or more"),
                    (None, Some(high)) => format!("{status}, {high} at most"),
                    (None, None) => status,
                }
            }
        };
        figures.push((name.clone(), words));
    }
    let flags = card.columns.iter().filter(|column| column.role == Role::Flags);
    let flags = flags.filter_map(|column| Some((column.name.clone(), text(&column.name)?)));
    figures.extend(flags.filter(|(_, text)| !text.is_empty()));
    figures
}

/// The load that brought a row.
fn load<'a>(loads: &'a [Vintage], block: &Block, row: usize) -> Option<&'a Vintage> {
    let Some(Values::Whole(since)) = block.column(SINCE) else { return None };
    loads.iter().find(|load| Some(i64::from(load.manifest.number)) == since[row])
}

/// What a row says in some columns.
fn said(block: &Block, columns: &[&str], row: usize) -> Vec<(String, String)> {
    let say = |column: &&str| {
        let said = match block.column(column)? {
            Values::Codes { names, at } => names[at[row]? as usize].clone(),
            Values::Whole(values) => values[row]?.to_string(),
            Values::Numbers(values) => values[row]?.to_string(),
        };
        Some(((*column).to_owned(), said))
    };
    columns.iter().filter_map(say).collect()
}
