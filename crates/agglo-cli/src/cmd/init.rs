//! `agglo init NAME`: a folder with settings that explain themselves, and an empty ledger.

use agglo::Error;
use agglo::base::region::Region;
use agglo::engage::event::slug;
use agglo_data::programme::{Begin, Programme, ProgrammeRegion, begin};
use serde::Serialize;

use crate::args::{Global, InitArgs, PlaceArgs};
use crate::cmd::programme::ledger;
use crate::country::Country;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::place;
use crate::printer::Printer;

/// What was begun.
#[derive(Serialize)]
struct Begun {
    programme: String,
    folder: String,
    regions: Vec<String>,
}

pub(crate) fn run(args: &InitArgs, global: &Global, printer: &Printer) -> Result<Exit, Failure> {
    let name = args.name.file_name().map(|name| name.to_string_lossy().into_owned());
    let name = name.unwrap_or_default();
    let id = slug(&name);
    if id.is_empty() {
        let what = format!("`{}` names no programme", args.name.display());
        return Err(Error::new("E0103", what)
            .hint("as in `agglo init coast --region 12045`")
            .into());
    }
    let mut regions: Vec<ProgrammeRegion> = Vec::new();
    let mut names = Vec::new();
    for text in &args.region {
        let found = region(text, global)?;
        let members = found.members.iter().map(ToString::to_string).collect();
        let id = free(&short(&found.name), &regions);
        regions.push(ProgrammeRegion {
            id,
            members,
            residents: None,
            firms: None,
            underserved_share: None,
        });
        names.push(found.title());
    }
    let title = args.title.clone().unwrap_or_else(|| name.clone());
    let with = Begin {
        id: &id,
        title: &title,
        regions: &regions,
        names: &names,
        blueprint: args.blueprint.as_deref(),
    };
    begin(&args.name, &with)?;
    let programme = Programme::at(&args.name)?;
    ledger(&programme)?;
    let folder = args.name.display().to_string();
    let begun = Begun { programme: id, folder, regions: programme.region_ids() };
    if global.json {
        printer.json("agglo/programme/1", &begun)?;
        return Ok(Exit::Ok);
    }
    let regions: Vec<String> = regions
        .iter()
        .zip(&names)
        .map(|(region, name)| format!("  {}: {name}\n", region.id))
        .collect();
    printer.data(&format!(
        "Programme `{}` in {}\nRegions:\n{}Next:\n  cd {}\n  agglo record area work --holder \"who holds it\" --since {}\n  agglo check\n",
        begun.programme,
        begun.folder,
        regions.concat(),
        begun.folder,
        crate::cmd::programme::today(),
    ))?;
    Ok(Exit::Ok)
}

/// A county of the pack, or a region of another country.
fn region(text: &str, global: &Global) -> Result<Region, Failure> {
    let starter = Country::open(global)?;
    let counties = starter.regions()?;
    match place::region(&starter, &counties, text) {
        Ok(found) => Ok(found),
        Err(_) => Ok(Country::find(text, &PlaceArgs::default(), global)?.1),
    }
}

/// An id for a region: the first words of its name.
fn short(name: &str) -> String {
    let slug = slug(name.split(',').next().unwrap_or(name));
    let kinds = ["-county", "-parish", "-borough", "-municipality"];
    let bare = kinds.iter().find_map(|kind| slug.strip_suffix(kind));
    bare.map_or_else(|| slug.clone(), str::to_owned)
}

/// The id, or with a number where it is taken.
fn free(id: &str, taken: &[ProgrammeRegion]) -> String {
    let is_free = |id: &str| taken.iter().all(|region| region.id != id);
    if is_free(id) {
        return id.to_owned();
    }
    let numbered = (2..).map(|number: u32| format!("{id}-{number}"));
    numbered.take(1000).find(|id| is_free(id)).unwrap_or_default()
}
