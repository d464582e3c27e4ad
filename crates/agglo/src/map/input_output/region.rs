//! A table read for a region: its coefficients from the nation's recipes and the region's jobs.

use std::collections::BTreeMap;

use agglo_stats::matrix::Matrix;
use schemars::JsonSchema;
use serde::Serialize;

use crate::base::classification::Classification;
use crate::base::error::Error;
use crate::base::estimate::{Answer, Caveat, Withheld};
use crate::base::id::{IndustryId, RegionId, SourceId};
use crate::base::year::Year;
use crate::map::input_output::answer::{ByName, ask, empty, rows};
use crate::map::input_output::{
    Account, Areas, InputOutput, Leontief, Method, RegionalCoefficients, What,
};
use crate::map::place::Place;
use crate::panel::Jobs;

/// The region that coefficients were made for.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Region {
    /// Its code or name.
    pub region: String,
    /// Its title.
    pub title: String,
    /// How coefficients follow from location quotients: `slq`, `cilq`, `flq`, `aflq`.
    pub method: String,
    /// How fast small regions buy more from outside, for `flq` and `aflq`.
    pub delta: Option<f64>,
    /// The region's share of the nation's jobs in these sectors.
    pub share_of_jobs: f64,
    /// Where the jobs come from: a dataset or a file.
    pub jobs_from: String,
    /// Their year, where it is known.
    pub year: Option<Year>,
    /// Base units outside the region whose jobs are counted too, because their publisher combines them.
    pub also: Vec<RegionId>,
}

/// Jobs by sector of a region and its nation.
#[derive(Clone, Debug, PartialEq)]
pub struct SectorJobs {
    /// In the region.
    pub region: Vec<f64>,
    /// In the nation.
    pub nation: Vec<f64>,
    /// Least and most of each sector in the region, where their publisher hides some; `region` holds likely
    /// jobs then.
    pub ends: Option<Vec<[f64; 2]>>,
    /// All jobs of the region and of the nation, where they are known by themselves.
    pub totals: Option<[f64; 2]>,
    /// Where they come from.
    pub from: String,
    /// Their year, where it is known.
    pub year: Option<Year>,
    /// Base units outside the region that are counted too.
    pub also: Vec<RegionId>,
}

/// How far a table is bent to a region.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bend {
    /// How shares are read from quotients.
    pub method: Method,
    /// How fast small regions buy more from outside, in `[0, 1)`; 0.25 by default.
    pub delta: f64,
}

/// Asks a question of a region's coefficients.
///
/// The region's output, which extraction, Ghosh's model and key sectors need, is the nation's for each job.
/// Where jobs are hidden, the numbers of [`What::Leontief`], [`What::Multipliers`] and [`What::Regionalise`]
/// carry the least and most that they can be: every one of them rises with every coefficient.
///
/// # Errors
///
/// `E0302` where jobs do not fit, `delta` lies outside or the economy is not productive.
pub fn ask_of_region(
    account: &Account,
    what: What,
    jobs: &SectorJobs,
    bend: Bend,
    (id, title): (&str, &str),
) -> Result<InputOutput, Error> {
    let areas = jobs.areas(&jobs.region)?;
    let national = &account.coefficients.a;
    let found = RegionalCoefficients::new(national, &areas, bend.delta)?;
    let mut answer = answered(account, what, jobs, bend, &found)?;
    if let (Some([low, high]), true) = (jobs.end_areas()?, is_bounded(what)) {
        let ends = RegionalCoefficients::between(national, [&low, &high], bend.delta)?;
        let [low, high] = ends.map(|end| answered(account, what, jobs, bend, &end));
        answer.between(&low?, &high?);
    }
    if what == What::Regionalise {
        let quotients = ByName::some("location_quotient", "ratio", areas.quotients.clone());
        answer.columns.insert(1, quotients);
    }
    answer.region = Some(Region {
        region: id.to_owned(),
        title: title.to_owned(),
        method: name(bend.method).to_owned(),
        delta: is_flegg(bend.method).then_some(bend.delta),
        share_of_jobs: areas.share,
        jobs_from: jobs.from.clone(),
        year: jobs.year,
        also: jobs.also.clone(),
    });
    answer.caveats.extend(caveats(account, what, bend.method, jobs));
    answer.caveats.sort();
    Ok(answer)
}

