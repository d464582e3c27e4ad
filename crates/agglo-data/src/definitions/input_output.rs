//! The sectors of the nation's input-output table and the industries that each holds.

use agglo::Error;
use agglo::map::input_output::{NationalSector, SectorKind};
use serde::Deserialize;

const TEXT: &str = include_str!("../../../../definitions/input_output/us_sectors.csv");

#[derive(Deserialize)]
struct Row {
    sector: String,
    kind: SectorKind,
    title: String,
    industries: String,
}

/// Sectors in the table's order.
///
/// # Errors
///
/// `E0206` where the file is damaged.
pub fn national_sectors() -> Result<Vec<NationalSector>, Error> {
    let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(TEXT.as_bytes());
    let sector = |row: Row| NationalSector {
        industries: row.industries.split_whitespace().map(Into::into).collect(),
        sector: row.sector,
        kind: row.kind,
        title: row.title,
    };
    let rows = reader.deserialize().map(|row: Result<Row, csv::Error>| {
        row.map(sector).map_err(|cause| Error::new("E0206", cause.to_string()).at("us_sectors.csv"))
    });
    rows.collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::starter::naics_2012;

    #[test]
    fn every_private_industry_lies_in_one_sector() {
        let (sectors, tree) = (national_sectors().unwrap(), naics_2012().unwrap());
        assert_eq!(sectors.len(), 71);
        let mut seen = BTreeSet::new();
        for industry in sectors.iter().flat_map(|sector| &sector.industries) {
            let four = tree.industries().iter().filter(|other| other.level == 4).filter(|other| {
                let above = std::iter::successors(Some(&other.id), |id| {
                    tree.get(id.as_str())?.parent.as_ref()
                });
                above.into_iter().any(|id| id == industry)
            });
            for other in four {
                assert!(seen.insert(other.id.clone()), "{} twice", other.id);
            }
        }
        let left: Vec<_> = tree
            .industries()
            .iter()
            .filter(|industry| industry.level == 4 && !seen.contains(&industry.id))
            .map(|industry| industry.id.as_str())
            .collect();
        // The postal service, public administration and the unclassified.
        let known =
            ["4911", "9211", "9221", "9231", "9241", "9251", "9261", "9271", "9281", "9999"];
        assert_eq!(left, known);
    }
}
