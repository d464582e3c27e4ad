//! County Business Patterns at six digits, read from the agency's table as it was given.

use std::collections::BTreeMap;
use std::path::Path;

use agglo::Error;
use agglo::base::id::{IndustryId, RegionId};
use agglo::base::year::Year;
use agglo::panel::{Axes, Cell, Changes, Panel};
use agglo_data::table::PackFile;

/// A row that is wanted: establishments, and jobs where they are not hidden.
type Rows = BTreeMap<(i64, String, String), (i64, Option<i64>)>;

/// Jobs and establishments of some industries at six digits; an absent row is missing.
pub(super) fn changes(
    folder: &Path,
    years: &[Year],
    wanted: &dyn Fn(&str) -> bool,
) -> Result<Changes, Error> {
    let path = folder.join("industry/cbp_county.parquet");
    let bytes = std::fs::read(&path).map_err(|cause| {
        Error::new("E0401", format!("the table cannot be read: {cause}"))
            .at(path.display().to_string())
    })?;
    let file = PackFile::open("cbp_county.parquet", bytes.into())?;
    let mut rows = Rows::new();
    for group in 0..file.groups() {
        read(&file, group, years, wanted, &mut rows)?;
    }
    let mut regions: Vec<RegionId> =
        rows.keys().map(|(_, region, _)| RegionId::from(region.as_str())).collect();
    let mut industries: Vec<IndustryId> =
        rows.keys().map(|(.., code)| IndustryId::from(code.as_str())).collect();
    regions.sort();
    regions.dedup();
    industries.sort();
    industries.dedup();
    let axes = Axes { years: years.to_vec(), regions, industries, source: "cbp-2017-2021".into() };
    let mut employment = Panel::filled(axes.clone(), Cell::MISSING)?;
    let mut establishments = Panel::filled(axes.clone(), Cell::MISSING)?;
    let whole = |value: i64| Cell::disclosed(value as f64).unwrap_or(Cell::MISSING);
    for ((year, region, code), (count, jobs)) in rows {
        let year = years.iter().position(|known| i64::from(known.0) == year);
        let region = axes.regions.binary_search_by(|id| id.as_str().cmp(&region)).ok();
        let code = axes.industries.binary_search_by(|id| id.as_str().cmp(&code)).ok();
        if let (Some(year), Some(region), Some(code)) = (year, region, code) {
            establishments.set([year, region, code], whole(count))?;
            employment.set([year, region, code], jobs.map_or(Cell::MISSING, whole))?;
        }
    }
    Ok(Changes { employment: employment.finish(), establishments: establishments.finish() })
}

fn read(
    file: &PackFile,
    group: usize,
    years: &[Year],
    wanted: &dyn Fn(&str) -> bool,
    rows: &mut Rows,
) -> Result<(), Error> {
    let columns = ["region", "naics", "level", "year", "establishments", "employment"];
    let table = file.group(group, &columns)?;
    let (regions, codes) = (table.texts("region")?, table.texts("naics")?);
    let (levels, of) = (table.whole("level")?, table.whole("year")?);
    let (counts, jobs) = (table.whole("establishments")?, table.integers("employment")?);
    for row in 0..table.rows() {
        let in_time = years.iter().any(|year| i64::from(year.0) == of[row]);
        if levels[row] == 6 && in_time && wanted(codes[row]) {
            let key = (of[row], regions[row].to_owned(), codes[row].to_owned());
            if rows.insert(key, (counts[row], jobs[row])).is_some() {
                let place = format!("{}, {}, {}", of[row], regions[row], codes[row]);
                return Err(Error::new("E0202", "a cell stands twice in the table").at(place));
            }
        }
    }
    Ok(())
}
