//! What the numbers of one section refer to: sources by their number in the document, caveats by letter.

use std::collections::BTreeMap;

use agglo::base::estimate::Caveat;
use agglo::base::id::SourceId;

use crate::document::{Document, Span, Text, sources_of};

/// The number of each source of a document, from 1.
pub(crate) fn numbered(document: &Document) -> BTreeMap<SourceId, usize> {
    let sources = document.sources.iter().enumerate();
    sources.map(|(at, source)| (source.id.clone(), at + 1)).collect()
}

/// The references of one section, collected while it is written.
pub(crate) struct Notes<'a> {
    sources: &'a BTreeMap<SourceId, usize>,
    section: &'a str,
    caveats: Vec<Caveat>,
}

impl<'a> Notes<'a> {
    pub(crate) fn new(sources: &'a BTreeMap<SourceId, usize>, section: &'a str) -> Self {
        Self { sources, section, caveats: Vec::new() }
    }

    /// The section's anchor.
    pub(crate) fn section(&self) -> &'a str {
        self.section
    }

    /// The letter of a caveat: a new one if it was not met before in this section.
    pub(crate) fn letter(&mut self, caveat: &Caveat) -> String {
        let at = self.caveats.iter().position(|own| own == caveat).unwrap_or_else(|| {
            self.caveats.push(caveat.clone());
            self.caveats.len() - 1
        });
        letter(at)
    }

    /// The caveats met, with their letters.
    pub(crate) fn caveats(&self) -> Vec<(String, &str)> {
        let caveats = self.caveats.iter().enumerate();
        caveats.map(|(at, caveat)| (letter(at), caveat.text.as_str())).collect()
    }

    /// Sources by their number; those that the document does not list, by their id.
    pub(crate) fn cited(&self, sources: &[SourceId]) -> Vec<Result<usize, String>> {
        let number = |id: &SourceId| self.sources.get(id).copied();
        sources.iter().map(|id| number(id).ok_or_else(|| id.to_string())).collect()
    }
}

/// The sources of the numbers in a text.
pub(crate) fn sources_in(text: &Text) -> Vec<SourceId> {
    sources_of(text.iter().filter_map(|span| match span {
        Span::Number(number) => Some(number),
        _ => None,
    }))
}

/// `a`, `b` … `z`, `aa`, `ab` …
fn letter(at: usize) -> String {
    let letters = b"abcdefghijklmnopqrstuvwxyz";
    let last = char::from(letters[at % letters.len()]);
    if at < letters.len() {
        last.to_string()
    } else {
        format!("{}{last}", letter(at / letters.len() - 1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_go_on_after_z() {
        assert_eq!([0, 25, 26, 27, 52].map(letter), ["a", "z", "aa", "ab", "ba"]);
    }

    #[test]
    fn a_caveat_keeps_its_letter() {
        let sources = BTreeMap::new();
        let mut notes = Notes::new(&sources, "s");
        let (few, noise) = (Caveat::new("few", "Few."), Caveat::new("noise", "Noise."));
        let letters = [&few, &noise, &few].map(|caveat| notes.letter(caveat));
        assert_eq!(letters, ["a", "b", "a"]);
        assert_eq!(notes.caveats().len(), 2);
    }
}
