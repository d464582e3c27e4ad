//! What a plan is asked for: needs, money, what was recorded, and the choices of the user.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::base::error::Error;
use crate::base::estimate::{Figure, Withheld};
use crate::base::id::{ArchetypeId, ElementId, RegionId};
use crate::base::year::Year;
use crate::plan::need::Need;
use crate::plan::{Gate, Question};

/// Everything that a choice depends on.
#[derive(Clone, Debug)]
pub struct Request {
    /// The region.
    pub region: RegionId,
    /// Every element of the blueprint that is scored, with its level.
    pub needs: Vec<Need>,
    /// The blueprint's own exponent; the additive reading stands beside.
    pub rho: f64,
    /// The money.
    pub budget: Budget,
    /// Establishments of the region, all industries: what a number of firms is a share of.
    pub establishments: Figure,
    /// Applications of a year for a new business.
    pub applications: Figure,
    /// Households of the region, for the comparator.
    pub households: Figure,
    /// Quantities that somebody stated.
    pub quantities: Vec<Quantity>,
    /// Kinds of initiative that the user leaves out.
    pub left_out: Vec<ArchetypeId>,
    /// What was recorded about the hard gates.
    pub records: Records,
    /// What the reading of the region would most like to know, most useful first.
    pub unknowns: Vec<Question>,
    /// Nodes after which a search stops; never a time.
    pub nodes: u64,
}

/// Nodes after which a search stops, if nobody says otherwise.
pub const NODES: u64 = 200_000;

impl Request {
    /// A request of nothing but needs and money: no record, no stated quantity, nothing left out.
    pub fn new(region: RegionId, needs: Vec<Need>, rho: f64, budget: Budget) -> Self {
        let unknown = |what: &str| Figure::Withheld(Withheld::missing(what));
        Self {
            region,
            needs,
            rho,
            budget,
            establishments: unknown("the number of establishments was not given"),
            applications: unknown("the number of business applications was not given"),
            households: unknown("the number of households was not given"),
            quantities: Vec::new(),
            left_out: Vec::new(),
            records: Records::default(),
            unknowns: Vec::new(),
            nodes: NODES,
        }
    }
}

/// Money by year, US cents.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Budget {
    years: Vec<(Year, u64)>,
}

impl Budget {
    /// A total spread evenly over years; odd cents go to the first.
    ///
    /// # Errors
    ///
    /// `E0320` unless the total is above zero, `E0321` unless there are 1 to 50 years.
    pub fn spread(total_cents: i64, first: Year, years: u16) -> Result<Self, Error> {
        let total =
            u64::try_from(total_cents).ok().filter(|&total| total > 0).ok_or_else(|| {
                let usd = total_cents as f64 / 100.0;
                Error::new("E0320", format!("a budget of `{usd:.2}` dollars buys nothing"))
                    .hint("give an amount above zero: --budget 2M")
            })?;
        let count = check_years(usize::from(years), first)?;
        let (each, odd) = (total / count, total % count);
        let amount = |at: u16| (Year(first.0 + at), each + if at == 0 { odd } else { 0 });
        Ok(Self { years: (0..years).map(amount).collect() })
    }

    /// One amount for each year from the first on.
    ///
    /// # Errors
    ///
    /// As [`Budget::spread`].
    pub fn by_year(first: Year, cents: &[u64]) -> Result<Self, Error> {
        check_years(cents.len(), first)?;
        if cents.iter().all(|&cents| cents == 0) {
            return Err(Error::new("E0320", "a budget of `0.00` dollars buys nothing"));
        }
        let years = (first.0..).zip(cents).map(|(year, &cents)| (Year(year), cents)).collect();
        Ok(Self { years })
    }

    /// Years with their amounts, US cents.
    pub fn years(&self) -> &[(Year, u64)] {
        &self.years
    }

    /// All of it, US cents.
    pub fn total(&self) -> u64 {
        self.years.iter().fold(0, |total, (_, cents)| total.saturating_add(*cents))
    }
}

