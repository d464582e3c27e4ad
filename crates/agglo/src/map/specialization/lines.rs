//! Every industry of a region: counts, quotients and whether it is surely or possibly specialised.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use crate::base::classification::{Classification, Industry};
use crate::base::estimate::{Answer, Caveat, Estimate, Figure, Provenance, Reason, Withheld};
use crate::base::id::{IndustryId, RegionId, SourceId};
use crate::base::terms::{Size, Terms};
use crate::map::place::{Place, answer};
use crate::map::specialization::{
    Counts, Prior, excess_employment, location_quotient, shrunken_quotient,
};
use crate::map::variable::Variable;
use crate::panel::{Cell, Status, Structure};

/// Below this many jobs a quotient carries the caveat `few-jobs`: one job in thirty moves it by 3 %.
pub const FEW_JOBS: f64 = 30.0;

/// One industry of a region.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Line {
    /// Code.
    pub industry: IndustryId,
    /// Official title.
    pub title: String,
    /// 2 sector, 3 or 4 digits.
    pub level: u8,
    /// The node above.
    pub parent: Option<IndustryId>,
    /// Private jobs, mean of the twelve months.
    pub employment: Figure,
    /// Private establishments, mean of the four quarters.
    pub establishments: Figure,
    /// Private wages of the year in dollars.
    pub pay: Figure,
    /// Gross value added, where the country's table counts that and no jobs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value_added: Option<Figure>,
    /// Location quotients.
    pub quotients: Quotients,
    /// Jobs above the nation's share, or value added where that is what is counted.
    pub excess: Figure,
    /// Read off the quotient of jobs, or of value added, and its bounds.
    pub specialised: Specialised,
}

/// Location quotients of one industry; base: all owners.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Quotients {
    /// Of jobs.
    pub employment: Figure,
    /// Of establishments.
    pub establishments: Figure,
    /// Of pay.
    pub pay: Figure,
    /// Of value added, where the country's table counts that and no jobs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value_added: Option<Figure>,
    /// Of establishments, drawn towards the mean of all regions where they are few, with a 95 % credible
    /// interval: what chance in single openings leaves open.
    pub shrunken: Figure,
}

/// Whether a region has more than the nation's share of an industry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Specialised {
    /// The quotient of jobs is at least 1 whatever the unpublished cells hold.
    Surely,
    /// It can be at least 1.
    Possibly,
    /// It is below 1 whatever they hold.
    No,
    /// Nothing bounds it.
    Unknown,
}

impl Line {
    /// The size of the industry: jobs, or value added where that is what is counted.
    pub fn size(&self) -> &Figure {
        self.value_added.as_ref().unwrap_or(&self.employment)
    }
}

impl Quotients {
    /// The quotient by the size of the industry.
    pub fn by_size(&self) -> &Figure {
        self.value_added.as_ref().unwrap_or(&self.employment)
    }
}

impl Specialised {
    /// Read off a quotient.
    pub fn of(quotient: &Figure) -> Self {
        match quotient.range() {
            Some((low, _)) if low >= 1.0 => Self::Surely,
            Some((_, high)) if high >= 1.0 => Self::Possibly,
            Some(_) => Self::No,
            None => Self::Unknown,
        }
    }
}

/// The spread of every industry's quotient over the base units of a structure.
#[derive(Clone, Debug, Default)]
pub struct Priors(BTreeMap<IndustryId, Prior>);

impl Priors {
    /// One prior for each industry, from establishments, which are published in every cell.
    pub fn fit(structure: &Structure) -> Self {
        let panel = &structure.establishments;
        let nation = RegionId::from(RegionId::NATION);
        let units: Vec<&RegionId> =
            panel.axes().regions.iter().filter(|id| **id != nation).collect();
        let base: Vec<Option<f64>> = units.iter().map(|id| establishments(structure, id)).collect();
        let reference = base_of(structure, Place::unit(&nation)).point().ok();
        let rows: Vec<Option<usize>> = units.iter().map(|id| panel.region(id.as_str())).collect();
        let fit = |at: usize, id: &IndustryId| {
            let all = Place::unit(&nation).cell(panel, 0, id.as_str()).point().ok()?;
            let share = all / reference.filter(|total| *total > 0.0)?;
            let pairs: Vec<(f64, f64)> = base
                .iter()
                .zip(&rows)
                .filter_map(|(base, row)| {
                    Some((panel.cell([0, (*row)?, at]).point().ok()?, (*base)? * share))
                })
                .collect();
            Prior::fit_with_likelihood(&pairs).map(|prior| (id.clone(), prior))
        };
        let industries = panel.axes().industries.iter().enumerate();
        Self(industries.filter_map(|(at, id)| fit(at, id)).collect())
    }

    /// The prior of one industry.
    pub fn get(&self, industry: &str) -> Option<&Prior> {
        self.0.get(industry)
    }
}

fn establishments(structure: &Structure, id: &RegionId) -> Option<f64> {
    base_of(structure, Place::unit(id)).point().ok()
}

fn base_of(structure: &Structure, place: Place<'_>) -> Cell {
    place.cell(&structure.base.establishments, 0, IndustryId::TOTAL)
}

/// Every listed industry (levels 2 to 4 of US counties) that a region has, by code. Where the table says that there is none,
/// no line is printed.
pub fn lines(
    structure: &Structure,
    classification: &Classification,
    priors: &Priors,
    terms: &Terms,
    place: Place<'_>,
) -> Vec<Line> {
    let industries = structure.employment.axes().industries.iter();
    let listed = terms.detail.first..=terms.detail.finest;
    industries
        .filter_map(|id| classification.get(id.as_str()))
        .filter(|industry| listed.contains(&industry.level))
        .filter_map(|industry| line(structure, industry, priors, terms, place))
        .collect()
}

