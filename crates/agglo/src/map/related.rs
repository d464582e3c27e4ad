//! Related industries: what stands where an industry stands, and how much of it a region has.
//!
//! Presence is a location quotient of establishments of at least 1; proximity is
//! `sum_r M_ri M_rj / max(k_i, k_j)` over base units, an industry being close only to others.

use agglo_stats::matrix::Matrix;
use schemars::JsonSchema;
use serde::Serialize;

use crate::base::classification::{Classification, Industry};
use crate::base::error::Error;
use crate::base::estimate::{Caveat, Estimate, Figure, Provenance, Withheld};
use crate::base::id::{IndustryId, RegionId, SourceId};
use crate::base::region::Region;
use crate::base::year::Year;
use crate::map::place::Place;
use crate::map::presence::Presence;
use crate::map::relatedness::{Density, Diagonal, Form, density, proximity};
use crate::map::specialization::lines::counts;
use crate::map::specialization::{Counts, location_quotient};
use crate::map::variable::Variable;
use crate::panel::{Cell, Structure};

/// A quotient of establishments from which an industry counts as present.
const PRESENT: f64 = 1.0;

/// The industries that are most related to one.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Related {
    /// The industry asked about.
    pub industry: IndustryId,
    /// Its title.
    pub title: String,
    /// Its level, and that of all compared: 2 sector, 3 or 4 digits.
    pub level: u8,
    /// Base units where it is present.
    pub present_in: u32,
    /// Base units compared.
    pub base_units: usize,
    /// Industries compared, itself included.
    pub industries: usize,
    /// The year of the table.
    pub year: Option<Year>,
    /// Dataset.
    pub source: SourceId,
    /// How the industry itself stands in the region, where one was asked about.
    pub region: Option<Standing>,
    /// The most related, closest first; ties by code.
    pub related: Vec<RelatedLine>,
    /// What a reader must know before using it.
    pub caveats: Vec<Caveat>,
}

/// An industry beside the one asked about.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct RelatedLine {
    /// Code.
    pub industry: IndustryId,
    /// Title.
    pub title: String,
    /// The smaller of the two shares of one industry's base units that have the other, 0 to 1.
    pub proximity: f64,
    /// Base units where both are present.
    pub together: u32,
    /// As many as there would be if both were spread by chance.
    pub together_by_chance: f64,
    /// Base units where it is present.
    pub present_in: u32,
    /// How it stands in the region, where one was asked about.
    pub region: Option<Standing>,
}

/// How an industry stands in a region.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Standing {
    /// The region's code.
    pub region: RegionId,
    /// The region's title.
    pub title: String,
    /// Whether its quotient of establishments is at least 1.
    pub is_present: bool,
    /// Location quotient of establishments; base: all owners.
    pub location_quotient: Figure,
    /// Share of what usually stands beside the industry that is present here, 0 to 1.
    pub density: Figure,
}

/// The `top` industries that are closest to one, at its level.
///
/// # Errors
///
/// `E0104` where the table does not hold the industry, or where it is no sector, subsector or group.
///
/// # How to read it
///
/// A habit of places, for whatever reason: links, skills, a port, or simply a small town that has both. An
/// industry found everywhere is close to many: read the count beside what chance would give.
///
/// # Source
///
/// Hidalgo, Klinger, Barabási and Hausmann 2007, Science 317(5837).
pub fn related(
    structure: &Structure,
    classification: &Classification,
    regions: &[Region],
    industry: &str,
    region: Option<&Region>,
    top: usize,
) -> Result<Related, Error> {
    let (field, own) = Field::around(structure, classification, regions, industry)?;
    let ubiquity = field.presence.ubiquity();
    let here = region.map(|region| Here::new(&field, region)).transpose()?;
    let standing = |at: usize| here.as_ref().map(|here| here.standing(at));
    let mut order: Vec<usize> = (0..field.industries.len()).filter(|&at| at != own).collect();
    let close = field.proximity.row(own);
    order.sort_by(|&a, &b| close[b].total_cmp(&close[a]).then(a.cmp(&b)));
    let line = |&at: &usize| RelatedLine {
        industry: field.industries[at].id.clone(),
        title: field.industries[at].title.clone(),
        proximity: close[at],
        together: field.presence.shared(own, at),
        together_by_chance: f64::from(ubiquity[own]) * f64::from(ubiquity[at])
            / regions.len().max(1) as f64,
        present_in: ubiquity[at],
        region: standing(at),
    };
    let axes = structure.establishments.axes();
    Ok(Related {
        industry: field.industries[own].id.clone(),
        title: field.industries[own].title.clone(),
        level: field.industries[own].level,
        present_in: ubiquity[own],
        base_units: regions.len(),
        industries: field.industries.len(),
        year: axes.years.first().copied(),
        source: axes.source.clone(),
        region: standing(own),
        related: order.iter().take(top).map(line).collect(),
        caveats: caveats(),
    })
}

/// Industries of one level over all base units.
pub(super) struct Field<'a> {
    structure: &'a Structure,
    pub(super) industries: Vec<&'a Industry>,
    pub(super) presence: Presence,
    pub(super) proximity: Matrix,
}

