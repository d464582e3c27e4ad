//! Entry: whether regions take up the industries that they are close to, tried on a later period.
//!
//! `logit P = a + b1 density_ri + b2 ln k_i` over the industries that a region lacks (entry) or has (exit);
//! beside it a rival that knows only how many industries the region and how many regions the industry has.

use agglo_stats::float;
use agglo_stats::matrix::Matrix;
use agglo_stats::moments::{Divisor, mean_and_deviation};
use agglo_stats::regression::logit::Logit;
use agglo_stats::score::calibration::{Bin, calibration};
use agglo_stats::score::event::{area_under_curve, brier};

use crate::base::error::Error;
use crate::map::presence::Presence;
use crate::map::relatedness::density::Density;

/// What may happen between two dates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// An absent industry comes.
    Entry,
    /// A present one goes.
    Exit,
}

/// A region and an industry that may change, as they stand at the first date.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Candidate {
    /// The region.
    pub region: usize,
    /// The industry.
    pub industry: usize,
    /// Density of the region around the industry.
    pub density: f64,
    /// Industries of the region.
    pub diversity: u32,
    /// Regions of the industry.
    pub ubiquity: u32,
    /// Whether the change happened by the second date.
    pub happened: bool,
}

/// Every candidate of a change between two dates, by region and industry.
///
/// # Inputs
///
/// `density` must come from the first date, or earlier: a later one knows the answer. Left out are regions
/// and industries without any presence at the first date, and industries that are close to nothing.
///
/// # Errors
///
/// `E0301` where the two tables differ in size.
pub fn candidates(
    before: &Presence,
    after: &Presence,
    density: &Density,
    change: Change,
) -> Result<Vec<Candidate>, Error> {
    let shape = |table: &Presence| (table.regions(), table.industries());
    if shape(before) != shape(after) {
        return Err(Error::new("E0301", "the tables of the two dates differ in size"));
    }
    let (diversity, ubiquity) = (before.diversity(), before.ubiquity());
    let start = change == Change::Exit;
    let mut found = Vec::new();
    for region in (0..before.regions()).filter(|&region| diversity[region] > 0) {
        for industry in (0..before.industries()).filter(|&industry| ubiquity[industry] > 0) {
            let Some(density) = density.at(region, industry) else { continue };
            if before.holds(region, industry) == start {
                found.push(Candidate {
                    region,
                    industry,
                    density,
                    diversity: diversity[region],
                    ubiquity: ubiquity[industry],
                    happened: after.holds(region, industry) != start,
                });
            }
        }
    }
    Ok(found)
}

/// What a forecast rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Model {
    /// Density and the log of the industry's ubiquity.
    Density,
    /// The log of diversity times ubiquity: no relatedness in it.
    Rival,
    /// The logs of diversity and of ubiquity, each with a coefficient of its own.
    Counts,
    /// The same with density beside.
    CountsAndDensity,
}

impl Model {
    /// The columns of a candidate, the constant first.
    fn columns(self, candidate: &Candidate) -> Vec<f64> {
        let ln = |count: u32| float::ln(f64::from(count));
        match self {
            Self::Density => vec![1.0, candidate.density, ln(candidate.ubiquity)],
            Self::Rival => vec![1.0, ln(candidate.diversity) + ln(candidate.ubiquity)],
            Self::Counts => vec![1.0, ln(candidate.diversity), ln(candidate.ubiquity)],
            Self::CountsAndDensity => {
                vec![1.0, ln(candidate.diversity), ln(candidate.ubiquity), candidate.density]
            }
        }
    }
}

/// A fitted model of changes.
#[derive(Clone, Debug, PartialEq)]
pub struct Forecaster {
    /// What it rests on.
    pub model: Model,
    /// The regression; its coefficients are those of the constant, then as the model lists them.
    pub logit: Logit,
    /// Standard errors with regions as groups; `None` of fewer than two regions.
    pub errors: Option<Vec<f64>>,
    /// Factor on the odds of one standard deviation of the first column after the constant.
    pub odds_per_deviation: Option<f64>,
}

impl Forecaster {
    /// Probability of the change.
    pub fn probability(&self, candidate: &Candidate) -> f64 {
        self.logit.probability(&self.model.columns(candidate))
    }

