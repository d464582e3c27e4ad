//! Which cluster each industry of a table stands in, by its code or by a definition.

use std::collections::BTreeMap;

use agglo::base::classification::Classification;
use agglo::base::cluster_definition::ClusterDefinition;
use agglo::base::id::{IndustryId, RegionId};
use agglo::map::cluster::growth::Grouping;
use agglo::panel::Changes;

/// Clusters of a table's industries.
pub(super) struct Groups {
    /// The cluster of each industry.
    pub(super) grouping: Grouping,
    /// The sector of each industry, numbered; for shuffles inside sectors.
    pub(super) sector: Vec<usize>,
    /// By group: the other groups of its sector.
    pub(super) kin: Vec<Vec<usize>>,
}

/// Industries of the first level under the code of the second that stands above them.
pub(super) fn under(
    codes: &[IndustryId],
    tree: &Classification,
    [level, above]: [u8; 2],
) -> Groups {
    let name = |code: &IndustryId| {
        let mut at = tree.get(code.as_str()).filter(|industry| industry.level == level)?;
        while at.level > above {
            at = tree.get(at.parent.as_ref()?.as_str())?;
        }
        Some(at.id.as_str().to_owned())
    };
    of(codes, tree, &codes.iter().map(name).collect::<Vec<_>>())
}

/// Industries in the cluster of a definition that holds most of them: an industry that the definition
/// names is wholly in one, one of fewer digits where more than half of its members are.
pub(super) fn by_cluster(
    codes: &[IndustryId],
    tree: &Classification,
    definition: &ClusterDefinition,
    old: &Classification,
) -> Groups {
    let name = |code: &IndustryId| {
        if let Some(cluster) = definition.cluster_of(code.as_str()) {
            return Some(cluster.id.as_str().to_owned());
        }
        let finest = old.industries().iter().filter(|industry| industry.level == 6);
        let members: Vec<&str> = finest
            .map(|industry| industry.id.as_str())
            .filter(|id| id.len() > code.as_str().len() && id.starts_with(code.as_str()))
            .collect();
        let mut votes: BTreeMap<&str, usize> = BTreeMap::new();
        for cluster in members.iter().filter_map(|id| definition.cluster_of(id)) {
            *votes.entry(cluster.id.as_str()).or_default() += 1;
        }
        let most = votes.into_iter().find(|(_, count)| 2 * count > members.len());
        most.map(|(cluster, _)| cluster.to_owned())
    };
    let four = |code: &IndustryId| tree.get(code.as_str()).is_some_and(|found| found.level >= 4);
    let names: Vec<_> =
        codes.iter().map(|code| if four(code) { name(code) } else { None }).collect();
    of(codes, tree, &names)
}

fn of(codes: &[IndustryId], tree: &Classification, names: &[Option<String>]) -> Groups {
    let mut known: Vec<&String> = names.iter().flatten().collect();
    known.sort();
    known.dedup();
    let number = |name: &Option<String>| known.binary_search(&name.as_ref()?).ok();
    let group: Vec<Option<usize>> = names.iter().map(number).collect();
    let sectors: Vec<String> = codes.iter().map(|code| sector(code, tree)).collect();
    let mut all: Vec<&String> = sectors.iter().collect();
    all.sort();
    all.dedup();
    let sector: Vec<usize> =
        sectors.iter().map(|name| all.binary_search(&name).unwrap_or(0)).collect();
    let mut kin = vec![Vec::new(); known.len()];
    for (at, own) in group.iter().enumerate() {
        for (other, theirs) in group.iter().enumerate() {
            let (Some(own), Some(theirs)) = (own, theirs) else { continue };
            if sector[at] == sector[other] && own != theirs && !kin[*own].contains(theirs) {
                kin[*own].push(*theirs);
            }
        }
    }
    for kin in &mut kin {
        kin.sort_unstable();
    }
    Groups { grouping: Grouping { group, related: Vec::new() }, sector, kin }
}

/// The sector above an industry; the industry itself where the tree does not know it.
fn sector(code: &IndustryId, tree: &Classification) -> String {
    let mut at = tree.get(code.as_str());
    while let Some(industry) = at {
        if industry.level <= 2 {
            return industry.id.as_str().to_owned();
        }
        at = industry.parent.as_ref().and_then(|parent| tree.get(parent.as_str()));
    }
    code.as_str().to_owned()
}

/// The regions beside each region of a table, by position.
pub(super) fn neighbours(changes: &Changes, pairs: &[(RegionId, RegionId)]) -> Vec<Vec<usize>> {
    let panel = &changes.employment;
    let mut near = vec![Vec::new(); panel.axes().regions.len()];
    for (a, b) in pairs {
        if let (Some(a), Some(b)) = (panel.region(a.as_str()), panel.region(b.as_str())) {
            near[a].push(b);
            near[b].push(a);
        }
    }
    for near in &mut near {
        near.sort_unstable();
    }
    near
}

/// The smaller and the larger half of regions by all published jobs of grouped industries in a year.
pub(super) fn halves(changes: &Changes, groups: &Groups, year: usize) -> [Vec<bool>; 2] {
    let panel = &changes.employment;
    let jobs = |region: usize| -> f64 {
        let group = &groups.grouping.group;
        let inside = (0..group.len()).filter(|&at| group[at].is_some());
        inside.filter_map(|at| panel.cell([year, region, at]).point().ok()).sum()
    };
    let sums: Vec<f64> = (0..panel.axes().regions.len()).map(jobs).collect();
    let mut order: Vec<usize> = (0..sums.len()).filter(|&at| sums[at] > 0.0).collect();
    order.sort_by(|&a, &b| sums[a].total_cmp(&sums[b]).then(a.cmp(&b)));
    let mut small = vec![false; sums.len()];
    let mut large = small.clone();
    for (rank, &region) in order.iter().enumerate() {
        if 2 * rank < order.len() { small[region] = true } else { large[region] = true }
    }
    [small, large]
}
