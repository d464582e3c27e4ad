//! The figures of a definition from a country's table of industries.

use std::collections::BTreeMap;

use agglo_stats::float;
use agglo_stats::matrix::Matrix;

use crate::base::classification::Classification;
use crate::base::error::Error;
use crate::base::id::{IndustryId, RegionId};
use crate::base::region::Region;
use crate::map::cluster::define::Figures;
use crate::panel::{Cell, Panel, Structure};

/// One count of an industry in a place, as a table of a person's own states it.
#[derive(Clone, Debug, PartialEq)]
pub struct Count {
    /// Code of the industry.
    pub industry: IndustryId,
    /// The labour market of the place.
    pub market: String,
    /// What lies around it: the areas over which traded industries are told from local ones.
    pub around: String,
    /// Establishments, not below 0.
    pub establishments: f64,
    /// Jobs, not below 0; `None` where they are hidden.
    pub jobs: Option<f64>,
}

/// Figures from counts in any order; counts of one industry and area are added up.
///
/// Hidden jobs are as many to an establishment as those that are known of the industry, else as those of all
/// industries; where no jobs are known at all, establishments stand in for them.
///
/// # Errors
///
/// `E0301` where there is no count.
pub fn of_counts(counts: &[Count]) -> Result<Figures, Error> {
    if counts.is_empty() {
        return Err(Error::new("E0301", "there are no counts to find clusters in"));
    }
    let mut industries: Vec<IndustryId> =
        counts.iter().map(|count| count.industry.clone()).collect();
    industries.sort();
    industries.dedup();
    let column = |id: &IndustryId| industries.binary_search(id).unwrap_or_default();
    let sizes = sizes(counts);
    let everywhere = size(counts.iter()).unwrap_or(1.0);
    let likely = |count: &Count| {
        let size = || sizes.get(&count.industry).copied().unwrap_or(everywhere);
        count.jobs.unwrap_or_else(|| count.establishments * size())
    };
    let table = |area: fn(&Count) -> &str, value: &dyn Fn(&Count) -> f64| {
        let mut rows: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
        for count in counts {
            let row = rows.entry(area(count)).or_insert_with(|| vec![0.0; industries.len()]);
            row[column(&count.industry)] += value(count);
        }
        let rows: Vec<Vec<f64>> = rows.into_values().collect();
        Matrix::from_rows(&rows).map_err(|error| Error::new("E0301", error.to_string()))
    };
    Ok(Figures {
        establishments: table(|count| &count.market, &|count| count.establishments)?,
        market_jobs: table(|count| &count.market, &likely)?,
        state_jobs: table(|count| &count.around, &likely)?,
        links: None,
        industries,
    })
}

/// Jobs an establishment of each industry of which some are known.
fn sizes(counts: &[Count]) -> BTreeMap<IndustryId, f64> {
    let mut by_industry: BTreeMap<&IndustryId, Vec<&Count>> = BTreeMap::new();
    for count in counts {
        by_industry.entry(&count.industry).or_default().push(count);
    }
    let sized =
        |(id, counts): (&IndustryId, Vec<&Count>)| Some((id.clone(), size(counts.into_iter())?));
    by_industry.into_iter().filter_map(sized).collect()
}

/// Jobs an establishment over the counts of which both are known; `None` where there is none.
fn size<'a>(counts: impl Iterator<Item = &'a Count>) -> Option<f64> {
    let known: Vec<(f64, f64)> =
        counts.filter_map(|count| Some((count.establishments, count.jobs?))).collect();
    let units = float::sum(known.iter().map(|(units, _)| *units));
    (units > 0.0).then(|| float::sum(known.iter().map(|(_, jobs)| *jobs)) / units)
}

