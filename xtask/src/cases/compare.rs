//! Whether an answer is what a case expects, within its tolerance.

use serde_json::Value;

/// A number passes when `|got - want| <= absolute + relative * |want|`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tolerance {
    pub(super) relative: f64,
    pub(super) absolute: f64,
}

impl Tolerance {
    fn passes(self, got: f64, want: f64) -> bool {
        (got - want).abs() <= self.absolute + self.relative * want.abs()
    }
}

/// What is wrong, and what the library does not compute.
#[derive(Debug, Default)]
pub(super) struct Faults {
    pub(super) wrong: Vec<String>,
    pub(super) absent: Vec<String>,
}

/// Names of expectations that describe a search: compared only where they are computed.
const DIAGNOSTICS: [&str; 5] =
    ["n_enumerated", "n_feasible", "n_tied_at_optimum", "second_best_value", "duality_gap"];

/// Names of expectations that are one example of many: another one of the same shape passes, which the
/// library itself has proved to be feasible.
const EXAMPLES: [&str; 1] = ["carriers_one_feasible"];

/// Texts by which an answer says that there is no number.
pub(super) const STATUSES: [&str; 5] = ["none", "unbounded", "undefined", "not reached", "unknown"];

/// Compares an answer with what is expected.
pub(super) fn compare(
    got: &Value,
    expected: &Value,
    tolerance: Tolerance,
    invariant_to: &str,
) -> Faults {
    let mut faults = Faults::default();
    if says_nothing(expected) && says_nothing(got) {
        return faults;
    }
    if is_refusal(expected) != is_refusal(got) {
        faults.wrong.push(match got.get("refusal") {
            Some(reason) => format!("refused: {reason}"),
            None => "answered where a refusal is expected".to_owned(),
        });
    } else if !is_refusal(expected) {
        Walk { tolerance, invariant_to }.value("", got, expected, &mut faults);
    }
    faults
}

fn is_refusal(value: &Value) -> bool {
    value.get("refusal").is_some()
}

/// Whether no number, text or truth comes back at all: one refusal of everything, or a status for each value.
fn says_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(items) => !items.is_empty() && items.iter().all(says_nothing),
        Value::Object(keys) => {
            is_refusal(value) || (!keys.is_empty() && keys.values().all(says_nothing))
        }
        Value::String(text) => STATUSES.contains(&text.as_str()),
        Value::Number(_) | Value::Bool(_) => false,
    }
}

#[derive(Clone, Copy)]
struct Walk<'a> {
    tolerance: Tolerance,
    invariant_to: &'a str,
}

