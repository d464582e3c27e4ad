//! Jobs by the sectors of a nation's table, from a structure of industries: published ones, and likely ones
//! with their bounds where the publisher hides them.

use serde::{Deserialize, Serialize};

use crate::base::estimate::{Answer, Provenance, Withheld};
use crate::base::id::{IndustryId, RegionId};
use crate::map::cluster::likely;
use crate::map::input_output::SectorJobs;
use crate::map::place::Place;
use crate::map::specialization::{Counts, lines};
use crate::map::variable::Variable;
use crate::panel::Structure;

/// A sector of a nation's table and the industries that it holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NationalSector {
    /// Its code in the table.
    pub sector: String,
    /// Who works in it.
    pub kind: SectorKind,
    /// What it is called.
    pub title: String,
    /// Its industries; none unless it is private.
    pub industries: Vec<IndustryId>,
}

/// Who works in a sector.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SectorKind {
    /// Private employers.
    Private,
    /// Governments, whose jobs are known together.
    Government,
    /// Nobody: a value that is made up for homes.
    Imputed,
}

/// Jobs of each sector in a region and its nation. A sector of which the nation's table gives no jobs has none:
/// it neither buys nor sells.
///
/// # Inputs
///
/// `pay`: what households earn from each sector in the nation. All governments' jobs are split by it, in the
/// region as in the nation, so that every government sector has one quotient.
///
/// # Withheld when
///
/// The region or the nation has no row in the structure, or nothing bounds a sector's jobs.
pub fn industry_jobs(
    structure: &Structure,
    sectors: &[NationalSector],
    pay: &[f64],
    place: Place<'_>,
) -> Answer<SectorJobs> {
    let nation = RegionId::from(RegionId::NATION);
    let all =
        |place: Place<'_>| place.cell(&structure.base.employment, 0, IndustryId::TOTAL).point();
    let totals = [all(place)?, all(Place::unit(&nation))?];
    let governments = [
        government(structure, place, totals[0])?,
        government(structure, Place::unit(&nation), totals[1])?,
    ];
    let of_governments = |at: usize| sectors[at].kind == SectorKind::Government;
    let paid: f64 = (0..sectors.len()).filter(|&at| of_governments(at)).map(|at| pay[at]).sum();
    let (mut here, mut there, mut ends) = (Vec::new(), Vec::new(), Vec::new());
    for (at, sector) in sectors.iter().enumerate() {
        let [count, whole] = match sector.kind {
            SectorKind::Private => private(structure, sector, place)?,
            SectorKind::Imputed => [[0.0; 3]; 2],
            SectorKind::Government => {
                let share = if paid > 0.0 { pay[at] / paid } else { 0.0 };
                governments.map(|jobs| jobs.map(|jobs| jobs * share))
            }
        };
        let [low, value, high] = count.map(|jobs| jobs.min(whole[1]));
        here.push(value);
        there.push(whole[1]);
        ends.push([low, high]);
    }
    let is_hidden = ends.iter().any(|[low, high]| low < high);
    Ok(SectorJobs {
        region: here,
        nation: there,
        ends: is_hidden.then_some(ends),
        totals: Some(totals),
        from: structure.employment.axes().source.to_string(),
        year: structure.employment.axes().years.first().copied(),
        also: Vec::new(),
    })
}

/// Least, likely and most jobs of a sector in the region, and its middle in the nation, three times.
///
/// An industry whose jobs the nation's table does not give is left out of both.
fn private(
    structure: &Structure,
    sector: &NationalSector,
    place: Place<'_>,
) -> Answer<[[f64; 3]; 2]> {
    let nation = RegionId::from(RegionId::NATION);
    let (mut here, mut there) = ([0.0; 3], 0.0);
    for industry in &sector.industries {
        let whole = Place::unit(&nation).cell(&structure.employment, 0, industry.as_str());
        let Some((low, high)) = whole.range() else { continue };
        there += low.midpoint(high);
        let counts = |variable| lines::counts(structure, variable, industry.as_str(), place);
        let (jobs, doors) = (counts(Variable::Employment), counts(Variable::Establishments));
        let [low, value, high] = ends(&jobs, &doors)?;
        here = [here[0] + low, here[1] + value, here[2] + high];
    }
    Ok([here, [there; 3]])
}

fn ends(jobs: &Counts, doors: &Counts) -> Answer<[f64; 3]> {
    let likely = likely::jobs(jobs, doors, Provenance::default())?;
    let (low, high) = jobs.x.range().unwrap_or((likely.value(), likely.value()));
    Ok([low, likely.value(), high])
}

/// Least, likely (the middle) and most jobs of all governments: all owners' less private ones.
fn government(structure: &Structure, place: Place<'_>, all: f64) -> Answer<[f64; 3]> {
    let private = place.cell(&structure.employment, 0, IndustryId::TOTAL);
    let (low, high) = private.range().ok_or_else(missing)?;
    let (least, most) = ((all - high).max(0.0), (all - low).max(0.0));
    Ok([least, least.midpoint(most), most])
}

fn missing() -> Withheld {
    Withheld::missing("the table of industries has no jobs of a sector")
}