/// One industry of a region; `None` where the complete table says that there is none, or where the region
/// has no row at all.
pub fn line(
    structure: &Structure,
    industry: &Industry,
    priors: &Priors,
    terms: &Terms,
    place: Place<'_>,
) -> Option<Line> {
    let count = |variable: Variable| counts(structure, variable, industry.id.as_str(), place);
    let [employment, establishments, pay] = Variable::ALL.map(count);
    let all = [employment, establishments, pay];
    let no_row = all.iter().all(|counts| counts.x.range().is_none());
    if no_row || all.iter().all(|counts| nothing(counts.x)) {
        return None;
    }
    let source = |variable: Variable| variable.panel(structure).axes().source.clone();
    let caveats = caveats(employment.x, establishments.x, terms);
    let base: Vec<Caveat> = base(terms).into_iter().collect();
    let quotient = |variable: Variable, counts: &Counts| {
        figure(location_quotient(counts), &source(variable), &caveats)
    };
    let quotients = Quotients {
        employment: quotient(Variable::Employment, &employment),
        establishments: figure(
            location_quotient(&establishments),
            &source(Variable::Establishments),
            &base,
        ),
        pay: quotient(Variable::Pay, &pay),
        value_added: None,
        shrunken: figure(
            shrunken(&establishments, priors.get(industry.id.as_str())),
            &source(Variable::Establishments),
            &base,
        ),
    };
    let plain = |variable: Variable, counts: &Counts| -> Figure {
        answer(counts.x, Provenance::new("count/1", [source(variable)])).into()
    };
    let line = Line {
        industry: industry.id.clone(),
        title: industry.title.clone(),
        level: industry.level,
        parent: industry.parent.clone(),
        employment: plain(Variable::Employment, &employment),
        establishments: plain(Variable::Establishments, &establishments),
        pay: plain(Variable::Pay, &pay),
        value_added: None,
        specialised: Specialised::of(&quotients.employment),
        quotients,
        excess: figure(excess_employment(&employment), &source(Variable::Employment), &caveats),
    };
    Some(if terms.counted.size == Size::ValueAdded { by_value_added(line) } else { line })
}

/// The line of a table whose first count is value added: what was read stands under that name, and jobs are
/// missing.
fn by_value_added(line: Line) -> Line {
    let no_jobs = || Figure::from(Err(Withheld::missing("this table counts value added, no jobs")));
    let quotients = Quotients {
        value_added: Some(line.quotients.employment),
        employment: no_jobs(),
        ..line.quotients
    };
    Line { value_added: Some(line.employment), employment: no_jobs(), quotients, ..line }
}

/// The four counts of a quotient: private jobs of the industry over all owners' jobs, region and nation.
pub fn counts(
    structure: &Structure,
    variable: Variable,
    industry: &str,
    place: Place<'_>,
) -> Counts {
    let nation = RegionId::from(RegionId::NATION);
    let (panel, base) = (variable.panel(structure), variable.base(structure));
    Counts {
        x: place.cell(panel, 0, industry),
        region: place.cell(base, 0, IndustryId::TOTAL),
        industry: Place::unit(&nation).cell(panel, 0, industry),
        reference: Place::unit(&nation).cell(base, 0, IndustryId::TOTAL),
    }
}

fn nothing(cell: Cell) -> bool {
    cell.range().is_some_and(|(_, high)| high <= 0.0)
}

fn shrunken(counts: &Counts, prior: Option<&Prior>) -> Answer {
    let missing = || Withheld::missing("no spread over regions");
    let (x, region) = (counts.x.point()?, counts.region.point()?);
    let (industry, reference) = (counts.industry.point()?, counts.reference.point()?);
    if reference <= 0.0 {
        return Err(Withheld::undefined("a share of nothing"));
    }
    shrunken_quotient(x, region * industry / reference, prior.ok_or_else(missing)?)
}

fn figure(answer: Answer, source: &SourceId, caveats: &[Caveat]) -> Figure {
    let finished = |estimate: Estimate| {
        let estimate = estimate.from_sources([source.clone()]);
        caveats.iter().cloned().fold(estimate, Estimate::caveat)
    };
    answer.map(finished).into()
}

/// What must be told of the base of a share.
fn base(terms: &Terms) -> Option<Caveat> {
    let text = &terms.counted.base;
    let code = if terms.counted.has_establishments { "base-all-owners" } else { "base-of-shares" };
    (!text.is_empty()).then(|| Caveat::new(code, text.clone()))
}

fn caveats(jobs: Cell, establishments: Cell, terms: &Terms) -> Vec<Caveat> {
    let mut caveats: Vec<Caveat> = base(terms).into_iter().collect();
    let is_flagged = matches!(jobs.status(), Status::Estimated { low, high } if low >= high);
    if is_flagged && !terms.counted.has_establishments {
        caveats.push(Caveat::new("unreliable", "Its publisher calls it unreliable."));
    }
    if terms.counts_jobs() && jobs.point().is_ok_and(|count| count < FEW_JOBS) {
        caveats.push(Caveat::new(
            "few-jobs",
            "It rests on fewer than 30 jobs: one employer more or less would change it.",
        ));
    }
    if establishments.point().is_ok_and(|count| count < 2.0) {
        caveats.push(Caveat::new(
            "single-establishment",
            "A single establishment makes up most of it.",
        ));
    }
    caveats
}

/// Whether a figure has no point because its publisher hides a cell.
pub(crate) fn is_suppressed(figure: &Figure) -> bool {
    matches!(figure, Figure::Withheld(why) if why.reason == Reason::Suppressed)
}
