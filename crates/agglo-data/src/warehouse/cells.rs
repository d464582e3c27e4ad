//! Cells of a dataset in one form, whatever its columns are called: what is known of each figure, and of what.

use std::collections::BTreeSet;

use agglo::Error;
use datafusion::arrow::datatypes::DataType;
use datafusion::error::DataFusionError;
use datafusion::logical_expr::expr_fn::{cast, ident, when};
use datafusion::prelude::{Expr, coalesce, lit};
use datafusion::scalar::ScalarValue;

use crate::lake::{Card, Manifest, PERIOD, Reader, Role};
use crate::source::description::{Description, IndustryCodes, RegionCodes};
use crate::source::number::Kind;
use crate::source::{INDUSTRY, REGION, Status};
use crate::warehouse::Warehouse;

/// The table that the reductions read.
const CELLS: &str = "cells";
/// Figures are added as decimals with so many digits, of which so many after the point: exact sums, the same in every
/// order and on every engine.
const DECIMAL: DataType = DataType::Decimal128(38, 6);
/// The code of all industries together.
const ALL: &str = "10";

/// A key by which figures are reduced.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Axis {
    /// The place.
    Region,
    /// The industry.
    Industry,
    /// The time.
    Period,
}

impl Axis {
    /// All of them, in the order in which rows are sorted.
    pub const ALL: [Self; 3] = [Self::Region, Self::Industry, Self::Period];

    /// The name of its column.
    pub fn name(self) -> &'static str {
        match self {
            Self::Region => REGION,
            Self::Industry => INDUSTRY,
            Self::Period => PERIOD,
        }
    }
}

/// Which figures of a dataset are meant.
#[derive(Clone, Debug, Default)]
pub struct Cut {
    /// The measure; the only one where none is named.
    pub measure: Option<String>,
    /// What the figures are reduced to; all of these keys that the dataset has where nothing is said.
    pub by: Option<Vec<Axis>>,
    /// Values of keys that are meant, by key.
    pub only: Vec<(String, Vec<String>)>,
    /// Digits of the industries that are meant: 0 for all industries together.
    pub level: Option<u8>,
    /// Keys of which somebody says that no value holds another, so that figures may be added over them.
    pub parts: Vec<String>,
    /// The industry code that stands for all industries together; known where the codes are.
    pub total: Option<String>,
}

/// The columns that a measure's figures stand in.
pub(super) struct Columns {
    pub(super) measure: String,
    status: Option<String>,
    low: Option<String>,
    high: Option<String>,
    is_count: bool,
}

impl Warehouse {
    /// Registers the cells of a cut as the table `cells`: region, industry and period (empty where figures are added
    /// over them), figure, least, most and status of each, and whether it is of all industries together.
    ///
    /// `over` are keys that the question adds figures over although they stand in its answer.
    pub(super) fn cells(&self, rows: &Reader, cut: &Cut, over: &[Axis]) -> Result<Columns, Error> {
        let card = &rows.vintage().manifest.card;
        let columns = columns(card, cut)?;
        let reading = Reading::of(card, cut);
        cut.check(&rows.vintage().manifest, &reading, over)?;
        let with_total = over.contains(&Axis::Industry);
        let table = "rows";
        self.register_rows(table, rows)?;
        let keep = cut.keeps(card, &reading, with_total)?;
        let context = &self.session.context;
        let made = async {
            let mut frame = context.table(table).await?;
            for condition in keep {
                frame = frame.filter(condition)?;
            }
            let frame = frame.select(columns.cells(card, cut, &reading)?)?;
            context.register_table(CELLS, frame.into_view())
        };
        let failed = |cause: &DataFusionError| {
            Error::new("E0411", format!("the cells cannot be read: {cause}")).at(&card.dataset)
        };
        self.session.block_on(made).map_err(|cause| failed(&cause))?;
        Ok(columns)
    }
}

/// What the mapping of a dataset says of its codes.
struct Reading {
    description: Option<Description>,
    /// The code of all industries together.
    total: Option<String>,
}

impl Reading {
    fn of(card: &Card, cut: &Cut) -> Self {
        let description = Description::read(&card.mapping, &card.dataset).ok();
        let mut reading = Self { description, total: cut.total.clone() };
        if reading.total.is_none() && reading.is_naics() {
            reading.total = Some(ALL.to_owned());
        }
        reading
    }

