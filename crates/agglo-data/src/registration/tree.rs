//! A TOML or JSON file as one tree of values, with the line of each value where the format tells it.

use std::cell::RefCell;
use std::collections::BTreeMap;

use agglo::Error;
use jiff::civil::Date;
use serde_json::{Map, Number, Value};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::nearest::nearest;
use crate::registration::asks::ask;

/// A file that is read, with the faults found in it.
pub(super) struct Tree {
    name: String,
    pub(super) value: Value,
    lines: BTreeMap<String, usize>,
    faults: RefCell<Vec<Error>>,
}

/// A table of it, by its path: `outcomes.0`, or nothing for the whole.
pub(super) struct Part<'a> {
    tree: &'a Tree,
    path: String,
    table: &'a Map<String, Value>,
}

fn below(path: &str, key: &str) -> String {
    if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") }
}

impl Tree {
    /// A text; JSON where it begins with a brace.
    pub(super) fn read(name: &str, text: &str) -> Self {
        let mut own = Self {
            name: name.to_owned(),
            value: Value::Object(Map::new()),
            lines: BTreeMap::new(),
            faults: RefCell::default(),
        };
        if text.trim_start().starts_with('{') {
            match serde_json::from_str(text) {
                Ok(value) => own.value = value,
                Err(error) => own.broken(Some(error.line()), &error.to_string()),
            }
            return own;
        }
        let (root, errors) = DeTable::parse_recoverable(text);
        for error in &errors {
            let line = error.span().map(|span| line(text, span.start));
            own.broken(line, error.message().trim());
        }
        if errors.is_empty() {
            own.value = own.table(text, "", root.get_ref());
        }
        own
    }

    fn broken(&self, line: Option<usize>, what: &str) {
        let place = line.map_or(String::new(), |line| format!(", line {line}"));
        let error = Error::new("E0540", format!("the design cannot be read: {what}"))
            .at(format!("{}{place}", self.name))
            .hint("TOML as `agglo plan design` writes it, or the same as JSON");
        self.faults.borrow_mut().push(error);
    }

    fn table(&mut self, text: &str, path: &str, table: &DeTable<'_>) -> Value {
        let mut map = Map::new();
        for (key, value) in table {
            let own = below(path, key.get_ref());
            self.lines.insert(own.clone(), line(text, key.span().start));
            let value = self.value(text, &own, value);
            map.insert(key.get_ref().to_string(), value);
        }
        Value::Object(map)
    }

    fn value(&mut self, text: &str, path: &str, value: &Spanned<DeValue<'_>>) -> Value {
        let at = line(text, value.span().start);
        self.lines.entry(path.to_owned()).or_insert(at);
        match value.get_ref() {
            DeValue::String(own) => Value::String(own.to_string()),
            DeValue::Boolean(own) => Value::Bool(*own),
            DeValue::Datetime(own) => Value::String(own.to_string()),
            DeValue::Integer(own) => {
                let digits = own.as_str().replace('_', "");
                let number = i64::from_str_radix(&digits, own.radix()).ok().map(Number::from);
                number.map_or(Value::String(digits), Value::Number)
            }
            DeValue::Float(own) => {
                let digits = own.as_str().replace('_', "");
                let number = digits.parse::<f64>().ok().and_then(Number::from_f64);
                // No number is infinite or none: what is not read as one is refused as a text.
                number.map_or(Value::String(digits), Value::Number)
            }
            DeValue::Array(all) => {
                let each = |(at, one)| self.value(text, &below(path, &usize::to_string(&at)), one);
                Value::Array(all.iter().enumerate().map(each).collect())
            }
            DeValue::Table(own) => self.table(text, path, own),
        }
    }

    /// Notes a fault of a field.
    pub(super) fn fault(&self, path: &str, what: impl Into<String>, hint: impl Into<String>) {
        let mut near = path;
        let line = loop {
            if let Some(line) = self.lines.get(near) {
                break Some(*line);
            }
            match near.rsplit_once('.') {
                Some((above, _)) => near = above,
                None => break None,
            }
        };
        let line = line.map_or(String::new(), |line| format!(", line {line}"));
        let error = Error::new("E0540", what).at(format!("{}{line}, `{path}`", self.name));
        let hint = hint.into();
        self.faults.borrow_mut().push(if hint.is_empty() { error } else { error.hint(hint) });
    }

    pub(super) fn is_sound(&self) -> bool {
        self.faults.borrow().is_empty()
    }

    pub(super) fn into_faults(self) -> Vec<Error> {
        self.faults.into_inner()
    }

    /// The whole.
    pub(super) fn root(&self) -> Option<Part<'_>> {
        let table = self.value.as_object()?;
        Some(Part { tree: self, path: String::new(), table })
    }
}

fn line(text: &str, at: usize) -> usize {
    text.get(..at).map_or(0, |before| before.matches('\n').count()) + 1
}

impl<'a> Part<'a> {
    pub(super) fn path(&self, key: &str) -> String {
        below(&self.path, key)
    }

    pub(super) fn fault(&self, key: &str, what: impl Into<String>, hint: impl Into<String>) {
        self.tree.fault(&self.path(key), what, hint);
    }

    /// Refuses keys that mean nothing here.
    pub(super) fn only(&self, known: &[&str]) {
        for key in self.table.keys().filter(|key| !known.contains(&key.as_str())) {
            let near = nearest(known.iter().copied(), key);
            let hint = match near.first() {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("fields: {}", known.join(", ")),
            };
            self.fault(key, format!("`{key}` means nothing here"), hint);
        }
    }

