//! One way to write a JSON value: the same content has the same bytes, and so the same digest.

use serde_json::{Number, Value};

use crate::starter::digest;

/// Whole numbers up to here are the same as an integer and as a fraction.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// A value as canonical JSON: UTF-8, keys sorted by their bytes at every depth, two spaces a level, one line feed
/// after each line and nothing else, no number with an exponent, whole numbers without a point.
pub fn canonical(value: &Value) -> String {
    let mut text = String::new();
    write(value, 0, &mut text);
    text.push('\n');
    text
}

/// The SHA-256 of a value's canonical JSON, in hexadecimal.
pub fn digest_of(value: &Value) -> String {
    digest(canonical(value).as_bytes())
}

fn write(value: &Value, depth: usize, text: &mut String) {
    match value {
        Value::Object(map) => {
            let mut pairs: Vec<(&String, &Value)> = map.iter().collect();
            pairs.sort_by_key(|(key, _)| *key);
            let each = |(key, value): (&String, &Value), text: &mut String| {
                *text += &Value::String(key.clone()).to_string();
                *text += ": ";
                write(value, depth + 1, text);
            };
            listed(('{', '}'), pairs.into_iter(), depth, text, each);
        }
        Value::Array(items) => {
            let each = |value: &Value, text: &mut String| write(value, depth + 1, text);
            listed(('[', ']'), items.iter(), depth, text, each);
        }
        Value::Number(own) => *text += &number(own),
        other => *text += &other.to_string(),
    }
}

fn listed<T>(
    (open, close): (char, char),
    items: impl ExactSizeIterator<Item = T>,
    depth: usize,
    text: &mut String,
    each: impl Fn(T, &mut String),
) {
    text.push(open);
    if items.len() == 0 {
        text.push(close);
        return;
    }
    for (at, item) in items.enumerate() {
        *text += if at == 0 { "\n" } else { ",\n" };
        *text += &"  ".repeat(depth + 1);
        each(item, text);
    }
    text.push('\n');
    *text += &"  ".repeat(depth);
    text.push(close);
}

fn number(own: &Number) -> String {
    match own.as_f64() {
        Some(value) if own.is_f64() && value.fract() == 0.0 && value.abs() < EXACT => {
            // The sum takes the sign from a zero.
            format!("{:.0}", value + 0.0)
        }
        // Written out: the shortest digits that give the number back, and never an exponent.
        Some(value) if own.is_f64() => value.to_string(),
        _ => own.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_bytes_are_those_that_python_writes() {
        let value = json!({
            "z": [1, 2.5, -0.0, 15.0, 0.000_000_1, 1e21],
            "é": "ü \"quoted\"\n\u{7}",
            "a": {"y": null, "b": true, "none": [], "nothing": {}},
            "B": "capital letters come first"
        });
        let text = canonical(&value);
        let wanted = "{\n  \"B\": \"capital letters come first\",\n  \"a\": {\n    \"b\": true,\n    \"none\": [],\n    \
                      \"nothing\": {},\n    \"y\": null\n  },\n  \"z\": [\n    1,\n    2.5,\n    0,\n    15,\n    0.0000001,\n    \
                      1000000000000000000000\n  ],\n  \"é\": \"ü \\\"quoted\\\"\\n\\u0007\"\n}\n";
        assert_eq!(text, wanted);
        // sha256(json.dumps(value, sort_keys=True, ensure_ascii=False, indent=2) + "\n"), the two fractions spelled out.
        assert_eq!(
            digest_of(&value),
            "325642a5fd014b87c9ec695277219e0bf1d746cc05e62eac404c5042eeb256d2"
        );
    }

    #[test]
    fn content_alone_decides_the_digest() {
        let one: Value = serde_json::from_str(r#"{"a": 1.0, "b": [0.50]}"#).unwrap();
        let two: Value = serde_json::from_str(r#"{"b":[5e-1],"a":1}"#).unwrap();
        assert_eq!(digest_of(&one), digest_of(&two));
        let three: Value = serde_json::from_str(r#"{"b":[0.5000001],"a":1}"#).unwrap();
        assert_ne!(digest_of(&one), digest_of(&three));
    }

    #[test]
    fn every_number_is_read_back_as_it_was() {
        for value in [0.1, 1.0 / 3.0, 1e-300, 1.797e308, -2.5e-8, 123_456_789.125] {
            let text = canonical(&json!(value));
            assert!(!text.contains(['e', 'E']), "{text}");
            let back: f64 = text.trim().parse().unwrap();
            assert_eq!(back.to_bits(), f64::to_bits(value), "{text}");
        }
    }
}
