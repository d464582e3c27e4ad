//! The rows: work of a stated size, its budget, and who does the same work elsewhere.

mod complexity;
mod concentration;
mod input_output;
mod local_moran;
mod portfolio;

use std::io;
use std::path::Path;

/// What a row may take, in seconds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Budget {
    /// By the clock on the wall.
    Wall(f64),
    /// On processors, all threads together.
    Processor(f64),
}

/// A script that does the same work with another package.
#[derive(Clone, Copy, Debug)]
pub struct Peer {
    /// What it is called in the table.
    pub name: &'static str,
    /// File in `peers/`.
    pub script: &'static str,
    /// Which of its ways, where it has several.
    pub way: &'static str,
    /// Whether the whole process counts: start, imports and compilation.
    pub fresh: bool,
    /// How many times our time it shall take at least; `None` where it is shown for comparison only.
    pub wanted: Option<f64>,
}

/// Numbers that both sides must agree on, by name.
pub type Found = Vec<(&'static str, f64)>;

/// Work that can be done again and again.
pub type Work = Box<dyn FnMut() -> Found>;

/// One row of the table.
#[derive(Clone, Copy)]
pub struct Row {
    /// Name on the command line.
    pub name: &'static str,
    /// What is done, in words.
    pub work: &'static str,
    /// What it may take.
    pub budget: Budget,
    /// Writes the data into a folder.
    pub write: fn(&Path) -> io::Result<()>,
    /// Reads them back, and says what is measured with so many threads.
    pub ready: fn(&Path, u16) -> io::Result<Work>,
    /// Who else does it.
    pub peers: &'static [Peer],
}

/// All rows.
pub const ROWS: [Row; 10] = [
    concentration::ROW,
    complexity::ROW,
    local_moran::ROW,
    input_output::LEONTIEF,
    input_output::EXTRACTION,
    portfolio::TWELVE,
    portfolio::THIRTY,
    portfolio::TWO_HUNDRED,
    portfolio::TIGHT,
    portfolio::FRONTIER,
];

fn total(values: impl IntoIterator<Item = Option<f64>>) -> f64 {
    values.into_iter().flatten().sum()
}
