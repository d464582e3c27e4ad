//! An SDMX-ML message, event by event.

use std::io::{BufReader, Read};

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use crate::fault::Fault;
use crate::intake::{Limits, fault_of};

/// Bytes of a footer that are kept.
const FOOTER: usize = 4_000;

/// Where the next thing happens.
pub(super) enum Step {
    /// An observation is complete: see [`Message::parts`].
    Observation,
    /// The message holds structures, no data: which.
    Structure(String),
    End,
}

/// A name and its text.
type Part = (String, String);

/// A message while it is read.
pub(super) struct Message {
    reader: Reader<BufReader<Box<dyn Read>>>,
    buffer: Vec<u8>,
    /// Longest element in bytes, most elements in one another.
    longest: usize,
    deepest: usize,
    /// The name of the first element.
    root: String,
    /// Names of the elements around.
    path: Vec<String>,
    /// The dimension that tells the observations of a series apart.
    at_observation: String,
    set: Vec<Part>,
    series: Vec<Part>,
    observation: Vec<Part>,
    /// What the dataset asks to be done.
    pub(super) action: String,
    /// Messages of the sender.
    pub(super) footer: String,
    /// Groups whose attributes are not handed over.
    pub(super) groups: u64,
    is_over: bool,
}

/// Elements with which a message begins.
const ROOTS: [&str; 5] = [
    "Structure",
    "GenericData",
    "GenericTimeSeriesData",
    "StructureSpecificData",
    "StructureSpecificTimeSeriesData",
];

/// What a dataset says of itself, not of its observations.
const OF_A_SET: [&str; 10] = [
    "structureRef",
    "dataScope",
    "setID",
    "validFromDate",
    "validToDate",
    "publicationYear",
    "publicationPeriod",
    "reportingBeginDate",
    "reportingEndDate",
    "type",
];

impl Message {
    /// A message from its beginning.
    pub(super) fn open(input: Box<dyn Read>, limits: &Limits) -> Result<Self, Fault> {
        let mut reader = Reader::from_reader(BufReader::new(input));
        reader.config_mut().check_end_names = true;
        let mut message = Self {
            reader,
            buffer: Vec::new(),
            longest: limits.field_bytes,
            deepest: limits.json_depth,
            root: String::new(),
            path: Vec::new(),
            at_observation: "TIME_PERIOD".to_owned(),
            set: Vec::new(),
            series: Vec::new(),
            observation: Vec::new(),
            action: String::new(),
            footer: String::new(),
            groups: 0,
            is_over: false,
        };
        message.root()?;
        Ok(message)
    }

    /// Name and text of each part of the observation: of the dataset, of the series, its own.
    pub(super) fn parts(&self) -> impl Iterator<Item = (&str, &str)> {
        let all = self.set.iter().chain(&self.series).chain(&self.observation);
        all.map(|(name, text)| (name.as_str(), text.as_str()))
    }

    /// Reads on to the first element.
    fn root(&mut self) -> Result<(), Fault> {
        while self.root.is_empty() && !self.is_over {
            self.event()?;
        }
        match self.root.as_str() {
            "" => Err(Fault::new("the file holds no element of XML")),
            root if ROOTS.contains(&root) => Ok(()),
            other => Err(Fault::new("XML of a kind that is not read as a table")
                .value(&format!("<{other}>"))
                .cure("SDMX-ML 2.1 data are; for others see `agglo import`")),
        }
    }

    /// Reads on to the next observation.
    pub(super) fn step(&mut self) -> Result<Step, Fault> {
        if self.root == "Structure" {
            let what = "a structure of SDMX-ML (code lists, concepts), no data".to_owned();
            return Ok(Step::Structure(what));
        }
        while !self.is_over {
            if self.event()? {
                return Ok(Step::Observation);
            }
        }
        Ok(Step::End)
    }

    /// Reads one event; `true` when it completes an observation.
    fn event(&mut self) -> Result<bool, Fault> {
        let mut buffer = std::mem::take(&mut self.buffer);
        buffer.clear();
        let event = self.reader.read_event_into(&mut buffer);
        let done = match event {
            Ok(event) => self.take(&event),
            Err(quick_xml::Error::Io(error)) => {
                let copy =
                    |error: &std::io::Error| std::io::Error::new(error.kind(), error.to_string());
                Err(fault_of(std::sync::Arc::try_unwrap(error).unwrap_or_else(|own| copy(&own))))
            }
            Err(error) => Err(Fault::new(format!("the XML is damaged: {error}"))
                .at(format!("byte {}", self.reader.error_position()))),
        };
        self.is_over |= done.is_err();
        if buffer.len() > self.longest {
            self.is_over = true;
            let limit = self.longest;
            return Err(Fault::new(format!("an element of more than {limit} bytes")));
        }
        self.buffer = buffer;
        done
    }

