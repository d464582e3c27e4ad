//! One cell: from what a person wrote to a value, and back. What could mean two things is refused.

use serde_json::{Value, json};
use unicode_normalization::UnicodeNormalization;

use crate::exchange::field::{Field, Holds};
use crate::exchange::outgoing::may_withhold;
use crate::fault::Fault;
use crate::source::number::{self, Decimal, number};

/// What a cell was understood as.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Understood {
    /// A value.
    Value(Value),
    /// Nothing: it is empty, or a mark of what is not there.
    Nothing,
    /// Somebody knows and does not say.
    Withheld,
}

/// What an export for outsiders writes in place of what it keeps back.
pub(super) const MARK: &str = "withheld";

/// Marks of a value that is kept back.
const WITHHELD: [&str; 5] = [MARK, "suppressed", "confidential", "(d)", "*"];

/// Marks of a value that is not there. None of them is a 0.
const MISSING: [&str; 9] = ["n/a", "na", "..", "...", "-", "–", "unknown", "?", "not known"];

/// Signs by which a spreadsheet program takes a text for a formula.
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// A list of things of two parts: the field, the first part, the sign between, the second part.
struct Pair {
    field: &'static str,
    first: (&'static str, Holds),
    sign: char,
    second: (&'static str, Holds),
}

const PAIRS: [Pair; 5] = [
    Pair { field: "groups", first: ("name", Holds::Text), sign: ':', second: ("n", Holds::Whole) },
    Pair {
        field: "facts",
        first: ("name", Holds::Text),
        sign: '=',
        second: ("value", Holds::Number),
    },
    Pair {
        field: "costs",
        first: ("year", Holds::Whole),
        sign: ':',
        second: ("amount", Holds::Money),
    },
    Pair {
        field: "effects",
        first: ("element", Holds::Text),
        sign: ':',
        second: ("level", Holds::Number),
    },
    Pair {
        field: "reports",
        first: ("report", Holds::Text),
        sign: ':',
        second: ("every", Holds::Text),
    },
];

/// A text without blanks around it, in the normal form that most programs write (NFC).
pub(super) fn normal(text: &str) -> String {
    let text = text.trim();
    // Letters without marks have one form only.
    if text.is_ascii() { text.to_owned() } else { text.nfc().collect() }
}

/// A text as a table may hold it: one that a spreadsheet program would run begins with `'`.
pub fn escaped(text: &str) -> String {
    if text.trim_start_matches('\'').starts_with(FORMULA) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

/// The text that was escaped.
pub fn unescaped(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if rest.trim_start_matches('\'').starts_with(FORMULA) => rest,
        _ => text,
    }
}

/// What a cell of a field says.
///
/// # Errors
///
/// What is wrong with it and the way out; not where it stands.
pub(super) fn read(field: &Field, text: &str, decimal: Decimal) -> Result<Understood, Fault> {
    let own = normal(unescaped(text.trim_matches(' ')));
    if own.is_empty() {
        return Ok(Understood::Nothing);
    }
    let lower = own.to_lowercase();
    let is_text = matches!(field.holds, Holds::Text | Holds::Texts);
    // A name may be any word; what an export keeps back is none.
    if is_text && own == MARK && may_withhold(&field.name) {
        return Ok(Understood::Withheld);
    }
    if !is_text && WITHHELD.contains(&lower.as_str()) {
        return Ok(Understood::Withheld);
    }
    if !is_text && MISSING.contains(&lower.as_str()) {
        return Ok(Understood::Nothing);
    }
    value(&field.name, &field.holds, &own, decimal).map(Understood::Value)
}

fn value(name: &str, holds: &Holds, text: &str, decimal: Decimal) -> Result<Value, Fault> {
    Ok(match holds {
        Holds::Text => json!(text),
        Holds::Whole => json!(whole(text, decimal)?),
        Holds::Number => json!(number(text, decimal, number::Kind::Amount)?),
        Holds::Money => json!(money(text, decimal)?),
        Holds::YesNo => json!(yes_no(text)?),
        Holds::Day => json!(day(text)?),
        Holds::Choice(words) => json!(choice(words, text)?),
        Holds::Texts => json!(texts(text)?),
        Holds::Parts(_) => parts(name, text, decimal)?,
    })
}

fn whole(text: &str, decimal: Decimal) -> Result<i64, Fault> {
    let value = number(text, decimal, number::Kind::Amount)?;
    if value.fract() != 0.0 || value.abs() > 9e15 {
        return Err(Fault::new("this is not a whole number"));
    }
    // Whole and far below the largest number that both hold.
    #[expect(clippy::cast_possible_truncation, reason = "checked above")]
    Ok(value as i64)
}

/// Money in hundredths.
fn money(text: &str, decimal: Decimal) -> Result<i64, Fault> {
    let (digits, times) = match text.chars().last() {
        Some('k') => (&text[..text.len() - 1], 1_000.0),
        Some('M') => (&text[..text.len() - 1], 1_000_000.0),
        _ => (text, 1.0),
    };
    let cents =
        number(digits, decimal, number::Kind::Amount).map_err(|fault| match fault.cure {
            Some(_) => fault,
            None => fault.cure("write the amount alone, without the sign of a currency"),
        })? * times
            * 100.0;
    let near = cents.round();
    if (cents - near).abs() > 1e-6 * near.abs().max(1.0) || near.abs() > 9e15 {
        return Err(Fault::new("money has two decimals at most"));
    }
    #[expect(clippy::cast_possible_truncation, reason = "checked above")]
    Ok(near as i64)
}

fn yes_no(text: &str) -> Result<bool, Fault> {
    match text.to_lowercase().as_str() {
        "yes" | "y" | "true" | "1" | "x" => Ok(true),
        "no" | "n" | "false" | "0" => Ok(false),
        _ => Err(Fault::new("this is neither yes nor no")),
    }
}

fn day(text: &str) -> Result<String, Fault> {
    let day = text.split_once('T').map_or(text, |(day, _)| day);
    match day.parse::<jiff::civil::Date>() {
        Ok(day) => Ok(day.to_string()),
        Err(_) => Err(Fault::new("this is no day").cure("write year-month-day, as in 2026-09-30")),
    }
}

fn choice(words: &[String], text: &str) -> Result<String, Fault> {
    let plain = text.to_lowercase().replace([' ', '-'], "_");
    // A map of ties says which side drew them.
    let plain = match plain.as_str() {
        "directed" if words.iter().any(|word| word == "a") => "a".to_owned(),
        "mutual" | "undirected" if words.iter().any(|word| word == "both") => "both".to_owned(),
        _ => plain,
    };
    words.iter().find(|word| **word == plain).cloned().ok_or_else(|| {
        Fault::new(format!("this is none of {}", words.join(", ")))
            .cure("correct it, or let a mapping say what the word stands for: [values.COLUMN]")
    })
}

fn items(text: &str) -> impl Iterator<Item = &str> {
    text.split([';', '\n']).map(str::trim).filter(|item| !item.is_empty())
}

fn texts(text: &str) -> Result<Vec<String>, Fault> {
    if text.starts_with("[\"") {
        return serde_json::from_str(text).map_err(|_| Fault::new("this is no list in JSON"));
    }
    Ok(items(text).map(str::to_owned).collect())
}

fn parts(name: &str, text: &str, decimal: Decimal) -> Result<Value, Fault> {
    if text.starts_with("[{") || text == "[]" {
        return serde_json::from_str(text).map_err(|_| Fault::new("this is no list in JSON"));
    }
    if name == "shocks" {
        return items(text).map(shock).collect();
    }
    let Some(pair) = PAIRS.iter().find(|pair| pair.field == name) else {
        return Err(Fault::new("this is no list in JSON").cure("an export shows how it is written"));
    };
    let one = |item: &str| {
        let form = format!("write {}{}{}", pair.first.0, pair.sign, pair.second.0);
        let (first, second) = item
            .rsplit_once(pair.sign)
            .ok_or_else(|| Fault::new("a part is missing").cure(form))?;
        let first = (pair.first.0, value(pair.first.0, &pair.first.1, first.trim(), decimal)?);
        let second = (pair.second.0, value(pair.second.0, &pair.second.1, second.trim(), decimal)?);
        Ok(Value::from_iter([first, second]))
    };
    items(text).map(one).collect()
}

fn shock(text: &str) -> Result<Value, Fault> {
    let form = || Fault::new("a shock is NAME@DATE: evidence");
    let (name, rest) = text.split_once('@').ok_or_else(form)?;
    let (on, evidence) = rest.split_once(':').ok_or_else(form)?;
    Ok(json!({ "name": name.trim(), "on": day(on.trim())?, "evidence": evidence.trim() }))
}

/// A value as a table holds it, before anything is escaped. What is read back is the same value.
pub(super) fn write(field: &Field, value: &Value) -> String {
    written(&field.name, &field.holds, value)
}

fn written(name: &str, holds: &Holds, value: &Value) -> String {
    match (holds, value) {
        (_, Value::Null) => String::new(),
        (Holds::Money, value) => value.as_i64().map_or(String::new(), units),
        (Holds::YesNo, Value::Bool(is)) => if *is { "yes" } else { "no" }.to_owned(),
        (Holds::Texts, Value::Array(all)) => {
            let plain: Option<Vec<&str>> =
                all.iter().map(|own| own.as_str().filter(lone)).collect();
            plain.map_or_else(|| value.to_string(), |all| all.join("; "))
        }
        (Holds::Parts(_), Value::Array(all)) if all.is_empty() => String::new(),
        (Holds::Parts(_), Value::Array(all)) => {
            let pair = PAIRS.iter().find(|pair| pair.field == name);
            let plain: Option<Vec<String>> =
                all.iter().map(|own| pair.and_then(|pair| joined(pair, own))).collect();
            plain.map_or_else(|| value.to_string(), |all| all.join("; "))
        }
        (_, Value::String(text)) => text.clone(),
        (_, other) => other.to_string(),
    }
}

/// Whether a text of a list is read back as it is.
fn lone(text: &&str) -> bool {
    !text.is_empty()
        && !text.contains([';', '\n'])
        && text.trim() == *text
        && !text.starts_with("[\"")
}

fn joined(pair: &Pair, own: &Value) -> Option<String> {
    let part = |(name, holds): &(&str, Holds)| {
        let text = written(name, holds, own.get(name)?);
        lone(&text.as_str()).then_some(text)
    };
    let (first, second) = (part(&pair.first)?, part(&pair.second)?);
    let is_plain = !second.contains(pair.sign) && !first.starts_with("[{");
    is_plain.then(|| format!("{first}{}{second}", pair.sign))
}

/// Hundredths in units: `42000`, `10.50`.
pub fn units(cents: i64) -> String {
    let (sign, cents) = (if cents < 0 { "-" } else { "" }, cents.unsigned_abs());
    match cents % 100 {
        0 => format!("{sign}{}", cents / 100),
        part => format!("{sign}{}.{part:02}", cents / 100),
    }
}

#[cfg(test)]
mod tests {
    use agglo::engage::event::Kind;
    use proptest::prelude::*;

    use super::*;
    use crate::exchange::field::fields;

    fn field(kind: Kind, name: &str) -> &'static Field {
        fields(kind).iter().find(|own| own.name == name).unwrap()
    }

    fn read_as(kind: Kind, name: &str, text: &str) -> Result<Understood, Fault> {
        read(field(kind, name), text, Decimal::Plain)
    }

    #[test]
    fn reference_cells_as_people_write_them() {
        let is = |kind, name, text, value: Value| {
            assert_eq!(read_as(kind, name, text), Ok(Understood::Value(value)), "{text}");
        };
        is(Kind::Partner, "cost", "60k", json!(6_000_000));
        is(Kind::Spend, "amount", "42000.5", json!(4_200_050));
        is(Kind::Partner, "areas", "north;school", json!(["north", "school"]));
        is(
            Kind::Engagement,
            "groups",
            "underserved:9; other: 5",
            json!([{"name": "underserved", "n": 9}, {"name": "other", "n": 5}]),
        );
        is(Kind::Initiative, "costs", "0:350k", json!([{"year": 0, "amount": 35_000_000}]));
        is(Kind::Rating, "consent", "Yes", json!(true));
        is(Kind::Piece, "kind", "Community truth", json!("community_truth"));
        is(Kind::Venture, "founded", "2026-09-01T00:00:00", json!("2026-09-01"));
        let euro = read(field(Kind::Spend, "amount"), "1.404,50", Decimal::Comma);
        assert_eq!(euro, Ok(Understood::Value(json!(140_450))));
        for text in ["22.01.2026", "01/22/2026", "soon"] {
            assert!(read_as(Kind::Venture, "founded", text).is_err(), "{text}");
        }
        assert!(read_as(Kind::Spend, "amount", "1,404").is_err());
        assert!(read_as(Kind::Partner, "reach", "3.5").is_err());
    }

    #[test]
    fn withheld_and_missing_are_not_0() {
        assert_eq!(read_as(Kind::Partner, "reach", "withheld"), Ok(Understood::Withheld));
        assert_eq!(read_as(Kind::Partner, "reach", "-"), Ok(Understood::Nothing));
        assert_eq!(read_as(Kind::Partner, "reach", "0"), Ok(Understood::Value(json!(0))));
        assert_eq!(read_as(Kind::Partner, "source", "withheld"), Ok(Understood::Withheld));
        // A name is a name, whatever it says.
        assert_eq!(
            read_as(Kind::Partner, "name", "Withheld"),
            Ok(Understood::Value(json!("Withheld")))
        );
    }

    proptest! {
        #[test]
        fn law_texts_come_back_and_none_begins_a_formula(text in "[=+@'\\-\\t]{0,3}\\PC{0,12}") {
            let table = escaped(&text);
            prop_assert!(!table.starts_with(FORMULA));
            prop_assert_eq!(unescaped(&table), text.as_str());
        }

        #[test]
        fn law_lists_come_back(all in proptest::collection::vec("[a-z;:\\[\"\\n ]{0,8}", 1..4)) {
            let field = field(Kind::Listening, "heard");
            let text = write(field, &json!(all));
            let lone = all.iter().all(|own| !own.is_empty());
            if lone {
                prop_assert_eq!(texts(&text).unwrap(), all);
            }
        }

        #[test]
        fn law_money_comes_back(cents in -1_000_000_000_000_i64..1_000_000_000_000) {
            prop_assert_eq!(money(&units(cents), Decimal::Plain).unwrap(), cents);
        }
    }
}
