//! An XML document in memory: elements with attributes and texts, no document type, no deeper than a limit.

use std::io::{BufReader, Read};

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use crate::fault::Fault;
use crate::intake::Limits;

/// Most bytes of a document that is read whole.
const BYTES: u64 = 64 << 20;

/// An element.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Element {
    /// Its name without prefix.
    pub(super) name: String,
    attributes: Vec<(String, String)>,
    children: Vec<Element>,
    text: String,
}

impl Element {
    /// The text of an attribute; empty where there is none.
    pub(super) fn attribute(&self, name: &str) -> &str {
        self.attributes.iter().find(|(own, _)| own == name).map_or("", |(_, text)| text)
    }

    /// Elements inside of this name.
    pub(super) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Self> {
        self.children.iter().filter(move |own| own.name == name)
    }

    /// Its own text, or that of the first narrative inside.
    pub(super) fn told(&self) -> String {
        let text = self.all("narrative").next().map_or(&self.text, |own| &own.text);
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// What the first element of a name says.
    pub(super) fn first(&self, name: &str) -> String {
        self.all(name).next().map_or_else(String::new, Self::told)
    }
}

/// The outermost element of a document.
pub(super) fn read(input: Box<dyn Read>, limits: &Limits) -> Result<Element, Fault> {
    let mut reader = Reader::from_reader(BufReader::new(input.take(BYTES)));
    reader.config_mut().check_end_names = true;
    let (mut open, mut buffer): (Vec<Element>, Vec<u8>) = (vec![Element::default()], Vec::new());
    loop {
        buffer.clear();
        let event = reader.read_event_into(&mut buffer);
        let event = event.map_err(|error| {
            Fault::new(format!("the XML is damaged: {error}"))
                .at(format!("byte {}", reader.error_position()))
        })?;
        match event {
            Event::DocType(_) => {
                return Err(Fault::new("the file declares a document type (DOCTYPE)").cure(
                    "take the declaration out: data need none, and entities may be harmful",
                ));
            }
            Event::Start(own) => {
                open.push(started(&own)?);
                if open.len() > limits.json_depth {
                    let limit = limits.json_depth;
                    return Err(Fault::new(format!(
                        "nested deeper than {limit}, which is the limit"
                    )));
                }
            }
            Event::Empty(own) => {
                let own = started(&own)?;
                open.last_mut().into_iter().for_each(|last| last.children.push(own.clone()));
            }
            Event::End(_) => {
                if let (Some(own), Some(last)) = (open.pop(), open.last_mut()) {
                    last.children.push(own);
                }
            }
            Event::Text(text) => say(&mut open, &text.xml10_content()),
            Event::CData(text) => say(&mut open, &text.xml10_content()),
            Event::GeneralRef(own) => say(&mut open, &letter(&own)?),
            Event::Eof => break,
            _ => {}
        }
    }
    let outer = match open.as_mut_slice() {
        [outer] => outer.children.pop(),
        _ => return Err(Fault::new("the file ends too early: it is truncated")),
    };
    outer.ok_or_else(|| Fault::new("the file holds no element of XML"))
}

fn say(open: &mut [Element], text: &str) {
    open.last_mut().into_iter().for_each(|last| last.text.push_str(text));
}

/// The letter of a reference: by its number, or one of the five that XML knows.
fn letter(own: &quick_xml::events::BytesRef<'_>) -> Result<String, Fault> {
    let unknown = || Fault::new("an entity that XML does not know").value(own);
    let named = [("amp", '&'), ("lt", '<'), ("gt", '>'), ("quot", '"'), ("apos", '\'')];
    let by_name = || named.into_iter().find(|(name, _)| *name == &**own).map(|(_, letter)| letter);
    let letter = own.resolve_char_ref().map_err(|_| unknown())?.or_else(by_name);
    letter.map(String::from).ok_or_else(unknown)
}

fn started(own: &BytesStart<'_>) -> Result<Element, Fault> {
    let damaged = |error: String| Fault::new(format!("the XML is damaged: {error}"));
    let local = |name: &str| name.rsplit_once(':').map_or(name, |(_, name)| name).to_owned();
    let mut element = Element { name: local(own.name().0), ..Element::default() };
    for attribute in own.attributes() {
        let attribute = attribute.map_err(|error| damaged(error.to_string()))?;
        let text = attribute
            .normalized_value(XmlVersion::Implicit1_0)
            .map_err(|error| damaged(error.to_string()))?;
        element.attributes.push((local(attribute.key.0), text.into_owned()));
    }
    Ok(element)
}