    /// How good its forecasts of other candidates are.
    pub fn quality(&self, candidates: &[Candidate]) -> Quality {
        let forecasts: Vec<(f64, bool)> = candidates
            .iter()
            .map(|candidate| (self.probability(candidate), candidate.happened))
            .collect();
        Quality {
            area_under_curve: area_under_curve(&forecasts),
            brier: brier(&forecasts),
            deciles: calibration(&forecasts, 10),
        }
    }
}

/// How good forecasts were.
#[derive(Clone, Debug, PartialEq)]
pub struct Quality {
    /// Probability that a change got a higher forecast than none; `None` unless both occur.
    pub area_under_curve: Option<f64>,
    /// Mean squared distance of forecasts from what happened; `None` of nothing.
    pub brier: Option<f64>,
    /// Forecasts against what happened, tenth by tenth.
    pub deciles: Vec<Bin>,
}

/// Fits a model to candidates.
///
/// # Errors
///
/// `E0301` where all outcomes are the same or the columns depend on each other.
///
/// # Source
///
/// Neffke, Henning and Boschma 2011, Economic Geography 87(3).
pub fn fit(model: Model, candidates: &[Candidate]) -> Result<Forecaster, Error> {
    let numbers = |error: agglo_stats::Error| Error::new("E0301", error.to_string());
    let rows: Vec<Vec<f64>> = candidates.iter().map(|candidate| model.columns(candidate)).collect();
    let happened: Vec<bool> = candidates.iter().map(|candidate| candidate.happened).collect();
    let regions: Vec<usize> = candidates.iter().map(|candidate| candidate.region).collect();
    let x = Matrix::from_rows(&rows).map_err(numbers)?;
    let logit = Logit::fit(&x, &happened).map_err(numbers)?;
    let first: Vec<f64> = x.column(1).collect();
    let odds_per_deviation = mean_and_deviation(&first, Divisor::Sample)
        .map(|(_, deviation)| float::exp(logit.coefficients[1] * deviation));
    let errors = logit.errors.clustered(&regions).map_err(numbers)?;
    Ok(Forecaster { model, logit, errors, odds_per_deviation })
}

/// Both models, fitted on one period and tried on a later one.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// The model with density.
    pub density: (Forecaster, Quality),
    /// The one without.
    pub rival: (Forecaster, Quality),
}

/// Fits both models on the candidates of one period and scores them on those of a later one.
///
/// # Errors
///
/// As [`fit`].
///
/// # How to read it
///
/// Density says something of its own only where it beats the rival later: common industries enter large
/// regions in any case, and density is high there too.
pub fn compare_with_rival(earlier: &[Candidate], later: &[Candidate]) -> Result<Comparison, Error> {
    let tried = |model: Model| {
        let fitted = fit(model, earlier)?;
        let quality = fitted.quality(later);
        Ok((fitted, quality))
    };
    Ok(Comparison { density: tried(Model::Density)?, rival: tried(Model::Rival)? })
}

/// Forecasts of candidates by models that have not seen their region's part of the country.
///
/// # Inputs
///
/// `part`: by region, the part that is left out together: the regions of a fifth of all states.
///
/// # Returns
///
/// A probability a candidate, in their order.
///
/// # Errors
///
/// As [`fit`]; `E0301` where a region has no part.
pub fn held_out(model: Model, candidates: &[Candidate], part: &[usize]) -> Result<Vec<f64>, Error> {
    let of = |candidate: &Candidate| {
        let part = part.get(candidate.region).copied();
        part.ok_or_else(|| Error::new("E0301", "a region lies in no part of the country"))
    };
    let parts: Vec<usize> = candidates.iter().map(of).collect::<Result<_, _>>()?;
    let mut names = parts.clone();
    names.sort_unstable();
    names.dedup();
    let mut forecasts = vec![0.0; candidates.len()];
    for name in names {
        let seen = candidates.iter().zip(&parts).filter(|(_, part)| **part != name);
        let fitted = fit(model, &seen.map(|(candidate, _)| *candidate).collect::<Vec<_>>())?;
        let rows = candidates.iter().zip(&parts).zip(&mut forecasts);
        for ((candidate, _), forecast) in rows.filter(|((_, part), _)| **part == name) {
            *forecast = fitted.probability(candidate);
        }
    }
    Ok(forecasts)
}

