//! A described country from its tables: every fault of the description and of the tables at once.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use agglo::Error;
use agglo::base::id::RegionId;
use agglo::base::region::Region;
use agglo::map::people::underserved::Rule;
use serde::Deserialize;

use crate::country::built_in::file;
use crate::country::column::{Figure, Shelf};
use crate::country::counts::Counted;
use crate::country::description::{CountryDescription, Home, Regions, Tables};
use crate::country::facts::facts;
use crate::country::tree::Tree;
use crate::country::{Country, Vintages};
use crate::definitions::{Errors, underserved};
use crate::lake::Lake;
use crate::starter::{SourceCard, Starter};

impl Country {
    /// A country on datasets of a lake, as they stand or as they stood.
    ///
    /// # Errors
    ///
    /// Every fault of the description and of its tables: `E0421` of datasets, columns and vintages that are not
    /// there, `E0104` of codes that its classification does not hold, `E0202` of figures that stand twice, `E0205` of
    /// tables without a figure of its regions, `E0401` and `E0206` of files beside it, `E0105` of its rule.
    pub fn read_from(
        description: &CountryDescription,
        lake: &Lake,
        vintages: &Vintages,
    ) -> Result<Self, Errors> {
        read(description, Shelf::Lake(lake, vintages))
    }

    /// A country whose datasets are in the starter pack.
    ///
    /// # Errors
    ///
    /// As [`Country::read_from`], and those of a damaged pack.
    pub fn built_in(description: &CountryDescription, starter: &Starter) -> Result<Self, Errors> {
        read(description, Shelf::Pack(starter))
    }
}

impl CountryDescription {
    /// The regions that its file of names lists, by code: who is meant is told without reading a table.
    ///
    /// # Errors
    ///
    /// `E0401` and `E0206` of the file of names.
    pub fn places(&self) -> Result<Vec<Region>, Error> {
        let Some(tables) = &self.tables else { return Ok(Vec::new()) };
        let names = names(self, &tables.regions)?;
        Ok(names.keys().map(|code| region(code, &names)).collect())
    }
}

/// Names of regions as they stand in a file.
#[derive(Deserialize)]
struct Named {
    code: String,
    name: String,
    #[serde(default)]
    within: String,
    #[serde(default)]
    within_code: String,
}

fn read(description: &CountryDescription, shelf: Shelf<'_>) -> Result<Country, Errors> {
    let Some(tables) = &description.tables else {
        let what = "the description names no tables";
        return Err(Errors(vec![Error::new("E0206", what).at(description.place())]));
    };
    let mut faults = Vec::new();
    let tree = gather(&mut faults, tree(description, tables));
    let names = gather(&mut faults, names(description, &tables.regions).map_err(one));
    let rule = gather(&mut faults, rule(description).map_err(one));
    let industry = Some(tables.industries.industry.as_str());
    let figures = shelf.figures(&tables.industries.table, industry).map_err(one);
    let figures = gather(&mut faults, figures);
    let (Some(tree), Some(names), Some(rule), Some(figures)) = (tree, names, rule, figures) else {
        // What facts there are is still looked at: a person mends all faults of a file in one go.
        faults.extend(
            facts(shelf, &tables.facts, &tables.regions, &[])
                .err()
                .into_iter()
                .flatten()
                .filter(is_unknown),
        );
        return Err(Errors(faults));
    };
    let regions = regions(&figures.rows, &tables.regions, &names);
    let ids: Vec<RegionId> = regions.iter().map(|region| region.id.clone()).collect();
    let told = gather(&mut faults, facts(shelf, &tables.facts, &tables.regions, &ids));
    let source = figures.source;
    let given = (&tables.industries, &tables.regions);
    let counted = Counted::of(figures.rows, given, &tree, &ids, source.id.clone());
    let counted = gather(&mut faults, counted);
    let year = counted.as_ref().map(|counted| counted.year(tables.industries.year).map_err(one));
    let year = year.and_then(|year| gather(&mut faults, year));
    let (Some((facts, sources, mut reading)), Some(counted), Some(year)) = (told, counted, year)
    else {
        return Err(Errors(faults));
    };
    let is_of_lake = matches!(shelf, Shelf::Lake(..));
    if is_of_lake {
        reading.industries(tables, &counted.digest(year));
    }
    let (structure, jobs) = (counted.structure(year), counted.history());
    let unbounded = counted.unbounded;
    Ok(Country {
        terms: description.terms(),
        structure: structure.map_err(|error| Errors(one(error)))?,
        jobs: jobs.map_err(|error| Errors(one(error)))?,
        facts,
        clusters: None,
        regions,
        neighbours: Vec::new(),
        underserved: rule,
        sources: once_each(source, sources),
        notes: notes(unbounded),
        read: if is_of_lake { reading.digests() } else { BTreeMap::new() },
        holds: tree.holds,
        classification: tree.classification,
    })
}

