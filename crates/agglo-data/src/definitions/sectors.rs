//! Which line of the yearly panel of jobs an industry lies in.

use agglo::Error;
use agglo::simulate::Sectors;

const TEXT: &str = include_str!("../../../../definitions/classifications/jobs_sectors.csv");

/// Industries of the classification with the line that they lie in.
///
/// # Errors
///
/// `E0206` where the file is damaged.
pub fn sectors() -> Result<Sectors, Error> {
    let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(TEXT.as_bytes());
    let mut sectors = Sectors::new();
    for row in reader.deserialize() {
        let (line, industries): (String, String) =
            row.map_err(|error| Error::new("E0206", error.to_string()).at("jobs_sectors.csv"))?;
        let codes = industries.split_whitespace();
        sectors.extend(codes.map(|code| (code.into(), line.as_str().into())));
    }
    Ok(sectors)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_industry_lies_in_one_line() {
        let sectors = sectors().unwrap();
        assert_eq!(sectors.get("72"), Some(&"1800".into()));
        assert_eq!(sectors.get("113"), Some(&"100".into()));
        assert_eq!(sectors.len(), 23);
    }
}
