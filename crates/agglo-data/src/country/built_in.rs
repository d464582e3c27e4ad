//! The countries whose descriptions and tables are built in.

use agglo::Error;

use crate::country::description::{CountryDescription, Home};
use crate::nearest::nearest;

macro_rules! definitions {
    ($($name:literal)*) => {
        &[$(($name, include_str!(concat!("../../../../definitions/", $name)))),*]
    };
}

/// Descriptions, in the order in which a name is looked for.
const COUNTRIES: &[&str] = &["us", "eu-nuts2", "uk-itl3"];

/// Descriptions and the files that they name.
#[rustfmt::skip]
const FILES: &[(&str, &str)] = definitions! {
    "classifications/nace2-ten-groups.csv"
    "classifications/sic2007-itl3.csv"
    "countries/eu-nuts2.toml"
    "countries/uk-itl3.toml"
    "countries/us.toml"
    "regions/eu-nuts2.csv"
    "regions/uk-itl3.csv"
    "underserved/eu-less-developed.toml"
};

/// The text of a definition that is built in.
pub(super) fn file(name: &str) -> Option<&'static str> {
    FILES.iter().find(|(own, _)| *own == name).map(|(_, text)| *text)
}

/// Slugs of the countries that are built in, the counties of the starter pack first.
pub fn built_ins() -> impl Iterator<Item = &'static str> {
    COUNTRIES.iter().copied()
}

/// The description of a country that is built in.
///
/// # Errors
///
/// `E0109` where there is none of that slug, with the nearest ones.
pub fn built_in(id: &str) -> Result<CountryDescription, Error> {
    if let Some(text) = file(&format!("countries/{id}.toml")) {
        return CountryDescription::read(text, Home::BuiltIn);
    }
    let near = nearest(COUNTRIES.iter().copied(), id);
    let all = COUNTRIES.join(", ");
    let error = Error::new("E0109", format!("no country `{id}` is built in"));
    Err(if near.is_empty() {
        error.hint(format!("built in: {all}; a file of your own ends in .toml"))
    } else {
        error.hint(format!("did you mean `{}`? Built in: {all}", near.join("`, `")))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regions::county_codes::CountyCodes;

    #[test]
    fn the_counties_stand_in_the_borders_that_their_codes_are_of() {
        let terms = built_in("us").unwrap().terms();
        let vintage = CountyCodes::shipped().unwrap().vintage;
        assert_eq!(terms.borders, Some(format!("US counties, {vintage}")));
        assert_eq!(terms, agglo::base::terms::Terms::default());
    }
}
