//! Rows of a dataset, place by place: those of one region, time and whatever else tells rows apart are carried
//! together.

use std::collections::BTreeMap;

use agglo::Error;
use agglo::base::id::IndustryId;
use agglo::panel::Cell;
use agglo::panel::carry::{Basis, Passed, Routes, Weights};

use crate::carry::columns::{Measure, figures, measures, texts};
use crate::carry::figures::{Figure, Way, carried};
use crate::carry::made::Made;
use crate::carry::weights::Reference;
use crate::lake::{AsOf, Block, Lake, Load, PERIOD, Values, Vintage};
use crate::source::{INDUSTRY, LINE, REGION};

/// What a code means that has no row beside others of its place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Absent {
    /// It is not known.
    #[default]
    Unknown,
    /// There is none: the table is complete.
    Zero,
}

/// Figures by what became of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Rows that were made.
    pub rows: u64,
    /// Figures that are those of one code, unchanged.
    pub whole: u64,
    /// Sums of codes that came whole.
    pub sums: u64,
    /// Figures with a part of a split code: estimates between bounds.
    pub parts: u64,
    /// Figures of which a part has no row.
    pub lacking: u64,
    /// Rates of several codes, which are not added.
    pub rates: u64,
}

/// A code that was split.
#[derive(Clone, Debug, PartialEq)]
pub struct Split {
    /// The code.
    pub from: String,
    /// What it goes to, with the least and the largest share that was taken.
    pub to: Vec<(String, f64, f64)>,
    /// Figures by what their share rests on.
    pub bases: BTreeMap<Basis, u64>,
}

impl Split {
    /// The shares in words.
    pub fn words(&self) -> String {
        let percent = |share: f64| format!("{:.0}", share * 100.0);
        let part = |(code, low, high): &(String, f64, f64)| {
            let (low, high) = (percent(*low), percent(*high));
            if low == high {
                format!("{low} % in {code}")
            } else {
                format!("{low} to {high} % in {code}")
            }
        };
        let parts: Vec<String> = self.to.iter().map(part).collect();
        let bases: Vec<&str> = self.bases.keys().map(|basis| basis.words()).collect();
        format!(
            "{} was split, {}, {}; each part can be none or all of it",
            self.from,
            parts.join(", "),
            bases.join(" or ")
        )
    }
}

/// Codes of the industries of a vintage with their rows.
pub(super) fn codes(lake: &Lake, vintage: &Vintage) -> Result<BTreeMap<String, u64>, Error> {
    let as_of = AsOf::Vintage(vintage.id.clone());
    let mut held: BTreeMap<String, u64> = BTreeMap::new();
    for block in lake.read(&vintage.manifest.card.dataset, &as_of)?.columns(&[INDUSTRY])? {
        let block = block?;
        let Some(Values::Codes { names, at }) = block.column(INDUSTRY) else { continue };
        let mut counts = vec![0_u64; names.len()];
        for at in at.iter().flatten() {
            counts[*at as usize] += 1;
        }
        for (name, count) in names.iter().zip(counts).filter(|(_, count)| *count > 0) {
            *held.entry(name.clone()).or_default() += count;
        }
    }
    Ok(held)
}

/// Figures on their way.
pub(super) struct Carrying<'a> {
    vintage: &'a Vintage,
    routes: &'a Routes,
    reference: &'a Reference,
    absent: Absent,
    keys: Vec<String>,
    measures: Vec<Measure>,
    tally: Tally,
    splits: BTreeMap<IndustryId, BTreeMap<IndustryId, (f64, f64)>>,
    bases: BTreeMap<IndustryId, BTreeMap<Basis, u64>>,
}

/// Codes of the keys but the industry, position of the industry among the codes of the table, line, figures.
type Row = (Vec<u32>, usize, Option<i64>, Vec<Figure>);

/// The rows of a period.
struct Rows {
    /// Names of each key but the industry.
    names: Vec<Vec<String>>,
    rows: Vec<Row>,
}

impl<'a> Carrying<'a> {
    pub(super) fn new(
        vintage: &'a Vintage,
        routes: &'a Routes,
        reference: &'a Reference,
        absent: Absent,
    ) -> Self {
        let card = &vintage.manifest.card;
        Self {
            vintage,
            routes,
            reference,
            absent,
            keys: card.keys().filter(|key| *key != INDUSTRY).map(str::to_owned).collect(),
            measures: measures(card),
            tally: Tally::default(),
            splits: BTreeMap::new(),
            bases: BTreeMap::new(),
        }
    }

    /// Carries the rows of a period, or all of them where there is none.
    pub(super) fn period(
        &mut self,
        lake: &Lake,
        period: Option<&str>,
        load: &mut Load,
    ) -> Result<(), Error> {
        let Rows { names, mut rows } = self.read(lake, period)?;
        rows.sort_by(|a, b| (&a.0, a.1).cmp(&(&b.0, b.1)));
        let region = self.keys.iter().position(|key| key == REGION);
        let mut made = Made::new(self.keys.len(), self.measures.len());
        for place in rows.chunk_by(|a, b| a.0 == b.0) {
            let id = region.map_or("", |at| names[at][place[0].0[at] as usize].as_str());
            self.place(place, id, &mut made);
        }
        self.tally.rows += made.lines.len() as u64;
        if made.lines.is_empty() {
            return Ok(());
        }
        load.block(&made.block(&self.keys, names, self.routes.reached(), &self.measures)?)
    }