impl Walk<'_> {
    fn value(self, at: &str, got: &Value, want: &Value, faults: &mut Faults) {
        match want {
            Value::Null => {
                let status = got.as_str().is_some_and(|text| STATUSES.contains(&text));
                if !(got.is_null() || status || is_refusal(got)) {
                    faults.wrong.push(format!("{at}: {got}, expected no number"));
                }
            }
            Value::Object(keys) if keys.contains_key("refusal") => {
                if !(is_refusal(got) || got.is_null()) {
                    faults.wrong.push(format!("{at}: {got}, expected a refusal"));
                }
            }
            // Alone it is a range; beside other names it is a part, between groups.
            Value::Object(keys) if keys.len() == 1 && keys.contains_key("between") => {
                between(at, got, want, faults);
            }
            Value::Object(keys)
                if keys.len() == 2 && keys.contains_key("value") && keys.contains_key("atol") =>
            {
                self.with_own_tolerance(at, got, &keys["value"], &keys["atol"], faults);
            }
            Value::Object(keys) => self.object(at, got, keys, faults),
            Value::Array(items) => self.list(at, got, items, faults),
            Value::Number(number) => {
                let (got_number, want_number) = (got.as_f64(), number.as_f64());
                let passes = got_number
                    .zip(want_number)
                    .is_some_and(|(got, want)| self.tolerance.passes(got, want));
                if !passes {
                    faults.wrong.push(format!("{at}: {got}, expected {want}"));
                }
            }
            Value::String(_) | Value::Bool(_) => {
                if got != want {
                    faults.wrong.push(format!("{at}: {got}, expected {want}"));
                }
            }
        }
    }

    fn object(
        self,
        at: &str,
        got: &Value,
        want: &serde_json::Map<String, Value>,
        faults: &mut Faults,
    ) {
        let Some(got) = got.as_object() else {
            faults.wrong.push(format!("{at}: {got}, expected named values"));
            return;
        };
        for (key, want) in want {
            let at = if at.is_empty() { key.clone() } else { format!("{at}.{key}") };
            match got.get(key) {
                Some(got) if EXAMPLES.contains(&key.as_str()) => example(&at, got, want, faults),
                Some(got) => self.value(&at, got, want, faults),
                None if DIAGNOSTICS.contains(&key.as_str()) => {}
                None => faults.absent.push(at),
            }
        }
    }

    fn list(self, at: &str, got: &Value, want: &[Value], faults: &mut Faults) {
        let Some(got) = got.as_array().filter(|got| got.len() == want.len()) else {
            faults.wrong.push(format!("{at}: {got}, expected {} values", want.len()));
            return;
        };
        let numbers = |list: &[Value]| list.iter().map(Value::as_f64).collect::<Option<Vec<_>>>();
        if let (Some(got), Some(want), false) =
            (numbers(got), numbers(want), self.invariant_to.is_empty())
        {
            if !self.same_up_to(&got, &want) {
                let rule = self.invariant_to;
                faults.wrong.push(format!("{at}: {got:?}, expected {want:?} up to {rule}"));
            }
            return;
        }
        for (index, (got, want)) in got.iter().zip(want).enumerate() {
            self.value(&format!("{at}[{index}]"), got, want, faults);
        }
    }

    /// Equal numbers up to a common sign, a common factor, or their order.
    fn same_up_to(self, got: &[f64], want: &[f64]) -> bool {
        let same = |got: &[f64], by: f64| {
            got.iter().zip(want).all(|(got, want)| self.tolerance.passes(got * by, *want))
        };
        match self.invariant_to {
            "sign" => same(got, 1.0) || same(got, -1.0),
            "scale" => {
                let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
                let size = dot(got, got);
                if size > 0.0 { same(got, dot(got, want) / size) } else { same(got, 1.0) }
            }
            "order" => {
                let (mut got, mut want) = (got.to_vec(), want.to_vec());
                got.sort_by(f64::total_cmp);
                want.sort_by(f64::total_cmp);
                got.iter().zip(&want).all(|(got, want)| self.tolerance.passes(*got, *want))
            }
            _ => same(got, 1.0),
        }
    }

    fn with_own_tolerance(
        self,
        at: &str,
        got: &Value,
        want: &Value,
        absolute: &Value,
        faults: &mut Faults,
    ) {
        if let (Some(items), Some(each)) = (want.as_array(), absolute.as_array()) {
            for (index, (want, absolute)) in items.iter().zip(each).enumerate() {
                let got = got.get(index).unwrap_or(&Value::Null);
                self.with_own_tolerance(&format!("{at}[{index}]"), got, want, absolute, faults);
            }
            return;
        }
        let own = Tolerance { relative: 0.0, absolute: absolute.as_f64().unwrap_or(0.0) };
        Walk { tolerance: own, ..self }.value(at, got, want, faults);
    }
}

/// The same names, and as many of each.
fn example(at: &str, got: &Value, want: &Value, faults: &mut Faults) {
    let counts = |value: &Value| -> Option<Vec<(String, usize)>> {
        let named = value.as_object()?.iter();
        named.map(|(name, list)| Some((name.clone(), list.as_array()?.len()))).collect()
    };
    if counts(got).is_none() || counts(got) != counts(want) {
        faults.wrong.push(format!("{at}: {got}, expected one like {want}"));
    }
}

