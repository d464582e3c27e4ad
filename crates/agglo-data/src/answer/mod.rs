//! Answers as they were written: what they rest on, what they say, and what one place of them means.

mod pointer;
mod said;

use agglo::Error;
use agglo::base::basis::Basis;
use serde_json::Value;

pub use pointer::{At, Found, find};
pub use said::{figure, said, unit};

/// The name of what an answer was made from, in its envelope.
const MADE_FROM: &str = "made_from";

/// An answer as it was written.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// Its shape and version: `agglo/strategy/1`.
    pub schema: String,
    /// Name and version of the program that made it.
    pub made_by: String,
    /// What makes it again; `None` where it does not say.
    pub basis: Option<Basis>,
    /// All of it.
    pub document: Value,
}

impl Answer {
    /// Reads an answer.
    ///
    /// # Errors
    ///
    /// `E0430` where the text is no answer of agglo.
    pub fn read(text: &str) -> Result<Self, Error> {
        let no_answer = |why: &str| {
            Error::new("E0430", format!("this is no answer of agglo: {why}"))
                .hint("name a JSON file that `agglo strategy REGION -o DIR` or `agglo map REGION -o DIR` wrote")
        };
        let document: Value =
            serde_json::from_str(text).map_err(|cause| no_answer(&cause.to_string()))?;
        let word = |name: &str| document.get(name).and_then(Value::as_str).map(str::to_owned);
        let schema = word("schema").filter(|schema| schema.starts_with("agglo/"));
        let schema = schema.ok_or_else(|| no_answer("it does not say its shape"))?;
        let made_by = word("made_by").ok_or_else(|| no_answer("it does not say what made it"))?;
        let basis = document.get(MADE_FROM).map(|basis| serde_json::from_value(basis.clone()));
        let basis = basis.transpose().map_err(|cause| no_answer(&cause.to_string()))?;
        Ok(Self { schema, made_by, basis, document })
    }
}

/// The name of an item of a list: what it is about, so that it keeps its name where the list is put in another
/// order.
fn name_of(item: &Value) -> Option<String> {
    const NAMES: [&str; 14] = [
        "id",
        "industry",
        "cluster",
        "blueprint",
        "initiative",
        "element",
        "subject",
        "region",
        "name",
        "line",
        "year",
        "rho",
        "code",
        "from",
    ];
    let item = item.as_object()?;
    NAMES.iter().find_map(|name| match item.get(*name)? {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Object(inner) => inner.get("id").and_then(Value::as_str).map(str::to_owned),
        _ => None,
    })
}

/// Whether a value is a figure: a number with its interval, or why there is none.
fn is_figure(value: &Value) -> bool {
    let status = value.get("status").and_then(Value::as_str);
    match status {
        Some("known") => value.get("value").is_some_and(Value::is_number),
        Some("withheld") => value.get("reason").is_some_and(Value::is_string),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_answer_is_refused_in_words() {
        for text in ["", "[]", "{\"schema\": \"other/1\"}", "{\"schema\": \"agglo/map/1\"}"] {
            assert_eq!(Answer::read(text).unwrap_err().code(), "E0430", "{text}");
        }
        let text = "{\"schema\": \"agglo/map/1\", \"made_by\": \"agglo 0.1.0\"}";
        assert_eq!(Answer::read(text).unwrap().basis, None, "one that was written before it said");
    }
}
