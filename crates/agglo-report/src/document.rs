//! A document before it has a form: sections, tables, charts and numbers, the same for page, paper and print.
//!
//! A number in a document is a [`Number`], which holds a [`Figure`]: a bare `f64` cannot be placed. Counts
//! of things that were listed, years and ids may stand in words.

use agglo::Figure;
use agglo::base::id::SourceId;

use crate::chart::Drawing;
use crate::source::Source;
use crate::words::Unit;

/// A whole document.
#[derive(Clone, Debug)]
pub struct Document {
    /// The one main heading.
    pub title: String,
    /// Language tag: `en`.
    pub language: &'static str,
    /// What kind of document this is, above the title.
    pub kicker: String,
    /// One sentence that a person can say aloud.
    pub headline: Text,
    /// Short facts under the headline, such as date and seed: label and words.
    pub facts: Vec<(String, Text)>,
    /// What a reader must know before reading on.
    pub banner: Option<Callout>,
    /// Sections in reading order.
    pub sections: Vec<Section>,
    /// Every dataset that a number rests on.
    pub sources: Vec<Source>,
}

/// A part of the document with its own heading.
#[derive(Clone, Debug)]
pub struct Section {
    /// Anchor, a slug, unique in the document.
    pub id: String,
    /// Heading.
    pub title: String,
    /// What this section says, in one or two sentences.
    pub lead: Text,
    /// Its content.
    pub blocks: Vec<Block>,
}

/// A piece of a section.
#[derive(Clone, Debug)]
pub enum Block {
    /// A paragraph.
    Paragraph(Text),
    /// A smaller heading.
    Heading(String),
    /// Items without an order.
    List(Vec<Text>),
    /// Items in an order.
    Steps(Vec<Text>),
    /// A boxed statement.
    Callout(Callout),
    /// A table.
    Table(Table),
    /// A drawing with its data table.
    Chart(Chart),
    /// Two columns of equal rank.
    Sides(Side, Side),
    /// There is nothing here, and why.
    Empty(Text),
}

/// One of two columns of equal rank.
#[derive(Clone, Debug)]
pub struct Side {
    /// Heading of the column.
    pub title: String,
    /// Its content.
    pub blocks: Vec<Block>,
}

/// A boxed statement.
#[derive(Clone, Debug)]
pub struct Callout {
    /// How it is meant.
    pub tone: Tone,
    /// Its heading.
    pub title: String,
    /// What it says.
    pub blocks: Vec<Block>,
}

/// How a boxed statement is meant; always said in its heading too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Something to know.
    Plain,
    /// The finding of a section.
    Finding,
    /// Something that limits what is said.
    Caution,
}

/// Running text.
pub type Text = Vec<Span>;

/// A piece of running text.
#[derive(Clone, Debug)]
pub enum Span {
    /// Words.
    Words(String),
    /// Words with stress.
    Strong(String),
    /// A number with its interval.
    Number(Number),
    /// A mark with its word.
    Mark(Mark),
    /// A link to a section of this document.
    Link(String, String),
}

/// A number as it is placed: the answer, and the unit in which it is printed.
#[derive(Clone, Debug)]
pub struct Number {
    /// The answer.
    pub figure: Figure,
    /// How it is printed.
    pub unit: Unit,
    /// Whether its interval is printed beside it.
    pub detail: Detail,
}

/// What is printed of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    /// Value and interval.
    Full,
    /// The value alone, where the interval stands elsewhere on the same line.
    Value,
}

/// A sign with a word and a shape: never told by colour alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mark {
    /// Hidden by its publisher.
    Withheld,
    /// Nothing is there.
    Zero,
    /// Nobody measured it.
    Missing,
    /// An estimate between bounds.
    Estimated,
    /// It has no meaning here.
    Undefined,
    /// Too little data.
    TooThin,
    /// A test that is passed.
    Yes(String),
    /// A test that is not passed.
    No(String),
    /// A test that cannot be read.
    Unknown(String),
    /// What binds.
    Gap(String),
    /// What would differ under a reasonable choice.
    Contested(String),
}

/// A table.
#[derive(Clone, Debug)]
pub struct Table {
    /// Anchor, a slug, unique in the document.
    pub id: String,
    /// What it shows, as a sentence.
    pub caption: Text,
    /// Columns; the first heads the rows.
    pub columns: Vec<Column>,
    /// Rows.
    pub rows: Vec<Row>,
}

/// A column of a table.
#[derive(Clone, Debug)]
pub struct Column {
    /// Its heading.
    pub title: String,
    /// What stands in it.
    pub kind: ColumnKind,
}

/// What stands in a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ColumnKind {
    /// Words, to the left.
    Words,
    /// Numbers, to the right.
    Number,
    /// A drawn strip with the words at its two ends.
    Strip(String, String),
}

/// A row of a table.
#[derive(Clone, Debug)]
pub struct Row {
    /// What the row is about.
    pub head: Text,
    /// One entry for each further column.
    pub entries: Vec<Entry>,
    /// Whether the row belongs to the one above it.
    pub is_part: bool,
}

/// An entry of a table.
#[derive(Clone, Debug)]
pub enum Entry {
    /// Words.
    Words(Text),
    /// A number.
    Number(Number),
    /// A drawn strip with a remark under it.
    Strip(crate::chart::Strip, Text),
    /// Nothing belongs here.
    Blank,
}

