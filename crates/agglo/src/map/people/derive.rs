//! Facts about people that follow from yearly figures: residents, income, unemployment over 24 months.

use crate::base::error::Error;
use crate::base::id::RegionId;
use crate::base::year::Year;
use crate::panel::{Cell, Fact, Facts, Panel, Pooling, Status};

/// Residents, mid-year.
const POPULATION: &str = "population";
/// Dollars of the year for each resident.
const INCOME: &str = "income_per_head_usd";
const LABOUR_FORCE: &str = "labour_force";
const UNEMPLOYED: &str = "unemployed";

/// The facts with those that follow from yearly figures added.
///
/// `yearly` has the measures `population`, `income_per_head_usd`, `labour_force` and `unemployed` as its
/// industry axis. Added are, for the last year: `population`, `income_per_head_usd`,
/// `population_change_percent` since the first year at hand that is a decade or less back,
/// `unemployment_24_months_percent` (unemployed of the last two years over their labour force), and the
/// denominators by which they pool over members.
///
/// # Errors
///
/// `E0203` where the panel lacks a measure or has fewer than two years.
pub fn with_yearly(facts: Facts, yearly: &Panel) -> Result<Facts, Error> {
    let reader = Reader::new(yearly)?;
    let columns = [
        (POPULATION, "persons", "people", "none", Pooling::Sum),
        (INCOME, "USD", "people", "more", Pooling::Weighted(POPULATION.to_owned())),
        (BEFORE, "persons", "context", "none", Pooling::Sum),
        (CHANGE, "percent", "people", "none", Pooling::Weighted(BEFORE.to_owned())),
        (FORCE_24, "persons", "context", "none", Pooling::Sum),
        (RATE_24, "percent", "people", "less", Pooling::Weighted(FORCE_24.to_owned())),
    ];
    let definitions = columns.iter().map(|(name, unit, role, better, pooling)| Fact {
        name: (*name).to_owned(),
        definition: reader.definition(name),
        unit: (*unit).to_owned(),
        role: (*role).to_owned(),
        year: Some(reader.last),
        better: (*better).to_owned(),
        pooling: pooling.clone(),
        source: yearly.axes().source.clone(),
    });
    let regions = yearly.axes().regions.iter().enumerate();
    let cells = regions.flat_map(|(at, region)| reader.row(at, region));
    Ok(facts.joined(Facts::new(definitions, cells)?))
}

const BEFORE: &str = "population_before";
const CHANGE: &str = "population_change_percent";
const FORCE_24: &str = "labour_force_24_months";
const RATE_24: &str = "unemployment_24_months_percent";

struct Reader<'a> {
    panel: &'a Panel,
    last: Year,
    before: usize,
    measures: [usize; 4],
}

impl<'a> Reader<'a> {
    fn new(panel: &'a Panel) -> Result<Self, Error> {
        let axes = panel.axes();
        let fault = |what: String| Error::new("E0203", what).at(axes.source.as_str());
        let measure = |name: &str| {
            panel.industry(name).ok_or_else(|| fault(format!("the table has no measure `{name}`")))
        };
        let measures =
            [measure(POPULATION)?, measure(INCOME)?, measure(LABOUR_FORCE)?, measure(UNEMPLOYED)?];
        let last = *axes.years.last().ok_or_else(|| fault("the table has no years".to_owned()))?;
        if axes.years.len() < 2 {
            return Err(fault("two years are needed for a rate over 24 months".to_owned()));
        }
        let before = axes.years.iter().position(|year| year.0 + 10 >= last.0).unwrap_or_default();
        Ok(Self { panel, last, before, measures })
    }

    fn definition(&self, name: &str) -> String {
        let (last, first) = (self.last, self.panel.axes().years[self.before]);
        let previous = Year(last.0.saturating_sub(1));
        match name {
            POPULATION => format!("Residents in the middle of {last}."),
            INCOME => {
                format!("Income of {last} for each resident, from every source, before taxes.")
            }
            BEFORE => format!("Residents in the middle of {first}."),
            CHANGE => format!("Change of residents from {first} to {last}."),
            FORCE_24 => format!("Labour force of {previous} and {last}, added."),
            _ => {
                format!("Unemployed of {previous} and {last} over the labour force of both years.")
            }
        }
    }

