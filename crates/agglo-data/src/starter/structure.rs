//! Private jobs, establishments and pay by industry, and the base of all owners.

use agglo::Error;
use agglo::base::id::{IndustryId, RegionId, SourceId};
use agglo::base::year::Year;
use agglo::panel::{Axes, Base, Cell, Panel, PanelBuilder, Structure};

use crate::starter::Starter;
use crate::starter::places::{self, beyond};
use crate::starter::status::Figures;
use crate::table::Table;

/// The dataset as it stands in the provenance of numbers.
pub(super) const SOURCE: &str = "qcew-2016";
/// The year that the dataset describes.
pub(super) const YEAR: Year = Year(2016);

const KEYS: [&str; 3] = ["region", "industry", "status"];
const EMPLOYMENT: [&str; 3] =
    ["employment_months", "employment_months_low", "employment_months_high"];
const PAY: [&str; 3] = ["wages_usd", "wages_usd_low", "wages_usd_high"];

pub(super) fn structure(starter: &Starter) -> Result<Structure, Error> {
    let regions = places::axis(starter)?;
    let base = base(starter, &regions)?;
    let codes = starter.open("industries.parquet")?.all(&["industry", "level", "has_months"])?;
    let industries: Vec<IndustryId> =
        codes.texts("industry")?.into_iter().map(IndustryId::from).collect();
    let axes = Axes { years: vec![YEAR], regions, industries, source: SourceId::from(SOURCE) };
    let months = codes.whole("has_months")?;
    let mut panels = Panels::new(&axes)?;
    let file = starter.open("structure.parquet")?;
    for group in 0..file.groups() {
        panels.employment(&file.group(group, &[&KEYS[..], &EMPLOYMENT[..]].concat())?)?;
        panels.pay(&file.group(group, &[&KEYS[..], &PAY[..]].concat())?)?;
        let counts = ["establishments_quarters", "lowest_month", "highest_month"];
        panels.counts(&file.group(group, &[&KEYS[..2], &counts[..]].concat())?)?;
    }
    panels.absent(&base.employment, &months)?;
    Ok(panels.finish(base))
}

fn base(starter: &Starter, regions: &[RegionId]) -> Result<Base, Error> {
    let columns = ["region", "employment_months", "establishments_quarters", "wages_usd"];
    let table = starter.open("base.parquet")?.all(&columns)?;
    let rows = table.positions("region")?;
    let panel = |name: &str, per: f64| -> Result<Panel, Error> {
        let axes = Axes {
            years: vec![YEAR],
            regions: regions.to_vec(),
            industries: vec![IndustryId::TOTAL.into()],
            source: SOURCE.into(),
        };
        let values = table.whole(name)?;
        let cells = rows.iter().zip(values).map(|(&region, value)| {
            ([0, region, 0], Cell::disclosed(value as f64 / per).unwrap_or(Cell::MISSING))
        });
        if let Some(&odd) = rows.iter().find(|&&row| row >= regions.len()) {
            return Err(beyond("regions", odd));
        }
        Panel::new(axes, Cell::MISSING, cells)
    };
    Ok(Base {
        employment: panel("employment_months", 12.0)?,
        establishments: panel("establishments_quarters", 4.0)?,
        pay: panel("wages_usd", 1.0)?,
    })
}

/// The panels while they are filled.
struct Panels {
    size: [usize; 2],
    /// Which cells have a row.
    rows: Vec<bool>,
    employment: PanelBuilder,
    establishments: PanelBuilder,
    pay: PanelBuilder,
    lowest: PanelBuilder,
    highest: PanelBuilder,
}

impl Panels {
    fn new(axes: &Axes) -> Result<Self, Error> {
        let panel = |fill: Cell| Panel::filled(axes.clone(), fill);
        let size = [axes.regions.len(), axes.industries.len()];
        Ok(Self {
            size,
            rows: vec![false; size[0] * size[1]],
            employment: panel(Cell::ZERO)?,
            establishments: panel(Cell::ZERO)?,
            pay: panel(Cell::ZERO)?,
            lowest: panel(Cell::MISSING)?,
            highest: panel(Cell::MISSING)?,
        })
    }

    fn places(&self, table: &Table) -> Result<Vec<[usize; 3]>, Error> {
        let (regions, industries) = (table.positions("region")?, table.positions("industry")?);
        let pairs = regions.into_iter().zip(industries);
        pairs
            .map(|(region, industry)| match self.size {
                [regions, _] if region >= regions => Err(beyond("regions", region)),
                [_, industries] if industry >= industries => Err(beyond("industries", industry)),
                _ => Ok([0, region, industry]),
            })
            .collect()
    }

    fn employment(&mut self, table: &Table) -> Result<(), Error> {
        let figures = Figures::of(table, EMPLOYMENT, 12.0)?;
        let statuses = table.whole("status")?;
        for (row, at) in self.places(table)?.into_iter().enumerate() {
            self.employment.set(at, figures.cell(row, statuses[row])?)?;
        }
        Ok(())
    }

    fn pay(&mut self, table: &Table) -> Result<(), Error> {
        let figures = Figures::of(table, PAY, 1.0)?;
        let statuses = table.whole("status")?;
        for (row, at) in self.places(table)?.into_iter().enumerate() {
            self.pay.set(at, figures.cell(row, statuses[row])?)?;
        }
        Ok(())
    }

    fn counts(&mut self, table: &Table) -> Result<(), Error> {
        let places = self.places(table)?;
        let quarters = table.whole("establishments_quarters")?;
        let (lowest, highest) = (table.integers("lowest_month")?, table.integers("highest_month")?);
        let whole = |value: i64, per: f64| Cell::disclosed(value as f64 / per);
        for (row, at) in places.into_iter().enumerate() {
            let establishments = whole(quarters[row], 4.0).unwrap_or(Cell::MISSING);
            self.establishments.set(at, establishments)?;
            self.rows[at[1] * self.size[1] + at[2]] = true;
            if let Some(cell) = lowest[row].and_then(|value| whole(value, 1.0)) {
                self.lowest.set(at, cell)?;
            }
            if let Some(cell) = highest[row].and_then(|value| whole(value, 1.0)) {
                self.highest.set(at, cell)?;
            }
        }
        Ok(())
    }

    /// What an absent row means: a true zero where the region is in the table, missing where it is not;
    /// its months are zero in the industries whose months are published. The nation's rows come from
    /// another table: absent there means missing.
    fn absent(&mut self, base: &Panel, has_months: &[i64]) -> Result<(), Error> {
        let nation = base.region(RegionId::NATION);
        for region in 0..self.size[0] {
            let unknown = Some(region) == nation || base.cell([0, region, 0]) == Cell::MISSING;
            for industry in 0..self.size[1] {
                let at = [0, region, industry];
                if self.rows[region * self.size[1] + industry] {
                    continue;
                }
                if unknown {
                    self.employment.set(at, Cell::MISSING)?;
                    self.establishments.set(at, Cell::MISSING)?;
                    self.pay.set(at, Cell::MISSING)?;
                } else if has_months.get(industry) == Some(&1) {
                    self.lowest.set(at, Cell::ZERO)?;
                    self.highest.set(at, Cell::ZERO)?;
                }
            }
        }
        Ok(())
    }

    fn finish(self, base: Base) -> Structure {
        Structure {
            employment: self.employment.finish(),
            establishments: self.establishments.finish(),
            pay: self.pay.finish(),
            base,
            lowest_month: self.lowest.finish(),
            highest_month: self.highest.finish(),
        }
    }
}