fn check_years(years: usize, first: Year) -> Result<u64, Error> {
    if (1..=50).contains(&years) && usize::from(first.0) + years < usize::from(u16::MAX) {
        Ok(years as u64)
    } else {
        Err(Error::new("E0321", format!("a plan of `{years}` years"))
            .hint("a plan has between 1 and 50 years"))
    }
}

/// A quantity that somebody states an initiative will put there: the only way to open an element of
/// which there is nothing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Quantity {
    /// The kind of initiative.
    pub initiative: ArchetypeId,
    /// The element that it opens.
    pub element: ElementId,
    /// How many.
    pub units: f64,
    /// Of what: `rooms`, `establishments`, `kilometres`.
    pub of: String,
    /// How many of them make level 1 in this region.
    pub benchmark: f64,
    /// Who says so: a quote, a source; empty means assumed.
    pub source: String,
}

impl Quantity {
    /// Rise of the element's level if all of it comes about.
    ///
    /// # Errors
    ///
    /// `E0322` unless units and benchmark are above zero.
    pub fn rise(&self) -> Result<f64, Error> {
        let positive = |value: f64| value.is_finite() && value > 0.0;
        if positive(self.units) && positive(self.benchmark) {
            Ok((self.units / self.benchmark).min(1.0))
        } else {
            Err(Error::new(
                "E0322",
                format!(
                    "`{}` of `{}` against `{}` is no quantity",
                    self.units, self.of, self.benchmark
                ),
            )
            .at(format!("initiative {}, element {}", self.initiative, self.element)))
        }
    }
}

/// What was recorded about the hard gates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Records {
    /// E1: an idea of the community, shaped within two years, with an owner.
    pub idea: Gate,
    /// P1: a partner that passes all four thresholds.
    pub partner: Gate,
    /// F1: a foundational piece.
    pub piece: Gate,
    /// A1: two areas of engagement.
    pub areas: Gate,
    /// L1: listening before planning.
    pub listening: Gate,
    /// S1: a social and an economic target.
    pub targets: Gate,
    /// X1: every initiative has an end of funding and an owner after it.
    pub ends: Gate,
}

impl Default for Records {
    /// Nothing recorded: duties of the programme fail, what only others know is unknown.
    fn default() -> Self {
        Self {
            idea: Gate::Fail,
            partner: Gate::Fail,
            piece: Gate::Unknown,
            areas: Gate::Fail,
            listening: Gate::Unknown,
            targets: Gate::Fail,
            ends: Gate::Pass,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn law_years_sum_to_the_total() {
        for (total, years) in [(100, 3), (1, 10), (200_000_000, 7)] {
            let budget = Budget::spread(total, Year(2026), years).unwrap();
            assert_eq!(budget.total(), u64::try_from(total).unwrap());
            assert_eq!(budget.years().len(), usize::from(years));
        }
    }

    #[test]
    fn edge_no_money_and_no_years_are_refused() {
        assert_eq!(Budget::spread(0, Year(2026), 3).unwrap_err().code(), "E0320");
        assert_eq!(Budget::spread(-1, Year(2026), 3).unwrap_err().code(), "E0320");
        assert_eq!(Budget::spread(1, Year(2026), 0).unwrap_err().code(), "E0321");
        assert_eq!(Budget::by_year(Year(2026), &[0, 0]).unwrap_err().code(), "E0320");
    }

    #[test]
    fn edge_a_quantity_of_nothing_is_refused() {
        let rooms = Quantity {
            initiative: "a".into(),
            element: "lodging".into(),
            units: 30.0,
            of: "rooms".into(),
            benchmark: 120.0,
            source: String::new(),
        };
        assert!((rooms.rise().unwrap() - 0.25).abs() < 1e-12);
        for bad in [0.0, -1.0, f64::NAN] {
            assert!(Quantity { units: bad, ..rooms.clone() }.rise().is_err());
            assert!(Quantity { benchmark: bad, ..rooms.clone() }.rise().is_err());
        }
    }
}
