//! Agencies' files that are known by their columns.

use agglo::Error;

use crate::intake::Format;
use crate::sheet::survey::{MADE, is_survey};
use crate::sheet::wide::{PERIOD, VALUE};
use crate::source::description::{Description, Flags};
use crate::source::period::NO_PERIOD;

const SOURCES: [(&str, &str); 11] = [
    ("qcew-annual", include_str!("../../../../definitions/sources/qcew-annual.toml")),
    ("qcew-quarterly", include_str!("../../../../definitions/sources/qcew-quarterly.toml")),
    ("cbp-county", include_str!("../../../../definitions/sources/cbp-county.toml")),
    ("bds-county", include_str!("../../../../definitions/sources/bds-county.toml")),
    ("bea-regional", include_str!("../../../../definitions/sources/bea-regional.toml")),
    ("bea-input-output", include_str!("../../../../definitions/sources/bea-input-output.toml")),
    ("acs-county", include_str!("../../../../definitions/sources/acs-county.toml")),
    ("acs-county-answer", include_str!("../../../../definitions/sources/acs-county-answer.toml")),
    ("svi-county", include_str!("../../../../definitions/sources/svi-county.toml")),
    ("eurostat", include_str!("../../../../definitions/sources/eurostat.toml")),
    ("sdmx", include_str!("../../../../definitions/sources/sdmx.toml")),
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
    let has = |name: &String| columns.iter().any(|column| column.eq_ignore_ascii_case(name));
    let is_known = |source: &Description| {
        let is_like = !source.is_survey || is_survey(columns);
        is_like && !source.known_by.is_empty() && source.known_by.iter().all(has)
    };
    let found = sources()?.into_iter().find(is_known);
    let Some(mut source) = found else { return Ok(None) };
    spelled(&mut source, columns);
    let mut lacks: Vec<String> = Vec::new();
    let (is_wide, is_survey) = (source.is_wide, source.is_survey);
    let mut keep = |name: &String, is_optional: bool| {
        let is_made = is_wide && (name == PERIOD || name == VALUE)
            || is_survey && MADE.contains(&name.as_str());
        let is_there = is_made || columns.contains(name);
        if !is_there && !is_optional && !lacks.contains(name) {
            lacks.push(name.clone());
        }
        is_there
    };
    let flags = source.flags.clone();
    source.measures.retain(|measure| keep(&measure.column, measure.is_optional));
    source.dimensions.retain(|dimension| keep(&dimension.column, false));
    source.flags.retain(|flags| keep(&flags.column, flags.is_optional));
    let mut is_doubtful = false;
    for measure in &mut source.measures {
        let is_left = measure.spoken_of(&source.flags).is_empty();
        measure.is_zero_doubtful = is_left && !measure.spoken_of(&flags).is_empty();
        is_doubtful |= measure.is_zero_doubtful;
    }
    let columns_of_period = source.period.as_ref().and_then(|period| period.column.clone());
    if let Some(column) = columns_of_period.filter(|column| !keep(column, false)) {
        source.period = None;
        lacks.retain(|other| *other != column);
        lacks.push(format!("{column}: {NO_PERIOD}"));
    }
    let notes = lacks.into_iter().map(|column| format!("the file has no column {column}"));
    let doubt =
        "a 0 is kept without a figure: the flags that say whether it is one are not in the file";
    let doubt = is_doubtful.then(|| doubt.to_owned());
    Ok(Some((source, notes.chain(doubt).collect())))
}

/// Gives the columns of a source the names that a file writes in other letters, large or small.
fn spelled(source: &mut Description, columns: &[String]) {
    let spell = |name: &mut String| {
        let alike = |column: &&String| column.eq_ignore_ascii_case(name);
        if !columns.contains(name)
            && let Some(own) = columns.iter().find(alike)
        {
            name.clone_from(own);
        }
    };
    let region = source.region.iter_mut();
    region.for_each(|own| std::iter::once(&mut own.column).chain(&mut own.county).for_each(spell));
    let industry = source.industry.iter_mut();
    industry
        .for_each(|own| std::iter::once(&mut own.column).chain(&mut own.edition).for_each(spell));
    let period = source.period.iter_mut();
    period.for_each(|own| own.column.iter_mut().chain(&mut own.quarter).for_each(spell));
    source.dimensions.iter_mut().for_each(|own| spell(&mut own.column));
    source.measures.iter_mut().for_each(|own| {
        spell(&mut own.column);
        own.flags.iter_mut().for_each(spell);
    });
    source.flags.iter_mut().for_each(|own| spell(&mut own.column));
    source.leave_out.iter_mut().for_each(|own| spell(&mut own.column));
}

/// What the flags of cubes say, where a message of this format has them in this column.
///
/// # Errors
///
/// As [`sources`].
pub fn flags_of(format: Format, column: &str) -> Result<Option<Flags>, Error> {
    let name = match format {
        Format::EurostatTsv => "eurostat",
        Format::SdmxCsv | Format::SdmxJson | Format::SdmxMl => "sdmx",
        _ => return Ok(None),
    };
    let source = sources()?.into_iter().find(|source| source.dataset == name);
    let flags = source.map(|source| source.flags).unwrap_or_default();
    Ok(flags.into_iter().find(|flags| flags.column == column))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_source_is_readable_and_known_by_columns_that_it_uses() {
        for source in sources().unwrap() {
            let used = source.columns();
            assert!(!source.known_by.is_empty() || source.fetch.is_some());
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
        assert!(source.measures[0].is_zero_doubtful, "a 0 may hide a figure");
        assert!(notes.iter().any(|note| note.contains("year")), "{notes:?}");
        assert!(recognised(&["region".to_owned()]).unwrap().is_none());
    }
}
