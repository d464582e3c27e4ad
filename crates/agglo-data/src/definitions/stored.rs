//! Results that are computed by a command and kept as text, six digits a number, so that a run of the same
//! command writes the same bytes.

use agglo::Error;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Digits that are kept.
const DIGITS: usize = 6;

/// The text of a result, with what it is at its head.
///
/// # Errors
///
/// `E0206` where it cannot be written as text.
pub(super) fn text(head: &str, value: &impl Serialize) -> Result<String, Error> {
    let fault = |error: toml::ser::Error| Error::new("E0206", error.to_string());
    let mut value = toml::Value::try_from(value).map_err(fault)?;
    round(&mut value);
    let body = toml::to_string(&value).map_err(fault)?;
    Ok(format!("{head}{body}"))
}

/// Six digits of every number; a whole number keeps its point.
fn round(value: &mut toml::Value) {
    match value {
        toml::Value::Float(number) => {
            let digits = DIGITS - 1;
            if let Ok(rounded) = format!("{number:.digits$e}").parse() {
                *number = rounded;
            }
        }
        toml::Value::Array(values) => values.iter_mut().for_each(round),
        toml::Value::Table(table) => table.iter_mut().for_each(|(_, value)| round(value)),
        _ => {}
    }
}

/// A result from its text; `place` names the file in errors.
///
/// # Errors
///
/// `E0206` where the text is damaged.
pub(super) fn read<T: DeserializeOwned>(text: &str, place: &str) -> Result<T, Error> {
    toml::from_str(text).map_err(|error| Error::new("E0206", error.message()).at(place))
}
