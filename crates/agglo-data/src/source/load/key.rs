//! One key of the rows: the column or two that it is read from, by the codes that the mapping names.

use crate::sheet::Record;
use crate::source::description::{Description, IndustryCodes, RegionCodes};
use crate::source::keys::{Key, Keys, Read, any, apart, county, industry, own, time};
use crate::source::load::rank::{Rank, is_total, level};
use crate::source::load::{Codes, Options};

/// What parts the texts of a key that stands in two columns.
const PART: char = '\u{1f}';

/// One key of the rows.
pub(super) struct KeyColumn {
    pub(super) name: String,
    pub(super) at: usize,
    pub(super) second: Option<usize>,
    pub(super) role: Role,
    pub(super) keys: Keys,
    pub(super) rows: Vec<Option<u32>>,
    /// How coarse each value is.
    pub(super) ranks: Vec<Rank>,
}

/// What a key is.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Role {
    Region,
    Industry,
    Period,
    Dimension,
}

impl KeyColumn {
    /// What a record says, as a key.
    pub(super) fn key(
        &mut self,
        record: &Record,
        description: &Description,
        codes: &Codes,
        options: &Options,
    ) -> &Key {
        let first = record.get(self.at).unwrap_or_default();
        let joined;
        let text = match self.second.and_then(|at| record.get(at)) {
            Some(second) => {
                joined = format!("{first}{PART}{second}");
                joined.as_str()
            }
            None => first,
        };
        let (role, name) = (self.role, self.name.as_str());
        self.keys.key(text, |text| read(role, name, text, description, codes, options))
    }
}

impl KeyColumn {
    /// How coarse a value is: the level of an industry, and whether it is all values of a dimension.
    pub(super) fn rank(&mut self, key: u32, description: &Description) -> Rank {
        for name in &self.keys.names[self.ranks.len()..] {
            let (mut level_of, mut parts) = (0, false);
            match self.role {
                Role::Industry => level_of = level(name),
                Role::Dimension => {
                    let own = description.dimensions.iter().find(|own| own.name == self.name);
                    let total = own.and_then(|own| own.total.as_deref());
                    parts = total.is_some_and(|total| total != name);
                }
                Role::Region => parts = !is_total(name),
                Role::Period => {}
            }
            self.ranks.push(Rank { level: level_of, parts: usize::from(parts) });
        }
        self.ranks[key as usize]
    }
}

fn read(
    role: Role,
    name: &str,
    text: &str,
    description: &Description,
    codes: &Codes,
    options: &Options,
) -> Read {
    let fix = options.fix_codes;
    let prefix = description.region.as_ref().and_then(|region| region.prefix.as_deref());
    let text = match prefix.filter(|_| role == Role::Region) {
        Some(prefix) => match text.strip_prefix(prefix) {
            Some(code) => code,
            None => return Read::LeaveOut("an area of another kind".to_owned()),
        },
        None => text,
    };
    match (role, &description.region, &description.industry) {
        (Role::Region, Some(region), _) if region.also.iter().any(|code| code == text) => any(text),
        (Role::Region, Some(region), _) => match region.codes {
            RegionCodes::UsCounty if options.apart.contains(text.trim()) => {
                apart(text, &codes.counties)
            }
            RegionCodes::UsCounty => county(text, &codes.counties, region.totals, fix),
            RegionCodes::UsCountyInTwo => {
                let (state, own) = text.split_once(PART).unwrap_or((text, ""));
                let code = format!("{:0>2}{:0>3}", state.trim(), own.trim());
                match county(&code, &codes.counties, region.totals, fix) {
                    // Neither column alone says which code was old.
                    Read::Bridged(code, note) => Read::Is(code, Some(note)),
                    read => read,
                }
            }
            RegionCodes::Own => own(text, name),
        },
        (Role::Industry, _, Some(found)) => match found.codes {
            IndustryCodes::Naics => {
                industry(text, &codes.industries, &found.also, found.totals, fix)
            }
            IndustryCodes::Own => own(text, name),
        },
        (Role::Period, _, _) => match text.split_once(PART) {
            Some((year, quarter)) => time(year, Some(quarter)),
            None => time(text, None),
        },
        _ => any(text),
    }
}