/// Figures of the industries of one level; `markets` names the labour market of base units, and a unit that
/// has none is a market of its own.
///
/// Hidden jobs are as many to an establishment as those published of the industry, within their bounds.
///
/// # Errors
///
/// `E0104` where the table has no industry of that level.
pub fn of_structure(
    structure: &Structure,
    classification: &Classification,
    regions: &[Region],
    markets: &[(RegionId, String)],
    level: u8,
) -> Result<Figures, Error> {
    let axes = structure.establishments.axes();
    let ids = axes.industries.iter();
    let is_level = |id: &&IndustryId| {
        classification.get(id.as_str()).is_some_and(|industry| industry.level == level)
    };
    let industries: Vec<&IndustryId> = ids.filter(is_level).collect();
    if industries.is_empty() {
        return Err(Error::new("E0104", format!("there is no industry of level {level}"))
            .at(axes.source.as_str()));
    }
    let market: BTreeMap<&RegionId, &str> =
        markets.iter().map(|(id, market)| (id, market.as_str())).collect();
    let mut counts = Vec::new();
    for id in industries {
        let cells: Vec<(&Region, Cell, Cell)> = regions
            .iter()
            .map(|region| {
                let of = |panel: &Panel| cell(panel, region, id);
                (region, of(&structure.establishments), of(&structure.employment))
            })
            .collect();
        let size = mean_size(&cells);
        counts.extend(cells.into_iter().filter_map(|(region, establishments, jobs)| {
            // A place that is not in the table says nothing of where the industry is not.
            let establishments = establishments.point().ok()?;
            Some(Count {
                industry: id.clone(),
                market: market
                    .get(&region.id)
                    .map_or(region.id.as_str(), |market| market)
                    .to_owned(),
                around: region.within_code.clone(),
                establishments,
                jobs: Some(likely(jobs, establishments * size)),
            })
        }));
    }
    of_counts(&counts)
}

fn cell(panel: &Panel, region: &Region, industry: &IndustryId) -> Cell {
    let at = panel.region(region.id.as_str()).zip(panel.industry(industry.as_str()));
    at.map_or(Cell::MISSING, |(region, industry)| panel.cell([0, region, industry]))
}

/// Jobs an establishment over the places where both are published; 0 where they are nowhere.
fn mean_size(cells: &[(&Region, Cell, Cell)]) -> f64 {
    let known: Vec<(f64, f64)> = cells
        .iter()
        .filter_map(|(_, units, jobs)| units.point().ok().zip(jobs.point().ok()))
        .collect();
    let units = float::sum(known.iter().map(|(units, _)| *units));
    let jobs = float::sum(known.iter().map(|(_, jobs)| *jobs));
    if units > 0.0 { jobs / units } else { 0.0 }
}

fn likely(jobs: Cell, guess: f64) -> f64 {
    jobs.point().unwrap_or_else(|_| {
        let (low, high) = jobs.range().unwrap_or((0.0, guess));
        guess.min(high).max(low)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_added_up_by_area_and_the_rest_is_nothing() {
        let count = |industry: &str, market: &str, around: &str, jobs: f64| Count {
            industry: industry.into(),
            market: market.to_owned(),
            around: around.to_owned(),
            establishments: 1.0,
            jobs: Some(jobs),
        };
        let found = of_counts(&[
            count("b", "m1", "s", 5.0),
            count("a", "m2", "s", 7.0),
            count("b", "m1", "s", 2.0),
        ])
        .unwrap();
        assert_eq!(found.industries, ["a".into(), "b".into()]);
        assert_eq!((found.establishments.rows(), found.state_jobs.rows()), (2, 1));
        assert_eq!(
            (found.market_jobs.row(0), found.market_jobs.row(1)),
            (&[0.0, 7.0][..], &[7.0, 0.0][..])
        );
        assert_eq!(found.state_jobs.row(0), [7.0, 7.0]);
        assert!(of_counts(&[]).is_err());
    }

    #[test]
    fn hidden_jobs_of_ones_own_table_are_jobs_and_never_establishments_beside_jobs() {
        let count = |industry: &str, market: &str, establishments: f64, jobs: Option<f64>| Count {
            industry: industry.into(),
            market: market.to_owned(),
            around: "s".to_owned(),
            establishments,
            jobs,
        };
        let mut counts = vec![
            count("a", "m1", 2.0, Some(20.0)),
            count("a", "m2", 3.0, None),
            count("b", "m2", 4.0, None),
        ];
        let found = of_counts(&counts).unwrap();
        assert_eq!(found.market_jobs.row(1), [30.0, 40.0]);
        for count in &mut counts {
            count.jobs = None;
        }
        assert_eq!(of_counts(&counts).unwrap().market_jobs.row(1), [3.0, 4.0]);
    }

    #[test]
    fn hidden_jobs_are_likely_ones_inside_their_bounds() {
        let rows = [
            (Cell::withheld(3.0, 8.0).unwrap(), 8.0),
            (Cell::disclosed(4.0).unwrap(), 4.0),
            (Cell::MISSING, 20.0),
        ];
        for (cell, expected) in rows {
            assert!((likely(cell, 20.0) - expected).abs() < 1e-12);
        }
    }
}