    /// A value that is there and not left open.
    fn value(&self, key: &str) -> Option<&'a Value> {
        match self.table.get(key) {
            None => {
                self.fault(key, format!("`{key}` is missing"), ask(&self.path(key)));
                None
            }
            Some(Value::String(text)) if text.trim().is_empty() => {
                self.fault(key, format!("`{key}` is left open"), ask(&self.path(key)));
                None
            }
            Some(Value::Null) => {
                self.fault(key, format!("`{key}` is left open"), ask(&self.path(key)));
                None
            }
            Some(value) => Some(value),
        }
    }

    fn wrong(&self, key: &str, wanted: &str) {
        let path = self.path(key);
        self.fault(key, format!("`{key}` wants {wanted}"), ask(&path));
    }

    pub(super) fn text(&self, key: &str) -> Option<String> {
        let text = self.value(key)?.as_str().map(|text| text.trim().to_owned());
        if text.is_none() {
            self.wrong(key, "a text in quotes");
        }
        let unseen = text.iter().flat_map(|text| text.chars()).find(|sign| sign.is_control());
        if let Some(sign) = unseen {
            let what = format!("`{key}` holds {}, which cannot be shown", sign.escape_unicode());
            self.fault(key, what, "one line of plain text");
        }
        text
    }

    pub(super) fn text_if(&self, key: &str) -> Option<String> {
        if self.table.contains_key(key) { self.text(key) } else { None }
    }

    pub(super) fn number(&self, key: &str) -> Option<f64> {
        let number = self.value(key)?.as_f64();
        if number.is_none() {
            self.wrong(key, "a number without quotes");
        }
        number
    }

    /// A number of an interval, both ends in it.
    pub(super) fn number_in(&self, key: &str, (low, high): (f64, f64)) -> Option<f64> {
        let number = self.number(key)?;
        if (low..=high).contains(&number) {
            return Some(number);
        }
        self.fault(
            key,
            format!("`{key}` is {number}, not between {low} and {high}"),
            ask(&self.path(key)),
        );
        None
    }

    pub(super) fn whole(&self, key: &str, most: u64) -> Option<u64> {
        let value = self.value(key)?;
        let number = value.as_u64().filter(|number| *number <= most);
        if number.is_none() {
            self.wrong(key, &format!("a whole number from 0 to {most}"));
        }
        number
    }

    pub(super) fn small(&self, key: &str) -> Option<u16> {
        self.whole(key, u64::from(u16::MAX)).and_then(|number| u16::try_from(number).ok())
    }

    pub(super) fn day(&self, key: &str) -> Option<Date> {
        let text = self.text(key)?;
        let day = text.parse().ok();
        if day.is_none() {
            self.fault(key, format!("`{text}` is no day"), "year, month, day, as in 2027-01-01");
        }
        day
    }

    /// One of several words.
    pub(super) fn word<T: Copy>(
        &self,
        key: &str,
        all: &[T],
        word: impl Fn(T) -> &'static str,
    ) -> Option<T> {
        let text = self.text(key)?;
        let found = all.iter().copied().find(|own| word(*own) == text);
        if found.is_none() {
            let words: Vec<&str> = all.iter().map(|own| word(*own)).collect();
            let near = nearest(words.iter().copied(), &text);
            let meant =
                near.first().map_or(String::new(), |near| format!("did you mean `{near}`? "));
            let hint = format!("{meant}One of {}", words.join(", "));
            self.fault(key, format!("`{text}` is no {}", key.replace('_', " ")), hint);
        }
        found
    }

    /// A list of texts, sorted, each once.
    pub(super) fn texts(&self, key: &str) -> Option<Vec<String>> {
        let all = self.value(key)?.as_array().map(|all| {
            let texts = all.iter().map(|one| one.as_str().map(|text| text.trim().to_owned()));
            texts.collect::<Option<Vec<String>>>()
        });
        let Some(Some(mut all)) = all else {
            self.wrong(key, "a list of texts, as in [\"a\", \"b\"]");
            return None;
        };
        if all.iter().any(String::is_empty) {
            self.fault(key, format!("`{key}` holds an empty text"), "leave it out");
        }
        all.sort();
        all.dedup();
        Some(all)
    }

    pub(super) fn days(&self, key: &str) -> Option<Vec<Date>> {
        let all = self.value(key)?.as_array().map(|all| {
            let days = all.iter().map(|one| one.as_str().and_then(|text| text.parse().ok()));
            days.collect::<Option<Vec<Date>>>()
        });
        match all {
            Some(Some(days)) if !days.is_empty() => Some(days),
            Some(Some(_)) => {
                self.fault(key, format!("`{key}` is empty"), ask(&self.path(key)));
                None
            }
            _ => {
                self.wrong(key, "a list of days, as in [2030-12-31]");
                None
            }
        }
    }

    pub(super) fn table(&self, key: &str) -> Option<Part<'a>> {
        let found = self.value(key)?.as_object();
        if found.is_none() {
            self.wrong(key, &format!("a table: [{key}]"));
        }
        found.map(|table| Part { tree: self.tree, path: self.path(key), table })
    }

    pub(super) fn table_if(&self, key: &str) -> Option<Part<'a>> {
        if self.table.contains_key(key) { self.table(key) } else { None }
    }

    /// A list of tables, in their order.
    pub(super) fn tables(&self, key: &str) -> Option<Vec<Part<'a>>> {
        let Some(all) = self.value(key)?.as_array() else {
            self.wrong(key, &format!("tables in double brackets: [[{key}]]"));
            return None;
        };
        let mut parts = Vec::new();
        for (at, one) in all.iter().enumerate() {
            let path = below(&self.path(key), &at.to_string());
            let Some(table) = one.as_object() else {
                self.tree.fault(&path, format!("`{path}` is no table"), ask(&self.path(key)));
                return None;
            };
            parts.push(Part { tree: self.tree, path, table });
        }
        Some(parts)
    }
}
