//! What an entry needs and was not said: asked for on a terminal, else told all at once.

use std::cell::RefCell;
use std::io::{self, BufRead, IsTerminal, Write};

use agglo::Error;

/// Times that a question is asked before it counts as not answered.
const TIMES: usize = 5;

/// Gathers what is missing.
pub(super) struct Ask {
    is_terminal: bool,
    faults: RefCell<Vec<Error>>,
}

impl Ask {
    pub(super) fn new() -> Self {
        let is_terminal = io::stdin().is_terminal() && io::stderr().is_terminal();
        Self { is_terminal, faults: RefCell::default() }
    }

    /// All that is wrong, once everything was asked.
    pub(super) fn into_faults(self) -> Vec<Error> {
        self.faults.into_inner()
    }

    pub(super) fn fault(&self, field: &str, what: impl Into<String>) {
        self.faults.borrow_mut().push(Error::new("E0103", what).at(field.to_owned()));
    }

    /// What was said; else what is typed now, read as often as it takes.
    pub(super) fn need<T: Default>(
        &self,
        said: Option<T>,
        field: &str,
        question: &str,
        read: impl Fn(&str) -> Result<T, String>,
    ) -> T {
        if let Some(said) = said {
            return said;
        }
        let answers = std::iter::from_fn(|| typed(question));
        for line in answers.take(if self.is_terminal { TIMES } else { 0 }) {
            match read(&line) {
                Ok(value) => return value,
                Err(what) => tell(&what),
            }
        }
        self.fault(field, format!("{field} is missing: {question}"));
        T::default()
    }

    /// The same for what has no default value.
    pub(super) fn need_or<T>(
        &self,
        said: Option<T>,
        instead: T,
        field: &str,
        question: &str,
        read: impl Fn(&str) -> Result<T, String>,
    ) -> T {
        self.need(said.map(Some), field, question, |text| read(text).map(Some)).unwrap_or(instead)
    }

    /// A text that was said, or is typed now.
    pub(super) fn text(&self, said: Option<String>, field: &str, question: &str) -> String {
        self.need(said, field, question, |text| Ok(text.to_owned()))
    }

    /// What a text says; a fault where it says nothing that can be read.
    pub(super) fn read<T>(
        &self,
        said: Option<&String>,
        field: &str,
        read: impl Fn(&str) -> Result<T, String>,
    ) -> Option<T> {
        let said = said?;
        match read(said.trim()) {
            Ok(value) => Some(value),
            Err(what) => {
                self.fault(field, what);
                None
            }
        }
    }
}

fn tell(text: &str) {
    // A closed standard error leaves nobody to tell.
    let _ = writeln!(io::stderr(), "  {text}");
}

/// One line from the terminal; nothing at its end, or where it is empty.
fn typed(question: &str) -> Option<String> {
    let mut err = io::stderr();
    let _ = write!(err, "{question}: ");
    let _ = err.flush();
    let mut line = String::new();
    let read = io::stdin().lock().read_line(&mut line).ok()?;
    let line = line.trim();
    (read > 0 && !line.is_empty()).then(|| line.to_owned())
}