impl SectorJobs {
    fn areas(&self, region: &[f64]) -> Result<Areas, Error> {
        match self.totals {
            None => Areas::of(region, &self.nation),
            Some(totals) => Areas::within(region, &self.nation, totals),
        }
    }

    /// Quotients at the least and the most jobs that each sector can have.
    fn end_areas(&self) -> Result<Option<[Areas; 2]>, Error> {
        let Some(ends) = &self.ends else { return Ok(None) };
        let at = |end: usize| -> Vec<f64> { ends.iter().map(|ends| ends[end]).collect() };
        Ok(Some([self.areas(&at(0))?, self.areas(&at(1))?]))
    }
}

/// Whether every number of an answer rises with every coefficient.
fn is_bounded(what: What) -> bool {
    matches!(what, What::Leontief | What::Multipliers | What::Regionalise)
}

fn answered(
    account: &Account,
    what: What,
    jobs: &SectorJobs,
    bend: Bend,
    found: &RegionalCoefficients<'_>,
) -> Result<InputOutput, Error> {
    let a = found.capped(bend.method)?;
    if what != What::Regionalise {
        return ask(&account.of_region(a, &found.household_shares(bend.method), jobs)?, what);
    }
    let mut answer = empty(account, what);
    answer.columns = vec![
        ByName::of("jobs", "jobs", &jobs.region),
        multiplier("national_multiplier", &account.coefficients.a)?,
        multiplier("regional_multiplier", &a)?,
    ];
    if is_flegg(bend.method) {
        for (name, delta) in [("regional_delta_0.1", 0.1), ("regional_delta_0.4", 0.4)] {
            let other = found.with_delta(delta, &jobs.areas(&jobs.region)?).capped(bend.method)?;
            answer.columns.push(multiplier(name, &other)?);
        }
    }
    answer.matrix = Some(rows(&a));
    Ok(answer)
}

/// Jobs of each sector from a yearly panel of jobs, last year: sectors are lines of the panel, or industries
/// that lines hold by `lines_of`, or industries whose parts all lie in lines.
///
/// # Returns
///
/// Withheld where a sector's jobs in the region are.
///
/// # Errors
///
/// `E0213` where a sector is in no line, or two lie in one.
pub fn sector_jobs(
    sectors: &[String],
    jobs: &Jobs,
    lines_of: &BTreeMap<IndustryId, IndustryId>,
    classification: &Classification,
    place: Place<'_>,
) -> Result<Answer<SectorJobs>, Error> {
    let mut taken: BTreeMap<IndustryId, &str> = BTreeMap::new();
    let mut lines = Vec::new();
    for sector in sectors {
        let found =
            lines_for(sector, jobs, lines_of, classification).ok_or_else(|| no_line(sector))?;
        for line in &found {
            if let Some(other) = taken.insert(line.clone(), sector) {
                let what =
                    format!("sectors `{other}` and `{sector}` share one line of jobs, {line}");
                return Err(Error::new("E0213", what)
                    .hint("join them in the table, or give their jobs by --jobs FILE"));
            }
        }
        lines.push(found);
    }
    let missing = || Withheld::missing("a county of the region has no row in the table of jobs");
    let mut ids: Vec<RegionId> = Vec::new();
    for member in place.members() {
        match jobs.area_of.get(member) {
            Some(area) => ids.push(area.clone()),
            None => return Ok(Err(missing())),
        }
    }
    ids.sort();
    ids.dedup();
    let inside = jobs.area_of.iter().filter(|(_, area)| ids.binary_search(area).is_ok());
    let also = inside.map(|(unit, _)| unit).filter(|unit| !place.members().contains(unit));
    let nation = RegionId::from(RegionId::NATION);
    let last = jobs.panel.axes().years.len().saturating_sub(1);
    let count = |place: Place<'_>, lines: &[IndustryId]| -> Answer<f64> {
        let cells = lines.iter().map(|line| place.cell(&jobs.panel, last, line.as_str()).point());
        cells.sum()
    };
    let (mut here, mut there) = (Vec::new(), Vec::new());
    for (sector, lines) in sectors.iter().zip(&lines) {
        match (count(Place::of(&ids), lines), count(Place::unit(&nation), lines)) {
            (Ok(x), Ok(all)) => {
                here.push(x);
                there.push(all);
            }
            (Err(why), _) | (_, Err(why)) => {
                let text = format!("jobs of sector `{sector}` in the region: {}", why.text);
                return Ok(Err(Withheld { text, ..why }));
            }
        }
    }
    let source: &SourceId = &jobs.panel.axes().source;
    let (from, year) = (source.to_string(), jobs.panel.axes().years.last().copied());
    let also = also.cloned().collect();
    Ok(Ok(SectorJobs { region: here, nation: there, ends: None, totals: None, from, year, also }))
}

