//! A walk through a TOML text that notes every fault with its line and goes on.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::ops::Range;

use agglo::Error;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A text and its faults, each with file and line.
pub(super) struct Sheet<'a> {
    place: &'a str,
    text: &'a str,
    found: RefCell<Vec<Error>>,
}

impl<'a> Sheet<'a> {
    pub(super) fn new(place: &'a str, text: &'a str) -> Self {
        Self { place, text, found: RefCell::new(Vec::new()) }
    }

    pub(super) fn add(&self, span: &Range<usize>, what: String, hint: Option<String>) {
        let line = line(self.text, span.start);
        let error = Error::new("E0221", what).at(format!("{}, line {line}", self.place));
        self.found.borrow_mut().push(match hint {
            Some(hint) => error.hint(hint),
            None => error,
        });
    }

    pub(super) fn into_found(self) -> Vec<Error> {
        self.found.into_inner()
    }
}

/// The line that a byte of a text stands in, from 1.
pub(super) fn line(text: &str, at: usize) -> usize {
    text.get(..at).map_or(1, |before| before.matches('\n').count() + 1)
}

/// A value with the name by which a person finds it.
#[derive(Clone)]
pub(super) struct Node<'a> {
    value: &'a Spanned<DeValue<'a>>,
    name: String,
    sheet: &'a Sheet<'a>,
}

impl<'a> Node<'a> {
    fn wrong<T>(&self, wanted: &str) -> Option<T> {
        let got = self.value.get_ref().type_str();
        self.fault(format!("{} is a {got}, not {wanted}", self.name));
        None
    }

    /// Notes a fault at this value.
    pub(super) fn fault(&self, what: String) {
        self.sheet.add(&self.value.span(), what, None);
    }

    pub(super) fn text(&self) -> Option<String> {
        match self.value.get_ref() {
            DeValue::String(text) => Some(text.to_string()),
            _ => self.wrong("a text"),
        }
    }

    pub(super) fn number(&self) -> Option<f64> {
        let parsed = match self.value.get_ref() {
            DeValue::Integer(number) => number.as_str().replace('_', "").parse::<f64>().ok(),
            DeValue::Float(number) => number.as_str().replace('_', "").parse::<f64>().ok(),
            _ => return self.wrong("a number"),
        };
        match parsed.filter(|number| number.is_finite()) {
            Some(number) => Some(number),
            None => self.wrong("a finite number"),
        }
    }

    pub(super) fn truth(&self) -> Option<bool> {
        match self.value.get_ref() {
            DeValue::Boolean(truth) => Some(*truth),
            _ => self.wrong("true or false"),
        }
    }

    pub(super) fn list(&self) -> Option<Vec<Self>> {
        let DeValue::Array(items) = self.value.get_ref() else { return self.wrong("a list") };
        let name = |at: usize| format!("{}, item {}", self.name, at + 1);
        Some(
            items
                .iter()
                .enumerate()
                .map(|(at, value)| Self { value, name: name(at), sheet: self.sheet })
                .collect(),
        )
    }

    pub(super) fn texts(&self) -> Option<Vec<String>> {
        self.list().map(|items| items.iter().filter_map(Self::text).collect())
    }

    pub(super) fn numbers(&self) -> Option<Vec<f64>> {
        self.list().map(|items| items.iter().filter_map(Self::number).collect())
    }

    pub(super) fn table(&self) -> Option<Table<'a>> {
        match self.value.get_ref() {
            DeValue::Table(entries) => Some(Table {
                entries,
                span: self.value.span(),
                name: self.name.clone(),
                sheet: self.sheet,
                read: RefCell::new(BTreeSet::new()),
            }),
            _ => self.wrong("a table"),
        }
    }

    pub(super) fn is_text(&self) -> bool {
        self.value.get_ref().is_str()
    }
}

/// A table that remembers which of its keys were read.
pub(super) struct Table<'a> {
    entries: &'a DeTable<'a>,
    span: Range<usize>,
    name: String,
    sheet: &'a Sheet<'a>,
    read: RefCell<BTreeSet<&'static str>>,
}