/// A drawing, a sentence that says what it shows, and its data as a table.
#[derive(Clone, Debug)]
pub struct Chart {
    /// Anchor, a slug, unique in the document.
    pub id: String,
    /// What it shows, as a sentence.
    pub title: String,
    /// What a person who cannot see it should know.
    pub summary: String,
    /// The drawing.
    pub drawing: Drawing,
    /// Remark under the drawing.
    pub note: Text,
}

impl Number {
    /// A number with its interval.
    pub fn new(figure: &Figure, unit: Unit) -> Self {
        Self { figure: figure.clone(), unit, detail: Detail::Full }
    }

    /// The same without its interval.
    #[must_use]
    pub fn bare(mut self) -> Self {
        self.detail = Detail::Value;
        self
    }
}

impl Column {
    /// A column of words.
    pub fn words(title: &str) -> Self {
        Self { title: title.to_owned(), kind: ColumnKind::Words }
    }

    /// A column of numbers.
    pub fn number(title: &str) -> Self {
        Self { title: title.to_owned(), kind: ColumnKind::Number }
    }

    /// A column of strips with the words at both ends.
    pub fn strip(title: &str, low: &str, high: &str) -> Self {
        Self { title: title.to_owned(), kind: ColumnKind::Strip(low.to_owned(), high.to_owned()) }
    }
}

impl Row {
    /// A row of a heading and entries.
    pub fn new(head: impl Into<String>, entries: Vec<Entry>) -> Self {
        Self { head: vec![Span::Words(head.into())], entries, is_part: false }
    }

    /// A row that belongs to the one above it.
    #[must_use]
    pub fn part(mut self) -> Self {
        self.is_part = true;
        self
    }
}

impl Entry {
    /// Words.
    pub fn words(text: impl Into<String>) -> Self {
        Self::Words(words(text))
    }

    /// A number with its interval.
    pub fn number(figure: &Figure, unit: Unit) -> Self {
        Self::Number(Number::new(figure, unit))
    }
}

impl Section {
    /// A section without content yet.
    pub fn new(id: &str, title: &str, lead: Text) -> Self {
        Self { id: id.to_owned(), title: title.to_owned(), lead, blocks: Vec::new() }
    }

    /// The same with one more block.
    #[must_use]
    pub fn with(mut self, block: Block) -> Self {
        self.blocks.push(block);
        self
    }
}

/// Text of plain words.
pub fn words(text: impl Into<String>) -> Text {
    vec![Span::Words(text.into())]
}

/// Text from pieces: `text!["about ", number, " jobs"]`.
#[macro_export]
macro_rules! text {
    ($($piece:expr),* $(,)?) => { vec![$($crate::document::Span::from($piece)),*] };
}

impl From<&str> for Span {
    fn from(text: &str) -> Self {
        Self::Words(text.to_owned())
    }
}

impl From<String> for Span {
    fn from(text: String) -> Self {
        Self::Words(text)
    }
}

impl From<Number> for Span {
    fn from(number: Number) -> Self {
        Self::Number(number)
    }
}

impl From<Mark> for Span {
    fn from(mark: Mark) -> Self {
        Self::Mark(mark)
    }
}

/// Every number of a block, in reading order.
pub fn numbers(block: &Block) -> Vec<&Number> {
    match block {
        Block::Paragraph(text) | Block::Empty(text) => spans(text).collect(),
        Block::Heading(_) => Vec::new(),
        Block::List(items) | Block::Steps(items) => items.iter().flat_map(spans).collect(),
        Block::Callout(callout) => callout.blocks.iter().flat_map(numbers).collect(),
        Block::Table(table) => table_numbers(table),
        Block::Chart(chart) => spans(&chart.note).collect(),
        Block::Sides(left, right) => {
            left.blocks.iter().chain(&right.blocks).flat_map(numbers).collect()
        }
    }
}

/// Every number of a table, row by row.
pub fn table_numbers(table: &Table) -> Vec<&Number> {
    let mut numbers: Vec<&Number> = spans(&table.caption).collect();
    for row in &table.rows {
        numbers.extend(spans(&row.head));
        for entry in &row.entries {
            match entry {
                Entry::Words(text) => numbers.extend(spans(text)),
                Entry::Number(number) => numbers.push(number),
                Entry::Strip(_, note) => numbers.extend(spans(note)),
                Entry::Blank => {}
            }
        }
    }
    numbers
}

fn spans(text: &Text) -> impl Iterator<Item = &Number> {
    text.iter().filter_map(|span| match span {
        Span::Number(number) => Some(number),
        _ => None,
    })
}

/// The datasets that a set of numbers rests on, sorted.
pub fn sources_of<'a>(numbers: impl IntoIterator<Item = &'a Number>) -> Vec<SourceId> {
    let mut sources: Vec<SourceId> = numbers
        .into_iter()
        .filter_map(|number| match &number.figure {
            Figure::Known(estimate) => Some(estimate.provenance().sources.clone()),
            Figure::Withheld(_) => None,
        })
        .flatten()
        .collect();
    sources.sort();
    sources.dedup();
    sources
}
