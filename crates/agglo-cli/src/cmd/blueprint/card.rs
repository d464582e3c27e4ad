//! A blueprint's card in words, and `agglo blueprint fit NAME`, which makes it again.

use std::fmt::Write as _;

use agglo::Error;
use agglo::base::id::SourceId;
use agglo::map::complementarity::{Card, Difference, Needs, RULE, card, needs};
use agglo_data::definitions::blueprint;
use serde::Serialize;

use crate::args::{FitArgs, Global};
use crate::cmd::blueprint::with_tables;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::printer::Printer;
use crate::table::Table;

/// Fits on the counties at hand and says whether that is what is stored.
pub(super) fn fit(args: &FitArgs, global: &Global, printer: &Printer) -> Result<Exit, Failure> {
    let mut rule = blueprint::fit_rule()?;
    if let Some(asked) = &args.outcome {
        let at = rule.outcomes.iter().position(|outcome| outcome.id == *asked);
        let Some(at) = at else {
            let known: Vec<&str> =
                rule.outcomes.iter().map(|outcome| outcome.id.as_str()).collect();
            let error = Error::new("E0103", format!("there is no outcome `{asked}`"));
            return Err(error.hint(format!("outcomes: {}", known.join(", "))).into());
        };
        let leading = rule.outcomes.remove(at);
        rule.outcomes.insert(0, leading);
    }
    with_tables(&args.blueprint, global, |prepared, country| {
        let found = card(prepared, Some(&country.tables.jobs), &rule)?;
        let found = blueprint::as_stored(found)?;
        let (necessity, untested) = match needs(prepared, Some(&country.tables.jobs), &rule) {
            Ok(found) => (Some(found), None),
            Err(error) => (None, Some(error.what().to_owned())),
        };
        if global.json {
            let fitted = Fitted { card: &found, necessity, necessity_untested: untested };
            printer.json("agglo/blueprint-card/1", &fitted)?;
            return Ok(Exit::Ok);
        }
        print(&found, global, printer)?;
        let stored = blueprint::card(prepared.blueprint())?;
        if !global.csv && args.outcome.is_none() {
            printer.data(match stored {
                Some(stored) if stored == found => "\nThe same as the card that is stored.\n",
                Some(_) => "\nNot the card that is stored: it was made of other data.\n",
                None => "\nNo card of it is stored.\n",
            })?;
        }
        if !global.csv {
            necessary(necessity.as_ref().ok_or(untested.unwrap_or_default()), global, printer)?;
        }
        Ok(Exit::Ok)
    })
}

/// What a fit is in JSON: the card, and beside it what is not kept in cards.
#[derive(Serialize)]
struct Fitted<'a> {
    #[serde(flatten)]
    card: &'a Card,
    necessity: Option<Needs>,
    necessity_untested: Option<String>,
}

/// Which elements are necessary, or why that was not tested.
fn necessary(
    needs: Result<&Needs, String>,
    global: &Global,
    printer: &Printer,
) -> Result<(), Error> {
    let needs = match needs {
        Ok(needs) => needs,
        Err(why) => return printer.data(&format!("\nNecessity: not tested: {why}\n")),
    };
    let regions = needs.regions;
    printer.data(&format!("\nNecessity for {}, {regions} counties\n\n", needs.outcome))?;
    let number = |value: Option<f64>, digits: usize| {
        value.map_or_else(|| "-".to_owned(), |value| format!("{value:.digits$}"))
    };
    let mut table =
        Table::new(["element", "effect size", "hidden low", "hidden high", "p", "necessary"]);
    for own in &needs.elements {
        table.row(vec![
            own.element.to_string(),
            number(own.effect, 2),
            number(own.effect_at_low_ends, 2),
            number(own.effect_at_high_ends, 2),
            number(own.p, 3),
            own.answer.words().to_owned(),
        ]);
    }
    printer.table(&table, global)?;
    printer.data(&format!("\nRule: {}. One county can carry a ceiling.\n", needs.rule))
}

