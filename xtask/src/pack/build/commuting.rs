//! Where the workers of each county work.

use std::collections::BTreeMap;

use agglo::Error;
use agglo_data::table::{Column, Table};
use agglo_data::warehouse::{Query, Warehouse};

use super::files::Pack;
use super::places::System;
use super::{Axis, groups};

/// Workers, and the sum of squared margins.
type Flow = (i64, i64);

/// Writes one row per pair of county of residence and of work; work outside the counties of the pack is one row.
pub(super) fn write(
    warehouse: &Warehouse,
    system: &System,
    axis: &Axis,
    pack: &mut Pack,
) -> Result<(), Error> {
    let answer = warehouse.ask(&Query::COMMUTING)?;
    let (workers, margins) = (answer.whole("workers")?, answer.whole("margin")?);
    let to = answer.optional_texts("workplace")?;
    let mut flows: BTreeMap<(i64, Option<i64>), Flow> = BTreeMap::new();
    for (row, from) in answer.texts("residence")?.into_iter().enumerate() {
        let Some(from) = system.today(axis, from) else { continue };
        let to = to[row].as_deref().and_then(|to| system.today(axis, to));
        let flow = flows.entry((from, to)).or_default();
        *flow = (flow.0 + workers[row], flow.1 + margins[row] * margins[row]);
    }
    let residences: Vec<i64> = flows.keys().map(|(from, _)| *from).collect();
    let table = Table::new(
        "commuting.parquet",
        vec![
            ("residence".into(), Column::whole(residences.iter().copied())),
            ("workplace".into(), Column::Integers(flows.keys().map(|(_, to)| *to).collect())),
            ("workers".into(), Column::whole(flows.values().map(|(workers, _)| *workers))),
            ("margin".into(), Column::whole(flows.values().map(|(_, squares)| root(*squares)))),
        ],
    )?;
    let holds = "workers by county of residence and of work, with the margin of 90 %; no workplace: outside the counties of the pack";
    pack.add(&table, &groups(&residences), holds, Some(&Query::COMMUTING))
}

/// Margins of separate samples add by their squares.
fn root(squares: i64) -> i64 {
    #[expect(clippy::cast_possible_truncation, reason = "margins are counts of workers")]
    let root = (squares as f64).sqrt().round() as i64;
    root
}