    fn is_naics(&self) -> bool {
        let industry = self.description.as_ref().and_then(|found| found.industry.as_ref());
        industry.is_some_and(|industry| industry.codes == IndustryCodes::Naics)
    }

    /// Whether no region of the dataset holds another: totals among counties were left out or refused.
    fn has_counties(&self) -> bool {
        use crate::source::description::Totals;
        let region = self.description.as_ref().and_then(|found| found.region.as_ref());
        region
            .is_some_and(|region| region.codes != RegionCodes::Own && region.totals != Totals::Keep)
    }

    /// Codes of the source's own among those of the classification.
    fn also(&self) -> &[String] {
        let industry = self.description.as_ref().and_then(|found| found.industry.as_ref());
        industry.map_or(&[], |industry| &industry.also)
    }
}

fn columns(card: &Card, cut: &Cut) -> Result<Columns, Error> {
    let measures: Vec<&str> = card
        .columns
        .iter()
        .filter(|column| column.role == Role::Measure)
        .map(|column| column.name.as_str())
        .collect();
    let measure = match (&cut.measure, measures.as_slice()) {
        (Some(named), _) if measures.contains(&named.as_str()) => named.clone(),
        (None, [only]) => (*only).to_owned(),
        (named, _) => {
            let what = match named {
                Some(named) => format!("`{}` has no measure `{named}`", card.dataset),
                None => format!("`{}` has several measures", card.dataset),
            };
            let hint = format!("name one: --measure {}", measures.join("|"));
            return Err(Error::new("E0103", what).hint(hint));
        }
    };
    let of = |role: Role| {
        let speaks = |of: &Option<String>| of.as_ref().is_none_or(|of| *of == measure);
        let found = card.columns.iter().find(|column| column.role == role && speaks(&column.of));
        found.map(|column| column.name.clone())
    };
    let described = Description::read(&card.mapping, &card.dataset).ok();
    let is_count = described.is_some_and(|described| {
        described.measures.iter().any(|own| own.name == measure && own.kind == Kind::Count)
    });
    let (status, low, high) = (of(Role::Status), of(Role::Low), of(Role::High));
    Ok(Columns { measure, status, low, high, is_count })
}

impl Columns {
    /// The columns of `cells`.
    fn cells(
        &self,
        card: &Card,
        cut: &Cut,
        reading: &Reading,
    ) -> Result<Vec<Expr>, DataFusionError> {
        let mut cells = Vec::new();
        for axis in Axis::ALL {
            let name = axis.name();
            let has = card.column(name).is_some_and(|column| column.role == Role::Key);
            let value = if has && cut.has(axis) {
                coalesce(vec![cast(ident(name), DataType::Utf8View), text("")])
            } else {
                text("")
            };
            cells.push(value.alias(name));
        }
        let figure = || cast(ident(&self.measure), DECIMAL);
        let none = || lit(ScalarValue::Decimal128(None, 38, 6));
        let nothing = || lit(ScalarValue::Decimal128(Some(0), 38, 6));
        let bound = |column: &Option<String>| {
            column.as_ref().map_or_else(none, |column| cast(ident(column), DECIMAL))
        };
        let least = if self.is_count { nothing() } else { none() };
        let is_known = || ident(&self.measure).is_not_null();
        let missing = Status::Missing.name();
        let plain = when(is_known(), text(Status::Disclosed.name())).otherwise(text(missing))?;
        let status = match &self.status {
            Some(status) => coalesce(vec![cast(ident(status), DataType::Utf8View), plain]),
            None => plain,
        };
        let is_total = match (&reading.total, card.column(INDUSTRY)) {
            (Some(total), Some(_)) => {
                coalesce(vec![ident(INDUSTRY).eq(lit(total.as_str())), lit(false)])
            }
            _ => lit(false),
        };
        cells.extend([
            figure().alias("value"),
            coalesce(vec![bound(&self.low), figure(), least]).alias("low"),
            coalesce(vec![bound(&self.high), figure()]).alias("high"),
            status.alias("status"),
            is_total.alias("is_total"),
        ]);
        Ok(cells)
    }
}

fn text(text: &str) -> Expr {
    lit(ScalarValue::Utf8View(Some(text.to_owned())))
}

impl Cut {
    /// Whether figures are reduced to a key, where the dataset has it.
    pub(super) fn has(&self, axis: Axis) -> bool {
        self.by.as_ref().is_none_or(|by| by.contains(&axis))
    }

