//! The country that a verb reads: the starter pack's counties, another country that is built in, or a person's own.

use std::path::Path;

use agglo::Error;
use agglo::base::basis::Input;
use agglo::base::region::{Outline, Region};
use agglo::base::terms::Part;
use agglo_data::country::{CountryDescription, Vintages, built_in, built_ins};
use agglo_data::lake::Lake;
use agglo_data::region::{Meant, meant, resolve};
use agglo_data::{Country as Tables, Starter};
use agglo_report::Shapes;

use crate::args::{Global, PlaceArgs};
use crate::failure::Failure;
use crate::printer::Read;

/// The country whose tables have a reader of their own.
const COUNTIES: &str = "us";

/// Figures and names of all regions.
pub struct Country {
    pub(crate) starter: Starter,
    pub(crate) tables: Tables,
    /// Threads to work with; no answer depends on them.
    pub(crate) threads: u16,
    /// What was read, as answers state it.
    data: Vec<Input>,
}

/// Outlines of regions and of what is around them.
pub(crate) type Ground = (Vec<Outline>, Vec<Outline>);

impl Country {
    /// Opens the pack that is built in, or the one named.
    pub(crate) fn open(global: &Global) -> Result<Starter, Error> {
        match &global.pack {
            Some(folder) => Starter::at(folder),
            None => Starter::embedded(),
        }
    }

    /// Reads all tables of the counties, on as many threads as help or as were asked for.
    pub(crate) fn load(global: &Global) -> Result<Self, Error> {
        global.check_vintage()?;
        Self::of(Self::open(global)?, global.threads.unwrap_or(2))
    }

    /// Reads all tables of a pack's counties; what is worked on later uses as many threads.
    ///
    /// # Errors
    ///
    /// Those of a damaged pack.
    pub fn of(starter: Starter, threads: u16) -> Result<Self, Error> {
        let tables = Tables::read(&starter, threads)?;
        let data = vec![starter.input()?];
        Ok(Self { starter, tables, threads, data })
    }

    /// The country of a region that a person means, and the region.
    ///
    /// Other countries are looked at only where the text is no county, or where one of them is asked for.
    ///
    /// # Errors
    ///
    /// `E0101` where nothing or more than one thing is meant, with candidates and their countries; every fault of a
    /// description and of its tables.
    pub(crate) fn find(
        text: &str,
        place: &PlaceArgs,
        global: &Global,
    ) -> Result<(Self, Region), Failure> {
        let starter = Self::open(global)?;
        match place.country.as_deref() {
            Some(own) if is_file(own) => {
                let description = CountryDescription::at(Path::new(own))?;
                let country = Self::of_lake(&description, starter, global)?;
                let region = country.region(text)?;
                Ok((country, region))
            }
            Some(id) => {
                global.check_vintage()?;
                Self::of_built_in(&built_in(id)?, starter, text, global)
            }
            None => {
                global.check_vintage()?;
                Self::anywhere(text, starter, global)
            }
        }
    }

    /// The country that a person names, or the counties where none is named.
    ///
    /// # Errors
    ///
    /// As [`Country::find`].
    pub(crate) fn whole(place: &PlaceArgs, global: &Global) -> Result<Self, Failure> {
        match place.country.as_deref() {
            Some(own) if is_file(own) => {
                let description = CountryDescription::at(Path::new(own))?;
                Self::of_lake(&description, Self::open(global)?, global)
            }
            Some(id) => {
                global.check_vintage()?;
                Ok(Self::of_description(&built_in(id)?, Self::open(global)?, global)?)
            }
            None => Ok(Self::load(global)?),
        }
    }

    /// The country of the first region that a person means, and all regions, which must lie in it.
    ///
    /// # Errors
    ///
    /// As [`Country::find`]; `E0101` of a region that is not of the first one's country.
    pub(crate) fn find_all(
        texts: &[String],
        place: &PlaceArgs,
        global: &Global,
    ) -> Result<(Self, Vec<Region>), Failure> {
        let Some((first, others)) = texts.split_first() else {
            return Ok((Self::whole(place, global)?, Vec::new()));
        };
        let (country, region) = Self::find(first, place, global)?;
        let own = &country.tables.terms.name;
        let elsewhere = |error: Error| {
            error.hint(format!(
                "regions beside each other are of one country, that of `{first}`: {own}"
            ))
        };
        let mut regions = vec![region];
        for text in others {
            regions.push(country.region(text).map_err(elsewhere)?);
        }
        Ok((country, regions))
    }

    fn of_lake(
        description: &CountryDescription,
        starter: Starter,
        global: &Global,
    ) -> Result<Self, Failure> {
        let (lake, vintages) = global.data()?;
        let tables = Tables::read_from(description, &lake, &vintages)?;
        let data = inputs(&tables, &lake, &vintages)?;
        Ok(Self { starter, tables, threads: global.threads.unwrap_or(2), data })
    }

    fn of_built_in(
        description: &CountryDescription,
        starter: Starter,
        text: &str,
        global: &Global,
    ) -> Result<(Self, Region), Failure> {
        let country = Self::of_description(description, starter, global)?;
        let region = country.region(text)?;
        Ok((country, region))
    }

