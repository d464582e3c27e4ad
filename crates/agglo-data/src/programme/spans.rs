//! A TOML file read with the line of every value, so that all its faults can be told at once.

use std::cell::RefCell;

use agglo::Error;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A file that is read, and the faults found in it.
pub(super) struct File<'a> {
    pub(super) name: &'a str,
    pub(super) text: &'a str,
    faults: RefCell<Vec<Error>>,
}

/// A table of the file.
pub(super) struct Part<'a> {
    file: &'a File<'a>,
    table: &'a DeTable<'a>,
    /// `[trust]`, as faults name it.
    name: &'a str,
    line: usize,
}

impl<'a> File<'a> {
    pub(super) fn new(name: &'a str, text: &'a str) -> Self {
        Self { name, text, faults: RefCell::default() }
    }

    pub(super) fn line(&self, at: usize) -> usize {
        self.text.get(..at).map_or(0, |before| before.matches('\n').count()) + 1
    }

    pub(super) fn fault(&self, line: usize, what: impl Into<String>, hint: &str) {
        let error = Error::new("E0532", what).at(format!("{}, line {line}", self.name));
        self.faults.borrow_mut().push(if hint.is_empty() { error } else { error.hint(hint) });
    }

    pub(super) fn into_faults(self) -> Vec<Error> {
        self.faults.into_inner()
    }

    pub(super) fn part(&'a self, name: &'a str, table: &'a DeTable<'a>, line: usize) -> Part<'a> {
        Part { file: self, table, name, line }
    }
}

impl<'a> Part<'a> {
    pub(super) fn line(&self) -> usize {
        self.line
    }

    pub(super) fn get(&self, key: &str) -> Option<&'a Spanned<DeValue<'a>>> {
        self.table.get(key)
    }

    fn line_of(&self, value: &Spanned<DeValue<'_>>) -> usize {
        self.file.line(value.span().start)
    }

    pub(super) fn fault(&self, value: &Spanned<DeValue<'_>>, what: impl Into<String>, hint: &str) {
        self.file.fault(self.line_of(value), what, hint);
    }

    /// Refuses keys that mean nothing here.
    pub(super) fn only(&self, known: &[&str]) {
        for (key, value) in self.table {
            let key = key.get_ref().as_ref();
            if !known.contains(&key) {
                let near = crate::nearest::nearest(known.iter().copied(), key);
                let hint = match near.first() {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!("keys: {}", known.join(", ")),
                };
                self.fault(value, format!("`{key}` means nothing in {}", self.name), &hint);
            }
        }
    }

    fn missing(&self, key: &str) {
        self.file.fault(self.line, format!("{} has no `{key}`", self.name), "");
    }

    pub(super) fn text_if(&self, key: &str) -> Option<String> {
        let value = self.get(key)?;
        let text = value.get_ref().as_str().map(str::trim);
        match text {
            Some(text) if !text.is_empty() => Some(text.to_owned()),
            Some(_) => {
                self.fault(value, format!("`{key}` is empty"), "");
                None
            }
            None => {
                self.wrong(key, value, "a text in quotes");
                None
            }
        }
    }

    pub(super) fn text(&self, key: &str) -> String {
        if self.get(key).is_none() {
            self.missing(key);
        }
        self.text_if(key).unwrap_or_default()
    }

    pub(super) fn flag(&self, key: &str) -> bool {
        let Some(value) = self.get(key) else { return false };
        let flag = value.get_ref().as_bool();
        if flag.is_none() {
            self.wrong(key, value, "true or false");
        }
        flag.unwrap_or(false)
    }

    /// A finite number inside an interval.
    pub(super) fn number_if(&self, key: &str, (low, high): (f64, f64)) -> Option<f64> {
        let value = self.get(key)?;
        let number = match value.get_ref() {
            DeValue::Integer(own) => own.as_str().replace('_', "").parse::<f64>().ok(),
            DeValue::Float(own) => own.as_str().replace('_', "").parse::<f64>().ok(),
            _ => None,
        };
        match number.filter(|number| number.is_finite()) {
            Some(number) if (low..=high).contains(&number) => Some(number),
            Some(number) => {
                self.fault(value, format!("`{key}` is {number}, not between {low} and {high}"), "");
                None
            }
            None => {
                self.wrong(key, value, "a number");
                None
            }
        }
    }

    pub(super) fn whole_if(&self, key: &str, range: (f64, f64)) -> Option<u32> {
        let number = self.number_if(key, range)?;
        if number.fract().abs() > 0.0 {
            if let Some(value) = self.get(key) {
                self.wrong(key, value, "a whole number");
            }
            return None;
        }
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "whole, and inside the range asked for"
        )]
        Some(number as u32)
    }

    pub(super) fn texts(&self, key: &str) -> Vec<String> {
        let Some(value) = self.get(key) else {
            self.missing(key);
            return Vec::new();
        };
        let texts = value.get_ref().as_array().map(|all| {
            all.iter()
                .map(|one| one.get_ref().as_str().map(str::to_owned))
                .collect::<Option<Vec<_>>>()
        });
        if let Some(Some(texts)) = texts {
            texts
        } else {
            self.wrong(key, value, "a list of texts");
            Vec::new()
        }
    }

    fn wrong(&self, key: &str, value: &Spanned<DeValue<'_>>, wanted: &str) {
        let is = value.get_ref().type_str();
        self.fault(value, format!("`{key}` wants {wanted}, and is of type {is}"), "");
    }
}
