//! Which region a person means: a code, a name, part of a name, or several of them.

use agglo::Error;
use agglo::base::id::RegionId;
use agglo::base::region::Region;

/// How alike two names must be before one is offered for the other.
const ALIKE: f64 = 0.6;

/// The region that `text` means among `regions`.
///
/// A code (`12045`), a name (`Gulf County, Florida`), part of one with or without the state (`gulf fl`),
/// or a comma list of codes, which becomes one region of several members.
///
/// # Errors
///
/// `E0101` when nothing or more than one thing is meant, with the nearest candidates.
pub fn resolve(regions: &[Region], text: &str) -> Result<Region, Error> {
    let text = text.trim();
    if let Some(found) = regions.iter().find(|region| region.id.as_str() == text) {
        return Ok(found.clone());
    }
    let parts: Vec<&str> = text.split(',').map(str::trim).filter(|part| !part.is_empty()).collect();
    let is_code = |part: &&str| {
        part.chars().all(|letter| letter.is_ascii_digit())
            || regions.iter().any(|region| region.id.as_str() == *part)
    };
    if parts.len() > 1 && parts.iter().all(is_code) {
        let members: Result<Vec<&Region>, Error> =
            parts.iter().map(|part| one(regions, part)).collect();
        return Ok(several(&members?));
    }
    one(regions, text).cloned()
}

/// How many regions a text may mean.
#[derive(Clone, Debug, PartialEq)]
pub enum Meant {
    /// None.
    Nothing,
    /// This one.
    One(Region),
    /// More than one.
    Several,
}

/// How many regions `text` may mean among `regions`, by the rules of [`resolve`].
pub fn meant(regions: &[Region], text: &str) -> Meant {
    match resolve(regions, text) {
        Ok(region) => Meant::One(region),
        Err(_) if candidates(regions, text).is_empty() => Meant::Nothing,
        Err(_) => Meant::Several,
    }
}

/// The regions that a name may mean.
pub fn candidates(regions: &[Region], text: &str) -> Vec<Region> {
    let asked = words(text);
    let may = |region: &&Region| is_named(region, &asked) || holds(region, &asked);
    regions.iter().filter(may).cloned().collect()
}

/// One region of several members, named after them.
pub(crate) fn several(members: &[&Region]) -> Region {
    let mut members = members.to_vec();
    members.sort_by(|a, b| a.id.cmp(&b.id));
    members.dedup_by(|a, b| a.id == b.id);
    if let [only] = members[..] {
        return only.clone();
    }
    let join = |texts: Vec<&str>| {
        let mut texts = texts;
        texts.dedup();
        texts.join(", ")
    };
    let ids = join(members.iter().map(|member| member.id.as_str()).collect());
    Region {
        id: ids.replace(", ", ",").into(),
        name: join(members.iter().map(|member| member.name.as_str()).collect()),
        within: join(members.iter().map(|member| member.within.as_str()).collect()),
        within_code: join(members.iter().map(|member| member.within_code.as_str()).collect()),
        members: members.iter().map(|member| member.id.clone()).collect::<Vec<RegionId>>(),
    }
}

fn one<'a>(regions: &'a [Region], text: &str) -> Result<&'a Region, Error> {
    if let Some(found) = regions.iter().find(|region| region.id.as_str() == text) {
        return Ok(found);
    }
    let asked = words(text);
    let exact: Vec<&Region> = regions.iter().filter(|region| is_named(region, &asked)).collect();
    let part: Vec<&Region> = regions.iter().filter(|region| holds(region, &asked)).collect();
    match (exact.as_slice(), part.as_slice()) {
        ([only], _) | ([], [only]) => Ok(only),
        ([], []) => Err(nearest(regions, text, &asked)),
        ([], several) | (several, _) => Err(ambiguous(text, several)),
    }
}

/// Lower-case words without punctuation and accents: many keyboards have none.
fn words(text: &str) -> Vec<String> {
    let plain = |letter: char| match letter {
        'á' | 'à' | 'â' | 'ä' | 'ã' | 'å' | 'ā' | 'ă' | 'ą' => 'a',
        'é' | 'è' | 'ê' | 'ë' | 'ě' | 'ę' | 'ė' | 'ē' => 'e',
        'í' | 'ì' | 'î' | 'ï' | 'ī' | 'ı' => 'i',
        'ó' | 'ò' | 'ô' | 'ö' | 'õ' | 'ő' | 'ø' => 'o',
        'ú' | 'ù' | 'û' | 'ü' | 'ů' | 'ű' | 'ū' => 'u',
        'ñ' | 'ń' | 'ň' => 'n',
        'ç' | 'č' | 'ć' => 'c',
        'š' | 'ś' | 'ş' | 'ș' => 's',
        'ž' | 'ź' | 'ż' => 'z',
        'ý' => 'y',
        'ř' => 'r',
        'ł' | 'ļ' => 'l',
        'ğ' => 'g',
        other => other,
    };
    let lower: String = text.to_lowercase().chars().map(plain).collect();
    let split = lower.split(|letter: char| !letter.is_alphanumeric());
    split.filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// Every way in which people write a region's state after its name.
fn states(region: &Region) -> [Vec<String>; 3] {
    [Vec::new(), words(&region.within_code), words(&region.within)]
}

/// The full name, with or without its last word (`County`), and with or without the state.
fn is_named(region: &Region, asked: &[String]) -> bool {
    let name = words(&region.name);
    let short = &name[..name.len().saturating_sub(1).max(1)];
    let written = |name: &[String], state: &[String]| {
        asked.len() == name.len() + state.len() && asked.starts_with(name) && asked.ends_with(state)
    };
    states(region).iter().any(|state| written(&name, state) || written(short, state))
}

/// Each asked word begins a word of the name or is the state.
fn holds(region: &Region, asked: &[String]) -> bool {
    let (name, state) = (words(&region.name), words(&region.within));
    let code = region.within_code.to_lowercase();
    let in_name = |word: &String| name.iter().any(|own| own.starts_with(word.as_str()));
    let in_state = |word: &String| *word == code || state.contains(word);
    !asked.is_empty()
        && asked.iter().all(|word| in_name(word) || in_state(word))
        && asked.iter().any(in_name)
}

/// An error that offers the closest names: a slip is never corrected in silence.
fn nearest(regions: &[Region], text: &str, asked: &[String]) -> Error {
    let asked = asked.join(" ");
    let mut ranked: Vec<(f64, &Region)> =
        regions.iter().map(|region| (likeness(region, &asked), region)).collect();
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.id.cmp(&b.1.id)));
    let near: Vec<&Region> =
        ranked.iter().filter(|(like, _)| *like >= ALIKE).take(3).map(|&(_, near)| near).collect();
    if near.is_empty() || asked.is_empty() {
        return unknown(text).hint(match regions.first() {
            Some(first) => {
                format!("give a code, as in `{}`, or a name: {}", first.id, first.title())
            }
            None => "there is no region at all".to_owned(),
        });
    }
    unknown(text).hint(format!("did you mean {}?", list(&near)))
}