fn lines_for(
    sector: &str,
    jobs: &Jobs,
    lines_of: &BTreeMap<IndustryId, IndustryId>,
    classification: &Classification,
) -> Option<Vec<IndustryId>> {
    if let Some(line) = jobs.sectors.iter().find(|line| line.as_str() == sector) {
        return Some(vec![line.clone()]);
    }
    if let Some(line) = lines_of.get(sector) {
        return Some(vec![line.clone()]);
    }
    let parts = classification.children(sector).map(|part| lines_of.get(part.id.as_str()).cloned());
    let mut lines: Vec<IndustryId> = parts.collect::<Option<_>>()?;
    lines.sort();
    lines.dedup();
    (!lines.is_empty()).then_some(lines)
}

fn no_line(sector: &str) -> Error {
    Error::new("E0213", format!("sector `{sector}` is in no line of the table of jobs")).hint(
        "name sectors as in NAICS (21, 31-33, 44-45) or by the lines of the table, or give their jobs by \
         --jobs FILE with the columns sector,region,nation",
    )
}

fn multiplier(name: &str, a: &Matrix) -> Result<ByName, Error> {
    let unit = "output a unit of final demand";
    Ok(ByName::of(name, unit, &Leontief::of(a)?.output_multipliers()))
}

fn is_flegg(method: Method) -> bool {
    matches!(method, Method::Flegg | Method::FleggAugmented)
}

fn name(method: Method) -> &'static str {
    match method {
        Method::Simple => "slq",
        Method::CrossIndustry => "cilq",
        Method::Flegg => "flq",
        Method::FleggAugmented => "aflq",
    }
}

fn caveats(account: &Account, what: What, method: Method, jobs: &SectorJobs) -> Vec<Caveat> {
    let text = match method {
        Method::Simple | Method::CrossIndustry => {
            "Regions buy and sell the same thing at once; these quotients do not see it and overstate what is \
             bought at home, and so every multiplier."
        }
        Method::Flegg | Method::FleggAugmented => {
            "`delta` differs by country and is not estimated here: read the multipliers over 0.1 to 0.4."
        }
    };
    let mut all = vec![
        Caveat::new("regional-by-quotients", text),
        Caveat::new(
            "national-recipes",
            "The region's sectors are taken to use the nation's recipes; no survey of the region is read.",
        ),
    ];
    if !is_bounded(what) {
        let text =
            "No table gives the region's output: it is taken to be the nation's for each job.";
        all.push(Caveat::new("output-by-jobs", text));
    }
    if let Some(ends) = &jobs.ends {
        let hidden = ends.iter().filter(|[low, high]| low < high).count();
        let bounds =
            if is_bounded(what) { "with the bounds that these leave" } else { "without bounds" };
        let text = format!(
            "The publisher hides the jobs of {hidden} of {} sectors: likely jobs stand for them, {bounds}.",
            ends.len()
        );
        all.push(Caveat::new("hidden-jobs", text));
    }
    let without: Vec<&str> = (account.sectors.iter().zip(&jobs.nation))
        .filter(|(_, jobs)| **jobs <= 0.0)
        .map(|(sector, _)| sector.as_str())
        .collect();
    if !without.is_empty() {
        let text = format!(
            "No jobs of the nation are known in {}: no trade of the region with it is counted.",
            without.join(", ")
        );
        all.push(Caveat::new("sectors-without-jobs", text));
    }
    if !jobs.also.is_empty() {
        let ids: Vec<&str> = jobs.also.iter().map(RegionId::as_str).collect();
        let text = format!("Jobs are published together with those of {}.", ids.join(", "));
        all.push(Caveat::new("wider-area", text));
    }
    all
}
