//! From a question to its reading: lay out the counts, measure, say what was read.

use crate::base::classification::Classification;
use crate::base::error::Error;
use crate::base::estimate::Caveat;
use crate::base::id::IndustryId;
use crate::base::region::Region;
use crate::base::terms::{Detail, Terms};
use crate::base::year::Year;
use crate::map::Inputs;
use crate::map::catalogue;
use crate::map::nationwide::{
    Grid, Measured, Question, Reading, Row, base, cells, complexity, growth, mix, nearness, spread,
};

/// Answers a question about the country.
///
/// # Errors
///
/// `E0103` where parts of the question do not go together, `E0104` where the industry is not in the table,
/// `E0101` where a region is not, `E0301` where a decomposition ends without an answer.
pub fn read(inputs: &Inputs<'_>, question: &Question<'_>) -> Result<Reading, Error> {
    question.check(inputs.terms)?;
    if question.measure == Measured::ShiftShare {
        return read_growth(inputs, question);
    }
    let (structure, classification) = (inputs.structure, inputs.classification);
    let level = level(question, inputs)?;
    let variable = question.counted(inputs.terms);
    let tables = (structure, classification, inputs.terms);
    let grid = Grid::new(tables, inputs.regions, question.region, (level, variable))?;
    let regions = asked(&grid, question.region)?;
    let industry = question.industry.map(|code| found(&grid, code)).transpose()?;
    let rows = rows(&grid, question.measure, &regions, industry, classification)?;
    let unit = match question.measure {
        Measured::ExcessEmployment => grid.unit(),
        _ => described(question.measure).0,
    };
    Ok(Reading {
        measure: question.measure.name().to_owned(),
        tells: described(question.measure).1.to_owned(),
        unit: unit.to_owned(),
        by: grid.counted().to_owned(),
        subject: question.measure.subject(),
        level: Some(level),
        years: structure.employment.axes().years.clone(),
        data: grid.source.clone(),
        caveats: caveats(question.measure, &grid),
        rows,
    })
}

/// Corners of the localisation curve of one industry over all regions, cumulated shares of all that is counted
/// and of the industry; `None` where nothing of it is counted.
///
/// # Errors
///
/// As [`read`].
pub fn localization(inputs: &Inputs<'_>, code: &str) -> Result<Option<Vec<[f64; 2]>>, Error> {
    let question = Question { industry: Some(code), ..Question::of_all(Measured::LocationalGini) };
    let level = level(&question, inputs)?;
    let tables = (inputs.structure, inputs.classification, inputs.terms);
    let grid = Grid::new(tables, inputs.regions, None, (level, question.counted(inputs.terms)))?;
    spread::curve(&grid, found(&grid, code)?)
}

fn read_growth(inputs: &Inputs<'_>, question: &Question<'_>) -> Result<Reading, Error> {
    let regions: Vec<&Region> = match question.region {
        Some(region) => vec![region],
        None => inputs.regions.iter().collect(),
    };
    let counted = &inputs.terms.counted;
    let unit = counted.unit.as_str();
    let (years, rows): ([Year; 2], Vec<Row>) =
        growth::rows((inputs.jobs, unit), &regions, question.years)?;
    let (_, tells) = described(question.measure);
    let mut caveats = vec![Caveat::new(
        "bookkeeping",
        "The parts add up to the change; they are bookkeeping against the nation, not causes.",
    )];
    if !counted.has_establishments {
        caveats.push(what_is_counted(inputs.terms));
    }
    Ok(Reading {
        measure: question.measure.name().to_owned(),
        tells: tells.to_owned(),
        unit: unit.to_owned(),
        by: counted.noun.clone(),
        subject: question.measure.subject(),
        level: None,
        years: years.to_vec(),
        data: inputs.jobs.panel.axes().source.clone(),
        caveats,
        rows,
    })
}

/// Unit and sentence of the catalogue.
fn described(measure: Measured) -> (&'static str, &'static str) {
    catalogue::measure(measure.name()).map_or(("", ""), |row| (row.unit, row.tells))
}

/// The level of the industry named, or the one asked for.
fn level(question: &Question<'_>, inputs: &Inputs<'_>) -> Result<u8, Error> {
    let (tree, detail) = (inputs.classification, &inputs.terms.detail);
    let Some(code) = question.industry else {
        return Ok(question.level.unwrap_or_else(|| question.measure.usual_level(detail)));
    };
    let levels = detail.first..=detail.finest;
    let industry = tree.get(code).filter(|industry| levels.contains(&industry.level));
    let industry = industry.ok_or_else(|| unknown(code, tree, detail))?;
    match question.level {
        Some(level) if level != industry.level => {
            let what = format!("industry `{code}` is not one of level {level}");
            Err(Error::new("E0103", what).hint("leave `--level` out: the industry has its own"))
        }
        _ => Ok(industry.level),
    }
}

fn found(grid: &Grid<'_>, code: &str) -> Result<usize, Error> {
    let what = || format!("industry `{code}` is not in the table");
    grid.industry(code).ok_or_else(|| Error::new("E0104", what()).at(grid.source.as_str()))
}

