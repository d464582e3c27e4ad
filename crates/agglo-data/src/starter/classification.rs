//! Industry trees: codes and titles of the official classification, in the publisher's grouping.

use agglo::Error;
use agglo::base::classification::{Classification, Industry};

const NAICS_2012: &str = include_str!("../../../../definitions/classifications/naics2012.csv");
const NAICS_2017: &str = include_str!("../../../../definitions/classifications/naics2017.csv");

/// NAICS 2012, with the totals and joined sectors under which its figures are published.
///
/// # Errors
///
/// `E0403` when the definition cannot be read.
pub fn naics_2012() -> Result<Classification, Error> {
    classification("NAICS 2012", NAICS_2012)
}

/// NAICS 2017, likewise.
///
/// # Errors
///
/// As [`naics_2012`].
pub fn naics_2017() -> Result<Classification, Error> {
    classification("NAICS 2017", NAICS_2017)
}

fn classification(name: &str, text: &str) -> Result<Classification, Error> {
    let fault = |what: String| Error::new("E0403", what).at(format!("classification {name}"));
    let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(text.as_bytes());
    let mut industries = Vec::new();
    for row in reader.deserialize::<(String, u8, Option<String>, String)>() {
        let (code, level, parent, title) = row.map_err(|cause| fault(cause.to_string()))?;
        industries.push(Industry { id: code.into(), title, level, parent: parent.map(Into::into) });
    }
    Classification::new(name, industries)
}
