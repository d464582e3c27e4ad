//! Which industry a person means: a code, or the codes and titles that come near it.

use agglo::Error;
use agglo::base::classification::{Classification, Industry};

/// How alike a title must be before its code is offered.
const ALIKE: f64 = 0.75;

/// The industry of that code among those that a table holds.
///
/// # Errors
///
/// `E0104` when there is none, with the nearest codes or titles.
pub fn resolve<'a>(
    classification: &'a Classification,
    holds: impl Fn(&str) -> bool,
    text: &str,
) -> Result<&'a Industry, Error> {
    let text = text.trim();
    let held = |industry: &&Industry| holds(industry.id.as_str());
    if let Some(found) = classification.get(text).filter(held) {
        return Ok(found);
    }
    let is_code = text.chars().all(|sign| sign.is_ascii_digit() || sign == '-');
    let mut near: Vec<(f64, &Industry)> = classification
        .industries()
        .iter()
        .filter(held)
        .map(|industry| {
            (if is_code { by_code(industry, text) } else { by_title(industry, text) }, industry)
        })
        .filter(|(like, _)| *like >= ALIKE)
        .collect();
    near.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.id.cmp(&b.1.id)));
    let list: Vec<String> = near
        .iter()
        .take(3)
        .map(|(_, industry)| format!("{} ({})", industry.id, industry.title))
        .collect();
    let hint = if list.is_empty() {
        format!("give a code of {} with 2 to 4 digits, as 7211", classification.name())
    } else {
        format!("did you mean {}?", list.join("; "))
    };
    Err(Error::new("E0104", format!("the table has no industry `{text}`")).hint(hint))
}

/// Shared first digits over the longer code; a longer code falls back to the group that holds it.
fn by_code(industry: &Industry, text: &str) -> f64 {
    let own = industry.id.as_str();
    let shared = own.chars().zip(text.chars()).take_while(|(a, b)| a == b).count();
    if shared >= 2 { 0.75 + 0.25 * shared as f64 / own.len().max(text.len()) as f64 } else { 0.0 }
}

fn by_title(industry: &Industry, text: &str) -> f64 {
    let (title, asked) = (industry.title.to_lowercase(), text.to_lowercase());
    let stem = asked.strip_suffix('s').unwrap_or(&asked);
    if stem.len() > 2 && title.contains(stem) { 1.0 } else { strsim::jaro_winkler(&title, &asked) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree() -> Classification {
        let industry = |id: &str, title: &str| Industry {
            id: id.into(),
            title: title.into(),
            level: u8::try_from(id.len()).unwrap(),
            parent: None,
        };
        let all = [("7211", "Traveler Accommodation"), ("7212", "RV Parks"), ("721110", "Hotels")];
        Classification::new("NAICS", all.map(|(id, title)| industry(id, title)).to_vec()).unwrap()
    }

    fn find(text: &str) -> Result<String, Error> {
        resolve(&tree(), |id| id.len() == 4, text).map(|industry| industry.id.to_string())
    }

    #[test]
    fn a_code_of_the_table_is_found_and_others_offer_the_nearest() {
        assert_eq!(find("7211").unwrap(), "7211");
        let hint = |text| find(text).unwrap_err().advice().unwrap().to_owned();
        assert!(hint("721110").starts_with("did you mean 7211"), "{}", hint("721110"));
        assert!(hint("accommodation").contains("7211"));
        assert!(hint("99").contains("2 to 4 digits"));
    }
}
