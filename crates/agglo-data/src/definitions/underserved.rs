//! The rule that says which regions are underserved: the shipped one, or another file of the same form.

use agglo::Error;
use agglo::map::people::underserved::Rule;

const DEFAULT: &str = include_str!("../../../../definitions/underserved/default.toml");

/// The shipped rule.
///
/// # Errors
///
/// `E0105` or `E0206` where the file is damaged.
pub fn default() -> Result<Rule, Error> {
    read(DEFAULT, "underserved/default.toml")
}

/// A rule from the text of a file; `place` names it in errors.
///
/// # Errors
///
/// `E0206` where the text is not a rule, `E0105` where its parts do not fit together.
pub fn read(text: &str, place: &str) -> Result<Rule, Error> {
    let rule: Rule = toml::from_str(text).map_err(|error| {
        let line = error.span().map(|span| text[..span.start].lines().count().max(1));
        let place = line.map_or_else(|| place.to_owned(), |line| format!("{place}, line {line}"));
        Error::new("E0206", error.message()).at(place)
    })?;
    rule.checked()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_rule_needs_two_of_three_legs() {
        let rule = default().unwrap();
        assert_eq!((rule.needed, rule.legs.len()), (2, 3));
        let facts = [
            "income_per_head_usd",
            "persistent_poverty",
            "svi_percentile",
            "unemployment_24_months_percent",
        ];
        assert_eq!(rule.facts(), facts);
    }

    #[test]
    fn a_misspelt_key_is_refused_with_its_line() {
        let text = DEFAULT.replace("threshold = 0.75", "treshold = 0.75");
        let error = read(&text, "mine.toml").unwrap_err();
        assert_eq!(error.code(), "E0206");
        assert!(error.place().is_some_and(|place| place.starts_with("mine.toml, line ")));
    }
}