    fn row(&self, at: usize, region: &RegionId) -> Vec<(String, RegionId, Cell)> {
        let last = self.panel.axes().years.len() - 1;
        let [population, income, force, unemployed] = self.measures;
        let cell = |year: usize, measure: usize| self.panel.cell([year, at, measure]);
        let both = |measure: usize| Cell::sum([cell(last - 1, measure), cell(last, measure)]);
        let (now, before) = (cell(last, population), cell(self.before, population));
        let cells = [
            (POPULATION, now),
            (INCOME, cell(last, income)),
            (BEFORE, before),
            (CHANGE, change_percent(before, now)),
            (FORCE_24, both(force)),
            (RATE_24, percent(both(unemployed), both(force))),
        ];
        cells.map(|(name, cell)| (name.to_owned(), region.clone(), cell)).to_vec()
    }
}

/// 100 times a part over its whole; missing unless both are published.
fn percent(part: Cell, whole: Cell) -> Cell {
    let published = |cell: Cell| matches!(cell.status(), Status::Disclosed | Status::Zero);
    let points = part.point().ok().zip(whole.point().ok());
    points
        .filter(|&(_, whole_value)| published(part) && published(whole) && whole_value > 0.0)
        .and_then(|(part, whole)| Cell::disclosed(100.0 * part / whole))
        .unwrap_or(Cell::MISSING)
}

/// Percent by which a count grew; missing unless both ends are published.
fn change_percent(before: Cell, now: Cell) -> Cell {
    let grown = percent(now, before).point().ok();
    grown.and_then(|percent| Cell::disclosed(percent - 100.0)).unwrap_or(Cell::MISSING)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::panel::Axes;

    fn panel(years: &[u16]) -> Panel {
        let axes = Axes {
            years: years.iter().copied().map(Year).collect(),
            regions: vec!["a".into(), "b".into()],
            industries: [INCOME, LABOUR_FORCE, POPULATION, UNEMPLOYED].map(Into::into).to_vec(),
            source: "test".into(),
        };
        let value = |year: usize, region: usize, measure: usize| match (region, measure) {
            (0, 0) => 30_000.0,
            (0, 1) => [100.0, 300.0][year.min(1)],
            (0, 2) => [1000.0, 1100.0][year.min(1)],
            (0, _) => [10.0, 20.0][year.min(1)],
            (_, 0) => 50_000.0,
            (_, 1) => 400.0,
            (_, 2) => 500.0,
            _ => 40.0,
        };
        let cells = (0..years.len()).flat_map(|year| {
            (0..2).flat_map(move |region| {
                (0..4).map(move |measure| {
                    (
                        [year, region, measure],
                        Cell::disclosed(value(year, region, measure)).unwrap(),
                    )
                })
            })
        });
        Panel::new(axes, Cell::MISSING, cells).unwrap()
    }

    #[test]
    fn rates_follow_from_sums_of_both_years_and_of_all_members() {
        let facts = with_yearly(Facts::default(), &panel(&[2017, 2018])).unwrap();
        assert_eq!(
            facts.cell(RATE_24, "a").point(),
            Ok(7.5),
            "30 of 400, not the mean of two rates"
        );
        assert_eq!(facts.cell(CHANGE, "a").point(), Ok(110.0 - 100.0));
        let both: [RegionId; 2] = ["a".into(), "b".into()];
        let rate = facts.pooled(RATE_24, &both).point().unwrap();
        assert!((rate - 100.0 * 110.0 / 1200.0).abs() < 1e-12);
        let income = facts.pooled(INCOME, &both).point().unwrap();
        assert!((income - (30_000.0 * 1100.0 + 50_000.0 * 500.0) / 1600.0).abs() < 1e-9);
    }

    #[test]
    fn a_table_of_one_year_is_refused() {
        assert_eq!(with_yearly(Facts::default(), &panel(&[2018])).unwrap_err().code(), "E0203");
    }
}