    fn take(&mut self, event: &Event<'_>) -> Result<bool, Fault> {
        match event {
            Event::DocType(_) => Err(Fault::new("the file declares a document type (DOCTYPE)")
                .cure("take the declaration out: data need none, and entities may be harmful")),
            Event::Start(element) => {
                self.open_element(element)?;
                if self.path.len() > self.deepest {
                    let limit = self.deepest;
                    return Err(Fault::new(format!(
                        "nested deeper than {limit}, which is the limit"
                    )));
                }
                Ok(false)
            }
            Event::Empty(element) => {
                self.open_element(element)?;
                Ok(self.close_element())
            }
            Event::End(_) => Ok(self.close_element()),
            Event::Text(text) if self.is_in("Footer") => {
                let text: &str = &text.xml10_content();
                let text = text.trim();
                if !text.is_empty() && self.footer.len() < FOOTER {
                    if !self.footer.is_empty() {
                        self.footer.push(' ');
                    }
                    self.footer.push_str(text);
                }
                Ok(false)
            }
            Event::Eof => {
                self.is_over = true;
                if self.path.is_empty() {
                    return Ok(false);
                }
                Err(Fault::new("the file ends too early: it is truncated"))
            }
            _ => Ok(false),
        }
    }

    fn is_in(&self, name: &str) -> bool {
        self.path.iter().any(|own| own == name)
    }

    fn open_element(&mut self, element: &BytesStart<'_>) -> Result<(), Fault> {
        let name: String = local(element.name().0).to_owned();
        let parts = attributes(element)?;
        if self.root.is_empty() {
            self.root.clone_from(&name);
        }
        let is_generic = self.root.starts_with("Generic");
        match name.as_str() {
            "Structure" if !self.path.is_empty() => {
                let found = parts.iter().find(|(id, _)| id == "dimensionAtObservation");
                if let Some((_, dimension)) = found {
                    self.at_observation.clone_from(dimension);
                }
            }
            "DataSet" => {
                self.action = own(&parts, "action").unwrap_or_default().to_owned();
                let says = |(id, _): &Part| id != "action" && !OF_A_SET.contains(&id.as_str());
                self.set = parts.into_iter().filter(|part| says(part) && !is_generic).collect();
                self.series.clear();
            }
            "Series" => self.series = if is_generic { Vec::new() } else { parts },
            "Obs" => self.observation = if is_generic { Vec::new() } else { parts },
            "Group" => self.groups += 1,
            "Value" | "ObsDimension" | "ObsValue" if is_generic => self.generic(&name, &parts),
            "Message" if self.is_in("Footer") => {
                let code = own(&parts, "code").unwrap_or("without a code");
                self.footer.extend(["message ", code, ":"]);
            }
            _ => {}
        }
        self.path.push(name);
        Ok(())
    }

    /// Adds a part of the generic form, in which each stands in an element of its own.
    fn generic(&mut self, name: &str, parts: &[Part]) {
        let Some(text) = own(parts, "value") else { return };
        let id = match name {
            "ObsValue" => Some("OBS_VALUE"),
            "ObsDimension" => own(parts, "id").or(Some(self.at_observation.as_str())),
            _ => own(parts, "id"),
        };
        let Some(id) = id else { return };
        let part = (id.to_owned(), text.to_owned());
        if self.is_in("Obs") {
            self.observation.push(part);
        } else if self.is_in("Series") {
            self.series.push(part);
        } else if self.is_in("DataSet") && !self.is_in("Group") {
            self.set.push(part);
        }
    }

    /// Leaves an element; `true` where it was an observation.
    fn close_element(&mut self) -> bool {
        match self.path.pop().as_deref() {
            Some("Obs") => return true,
            Some("Series") => self.series.clear(),
            _ => {}
        }
        false
    }
}

/// A name without its prefix.
fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, name)| name)
}

fn own<'a>(parts: &'a [Part], id: &str) -> Option<&'a str> {
    parts.iter().find(|(own, _)| own == id).map(|(_, text)| text.as_str())
}

/// Attributes of an element by their names without prefix; declarations and types of schemas are none.
fn attributes(element: &BytesStart<'_>) -> Result<Vec<Part>, Fault> {
    let damaged = |error: String| Fault::new(format!("the XML is damaged: {error}"));
    let mut parts = Vec::new();
    for attribute in element.attributes() {
        let attribute = attribute.map_err(|error| damaged(error.to_string()))?;
        let name = attribute.key.0;
        if name.starts_with("xmlns") || name.starts_with("xsi:") {
            continue;
        }
        let text = attribute
            .normalized_value(XmlVersion::Implicit1_0)
            .map_err(|error| damaged(error.to_string()))?;
        parts.push((local(name).to_owned(), text.into_owned()));
    }
    Ok(parts)
}
