//! Sectors and four-digit industries over five years.

use agglo::Error;
use agglo_data::table::{Column, Table};
use agglo_data::warehouse::{Query, Warehouse};

use super::files::Pack;
use super::{Axis, columns, groups};

/// Writes the industries and their cells.
pub(super) fn write(warehouse: &Warehouse, axis: &Axis, pack: &mut Pack) -> Result<(), Error> {
    let answer = warehouse.ask(&Query::CHANGES)?;
    let (regions, codes) = (answer.texts("region")?, answer.texts("industry")?);
    let industries = Axis::of(codes.iter().copied());
    let regions = axis.positions(&regions)?;
    let starts = groups(&regions);
    let mut stored = vec![
        ("region".to_owned(), Column::whole(regions)),
        ("industry".to_owned(), Column::whole(industries.positions(&codes)?)),
    ];
    for name in ["establishments", "employment"] {
        let names: Vec<String> = (2017..=2021).map(|year| format!("{name}_{year}")).collect();
        stored.extend(columns(&answer, &names)?);
    }
    let list = vec![("industry".to_owned(), Column::texts(industries.ids))];
    let holds = "an industry; its row is its position in changes.parquet";
    pack.add(&Table::new("cbp_industries.parquet", list)?, &[0], holds, None)?;
    let holds = "a county's establishments and jobs of an industry, 2017-2021; no establishments: not \
                 published; establishments and no jobs: hidden";
    pack.add(&Table::new("changes.parquet", stored)?, &starts, holds, Some(&Query::CHANGES))
}