impl<'a> Table<'a> {
    /// The whole document.
    pub(super) fn root(document: &'a Spanned<DeTable<'a>>, sheet: &'a Sheet<'a>) -> Self {
        let (entries, span) = (document.get_ref(), document.span());
        Self { entries, span, name: String::new(), sheet, read: RefCell::default() }
    }

    /// The same table under the name by which a person finds it.
    pub(super) fn called(mut self, name: String) -> Self {
        self.name = name;
        self
    }

    /// File and line at which it stands.
    pub(super) fn place(&self) -> String {
        format!("{}, line {}", self.sheet.place, line(self.sheet.text, self.span.start))
    }

    pub(super) fn get(&self, key: &'static str) -> Option<Node<'a>> {
        self.read.borrow_mut().insert(key);
        let value = self.entries.get(key)?;
        let name = if self.name.is_empty() {
            format!("`{key}`")
        } else {
            format!("`{key}` of {}", self.name)
        };
        Some(Node { value, name, sheet: self.sheet })
    }

    /// As [`Table::get`], with a fault where the key is absent.
    pub(super) fn need(&self, key: &'static str) -> Option<Node<'a>> {
        let found = self.get(key);
        if found.is_none() {
            self.fault(format!("`{key}` is missing"));
        }
        found
    }

    /// Notes a fault at this table.
    pub(super) fn fault(&self, what: String) {
        let what = if self.name.is_empty() { what } else { format!("{}: {what}", self.name) };
        self.sheet.add(&self.span, what, None);
    }

    pub(super) fn text(&self, key: &'static str) -> Option<String> {
        self.get(key)?.text()
    }

    pub(super) fn number(&self, key: &'static str) -> Option<f64> {
        self.get(key)?.number()
    }

    pub(super) fn truth(&self, key: &'static str) -> Option<bool> {
        self.get(key)?.truth()
    }

    pub(super) fn texts(&self, key: &'static str) -> Option<Vec<String>> {
        self.get(key)?.texts()
    }

    /// A whole number from 0 on.
    pub(super) fn count(&self, key: &'static str) -> Option<usize> {
        let node = self.get(key)?;
        let number = node.number()?;
        if number >= 0.0 && number.fract() == 0.0 && number < 1e9 {
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked")]
            let count = number as usize;
            return Some(count);
        }
        node.fault(format!("`{key}` is {number}, not a whole number from 0 on"));
        None
    }

    /// One of the words given; a fault names them all.
    pub(super) fn word<T: Copy>(&self, key: &'static str, words: &[(&str, T)]) -> Option<T> {
        let node = self.get(key)?;
        let text = node.text()?;
        let found = words.iter().find(|(word, _)| *word == text).map(|&(_, value)| value);
        if found.is_none() {
            let list: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
            node.fault(format!("`{key}` is `{text}`, not one of {}", list.join(", ")));
        }
        found
    }

    /// The tables of a list.
    pub(super) fn tables(&self, key: &'static str) -> Vec<Table<'a>> {
        let items = self.get(key).and_then(|node| node.list()).unwrap_or_default();
        items.iter().filter_map(Node::table).collect()
    }

    pub(super) fn table(&self, key: &'static str) -> Option<Table<'a>> {
        self.get(key)?.table()
    }

    /// Notes every key that nobody read.
    pub(super) fn finish(self) {
        let read = self.read.borrow();
        for key in self.entries.keys().filter(|key| !read.contains(key.get_ref().as_ref())) {
            let name = key.get_ref();
            let known: Vec<&str> = read.iter().copied().collect();
            let what = if self.name.is_empty() {
                format!("`{name}` is no part of this file")
            } else {
                format!("`{name}` is no part of {}", self.name)
            };
            self.sheet.add(&key.span(), what, Some(format!("known here: {}", known.join(", "))));
        }
    }
}
