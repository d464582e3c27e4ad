//! Published survival of new establishments, by sector: what ventures are held against.

use std::collections::BTreeMap;

use agglo::Error;
use agglo::base::survival::{Benchmark, Published};
use serde::Deserialize;

const TEXT: &str = include_str!("../../../../definitions/survival/us_establishments.csv");

/// Agency, table and vintage of the figures, and what must be said of them.
pub const SURVIVAL: [&str; 4] = [
    "US Bureau of Labor Statistics",
    "Business Employment Dynamics, table 7, survival of private sector establishments by opening year",
    "openings 1994 to 2022, ages to March 2023",
    "United States as a whole: no state's own figures. An establishment is no venture: a second shop of a firm counts, a \
     business without employees does not. Work of the US federal government: no copyright in the US.",
];

#[derive(Deserialize)]
struct Line {
    prefixes: String,
    title: String,
    age: u32,
    alive: f64,
    low: f64,
    high: f64,
}

/// Sectors with their published shares.
///
/// # Errors
///
/// `E0206` where the file is damaged.
pub fn survival() -> Result<Vec<Benchmark>, Error> {
    let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(TEXT.as_bytes());
    let mut sectors: BTreeMap<String, Benchmark> = BTreeMap::new();
    for line in reader.deserialize() {
        let damaged =
            |error: csv::Error| Error::new("E0206", error.to_string()).at("us_establishments.csv");
        let line: Line = line.map_err(damaged)?;
        let sector = sectors.entry(line.prefixes.clone()).or_insert_with(|| Benchmark {
            prefixes: line.prefixes.split_whitespace().map(str::to_owned).collect(),
            title: line.title,
            published: Vec::new(),
        });
        let Line { age, alive, low, high, .. } = line;
        sector.published.push(Published { age, alive, low, high });
    }
    Ok(sectors.into_values().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sector_falls_from_year_to_year_inside_its_ends() {
        let sectors = survival().unwrap();
        assert_eq!(sectors.len(), 20);
        for sector in &sectors {
            let mut before = 1.0;
            assert_eq!(sector.published.len(), 10, "{}", sector.title);
            for own in &sector.published {
                assert!(own.alive < before && own.low <= own.alive && own.alive <= own.high);
                before = own.alive;
            }
        }
        // As the agency's table has it for all private sectors: 78.7 % after a year, 49 % after five.
        let all = Benchmark::of(&sectors, None).unwrap();
        assert!(
            (all.published[0].alive - 0.787).abs() < 0.001
                && (all.published[4].alive - 0.493).abs() < 0.001
        );
        assert_eq!(
            Benchmark::of(&sectors, Some("722320")).unwrap().title,
            "Accommodation and Food Services"
        );
    }
}
