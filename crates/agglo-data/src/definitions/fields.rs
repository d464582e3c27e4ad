//! Reads a table of a definition field by field and gathers every fault instead of stopping at one.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::fmt;

use agglo::Error;
use serde::Deserialize;
use serde::de::value::StrDeserializer;
use toml::{Table, Value};

/// Everything that is wrong with the definitions that were read, in the order of files and fields.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Errors(pub Vec<Error>);

/// As many faults as are shown in full.
const SHOWN: usize = 20;

impl fmt::Display for Errors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, fault) in self.0.iter().take(SHOWN).enumerate() {
            write!(f, "{}{fault}", if at == 0 { "" } else { "\n" })?;
        }
        match self.0.len().checked_sub(SHOWN) {
            Some(more) if more > 0 => write!(f, "\nand {more} more"),
            _ => Ok(()),
        }
    }
}

impl std::error::Error for Errors {}

/// Where the faults of several tables gather.
#[derive(Debug, Default)]
pub(crate) struct Gathered(RefCell<Vec<Error>>);

impl Gathered {
    /// One more fault.
    pub(crate) fn push(&self, fault: Error) {
        self.0.borrow_mut().push(fault);
    }

    /// The value, unless anything is wrong.
    pub(crate) fn into_result<T>(self, value: T) -> Result<T, Errors> {
        let faults = self.0.into_inner();
        if faults.is_empty() { Ok(value) } else { Err(Errors(faults)) }
    }

    /// The table of a file; an empty one, and a fault, where the text is no TOML.
    pub(crate) fn table(&self, file: &str, text: &str) -> Table {
        text.parse::<Table>().unwrap_or_else(|error| {
            let what = error.message().trim().to_owned();
            let line = error.span().map_or(0, |span| {
                text.get(..span.start).map_or(0, |before| before.matches('\n').count() + 1)
            });
            self.push(Error::new("E0205", what).at(format!("{file}, line {line}")));
            Table::new()
        })
    }
}

/// One table, and which of its fields were asked for.
pub(crate) struct Fields<'a> {
    table: &'a Table,
    place: String,
    faults: &'a Gathered,
    asked: RefCell<BTreeSet<&'static str>>,
}

impl<'a> Fields<'a> {
    /// The fields of a table; `place` says where it stands.
    pub(crate) fn new(table: &'a Table, place: impl Into<String>, faults: &'a Gathered) -> Self {
        Self { table, place: place.into(), faults, asked: RefCell::default() }
    }

    /// A fault of a field.
    pub(crate) fn fault(&self, key: &str, what: impl Into<String>) {
        self.faults.push(Error::new("E0205", what).at(format!("{}, field `{key}`", self.place)));
    }

