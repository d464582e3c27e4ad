//! A JSON document in memory: keys in the order of the file, no key twice, numbers as they are.

use std::fmt;
use std::io::Read;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::Number;

use crate::fault::Fault;
use crate::intake::{Limits, fault_of, not_utf8};

/// A value of JSON.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value {
    Null,
    Bool(bool),
    Number(Number),
    Text(Box<str>),
    List(Vec<Value>),
    Object(Vec<(Box<str>, Value)>),
}

impl Value {
    /// The value of a key.
    pub(crate) fn get(&self, key: &str) -> Option<&Self> {
        let Self::Object(members) = self else { return None };
        members.iter().find(|(own, _)| **own == *key).map(|(_, value)| value)
    }

    /// The value behind several keys.
    pub(crate) fn at(&self, keys: &[&str]) -> Option<&Self> {
        keys.iter().try_fold(self, |value, key| value.get(key))
    }

    /// Takes the value of a key out of an object.
    pub(crate) fn take(&mut self, key: &str) -> Option<Self> {
        let Self::Object(members) = self else { return None };
        let at = members.iter().position(|(own, _)| **own == *key)?;
        Some(members.swap_remove(at).1)
    }

    /// The items of a list, none of anything else.
    pub(crate) fn items(&self) -> &[Self] {
        if let Self::List(items) = self { items } else { &[] }
    }

    /// The members of an object, none of anything else.
    pub(crate) fn members(&self) -> &[(Box<str>, Self)] {
        if let Self::Object(members) = self { members } else { &[] }
    }

    /// The text of a text.
    pub(crate) fn text(&self) -> Option<&str> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }

    /// A whole number that is not below 0.
    pub(crate) fn count(&self) -> Option<usize> {
        let Self::Number(number) = self else { return None };
        number.as_u64().and_then(|number| usize::try_from(number).ok())
    }

    /// Anything but a list or an object as text; null is empty.
    pub(crate) fn plain(&self) -> Option<String> {
        match self {
            Self::Null => Some(String::new()),
            Self::Bool(value) => Some(value.to_string()),
            Self::Number(number) => Some(number.to_string()),
            Self::Text(text) => Some(text.to_string()),
            Self::List(_) | Self::Object(_) => None,
        }
    }
}

/// All bytes of a stream, up to the limit of documents that are read whole.
pub(crate) fn whole(reader: Box<dyn Read>, limits: &Limits) -> Result<Vec<u8>, Fault> {
    let mut bytes = Vec::new();
    let limit = limits.json_bytes;
    reader.take(limit.saturating_add(1)).read_to_end(&mut bytes).map_err(fault_of)?;
    if bytes.len() as u64 > limit {
        let what = format!("more than {limit} bytes of JSON, which is read whole");
        return Err(Fault::new(what).cure("bring it as delimited text, or in parts"));
    }
    Ok(bytes)
}

/// The document that some bytes are.
pub(crate) fn parse(bytes: &[u8], limits: &Limits) -> Result<Value, Fault> {
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let at = error.valid_up_to();
        let line = bytes[..at].split(|&byte| byte == b'\n').count();
        not_utf8(at as u64, line as u64, &bytes[at..])
    })?;
    let mut reader = serde_json::Deserializer::from_str(text);
    let value = Seed { left: limits.json_depth, limit: limits.json_depth }
        .deserialize(&mut reader)
        .map_err(|error| fault(&error))?;
    reader.end().map_err(|error| {
        Fault::new("more text follows after the document")
            .at(format!("line {}, column {}", error.line(), error.column()))
            .cure("where each line is a document of its own, say --json-lines")
    })?;
    Ok(value)
}

fn fault(error: &serde_json::Error) -> Fault {
    let (line, column) = (error.line(), error.column());
    let text = error.to_string();
    let tail = format!(" at line {line} column {column}");
    let what = text.strip_suffix(&tail).unwrap_or(&text).to_owned();
    Fault::new(what).at(format!("line {line}, column {column}"))
}

/// How deep a value may be, and how deep a document.
#[derive(Clone, Copy)]
struct Seed {
    left: usize,
    limit: usize,
}

impl Seed {
    fn deeper<E: Error>(self) -> Result<Self, E> {
        let left = self.left.checked_sub(1).ok_or_else(|| {
            E::custom(format!("nested deeper than {}, which is the limit", self.limit))
        })?;
        Ok(Self { left, ..self })
    }
}

impl<'de> DeserializeSeed<'de> for Seed {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<Value, D::Error> {
        reader.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Seed {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value of JSON")
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        let number = Number::from_f64(value).ok_or_else(|| E::custom("a number out of range"))?;
        Ok(Value::Number(number))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Value, E> {
        if value.contains('\0') {
            return Err(E::custom("a NUL character stands in the text"));
        }
        Ok(Value::Text(value.into()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Value, A::Error> {
        let (seed, mut items) = (self.deeper()?, Vec::new());
        while let Some(item) = list.next_element_seed(seed)? {
            items.push(item);
        }
        Ok(Value::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let (seed, mut members) = (self.deeper()?, Vec::new());
        while let Some(key) = map.next_key::<Box<str>>()? {
            members.push((key, map.next_value_seed(seed)?));
        }
        match twice(&members) {
            Some(key) => Err(A::Error::custom(format!("the key `{key}` stands twice"))),
            None => Ok(Value::Object(members)),
        }
    }
}

/// A key that stands more than once.
fn twice(members: &[(Box<str>, Value)]) -> Option<&str> {
    let mut keys: Vec<&str> = members.iter().map(|(key, _)| &**key).collect();
    keys.sort_unstable();
    keys.windows(2).find(|pair| pair[0] == pair[1]).map(|pair| pair[0])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Result<Value, String> {
        parse(text.as_bytes(), &Limits::default()).map_err(|fault| fault.to_string())
    }

    #[test]
    fn a_document_keeps_its_order_and_its_numbers() {
        let value = of(r#"{"b": 9007199254740993, "a": [1.5, null, "x"]}"#).unwrap();
        assert_eq!(value.members()[0].1.plain().unwrap(), "9007199254740993");
        assert_eq!(value.at(&["a"]).unwrap().items()[0].plain().unwrap(), "1.5");
    }

    #[test]
    fn what_is_wrong_is_said_with_its_line() {
        let deep = "[".repeat(100_000);
        let cases = [
            (r#"{"a": 1, "a": 2}"#, "`a` stands twice"),
            ("{\"a\": 1}\n{\"a\": 2}", "line 2, column 1: more text follows"),
            (deep.as_str(), "nested deeper than 64"),
            ("[1, ", "line 1"),
            ("[1e400]", "out of range"),
            ("[\"a\\u0000\"]", "NUL"),
        ];
        for (text, expected) in cases {
            let fault = of(text).unwrap_err();
            assert!(fault.contains(expected), "{fault}");
        }
    }
}