fn unknown(code: &str, tree: &Classification, detail: &Detail) -> Error {
    let levels = detail.first..=detail.finest;
    let begins = |industry: &&crate::base::classification::Industry| {
        let id = industry.id.as_str();
        levels.contains(&industry.level) && (2..code.len()).any(|end| code.get(..end) == Some(id))
    };
    let near = tree.industries().iter().filter(begins);
    let near: Vec<String> = near.map(|near| format!("{} ({})", near.id, near.title)).collect();
    let what = format!("there is no industry `{code}` among {}", detail.finest_words);
    let error = Error::new("E0104", what);
    if near.is_empty() {
        error.hint(format!("codes are those of {}, or of what they lie in", tree.name()))
    } else {
        error.hint(format!("above it: {}", near.join(", ")))
    }
}

/// Positions of the region asked for, or of all.
fn asked(grid: &Grid<'_>, region: Option<&Region>) -> Result<Vec<usize>, Error> {
    let Some(region) = region else { return Ok((0..grid.regions.len()).collect()) };
    let at = grid.regions.iter().position(|other| other.id == region.id);
    let absent = || Error::new("E0101", format!("region `{}` is not in the table", region.id));
    Ok(vec![at.ok_or_else(absent)?])
}

fn rows(
    grid: &Grid<'_>,
    measure: Measured,
    regions: &[usize],
    industry: Option<usize>,
    tree: &Classification,
) -> Result<Vec<Row>, Error> {
    match measure {
        Measured::DifferenceQuotient
        | Measured::ExcessEmployment
        | Measured::LocationQuotient
        | Measured::SymmetricQuotient => Ok(cells::rows(grid, measure, regions, industry)),
        Measured::BaseMultiplier => Ok(base::rows(grid, regions)),
        Measured::EconomicComplexity => complexity::complexity_rows(grid, regions),
        Measured::Fitness => complexity::fitness_rows(grid, regions),
        Measured::GiniSpecialization => complexity::gini_rows(grid, regions),
        Measured::Opportunity => nearness::outlook_rows(grid, regions),
        Measured::OpportunityGain | Measured::RelatednessDensity => {
            nearness::pair_rows(grid, measure, regions, industry)
        }
        Measured::HooverLocalization | Measured::LocationalGini | Measured::TheilConcentration => {
            spread::rows(grid, measure, industry)
        }
        Measured::Entropy
        | Measured::Hachman
        | Measured::Herfindahl
        | Measured::KrugmanSpecialization
        | Measured::RelatedVariety
        | Measured::ShiftShare => Ok(mix::rows(grid, measure, regions, &sectors(grid, tree))),
    }
}

/// The sector of each industry of a grid, as a number.
fn sectors(grid: &Grid<'_>, tree: &Classification) -> Vec<usize> {
    let of: Vec<IndustryId> =
        grid.industries.iter().map(|one| tree.sector(one.id.as_str())).collect();
    let mut all = of.clone();
    all.sort_unstable();
    all.dedup();
    of.iter().map(|sector| all.partition_point(|other| other < sector)).collect()
}

/// What stands in the place of jobs.
fn what_is_counted(terms: &Terms) -> Caveat {
    let counted = &terms.counted;
    Caveat::new("counted", format!("Counted: {}. {}", counted.title, counted.base).trim_end())
}

/// What a reader must know of all rows alike.
fn caveats(measure: Measured, grid: &Grid<'_>) -> Vec<Caveat> {
    let counted = &grid.terms.counted;
    let mut list = vec![if counted.has_establishments {
        Caveat::new("private-industries", "Government is not among the industries.")
    } else {
        what_is_counted(grid.terms)
    }];
    match measure {
        Measured::LocationQuotient | Measured::SymmetricQuotient => list.push(Caveat::new(
            "not-by-itself",
            "A few establishments in a small place make a large quotient: read it beside the count.",
        )),
        Measured::BaseMultiplier => list.push(Caveat::new(
            "equal-productivity",
            "It assumes the nation's productivity and tastes, and that nothing is both bought and sold.",
        )),
        _ => {}
    }
    if measure.needs_every_cell() {
        list.push(Caveat::new(
            "reference-sum",
            "The reference is the sum of the regions: what is placed in none is not in it.",
        ));
        let hiding = grid.hiding();
        if hiding > 0 {
            let text = format!(
                "{hiding} of {} {} hide a count of an industry: they are left out, of the reference too.",
                grid.regions.len(),
                grid.terms.words.regions
            );
            list.push(Caveat::new("regions-left-out", text));
        }
    }
    if matches!(measure, Measured::Hachman | Measured::KrugmanSpecialization) {
        let unpublished = grid.industries.iter().zip(grid.nation());
        let codes: Vec<&str> = (unpublished.filter(|(_, cell)| cell.point().is_err()))
            .map(|(industry, _)| industry.id.as_str())
            .collect();
        if !codes.is_empty() {
            let text = format!("Without {}: not published for the nation.", codes.join(", "));
            list.push(Caveat::new("not-all-industries", text));
        }
    }
    list.sort();
    list
}

#[cfg(test)]
#[path = "read_tests.rs"]
mod tests;