    fn get(&self, key: &'static str) -> Option<&'a Value> {
        self.asked.borrow_mut().insert(key);
        self.table.get(key)
    }

    /// The field read by `read`; a fault where it is of another type.
    fn read<T>(
        &self,
        key: &'static str,
        type_name: &str,
        read: impl Fn(&'a Value) -> Option<T>,
    ) -> Option<T> {
        let value = self.get(key)?;
        let out = read(value);
        if out.is_none() {
            self.fault(key, format!("expected {type_name}, found `{value}`"));
        }
        out
    }

    /// The value, or its type's default with a fault that it is missing.
    fn required<T: Default>(&self, key: &'static str, value: Option<T>) -> T {
        if value.is_none() && !self.table.contains_key(key) {
            self.fault(key, "the field is missing");
        }
        value.unwrap_or_default()
    }

    /// A text that must be there.
    pub(crate) fn text(&self, key: &'static str) -> String {
        let text = self.text_if(key);
        if text.as_deref() == Some("") {
            self.fault(key, "the text is empty");
        }
        self.required(key, text)
    }

    /// A text that may be there.
    pub(crate) fn text_if(&self, key: &'static str) -> Option<String> {
        self.read(key, "a text", |value| value.as_str().map(str::to_owned))
    }

    /// A text, empty where it is absent.
    pub(crate) fn text_or_empty(&self, key: &'static str) -> String {
        self.text_if(key).unwrap_or_default()
    }

    /// A finite number that must be there.
    pub(crate) fn number(&self, key: &'static str) -> f64 {
        let number = self.number_if(key);
        self.required(key, number)
    }

    /// A finite number that may be there.
    pub(crate) fn number_if(&self, key: &'static str) -> Option<f64> {
        self.read(key, "a number", number)
    }

    /// A whole number that may be there.
    pub(crate) fn whole_if<T: TryFrom<i64>>(&self, key: &'static str) -> Option<T> {
        self.read(key, "a whole number in range", |value| {
            value.as_integer().and_then(|whole| T::try_from(whole).ok())
        })
    }

    /// Two numbers in order that may be there.
    pub(crate) fn pair_if(&self, key: &'static str) -> Option<(f64, f64)> {
        self.read(key, "two numbers in order", |value| {
            let [low, high] = value.as_array()?.as_slice() else { return None };
            Some((number(low)?, number(high)?)).filter(|(low, high)| low <= high)
        })
    }

    /// Numbers that must be there.
    pub(crate) fn numbers(&self, key: &'static str) -> Vec<f64> {
        let numbers = self
            .read(key, "a list of numbers", |value| value.as_array()?.iter().map(number).collect());
        self.required(key, numbers)
    }

    /// A flag, false where it is absent.
    pub(crate) fn flag(&self, key: &'static str) -> bool {
        self.read(key, "true or false", Value::as_bool).unwrap_or(false)
    }

    /// Texts, none where the field is absent.
    pub(crate) fn texts(&self, key: &'static str) -> Vec<String> {
        self.read(key, "a list of texts", |value| {
            value.as_array()?.iter().map(|item| item.as_str().map(str::to_owned)).collect()
        })
        .unwrap_or_default()
    }

    /// One of the words of a choice, if the field is there.
    pub(crate) fn choice_if<'de, T: Deserialize<'de>>(&self, key: &'static str) -> Option<T>
    where
        'a: 'de,
    {
        let word = self.read(key, "a word", Value::as_str)?;
        let words = StrDeserializer::<serde::de::value::Error>::new(word);
        T::deserialize(words).map_err(|error| self.fault(key, error.to_string())).ok()
    }

    /// One of the words of a choice; `otherwise`, with a fault, where it is absent or another word.
    pub(crate) fn choice<'de, T: Deserialize<'de>>(&self, key: &'static str, otherwise: T) -> T
    where
        'a: 'de,
    {
        if !self.table.contains_key(key) {
            self.fault(key, "the field is missing");
        }
        self.choice_if(key).unwrap_or(otherwise)
    }

    /// A table inside this one, if it is there.
    pub(crate) fn inner_if(&self, key: &'static str) -> Option<Self> {
        let table = self.read(key, "a table", Value::as_table)?;
        Some(Self::new(table, format!("{}, `{key}`", self.place), self.faults))
    }

    /// The tables of a list; none where the field is absent.
    pub(crate) fn inners(&self, key: &'static str) -> Vec<Self> {
        let tables: Option<Vec<&Table>> = self.read(key, "a list of tables", |value| {
            value.as_array()?.iter().map(Value::as_table).collect()
        });
        let place = |at: usize, table: &Table| {
            let name = table.get("id").and_then(Value::as_str);
            let name = name.map_or_else(|| (at + 1).to_string(), |id| format!("`{id}`"));
            format!("{}, {key} {name}", self.place)
        };
        let tables = tables.unwrap_or_default().into_iter().enumerate();
        tables.map(|(at, table)| Self::new(table, place(at, table), self.faults)).collect()
    }

    /// The names of all fields.
    pub(crate) fn names(&self) -> impl Iterator<Item = &'a str> {
        self.table.keys().map(String::as_str)
    }

    /// The table of one of [`Fields::names`].
    pub(crate) fn named(&self, name: &str) -> Option<Self> {
        let table = self.table.get(name)?.as_table()?;
        Some(Self::new(table, format!("{}, `{name}`", self.place), self.faults))
    }

    /// A fault for each field that nobody asked for: a misspelt name must not pass in silence.
    pub(crate) fn done(self) {
        let asked = self.asked.borrow();
        for key in self.table.keys().filter(|key| !asked.contains(key.as_str())) {
            self.fault(key, "no such field");
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "whole numbers of definitions are small")]
fn number(value: &Value) -> Option<f64> {
    value
        .as_float()
        .or_else(|| value.as_integer().map(|whole| whole as f64))
        .filter(|number| number.is_finite())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fault_of_a_table_is_told_at_once() {
        let faults = Gathered::default();
        let table = faults.table("a.toml", "title = 3\nsize = 'x'\nextra = 1\nrange = [2, 1]");
        let fields = Fields::new(&table, "a.toml", &faults);
        fields.text("title");
        fields.number("size");
        fields.pair_if("range");
        fields.text("about");
        fields.done();
        let told = faults.into_result(()).unwrap_err();
        assert_eq!(told.0.len(), 5, "{told}");
        assert!(told.to_string().contains("field `extra`"));
    }

    #[test]
    fn text_that_is_no_toml_names_its_line() {
        let faults = Gathered::default();
        faults.table("a.toml", "a = 1\nb = = 2\n");
        assert!(faults.into_result(()).unwrap_err().to_string().contains("a.toml, line 2"));
    }

    #[test]
    fn an_infinite_number_is_a_fault() {
        let faults = Gathered::default();
        let table = faults.table("a.toml", "size = inf");
        Fields::new(&table, "a.toml", &faults).number("size");
        assert!(faults.into_result(()).is_err());
    }
}
