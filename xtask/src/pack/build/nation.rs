//! The nation's private industries: intervals that published quotients leave, narrowed by its states.

use std::collections::BTreeMap;

use agglo::Error;
use agglo::base::classification::Classification;
use agglo::base::id::RegionId;
use agglo::panel::tighten::Contradiction;
use agglo_data::table::Table;

use super::cells::{Cells, Figure, HIDDEN, Place};
use super::runs;

/// What is known of each printed industry of the nation.
pub(super) struct Printed {
    pub(super) rows: BTreeMap<String, Row>,
}

/// Establishments of four quarters; jobs of twelve months and dollars as intervals.
pub(super) struct Row {
    pub(super) quarters: i64,
    pub(super) months: [i64; 2],
    pub(super) wages: [i64; 2],
}

impl Printed {
    pub(super) fn read(table: &Table) -> Result<Self, Error> {
        let column = |name: &str| table.whole(name);
        let quarters = column("establishments_quarters")?;
        let (low, high) = (column("employment_months_low")?, column("employment_months_high")?);
        let (wages_low, wages_high) = (column("wages_usd_low")?, column("wages_usd_high")?);
        let codes = table.texts("industry")?.into_iter().enumerate();
        let rows = codes.map(|(at, code)| {
            let row = Row {
                quarters: quarters[at],
                months: [low[at], high[at]],
                wages: [wages_low[at], wages_high[at]],
            };
            (code.to_owned(), row)
        });
        Ok(Self { rows: rows.collect() })
    }

    fn bounds(&self, code: &str, figure: Figure) -> [f64; 2] {
        let Some(row) = self.rows.get(code) else { return HIDDEN };
        let [low, high] = match figure {
            Figure::Months => row.months,
            Figure::Wages => row.wages,
        };
        [low as f64, high as f64]
    }
}

/// All industries of the nation down to six digits.
pub(super) struct Nation {
    pub(super) codes: Vec<String>,
    pub(super) quarters: Vec<i64>,
    pub(super) months: Vec<[f64; 2]>,
    pub(super) wages: Vec<[f64; 2]>,
    pub(super) contradictions: Vec<Contradiction>,
}

impl Nation {
    /// Adds up the areas of the nation, each narrowed by its own totals, and narrows the sums by what is
    /// printed for the nation.
    pub(super) fn of(cells: &Cells<'_>, printed: &Printed, tree: &Classification) -> Self {
        let mut sums: BTreeMap<&str, (i64, [f64; 2], [f64; 2])> = BTreeMap::new();
        let mut contradictions = Vec::new();
        for (area, range) in runs(&cells.regions) {
            let place = Place::new(area, range.clone(), &cells.codes[range.clone()], tree);
            let [months, wages] = [Figure::Months, Figure::Wages].map(|figure| {
                let (bounds, found) = place.tighten(cells, figure, &[]);
                contradictions.extend(found);
                bounds
            });
            for (at, row) in range.enumerate() {
                let sum = sums.entry(cells.codes[row]).or_insert((0, [0.0; 2], [0.0; 2]));
                sum.0 += cells.quarters[row];
                sum.1 = [sum.1[0] + months[at][0], sum.1[1] + months[at][1]];
                sum.2 = [sum.2[0] + wages[at][0], sum.2[1] + wages[at][1]];
            }
        }
        let codes: Vec<&str> = sums.keys().copied().collect();
        let place = Place::new(RegionId::NATION, 0..codes.len(), &codes, tree);
        let [months, wages] = [Figure::Months, Figure::Wages].map(|figure| {
            let start = sums.iter().map(|(code, sum)| {
                let areas = if figure == Figure::Months { sum.1 } else { sum.2 };
                meet(areas, printed.bounds(code, figure))
            });
            let (bounds, found) = place.narrow(start.collect(), &[]);
            contradictions.extend(found);
            bounds
        });
        Self {
            quarters: sums.values().map(|sum| sum.0).collect(),
            codes: codes.into_iter().map(str::to_owned).collect(),
            months,
            wages,
            contradictions,
        }
    }
}

/// What two intervals of one figure have in common; the first where they have nothing.
fn meet(one: [f64; 2], other: [f64; 2]) -> [f64; 2] {
    let both = [one[0].max(other[0]), one[1].min(other[1])];
    if both[0] <= both[1] { both } else { one }
}