    fn of_description(
        description: &CountryDescription,
        starter: Starter,
        global: &Global,
    ) -> Result<Self, Failure> {
        let threads = global.threads.unwrap_or(2);
        if description.id == COUNTIES {
            return Ok(Self::of(starter, threads)?);
        }
        let tables = Tables::built_in(description, &starter)?;
        let data = vec![starter.input()?];
        Ok(Self { starter, tables, threads, data })
    }

    fn anywhere(text: &str, starter: Starter, global: &Global) -> Result<(Self, Region), Failure> {
        let counties = starter.regions()?;
        let no_county = match crate::place::region(&starter, &counties, text) {
            Ok(region) => return Ok((Self::of(starter, global.threads.unwrap_or(2))?, region)),
            Err(error) => error,
        };
        if matches!(meant(&counties, text), Meant::Several) {
            return Err(no_county.into());
        }
        let mut found = Vec::new();
        for id in built_ins().filter(|id| *id != COUNTIES) {
            let description = built_in(id)?;
            let regions = description.places()?;
            match meant(&regions, text) {
                Meant::One(region) => found.push((description, vec![region])),
                Meant::Several => {
                    let several = agglo_data::region::candidates(&regions, text);
                    found.push((description, several));
                }
                Meant::Nothing => {}
            }
        }
        yield_to_finer(&mut found);
        match found.as_slice() {
            [] => Err(no_county.into()),
            [(description, regions)] if regions.len() == 1 => {
                Self::of_built_in(description, starter, regions[0].id.as_str(), global)
            }
            several => Err(ambiguous(text, several).into()),
        }
    }

    /// The data that it was read from and the edition of its borders, as answers state them.
    pub(crate) fn data(&self) -> Read {
        Read { data: self.data.clone(), borders: self.tables.terms.borders.clone() }
    }

    /// Every base unit, by code.
    pub fn regions(&self) -> &[Region] {
        &self.tables.regions
    }

    /// The region that a person means.
    pub(crate) fn region(&self, text: &str) -> Result<Region, Error> {
        if self.has_counties() {
            crate::place::region(&self.starter, &self.tables.regions, text)
        } else {
            resolve(&self.tables.regions, text)
        }
    }

    /// Whether its figures are those of the starter pack's counties, for which clusters, blueprints, prices and
    /// forecasts were made.
    pub(crate) fn has_counties(&self) -> bool {
        self.tables.clusters.is_some()
    }

    /// Why its tables do not give a part of an answer, in words; none where they do.
    pub(crate) fn lacks(&self, part: Part) -> Option<String> {
        let lack = self.tables.terms.lack(part)?;
        Some(format!("{} {}", sentence(&lack.because), lack.needs))
    }

    /// Outlines for drawings; none of a country whose shapes are not at hand.
    pub(crate) fn ground(&self) -> Result<Ground, Error> {
        if self.has_counties() {
            Ok((self.starter.outlines()?, self.starter.borders()?))
        } else {
            Ok((Vec::new(), Vec::new()))
        }
    }

    /// Shapes and names for drawings and sentences.
    pub(crate) fn shapes<'a>(&'a self, ground: &'a Ground) -> Shapes<'a> {
        Shapes { outlines: &ground.0, borders: &ground.1, regions: &self.tables.regions }
    }
}

/// The datasets of a lake that tables were read from, as answers state them.
pub(crate) fn inputs(
    tables: &Tables,
    lake: &Lake,
    vintages: &Vintages,
) -> Result<Vec<Input>, Error> {
    let inputs = tables.read.iter().map(|(dataset, read)| {
        let read = Some(read.clone());
        Ok(Input { read, ..lake.input(dataset, vintages.of(dataset))? })
    });
    inputs.collect()
}

/// A reason as a sentence of its own.
fn sentence(because: &str) -> String {
    let mut letters = because.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Whether what was said of a country is a file.
fn is_file(said: &str) -> bool {
    Path::new(said).extension().is_some_and(|ending| ending == "toml")
}

/// Descriptions with the regions of each that may be meant.
type Found = Vec<(CountryDescription, Vec<Region>)>;

/// Takes away regions of a wide system where a country's own system knows the same name.
fn yield_to_finer(found: &mut Found) {
    let there: Vec<String> = found.iter().map(|(own, _)| own.id.clone()).collect();
    for (description, regions) in found.iter_mut() {
        let gives_way = |region: &Region| {
            let to = description.gives_way.get(&region.within_code);
            to.is_some_and(|to| there.contains(to))
        };
        regions.retain(|region| !gives_way(region));
    }
    found.retain(|(_, regions)| !regions.is_empty());
}

fn ambiguous(text: &str, found: &[(CountryDescription, Vec<Region>)]) -> Error {
    let all =
        found.iter().flat_map(|(own, regions)| regions.iter().map(move |region| (own, region)));
    let listed: Vec<String> = all
        .clone()
        .take(6)
        .map(|(own, region)| format!("{} ({}, {})", region.title(), region.id, own.id))
        .collect();
    let count = all.count();
    let more = count.saturating_sub(listed.len());
    let rest = if more > 0 { format!(" and {more} more") } else { String::new() };
    Error::new("E0101", format!("`{text}` may mean {count} regions"))
        .hint(format!("say which, or narrow it with --country: {}{rest}", listed.join("; ")))
}
