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
use crate::map::input_output::answer::{ByName, by_demand, empty, leontief, rows};
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

/// Asks a question of a region's coefficients: [`What::Leontief`], [`What::Multipliers`] or
/// [`What::Regionalise`].
///
/// # Errors
///
/// `E0302` where jobs do not fit, `delta` lies outside or the economy is not productive; `E0103` of a question
/// that needs the region's own output, which jobs do not give.
pub fn ask_of_region(
    account: &Account,
    what: What,
    jobs: &SectorJobs,
    bend: Bend,
    (id, title): (&str, &str),
) -> Result<InputOutput, Error> {
    let areas = Areas::of(&jobs.region, &jobs.nation)?;
    let national = &account.coefficients.a;
    let at = |delta: f64| RegionalCoefficients::new(national, &areas, delta)?.capped(bend.method);
    let a = at(bend.delta)?;
    let mut found = empty(account, what);
    match what {
        What::Leontief => leontief(&mut found, &a)?,
        What::Multipliers => by_demand(&mut found, &a, account, None)?,
        What::Regionalise => {
            found.columns = compared(national, &a, jobs, &areas)?;
            if is_flegg(bend.method) {
                for (name, delta) in [("regional_delta_0.1", 0.1), ("regional_delta_0.4", 0.4)] {
                    found.columns.push(multiplier(name, &at(delta)?)?);
                }
            }
            found.matrix = Some(rows(&a));
        }
        What::Ghosh | What::Extract | What::KeySectors => {
            let text = "this needs the region's own output, which no table at hand gives";
            return Err(Error::new("E0103", text)
                .hint("leave --region away, or ask leontief, multipliers or regionalise"));
        }
    }
    found.region = Some(Region {
        region: id.to_owned(),
        title: title.to_owned(),
        method: name(bend.method).to_owned(),
        delta: is_flegg(bend.method).then_some(bend.delta),
        share_of_jobs: areas.share,
        jobs_from: jobs.from.clone(),
        year: jobs.year,
        also: jobs.also.clone(),
    });
    found.caveats.extend(caveats(bend.method, jobs));
    found.caveats.sort();
    Ok(found)
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
    Ok(Ok(SectorJobs { region: here, nation: there, from, year, also: also.cloned().collect() }))
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

fn compared(
    national: &Matrix,
    a: &Matrix,
    jobs: &SectorJobs,
    areas: &Areas,
) -> Result<Vec<ByName>, Error> {
    let quotients = ByName {
        name: "location_quotient".to_owned(),
        unit: "ratio".to_owned(),
        values: areas.quotients.clone(),
    };
    Ok(vec![
        ByName::of("jobs", "jobs", &jobs.region),
        quotients,
        multiplier("national_multiplier", national)?,
        multiplier("regional_multiplier", a)?,
    ])
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

fn caveats(method: Method, jobs: &SectorJobs) -> Vec<Caveat> {
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
    if !jobs.also.is_empty() {
        let ids: Vec<&str> = jobs.also.iter().map(RegionId::as_str).collect();
        let text = format!("Jobs are published together with those of {}.", ids.join(", "));
        all.push(Caveat::new("wider-area", text));
    }
    all
}
