//! Private jobs, establishments and pay by traded cluster: sums of six-digit industries.

use std::collections::BTreeMap;

use agglo::Error;
use agglo::base::classification::Classification;
use agglo::base::id::IndustryId;
use agglo::panel::subset::Tree;
use agglo_data::definitions::clusters::traded;
use agglo_data::starter::{DISCLOSED, ESTIMATED, WITHHELD};
use agglo_data::table::{Column, Table};
use agglo_data::warehouse::Query;

use super::cells::{Place, Value, whole};
use super::files::Pack;
use super::{Axis, groups};

/// The cells of clusters while they are gathered.
pub(super) struct Clusters {
    axis: Axis,
    /// Position of the cluster of each industry.
    of: BTreeMap<String, i64>,
    /// Position of all clusters together.
    all: i64,
    rows: Vec<Row>,
}

struct Row {
    position: [i64; 2],
    status: i64,
    quarters: i64,
    months: Value,
    wages: Value,
}

impl Clusters {
    /// The shipped traded clusters.
    ///
    /// # Errors
    ///
    /// `E0204` where a member is no code of the classification: it would count as nothing.
    pub(super) fn new(tree: &Classification) -> Result<Self, Error> {
        let definition = traded()?;
        let ids = definition.clusters().iter().map(|cluster| cluster.id.as_str());
        let axis = Axis::of(ids.chain([IndustryId::TOTAL]));
        let mut of = BTreeMap::new();
        for cluster in definition.clusters() {
            let position = axis.position(cluster.id.as_str())?;
            for industry in &cluster.industries {
                if tree.get(industry.as_str()).is_none() {
                    let what = format!("industry `{industry}` is not in {}", tree.name());
                    return Err(Error::new("E0204", what).at(cluster.id.as_str()));
                }
                of.insert(industry.to_string(), position);
            }
        }
        let all = axis.position(IndustryId::TOTAL)?;
        Ok(Self { axis, of, all, rows: Vec::new() })
    }

    /// Adds a county's clusters: a point where its industries leave one number, else bounds.
    pub(super) fn add(
        &mut self,
        region: i64,
        place: &Place<'_>,
        quarters: &[i64],
        months: &[[f64; 2]],
        wages: &[[f64; 2]],
    ) {
        let cells = self.sums(place, quarters, months, wages);
        self.rows.extend(cells.into_iter().map(|(cluster, sum)| {
            let known = sum.months[0] == sum.months[1] && sum.wages[0] == sum.wages[1];
            let point = |[low, _]: [i64; 2]| known.then_some(low);
            let ends = |[low, high]: [i64; 2]| [low as f64, high as f64];
            Row {
                position: [region, cluster],
                status: if known { DISCLOSED } else { WITHHELD },
                quarters: sum.quarters,
                months: Value::of(point(sum.months), ends(sum.months)),
                wages: Value::of(point(sum.wages), ends(sum.wages)),
            }
        }));
    }

    /// Adds the nation's clusters: intervals whose middle is the point.
    pub(super) fn add_estimated(
        &mut self,
        region: i64,
        place: &Place<'_>,
        quarters: &[i64],
        months: &[[f64; 2]],
        wages: &[[f64; 2]],
    ) {
        let cells = self.sums(place, quarters, months, wages);
        self.rows.extend(cells.into_iter().map(|(cluster, sum)| Row {
            position: [region, cluster],
            status: ESTIMATED,
            quarters: sum.quarters,
            months: Value::estimated(sum.months),
            wages: Value::estimated(sum.wages),
        }));
    }

    /// Sums of a place by cluster, and over all clusters, of those that it has an establishment in.
    fn sums(
        &self,
        place: &Place<'_>,
        quarters: &[i64],
        months: &[[f64; 2]],
        wages: &[[f64; 2]],
    ) -> BTreeMap<i64, Sum> {
        let Some(root) = place.total else { return BTreeMap::new() };
        let of: Vec<Option<i64>> =
            place.codes.iter().map(|code| self.of.get(*code).copied()).collect();
        let mut sums: BTreeMap<i64, Sum> = BTreeMap::new();
        for (at, cluster) in of.iter().enumerate() {
            let Some(cluster) = cluster else { continue };
            for key in [*cluster, self.all] {
                sums.entry(key).or_default().quarters += quarters[at];
            }
        }
        for (&key, sum) in &mut sums {
            let chosen = |at: usize| of[at].is_some_and(|own| own == key || key == self.all);
            let tree = |bounds| Tree { bounds, children: &place.children };
            sum.months = whole(tree(months).subset(root, &chosen));
            sum.wages = whole(tree(wages).subset(root, &chosen));
        }
        sums
    }

    /// Writes the clusters and their cells.
    pub(super) fn store(mut self, pack: &mut Pack) -> Result<(), Error> {
        self.rows.sort_by_key(|row| row.position);
        let list = vec![("cluster".to_owned(), Column::texts(self.axis.ids.clone()))];
        let holds = "a traded cluster of definitions/clusters, or all of them; its row is its position in \
                     clusters.parquet";
        pack.add(&Table::new("cluster_axis.parquet", list)?, &[0], holds, None)?;
        let rows = &self.rows;
        let whole = |value: fn(&Row) -> i64| Column::whole(rows.iter().map(value));
        let some =
            |value: fn(&Row) -> Option<i64>| Column::Integers(rows.iter().map(value).collect());
        let table = Table::new(
            "clusters.parquet",
            vec![
                ("region".into(), whole(|row| row.position[0])),
                ("cluster".into(), whole(|row| row.position[1])),
                ("status".into(), whole(|row| row.status)),
                ("establishments_quarters".into(), whole(|row| row.quarters)),
                ("employment_months".into(), some(|row| row.months.point)),
                ("employment_months_low".into(), some(|row| row.months.low)),
                ("employment_months_high".into(), some(|row| row.months.high)),
                ("wages_usd".into(), some(|row| row.wages.point)),
                ("wages_usd_low".into(), some(|row| row.wages.low)),
                ("wages_usd_high".into(), some(|row| row.wages.high)),
            ],
        )?;
        let regions: Vec<i64> = rows.iter().map(|row| row.position[0]).collect();
        let holds = "a traded cluster of a county or the nation, figures as in structure.parquet";
        pack.add(&table, &groups(&regions), holds, Some(&Query::STATE_STRUCTURE))
    }
}

/// One cluster in one place.
#[derive(Default)]
struct Sum {
    quarters: i64,
    months: [i64; 2],
    wages: [i64; 2],
}