#[cfg(test)]
mod tests {
    use agglo_stats::random::uniform;

    use super::*;

    /// Regions of two kinds with the industries of theirs; each year some more of their own kind come.
    fn year(year: u32) -> Presence {
        Presence::from_fn(60, 40, |region, industry| {
            let kin = region % 2 == industry % 2;
            let [draw, other] =
                uniform(5, [0, 0, u32::try_from(region * 40 + industry).unwrap(), 1]);
            let share = if kin { 0.4 } else { 0.1 };
            let growth = if kin { 0.12 } else { 0.01 };
            draw < share || other < growth * f64::from(year)
        })
    }

    fn candidates_from(start: u32) -> Vec<Candidate> {
        use crate::map::relatedness::{Diagonal, Form, density, proximity};
        let before = year(start);
        let phi = proximity(&before, Form::Larger, Diagonal::Zero).unwrap();
        let density = density(&before, &phi).unwrap();
        candidates(&before, &year(start + 1), &density, Change::Entry).unwrap()
    }

    #[test]
    fn the_planted_kinship_is_found_and_beats_the_rival_later() {
        let found = compare_with_rival(&candidates_from(0), &candidates_from(1)).unwrap();
        let (forecaster, quality) = &found.density;
        assert!(forecaster.logit.coefficients[1] > 3.0 * forecaster.errors.as_ref().unwrap()[1]);
        assert!(forecaster.odds_per_deviation.unwrap() > 1.5);
        let rival = found.rival.1.area_under_curve.unwrap();
        assert!(quality.area_under_curve.unwrap() > rival + 0.1, "{rival}");
        assert!(quality.brier.unwrap() < found.rival.1.brier.unwrap());
        assert_eq!(quality.deciles.len(), 10);
    }

    #[test]
    fn law_candidates_of_entry_and_of_exit_are_all_cells_once() {
        use crate::map::relatedness::{Diagonal, Form, density, proximity};
        let (before, after) = (year(0), year(1));
        let phi = proximity(&before, Form::Larger, Diagonal::Zero).unwrap();
        let near = density(&before, &phi).unwrap();
        let count = |change| candidates(&before, &after, &near, change).unwrap();
        assert_eq!(count(Change::Entry).len() + count(Change::Exit).len(), 60 * 40);
        assert!(count(Change::Exit).iter().all(|candidate| !candidate.happened), "none goes");
    }

    #[test]
    fn edge_no_change_at_all_cannot_be_fitted() {
        let stays: Vec<Candidate> =
            candidates_from(0).into_iter().filter(|candidate| !candidate.happened).collect();
        assert!(fit(Model::Density, &stays).is_err() && fit(Model::Rival, &[]).is_err());
    }

    #[test]
    fn density_says_more_than_counts_in_parts_of_the_country_that_no_model_saw() {
        let all = candidates_from(0);
        let part: Vec<usize> = (0..60).map(|region| region / 12).collect();
        let area = |model| {
            let forecasts = held_out(model, &all, &part).unwrap();
            let happened = all.iter().map(|candidate| candidate.happened);
            area_under_curve(&forecasts.into_iter().zip(happened).collect::<Vec<_>>()).unwrap()
        };
        assert!(area(Model::CountsAndDensity) > area(Model::Counts) + 0.1);
        assert!(held_out(Model::Counts, &all, &part[..5]).is_err());
    }

    #[test]
    fn law_a_part_of_its_own_is_forecast_by_the_model_of_all_others() {
        let all = candidates_from(0);
        let part: Vec<usize> = (0..60).map(|region| region / 12).collect();
        let others: Vec<Candidate> =
            all.iter().filter(|candidate| candidate.region >= 12).copied().collect();
        let fitted = fit(Model::Counts, &others).unwrap();
        let forecasts = held_out(Model::Counts, &all, &part).unwrap();
        for (candidate, forecast) in all.iter().zip(forecasts) {
            if candidate.region < 12 {
                assert!((forecast - fitted.probability(candidate)).abs() < 1e-12);
            }
        }
    }
}
