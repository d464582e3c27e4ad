//! Cards of blueprints: what the counties say of each, computed once and kept as text.
//!
//! Computed from the starter pack by `cargo xtask fit` and kept with six digits; a card of a blueprint that
//! was changed since is no card.

use agglo::Error;
use agglo::base::blueprint::Blueprint;
use agglo::map::complementarity::{Card, FitRule};
use serde::{Deserialize, Serialize};

use crate::definitions::stored::{read, text};

const RULE: &str = include_str!("../../../../../definitions/blueprints/fit.toml");
/// Cards of the blueprints that are shipped.
const SHIPPED: &str = include_str!("../../../../../definitions/blueprints/cards/shipped.toml");
/// Cards of those that are derived from clusters.
const DERIVED: &str = include_str!("../../../../../definitions/blueprints/cards/derived.toml");
/// Where one card begins.
const HEAD: &str = "[[card]]\n";

/// A file of cards.
#[derive(Serialize, Deserialize)]
struct Cards {
    card: Vec<Card>,
}

/// The rule by which every card is made.
///
/// # Errors
///
/// `E0206` where the file is damaged.
pub fn fit_rule() -> Result<FitRule, Error> {
    read(RULE, "blueprints/fit.toml")
}

/// The card of a blueprint; none where none is kept, or where it was made of another state of the blueprint.
///
/// # Errors
///
/// `E0206` where it is damaged.
pub fn card(blueprint: &Blueprint) -> Result<Option<Card>, Error> {
    for (text, place) in [(SHIPPED, "cards/shipped.toml"), (DERIVED, "cards/derived.toml")] {
        if let Some(part) = part(text, blueprint.id.as_str()) {
            let mut cards: Cards = read(&part, place)?;
            let card = cards.card.pop();
            return Ok(card.filter(|card| card.is_of(blueprint)));
        }
    }
    Ok(None)
}

/// The text of one card in a file of many: the others need not be read.
fn part(text: &str, id: &str) -> Option<String> {
    let own = format!("blueprint = \"{id}\"\n");
    let body = text.split(HEAD).skip(1).find(|body| body.starts_with(&own))?;
    Some(format!("{HEAD}{body}"))
}

/// The text of a file of cards, with what it is at its head.
///
/// # Errors
///
/// `E0206` where it cannot be written as text.
pub fn cards_text(of: &str, cards: Vec<Card>) -> Result<String, Error> {
    let head = format!(
        "# Cards of {of}: fit, test of complementarity out of sample and verdict, by the rule in\n\
         # definitions/blueprints/fit.toml. Source: the starter pack. Written by `cargo xtask fit`;\n\
         # a test fits two of them again and compares.\n\n"
    );
    text(&head, &Cards { card: cards })
}

/// A card as it comes back from where it is kept: six digits a number.
///
/// # Errors
///
/// `E0206` where it cannot be written as text.
pub fn as_stored(card: Card) -> Result<Card, Error> {
    let mut again: Cards = read(&cards_text("one blueprint", vec![card])?, "card")?;
    again.card.pop().ok_or_else(|| Error::new("E0206", "a card was written and is gone"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::definitions::blueprint::{all, shipped};

    #[test]
    fn every_shipped_blueprint_has_its_card_and_a_changed_one_has_none() {
        for mut blueprint in all().unwrap() {
            let card = card(&blueprint).unwrap().unwrap();
            assert_eq!(card.blueprint, blueprint.id);
            let scored = blueprint.scored().count();
            assert_eq!(card.weights.len(), scored);
            blueprint.aggregator.rho = -2.0;
            assert_eq!(super::card(&blueprint).unwrap(), None);
        }
    }

    #[test]
    fn cards_written_and_read_again_are_the_same() {
        let beach = card(&shipped("beach-destination").unwrap()).unwrap().unwrap();
        let written = cards_text("one", vec![beach.clone()]).unwrap();
        let again: Cards = read(&part(&written, "beach-destination").unwrap(), "again").unwrap();
        assert_eq!(again.card, [beach]);
        assert_eq!(part(&written, "beach"), None);
    }
}