    /// Refuses a cut that would add figures of which one holds another.
    fn check(&self, manifest: &Manifest, reading: &Reading, over: &[Axis]) -> Result<(), Error> {
        let card = &manifest.card;
        let keys: Vec<&str> = card.keys().collect();
        let named = self.only.iter().map(|(key, _)| key).chain(&self.parts).map(String::as_str);
        let named = named.chain(self.by.iter().flatten().map(|axis| axis.name()));
        if let Some(unknown) = named.into_iter().find(|name| !keys.contains(name)) {
            let what = format!("`{}` has no key `{unknown}`", card.dataset);
            return Err(Error::new("E0103", what).hint(format!("it has {}", keys.join(", "))));
        }
        if self.level.is_some() && !reading.is_naics() {
            let what =
                format!("`{}` has industries of its own: their levels are not known", card.dataset);
            return Err(Error::new("E0103", what).hint("name them: --only industry=CODE,CODE"));
        }
        let is_kept = |key: &str| {
            let axis = Axis::ALL.into_iter().find(|axis| axis.name() == key);
            axis.is_some_and(|axis| self.has(axis) && !over.contains(&axis))
        };
        let open: Vec<&str> = keys
            .into_iter()
            .filter(|key| !is_kept(key) && !self.settles(key, manifest, reading))
            .collect();
        if open.is_empty() {
            return Ok(());
        }
        let what = format!(
            "figures would be added over {}, where one row may hold another",
            open.join(" and ")
        );
        Err(Error::new("E0103", what).at(&card.dataset).hint(format!(
            "for each of them one of: --by …,{0} (region, industry and period only), --only {0}=VALUE, \
             --parts {0} where no value holds another{1}",
            open[0],
            if open.contains(&INDUSTRY) && reading.is_naics() { ", --level DIGITS for industries" } else { "" },
        )))
    }

    /// Whether figures may be added over a key.
    fn settles(&self, key: &str, manifest: &Manifest, reading: &Reading) -> bool {
        let is_named = self.only.iter().any(|(only, _)| only == key)
            || self.parts.iter().any(|parts| parts == key);
        let is_levelled = key == INDUSTRY && self.level.is_some();
        let is_apart = key == REGION && reading.has_counties();
        is_named || is_levelled || is_apart || has_one_value(manifest, key)
    }

    /// The conditions of a row.
    fn keeps(&self, card: &Card, reading: &Reading, with_total: bool) -> Result<Vec<Expr>, Error> {
        let mut keeps = Vec::new();
        for (key, values) in &self.only {
            let values: BTreeSet<&str> = values.iter().map(String::as_str).collect();
            if values.is_empty() {
                let what = format!("`{key}` is to have no value");
                return Err(Error::new("E0103", what).at(&card.dataset));
            }
            let values = values.into_iter().map(text).collect();
            let mut keep = cast(ident(key), DataType::Utf8View).in_list(values, false);
            if let (Some(total), INDUSTRY, true) = (&reading.total, key.as_str(), with_total) {
                keep = keep.or(ident(INDUSTRY).eq(lit(total.as_str())));
            }
            keeps.push(keep);
        }
        if let Some(level) = self.level {
            let mut keep = of_level(level, reading);
            if let (Some(total), true) = (&reading.total, with_total) {
                keep = keep.or(ident(INDUSTRY).eq(lit(total.as_str())));
            }
            keeps.push(keep);
        }
        Ok(keeps)
    }
}

/// Industries of so many digits; a range of two-digit codes is one of them.
fn of_level(level: u8, reading: &Reading) -> Expr {
    let industry = || ident(INDUSTRY);
    let total = reading.total.as_deref().unwrap_or(ALL);
    if level == 0 {
        return industry().eq(lit(total));
    }
    let digits = "_".repeat(usize::from(level));
    let mut is_of = industry().like(lit(digits.as_str()));
    if level == 2 {
        is_of = is_of.or(industry().like(lit("__-__")));
    }
    let others = std::iter::once(total).chain(reading.also().iter().map(String::as_str));
    is_of.and(industry().in_list(others.map(text).collect(), true))
}

/// Whether all rows of a vintage have one value of a key, as its files state.
fn has_one_value(manifest: &Manifest, key: &str) -> bool {
    let mut values = BTreeSet::new();
    for object in &manifest.objects {
        let Some(span) = object.spans.iter().find(|span| span.column == key) else { return false };
        if span.gaps > 0 {
            return false;
        }
        values.insert(span.least.as_str());
        values.insert(span.most.as_str());
    }
    values.len() == 1
}
