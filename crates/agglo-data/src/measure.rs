//! Which measure a person means: the name of a fact, with or without its unit at the end.

use agglo::Error;
use agglo::map::nationwide::Measured;
use agglo::panel::Facts;

/// How alike two names must be before one is offered for the other.
const ALIKE: f64 = 0.7;

/// Endings that say a unit: a rate in percent may be asked for as a rate.
const UNITS: [&str; 6] = ["_percent", "_rate", "_usd", "_share", "_km", "_minutes"];

/// Ending of a fact that holds another one's published margin.
const MARGIN: &str = "_margin";

/// The name of the fact that `text` means.
///
/// # Errors
///
/// `E0107` when no fact or more than one is meant, with the nearest names.
pub fn resolve(facts: &Facts, text: &str) -> Result<String, Error> {
    let asked = text.trim().to_lowercase().replace(['-', ' '], "_");
    let names: Vec<&str> = names(facts).collect();
    if let Some(name) = names.iter().find(|name| **name == asked) {
        return Ok((*name).to_owned());
    }
    let bare: Vec<&str> =
        names.iter().copied().filter(|name| without_unit(name) == without_unit(&asked)).collect();
    if let [only] = bare[..] {
        return Ok(only.to_owned());
    }
    let measures = Measured::ALL.into_iter().map(|measure| -> &str { measure.name() });
    let mut near: Vec<(f64, &str)> =
        names.into_iter().chain(measures).map(|name| (likeness(name, &asked), name)).collect();
    near.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
    let near: Vec<String> = near
        .iter()
        .filter(|(like, _)| *like >= ALIKE)
        .take(4)
        .map(|(_, name)| format!("`{name}`"))
        .collect();
    let hint = if near.is_empty() {
        "the facts are listed by `agglo map REGION --measure people` and `--measure elements`, with --json"
            .to_owned()
    } else {
        format!("did you mean {}?", near.join(", "))
    };
    Err(Error::new("E0107", format!("there is no measure `{text}`")).hint(hint))
}

/// Every fact that can be asked for.
fn names(facts: &Facts) -> impl Iterator<Item = &str> {
    facts.definitions().map(|fact| fact.name.as_str()).filter(|name| !name.ends_with(MARGIN))
}

fn without_unit(name: &str) -> &str {
    UNITS.iter().find_map(|unit| name.strip_suffix(unit)).unwrap_or(name)
}

/// How alike two names are; words that both have count as much as letters.
fn likeness(name: &str, asked: &str) -> f64 {
    let words: Vec<&str> = asked.split('_').filter(|word| word.len() > 2).collect();
    let shared = words.iter().filter(|word| name.split('_').any(|own| own == **word)).count();
    let by_words = shared as f64 / words.len().max(1) as f64;
    strsim::jaro_winkler(name, asked).max(by_words)
}

#[cfg(test)]
mod tests {
    use super::*;
    use agglo::panel::{Fact, Pooling};

    fn facts() -> Facts {
        let names = [
            "poverty_percent",
            "poverty_percent_margin",
            "income_per_head_usd",
            "unemployment_acs_percent",
            "unemployment_24_months_percent",
        ];
        let fact = |name: &str| Fact {
            name: name.into(),
            definition: String::new(),
            unit: String::new(),
            role: "people".into(),
            year: None,
            better: "none".into(),
            pooling: Pooling::None,
            source: "test".into(),
        };
        Facts::new(names.map(fact), []).unwrap()
    }

    #[test]
    fn names_are_understood_with_and_without_their_unit() {
        for (text, name) in [
            ("poverty_percent", "poverty_percent"),
            ("poverty_rate", "poverty_percent"),
            ("Poverty", "poverty_percent"),
            ("income per head", "income_per_head_usd"),
        ] {
            assert_eq!(resolve(&facts(), text).unwrap(), name, "{text}");
        }
    }

    #[test]
    fn what_may_mean_two_and_what_is_unknown_offers_candidates() {
        let hint = |text| resolve(&facts(), text).unwrap_err().advice().unwrap().to_owned();
        assert!(hint("unemployment").contains("unemployment_24_months_percent"));
        assert!(hint("poverty_margin").contains("`poverty_percent`"));
        assert!(hint("location_quotients").contains("location_quotient"));
        assert!(hint("xyzzy").contains("agglo map"));
    }
}
