//! Addresses with gaps: `…/{year}/{quarter}/area/{area}.csv`.

use std::collections::BTreeMap;

use agglo::Error;

/// Names in the gaps of an address, in their order.
pub(super) fn names(template: &str) -> Vec<&str> {
    let gaps = template.split('{').skip(1);
    let names = gaps.filter_map(|rest| rest.split_once('}')).map(|(name, _)| name);
    names.map(|name| name.strip_prefix('+').unwrap_or(name)).collect()
}

/// The address with its gaps filled. What stands in one cannot leave its place in the path; `{+name}` takes a piece
/// of an address as it is.
pub(super) fn filled(template: &str, values: &BTreeMap<String, String>) -> Result<String, Error> {
    let mut url = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        let damaged =
            || Error::new("E0206", "a gap of the address is not closed").at(template.to_owned());
        let (name, after) = after.split_once('}').ok_or_else(damaged)?;
        let (name, is_raw) = name.strip_prefix('+').map_or((name, false), |name| (name, true));
        let value = values.get(name).ok_or_else(|| {
            Error::new("E0103", format!("the address needs `{name}`"))
                .at(template.to_owned())
                .hint(format!("say it: --value {name}=…"))
        })?;
        url.push_str(before);
        if is_raw {
            url.push_str(value);
        } else {
            encode(value, &mut url);
        }
        rest = after;
    }
    url.push_str(rest);
    Ok(url)
}

/// Adds a text as one piece of a path: letters, digits and what never parts anything stay.
fn encode(text: &str, url: &mut String) {
    let stays = |byte: u8| byte.is_ascii_alphanumeric() || b"-_~,+:".contains(&byte);
    for byte in text.bytes() {
        // Two dots would lead out of a folder; one between letters belongs to a name.
        if stays(byte) || (byte == b'.' && text != "." && !text.contains("..")) {
            url.push(char::from(byte));
        } else {
            url.push('%');
            for half in [byte >> 4, byte & 15] {
                url.extend(
                    char::from_digit(u32::from(half), 16).map(|digit| digit.to_ascii_uppercase()),
                );
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_are_filled_and_stay_in_their_place() {
        let template = "https://a.gov/{year}/area/{area}.csv";
        assert_eq!(names(template), ["year", "area"]);
        let of = |area: &str| {
            let values =
                [("year", "2016"), ("area", area)].map(|(a, b)| (a.to_owned(), b.to_owned()));
            filled(template, &values.into_iter().collect())
        };
        assert_eq!(of("12045").unwrap(), "https://a.gov/2016/area/12045.csv");
        assert_eq!(of("../x?y#z").unwrap(), "https://a.gov/2016/area/%2E%2E%2Fx%3Fy%23z.csv");
        assert_eq!(of("..").unwrap(), "https://a.gov/2016/area/%2E%2E.csv");
        assert_eq!(filled(template, &BTreeMap::new()).unwrap_err().code(), "E0103");
    }
}
