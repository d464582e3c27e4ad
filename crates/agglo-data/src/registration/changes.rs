//! What differs between two designs, field by field.

use agglo::plan::register::{Change, may_change};
use serde_json::Value;

/// The fields of two values that differ, in the order of their names. Lists of one length are compared place by place,
/// others as a whole.
pub fn changes(was: &Value, is: &Value) -> Vec<Change> {
    let mut found = Vec::new();
    compare("", Some(was), Some(is), &mut found);
    found
}

fn compare(field: &str, was: Option<&Value>, is: Option<&Value>, found: &mut Vec<Change>) {
    let below =
        |key: &str| if field.is_empty() { key.to_owned() } else { format!("{field}.{key}") };
    match (was, is) {
        (Some(Value::Object(a)), Some(Value::Object(b))) => {
            let mut keys: Vec<&String> = a.keys().chain(b.keys()).collect();
            keys.sort();
            keys.dedup();
            for key in keys {
                compare(&below(key), a.get(key), b.get(key), found);
            }
        }
        (Some(Value::Array(a)), Some(Value::Array(b))) if a.len() == b.len() => {
            for (at, (a, b)) in a.iter().zip(b).enumerate() {
                compare(&below(&at.to_string()), Some(a), Some(b), found);
            }
        }
        (was, is) if was == is => {}
        (was, is) => found.push(Change {
            field: field.to_owned(),
            was: was.map(ToString::to_string),
            is: is.map(ToString::to_string),
            touches_the_test: !may_change(field),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn every_field_that_differs_is_named_once() {
        let was = json!({
            "alpha": 0.05, "donors": {"exclude": [], "least_km": 100}, "covariates": ["income", "rent"],
            "data": {"rule": "latest", "vintage": "a"}
        });
        let is = json!({
            "alpha": 0.05, "donors": {"exclude": ["x"], "least_km": 50}, "covariates": ["income", "age"],
            "data": {"rule": "latest", "vintage": "b"}, "presentation": {"title": "New"}
        });
        let found: Vec<(String, bool)> =
            changes(&was, &is).into_iter().map(|own| (own.field, own.touches_the_test)).collect();
        let wanted = [
            ("covariates.1", true),
            ("data.vintage", false),
            ("donors.exclude", true),
            ("donors.least_km", true),
            ("presentation", false),
        ];
        assert_eq!(found, wanted.map(|(field, touches)| (field.to_owned(), touches)));
        assert_eq!(changes(&is, &is), []);
    }
}
