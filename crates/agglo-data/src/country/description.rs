//! A country as a small file describes it: its words, its money, its tables and what they lack.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use agglo::Error;
use agglo::base::terms::{Alike, Counted, Currency, Detail, Lack, Terms, Words};
use serde::Deserialize;

/// A country, or another set of regions that are held against one whole.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CountryDescription {
    /// Slug: `eu-nuts2`.
    pub id: String,
    /// Name: `European Union`.
    pub name: String,
    /// Edition of its regions' codes and borders: `NUTS 2013`.
    #[serde(default)]
    pub borders: Option<String>,
    /// Its words for places.
    pub words: Words,
    /// Its money.
    pub currency: Currency,
    /// What its table of industries counts.
    pub counted: Counted,
    /// How fine its industries are.
    pub detail: Detail,
    /// Facts by which its people are compared.
    #[serde(default)]
    pub alike: Vec<Alike>,
    /// What cannot be answered, and why.
    #[serde(default, rename = "lack")]
    pub lacks: Vec<Lack>,
    /// The file of the rule for underserved regions, beside this one; none where there is no rule.
    #[serde(default)]
    pub underserved: Option<String>,
    /// Systems that are asked first where a name means a region there too, by the country's code.
    #[serde(default)]
    pub gives_way: BTreeMap<String, String>,
    /// Its tables; none for the US counties of the starter pack, which have a reader of their own.
    #[serde(default)]
    pub tables: Option<Tables>,
    /// Where its files lie.
    #[serde(skip)]
    pub(super) home: Home,
}

/// Where the files of a description lie.
#[derive(Clone, Debug, Default)]
pub(super) enum Home {
    /// Under `definitions/`, inside the binary.
    #[default]
    BuiltIn,
    /// In a folder, with the description's own name for messages.
    Folder(PathBuf, String),
}

/// The tables of a country.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tables {
    /// Which codes are regions.
    #[serde(default)]
    pub regions: Regions,
    /// The tree of its industries.
    pub classification: Tree,
    /// What is counted by industry, in one year or several.
    pub industries: Counts,
    /// Facts about regions.
    #[serde(default, rename = "fact")]
    pub facts: Vec<FactTable>,
}

/// Which codes are regions, and which code is all of them.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Regions {
    /// A CSV of names beside this file: `code,name,within,within_code`, the last two may be absent. Codes without
    /// a name are called by their code.
    pub names: Option<String>,
    /// What a code looks like: `A` a capital letter, `0` a digit, `*` either; codes of another shape are no regions.
    pub pattern: Option<String>,
    /// Codes of that shape that are no regions: totals, aggregates.
    pub leave_out: Vec<String>,
    /// The code of the whole; the sum of the regions where there is none.
    pub whole: Option<String>,
}

/// The tree of a country's industries.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tree {
    /// Name with vintage: `SIC 2007`.
    pub name: String,
    /// A CSV beside this file: `code,level,parent,title`, and `holds`: codes of NAICS that a line holds whole, parted
    /// by spaces.
    pub file: String,
    /// The code of all industries; the sum of the group level where there is none.
    #[serde(default)]
    pub total: Option<String>,
}

/// One figure of a dataset: which column, of which rows.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Column {
    /// The dataset: of the lake, or of the starter pack.
    pub dataset: String,
    /// The column of the figure.
    pub value: String,
    /// The column of the region.
    #[serde(default = "region")]
    pub region: String,
    /// The column of the period.
    #[serde(default = "period")]
    pub period: String,
    /// Values that other columns must have: `{ age = "Y15-64" }`.
    #[serde(default)]
    pub only: BTreeMap<String, String>,
    /// What a figure is multiplied by; 1 where nothing is said.
    #[serde(default)]
    pub times: Option<f64>,
}

fn region() -> String {
    "region".to_owned()
}

fn period() -> String {
    "period".to_owned()
}

/// What is counted by industry.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Counts {
    /// The figure.
    pub table: Column,
    /// The column of the industry.
    #[serde(default = "industry")]
    pub industry: String,
    /// The year whose mix is read; the last one where nothing is said.
    #[serde(default)]
    pub year: Option<u16>,
    /// What a row that is not there means.
    #[serde(default)]
    pub absent: Absent,
    /// Figures are rounded to this, in their own unit: sums may miss by half of it for each part.
    #[serde(default)]
    pub rounded_to: f64,
}

