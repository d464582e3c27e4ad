//! Which region a person means, beyond a code or a name: codes that are no longer in use, labour markets, districts,
//! a list of a person's own.

pub(crate) mod county_codes;
mod lists;
mod retired;

use std::path::Path;

use agglo::Error;
use agglo::base::id::RegionId;
use agglo::base::region::Region;

use crate::region::{resolve, several};

pub use lists::{District, districts, read};
pub use retired::{Change, Fate, Retired};

/// How a labour market is asked for.
const LABOUR_MARKET: &str = "cz:";
/// Steps from an old code to the one in use.
const MOST_STEPS: usize = 4;

/// A region, and what must be said of how it was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// The region.
    pub region: Region,
    /// What a person should know: the code that was asked for is no longer in use, who drew the district.
    pub notes: Vec<String>,
}

/// Finds the region that `text` means: a code or a name, a comma list of codes, a code that is no longer in use,
/// `cz:12045` for the labour market around a place, the id of a district, a file of members.
///
/// # Inputs
///
/// `markets`: the labour market of each base unit, asked for where one is meant.
///
/// # Errors
///
/// `E0101` where nothing or more than one thing is meant, or the ground of a code that changed is not that of any
/// regions in use; those of [`read`] for a file.
pub fn find(
    regions: &[Region],
    markets: &dyn Fn() -> Result<Vec<(RegionId, String)>, Error>,
    text: &str,
) -> Result<Found, Error> {
    let text = text.trim();
    if let Some(place) = text.strip_prefix(LABOUR_MARKET) {
        return market(regions, &markets()?, place.trim());
    }
    if Path::new(text).extension().is_some_and(|end| end.eq_ignore_ascii_case("toml")) {
        return of_list(regions, &read(Path::new(text))?);
    }
    if let Some(district) = districts()?.iter().find(|own| own.id == text) {
        return of_list(regions, district);
    }
    let retired = Retired::shipped()?;
    let mut notes = Vec::new();
    let parts: Vec<String> = text
        .split(',')
        .map(|part| in_use(regions, &retired, part.trim(), &mut notes))
        .collect::<Result<_, Error>>()?;
    Ok(Found { region: resolve(regions, &parts.join(","))?, notes })
}

/// The code in use for one that is not; any other text as it is.
fn in_use(
    regions: &[Region],
    retired: &Retired,
    text: &str,
    notes: &mut Vec<String>,
) -> Result<String, Error> {
    let is_known = |code: &str| regions.iter().any(|region| region.id.as_str() == code);
    let mut at = text.to_owned();
    let mut why = Vec::new();
    for _ in 0..MOST_STEPS {
        if is_known(&at) {
            break;
        }
        let Some(change) = retired.of(&at) else { break };
        match &change.fate {
            Fate::Became(next) => {
                why.push(change.why.clone());
                at.clone_from(next);
            }
            fate => return refused(text, fate, &change.why, &is_known),
        }
    }
    // Codes of another country's system are none of ours.
    if why.is_empty() || !is_known(&at) {
        return Ok(text.to_owned());
    }
    notes.push(format!("{text} is read as {at}: {}", why.join("; ")));
    Ok(at)
}

/// Why a code leads to no one region, with what a person can ask for instead.
fn refused(
    text: &str,
    fate: &Fate,
    why: &str,
    is_known: &dyn Fn(&str) -> bool,
) -> Result<String, Error> {
    let fail = |what: String, hint: String| Err(Error::new("E0101", what).hint(hint));
    match fate {
        Fate::Divided(new) | Fate::Later(new, _) if !new.iter().all(|code| is_known(code)) => {
            Ok(text.to_owned())
        }
        Fate::Divided(new) => fail(
            format!("`{text}` is no longer in use: {why}"),
            format!("its ground is that of {} together", new.join(",")),
        ),
        Fate::Later(on, true) => fail(
            format!("`{text}` is newer than the figures: {why} on ground of {}", on.join(" and ")),
            format!("take {}, which holds all of it", on.join(",")),
        ),
        Fate::Later(on, false) => fail(
            format!(
                "`{text}` is newer than the figures: {why}, on ground of {} and without the same borders, so no figures of counties make it up",
                on.join(" and ")
            ),
            format!("take the counties that it lies in: {}", on.join(",")),
        ),
        Fate::Moved | Fate::Became(_) => fail(
            format!("`{text}` is no longer in use: {why}"),
            "no set of today's regions has the same ground".to_owned(),
        ),
    }
}

/// The labour market around a place, or that of this id.
fn market(regions: &[Region], markets: &[(RegionId, String)], place: &str) -> Result<Found, Error> {
    let of_id = markets.iter().find(|(_, area)| area == place).map(|(_, area)| area.clone());
    let (area, around) = match of_id {
        // A code of a county wins over a labour market of the same number.
        Some(area) if !regions.iter().any(|region| region.id.as_str() == place) => (area, None),
        _ => {
            let at = resolve(regions, place)?;
            let first = at.members.first().unwrap_or(&at.id);
            let own = markets.iter().find(|(id, _)| id == first).map(|(_, area)| area.clone());
            let Some(area) = own else {
                let what = format!("{} lies in no labour market of the list", at.title());
                return Err(Error::new("E0101", what));
            };
            (area, Some(at))
        }
    };
    let is_member = |region: &&Region| {
        markets.iter().any(|(id, own)| *own == area && region.members.contains(id))
    };
    let members: Vec<&Region> = regions.iter().filter(is_member).collect();
    let mut region = several(&members);
    let note = format!(
        "labour market {area} of 1990 (commuting zone): {}",
        members.iter().map(|member| member.name.as_str()).collect::<Vec<_>>().join(", ")
    );
    region.name = around.map_or_else(
        || format!("Labour market {area}"),
        |around| format!("Labour market of {}", around.name),
    );
    Ok(Found { region, notes: vec![note] })
}