impl<'a> Field<'a> {
    /// The level of an industry, and its place there.
    fn around(
        structure: &'a Structure,
        classification: &'a Classification,
        regions: &[Region],
        industry: &str,
    ) -> Result<(Self, usize), Error> {
        let panel = &structure.establishments;
        let asked = classification.get(industry).filter(|_| panel.industry(industry).is_some());
        let asked = asked.filter(|asked| (2..=4).contains(&asked.level)).ok_or_else(|| {
            Error::new("E0104", format!("industry `{industry}` is not in the table"))
                .at(panel.axes().source.as_str())
                .hint("the table holds sectors (72, 31-33), subsectors (721) and groups (7211)")
        })?;
        let field = Self::of_level(structure, classification, regions, asked.level)?;
        let own = field.industries.iter().position(|other| other.id == asked.id);
        Ok((field, own.unwrap_or_default()))
    }

    /// All industries of a level that the table holds.
    ///
    /// # Errors
    ///
    /// `E0104` where there is none.
    pub(super) fn of_level(
        structure: &'a Structure,
        classification: &'a Classification,
        regions: &[Region],
        level: u8,
    ) -> Result<Self, Error> {
        let axes = structure.establishments.axes();
        let industries: Vec<&Industry> = axes
            .industries
            .iter()
            .filter_map(|id| classification.get(id.as_str()))
            .filter(|industry| industry.level == level)
            .collect();
        if industries.is_empty() {
            return Err(Error::new("E0104", format!("there is no industry of level {level}"))
                .at(axes.source.as_str()));
        }
        let presence = presence(structure, &industries, regions);
        let numbers = |error: agglo_stats::Error| Error::new("E0301", error.to_string());
        let proximity = proximity(&presence, Form::Larger, Diagonal::Zero).map_err(numbers)?;
        Ok(Self { structure, industries, presence, proximity })
    }

    /// Counts of a region by industry.
    fn counts_in(&self, region: &Region) -> Vec<Counts> {
        let of = |industry: &&Industry| {
            let id = industry.id.as_str();
            counts(self.structure, Variable::Establishments, id, Place::new(region))
        };
        self.industries.iter().map(of).collect()
    }

    /// Whether a region has each industry.
    pub(super) fn presence_in(&self, region: &Region) -> Vec<bool> {
        self.counts_in(region).iter().map(is_present).collect()
    }
}

/// Presence in every base unit, read by position: a table of a country has a million cells.
fn presence(structure: &Structure, industries: &[&Industry], regions: &[Region]) -> Presence {
    let (panel, base) = (&structure.establishments, &structure.base.establishments);
    let nation = RegionId::from(RegionId::NATION);
    let total = base.industry(IndustryId::TOTAL);
    let reference = Place::unit(&nation).cell(base, 0, IndustryId::TOTAL);
    let columns: Vec<(Option<usize>, Cell)> = industries
        .iter()
        .map(|industry| {
            let id = industry.id.as_str();
            (panel.industry(id), Place::unit(&nation).cell(panel, 0, id))
        })
        .collect();
    let rows: Vec<(Option<usize>, Cell)> = regions
        .iter()
        .map(|region| {
            let id = region.id.as_str();
            let all = base.region(id).zip(total).map(|(row, all)| base.cell([0, row, all]));
            (panel.region(id), all.unwrap_or(Cell::MISSING))
        })
        .collect();
    Presence::from_fn(rows.len(), columns.len(), |row, column| {
        let ((row, region), (column, industry)) = (rows[row], columns[column]);
        row.zip(column).is_some_and(|(row, column)| {
            let x = panel.cell([0, row, column]);
            is_present(&Counts { x, region, industry, reference })
        })
    })
}

/// Whether the quotient reaches 1, multiplied out: a quotient of exactly 1 stays 1.
fn is_present(counts: &Counts) -> bool {
    let point = |cell: Cell| cell.point().ok().filter(|count| *count > 0.0);
    let (x, region) = (point(counts.x), point(counts.region));
    let (industry, reference) = (point(counts.industry), point(counts.reference));
    let sides = x.zip(reference).zip(region.zip(industry));
    sides.is_some_and(|((x, reference), (region, industry))| {
        x * reference >= PRESENT * region * industry
    })
}

/// One region among the industries of a field.
struct Here<'a> {
    region: &'a Region,
    source: SourceId,
    counts: Vec<Counts>,
    density: Density,
}

impl<'a> Here<'a> {
    fn new(field: &Field<'_>, region: &'a Region) -> Result<Self, Error> {
        let counts = field.counts_in(region);
        let presence = Presence::from_fn(1, counts.len(), |_, at| is_present(&counts[at]));
        let density = density(&presence, &field.proximity)?;
        let source = field.structure.establishments.axes().source.clone();
        Ok(Self { region, source, counts, density })
    }

    fn standing(&self, at: usize) -> Standing {
        let provenance = Provenance::new("relatedness_density/1", [self.source.clone()]);
        let nothing = || Withheld::undefined("nothing else stands where it stands");
        let density = self.density.at(0, at).ok_or_else(nothing);
        let quotient = location_quotient(&self.counts[at]);
        Standing {
            region: self.region.id.clone(),
            title: self.region.title(),
            is_present: is_present(&self.counts[at]),
            location_quotient: quotient
                .map(|estimate| estimate.from_sources([self.source.clone()]))
                .into(),
            density: density.and_then(|value| Estimate::exact(value, provenance)).into(),
        }
    }
}

fn caveats() -> Vec<Caveat> {
    vec![
        Caveat::new(
            "co-location-only",
            "Standing in the same places says nothing of trade or shared skills; no table of links between \
             industries is in the pack.",
        ),
        Caveat::new(
            "presence-of-establishments",
            "Presence counts establishments, not jobs: in a small place one shop can make it.",
        ),
    ]
}