    fn read(&self, lake: &Lake, period: Option<&str>) -> Result<Rows, Error> {
        let as_of = AsOf::Vintage(self.vintage.id.clone());
        let mut reader = lake.read(&self.vintage.manifest.card.dataset, &as_of)?;
        if let Some(period) = period {
            reader = reader.only(PERIOD, &[period])?;
        }
        let mut found = Rows { names: vec![Vec::new(); self.keys.len()], rows: Vec::new() };
        let mut known: Vec<BTreeMap<String, u32>> = vec![BTreeMap::new(); self.keys.len()];
        for block in reader {
            self.take(&block?, &mut known, &mut found)?;
        }
        Ok(found)
    }

    fn take(
        &self,
        block: &Block,
        known: &mut [BTreeMap<String, u32>],
        found: &mut Rows,
    ) -> Result<(), Error> {
        let odd = |name: &str| {
            Error::new("E0421", format!("column `{name}` is not what it should be")).at(&self
                .vintage
                .manifest
                .card
                .dataset)
        };
        let codes = |name: &str| match block.column(name) {
            Some(Values::Codes { names, at }) => Ok((names, at)),
            _ => Err(odd(name)),
        };
        let mut keys: Vec<Vec<u32>> = Vec::new();
        for (key, name) in self.keys.iter().enumerate() {
            let texts = texts(block.column(name).ok_or_else(|| odd(name))?);
            let (known, names) = (&mut known[key], &mut found.names[key]);
            let mut code = |text: String| {
                *known.entry(text).or_insert_with_key(|text| {
                    names.push(text.clone());
                    u32::try_from(names.len() - 1).unwrap_or(u32::MAX)
                })
            };
            keys.push(texts.into_iter().map(&mut code).collect());
        }
        let (names, at) = codes(INDUSTRY)?;
        let held = self.routes.held();
        let places: Vec<Option<usize>> = names
            .iter()
            .map(|name| held.binary_search_by(|own| own.as_str().cmp(name)).ok())
            .collect();
        let figures: Vec<Vec<Figure>> = self
            .measures
            .iter()
            .map(|measure| figures(block, measure))
            .collect::<Option<_>>()
            .ok_or_else(|| odd("status"))?;
        let lines = match block.column(LINE) {
            Some(Values::Whole(lines)) => lines.clone(),
            _ => vec![None; block.rows()],
        };
        for row in 0..block.rows() {
            let Some(industry) = at[row].and_then(|at| places[at as usize]) else { continue };
            let key = keys.iter().map(|codes| codes[row]).collect();
            let own = figures.iter().map(|of| of[row]).collect();
            found.rows.push((key, industry, lines[row], own));
        }
        Ok(())
    }

    /// Carries the rows of one place.
    fn place(&mut self, place: &[Row], region: &str, made: &mut Made) {
        let absent = if self.absent == Absent::Zero { Cell::ZERO } else { Cell::MISSING };
        let row_of = |industry: usize| place.binary_search_by_key(&industry, |row| row.1).ok();
        let (routes, reference, measures) = (self.routes, self.reference, self.measures.len());
        let own = |code: &IndustryId| reference.own.weight(region, code);
        let nation = |code: &IndustryId| reference.nation.get(code).copied();
        let weights = Weights { own: &own, nation: &nation };
        let count = routes.held().len();
        let mut rows_made: BTreeMap<usize, Vec<Figure>> = BTreeMap::new();
        let mut lines: BTreeMap<usize, Option<i64>> = BTreeMap::new();
        for measure in 0..measures {
            let mut cells = vec![absent; count];
            for row in place {
                cells[row.1] = row.3[measure].cell();
            }
            for (to, landed) in routes.carry(&cells, absent, weights).into_iter().enumerate() {
                let held: Vec<Option<usize>> = landed.from.iter().map(|at| row_of(*at)).collect();
                if held.iter().all(Option::is_none) {
                    continue;
                }
                let figures: Vec<Option<Figure>> =
                    held.iter().map(|row| row.map(|row| place[row].3[measure])).collect();
                let is_amount = self.measures[measure].is_amount;
                let (figure, way) =
                    carried(&landed, &figures, is_amount, self.absent == Absent::Zero);
                let none = || vec![Figure::NONE; measures];
                rows_made.entry(to).or_insert_with(none)[measure] = figure;
                let only = if let [Some(only)] = held[..] { place[only].2 } else { None };
                lines.entry(to).or_insert(only);
                let tally = &mut self.tally;
                *match way {
                    Way::Whole => &mut tally.whole,
                    Way::Sum => &mut tally.sums,
                    Way::Part => &mut tally.parts,
                    Way::Lacking => &mut tally.lacking,
                    Way::Rate => &mut tally.rates,
                } += 1;
                self.passed(&landed.passed, to);
            }
        }
        for (to, figures) in rows_made {
            made.push(&place[0].0, to, lines.get(&to).copied().flatten(), &figures);
        }
    }

    /// Keeps the shares of splits and what they rest on.
    fn passed(&mut self, parts: &[Passed], to: usize) {
        for Passed { from, share, basis } in parts {
            let code = self.routes.reached()[to].clone();
            let shares = self.splits.entry(from.clone()).or_default();
            let ends = shares.entry(code).or_insert((*share, *share));
            *ends = (ends.0.min(*share), ends.1.max(*share));
            *self.bases.entry(from.clone()).or_default().entry(*basis).or_default() += 1;
        }
    }

    pub(super) fn finish(self) -> (Tally, Vec<Split>) {
        let Self { tally, splits, mut bases, .. } = self;
        let split = |(from, to): (IndustryId, BTreeMap<IndustryId, (f64, f64)>)| Split {
            bases: bases.remove(&from).unwrap_or_default(),
            to: to.into_iter().map(|(code, (low, high))| (code.to_string(), low, high)).collect(),
            from: from.to_string(),
        };
        (tally, splits.into_iter().map(split).collect())
    }
}
