//! Published and hidden cells of one table, and what the totals of a place say about the hidden ones.

use std::collections::BTreeMap;
use std::ops::Range;

use agglo::Error;
use agglo::base::classification::Classification;
use agglo::base::id::IndustryId;
use agglo::panel::tighten::{Contradiction, Sum, tighten};
use agglo_data::table::Table;

/// Nothing is known.
pub(super) const HIDDEN: [f64; 2] = [0.0, f64::INFINITY];
/// Jobs of a large state (more than 2^20) are carried in 24 bits: their twelvefold is off by at most this.
const SLACK: f64 = 3.0;
/// From here on.
const INEXACT: f64 = 12_582_912.0;

/// Which of the two figures that can be hidden.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Figure {
    Months,
    Wages,
}

/// The columns of a query's answer, one row per place and industry, sorted by both.
pub(super) struct Cells<'a> {
    pub(super) regions: Vec<&'a str>,
    pub(super) codes: Vec<&'a str>,
    pub(super) levels: Vec<i64>,
    pub(super) quarters: Vec<i64>,
    pub(super) months: &'a [Option<i64>],
    known_months: &'a [Option<i64>],
    pub(super) wages: &'a [Option<i64>],
    pub(super) lowest: &'a [Option<i64>],
    pub(super) highest: &'a [Option<i64>],
}

impl<'a> Cells<'a> {
    pub(super) fn read(table: &'a Table) -> Result<Self, Error> {
        Ok(Self {
            regions: table.texts("region")?,
            codes: table.texts("industry")?,
            levels: table.whole("level")?,
            quarters: table.whole("establishments_quarters")?,
            months: table.integers("employment_months")?,
            known_months: table.integers("known_months")?,
            wages: table.integers("wages_usd")?,
            lowest: table.integers("lowest_month")?,
            highest: table.integers("highest_month")?,
        })
    }

    /// What is known of a figure before any total is looked at.
    fn bounds(&self, row: usize, figure: Figure) -> [f64; 2] {
        let (published, known) = match figure {
            Figure::Months => (self.months[row], self.known_months[row]),
            Figure::Wages => (self.wages[row], None),
        };
        match (published.map(|value| value as f64), known) {
            (Some(value), _) if figure == Figure::Months && value > INEXACT => {
                [value - SLACK, value + SLACK]
            }
            (Some(value), _) => [value, value],
            (None, Some(part)) => [part as f64, f64::INFINITY],
            (None, None) => HIDDEN,
        }
    }
}

/// One place: its rows, and where each stands in the tree of industries.
pub(super) struct Place<'a> {
    name: &'a str,
    range: Range<usize>,
    pub(super) codes: &'a [&'a str],
    /// Positions of the printed industries below each row.
    pub(super) children: Vec<Vec<usize>>,
    /// Position of the private total.
    pub(super) total: Option<usize>,
}

impl<'a> Place<'a> {
    pub(super) fn new(
        name: &'a str,
        range: Range<usize>,
        codes: &'a [&'a str],
        tree: &Classification,
    ) -> Self {
        let at: BTreeMap<&str, usize> = codes.iter().copied().zip(0..).collect();
        let mut children = vec![Vec::new(); codes.len()];
        for (child, code) in codes.iter().enumerate() {
            if let Some(&parent) = above(tree, code).and_then(|parent| at.get(parent)) {
                children[parent].push(child);
            }
        }
        Self { name, range, codes, children, total: at.get(IndustryId::TOTAL).copied() }
    }

    /// Bounds of the place's rows, in their order.
    ///
    /// All owners = each government + private; the private total = its sectors; each industry is the sum
    /// of the printed level below it. `owners` are the bounds of all owners and then of each government,
    /// or nothing where they are not at hand.
    pub(super) fn tighten(
        &self,
        cells: &Cells<'_>,
        figure: Figure,
        owners: &[[f64; 2]],
    ) -> (Vec<[f64; 2]>, Vec<Contradiction>) {
        let start = self.range.clone().map(|row| cells.bounds(row, figure)).collect();
        self.narrow(start, owners)
    }

    /// As [`Place::tighten`], from bounds that are known already.
    pub(super) fn narrow(
        &self,
        mut bounds: Vec<[f64; 2]>,
        owners: &[[f64; 2]],
    ) -> (Vec<[f64; 2]>, Vec<Contradiction>) {
        let count = bounds.len();
        let mut sums: Vec<Sum> = (0..count)
            .filter(|&whole| !self.children[whole].is_empty())
            .map(|whole| Sum {
                name: format!("{}: industry {} = its parts", self.name, self.codes[whole]),
                whole,
                parts: self.children[whole].clone(),
            })
            .collect();
        if let (Some(private), false) = (self.total, owners.is_empty()) {
            bounds.extend(owners);
            let parts = (count + 1..bounds.len()).chain([private]).collect();
            sums.push(Sum {
                name: format!("{}: all owners = each owner", self.name),
                whole: count,
                parts,
            });
        }
        let contradictions = tighten(&mut bounds, &sums);
        bounds.truncate(count);
        (bounds, contradictions)
    }
}