/// The card in words, or its outcomes as CSV.
pub(super) fn print(card: &Card, global: &Global, printer: &Printer) -> Result<(), Error> {
    if global.csv {
        return printer.table(&outcomes(card), global);
    }
    printer.data(&head(card))?;
    printer.data("\n")?;
    printer.table(&outcomes(card), global)?;
    printer.data("\n")?;
    printer.table(&weights(card), global)?;
    printer.data(&format!("\nRule: {RULE}.\n"))
}

fn head(card: &Card) -> String {
    let mut text = String::new();
    let mut say = |label: &str, words: String| {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{label:<16}{words}");
    };
    say("Card", card.blueprint.to_string());
    let claim = card.complementarity.words();
    say("Complementarity", format!("{claim} (rho {} against a plain sum)", card.rho));
    let fits = card.describes.words();
    say("Describes", format!("{fits} (a plain sum of the elements against none of them)"));
    let sources: Vec<&str> = card.sources.iter().map(SourceId::as_str).collect();
    say(
        "Data",
        format!(
            "{} counties, {} with an element unknown; {} of the levels rest on hidden cells; {}",
            card.regions,
            card.unknown,
            percent(card.hidden),
            sources.join(", ")
        ),
    );
    say("Held fixed", format!("state, {}", card.held_fixed.join(", ")));
    if let Some(best) = card.rho_best {
        let alike: Vec<String> = card.rho_alike.iter().map(ToString::to_string).collect();
        say(
            "Exponent",
            format!("{} stated; {best} errs least, not told from {}", card.rho, alike.join(", ")),
        );
    }
    let fitted = card.fitted_against_stated.map_or_else(
        || "too few counties to fit any".to_owned(),
        |difference| format!("fitted ones change the error by {}", change(difference)),
    );
    say("Weights", format!("a judgement, and in use; {fitted}"));
    text
}

/// Each outcome, with the check at the other floor and at the ends of hidden cells.
fn outcomes(card: &Card) -> Table {
    let mut table = Table::new([
        "outcome",
        "counties",
        "own rho against sum",
        "other floor",
        "hidden low",
        "hidden high",
        "complementarity",
        "sum against none",
        "describes",
    ]);
    for outcome in &card.outcomes {
        let floor = |at: usize| outcome.test.as_ref().and_then(|test| test.floors.get(at));
        let or_dash =
            |difference: Option<Difference>| difference.map_or_else(|| "-".to_owned(), change);
        table.row(vec![
            outcome.title.clone(),
            match (&outcome.test, &outcome.untested) {
                (Some(test), _) => format!("{} in {} states", test.regions, test.groups),
                (None, Some(why)) => why.clone(),
                (None, None) => "not tested".to_owned(),
            },
            or_dash(floor(0).map(|floor| floor.own_against_additive)),
            or_dash(floor(1).map(|floor| floor.own_against_additive)),
            or_dash(outcome.at_low_ends),
            or_dash(outcome.at_high_ends),
            outcome.complementarity.words().to_owned(),
            or_dash(floor(0).map(|floor| floor.additive_against_none)),
            outcome.describes.words().to_owned(),
        ]);
    }
    table
}

fn weights(card: &Card) -> Table {
    let mut table = Table::new(["element", "weight stated", "weight fitted"]);
    for weight in &card.weights {
        table.row(vec![
            weight.element.to_string(),
            format!("{:.2}", weight.stated),
            weight.fitted.map_or_else(|| "-".to_owned(), |fitted| format!("{fitted:.2}")),
        ]);
    }
    table
}

/// `+8.1 % (3.0 to 12.2)`: how much larger an error is.
fn change(difference: Difference) -> String {
    let of = |share: f64| 100.0 * share;
    format!(
        "{:+.1} % ({:+.1} to {:+.1})",
        of(difference.share),
        of(difference.low),
        of(difference.high)
    )
}

fn percent(share: f64) -> String {
    format!("{:.0} %", 100.0 * share)
}
