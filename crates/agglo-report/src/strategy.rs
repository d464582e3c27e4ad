//! The strategy of a region as values: what every form of it (page, paper, text, JSON) is made from.

use std::sync::LazyLock;

use agglo::base::id::RegionId;
use agglo::base::region::{Outline, Region};
use agglo::base::terms::{Part, Terms};
use agglo::map::Map;
use agglo::map::cluster::Portfolio;
use agglo::map::gap::readable::Readable;
use agglo::map::gap::reading::Reading;
use agglo::plan::Plan;
use agglo::simulate::Forecast;
use schemars::JsonSchema;
use serde::Serialize;

use crate::source::Source;

/// Everything that is known of a region, for one answer.
///
/// A part that was not computed is `None`; its section then says that it is not yet known.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Strategy<'a> {
    /// Its country's words, money and what its tables count; none for the counties of the starter pack.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<&'a Terms>,
    /// The region.
    pub region: &'a Region,
    /// Seed of every random number.
    pub seed: u64,
    /// Its economy and its people, what stands out, who resembles it.
    pub map: Option<&'a Map>,
    /// Its traded clusters.
    pub clusters: Option<&'a Portfolio>,
    /// The region read against blueprints, the main one first.
    pub readings: &'a [Reading],
    /// Why the region is read against each of these blueprints, one sentence each.
    pub read_because: &'a [String],
    /// Which elements of the shipped blueprints the country's tables can tell, where none could be read.
    #[serde(skip_serializing_if = "<[Readable]>::is_empty")]
    pub readable: &'a [Readable],
    /// What to do first under the budget.
    pub plan: Option<&'a Plan>,
    /// What may come, with the plan and without.
    pub forecast: Option<&'a Forecast>,
    /// Every dataset that a number rests on.
    pub sources: &'a [Source],
    /// What this build left out and how to get it, one sentence each.
    pub left_out: Vec<String>,
    /// Shapes and names for the drawings; not part of the answer.
    #[serde(skip)]
    pub shapes: Shapes<'a>,
}

/// The terms of the starter pack's counties.
static COUNTIES: LazyLock<Terms> = LazyLock::new(Terms::default);

impl<'a> Strategy<'a> {
    /// The terms that the answer is given in.
    pub fn terms(&self) -> &'a Terms {
        self.country.unwrap_or(&COUNTIES)
    }

    /// Why a part is not given and what would do, in two sentences; none where nothing is said against it.
    pub(crate) fn lack(&self, part: Part) -> Option<String> {
        let lack = self.terms().lack(part)?;
        Some(format!("{} {}", lack.because, lack.needs))
    }

    /// Why a part is not given: by the country's terms, or by what holds for every country of its own description.
    pub(crate) fn without(&self, part: Part, otherwise: &str) -> String {
        self.lack(part).unwrap_or_else(|| otherwise.to_owned())
    }
}

/// Shapes and names of base units, for drawings and sentences.
#[derive(Clone, Copy, Debug, Default)]
pub struct Shapes<'a> {
    /// Outlines of all base units of one projected map.
    pub outlines: &'a [Outline],
    /// Outlines of the states or countries around them, on the same map; may be empty.
    pub borders: &'a [Outline],
    /// All base units.
    pub regions: &'a [Region],
}

impl Shapes<'_> {
    /// The title of a base unit, or its code where nothing is known of it.
    pub fn name(&self, id: &RegionId) -> String {
        let known = self.regions.iter().find(|region| region.id == *id);
        known.map_or_else(|| id.as_str().to_owned(), Region::title)
    }
}