fn between(at: &str, got: &Value, want: &Value, faults: &mut Faults) {
    let end = |index: usize| want["between"].get(index).and_then(Value::as_f64);
    let inside = got
        .as_f64()
        .zip(end(0).zip(end(1)))
        .is_some_and(|(got, (low, high))| low <= got && got <= high);
    if !inside {
        faults.wrong.push(format!("{at}: {got}, expected between {}", want["between"]));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn check(got: &Value, want: &Value) -> Faults {
        compare(got, want, Tolerance { relative: 1e-9, absolute: 0.0 }, "")
    }

    fn passes(got: &Value, want: &Value) -> bool {
        let faults = check(got, want);
        faults.wrong.is_empty() && faults.absent.is_empty()
    }

    #[test]
    fn numbers_texts_and_lists_compare_by_element() {
        assert!(passes(&json!({"a": [1.0, 2], "b": "x"}), &json!({"a": [1, 2.0]})));
        assert!(!passes(&json!({"a": [1.0, 2.1]}), &json!({"a": [1, 2]})));
        assert!(!passes(&json!({"a": [1.0]}), &json!({"a": [1, 2]})));
        assert!(!passes(&json!({"a": "x"}), &json!({"a": "y"})));
        assert!(!passes(&json!({"a": null}), &json!({"a": 0})));
    }

    #[test]
    fn a_name_that_is_not_computed_is_absent_and_a_diagnostic_may_be() {
        let faults = check(&json!({}), &json!({"a": 1, "n_feasible": 3}));
        assert_eq!(faults.absent, ["a"]);
        assert!(faults.wrong.is_empty());
    }

    #[test]
    fn null_asks_for_a_status_and_never_for_a_number() {
        assert!(passes(&json!({"a": "unbounded"}), &json!({"a": null})));
        assert!(passes(&json!({"a": null}), &json!({"a": null})));
        assert!(!passes(&json!({"a": 0}), &json!({"a": null})));
    }

    #[test]
    fn a_refusal_of_everything_is_a_status_for_each_value() {
        let (refused, statuses) =
            (json!({"refusal": "one region"}), json!({"a": null, "b": [null]}));
        assert!(passes(&refused, &statuses) && passes(&statuses, &refused));
        assert!(!passes(&refused, &json!({"a": null, "b": 1})));
        assert!(!passes(&json!({"a": 1, "b": [null]}), &refused));
    }

    #[test]
    fn refusals_ranges_and_own_tolerances() {
        assert!(passes(&json!({"refusal": "one"}), &json!({"refusal": "other words"})));
        assert!(!passes(&json!({"a": 1}), &json!({"refusal": "no"})));
        assert!(!passes(&json!({"refusal": "no"}), &json!({"a": 1})));
        assert!(passes(&json!({"a": null}), &json!({"a": {"refusal": "no"}})));
        assert!(passes(&json!({"a": 1.5}), &json!({"a": {"between": [1, 2]}})));
        assert!(!passes(&json!({"a": 2.5}), &json!({"a": {"between": [1, 2]}})));
        assert!(passes(
            &json!({"between": [3], "within": 1}),
            &json!({"between": [3], "within": 1})
        ));
        assert!(passes(&json!({"a": 1.05}), &json!({"a": {"value": 1, "atol": 0.1}})));
        assert!(!passes(
            &json!({"a": [1.05, 2.0]}),
            &json!({"a": {"value": [1, 2], "atol": [0.01, 0.1]}})
        ));
    }

    #[test]
    fn an_example_passes_by_its_shape() {
        let want = json!({"carriers_one_feasible": {"a": ["x"], "b": ["y", "z"]}});
        assert!(passes(&json!({"carriers_one_feasible": {"a": ["w"], "b": ["x", "z"]}}), &want));
        assert!(!passes(&json!({"carriers_one_feasible": {"a": ["w"]}}), &want));
        assert!(!passes(&json!({"carriers_one_feasible": {"a": ["w"], "b": ["x"]}}), &want));
    }

    #[test]
    fn lists_compare_up_to_sign_scale_or_order() {
        let tolerance = Tolerance { relative: 1e-9, absolute: 1e-12 };
        let same = |got, want, rule| compare(&got, &want, tolerance, rule).wrong.is_empty();
        assert!(same(json!([1, -2]), json!([-1, 2]), "sign"));
        assert!(same(json!([1, -2]), json!([3, -6]), "scale"));
        assert!(same(json!([2, 1]), json!([1, 2]), "order"));
        assert!(!same(json!([1, 2]), json!([-1, 2]), "sign"));
    }
}
