//! Jobs by sector over many years, for areas that may hold several base units.

use std::collections::BTreeMap;

use crate::base::id::{IndustryId, RegionId};
use crate::panel::Panel;

/// A yearly panel of jobs with its own lines and areas: a job is a job, second jobs and the
/// self-employed included. Never chained with counts of covered employment.
#[derive(Clone, Debug)]
pub struct Jobs {
    /// Jobs; the industry axis holds the publisher's lines, the region axis its areas and the nation.
    pub panel: Panel,
    /// Title of each line.
    pub titles: BTreeMap<IndustryId, String>,
    /// The line of all jobs.
    pub total: IndustryId,
    /// The line of wage and salary jobs.
    pub wage_and_salary: IndustryId,
    /// The lines that add up to the total, farm and government included.
    pub sectors: Vec<IndustryId>,
    /// The area that each base unit lies in: itself, or a combination that the publisher made.
    pub area_of: BTreeMap<RegionId, RegionId>,
    /// Name of each area that is not a base unit.
    pub combinations: BTreeMap<RegionId, String>,
}
