//! Codes of regions and industries: which are known, which have a successor, which a spreadsheet has damaged,
//! and which are totals.

use std::collections::{BTreeMap, BTreeSet};

use agglo::Error;
use agglo::base::id::IndustryId;
use agglo::base::region::Region;

use crate::regions::county_codes::{CountyCodes, Later, rows};
use crate::starter::{naics_2012, naics_2017};

/// What a code is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Code {
    /// A code of the system, as it is kept.
    Known(String),
    /// A code of older tables: the one that stands in its place, and why.
    Bridged(String, String),
    /// A code of a system that came later, whose ground is not that of the codes before it.
    Later(String, String),
    /// A code of the system that no built-in table has, and why.
    Outside(String, String),
    /// What another program made of a code, and what it probably was.
    Damaged(String),
    /// What another program made of a code, past repair.
    Lost,
    /// A total, or a rest without a place: why it is none of the system's units.
    Total(String),
    /// None of these, with the nearest known code.
    Unknown(Option<String>),
}

/// Counties of the United States and what became of their codes.
pub struct Counties {
    vintage: String,
    known: BTreeSet<String>,
    became: BTreeMap<String, (Vec<String>, String)>,
    later: BTreeMap<String, String>,
    /// Island areas by the two digits that their codes begin with.
    islands: BTreeMap<String, String>,
}

const ISLANDS: &str = include_str!("../../../../definitions/regions/us-island-areas.csv");

impl Counties {
    /// The codes of these regions, with those that were and those that came.
    ///
    /// # Errors
    ///
    /// `E0206` where a definition is damaged.
    pub fn of(regions: &[Region]) -> Result<Self, Error> {
        let CountyCodes { vintage, became, later } = CountyCodes::shipped()?;
        let known: BTreeSet<String> = regions.iter().map(|region| region.id.to_string()).collect();
        let was = became.into_iter().filter(|became| !known.contains(&became.old));
        let became = was.map(|became| (became.old, (became.new, became.why))).collect();
        let later = later.into_iter().map(|Later { code, name, from, instead_of, .. }| {
            (code, format!("{name} stands since {from} on ground of {instead_of}"))
        });
        let later = later.collect();
        let islands = rows::<(String, String)>(ISLANDS, "regions/us-island-areas.csv")?;
        let islands = islands.into_iter().collect();
        Ok(Self { vintage, known, became, later, islands })
    }

    /// The years whose borders the codes have: `2017-2020`.
    pub fn vintage(&self) -> &str {
        &self.vintage
    }

    /// What a code of five digits, or what is left of one, is.
    pub fn read(&self, text: &str) -> Code {
        let text = text.trim();
        if self.known.contains(text) {
            return Code::Known(text.to_owned());
        }
        if let Some((new, why)) = self.became.get(text) {
            return match new.as_slice() {
                [one] => Code::Bridged(one.clone(), why.clone()),
                several => {
                    Code::Total(format!("{why}: its figures belong to {}", several.join(", ")))
                }
            };
        }
        if let Some(why) = self.later.get(text) {
            return Code::Later(text.to_owned(), why.clone());
        }
        if let Some(why) = total(text) {
            return Code::Total(why.to_owned());
        }
        let digits = text.len() == 5 && text.bytes().all(|byte| byte.is_ascii_digit());
        if let Some(name) =
            text.get(..2).filter(|_| digits).and_then(|state| self.islands.get(state))
        {
            return Code::Outside(
                text.to_owned(),
                format!("{name} is not among the regions that agglo has figures of"),
            );
        }
        self.damaged(text).unwrap_or_else(|| Code::Unknown(self.nearest(text)))
    }

    fn damaged(&self, text: &str) -> Option<Code> {
        let digits =
            |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        if let Some((whole, part)) = text.split_once('.')
            && digits(whole)
        {
            let is_float = part.bytes().all(|byte| byte == b'0');
            let code = format!("{whole:0>5}");
            return Some(if is_float && self.is_known(&code) {
                Code::Damaged(code)
            } else {
                Code::Lost
            });
        }
        let code = format!("{text:0>5}");
        (text.len() == 4 && digits(text) && self.is_known(&code)).then_some(Code::Damaged(code))
    }

    fn is_known(&self, code: &str) -> bool {
        self.known.contains(code) || self.became.contains_key(code) || self.later.contains_key(code)
    }

    fn nearest(&self, text: &str) -> Option<String> {
        let alike = |code: &&String| strsim::damerau_levenshtein(text, code) == 1;
        self.known.iter().find(alike).cloned()
    }
}

/// Why a code of a table by county is no county.
fn total(text: &str) -> Option<&'static str> {
    let upper = text.to_ascii_uppercase();
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    let rest_is = |digit: u8| text.bytes().skip(2).all(|byte| byte == digit);
    match upper.as_str() {
        "TOTAL" | "ALL" | "SUM" | "GESAMT" | "INSGESAMT" => Some("a total of all regions"),
        "US" | "US000" | "USA" => Some("the nation"),
        _ if text.len() == 5 && text.bytes().all(|byte| byte == b'0') => Some("the nation"),
        _ if digits && text.len() == 5 && rest_is(b'9') => Some("a state's jobs without a county"),
        _ if digits && text.len() == 5 && rest_is(b'0') => Some("a state"),
        _ if digits && text.len() == 2 => Some("a state"),
        _ if text.len() == 5 && upper.starts_with('C') => Some("a metropolitan area"),
        _ => None,
    }
}

/// Industries of the North American classification, by edition.
pub struct Industries {
    editions: Vec<(u16, BTreeSet<String>)>,
    /// Sectors that agencies print together, by each of their codes of two digits.
    joined: BTreeMap<String, String>,
}