fn industry() -> String {
    "industry".to_owned()
}

/// What a row that is not there means.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Absent {
    /// Nobody knows.
    #[default]
    Missing,
    /// There is nothing: the table is complete.
    Zero,
}

/// A fact about regions.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FactTable {
    /// Slug: `gdp_per_head_pps`.
    pub name: String,
    /// What it is, as a person says it.
    pub title: String,
    /// Unit: `EUR`, `percent`, `persons`.
    pub unit: String,
    /// `people` or `economy`: the card on which it stands; `context`: on none.
    #[serde(default = "people")]
    pub role: String,
    /// `more`, `less` or `none`: which way is better for those who live there.
    #[serde(default = "neither")]
    pub better: String,
    /// The fact by which a mean over several regions is weighted; `sum` for an amount; empty where no rule pools it.
    #[serde(default)]
    pub pooled_by: String,
    /// The figure.
    pub table: Column,
    /// The rest of a whole of which the figure is a part: the fact is then the share of the part, in percent.
    #[serde(default)]
    pub rest: Option<Column>,
    /// The year; the last one that any region has where nothing is said.
    #[serde(default)]
    pub year: Option<u16>,
    /// The mean of so many years, the year and those before it.
    #[serde(default)]
    pub mean_of: Option<u16>,
}

fn people() -> String {
    "people".to_owned()
}

fn neither() -> String {
    "none".to_owned()
}

impl CountryDescription {
    /// The files beside this one that it names.
    pub fn files(&self) -> Vec<String> {
        let tables = self.tables.iter();
        let tables = tables.flat_map(|own| {
            own.regions.names.iter().chain(std::iter::once(&own.classification.file))
        });
        self.underserved.iter().chain(tables).cloned().collect()
    }

    /// A description in a file; the files that it names lie beside it.
    ///
    /// # Errors
    ///
    /// `E0401` where it cannot be read, `E0206` where it is no description, with the line.
    pub fn at(path: &Path) -> Result<Self, Error> {
        let name = path.display().to_string();
        let text = std::fs::read_to_string(path).map_err(|cause| {
            Error::new("E0401", format!("cannot read the description of a country: {cause}"))
                .at(&name)
        })?;
        let folder = path.parent().map(Path::to_path_buf).unwrap_or_default();
        Self::read(&text, Home::Folder(folder, name))
    }

    /// A description from its text.
    pub(super) fn read(text: &str, home: Home) -> Result<Self, Error> {
        let name = match &home {
            Home::BuiltIn => "definitions/countries".to_owned(),
            Home::Folder(_, name) => name.clone(),
        };
        let read: Self = toml::from_str(text).map_err(|cause| {
            let before = cause.span().and_then(|span| text.get(..span.start));
            let line = before.map_or(1, |before| before.matches('\n').count() + 1);
            Error::new("E0206", cause.message().trim().to_owned())
                .at(format!("{name}, line {line}"))
                .hint("what a description holds: docs/guides/countries.md")
        })?;
        Ok(Self { home, ..read })
    }

    /// Its name for messages.
    pub(super) fn place(&self) -> String {
        match &self.home {
            Home::BuiltIn => format!("definitions/countries/{}.toml", self.id),
            Home::Folder(_, name) => name.clone(),
        }
    }

    /// The terms that every answer about it is given in.
    pub fn terms(&self) -> Terms {
        Terms {
            id: self.id.clone(),
            name: self.name.clone(),
            borders: self.borders.clone(),
            words: self.words.clone(),
            currency: self.currency.clone(),
            counted: self.counted.clone(),
            detail: self.detail.clone(),
            alike: self.alike.clone(),
            lacks: self.lacks.clone(),
        }
    }

    /// Datasets that its tables are read from, sorted and once each.
    pub fn datasets(&self) -> Vec<&str> {
        let Some(tables) = &self.tables else { return Vec::new() };
        let facts =
            tables.facts.iter().flat_map(|fact| std::iter::once(&fact.table).chain(&fact.rest));
        let all = std::iter::once(&tables.industries.table).chain(facts);
        let mut names: Vec<&str> = all.map(|column| column.dataset.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        names
    }
}
