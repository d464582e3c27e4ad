//! `agglo evidence [ARCHETYPE]`: what published evaluations say of a kind of initiative, or of all kinds.

mod all;
mod one;

use agglo::Error;
use agglo::base::archetype::Archetype;
use agglo::base::catalogue::Catalogue;
use agglo::plan::PriorBasis;
use agglo::plan::evidence::{evidence, library};
use agglo::plan::prior::Priors;
use agglo_data::definitions::initiatives;

use crate::args::{EvidenceArgs, Global};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::plot;
use crate::printer::Printer;

pub(crate) fn run(
    args: &EvidenceArgs,
    global: &Global,
    printer: &Printer,
) -> Result<Exit, Failure> {
    plot::check(args.plot.as_deref())?;
    let catalogue = initiatives::catalogue()?;
    let priors = Priors::new(&catalogue)?;
    let Some(asked) = &args.archetype else {
        let library = library(&catalogue, &priors);
        if global.json {
            printer.json("agglo/evidence-list/1", &library)?;
        } else {
            all::print(&library, global, printer)?;
        }
        return Ok(Exit::Ok);
    };
    let found = evidence(&catalogue, &priors, named(&catalogue, asked)?);
    if let Some(path) = &args.plot {
        plot::write(path, &agglo_report::plot::evidence(&found), printer)?;
    }
    if global.json {
        printer.json("agglo/evidence/1", &found)?;
    } else {
        one::print(&found, args.studies, global, printer)?;
    }
    Ok(Exit::Ok)
}

/// A kind of initiative by its id.
fn named<'a>(catalogue: &'a Catalogue, asked: &str) -> Result<&'a Archetype, Error> {
    let plain = asked.trim().to_lowercase().replace([' ', '_'], "-");
    catalogue.archetype(&plain).ok_or_else(|| {
        let near = near(catalogue, &plain).join(", ");
        Error::new("E0104", format!("there is no kind of initiative `{asked}`"))
            .hint(format!("do you mean {near}? `agglo evidence` lists all"))
    })
}

/// Kinds whose id or title holds the word, else those whose ids are nearest to it.
fn near(catalogue: &Catalogue, asked: &str) -> Vec<String> {
    let words: Vec<&str> = asked.split('-').filter(|word| word.len() > 2).collect();
    let holds = |kind: &&Archetype| {
        let title = kind.title.to_lowercase();
        words.iter().any(|word| kind.id.as_str().contains(word) || title.contains(word))
    };
    let holding = catalogue.archetypes().iter().filter(holds).map(|kind| &kind.id);
    let near: Vec<String> = holding.take(5).map(ToString::to_string).collect();
    if near.is_empty() {
        catalogue.nearest(asked).into_iter().map(ToString::to_string).collect()
    } else {
        near
    }
}

/// Where a prior comes from, in a few words.
fn basis(basis: &PriorBasis) -> String {
    match basis {
        PriorBasis::Studies { pool, k } => format!("{k} studies pooled ({pool})"),
        PriorBasis::WideDefault { pool: Some(pool) } => format!("wide default ({pool})"),
        PriorBasis::WideDefault { pool: None } => "wide default, mean 0".to_owned(),
        PriorBasis::NoUsableEvidence => "no usable evidence".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_of_the_title_leads_to_the_kinds_that_hold_it_and_a_slip_to_the_nearest() {
        let catalogue = initiatives::catalogue().unwrap();
        assert!(near(&catalogue, "festival").contains(&"cultural-event".to_owned()));
        assert!(near(&catalogue, "busines-advise").contains(&"business-advice".to_owned()));
        assert_eq!(named(&catalogue, "Business advice").unwrap().id.as_str(), "business-advice");
    }
}
