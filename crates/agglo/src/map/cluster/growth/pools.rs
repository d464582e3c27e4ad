//! Jobs of the base year summed by region and group, and the quotients that they make.

use agglo_stats::float;

use crate::map::cluster::growth::sample::Grouping;

/// Sums of jobs over regions, industries and groups.
pub(super) struct Pools<'a> {
    grouping: &'a Grouping,
    neighbours: &'a [Vec<usize>],
    base: &'a [Vec<f64>],
    /// By region and group.
    local: Vec<Vec<f64>>,
    /// By region.
    regions: Vec<f64>,
    /// By industry.
    industries: Vec<f64>,
    /// By group.
    groups: Vec<f64>,
    /// Industries of each group.
    members: Vec<usize>,
    total: f64,
}

impl<'a> Pools<'a> {
    pub(super) fn new(
        base: &'a [Vec<f64>],
        grouping: &'a Grouping,
        neighbours: &'a [Vec<usize>],
    ) -> Self {
        let count = grouping.group.iter().flatten().max().map_or(0, |last| last + 1);
        let width = grouping.group.len();
        let (mut local, mut regions) = (Vec::with_capacity(base.len()), Vec::new());
        let mut industries = vec![0.0; width];
        for row in base {
            let mut sums = vec![0.0; count];
            for (industry, jobs) in row.iter().enumerate() {
                if let Some(group) = grouping.group[industry] {
                    sums[group] += jobs;
                    industries[industry] += jobs;
                }
            }
            regions.push(float::sum(sums.iter().copied()));
            local.push(sums);
        }
        let groups: Vec<f64> =
            (0..count).map(|group| float::sum(local.iter().map(|row| row[group]))).collect();
        let mut members = vec![0; count];
        for &group in grouping.group.iter().flatten() {
            members[group] += 1;
        }
        let total = float::sum(groups.iter().copied());
        Self { grouping, neighbours, base, local, regions, industries, groups, members, total }
    }

    /// Whether the industry's group holds another one.
    pub(super) fn has_others(&self, industry: usize) -> bool {
        self.grouping.group[industry].is_some_and(|group| self.members[group] > 1)
    }

    /// Quotient of an industry in a region.
    pub(super) fn own(&self, region: usize, industry: usize) -> Option<f64> {
        let jobs = self.base[region][industry];
        self.quotient(jobs, self.regions[region], self.industries[industry])
    }

    /// Quotient of the rest of the industry's group in its region.
    pub(super) fn cluster(&self, region: usize, industry: usize) -> Option<f64> {
        let rest = self.rest(region, industry)?;
        self.quotient(rest, self.regions[region], self.rest_of_nation(industry)?)
    }

    /// The same in the region's neighbours together.
    pub(super) fn near(&self, region: usize, industry: usize) -> Option<f64> {
        let near = self.neighbours.get(region)?;
        let rests = near.iter().filter_map(|&other| self.rest(other, industry));
        let rest = float::sum(rests);
        let all = float::sum(near.iter().map(|&other| self.regions[other]));
        self.quotient(rest, all, self.rest_of_nation(industry)?)
    }

    /// Quotient of the groups related to the industry's own.
    pub(super) fn related(&self, region: usize, industry: usize) -> Option<f64> {
        let related = self.grouping.related.get(self.grouping.group[industry]?)?;
        let jobs = float::sum(related.iter().map(|&group| self.local[region][group]));
        let nation = float::sum(related.iter().map(|&group| self.groups[group]));
        self.quotient(jobs, self.regions[region], nation)
    }

    fn rest(&self, region: usize, industry: usize) -> Option<f64> {
        let group = self.grouping.group[industry]?;
        Some(without(self.local[region][group], self.base[region][industry]))
    }

    fn rest_of_nation(&self, industry: usize) -> Option<f64> {
        let group = self.grouping.group[industry]?;
        Some(without(self.groups[group], self.industries[industry]))
    }

    fn quotient(&self, part: f64, region: f64, nation: f64) -> Option<f64> {
        (region > 0.0 && nation > 0.0 && self.total > 0.0)
            .then(|| (part / region) / (nation / self.total))
    }
}

/// A sum without one of its terms; what rounding leaves of nothing is nothing.
fn without(sum: f64, term: f64) -> f64 {
    let rest = sum - term;
    if rest > 1e-9 * sum { rest } else { 0.0 }
}