/// The region that a list makes.
fn of_list(regions: &[Region], list: &District) -> Result<Found, Error> {
    let retired = Retired::shipped()?;
    let mut notes = Vec::new();
    let kind = if list.kind.is_empty() { "region" } else { &list.kind };
    let source = if list.source.is_empty() { "no source given" } else { &list.source };
    notes.push(format!("{}: {kind}, {} members ({source})", list.name, list.members.len()));
    let members: Vec<Region> = list
        .members
        .iter()
        .map(|member| resolve(regions, &in_use(regions, &retired, member.trim(), &mut notes)?))
        .collect::<Result<_, Error>>()
        .map_err(|error| error.at(format!("members of {}", list.id)))?;
    let all: Vec<&Region> = regions
        .iter()
        .filter(|region| members.iter().any(|member| member.members.contains(&region.id)))
        .collect();
    let mut region = several(&all);
    region.name.clone_from(&list.name);
    Ok(Found { region, notes })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn county(id: &str, name: &str) -> Region {
        Region {
            id: id.into(),
            name: name.to_owned(),
            within: "State".to_owned(),
            within_code: "ST".to_owned(),
            members: vec![id.into()],
        }
    }

    fn counties() -> Vec<Region> {
        [
            "09001", "09003", "09005", "09013", "02261", "02105", "02230", "39007", "39099",
            "39155", "46102",
        ]
        .map(|id| county(id, &format!("County {id}")))
        .to_vec()
    }

    fn ask(text: &str) -> Result<Found, Error> {
        let markets = || {
            let of = |(id, area): (&str, &str)| (RegionId::from(id), area.to_owned());
            Ok([("39007", "1"), ("39099", "2"), ("39155", "2"), ("46102", "3")].map(of).to_vec())
        };
        find(&counties(), &markets, text)
    }

    #[test]
    fn a_code_that_was_renamed_is_read_as_the_one_in_use_and_that_is_said() {
        let found = ask("46113").unwrap();
        assert_eq!(found.region.id.as_str(), "46102");
        assert_eq!(
            found.notes,
            ["46113 is read as 46102: Shannon was renamed Oglala Lakota in 2015"]
        );
        assert_eq!(ask("46113,39007").unwrap().region.members.len(), 2);
        assert!(ask("46102").unwrap().notes.is_empty());
    }

    #[test]
    fn a_code_that_was_divided_lists_what_stands_on_its_ground() {
        let error = ask("02232").unwrap_err();
        assert!(error.what().contains("divided in 2007"), "{error}");
        assert!(error.advice().unwrap().contains("02105,02230"), "{error}");
    }

    #[test]
    fn codes_that_are_newer_than_the_figures_are_refused_in_words() {
        let error = ask("02063").unwrap_err();
        assert!(error.advice().unwrap().contains("02261"), "{error}");
        let error = ask("09110").unwrap_err();
        assert!(error.what().contains("no figures of counties make it up"), "{error}");
        assert!(error.advice().unwrap().contains("09003,09013"), "{error}");
    }

    #[test]
    fn codes_of_another_system_are_left_to_the_names() {
        assert_eq!(ask("FR24").unwrap_err().what(), "no region is called `FR24`");
        let nuts = [county("FRB0", "Centre"), county("FRY1", "Guadeloupe")];
        let none = || Ok(Vec::new());
        assert_eq!(find(&nuts, &none, "FR24").unwrap().region.id.as_str(), "FRB0");
        let found = find(&nuts, &none, "FR91").unwrap();
        assert_eq!(found.region.id.as_str(), "FRY1");
        assert!(found.notes[0].contains("1319/2013") && found.notes[0].contains("2016/2066"));
    }

    #[test]
    fn labour_markets_and_districts_are_regions_of_several() {
        let market = ask("cz:39155").unwrap();
        assert_eq!(market.region.id.as_str(), "39099,39155");
        assert_eq!(market.region.name, "Labour market of County 39155");
        assert_eq!(ask("cz:2").unwrap().region.members, market.region.members);
        assert_eq!(ask("cz:1").unwrap().region.members.len(), 1);
        assert!(ask("cz:09001").unwrap_err().what().contains("no labour market"));
        let eastgate = ask("eastgate").unwrap();
        assert_eq!(eastgate.region.id.as_str(), "39007,39099,39155");
        assert!(eastgate.notes[0].contains("economic development district"));
    }

    #[test]
    fn a_list_of_a_persons_own_is_read_from_a_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("bay.toml");
        let list = |text: &str| {
            std::fs::write(&path, text).unwrap();
            ask(path.to_str().unwrap())
        };
        let found = list("name = \"The bay\"\nmembers = [\"39007\", \"46113\"]\n").unwrap();
        assert_eq!((found.region.name.as_str(), found.region.members.len()), ("The bay", 2));
        assert_eq!(found.notes.len(), 2, "{:?}", found.notes);
        assert_eq!(list("name = \"x\"\nmembers = []\n").unwrap_err().code(), "E0205");
        assert_eq!(list("name = \"x\"\n").unwrap_err().code(), "E0205");
        assert_eq!(list("name = \"x\"\nmembers = [\"99999\"]\n").unwrap_err().code(), "E0101");
        assert_eq!(ask("nowhere.toml").unwrap_err().code(), "E0401");
    }
}