/// The nearest node above an industry that tables print: five digits are not among them.
fn above<'a>(tree: &'a Classification, code: &str) -> Option<&'a str> {
    let parent = tree.get(code)?.parent.as_ref()?;
    let node = tree.get(parent.as_str())?;
    if node.level == 5 { node.parent.as_ref() } else { Some(parent) }.map(IndustryId::as_str)
}

/// All industries of each county by owner: all owners first, then the governments.
pub(super) struct Owners {
    rows: BTreeMap<String, Vec<Owner>>,
}

/// One owner's industries in a county, all together.
pub(super) struct Owner {
    code: String,
    pub(super) quarters: i64,
    pub(super) months: Option<i64>,
    pub(super) wages: Option<i64>,
}

impl Owners {
    pub(super) fn read(table: &Table) -> Result<Self, Error> {
        let (regions, codes) = (table.texts("region")?, table.texts("own")?);
        let quarters = table.whole("establishments_quarters")?;
        let (months, wages) = (table.integers("employment_months")?, table.integers("wages_usd")?);
        let mut rows: BTreeMap<String, Vec<Owner>> = BTreeMap::new();
        for row in 0..table.rows() {
            rows.entry(regions[row].to_owned()).or_default().push(Owner {
                code: codes[row].to_owned(),
                quarters: quarters[row],
                months: months[row],
                wages: wages[row],
            });
        }
        Ok(Self { rows })
    }

    /// Bounds of a county's owners, all of them first.
    pub(super) fn bounds(&self, county: &str, figure: Figure) -> Vec<[f64; 2]> {
        let known = |owner: &Owner| {
            let value = match figure {
                Figure::Months => owner.months,
                Figure::Wages => owner.wages,
            };
            value.map_or(HIDDEN, |value| [value as f64, value as f64])
        };
        self.rows.get(county).into_iter().flatten().map(known).collect()
    }

    /// All owners together, by county.
    pub(super) fn all(&self) -> impl Iterator<Item = (&str, &Owner)> {
        self.rows.iter().filter_map(|(county, owners)| {
            Some((county.as_str(), owners.first().filter(|owner| owner.code == "0")?))
        })
    }
}

/// A published figure, or the bounds of a hidden one.
pub(super) struct Value {
    pub(super) point: Option<i64>,
    pub(super) low: Option<i64>,
    pub(super) high: Option<i64>,
}

impl Value {
    /// The published figure, or whole bounds around the hidden one.
    pub(super) fn of(point: Option<i64>, bounds: [f64; 2]) -> Self {
        if point.is_some() {
            return Self { point, low: None, high: None };
        }
        let [low, high] = whole(bounds);
        Self { point, low: Some(low), high: Some(high) }
    }

    /// The middle of an interval, with the interval.
    pub(super) fn estimated([low, high]: [i64; 2]) -> Self {
        Self { point: Some(low.midpoint(high)), low: Some(low), high: Some(high) }
    }
}

/// Bounds of a whole number. Sums of whole numbers that rounding left a hair off are taken back.
#[expect(clippy::cast_possible_truncation, reason = "months and dollars are far below 2^63")]
pub(super) fn whole([low, high]: [f64; 2]) -> [i64; 2] {
    [(low - 1e-3).ceil() as i64, (high + 1e-3).floor() as i64]
}

#[cfg(test)]
mod tests {
    use super::*;
    use agglo_data::starter::naics_2012;
    use agglo_data::table::Column;

    fn answer(rows: &[(&str, i64, Option<i64>)]) -> Table {
        let count = rows.len();
        let none = || Column::Integers(vec![None; count]);
        let months = rows.iter().map(|row| row.2.map(|jobs| jobs * 12)).collect();
        let columns = vec![
            ("region", Column::texts(vec!["12045"; count])),
            ("industry", Column::texts(rows.iter().map(|row| row.0))),
            ("level", Column::whole(rows.iter().map(|row| row.1))),
            ("establishments_quarters", Column::whole(vec![4; count])),
            ("employment_months", Column::Integers(months)),
            ("known_months", none()),
            ("wages_usd", none()),
            ("lowest_month", none()),
            ("highest_month", none()),
        ];
        let owned = columns.into_iter().map(|(name, column)| (name.to_owned(), column)).collect();
        Table::new("test", owned).unwrap()
    }

    #[test]
    fn a_private_total_that_is_hidden_is_bounded_by_all_owners() {
        let table = answer(&[("10", 0, None), ("72", 2, Some(30)), ("81", 2, None)]);
        let cells = Cells::read(&table).unwrap();
        let place = Place::new("test", 0..3, &cells.codes, &naics_2012().unwrap());
        let owners = [[1200.0, 1200.0], [240.0, 240.0], HIDDEN];
        let (bounds, contradictions) = place.tighten(&cells, Figure::Months, &owners);
        assert_eq!(contradictions, []);
        assert_eq!(whole(bounds[0]), [360, 960]);
        assert_eq!(whole(bounds[2]), [0, 600]);
    }

    #[test]
    fn six_digits_hang_below_four_and_three_below_joined_sectors() {
        let tree = naics_2012().unwrap();
        assert_eq!(above(&tree, "721110"), Some("7211"));
        assert_eq!(above(&tree, "331"), Some("31-33"));
        assert_eq!(above(&tree, "31-33"), Some("10"));
        assert_eq!(above(&tree, "10"), None);
    }
}
