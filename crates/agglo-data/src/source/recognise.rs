//! Agencies' files that are known by their columns.

use agglo::Error;

use crate::source::description::Description;

const SOURCES: [(&str, &str); 3] = [
    ("qcew-annual", include_str!("../../../../definitions/sources/qcew-annual.toml")),
    ("qcew-quarterly", include_str!("../../../../definitions/sources/qcew-quarterly.toml")),
    ("cbp-county", include_str!("../../../../definitions/sources/cbp-county.toml")),
];

/// The sources that are known.
///
/// # Errors
///
/// `E0205` where a definition is damaged.
pub fn sources() -> Result<Vec<Description>, Error> {
    SOURCES
        .iter()
        .map(|(name, text)| Description::read(text, &format!("sources/{name}.toml")))
        .collect()
}

/// The source of a file with these columns, without what this file lacks; what it lacks is said.
///
/// # Errors
///
/// As [`sources`].
pub fn recognised(columns: &[String]) -> Result<Option<(Description, Vec<String>)>, Error> {
    let has = |name: &String| columns.contains(name);
    let found = sources()?.into_iter().find(|source| source.known_by.iter().all(has));
    let Some(mut source) = found else { return Ok(None) };
    let mut lacks: Vec<String> = Vec::new();
    let mut keep = |name: &String| {
        let is_there = columns.contains(name);
        if !is_there && !lacks.contains(name) {
            lacks.push(name.clone());
        }
        is_there
    };
    source.measures.retain(|measure| keep(&measure.column));
    source.dimensions.retain(|dimension| keep(&dimension.column));
    source.flags.retain(|flags| keep(&flags.column));
    let columns_of_period = source.period.as_ref().and_then(|period| period.column.clone());
    if let Some(column) = columns_of_period.filter(|column| !keep(column)) {
        source.period = None;
        lacks.retain(|other| *other != column);
        lacks.push(format!("{column}: the file does not say of when it is"));
    }
    let notes = lacks.into_iter().map(|column| format!("the file has no column {column}"));
    Ok(Some((source, notes.collect())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_source_is_readable_and_known_by_columns_that_it_uses() {
        for source in sources().unwrap() {
            let used = source.columns();
            assert!(!source.known_by.is_empty());
            assert!(
                source.known_by.iter().all(|column| used.contains(&column.as_str())),
                "{}",
                source.dataset
            );
        }
    }

    #[test]
    fn a_file_that_lacks_some_columns_is_known_and_what_it_lacks_is_said() {
        let columns: Vec<String> = ["area_fips", "own_code", "industry_code", "annual_avg_emplvl"]
            .map(str::to_owned)
            .to_vec();
        let (source, notes) = recognised(&columns).unwrap().unwrap();
        assert_eq!(source.measures.len(), 1);
        assert!(source.period.is_none() && source.flags.is_empty());
        assert!(notes.iter().any(|note| note.contains("year")), "{notes:?}");
        assert!(recognised(&["region".to_owned()]).unwrap().is_none());
    }
}