fn likeness(region: &Region, asked: &str) -> f64 {
    let name = words(&region.name);
    let short = name[..name.len().saturating_sub(1).max(1)].join(" ");
    let code = region.within_code.to_lowercase();
    let state = region.within.to_lowercase();
    let ways = [
        short.clone(),
        name.join(" "),
        format!("{short} {code}"),
        format!("{} {code}", name.join(" ")),
        format!("{short} {state}"),
        format!("{} {state}", name.join(" ")),
    ];
    ways.iter().map(|way| strsim::jaro_winkler(way, asked)).fold(0.0, f64::max)
}

fn unknown(text: &str) -> Error {
    Error::new("E0101", format!("no region is called `{text}`"))
}

fn ambiguous(text: &str, several: &[&Region]) -> Error {
    let more = several.len().saturating_sub(6);
    let rest = if more > 0 { format!(" and {more} more") } else { String::new() };
    Error::new("E0101", format!("`{text}` may mean {} regions", several.len()))
        .hint(format!("say which: {}{rest}", list(&several[..several.len().min(6)])))
}

fn list(regions: &[&Region]) -> String {
    let name = |region: &&Region| format!("{} ({})", region.title(), region.id);
    regions.iter().map(name).collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn county(id: &str, name: &str, within: &str, code: &str) -> Region {
        Region {
            id: id.into(),
            name: name.into(),
            within: within.into(),
            within_code: code.into(),
            members: vec![id.into()],
        }
    }

    fn some() -> Vec<Region> {
        vec![
            county("12045", "Gulf County", "Florida", "FL"),
            county("12005", "Bay County", "Florida", "FL"),
            county("26017", "Bay County", "Michigan", "MI"),
            county("35013", "Doña Ana County", "New Mexico", "NM"),
            county("36061", "New York County", "New York", "NY"),
            county("51600", "Fairfax city", "Virginia", "VA"),
            county("51059", "Fairfax County", "Virginia", "VA"),
        ]
    }

    fn id(text: &str) -> Result<String, Error> {
        resolve(&some(), text).map(|region| region.id.to_string())
    }

    #[test]
    fn codes_names_and_parts_are_understood() {
        let rows = [
            ("12045", "12045"),
            ("gulf", "12045"),
            ("Gulf County, Florida", "12045"),
            ("gulf fl", "12045"),
            ("bay mi", "26017"),
            ("doña ana", "35013"),
            ("dona ana nm", "35013"),
            ("new york", "36061"),
            ("Fairfax city", "51600"),
            ("fairfax county va", "51059"),
        ];
        for (text, code) in rows {
            assert_eq!(id(text).as_deref(), Ok(code), "{text}");
        }
    }

    #[test]
    fn what_may_mean_two_counties_lists_both() {
        let error = id("bay").unwrap_err();
        assert_eq!(error.code(), "E0101");
        let hint = error.advice().unwrap();
        assert!(hint.contains("12005") && hint.contains("26017"), "{hint}");
        assert_eq!(id("fairfax va").unwrap_err().what(), "`fairfax va` may mean 2 regions");
    }

    #[test]
    fn what_is_unknown_offers_the_nearest() {
        for slip in ["Golfo", "Golf County, FL", "gulff fl"] {
            let error = id(slip).unwrap_err();
            assert_eq!(error.code(), "E0101", "{slip}");
            assert!(error.advice().unwrap().contains("12045"), "{slip}");
        }
        assert_eq!(id("99999").unwrap_err().code(), "E0101");
        assert_eq!(id("").unwrap_err().code(), "E0101");
    }

    #[test]
    fn a_list_of_codes_is_one_region_whatever_its_order() {
        let both = resolve(&some(), "12045, 12005").unwrap();
        assert_eq!(both, resolve(&some(), "12005,12045,12005").unwrap());
        assert_eq!(both.id.as_str(), "12005,12045");
        assert_eq!(both.title(), "Bay County, Gulf County, Florida");
        assert_eq!(id("12045,12045").as_deref(), Ok("12045"));
        assert_eq!(id("12045,99999").unwrap_err().code(), "E0101");
    }
}
