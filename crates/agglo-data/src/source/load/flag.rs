//! One column of flags as a measure reads it: what a text says is found out once while it stays the same.

use crate::source::cells::Status;
use crate::source::description::Flags;

/// A column of flags.
pub(super) struct Flag<'a> {
    flags: &'a Flags,
    pub(super) at: usize,
    last: Option<(String, Said<'a>)>,
}

/// What a flag says: a status, and between what a hidden figure lies.
pub(super) type Said<'a> = (Status, Option<&'a [u32]>);

impl<'a> Flag<'a> {
    pub(super) fn new(flags: &'a Flags, at: usize) -> Self {
        Self { flags, at, last: None }
    }

    /// What a text says.
    pub(super) fn says(&mut self, text: &str) -> Said<'a> {
        if let Some((last, said)) = &self.last
            && last == text
        {
            return *said;
        }
        let said = (self.flags.status(text), self.flags.range(text));
        self.last = Some((text.to_owned(), said));
        said
    }
}