const NAICS_2022: &str = include_str!("../../../../definitions/classifications/naics2022.csv");

impl Industries {
    /// Codes of the editions of 2012, 2017 and 2022, of two digits and more, with the joined sectors and totals
    /// that agencies print.
    ///
    /// # Errors
    ///
    /// `E0403` where a definition is damaged.
    pub fn naics() -> Result<Self, Error> {
        let of = |tree: agglo::base::classification::Classification| -> BTreeSet<String> {
            tree.industries().iter().map(|industry| industry.id.to_string()).collect()
        };
        let (first, second) = (of(naics_2012()?), of(naics_2017()?));
        let mut third = BTreeSet::new();
        let mut reader =
            csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(NAICS_2022.as_bytes());
        for row in reader.deserialize::<(String, String)>() {
            let (code, _) =
                row.map_err(|cause| Error::new("E0403", cause.to_string()).at("naics2022.csv"))?;
            third.extend(
                (2..=code.len()).filter_map(|digits| code.get(..digits).map(str::to_owned)),
            );
        }
        third.extend(
            first
                .iter()
                .filter(|code| code.contains('-') || code.as_str() == IndustryId::TOTAL)
                .cloned(),
        );
        let mut joined = BTreeMap::new();
        for code in &first {
            let ends = code
                .split_once('-')
                .and_then(|(from, to)| Some((from.parse::<u8>().ok()?, to.parse::<u8>().ok()?)));
            let (from, to) = ends.unwrap_or((1, 0));
            joined.extend((from..=to).map(|sector| (sector.to_string(), code.clone())));
        }
        Ok(Self { editions: vec![(2012, first), (2017, second), (2022, third)], joined })
    }

    /// What a code is. Long forms of agencies (`44----`, `7211//`, `------`) are read as what they mean.
    pub fn read(&self, text: &str) -> Code {
        let text = text.trim();
        let short = text.trim_end_matches(['-', '/']);
        let is_long = text.len() > short.len();
        let is_nothing = short.bytes().all(|byte| byte == b'0');
        let joined = self.joined.get(short).filter(|_| is_long);
        let code = match joined {
            Some(joined) => joined,
            None if is_nothing && !text.is_empty() => IndustryId::TOTAL,
            None => short,
        };
        if code.len() > 1 && code.bytes().all(|byte| byte == b'9') {
            return Code::Total("establishments that nobody has put into an industry".to_owned());
        }
        if self.is_known(code) {
            return Code::Known(code.to_owned());
        }
        match text.split_once('.') {
            Some((whole, part))
                if part.bytes().all(|byte| byte == b'0') && self.is_known(whole) =>
            {
                Code::Damaged(whole.to_owned())
            }
            _ => Code::Unknown(None),
        }
    }

    /// Editions that hold a code.
    pub fn editions(&self, code: &str) -> Vec<u16> {
        self.editions
            .iter()
            .filter(|(_, codes)| codes.contains(code))
            .map(|(year, _)| *year)
            .collect()
    }

    /// Editions that hold all of these codes, those apart that are in none.
    pub fn common(&self, codes: &[String]) -> Vec<u16> {
        let known: Vec<&String> = codes.iter().filter(|code| self.is_known(code)).collect();
        let holds = |own: &BTreeSet<String>| known.iter().all(|code| own.contains(*code));
        let all = self.editions.iter().filter(|(_, own)| !known.is_empty() && holds(own));
        all.map(|(year, _)| *year).collect()
    }

    fn is_known(&self, code: &str) -> bool {
        self.editions.iter().any(|(_, codes)| codes.contains(code))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Starter;

    fn counties() -> Counties {
        Counties::of(&Starter::embedded().unwrap().regions().unwrap()).unwrap()
    }

    #[test]
    fn codes_of_counties_are_told_from_totals_damage_and_what_became_of_them() {
        let counties = counties();
        let known = |code: &str| Code::Known(code.to_owned());
        assert_eq!(counties.read("12045"), known("12045"));
        for (text, code) in
            [("1001", "01001"), ("6037", "06037"), ("12045.0", "12045"), ("1001.0", "01001")]
        {
            assert_eq!(counties.read(text), Code::Damaged(code.to_owned()), "{text}");
        }
        assert_eq!(counties.read("1.2045E+04"), Code::Lost);
        for text in ["TOTAL", "US000", "12999", "12000", "12", "C1018"] {
            assert!(matches!(counties.read(text), Code::Total(_)), "{text}");
        }
        assert!(matches!(counties.read("46113"), Code::Bridged(code, _) if code == "46102"));
        assert!(matches!(counties.read("51515"), Code::Bridged(code, _) if code == "51019"));
        assert!(matches!(counties.read("09190"), Code::Later(code, _) if code == "09190"));
        assert_eq!(counties.read("09001"), known("09001"));
        assert!(matches!(counties.read("72001"), Code::Outside(code, _) if code == "72001"));
        assert_eq!(counties.read("ABCDE"), Code::Unknown(None));
        assert!(matches!(counties.read("99998"), Code::Unknown(_)));
    }

    #[test]
    fn industries_are_known_in_their_editions_and_in_agencies_long_forms() {
        let naics = Industries::naics().unwrap();
        let known =
            |text: &str, code: &str| assert_eq!(naics.read(text), Code::Known(code.to_owned()));
        known("7211", "7211");
        known("------", "10");
        known("44----", "44-45");
        known("7211//", "7211");
        assert_eq!(naics.read("9998"), Code::Unknown(None));
        assert!(matches!(naics.read("9999"), Code::Total(_)));
        assert_eq!(naics.read("7211.0"), Code::Damaged("7211".to_owned()));
        assert_eq!(naics.editions("454110"), [2017]);
        assert_eq!(naics.editions("455110"), [2022]);
    }
}