fn one(error: Error) -> Vec<Error> {
    vec![error]
}

fn is_unknown(error: &Error) -> bool {
    matches!(error.code(), "E0421" | "E0401" | "E0204")
}

/// The value, or none and its faults among the others.
fn gather<T>(faults: &mut Vec<Error>, found: Result<T, Vec<Error>>) -> Option<T> {
    found.map_err(|found| faults.extend(found)).ok()
}

/// The text of a file that a description names.
fn text(description: &CountryDescription, name: &str) -> Result<String, Error> {
    match &description.home {
        Home::BuiltIn => file(name).map(str::to_owned).ok_or_else(|| {
            Error::new("E0401", format!("`{name}` is not built in")).at(description.place())
        }),
        Home::Folder(folder, _) => fs::read_to_string(folder.join(name)).map_err(|cause| {
            let what = format!("cannot read `{}`: {cause}", folder.join(name).display());
            Error::new("E0401", what).at(description.place())
        }),
    }
}

fn tree(description: &CountryDescription, tables: &Tables) -> Result<Tree, Vec<Error>> {
    let described = &tables.classification;
    let text = text(description, &described.file).map_err(one)?;
    Tree::read(&text, described, description.detail.group)
}

fn names(
    description: &CountryDescription,
    regions: &Regions,
) -> Result<BTreeMap<String, Named>, Error> {
    let Some(name) = &regions.names else { return Ok(BTreeMap::new()) };
    let text = text(description, name)?;
    let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(text.as_bytes());
    let rows = reader.deserialize::<Named>().map(|row| {
        let row = row.map_err(|cause| Error::new("E0206", cause.to_string()).at(name))?;
        Ok((row.code.clone(), row))
    });
    rows.collect()
}

fn rule(description: &CountryDescription) -> Result<Rule, Error> {
    if let Some(name) = &description.underserved {
        return underserved::read(&text(description, name)?, name);
    }
    let part = agglo::base::terms::Part::Underserved;
    let lack = description.lacks.iter().find(|lack| lack.part == part);
    let because = lack.map_or_else(
        || format!("no rule is at hand that says which {} are.", description.words.regions),
        |lack| format!("{} {}", lack.because, lack.needs),
    );
    Ok(Rule::none(because))
}

/// Whether a code has the shape of a region's.
fn fits(code: &str, pattern: &str) -> bool {
    let is = |(letter, shape): (char, char)| match shape {
        'A' => letter.is_ascii_uppercase(),
        '0' => letter.is_ascii_digit(),
        '*' => letter.is_ascii_uppercase() || letter.is_ascii_digit(),
        shape => letter == shape,
    };
    code.chars().count() == pattern.chars().count() && code.chars().zip(pattern.chars()).all(is)
}

/// The regions of the table of industries, by code, with their names.
fn regions(rows: &[Figure], places: &Regions, names: &BTreeMap<String, Named>) -> Vec<Region> {
    let codes: BTreeSet<&str> = rows.iter().map(|row| row.region.as_str()).collect();
    let meant = |code: &&str| {
        places.pattern.as_ref().is_none_or(|pattern| fits(code, pattern))
            && places.leave_out.iter().all(|other| other != code)
            && places.whole.as_deref() != Some(code)
            && !code.is_empty()
    };
    codes.into_iter().filter(meant).map(|code| region(code, names)).collect()
}

fn region(code: &str, names: &BTreeMap<String, Named>) -> Region {
    let named = names.get(code);
    let of = |get: fn(&Named) -> &String| named.map(get).cloned().unwrap_or_default();
    Region {
        id: code.into(),
        name: named.map_or_else(|| code.to_owned(), |named| named.name.clone()),
        within: of(|named| &named.within),
        within_code: of(|named| &named.within_code),
        members: vec![code.into()],
    }
}

/// Sources by id, each once.
fn once_each(first: SourceCard, others: Vec<SourceCard>) -> Vec<SourceCard> {
    let all = std::iter::once(first).chain(others);
    let by_id: BTreeMap<_, _> = all.map(|source| (source.id.clone(), source)).collect();
    by_id.into_values().collect()
}

fn notes(unbounded: usize) -> Vec<String> {
    if unbounded == 0 {
        return Vec::new();
    }
    vec![format!(
        "{unbounded} hidden figures have no published total above them that would bound them: they are read as not \
         measured."
    )]
}
