//! What a full plan is asked for.

use jiff::civil::Date;

use crate::base::catalogue::Catalogue;
use crate::base::survival::Benchmark;
use crate::map::gap::reading::Reading;
use crate::plan::full::Locus;
use crate::plan::instance::said::Said;
use crate::plan::prior::Priors;
use crate::plan::programme::Risk;
use crate::plan::request::Request;

/// Everything that a full plan depends on.
#[derive(Clone, Debug)]
pub struct FullRequest<'a> {
    /// Where it is for.
    pub locus: Locus,
    /// The day from which it counts.
    pub as_of: Date,
    /// The region read against a blueprint.
    pub reading: &'a Reading,
    /// Needs, money by year, households; what of the catalogue is left out.
    pub base: Request,
    /// Kinds of initiative.
    pub catalogue: &'a Catalogue,
    /// What is known of them.
    pub priors: &'a Priors<'a>,
    /// Published survival of establishments, by sector; none where nobody publishes it.
    pub survival: &'a [Benchmark],
    /// What the programme recorded; none outside one.
    pub said: Option<Said>,
    /// Currency of all amounts.
    pub currency: String,
    /// Whether what is not spent may be spent later.
    pub carry_over: bool,
    /// Funds that end, with their names.
    pub funds: Vec<(Date, String)>,
    /// The rules of the choice.
    pub rules: FullRules,
}

/// The rules of a choice.
#[derive(Clone, Debug, PartialEq)]
pub struct FullRules {
    /// Exponent to choose under, where not the blueprint's own.
    pub rho: Option<f64>,
    /// Days of staff of each year.
    pub staff_days: Option<f64>,
    /// Least share of the benefit to underserved places.
    pub phi: Option<f64>,
    /// Floor under the bad scenarios.
    pub risk: Option<Risk>,
    /// Initiatives, or kinds of the catalogue, that must be started.
    pub forced_in: Vec<String>,
    /// And those that must not be.
    pub forced_out: Vec<String>,
    /// Nodes after which a search stops; never a time.
    pub nodes: u64,
    /// Seed of the scenarios.
    pub seed: u64,
    /// Whether the frontier is asked for.
    pub frontier: bool,
}

impl Default for FullRules {
    fn default() -> Self {
        Self {
            rho: None,
            staff_days: None,
            phi: None,
            risk: None,
            forced_in: Vec::new(),
            forced_out: Vec::new(),
            nodes: NODES,
            seed: 1,
            frontier: false,
        }
    }
}

/// Nodes after which the choice stops, if nobody says otherwise.
pub const NODES: u64 = 200_000;

impl FullRequest<'_> {
    /// The exponent that is chosen under.
    pub(crate) fn rho(&self) -> f64 {
        self.rules.rho.unwrap_or(self.base.rho)
    }

    /// Money of each year.
    pub(crate) fn budget(&self) -> Vec<f64> {
        self.base.budget.years().iter().map(|(_, cents)| *cents as f64 / 100.0).collect()
    }

    /// The calendar year of a year of the plan.
    pub(crate) fn year(&self, at: usize) -> crate::base::year::Year {
        let years = self.base.budget.years();
        let first = years.first().map_or(0, |(year, _)| year.0);
        crate::base::year::Year(first.saturating_add(u16::try_from(at).unwrap_or(u16::MAX)))
    }
}
