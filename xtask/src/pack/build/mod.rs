//! From the agencies' tables to the files of the pack, one module per group of files.

mod cells;
mod changes;
mod clusters;
mod commuting;
pub(super) mod define;
mod facts;
mod files;
mod globe;
mod input_output;
mod jobs;
mod nation;
mod people;
mod places;
mod shapes;
mod simplify;
mod structure;

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Instant;

use agglo::Error;
use agglo_data::table::Table;
use agglo_data::warehouse::{Query, Warehouse};

use super::concordances;
use files::Pack;

/// Regions of a row group: large enough to compress well, small enough to read one region alone.
const REGIONS_PER_GROUP: usize = 128;

/// Table as queries name it, and its file under the folder given.
const TABLES: &[(&str, &str)] = &[
    ("qcew_county", "industry/qcew_county.parquet"),
    ("qcew_county_monthly", "industry/qcew_county_monthly.parquet"),
    ("qcew_state", "industry/qcew_state.parquet"),
    ("qcew_us_2016", "industry/qcew_us_2016.csv"),
    ("cbp_county", "industry/cbp_county.parquet"),
    ("bea_jobs", "panel/bea_county_jobs_2001_2022.parquet"),
    ("bea_lines", "panel/bea_lines.csv"),
    ("bea_members", "panel/bea_region_members.csv"),
    ("bea_regions", "panel/bea_regions.csv"),
    ("bea_income", "panel/bea_county_income_1969_2018.parquet"),
    ("laus", "panel/laus_county_1990_2018.parquet"),
    ("svi", "people/svi_2018_county.parquet"),
    ("element_facts", "elements/facts.csv"),
    ("element_sources", "elements/sources.csv"),
    ("cz_1990", "geo/cz_1990.csv"),
    ("commuting", "flows/county_commuting_acs_2009_2013.parquet"),
    ("io_make_summary", "../io/bea/Summary_Make_2017_BeforeRedef_17sch.csv"),
    ("io_use_summary", "../io/bea/Summary_Use_2017_PRO_BeforeRedef_17sch.csv"),
    ("io_imports_summary", "../io/bea/Summary_Import_2017_BeforeRedef_17sch.csv"),
];

/// Writes all files of the pack and its list.
pub(super) fn write(from: &Path, to: &Path) -> Result<(), Error> {
    let begun = Instant::now();
    complete(from)?;
    let warehouse = Warehouse::new()?;
    register(&warehouse, from, TABLES)?;
    warehouse.view("places", &Query::PLACES)?;
    let mut pack = Pack::new(to);
    let axis = places::write(&warehouse, from, &mut pack)?;
    structure::write(&warehouse, &axis, &mut pack)?;
    changes::write(&warehouse, &axis, &mut pack)?;
    let areas = jobs::write(&warehouse, &axis, &mut pack)?;
    people::write(&warehouse, &axis, &areas, &mut pack)?;
    facts::write(&warehouse, &axis, &mut pack)?;
    input_output::write(&warehouse, &mut pack)?;
    for made in concordances::tables(from)? {
        pack.add(&made.table, &[0], made.holds, None)?;
    }
    let bytes = pack.finish()?;
    super::world::write(from, to)?;
    super::say(&format!("{bytes:>10} bytes in {:.0} s", begun.elapsed().as_secs_f64()));
    Ok(())
}

/// Names files as queries do.
fn register(warehouse: &Warehouse, from: &Path, tables: &[(&str, &str)]) -> Result<(), Error> {
    tables.iter().try_for_each(|(table, file)| warehouse.register(table, &from.join(file)))
}

/// Looks for every file before any work is begun.
fn complete(from: &Path) -> Result<(), Error> {
    let files =
        TABLES.iter().map(|(_, file)| *file).chain(places::FILES).chain(concordances::FILES);
    let missing: Vec<&str> = files.filter(|file| !from.join(file).is_file()).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let what =
        format!("{} of the agencies' files are missing: {}", missing.len(), missing.join(", "));
    Err(Error::new("E0401", what)
        .at(from.display().to_string())
        .hint("cargo xtask pack --from DIR, where DIR holds industry/, panel/, people/, elements/, geo/ and flows/, with io/ beside it"))
}

/// Codes in the order of their positions.
struct Axis {
    ids: Vec<String>,
    positions: BTreeMap<String, i64>,
}

impl Axis {
    /// The axis of these codes, sorted and once each.
    fn of<T: Into<String>>(ids: impl IntoIterator<Item = T>) -> Self {
        let mut ids: Vec<String> = ids.into_iter().map(Into::into).collect();
        ids.sort();
        ids.dedup();
        let positions = (0..).zip(&ids).map(|(at, id)| (id.clone(), at)).collect();
        Self { ids, positions }
    }

    fn position(&self, id: &str) -> Result<i64, Error> {
        self.positions.get(id).copied().ok_or_else(|| {
            Error::new("E0204", format!("code `{id}` is in a table and not on its axis"))
        })
    }

    fn positions(&self, ids: &[&str]) -> Result<Vec<i64>, Error> {
        ids.iter().map(|id| self.position(id)).collect()
    }
}

/// First rows of row groups that hold whole regions; `regions` are positions in ascending order.
fn groups(regions: &[i64]) -> Vec<usize> {
    let mut starts = vec![0];
    let mut first = regions.first().copied().unwrap_or(0);
    let span = i64::try_from(REGIONS_PER_GROUP).unwrap_or(i64::MAX);
    for (row, &region) in regions.iter().enumerate() {
        if region >= first + span {
            starts.push(row);
            first = region;
        }
    }
    starts
}

/// Rows of each code in a table that is sorted by it.
fn runs<'a>(ids: &[&'a str]) -> Vec<(&'a str, std::ops::Range<usize>)> {
    let mut runs: Vec<(&str, std::ops::Range<usize>)> = Vec::new();
    for (row, id) in ids.iter().enumerate() {
        match runs.last_mut() {
            Some((last, range)) if last == id => range.end = row + 1,
            _ => runs.push((id, row..row + 1)),
        }
    }
    runs
}

/// A table's columns renamed and taken as they are.
fn columns(
    table: &Table,
    names: &[String],
) -> Result<Vec<(String, agglo_data::table::Column)>, Error> {
    names
        .iter()
        .map(|name| {
            let column = table.integers(name)?.to_vec();
            Ok((name.clone(), agglo_data::table::Column::Integers(column)))
        })
        .collect()
}
